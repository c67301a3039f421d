//! What a metric is for, and who can move it.

use super::*;
use crate::id::{DepartmentId, GoalId};
use crate::refusal::Refusal;
use crate::spec::{LEAD, on};

const CARE: DepartmentId = DepartmentId(uuid::Uuid::from_u128(0xd1));

fn declare(purposes: &[Purpose], from: &str) -> Command {
    Command::DeclarePurpose { purposes: purposes.iter().copied().collect(), on: Some(day(from)) }
}

fn answer(yes: bool) -> ControlAnswer {
    ControlAnswer { yes, remark: None }
}

fn control(controls: bool, knows_how: bool, has_authority: bool) -> ControlStated {
    ControlStated {
        controls: answer(controls),
        knows_how: answer(knows_how),
        has_authority: answer(has_authority),
        controlled_by: None,
    }
}

fn state(stated: ControlStated, from: &str) -> Command {
    Command::StateControl { stated, on: Some(day(from)) }
}

/// Minh answers for it from 2024 on.
fn answered_for() -> Given<Metric> {
    defined().and(past(AccountableAssigned { person: MINH }).from("2024-01-01"))
}

fn reasons(given: &Given<Metric>, at: &str) -> Vec<GapReason> {
    given.state.accountability_gap(&on(at)).map(|gap| gap.reasons).unwrap_or_default()
}

#[test]
fn a_metric_declares_at_least_one_purpose_and_says_nothing_twice() {
    let purposes = [Purpose::Strategy, Purpose::Operation];
    let given = defined()
        .when(declare(&purposes, "2024-01-01"))
        .then([said(PurposeDeclared { purposes: purposes.into() }).from(day("2024-01-01"))]);
    assert_eq!(given.state.purpose(&on("2024-01-01")).unwrap().1.purposes, purposes.into());
    assert!(given.state.purpose(&on("2023-12-31")).is_none());
    given.when(declare(&purposes, "2024-02-01")).then_refused(Refusal::Unchanged { field: "purposes" });
    defined()
        .when(declare(&[], "2024-01-01"))
        .then_refused(Refusal::invalid("purposes", "it is empty; name at least one purpose"));
}

#[test]
fn a_metric_once_declared_for_appraisal_or_pay_stays_marked() {
    for judging in [Purpose::Appraisal, Purpose::Pay] {
        let given = defined()
            .when(declare(&[Purpose::Strategy, judging], "2024-06-01"))
            .then_accepted()
            .when(declare(&[Purpose::Strategy], "2025-01-01"))
            .then_accepted();
        assert!(given.state.judged_people(&on("2024-05-31")).is_none());
        for later in ["2024-06-01", "2025-01-01", "2030-01-01"] {
            assert_eq!(given.state.judged_people(&on(later)).unwrap().0.event, event(4));
        }
        let annulled = given.when(annul(event(4))).then_accepted();
        assert!(annulled.state.judged_people(&on("2030-01-01")).is_none());
    }
    let given = defined().when(declare(&[Purpose::Improvement], "2024-01-01")).then_accepted();
    assert!(given.state.judged_people(&on(spec::TODAY)).is_none());
}

#[test]
fn a_metric_carries_out_a_goal_from_a_day_on_and_may_lose_it() {
    let (loyal, fast) = (GoalId(LEAD.0), GoalId(MINH.0));
    let link = |goal, from| Command::LinkGoal { goal, on: Some(day(from)) };
    let given = defined()
        .when(link(Some(loyal), "2024-01-01"))
        .then([said(GoalLinked { goal: Some(loyal) }).from(day("2024-01-01"))])
        .when(link(Some(fast), "2025-01-01"))
        .then_accepted()
        .when(link(None, "2026-01-01"))
        .then_accepted();
    let goal = |at| given.state.goal(&on(at));
    assert_eq!([goal("2023-12-31"), goal("2024-01-01")], [None, Some(loyal)]);
    assert_eq!([goal("2025-01-01"), goal("2026-01-01")], [Some(fast), None]);
    given.when(link(None, "2026-02-01")).then_refused(Refusal::Unchanged { field: "goal" });
}

#[test]
fn only_who_is_accountable_on_the_day_says_whether_they_control_it() {
    let stated = control(true, true, true);
    let fact = past(stated.clone()).by(MINH).from("2024-02-01").event;
    answered_for().by(MINH).when(state(stated.clone(), "2024-02-01")).then([fact]);
    let day = day("2023-12-31");
    answered_for()
        .by(MINH)
        .when(state(stated.clone(), "2023-12-31"))
        .then_refused(Refusal::NotAccountable { day });
    answered_for()
        .by(HOA)
        .when(state(stated, "2024-02-01"))
        .then_refused(Refusal::NotAccountable { day: spec::day("2024-02-01") });
}

#[test]
fn every_no_is_a_gap_and_three_times_yes_is_none() {
    let all = [GapReason::NoControl, GapReason::NotKnowingHow, GapReason::NoAuthority];
    let given =
        answered_for().by(MINH).when(state(control(false, false, false), "2024-02-01")).then_accepted();
    assert_eq!(reasons(&given, "2024-01-31"), []);
    assert_eq!(reasons(&given, "2024-02-01"), all);
    let given = given.when(state(control(true, true, false), "2024-03-01")).then_accepted();
    assert_eq!(reasons(&given, "2024-03-01"), [GapReason::NoAuthority]);
    let given = given.when(state(control(true, true, true), "2024-04-01")).then_accepted();
    assert_eq!(given.state.accountability_gap(&on("2024-04-01")), None);
}

#[test]
fn a_metric_that_nobody_answers_for_is_a_gap_and_belongs_to_the_sponsor() {
    let gap = defined().state.accountability_gap(&on(spec::TODAY)).unwrap();
    assert_eq!((gap.reasons, gap.belongs_to_sponsor), (vec![GapReason::NobodyAccountable], true));
}

#[test]
fn a_metric_that_no_department_controls_belongs_to_the_sponsor() {
    let uncontrolled = control(false, true, true);
    let elsewhere = ControlStated { controlled_by: Some(CARE), ..uncontrolled.clone() };
    for (stated, department, sponsor) in [(uncontrolled, None, true), (elsewhere, Some(CARE), false)] {
        let given = answered_for().by(MINH).when(state(stated, "2024-02-01")).then_accepted();
        let gap = given.state.accountability_gap(&on("2024-02-01")).unwrap();
        assert_eq!((gap.controlled_by, gap.belongs_to_sponsor), (department, sponsor));
    }
    let contradicting = ControlStated { controlled_by: Some(CARE), ..control(true, true, true) };
    let problem = "who controls the metric names no other department that does; leave it out";
    answered_for()
        .by(MINH)
        .when(state(contradicting, "2024-02-01"))
        .then_refused(Refusal::invalid("controlledBy", problem));
}

#[test]
fn what_somebody_said_who_answered_before_does_not_speak_for_who_does_now() {
    let given = answered_for()
        .by(MINH)
        .when(state(control(false, true, true), "2024-02-01"))
        .then_accepted()
        .and(past(AccountableAssigned { person: HOA }).from("2025-01-01"));
    assert_eq!(reasons(&given, "2024-12-31"), [GapReason::NoControl]);
    assert!(given.state.control_statement(&on("2025-01-01")).is_none());
    assert_eq!(given.state.accountability_gap(&on("2025-01-01")), None);
    assert_eq!(given.state.control_statements(&on("2025-01-01")).len(), 1);
}
