use super::*;
use crate::event::RecordedInError;
use crate::noun::Noun;
use crate::refusal::Refusal;
use crate::spec::{event, known, on};

fn restate() -> Command {
    Command::RestateQuestion { question: text("Refund at once?"), on: None }
}

#[test]
fn what_opened_it_and_its_only_question_are_corrected_not_annulled() {
    open().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "decision" });
    open().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "question" });
    open().when(correct(event(1), restate())).then_restated(event(1));
}

#[test]
fn a_question_and_an_option_are_put_better_after_the_outcome_and_mean_the_same() {
    let over = open().and(cast(MINH, "YES")).and(decided("YES"));
    over.clone().when(correct(event(1), restate())).then_restated(event(1));
    over.clone().when(correct(event(3), Command::StateOption(option("YES")))).then_restated(event(3));
    over.when(correct(event(3), Command::StateOption(option("MAYBE")))).then_refused(Refusal::VotingBegan);
}

#[test]
fn a_vote_is_corrected_until_there_is_an_outcome() {
    let voted = open().and(cast(MINH, "YES"));
    voted.clone().by(MINH).when(correct(event(5), vote("YES"))).then_restated(event(5));
    let over = voted.and(decided("YES"));
    over.clone().by(MINH).when(correct(event(5), vote("NO"))).then_refused(Refusal::DecidedAlready);
    over.when(annul(event(5))).then_refused(Refusal::OutcomeRestsOnIt);
}

#[test]
fn an_annulled_outcome_takes_along_that_it_was_carried_out_and_opens_the_decision_again() {
    let over =
        open().and(decided("YES")).when(Command::RecordCarriedOut { remark: None, on: None }).then_accepted();
    let state = over.when(annul(event(5))).then_accepted().state;
    let now = on(spec::TODAY);
    assert_eq!(state.status(&now).0, Status::Open);
    assert!(state.carried_out(&now).is_none());
    assert!(state.outcome(&known("2026-01-06")).is_some());
}

#[test]
fn an_outcome_is_corrected_by_the_votes_that_stand() {
    let voted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(decided("NO"));
    voted.clone().when(correct(event(7), decide_for("NO", tally(&[("YES", 2)])))).then_refused(
        Refusal::NotCarried { choice: code("NO"), votes: 0, cast: 2, needed: "more than half" },
    );
    voted.when(correct(event(7), decide_for("YES", tally(&[("YES", 2)])))).then_accepted();
}

#[test]
fn an_annulled_amendment_leaves_nobody_out_who_took_part() {
    let mut two = electorate(SIMPLE_MAJORITY);
    let hoa = two.electors.pop().unwrap();
    let amended = open_under(two.clone())
        .and(past(ElectorateAmended {
            electorate: Electorate { electors: two.electors.iter().copied().chain([hoa]).collect(), ..two },
            reason: text("Hoa joined"),
        }))
        .and(cast(HOA, "YES"));
    amended.when(annul(event(5))).then_refused(Refusal::TookPartAlready);
}

#[test]
fn recorded_in_error_it_is_gone_from_that_moment_and_takes_no_more_acts() {
    let gone = open().and(past(RecordedInError { reason: text("twice") }));
    assert!(!gone.state.exists(&on(spec::TODAY)));
    assert_eq!(gone.state.program(&on(spec::TODAY)), Some(PROGRAM));
    gone.when(restate()).then_refused(Refusal::WasRecordedInError { noun: "decision" });
}
