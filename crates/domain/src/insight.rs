//! An insight: what customers say or do.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Insight`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::Insight;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::ProgramId;
use crate::text::Text;

facts! {
    /// What can be recorded about an insight.
    pub enum InsightFact of "insight" {
        /// It was found; effective from the day on which it was understood.
        Found = "insight.found.v1",
        /// It was described or described anew.
        Described = "insight.described.v1",
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
    /// The description.
    pub description: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
