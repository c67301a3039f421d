//! Strategic goals: set, retired, never mixed up.

use super::*;
use crate::id::GoalId;

fn loyal() -> GoalSet {
    GoalSet { code: code("LOYAL"), title: text("Customers stay") }
}

fn set(goal: GoalSet, from: &str) -> Command {
    Command::SetGoal { goal, on: Some(day(from)) }
}

fn retire(position: u128, from: &str) -> Command {
    let goal = GoalId(event(position).0);
    Command::RetireGoal { goal, reason: Some(text("reached")), on: Some(day(from)) }
}

/// The goal LOYAL stands at position 5, from 2025 on.
fn with_goal() -> Given<Program> {
    created().when(set(loyal(), "2025-01-01")).then([said(loyal()).from(day("2025-01-01"))])
}

#[test]
fn a_goal_is_there_from_its_first_day_and_stays_listed_when_it_is_retired() {
    let reason = Some(text("reached"));
    let goal = GoalId(event(5).0);
    let given = with_goal()
        .when(retire(5, "2026-01-01"))
        .then([said(GoalRetired { goal, reason }).from(day("2026-01-01"))]);
    assert_eq!(given.state.goals(&on("2024-12-31")), []);
    let expected = Goal {
        id: goal,
        code: code("LOYAL"),
        stated_by: (event(5), 5),
        from: day("2025-01-01"),
        retired: Some(day("2026-01-01")),
    };
    assert_eq!(given.state.goals(&on("2025-01-01")), [expected]);
}

#[test]
fn a_code_names_one_goal_for_ever_and_a_corrected_code_still_resolves() {
    let taken = Refusal::CodeTaken { taken: code("LOYAL"), noun: "goal" };
    with_goal().when(set(loyal(), "2026-01-01")).then_refused(taken.clone());
    let retired = with_goal().when(retire(5, "2026-01-01")).then_accepted();
    retired.when(set(loyal(), "2026-02-01")).then_refused(taken.clone());
    let other = GoalSet { code: code("STAY"), ..loyal() };
    let corrected =
        with_goal().when(correct(event(5), Command::SetGoal { goal: other, on: None })).then_accepted();
    let found = |named| corrected.state.goal_of_code(&code(named), &on(spec::TODAY)).map(|goal| goal.id);
    assert_eq!([found("STAY"), found("LOYAL")], [Some(GoalId(event(5).0)); 2]);
    corrected.when(set(loyal(), "2026-02-01")).then_refused(taken);
}

#[test]
fn a_goal_is_retired_once_and_not_before_it_was_set() {
    let begins = day("2025-01-01");
    with_goal().when(retire(5, "2024-12-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2024-12-31"),
        begins,
    });
    with_goal()
        .when(retire(5, "2026-01-01"))
        .then_accepted()
        .when(retire(5, "2026-02-01"))
        .then_refused(Refusal::EndedAlready { noun: "goal" });
    let reference = event(9).to_string();
    with_goal().when(retire(9, "2026-01-01")).then_refused(Refusal::Unknown { noun: "goal", reference });
    let early = day("2023-12-31");
    created().when(set(loyal(), "2023-12-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: early,
        begins: day("2024-01-01"),
    });
}

#[test]
fn an_annulled_goal_takes_its_retirement_along_and_a_later_beginning_lists_it() {
    let retired = with_goal().when(retire(5, "2026-01-01")).then_accepted();
    let gone = retired.clone().when(annul(event(5))).then([annulled(event(5)), annulled(event(6))]);
    assert_eq!(gone.state.goals(&on(spec::TODAY)), []);
    let later = Command::SetGoal { goal: loyal(), on: Some(day("2026-03-01")) };
    let moved = retired.when(correct(event(5), later)).then_accepted();
    assert_eq!(moved.state.broken_dependents(&on(spec::TODAY)), [event(6)]);
}
