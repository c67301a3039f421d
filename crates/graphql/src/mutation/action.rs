//! Acts on the actions that meetings agree on.

use async_graphql::InputObject;
use chrono::NaiveDate;
use cxl_domain::id::ActionId;
use cxl_domain::meeting::{ActionAgreed, Command};
use cxl_domain::text::Text;

use super::command::Act;
use super::meeting::Meetings;
use super::reference::{Desk, InitiativeRef, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};

/// Records an action that a meeting agreed on.
#[derive(InputObject)]
#[graphql(name = "AgreeActionFields")]
pub(crate) struct AgreeAction {
    /// What is to be done.
    task: Typed<Text>,
    /// Who does it.
    owner: PersonRef,
    /// The day on which it is due.
    due: Typed<NaiveDate>,
    /// The initiative that it is for.
    initiative: Option<InitiativeRef>,
}

impl Act for AgreeAction {
    type On = On<Meetings>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let action = ActionAgreed {
            task: self.task.at("task")?,
            owner: self.owner.find(desk).await.at("owner")?,
            due: self.due.at("due")?,
            initiative: self.initiative.find(desk).await.at("initiative")?,
        };
        Ok(Command::AgreeAction { action })
    }
}

/// Moves the day on which an action is due.
#[derive(InputObject)]
#[graphql(name = "MoveActionFields")]
pub(crate) struct MoveAction {
    /// The action.
    action: Typed<ActionId>,
    /// The new day.
    due: Typed<NaiveDate>,
    /// Why.
    reason: Typed<Text>,
}

impl Act for MoveAction {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::MoveAction {
            action: self.action.at("action")?,
            due: self.due.at("due")?,
            reason: self.reason.at("reason")?,
        })
    }
}

/// Hands an action to another person.
#[derive(InputObject)]
#[graphql(name = "HandActionOverFields")]
pub(crate) struct HandActionOver {
    /// The action.
    action: Typed<ActionId>,
    /// Who does it from then on.
    owner: PersonRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for HandActionOver {
    type On = On<Meetings>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let owner = self.owner.find(desk).await.at("owner")?;
        Ok(Command::HandActionOver { action: self.action.at("action")?, owner, on: self.on.at("on")? })
    }
}

/// Records that an action was done.
#[derive(InputObject)]
#[graphql(name = "CompleteActionFields")]
pub(crate) struct CompleteAction {
    /// The action.
    action: Typed<ActionId>,
    /// What came of it.
    remark: Option<Typed<Text>>,
    /// When it was done, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for CompleteAction {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let (action, remark) = (self.action.at("action")?, self.remark.at("remark")?);
        Ok(Command::CompleteAction { action, remark, on: self.on.at("on")? })
    }
}

/// Drops an action.
#[derive(InputObject)]
#[graphql(name = "DropActionFields")]
pub(crate) struct DropAction {
    /// The action.
    action: Typed<ActionId>,
    /// Why.
    reason: Typed<Text>,
    /// When, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DropAction {
    type On = On<Meetings>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let (action, reason) = (self.action.at("action")?, self.reason.at("reason")?);
        Ok(Command::DropAction { action, reason, on: self.on.at("on")? })
    }
}
