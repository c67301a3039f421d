use super::*;

fn agreed(due: &str) -> ActionAgreed {
    ActionAgreed { task: text("ask the bank"), owner: HOA, due: day(due), initiative: None }
}

fn agree(due: &str) -> Command {
    Command::AgreeAction { action: agreed(due) }
}

/// Position 3: HOA asks the bank by 10 June 2026.
fn with_action() -> Given<Meeting> {
    held().and(past(agreed("2026-06-10")).from("2026-06-01"))
}

fn action() -> ActionId {
    ActionId(event(3).0)
}

fn complete(on: &str) -> Command {
    Command::CompleteAction { action: action(), remark: None, on: Some(day(on)) }
}

fn drop(on: &str) -> Command {
    Command::DropAction { action: action(), reason: text("no use"), on: Some(day(on)) }
}

fn move_to(due: &str) -> Command {
    Command::MoveAction { action: action(), due: day(due), reason: text("the bank is closed") }
}

fn one(given: &Given<Meeting>, on: &str) -> Action {
    given.state.action(action(), &spec::on(on)).unwrap()
}

#[test]
fn a_meeting_that_was_held_agrees_on_actions_due_after_it() {
    held().when(agree("2026-06-10")).then([past(agreed("2026-06-10")).from("2026-06-01").event]);
    let early = Refusal::BeforeBeginning { field: "due", day: day("2026-05-31"), begins: day("2026-06-01") };
    held().when(agree("2026-05-31")).then_refused(early);
    begun().when(agree("2026-06-10")).then_refused(Refusal::MeetingNotHeld);
}

#[test]
fn an_open_action_is_overdue_from_the_day_after_it_was_due() {
    let given = with_action();
    assert!(!one(&given, "2026-06-10").is_overdue(day("2026-06-10")));
    assert!(one(&given, "2026-06-11").is_overdue(day("2026-06-11")));
    let done = given.when(complete("2026-06-12")).then_accepted();
    assert!(!one(&done, "2026-06-12").is_overdue(day("2026-06-12")));
    assert!(one(&done, "2026-06-11").is_overdue(day("2026-06-11")));
    assert_eq!(one(&done, "2026-06-12").state, ActionState::Done(day("2026-06-12")));
}

#[test]
fn what_is_done_or_dropped_is_not_moved_handed_over_or_ended_again() {
    for (end, ended) in [(complete("2026-06-05"), "done"), (drop("2026-06-05"), "dropped")] {
        let given = with_action().when(end).then_accepted();
        let over = || Refusal::ActionOver { ended, day: day("2026-06-05") };
        let hand_over = Command::HandActionOver { action: action(), owner: MINH, on: None };
        for act in [complete("2026-06-06"), drop("2026-06-06"), move_to("2026-07-01"), hand_over] {
            given.clone().when(act).then_refused(over());
        }
    }
}

#[test]
fn a_moved_action_keeps_every_move() {
    let given = with_action().when(move_to("2026-06-20")).then_accepted();
    let given = given.when(move_to("2026-07-01")).then_accepted();
    let held = one(&given, spec::TODAY);
    assert_eq!((held.due, held.moves), (day("2026-07-01"), vec![event(4), event(5)]));
    given.when(move_to("2026-07-01")).then_refused(Refusal::Unchanged { field: "due" });
}

#[test]
fn an_action_is_handed_to_another_from_a_day_on() {
    let hand_over = |to, on: &str| Command::HandActionOver { action: action(), owner: to, on: Some(day(on)) };
    let given = with_action().when(hand_over(MINH, "2026-06-08")).then_accepted();
    assert_eq!((one(&given, "2026-06-07").owner, one(&given, "2026-06-08").owner), (HOA, MINH));
    let again = Refusal::OwnsAlready { day: day("2026-06-09") };
    given.when(hand_over(MINH, "2026-06-09")).then_refused(again);
    let early = Refusal::BeforeBeginning { field: "on", day: day("2026-05-31"), begins: day("2026-06-01") };
    with_action().when(hand_over(MINH, "2026-05-31")).then_refused(early);
}

#[test]
fn an_action_ends_between_the_meeting_and_today() {
    let early = Refusal::BeforeBeginning { field: "on", day: day("2026-05-31"), begins: day("2026-06-01") };
    with_action().when(complete("2026-05-31")).then_refused(early);
    let late = Refusal::InFuture { field: "on", day: day("2026-06-16"), today: day(spec::TODAY) };
    with_action().when(drop("2026-06-16")).then_refused(late);
    let unknown = Refusal::Unknown { noun: "action", reference: action().to_string() };
    held().when(complete("2026-06-05")).then_refused(unknown);
}

#[test]
fn an_annulled_action_takes_what_was_done_about_it_along() {
    let given = with_action().when(move_to("2026-06-20")).then_accepted();
    let given = given.when(complete("2026-06-14")).then_accepted().when(annul(event(3))).then_accepted();
    assert!(given.state.actions(&on(spec::TODAY)).is_empty());
    for fallen in [4, 5] {
        given
            .clone()
            .when(annul(event(fallen)))
            .then_refused(Refusal::FallenAlready { event: event(fallen) });
    }
}

#[test]
fn a_corrected_action_stays_the_same_action_and_keeps_what_was_done_about_it() {
    let given = with_action().when(complete("2026-06-14")).then_accepted();
    let given = given.when(correct(event(3), agree("2026-06-12"))).then_accepted();
    let held = one(&given, spec::TODAY);
    assert_eq!((held.stated_by, held.due), (event(5), day("2026-06-12")));
    assert_eq!(held.state, ActionState::Done(day("2026-06-14")));
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), []);
}
