//! Mutations of decisions: what they ask, rest on, authorize and come to.

use async_graphql::{Context, Error, OneofObject};
use cxl_domain::command;
use cxl_domain::decision::{self, Command};
use cxl_domain::id::{DecisionId, EventId};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::asked::{
    AnotherLookInput, ExpectedEffectInput, GiveGround, ProposeOption, RestateQuestion, SetDecisionDeadline,
    StateReversibility, SupersedeDecision,
};
use super::authorized::AuthorizedActInput;
use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::opening::OpenDecision;
use super::outcome::{
    ConfirmDecisionMinutes, Decide, DeferDecision, MinuteDecision, MinuteNewDecision, RecordAnotherLook,
    RecordDecisionCarriedOut, WithdrawDecision,
};
use super::reference::{DecisionRef, Desk};
use super::rejection::Rejection;
use super::result::mutations;
use super::target::{Named, On};
use super::vote::{AmendElectorate, CastVote, CloseVoting, Dissent};
use super::weighed::OptionInput;
use crate::decision::Decision;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about a decision was recorded.
    DecisionRecorded {
        /// The decision as it stands now, also once all of it is recorded in error.
        decision: Decision
    }
    /// What a command about a decision is answered.
    DecisionResult
    DecisionMutation {
        /// Opens a decision. In a committee, who votes and how votes decide is taken from it.
        open_decision(OpenDecision);
        /// Puts the question of a decision in other words, from a day on.
        restate_question(RestateQuestion);
        /// Changes who votes on a decision, in a committee to those who sit on it today. Nobody who took part
        /// is left out, and from the first vote on votes decide by the same rules.
        amend_electorate(AmendElectorate);
        /// States an option of a decision, or one of that key anew, before anybody votes.
        state_option(OptionInput);
        /// Proposes an option of a decision.
        propose_option(ProposeOption);
        /// Says what a decision rests on.
        give_ground(GiveGround);
        /// Says how hard a decision is to take back.
        state_reversibility(StateReversibility);
        /// Says, before it is decided, what effect is expected of a decision.
        expect_effect(ExpectedEffectInput);
        /// Sets the day on which a decision is looked at again.
        set_another_look(AnotherLookInput);
        /// Sets the last day on which a decision can be decided.
        set_decision_deadline(SetDecisionDeadline);
        /// Lists, before it is decided, an act that a decision authorizes; the id of the event is the act's.
        authorize_act(AuthorizedActInput);
        /// Names, before it is decided, an earlier decision that a decision supersedes.
        supersede_decision(SupersedeDecision);
        /// Votes on a decision, abstains or recuses. Only you cast your vote; for what you vote is sealed under
        /// your key.
        cast_vote(CastVote);
        /// Records that you disagree with a decision; in which respect is sealed under your key.
        dissent(Dissent);
        /// Closes the voting on a decision: nobody votes any more, and the votes are opened and counted, this
        /// once. Who took part must be enough for the quorum.
        close_voting(CloseVoting);
        /// States the outcome of the votes, once they are counted, or what the chair decided.
        decide(Decide);
        /// Minutes the outcome of a decision that is open in the ledger.
        minute_decision(MinuteDecision);
        /// Minutes a decision of which the ledger has not heard before: what was asked, who was there and
        /// what was decided, in one act.
        minute_new_decision(MinuteNewDecision);
        /// Confirms the minutes of a decision, as who chairs it.
        confirm_decision_minutes(ConfirmDecisionMinutes);
        /// Puts a decision off.
        defer_decision(DeferDecision);
        /// Takes the question of a decision back.
        withdraw_decision(WithdrawDecision);
        /// Records that a decision was carried out that lists no acts, or whose acts were done by hand.
        record_decision_carried_out(RecordDecisionCarriedOut);
        /// Records that a decision was looked at again: a day that was set for that is no longer due.
        record_another_look(RecordAnotherLook);
        /// Takes a whole decision back that was recorded in error.
        record_decision_in_error(RecordInError<Decisions>);
        /// Annuls a fact about a decision that was recorded in error, and what rests on it.
        annul_decision_fact(Annul<Decisions>);
        /// Replaces a fact about a decision that was recorded wrongly.
        correct_decision_fact(Correct<Decisions>);
    }
}

/// The decisions.
pub(crate) struct Decisions;

impl Noun for Decisions {
    type Command = Command;
    type Answer = DecisionResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Decision(id.map(DecisionId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<DecisionResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = DecisionId(executed.id);
        let held = views.thing::<decision::Decision>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(DecisionRecorded::new(&moment, &executed, Decision::found(&moment, id))?.into())
    }
}

impl Named for Decisions {
    const FIELD: &'static str = "decision";
    const WHICH: &'static str = "The decision.";
    type Reference = DecisionRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Decisions {
    type Existing = On<Self>;
    type Statement = DecisionFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a decision as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "DecisionFactInput")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one request")]
pub(crate) enum DecisionFact {
    /// Another program, code, forum, kind or first day. Of what an opening states only these are one
    /// fact.
    OpenDecision(OpenDecision),
    /// Another question.
    RestateQuestion(RestateQuestion),
    /// Another amendment of the electorate.
    AmendElectorate(AmendElectorate),
    /// Another text of an option, before anybody votes on it; of what was minuted, with the same key and
    /// order.
    StateOption(OptionInput),
    /// Another proposal.
    ProposeOption(ProposeOption),
    /// Another ground.
    GiveGround(GiveGround),
    /// Another reversibility.
    StateReversibility(StateReversibility),
    /// Another expected effect.
    ExpectEffect(ExpectedEffectInput),
    /// Another day for another look.
    SetAnotherLook(AnotherLookInput),
    /// Another deadline.
    SetDecisionDeadline(SetDecisionDeadline),
    /// Another act.
    AuthorizeAct(AuthorizedActInput),
    /// Another earlier decision.
    SupersedeDecision(SupersedeDecision),
    /// Another vote, of your own, before anything is decided.
    CastVote(CastVote),
    /// Another dissent, of your own.
    Dissent(Dissent),
    /// Another outcome of the votes.
    Decide(Decide),
    /// Other minutes, or another minuted outcome.
    MinuteDecision(MinuteDecision),
    /// Another deferral.
    DeferDecision(DeferDecision),
    /// Another withdrawal.
    WithdrawDecision(WithdrawDecision),
    /// Another day or remark of the carrying out.
    RecordDecisionCarriedOut(RecordDecisionCarriedOut),
    /// Another day or finding of the look.
    RecordAnotherLook(RecordAnotherLook),
}

impl Statement<Decisions> for DecisionFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::OpenDecision(act) => act.command(desk).await,
            Self::RestateQuestion(act) => act.command(desk).await,
            Self::AmendElectorate(act) => act.command(desk).await,
            Self::StateOption(act) => act.command(desk).await,
            Self::ProposeOption(act) => act.command(desk).await,
            Self::GiveGround(act) => act.command(desk).await,
            Self::StateReversibility(act) => act.command(desk).await,
            Self::ExpectEffect(act) => act.command(desk).await,
            Self::SetAnotherLook(act) => act.command(desk).await,
            Self::SetDecisionDeadline(act) => act.command(desk).await,
            Self::AuthorizeAct(act) => act.command(desk).await,
            Self::SupersedeDecision(act) => act.command(desk).await,
            Self::CastVote(act) => act.command(desk).await,
            Self::Dissent(act) => act.command(desk).await,
            Self::Decide(act) => act.command(desk).await,
            Self::MinuteDecision(act) => act.command(desk).await,
            Self::DeferDecision(act) => act.command(desk).await,
            Self::WithdrawDecision(act) => act.command(desk).await,
            Self::RecordDecisionCarriedOut(act) => act.command(desk).await,
            Self::RecordAnotherLook(act) => act.command(desk).await,
        }
    }
}
