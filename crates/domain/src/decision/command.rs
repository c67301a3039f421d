//! The acts on a decision.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    ActAuthorized, AnotherLookSet, Ballot, DeadlineSet, EffectExpected, Electorate, Forum, Ground, Kind,
    Minuted, MinutedVote, OptionStated, Proposed, Reversibility, Tally,
};
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::id::{DecisionId, EventId, InitiativeId, PersonId, ProgramId};
use crate::text::Text;

/// An act on a decision. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Open it.
    Open(Box<Open>),
    /// State the question anew.
    RestateQuestion {
        /// The question.
        question: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Change who votes, or how votes decide.
    AmendElectorate {
        /// Who votes from now on, and how votes decide. For a committee the ledger takes them from it.
        electorate: Option<Electorate>,
        /// Why it changes.
        reason: Text,
    },
    /// State an option, or one of that key anew.
    StateOption(OptionStated),
    /// Propose an option.
    Propose(Proposed),
    /// Give a ground.
    GiveGround(Ground),
    /// Say how hard it is to take back.
    StateReversibility(Reversibility),
    /// Say what effect is expected.
    ExpectEffect(EffectExpected),
    /// Set the day on which it is looked at again.
    SetAnotherLook(AnotherLookSet),
    /// Record that it was looked at again.
    LookAgain {
        /// What was found.
        finding: Option<Text>,
        /// When.
        on: Option<NaiveDate>,
    },
    /// Set the last day on which it can be decided.
    SetDeadline(DeadlineSet),
    /// List an act that it authorizes.
    AuthorizeAct(ActAuthorized),
    /// Name an earlier decision that it supersedes.
    Supersede {
        /// The earlier one.
        decision: DecisionId,
    },
    /// Vote for an option, as who does the act.
    CastVote {
        /// For which option.
        choice: Ballot,
    },
    /// Take part without voting for an option.
    Abstain,
    /// Take no part, because the matter is one's own.
    Recuse,
    /// Record that one disagrees.
    Dissent {
        /// In which respect.
        dissent: Text,
    },
    /// Close the voting and count the votes: nobody votes any more, and the ballots are opened this once.
    CloseVoting {
        /// Why now, where somebody who may vote has not.
        reason: Option<Text>,
        /// The votes cast, counted by the ledger, which alone can open them.
        #[serde(skip)]
        tally: Option<Tally>,
    },
    /// State the outcome of the votes, once they are counted, or what the chair decided.
    Decide(Decide),
    /// Record an outcome that was reached in a room.
    Minute(Box<Minute>),
    /// Confirm the minutes of an outcome.
    ConfirmMinutes {
        /// The event that states the outcome: another one is not confirmed unseen.
        outcome: EventId,
    },
    /// Put it off.
    Defer {
        /// The day on which it comes up again.
        until: Option<NaiveDate>,
        /// Why.
        reason: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Take the question back.
    Withdraw {
        /// Why.
        reason: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Record that it was carried out.
    RecordCarriedOut {
        /// What was done.
        remark: Option<Text>,
        /// When.
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

/// What opens a decision. Little is required; the rest shows as a gap until it is stated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Open {
    /// The program.
    pub program: ProgramId,
    /// What people will call it.
    pub code: Code,
    /// Where it is made.
    pub forum: Forum,
    /// What it decides.
    pub kind: Kind,
    /// The initiatives that it is about.
    pub about: Vec<InitiativeId>,
    /// The question.
    pub question: Text,
    /// Who votes, and how votes decide. For a committee the ledger takes them from it.
    pub electorate: Option<Electorate>,
    /// Between what is decided.
    pub options: Vec<OptionStated>,
    /// Which of them is proposed.
    pub proposed: Option<Proposed>,
    /// What it rests on.
    pub grounds: Vec<Ground>,
    /// How hard it is to take back.
    pub reversibility: Option<Reversibility>,
    /// What effects are expected.
    pub effects: Vec<EffectExpected>,
    /// The day on which it is looked at again.
    pub another_look: Option<AnotherLookSet>,
    /// The last day on which it can be decided.
    pub deadline: Option<NaiveDate>,
    /// The acts that it authorizes.
    pub acts: Vec<ActAuthorized>,
    /// The earlier decisions that it supersedes.
    pub supersedes: Vec<DecisionId>,
    /// From which day.
    pub on: Option<NaiveDate>,
}

/// The outcome of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decide {
    /// The option chosen.
    pub choice: Code,
    /// Why this one.
    pub reasons: Text,
    /// The day by which it is to be carried out.
    pub carry_out_by: Option<NaiveDate>,
    /// The day of the outcome.
    pub on: Option<NaiveDate>,
}

/// An outcome as minutes record it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Minute {
    /// The decision, where the minutes are the first that the ledger hears of it.
    pub open: Option<Open>,
    /// The meeting, the number and hash of the minutes, who was there.
    pub minutes: Minuted,
    /// The option chosen.
    pub choice: Code,
    /// Why this one.
    pub reasons: Text,
    /// Who did what in the vote, where that is known.
    pub votes: Vec<(PersonId, MinutedVote)>,
    /// The votes, counted, where only that is known.
    pub tally: Option<Tally>,
    /// Who disagreed, and in which respect, where that is known.
    pub dissents: Vec<(PersonId, Text)>,
    /// The day by which it is to be carried out.
    pub carry_out_by: Option<NaiveDate>,
    /// The day of the outcome.
    pub on: Option<NaiveDate>,
}

impl Command {
    /// What it opens, if it is one of the two acts that do.
    pub fn opens(&self) -> Option<&Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Minute(minute) => minute.open.as_ref(),
            _ => None,
        }
    }

    /// Where the counted votes go, in the act that has them counted.
    pub fn to_be_counted(&mut self) -> Option<&mut Option<Tally>> {
        match self {
            Self::CloseVoting { tally, .. } => Some(tally),
            _ => None,
        }
    }
}
