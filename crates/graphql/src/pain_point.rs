//! A pain point: where an experience breaks, and the customer's goal behind the request.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use cxl_domain::id::PainPointId;
use cxl_domain::noun::Noun as _;
use cxl_domain::pain_point::{self, PainPointFact};
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
use crate::initiative::Initiative;
use crate::list::List;
use crate::moment::Moment;
use crate::place::Place;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// A pain point at a moment.
#[derive(Debug, Clone)]
pub(crate) struct PainPoint {
    moment: Arc<Moment>,
    held: Arc<Held<pain_point::PainPoint>>,
    code: Code,
}

/// How pain points are heard.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::pain_point::Source")]
pub(crate) enum PainPointSource {
    /// Customers complained.
    Complaint,
    /// Customers answered a survey.
    Survey,
    /// Customers were talked with.
    Interview,
    /// What customers do shows it.
    Behavior,
}

/// How bad a pain point is for whoever meets it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::pain_point::Severity")]
pub(crate) enum Severity {
    /// A nuisance.
    Minor,
    /// Customers lose time, money or patience.
    Serious,
    /// Customers give up or leave.
    Critical,
}

/// How many of the customers who come by meet a pain point.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::pain_point::Frequency")]
pub(crate) enum Frequency {
    /// A few.
    Rare,
    /// Many.
    Frequent,
    /// Nearly all.
    Constant,
}

/// Whether customers still meet a pain point.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[graphql(remote = "cxl_domain::pain_point::Standing")]
pub(crate) enum PainPointState {
    /// They do.
    Open,
    /// It was resolved and has not come back.
    Resolved,
}

/// One time that a pain point was heard.
#[derive(Debug, SimpleObject)]
pub(crate) struct Hearing {
    /// The fact that says so.
    fact: Fact,
    /// The day.
    on: Date,
    /// How.
    source: PainPointSource,
    /// Where that is kept: the code of a survey, of a case, of a report.
    reference: Option<Code>,
    /// How many times it was heard there.
    times: Option<u32>,
}

impl PainPoint {
    /// A pain point that is known at that moment and has begun then, of a program that the asker can read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: PainPointId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: PainPointId) -> Option<Self> {
        let held = moment.views.thing::<pain_point::PainPoint>(id)?;
        let (entry, began) = held.state.beginning(moment.as_of())?;
        let begun = entry.from() <= moment.as_of().effective;
        let code = Code(began.code.clone());
        (begun && moment.asking.reads(began.program)).then(|| Self {
            moment: moment.clone(),
            held: held.clone(),
            code,
        })
    }

    fn state(&self) -> &pain_point::PainPoint {
        &self.held.state
    }
}

/// Where an experience breaks, as customers let it be known, with the goal behind their request: not the
/// answer that they ask for, but what would make the question unnecessary.
#[Object]
impl PainPoint {
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
        RecordedInError::of(&self.moment, Thing::PainPoint(self.state().id))
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

    /// What breaks, as described on the effective day.
    async fn description(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().description(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/description")).await
    }

    /// The customer's goal behind the request, as stated on the effective day.
    async fn goal(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().goal(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/goal")).await
    }

    /// Who identified it, and when that was recorded.
    async fn identified(&self) -> Option<Fact> {
        let identified = |fact: &PainPointFact| matches!(fact, PainPointFact::Identified(_)).then_some(());
        let (entry, ()) = self.state().history.current(self.moment.as_of(), identified)?;
        Some(Fact::of(&self.moment, entry))
    }

    /// The day from which it is known.
    async fn begins(&self) -> Option<Date> {
        self.state().beginning(self.moment.as_of()).map(|(entry, _)| Date(entry.from()))
    }

    /// Every time it was heard on or before the effective day, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn heard(&self) -> List<Hearing> {
        let heard = self.state().heard(self.moment.as_of()).into_iter();
        let shown = heard.map(|(entry, heard)| Hearing {
            fact: Fact::of(&self.moment, entry),
            on: Date(entry.from()),
            source: heard.source.into(),
            reference: heard.reference.clone().map(Code),
            times: heard.times,
        });
        shown.collect()
    }

    /// Where on a journey it lies on the effective day; null as long as nobody said.
    async fn place(&self) -> Option<Place> {
        self.state().place(self.moment.as_of()).map(|(_, place)| Place::of(&self.moment, place))
    }

    /// How bad it is on the effective day; null as long as nobody said.
    async fn severity(&self) -> Option<Severity> {
        let (_, rated) = self.state().rating(self.moment.as_of())?;
        rated.severity.map(Into::into)
    }

    /// How frequent it is on the effective day; null as long as nobody said.
    async fn frequency(&self) -> Option<Frequency> {
        let (_, rated) = self.state().rating(self.moment.as_of())?;
        rated.frequency.map(Into::into)
    }

    /// The fact that rates it so.
    async fn rated(&self) -> Option<Fact> {
        self.state().rating(self.moment.as_of()).map(|(entry, _)| Fact::of(&self.moment, entry))
    }

    /// The initiatives that took it up on or before the effective day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<Initiative> {
        let initiatives = self.state().initiatives(self.moment.as_of()).into_iter();
        initiatives.filter_map(|id| Initiative::seen(&self.moment, id)).collect()
    }

    /// Whether customers still meet it on the effective day.
    #[graphql(name = "state")]
    async fn standing(&self) -> PainPointState {
        self.state().standing(self.moment.as_of()).0.into()
    }

    /// Since when that is so.
    async fn state_since(&self) -> Option<Date> {
        self.state().standing(self.moment.as_of()).1.map(Date)
    }

    /// The fact that resolved or reopened it; null if it has been open ever since.
    async fn state_fact(&self) -> Option<Fact> {
        self.state().turn(self.moment.as_of()).map(|(entry, _)| Fact::of(&self.moment, entry))
    }

    /// What resolved it, or what shows that it is back.
    async fn state_reason(&self) -> Result<Option<Text>, Problem> {
        let Some((entry, standing)) = self.state().turn(self.moment.as_of()) else { return Ok(None) };
        let pointer = match standing {
            pain_point::Standing::Resolved => "/fact/how",
            pain_point::Standing::Open => "/fact/reason",
        };
        self.moment.text(TextAt::field(entry, pointer)).await
    }
}
