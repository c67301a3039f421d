//! A committee: a group of people that oversees initiatives and decides.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Committee`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::Committee;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::ProgramId;
use crate::text::Text;

facts! {
    /// What can be recorded about a committee.
    pub enum CommitteeFact of "committee" {
        /// It was established; effective from the day on which it begins.
        Established = "committee.established.v1",
        /// It got a name.
        Named = "committee.named.v1",
        /// A fact about it was recorded in error.
        Annulled = "committee.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "committee.recorded-in-error.v1",
    }
}

/// See [`CommitteeFact::Established`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Established {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`CommitteeFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// An act on a committee. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Establish(Establish),
    /// State the name anew.
    Rename {
        /// The name.
        name: Text,
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

/// What begins a committee.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Establish {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// The name.
    pub name: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
