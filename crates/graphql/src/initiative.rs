//! An initiative: who owns it, whether it runs, how mature it is, what came of it.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use cxl_domain::history::Entry;
use cxl_domain::id::InitiativeId;
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::benefit::BenefitYear;
use crate::committee::{Committee, Oversight, oversight};
use crate::connection::{Connection, Listing, list_cost, page_cost, scan_cost};
use crate::course::{Succession, Turn};
use crate::decision::Decision;
use crate::ecosystem::{ChangedElement, HelpedGoal, elements, helped_goals};
use crate::enums::{InitiativeStatus, MetricRole, Signal};
use crate::error::Problem;
use crate::evidence::Evidence;
use crate::exception::Exception;
use crate::fact::Fact;
use crate::health::Health;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::in_error::RecordedInError;
use crate::list::List;
use crate::maturity::Maturity;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::ownership::{Ownership, ownerships};
use crate::pain_point::PainPoint;
use crate::person::Person;
use crate::place::Place;
use crate::program::Program;
use crate::report::Report;
use crate::scalars::{Code, Date, Position};
use crate::texts::Text;

/// An initiative at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Initiative {
    moment: Arc<Moment>,
    held: Arc<Held<initiative::Initiative>>,
    code: Code,
}

impl Initiative {
    /// An initiative that is chartered and has begun at that moment, of a program that the asker can
    /// read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: InitiativeId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: InitiativeId) -> Option<Self> {
        let program = moment.inquiry().initiative_ever(id)?.state.program(moment.as_of())?;
        let held = moment.views.initiative(id)?.clone();
        let code = Code(held.state.code(moment.as_of())?.clone());
        moment.asking.reads(program).then(|| Self { moment: moment.clone(), held, code })
    }

    fn state(&self) -> &initiative::Initiative {
        &self.held.state
    }

    /// The succession by which another initiative carries it on on the effective day.
    fn succession(&self) -> Option<Succession> {
        let at = self.moment.inquiry().succeeded_by(self.state())?;
        Some(Succession::of(&self.moment, at))
    }

    /// The fact by which it runs, rests, was stopped or is carried on on the effective day.
    fn turn(&self) -> Option<Entry<InitiativeFact>> {
        match self.succession() {
            Some(succession) => succession.entry().cloned(),
            None => self.state().turn(self.moment.as_of()).cloned(),
        }
    }
}

/// What a program undertakes for its customers: chartered once, owned by one person at a time or vacant,
/// never completed. What ends is an improvement inside it.
#[Object]
impl Initiative {
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
        RecordedInError::of(&self.moment, Thing::Initiative(self.state().id))
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

    /// What it is for, as stated on the effective day.
    async fn purpose(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().purpose(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::field(entry, "/fact/purpose")).await
    }

    /// The day on which it begins.
    async fn begins(&self) -> Option<Date> {
        self.state().begins(self.moment.as_of()).map(Date)
    }

    /// The fact that chartered it, with the authority to do so.
    async fn charter(&self) -> Option<Fact> {
        let charters = |fact: &InitiativeFact| matches!(fact, InitiativeFact::Chartered(_)).then_some(());
        let (entry, ()) = self.state().history.current(self.moment.as_of(), charters)?;
        Some(Fact::with_authority(&self.moment, entry, self.state().program(self.moment.as_of())))
    }

    /// The committee that oversees it on the effective day.
    async fn committee(&self) -> Option<Committee> {
        Committee::seen(&self.moment, self.state().committee(self.moment.as_of())?)
    }

    /// Every committee that oversaw it from the beginning on, by first day, as known.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn oversight(&self) -> List<Oversight> {
        oversight(&self.moment, self.state())
    }

    /// What asks for attention in it on the effective day, the gravest first.
    #[graphql(complexity = "scan_cost(child_complexity)")]
    async fn exceptions(&self) -> List<Exception> {
        let noticed = self.moment.inquiry().exceptions_of(self.state()).into_iter();
        noticed.map(|noticed| Exception::noticed(&self.moment, noticed)).collect()
    }

    /// Whether it runs on the effective day.
    async fn status(&self) -> InitiativeStatus {
        match self.succession() {
            Some(_) => InitiativeStatus::Succeeded,
            None => self.state().status(self.moment.as_of()).0.into(),
        }
    }

    /// The first day of that status.
    async fn status_since(&self) -> Option<Date> {
        match self.succession() {
            Some(succession) => Some(Date(succession.begins())),
            None => self.state().status(self.moment.as_of()).1.map(Date),
        }
    }

    /// The fact that made it so; null if it has run ever since it began.
    async fn status_fact(&self) -> Option<Fact> {
        let program = self.state().program(self.moment.as_of());
        self.turn().map(|entry| Fact::with_authority(&self.moment, &entry, program))
    }

    /// Why it was made so.
    async fn status_reason(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.turn() else { return Ok(None) };
        self.moment.text(TextAt::field(&entry, "/fact/reason")).await
    }

    /// What was learned, if it was stopped.
    async fn lesson(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.turn() else { return Ok(None) };
        self.moment.text(TextAt::field(&entry, "/fact/lesson")).await
    }

    /// Every turn of its life that stands, by first day, whatever day is effective.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn turns(&self) -> List<Turn> {
        Turn::all(&self.moment, self.state())
    }

    /// While it is paused without a decision, the day from which on the pause needs one: twelve months
    /// after its first day. It may still lie ahead.
    async fn pause_needs_decision_from(&self) -> Option<Date> {
        self.moment.inquiry().pause_needs_decision_from(self.state()).map(Date)
    }

    /// The initiative that carries it on on the effective day.
    async fn succeeded_by(&self) -> Option<Succession> {
        self.succession()
    }

    /// The initiatives that it carries on on the effective day: their history goes on here.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn predecessors(&self) -> List<Succession> {
        let said = self.moment.inquiry().predecessors(self.state()).into_iter();
        said.map(|at| Succession::of(&self.moment, at)).collect()
    }

    /// The decisions about it that were put on or before the effective day, in the order in which they were
    /// recorded.
    #[graphql(complexity = "scan_cost(child_complexity)")]
    async fn decisions(&self) -> List<Decision> {
        let about_it = self.moment.inquiry().decisions_about(self.state());
        about_it.filter_map(|decision| Decision::found(&self.moment, decision.id)).collect()
    }

    /// The owner on the effective day; null while it is vacant.
    async fn owner(&self) -> Option<Person> {
        let (_, owner) = self.state().owner(self.moment.as_of())?;
        Some(Person::reference(&self.moment, owner))
    }

    /// Every owner and every gap from the beginning on, by first day, as known.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn owners(&self) -> List<Ownership> {
        ownerships(&self.moment, self.state())
    }

    /// How mature it is on the effective day, and why. Null where all of it was recorded in error, as
    /// `recordedInError` says: it has left the levels.
    async fn maturity(&self) -> Option<Maturity> {
        if self.state().in_error(self.moment.as_of()) {
            return None;
        }
        let assessment = self.moment.inquiry().assessment(&self.held);
        Some(Maturity { moment: self.moment.clone(), held: self.held.clone(), assessment })
    }

    /// The metrics linked to it on the effective day, with their parts.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn links(&self) -> List<MetricLink> {
        let links = self.state().links(self.moment.as_of()).into_iter();
        let shown = links.filter_map(|(metric, role)| {
            Some(MetricLink { metric: Metric::seen(&self.moment, metric)?, role: role.into() })
        });
        shown.collect()
    }

    /// The places on journeys where it works on the effective day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn places(&self) -> List<Place> {
        let places = self.state().places(self.moment.as_of()).into_iter();
        places.map(|place| Place::of(&self.moment, place)).collect()
    }

    /// The pain points that it has taken up and that are open on the effective day, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn open_pain_points(&self) -> List<PainPoint> {
        let program = self.state().program(self.moment.as_of());
        let open = program.map(|program| self.moment.inquiry().open_pain_points(program)).unwrap_or_default();
        let taken_up = open.into_iter().filter(|it| it.initiatives.contains(&self.state().id));
        taken_up.filter_map(|it| PainPoint::seen(&self.moment, it.id)).collect()
    }

    /// The elements of the ecosystem that it changes on the effective day, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn ecosystem(&self) -> List<ChangedElement> {
        elements(&self.moment, self.state())
    }

    /// Whose goals it helps on the effective day, by the code of the executive.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn helps(&self) -> List<HelpedGoal> {
        helped_goals(&self.moment, self.state())
    }

    /// Its benefits in each fiscal year for which something is expected of them.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn benefits(&self) -> List<BenefitYear> {
        let benefits = self.moment.inquiry().benefits_of(self.state()).into_iter();
        benefits.map(|of| BenefitYear::of(&self.moment, of)).collect()
    }

    /// The metric by which it is judged on the effective day.
    async fn primary_metric(&self) -> Option<Metric> {
        Metric::seen(&self.moment, self.state().primary_metric(self.moment.as_of())?)
    }

    /// The signal of the headline series of its primary metric; null without readings.
    async fn signal(&self) -> Option<Signal> {
        self.moment.inquiry().signal(self.state()).map(Into::into)
    }

    /// The improvements that began on or before the effective day, in the order in which they began.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn improvements(&self) -> List<Improvement> {
        let improvements = self.state().improvements(self.moment.as_of()).into_iter();
        improvements.map(|improvement| Improvement::of(&self.moment, &self.held, improvement)).collect()
    }

    /// The improvement delivered last on or before the effective day.
    async fn latest_delivered(&self) -> Option<Improvement> {
        let improvement = self.moment.inquiry().latest_delivered(self.state())?;
        Some(Improvement::of(&self.moment, &self.held, improvement))
    }

    /// How it stands by what is recorded, beside what its reports declare; null while it is paused, after it
    /// was stopped, and where another initiative carries it on.
    async fn health(&self) -> Option<Health> {
        let inquiry = self.moment.inquiry();
        let health = inquiry.health(self.state())?;
        let contradicted = inquiry.is_contradicted(self.state());
        Some(Health { moment: self.moment.clone(), of: health, contradicted })
    }

    /// The progress reports whose period began on or before the effective day, the latest period first. Of
    /// several for one period the one that counts comes first, then those that it supersedes.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn reports(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Report>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "initiative.reports", &id, first, after.as_deref())?;
        let reports = self.state().reports(list.moment.as_of());
        let rank = |report: &initiative::Report| (report.stamp.ranked().0, report.stamp.position());
        let page = list.cut(reports, true, |report| (report.period, rank(report)));
        Ok(page.of(|report| Some(Report::of(&list.moment, &self.held, report))).connection())
    }

    /// The evidence for it, that of the program and of the initiatives that it carries on included where
    /// it counts for this one, the latest covered days first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn evidence(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Evidence>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "initiative.evidence", &id, first, after.as_deref())?;
        let program = self.state().program(list.moment.as_of());
        let evidence = program.map(|program| list.moment.inquiry().evidence(program)).unwrap_or_default();
        let for_it = evidence.for_any(&list.moment.inquiry().lineage(self.state()));
        let mut rows: Vec<_> =
            for_it.filter_map(|item| Some((item.covers, item.source.evidence()?))).collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        let page = list.cut(rows, true, |row| *row);
        Ok(page.of(|(_, id)| Evidence::seen(&list.moment, id)).connection())
    }
}

/// A metric and the part that it plays in an initiative.
#[derive(Debug, SimpleObject)]
pub(crate) struct MetricLink {
    /// The metric.
    metric: Metric,
    /// Its part.
    role: MetricRole,
}
