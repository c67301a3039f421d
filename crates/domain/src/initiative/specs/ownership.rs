use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

fn assign(owner: PersonId, on: &str) -> Command {
    Command::AssignOwner { owner, on: Some(day(on)), authority: None }
}

fn vacate(on: &str) -> Command {
    Command::VacateOwner { reason: None, on: Some(day(on)), authority: None }
}

#[test]
fn an_owner_is_assigned_from_a_day_on() {
    chartered()
        .when(assign(MINH, "2024-02-01"))
        .then([said(OwnerAssigned { owner: MINH }).from(day("2024-02-01"))]);
}

#[test]
fn a_hand_over_may_lie_in_the_future() {
    let state = chartered().and(owned_by(MINH).from("2024-02-01")).when(assign(HOA, "2027-01-01"));
    let state = state.then_accepted().state;
    let owner = |at| state.owner(&on(at)).map(|(_, owner)| owner);
    assert_eq!(owner("2024-01-31"), None);
    assert_eq!(owner("2026-12-31"), Some(MINH));
    assert_eq!(owner("2027-01-01"), Some(HOA));
}

#[test]
fn who_owns_it_on_that_day_is_not_assigned_again() {
    chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .when(assign(MINH, "2025-01-01"))
        .then_refused(Refusal::OwnsAlready { day: day("2025-01-01") });
}

#[test]
fn an_initiative_may_be_left_without_an_owner() {
    let state = chartered().and(owned_by(MINH).from("2024-02-01")).when(vacate("2025-01-01"));
    let state = state.then([said(OwnerVacated { reason: None }).from(day("2025-01-01"))]).state;
    assert!(state.owner(&on("2025-01-01")).is_none());
    let owners: Vec<_> = state.owners(&on(spec::TODAY)).into_iter().map(|(_, owner)| owner).collect();
    assert_eq!(owners, [Some(MINH), None]);
}

#[test]
fn what_has_no_owner_on_that_day_is_not_vacated() {
    chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .when(vacate("2024-01-31"))
        .then_refused(Refusal::VacantAlready { day: day("2024-01-31") });
}

#[test]
fn a_stopped_initiative_gets_no_owner_and_may_lose_its_own() {
    let stopped = chartered().and(owned_by(MINH).from("2024-02-01")).and(stopped().from("2025-01-01"));
    stopped
        .clone()
        .when(assign(HOA, "2025-01-01"))
        .then_refused(Refusal::NotRunning { status: "stopped", day: day("2025-01-01") });
    stopped.clone().when(assign(HOA, "2024-12-31")).then_accepted();
    stopped.when(vacate("2025-01-01")).then_accepted();
}

#[test]
fn of_two_owners_from_the_same_day_the_one_recorded_later_holds() {
    let state =
        chartered().and(owned_by(MINH).from("2024-02-01")).and(owned_by(HOA).from("2024-02-01")).state;
    assert_eq!(state.owner(&on("2024-02-01")).map(|(_, owner)| owner), Some(HOA));
}
