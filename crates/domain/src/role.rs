//! Roles: what a person is granted, for one program or for the whole organization.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a person is granted.
///
/// What each role entitles to stands in [`crate::authorization::RULES`]. Rights add up: who holds two
/// roles may do what either allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages the organization, people, roles, tokens and programs; judges nothing.
    Administrator,
    /// Leads a program and answers for what it records.
    ProgramLead,
    /// Minutes, imports and enters for others; the role that backfills.
    Secretary,
    /// Records progress, readings and evidence.
    Contributor,
    /// Reads.
    Reader,
    /// Reads and exports everything, never writes by this role.
    Auditor,
    /// Reads who voted for what, which no other role does.
    VoteReader,
    /// Reads what people are called, for readers and auditors who need more than codes.
    NameReader,
}

impl Role {
    /// Every role, in the order in which lists show them.
    pub const ALL: [Self; 8] = [
        Self::Administrator,
        Self::ProgramLead,
        Self::Secretary,
        Self::Contributor,
        Self::Reader,
        Self::Auditor,
        Self::VoteReader,
        Self::NameReader,
    ];

    /// Whether the role is there to keep others in check.
    pub const fn checks_others(self) -> bool {
        matches!(self, Self::Administrator | Self::Auditor | Self::VoteReader)
    }

    /// The stored name: `program_lead`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProgramLead => "program_lead",
            Self::Secretary => "secretary",
            Self::Contributor => "contributor",
            Self::Reader => "reader",
            Self::Auditor => "auditor",
            Self::VoteReader => "vote_reader",
            Self::NameReader => "name_reader",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    /// Reads the stored name, whatever its case; blanks and hyphens may stand for the underscore.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let name = typed.trim().to_lowercase().replace(['-', ' '], "_");
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == name)
            .ok_or_else(|| UnknownRole { typed: typed.into() })
    }
}

/// The string names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no role {typed:?}; roles are administrator, program_lead, secretary, contributor, reader, auditor, \
     vote_reader, name_reader"
)]
pub struct UnknownRole {
    /// What was given.
    pub typed: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_stored_name() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>(), Ok(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{role}\""));
        }
        assert_eq!(" Program-Lead ".parse::<Role>(), Ok(Role::ProgramLead));
    }

    #[test]
    fn an_unknown_role_is_refused_with_the_list_of_roles() {
        let refused = "owner".parse::<Role>().unwrap_err().to_string();
        assert!(refused.contains("\"owner\""));
        for role in Role::ALL {
            assert!(refused.contains(role.as_str()), "{role} is missing in: {refused}");
        }
    }
}
