//! An insight: what customers say or do, drawn from pain points and readings, for departments that can
//! act on it.
//!
//! It is shared on a day and acknowledged by those who heard it. This page holds the facts and the
//! commands; [`decide()`] holds the rules, [`Insight`] what the facts say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::{Acknowledgment, Insight, Sharing};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{DepartmentId, EventId, InitiativeId, MetricId, PainPointId, PersonId, ProgramId};
use crate::text::Text;

facts! {
    /// What can be recorded about an insight.
    pub enum InsightFact of "insight" {
        /// It was found; effective from the day on which it was understood.
        Found = "insight.found.v1",
        /// It was described or described anew.
        Described = "insight.described.v1",
        /// It was said from what it is drawn.
        DrawnFrom = "insight.drawn-from.v1",
        /// It goes to a department that can act on it.
        Addressed = "insight.addressed.v1",
        /// It was shared with departments and people.
        Shared = "insight.shared.v2",
        /// Somebody with whom it was shared acknowledged it.
        Acknowledged = "insight.acknowledged.v1",
        /// Somebody acted on it.
        ActedOn = "insight.acted-on.v1",
        /// A fact about it was recorded in error.
        Annulled = "insight.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "insight.recorded-in-error.v1",
    }
}

/// See [`InsightFact::Found`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`InsightFact::Described`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// The description.
    pub description: Text,
}

/// From what an insight is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// A pain point.
    PainPoint(PainPointId),
    /// A reading of a metric.
    Reading(ReadingOrigin),
}

/// A reading from which an insight is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingOrigin {
    /// The metric.
    pub metric: MetricId,
    /// The event that recorded the figures.
    pub reading: EventId,
}

/// See [`InsightFact::DrawnFrom`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawnFrom {
    /// From what.
    pub origin: Origin,
}

/// See [`InsightFact::Addressed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Addressed {
    /// The department.
    pub department: DepartmentId,
}

/// See [`InsightFact::Shared`].
///
/// The first version held departments and people in a list each, either of which could be empty but not
/// both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// With whom, each once, at least one.
    pub with: Vec<Recipient>,
}

/// With whom an insight is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// A department.
    Department(DepartmentId),
    /// A person.
    Person(PersonId),
}

impl Shared {
    /// The departments with which it was shared.
    pub fn departments(&self) -> impl Iterator<Item = DepartmentId> {
        self.with.iter().filter_map(|recipient| match recipient {
            Recipient::Department(department) => Some(*department),
            Recipient::Person(_) => None,
        })
    }

    /// The people with whom it was shared.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.with.iter().filter_map(|recipient| match recipient {
            Recipient::Person(person) => Some(*person),
            Recipient::Department(_) => None,
        })
    }
}

/// Whom somebody names to share an insight with: departments first, then people.
///
/// It is part of a command, so its JSON is part of fingerprints and stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audience {
    /// These departments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<DepartmentId>,
    /// These people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
}

impl Audience {
    /// Everybody in it, each once, in the order of the first mention.
    pub fn recipients(&self) -> Vec<Recipient> {
        let departments = self.departments.iter().copied().map(Recipient::Department);
        decide::once_each(departments.chain(self.people.iter().copied().map(Recipient::Person)))
    }
}

/// See [`InsightFact::Acknowledged`]; who did is who did the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    /// The department for which they did; without one, for themselves.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

/// See [`InsightFact::ActedOn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActedOn {
    /// What was done.
    pub action: Text,
    /// The department that did it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
    /// The initiative inside which it was done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initiative: Option<InitiativeId>,
}

/// An act on an insight. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Find(Find),
    /// State the description anew.
    Redescribe {
        /// The description.
        description: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say from what it is drawn as well.
    DrawFrom {
        /// From what.
        origin: Origin,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Name another department that can act on it.
    Address {
        /// The department.
        department: DepartmentId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Share it.
    Share {
        /// With whom.
        shared: Audience,
        /// The day.
        on: Option<NaiveDate>,
    },
    /// Acknowledge it.
    Acknowledge {
        /// For which department; without one, for oneself.
        department: Option<DepartmentId>,
        /// The day.
        on: Option<NaiveDate>,
    },
    /// Record what was done about it.
    ActOn {
        /// What was done.
        acted: ActedOn,
        /// The day.
        on: Option<NaiveDate>,
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

/// What begins an insight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Find {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// What customers say or do.
    pub description: Text,
    /// From what it is drawn, as far as that is known.
    pub origins: Vec<Origin>,
    /// The departments that can act on it, as far as they are known.
    pub departments: Vec<DepartmentId>,
    /// From which day.
    pub on: Option<NaiveDate>,
}
