//! A journey with its map: stages, touchpoints and hand-offs.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::id::JourneyId;
use cxl_domain::journey::{self, JourneyFact};
use cxl_domain::noun::Noun as _;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::connection::{Connection, list_cost, page_cost};
use crate::error::Problem;
use crate::fact::Fact;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::list::List;
use crate::moment::Moment;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::spot::Spot;
use crate::texts::Text;

/// A journey at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    moment: Arc<Moment>,
    held: Arc<Held<journey::Journey>>,
    code: Code,
}

impl Journey {
    /// A journey that is known at that moment and has begun then, recorded in error or not, of a program that
    /// the asker can read.
    pub(crate) fn found(moment: &Arc<Moment>, id: JourneyId) -> Option<Self> {
        let held = moment.views.thing::<journey::Journey>(id)?;
        let (entry, began) = held.state.beginning(moment.as_of())?;
        let begun = entry.from() <= moment.as_of().effective;
        let code = Code(began.code.clone());
        (begun && moment.asking.reads(began.program)).then(|| Self {
            moment: moment.clone(),
            held: held.clone(),
            code,
        })
    }

    fn state(&self) -> &journey::Journey {
        &self.held.state
    }
}

/// What customers go through, as a map that changes over the years: stages in their order, touchpoints in
/// them, and hand-offs between departments. Pain points, metrics and initiatives hang on it.
#[Object]
impl Journey {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.state().id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The revision of the newest recorded fact about it: what a command may expect.
    async fn revision(&self) -> Position {
        Position(self.held.revision)
    }

    /// Position of the newest recorded fact about it.
    async fn position(&self) -> Position {
        Position(self.held.position)
    }

    /// The program.
    async fn program(&self) -> Option<Program> {
        Program::found(&self.moment, self.state().program(self.moment.as_of())?)
    }

    /// The fact that all of it was recorded in error; null as long as it was not. Lists and counts leave
    /// out what was, and what else is answered of it is what had been recorded before.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Journey(self.state().id))
    }

    /// Its recorded events, oldest first; what was annulled or corrected stays, marked as fallen. Null if
    /// you may not read them.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        history(&self.moment, self.state().id.node(), only, first, after.as_deref()).await
    }

    /// The code, unique in the program.
    async fn code(&self) -> &Code {
        &self.code
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// The day from which it is mapped.
    async fn begins(&self) -> Option<Date> {
        self.state().beginning(self.moment.as_of()).map(|(entry, _)| Date(entry.from()))
    }

    /// The fact that mapped it.
    async fn mapped(&self) -> Option<Fact> {
        let mapped = |fact: &JourneyFact| matches!(fact, JourneyFact::Mapped(_)).then_some(());
        let (entry, ()) = self.state().history.current(self.moment.as_of(), mapped)?;
        Some(Fact::of(&self.moment, entry))
    }

    /// What is on the map on the effective day, in its order: each stage, then the hand-offs there, then its
    /// touchpoints, each with its own hand-offs.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn map(
        &self,
        #[graphql(desc = "Whether what has left the map by then is listed, too.", default)]
        include_retired: bool,
    ) -> List<Spot> {
        let as_of = self.moment.as_of();
        let spots = if include_retired { self.state().spots(as_of) } else { self.state().map(as_of) };
        spots.into_iter().map(|spot| Spot::of(&self.moment, &self.held, spot)).collect()
    }

    /// One stage, touchpoint or hand-off by its code on the map; one that it had before finds it, too.
    async fn spot(&self, #[graphql(desc = "Its code.")] code: Code) -> Option<Spot> {
        let spot = self.state().spot_of_code(&code.0, self.moment.as_of())?;
        Some(Spot::of(&self.moment, &self.held, spot))
    }
}
