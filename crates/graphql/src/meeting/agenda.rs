//! What a meeting was shown.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::history::Entry;
use cxl_domain::meeting::{AgendaFixed, MeetingFact};
use cxl_ledger::TextAt;

use crate::connection::list_cost;
use crate::error::Problem;
use crate::exception::Exception;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::scalars::{Date, Position};
use crate::texts::Text;

/// An agenda at a moment.
pub(crate) struct Agenda {
    pub(super) moment: Arc<Moment>,
    pub(super) entry: Entry<MeetingFact>,
    pub(super) agenda: AgendaFixed,
}

/// What a meeting was shown: the exceptions of that moment, recorded so that they stay as they were.
#[Object]
impl Agenda {
    /// The fact that fixed it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// The position up to which the ledger knew.
    async fn position(&self) -> Position {
        Position(self.agenda.position)
    }

    /// The day for which it was computed.
    async fn effective_on(&self) -> Date {
        Date(self.agenda.effective)
    }

    /// What stood on it beside what asked for attention.
    async fn also(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/also")).await
    }

    /// What it showed, in the order in which it was shown.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn items(&self) -> List<Exception> {
        let items = self.agenda.items.iter().cloned();
        items.map(|exception| Exception::shown(&self.moment, exception)).collect()
    }
}
