use super::*;
use crate::refusal::Refusal;
use crate::spec::{code, department, on};

fn created(named: &str, parent: Option<DepartmentId>) -> DepartmentCreated {
    DepartmentCreated { code: code(named), name: text(named), parent }
}

fn create(named: &str, parent: Option<DepartmentId>) -> Command {
    Command::CreateDepartment { department: created(named, parent), on: Some(day("2026-02-01")) }
}

/// Positions 8 and 9: operations, and refunds below it, both from 1 February 2026.
fn with_departments() -> Given<Organization> {
    founded()
        .and(past(created("OPS", None)).from("2026-02-01"))
        .and(past(created("REFUNDS", Some(department(8)))).from("2026-02-01"))
}

fn close(number: u128, on: &str) -> Command {
    Command::CloseDepartment { department: department(number), reason: text("merged"), on: Some(day(on)) }
}

fn rename(number: u128, on: &str) -> Command {
    Command::RenameDepartment { department: department(number), name: text("Operations"), on: Some(day(on)) }
}

fn codes(given: &Given<Organization>, at: &str) -> Vec<String> {
    given.state.departments(&on(at)).into_iter().map(|held| held.code.to_string()).collect()
}

#[test]
fn a_department_bears_the_id_of_the_event_that_created_it() {
    let given = with_departments();
    assert!(codes(&given, "2026-01-31").is_empty());
    assert_eq!(codes(&given, "2026-02-01"), ["OPS", "REFUNDS"]);
    let refunds = given.state.department(department(9), &on(spec::TODAY)).unwrap();
    assert_eq!(refunds.parent, Some(department(8)));
    assert_eq!(refunds.named_by, (event(9), 9));
}

#[test]
fn a_code_is_not_used_for_two_departments() {
    with_departments()
        .when(create("OPS", None))
        .then_refused(Refusal::CodeTaken { taken: code("OPS"), noun: "department" });
}

#[test]
fn the_code_of_a_closed_department_stays_taken() {
    with_departments()
        .when(close(9, "2026-03-01"))
        .then_accepted()
        .when(create("REFUNDS", None))
        .then_refused(Refusal::CodeTaken { taken: code("REFUNDS"), noun: "department" });
}

#[test]
fn the_code_of_an_annulled_department_stays_taken() {
    with_departments()
        .when(annul(event(9)))
        .then_accepted()
        .when(create("REFUNDS", None))
        .then_refused(Refusal::CodeTaken { taken: code("REFUNDS"), noun: "department" });
}

#[test]
fn a_corrected_code_still_resolves_and_is_not_given_away() {
    let given = with_departments().when(correct(event(8), create("OPERATIONS", None))).then([past(created(
        "OPERATIONS",
        None,
    ))
    .from("2026-02-01")
    .correcting(event(8))
    .event]);
    for known in ["OPS", "OPERATIONS"] {
        let found = given.state.department_of_code(&code(known), &on(spec::TODAY)).unwrap();
        assert_eq!((found.id, found.code), (department(8), code("OPERATIONS")));
    }
    given
        .clone()
        .when(create("OPS", None))
        .then_refused(Refusal::CodeTaken { taken: code("OPS"), noun: "department" });
    given.when(correct(event(10), create("OPS", None))).then_accepted();
}

#[test]
fn the_department_above_exists_and_is_open_on_that_day() {
    let below = |number, from: &str| Command::CreateDepartment {
        department: created("CARDS", Some(department(number))),
        on: Some(day(from)),
    };
    with_departments()
        .when(below(99, "2026-02-01"))
        .then_refused(Refusal::Unknown { noun: "department", reference: department(99).to_string() });
    with_departments().when(below(8, "2026-01-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2026-01-31"),
        begins: day("2026-02-01"),
    });
    let closed = with_departments()
        .when(close(9, "2026-03-01"))
        .then_accepted()
        .when(close(8, "2026-03-01"))
        .then_accepted();
    closed
        .clone()
        .when(below(8, "2026-03-01"))
        .then_refused(Refusal::DepartmentClosed { day: day("2026-03-01") });
    // It would outlast the one above it.
    closed.when(below(8, "2026-02-28")).then_refused(Refusal::DepartmentClosed { day: day("2026-03-01") });
}

#[test]
fn a_department_is_not_closed_while_one_below_it_is_open() {
    let still_open = |on: &str| Refusal::OpenDepartmentBelow { child: code("REFUNDS"), day: day(on) };
    with_departments().when(close(8, "2026-03-01")).then_refused(still_open("2026-03-01"));
    let below_closed = with_departments().when(close(9, "2026-04-01")).then_accepted();
    below_closed.clone().when(close(8, "2026-03-31")).then_refused(still_open("2026-03-31"));
    below_closed.when(close(8, "2026-04-01")).then_accepted();
    // Or the one below is put somewhere else.
    let moved = with_departments().when(correct(event(9), create("REFUNDS", None))).then_accepted();
    moved.when(close(8, "2026-03-01")).then_accepted();
}

#[test]
fn a_department_below_a_closed_one_is_not_opened_again_by_mending() {
    let closed = with_departments()
        .when(close(9, "2026-03-01"))
        .then_accepted()
        .when(close(8, "2026-04-01"))
        .then_accepted();
    let above_closed = || Refusal::DepartmentClosed { day: day("2026-04-01") };
    closed.clone().when(annul(event(10))).then_refused(above_closed());
    closed.clone().when(correct(event(10), close(9, "2026-04-02"))).then_refused(above_closed());
    closed.clone().when(correct(event(10), close(9, "2026-04-01"))).then_accepted();
    // It stays closed when its creation is corrected.
    let renamed = closed.when(correct(event(9), create("PAYBACK", Some(department(8))))).then_accepted();
    renamed.when(annul(event(11))).then_accepted().when(annul(event(10))).then_accepted();
}

#[test]
fn a_department_is_not_put_below_one_that_closes_before_it() {
    let given = with_departments()
        .when(create("OLD", None))
        .then_accepted()
        .when(close(10, "2026-03-01"))
        .then_accepted();
    given
        .clone()
        .when(correct(event(9), create("REFUNDS", Some(department(10)))))
        .then_refused(Refusal::DepartmentClosed { day: day("2026-03-01") });
    let closed = given.when(close(9, "2026-02-20")).then_accepted();
    closed.when(correct(event(9), create("REFUNDS", Some(department(10))))).then_accepted();
}

#[test]
fn a_department_gets_another_name_from_a_day_on() {
    let given = with_departments().when(rename(8, "2026-03-01")).then([said(DepartmentNamed {
        department: department(8),
        name: text("Operations"),
    })
    .from(day("2026-03-01"))]);
    let named_by = |at| given.state.department(department(8), &on(at)).unwrap().named_by;
    assert_eq!(named_by("2026-02-28"), (event(8), 8));
    assert_eq!(named_by("2026-03-01"), (event(10), 10));
}

#[test]
fn a_closed_department_is_neither_renamed_nor_closed_again() {
    let given = with_departments().when(close(9, "2026-03-01")).then_accepted();
    assert_eq!(
        given.state.department(department(9), &on(spec::TODAY)).unwrap().closed,
        Some(day("2026-03-01"))
    );
    let refusal = Refusal::DepartmentClosed { day: day("2026-03-01") };
    given.clone().when(rename(9, "2026-04-01")).then_refused(refusal.clone());
    given.clone().when(close(9, "2026-04-01")).then_refused(refusal);
    given.when(rename(9, "2026-02-15")).then_accepted();
}

#[test]
fn a_department_does_not_change_before_it_exists() {
    for act in [rename(8, "2026-01-31"), close(8, "2026-01-31")] {
        with_departments().when(act).then_refused(Refusal::BeforeBeginning {
            field: "on",
            day: day("2026-01-31"),
            begins: day("2026-02-01"),
        });
    }
    with_departments()
        .when(rename(99, "2026-03-01"))
        .then_refused(Refusal::Unknown { noun: "department", reference: department(99).to_string() });
}

#[test]
fn a_department_is_not_corrected_to_stand_below_itself() {
    for parent in [department(9), department(8)] {
        with_departments()
            .when(correct(event(8), create("OPS", Some(parent))))
            .then_refused(Refusal::CircularDepartment);
    }
}

#[test]
fn an_annulled_department_takes_its_names_and_its_closing_along() {
    let given = with_departments()
        .when(rename(9, "2026-03-01"))
        .then_accepted()
        .when(close(9, "2026-04-01"))
        .then_accepted()
        .when(annul(event(9)))
        .then([annulled(event(9)), annulled(event(10)), annulled(event(11))]);
    assert_eq!(codes(&given, spec::TODAY), ["OPS"]);
}

#[test]
fn a_department_is_not_annulled_while_another_stands_below_it() {
    with_departments()
        .when(annul(event(8)))
        .then_refused(Refusal::DepartmentBelow { child: code("REFUNDS") });
    with_departments().when(annul(event(9))).then_accepted().when(annul(event(8))).then_accepted();
}

#[test]
fn a_department_corrected_to_a_later_day_lists_what_now_lies_before_it() {
    let with = Command::CreateDepartment { department: created("OPS", None), on: Some(day("2026-04-01")) };
    let given = with_departments()
        .when(rename(8, "2026-03-01"))
        .then_accepted()
        .when(correct(event(8), with))
        .then_accepted();
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), [event(10)]);
}

#[test]
fn every_fact_about_a_department_can_be_corrected() {
    let (department, on) = (department(9), None);
    let rename = Command::RenameDepartment { department, name: text("Operations"), on };
    let close = Command::CloseDepartment { department, reason: text("merged"), on };
    let named = past(DepartmentNamed { department, name: text("Operations") });
    let closed = past(DepartmentClosed { department, reason: text("merged") });
    for (fact, command) in [(named, rename), (closed, close)] {
        with_departments()
            .and(fact.from("2026-03-01"))
            .when(correct(event(10), command))
            .then_restated(event(10));
    }
    with_departments().when(correct(event(8), create("OPS", None))).then_restated(event(8));
}

#[test]
fn a_department_meets_customers_or_works_behind_those_who_do_from_a_day_on() {
    let state = |side, from: &str| Command::StateDepartmentSide {
        department: department(8),
        side,
        on: Some(day(from)),
    };
    let given = with_departments()
        .when(state(Side::BackOffice, "2026-03-01"))
        .then_accepted()
        .when(state(Side::FrontLine, "2026-04-01"))
        .then_accepted();
    let side = |at: &str| given.state.department(department(8), &on(at)).and_then(|held| held.side);
    assert_eq!(side("2026-02-28"), None);
    assert_eq!(side("2026-03-31"), Some(Side::BackOffice));
    assert_eq!(side("2026-04-01"), Some(Side::FrontLine));
    let again = given.clone().when(state(Side::FrontLine, "2026-05-01"));
    again.then_refused(Refusal::Unchanged { field: "side" });
    let closed = given.when(close(9, "2026-05-01")).then_accepted();
    let late = Command::StateDepartmentSide {
        department: department(9),
        side: Side::FrontLine,
        on: Some(day("2026-05-01")),
    };
    closed.when(late).then_refused(Refusal::DepartmentClosed { day: day("2026-05-01") });
}
