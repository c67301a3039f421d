//! Control limits of an XmR chart: where a process lies and how far it varies by itself.
//!
//! The mean is that of all values; the limits lie 2.66 mean moving ranges from it, the near limits
//! two thirds of that. A moving range is the distance between two neighbors in the series, whatever
//! time lies between them. 2.66 is 3 / 1.128, where 1.128 (d₂ for two values) turns a mean range of
//! normal values into their standard deviation; so the limits stand near three sigma and the near
//! limits near two.
//!
//! **Screening.** A few wild steps would widen the limits until they catch nothing. Ranges of 3.267
//! mean ranges or more (D₄ for two values, their upper limit) are left out once and the mean range
//! taken anew; the mean keeps every value. Where most neighbors are equal, screening would leave
//! ranges of zero and nothing else, limits without width, and every value off the mean would look
//! special. Such values are *nearly constant*: screening is not applied, the limits come from all
//! ranges, and the rule of the shift is not asked, because the mean lies off the usual value and
//! that value itself would count as shifted.
//!
//! **No variation.** Of equal values the mean range is zero. Limits without width judge nothing: no
//! value is near or outside. One value has no range and so no limits.

use rust_decimal::Decimal;
use serde::Serialize;

/// Distance of the limits from the mean, in mean moving ranges.
pub const LIMIT_FACTOR: Decimal = Decimal::from_parts(266, 0, 0, false, 2);

/// From how many mean moving ranges on a range is screened out.
pub const SCREEN_FACTOR: Decimal = Decimal::from_parts(3267, 0, 0, false, 3);

/// On which side of the mean a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Strictly below the mean.
    Below,
    /// Exactly on the mean.
    On,
    /// Strictly above the mean.
    Above,
}

impl Side {
    /// On which side of `mean` a value lies.
    pub fn of(value: Decimal, mean: Decimal) -> Self {
        match value.cmp(&mean) {
            std::cmp::Ordering::Less => Self::Below,
            std::cmp::Ordering::Equal => Self::On,
            std::cmp::Ordering::Greater => Self::Above,
        }
    }

    /// −1, 0 or 1.
    pub fn sign(self) -> i8 {
        match self {
            Self::Below => -1,
            Self::On => 0,
            Self::Above => 1,
        }
    }
}

/// How far from the mean a value lies, on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Up to the near limit.
    Within,
    /// Beyond the near limit, up to the limit.
    Near,
    /// Beyond the limit.
    Outside,
}

/// The mean of some values and how much they vary from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// The mean of all values.
    pub mean: Decimal,
    /// The mean of the moving ranges that were kept; `None` of a single value.
    pub mean_moving_range: Option<Decimal>,
    /// How many moving ranges were screened out.
    pub screened: usize,
    /// Whether screening would have left ranges of zero only, and so was not applied.
    pub nearly_constant: bool,
}

impl Limits {
    /// The limits that `values` set, in the order of the series; `None` of no values.
    ///
    /// The values are within the bounds of [`super::decimal::check_decimal`].
    pub fn of(values: &[Decimal], screen: bool) -> Option<Self> {
        let mean = mean(values.iter().copied())?;
        let ranges: Vec<Decimal> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let plain = Self {
            mean,
            mean_moving_range: self::mean(ranges.iter().copied()),
            screened: 0,
            nearly_constant: false,
        };
        match plain.mean_moving_range {
            Some(all) if screen && !all.is_zero() => Some(plain.screen(&ranges, SCREEN_FACTOR * all)),
            _ => Some(plain),
        }
    }

    /// The lower limit; it is not cut off at zero or any other bound of the metric.
    pub fn lower(&self) -> Option<Decimal> {
        Some(self.mean - self.width()?)
    }

    /// The upper limit; not cut off either.
    pub fn upper(&self) -> Option<Decimal> {
        Some(self.mean + self.width()?)
    }

    /// On which side of the mean a value lies.
    pub fn side(&self, value: Decimal) -> Side {
        Side::of(value, self.mean)
    }

    /// How far from the mean a value lies. A value exactly on a limit is not beyond it.
    pub fn zone(&self, value: Decimal) -> Zone {
        let Some(width) = self.width().filter(|width| !width.is_zero()) else { return Zone::Within };
        let distance = (value - self.mean).abs();
        if distance > width {
            Zone::Outside
        } else if distance * Decimal::from(3) > width * Decimal::TWO {
            Zone::Near
        } else {
            Zone::Within
        }
    }

    fn width(&self) -> Option<Decimal> {
        Some(self.mean_moving_range? * LIMIT_FACTOR)
    }

    /// Leaves out the ranges of `threshold` or more, unless nothing but zeros would remain.
    fn screen(self, ranges: &[Decimal], threshold: Decimal) -> Self {
        let kept = || ranges.iter().copied().filter(|range| *range < threshold);
        match mean(kept()) {
            Some(kept_mean) if !kept_mean.is_zero() => {
                Self { mean_moving_range: Some(kept_mean), screened: ranges.len() - kept().count(), ..self }
            }
            _ => Self { nearly_constant: true, ..self },
        }
    }
}

/// The mean of some numbers; `None` of none.
pub(crate) fn mean(numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let (count, sum) = numbers.fold((0_u64, Decimal::ZERO), |(count, sum), number| (count + 1, sum + number));
    sum.checked_div(Decimal::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurement::decimal::dec;

    fn limits(values: &[&str], screen: bool) -> Limits {
        let values: Vec<_> = values.iter().map(|typed| dec(typed)).collect();
        Limits::of(&values, screen).unwrap()
    }

    #[test]
    fn limits_stand_two_point_six_six_mean_ranges_from_the_mean() {
        let limits = limits(&["10", "12", "11", "13"], true);
        assert_eq!(limits.mean, dec("11.5"));
        let mean_range = dec("5").checked_div(dec("3"));
        assert_eq!(limits.mean_moving_range, mean_range);
        assert_eq!(limits.upper(), mean_range.map(|range| dec("11.5") + range * dec("2.66")));
        assert_eq!(limits.screened, 0);
    }

    #[test]
    fn a_wild_step_is_screened_out_of_the_ranges_but_not_of_the_mean() {
        let values = ["1", "2", "1", "2", "1", "2", "1", "30"];
        assert_eq!(limits(&values, false).mean_moving_range, dec("35").checked_div(dec("7")));
        let screened = limits(&values, true);
        assert_eq!(screened.mean_moving_range, Some(dec("1")));
        assert_eq!(screened.screened, 1);
        assert_eq!(screened.mean, dec("5"));
    }

    #[test]
    fn screening_happens_once_and_a_range_on_the_threshold_goes() {
        // Ranges 0.1 (six times), 5 and 100: the mean is 13.2, so 5 stays although it would go in a
        // second pass.
        let values = ["0", "0.1", "0", "0.1", "0", "0.1", "0", "5", "105"];
        let limits = limits(&values, true);
        assert_eq!(limits.screened, 1);
        assert_eq!(limits.mean_moving_range, dec("5.6").checked_div(dec("7")));
        let on_threshold = [dec("1"), dec("3.267")];
        let plain = Limits { mean: dec("0"), mean_moving_range: None, screened: 0, nearly_constant: false };
        assert_eq!(plain.screen(&on_threshold, dec("3.267")).screened, 1);
    }

    #[test]
    fn a_value_on_a_limit_is_not_beyond_it() {
        let limits = Limits {
            mean: dec("10"),
            mean_moving_range: Some(dec("3")),
            screened: 0,
            nearly_constant: false,
        };
        let zones = ["10", "15.32", "15.33", "17.98", "17.99", "4.68", "4.67", "2.02", "2.01"]
            .map(|value| limits.zone(dec(value)));
        use Zone::{Near, Outside, Within};
        assert_eq!(zones, [Within, Within, Near, Near, Outside, Within, Near, Near, Outside]);
    }

    #[test]
    fn one_value_has_no_limits_and_equal_values_have_limits_without_width() {
        let one = limits(&["5"], true);
        assert_eq!((one.lower(), one.upper()), (None, None));
        assert_eq!(one.zone(dec("9")), Zone::Within);
        let constant = limits(&["0.1", "0.1", "0.1"], true);
        assert_eq!((constant.lower(), constant.upper()), (Some(dec("0.1")), Some(dec("0.1"))));
        assert_eq!(constant.side(dec("0.1")), Side::On);
        assert_eq!(constant.zone(dec("0.2")), Zone::Within);
        assert!(!constant.nearly_constant);
        assert_eq!(Limits::of(&[], true), None);
    }

    #[test]
    fn of_nearly_constant_values_all_ranges_are_kept() {
        let values = ["5", "5", "5", "5", "5", "6", "5", "5", "5", "5"];
        let limits = limits(&values, true);
        assert!(limits.nearly_constant);
        assert_eq!(limits.screened, 0);
        assert_eq!(limits.zone(dec("5")), Zone::Within);
        assert_eq!(limits.zone(dec("6")), Zone::Outside);
    }
}
