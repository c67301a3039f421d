use proptest::prelude::*;

use super::*;
use crate::calendar::{FiscalCalendar, parse_day};
use crate::measurement::decimal::dec;

/// A baseline of 24 months around 10: mean 10, mean moving range 2.
const BEFORE: [&str; 24] = [
    "9", "11", "9", "11", "9", "11", "9", "11", "9", "11", "9", "11", "9", "11", "9", "11", "9", "11", "9",
    "11", "9", "11", "9", "11",
];

/// Monthly readings from January 2020 on.
fn monthly(values: &[&str]) -> Vec<SeriesPoint> {
    values
        .iter()
        .zip(0..)
        .map(|(value, i)| SeriesPoint {
            definition: 1,
            period: month(i),
            value: dec(value),
            late: false,
            backfilled: false,
            provisional: false,
        })
        .collect()
}

fn month(i: i32) -> Period {
    FiscalCalendar::default().nth(Rhythm::Month, day("2020-01-01"), i).unwrap()
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn setting(direction: Direction) -> Setting<'static> {
    Setting { direction, rhythm: Rhythm::Month, rebases: &[], rule_set: RuleSet::Mdc77 }
}

/// An improvement that starts after the baseline and is delivered at once, the metric to increase.
#[track_caller]
fn compared(after: &[&str]) -> Comparison {
    let points = monthly(&[&BEFORE, after].concat());
    compare_improvement(&points, day("2022-01-01"), day("2022-01-01"), &setting(Direction::Increase)).unwrap()
}

#[test]
fn seven_in_a_row_and_a_large_enough_difference_are_an_improvement() {
    let result = compared(&["14"; 8]);
    assert_eq!(result.verdict, Verdict::Improved);
    assert_eq!(result.holding, Some(true));
    assert_eq!((result.baseline.n, result.baseline.mean), (24, Some(dec("10"))));
    assert_eq!((result.after.n, result.difference), (8, Some(dec("4"))));
    assert_eq!(result.baseline.window, Some(Period::new(day("2020-01-01"), day("2021-12-31")).unwrap()));
    // 2.66 × 2 × √(1/24 + 1/8)
    let margin = result.margin.unwrap().round_dp(10);
    assert_eq!(margin, dec("2.1718809053"));
}

#[test]
fn the_verdict_follows_the_better_direction() {
    let points = monthly(&[&BEFORE[..], &["14"; 8]].concat());
    let verdict = |direction| {
        compare_improvement(&points, day("2022-01-01"), day("2022-01-01"), &setting(direction))
            .unwrap()
            .verdict
    };
    assert_eq!(verdict(Direction::Increase), Verdict::Improved);
    assert_eq!(verdict(Direction::Decrease), Verdict::Worse);
    assert_eq!(verdict(Direction::Neutral), Verdict::ShiftedUp);
}

#[test]
fn a_large_difference_without_seven_in_a_row_is_no_detectable_change() {
    let result = compared(&["20", "20", "20", "20", "20", "20", "10", "20", "20", "20", "20", "20", "20"]);
    assert_eq!(result.verdict, Verdict::NoDetectableChange);
    assert_eq!(result.holding, None);
    assert!(result.difference > result.margin);
}

#[test]
fn seven_in_a_row_without_a_large_enough_difference_are_no_detectable_change_and_a_listed_signal() {
    let result = compared(&["10.5"; 8]);
    assert_eq!(result.verdict, Verdict::NoDetectableChange);
    assert_eq!(result.signals.len(), 8);
    assert_eq!(result.signals[0].special_cause, SpecialCause::Shift);
    assert_eq!(result.signals[0].point_type, PointType::Improvement);
}

#[test]
fn a_run_on_one_side_does_not_prove_a_change_to_the_other() {
    let mut after = ["10.5"; 14];
    after[7..].copy_from_slice(&["2", "11", "2", "11", "2", "11", "2"]);
    let result = compared(&after);
    assert!(result.difference.unwrap() < Decimal::ZERO);
    assert_eq!(result.verdict, Verdict::NoDetectableChange);
}

#[test]
fn a_difference_of_exactly_the_margin_is_not_more_than_the_margin() {
    // √(1/24 + 1/8) = √(1/6); with 24 and 24 it is √(1/12). Neither ends, so the bound is tested
    // from both sides, a billionth apart.
    let margin = compared(&["14"; 8]).margin.unwrap().round_dp(10);
    let step = dec("0.000000001");
    let below = (dec("10") + margin - step).to_string();
    let above = (dec("10") + margin + step).to_string();
    assert_eq!(compared(&[below.as_str(); 8]).verdict, Verdict::NoDetectableChange);
    assert_eq!(compared(&[above.as_str(); 8]).verdict, Verdict::Improved);
}

#[test]
fn a_change_that_came_back_no_longer_holds() {
    let result = compared(&["16", "16", "16", "16", "16", "16", "16", "16", "9", "16"]);
    assert_eq!((result.verdict, result.holding), (Verdict::Improved, Some(false)));
}

#[test]
fn too_few_readings_give_no_verdict_but_the_difference() {
    let result = compared(&["14"; 6]);
    assert_eq!(result.verdict, Verdict::NotEnoughData { reason: NotEnough::TooFew });
    assert_eq!((result.difference, result.holding), (Some(dec("4")), None));
    let points = monthly(&[&BEFORE[..11], &["14"; 8]].concat());
    let start = month(11).from();
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    assert_eq!(result.verdict, Verdict::NotEnoughData { reason: NotEnough::TooFew });
    assert_eq!(result.baseline.n, 11);
}

#[test]
fn no_readings_at_all_are_too_few() {
    let none = compare_improvement(&[], day("2022-01-01"), day("2022-01-01"), &setting(Direction::Increase));
    let none = none.unwrap();
    assert_eq!(none.verdict, Verdict::NotEnoughData { reason: NotEnough::TooFew });
    assert_eq!((none.baseline.window, none.difference, none.margin), (None, None, None));
}

#[test]
fn a_constant_baseline_has_no_variation_to_judge_by() {
    let points = monthly(&[&["5"; 12][..], &["9"; 8]].concat());
    let start = month(12).from();
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    assert_eq!(result.verdict, Verdict::NotEnoughData { reason: NotEnough::NoVariation });
    assert_eq!(result.holding, None);
}

#[test]
fn periods_that_touch_the_days_from_start_to_delivery_count_in_neither() {
    let points = monthly(&["10"; 48]);
    let windows = |start, delivery| {
        let result =
            compare_improvement(&points, day(start), day(delivery), &setting(Direction::Increase)).unwrap();
        (result.baseline.window.unwrap().to(), result.after.window.unwrap().from())
    };
    assert_eq!(windows("2022-01-15", "2022-03-15"), (day("2021-12-31"), day("2022-04-01")));
    assert_eq!(windows("2022-01-31", "2022-04-01"), (day("2021-12-31"), day("2022-04-01")));
    // The last day of a month is one of its days; delivery on the first day lets the month count.
    assert_eq!(windows("2022-02-01", "2022-02-01"), (day("2022-01-31"), day("2022-02-01")));
}

#[test]
fn the_baseline_is_the_last_24_readings_and_the_after_the_first_24() {
    let points = monthly(&["10"; 80]);
    let start = month(40).from();
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    assert_eq!(result.baseline.window, Some(Period::new(month(16).from(), month(39).to()).unwrap()));
    assert_eq!(result.after.window, Some(Period::new(month(40).from(), month(63).to()).unwrap()));
}

#[test]
fn the_baseline_reaches_back_to_the_last_rebase_before_it_ends() {
    let points = monthly(&["10"; 48]);
    let start = month(30).from();
    let begins = |rebases: &[NaiveDate]| {
        let setting = Setting { rebases, ..setting(Direction::Increase) };
        let result = compare_improvement(&points, start, start, &setting).unwrap();
        result.baseline.window.unwrap().from()
    };
    assert_eq!(begins(&[]), month(6).from());
    assert_eq!(begins(&[month(3).from()]), month(6).from());
    assert_eq!(begins(&[month(15).from(), month(10).from()]), month(15).from());
    // A rebase inside a month begins with the next one.
    assert_eq!(begins(&[month(15).to()]), month(16).from());
    // One that begins with the start or later, as after a success, leaves the baseline alone.
    assert_eq!(begins(&[month(15).from(), start, month(40).from(), day("2199-01-01")]), month(15).from());
}

#[test]
fn two_stated_windows_are_compared_by_the_same_rule() {
    let points = monthly(&[&BEFORE[..], &["14"; 12]].concat());
    let first = Period::new(day("2020-01-01"), day("2021-12-31")).unwrap();
    let last = Period::new(day("2022-01-01"), day("2022-12-31")).unwrap();
    let result = compare_windows(&points, first, last, &setting(Direction::Increase)).unwrap();
    assert_eq!((result.verdict, result.baseline.n, result.after.n), (Verdict::Improved, 24, 12));
    assert_eq!(result.season_not_covered, None);
    // A period that only touches a window is not inside it.
    let inner = Period::new(day("2020-01-02"), day("2021-12-30")).unwrap();
    assert_eq!(compare_windows(&points, inner, last, &setting(Direction::Increase)).unwrap().baseline.n, 22);
    let tiny = Period::new(day("2020-01-02"), day("2020-01-03")).unwrap();
    assert_eq!(compare_windows(&points, tiny, last, &setting(Direction::Increase)).unwrap().baseline.n, 0);
}

#[test]
fn what_is_asked_the_wrong_way_round_is_refused() {
    let points = monthly(&BEFORE);
    let first = Period::new(day("2020-01-01"), day("2021-12-31")).unwrap();
    assert_eq!(
        compare_windows(&points, first, first, &setting(Direction::Increase)),
        Err(ComparisonError::Windows { baseline: first, after: first })
    );
    let (start, delivery) = (day("2022-02-01"), day("2022-01-31"));
    assert_eq!(
        compare_improvement(&points, start, delivery, &setting(Direction::Increase)),
        Err(ComparisonError::DeliveredBeforeStart { start, delivery })
    );
    let mut turned = points;
    turned.swap(0, 1);
    let error = compare_improvement(&turned, start, start, &setting(Direction::Increase)).unwrap_err();
    assert_eq!(error, ComparisonError::NotInOrder { period: month(0), earlier: month(1) });
    let huge = [SeriesPoint { value: Decimal::MAX, ..turned[0] }];
    assert!(compare_improvement(&huge, start, start, &setting(Direction::Increase)).is_err());
}

#[test]
fn a_monthly_series_without_whole_years_says_what_the_same_months_say() {
    // Every June is 10 higher, in the baseline as in the after.
    let mut values = BEFORE.to_vec();
    values[5] = "21";
    values[17] = "21";
    values.extend(["9", "11", "9", "11", "9", "21", "9", "11"]);
    let points = monthly(&values);
    let start = day("2022-01-01");
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    let season = result.season_not_covered.unwrap();
    assert_eq!((season.same_month_difference, season.months), (Some(dec("0")), 8));
    let weekly = Setting { rhythm: Rhythm::Week, ..setting(Direction::Increase) };
    let result = compare_improvement(&points, start, start, &weekly).unwrap();
    assert_eq!(result.season_not_covered, None);
}

#[test]
fn months_without_a_counterpart_give_no_same_month_difference() {
    let points = monthly(&["9"; 9]);
    let start = month(2).from();
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    assert_eq!(result.season_not_covered, Some(SeasonNotCovered { same_month_difference: None, months: 0 }));
}

#[test]
fn late_and_backfilled_readings_are_counted() {
    let mut points = monthly(&["10"; 40]);
    points[20].late = true;
    points[0].late = true;
    points[21].backfilled = true;
    points[30].backfilled = true;
    let start = month(25).from();
    let result = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
    assert_eq!((result.late_baseline, result.baseline.backfilled), (1, 1));
    assert_eq!(result.after.backfilled, 1);
}

#[test]
fn series_that_do_not_measure_the_same_are_not_compared() {
    let result = Comparison::not_comparable(NotComparable::Definition);
    let json = serde_json::to_value(&result).unwrap();
    assert_eq!(json["rule"], "compare/1");
    assert_eq!(json["verdict"]["not_comparable"]["reason"], "definition");
}

proptest! {
    #[test]
    fn turning_values_and_direction_upside_down_changes_no_verdict(
        values in prop::collection::vec(-50i64..50, 0..60),
        start in 0i32..60,
        length in 0i32..6,
    ) {
        let point = |(value, i): (i64, i32)| SeriesPoint {
            definition: 1,
            period: month(i), value: Decimal::from(value), late: false, backfilled: false, provisional: false,
        };
        let up: Vec<_> = values.iter().copied().zip(0..).map(point).collect();
        let down: Vec<_> = values.iter().map(|value| -value).zip(0..).map(point).collect();
        let (start, delivery) = (month(start).from(), month(start + length).from());
        let rising = compare_improvement(&up, start, delivery, &setting(Direction::Increase)).unwrap();
        let falling = compare_improvement(&down, start, delivery, &setting(Direction::Decrease)).unwrap();
        prop_assert_eq!(rising.verdict, falling.verdict);
        prop_assert_eq!(rising.holding, falling.holding);
        prop_assert_eq!(rising.signals, falling.signals);
    }

    #[test]
    fn readings_after_the_first_24_never_change_a_verdict(
        values in prop::collection::vec(-50i64..50, 48..80),
    ) {
        let points: Vec<_> = values.iter().zip(0..).map(|(value, i)| SeriesPoint {
            definition: 1,
            period: month(i), value: Decimal::from(*value), late: false, backfilled: false, provisional: false,
        }).collect();
        let start = month(24).from();
        let all = compare_improvement(&points, start, start, &setting(Direction::Increase)).unwrap();
        let then = compare_improvement(&points[..48], start, start, &setting(Direction::Increase)).unwrap();
        prop_assert_eq!(all, then);
    }
}

#[test]
fn readings_of_two_definitions_are_bridged_and_those_of_one_are_not() {
    let mut points = monthly(&BEFORE);
    let start = month(12).from();
    let compared = |points: &[SeriesPoint]| {
        compare_improvement(points, start, start, &setting(Direction::Increase)).unwrap().bridged
    };
    assert!(!compared(&points));
    points[12..].iter_mut().for_each(|point| point.definition = 2);
    assert!(compared(&points));
}

#[test]
fn another_rule_set_finds_other_signals_and_the_same_verdict() {
    // Seven on one side are a shift by the one rule set, and one too few by the other.
    let values: Vec<&str> = BEFORE.into_iter().chain(["11"; 7]).collect();
    let points = monthly(&values);
    let start = month(24).from();
    let by = |rule_set| {
        let setting = Setting { rule_set, ..setting(Direction::Increase) };
        compare_improvement(&points, start, start, &setting).unwrap()
    };
    let (seven, eight) = (by(RuleSet::Mdc77), by(RuleSet::R86));
    assert_eq!((seven.signals.len(), eight.signals.len()), (7, 0));
    assert_eq!(seven.verdict, eight.verdict);
    assert_eq!(eight.rule_set, RuleSet::R86);
}
