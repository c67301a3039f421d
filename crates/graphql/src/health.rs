//! How an initiative stands by what is recorded.

use std::sync::Arc;

use async_graphql::{Enum, Object};
use cxl_domain::initiative::health::{self, Sign};

use crate::connection::list_cost;
use crate::enums::DeclaredState;
use crate::improvement::Improvement;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::scalars::Date;

/// The computed health of an initiative at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    pub(crate) moment: Arc<Moment>,
    pub(crate) of: health::Health,
    pub(crate) contradicted: bool,
}

/// How an initiative stands by what is recorded, whatever its owner says (`health/1`).
#[Object]
impl Health {
    /// The computed state: what the heaviest sign gives, on track without any.
    async fn state(&self) -> DeclaredState {
        self.of.state.into()
    }

    /// What speaks against being on track.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn signs(&self) -> List<HealthSign> {
        let signs = self.of.signs.iter();
        signs.map(|sign| HealthSign { moment: self.moment.clone(), sign: *sign }).collect()
    }

    /// Whether the report that counts last declares a better state: an exception to be explained.
    async fn contradicts_the_report(&self) -> bool {
        self.contradicted
    }
}

/// What kind of sign it is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HealthSignKind {
    /// An improvement is not over and was due before the effective day.
    Overdue,
    /// The improvement delivered last made its metric worse.
    MadeWorse,
    /// The last point of the primary metric is of concern.
    Concern,
    /// The primary metric, as it is, misses its target every time.
    MissesTarget,
    /// Nobody owns the initiative.
    Vacant,
    /// Nothing has been reported for more than a quarter and ten days.
    Silent,
}

/// A sign at a moment.
#[derive(Debug, Clone)]
pub(crate) struct HealthSign {
    moment: Arc<Moment>,
    sign: Sign,
}

/// Something that speaks against an initiative's being on track.
#[Object]
impl HealthSign {
    /// What kind of sign it is.
    async fn kind(&self) -> HealthSignKind {
        match self.sign {
            Sign::Overdue { .. } => HealthSignKind::Overdue,
            Sign::MadeWorse { .. } => HealthSignKind::MadeWorse,
            Sign::Concern { .. } => HealthSignKind::Concern,
            Sign::MissesTarget { .. } => HealthSignKind::MissesTarget,
            Sign::Vacant => HealthSignKind::Vacant,
            Sign::Silent { .. } => HealthSignKind::Silent,
        }
    }

    /// The state that this sign alone would give: more than 30 days overdue and made worse weigh more
    /// than the others.
    async fn weighs(&self) -> DeclaredState {
        self.sign.weighs().into()
    }

    /// The improvement, where it is about one.
    async fn improvement(&self) -> Option<Improvement> {
        match self.sign {
            Sign::Overdue { improvement, .. } | Sign::MadeWorse { improvement } => {
                Improvement::seen(&self.moment, improvement)
            }
            _ => None,
        }
    }

    /// The metric, where it is about one.
    async fn metric(&self) -> Option<Metric> {
        match self.sign {
            Sign::Concern { metric } | Sign::MissesTarget { metric } => Metric::seen(&self.moment, metric),
            _ => None,
        }
    }

    /// The day on which it was due, or the last one that was reported on.
    async fn since(&self) -> Option<Date> {
        match self.sign {
            Sign::Overdue { due, .. } => Some(Date(due)),
            Sign::Silent { since, .. } => Some(Date(since)),
            _ => None,
        }
    }

    /// How many days ago that was.
    async fn days(&self) -> Option<i64> {
        match self.sign {
            Sign::Overdue { days, .. } | Sign::Silent { days, .. } => Some(days),
            _ => None,
        }
    }
}
