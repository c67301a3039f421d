use super::*;
use crate::refusal::Refusal;
use crate::spec::{event, on};
use crate::time::AsOf;

#[test]
fn votes_that_carry_make_an_outcome() {
    let voted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES"));
    let counted = voted.when(close(&[("YES", 2)])).then([closed(&[("YES", 2)]).event]);
    let state = counted.when(decide_for("YES")).then_accepted().state;
    let now = on(spec::TODAY);
    let outcome = state.outcome(&now).unwrap();
    assert_eq!(outcome.decided.choice, code("YES"));
    assert_eq!(outcome.tally(), Some(&tally(&[("YES", 2)])));
    assert!(!outcome.is_minuted());
    assert_eq!(state.status(&now).0, Status::Decided);
    assert_eq!(state.status(&on("2026-06-14")).0, Status::Open);
}

#[test]
fn without_a_quorum_the_voting_is_not_closed_and_there_is_no_outcome() {
    let no_quorum = || Refusal::NoQuorum { took_part: 1, quorum: 2 };
    let voted = open().and(cast(MINH, "YES"));
    voted.clone().when(close(&[("YES", 1)])).then_refused(no_quorum());
    let recused = voted.clone().and(past(Recused { voter: HOA }).by(HOA));
    recused.when(close(&[("YES", 1)])).then_refused(no_quorum());
    let abstained = voted.and(past(Abstained { voter: HOA }).by(HOA));
    abstained.when(close(&[("YES", 1)])).then_accepted().when(decide_for("YES")).then_accepted();
}

#[test]
fn whoever_states_an_outcome_too_early_learns_who_voted_and_not_for_what() {
    for key in ["YES", "NO"] {
        let voted = open().and(cast(MINH, key));
        for tried in ["YES", "NO"] {
            let refused = Refusal::NoQuorum { took_part: 1, quorum: 2 };
            voted.clone().when(decide_for(tried)).then_refused(refused);
        }
        let enough = voted.and(cast(HOA, "YES"));
        for tried in ["YES", "NO"] {
            enough.clone().when(decide_for(tried)).then_refused(Refusal::VotingOpen);
        }
    }
}

#[test]
fn votes_are_counted_once_and_no_vote_moves_after_that() {
    let counted = open().and(cast(MINH, "YES")).and(cast(HOA, "NO")).and(closed(&[("YES", 1), ("NO", 1)]));
    for late in [vote("YES"), Command::Abstain, Command::Recuse] {
        counted.clone().when(late).then_refused(Refusal::VotingOver);
    }
    counted.clone().when(close(&[("YES", 1), ("NO", 1)])).then_refused(Refusal::VotingOver);
    counted.clone().by(MINH).when(correct(event(5), vote("NO"))).then_refused(Refusal::VotingOver);
    counted.clone().by(MINH).when(annul(event(5))).then_refused(Refusal::VotingOver);
    counted.clone().when(correct(event(7), close(&[("YES", 2)]))).then_refused(Refusal::VotingOver);
    let mut others = electorate(SIMPLE_MAJORITY);
    others.quorum = 1;
    let amend = Command::AmendElectorate { electorate: Some(others), reason: text("fewer") };
    counted.when(amend).then_refused(Refusal::VotingOver);
}

#[test]
fn an_annulled_count_takes_the_outcome_along_and_opens_nothing_anew() {
    let over = open()
        .and(cast(MINH, "YES"))
        .and(cast(HOA, "YES"))
        .and(closed(&[("YES", 2)]))
        .when(decide_for("YES"))
        .then_accepted();
    let mut annulled = over.when(annul(event(7))).then_accepted();
    annulled.moment.by = LEAD;
    assert!(annulled.state.outcome(&on(spec::TODAY)).is_none());
    for again in [vote("YES"), close(&[("YES", 2)]), decide_for("YES")] {
        annulled.clone().when(again).then_refused(Refusal::VotingOver);
    }
}

#[test]
fn votes_that_do_not_carry_make_none() {
    let tied = open().and(cast(MINH, "YES")).and(cast(HOA, "NO"));
    tied.clone()
        .and(closed(&[("YES", 1), ("NO", 1)]))
        .when(decide_for("YES"))
        .then_refused(Refusal::Tied { leading: "NO, YES".into(), votes: 1 });
    let missed = tied.and(cast(LEAD, "NO")).and(closed(&[("YES", 1), ("NO", 2)]));
    missed.when(decide_for("YES")).then_refused(Refusal::NotCarried {
        choice: code("YES"),
        votes: 1,
        cast: 3,
        needed: "more than half",
    });
}

#[test]
fn a_tally_is_one_of_exactly_the_votes_cast() {
    let voted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES"));
    voted.when(close(&[("YES", 3)])).then_refused(Refusal::NotCounted { counted: 3, cast: 2 });
}

#[test]
fn where_the_chair_decides_the_chair_takes_part_by_deciding() {
    let advised = open_under(electorate(DecisionRule::ChairDecides)).and(cast(MINH, "NO"));
    advised.clone().when(decide_for("YES")).then_refused(Refusal::VotingOpen);
    let counted = advised.when(close(&[("NO", 1)])).then_accepted();
    counted.clone().by(MINH).when(decide_for("NO")).then_refused(Refusal::ChairDecides);
    counted.when(decide_for("YES")).then_accepted();
    let mut alone = electorate(DecisionRule::ChairDecides);
    alone.quorum = 1;
    open_under(alone).when(decide_for("YES")).then_accepted();
}

#[test]
fn a_chair_decides_nothing_that_is_their_own_matter() {
    let mut own = electorate(DecisionRule::ChairDecides);
    own.quorum = 1;
    own.electors[0].own_matter = true;
    open_under(own.clone()).when(decide_for("YES")).then_refused(Refusal::OwnMatter);
    own.owners_vote = true;
    open_under(own).when(decide_for("YES")).then_accepted();
    let tie = DecisionRule::Majority(Majority { threshold: Threshold::MoreThanHalf, tie: Tie::ChairDecides });
    let tied = open_under(electorate(tie)).and(cast(MINH, "YES")).and(cast(HOA, "NO"));
    let recused = tied.and(past(Recused { voter: LEAD })).and(closed(&[("YES", 1), ("NO", 1)]));
    recused
        .when(decide_for("YES"))
        .then_refused(Refusal::TiedForChair { leading: "NO, YES".into(), votes: 1 });
}

#[test]
fn what_was_decided_takes_no_more_votes_and_no_other_outcome() {
    let over = open().and(decided("YES"));
    for late in [vote("YES"), Command::Abstain, decide_for("NO")] {
        over.clone().by(MINH).when(late).then_refused(Refusal::DecidedAlready);
    }
    let withdraw = Command::Withdraw { reason: text("merged"), on: None };
    over.when(withdraw.clone()).then_refused(Refusal::DecidedAlready);
    let withdrawn = open().when(withdraw).then_accepted();
    withdrawn.by(MINH).when(vote("YES")).then_refused(Refusal::WasWithdrawn);
}

#[test]
fn a_deferred_decision_is_taken_up_again_by_deciding() {
    let defer = Command::Defer { until: Some(day("2026-09-01")), reason: text("no figures yet"), on: None };
    let deferred = open().when(defer).then_accepted();
    assert_eq!(deferred.state.status(&on(spec::TODAY)).0, Status::Deferred);
    let voted = deferred.and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(closed(&[("YES", 2)]));
    voted.when(decide_for("YES")).then_accepted();
}

#[test]
fn what_was_put_off_in_time_stays_so_though_its_deadline_passed_since() {
    let on_day = |on| Command::Defer { until: None, reason: text("no figures yet"), on: Some(day(on)) };
    let expired = open().and(past(DeadlineSet { day: day("2026-03-01") }));
    let put_off = expired.clone().when(on_day("2026-03-01")).then_accepted();
    assert_eq!(put_off.state.status(&on("2026-02-28")).0, Status::Open);
    for later in ["2026-03-01", "2026-03-02", spec::TODAY] {
        assert_eq!(put_off.state.status(&on(later)).0, Status::Deferred);
    }
    put_off.clone().by(MINH).when(vote("YES")).then_accepted();
    let further = put_off.when(on_day("2026-03-02")).then_accepted();
    assert_eq!(further.state.status(&on("2026-03-02")).0, Status::Deferred);
    expired.when(on_day("2026-03-02")).then_refused(Refusal::HasExpired { deadline: day("2026-03-01") });
}

#[test]
fn what_is_taken_up_again_before_its_deadline_expires_by_it() {
    let defer = |until| {
        let (until, on) = (Some(day(until)), Some(day("2026-02-01")));
        Command::Defer { until, reason: text("no figures yet"), on }
    };
    let open = open().and(past(DeadlineSet { day: day("2026-03-01") }));
    let status = |until, on_day| open.clone().when(defer(until)).then_accepted().state.status(&on(on_day)).0;
    assert_eq!(status("2026-02-20", "2026-03-01"), Status::Deferred);
    assert_eq!(status("2026-02-20", "2026-03-02"), Status::Expired);
    assert_eq!(status("2026-03-02", "2026-03-02"), Status::Deferred);
}

#[test]
fn a_deadline_that_is_set_after_it_was_put_off_holds_and_one_that_is_put_right_is_not_set_anew() {
    let deadline = |written| Command::SetDeadline(DeadlineSet { day: day(written) });
    let defer = Command::Defer { until: None, reason: text("no figures yet"), on: Some(day("2026-02-20")) };
    let put_off = open().when(deadline("2026-03-01")).then_accepted().when(defer).then_accepted();
    assert_eq!(put_off.state.status(&on(spec::TODAY)).0, Status::Deferred);
    let put_right = put_off.clone().when(correct(event(5), deadline("2026-03-02"))).then_accepted();
    assert_eq!(put_right.state.status(&on(spec::TODAY)).0, Status::Deferred);
    let anew = put_off.when(deadline("2026-04-01")).then_accepted();
    assert_eq!(anew.state.status(&on("2026-04-01")).0, Status::Deferred);
    assert_eq!(anew.state.status(&on("2026-04-02")).0, Status::Expired);
}

#[test]
fn it_expires_by_its_deadline_without_an_event_and_a_later_deadline_opens_it_again() {
    let deadline = |written| Command::SetDeadline(DeadlineSet { day: day(written) });
    let expired = open().when(deadline("2026-03-01")).then_accepted();
    assert_eq!(expired.state.status(&on("2026-03-01")).0, Status::Open);
    assert_eq!(expired.state.status(&on("2026-03-02")).0, Status::Expired);
    expired
        .clone()
        .by(MINH)
        .when(vote("YES"))
        .then_refused(Refusal::HasExpired { deadline: day("2026-03-01") });
    expired.when(deadline("2026-12-31")).then_accepted().by(MINH).when(vote("YES")).then_accepted();
}

#[test]
fn an_outcome_in_time_does_not_expire() {
    let state = open().and(past(DeadlineSet { day: day("2026-03-01") })).and(decided("YES")).state;
    assert_eq!(state.status(&on(spec::TODAY)).0, Status::Decided);
}

#[test]
fn only_what_is_decided_is_carried_out_and_once() {
    let done = |on: &str| Command::RecordCarriedOut { remark: None, on: Some(day(on)) };
    open().when(done("2026-02-01")).then_refused(Refusal::NotDecided { status: "open" });
    let over = open().and(decided("YES"));
    over.clone().when(done("2026-01-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2026-01-31"),
        begins: day("2026-02-01"),
    });
    let carried_out = over.when(done("2026-03-01")).then_accepted();
    assert!(carried_out.state.carried_out(&on("2026-02-28")).is_none());
    assert!(carried_out.state.carried_out(&on("2026-03-01")).is_some());
    carried_out.when(done("2026-04-01")).then_refused(Refusal::CarriedOutAlready);
}

#[test]
fn a_vote_awaits_nobody_once_everybody_who_may_vote_did_or_it_was_counted() {
    let now = on(spec::TODAY);
    let two = open().and(cast(MINH, "YES")).and(cast(HOA, "YES"));
    assert!(two.state.voted_out(&now).is_none(), "the lead may still vote");
    let all = two.clone().and(cast(LEAD, "NO"));
    assert_eq!(all.state.voted_out(&now).map(|entry| entry.event), Some(event(7)));
    let counted = two.and(closed(&[("YES", 2)]));
    assert_eq!(counted.state.voted_out(&now).map(|entry| entry.event), Some(event(7)));
    assert!(counted.and(decided("YES")).state.voted_out(&now).is_none());

    let mut own = electorate(SIMPLE_MAJORITY);
    own.electors[0].own_matter = true;
    let others = open_under(own).and(cast(MINH, "YES")).and(cast(HOA, "YES"));
    assert!(others.state.voted_out(&now).is_some(), "whose own matter it is may not vote");
    let chairs = electorate(DecisionRule::ChairDecides);
    let others = open_under(chairs).and(cast(MINH, "YES")).and(cast(HOA, "YES"));
    assert!(others.state.voted_out(&now).is_some(), "a chair who decides need not vote");
}

#[test]
fn a_decision_is_looked_at_again_after_its_outcome_and_for_each_day_that_is_set_for_it() {
    let set = |written: &str| Command::SetAnotherLook(AnotherLookSet { day: day(written), reason: None });
    let look = |written: &str| Command::LookAgain { finding: None, on: Some(day(written)) };
    open().when(look("2026-02-01")).then_refused(Refusal::NotDecided { status: "open" });
    let over = open().and(decided("YES")).when(set("2026-04-01")).then_accepted();
    over.clone().when(look("2026-01-31")).then_refused(Refusal::BeforeBeginning {
        field: "on",
        day: day("2026-01-31"),
        begins: day("2026-02-01"),
    });
    let looked = over.when(look("2026-04-03")).then_accepted();
    assert_eq!(looked.state.look_due(&on("2026-04-02")), Some(day("2026-04-01")));
    assert_eq!(looked.state.look_due(&on("2026-04-03")), None);
    let anew = looked.when(set("2027-04-01")).then_accepted();
    assert_eq!(anew.state.look_due(&on("2026-04-03")), Some(day("2027-04-01")));
    let annulled = anew.when(annul(event(5))).then_accepted();
    assert!(annulled.state.looked_again(&on(spec::TODAY)).is_none(), "it looked at that outcome");
}

#[test]
fn what_is_said_better_of_a_look_neither_asks_for_another_nor_is_one() {
    let set = |written: &str, reason: &str| {
        Command::SetAnotherLook(AnotherLookSet { day: day(written), reason: Some(text(reason)) })
    };
    let look = |written: &str| Command::LookAgain { finding: None, on: Some(day(written)) };
    // 5 decided, 6 the day, 7 the look.
    let over = open().and(decided("YES")).when(set("2026-04-01", "the cots")).then_accepted();
    let looked = over.when(look("2026-04-03")).then_accepted();
    let worded = looked.when(correct(event(6), set("2026-04-01", "the costs"))).then_accepted();
    assert_eq!(worded.state.look_due(&on(spec::TODAY)), None);
    // 9 another day, 10 what was found by the look before it.
    let anew = worded.when(set("2026-05-01", "the costs")).then_accepted();
    let worded = anew.when(correct(event(7), look("2026-04-03"))).then_accepted();
    assert_eq!(worded.state.look_due(&on(spec::TODAY)), Some(day("2026-05-01")));
    // It was taken since the day was set, whichever day it is dated.
    let looked = worded.when(look("2026-04-02")).then_accepted();
    assert_eq!(looked.state.look_due(&on(spec::TODAY)), None);
}

#[test]
fn whether_votes_were_counted_is_told_as_of_the_position_asked_for() {
    let counted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(closed(&[("YES", 2)]));
    let annulled = counted.when(annul(event(7))).then_accepted();
    let at = |position| AsOf { position: Some(position), ..on(spec::TODAY) };
    let told = [6, 7, 8].map(|position| annulled.state.was_counted(&at(position)));
    assert_eq!(told, [false, true, true], "an annulled count opens nothing anew");
}

#[test]
fn an_outcome_is_not_older_than_its_vote() {
    let decide = |on: &str| {
        let (choice, reasons) = (code("YES"), text("As typed"));
        Command::Decide(Decide { choice, reasons, carry_out_by: None, on: Some(day(on)) })
    };
    let early = |named, since| Refusal::DecidedEarly { day: day(named), since: day(since) };
    // Counted at position 7, on 8 January.
    let counted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(closed(&[("YES", 2)]));
    counted.clone().when(decide("2026-01-07")).then_refused(early("2026-01-07", "2026-01-08"));
    counted.when(decide("2026-01-08")).then_accepted();
    // Where nothing is counted, as old as the day on which the ledger heard of the question.
    let mut facts = open_facts(Electorate { quorum: 1, ..electorate(DecisionRule::ChairDecides) });
    facts[0] = opened().from("2025-12-01");
    given(facts.clone()).when(decide("2025-12-31")).then_refused(early("2025-12-31", "2026-01-01"));
    given(facts).when(decide("2026-01-01")).then_accepted();
}
