//! The course of an initiative: its turns, and what it carries on or is carried on by.

use std::sync::Arc;

use async_graphql::Object;
use chrono::NaiveDate;
use cxl_domain::history::Entry;
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::initiative::{self, InitiativeFact, Status};
use cxl_ledger::TextAt;
use cxl_ledger::query::SuccessionAt;

use crate::enums::InitiativeStatus;
use crate::error::Problem;
use crate::fact::Fact;
use crate::initiative::Initiative;
use crate::list::List;
use crate::moment::Moment;
use crate::scalars::Date;
use crate::texts::Text;

/// A turn in the life of an initiative.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    moment: Arc<Moment>,
    program: Option<ProgramId>,
    entry: Entry<InitiativeFact>,
    status: Status,
}

impl Turn {
    /// Every turn that stands, by first day, whatever day is effective.
    pub(crate) fn all(moment: &Arc<Moment>, initiative: &initiative::Initiative) -> List<Self> {
        let turns = initiative.turns(moment.as_of()).into_iter();
        let program = initiative.program(moment.as_of());
        turns
            .map(|(entry, status)| Self { moment: moment.clone(), program, entry: entry.clone(), status })
            .collect()
    }
}

/// A turn in the life of an initiative: it was paused, moved to sustain, resumed, stopped or reopened.
#[Object(name = "InitiativeTurn")]
impl Turn {
    /// What it is from that day on.
    async fn status(&self) -> InitiativeStatus {
        self.status.into()
    }

    /// From which day.
    async fn from(&self) -> Date {
        Date(self.entry.from())
    }

    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::with_authority(&self.moment, &self.entry, self.program)
    }

    /// Why.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
    }

    /// What was learned, if it was stopped.
    async fn lesson(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/lesson")).await
    }
}

/// A succession, seen from either side.
#[derive(Debug, Clone)]
pub(crate) struct Succession {
    moment: Arc<Moment>,
    at: SuccessionAt,
}

impl Succession {
    pub(crate) fn of(moment: &Arc<Moment>, at: SuccessionAt) -> Self {
        Self { moment: moment.clone(), at }
    }

    /// The fact that says so.
    pub(crate) fn entry(&self) -> Option<&Entry<InitiativeFact>> {
        self.moment.views.initiative(self.at.successor)?.state.history.find(self.at.said.event)
    }

    /// From which day.
    pub(crate) fn begins(&self) -> NaiveDate {
        self.at.said.from
    }

    fn initiative(&self, id: InitiativeId) -> Option<Initiative> {
        Initiative::seen(&self.moment, id)
    }
}

/// One initiative carries another on: the history of the predecessor goes on under the successor, and
/// its evidence counts there.
#[Object]
impl Succession {
    /// The initiative that is carried on.
    async fn predecessor(&self) -> Option<Initiative> {
        self.initiative(self.at.said.predecessor)
    }

    /// The initiative that carries it on; null where it begins after the effective day.
    async fn successor(&self) -> Option<Initiative> {
        self.initiative(self.at.successor)
    }

    /// From which day.
    async fn from(&self) -> Date {
        Date(self.begins())
    }

    /// The fact that says so, in the history of the successor.
    async fn fact(&self) -> Option<Fact> {
        let held = self.moment.views.initiative(self.at.successor);
        let program = held.and_then(|held| held.state.program(self.moment.as_of()));
        self.entry().map(|entry| Fact::with_authority(&self.moment, entry, program))
    }
}
