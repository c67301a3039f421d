//! A metric: how something is measured, by which definition, and what was measured.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::id::MetricId;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Defined};
use cxl_domain::program::Vocabulary;
use cxl_ledger::TextAt;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::arrival::{Arrival, ArrivalState};
use crate::as_of::PointInTime;
use crate::chart::Chart;
use crate::comparison::analyzed;
use crate::connection::{Connection, Listing, list_cost, page_cost};
use crate::control::{AccountabilityGap, ControlStatement, PurposeDeclaration};
use crate::correlation::Relation;
use crate::definition::{Definition, Target};
use crate::enums::{Direction, MetricKind, Rhythm, RuleSet};
use crate::error::{Code as ErrorCode, Problem};
use crate::flag::Flag;
use crate::goal::Goal;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::label::label;
use crate::list::List;
use crate::moment::Moment;
use crate::mutation::reference::{Desk, MetricRef, Reference};
use crate::mutation::rejection::At;
use crate::person::Person;
use crate::place::Place;
use crate::program::Program;
use crate::reading::Reading;
use crate::rebase::{Bridge, Rebase};
use crate::scalars::{Code, Date, Position};
use crate::series::{Series, SeriesInput};
use crate::texts::Text;

/// A metric at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Metric {
    moment: Arc<Moment>,
    held: Arc<Held<metric::Metric>>,
    defined: Defined,
}

impl Metric {
    /// A metric that is defined at that moment, of a program that the asker can read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: MetricId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: MetricId) -> Option<Self> {
        let held = moment.views.metric(id)?.clone();
        let (_, defined) = held.state.definition(moment.as_of())?;
        let defined = defined.clone();
        moment.asking.reads(defined.program).then(|| Self { moment: moment.clone(), held, defined })
    }

    pub(crate) fn state(&self) -> &metric::Metric {
        &self.held.state
    }

    /// The series that a field of the question names, if it names one.
    pub(crate) fn asked(
        &self,
        series: Option<SeriesInput>,
        field: &str,
    ) -> Result<Option<SeriesKey>, Problem> {
        series.map(|series| series.of(self.state(), self.moment.as_of(), field)).transpose()
    }

    fn series_of(&self, key: &SeriesKey) -> Series {
        Series::of(&self.moment, self.defined.program, key)
    }

    fn target_at(&self, target: metric::Target) -> Target {
        Target::of(&self.moment, &self.held, target)
    }
}

/// How something is measured, and every reading of it ever published.
#[Object]
impl Metric {
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
        Program::found(&self.moment, self.defined.program)
    }

    /// The fact that all of it was recorded in error; null as long as it was not. Lists and counts leave
    /// out what was, and what else is answered of it is what had been recorded before.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Metric(self.state().id))
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
    async fn code(&self) -> Code {
        Code(self.defined.code.clone())
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// What kind of figure it is.
    async fn kind(&self) -> MetricKind {
        self.defined.kind.into()
    }

    /// Which way is better.
    async fn direction(&self) -> Direction {
        self.defined.direction.into()
    }

    /// What it counts in.
    async fn unit(&self) -> Option<Code> {
        self.defined.unit.clone().map(Code)
    }

    /// How people call the unit; null where the program gave it no label.
    async fn unit_label(&self) -> Result<Option<Text>, Problem> {
        label(&self.moment, self.defined.program, Vocabulary::Unit, self.defined.unit.as_ref()).await
    }

    /// How often a reading is expected.
    async fn rhythm(&self) -> Rhythm {
        self.defined.rhythm.into()
    }

    /// Within how many days after the end of a period a reading is expected.
    async fn due_within_days(&self) -> Option<u16> {
        self.defined.due_within_days
    }

    /// The definition version in force on the effective day.
    async fn definition(&self) -> Option<Definition> {
        let (entry, version) = self.state().version(self.moment.as_of())?;
        Some(Definition::of(&self.moment, entry, version))
    }

    /// Every definition version, whatever day is effective, the oldest first.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn definitions(&self) -> List<Definition> {
        let versions = self.state().versions(self.moment.as_of()).into_iter();
        versions.map(|(entry, version)| Definition::of(&self.moment, entry, version)).collect()
    }

    /// The target in force on the effective day.
    async fn target(&self) -> Option<Target> {
        self.state().target(self.moment.as_of()).map(|target| self.target_at(target))
    }

    /// Every target, whatever day is effective, by first day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn targets(&self) -> List<Target> {
        let targets = self.state().targets(self.moment.as_of()).into_iter();
        targets.map(|target| self.target_at(target)).collect()
    }

    /// Who answers for it on the effective day.
    async fn accountable(&self) -> Option<Person> {
        let person = self.state().accountable(self.moment.as_of())?;
        Some(Person::reference(&self.moment, person))
    }

    /// Where on a journey it measures on the effective day; null as long as nobody said.
    async fn place(&self) -> Option<Place> {
        self.state().place(self.moment.as_of()).map(|place| Place::of(&self.moment, place))
    }

    /// What it is declared to be for on the effective day; null if nothing is declared.
    async fn purpose(&self) -> Option<PurposeDeclaration> {
        let declared = self.state().purpose(self.moment.as_of())?;
        Some(PurposeDeclaration::of(&self.moment, declared))
    }

    /// The first declaration that people are judged or paid by it; null if there is none. It stays when
    /// the purpose changes: what a metric was used for has shaped its figures.
    async fn judged_people(&self) -> Option<PurposeDeclaration> {
        let declared = self.state().judged_people(self.moment.as_of())?;
        Some(PurposeDeclaration::of(&self.moment, declared))
    }

    /// The strategic goal that it carries out on the effective day; null shows a metric without one.
    async fn goal(&self) -> Option<Goal> {
        Goal::seen(&self.moment, self.state().goal(self.moment.as_of())?)
    }

    /// What whoever is accountable on the effective day says about whether they can move it; null if they
    /// have said nothing.
    async fn control_statement(&self) -> Option<ControlStatement> {
        let stated = self.state().control_statement(self.moment.as_of())?;
        Some(ControlStatement::of(&self.moment, stated))
    }

    /// Every control statement, whoever made it and whatever day is effective, by first day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn control_statements(&self) -> List<ControlStatement> {
        let statements = self.state().control_statements(self.moment.as_of()).into_iter();
        statements.map(|stated| ControlStatement::of(&self.moment, stated)).collect()
    }

    /// What keeps whoever answers for it from moving it on the effective day; null without a gap.
    async fn accountability_gap(&self) -> Option<AccountabilityGap> {
        let gap = self.state().accountability_gap(self.moment.as_of())?;
        Some(AccountabilityGap { moment: self.moment.clone(), program: self.defined.program, gap })
    }

    /// The rebases of a series, approved or only proposed, by their days.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn rebases(
        &self,
        #[graphql(desc = "Which series; the headline if left out.")] series: Option<SeriesInput>,
    ) -> Result<List<Rebase>, Problem> {
        let asked = self.asked(series, "series")?;
        let Some(series) = self.moment.inquiry().series(self.state(), asked.as_ref()) else {
            return Ok(List::default());
        };
        let rebases = self.state().rebases(&series, self.moment.as_of());
        Ok(rebases.iter().map(|rebase| Rebase::of(&self.moment, self.defined.program, rebase)).collect())
    }

    /// The pairs of definition versions that were found to measure the same.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn bridges(&self) -> List<Bridge> {
        let bridges = self.state().bridges(self.moment.as_of()).into_iter();
        bridges.map(|bridge| Bridge::of(&self.moment, self.defined.program, bridge)).collect()
    }

    /// The series by which it is judged on the effective day.
    async fn headline(&self) -> Option<Series> {
        self.state().headline(self.moment.as_of()).map(|key| self.series_of(key))
    }

    /// Every series that has a reading, in the order of their first recorded ones.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn series(&self) -> List<Series> {
        let as_of = self.moment.as_of();
        let with_readings =
            self.state().series.iter().filter(|series| series.publications.standing(as_of).next().is_some());
        with_readings.map(|series| self.series_of(&series.key)).collect()
    }

    /// The initiatives that are linked to it on the effective day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<Initiative> {
        let (id, as_of) = (self.state().id, self.moment.as_of());
        let linking = self.moment.views.initiatives_linking(id);
        let linked = linking.filter(|held| held.state.links(as_of).iter().any(|(metric, _)| *metric == id));
        linked.filter_map(|held| Initiative::seen(&self.moment, held.state.id)).collect()
    }

    /// The readings of a series that count, of periods that begin on or before the effective day, in the
    /// order of their periods.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn readings(
        &self,
        #[graphql(desc = "Which series; the headline if left out.")] series: Option<SeriesInput>,
        #[graphql(desc = "Only periods that begin on this day or later.")] from: Option<Date>,
        #[graphql(desc = "Only periods that end on this day or earlier.")] to: Option<Date>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Reading>, Problem> {
        let id = self.state().id;
        let asked = self.asked(series, "series")?;
        let (from, to) = (from.map(|day| day.0), to.map(|day| day.0));
        let arguments = (id, &asked, from, to);
        let list = Listing::open(&self.moment, "metric.readings", &arguments, first, after.as_deref())?;
        let inquiry = list.moment.inquiry();
        let series = inquiry.series(self.state(), asked.as_ref());
        let readings = series.as_ref().map(|series| inquiry.readings(id, series)).unwrap_or_default();
        let meant = |index: &usize| {
            let period = readings[*index].period;
            from.is_none_or(|from| from <= period.from()) && to.is_none_or(|to| period.to() <= to)
        };
        let rows = (0..readings.len()).filter(meant).collect();
        let page = list.cut(rows, false, |index| readings[*index].period);
        let shown = page.of(|index| {
            let series = self.state().series(series.as_ref()?)?;
            let current = readings.get(index)?.clone();
            Some(Reading::of(&list.moment, series, self.defined.kind, current))
        });
        Ok(shown.connection())
    }

    /// The XmR chart of a series and of those bridged to it, each reading at the first day of its period, with
    /// limits that begin anew at each approved rebase; null without a series.
    async fn chart(
        &self,
        #[graphql(desc = "Which series; the headline if left out.")] series: Option<SeriesInput>,
        #[graphql(desc = "By which rules; those in force on the effective day if left out.")]
        rule_set: Option<RuleSet>,
    ) -> Result<Option<Chart>, Problem> {
        let series = self.asked(series, "series")?;
        let rule_set = rule_set.map(Into::into);
        let drawn = self.moment.inquiry().chart(self.state().id, series.as_ref(), rule_set);
        Ok(analyzed(drawn)?.map(Chart))
    }

    /// The integrity flags asked of it: those of its headline series, then those of each delivered
    /// improvement that should move it.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn flags(
        &self,
        #[graphql(desc = "Whether to leave out all but those that are raised and not cleared.", default)]
        only_open: bool,
    ) -> List<Flag> {
        let flags = self.moment.inquiry().flags(self.state().id);
        let meant = flags.iter().filter(|flag| !only_open || flag.is_open()).cloned();
        meant.map(|flag| Flag::of(&self.moment, self.defined.program, flag)).collect()
    }

    /// Every period of its rhythm that is over on the effective day, the latest first, and whether a reading
    /// of it came in time. A reading counts in whichever series was ever the headline.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn arrivals(
        &self,
        #[graphql(desc = "Only those in this state; all if left out.")] state: Option<ArrivalState>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Arrival>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "metric.arrivals", &(id, state), first, after.as_deref())?;
        let mut rows = list.moment.inquiry().arrivals(id);
        rows.retain(|arrival| state.is_none_or(|state| state == arrival.state.into()));
        rows.reverse();
        let page = list.cut(rows, true, |arrival| arrival.period);
        Ok(page.of(|arrival| Some(Arrival::from(arrival))).connection())
    }

    /// How it moves with a business metric of the same rhythm, up to six periods later, over the readings of
    /// both. It tells no cause, and is refused with fewer than 12 periods that have a reading of both.
    #[graphql(complexity = "child_complexity + 10")]
    async fn relation(
        &self,
        #[graphql(desc = "The business metric.")] business: MetricRef,
        #[graphql(desc = "Which series; the headline if left out.")] series: Option<SeriesInput>,
        #[graphql(desc = "Which series of the business metric; the headline if left out.")]
        business_series: Option<SeriesInput>,
    ) -> Result<Relation, Problem> {
        let asking = &self.moment.asking;
        let id = business.find(&Desk::new(&asking.ledger, asking.actor)).await.at("business")?;
        let business = Self::seen(&self.moment, id)
            .ok_or_else(|| Problem::bad_input("business: there is no such metric at that point in time"))?;
        let series = self.asked(series, "series")?;
        let business_series = business.asked(business_series, "businessSeries")?;
        let related = self
            .moment
            .inquiry()
            .relation((self.state().id, series.as_ref()), (id, business_series.as_ref()))
            .map_err(|problem| Problem::new(ErrorCode::NoAnalysis, problem.to_string()))?;
        Ok(Relation::of(business, related))
    }
}
