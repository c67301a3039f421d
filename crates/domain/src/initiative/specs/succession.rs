use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

const CLAIMS: InitiativeId = InitiativeId(uuid::Uuid::from_u128(0xc1));

fn succeed(predecessor: InitiativeId, on: &str) -> Command {
    Command::Succeed { predecessor, on: Some(day(on)), authority: None }
}

fn succeeds(predecessor: InitiativeId) -> Past<InitiativeFact> {
    past(Succeeds { predecessor })
}

#[test]
fn an_initiative_carries_another_on_from_a_day() {
    let state = chartered()
        .when(succeed(CLAIMS, "2025-01-01"))
        .then([succeeds(CLAIMS).from("2025-01-01").event])
        .state;
    let successions: Vec<_> = state.successions(&on(spec::TODAY)).collect();
    assert_eq!(
        successions,
        [Succession { event: event(3), position: 3, predecessor: CLAIMS, from: day("2025-01-01") }]
    );
}

#[test]
fn an_initiative_does_not_succeed_itself() {
    let itself = chartered().state.id;
    chartered().when(succeed(itself, "2025-01-01")).then_refused(Refusal::CircularSuccession);
}

#[test]
fn the_same_succession_is_recorded_once() {
    chartered()
        .and(succeeds(CLAIMS).from("2025-01-01"))
        .when(succeed(CLAIMS, "2025-06-01"))
        .then_refused(Refusal::Unchanged { field: "predecessor" });
}

#[test]
fn what_is_stopped_carries_nothing_on() {
    chartered()
        .and(stopped().from("2024-06-01"))
        .when(succeed(CLAIMS, "2025-01-01"))
        .then_refused(Refusal::NotRunning { status: "stopped", day: day("2025-01-01") });
}

#[test]
fn a_succession_that_was_recorded_in_error_is_annulled() {
    let state = chartered()
        .and(succeeds(CLAIMS).from("2025-01-01"))
        .when(annul(event(3)))
        .then([annulled(event(3))])
        .state;
    assert_eq!(state.successions(&on(spec::TODAY)).count(), 0);
}
