//! A meeting: a committee comes together on a day.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Meeting`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::Meeting;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::ProgramId;
use crate::text::Text;

facts! {
    /// What can be recorded about a meeting.
    pub enum MeetingFact of "meeting" {
        /// It was convened; effective from the day for which it was called.
        Convened = "meeting.convened.v1",
        /// It got a name.
        Named = "meeting.named.v1",
        /// A fact about it was recorded in error.
        Annulled = "meeting.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "meeting.recorded-in-error.v1",
    }
}

/// See [`MeetingFact::Convened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Convened {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`MeetingFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// An act on a meeting. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Convene(Convene),
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

/// What begins a meeting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Convene {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// The name.
    pub name: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
