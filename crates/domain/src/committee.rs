//! A committee: people from several departments who oversee initiatives, meet on a rhythm and decide.
//!
//! This page holds the facts and the commands; [`decide()`] holds the rules, [`Committee`] what the facts
//! say at a point in time, [`rule`] how a committee comes to a decision.

mod decide;
pub mod rule;
mod seat;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use rule::{DecisionRule, Majority, Threshold, Tie};
pub use seat::Seat;
pub use state::{Committee, MeetingRhythm};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Rhythm;
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, RecordedInError, facts};
use crate::id::{DepartmentId, PersonId, ProgramId, SeatId};
use crate::text::Text;

facts! {
    /// What can be recorded about a committee.
    pub enum CommitteeFact of "committee" {
        /// It was established; effective from the day on which it begins.
        Established = "committee.established.v1",
        /// It got a name.
        Named = "committee.named.v1",
        /// A person took a seat; the event's id is the seat's.
        MemberSeated = "committee.member-seated.v1",
        /// A person left their seat; effective from the first day without them.
        SeatVacated = "committee.seat-vacated.v1",
        /// It was settled how often it meets, and within how many days reports to it are due.
        RhythmSet = "committee.rhythm-set.v1",
        /// It was settled how many voting members must be there.
        QuorumSet = "committee.quorum-set.v1",
        /// It was settled how it comes to a decision.
        DecisionRuleSet = "committee.decision-rule-set.v1",
        /// It was dissolved; effective from the first day without it.
        Dissolved = "committee.dissolved.v1",
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

/// What a person does on a committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeatRole {
    /// Leads it, votes, and confirms its minutes. There is one at a time.
    Chair,
    /// Convenes, minutes and imports, and never votes by that role. There is one at a time.
    Secretary,
    /// Votes.
    Member,
}

impl SeatRole {
    /// Every role, in the order in which lists show them.
    pub const ALL: [Self; 3] = [Self::Chair, Self::Secretary, Self::Member];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::Member => "member",
        }
    }

    /// Whether who holds it votes by it.
    pub const fn votes(self) -> bool {
        match self {
            Self::Chair | Self::Member => true,
            Self::Secretary => false,
        }
    }

    /// Whether one person holds it at a time.
    const fn is_single(self) -> bool {
        match self {
            Self::Chair | Self::Secretary => true,
            Self::Member => false,
        }
    }
}

/// See [`CommitteeFact::MemberSeated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberSeated {
    /// Who.
    pub person: PersonId,
    /// In which role.
    pub role: SeatRole,
    /// For which department.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
}

/// See [`CommitteeFact::SeatVacated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatVacated {
    /// The seat.
    pub seat: SeatId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`CommitteeFact::RhythmSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RhythmSet {
    /// It meets once in each period of this rhythm.
    pub rhythm: Rhythm,
    /// Within how many days after the end of a period the reports about it are due, and within how
    /// many days whoever sits on it acknowledges what was reported or minuted.
    pub due_within_days: u16,
}

/// See [`CommitteeFact::QuorumSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuorumSet {
    /// How many voting members must be there.
    pub members: u16,
}

/// See [`CommitteeFact::DecisionRuleSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionRuleSet {
    /// How it comes to a decision.
    pub rule: DecisionRule,
    /// Whether who owns what a decision is about votes on it all the same. By default they recuse.
    #[serde(default)]
    pub owners_vote: bool,
}

/// See [`CommitteeFact::Dissolved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dissolved {
    /// Why.
    pub reason: Text,
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
    /// Give a person a seat.
    SeatMember {
        /// Who, in which role, for which department.
        member: MemberSeated,
        /// From which day.
        on: Option<NaiveDate>,
        /// The first day without them, where that is settled.
        until: Option<NaiveDate>,
    },
    /// End a seat.
    VacateSeat {
        /// The seat.
        seat: SeatId,
        /// Why.
        reason: Option<Text>,
        /// The first day without them.
        on: Option<NaiveDate>,
    },
    /// Settle how often it meets.
    SetRhythm {
        /// How often, and when reports are due.
        rhythm: RhythmSet,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Settle how many voting members must be there.
    SetQuorum {
        /// How many.
        members: u16,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Settle how it comes to a decision.
    SetDecisionRule {
        /// How.
        rule: DecisionRuleSet,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Dissolve it.
    Dissolve {
        /// Why.
        reason: Text,
        /// The first day without it.
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
