use super::*;
use crate::event::Authority;
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

fn sustain(on: &str) -> Command {
    Command::Sustain { reason: None, on: Some(day(on)), authority: None }
}

fn reopen(on: &str) -> Command {
    Command::Reopen { reason: text("needed again"), on: Some(day(on)), authority: None }
}

/// The spans that it was paused.
fn pauses(state: &Initiative) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let course = state.course(&on(spec::TODAY));
    let ends = course.iter().skip(1).map(|(day, _)| Some(*day)).chain([None]);
    let spans = course.iter().zip(ends).filter(|((_, status), _)| *status == Status::Paused);
    spans.map(|((from, _), until)| (*from, until)).collect()
}

fn to_resume(status: &'static str, on: &str) -> Refusal {
    Refusal::NothingToResume { status, day: day(on) }
}

fn not_running(status: &'static str, on: &str) -> Refusal {
    Refusal::NotRunning { status, day: day(on) }
}

#[test]
fn an_initiative_runs_from_its_first_day_on() {
    let state = chartered().state;
    assert_eq!(state.status(&on(spec::TODAY)), (Status::Running, Some(day("2024-01-01"))));
    assert!(pauses(&state).is_empty());
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
    assert_eq!(pauses(&state), [(day("2024-02-01"), Some(day("2024-04-01")))]);
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
fn only_what_rests_is_resumed() {
    chartered().when(resume("2024-03-01")).then_refused(to_resume("running", "2024-03-01"));
}

#[test]
fn what_is_stopped_is_neither_stopped_nor_resumed() {
    let over = chartered().and(stopped().from("2024-02-01"));
    over.clone().when(stop("2024-03-01")).then_refused(not_running("stopped", "2024-03-01"));
    over.when(resume("2024-03-01")).then_refused(to_resume("stopped", "2024-03-01"));
}

#[test]
fn a_paused_initiative_may_be_stopped_and_its_pause_ends_that_day() {
    let state = chartered().and(paused().from("2024-02-01")).when(stop("2024-03-01")).then_accepted().state;
    assert_eq!(pauses(&state), [(day("2024-02-01"), Some(day("2024-03-01")))]);
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
    assert_eq!(state.status(&on("2025-03-01")), (Status::Stopped, Some(day("2024-03-01"))));
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
    let both = [(day("2024-02-01"), Some(day("2024-04-01"))), (day("2025-02-01"), Some(day("2025-04-01")))];
    assert_eq!(pauses(&state), both);
}

#[test]
fn a_pause_and_a_resumption_on_one_day_are_no_pause() {
    let state = chartered().and(paused().from("2024-02-01")).and(resumed().from("2024-02-01")).state;
    assert!(pauses(&state).is_empty());
    assert_eq!(state.status(&on("2024-02-01")).0, Status::Running);
}

#[test]
fn a_pause_may_begin_in_the_future() {
    let state = chartered().when(pause("2027-01-01")).then_accepted().state;
    assert_eq!(state.status(&on(spec::TODAY)).0, Status::Running);
    assert_eq!(state.status(&on("2027-01-01")).0, Status::Paused);
}

#[test]
fn it_moves_to_sustain_and_back() {
    let state = chartered()
        .when(sustain("2024-02-01"))
        .then([in_sustain().from("2024-02-01").event])
        .when(resume("2024-04-01"))
        .then([resumed().from("2024-04-01").event])
        .state;
    assert_eq!(state.status(&on("2024-03-31")), (Status::InSustain, Some(day("2024-02-01"))));
    assert_eq!(state.status(&on("2024-04-01")), (Status::Running, Some(day("2024-04-01"))));
    let course = [(day("2024-02-01"), Status::InSustain), (day("2024-04-01"), Status::Running)];
    assert_eq!(state.course(&on(spec::TODAY)), course);
}

#[test]
fn what_is_in_sustain_may_be_paused_and_what_is_paused_may_move_to_sustain() {
    let sustained = chartered().and(in_sustain().from("2024-02-01"));
    sustained.clone().when(sustain("2024-03-01")).then_refused(not_running("in sustain", "2024-03-01"));
    let state =
        sustained.when(pause("2024-03-01")).then_accepted().when(sustain("2024-05-01")).then_accepted().state;
    assert_eq!(state.status(&on("2024-06-01")), (Status::InSustain, Some(day("2024-05-01"))));
    assert_eq!(pauses(&state), [(day("2024-03-01"), Some(day("2024-05-01")))]);
}

#[test]
fn what_is_stopped_moves_to_no_sustain() {
    chartered()
        .and(stopped().from("2024-02-01"))
        .when(sustain("2024-03-01"))
        .then_refused(not_running("stopped", "2024-03-01"));
}

#[test]
fn no_improvement_starts_in_sustain() {
    let start = Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: None,
        on: Some(day("2024-03-01")),
    };
    chartered()
        .and(in_sustain().from("2024-02-01"))
        .when(start)
        .then_refused(not_running("in sustain", "2024-03-01"));
}

#[test]
fn what_is_stopped_is_reopened_and_may_be_stopped_again() {
    let state = chartered()
        .and(stopped().from("2024-02-01"))
        .when(reopen("2024-06-01"))
        .then([reopened().from("2024-06-01").event])
        .when(stop("2025-01-01"))
        .then_accepted()
        .state;
    assert_eq!(state.status(&on("2024-05-31")).0, Status::Stopped);
    assert_eq!(state.status(&on("2024-06-01")), (Status::Running, Some(day("2024-06-01"))));
    assert_eq!(state.status(&on("2025-01-01")).0, Status::Stopped);
}

#[test]
fn only_what_is_stopped_is_reopened() {
    for (turn, status) in [(paused(), "paused"), (in_sustain(), "in sustain"), (resumed(), "running")] {
        chartered()
            .and(turn.from("2024-02-01"))
            .when(reopen("2024-03-01"))
            .then_refused(Refusal::NothingToReopen { status, day: day("2024-03-01") });
    }
}

#[test]
fn a_stop_is_imported_before_a_reopening_that_is_recorded_already() {
    chartered()
        .and(stopped().from("2025-02-01"))
        .and(reopened().from("2025-06-01"))
        .when(stop("2024-03-01"))
        .then_accepted();
}

#[test]
fn a_pause_is_prolonged_by_a_decision_only_and_lasts_since_its_first_day() {
    let resting = chartered().and(paused().from("2024-02-01"));
    assert_eq!(resting.state.pause_was_decided(&on("2024-06-01")), Some(false));
    let prolong = Command::Pause {
        reason: text("budget again"),
        on: Some(day("2025-01-15")),
        authority: Some(Authority::Founding),
    };
    let state = resting.when(prolong).then_accepted().state;
    assert_eq!(state.status(&on("2025-03-01")), (Status::Paused, Some(day("2024-02-01"))));
    assert_eq!(state.pause_was_decided(&on("2025-01-14")), Some(false));
    assert_eq!(state.pause_was_decided(&on("2025-03-01")), Some(true));
    assert_eq!(state.pause_was_decided(&on("2024-01-31")), None);
    assert_eq!(pauses(&state), [(day("2024-02-01"), None)]);
}
