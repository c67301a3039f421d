use super::*;
use crate::refusal::Refusal;
use crate::spec::{METRIC, on};

const CALLS: MetricId = MetricId(uuid::Uuid::from_u128(0xc1));

fn link(metric: MetricId, role: MetricRole, on: &str) -> Command {
    Command::LinkMetric { metric, role, on: Some(day(on)) }
}

fn linked(metric: MetricId, role: MetricRole, from: &str) -> Past<InitiativeFact> {
    past(MetricLinked { metric, role }).from(from)
}

#[test]
fn a_metric_is_linked_in_a_role_from_a_day_on() {
    let state = chartered()
        .when(link(METRIC, MetricRole::Primary, "2024-03-01"))
        .then([said(MetricLinked { metric: METRIC, role: MetricRole::Primary }).from(day("2024-03-01"))])
        .state;
    assert_eq!(state.primary_metric(&on("2024-02-29")), None);
    assert_eq!(state.primary_metric(&on("2024-03-01")), Some(METRIC));
}

#[test]
fn a_metric_changes_its_role_by_being_linked_again() {
    let state = chartered()
        .and(linked(METRIC, MetricRole::Process, "2024-01-01"))
        .and(linked(CALLS, MetricRole::Balancing, "2024-01-01"))
        .when(link(METRIC, MetricRole::Primary, "2025-01-01"))
        .then_accepted()
        .state;
    let roles = [(METRIC, MetricRole::Primary), (CALLS, MetricRole::Balancing)];
    assert_eq!(state.links(&on("2025-01-01")), roles);
}

#[test]
fn the_same_role_twice_is_refused() {
    chartered()
        .and(linked(METRIC, MetricRole::Process, "2024-01-01"))
        .when(link(METRIC, MetricRole::Process, "2025-01-01"))
        .then_refused(Refusal::LinkedAlready);
}

#[test]
fn an_initiative_has_one_primary_metric_on_a_day() {
    chartered()
        .and(linked(METRIC, MetricRole::Primary, "2024-01-01"))
        .when(link(CALLS, MetricRole::Primary, "2025-01-01"))
        .then_refused(Refusal::PrimaryTaken { day: day("2025-01-01") });
}

#[test]
fn an_earlier_link_does_not_reach_into_the_days_of_another_primary_metric() {
    let later = chartered().and(linked(METRIC, MetricRole::Primary, "2025-01-01"));
    later
        .clone()
        .when(link(CALLS, MetricRole::Primary, "2024-01-01"))
        .then_refused(Refusal::PrimaryTaken { day: day("2025-01-01") });
    later
        .and(linked(CALLS, MetricRole::Balancing, "2024-06-01"))
        .when(link(CALLS, MetricRole::Primary, "2024-01-01"))
        .then_accepted();
}

#[test]
fn another_metric_may_be_primary_once_the_first_has_another_role() {
    let state = chartered()
        .and(linked(METRIC, MetricRole::Primary, "2024-01-01"))
        .and(linked(METRIC, MetricRole::Balancing, "2025-01-01"))
        .when(link(CALLS, MetricRole::Primary, "2025-01-01"))
        .then_accepted()
        .state;
    assert_eq!(state.primary_metric(&on("2024-12-31")), Some(METRIC));
    assert_eq!(state.primary_metric(&on("2025-01-01")), Some(CALLS));
}

#[test]
fn a_stopped_initiative_gets_no_metric() {
    chartered()
        .and(stopped().from("2025-01-01"))
        .when(link(METRIC, MetricRole::Primary, "2025-01-01"))
        .then_refused(Refusal::NotRunning { status: "stopped", day: day("2025-01-01") });
}

#[test]
fn when_an_annulment_leaves_two_primary_metrics_the_one_linked_last_counts() {
    let state = chartered()
        .and(linked(METRIC, MetricRole::Primary, "2024-01-01"))
        .and(linked(METRIC, MetricRole::Balancing, "2025-01-01"))
        .and(linked(CALLS, MetricRole::Primary, "2025-01-01"))
        .when(annul(event(4)))
        .then([annulled(event(4))])
        .state;
    assert_eq!(state.primary_metric(&on("2025-01-01")), Some(CALLS));
}
