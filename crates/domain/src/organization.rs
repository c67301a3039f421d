//! The organization that a deployment serves: its zone, departments, roles and tokens.
//!
//! There is one stream of this kind; its founding is the first event of a ledger.

mod access;
mod decide;
mod department;
mod state;

#[cfg(test)]
mod specs;

pub use access::{Grant, LONGEST_TOKEN, Token, USUAL_TOKEN};
pub use decide::decide;
pub use department::Department;
pub use state::Organization;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, Authority, Sha256Hex, facts};
use crate::id::{DepartmentId, EventId, PersonId, ProgramId, TokenId};
use crate::measurement::rules::RuleSet;
use crate::role::Role;
use crate::text::Text;

facts! {
    /// What can be recorded about the organization.
    pub enum OrganizationFact of "organization" {
        /// The ledger was founded.
        Founded = "organization.founded.v1",
        /// It got a name.
        Named = "organization.named.v1",
        /// Its days are those of a time zone.
        ZoneSet = "organization.zone-set.v1",
        /// A department was created; the event's id is the department's.
        DepartmentCreated = "organization.department-created.v1",
        /// A department got a name.
        DepartmentNamed = "organization.department-named.v1",
        /// A department was closed.
        DepartmentClosed = "organization.department-closed.v1",
        /// A department was said to meet customers, or to work behind those who do.
        DepartmentSideStated = "organization.department-side-stated.v1",
        /// A person was granted a role.
        RoleGranted = "organization.role-granted.v1",
        /// A granted role was withdrawn.
        RoleWithdrawn = "organization.role-withdrawn.v1",
        /// A person was given a token; the event's id is the token's.
        TokenIssued = "organization.token-issued.v2",
        /// A token was revoked.
        TokenRevoked = "organization.token-revoked.v1",
        /// A maturity model was adopted.
        ModelAdopted = "organization.model-adopted.v1",
        /// A rule set of measurement was adopted.
        RuleSetAdopted = "organization.rule-set-adopted.v1",
        /// Keys that the log uses were accepted as lost.
        KeyLossAccepted = "organization.key-loss-accepted.v1",
        /// A fact about it was recorded in error.
        Annulled = "organization.annulled.v1",
    }
}

/// See [`OrganizationFact::Founded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Founded {
    /// Whether everything in this ledger is made up, for a demonstration or a test.
    pub demo: bool,
}

/// See [`OrganizationFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`OrganizationFact::ZoneSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneSet {
    /// The IANA name.
    #[serde(with = "crate::zone")]
    #[cfg_attr(test, schemars(with = "crate::golden::ZoneName"))]
    pub zone: Tz,
}

/// See [`OrganizationFact::DepartmentCreated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentCreated {
    /// Its code, unique in the organization.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// The department above it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<DepartmentId>,
}

/// See [`OrganizationFact::DepartmentNamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentNamed {
    /// The department.
    pub department: DepartmentId,
    /// The name.
    pub name: Text,
}

/// See [`OrganizationFact::DepartmentClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentClosed {
    /// The department.
    pub department: DepartmentId,
    /// Why.
    pub reason: Text,
}

/// Whether the people of a department meet customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// They do.
    FrontLine,
    /// They work behind those who do.
    BackOffice,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::FrontLine, Self::BackOffice];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontLine => "front_line",
            Self::BackOffice => "back_office",
        }
    }
}

/// See [`OrganizationFact::DepartmentSideStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentSideStated {
    /// The department.
    pub department: DepartmentId,
    /// Whether its people meet customers.
    pub side: Side,
}

/// See [`OrganizationFact::RoleGranted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleGranted {
    /// Who gets it.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// The program for which it holds; without one, the whole organization.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub program: Option<ProgramId>,
}

/// See [`OrganizationFact::RoleWithdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleWithdrawn {
    /// The fact that granted it.
    pub grant: EventId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`OrganizationFact::TokenIssued`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenIssued {
    /// Whom it stands for.
    pub person: PersonId,
    /// SHA-256 of the token; the token itself is shown once and kept nowhere.
    pub sha256: Sha256Hex,
    /// When it stops working.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<DateTime<Utc>>,
    /// What it opens of what its holder may do; without it, all of that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<TokenScope>,
}

/// What a token opens of what its holder may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenScope {
    /// Whether it opens nothing but reading.
    pub reads_only: bool,
    /// The only program that it opens; without one, every program of its holder.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub program: Option<ProgramId>,
}

/// See [`OrganizationFact::TokenRevoked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenRevoked {
    /// The token.
    pub token: TokenId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`OrganizationFact::ModelAdopted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ModelAdopted {
    /// The model's id and version: `cx-maturity/1`.
    pub model: String,
}

/// See [`OrganizationFact::RuleSetAdopted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSetAdopted {
    /// The rule set's id: `mdc-7-7`.
    pub rule_set: String,
}

/// See [`OrganizationFact::KeyLossAccepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyLossAccepted {
    /// How many keys were missing.
    pub keys: u64,
    /// SHA-256 over their ids in ascending order, 16 bytes each.
    pub sha256: Sha256Hex,
}

/// An act on the organization. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Found the ledger: its first administrator is granted what a single person needs.
    Found(Found),
    /// Give it another name.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Set its time zone.
    SetZone {
        /// The zone.
        #[serde(serialize_with = "crate::zone::serialize")]
        zone: Tz,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Create a department.
    CreateDepartment {
        /// What it is.
        department: DepartmentCreated,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Give a department another name.
    RenameDepartment {
        /// The department.
        department: DepartmentId,
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Close a department.
    CloseDepartment {
        /// The department.
        department: DepartmentId,
        /// Why.
        reason: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say whether the people of a department meet customers.
    StateDepartmentSide {
        /// The department.
        department: DepartmentId,
        /// Whether they do.
        side: Side,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Grant a role.
    GrantRole {
        /// Who gets what.
        granted: RoleGranted,
        /// The first day.
        on: Option<NaiveDate>,
        /// The first day without it.
        until: Option<NaiveDate>,
    },
    /// Withdraw a granted role.
    WithdrawRole {
        /// The fact that granted it.
        grant: EventId,
        /// Why.
        reason: Option<Text>,
        /// The first day without it.
        on: Option<NaiveDate>,
    },
    /// Issue a token, which expires: see [`LONGEST_TOKEN`].
    IssueToken {
        /// For whom.
        issued: TokenIssued,
    },
    /// Issue a token that need not expire, to whoever holds the ledger's files.
    IssueLastingToken {
        /// For whom.
        issued: TokenIssued,
    },
    /// Revoke a token.
    RevokeToken {
        /// The token.
        token: TokenId,
        /// Why.
        reason: Option<Text>,
    },
    /// Adopt a maturity model.
    AdoptModel {
        /// Its id and version.
        model: String,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Adopt a rule set of charts.
    AdoptRuleSet {
        /// Which.
        rule_set: RuleSet,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Accept that keys are lost.
    AcceptKeyLoss {
        /// Which.
        loss: KeyLossAccepted,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}

/// What the founding of a ledger says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The name of the organization.
    pub name: Text,
    /// The time zone of fields that span programs.
    #[serde(serialize_with = "crate::zone::serialize")]
    pub zone: Tz,
    /// The first administrator.
    pub administrator: PersonId,
    /// Whether everything is made up.
    pub demo: bool,
}
