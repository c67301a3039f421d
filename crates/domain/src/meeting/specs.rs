//! What may and may not be recorded about a meeting.

mod actions;
mod minutes;

use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{self, Given, HOA, LEAD, MINH, PROGRAM, Past, code, day, event, on, past, text};
use uuid::Uuid;

const COMMITTEE: CommitteeId = CommitteeId(Uuid::from_u128(0xe1));

fn given(history: impl IntoIterator<Item = Past<MeetingFact>>) -> Given<Meeting> {
    spec::given(history)
}

fn begin(from: Option<&str>) -> Command {
    let (name, on) = (text("As typed"), from.map(day));
    Command::Convene(Convene { program: PROGRAM, code: code("M1"), committee: COMMITTEE, name, on })
}

/// Positions 0 and 1: called for 1 June 2026.
fn begun() -> Given<Meeting> {
    given([
        past(Convened { program: PROGRAM, code: code("M1"), committee: COMMITTEE }).from("2026-06-01"),
        past(Named { name: text("As typed") }).from("2026-06-01"),
    ])
}

/// Position 2: held on 1 June 2026, chaired by LEAD.
fn held() -> Given<Meeting> {
    begun().and(past(Held { chair: LEAD }).from("2026-06-01"))
}

fn attendee(person: PersonId, presence: Presence, role: Option<SeatRole>) -> Attendee {
    Attendee { person, presence, role, department: None }
}

fn hold(attendees: Vec<Attendee>, convention: Convention) -> Command {
    Command::Hold { chair: None, attendees, convention }
}

fn convention() -> Convention {
    Convention { chair: Some(LEAD), quorum: Some(2), agenda: None }
}

fn agenda(position: u64) -> AgendaFixed {
    AgendaFixed { position, effective: day("2026-06-01"), items: Vec::new(), also: None }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

#[test]
fn it_begins_with_its_code_its_committee_and_its_name() {
    let facts: [Event<MeetingFact>; 2] = [
        past(Convened { program: PROGRAM, code: code("M1"), committee: COMMITTEE }).from("2026-07-01").event,
        past(Named { name: text("As typed") }).from("2026-07-01").event,
    ];
    let begun = given([]).when(begin(Some("2026-07-01"))).then(facts);
    let now = on(spec::TODAY);
    assert!(begun.state.exists(&now));
    assert_eq!(begun.state.program(&now), Some(PROGRAM));
    assert_eq!(begun.state.code(&now), Some(&code("M1")));
    assert_eq!(begun.state.committee(&now), Some(COMMITTEE));
    assert_eq!(begun.state.status(&now), (Status::Convened, Some(day("2026-07-01"))));
    assert_eq!(begun.state.name(&now).map(|entry| entry.event), Some(event(1)));
    begun.when(begin(None)).then_refused(Refusal::AlreadyRecorded { noun: "meeting" });
}

#[test]
fn what_began_it_and_its_only_name_are_corrected_not_annulled() {
    begun().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "meeting" });
    begun().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
    let with = Command::Rename { name: text("As typed"), on: None };
    begun().when(correct(event(1), with)).then_restated(event(1));
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = begun().when(Command::RecordInError { reason: text("twice") }).then_accepted();
    assert!(!gone.state.exists(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    let again = Command::Rename { name: text("As typed"), on: None };
    gone.when(again).then_refused(Refusal::WasRecordedInError { noun: "meeting" });
}

#[test]
fn it_is_moved_until_it_is_held_or_called_off() {
    let to = |to: &str| Command::Move { to: day(to), reason: text("the chair is ill") };
    begun().when(to("2026-06-01")).then_refused(Refusal::Unchanged { field: "to" });
    let moved = begun().when(to("2026-06-10")).then_accepted().when(to("2026-06-12")).then_accepted();
    assert_eq!(moved.state.day(&on(spec::TODAY)), Some(day("2026-06-12")));
    assert_eq!(moved.state.moves(&on(spec::TODAY)).len(), 2);
    let over = Refusal::MeetingOver { ended: "held", day: day("2026-06-01") };
    held().when(to("2026-06-10")).then_refused(over);
    let canceled = begun().when(Command::Cancel { reason: text("no quorum") }).then_accepted();
    assert_eq!(canceled.state.status(&on(spec::TODAY)).0, Status::Canceled);
    let over = Refusal::MeetingOver { ended: "canceled", day: day(spec::TODAY) };
    canceled.when(to("2026-07-10")).then_refused(over);
}

#[test]
fn it_is_held_on_its_day_with_the_agenda_that_was_shown_and_who_was_there() {
    let there = vec![
        attendee(LEAD, Presence::Present, Some(SeatRole::Chair)),
        attendee(MINH, Presence::Present, Some(SeatRole::Secretary)),
        attendee(HOA, Presence::Present, None),
    ];
    let shown = Convention { agenda: Some(agenda(7)), ..convention() };
    let from = |fact: MeetingFact| past(fact).from("2026-06-01").event;
    let taken = AttendanceTaken { attendees: there.clone(), quorum: Some(2) };
    let expected = [past(agenda(7)).event, from(Held { chair: LEAD }.into()), from(taken.into())];
    let held = begun().when(hold(there, shown)).then(expected).state;
    let now = on(spec::TODAY);
    assert_eq!(held.status(&now), (Status::Held, Some(day("2026-06-01"))));
    assert_eq!(held.status(&on("2026-05-31")).0, Status::Convened);
    assert_eq!(held.agenda(&now).map(|(_, agenda)| agenda.position), Some(7));
    let (_, attendance) = held.attendance(&now).unwrap();
    // Neither the secretary nor a guest votes.
    assert_eq!((attendance.voting(), attendance.has_quorum()), (1, Some(false)));
}

#[test]
fn a_fixed_agenda_stays_the_one_that_was_shown() {
    let fix = |position| Command::FixAgenda {
        also: None,
        convention: Convention { agenda: Some(agenda(position)), ..convention() },
    };
    let fixed = begun().when(fix(5)).then_accepted().when(fix(6)).then_accepted();
    let held = fixed.when(hold(Vec::new(), Convention { agenda: Some(agenda(9)), ..convention() }));
    let held = held.then_accepted();
    assert_eq!(held.state.agenda(&on(spec::TODAY)).map(|(_, agenda)| agenda.position), Some(6));
    held.when(fix(9)).then_refused(Refusal::MeetingOver { ended: "held", day: day("2026-06-01") });
    let unknown = "what a meeting of the past was shown is not known; leave the agenda out";
    let nothing = Command::FixAgenda { also: None, convention: convention() };
    begun().when(nothing).then_refused(Refusal::invalid("agenda", unknown));
}

#[test]
fn it_is_not_held_before_its_day_nor_without_a_chair_nor_twice() {
    let later = given([]).when(begin(Some("2026-06-16"))).then_accepted();
    let future = Refusal::InFuture { field: "on", day: day("2026-06-16"), today: day(spec::TODAY) };
    later.when(hold(Vec::new(), convention())).then_refused(future);
    let nobody = "nobody chairs the committee that day; say who chaired";
    begun().when(hold(Vec::new(), Convention::default())).then_refused(Refusal::invalid("chair", nobody));
    let over = Refusal::MeetingOver { ended: "held", day: day("2026-06-01") };
    held().when(hold(Vec::new(), convention())).then_refused(over);
}

#[test]
fn a_person_stands_once_in_the_attendance() {
    let there = || attendee(HOA, Presence::Present, None);
    let take = |attendees| Command::TakeAttendance { attendees, convention: convention() };
    let twice = Refusal::invalid("attendees", "a person stands in the list twice; keep one");
    held().when(take(vec![there(), there()])).then_refused(twice);
    let nobody = Refusal::invalid("attendees", "name somebody who was there, or was not");
    held().when(take(Vec::new())).then_refused(nobody);
    let crowd = Refusal::invalid("attendees", "at most 200 of them, not 201");
    held().when(take(vec![there(); 201])).then_refused(crowd);
    begun().when(take(vec![there()])).then_refused(Refusal::MeetingNotHeld);
}

#[test]
fn that_it_was_held_is_annulled_with_all_that_came_of_it() {
    let resolve = Command::Resolve { resolution: text("refunds first") };
    let given = held().when(resolve).then_accepted().when(annul(event(2))).then_accepted();
    let now = on(spec::TODAY);
    assert_eq!(given.state.status(&now).0, Status::Convened);
    assert!(given.state.resolutions(&now).is_empty());
    assert_eq!(given.state.name(&now).map(|entry| entry.event), Some(event(1)));
}
