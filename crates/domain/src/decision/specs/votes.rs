use super::*;
use crate::id::PersonId;
use crate::refusal::Refusal;
use crate::spec::{event, on};

const OUTSIDER: PersonId = PersonId(uuid::Uuid::from_u128(0xaf));

#[test]
fn an_elector_votes_and_the_log_does_not_say_for_what() {
    let state = open().by(MINH).when(vote("YES")).then([cast(MINH, "YES").event]).state;
    let taken = &state.participations(&on(spec::TODAY))[0];
    assert_eq!((taken.voter, taken.part, taken.minuted), (MINH, Part::Voted, false));
    assert!(matches!(&taken.entry.fact, DecisionFact::VoteCast(cast) if cast.choice == Ballot::Sealed));
    assert_eq!(taken.entry.fact.sealed_for(), Some(MINH));
}

#[test]
fn who_is_outside_the_electorate_does_not_vote() {
    open().by(OUTSIDER).when(vote("YES")).then_refused(Refusal::NotInElectorate);
    open().by(OUTSIDER).when(Command::Abstain).then_refused(Refusal::NotInElectorate);
    given([opened(), question(), past(option("YES"))]).when(vote("YES")).then_refused(Refusal::NoElectorate);
}

#[test]
fn nobody_takes_part_twice() {
    for first in [vote("YES"), Command::Abstain, Command::Recuse] {
        let voted = open().by(MINH).when(first).then_accepted();
        for second in [vote("NO"), Command::Abstain, Command::Recuse] {
            voted.clone().by(MINH).when(second).then_refused(Refusal::VotedAlready);
        }
    }
}

#[test]
fn a_vote_is_for_an_option_that_was_stated() {
    let known = || "YES, NO".to_owned();
    let refused = Refusal::NoSuchOption { option: code("MAYBE"), known: known() };
    open().by(MINH).when(vote("MAYBE")).then_refused(refused);
}

#[test]
fn what_is_voted_on_stays_as_it_is_once_the_vote_began() {
    let began = open().and(cast(MINH, "YES"));
    let effect = EffectExpected {
        metric: crate::id::MetricId(uuid::Uuid::from_u128(0xb2)),
        change: crate::measurement::decimal::dec("0.05"),
        by: day("2027-01-01"),
    };
    let charter = ActAuthorized { act: AuthorizedAct::Charter { code: code("X") }, on: None, reason: None };
    for change in [
        Command::RestateQuestion { question: text("Never refund?"), on: None },
        Command::StateOption(option("MAYBE")),
        Command::ExpectEffect(effect),
        Command::AuthorizeAct(charter),
        Command::Supersede { decision: crate::id::DecisionId(uuid::Uuid::from_u128(0xc9)) },
        annul(event(4)),
    ] {
        open().when(change.clone()).then_accepted();
        began.clone().when(change).then_refused(Refusal::VotingBegan);
    }
}

#[test]
fn an_owner_recuses_on_own_matters_unless_the_rule_says_otherwise() {
    let mut own = electorate(SIMPLE_MAJORITY);
    own.electors[1].own_matter = true;
    let given = open_under(own.clone());
    given.clone().by(MINH).when(vote("YES")).then_refused(Refusal::OwnMatter);
    given.clone().by(MINH).when(Command::Abstain).then_refused(Refusal::OwnMatter);
    given.by(MINH).when(Command::Recuse).then_accepted();
    own.owners_vote = true;
    open_under(own).by(MINH).when(vote("YES")).then_accepted();
}

#[test]
fn votes_of_the_past_are_minuted_not_cast() {
    open().by(MINH).published("2026-02-01").when(vote("YES")).then_refused(Refusal::VotedElsewhere);
}

#[test]
fn a_later_change_of_membership_applies_by_an_amendment_that_leaves_out_nobody_who_took_part() {
    let amend =
        |electorate| Command::AmendElectorate { electorate: Some(electorate), reason: text("Hoa left") };
    let mut without_hoa = electorate(SIMPLE_MAJORITY);
    without_hoa.electors.truncate(2);
    let amended = open().when(amend(without_hoa.clone())).then_accepted();
    amended.by(HOA).when(vote("YES")).then_refused(Refusal::NotInElectorate);
    let began = open().and(cast(HOA, "YES"));
    began.clone().when(amend(without_hoa)).then_refused(Refusal::TookPartAlready);
    let by_other_rules: [fn(&mut Electorate); 3] = [
        |other| other.rule = DecisionRule::ChairDecides,
        |other| other.quorum = 1,
        |other| other.owners_vote = true,
    ];
    for change in by_other_rules {
        let mut other = electorate(SIMPLE_MAJORITY);
        change(&mut other);
        open().when(amend(other.clone())).then_accepted();
        began.clone().when(amend(other)).then_refused(Refusal::VotingBegan);
    }
    open().when(amend(electorate(SIMPLE_MAJORITY))).then_refused(Refusal::Unchanged { field: "electorate" });
}

#[test]
fn an_elector_dissents_before_and_after_the_outcome_and_nobody_else_does() {
    let dissent = || Command::Dissent { dissent: text("too early") };
    let state = open().and(decided("YES")).by(HOA).when(dissent()).then_accepted().state;
    assert_eq!(state.dissents(&on(spec::TODAY))[0].1, HOA);
    open().by(HOA).when(dissent()).then_accepted();
    open().by(OUTSIDER).when(dissent()).then_refused(Refusal::NotInElectorate);
}
