//! How a customer metric moves with a business metric: the correlation of paired readings, period by
//! period, with the business one up to [`LAGS`] − 1 periods later.
//!
//! Whatever it finds, it finds no cause. Two series that both grow correlate perfectly and have nothing to
//! do with each other, so the changes from period to period are correlated as well: what is left of a
//! relation there is not a shared trend. Seven lags are seven chances to find one by accident, so each
//! interval is widened for all of them (Bonferroni): that none of the seven is off has at least 95 %.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::calendar::Period;

/// How many lags are looked at: 0 to 6 periods.
pub const LAGS: usize = 7;

/// The fewest pairs of a correlation.
pub const FEWEST_PAIRS: usize = 12;

/// The standard normal quantile at 1 − 0.025 / [`LAGS`].
const Z: f64 = 2.690_109_527_158_866;

/// A relation at one lag.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lagged {
    /// How many periods later the business metric is read.
    pub lag: usize,
    /// Of the values.
    pub levels: Option<Correlation>,
    /// Of the changes from one period to the next.
    pub changes: Option<Correlation>,
}

/// Pearson's correlation with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Correlation {
    /// −1 to 1.
    pub r: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// Over how many pairs.
    pub pairs: usize,
}

impl Correlation {
    /// Whether the interval leaves zero out.
    pub fn is_more_than_chance(&self) -> bool {
        self.lower > 0.0 || self.upper < 0.0
    }
}

/// Why there is no relation to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRelation {
    /// Too few periods have a reading of both.
    #[error("{pairs} periods have a reading of both metrics; a relation needs {FEWEST_PAIRS} or more")]
    TooFew {
        /// How many there are.
        pairs: usize,
    },
    /// One of them never changes.
    #[error("one of the two metrics has the same value in every period, so nothing moves with it")]
    NoVariation,
}

/// The relation of two series at every lag. Both hold a value a period, those of one rhythm; periods are
/// paired by their order, and the ones that only one of the two has are left out.
///
/// `periods` are all periods of the rhythm that either has, in order.
pub fn relation(
    customer: &BTreeMap<Period, Decimal>,
    business: &BTreeMap<Period, Decimal>,
    periods: &[Period],
) -> Result<Vec<Lagged>, NoRelation> {
    let values = |series: &BTreeMap<Period, Decimal>| -> Vec<Option<f64>> {
        periods.iter().map(|period| series.get(period)?.to_f64()).collect()
    };
    let (customer, business) = (values(customer), values(business));
    let lagged: Vec<Lagged> = (0..LAGS)
        .map(|lag| Lagged {
            lag,
            levels: correlation(&pairs(&customer, &business, lag)),
            changes: correlation(&pairs(&changes(&customer), &changes(&business), lag)),
        })
        .collect();
    let pairs = pairs(&customer, &business, 0).len();
    if pairs < FEWEST_PAIRS {
        return Err(NoRelation::TooFew { pairs });
    }
    if lagged.iter().all(|it| it.levels.is_none()) {
        return Err(NoRelation::NoVariation);
    }
    Ok(lagged)
}

fn changes(values: &[Option<f64>]) -> Vec<Option<f64>> {
    values.windows(2).map(|pair| Some(pair[1]? - pair[0]?)).collect()
}

fn pairs(early: &[Option<f64>], late: &[Option<f64>], lag: usize) -> Vec<(f64, f64)> {
    early.iter().zip(late.iter().skip(lag)).filter_map(|(early, late)| Some(((*early)?, (*late)?))).collect()
}

/// r with Fisher's interval tanh(artanh r ± z / √(n − 3)); `None` of too few pairs or of values that do
/// not vary.
fn correlation(pairs: &[(f64, f64)]) -> Option<Correlation> {
    if pairs.len() < FEWEST_PAIRS {
        return None;
    }
    let n = float(pairs.len());
    let (mean_x, mean_y) =
        (pairs.iter().map(|(x, _)| x).sum::<f64>() / n, pairs.iter().map(|(_, y)| y).sum::<f64>() / n);
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| -> f64 { pairs.iter().map(|(x, y)| of(x - mean_x, y - mean_y)).sum() };
    let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    // Equal values leave a speck of rounding behind that is no variation.
    let varies = |squares: f64, mean: f64| squares > n * (mean * f64::EPSILON * 16.0).powi(2);
    if !(varies(xx, mean_x) && varies(yy, mean_y)) {
        return None;
    }
    let r = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    let half = Z / (n - 3.0).sqrt();
    let end = |sign: f64| (r.atanh() + sign * half).tanh();
    Some(Correlation { r, lower: end(-1.0), upper: end(1.0), pairs: pairs.len() })
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred periods")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{FiscalCalendar, Rhythm};
    use crate::spec::day;

    /// Neither rising nor falling, and no two halves alike.
    const NOISE: [i64; 24] =
        [3, -1, 4, -1, -5, 9, -2, 6, -5, 3, -5, 8, -9, 7, -9, 3, 2, -3, 8, -4, 6, -2, -6, 4];

    /// Changes from one to the next that have nothing to do with those of the other.
    const OTHER_NOISE: [i64; 24] =
        [2, -7, 1, 8, 2, -8, 1, 8, -2, 8, 4, -5, -9, 0, 4, 5, -2, 3, -5, -3, 6, 0, -2, 8];

    fn months(count: i32) -> Vec<Period> {
        (0..count)
            .map(|n| FiscalCalendar::default().nth(Rhythm::Month, day("2020-01-01"), n).unwrap())
            .collect()
    }

    fn series(values: impl IntoIterator<Item = i64>) -> BTreeMap<Period, Decimal> {
        months(60).into_iter().zip(values).map(|(month, value)| (month, Decimal::from(value))).collect()
    }

    #[test]
    fn a_business_metric_that_follows_two_periods_later_shows_at_that_lag() {
        let customer = series(NOISE);
        let business = series([0, 0].into_iter().chain(NOISE.map(|value| 100 + 3 * value)).take(24));
        let found = relation(&customer, &business, &months(24)).unwrap();
        let levels = |lag: usize| found[lag].levels.unwrap();
        // The first two periods are made up; they lie outside the pairs of lag two.
        assert!(levels(2).r > 0.999 && levels(2).pairs == 22, "{:?}", found[2]);
        assert!(found[2].changes.unwrap().is_more_than_chance());
        assert!(!levels(0).is_more_than_chance() || levels(0).r.abs() < levels(2).r);
        assert_eq!(found.len(), LAGS);
    }

    #[test]
    fn two_trends_without_a_relation_correlate_in_levels_and_not_in_changes() {
        let customer = series((0..24).map(|n| 20 * n + NOISE[usize::try_from(n).unwrap()]));
        let business = series((0..24).map(|n| 30 * n + OTHER_NOISE[usize::try_from(n).unwrap()]));
        let found = relation(&customer, &business, &months(24)).unwrap();
        assert!(found[0].levels.unwrap().r > 0.95);
        assert!(!found[0].changes.unwrap().is_more_than_chance(), "{:?}", found[0]);
    }

    #[test]
    fn the_interval_is_fishers_for_seven_lags() {
        let noise = NOISE.map(|value| f64::from(i32::try_from(value).unwrap()));
        let pairs: Vec<(f64, f64)> = noise.into_iter().zip(noise.into_iter().skip(1)).collect();
        let found = correlation(&pairs).unwrap();
        let half = Z / 20.0_f64.sqrt();
        assert!((found.upper.atanh() - found.r.atanh() - half).abs() < 1e-9);
        assert!(found.lower < found.r && found.r < found.upper);
        // P(z < 2.690) = 1 − 0.025 / 7.
        assert!((Z - 2.690_110).abs() < 1e-6);
    }

    #[test]
    fn thin_data_and_a_metric_that_never_moves_are_refused() {
        let few = series(NOISE.into_iter().take(11));
        assert_eq!(relation(&few, &series(NOISE), &months(24)), Err(NoRelation::TooFew { pairs: 11 }));
        let flat = series([7; 24]);
        assert_eq!(relation(&flat, &series(NOISE), &months(24)), Err(NoRelation::NoVariation));
    }

    #[test]
    fn periods_that_only_one_of_them_has_are_left_out() {
        let mut gappy = series(NOISE);
        gappy.remove(&months(24)[5]);
        let found = relation(&gappy, &series(NOISE), &months(24)).unwrap();
        assert_eq!(found[0].levels.unwrap().pairs, 23);
        assert_eq!(found[0].changes.unwrap().pairs, 21);
        assert!((found[0].levels.unwrap().r - 1.0).abs() < 1e-12);
    }
}
