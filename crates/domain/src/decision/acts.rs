//! Acts that a decision authorizes, as data: what may be done under it, and what carrying it out does.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ActAuthorized;
use crate::authority;
use crate::code::Code;
use crate::id::{CommitteeId, InitiativeId, MetricId, PersonId};
use crate::measurement::decimal;

/// An act that a decision authorizes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AuthorizedAct {
    /// An initiative is chartered under a code. Somebody does that by hand, since a charter says more.
    Charter {
        /// The code.
        code: Code,
    },
    /// An initiative gets an owner.
    AssignOwner {
        /// The initiative.
        initiative: InitiativeId,
        /// The owner.
        owner: PersonId,
    },
    /// An initiative is left without an owner.
    VacateOwner {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// An initiative comes under another committee.
    TransferOversight {
        /// The initiative.
        initiative: InitiativeId,
        /// The committee that oversees it from then on.
        committee: CommitteeId,
    },
    /// An initiative is paused.
    Pause {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// An initiative moves to sustain.
    Sustain {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// An initiative that is paused or in sustain runs again.
    Resume {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// An initiative is stopped.
    Stop {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// A stopped initiative is reopened.
    Reopen {
        /// The initiative.
        initiative: InitiativeId,
    },
    /// An initiative carries another on.
    Succeed {
        /// The initiative that carries the other on.
        initiative: InitiativeId,
        /// The other.
        predecessor: InitiativeId,
    },
    /// The limits of a metric's series begin anew. Somebody approves that by hand, as another proposes it.
    Rebase {
        /// The metric.
        metric: MetricId,
    },
    /// Two definitions of a metric are bridged. Somebody does that by hand, since a bridge says more.
    Bridge {
        /// The metric.
        metric: MetricId,
    },
    /// A metric gets a target.
    SetTarget {
        /// The metric.
        metric: MetricId,
        /// The value to reach.
        #[serde(with = "decimal::stored")]
        #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
        value: Decimal,
    },
}

impl AuthorizedAct {
    /// What kind of act it is.
    pub fn kind(&self) -> authority::Act {
        use authority::Act;
        match self {
            Self::Charter { .. } => Act::Charter,
            Self::AssignOwner { .. } | Self::VacateOwner { .. } => Act::ChangeOwner,
            Self::TransferOversight { .. } => Act::TransferOversight,
            Self::Pause { .. } => Act::Pause,
            Self::Sustain { .. } => Act::Sustain,
            Self::Resume { .. } => Act::Resume,
            Self::Stop { .. } => Act::Stop,
            Self::Reopen { .. } => Act::Reopen,
            Self::Succeed { .. } => Act::Succeed,
            Self::Rebase { .. } => Act::Rebase,
            Self::Bridge { .. } => Act::Bridge,
            Self::SetTarget { .. } => Act::SetTarget,
        }
    }

    /// The initiative that it changes.
    pub fn initiative(&self) -> Option<InitiativeId> {
        match self {
            Self::AssignOwner { initiative, .. }
            | Self::VacateOwner { initiative }
            | Self::TransferOversight { initiative, .. }
            | Self::Pause { initiative }
            | Self::Sustain { initiative }
            | Self::Resume { initiative }
            | Self::Stop { initiative }
            | Self::Reopen { initiative }
            | Self::Succeed { initiative, .. } => Some(*initiative),
            Self::Charter { .. } | Self::Rebase { .. } | Self::Bridge { .. } | Self::SetTarget { .. } => None,
        }
    }

    /// The metric that it changes.
    pub fn metric(&self) -> Option<MetricId> {
        match self {
            Self::Rebase { metric } | Self::Bridge { metric } | Self::SetTarget { metric, .. } => {
                Some(*metric)
            }
            _ => None,
        }
    }
}

impl ActAuthorized {
    /// Whether it permits an act that holds from a day on: the same one, from the day that it names, if
    /// it names one.
    pub fn permits(&self, done: &AuthorizedAct, on: NaiveDate) -> bool {
        self.act == *done && self.on.is_none_or(|day| day == on)
    }
}
