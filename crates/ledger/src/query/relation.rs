//! Questions about how one metric moves with another.

use std::collections::BTreeMap;

use cxl_domain::calendar::{Period, Rhythm};
use cxl_domain::id::MetricId;
use cxl_domain::measurement::relation::{Lagged, NoRelation, relation};
use cxl_domain::measurement::series::{Alignment, SeriesKey};
use rust_decimal::Decimal;

use super::Inquiry;

/// Why two metrics have no relation to tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelationProblem {
    /// There is no such metric or headline series at that point in time.
    #[error("one of the two metrics has no series at that point in time; name a series")]
    NoSeries,
    /// The two are read on other rhythms.
    #[error(
        "one metric is read every {customer} and the other every {business}; only metrics of one rhythm are paired"
    )]
    OtherRhythm {
        /// The rhythm of the one.
        customer: Rhythm,
        /// The rhythm of the other.
        business: Rhythm,
    },
    /// The data do not tell.
    #[error(transparent)]
    NoRelation(#[from] NoRelation),
}

impl Inquiry<'_> {
    /// How a metric moves with another one up to six periods later: the correlation of their headline
    /// series, or of those asked for, over the periods of their common rhythm. It tells no cause.
    pub fn relation(
        &self,
        (customer, customer_series): (MetricId, Option<&SeriesKey>),
        (business, business_series): (MetricId, Option<&SeriesKey>),
    ) -> Result<Vec<Lagged>, RelationProblem> {
        let (_, one) = self.metric(customer).ok_or(RelationProblem::NoSeries)?;
        let (_, other) = self.metric(business).ok_or(RelationProblem::NoSeries)?;
        if one.rhythm != other.rhythm {
            return Err(RelationProblem::OtherRhythm { customer: one.rhythm, business: other.rhythm });
        }
        let rhythm = one.rhythm;
        let program = one.program;
        let customer = self.regular_values(customer, customer_series).ok_or(RelationProblem::NoSeries)?;
        let business = self.regular_values(business, business_series).ok_or(RelationProblem::NoSeries)?;
        let first = customer.keys().chain(business.keys()).min();
        let last = customer.keys().chain(business.keys()).max();
        let mut periods = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            let next = |period: &Period| {
                let day = period.to().succ_opt()?;
                let next = self.calendar(Some(program), day).period_holding(rhythm, day);
                (next.from() <= last.from()).then_some(next)
            };
            periods.extend(std::iter::successors(Some(*first), next));
        }
        Ok(relation(&customer, &business, &periods)?)
    }

    /// The value of each regular period of a series.
    fn regular_values(&self, id: MetricId, series: Option<&SeriesKey>) -> Option<BTreeMap<Period, Decimal>> {
        let (held, _) = self.metric(id)?;
        let series = self.series(&held.state, series)?;
        let readings = self.joined_readings(id, &series);
        let regular = readings.iter().filter(|reading| reading.alignment == Alignment::Regular);
        Some(regular.map(|reading| (reading.period, reading.value)).collect())
    }
}
