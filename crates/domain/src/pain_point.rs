//! A pain point: where an experience breaks, heard from customers, with the goal behind their request.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`PainPoint`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::{Hearing, PainPoint, Standing};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{InitiativeId, ProgramId};
use crate::journey::Place;
use crate::text::Text;

facts! {
    /// What can be recorded about a pain point.
    pub enum PainPointFact of "pain-point" {
        /// It was identified; effective from the day on which it was heard.
        Identified = "pain-point.identified.v1",
        /// It was described or described anew.
        Described = "pain-point.described.v1",
        /// It was said what customers really want when they ask.
        GoalStated = "pain-point.goal-stated.v1",
        /// It was heard, for the first time or again.
        Heard = "pain-point.heard.v1",
        /// It was said where on a journey it lies.
        Placed = "pain-point.placed.v1",
        /// It was said how bad and how frequent it is.
        Rated = "pain-point.rated.v1",
        /// An initiative took it up.
        TakenUp = "pain-point.taken-up.v1",
        /// It was resolved.
        Resolved = "pain-point.resolved.v1",
        /// It came back after it was resolved.
        Reopened = "pain-point.reopened.v1",
        /// A fact about it was recorded in error.
        Annulled = "pain-point.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "pain-point.recorded-in-error.v1",
    }
}

/// See [`PainPointFact::Identified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identified {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`PainPointFact::Described`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// The description.
    pub description: Text,
}

/// See [`PainPointFact::GoalStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalStated {
    /// The customer's goal behind the request: not the answer they ask for, but what would make the
    /// question unnecessary.
    pub goal: Text,
}

/// How pain points are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Customers complained.
    Complaint,
    /// Customers answered a survey.
    Survey,
    /// Customers were talked with.
    Interview,
    /// What customers do shows it.
    Behavior,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Complaint, Self::Survey, Self::Interview, Self::Behavior];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Survey => "survey",
            Self::Interview => "interview",
            Self::Behavior => "behavior",
        }
    }
}

/// See [`PainPointFact::Heard`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// How.
    pub source: Source,
    /// Where that is kept: the code of a survey, of a case, of a report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<Code>,
    /// How many times it was heard there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub times: Option<u32>,
}

/// See [`PainPointFact::Placed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Where it lies.
    pub place: Place,
}

/// How bad a pain point is for whoever meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A nuisance.
    Minor,
    /// Customers lose time, money or patience.
    Serious,
    /// Customers give up or leave.
    Critical,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Serious, Self::Critical];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Serious => "serious",
            Self::Critical => "critical",
        }
    }
}

/// How many of the customers who come by meet a pain point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// A few.
    Rare,
    /// Many.
    Frequent,
    /// Nearly all.
    Constant,
}

impl Frequency {
    /// Every frequency, the least first.
    pub const ALL: [Self; 3] = [Self::Rare, Self::Frequent, Self::Constant];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rare => "rare",
            Self::Frequent => "frequent",
            Self::Constant => "constant",
        }
    }
}

/// See [`PainPointFact::Rated`]. At least one of the two is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// How bad it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity: Option<Severity>,
    /// How frequent it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub frequency: Option<Frequency>,
}

/// See [`PainPointFact::TakenUp`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakenUp {
    /// The initiative that addresses it.
    pub initiative: InitiativeId,
}

/// See [`PainPointFact::Resolved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resolved {
    /// What resolved it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how: Option<Text>,
}

/// See [`PainPointFact::Reopened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// What shows that it is back.
    pub reason: Text,
}

/// An act on a pain point. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Identify(Identify),
    /// State the description anew.
    Redescribe {
        /// The description.
        description: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// State the customer's goal anew.
    RestateGoal {
        /// The goal.
        goal: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Record that it was heard again.
    Hear {
        /// How and where.
        heard: Heard,
        /// The day.
        on: Option<NaiveDate>,
    },
    /// Say where on a journey it lies.
    Place {
        /// Where.
        place: Place,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say how bad and how frequent it is.
    Rate {
        /// The rating.
        rated: Rated,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Let an initiative take it up.
    TakeUp {
        /// The initiative, of the same program.
        initiative: InitiativeId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Record that it is resolved.
    Resolve {
        /// What resolved it.
        how: Option<Text>,
        /// The first day without it.
        on: Option<NaiveDate>,
    },
    /// Record that it came back.
    Reopen {
        /// What shows that.
        reason: Text,
        /// From which day.
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

/// What begins a pain point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identify {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// What breaks.
    pub description: Text,
    /// The customer's goal behind the request.
    pub goal: Text,
    /// How it was heard.
    pub heard: Heard,
    /// Where on a journey it lies, if that is known.
    pub place: Option<Place>,
    /// How bad and how frequent it is, if that is known.
    pub rated: Option<Rated>,
    /// From which day.
    pub on: Option<NaiveDate>,
}
