use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::measurement::decimal::dec;

/// Monthly-looking points: one every thirty days from 2020-01-01.
fn points(values: &[&str]) -> Vec<(NaiveDate, Decimal)> {
    values.iter().zip(0..).map(|(value, i)| (date(i), dec(value))).collect()
}

fn date(i: u64) -> NaiveDate {
    "2020-01-01".parse::<NaiveDate>().unwrap() + Days::new(30 * i)
}

#[track_caller]
fn charted(values: &[&str], options: &Options) -> Chart {
    chart(&points(values), options).unwrap()
}

fn types(chart: &Chart) -> Vec<PointType> {
    chart.points.iter().map(|point| point.point_type).collect()
}

const STEADY: [&str; 14] = ["5", "7", "6", "4", "6", "5", "7", "5", "4", "6", "5", "7", "6", "5"];

#[test]
fn no_points_are_a_chart_without_a_signal() {
    let chart = charted(&[], &Options { rebase: vec![date(0)], ..Options::default() });
    assert_eq!((chart.signal(), chart.assurance()), (None, None));
    assert_eq!(chart.rebases, [Rebase { date: date(0), begins: None }]);
}

#[test]
fn one_point_has_a_mean_and_no_limits() {
    let chart = charted(&["5"], &Options { target: Some(dec("9")), ..Options::default() });
    let group = &chart.groups[0];
    assert_eq!((group.limits.mean, group.lower, group.upper), (dec("5"), None, None));
    assert_eq!((chart.signal(), chart.assurance()), (Some(PointType::CommonCause), None));
    assert!(chart.is_on_trial());
}

#[test]
fn two_points_have_trial_limits_from_their_one_range() {
    let group = charted(&["5", "7"], &Options::default()).groups.remove(0);
    assert_eq!((group.lower, group.upper), (Some(dec("0.68")), Some(dec("11.32"))));
    assert!(group.short);
}

#[test]
fn twelve_points_are_enough_for_limits_that_are_not_on_trial() {
    assert!(charted(&STEADY[..11], &Options::default()).is_on_trial());
    assert!(!charted(&STEADY[..12], &Options::default()).is_on_trial());
}

#[test]
fn a_constant_series_is_common_cause_throughout() {
    let chart = charted(&["0.1"; 20], &Options::default());
    assert!(types(&chart).iter().all(|kind| *kind == PointType::CommonCause));
    assert_eq!((chart.groups[0].lower, chart.groups[0].upper), (Some(dec("0.1")), Some(dec("0.1"))));
}

#[test]
fn in_a_nearly_constant_series_only_the_odd_value_is_special() {
    let mut values = ["5"; 15];
    values[9] = "6";
    let chart = charted(&values, &Options { direction: Direction::Decrease, ..Options::default() });
    let special: Vec<_> =
        chart.points.iter().filter(|p| p.point_type != PointType::CommonCause).map(|p| p.i).collect();
    assert_eq!(special, [10]);
    assert_eq!(chart.signal(), Some(PointType::CommonCause));
}

#[test]
fn a_step_in_an_otherwise_constant_series_is_seen() {
    let mut values = ["5"; 24];
    values[12..].fill("9");
    let chart = charted(&values, &Options::default());
    assert_eq!(chart.points[0].point_type, PointType::Concern);
    assert_eq!(chart.signal(), Some(PointType::Improvement));
}

#[test]
fn after_a_constant_stretch_that_fixed_the_limits_only_runs_are_special() {
    let mut values = ["5"; 20];
    values[12] = "9";
    let options = Options { fix_after: Some(12), ..Options::default() };
    let chart = charted(&values, &options);
    assert!(types(&chart).iter().all(|kind| *kind == PointType::CommonCause));
    values[13..].fill("6");
    assert_eq!(charted(&values, &options).points[12].special_cause, Some(SpecialCause::Shift));
}

#[test]
fn two_points_of_one_day_and_days_out_of_order_are_refused() {
    let mut twice = points(&["5", "6"]);
    twice[1].0 = date(0);
    assert_eq!(chart(&twice, &Options::default()), Err(ChartError::Twice { date: date(0) }));
    let mut turned = points(&["5", "6"]);
    turned.reverse();
    assert_eq!(
        chart(&turned, &Options::default()),
        Err(ChartError::NotInOrder { date: date(0), earlier: date(1) })
    );
}

#[test]
fn a_value_too_large_for_exact_sums_is_refused() {
    let too_large = [(date(0), Decimal::MAX), (date(1), Decimal::MAX)];
    assert!(matches!(chart(&too_large, &Options::default()), Err(ChartError::Value { .. })));
}

#[test]
fn gaps_in_time_make_no_difference() {
    let close = points(&STEADY);
    let mut far = close.clone();
    far.last_mut().unwrap().0 = "2150-01-01".parse().unwrap();
    let limits = |points: &[_]| chart(points, &Options::default()).unwrap().groups[0].limits;
    assert_eq!(limits(&close), limits(&far));
}

#[test]
fn limits_are_not_cut_off_at_the_ends_of_the_scale() {
    let group = charted(&["0", "0.1", "0", "0.1"], &Options::default()).groups.remove(0);
    assert!(group.lower.unwrap() < Decimal::ZERO);
}

#[test]
fn a_rebase_begins_a_group_at_the_first_point_on_or_after_it() {
    let mut values = STEADY.to_vec();
    values.extend(["50", "52", "51"]);
    let between = date(13).succ_opt().unwrap();
    let chart = charted(&values, &Options { rebase: vec![between], ..Options::default() });
    assert_eq!(chart.rebases, [Rebase { date: between, begins: Some(date(14)) }]);
    assert_eq!(chart.groups.iter().map(|group| group.n).collect::<Vec<_>>(), [14, 3]);
    // No range crosses the border, and the later group is judged by its own limits.
    assert_eq!(chart.groups[1].limits.mean_moving_range, Some(dec("1.5")));
    assert_eq!(chart.signal(), Some(PointType::CommonCause));
    assert!(chart.is_on_trial());
    assert_eq!(chart.points[14].group, 1);
}

#[test]
fn a_run_does_not_cross_a_rebase() {
    let values = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let whole = charted(&values, &Options::default());
    assert_eq!(whole.points[4].special_cause, Some(SpecialCause::Trend));
    let split = charted(&values, &Options { rebase: vec![date(4)], ..Options::default() });
    assert!(split.points.iter().all(|point| point.special_cause.is_none()));
}

#[test]
fn rebases_that_begin_nothing_or_nothing_new_are_reported() {
    let early = date(0).pred_opt().unwrap();
    let late = date(14).succ_opt().unwrap();
    let same = date(5).pred_opt().unwrap();
    let chart = charted(
        &STEADY,
        &Options { rebase: vec![late, date(5), early, same, date(5)], ..Options::default() },
    );
    assert_eq!(chart.groups.len(), 2);
    assert_eq!(
        chart.rebases,
        [
            Rebase { date: early, begins: Some(date(0)) },
            Rebase { date: same, begins: Some(date(5)) },
            Rebase { date: date(5), begins: Some(date(5)) },
            Rebase { date: late, begins: None },
        ]
    );
}

#[test]
fn fixed_limits_come_from_the_first_points_of_each_group() {
    let mut values = STEADY[..12].to_vec();
    values.extend(["50"; 4]);
    let fixed = charted(&values, &Options { fix_after: Some(12), ..Options::default() });
    let before = charted(&STEADY[..12], &Options::default());
    assert_eq!(fixed.groups[0].limits, before.groups[0].limits);
    assert_eq!(fixed.groups[0].n, 16);
    assert_eq!(fixed.signal(), Some(PointType::Improvement));
    assert_eq!(
        chart(&points(&STEADY), &Options { fix_after: Some(11), ..Options::default() }),
        Err(ChartError::FixAfter { fix_after: 11 })
    );
}

#[test]
fn the_type_of_a_point_follows_the_better_direction() {
    let mut values = STEADY.to_vec();
    values.push("30");
    let signal = |direction| charted(&values, &Options { direction, ..Options::default() }).signal().unwrap();
    assert_eq!(signal(Direction::Increase), PointType::Improvement);
    assert_eq!(signal(Direction::Decrease), PointType::Concern);
    assert_eq!(signal(Direction::Neutral), PointType::NeutralHigh);
}

#[test]
fn a_trend_points_where_it_goes_and_not_where_the_point_lies() {
    let values = ["40", "1", "2", "3", "4", "5", "6", "7", "8"];
    let chart = charted(&values, &Options::default());
    let last = chart.points.last().unwrap();
    assert_eq!((last.side, last.special_cause), (Side::Below, Some(SpecialCause::Trend)));
    assert_eq!(last.point_type, PointType::Improvement);
}

#[test]
fn assurance_is_strict_and_turns_with_the_direction() {
    let limits = charted(&STEADY, &Options::default()).groups[0].clone();
    let (lower, upper) = (limits.lower.unwrap(), limits.upper.unwrap());
    let step = dec("0.000001");
    let assured = |direction, target| {
        charted(&STEADY, &Options { direction, target: Some(target), ..Options::default() }).assurance()
    };
    use Assurance::{ConsistentFail, ConsistentPass, Inconsistent};
    for (target, rising, falling) in [
        (upper + step, ConsistentFail, ConsistentPass),
        (upper, Inconsistent, Inconsistent),
        (lower, Inconsistent, Inconsistent),
        (lower - step, ConsistentPass, ConsistentFail),
    ] {
        assert_eq!(assured(Direction::Increase, target), Some(rising));
        assert_eq!(assured(Direction::Decrease, target), Some(falling));
        assert_eq!(assured(Direction::Neutral, target), None);
    }
    assert_eq!(charted(&STEADY, &Options::default()).assurance(), None);
}

#[test]
fn names_are_those_under_which_results_are_stated() {
    for kind in PointType::ALL {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
    }
    for assurance in Assurance::ALL {
        assert_eq!(serde_json::to_string(&assurance).unwrap(), format!("\"{}\"", assurance.name()));
    }
}

fn any_values() -> impl Strategy<Value = Vec<Decimal>> {
    let value = (-1000i128..1000, 0u32..=2).prop_map(|(m, scale)| Decimal::from_i128_with_scale(m, scale));
    prop::collection::vec(value, 0..40)
}

fn dated(values: &[Decimal]) -> Vec<(NaiveDate, Decimal)> {
    values.iter().zip(0..).map(|(value, i)| (date(i), *value)).collect()
}

proptest! {
    #[test]
    fn turning_series_and_direction_upside_down_changes_no_type(values in any_values(), screen in any::<bool>()) {
        let up = Options { screen, ..Options::default() };
        let down = Options { direction: Direction::Decrease, ..up.clone() };
        let turned: Vec<Decimal> = values.iter().map(|value| -*value).collect();
        prop_assert_eq!(types(&chart(&dated(&values), &up).unwrap()), types(&chart(&dated(&turned), &down).unwrap()));
    }

    #[test]
    fn another_unit_of_measurement_changes_no_type(values in any_values(), shift in -50i64..50) {
        let other: Vec<Decimal> =
            values.iter().map(|value| *value * Decimal::from(8) + Decimal::from(shift)).collect();
        let options = Options::default();
        prop_assert_eq!(types(&chart(&dated(&values), &options).unwrap()), types(&chart(&dated(&other), &options).unwrap()));
    }

    #[test]
    fn no_values_that_are_accepted_make_a_chart_panic(
        values in prop::collection::vec((-(10i128.pow(27) - 1)..10i128.pow(27), 12u32..=12), 0..30),
        screen in any::<bool>(),
    ) {
        let values: Vec<_> = values.iter().map(|(m, scale)| Decimal::from_i128_with_scale(*m, *scale)).collect();
        let options = Options { screen, ..Options::default() };
        prop_assert!(chart(&dated(&values), &options).is_ok());
    }

    #[test]
    fn each_group_is_the_chart_of_its_own_points(values in any_values(), at in 0usize..40) {
        let points = dated(&values);
        let cut = at.min(points.len());
        let rebased =
            chart(&points, &Options { rebase: vec![date(at as u64)], ..Options::default() }).unwrap();
        let apart = [&points[..cut], &points[cut..]]
            .map(|part| types(&chart(part, &Options::default()).unwrap()));
        prop_assert_eq!(types(&rebased), apart.concat());
    }

    #[test]
    fn a_flagged_point_is_part_of_what_flags_it(values in any_values()) {
        for point in chart(&dated(&values), &Options::default()).unwrap().points {
            prop_assert_eq!(point.special_cause.is_some(), point.point_type != PointType::CommonCause);
            prop_assert_eq!(point.zone == Zone::Outside, point.special_cause == Some(SpecialCause::AstronomicalPoint));
            if point.special_cause == Some(SpecialCause::TwoInThree) {
                prop_assert_eq!(point.zone, Zone::Near);
            }
            if point.special_cause == Some(SpecialCause::Shift) {
                prop_assert_ne!(point.side, Side::On);
            }
        }
    }
}
