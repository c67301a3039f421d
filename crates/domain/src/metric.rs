//! A metric: how something is measured, by which definition, what for, and every reading ever published.

mod clearing;
mod control;
mod decide;
mod purpose;
mod readings;
mod rebase;
mod state;

#[cfg(test)]
mod specs;

pub use clearing::FlagCleared;
pub use control::{AccountabilityGap, ControlAnswer, ControlStated, GapReason};
pub use decide::decide;
pub use purpose::{GoalLinked, Purpose, PurposeDeclared};
pub use readings::{CurrentReading, Series, StoredReading};
pub use rebase::{Bridged, Rebase, RebaseApproved, RebaseProposed};
pub use state::{Metric, Target};

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::calendar::{Period, Rhythm};
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, Authority, RecordedInError, facts};
use crate::id::{EventId, GoalId, PersonId, ProgramId};
use crate::journey::Place;
use crate::measurement::decimal;
use crate::measurement::figures::Reading;
use crate::measurement::kind::{Direction, MetricKind};
use crate::measurement::publication::RestatementReason;
use crate::measurement::series::{Alignment, SeriesKey};
use crate::text::Text;

facts! {
    /// What can be recorded about a metric.
    pub enum MetricFact of "metric" {
        /// It was defined.
        Defined = "metric.defined.v1",
        /// It got a name.
        Named = "metric.named.v1",
        /// A version of its definition was stated.
        DefinitionStated = "metric.definition-stated.v1",
        /// A target was set.
        TargetSet = "metric.target-set.v1",
        /// A person became accountable for it.
        AccountableAssigned = "metric.accountable-assigned.v1",
        /// One of its series became the headline.
        HeadlineNamed = "metric.headline-named.v1",
        /// It was declared what it is for.
        PurposeDeclared = "metric.purpose-declared.v1",
        /// It carries out a strategic goal, or none any more.
        GoalLinked = "metric.goal-linked.v1",
        /// Whoever answers for it said whether they control it.
        ControlStated = "metric.control-stated.v1",
        /// Somebody proposed that the limits of a series begin anew.
        RebaseProposed = "metric.rebase-proposed.v1",
        /// Somebody else approved that.
        RebaseApproved = "metric.rebase-approved.v1",
        /// Two versions of its definition were found to measure the same.
        Bridged = "metric.bridged.v1",
        /// It was said where on a journey it measures.
        Placed = "metric.placed.v1",
        /// The data behind an integrity flag were found to be in order.
        FlagCleared = "metric.flag-cleared.v1",
        /// The figures of one period of one series were recorded.
        ReadingRecorded = "metric.reading-recorded.v1",
        /// A fact about it was recorded in error.
        Annulled = "metric.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "metric.recorded-in-error.v1",
    }
}

/// See [`MetricFact::Defined`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Defined {
    /// The program it belongs to.
    pub program: ProgramId,
    /// Its code, unique in the program.
    pub code: Code,
    /// What kind of figure it is.
    pub kind: MetricKind,
    /// Which way is better.
    pub direction: Direction,
    /// What it counts in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<Code>,
    /// How often a reading is expected.
    pub rhythm: Rhythm,
    /// Within how many days after the end of a period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_within_days: Option<u16>,
}

/// See [`MetricFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`MetricFact::DefinitionStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DefinitionStated {
    /// The version, from 1.
    pub version: u32,
    /// What is counted and how.
    pub wording: Text,
}

/// See [`MetricFact::TargetSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetSet {
    /// The value to reach.
    #[serde(with = "decimal::stored")]
    #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
    pub value: Decimal,
    /// Why this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`MetricFact::AccountableAssigned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountableAssigned {
    /// Who answers for it.
    pub person: PersonId,
}

/// See [`MetricFact::HeadlineNamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeadlineNamed {
    /// The series by which the metric is judged.
    pub series: SeriesKey,
}

/// See [`MetricFact::Placed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Where it measures.
    pub place: Place,
}

/// See [`MetricFact::ReadingRecorded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingRecorded {
    /// The series.
    pub series: SeriesKey,
    /// The days that the figures cover.
    pub period: Period,
    /// Whether the period is one of the metric's rhythm.
    pub alignment: Alignment,
    /// The figures.
    pub reading: Reading,
    /// Why they differ from those stated before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub restatement: Option<RestatementReason>,
}

/// An act on a metric. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Define it.
    Define(Box<Define>),
    /// Give it another name.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// State a new version of its definition.
    Redefine {
        /// What is counted from now on, and how.
        wording: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Set a target.
    SetTarget {
        /// The value to reach.
        value: Decimal,
        /// Why this one.
        reason: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
        /// The first day on which it no longer holds.
        until: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Make a person accountable.
    AssignAccountable {
        /// Who.
        person: PersonId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Name the headline series.
    NameHeadline {
        /// Which.
        series: SeriesKey,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Declare what it is for.
    DeclarePurpose {
        /// Everything that it is used for.
        purposes: BTreeSet<Purpose>,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Link it to a strategic goal.
    LinkGoal {
        /// Which; `None` for none any more.
        goal: Option<GoalId>,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// State whether whoever answers for it controls it.
    StateControl {
        /// What they say.
        stated: ControlStated,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Propose a rebase.
    ProposeRebase {
        /// Which, from when, and why.
        proposed: RebaseProposed,
    },
    /// Approve a rebase.
    ApproveRebase {
        /// The fact that proposed it, or that corrected the proposal.
        rebase: EventId,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Bridge two versions of its definition.
    Bridge {
        /// Which, and why.
        bridged: Bridged,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Say where on a journey it measures.
    Place {
        /// Where.
        place: Place,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Clear an integrity flag.
    ClearFlag {
        /// Which, over which data, and why.
        cleared: FlagCleared,
    },
    /// Record figures.
    RecordReading(RecordReading),
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

/// What a definition says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Define {
    /// The fact that begins the metric.
    pub defined: Defined,
    /// The name.
    pub name: Text,
    /// The first version of the definition.
    pub wording: Text,
    /// Who answers for it.
    pub accountable: Option<PersonId>,
    /// The headline series; without one, the whole of the first definition.
    pub headline: Option<SeriesKey>,
    /// From which day.
    pub on: Option<NaiveDate>,
}

/// The figures of one period of one series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordReading {
    /// The series.
    pub series: SeriesKey,
    /// The days that the figures cover.
    pub period: Period,
    /// Whether a period off the metric's rhythm is meant.
    pub irregular: bool,
    /// The figures.
    pub reading: Reading,
    /// Why they differ from what was stated before. A restatement without a reason is refused.
    pub restatement: Option<RestatementReason>,
}
