//! A decision: a question that people entitled to it answer, with what it rests on, what it authorizes
//! and what is expected of it.
//!
//! When it opens, who votes and by which rule is copied into its own stream, and from then on that
//! stream alone says whose vote counts and whether an outcome stands. What minutes record in one act is
//! *minuted*, never shown as cast. This page holds the facts; [`Command`] the acts, [`decide()`] the
//! rules, [`Decision`] what the facts say at a point in time.

mod acts;
mod ballot;
mod command;
mod concluding;
mod decide;
mod electorate;
mod facts;
mod look;
mod mending;
mod minutes;
mod state;
mod tally;
mod votes;
mod voting;

#[cfg(test)]
mod specs;

pub use acts::AuthorizedAct;
pub use ballot::{Ballot, MAX_KEY_LEN};
pub use command::{Command, Decide, Minute, Open};
pub use decide::decide;
pub use electorate::{Elector, Electorate};
pub use facts::{
    Abstained, ActAuthorized, CarriedOut, DeadlineSet, Decided, Deferred, DissentMinuted, Dissented,
    EffectExpected, ElectorateAmended, ElectorateRecorded, Forum, Ground, GroundGiven, Kind, Made, Minuted,
    MinutedVote, MinutesConfirmed, Opened, OptionStated, Proposed, QuestionStated, Ranked, ReadingGround,
    Recused, Reversibility, ReversibilityStated, Supersedes, VoteCast, VoteMinuted, VotingClosed, Withdrawn,
};
pub use look::{AnotherLookSet, LookedAgain};
pub use state::{Choice, Decision, Outcome, Status};
pub use tally::{Counted, Tally};
pub use voting::{Part, Participation};

use crate::event::{Annulled, RecordedInError, facts};
use crate::id::PersonId;

facts! {
    /// What can be recorded about a decision.
    pub enum DecisionFact of "decision" {
        /// It was opened; effective from the day on which it was put.
        Opened = "decision.opened.v1",
        /// Its question was stated or restated.
        QuestionStated = "decision.question-stated.v1",
        /// Who votes on it, and how votes decide.
        ElectorateRecorded = "decision.electorate-recorded.v1",
        /// Who votes on it, or how votes decide, was changed.
        ElectorateAmended = "decision.electorate-amended.v1",
        /// An option was stated or restated.
        OptionStated = "decision.option-stated.v1",
        /// An option was proposed.
        Proposed = "decision.proposed.v1",
        /// A ground was given.
        GroundGiven = "decision.ground-given.v1",
        /// It was said how hard it is to take back.
        ReversibilityStated = "decision.reversibility-stated.v1",
        /// It was said what effect is expected.
        EffectExpected = "decision.effect-expected.v1",
        /// The day on which it is looked at again was set.
        AnotherLookSet = "decision.another-look-set.v1",
        /// It was looked at again; effective from the day of the look.
        LookedAgain = "decision.looked-again.v1",
        /// The last day on which it can be decided was set.
        DeadlineSet = "decision.deadline-set.v1",
        /// An act was listed that it authorizes once it is decided; the event's id is the act's.
        ActAuthorized = "decision.act-authorized.v1",
        /// It supersedes an earlier decision once it is decided.
        Supersedes = "decision.supersedes.v1",
        /// Somebody voted in the ledger.
        VoteCast = "decision.vote-cast.v1",
        /// Somebody took part without voting for an option.
        Abstained = "decision.abstained.v1",
        /// Somebody took no part, because the matter is their own.
        Recused = "decision.recused.v1",
        /// The voting was closed and the votes counted, once.
        VotingClosed = "decision.voting-closed.v1",
        /// Somebody disagrees.
        Dissented = "decision.dissented.v1",
        /// It was decided; effective from the day of the outcome.
        Decided = "decision.decided.v1",
        /// Its outcome was minuted.
        Minuted = "decision.minuted.v1",
        /// What somebody did in a vote was minuted.
        VoteMinuted = "decision.vote-minuted.v1",
        /// That somebody disagreed was minuted.
        DissentMinuted = "decision.dissent-minuted.v1",
        /// The minutes of its outcome were confirmed.
        MinutesConfirmed = "decision.minutes-confirmed.v1",
        /// It was put off.
        Deferred = "decision.deferred.v1",
        /// The question was taken back.
        Withdrawn = "decision.withdrawn.v1",
        /// It was carried out.
        CarriedOut = "decision.carried-out.v1",
        /// A fact about it was recorded in error.
        Annulled = "decision.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "decision.recorded-in-error.v1",
    }
}

impl DecisionFact {
    /// Under whose key its texts are sealed, because they say how that person voted or thinks.
    /// Everything else is sealed under a key of the event.
    pub fn sealed_for(&self) -> Option<PersonId> {
        match self {
            Self::VoteCast(cast) => Some(cast.voter),
            Self::VoteMinuted(minuted) => Some(minuted.voter),
            Self::Dissented(dissented) => Some(dissented.voter),
            Self::DissentMinuted(minuted) => Some(minuted.voter),
            _ => None,
        }
    }
}
