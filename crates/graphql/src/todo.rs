//! To-do lists.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_ledger::query;

use crate::enums::PracticeId;
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::meeting::Action;
use crate::moment::Moment;
use crate::node::Node;
use crate::program::Program;
use crate::scalars::Date;
use crate::subject;

/// What a person is asked to do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_ledger::query::ToDoKind")]
pub(crate) enum ToDoKind {
    /// Report the progress of an initiative.
    Report,
    /// Deliver an improvement, give it up, or move its date.
    Deliver,
    /// Provide evidence that a practice goes on.
    Provide,
    /// Accept or refuse evidence.
    Accept,
    /// Explain an exception.
    Explain,
    /// Take the step that was announced in an explanation.
    TakeStep,
    /// Do what a meeting agreed on.
    Act,
    /// Vote on a decision, abstain or recuse.
    Vote,
    /// Close the voting on a decision: everybody who may vote has.
    CloseVoting,
    /// State the outcome of counted votes. Where it can't be stated, because they carry no option or the
    /// deadline passed, take the question back or set another deadline.
    Decide,
    /// Read a progress report or minutes, and confirm it.
    Acknowledge,
    /// Hand over what somebody held who has left.
    HandOver,
    /// Convene a meeting.
    Convene,
    /// Minute a meeting that was held.
    Minute,
    /// Confirm minutes.
    Confirm,
}

/// An entry of a to-do list at a moment.
#[derive(Debug, Clone)]
pub(crate) struct ToDo {
    moment: Arc<Moment>,
    item: query::ToDo,
}

impl ToDo {
    pub(crate) fn of(moment: &Arc<Moment>, item: query::ToDo) -> Self {
        Self { moment: moment.clone(), item }
    }
}

/// Something that a person is asked to do.
#[Object]
impl ToDo {
    /// What is asked for.
    async fn kind(&self) -> ToDoKind {
        self.item.kind.into()
    }

    /// What it is about, or the thing that this belongs to: the initiative of an improvement or a practice,
    /// the meeting of an action.
    async fn about(&self) -> Option<Node> {
        subject::node(&self.moment, self.item.about)
    }

    /// The improvement that it is about.
    async fn improvement(&self) -> Option<Improvement> {
        subject::improvement(&self.moment, self.item.about)
    }

    /// The practice that it is about.
    async fn practice(&self) -> Option<PracticeId> {
        subject::practice(self.item.about)
    }

    /// The action that it is about.
    async fn action(&self) -> Option<Action> {
        subject::action(&self.moment, self.item.about)
    }

    /// The event that it is about: the report or the minutes to read, the explanation to act on.
    async fn event(&self) -> Option<ID> {
        self.item.event.map(|event| event.global())
    }

    /// The program.
    async fn program(&self) -> Option<Program> {
        Program::seen(&self.moment, self.item.program)
    }

    /// The day on which it is due.
    async fn due(&self) -> Option<Date> {
        self.item.due.map(Date)
    }

    /// Whether that day is over on the effective day.
    async fn overdue(&self) -> bool {
        self.item.due.is_some_and(|due| due < self.moment.as_of().effective)
    }
}
