//! A spot on the map of a journey: a stage, a touchpoint or a hand-off.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use cxl_domain::id::SpotId;
use cxl_domain::journey;
use cxl_ledger::TextAt;
use cxl_ledger::query;
use cxl_ledger::views::Held;

use crate::as_of::PointInTime;
use crate::connection::list_cost;
use crate::error::Problem;
use crate::ids::Global;
use crate::journey::Journey;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::organization::Department;
use crate::pain_point::PainPoint;
use crate::scalars::{Code, Date};
use crate::texts::Text;

/// A spot at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    moment: Arc<Moment>,
    held: Arc<Held<journey::Journey>>,
    spot: journey::Spot,
}

/// What a spot on a map is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpotKind {
    /// A stretch of the journey.
    Stage,
    /// Where customers and the company meet.
    Touchpoint,
    /// Where one department lets the customer go and another takes over.
    HandOff,
}

impl Spot {
    pub(crate) fn of(moment: &Arc<Moment>, held: &Arc<Held<journey::Journey>>, spot: journey::Spot) -> Self {
        Self { moment: moment.clone(), held: held.clone(), spot }
    }

    /// A spot that was added by that moment, on a map that the asker sees.
    pub(crate) fn seen(moment: &Arc<Moment>, id: SpotId) -> Option<Self> {
        let journey = moment.views.journey_of(id)?;
        Journey::found(moment, journey)?;
        let held = moment.views.thing::<journey::Journey>(journey)?;
        Some(Self::of(moment, held, held.state.spot(id, moment.as_of())?))
    }

    fn another(&self, id: SpotId) -> Option<Self> {
        let spot = self.held.state.spot(id, self.moment.as_of())?;
        Some(Self::of(&self.moment, &self.held, spot))
    }
}

/// A stage, touchpoint or hand-off on the map of a journey.
#[Object]
impl Spot {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.spot.id.global()
    }

    /// The point in time to which this answer belongs.
    async fn as_of(&self) -> PointInTime {
        (&self.moment.point).into()
    }

    /// The journey.
    async fn journey(&self) -> Option<Journey> {
        Journey::found(&self.moment, self.held.state.id)
    }

    /// What it is.
    async fn kind(&self) -> SpotKind {
        match self.spot.kind {
            journey::SpotKind::Stage { .. } => SpotKind::Stage,
            journey::SpotKind::Touchpoint { .. } => SpotKind::Touchpoint,
            journey::SpotKind::HandOff { .. } => SpotKind::HandOff,
        }
    }

    /// The code, unique on the map.
    async fn code(&self) -> Code {
        Code(self.spot.code.clone())
    }

    /// The name on the effective day; a hand-off may have none.
    async fn name(&self) -> Result<Option<Text>, Problem> {
        let Some((_, position)) = self.spot.named_by else { return Ok(None) };
        self.moment.text(TextAt { position, pointer: "/fact/name" }).await
    }

    /// Of a stage, its place in the order, the least first.
    async fn order(&self) -> Option<u16> {
        match self.spot.kind {
            journey::SpotKind::Stage { order } => Some(order),
            journey::SpotKind::Touchpoint { .. } | journey::SpotKind::HandOff { .. } => None,
        }
    }

    /// Of a touchpoint its stage, of a hand-off the stage or touchpoint at which it happens.
    async fn rests_on(&self) -> Option<Spot> {
        self.another(self.spot.kind.rests_on()?)
    }

    /// Of a touchpoint, the channel over which customers meet the company.
    async fn channel(&self) -> Option<Code> {
        match &self.spot.kind {
            journey::SpotKind::Touchpoint { channel, .. } => channel.clone().map(Code),
            journey::SpotKind::Stage { .. } | journey::SpotKind::HandOff { .. } => None,
        }
    }

    /// Of a touchpoint, the department that is responsible for it; null while none is.
    async fn department(&self) -> Option<Department> {
        match self.spot.kind {
            journey::SpotKind::Touchpoint { department, .. } => Department::seen(&self.moment, department?),
            journey::SpotKind::Stage { .. } | journey::SpotKind::HandOff { .. } => None,
        }
    }

    /// Of a hand-off, the department that lets the customer go.
    async fn from(&self) -> Option<Department> {
        match self.spot.kind {
            journey::SpotKind::HandOff { from, .. } => Department::seen(&self.moment, from),
            journey::SpotKind::Stage { .. } | journey::SpotKind::Touchpoint { .. } => None,
        }
    }

    /// Of a hand-off, the department that takes the customer over.
    async fn to(&self) -> Option<Department> {
        match self.spot.kind {
            journey::SpotKind::HandOff { to, .. } => Department::seen(&self.moment, to),
            journey::SpotKind::Stage { .. } | journey::SpotKind::Touchpoint { .. } => None,
        }
    }

    /// The first day on which it is on the map.
    async fn added(&self) -> Date {
        Date(self.spot.added)
    }

    /// The first day on which it is no longer there; null while none is recorded.
    async fn retired(&self) -> Option<Date> {
        self.spot.retired.map(Date)
    }

    /// The pain points that lie just here and are open on the effective day, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn open_pain_points(&self) -> List<PainPoint> {
        let open = self.moment.inquiry().open_pain_points_at(self.held.state.id, self.spot.id);
        open.into_iter().filter_map(|id| PainPoint::seen(&self.moment, id)).collect()
    }
}

/// A touchpoint and what measures there.
#[derive(Debug, SimpleObject)]
pub(crate) struct TouchpointMeasured {
    /// The touchpoint.
    touchpoint: Spot,
    /// The metrics that measure there.
    metrics: List<Metric>,
    /// Those of them whose readings were known by the day on which they were due.
    on_rhythm: List<Metric>,
    /// Whether something measures there and all of it arrived on its rhythm.
    all_on_rhythm: bool,
}

impl TouchpointMeasured {
    pub(crate) fn of(moment: &Arc<Moment>, of: &query::TouchpointMeasured) -> Option<Self> {
        let seen = |arrived_only: bool| {
            let metrics = of.metrics.iter().filter(|it| it.arrived || !arrived_only);
            metrics.filter_map(|it| Metric::seen(moment, it.metric)).collect()
        };
        let held = moment.views.thing::<journey::Journey>(of.journey)?;
        // It may have left the map since, or come onto it after the effective day of another question.
        let spot = held.state.spot(of.touchpoint, &moment.as_of().on(chrono::NaiveDate::MAX))?;
        Some(Self {
            touchpoint: Spot::of(moment, held, spot),
            metrics: seen(false),
            on_rhythm: seen(true),
            all_on_rhythm: of.on_rhythm(),
        })
    }
}
