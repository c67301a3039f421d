//! What each formula finds, example by example.

use uuid::Uuid;

use super::*;
use crate::maturity::Model;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

fn derived<N: Into<Noted>>(practice: PracticeId, noted: impl IntoIterator<Item = N>) -> Vec<Derived> {
    let formula = Formula::of(practice).unwrap();
    derive(formula, &|_| FiscalCalendar::default(), noted.into_iter().map(Into::into))
}

/// The report for a month of 2024, due ten days later.
fn report(month: u32, arrived: Option<&str>) -> ReportDue {
    let first = NaiveDate::from_ymd_opt(2024, month, 1).unwrap();
    let month = FiscalCalendar::default().period_holding(Rhythm::Month, first);
    let by = month.to() + chrono::Days::new(10);
    ReportDue { period: month, by, arrived: arrived.map(day), backfilled: false }
}

/// How many were as asked, and of how many.
fn share(derived: &Derived) -> (usize, usize) {
    (derived.met().count(), derived.counted.len())
}

#[test]
fn each_formula_has_the_periods_and_the_scope_that_its_practice_takes() {
    for formula in FORMULAS {
        let practice = Model::FOUNDING.practice(formula.practice).unwrap();
        assert_eq!(formula.grain, practice.grain, "{}", formula.practice);
        assert!(practice.scope.takes(formula.scope), "{}", formula.practice);
    }
    let practices: Vec<_> = FORMULAS.iter().map(|formula| formula.practice.as_str()).collect();
    assert_eq!(practices, ["R1", "R2", "R3", "R4", "E1", "E2", "D3"]);
}

#[test]
fn r1_is_shown_by_a_pain_point_that_was_heard() {
    let heard = |on: &str| Heard { pain_point: PainPointId(Uuid::nil()), on: day(on), backfilled: false };
    let found = derived(PracticeId::R1, ["2024-03-01", "2024-02-10", "2024-05-01"].map(heard));
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].finding, share(&found[0])), (Finding::Shown, (2, 2)));
    assert_eq!(found[0].covers, period("2024-02-10", "2024-03-01"));
    assert_eq!(found[1].finding, Finding::Shown);
}

#[test]
fn r2_is_shown_by_a_ranking_that_two_departments_took_part_in() {
    let ranking = |on: &str, departments| Ranking {
        decision: DecisionId(Uuid::nil()),
        on: day(on),
        departments,
        backfilled: false,
    };
    let found = derived(PracticeId::R2, [ranking("2023-05-01", 1), ranking("2024-05-01", 2)]);
    assert_eq!(found[0].finding, Finding::SpeaksAgainst(day("2024-01-01")));
    assert_eq!(found[1].finding, Finding::Shown);
}

#[test]
fn r3_is_shown_by_a_report_in_time_for_every_period_of_the_rhythm() {
    let all = [report(1, Some("2024-02-10")), report(2, Some("2024-03-05")), report(3, Some("2024-04-02"))];
    let found = derived(PracticeId::R3, all);
    assert_eq!((found[0].finding, found[0].covers), (Finding::Shown, period("2024-01-31", "2024-03-31")));
    // The second is a day late: from its deadline on the record speaks against the practice.
    let found = derived(PracticeId::R3, [all[0], report(2, Some("2024-03-11")), all[2]]);
    assert_eq!((share(&found[0]), found[0].finding), ((2, 3), Finding::SpeaksAgainst(day("2024-03-11"))));
}

#[test]
fn r4_is_shown_by_an_outcome_and_spoken_against_a_year_after_delivery() {
    let delivered = |outcome: Option<&str>| Delivered {
        improvement: ImprovementId(Uuid::nil()),
        on: day("2023-03-01"),
        outcome_on: outcome.map(day),
        backfilled: true,
    };
    let found = derived(PracticeId::R4, [delivered(Some("2023-09-30"))]);
    assert_eq!((found[0].finding, found[0].backfilled()), (Finding::Shown, true));
    assert_eq!(found[0].covers, period("2023-09-30", "2023-09-30"));
    let found = derived(PracticeId::R4, [delivered(None)]);
    assert_eq!(found[0].finding, Finding::SpeaksAgainst(day("2024-03-02")));
}

#[test]
fn e1_is_shown_once_front_line_and_back_office_have_acknowledged_an_insight() {
    let shared = |heard_by_both: Option<&str>| SharedInsight {
        insight: InsightId(Uuid::nil()),
        shared: day("2024-02-01"),
        heard_by_both: heard_by_both.map(day),
        backfilled: false,
    };
    let found = derived(PracticeId::E1, [shared(Some("2024-04-20"))]);
    assert_eq!((found[0].finding, found[0].covers), (Finding::Shown, period("2024-04-20", "2024-04-20")));
    let found = derived(PracticeId::E1, [shared(None)]);
    assert_eq!(found[0].finding, Finding::SpeaksAgainst(day("2024-04-01")));
}

#[test]
fn e2_is_shown_when_four_in_five_touchpoints_were_measured_on_their_rhythm() {
    let measured = |on_rhythm: &[bool]| {
        let touchpoint = |on_rhythm: &bool| Arrivals {
            journey: JourneyId(Uuid::nil()),
            touchpoint: SpotId(Uuid::nil()),
            on: day("2024-03-10"),
            on_rhythm: *on_rhythm,
            backfilled: false,
        };
        derived(PracticeId::E2, on_rhythm.iter().map(touchpoint)).remove(0)
    };
    let four = measured(&[true, true, false, true, true]);
    assert_eq!((four.finding, four.needed), (Finding::Shown, 4));
    assert_eq!(four.covers, period("2024-03-10", "2024-03-10"));
    let three = measured(&[true, true, false, false, true]);
    assert_eq!((share(&three), three.finding), ((3, 5), Finding::SpeaksAgainst(day("2024-04-01"))));
}

#[test]
fn d3_is_shown_when_half_of_the_decisions_have_customers_among_their_grounds() {
    let decided = |by_customers| Grounded {
        decision: DecisionId(Uuid::nil()),
        decided: day("2024-05-01"),
        by_customers,
        backfilled: false,
    };
    let found = |all: &[bool]| derived(PracticeId::D3, all.iter().copied().map(decided))[0].finding;
    assert_eq!(found(&[true, false]), Finding::Shown);
    assert_eq!(found(&[true, false, false]), Finding::SpeaksAgainst(day("2025-01-01")));
}

#[test]
fn of_a_period_without_anything_to_count_the_record_is_silent() {
    for formula in FORMULAS {
        assert!(derived(formula.practice, [] as [Noted; 0]).is_empty());
    }
}

#[test]
fn what_is_shown_is_evidence_and_what_speaks_against_contradicts_evidence_of_its_period() {
    let shown = derived(PracticeId::R3, [report(3, Some("2024-04-02"))]).remove(0);
    let item = shown.item().unwrap();
    assert_eq!((item.practice, item.state), (PracticeId::R3, EvidenceState::Accepted));
    assert_eq!(item.source, Source::Derived { backfilled: false });

    let against = derived(PracticeId::R3, [report(3, None)]).remove(0);
    assert_eq!(against.item(), None);
    let declared = period("2024-01-01", "2024-03-31");
    assert!(against.contradicts(PracticeId::R3, declared, day("2024-04-11")));
    assert!(!against.contradicts(PracticeId::R3, declared, day("2024-04-10")));
    assert!(!against.contradicts(PracticeId::R3, period("2024-01-01", "2024-04-01"), day("2025-01-01")));
    assert!(!against.contradicts(PracticeId::R1, declared, day("2025-01-01")));
    assert!(!shown.contradicts(PracticeId::R3, declared, day("2025-01-01")));
}
