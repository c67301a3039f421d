//! What an assessment says, example by example.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::calendar::{FiscalCalendar, Period};
use crate::id::EvidenceId;
use EvidenceState::{Accepted, Provided, Refused, Withdrawn};
use PracticeId::{E1, E2, E4, R1, R2, R3, R4};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Accepted evidence of the scope that the practice takes.
fn evidence(number: u128, practice: PracticeId, from: &str, to: &str) -> Item {
    let scope = match Model::FOUNDING.practice(practice).unwrap().scope {
        PracticeScope::Program => EvidenceScope::Program,
        PracticeScope::Initiative | PracticeScope::Either => EvidenceScope::Initiative,
    };
    let covers = Period::new(day(from), day(to)).unwrap();
    Item {
        source: Source::Provided(EvidenceId(Uuid::from_u128(number))),
        practice,
        covers,
        state: Accepted,
        scope,
    }
}

fn calendar_year(_: NaiveDate) -> FiscalCalendar {
    FiscalCalendar::default()
}

fn assessed(items: &[Item], on: &str) -> Assessment {
    on_course(items, &Course::default(), on)
}

fn on_course(items: &[Item], course: &Course, on: &str) -> Assessment {
    without(items, course, &[], on)
}

fn without(items: &[Item], course: &Course, exclusions: &[Exclusion], on: &str) -> Assessment {
    assess(Model::FOUNDING, &Record { items, calendars: &calendar_year, course, exclusions }, day(on))
}

/// The numbers of the evidence that counts.
fn counting(at: &PracticeStanding) -> Vec<u128> {
    let number = |item: &Item| match item.source {
        Source::Provided(evidence) => evidence.0.as_u128(),
        Source::Derived { .. } => panic!("nothing is derived here"),
    };
    at.counting.iter().map(number).collect()
}

fn standing(items: &[Item], practice: PracticeId, on: &str) -> PracticeStanding {
    assessed(items, on).practices.into_iter().find(|at| at.practice == practice).unwrap()
}

/// Level 1 in 2024: R1 and R3 in two quarters, R2 and R4 once.
fn repaired() -> Vec<Item> {
    vec![
        evidence(1, R1, "2024-01-01", "2024-03-31"),
        evidence(2, R1, "2024-04-01", "2024-06-30"),
        evidence(3, R2, "2024-05-10", "2024-05-10"),
        evidence(4, R3, "2024-01-01", "2024-03-31"),
        evidence(5, R3, "2024-04-01", "2024-06-30"),
        evidence(6, R4, "2024-01-01", "2024-06-30"),
    ]
}

#[test]
fn with_no_evidence_the_level_is_zero_and_the_first_level_holds_it_back() {
    let nothing = assessed(&[], "2024-06-30");
    assert_eq!((nothing.level, nothing.falls_on), (0, None));
    assert_eq!(nothing.holds_back, [R1, R2, R3, R4]);
    assert!(nothing.practices.iter().all(|at| at.state == PracticeState::None));
    assert_eq!(nothing.model, ModelId::CxMaturity1);
}

#[test]
fn a_level_is_reached_on_the_day_on_which_its_last_practice_becomes_routine() {
    assert_eq!(assessed(&repaired(), "2024-06-29").level, 0);
    let reached = assessed(&repaired(), "2024-06-30");
    assert_eq!(reached.level, 1);
    assert_eq!(reached.holds_back.first(), Some(&E1));
}

#[test]
fn a_level_falls_on_the_computed_day_with_nobody_touching_it() {
    let reached = assessed(&repaired(), "2024-07-15");
    // The first quarters of R1 and R3 leave the window of twelve months.
    assert_eq!(reached.falls_on, Some(day("2025-03-31")));
    assert_eq!(assessed(&repaired(), "2025-03-30").level, 1);
    let fallen = assessed(&repaired(), "2025-03-31");
    assert_eq!((fallen.level, fallen.falls_on), (0, None));
    assert_eq!(fallen.holds_back, [R1, R3]);
    assert_eq!(fallen.reach, [R1, R2, R3, R4]);
}

#[test]
fn a_practice_goes_from_none_over_started_and_performed_to_routine_and_back() {
    let mut awaited = evidence(1, R1, "2024-01-01", "2024-03-31");
    awaited.state = Provided;
    assert_eq!(standing(&[awaited], R1, "2023-12-31").state, PracticeState::None);
    assert_eq!(standing(&[awaited], R1, "2024-01-01").state, PracticeState::Started);

    let one = standing(&repaired()[..1], R1, "2024-04-01");
    assert_eq!((one.state, one.periods, one.needed), (PracticeState::Performed, 1, 2));
    assert_eq!(counting(&one), [1]);
    assert_eq!(one.lapses_on, Some(day("2025-03-31")));

    let two = standing(&repaired(), R1, "2024-06-30");
    assert_eq!((two.state, two.periods), (PracticeState::Routine, 2));

    let lapsed = standing(&repaired(), R1, "2025-06-30");
    assert_eq!((lapsed.state, lapsed.periods, lapsed.lapses_on), (PracticeState::Started, 0, None));
    assert!(lapsed.counting.is_empty());
}

#[test]
fn refused_or_withdrawn_evidence_is_as_good_as_none() {
    for state in [Refused, Withdrawn] {
        let nothing = Item { state, ..evidence(1, R1, "2024-01-01", "2024-03-31") };
        assert_eq!(standing(&[nothing], R1, "2024-04-01").state, PracticeState::None);
    }
}

#[test]
fn two_pieces_in_one_period_fill_one_period() {
    let twice = [evidence(1, R1, "2024-01-01", "2024-01-31"), evidence(2, R1, "2024-02-01", "2024-03-31")];
    let at = standing(&twice, R1, "2024-04-01");
    assert_eq!((at.state, at.periods, at.counting.len()), (PracticeState::Performed, 1, 2));
}

#[test]
fn a_long_piece_occupies_only_the_period_of_its_last_day() {
    let at = standing(&[evidence(1, R1, "2023-07-01", "2024-06-30")], R1, "2024-07-01");
    assert_eq!((at.state, at.periods), (PracticeState::Performed, 1));
}

#[test]
fn evidence_whose_period_still_runs_counts_but_fills_no_period_yet() {
    let at = standing(&repaired()[..2], R1, "2024-05-01");
    assert_eq!((at.counting.len(), at.periods, at.state), (2, 1, PracticeState::Performed));
}

#[test]
fn a_period_stays_found_after_its_evidence_no_longer_counts() {
    // E4: two years within thirty months, validity eighteen.
    let years = [evidence(1, E4, "2022-01-01", "2022-12-31"), evidence(2, E4, "2023-01-01", "2023-12-31")];
    let at = standing(&years, E4, "2024-12-31");
    assert_eq!((at.state, at.periods), (PracticeState::Routine, 2));
    assert_eq!(counting(&at), [2]);
    assert_eq!(at.lapses_on, Some(day("2025-06-30")));
    // The window reaches back to 30 December, so the first year is found one day longer.
    let at = standing(&years, E4, "2025-06-30");
    assert_eq!((at.state, at.periods), (PracticeState::Started, 2));
    assert_eq!(standing(&years, E4, "2025-07-01").periods, 1);
}

#[test]
fn periods_are_those_of_the_fiscal_calendar_in_force_on_the_last_day() {
    let pieces = [evidence(1, E4, "2023-12-01", "2023-12-31"), evidence(2, E4, "2024-01-01", "2024-01-31")];
    let april = |_: NaiveDate| FiscalCalendar::new(4).unwrap();
    let on = day("2024-02-01");
    let periods = |calendars: &dyn Fn(NaiveDate) -> FiscalCalendar| {
        let assessment = assess(
            Model::FOUNDING,
            &Record { items: &pieces, calendars, course: &Course::default(), exclusions: &[] },
            on,
        );
        assessment.practices.iter().find(|at| at.practice == E4).unwrap().periods
    };
    assert_eq!(periods(&calendar_year), 2);
    assert_eq!(periods(&april), 1);
    let changed =
        |asked: NaiveDate| if asked < day("2024-01-01") { april(asked) } else { calendar_year(asked) };
    assert_eq!(periods(&changed), 2);
}

#[test]
fn evidence_of_a_scope_that_the_practice_does_not_take_is_no_evidence_for_it() {
    let mut of_the_program = evidence(1, R1, "2024-01-01", "2024-03-31");
    of_the_program.scope = EvidenceScope::Program;
    assert_eq!(standing(&[of_the_program], R1, "2024-04-01").state, PracticeState::None);
    let mut of_the_initiative = evidence(2, E1, "2024-01-01", "2024-03-31");
    of_the_initiative.scope = EvidenceScope::Initiative;
    assert_eq!(standing(&[of_the_initiative], E1, "2024-04-01").state, PracticeState::None);
    for scope in [EvidenceScope::Initiative, EvidenceScope::Program] {
        let either = Item { scope, ..evidence(3, E2, "2024-01-01", "2024-03-31") };
        assert_eq!(standing(&[either], E2, "2024-04-01").state, PracticeState::Performed);
    }
}

#[test]
fn what_is_done_above_the_level_is_named_as_reach_and_earns_nothing() {
    let mut items = repaired();
    items.retain(|item| item.practice != R4);
    items.push(evidence(9, E1, "2024-04-01", "2024-06-30"));
    let at = assessed(&items, "2024-06-30");
    assert_eq!(at.level, 0);
    assert_eq!(at.holds_back, [R4]);
    assert_eq!(at.reach, [R1, R2, R3, E1]);
}

#[test]
fn while_paused_the_level_is_held_and_afterwards_lasts_as_many_days_longer() {
    let level = |course: &Course, on: &str| on_course(&repaired(), course, on);
    let ended = Course::new([(day("2024-10-01"), Phase::Paused), (day("2025-10-01"), Phase::Running)]);
    let during = level(&ended, "2025-09-30");
    assert_eq!((during.level, during.held_since), (1, Some(day("2024-10-01"))));
    let after = level(&ended, "2025-10-01");
    assert_eq!((after.level, after.held_since), (1, None));
    assert_eq!(after.falls_on, Some(day("2026-03-31")));

    let open = Course::new([(day("2024-10-01"), Phase::Paused)]);
    let held = level(&open, "2040-01-01");
    assert_eq!((held.level, held.falls_on, held.held_since), (1, None, Some(day("2024-10-01"))));
}

#[test]
fn a_fallen_level_does_not_come_back_through_a_later_pause() {
    let late = Course::new([(day("2025-04-01"), Phase::Paused)]);
    let at = on_course(&repaired(), &late, "2025-06-01");
    assert_eq!(at.level, 0);
}

#[test]
fn in_sustain_a_level_lasts_twice_as_long_and_a_fallen_one_does_not_come_back() {
    let course = |from: &str| Course::new([(day(from), Phase::InSustain)]);
    let level = |course: &Course, on: &str| on_course(&repaired(), course, on);
    // 31 March 2024 leaves the window after 730 days in place of 365.
    let sustained = level(&course("2024-03-31"), "2025-06-01");
    assert_eq!(
        (sustained.level, sustained.held_since, sustained.falls_on),
        (1, None, Some(day("2026-03-31")))
    );
    assert_eq!(level(&course("2025-04-01"), "2025-06-01").level, 0);
}

/// R3 does not apply from a day on, perhaps up to another.
fn no_r3(from: &str, until: Option<&str>) -> Exclusion {
    Exclusion {
        practice: R3,
        from: day(from),
        until: until.map(day),
        review_on: day("2030-01-01"),
        event: crate::id::EventId(Uuid::nil()),
        position: 0,
    }
}

#[test]
fn a_practice_that_does_not_apply_is_passed_over_and_named() {
    let mut items = repaired();
    items.retain(|item| item.practice != R3);
    let exclusions = [no_r3("2024-01-01", None)];
    let at = without(&items, &Course::default(), &exclusions, "2024-06-30");
    assert_eq!((at.level, at.falls_on), (1, Some(day("2025-03-31"))));
    let r3 = &at.practices[2];
    assert_eq!((r3.practice, r3.state, r3.not_applicable), (R3, PracticeState::None, Some(exclusions[0])));
    assert_eq!(assessed(&items, "2024-06-30").holds_back, [R3]);
}

#[test]
fn a_level_falls_on_the_day_on_which_a_practice_that_nobody_does_applies_again() {
    let mut items = repaired();
    items.retain(|item| item.practice != R3);
    let exclusions = [no_r3("2024-01-01", Some("2024-12-01"))];
    let at = without(&items, &Course::default(), &exclusions, "2024-06-30");
    assert_eq!((at.level, at.falls_on), (1, Some(day("2024-12-01"))));
    assert_eq!(without(&items, &Course::default(), &exclusions, "2024-12-01").level, 0);
}

#[test]
fn a_level_of_which_no_practice_applies_is_not_earned() {
    let all = [R1, R2, R3, R4].map(|practice| Exclusion { practice, ..no_r3("2024-01-01", None) });
    let at = without(&[], &Course::default(), &all, "2024-06-30");
    assert_eq!((at.level, at.holds_back), (0, vec![R1, R2, R3, R4]));
}

#[test]
fn the_highest_level_has_nothing_that_holds_it_back() {
    let mut items = Vec::new();
    for (number, practice) in (0_u128..).step_by(10).zip(PracticeId::ALL) {
        items.extend([
            evidence(number + 1, practice, "2023-01-01", "2023-12-31"),
            evidence(number + 2, practice, "2024-01-01", "2024-03-31"),
            evidence(number + 3, practice, "2024-04-01", "2024-06-30"),
        ]);
    }
    let at = assessed(&items, "2024-07-01");
    assert_eq!((at.level, at.holds_back.len(), at.reach.len()), (4, 0, 0));
    // E2 needs three quarters and loses the oldest first.
    assert_eq!(at.falls_on, Some(day("2024-12-31")));
}
