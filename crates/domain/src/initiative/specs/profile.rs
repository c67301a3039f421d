use super::*;
use crate::maturity::PracticeId::{O1, R3};
use crate::maturity::profile::{self, Decide, Exclusion, Goal, exclusions, target_moves, targets};
use crate::refusal::Refusal;
use crate::spec::on;

fn decide(decide: Decide, on: &str) -> Command {
    Command::Profile(profile::Command { decide, on: Some(day(on)), authority: None })
}

fn not_applicable(review_on: &str) -> PracticeNotApplicable {
    PracticeNotApplicable { practice: O1, reason: text("no revenue"), review_on: day(review_on) }
}

fn exclude(on: &str, until: Option<&str>) -> Command {
    decide(Decide::NotApplicable { said: not_applicable("2025-06-01"), until: until.map(day) }, on)
}

fn include(on: &str) -> Command {
    decide(Decide::Applicable(PracticeApplicable { practice: O1, reason: None }), on)
}

fn target(goal: Goal, due: &str, on: &str) -> Command {
    decide(Decide::SetTarget(MaturityTargetSet { goal, due: day(due), reason: None }), on)
}

fn spans(state: &Initiative) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let spans = exclusions(&state.history, &on(spec::TODAY)).into_iter();
    spans.map(|Exclusion { from, until, .. }| (from, until)).collect()
}

#[test]
fn a_practice_does_not_apply_from_a_day_until_it_applies_again() {
    let state = chartered()
        .when(exclude("2024-06-01", None))
        .then([past(not_applicable("2025-06-01")).from("2024-06-01").event])
        .when(include("2025-01-01"))
        .then([past(PracticeApplicable { practice: O1, reason: None }).from("2025-01-01").event])
        .state;
    assert_eq!(spans(&state), [(day("2024-06-01"), Some(day("2025-01-01")))]);
}

#[test]
fn an_exclusion_with_an_end_ends_by_itself_and_a_later_one_takes_its_place() {
    let ended = chartered().when(exclude("2024-06-01", Some("2024-12-01"))).then_accepted();
    assert_eq!(spans(&ended.state), [(day("2024-06-01"), Some(day("2024-12-01")))]);
    ended.clone().when(include("2025-01-01")).then_refused(Refusal::Unchanged { field: "practice" });
    let state = ended.when(exclude("2024-09-01", None)).then_accepted().state;
    assert_eq!(spans(&state), [(day("2024-06-01"), Some(day("2024-09-01"))), (day("2024-09-01"), None)]);
}

#[test]
fn an_exclusion_names_a_later_day_for_another_look() {
    let said = not_applicable("2024-06-01");
    chartered().when(decide(Decide::NotApplicable { said, until: None }, "2024-06-01")).then_refused(
        Refusal::BeforeBeginning { field: "reviewOn", day: day("2024-06-01"), begins: day("2024-06-01") },
    );
}

#[test]
fn a_target_is_set_moved_and_given_up_and_its_moves_are_counted() {
    let (level, practice) = (Goal::Level(2), Goal::Practice(R3));
    let given = chartered()
        .when(target(level, "2025-12-31", "2024-01-01"))
        .then_accepted()
        .when(target(practice, "2025-06-30", "2024-01-01"))
        .then_accepted()
        .when(target(level, "2026-12-31", "2025-06-01"))
        .then_accepted();
    let held = targets(&given.state.history, &on("2025-06-01"));
    let told: Vec<_> =
        held.iter().map(|target| (target.goal, target.due, target.since, target.moved)).collect();
    assert_eq!(
        told,
        [
            (level, day("2026-12-31"), day("2024-01-01"), 1),
            (practice, day("2025-06-30"), day("2024-01-01"), 0)
        ]
    );
    assert_eq!(targets(&given.state.history, &on("2025-05-31"))[0].due, day("2025-12-31"));
    let moves = target_moves(&given.state.history, &on("2025-06-01"));
    let told: Vec<_> = moves.iter().map(|moved| (moved.goal, moved.before, moved.after, moved.nth)).collect();
    assert_eq!(told, [(level, day("2025-12-31"), day("2026-12-31"), 1)]);
    assert!(target_moves(&given.state.history, &on("2025-05-31")).is_empty());
    let dropped = MaturityTargetDropped { goal: level, reason: text("another strategy") };
    let given = given.when(decide(Decide::DropTarget(dropped.clone()), "2025-09-01")).then_accepted();
    assert_eq!(targets(&given.state.history, &on("2025-09-01")).len(), 1);
    given
        .when(decide(Decide::DropTarget(dropped), "2025-10-01"))
        .then_refused(Refusal::Unchanged { field: "maturityGoal" });
}

#[test]
fn a_target_lies_ahead_is_another_one_and_can_be_reached() {
    let given = chartered().when(target(Goal::Level(2), "2025-12-31", "2024-01-01")).then_accepted();
    given
        .clone()
        .when(target(Goal::Level(2), "2025-12-31", "2024-06-01"))
        .then_refused(Refusal::Unchanged { field: "due" });
    given.clone().when(target(Goal::Level(2), "2024-06-01", "2024-06-01")).then_refused(
        Refusal::BeforeBeginning { field: "due", day: day("2024-06-01"), begins: day("2024-06-01") },
    );
    for level in [0, 5] {
        let reference = level.to_string();
        given
            .clone()
            .when(target(Goal::Level(level), "2026-12-31", "2024-06-01"))
            .then_refused(Refusal::Unknown { noun: "level", reference });
    }
}

#[test]
fn every_decision_about_practices_can_be_annulled_and_corrected() {
    let excluded = chartered().when(exclude("2024-06-01", None)).then_accepted();
    assert!(spans(&excluded.clone().when(annul(event(3))).then_accepted().state).is_empty());
    let said = not_applicable("2025-06-01");
    let anew = Command::Profile(profile::Command {
        decide: Decide::NotApplicable { said, until: None },
        on: None,
        authority: None,
    });
    excluded.when(correct(event(3), anew)).then_restated(event(3));
}
