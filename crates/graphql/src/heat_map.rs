//! The hand-off heat map: where experiences break between departments.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_ledger::query;

use crate::connection::list_cost;
use crate::initiative::Initiative;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::organization::Department;
use crate::pain_point::PainPoint;
use crate::spot::Spot;

/// A heat map at a moment.
#[derive(Debug)]
pub(crate) struct HeatMap {
    moment: Arc<Moment>,
    of: query::HeatMap,
}

impl HeatMap {
    pub(crate) fn of(moment: &Arc<Moment>, of: query::HeatMap) -> Self {
        Self { moment: moment.clone(), of }
    }
}

/// For each hand-off that is on a map on the effective day: the pain points that are open there, the
/// initiatives at work and the metrics that give a signal of concern. What lies at several hand-offs is
/// counted at each, so that parts add up to their whole.
#[Object]
impl HeatMap {
    /// Every hand-off, in the order of the journeys and of their maps.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn hand_offs(&self) -> List<Heat> {
        self.of.hand_offs.iter().map(|of| Heat { moment: self.moment.clone(), of: of.clone() }).collect()
    }

    /// The same for each pair of departments between which there is a hand-off.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn between(&self) -> List<HeatBetween> {
        let between = self.of.between().into_iter().filter_map(|((from, to), count)| {
            Some(HeatBetween {
                from: Department::seen(&self.moment, from)?,
                to: Department::seen(&self.moment, to)?,
                count: count.into(),
            })
        });
        between.collect()
    }

    /// All hand-offs together.
    async fn total(&self) -> HeatCount {
        self.of.total().into()
    }

    /// The open pain points that lie at no hand-off on a map.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn elsewhere(&self) -> List<PainPoint> {
        self.of.elsewhere.iter().filter_map(|id| PainPoint::seen(&self.moment, *id)).collect()
    }
}

/// One hand-off of a heat map, at a moment.
#[derive(Debug)]
pub(crate) struct Heat {
    moment: Arc<Moment>,
    of: query::Heat,
}

/// One hand-off with what is wrong there.
#[Object]
impl Heat {
    /// The hand-off.
    async fn hand_off(&self) -> Option<Spot> {
        Spot::seen(&self.moment, self.of.hand_off.spot)
    }

    /// The department that lets the customer go.
    async fn from(&self) -> Option<Department> {
        Department::seen(&self.moment, self.of.hand_off.from)
    }

    /// The department that takes the customer over.
    async fn to(&self) -> Option<Department> {
        Department::seen(&self.moment, self.of.hand_off.to)
    }

    /// How much is wrong there.
    async fn count(&self) -> HeatCount {
        self.of.count().into()
    }

    /// The open pain points there.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn pain_points(&self) -> List<PainPoint> {
        self.of.pain_points.iter().filter_map(|id| PainPoint::seen(&self.moment, *id)).collect()
    }

    /// The running initiatives that work there, or that took up one of these pain points.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<Initiative> {
        self.of.initiatives.iter().filter_map(|id| Initiative::seen(&self.moment, *id)).collect()
    }

    /// The metrics that measure there and whose headline series gives a signal of concern.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn concerns(&self) -> List<Metric> {
        self.of.concerns.iter().filter_map(|id| Metric::seen(&self.moment, *id)).collect()
    }
}

/// How much is wrong between two departments.
#[derive(Debug, SimpleObject)]
pub(crate) struct HeatBetween {
    /// The department that lets the customer go.
    from: Department,
    /// The department that takes the customer over.
    to: Department,
    /// How much is wrong at the hand-offs between them.
    count: HeatCount,
}

/// How much is wrong somewhere.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub(crate) struct HeatCount {
    /// Open pain points.
    pain_points: usize,
    /// Initiatives, counted at each hand-off.
    initiatives: usize,
    /// Metrics with a signal of concern, counted at each hand-off.
    concerns: usize,
}

impl From<query::HeatCount> for HeatCount {
    fn from(count: query::HeatCount) -> Self {
        let query::HeatCount { pain_points, initiatives, concerns } = count;
        Self { pain_points, initiatives, concerns }
    }
}
