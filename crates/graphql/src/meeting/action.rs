//! What a meeting agreed is to be done.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::meeting;
use cxl_ledger::TextAt;
use cxl_ledger::views::Held;

use super::Meeting;
use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::initiative::Initiative;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::Date;
use crate::texts::Text;

/// How far an action has come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActionState {
    /// It is still to be done.
    Open,
    /// It was done.
    Done,
    /// It was dropped.
    Dropped,
}

impl From<meeting::ActionState> for ActionState {
    fn from(state: meeting::ActionState) -> Self {
        match state {
            meeting::ActionState::Open => Self::Open,
            meeting::ActionState::Done(_) => Self::Done,
            meeting::ActionState::Dropped(_) => Self::Dropped,
        }
    }
}

/// An action at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    moment: Arc<Moment>,
    held: Arc<Held<meeting::Meeting>>,
    action: meeting::Action,
}

impl Action {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        held: &Arc<Held<meeting::Meeting>>,
        action: meeting::Action,
    ) -> Self {
        Self { moment: moment.clone(), held: held.clone(), action }
    }
}

/// Who does what by when, as a meeting agreed.
#[Object]
impl Action {
    /// The global id.
    async fn id(&self) -> ID {
        self.action.id.global()
    }

    /// The meeting that agreed on it.
    async fn meeting(&self) -> Option<Meeting> {
        Meeting::found(&self.moment, self.held.state.id)
    }

    /// What is to be done.
    async fn task(&self) -> Result<Option<Text>, Problem> {
        let at = TextAt { position: self.action.stated_at, pointer: "/fact/task" };
        self.moment.text(at).await
    }

    /// Who does it.
    async fn owner(&self) -> Person {
        Person::reference(&self.moment, self.action.owner)
    }

    /// The initiative that it is for.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::found(&self.moment, self.action.initiative?)
    }

    /// The day on which it is due now.
    async fn due(&self) -> Date {
        Date(self.action.due)
    }

    /// How often that day was moved.
    async fn moved(&self) -> usize {
        self.action.moves.len()
    }

    /// Whether it was due before the effective day and is still to be done.
    async fn overdue(&self) -> bool {
        self.action.is_overdue(self.moment.as_of().effective)
    }

    /// How far it has come by the effective day.
    async fn state(&self) -> ActionState {
        self.action.state.into()
    }

    /// The day on which it was done or dropped.
    async fn ended(&self) -> Option<Date> {
        match self.action.state {
            meeting::ActionState::Open => None,
            meeting::ActionState::Done(day) | meeting::ActionState::Dropped(day) => Some(Date(day)),
        }
    }

    /// What came of it, or why it was dropped.
    async fn remark(&self) -> Result<Option<Text>, Problem> {
        let Some((_, position)) = self.action.ended_by else { return Ok(None) };
        let dropped = matches!(self.action.state, meeting::ActionState::Dropped(_));
        let pointer = if dropped { "/fact/reason" } else { "/fact/remark" };
        self.moment.text(TextAt { position, pointer }).await
    }

    /// The fact that states it.
    async fn fact(&self) -> Option<Fact> {
        self.held.state.history.find(self.action.stated_by).map(|entry| Fact::of(&self.moment, entry))
    }
}
