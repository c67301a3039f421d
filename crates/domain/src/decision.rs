//! A decision: a question that somebody entitled answers.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Decision`] what the facts
//! say at a point in time.

mod decide;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use state::Decision;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::ProgramId;
use crate::text::Text;

facts! {
    /// What can be recorded about a decision.
    pub enum DecisionFact of "decision" {
        /// It was opened; effective from the day on which it was put.
        Opened = "decision.opened.v1",
        /// Its question was stated or restated.
        QuestionStated = "decision.question-stated.v1",
        /// A fact about it was recorded in error.
        Annulled = "decision.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "decision.recorded-in-error.v1",
    }
}

/// See [`DecisionFact::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
}

/// See [`DecisionFact::QuestionStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionStated {
    /// The question.
    pub question: Text,
}

/// An act on a decision. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Begin it.
    Open(Open),
    /// State the question anew.
    RestateQuestion {
        /// The question.
        question: Text,
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

/// What begins a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Open {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// The question.
    pub question: Text,
    /// From which day.
    pub on: Option<NaiveDate>,
}
