//! An insight: what customers say or do, who heard of it and what was done.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject, Union};
use cxl_domain::history::Entry;
use cxl_domain::id::InsightId;
use cxl_domain::insight::{self, ActedOn, InsightFact, Origin, ReadingOrigin};
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
use crate::initiative::Initiative;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::organization::Department;
use crate::pain_point::PainPoint;
use crate::period::Period;
use crate::person::Person;
use crate::program::Program;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// An insight at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Insight {
    moment: Arc<Moment>,
    held: Arc<Held<insight::Insight>>,
    code: Code,
}

impl Insight {
    /// An insight that is known at that moment and has begun then, recorded in error or not, of a program that
    /// the asker can read.
    pub(crate) fn found(moment: &Arc<Moment>, id: InsightId) -> Option<Self> {
        let held = moment.views.thing::<insight::Insight>(id)?;
        let (entry, began) = held.state.beginning(moment.as_of())?;
        let begun = entry.from() <= moment.as_of().effective;
        let code = Code(began.code.clone());
        (begun && moment.asking.reads(began.program)).then(|| Self {
            moment: moment.clone(),
            held: held.clone(),
            code,
        })
    }

    fn state(&self) -> &insight::Insight {
        &self.held.state
    }
}

/// What customers say or do, drawn from pain points and readings, for departments that can act on it:
/// shared on a day, acknowledged by those who heard of it.
#[Object]
impl Insight {
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
        RecordedInError::of(&self.moment, Thing::Insight(self.state().id))
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

    /// What customers say or do, as described on the effective day.
    async fn description(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().description(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/description")).await
    }

    /// Who found it, and when that was recorded.
    #[graphql(name = "found")]
    async fn finding(&self) -> Option<Fact> {
        let found = |fact: &InsightFact| matches!(fact, InsightFact::Found(_)).then_some(());
        let (entry, ()) = self.state().history.current(self.moment.as_of(), found)?;
        Some(Fact::of(&self.moment, entry))
    }

    /// The day from which it is understood.
    async fn begins(&self) -> Option<Date> {
        self.state().beginning(self.moment.as_of()).map(|(entry, _)| Date(entry.from()))
    }

    /// From what it is drawn, as said on or before the effective day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn drawn_from(&self) -> List<InsightOrigin> {
        let origins = self.state().origins(self.moment.as_of()).into_iter();
        origins.filter_map(|origin| InsightOrigin::of(&self.moment, origin)).collect()
    }

    /// The departments that can act on it, as named on or before the effective day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn departments(&self) -> List<Department> {
        let departments = self.state().departments(self.moment.as_of()).into_iter();
        departments.filter_map(|id| Department::seen(&self.moment, id)).collect()
    }

    /// Every time it was shared on or before the effective day, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn sharings(&self) -> List<Sharing> {
        let sharings = self.state().sharings(self.moment.as_of()).into_iter();
        let shown = sharings.map(|(entry, shared)| {
            let departments = shared.departments();
            Sharing {
                fact: Fact::of(&self.moment, entry),
                on: Date(entry.from()),
                departments: departments.filter_map(|id| Department::seen(&self.moment, id)).collect(),
                people: shared.people().map(|id| Person::reference(&self.moment, id)).collect(),
            }
        });
        shown.collect()
    }

    /// Everybody who acknowledged it on or before the effective day, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn acknowledgments(&self) -> List<InsightAcknowledgment> {
        let acknowledged = self.state().acknowledgments(self.moment.as_of()).into_iter();
        let shown = acknowledged.filter_map(|it| {
            let entry = self.state().history.find(it.event)?;
            Some(InsightAcknowledgment {
                fact: Fact::of(&self.moment, entry),
                on: Date(it.on),
                person: Person::reference(&self.moment, it.by),
                department: it.department.and_then(|id| Department::seen(&self.moment, id)),
            })
        });
        shown.collect()
    }

    /// Everything that was done about it on or before the effective day, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn actions(&self) -> List<InsightAction> {
        let actions = self.state().actions(self.moment.as_of()).into_iter();
        let shown = actions.map(|(entry, acted)| InsightAction {
            moment: self.moment.clone(),
            entry: entry.clone(),
            acted: acted.clone(),
        });
        shown.collect()
    }
}

/// From what an insight is drawn.
#[derive(Union)]
pub(crate) enum InsightOrigin {
    /// A pain point.
    PainPoint(PainPoint),
    /// A reading.
    Reading(InsightReading),
}

impl InsightOrigin {
    fn of(moment: &Arc<Moment>, origin: Origin) -> Option<Self> {
        match origin {
            Origin::PainPoint(id) => PainPoint::found(moment, id).map(Self::PainPoint),
            Origin::Reading(origin) => InsightReading::of(moment, origin).map(Self::Reading),
        }
    }
}

/// A reading from which an insight is drawn, as it stood then.
#[derive(Debug, SimpleObject)]
pub(crate) struct InsightReading {
    /// The metric.
    metric: Metric,
    /// The event that recorded the figures.
    event: ID,
    /// The days that the figures cover.
    period: Period,
}

impl InsightReading {
    fn of(moment: &Arc<Moment>, origin: ReadingOrigin) -> Option<Self> {
        let (_, entry) = moment.views.metric(origin.metric)?.state.reading(origin.reading)?;
        Some(Self {
            metric: Metric::found(moment, origin.metric)?,
            event: origin.reading.global(),
            period: entry.fact.period.into(),
        })
    }
}

/// One time that an insight was shared.
#[derive(Debug, SimpleObject)]
pub(crate) struct Sharing {
    /// The fact that says so.
    fact: Fact,
    /// The day.
    on: Date,
    /// With these departments.
    departments: List<Department>,
    /// With these people.
    people: List<Person>,
}

/// That somebody acknowledged an insight.
#[derive(Debug, SimpleObject)]
pub(crate) struct InsightAcknowledgment {
    /// The fact that says so.
    fact: Fact,
    /// The day.
    on: Date,
    /// Who did.
    person: Person,
    /// For which department; null for themselves.
    department: Option<Department>,
}

/// Something that was done about an insight, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct InsightAction {
    moment: Arc<Moment>,
    entry: Entry<InsightFact>,
    acted: ActedOn,
}

/// Something that was done about an insight.
#[Object]
impl InsightAction {
    /// The fact that says so.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// The day.
    async fn on(&self) -> Date {
        Date(self.entry.from())
    }

    /// What was done.
    async fn action(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/action")).await
    }

    /// The department that did it.
    async fn department(&self) -> Option<Department> {
        Department::seen(&self.moment, self.acted.department?)
    }

    /// The initiative inside which it was done.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::seen(&self.moment, self.acted.initiative?)
    }
}
