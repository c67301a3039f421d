use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

fn rename(name: &str, on: Option<&str>) -> Command {
    Command::Rename { name: text(name), on: on.map(day) }
}

fn owner(state: &Initiative, at: &str) -> Option<PersonId> {
    state.owner(&on(at)).map(|(_, owner)| owner)
}

#[test]
fn an_annulled_owner_leaves_the_one_before() {
    let state = chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .and(owned_by(HOA).from("2025-01-01"))
        .when(annul(event(4)))
        .then([annulled(event(4))])
        .state;
    assert_eq!(owner(&state, spec::TODAY), Some(MINH));
}

#[test]
fn every_kind_of_fact_but_the_charter_can_be_annulled() {
    let facts: [Past<InitiativeFact>; 12] = [
        past(Named { name: text("Refunds") }).from("2025-01-01"),
        past(PurposeStated { purpose: text("in a day") }).from("2025-01-01"),
        owned_by(MINH).from("2025-01-01"),
        past(OwnerVacated { reason: None }).from("2025-01-01"),
        past(MetricLinked { metric: spec::METRIC, role: MetricRole::Primary }).from("2025-01-01"),
        paused().from("2025-01-01"),
        resumed().from("2025-01-01"),
        stopped().from("2025-01-01"),
        in_sustain().from("2025-01-01"),
        reopened().from("2025-01-01"),
        past(Succeeds { predecessor: InitiativeId(uuid::Uuid::nil()) }).from("2025-01-01"),
        past(ImprovementStarted { title: text("One form"), metric: None, due: None }).from("2025-01-01"),
    ];
    for fact in facts {
        chartered().and(fact).when(annul(event(3))).then([annulled(event(3))]);
    }
}

#[test]
fn the_only_name_and_the_only_purpose_are_corrected_and_not_annulled() {
    for (position, noun) in [(1, "name"), (2, "purpose")] {
        chartered().when(annul(event(position))).then_refused(Refusal::OnlyOne { noun });
    }
}

#[test]
fn the_charter_is_not_annulled_the_whole_is_recorded_in_error_instead() {
    chartered().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "initiative" });
    let reason = text("a duplicate");
    let state = chartered()
        .when(Command::RecordInError { reason: reason.clone() })
        .then([said(RecordedInError { reason })])
        .state;
    assert!(state.in_error(&on(spec::TODAY)));
    assert!(!state.exists(&on(spec::TODAY)));
}

#[test]
fn what_was_recorded_in_error_takes_no_facts_not_even_mending_ones() {
    let acts = [
        rename("Refunds", None),
        annul(event(1)),
        annul(event(3)),
        correct(event(1), rename("Refunds", None)),
        Command::RecordInError { reason: text("again") },
        Command::Charter(charter()),
    ];
    for act in acts {
        let refusal = Refusal::WasRecordedInError { noun: "initiative" };
        chartered().and(in_error()).when(act).then_refused(refusal);
    }
}

#[test]
fn a_fact_is_annulled_once_and_an_annulment_stands() {
    let annulled = chartered().and(owned_by(MINH).from("2024-02-01")).when(annul(event(3))).then_accepted();
    annulled.clone().when(annul(event(3))).then_refused(Refusal::FallenAlready { event: event(3) });
    annulled.clone().when(annul(event(4))).then_refused(Refusal::AnnulmentStands);
    annulled.clone().when(correct(event(4), rename("Refunds", None))).then_refused(Refusal::AnnulmentStands);
    annulled
        .when(correct(event(3), Command::AssignOwner { owner: HOA, on: None, authority: None }))
        .then_refused(Refusal::FallenAlready { event: event(3) });
}

#[test]
fn the_fact_of_another_stream_is_unknown_here() {
    let refusal = Refusal::UnknownFact { event: event(99), noun: "initiative" };
    chartered().when(annul(event(99))).then_refused(refusal.clone());
    chartered().when(correct(event(99), rename("Refunds", None))).then_refused(refusal);
}

#[test]
fn a_correction_states_the_fact_anew_and_names_the_old_one() {
    let state = chartered()
        .when(correct(event(1), rename("Refunds", Some("2024-01-01"))))
        .then([anew(Named { name: text("Refunds") }, "2024-01-01", event(1))])
        .state;
    assert_eq!(state.name(&on("2024-01-01")).unwrap().event, event(3));
}

#[test]
fn a_correction_that_names_no_day_keeps_that_of_the_corrected_fact() {
    chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .when(correct(event(3), Command::AssignOwner { owner: HOA, on: None, authority: None }))
        .then([anew(OwnerAssigned { owner: HOA }, "2024-02-01", event(3))]);
}

#[test]
fn what_a_wrong_fact_made_impossible_is_possible_in_its_correction() {
    // The same owner from another day, and a stop on another day, would be refused beside the old.
    chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .when(correct(
            event(3),
            Command::AssignOwner { owner: MINH, on: Some(day("2024-03-01")), authority: None },
        ))
        .then([anew(OwnerAssigned { owner: MINH }, "2024-03-01", event(3))]);
    let stop =
        Command::Stop { reason: text("merged"), lesson: None, on: Some(day("2025-01-01")), authority: None };
    chartered().and(stopped().from("2024-02-01")).when(correct(event(3), stop)).then_accepted();
}

#[test]
fn a_correction_is_corrected_in_its_turn_and_the_last_one_holds() {
    let state = chartered()
        .when(correct(event(1), rename("Refund", None)))
        .then_accepted()
        .when(correct(event(3), rename("Refunds", None)))
        .then([anew(Named { name: text("Refunds") }, "2024-01-01", event(3))])
        .state;
    assert_eq!(state.name(&on(spec::TODAY)).unwrap().event, event(4));
    assert_eq!(state.history.first_statement(event(4)), event(1));
}

#[test]
fn what_was_corrected_is_not_corrected_again_but_its_correction_is() {
    let corrected = chartered().when(correct(event(1), rename("Refund", None))).then_accepted();
    corrected
        .clone()
        .when(correct(event(1), rename("Refunds", None)))
        .then_refused(Refusal::FallenAlready { event: event(1) });
    corrected.when(annul(event(1))).then_refused(Refusal::FallenAlready { event: event(1) });
}

#[test]
fn annulling_a_correction_does_not_revive_what_it_corrected() {
    let state = chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .when(correct(event(3), Command::AssignOwner { owner: HOA, on: None, authority: None }))
        .then_accepted()
        .when(annul(event(4)))
        .then_accepted()
        .state;
    assert_eq!(owner(&state, spec::TODAY), None);
}

#[test]
fn a_correction_states_the_same_kind_of_fact() {
    let named = "initiative.named.v1";
    let others = [
        (Command::RestatePurpose { purpose: text("x"), on: None }, "initiative.purpose-stated.v1"),
        (Command::RecordInError { reason: text("x") }, "initiative.recorded-in-error.v1"),
        (annul(event(3)), "initiative.annulled.v1"),
        (Command::Charter(charter()), "another"),
    ];
    for (with, given) in others {
        chartered()
            .and(owned_by(MINH).from("2024-02-01"))
            .when(correct(event(1), with))
            .then_refused(Refusal::OtherKindOfFact { expected: named, given });
    }
    chartered()
        .when(correct(event(0), rename("Refunds", None)))
        .then_refused(Refusal::OtherKindOfFact { expected: "initiative.chartered.v1", given: "another" });
}

#[test]
fn a_correction_does_not_hide_another_one() {
    let inner = correct(event(1), rename("Refund", None));
    chartered()
        .and(past(Named { name: text("Refunds") }).from("2025-01-01"))
        .when(correct(event(3), inner))
        .then_refused(Refusal::invalid("with", "a correction states a fact, not another correction"));
}

#[test]
fn a_charter_is_corrected_with_its_code_and_its_first_day_and_nothing_else_changes() {
    let with = Charter { code: code("REF"), on: Some(day("2023-06-01")), owner: Some(MINH), ..charter() };
    let chartered_anew = Chartered { program: PROGRAM, code: code("REF"), committee: None };
    let state = chartered()
        .when(correct(event(0), Command::Charter(with)))
        .then([anew(chartered_anew, "2023-06-01", event(0))])
        .state;
    assert_eq!(state.code(&on(spec::TODAY)), Some(&code("REF")));
    assert_eq!(state.begins(&on(spec::TODAY)), Some(day("2023-06-01")));
    assert_eq!(state.name(&on("2023-06-01")).unwrap().event, event(1));
    assert_eq!(owner(&state, spec::TODAY), None);
}

#[test]
fn a_charter_corrected_to_a_later_day_lists_what_lies_before_it() {
    let with = Charter { on: Some(day("2024-03-01")), ..charter() };
    let state = chartered()
        .and(owned_by(MINH).from("2024-02-01"))
        .and(owned_by(HOA).from("2024-04-01"))
        .when(correct(event(0), Command::Charter(with)))
        .then_accepted()
        .state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(3)]);
}

#[test]
fn an_annulled_pause_takes_the_resumption_that_ended_it_along() {
    let state = chartered()
        .and(paused().from("2024-02-01"))
        .and(resumed().from("2024-04-01"))
        .when(annul(event(3)))
        .then([annulled(event(3)), annulled(event(4))])
        .state;
    assert_eq!(state.status(&on(spec::TODAY)), (Status::Running, Some(day("2024-01-01"))));
}

#[test]
fn an_annulled_pause_leaves_the_resumption_that_ends_another_one_too() {
    chartered()
        .and(paused().from("2024-03-01"))
        .and(resumed().from("2024-04-01"))
        .and(paused().from("2024-02-01"))
        .when(annul(event(3)))
        .then([annulled(event(3))]);
}

#[test]
fn a_pause_corrected_to_begin_after_its_end_lists_the_resumption() {
    let later = Command::Pause { reason: text("budget"), on: Some(day("2024-05-01")), authority: None };
    let state = chartered()
        .and(paused().from("2024-02-01"))
        .and(resumed().from("2024-04-01"))
        .when(correct(event(3), later))
        .then_accepted()
        .state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(4)]);
}

#[test]
fn an_annulled_stop_takes_the_reopening_that_ended_it_along() {
    chartered()
        .and(stopped().from("2024-02-01"))
        .and(reopened().from("2024-04-01"))
        .when(annul(event(3)))
        .then([annulled(event(3)), annulled(event(4))]);
}

#[test]
fn an_annulled_move_to_sustain_takes_the_return_along_but_no_other_turn() {
    let sustained = chartered().and(in_sustain().from("2024-02-01"));
    sustained
        .clone()
        .and(resumed().from("2024-04-01"))
        .when(annul(event(3)))
        .then([annulled(event(3)), annulled(event(4))]);
    sustained.and(paused().from("2024-04-01")).when(annul(event(3))).then([annulled(event(3))]);
}

#[test]
fn a_stop_corrected_to_come_after_its_reopening_lists_the_reopening() {
    let later =
        Command::Stop { reason: text("merged"), lesson: None, on: Some(day("2024-05-01")), authority: None };
    let state = chartered()
        .and(stopped().from("2024-02-01"))
        .and(reopened().from("2024-04-01"))
        .when(correct(event(3), later))
        .then_accepted()
        .state;
    assert_eq!(state.broken_dependents(&on(spec::TODAY)), [event(4)]);
}

#[test]
fn every_kind_of_fact_can_be_corrected() {
    let improvement = spec::improvement(3);
    let (on, authority) = (None, None);
    let report = ProgressReported::new(
        spec::period("2025-01-01", "2025-03-31"),
        DeclaredState::OnTrack,
        Sentences { summary: text("forms are printed"), next_step: None, blocked_by: None },
    );
    let started = ImprovementStarted { title: text("One form"), metric: None, due: None };
    let abandoned = ImprovementAbandoned { improvement, reason: text("no use") };
    let linked = MetricLinked { metric: spec::METRIC, role: MetricRole::Primary };
    let predecessor = InitiativeId(uuid::Uuid::nil());
    let cases: [(Past<InitiativeFact>, Command); 13] = [
        (
            past(PurposeStated { purpose: text("in a day") }),
            Command::RestatePurpose { purpose: text("in a day"), on },
        ),
        (owned_by(MINH), Command::AssignOwner { owner: MINH, on, authority: authority.clone() }),
        (
            past(OwnerVacated { reason: None }),
            Command::VacateOwner { reason: None, on, authority: authority.clone() },
        ),
        (past(linked), Command::LinkMetric { metric: spec::METRIC, role: MetricRole::Primary, on }),
        (
            past(started.clone()),
            Command::StartImprovement { title: text("One form"), metric: None, due: None, on },
        ),
        (past(abandoned), Command::AbandonImprovement { improvement, reason: text("no use"), on }),
        (past(report.clone()), Command::ReportProgress { report }),
        (paused(), Command::Pause { reason: text("budget"), on, authority: authority.clone() }),
        (resumed(), Command::Resume { reason: None, on, authority: authority.clone() }),
        (in_sustain(), Command::Sustain { reason: None, on, authority: authority.clone() }),
        (stopped(), Command::Stop { reason: text("merged"), lesson: None, on, authority: authority.clone() }),
        (reopened(), Command::Reopen { reason: text("needed again"), on, authority: authority.clone() }),
        (past(Succeeds { predecessor }), Command::Succeed { predecessor, on, authority }),
    ];
    for (fact, command) in cases {
        // What each of them needs to be possible: an improvement, an owner, for a resumption a pause, for
        // a reopening a stop.
        let before = chartered().and(past(started.clone()).from("2024-02-01"));
        let before = before.and(owned_by(HOA).from("2024-02-01"));
        let before = match fact.event.fact {
            InitiativeFact::Resumed(_) => before.and(paused().from("2024-03-01")),
            InitiativeFact::Reopened(_) => before.and(stopped().from("2024-03-01")),
            _ => before.and(past(Named { name: text("Refunds") }).from("2024-03-01")),
        };
        before.and(fact.from("2025-01-01")).when(correct(event(6), command)).then_restated(event(6));
    }
}
