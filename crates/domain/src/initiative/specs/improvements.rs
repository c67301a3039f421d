use super::*;
use crate::refusal::Refusal;
use crate::spec::{improvement, on};

/// Positions 0 to 3: the last starts an improvement on 1 March 2024, due on 1 June.
fn started() -> Given<Initiative> {
    chartered().and(improving().from("2024-03-01"))
}

fn improving() -> Past<InitiativeFact> {
    past(ImprovementStarted { title: text("One form"), metric: None, due: Some(day("2024-06-01")) })
}

fn start(from: &str, due: &str) -> Command {
    Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day(due)),
        on: Some(day(from)),
    }
}

fn move_to(due: &str) -> Command {
    Command::MoveImprovementDate { improvement: improvement(3), due: day(due), reason: text("late") }
}

fn deliver(on: &str) -> Command {
    Command::DeliverImprovement { improvement: improvement(3), on: Some(day(on)) }
}

fn abandon(on: &str) -> Command {
    Command::AbandonImprovement { improvement: improvement(3), reason: text("no use"), on: Some(day(on)) }
}

#[test]
fn an_improvement_bears_the_id_of_the_event_that_started_it() {
    let state = chartered().when(start("2024-03-01", "2024-06-01")).then([improving_event()]).state;
    let improvements = state.improvements(&on("2024-03-01"));
    assert_eq!(improvements.len(), 1);
    assert_eq!(improvements[0].id, improvement(3));
    assert_eq!(improvements[0].state, ImprovementState::Started);
    assert_eq!(improvements[0].due, Some(day("2024-06-01")));
    assert!(state.improvements(&on("2024-02-29")).is_empty());
}

fn improving_event() -> Event<InitiativeFact> {
    improving().from("2024-03-01").event
}

#[test]
fn an_improvement_starts_today_at_the_latest() {
    chartered().when(start("2026-06-16", "2026-09-01")).then_refused(Refusal::InFuture {
        field: "on",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn an_improvement_is_not_due_before_it_starts_or_beyond_the_days_of_the_ledger() {
    chartered().when(start("2024-03-01", "2024-02-29")).then_refused(Refusal::BeforeBeginning {
        field: "due",
        day: day("2024-02-29"),
        begins: day("2024-03-01"),
    });
    chartered()
        .when(start("2024-03-01", "2201-01-01"))
        .then_refused(Refusal::DayOutOfRange { field: "due", day: day("2201-01-01") });
}

#[test]
fn an_improvement_starts_within_the_life_of_its_initiative() {
    chartered().when(start("2023-12-31", "2024-06-01")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2023-12-31"),
        begins: day("2024-01-01"),
    });
}

#[test]
fn nothing_starts_while_the_initiative_is_paused_or_stopped() {
    for (turn, status) in [(paused(), "paused"), (stopped(), "stopped")] {
        chartered()
            .and(turn.from("2024-02-01"))
            .when(start("2024-03-01", "2024-06-01"))
            .then_refused(Refusal::NotRunning { status, day: day("2024-03-01") });
    }
}

#[test]
fn a_moved_date_holds_from_the_day_of_the_announcement() {
    let moved =
        ImprovementDateMoved { improvement: improvement(3), due: day("2026-12-01"), reason: text("late") };
    let state = started().when(move_to("2026-12-01")).then([said(moved).from(day(spec::TODAY))]).state;
    let due = |at| state.improvement(improvement(3), &on(at)).unwrap().due;
    assert_eq!(due("2026-06-14"), Some(day("2024-06-01")));
    assert_eq!(due(spec::TODAY), Some(day("2026-12-01")));
    assert_eq!(state.improvement(improvement(3), &on(spec::TODAY)).unwrap().moves, [event(4)]);
}

#[test]
fn a_backfilled_move_holds_from_the_day_on_which_it_was_published() {
    let state = started().published("2024-05-01").when(move_to("2024-09-01")).then_accepted().state;
    let due = |at| state.improvement(improvement(3), &on(at)).unwrap().due;
    assert_eq!(due("2024-04-30"), Some(day("2024-06-01")));
    assert_eq!(due("2024-05-01"), Some(day("2024-09-01")));
}

#[test]
fn a_date_is_moved_to_another_day_not_before_the_start() {
    let start = day("2024-03-01");
    started().when(move_to("2024-06-01")).then_refused(Refusal::Unchanged { field: "due" });
    started().when(move_to("2024-02-01")).then_refused(Refusal::BeforeBeginning {
        field: "due",
        day: day("2024-02-01"),
        begins: start,
    });
    started()
        .when(move_to("2201-01-01"))
        .then_refused(Refusal::DayOutOfRange { field: "due", day: day("2201-01-01") });
}

#[test]
fn an_improvement_is_delivered_on_a_day() {
    let delivered = ImprovementDelivered { improvement: improvement(3) };
    let state = started().when(deliver("2024-05-20")).then([said(delivered).from(day("2024-05-20"))]).state;
    let stands = |at| state.improvement(improvement(3), &on(at)).unwrap().state;
    assert_eq!(stands("2024-05-19"), ImprovementState::Started);
    assert_eq!(stands("2024-05-20"), ImprovementState::Delivered(day("2024-05-20")));
}

#[test]
fn an_improvement_is_given_up_with_a_reason() {
    let abandoned = ImprovementAbandoned { improvement: improvement(3), reason: text("no use") };
    let state = started().when(abandon("2024-05-20")).then([said(abandoned).from(day("2024-05-20"))]).state;
    let improvement = state.improvement(improvement(3), &on("2024-05-20")).unwrap();
    assert_eq!(improvement.state, ImprovementState::Abandoned(day("2024-05-20")));
}

#[test]
fn an_improvement_ends_between_its_start_and_today() {
    for end in [deliver, abandon] {
        started().when(end("2024-02-29")).then_refused(Refusal::BeforeBeginning {
            field: "on",
            day: day("2024-02-29"),
            begins: day("2024-03-01"),
        });
        started().when(end("2026-06-16")).then_refused(Refusal::InFuture {
            field: "on",
            day: day("2026-06-16"),
            today: day(spec::TODAY),
        });
    }
}

#[test]
fn an_end_is_not_published_before_its_day() {
    for end in [deliver, abandon] {
        started().published("2024-05-19").when(end("2024-05-20")).then_refused(Refusal::PublishedEarly {
            field: "on",
            day: day("2024-05-20"),
            published: day("2024-05-19"),
        });
        started().published("2024-05-20").when(end("2024-05-20")).then_accepted();
    }
}

#[test]
fn what_is_over_is_neither_moved_nor_ended_again() {
    for (end, ended) in [(deliver("2024-05-20"), "delivered"), (abandon("2024-05-20"), "abandoned")] {
        let over = started().when(end).then_accepted();
        for act in [move_to("2026-12-01"), deliver("2024-05-01"), abandon("2024-07-01")] {
            let refusal = Refusal::ImprovementOver { ended, day: day("2024-05-20") };
            over.clone().when(act).then_refused(refusal);
        }
    }
}

#[test]
fn the_improvement_of_another_initiative_is_unknown_here() {
    for act in [move_to("2026-12-01"), deliver("2024-05-20"), abandon("2024-05-20")] {
        let reference = improvement(3).to_string();
        chartered().when(act).then_refused(Refusal::Unknown { noun: "improvement", reference });
    }
}

#[test]
fn improvements_are_listed_in_the_order_in_which_they_began() {
    let state = started().and(improving().from("2024-02-01")).state;
    let ids: Vec<_> = state.improvements(&on(spec::TODAY)).into_iter().map(|held| held.id).collect();
    assert_eq!(ids, [improvement(4), improvement(3)]);
}
