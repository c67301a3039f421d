use super::*;
use crate::history::Entry;

fn minutes(number: &str) -> Minuted {
    Minuted { number: Some(code(number)), sha256: None, minutes: None }
}

fn confirm(minutes: u128) -> Command {
    Command::ConfirmMinutes { minutes: event(minutes) }
}

fn read(minutes: u128) -> Command {
    Command::Acknowledge { minutes: event(minutes) }
}

/// Position 3: minuted by MINH.
fn minuted() -> Given<Meeting> {
    held().and(past(minutes("1")).from("2026-06-01").by(MINH))
}

#[test]
fn a_meeting_that_was_held_is_minuted_by_number_document_or_text() {
    let minute = |minutes| Command::Minute { minutes };
    held().when(minute(minutes("1"))).then([past(minutes("1")).from("2026-06-01").event]);
    let nothing = "minutes have a number, a document or a text; give one of them";
    let empty = Minuted { number: None, sha256: None, minutes: None };
    held().when(minute(empty)).then_refused(Refusal::invalid("minutes", nothing));
    begun().when(minute(minutes("1"))).then_refused(Refusal::MeetingNotHeld);
}

#[test]
fn who_chaired_confirms_the_minutes_once_and_nobody_else_does() {
    let confirmed = MinutesConfirmed { minutes: event(3), minuted_by: MINH };
    let given = minuted().when(confirm(3)).then([past(confirmed).event]);
    let now = on(spec::TODAY);
    assert_eq!(
        given.state.confirmation(&now).map(|(entry, _)| (entry.event, entry.by())),
        Some((event(4), LEAD))
    );
    let again = Refusal::AlreadyRecorded { noun: "confirmation" };
    given.when(confirm(3)).then_refused(again);
    minuted().by(HOA).when(confirm(3)).then_refused(Refusal::NotTheChair);
    let unknown = Refusal::Unknown { noun: "minutes", reference: event(3).to_string() };
    held().when(confirm(3)).then_refused(unknown);
}

#[test]
fn nobody_confirms_minutes_of_their_own() {
    let own = held().and(past(minutes("1")).from("2026-06-01").by(LEAD));
    own.when(confirm(3)).then_refused(Refusal::OwnMinutes);
}

#[test]
fn each_reader_confirms_having_read_the_minutes_once() {
    let given =
        minuted().by(HOA).when(read(3)).then([past(Acknowledged { minutes: event(3) }).by(HOA).event]);
    given.clone().when(read(3)).then_refused(Refusal::AlreadyRecorded { noun: "acknowledgment" });
    let both = given.by(LEAD).when(read(3)).then_accepted();
    let readers: Vec<_> = both.state.acknowledgments(event(3), &on(spec::TODAY)).map(Entry::by).collect();
    assert_eq!(readers, [HOA, LEAD]);
}

#[test]
fn corrected_minutes_are_to_be_confirmed_and_read_anew() {
    let given = minuted().when(confirm(3)).then_accepted();
    let given = given.by(HOA).when(read(3)).then_accepted();
    let anew = Command::Minute { minutes: minutes("2") };
    let given = given.by(MINH).when(correct(event(3), anew)).then_accepted();
    let now = on(spec::TODAY);
    let (entry, minutes) = given.state.minutes(&now).unwrap();
    assert_eq!((entry.event, minutes.number.clone()), (event(6), Some(code("2"))));
    assert!(given.state.confirmation(&now).is_none());
    assert_eq!(given.state.acknowledgments(event(6), &now).count(), 0);
    let replaced = Refusal::Unknown { noun: "minutes", reference: event(3).to_string() };
    given.clone().by(LEAD).when(confirm(3)).then_refused(replaced);
    given.by(LEAD).when(confirm(6)).then_accepted();
}

#[test]
fn a_confirmation_by_somebody_who_turns_out_not_to_have_chaired_is_listed() {
    let given = minuted().when(confirm(3)).then_accepted();
    let chaired = Command::Hold { chair: Some(HOA), attendees: Vec::new(), convention: convention() };
    let given = given.when(correct(event(2), chaired)).then_accepted();
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), [event(4)]);
}
