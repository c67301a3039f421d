//! What may and may not be recorded about a person.

use super::*;
use crate::id::{EventId, IdentityId};
use crate::refusal::Refusal;
use crate::spec::{self, Given, Past, day, department, event, on, past, said, text};

fn given(history: impl IntoIterator<Item = Past<PersonFact>>) -> Given<Person> {
    spec::given(history)
}

/// Positions 0 and 1: registered, named from 1 January 2024.
fn registered() -> Given<Person> {
    given([past(Registered { code: text("HOA") }), past(Named { name: text("Hòa") }).from("2024-01-01")])
}

fn register() -> Register {
    Register { code: text("HOA"), name: text("Hòa"), department: None, on: Some(day("2024-01-01")) }
}

fn place(number: u128, on: Option<&str>) -> Command {
    Command::Place { department: Some(department(number)), on: on.map(day) }
}

fn placed(number: u128) -> Past<PersonFact> {
    past(Placed { department: Some(department(number)) })
}

fn rename(name: &str, on: Option<&str>) -> Command {
    Command::Rename { name: text(name), on: on.map(day) }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

#[test]
fn a_registration_records_code_name_and_department_as_facts_of_their_own() {
    let command = Register { department: Some(department(7)), ..register() };
    given([]).when(Command::Register(command)).then([
        said(Registered { code: text("HOA") }),
        said(Named { name: text("Hòa") }).from(day("2024-01-01")),
        placed(7).from("2024-01-01").event,
    ]);
}

#[test]
fn a_person_is_registered_once() {
    registered()
        .when(Command::Register(register()))
        .then_refused(Refusal::AlreadyRecorded { noun: "person" });
}

#[test]
fn an_unknown_person_is_not_renamed() {
    let reference = given([]).state.id.to_string();
    given([]).when(rename("Hoa", None)).then_refused(Refusal::Unknown { noun: "person", reference });
}

#[test]
fn a_person_bears_the_first_name_before_all_others() {
    let state = registered()
        .when(rename("Hòa Trần", Some("2025-01-01")))
        .then([said(Named { name: text("Hòa Trần") }).from(day("2025-01-01"))])
        .state;
    let name = |at| state.name(&on(at)).unwrap().event;
    assert_eq!([name("2020-01-01"), name("2024-12-31"), name("2025-01-01")], [event(1), event(1), event(2)]);
}

#[test]
fn a_person_is_placed_in_a_department_or_in_none_from_a_day_on() {
    let state = registered()
        .when(place(7, Some("2024-02-01")))
        .then([placed(7).from("2024-02-01").event])
        .when(Command::Place { department: None, on: Some(day("2025-01-01")) })
        .then_accepted()
        .state;
    assert_eq!(state.department(&on("2024-01-31")), None);
    assert_eq!(state.department(&on("2024-12-31")), Some(department(7)));
    assert_eq!(state.department(&on("2025-01-01")), None);
}

#[test]
fn a_person_is_not_placed_where_they_are() {
    registered()
        .and(placed(7).from("2024-02-01"))
        .when(place(7, Some("2025-01-01")))
        .then_refused(Refusal::Unchanged { field: "department" });
    registered()
        .when(Command::Place { department: None, on: None })
        .then_refused(Refusal::Unchanged { field: "department" });
}

#[test]
fn days_lie_within_those_of_the_ledger() {
    let late = "2201-01-01";
    for act in [rename("Hoa", Some(late)), place(7, Some(late))] {
        registered().when(act).then_refused(Refusal::DayOutOfRange { field: "on", day: day(late) });
    }
    let command = Register { on: Some(day(late)), ..register() };
    given([])
        .when(Command::Register(command))
        .then_refused(Refusal::DayOutOfRange { field: "on", day: day(late) });
}

#[test]
fn facts_about_a_person_are_annulled_but_not_the_registration_or_the_only_name() {
    let annulled = |event| said(Annulled { event, reason: text("wrong") });
    let state =
        registered().and(placed(7).from("2024-02-01")).when(annul(event(2))).then([annulled(event(2))]).state;
    assert_eq!(state.department(&on(spec::TODAY)), None);
    registered().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "person" });
    registered().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
}

#[test]
fn a_fact_is_annulled_once_and_an_annulment_stands() {
    let placed = registered().and(placed(7).from("2024-02-01"));
    let annulled = placed.when(annul(event(2))).then_accepted();
    annulled.clone().when(annul(event(2))).then_refused(Refusal::FallenAlready { event: event(2) });
    annulled.clone().when(annul(event(3))).then_refused(Refusal::AnnulmentStands);
    annulled.when(annul(event(9))).then_refused(Refusal::UnknownFact { event: event(9), noun: "person" });
}

#[test]
fn facts_about_a_person_are_corrected_the_code_included() {
    let state = registered()
        .when(correct(event(0), Command::Register(Register { code: text("HOA.T"), ..register() })))
        .then([past(Registered { code: text("HOA.T") }).correcting(event(0)).event])
        .when(correct(event(1), rename("Hoà", None)))
        .then([past(Named { name: text("Hoà") }).from("2024-01-01").correcting(event(1)).event])
        .state;
    assert_eq!(state.registration(&on(spec::TODAY)).unwrap().event, event(2));
    assert_eq!(state.name(&on(spec::TODAY)).unwrap().event, event(3));
}

#[test]
fn a_correction_states_the_same_kind_of_fact() {
    registered()
        .when(correct(event(1), place(7, None)))
        .then_refused(Refusal::OtherKindOfFact { expected: "person.named.v1", given: "person.placed.v1" });
}

#[test]
fn a_person_recorded_in_error_takes_no_facts() {
    let reason = text("registered twice");
    let given = registered()
        .when(Command::RecordInError { reason: reason.clone() })
        .then([said(RecordedInError { reason })]);
    assert!(!given.state.exists(&on(spec::TODAY)));
    for act in [rename("Hoa", None), annul(event(1)), Command::Register(register())] {
        given.clone().when(act).then_refused(Refusal::WasRecordedInError { noun: "person" });
    }
}

#[test]
fn a_corrected_placement_keeps_its_day() {
    registered()
        .and(placed(7).from("2024-02-01"))
        .when(correct(event(2), place(7, None)))
        .then_restated(event(2));
}

#[test]
fn a_person_leaves_and_comes_back() {
    let leave = |on: &str| Command::Leave { on: Some(day(on)) };
    let come_back = |on: &str| Command::Return { on: Some(day(on)) };
    let given = registered().when(leave("2025-01-01")).then([past(Left {}).from("2025-01-01").event]);
    assert_eq!(given.state.left(&on("2024-12-31")), None);
    assert_eq!(given.state.left(&on(spec::TODAY)), Some(day("2025-01-01")));
    given.clone().when(leave("2025-02-01")).then_refused(Refusal::Unchanged { field: "person" });
    let given = given.when(come_back("2026-01-01")).then_accepted();
    assert_eq!(given.state.left(&on("2025-12-31")), Some(day("2025-01-01")));
    assert_eq!(given.state.left(&on(spec::TODAY)), None);
    given.when(come_back("2026-02-01")).then_refused(Refusal::Unchanged { field: "person" });
}

#[test]
fn a_service_is_registered_like_a_person_and_says_that_it_is_none() {
    let given = given([]).when(Command::RegisterService(register())).then([
        said(Registered { code: text("HOA") }),
        said(Named { name: text("Hòa") }).from(day("2024-01-01")),
        said(ServiceDeclared {}),
    ]);
    assert!(given.state.is_service(&on(spec::TODAY)) && !registered().state.is_service(&on(spec::TODAY)));
    given.when(annul(event(2))).then_refused(Refusal::BeganIt { noun: "person" });
}

fn linked() -> IdentityLinked {
    IdentityLinked { issuer: text("https://login.example.com"), subject: text("00u1") }
}

/// Position 2: an identity.
fn with_identity() -> Given<Person> {
    registered().when(Command::LinkIdentity { linked: linked() }).then([said(linked())])
}

fn unlink(number: u128) -> Command {
    Command::UnlinkIdentity { identity: IdentityId(event(number).0), reason: None }
}

fn enters(given: &Given<Person>) -> bool {
    given.state.enters_by(IdentityId(event(2).0), &on(spec::TODAY))
}

#[test]
fn a_person_enters_by_an_identity_until_it_is_unlinked_or_annulled() {
    let identity = IdentityId(event(2).0);
    assert!(enters(&with_identity()));
    let unlinked = with_identity().when(unlink(2)).then([said(IdentityUnlinked { identity, reason: None })]);
    assert!(!enters(&unlinked));
    unlinked.when(unlink(2)).then_refused(Refusal::EndedAlready { noun: "identity" });
    assert!(!enters(&with_identity().when(annul(event(2))).then_accepted()));
}

#[test]
fn only_an_identity_is_unlinked_and_none_is_corrected() {
    for number in [0, 9] {
        let reference = event(number).0.to_string();
        with_identity().when(unlink(number)).then_refused(Refusal::Unknown { noun: "identity", reference });
    }
    let problem = "what a person enters by is not corrected: annul or unlink it, and link another one";
    with_identity()
        .when(correct(event(2), Command::LinkIdentity { linked: linked() }))
        .then_refused(Refusal::invalid("event", problem));
}
