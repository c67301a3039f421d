//! Acts that a decision authorizes, as data: what may be done under it, and what carrying it out does.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::id::{InitiativeId, MetricId, PersonId};
use crate::measurement::decimal;

/// An act that a decision authorizes. A day left out is that of the outcome.
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
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
    },
    /// An initiative is left without an owner.
    VacateOwner {
        /// The initiative.
        initiative: InitiativeId,
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
    },
    /// An initiative is paused.
    Pause {
        /// The initiative.
        initiative: InitiativeId,
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
    },
    /// A paused initiative runs again.
    Resume {
        /// The initiative.
        initiative: InitiativeId,
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
    },
    /// An initiative is stopped.
    Stop {
        /// The initiative.
        initiative: InitiativeId,
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
    },
    /// A metric gets a target.
    SetTarget {
        /// The metric.
        metric: MetricId,
        /// The value to reach.
        #[serde(with = "decimal::stored")]
        #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
        value: Decimal,
        /// From which day.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<NaiveDate>,
        /// The first day on which it no longer holds.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        until: Option<NaiveDate>,
    },
}

impl AuthorizedAct {
    /// The day from which it holds, where it names one.
    pub fn on(&self) -> Option<NaiveDate> {
        match self {
            Self::Charter { .. } => None,
            Self::AssignOwner { on, .. }
            | Self::VacateOwner { on, .. }
            | Self::Pause { on, .. }
            | Self::Resume { on, .. }
            | Self::Stop { on, .. }
            | Self::SetTarget { on, .. } => *on,
        }
    }

    /// The initiative that it changes.
    pub fn initiative(&self) -> Option<InitiativeId> {
        match self {
            Self::AssignOwner { initiative, .. }
            | Self::VacateOwner { initiative, .. }
            | Self::Pause { initiative, .. }
            | Self::Resume { initiative, .. }
            | Self::Stop { initiative, .. } => Some(*initiative),
            Self::Charter { .. } | Self::SetTarget { .. } => None,
        }
    }

    /// The metric that it changes.
    pub fn metric(&self) -> Option<MetricId> {
        match self {
            Self::SetTarget { metric, .. } => Some(*metric),
            _ => None,
        }
    }

    /// Whether it permits an act that was done: the same one, from its day on where it names one.
    pub fn permits(&self, done: &Self) -> bool {
        let same_day = self.on().is_none_or(|day| done.on() == Some(day));
        same_day && self.undated() == done.undated()
    }

    /// The same act without its days.
    fn undated(&self) -> Self {
        match self.clone() {
            Self::Charter { code } => Self::Charter { code },
            Self::AssignOwner { initiative, owner, .. } => Self::AssignOwner { initiative, owner, on: None },
            Self::VacateOwner { initiative, .. } => Self::VacateOwner { initiative, on: None },
            Self::Pause { initiative, .. } => Self::Pause { initiative, on: None },
            Self::Resume { initiative, .. } => Self::Resume { initiative, on: None },
            Self::Stop { initiative, .. } => Self::Stop { initiative, on: None },
            Self::SetTarget { metric, value, .. } => {
                Self::SetTarget { metric, value: value.normalize(), on: None, until: None }
            }
        }
    }
}
