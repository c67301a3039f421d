use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

fn pause(on: &str) -> Command {
    Command::Pause { reason: text("budget"), on: Some(day(on)), authority: None }
}

fn resume(on: &str) -> Command {
    Command::Resume { reason: None, on: Some(day(on)), authority: None }
}

fn stop(on: &str) -> Command {
    Command::Stop { reason: text("merged"), lesson: None, on: Some(day(on)), authority: None }
}

fn not_running(status: &'static str, on: &str) -> Refusal {
    Refusal::NotRunning { status, day: day(on) }
}

#[test]
fn an_initiative_runs_from_its_first_day_on() {
    let state = chartered().state;
    assert_eq!(state.status(&on(spec::TODAY)), (Status::Running, Some(day("2024-01-01"))));
    assert!(state.pauses(&on(spec::TODAY)).is_empty());
}

#[test]
fn it_is_paused_resumed_and_stopped() {
    let state = chartered()
        .when(pause("2024-02-01"))
        .then([paused().from("2024-02-01").event])
        .when(resume("2024-04-01"))
        .then([resumed().from("2024-04-01").event])
        .when(stop("2025-01-01"))
        .then([stopped().from("2025-01-01").event])
        .state;
    assert_eq!(state.status(&on("2024-03-31")), (Status::Paused, Some(day("2024-02-01"))));
    assert_eq!(state.status(&on("2024-04-01")), (Status::Running, Some(day("2024-04-01"))));
    assert_eq!(state.status(&on("2025-01-01")), (Status::Stopped, Some(day("2025-01-01"))));
    assert_eq!(state.pauses(&on(spec::TODAY)), [(day("2024-02-01"), Some(day("2024-04-01")))]);
}

#[test]
fn only_what_runs_is_paused() {
    chartered()
        .and(paused().from("2024-02-01"))
        .when(pause("2024-03-01"))
        .then_refused(not_running("paused", "2024-03-01"));
    chartered()
        .and(stopped().from("2024-02-01"))
        .when(pause("2024-03-01"))
        .then_refused(not_running("stopped", "2024-03-01"));
}

#[test]
fn only_what_is_paused_is_resumed() {
    chartered().when(resume("2024-03-01")).then_refused(Refusal::NotPaused { day: day("2024-03-01") });
}

#[test]
fn what_is_stopped_is_neither_stopped_nor_resumed() {
    let over = chartered().and(stopped().from("2024-02-01"));
    over.clone().when(stop("2024-03-01")).then_refused(not_running("stopped", "2024-03-01"));
    over.when(resume("2024-03-01")).then_refused(Refusal::NotPaused { day: day("2024-03-01") });
}

#[test]
fn a_paused_initiative_may_be_stopped_and_its_pause_ends_that_day() {
    let state = chartered().and(paused().from("2024-02-01")).when(stop("2024-03-01")).then_accepted().state;
    assert_eq!(state.pauses(&on(spec::TODAY)), [(day("2024-02-01"), Some(day("2024-03-01")))]);
}

#[test]
fn a_stop_is_not_undone_by_a_later_pause_that_is_recorded_already() {
    chartered()
        .and(paused().from("2025-02-01"))
        .and(resumed().from("2025-04-01"))
        .when(stop("2024-03-01"))
        .then_refused(Refusal::StandsLater { status: "paused", day: day("2025-02-01") });
}

#[test]
fn an_earlier_stop_is_accepted_before_a_later_one() {
    let state = chartered().and(stopped().from("2025-02-01")).when(stop("2024-03-01")).then_accepted().state;
    assert_eq!(state.status(&on("2025-03-01")), (Status::Stopped, Some(day("2025-02-01"))));
}

#[test]
fn an_earlier_pause_is_imported_after_a_later_one() {
    let state = chartered()
        .and(paused().from("2025-02-01"))
        .and(resumed().from("2025-04-01"))
        .when(pause("2024-02-01"))
        .then_accepted()
        .when(resume("2024-04-01"))
        .then_accepted()
        .state;
    let pauses = [(day("2024-02-01"), Some(day("2024-04-01"))), (day("2025-02-01"), Some(day("2025-04-01")))];
    assert_eq!(state.pauses(&on(spec::TODAY)), pauses);
}

#[test]
fn a_pause_and_a_resumption_on_one_day_are_no_pause() {
    let state = chartered().and(paused().from("2024-02-01")).and(resumed().from("2024-02-01")).state;
    assert!(state.pauses(&on(spec::TODAY)).is_empty());
    assert_eq!(state.status(&on("2024-02-01")).0, Status::Running);
}

#[test]
fn a_pause_may_begin_in_the_future() {
    let state = chartered().when(pause("2027-01-01")).then_accepted().state;
    assert_eq!(state.status(&on(spec::TODAY)).0, Status::Running);
    assert_eq!(state.status(&on("2027-01-01")).0, Status::Paused);
}
