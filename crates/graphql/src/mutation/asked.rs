//! What a decision asks, rests on, authorizes and is expected to bring, stated after it was opened.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::decision::{
    ActAuthorized, AnotherLookSet, Command, DeadlineSet, EffectExpected, OptionStated, Proposed,
};
use cxl_domain::text::Text;
use rust_decimal::Decimal;

use super::authorized::AuthorizedActInput;
use super::command::Act;
use super::decision::Decisions;
use super::reference::{DecisionRef, Desk, MetricRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};
use super::weighed::{GroundInput, OptionInput};
use crate::decision::Reversibility;

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
    pub(super) async fn find(self, desk: &Desk<'_>) -> Result<EffectExpected, Rejection> {
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
