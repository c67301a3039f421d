//! Which points of a chart are more than noise: the four special causes.
//!
//! In the order of precedence, the first that applies naming the point:
//!
//! 1. *Astronomical point*: strictly beyond a limit.
//! 2. *Trend*: a run of points that all rise or all fall; a tie breaks it. A point at which one
//!    trend ends and another begins belongs to the later.
//! 3. *Two in three*: of three neighbors strictly on one side of the mean, two or three lie between
//!    the near limit and the limit. Only those are flagged; a point outside counts as a neighbor,
//!    not as one of the two.
//! 4. *Shift*: a run of points strictly on one side of the mean; a point on the mean breaks it. Not
//!    asked of [nearly constant](super::limits) values.
//!
//! All points of a run are flagged, the first ones too.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::kind::{UnknownName, named};
use super::limits::{Limits, Side, Zone};

/// How long a run must be. A rule set never changes; another length is another rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum RuleSet {
    /// Shift of 7 points, trend of 7 points (six steps): the rules of NHS England's "Making Data
    /// Count".
    #[default]
    #[serde(rename = "mdc-7-7")]
    Mdc77,
    /// Shift of 8 points, trend of 6 points (five steps), as other health services use them.
    #[serde(rename = "8-6")]
    R86,
}

impl RuleSet {
    /// Every rule set.
    pub const ALL: [Self; 2] = [Self::Mdc77, Self::R86];

    /// The name under which results state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mdc77 => "mdc-7-7",
            Self::R86 => "8-6",
        }
    }

    /// How many points on one side of the mean are a shift.
    pub fn shift_points(self) -> usize {
        match self {
            Self::Mdc77 => 7,
            Self::R86 => 8,
        }
    }

    /// How many points that rise or fall together are a trend.
    pub fn trend_points(self) -> usize {
        match self {
            Self::Mdc77 => 7,
            Self::R86 => 6,
        }
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RuleSet {
    type Err = UnknownName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        named(Self::ALL, Self::name, "rule set", typed)
    }
}

/// Why a point is more than noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialCause {
    /// Beyond a limit.
    AstronomicalPoint,
    /// Part of a run that rises or falls.
    Trend,
    /// One of two in three near a limit.
    TwoInThree,
    /// Part of a run on one side of the mean.
    Shift,
}

impl SpecialCause {
    /// The name under which results state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AstronomicalPoint => "astronomical_point",
            Self::Trend => "trend",
            Self::TwoInThree => "two_in_three",
            Self::Shift => "shift",
        }
    }
}

/// What the rules say about one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgment {
    /// On which side of the mean it lies.
    pub side: Side,
    /// How far from the mean it lies.
    pub zone: Zone,
    /// The special cause that names it, and which way it points: for a trend where the run goes,
    /// else where the point lies.
    pub special: Option<(SpecialCause, Side)>,
}

/// Judges neighbors in a series by limits that they, or others before them, have set.
pub fn judge(values: &[Decimal], limits: &Limits, rules: RuleSet) -> Vec<Judgment> {
    let mut points: Vec<Judgment> = values
        .iter()
        .map(|value| Judgment { side: limits.side(*value), zone: limits.zone(*value), special: None })
        .collect();
    // From the last in precedence to the first, so that each overrules what it finds.
    if !limits.nearly_constant {
        flag_shifts(&mut points, rules.shift_points());
    }
    flag_two_in_three(&mut points);
    flag_trends(&mut points, values, rules.trend_points());
    for point in &mut points {
        if point.zone == Zone::Outside {
            point.special = Some((SpecialCause::AstronomicalPoint, point.side));
        }
    }
    points
}

fn flag_shifts(points: &mut [Judgment], length: usize) {
    for run in points.chunk_by_mut(|a, b| a.side == b.side) {
        if run.len() >= length && run[0].side != Side::On {
            for point in run {
                point.special = Some((SpecialCause::Shift, point.side));
            }
        }
    }
}

fn flag_two_in_three(points: &mut [Judgment]) {
    for first in 0..points.len().saturating_sub(2) {
        let three = &mut points[first..first + 3];
        let side = three[0].side;
        let one_side = side != Side::On && three.iter().all(|point| point.side == side);
        if one_side && three.iter().filter(|point| point.zone == Zone::Near).count() >= 2 {
            for point in three.iter_mut().filter(|point| point.zone == Zone::Near) {
                point.special = Some((SpecialCause::TwoInThree, side));
            }
        }
    }
}

fn flag_trends(points: &mut [Judgment], values: &[Decimal], length: usize) {
    let steps: Vec<Side> = values.windows(2).map(|pair| Side::of(pair[1], pair[0])).collect();
    let mut first = 0;
    for run in steps.chunk_by(|a, b| a == b) {
        let last = first + run.len();
        if run[0] != Side::On && run.len() + 1 >= length {
            for point in &mut points[first..=last] {
                point.special = Some((SpecialCause::Trend, run[0]));
            }
        }
        first = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOISE: Limits = Limits {
        mean: Decimal::ZERO,
        mean_moving_range: Some(Decimal::ONE),
        screened: 0,
        nearly_constant: false,
    };

    /// Judges by the limits 0 ± 2.66 with near limits at 1.7733; a letter for each point: the first
    /// of the cause's name in the direction up, the same in lower case in the direction down.
    fn letters(values: &[f64], limits: &Limits, rules: RuleSet) -> String {
        let values: Vec<Decimal> = values.iter().map(|value| value.to_string().parse().unwrap()).collect();
        judge(&values, limits, rules)
            .into_iter()
            .map(|point| {
                let Some((cause, towards)) = point.special else { return '.' };
                let letter = match cause {
                    SpecialCause::AstronomicalPoint => 'A',
                    SpecialCause::Trend => 'T',
                    SpecialCause::TwoInThree => 'N',
                    SpecialCause::Shift => 'S',
                };
                if towards == Side::Above { letter } else { letter.to_ascii_lowercase() }
            })
            .collect()
    }

    #[track_caller]
    fn judged(values: &[f64], expected: &str) {
        assert_eq!(letters(values, &NOISE, RuleSet::Mdc77), expected);
    }

    #[test]
    fn only_a_point_strictly_beyond_a_limit_is_astronomical() {
        judged(&[0.0, 2.66, 0.0, 2.67, 0.0, -2.66, 0.0, -2.67], "...A...a");
    }

    #[test]
    fn seven_points_that_rise_or_fall_are_a_trend() {
        judged(&[-1.0, -0.9, -0.8, 0.1, 0.2, 0.3], "......");
        judged(&[-1.0, -0.9, -0.8, 0.1, 0.2, 0.3, 0.4], "TTTTTTT");
        judged(&[0.5, 1.0, 0.9, 0.8, 0.1, -0.2, -0.3, -0.4, 0.0], ".ttttttt.");
    }

    #[test]
    fn a_tie_breaks_a_trend() {
        judged(&[-1.0, -0.9, -0.8, -0.8, 0.2, 0.3, 0.4], ".......");
    }

    #[test]
    fn a_point_shared_by_two_trends_belongs_to_the_later() {
        judged(&[-1.0, -0.6, -0.3, 0.1, 0.2, 0.3, 0.4, 0.3, 0.2, 0.1, -0.3, -0.6, -1.0], "TTTTTTttttttt");
    }

    #[test]
    fn two_of_three_near_a_limit_are_flagged_and_their_neighbor_is_not() {
        judged(&[0.0, 2.0, 0.1, 2.0, 0.0], ".N.N.");
        judged(&[0.0, -2.0, -2.0, -0.1, 0.0], ".nn..");
        judged(&[0.0, 2.0, 2.0, 2.0, 0.0], ".NNN.");
    }

    #[test]
    fn two_of_three_are_all_on_one_side_and_a_point_outside_is_not_one_of_the_two() {
        judged(&[0.0, 2.0, -0.1, 2.0, 0.0], ".....");
        judged(&[0.0, 2.0, 0.0, 2.0, 0.0], ".....");
        judged(&[0.0, 2.0, 3.0, 0.1, 0.0], "..A..");
        judged(&[0.0, 2.0, 3.0, 2.0, 0.0], ".NAN.");
    }

    #[test]
    fn seven_points_on_one_side_are_a_shift_and_all_of_them_are_flagged() {
        judged(&[-0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, -0.1], "........");
        judged(&[-0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2, -0.1], ".SSSSSSS.");
        judged(&[-0.2, -0.1, -0.2, -0.1, -0.2, -0.1, -0.2, -0.1], "ssssssss");
    }

    #[test]
    fn a_point_on_the_mean_breaks_a_shift() {
        judged(&[0.2, 0.1, 0.2, 0.0, 0.1, 0.2, 0.1], ".......");
    }

    #[test]
    fn an_earlier_rule_takes_a_point_from_a_later_one() {
        judged(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3.0, 0.1], "TTTTTTAS");
        judged(&[0.1, 2.0, 0.1, 2.0, 0.1, 0.2, 0.1], "SNSNSSS");
        // A trend that ends below the mean and points up all the same.
        judged(&[-1.6, -1.5, -1.4, -1.3, -1.2, -1.1, -1.0], "TTTTTTT");
    }

    #[test]
    fn rule_set_8_6_wants_eight_for_a_shift_and_six_for_a_trend() {
        let shift = [0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2];
        assert_eq!(letters(&shift, &NOISE, RuleSet::R86), ".......");
        let shift = [0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1];
        assert_eq!(letters(&shift, &NOISE, RuleSet::R86), "SSSSSSSS");
        let trend = [-1.0, -0.9, -0.8, 0.1, 0.2, 0.3];
        assert_eq!(letters(&trend, &NOISE, RuleSet::R86), "TTTTTT");
    }

    #[test]
    fn the_usual_value_of_a_nearly_constant_series_is_no_shift() {
        let values = [5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 6.0];
        let decimals: Vec<_> = values.iter().map(|v| v.to_string().parse().unwrap()).collect();
        let limits = Limits::of(&decimals, true).unwrap();
        assert_eq!(letters(&values, &limits, RuleSet::Mdc77), "........A");
    }

    #[test]
    fn names_are_those_under_which_results_are_stated() {
        for rules in RuleSet::ALL {
            assert_eq!(serde_json::to_string(&rules).unwrap(), format!("\"{rules}\""));
            assert_eq!(rules.name().parse(), Ok(rules));
        }
        let cause = SpecialCause::AstronomicalPoint;
        assert_eq!(serde_json::to_string(&cause).unwrap(), format!("\"{}\"", cause.name()));
    }
}
