//! The XmR chart of a series.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::measurement::xmr;

use crate::comparison::ControlLimits;
use crate::connection::list_cost;
use crate::enums::{Assurance, RuleSet, Side, Signal, SpecialCause, Zone};
use crate::list::List;
use crate::scalars::{Date, Decimal};

/// A chart.
#[derive(Debug, Clone)]
pub(crate) struct Chart(pub(crate) Arc<xmr::Chart>);

/// What an XmR chart says about a series: whether its last point is more than noise, and whether the
/// process as it is will meet the target.
#[Object]
impl Chart {
    /// By which rules it was judged.
    async fn rule_set(&self) -> RuleSet {
        self.0.rule_set.into()
    }

    /// What the last point means; null without points.
    async fn signal(&self) -> Option<Signal> {
        self.0.signal().map(Into::into)
    }

    /// What the last limits say about the target; null without a target, limits or a better direction.
    async fn assurance(&self) -> Option<Assurance> {
        self.0.assurance().map(Into::into)
    }

    /// Whether the signal rests on the limits of fewer than 12 points.
    async fn on_trial(&self) -> bool {
        self.0.is_on_trial()
    }

    /// The stretches with limits of their own, in order.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn groups(&self) -> List<ChartGroup> {
        self.0.groups.iter().map(ChartGroup::from).collect()
    }

    /// The points, in order.
    #[graphql(complexity = "3 * list_cost(child_complexity)")]
    async fn points(&self) -> List<ChartPoint> {
        self.0.points.iter().map(ChartPoint::from).collect()
    }
}

/// A stretch of a series with limits of its own.
#[derive(Debug, SimpleObject)]
pub(crate) struct ChartGroup {
    /// Its number, from 0.
    group: usize,
    /// How many points it has.
    n: usize,
    /// Its mean and limits.
    limits: ControlLimits,
    /// What its last point means.
    signal: Signal,
    /// What its limits say about the target.
    assurance: Option<Assurance>,
    /// Whether its limits are those of fewer than 12 points.
    short: bool,
}

impl From<&xmr::Group> for ChartGroup {
    fn from(group: &xmr::Group) -> Self {
        Self {
            group: group.group,
            n: group.n,
            limits: group.limits.into(),
            signal: group.variation.into(),
            assurance: group.assurance.map(Into::into),
            short: group.short,
        }
    }
}

/// A point of a chart.
#[derive(Debug, SimpleObject)]
pub(crate) struct ChartPoint {
    /// Its number, from 1.
    i: usize,
    /// The first day of the reading's period.
    date: Date,
    /// The value.
    value: Decimal,
    /// The group to which it belongs.
    group: usize,
    /// On which side of its group's mean it lies.
    side: Side,
    /// How far from the mean it lies.
    zone: Zone,
    /// Why it is more than noise; null if it is not.
    special_cause: Option<SpecialCause>,
    /// What it means.
    signal: Signal,
}

impl From<&xmr::Point> for ChartPoint {
    fn from(point: &xmr::Point) -> Self {
        Self {
            i: point.i,
            date: Date(point.date),
            value: Decimal(point.value),
            group: point.group,
            side: point.side.into(),
            zone: point.zone.into(),
            special_cause: point.special_cause.map(Into::into),
            signal: point.point_type.into(),
        }
    }
}
