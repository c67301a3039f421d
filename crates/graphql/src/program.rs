//! A program: what hangs on it, in pages.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use chrono::Days;
use cxl_domain::id::ProgramId;
use cxl_domain::noun::Noun as _;
use cxl_domain::time::AsOf;
use cxl_domain::{committee, decision, insight, journey, metric, pain_point, program};
use cxl_ledger::TextAt;
use cxl_ledger::query::ExceptionScope;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::benefit::{BenefitBalance, BenefitYear};
use crate::change::{Change, changes};
use crate::commitment::{MovedCommitment, moved_commitments};
use crate::committee::Committee;
use crate::connection::{Connection, Listing, list_cost, page_cost, scan_cost};
use crate::contradiction::{Contradiction, ContradictionKind, contradictions};
use crate::decision::{AuthorityAct, Decision, DecisionStatus, Expectations, PriorityOrder};
use crate::engagement::SideBySide;
use crate::error::Problem;
use crate::evidence::{Evidence, taken_back};
use crate::exception::Exception;
use crate::goal::Goal;
use crate::heat_map::HeatMap;
use crate::history::{Event, EventFilter, history};
use crate::ids::Global;
use crate::in_error::RecordedInError;
use crate::initiative::Initiative;
use crate::insight::Insight;
use crate::journey::Journey;
use crate::label::CodeLabel;
use crate::list::List;
use crate::listed::Listed;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::mutation::typed::Unread;
use crate::pain_point::{PainPoint, PainPointState};
use crate::period::PeriodInput;
use crate::person::Person;
use crate::portfolio::{InitiativeFilterInput, InitiativeOrderInput, portfolio};
use crate::program_maturity::{Lapse, ProgramMaturity, ProgramMaturityTarget, ProgramMaturityYear};
use crate::scalars::{Code, Date, Position};
use crate::spot::TouchpointMeasured;
use crate::texts::Text;

/// A program at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    moment: Arc<Moment>,
    held: Arc<Held<program::Program>>,
    code: Code,
}

impl Program {
    /// A program that is known at that moment and that the asker can read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: ProgramId) -> Option<Self> {
        Self::found(moment, id).filter(|it| it.state().exists(moment.as_of()))
    }

    /// The same, also of what was recorded in error.
    pub(crate) fn found(moment: &Arc<Moment>, id: ProgramId) -> Option<Self> {
        let held = moment.views.program(id)?;
        let code = Code(held.state.code(moment.as_of())?.clone());
        moment.asking.reads(id).then(|| Self { moment: moment.clone(), held: held.clone(), code })
    }

    fn state(&self) -> &program::Program {
        &self.held.state
    }

    fn listed<'a>(&self, name: &'a str, in_error: bool, first: i32, after: Option<&'a str>) -> Listed<'a> {
        Listed { name, program: self.state().id, in_error, first, after }
    }
}

/// A program: the lifelong effort of a brand, country or division to make its customers' experience
/// better. It has a start and no end.
#[Object]
impl Program {
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

    /// The fact that all of it was recorded in error; null as long as it was not. Lists and counts leave
    /// out what was, and what else is answered of it is what had been recorded before.
    async fn recorded_in_error(&self) -> Option<RecordedInError> {
        RecordedInError::of(&self.moment, Thing::Program(self.state().id))
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

    /// The code, unique in the organization.
    async fn code(&self) -> &Code {
        &self.code
    }

    /// The name on the effective day.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some(entry) = self.state().name(self.moment.as_of()) else { return Ok(None) };
        self.moment.text(TextAt::name(entry)).await
    }

    /// The day on which it begins.
    async fn begins(&self) -> Option<Date> {
        self.state().begins(self.moment.as_of()).map(Date)
    }

    /// The sponsor on the effective day.
    async fn sponsor(&self) -> Option<Person> {
        let sponsor = self.state().sponsor(self.moment.as_of())?;
        Some(Person::reference(&self.moment, sponsor))
    }

    /// The IANA name of the time zone on the effective day: that of all its days.
    async fn zone(&self) -> &'static str {
        self.moment.views.zone_of(Some(self.state().id), self.moment.as_of()).name()
    }

    /// The month in which the fiscal year begins on the effective day, 1 to 12.
    async fn fiscal_year_begins(&self) -> u8 {
        self.state().calendar(self.moment.as_of()).unwrap_or_default().first_month()
    }

    /// The initiatives that are chartered, have begun on the effective day and pass the filter.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn initiatives(
        &self,
        #[graphql(desc = "Which ones; its `program` is this one and can be left out.")] filter: Option<
            InitiativeFilterInput,
        >,
        #[graphql(desc = "In which order; by code if left out.")] order_by: Option<InitiativeOrderInput>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Initiative>, Problem> {
        let filter = filter.unwrap_or_default().read(&self.moment.asking).await?.within(self.state().id)?;
        let page = portfolio(&self.moment, &filter, order_by.unwrap_or_default(), first, after.as_deref())?;
        Ok(page.connection())
    }

    /// The labels of its codes on the effective day: channels, segments, sources, units and scales, in
    /// this order, each by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn code_labels(&self) -> List<CodeLabel> {
        let labels = self.state().labels(self.moment.as_of()).into_iter();
        labels.filter_map(|entry| CodeLabel::of(&self.moment, entry)).collect()
    }

    /// The facts of the program, of its initiatives, metrics and evidence that stand although what they
    /// rest on does not: the to-do list of whoever mends the record. In the order of the ledger, whatever
    /// day is effective.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn contradictions(
        &self,
        #[graphql(desc = "Those of this kind; all if left out.")] kind: Option<ContradictionKind>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Contradiction>, Problem> {
        contradictions(&self.moment, Some(self.state().id), kind, first, after.as_deref()).await
    }

    /// What about its initiatives, metrics, decisions and actions is not as it was at the end of an earlier day,
    /// as known then: what was recorded, and what follows from it or from the passing of time, as that something
    /// is overdue, expired or lapsed. History that was imported since is no change. By the day of each; those
    /// that no one day tells come last.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn changes(
        &self,
        #[graphql(desc = "The earlier day, up to the effective one.")] since: Date,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Change>, Problem> {
        changes(&self.moment, self.state().id, since.0, first, after.as_deref())
    }

    /// Commitment integrity: every time that a promised date or target was moved, by whom and why, the
    /// latest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn moved_commitments(
        &self,
        #[graphql(desc = "Only what was moved after this day.")] since: Option<Date>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<MovedCommitment>, Problem> {
        let since = since.map(|day| day.0);
        moved_commitments(&self.moment, self.state().id, since, first, after.as_deref())
    }

    /// How mature it is on the effective day.
    async fn maturity(&self) -> ProgramMaturity {
        ProgramMaturity::of(&self.moment, self.moment.inquiry().program_maturity(self.state().id))
    }

    /// How mature it was on the same day of each year, the earliest first, as known now.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn maturity_years(
        &self,
        #[graphql(desc = "At most how many years back, up to 20.", default = 5, validator(maximum = 20))]
        back: u32,
    ) -> List<ProgramMaturityYear> {
        let years = self.moment.inquiry().program_years(self.state().id, back).into_iter();
        years.map(|year| ProgramMaturityYear::of(&self.moment, year)).collect()
    }

    /// The targets of maturity that were set for it; how each initiative stands towards them is said of
    /// the initiative.
    async fn maturity_targets(&self) -> List<ProgramMaturityTarget> {
        let targets = self.moment.inquiry().program_targets(self.state().id);
        targets.into_iter().map(Into::into).collect()
    }

    /// The practices of its running initiatives that will lapse soon if nothing more is recorded, by day.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn maturity_lapses(
        &self,
        #[graphql(
            desc = "Within how many days after the effective day, up to 3660.",
            default = 90,
            validator(maximum = 3660)
        )]
        within_days: u32,
    ) -> List<Lapse> {
        let from = self.moment.as_of().effective;
        let until = from.checked_add_days(Days::new(within_days.into())).unwrap_or(from);
        let lapses = self.moment.inquiry().lapses(self.state().id, until).into_iter();
        lapses.filter_map(|lapse| Lapse::of(&self.moment, lapse)).collect()
    }

    /// The metrics that are defined, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn metrics(
        &self,
        #[graphql(desc = "Whether those that were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Metric>, Problem> {
        let id = self.state().id;
        let list = Listing::open(
            &self.moment,
            "program.metrics",
            &(id, include_recorded_in_error),
            first,
            after.as_deref(),
        )?;
        let as_of = list.moment.as_of();
        let held = self.moment.views.metrics_of(id);
        let held = held.filter(|held| {
            let listed = include_recorded_in_error || held.state.exists(as_of);
            listed && held.state.program(as_of) == Some(id)
        });
        let mut rows: Vec<_> =
            held.filter_map(|held| Some((held.state.code(as_of)?, held.state.id))).collect();
        rows.sort_unstable();
        let page = list.cut(rows, false, |(code, id)| ((*code).clone(), *id));
        Ok(page.of(|(_, id)| Metric::found(&list.moment, id)).connection())
    }

    /// The decisions that were put on or before the effective day, the latest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn decisions(
        &self,
        #[graphql(desc = "Those that have come so far; all if left out.")] status: Option<DecisionStatus>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Decision>, Problem> {
        let id = self.state().id;
        let arguments = (id, status);
        let list = Listing::open(&self.moment, "program.decisions", &arguments, first, after.as_deref())?;
        let (inquiry, as_of) = (list.moment.inquiry(), list.moment.as_of());
        let wanted = |decision: &&decision::Decision| {
            status.is_none_or(|status| DecisionStatus::from(inquiry.standing(decision)) == status)
        };
        let mut rows: Vec<_> = inquiry
            .decisions(id)
            .filter(wanted)
            .filter_map(|decision| Some((decision.begins(as_of)?, decision.id)))
            .collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        let page = list.cut(rows, true, |row| *row);
        Ok(page.of(|(_, id)| Decision::found(&list.moment, id)).connection())
    }

    /// In which order its pain points and initiatives come first, by the ranking that was decided last;
    /// null before the first.
    async fn priority_order(&self) -> Option<PriorityOrder> {
        let order = self.moment.inquiry().priority_order(self.state().id)?;
        Some(PriorityOrder::of(&self.moment, order))
    }

    /// How often the effects that were expected of its decisions came true.
    async fn expectations(&self) -> Expectations {
        self.moment.inquiry().expectations(self.state().id).into()
    }

    /// Which acts need authority on the effective day, and what becomes of one without.
    async fn governance(&self) -> Governance {
        let governance = self.state().governance(self.moment.as_of());
        let needing = governance.needing.into_iter().map(Into::into).collect();
        Governance { needing, strict: governance.strict }
    }

    /// The committees that have begun on the effective day, by code; the dissolved ones, too.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn committees(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Committee>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "program.committees", &id, first, after.as_deref())?;
        let as_of = list.moment.as_of();
        let held = self.moment.views.things_of::<committee::Committee>(id);
        let known = held.filter(|held| held.state.exists(as_of) && held.state.program(as_of) == Some(id));
        let begun =
            known.filter(|held| held.state.begins(as_of).is_some_and(|begins| begins <= as_of.effective));
        let mut rows: Vec<_> =
            begun.filter_map(|held| Some((held.state.code(as_of)?, held.state.id))).collect();
        rows.sort_unstable();
        let page = list.cut(rows, false, |(code, id)| ((*code).clone(), *id));
        Ok(page.of(|(_, id)| Committee::seen(&list.moment, id)).connection())
    }

    /// What asks for attention in it on the effective day, the gravest first.
    #[graphql(complexity = "scan_cost(child_complexity)")]
    async fn exceptions(&self) -> List<Exception> {
        let scope = ExceptionScope { program: self.state().id, committee: None };
        let noticed = self.moment.inquiry().exceptions(&scope).into_iter();
        noticed.map(|noticed| Exception::noticed(&self.moment, noticed)).collect()
    }

    /// The metrics that nobody answers for, or whose accountable person says that they cannot move them,
    /// by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn accountability_gaps(
        &self,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Metric>, Problem> {
        let id = self.state().id;
        let list = Listing::open(&self.moment, "program.accountabilityGaps", &id, first, after.as_deref())?;
        let gaps = |metric: &metric::Metric, as_of: &AsOf| metric.accountability_gap(as_of).is_some();
        let page = list.cut(list.moment.inquiry().metrics_of(id, gaps), false, Clone::clone);
        Ok(page.of(|(_, id)| Metric::seen(&list.moment, id)).connection())
    }

    /// The strategic goals set on or before the effective day, retired ones included, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn goals(&self) -> List<Goal> {
        let goals = self.state().goals(self.moment.as_of()).into_iter();
        goals.filter_map(|goal| Goal::seen(&self.moment, goal.id)).collect()
    }

    /// The journeys that are mapped on the effective day, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn journeys(
        &self,
        #[graphql(desc = "Whether those that were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Journey>, Problem> {
        let listed = self.listed("program.journeys", include_recorded_in_error, first, after.as_deref());
        listed.page::<journey::Journey, _>(&self.moment, &(), |_, _| true, Journey::found)
    }

    /// The pain points that are known on the effective day, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn pain_points(
        &self,
        #[graphql(desc = "Those that are open, or those that are resolved; all if left out.")] state: Option<
            PainPointState,
        >,
        #[graphql(desc = "Whether those that were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<PainPoint>, Problem> {
        let listed = self.listed("program.painPoints", include_recorded_in_error, first, after.as_deref());
        let keep = |it: &pain_point::PainPoint, as_of: &AsOf| {
            state.is_none_or(|state| state == it.standing(as_of).0.into())
        };
        listed.page::<pain_point::PainPoint, _>(&self.moment, &state, keep, PainPoint::found)
    }

    /// The insights that are known on the effective day, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn insights(
        &self,
        #[graphql(desc = "Whether those that were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Insight>, Problem> {
        let listed = self.listed("program.insights", include_recorded_in_error, first, after.as_deref());
        listed.page::<insight::Insight, _>(&self.moment, &(), |_, _| true, Insight::found)
    }

    /// Where experiences break between departments on the effective day.
    async fn hand_off_heat_map(&self) -> HeatMap {
        HeatMap::of(&self.moment, self.moment.inquiry().heat_map(self.state().id))
    }

    /// The touchpoints that are on the maps on the last day of a period, or on the effective day if that comes
    /// before, and whether what measures there arrived on its rhythm.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn touchpoints_measured(
        &self,
        #[graphql(desc = "The days on which readings were due.")] period: PeriodInput,
    ) -> Result<List<TouchpointMeasured>, Problem> {
        let period = period.at("period")?;
        let measured = self.moment.inquiry().touchpoints_measured(self.state().id, period).into_iter();
        Ok(measured.filter_map(|of| TouchpointMeasured::of(&self.moment, &of)).collect())
    }

    /// The benefits of its initiatives in each fiscal year for which something is expected of them.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn benefits(&self) -> List<BenefitYear> {
        let benefits = self.moment.inquiry().benefits(self.state().id).into_iter();
        benefits.map(|of| BenefitYear::of(&self.moment, of)).collect()
    }

    /// What these benefits come to by fiscal year, kind and unit, of those whose values add up; nothing is
    /// counted twice.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn benefit_balance(&self) -> List<BenefitBalance> {
        self.moment.inquiry().benefit_balance(self.state().id).into_iter().map(Into::into).collect()
    }

    /// What customers and employees say beside each other, without a claim about cause.
    async fn side_by_side(&self) -> SideBySide {
        SideBySide::of(&self.moment, self.state())
    }

    /// The evidence that was provided, for the program and for each of its initiatives, the latest
    /// covered days first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn evidence(
        &self,
        #[graphql(desc = "Whether what was recorded in error is listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Evidence>, Problem> {
        let id = self.state().id;
        let list = Listing::open(
            &self.moment,
            "program.evidence",
            &(id, include_recorded_in_error),
            first,
            after.as_deref(),
        )?;
        let evidence = list.moment.inquiry().evidence(id);
        let mut rows: Vec<_> =
            evidence.all().filter_map(|item| Some((item.covers, item.source.evidence()?))).collect();
        if include_recorded_in_error {
            rows.extend(taken_back(&list.moment, id));
        }
        rows.sort_unstable_by(|a, b| b.cmp(a));
        let page = list.cut(rows, true, |row| *row);
        Ok(page.of(|(_, id)| Evidence::found(&list.moment, id)).connection())
    }
}

/// Which acts of a program need authority, and what becomes of one without.
#[derive(Debug, SimpleObject)]
pub(crate) struct Governance {
    /// The acts that need authority: a decision, a document, founding, or a rule that frees them.
    needing: List<AuthorityAct>,
    /// Whether one of them without authority is refused. Otherwise it is recorded and shows as without
    /// decision.
    strict: bool,
}
