use super::*;
use crate::refusal::Refusal;
use crate::spec::{improvement, on};

/// Positions 3 to 5: started on 1 March 2024 and due on 1 June, moved on 1 May, delivered on 20 July.
fn delivered() -> Given<Initiative> {
    let moved =
        ImprovementDateMoved { improvement: improvement(3), due: day("2024-08-01"), reason: text("late") };
    chartered()
        .and(past(started()).from("2024-03-01"))
        .and(past(moved).from("2024-05-01"))
        .and(past(ImprovementDelivered { improvement: improvement(3) }).from("2024-07-20"))
}

fn started() -> ImprovementStarted {
    ImprovementStarted { title: text("One form"), metric: None, due: Some(day("2024-06-01")) }
}

fn start(on: Option<&str>) -> Command {
    Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day("2024-06-01")),
        on: on.map(day),
    }
}

#[test]
fn an_annulled_start_takes_everything_about_the_improvement_along() {
    let state = delivered()
        .when(annul(event(3)))
        .then([annulled(event(3)), annulled(event(4)), annulled(event(5))])
        .state;
    assert!(state.improvements(&on(spec::TODAY)).is_empty());
    assert!(state.broken_dependents(&on(spec::TODAY)).is_empty());
}

#[test]
fn an_annulled_start_leaves_other_improvements_alone() {
    let second = chartered().and(past(started()).from("2024-02-01")).and(past(started()).from("2024-03-01"));
    second
        .and(past(ImprovementDelivered { improvement: improvement(4) }).from("2024-07-20"))
        .when(annul(event(3)))
        .then([annulled(event(3))]);
}

#[test]
fn what_fell_before_is_not_annulled_again_with_the_start() {
    delivered()
        .when(annul(event(5)))
        .then_accepted()
        .when(annul(event(3)))
        .then([annulled(event(3)), annulled(event(4))]);
}

#[test]
fn a_corrected_start_keeps_the_improvement_with_its_id_and_its_facts() {
    let state = delivered()
        .when(correct(event(3), start(Some("2024-02-15"))))
        .then([anew(started(), "2024-02-15", event(3))])
        .state;
    let held = state.improvements(&on(spec::TODAY));
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].id, improvement(3));
    assert_eq!(held[0].stated_by, event(6));
    assert_eq!(held[0].started, day("2024-02-15"));
    assert_eq!(held[0].due, Some(day("2024-08-01")));
    assert_eq!(held[0].state, ImprovementState::Delivered(day("2024-07-20")));
    assert!(state.broken_dependents(&on(spec::TODAY)).is_empty());
}

#[test]
fn a_start_corrected_twice_still_takes_its_facts_along_when_it_is_annulled() {
    delivered()
        .when(correct(event(3), start(Some("2024-02-15"))))
        .then_accepted()
        .when(correct(event(6), start(Some("2024-02-20"))))
        .then_accepted()
        .when(annul(event(7)))
        .then([annulled(event(7)), annulled(event(4)), annulled(event(5))]);
}

#[test]
fn a_start_corrected_to_a_later_day_lists_what_now_lies_before_it() {
    let state = delivered().when(correct(event(3), start(Some("2024-05-15")))).then_accepted().state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(4)]);
    let with = Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: None,
        on: Some(day("2024-09-01")),
    };
    let state = delivered().when(correct(event(3), with)).then_accepted().state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(4), event(5)]);
}

#[test]
fn a_corrected_move_keeps_the_day_on_which_it_was_announced_also_after_the_delivery() {
    let with = Command::MoveImprovementDate {
        improvement: improvement(3),
        due: day("2024-07-15"),
        reason: text("later"),
    };
    let moved =
        ImprovementDateMoved { improvement: improvement(3), due: day("2024-07-15"), reason: text("later") };
    delivered().when(correct(event(4), with)).then([anew(moved, "2024-05-01", event(4))]);
}

#[test]
fn a_corrected_delivery_replaces_the_old_one() {
    let with = Command::DeliverImprovement { improvement: improvement(3), on: Some(day("2024-07-01")) };
    let state = delivered()
        .when(correct(event(5), with))
        .then([anew(ImprovementDelivered { improvement: improvement(3) }, "2024-07-01", event(5))])
        .state;
    let held = state.improvement(improvement(3), &on(spec::TODAY)).unwrap();
    assert_eq!(held.state, ImprovementState::Delivered(day("2024-07-01")));
}

#[test]
fn an_annulled_delivery_opens_the_improvement_again() {
    let state = delivered().when(annul(event(5))).then([annulled(event(5))]).state;
    let held = state.improvement(improvement(3), &on(spec::TODAY)).unwrap();
    assert_eq!(held.state, ImprovementState::Started);
}

#[test]
fn a_delivery_is_not_corrected_into_an_abandonment() {
    let with = Command::AbandonImprovement { improvement: improvement(3), reason: text("no use"), on: None };
    delivered().when(correct(event(5), with)).then_refused(Refusal::OtherKindOfFact {
        expected: "initiative.improvement-delivered.v1",
        given: "initiative.improvement-abandoned.v1",
    });
}

#[test]
fn a_corrected_improvement_is_meant_by_every_event_that_stated_it() {
    // 3 started, 4 the start corrected.
    let restarted = chartered()
        .and(past(started()).from("2024-03-01"))
        .when(correct(event(3), start(Some("2024-02-15"))))
        .then_accepted();
    for named in [improvement(3), improvement(4)] {
        let deliver = Command::DeliverImprovement { improvement: named, on: Some(day("2024-07-20")) };
        let delivered = past(ImprovementDelivered { improvement: improvement(3) }).from("2024-07-20");
        restarted.clone().when(deliver).then([delivered.event]);
        let (due, reason) = (day("2024-08-01"), text("late"));
        let moved = Command::MoveImprovementDate { improvement: named, due, reason };
        let state = restarted.clone().when(moved).then_accepted().state;
        assert_eq!(state.improvement(named, &on(spec::TODAY)).and_then(|held| held.due), Some(due));
    }
}
