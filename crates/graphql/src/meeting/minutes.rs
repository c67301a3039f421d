//! The minutes of a meeting.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::history::Entry;
use cxl_domain::meeting::{self, MeetingFact, Minuted};
use cxl_ledger::TextAt;
use cxl_ledger::views::Held;

use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::scalars::Code;
use crate::texts::Text;

/// Minutes at a moment.
pub(crate) struct Minutes {
    pub(super) moment: Arc<Moment>,
    pub(super) held: Arc<Held<meeting::Meeting>>,
    pub(super) entry: Entry<MeetingFact>,
    pub(super) minutes: Minuted,
}

/// The minutes of a meeting: written by one person, confirmed by who chaired.
#[Object]
impl Minutes {
    /// The fact that holds them.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// Their number.
    async fn number(&self) -> Option<Code> {
        self.minutes.number.clone().map(Code)
    }

    /// SHA-256 of the signed document, 64 hexadecimal digits.
    async fn sha256(&self) -> Option<String> {
        self.minutes.sha256.map(|hash| hash.to_string())
    }

    /// What they say.
    async fn text(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/minutes")).await
    }

    /// That who chaired confirmed them; null while they have not.
    async fn confirmed(&self) -> Option<Fact> {
        let confirmed = self.held.state.confirmation(self.moment.as_of())?;
        Some(Fact::of(&self.moment, confirmed.0))
    }

    /// Who confirmed having read them, in the order in which they did.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn acknowledgments(&self) -> List<Fact> {
        let read = self.held.state.acknowledgments(self.entry.event, self.moment.as_of());
        read.map(|entry| Fact::of(&self.moment, entry)).collect()
    }
}
