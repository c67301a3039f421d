//! What may and may not be recorded about an insight.

use uuid::Uuid;

use super::*;
use crate::event::Event;
use crate::id::EventId;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{
    self, Given, HOA, LEAD, MINH, PROGRAM, Past, code, day, department, event, on, past, text,
};

fn given(history: impl IntoIterator<Item = Past<InsightFact>>) -> Given<Insight> {
    spec::given(history)
}

fn origin(number: u128) -> Origin {
    Origin::PainPoint(PainPointId(Uuid::from_u128(number)))
}

fn find(origins: Vec<Origin>, departments: Vec<DepartmentId>, from: Option<&str>) -> Command {
    let (description, on) = (text("As typed"), from.map(day));
    Command::Find(Find { program: PROGRAM, code: code("ONE"), description, origins, departments, on })
}

fn begin(from: Option<&str>) -> Command {
    find(Vec::new(), Vec::new(), from)
}

/// Positions 0 and 1.
fn begun() -> Given<Insight> {
    given([
        past(Found { program: PROGRAM, code: code("ONE") }).from("2026-01-01"),
        past(Described { description: text("As typed") }).from("2026-01-01"),
    ])
}

/// Position 2: shared with a department and with Hoa.
fn shared() -> Given<Insight> {
    let with = vec![Recipient::Department(department(90)), Recipient::Person(HOA)];
    begun().and(past(Shared { with }).from("2026-02-01"))
}

fn acknowledge(department: Option<DepartmentId>, from: &str) -> Command {
    Command::Acknowledge { department, on: Some(day(from)) }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

#[test]
fn it_begins_with_its_code_its_description_where_it_comes_from_and_where_it_goes() {
    let facts: [Event<InsightFact>; 4] = [
        past(Found { program: PROGRAM, code: code("ONE") }).from("2026-06-01").event,
        past(Described { description: text("As typed") }).from("2026-06-01").event,
        past(DrawnFrom { origin: origin(1) }).from("2026-06-01").event,
        past(Addressed { department: department(90) }).from("2026-06-01").event,
    ];
    let begin = find(vec![origin(1), origin(1)], vec![department(90), department(90)], Some("2026-06-01"));
    let begun = given([]).when(begin).then(facts);
    let now = on(spec::TODAY);
    assert!(begun.state.exists(&now));
    assert_eq!(begun.state.program(&now), Some(PROGRAM));
    assert_eq!(begun.state.code(&now), Some(&code("ONE")));
    assert_eq!(begun.state.description(&now).map(|entry| entry.event), Some(event(1)));
    assert_eq!(begun.state.origins(&now), [origin(1)]);
    assert_eq!(begun.state.departments(&now), [department(90)]);
}

#[test]
fn it_begins_once_and_not_in_the_future() {
    begun().when(begin(None)).then_refused(Refusal::AlreadyRecorded { noun: "insight" });
    given([]).when(begin(Some("2026-06-16"))).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn another_origin_and_another_department_are_added_once() {
    let draw = || Command::DrawFrom { origin: origin(2), on: Some(day("2026-03-01")) };
    let drawn = begun().when(draw()).then_accepted();
    assert!(drawn.state.origins(&on("2026-02-28")).is_empty());
    drawn.clone().when(draw()).then_refused(Refusal::Unchanged { field: "origin" });
    let address = || Command::Address { department: department(91), on: Some(day("2026-03-01")) };
    let addressed = drawn.when(address()).then_accepted();
    addressed.when(address()).then_refused(Refusal::Unchanged { field: "department" });
}

#[test]
fn it_is_shared_with_somebody_on_a_day_that_has_come() {
    let share = |departments, from: &str| Command::Share {
        shared: Audience { departments, people: Vec::new() },
        on: Some(day(from)),
    };
    begun().when(share(Vec::new(), "2026-02-01")).then_refused(Refusal::invalid(
        "departments",
        "name a department or a person with whom it is shared",
    ));
    begun().when(share(vec![department(90)], "2026-06-16")).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
    begun().when(share(vec![department(90)], "2025-12-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2025-12-31"),
        begins: day("2026-01-01"),
    });
}

#[test]
fn who_is_named_twice_is_told_once_departments_before_people() {
    let [first, second] = [department(90), department(91)];
    let shared = Audience { departments: vec![first, second, first], people: vec![HOA, MINH, HOA] };
    let with = [
        Recipient::Department(first),
        Recipient::Department(second),
        Recipient::Person(HOA),
        Recipient::Person(MINH),
    ];
    let with = with.to_vec();
    begun()
        .when(Command::Share { shared, on: Some(day("2026-02-01")) })
        .then([past(Shared { with }).from("2026-02-01").event]);
}

#[test]
fn naming_whom_to_share_with_keeps_its_form_in_a_command() {
    let shared = Audience { departments: vec![department(90)], people: Vec::new() };
    let command = serde_json::to_value(Command::Share { shared, on: None }).unwrap();
    let department = department(90);
    assert_eq!(command, serde_json::json!({"Share": {"shared": {"departments": [department]}, "on": null}}));
}

#[test]
fn only_what_was_shared_before_is_acknowledged_and_once_by_each() {
    let heard = shared().by(MINH).when(acknowledge(Some(department(90)), "2026-02-03")).then_accepted();
    let [acknowledged] = heard.state.acknowledgments(&on(spec::TODAY))[..] else { panic!("one") };
    assert_eq!((acknowledged.by, acknowledged.on), (MINH, day("2026-02-03")));
    heard
        .clone()
        .when(acknowledge(Some(department(90)), "2026-02-04"))
        .then_refused(Refusal::AcknowledgedAlready { day: day("2026-02-03") });
    // Hoa heard it herself; Minh did for the department, and not on the day before.
    heard.clone().by(HOA).when(acknowledge(None, "2026-02-01")).then_accepted();
    heard
        .clone()
        .when(acknowledge(None, "2026-02-03"))
        .then_refused(Refusal::NotShared { day: day("2026-02-03") });
    heard
        .by(LEAD)
        .when(acknowledge(Some(department(90)), "2026-01-31"))
        .then_refused(Refusal::NotShared { day: day("2026-01-31") });
}

#[test]
fn acknowledgments_fall_with_the_sharing_that_they_answer() {
    let heard = shared().by(HOA).when(acknowledge(None, "2026-02-03")).then_accepted().by(LEAD);
    let annulled = |event| past(Annulled { event, reason: text("wrong") }).event;
    heard.clone().when(annul(event(2))).then([annulled(event(2)), annulled(event(3))]);
    // Shared twice, it was heard of without the first time.
    let again = Command::Share {
        shared: Audience { departments: Vec::new(), people: vec![HOA] },
        on: Some(day("2026-02-02")),
    };
    let twice = heard.clone().when(again).then_accepted();
    twice.when(annul(event(2))).then([annulled(event(2))]);
    // A sharing that moves behind the acknowledgment leaves that one without ground.
    let later = Command::Share {
        shared: Audience { departments: vec![department(90)], people: vec![HOA] },
        on: Some(day("2026-03-01")),
    };
    let correct = Correct { event: event(2), reason: text("wrong"), with: Box::new(later) };
    let moved = heard.when(Command::Correct(correct)).then_accepted();
    assert_eq!(moved.state.broken_dependents(&on(spec::TODAY)), [event(3)]);
}

#[test]
fn what_was_done_about_it_is_listed_from_its_day_on() {
    let acted =
        ActedOn { action: text("ten calls a week"), department: Some(department(90)), initiative: None };
    let act = Command::ActOn { acted: acted.clone(), on: Some(day("2026-04-01")) };
    let given = shared().when(act).then([past(acted).from("2026-04-01").event]);
    assert_eq!(given.state.actions(&on("2026-03-31")).len(), 0);
    assert_eq!(given.state.actions(&on("2026-04-01")).len(), 1);
}

#[test]
fn what_began_it_and_its_only_description_are_corrected_not_annulled() {
    begun().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "insight" });
    begun().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "description" });
    let with = Command::Redescribe { description: text("As typed"), on: None };
    let correct = Correct { event: event(1), reason: text("wrong"), with: Box::new(with) };
    begun().when(Command::Correct(correct)).then_restated(event(1));
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = begun().when(Command::RecordInError { reason: text("twice") }).then_accepted();
    assert!(!gone.state.exists(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    let again = Command::Redescribe { description: text("As typed"), on: None };
    gone.when(again).then_refused(Refusal::WasRecordedInError { noun: "insight" });
}

#[test]
fn lists_that_nobody_reads_are_refused() {
    let too_many = |field| Refusal::invalid(field, "at most 200 of them, not 201");
    let origins = (0..201).map(origin).collect();
    given([]).when(find(origins, Vec::new(), None)).then_refused(too_many("origins"));
    let departments = (0..201).map(department).collect();
    given([]).when(find(Vec::new(), departments, None)).then_refused(too_many("departments"));
    let shared = Audience { departments: Vec::new(), people: vec![HOA; 201] };
    begun().when(Command::Share { shared, on: None }).then_refused(too_many("people"));
}
