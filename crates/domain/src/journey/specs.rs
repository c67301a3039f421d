//! What may and may not be recorded about a journey.

mod map;

use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{self, Given, PROGRAM, Past, code, day, event, on, past, text};

fn given(history: impl IntoIterator<Item = Past<JourneyFact>>) -> Given<Journey> {
    spec::given(history)
}

fn begin(from: Option<&str>) -> Command {
    let (name, on) = (text("As typed"), from.map(day));
    Command::Map(Map { program: PROGRAM, code: code("ONE"), name, on })
}

/// Positions 0 and 1.
fn begun() -> Given<Journey> {
    given([
        past(Mapped { program: PROGRAM, code: code("ONE") }).from("2026-01-01"),
        past(Named { name: text("As typed") }).from("2026-01-01"),
    ])
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

#[test]
fn it_begins_with_its_code_and_its_name() {
    let facts: [Event<JourneyFact>; 2] = [
        past(Mapped { program: PROGRAM, code: code("ONE") }).from("2026-06-01").event,
        past(Named { name: text("As typed") }).from("2026-06-01").event,
    ];
    let begun = given([]).when(begin(Some("2026-06-01"))).then(facts);
    let now = on(spec::TODAY);
    assert!(begun.state.exists(&now));
    assert_eq!(begun.state.program(&now), Some(PROGRAM));
    assert_eq!(begun.state.code(&now), Some(&code("ONE")));
    assert_eq!(begun.state.name(&now).map(|entry| entry.event), Some(event(1)));
}

#[test]
fn it_begins_once_and_not_in_the_future() {
    begun().when(begin(None)).then_refused(Refusal::AlreadyRecorded { noun: "journey" });
    given([]).when(begin(Some("2026-06-16"))).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn what_began_it_and_its_only_name_are_corrected_not_annulled() {
    begun().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "journey" });
    begun().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
    let with = Command::Rename { name: text("As typed"), on: None };
    let correct = Correct { event: event(1), reason: text("wrong"), with: Box::new(with) };
    begun().when(Command::Correct(correct)).then_restated(event(1));
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = begun().when(Command::RecordInError { reason: text("twice") }).then_accepted();
    assert!(!gone.state.exists(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    let again = Command::Rename { name: text("As typed"), on: None };
    gone.when(again).then_refused(Refusal::WasRecordedInError { noun: "journey" });
}
