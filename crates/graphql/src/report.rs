//! A progress report.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::initiative;
use cxl_ledger::TextAt;
use cxl_ledger::views::Held;

use crate::connection::list_cost;
use crate::enums::DeclaredState;
use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::list::List;
use crate::moment::Moment;
use crate::period::Period;
use crate::person::Person;
use crate::scalars::{Date, DateTime, Position};
use crate::texts::Text;

/// A progress report at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    moment: Arc<Moment>,
    held: Arc<Held<initiative::Initiative>>,
    report: initiative::Report,
}

impl Report {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        held: &Arc<Held<initiative::Initiative>>,
        report: initiative::Report,
    ) -> Self {
        Self { moment: moment.clone(), held: held.clone(), report }
    }

    async fn text(&self, pointer: &'static str) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt { position: self.report.stamp.position(), pointer }).await
    }
}

/// What was reported about an initiative for a period.
#[Object]
impl Report {
    /// The event that recorded it.
    async fn event(&self) -> ID {
        self.report.event.global()
    }

    /// That event's rank in the ledger.
    async fn position(&self) -> Position {
        Position(self.report.stamp.position())
    }

    /// When the ledger recorded it, never earlier than the event before it.
    async fn recorded(&self) -> DateTime {
        self.report.stamp.recorded.into()
    }

    /// Of history that was imported, the day on which its source published it, as the importer claims.
    async fn published(&self) -> Option<Date> {
        self.report.stamp.published.map(Date)
    }

    /// Whether another report of the same period counts in its place.
    async fn is_superseded(&self) -> bool {
        self.report.superseded_by.is_some()
    }

    /// The event of the report that counts in its place: of those of one period the one published last,
    /// else recorded last. Null for that report itself.
    async fn superseded_by(&self) -> Option<ID> {
        self.report.superseded_by.map(|event| event.global())
    }

    /// Who reported.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.report.by)
    }

    /// The period that it covers.
    async fn period(&self) -> Period {
        self.report.period.into()
    }

    /// How the owner said that things stood.
    async fn state(&self) -> DeclaredState {
        self.report.state.into()
    }

    /// One sentence.
    async fn summary(&self) -> Result<Option<Text>, Problem> {
        self.text("/fact/summary").await
    }

    /// What comes next.
    async fn next_step(&self) -> Result<Option<Text>, Problem> {
        self.text("/fact/next_step").await
    }

    /// What stands in the way.
    async fn blocked_by(&self) -> Result<Option<Text>, Problem> {
        self.text("/fact/blocked_by").await
    }

    /// Who confirmed having read it, in the order in which they did.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn acknowledgments(&self) -> List<Fact> {
        let read = self.held.state.acknowledgments(self.report.event, self.moment.as_of());
        read.map(|entry| Fact::of(&self.moment, entry)).collect()
    }
}
