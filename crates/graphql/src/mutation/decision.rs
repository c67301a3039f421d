//! Mutations of decisions: what they ask, rest on, authorize and come to.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::decision::{
    self, ActAuthorized, AnotherLookSet, Command, DeadlineSet, EffectExpected, Forum, OptionStated, Proposed,
};
use cxl_domain::id::{DecisionId, EventId};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::authorized::AuthorizedActInput;
use super::command::{Act, Noun};
use super::electorate::ElectorateInput;
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::outcome::{
    ConfirmDecisionMinutes, Decide, DeferDecision, MinuteDecision, MinuteNewDecision,
    RecordDecisionCarriedOut, WithdrawDecision,
};
use super::reference::{
    CommitteeRef, DecisionRef, DepartmentRef, Desk, InitiativeRef, MetricRef, ProgramRef, Reference,
};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use super::vote::{AmendElectorate, CastVote, CloseVoting, Dissent};
use super::weighed::{GroundInput, OptionInput};
use crate::decision::{Decision, DecisionKind, Reversibility};
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
        }
    }
}

/// Opens a decision. Little is required; what is left out can be stated later.
#[derive(InputObject)]
#[graphql(name = "OpenDecisionFields")]
pub(crate) struct OpenDecision {
    /// The program that it belongs to.
    program: ProgramRef,
    /// The code, unique among the decisions of the program.
    code: Typed<Code>,
    /// Where it is made.
    forum: ForumInput,
    /// What it decides; an ordinary question if left out.
    kind: Option<DecisionKind>,
    /// The initiatives that it is about: who owns one of them recuses, unless the rule says otherwise.
    #[graphql(default)]
    initiatives: Vec<InitiativeRef>,
    /// The question.
    question: Typed<Text>,
    /// Who votes, and how votes decide. Left out for a committee whose members, rule and quorum are
    /// known: they are taken from it.
    electorate: Option<ElectorateInput>,
    /// Between what is decided.
    #[graphql(default)]
    options: Vec<OptionInput>,
    /// Which of them is proposed.
    proposed: Option<ProposeOption>,
    /// What it rests on.
    #[graphql(default)]
    grounds: Vec<GroundInput>,
    /// How hard it is to take back.
    reversibility: Option<Reversibility>,
    /// What effects are expected.
    #[graphql(default)]
    expected_effects: Vec<ExpectedEffectInput>,
    /// The day on which it is looked at again.
    another_look: Option<AnotherLookInput>,
    /// The last day on which it can be decided.
    deadline: Option<Typed<NaiveDate>>,
    /// The acts that it authorizes once it is decided.
    #[graphql(default)]
    acts: Vec<AuthorizedActInput>,
    /// The earlier decisions that it supersedes once it is decided.
    #[graphql(default)]
    supersedes: Vec<DecisionRef>,
    /// The day on which it is put, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

/// Where a decision is made: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "DecisionForumInput")]
pub(crate) enum ForumInput {
    /// In this committee.
    Committee(CommitteeRef),
    /// In this department, on a matter of its own.
    Department(DepartmentRef),
}

impl ForumInput {
    async fn find(self, desk: &Desk<'_>) -> Result<Forum, Rejection> {
        match self {
            Self::Committee(committee) => committee.find(desk).await.at("committee").map(Forum::Committee),
            Self::Department(department) => {
                department.find(desk).await.at("department").map(Forum::Department)
            }
        }
    }
}

impl OpenDecision {
    /// What the domain opens a decision with.
    pub(super) async fn open(self, desk: &Desk<'_>) -> Result<decision::Open, Rejection> {
        let electorate = match self.electorate {
            Some(electorate) => Some(electorate.find(desk).await.at("electorate")?),
            None => None,
        };
        let mut effects = Vec::with_capacity(self.expected_effects.len());
        for (index, effect) in self.expected_effects.into_iter().enumerate() {
            effects.push(effect.find(desk).await.at(&index.to_string()).at("expectedEffects")?);
        }
        let mut acts = Vec::with_capacity(self.acts.len());
        for (index, act) in self.acts.into_iter().enumerate() {
            acts.push(act.find(desk).await.at(&index.to_string()).at("acts")?);
        }
        let mut options = Vec::with_capacity(self.options.len());
        for (index, option) in self.options.into_iter().enumerate() {
            options.push(option.find(desk).await.at(&index.to_string()).at("options")?);
        }
        let mut grounds = Vec::with_capacity(self.grounds.len());
        for (index, ground) in self.grounds.into_iter().enumerate() {
            grounds.push(ground.find(desk).await.at(&index.to_string()).at("grounds")?);
        }
        Ok(decision::Open {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            forum: self.forum.find(desk).await.at("forum")?,
            kind: self.kind.map(Into::into).unwrap_or_default(),
            about: self.initiatives.find(desk).await.at("initiatives")?,
            question: self.question.at("question")?,
            electorate,
            options,
            proposed: self.proposed.at("proposed")?,
            grounds,
            reversibility: self.reversibility.map(Into::into),
            effects,
            another_look: self.another_look.at("anotherLook")?,
            deadline: self.deadline.at("deadline")?,
            acts,
            supersedes: self.supersedes.find(desk).await.at("supersedes")?,
            on: self.on.at("on")?,
        })
    }
}

impl Act for OpenDecision {
    type On = Unnamed<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        self.open(desk).await.map(|open| Command::Open(Box::new(open)))
    }
}

/// Puts the question in other words.
#[derive(InputObject)]
#[graphql(name = "RestateQuestionFields")]
pub(crate) struct RestateQuestion {
    /// The question.
    question: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RestateQuestion {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::RestateQuestion { question: self.question.at("question")?, on: self.on.at("on")? })
    }
}

/// An option that somebody proposes.
#[derive(InputObject)]
#[graphql(name = "ProposeOptionFields")]
pub(crate) struct ProposeOption {
    /// The key of the option.
    option: Typed<Code>,
    /// Why this one.
    reasons: Typed<Text>,
}

impl Unread for ProposeOption {
    type Read = Proposed;

    fn read(self) -> Result<Proposed, Rejection> {
        Ok(Proposed { option: self.option.at("option")?, reasons: self.reasons.at("reasons")? })
    }
}

impl Act for ProposeOption {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        self.read().map(Command::Propose)
    }
}

/// Says what a decision rests on.
#[derive(InputObject)]
#[graphql(name = "GiveGroundFields")]
pub(crate) struct GiveGround {
    /// What.
    ground: GroundInput,
}

impl Act for GiveGround {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        self.ground.find(desk).await.at("ground").map(Command::GiveGround)
    }
}

/// Says how hard a decision is to take back.
#[derive(InputObject)]
#[graphql(name = "StateReversibilityFields")]
pub(crate) struct StateReversibility {
    /// How hard.
    reversibility: Reversibility,
}

impl Act for StateReversibility {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::StateReversibility(self.reversibility.into()))
    }
}

/// An effect that is expected of a decision.
#[derive(InputObject)]
#[graphql(name = "ExpectEffectFields")]
pub(crate) struct ExpectedEffectInput {
    /// The metric that should move.
    metric: MetricRef,
    /// By how much its mean should change, in the unit of its values: negative for a fall.
    change: Typed<Decimal>,
    /// The day on which that should be reached.
    by_day: Typed<NaiveDate>,
}

impl ExpectedEffectInput {
    async fn find(self, desk: &Desk<'_>) -> Result<EffectExpected, Rejection> {
        Ok(EffectExpected {
            metric: self.metric.find(desk).await.at("metric")?,
            change: self.change.at("change")?,
            by: self.by_day.at("byDay")?,
        })
    }
}

impl Act for ExpectedEffectInput {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        self.find(desk).await.map(Command::ExpectEffect)
    }
}

/// The day on which a decision is looked at again.
#[derive(InputObject)]
#[graphql(name = "SetAnotherLookFields")]
pub(crate) struct AnotherLookInput {
    /// The day.
    day: Typed<NaiveDate>,
    /// What is to be looked at.
    reason: Option<Typed<Text>>,
}

impl Unread for AnotherLookInput {
    type Read = AnotherLookSet;

    fn read(self) -> Result<AnotherLookSet, Rejection> {
        Ok(AnotherLookSet { day: self.day.at("day")?, reason: self.reason.at("reason")? })
    }
}

impl Act for AnotherLookInput {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        self.read().map(Command::SetAnotherLook)
    }
}

/// Sets the last day on which a decision can be decided.
#[derive(InputObject)]
#[graphql(name = "SetDecisionDeadlineFields")]
pub(crate) struct SetDecisionDeadline {
    /// The day; the day after it, the decision has expired.
    day: Typed<NaiveDate>,
}

impl Act for SetDecisionDeadline {
    type On = On<Decisions>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetDeadline(DeadlineSet { day: self.day.at("day")? }))
    }
}

impl Act for AuthorizedActInput {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let listed: ActAuthorized = self.find(desk).await?;
        Ok(Command::AuthorizeAct(listed))
    }
}

impl Act for OptionInput {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let stated: OptionStated = self.find(desk).await?;
        Ok(Command::StateOption(stated))
    }
}

/// Names an earlier decision that a decision supersedes.
#[derive(InputObject)]
#[graphql(name = "SupersedeDecisionFields")]
pub(crate) struct SupersedeDecision {
    /// The earlier decision.
    earlier: DecisionRef,
}

impl Act for SupersedeDecision {
    type On = On<Decisions>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Supersede { decision: self.earlier.find(desk).await.at("earlier")? })
    }
}
