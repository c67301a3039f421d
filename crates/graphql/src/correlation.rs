//! How a metric moves with another one. It speaks of no cause.

use async_graphql::SimpleObject;
use cxl_domain::measurement::relation;

use crate::list::List;
use crate::metric::Metric;

/// How a metric moves with a business metric, up to six periods later: correlations of paired readings.
/// Whatever they are, they tell no cause: two series that both grow correlate and may have nothing to do
/// with each other.
#[derive(Debug, SimpleObject)]
pub(crate) struct Relation {
    /// The business metric.
    business: Metric,
    /// One for each number of periods by which the business metric is read later, from 0 to 6.
    lags: List<LaggedRelation>,
}

impl Relation {
    pub(crate) fn of(business: Metric, lags: Vec<relation::Lagged>) -> Self {
        Self { business, lags: lags.into_iter().map(LaggedRelation::from).collect() }
    }
}

/// A relation at one lag.
#[derive(Debug, SimpleObject)]
pub(crate) struct LaggedRelation {
    /// How many periods later the business metric is read.
    lag: usize,
    /// Of the values; null with fewer than 12 pairs or where one of the two does not vary.
    values: Option<Correlation>,
    /// Of the changes from one period to the next: what is left of a relation there is no shared trend.
    changes: Option<Correlation>,
}

impl From<relation::Lagged> for LaggedRelation {
    fn from(lagged: relation::Lagged) -> Self {
        Self {
            lag: lagged.lag,
            values: lagged.levels.map(Correlation::from),
            changes: lagged.changes.map(Correlation::from),
        }
    }
}

/// Pearson's correlation with its interval: that none of those at the seven lags is off has 95 %.
#[derive(Debug, SimpleObject)]
pub(crate) struct Correlation {
    /// -1 to 1.
    r: f64,
    /// The lower end of its interval.
    lower: f64,
    /// The upper end.
    upper: f64,
    /// Over how many pairs.
    pairs: usize,
    /// Whether the interval leaves zero out.
    more_than_chance: bool,
}

impl From<relation::Correlation> for Correlation {
    fn from(correlation: relation::Correlation) -> Self {
        Self {
            r: correlation.r,
            lower: correlation.lower,
            upper: correlation.upper,
            pairs: correlation.pairs,
            more_than_chance: correlation.is_more_than_chance(),
        }
    }
}
