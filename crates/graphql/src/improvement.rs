//! An improvement: what ends inside an initiative, and what the metric says before and after.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::history::Entry;
use cxl_domain::id::{EventId, ImprovementId};
use cxl_domain::initiative::{self, ImprovementState, InitiativeFact};
use cxl_domain::measurement::comparison;
use cxl_ledger::TextAt;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::comparison::{Compared, Comparison, Verdict, analyzed};
use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::flag::{Flag, VerdictFlip};
use crate::ids::Global;
use crate::initiative::Initiative;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::scalars::Date;
use crate::texts::Text;

/// An improvement at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Improvement {
    moment: Arc<Moment>,
    held: Arc<Held<initiative::Initiative>>,
    fix: initiative::Improvement,
}

/// How far an improvement has come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ImprovementState")]
pub(crate) enum State {
    /// It began and is not over.
    Started,
    /// It was delivered.
    Delivered,
    /// It was given up.
    Abandoned,
}

impl From<ImprovementState> for State {
    fn from(state: ImprovementState) -> Self {
        match state {
            ImprovementState::Started => Self::Started,
            ImprovementState::Delivered(_) => Self::Delivered,
            ImprovementState::Abandoned(_) => Self::Abandoned,
        }
    }
}

impl Improvement {
    pub(crate) fn of(
        moment: &Arc<Moment>,
        held: &Arc<Held<initiative::Initiative>>,
        improvement: initiative::Improvement,
    ) -> Self {
        Self { moment: moment.clone(), held: held.clone(), fix: improvement }
    }

    /// An improvement that began at that moment, of an initiative that the asker sees.
    pub(crate) fn seen(moment: &Arc<Moment>, id: ImprovementId) -> Option<Self> {
        let initiative = moment.views.initiative_of_improvement(id)?;
        Initiative::found(moment, initiative)?;
        let held = moment.views.initiative(initiative)?;
        let improvement = held.state.improvement(id, moment.as_of())?;
        Some(Self::of(moment, held, improvement))
    }

    fn entry(&self, event: EventId) -> Result<&Entry<InitiativeFact>, Problem> {
        let found = self.held.state.history.find(event);
        found.ok_or_else(|| Problem::internal(format!("the initiative has no event {event}")))
    }

    /// The fact that delivered it or gave it up.
    fn ending(&self) -> Option<&Entry<InitiativeFact>> {
        let id = self.fix.id;
        let ends = |fact: &InitiativeFact| match fact {
            InitiativeFact::ImprovementDelivered(delivered) => (delivered.improvement == id).then_some(()),
            InitiativeFact::ImprovementAbandoned(abandoned) => (abandoned.improvement == id).then_some(()),
            _ => None,
        };
        self.held.state.history.latest(self.moment.as_of(), ends).map(|(entry, ())| entry)
    }

    fn comparison(&self) -> Result<Option<Arc<comparison::Comparison>>, Problem> {
        match self.moment.inquiry().improvement_comparison(&self.held.state, &self.fix) {
            Some(compared) => Ok(analyzed(compared)?),
            None => Ok(None),
        }
    }
}

/// A concrete fix inside an initiative: started once, perhaps moved, in the end delivered or given up.
#[Object]
impl Improvement {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.fix.id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The initiative.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::found(&self.moment, self.held.state.id)
    }

    /// What is going to be fixed.
    async fn title(&self) -> Result<Option<Text>, Problem> {
        let at = TextAt { position: self.fix.stated_at, pointer: "/fact/title" };
        self.moment.text(at).await
    }

    /// The fact that started it.
    async fn statement(&self) -> Result<Fact, Problem> {
        Ok(Fact::of(&self.moment, self.entry(self.fix.stated_by)?))
    }

    /// The metric that should move: the one that it names, else the initiative's primary one on the day
    /// it began.
    async fn metric(&self) -> Option<Metric> {
        Metric::seen(&self.moment, self.moment.inquiry().metric_of(&self.held.state, &self.fix)?)
    }

    /// The day it began.
    async fn started(&self) -> Date {
        Date(self.fix.started)
    }

    /// The day on which it is due, as last moved.
    async fn due(&self) -> Option<Date> {
        self.fix.due.map(Date)
    }

    /// Every time that its date was moved, in order.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn moves(&self) -> Result<List<DateMove>, Problem> {
        let moves = self.fix.moves.iter();
        moves
            .map(|event| Ok(DateMove { moment: self.moment.clone(), entry: self.entry(*event)?.clone() }))
            .collect()
    }

    /// How far it has come on the effective day.
    async fn state(&self) -> State {
        self.fix.state.into()
    }

    /// The day on which it was delivered.
    async fn delivered(&self) -> Option<Date> {
        match self.fix.state {
            ImprovementState::Delivered(day) => Some(Date(day)),
            ImprovementState::Started | ImprovementState::Abandoned(_) => None,
        }
    }

    /// The day on which it was given up.
    async fn abandoned(&self) -> Option<Date> {
        match self.fix.state {
            ImprovementState::Abandoned(day) => Some(Date(day)),
            ImprovementState::Started | ImprovementState::Delivered(_) => None,
        }
    }

    /// Why it was given up.
    async fn abandoned_because(&self) -> Result<Option<Text>, Problem> {
        match self.ending() {
            Some(entry) if matches!(entry.fact, InitiativeFact::ImprovementAbandoned(_)) => {
                self.moment.text(TextAt::field(entry, "/fact/reason")).await
            }
            _ => Ok(None),
        }
    }

    /// What came of it, in a word; null until it is delivered or while it has no metric to compare.
    async fn verdict(&self) -> Result<Option<Verdict>, Problem> {
        Ok(self.comparison()?.map(|comparison| comparison.verdict.into()))
    }

    /// The metric before its start and from its delivery on, with everything that the verdict rests on;
    /// null until it is delivered or while it has no metric to compare.
    #[graphql(name = "comparison")]
    async fn compared(&self) -> Result<Option<Comparison>, Problem> {
        let Some(comparison) = self.comparison()? else { return Ok(None) };
        let compared = self.moment.inquiry().compared_series(&self.held.state, &self.fix);
        let of = compared.map(|(metric, series)| Compared {
            moment: self.moment.clone(),
            metric,
            series,
            after_series: None,
        });
        Ok(Some(Comparison { comparison, of }))
    }

    /// The balancing metrics that became worse while the improvement's own metric improved: what makes
    /// its verdict unbalanced.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn unbalanced_by(&self) -> List<Metric> {
        let metrics = self.moment.inquiry().unbalanced_by(&self.held.state, &self.fix);
        metrics.into_iter().filter_map(|metric| Metric::seen(&self.moment, metric)).collect()
    }

    /// The restatements that changed its verdict, and nothing else did, in the order in which they became
    /// known. Start and delivery are taken as they stand now.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn verdict_flips(&self) -> List<VerdictFlip> {
        let flips = self.moment.inquiry().verdict_flips(&self.held.state, &self.fix);
        flips.into_iter().map(VerdictFlip::from).collect()
    }

    /// The integrity flags of its metric that look at it.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn flags(&self) -> List<Flag> {
        let inquiry = self.moment.inquiry();
        let Some(metric) = inquiry.metric_of(&self.held.state, &self.fix) else { return List::default() };
        let Some((_, defined)) = inquiry.metric(metric) else { return List::default() };
        let flags = inquiry.flags(metric);
        let about = flags.iter().filter(|flag| flag.is_about(self.fix.id)).cloned();
        about.map(|flag| Flag::of(&self.moment, defined.program, flag)).collect()
    }
}

/// A move of the due date.
#[derive(Debug, Clone)]
pub(crate) struct DateMove {
    moment: Arc<Moment>,
    entry: Entry<InitiativeFact>,
}

/// One move of the day on which an improvement is due.
#[Object]
impl DateMove {
    /// The new day.
    async fn due(&self) -> Option<Date> {
        match &self.entry.fact {
            InitiativeFact::ImprovementDateMoved(moved) => Some(Date(moved.due)),
            _ => None,
        }
    }

    /// The day of the announcement.
    async fn on(&self) -> Date {
        Date(self.entry.from())
    }

    /// Why it was moved.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
    }

    /// The fact that moved it.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}
