//! Each flag raised by a constructed case, and quiet where nothing stands out.

use std::collections::BTreeSet;

use chrono::Days;
use uuid::Uuid;

use super::*;
use crate::calendar::{FiscalCalendar, Rhythm};
use crate::id::PersonId;
use crate::measurement::decimal::dec;
use crate::measurement::figures::{Figures, Reading};
use crate::measurement::kind::{Direction, MetricKind};
use crate::spec::{HOA, MINH, day};
use crate::time::Instant;

/// The reading of the n-th month from January 2020 on.
fn at(month: i32) -> At {
    let period = FiscalCalendar::default().nth(Rhythm::Month, day("2020-01-01"), month).unwrap();
    At { period, event: EventId(Uuid::from_u128(u128::try_from(month).unwrap())) }
}

fn raised(judgment: &Judgment) -> usize {
    judgment.data().len()
}

/// Around 50, up and down by some.
const NOISE: [i64; 12] = [50, 53, 48, 51, 47, 52, 49, 54, 46, 50, 52, 48];

#[test]
fn the_table_has_one_row_a_flag_and_no_cell_is_empty() {
    let flags: BTreeSet<_> = RULES.iter().map(|rule| rule.flag).collect();
    assert_eq!(flags, FlagId::ALL.into());
    assert_eq!(FlagId::ALL.map(|flag| flag.rule().flag), FlagId::ALL);
    for flag in FlagId::ALL {
        let FlagRule { inputs, formula, threshold, minimum, .. } = flag.rule();
        assert!([inputs, formula, threshold, minimum].iter().all(|cell| cell.ends_with('.')), "{flag}");
        assert_eq!(flag.name().parse(), Ok(flag));
        assert_eq!(serde_json::to_string(&flag).unwrap(), format!("\"{flag}\""));
    }
}

fn responses(value: impl Fn(i64) -> i64, answers: impl Fn(u64) -> u64) -> Vec<Response> {
    let reading = |month: i32| {
        let n = u64::try_from(month).unwrap();
        let value = Decimal::from(value(month.into()));
        Response { at: at(month), value, answers: answers(n), invited: 1_000 }
    };
    (0..12).map(reading).collect()
}

#[test]
fn a_score_that_rises_while_fewer_answer_is_flagged_with_the_response_rates() {
    let falling = responses(|n| 40 + n, |n| 500 - 20 * n);
    let judgment = response_falls(&falling, Direction::Increase);
    assert_eq!(raised(&judgment), 12);
    assert_eq!(judgment.data()[11].beside, Some(dec("0.28")));
    // Downward is better: then it is a falling value that looks good.
    assert_eq!(raised(&response_falls(&falling, Direction::Decrease)), 0);
    let fewer = responses(|n| 40 - n, |n| 500 - 20 * n);
    assert_eq!(raised(&response_falls(&fewer, Direction::Decrease)), 12);
}

#[test]
fn a_score_that_rises_while_fewer_are_invited_is_flagged_with_their_numbers() {
    let mut readings = responses(|n| 40 + n, |n| 500 - 20 * n);
    for reading in &mut readings {
        reading.invited = reading.answers * 2;
    }
    let judgment = response_falls(&readings, Direction::Increase);
    assert_eq!(judgment.data()[11].beside, Some(dec("560")));
}

#[test]
fn neither_a_rising_score_nor_a_falling_response_is_flagged_alone() {
    let noise = |n: i64| NOISE[usize::try_from(n).unwrap()];
    for readings in [responses(|n| 40 + n, |_| 500), responses(noise, |n| 500 - 20 * n)] {
        assert_eq!(response_falls(&readings, Direction::Increase), Judgment::Quiet);
    }
    let readings = responses(|n| 40 + n, |n| 500 - 20 * n);
    assert_eq!(response_falls(&readings[1..], Direction::Increase), Judgment::TooFew);
    assert_eq!(response_falls(&readings, Direction::Neutral), Judgment::NotApplicable);
}

fn aimed(values: &[i64], target: i64) -> Vec<Aimed> {
    let reading = |(value, month): (&i64, i32)| Aimed {
        at: at(month),
        value: Decimal::from(*value),
        target: Decimal::from(target),
    };
    values.iter().zip(0..).map(reading).collect()
}

#[test]
fn values_that_stop_at_the_target_are_flagged_with_those_near_it() {
    let heaped = [95, 95, 96, 95, 88, 95, 95, 95, 84, 95, 96, 95, 95, 99, 95, 95];
    let judgment = heaped_at_target(&aimed(&heaped, 95), Direction::Increase);
    assert_eq!(raised(&judgment), 13);
    assert_eq!((judgment.data()[0].value, judgment.data()[0].beside), (Some(dec("95")), Some(dec("95"))));
    let mirrored: Vec<i64> = heaped.iter().map(|value| -value).collect();
    assert_eq!(raised(&heaped_at_target(&aimed(&mirrored, -95), Direction::Decrease)), 13);
}

#[test]
fn values_on_both_sides_of_the_target_are_not_flagged() {
    assert_eq!(heaped_at_target(&aimed(&NOISE, 50), Direction::Increase), Judgment::Quiet);
    assert_eq!(heaped_at_target(&aimed(&NOISE[..11], 50), Direction::Increase), Judgment::TooFew);
    assert_eq!(heaped_at_target(&[], Direction::Increase), Judgment::NotApplicable);
    assert_eq!(heaped_at_target(&aimed(&NOISE, 50), Direction::Neutral), Judgment::NotApplicable);
}

fn shares(parts: &[i64]) -> Vec<Reading> {
    let share = |part: &i64| {
        Reading::of(Figures::Ratio { numerator: Decimal::from(*part), denominator: Decimal::from(100) })
    };
    parts.iter().map(share).collect()
}

fn sampled(kind: MetricKind, readings: &[Reading]) -> Vec<Sampled> {
    readings.iter().zip(0..).filter_map(|(reading, month)| Sampled::of(at(month), kind, reading)).collect()
}

#[test]
fn a_share_that_varies_less_than_a_hundred_answers_would_make_it_is_flagged() {
    // Of a hundred answers the standard deviation is five points; these stay within one.
    let smooth: Vec<i64> = (0..12).map(|month| 50 + month % 2).collect();
    assert_eq!(raised(&too_little_variation(&sampled(MetricKind::Proportion, &shares(&smooth)))), 12);
    let honest = [44, 53, 58, 47, 51, 62, 49, 45, 56, 50, 41, 54];
    let judgment = too_little_variation(&sampled(MetricKind::Proportion, &shares(&honest)));
    assert_eq!(judgment, Judgment::Quiet);
}

#[test]
fn every_kind_whose_figures_tell_is_asked_for_its_variation() {
    let bands = |promoters| Figures::Bands { promoters, passives: 40, detractors: 30 };
    let scored = |promoters: u64| Reading::of(bands(promoters));
    let steps = |step: u64| Reading::of(Figures::Steps(vec![10, 20, 30, 40 + step % 2, 20]));
    let count = |events: u64| Reading::of(Figures::Value(Decimal::from(400 + events % 2)));
    let rate = |events: u64| {
        let numerator = Decimal::from(400 + events % 2);
        Reading::of(Figures::Ratio { numerator, denominator: dec("7.5") })
    };
    let mean = |tenths: u64| Reading {
        n: Some(50),
        standard_deviation: Some(dec("2")),
        ..Reading::of(Figures::Value(Decimal::from(30 + tenths % 2)))
    };
    let kinds: [(MetricKind, &dyn Fn(u64) -> Reading); 5] = [
        (MetricKind::Nps, &|month| scored(50 + month % 2)),
        (MetricKind::Ces, &steps),
        (MetricKind::Count, &count),
        (MetricKind::Rate, &rate),
        (MetricKind::Mean, &mean),
    ];
    for (kind, reading) in kinds {
        let readings: Vec<_> = (0..12).map(reading).collect();
        let judgment = too_little_variation(&sampled(kind, &readings));
        // Fifty answers with a deviation of two make the mean vary by 0.3; this one varies by 0.5.
        let expected = if kind == MetricKind::Mean { 0 } else { 12 };
        assert_eq!(raised(&judgment), expected, "{kind}");
    }
}

#[test]
fn where_the_figures_do_not_tell_what_sampling_does_variation_is_not_judged() {
    let bare: Vec<_> = (0..12).map(|_| Reading::of(Figures::Value(dec("41")))).collect();
    assert_eq!(sampled(MetricKind::Nps, &bare), []);
    let few = Reading { n: Some(20), ..Reading::of(Figures::Value(dec("0.5"))) };
    assert_eq!(sampled(MetricKind::Csat, &[few]), []);
    assert_eq!(too_little_variation(&[]), Judgment::TooFew);
    let all_yes = sampled(MetricKind::Proportion, &shares(&[100; 12]));
    assert_eq!(too_little_variation(&all_yes), Judgment::NotApplicable);
}

fn repeated(kind: MetricKind, values: &[&str]) -> Vec<Repeated> {
    let reading = |(value, month): (&&str, i32)| {
        Repeated::of(at(month), kind, &Reading::of(Figures::Value(dec(value))))
    };
    values.iter().zip(0..).map(reading).collect()
}

#[test]
fn figures_that_are_filled_in_again_are_flagged_with_those_they_repeat() {
    let copied =
        ["4.21", "4.21", "4.21", "4.37", "4.37", "4.05", "4.05", "4.05", "4.3", "4.3", "4.11", "4.11"];
    let judgment = identical_repeats(&repeated(MetricKind::Mean, &copied));
    assert_eq!(raised(&judgment), 7);
    assert_eq!(judgment.data()[0].value, Some(dec("4.21")));
    let answers = |part: i64, of: i64| {
        Reading::of(Figures::Ratio { numerator: Decimal::from(part), denominator: Decimal::from(of) })
    };
    let rows = [(180, 203), (180, 203), (171, 197), (188, 214), (188, 214), (165, 190), (165, 190)];
    let more = [(177, 201), (190, 210), (169, 188), (182, 205), (182, 205)];
    let readings: Vec<_> = rows.iter().chain(&more).zip(0..).collect();
    let readings: Vec<_> = readings
        .into_iter()
        .map(|((part, of), month)| Repeated::of(at(month), MetricKind::Csat, &answers(*part, *of)))
        .collect();
    assert_eq!(raised(&identical_repeats(&readings)), 4);
}

#[test]
fn chance_repeats_and_figures_too_coarse_to_tell_are_not_flagged() {
    let whole: Vec<String> = NOISE.iter().map(ToString::to_string).collect();
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    assert_eq!(identical_repeats(&repeated(MetricKind::Mean, &whole)), Judgment::Quiet);
    let coarse = ["4", "4", "5", "4", "4", "4", "5", "5", "4", "4", "5", "4"];
    assert_eq!(identical_repeats(&repeated(MetricKind::Mean, &coarse)), Judgment::CannotBeJudged);
    assert_eq!(identical_repeats(&repeated(MetricKind::Count, &["0"; 12])), Judgment::CannotBeJudged);
    assert_eq!(raised(&identical_repeats(&repeated(MetricKind::Count, &["7"; 12]))), 11);
    assert_eq!(identical_repeats(&repeated(MetricKind::Count, &["7"; 11])), Judgment::TooFew);
}

#[test]
fn readings_recorded_by_who_answers_for_the_metric_are_flagged() {
    let entered = |month, by: PersonId, accountable| {
        let value = Decimal::from(NOISE[usize::try_from(month).unwrap()]);
        Entered { at: at(month), value, by, accountable }
    };
    let mixed = [entered(0, MINH, Some(HOA)), entered(1, HOA, Some(HOA)), entered(2, HOA, Some(MINH))];
    let judgment = entered_by_measured(&mixed);
    assert_eq!(raised(&judgment), 1);
    assert_eq!(judgment.data()[0].event, Some(at(1).event));
    assert_eq!(entered_by_measured(&mixed[..1]), Judgment::Quiet);
    assert_eq!(entered_by_measured(&[entered(0, HOA, None)]), Judgment::NotApplicable);
    assert_eq!(entered_by_measured(&[]), Judgment::TooFew);
}

/// A year of months, each arriving so many days after its end.
fn arriving(after: impl Fn(i32) -> u64) -> Vec<Arrived> {
    (0..12)
        .map(|month| Arrived { at: at(month), day: Some(at(month).period.to() + Days::new(after(month))) })
        .collect()
}

/// The middle of the first month after each quarter of 2020.
fn reviews() -> Vec<NaiveDate> {
    ["2020-04-20", "2020-07-20", "2020-10-20", "2021-01-20"].map(day).into()
}

#[test]
fn readings_that_come_in_a_heap_before_each_review_are_flagged_with_the_reviews() {
    // The months of a quarter arrive together, three days before its review.
    let heaped: Vec<_> = (0..12)
        .map(|month| {
            let review = reviews()[usize::try_from(month / 3).unwrap()];
            Arrived { at: at(month), day: Some(review - Days::new(3)) }
        })
        .collect();
    let judgment = only_before_reviews(&heaped, &reviews());
    assert_eq!(raised(&judgment), 12 + 4);
    assert_eq!(only_before_reviews(&arriving(|_| 4), &reviews()), Judgment::Quiet);
    assert_eq!(only_before_reviews(&arriving(|_| 15), &reviews()), Judgment::Quiet);
}

#[test]
fn arrivals_that_nobody_dated_and_reviews_as_frequent_as_readings_are_not_judged() {
    let mut undated = arriving(|_| 4);
    undated[3].day = None;
    assert_eq!(only_before_reviews(&undated, &reviews()), Judgment::CannotBeJudged);
    let monthly: Vec<_> = (0..12).map(|month| at(month).period.to() + Days::new(10)).collect();
    assert_eq!(only_before_reviews(&arriving(|_| 4), &monthly), Judgment::NotApplicable);
    assert_eq!(only_before_reviews(&arriving(|_| 4), &[]), Judgment::NotApplicable);
    assert_eq!(only_before_reviews(&arriving(|_| 4)[..5], &reviews()), Judgment::TooFew);
}

fn judged(then: Option<&str>, now: Option<&str>, dated: bool) -> Judged {
    let now = now.map(|target| (dec(target), EventId(Uuid::from_u128(99))));
    Judged { at: at(0), value: dec("47"), then: then.map(dec), now, dated }
}

#[test]
fn a_target_that_was_another_when_the_result_was_known_is_flagged_with_both() {
    let judgment = target_moved(&[judged(Some("50"), Some("45"), true)]);
    let target = &judgment.data()[0];
    assert_eq!(
        (target.shown, target.value, target.beside),
        (Shown::Target, Some(dec("45")), Some(dec("50")))
    );
    assert_eq!(judgment.data()[1].value, Some(dec("47")));
    assert_eq!(raised(&target_moved(&[judged(None, Some("45"), true)])), 2);
    assert_eq!(target_moved(&[judged(Some("50"), Some("50"), false)]), Judgment::Quiet);
    assert_eq!(target_moved(&[judged(Some("50"), Some("45"), false)]), Judgment::CannotBeJudged);
    let both = [judged(Some("50"), Some("45"), false), judged(Some("50"), Some("45"), true)];
    assert_eq!(raised(&target_moved(&both)), 2);
    assert_eq!(target_moved(&[judged(None, None, true)]), Judgment::NotApplicable);
}

#[test]
fn what_fixes_a_comparison_after_its_result_was_known_is_flagged() {
    let known = |seconds: i64| (Instant(seconds), day("2021-01-01") + Days::new(seconds.unsigned_abs()));
    let fixed = |shown, seconds: i64, dated| {
        let event = EventId(Uuid::from_u128(u128::from(seconds.unsigned_abs())));
        Fixed { shown, event, known: known(seconds), dated }
    };
    let (start, rebase) = (fixed(Shown::Start, 1, true), fixed(Shown::Rebase, 9, true));
    let judgment = baseline_chosen_late(&[start, rebase], Some(known(5)));
    let rows: Vec<_> = judgment.data().iter().map(|row| row.shown).collect();
    assert_eq!(rows, [Shown::Rebase, Shown::Result]);
    assert_eq!(baseline_chosen_late(&[start], Some(known(5))), Judgment::Quiet);
    assert_eq!(baseline_chosen_late(&[start, rebase], None), Judgment::TooFew);
    let undated = fixed(Shown::Start, 9, false);
    assert_eq!(baseline_chosen_late(&[undated], Some(known(5))), Judgment::CannotBeJudged);
    assert_eq!(raised(&baseline_chosen_late(&[undated, rebase], Some(known(5)))), 2);
}

#[test]
fn a_reason_to_clear_is_bound_to_table_flag_improvement_and_every_datum() {
    let data = |value| vec![Datum::reading(at(0), dec(value), None)];
    let hash = |flag, improvement, value| seen(FlagTable::Flags1, flag, improvement, &data(value));
    let improvement = Some(ImprovementId(Uuid::from_u128(1)));
    let first = hash(FlagId::Unbalanced, None, "1.50");
    assert_eq!(first, hash(FlagId::Unbalanced, None, "1.5"));
    let others = [
        hash(FlagId::Unbalanced, None, "1.51"),
        hash(FlagId::Unbalanced, improvement, "1.5"),
        hash(FlagId::TargetMoved, None, "1.5"),
    ];
    assert!(others.iter().all(|other| *other != first));
    assert_eq!(first.to_string(), "b1790bd15e9762244643cfd329744e4932ba2faeb00a60cdc2db66ab1d0ea2d5");
}
