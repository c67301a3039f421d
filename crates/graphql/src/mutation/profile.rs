//! The acts that decide whether a practice applies, and how far an initiative or a program is to come by
//! when. They are the same for both.

use std::marker::PhantomData;

use async_graphql::{InputObject, InputObjectType, OneofObject};
use chrono::NaiveDate;
use cxl_domain::maturity::Goal;
use cxl_domain::maturity::profile::{
    Command, Decide, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable,
};
use cxl_domain::text::Text;

use super::command::{Act, CommandOf};
use super::envelope::AuthorityInput;
use super::initiative::Initiatives;
use super::program::Programs;
use super::reference::Desk;
use super::rejection::Rejection;
use super::target::{Named, On};
use super::typed::{Typed, Unread};
use crate::enums::PracticeId;

/// A kind of thing about which practices and levels are decided.
pub(crate) trait Profiled: Named {
    /// The act.
    fn profile(command: Command) -> Self::Command;
}

/// What is to be reached: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "MaturityGoalInput")]
pub(crate) enum GoalInput {
    /// A level, 1 for the lowest.
    Level(u8),
    /// That a practice is routine.
    Practice(PracticeId),
}

impl From<GoalInput> for Goal {
    fn from(goal: GoalInput) -> Self {
        match goal {
            GoalInput::Level(level) => Self::Level(level),
            GoalInput::Practice(practice) => Self::Practice(practice.into()),
        }
    }
}

/// Decides that a practice does not apply: levels are earned without it.
#[derive(InputObject)]
#[graphql(concrete(name = "ExcludeInitiativePracticeFields", params(Initiatives)))]
#[graphql(concrete(name = "ExcludeProgramPracticeFields", params(Programs)))]
pub(crate) struct ExcludePractice<N: Profiled> {
    /// The practice.
    practice: PracticeId,
    /// Why.
    reason: Typed<Text>,
    /// The day for another look, after the first day.
    review_on: Typed<NaiveDate>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// The first day on which it applies again, if that is known.
    until: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Profiled> Act for ExcludePractice<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let said = PracticeNotApplicable {
            practice: self.practice.into(),
            reason: self.reason.at("reason")?,
            review_on: self.review_on.at("reviewOn")?,
        };
        let decide = Decide::NotApplicable { said, until: self.until.at("until")? };
        let (on, authority) = (self.on.at("on")?, self.authority.at("authority")?);
        Ok(N::profile(Command { decide, on, authority }))
    }
}

/// Decides that a practice applies again.
#[derive(InputObject)]
#[graphql(concrete(name = "IncludeInitiativePracticeFields", params(Initiatives)))]
#[graphql(concrete(name = "IncludeProgramPracticeFields", params(Programs)))]
pub(crate) struct IncludePractice<N: Profiled> {
    /// The practice.
    practice: PracticeId,
    /// What changed.
    reason: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Profiled> Act for IncludePractice<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let said = PracticeApplicable { practice: self.practice.into(), reason: self.reason.at("reason")? };
        let (on, authority) = (self.on.at("on")?, self.authority.at("authority")?);
        Ok(N::profile(Command { decide: Decide::Applicable(said), on, authority }))
    }
}

/// Sets a target of maturity, or moves it.
#[derive(InputObject)]
#[graphql(concrete(name = "SetInitiativeMaturityTargetFields", params(Initiatives)))]
#[graphql(concrete(name = "SetProgramMaturityTargetFields", params(Programs)))]
pub(crate) struct SetMaturityTarget<N: Profiled> {
    /// What is to be reached.
    goal: GoalInput,
    /// The day by which it is due, after the day from which it is a target.
    due: Typed<NaiveDate>,
    /// Why, or why it moves.
    reason: Option<Typed<Text>>,
    /// From which day it is a target; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Profiled> Act for SetMaturityTarget<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let said = MaturityTargetSet {
            goal: self.goal.into(),
            due: self.due.at("due")?,
            reason: self.reason.at("reason")?,
        };
        let (on, authority) = (self.on.at("on")?, self.authority.at("authority")?);
        Ok(N::profile(Command { decide: Decide::SetTarget(said), on, authority }))
    }
}

/// Gives a target of maturity up.
#[derive(InputObject)]
#[graphql(concrete(name = "DropInitiativeMaturityTargetFields", params(Initiatives)))]
#[graphql(concrete(name = "DropProgramMaturityTargetFields", params(Programs)))]
pub(crate) struct DropMaturityTarget<N: Profiled> {
    /// What is no longer to be reached.
    goal: GoalInput,
    /// Why.
    reason: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
    #[graphql(skip)]
    of: PhantomData<N>,
}

impl<N: Profiled> Act for DropMaturityTarget<N>
where
    Self: InputObjectType,
{
    type On = On<N>;

    async fn command(self, _: &Desk<'_>) -> Result<CommandOf<Self>, Rejection> {
        let said = MaturityTargetDropped { goal: self.goal.into(), reason: self.reason.at("reason")? };
        let (on, authority) = (self.on.at("on")?, self.authority.at("authority")?);
        Ok(N::profile(Command { decide: Decide::DropTarget(said), on, authority }))
    }
}
