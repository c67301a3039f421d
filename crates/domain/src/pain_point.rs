//! A pain point: where an experience breaks.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`PainPoint`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::PainPoint;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::ProgramId;
use crate::text::Text;

facts! {
    /// What can be recorded about a pain point.
    pub enum PainPointFact of "pain-point" {
        /// It was identified; effective from the day on which it was heard.
        Identified = "pain-point.identified.v1",
        /// It was described or described anew.
        Described = "pain-point.described.v1",
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
    /// The description.
    pub description: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
