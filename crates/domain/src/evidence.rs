//! Evidence: what shows that a practice was carried out, provided by one person and judged by
//! another.

mod attachment;
mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use attachment::{Attach, Attached, HEAD_BYTES, MediaType, Uploaded};
pub use decide::decide;
pub use state::{Evidence, Judgment};

use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{InitiativeId, PersonId, ProgramId};
use crate::maturity::PracticeId;
use crate::text::Text;

facts! {
    /// What can be recorded about a piece of evidence.
    pub enum EvidenceFact of "evidence" {
        /// It was provided.
        Provided = "evidence.provided.v1",
        /// A file was attached to it; the event's id is the attachment's.
        Attached = "evidence.attached.v1",
        /// Somebody else accepted it.
        Accepted = "evidence.accepted.v1",
        /// Somebody else refused it.
        Refused = "evidence.refused.v1",
        /// It was withdrawn and counts as nothing from then on.
        Withdrawn = "evidence.withdrawn.v1",
        /// A fact about it was recorded in error.
        Annulled = "evidence.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "evidence.recorded-in-error.v1",
    }
}

impl EvidenceFact {
    /// Whether it is something that a judgment is about.
    pub fn is_judged(&self) -> bool {
        matches!(self, Self::Provided(_) | Self::Attached(_))
    }
}

/// For what the evidence speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Scope {
    /// One initiative.
    Initiative(InitiativeId),
    /// The program: all its initiatives, or those that are named.
    Program(Vec<InitiativeId>),
}

impl Scope {
    /// Whether the evidence counts for an initiative of its program.
    pub fn counts_for(&self, initiative: InitiativeId) -> bool {
        match self {
            Self::Initiative(one) => *one == initiative,
            Self::Program(named) => named.is_empty() || named.contains(&initiative),
        }
    }
}

/// See [`EvidenceFact::Provided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Provided {
    /// The program.
    pub program: ProgramId,
    /// The practice that it shows.
    pub practice: PracticeId,
    /// For what it speaks.
    pub scope: Scope,
    /// The days that it covers.
    pub covers: Period,
    /// What it shows, in a few sentences.
    pub summary: Text,
}

/// See [`EvidenceFact::Accepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// What the judge remarked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remark: Option<Text>,
    /// Who provided it, so that the rule can be checked on this fact alone.
    pub provided_by: PersonId,
}

/// See [`EvidenceFact::Refused`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Why.
    pub reason: Text,
}

/// See [`EvidenceFact::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Why.
    pub reason: Text,
}

/// An act on a piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Provide it.
    Provide(Provided),
    /// Attach a file to it.
    Attach(Attach),
    /// Accept it.
    Accept {
        /// What there is to remark.
        remark: Option<Text>,
    },
    /// Refuse it.
    Refuse {
        /// Why.
        reason: Text,
    },
    /// Withdraw it.
    Withdraw {
        /// Why.
        reason: Text,
    },
    /// Record all of it in error.
    RecordInError {
        /// Why.
        reason: Text,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}
