use super::*;
use crate::refusal::Refusal;
use crate::spec::{event, on};

fn minuted(present: &[crate::id::PersonId]) -> Minuted {
    Minuted { meeting: None, number: Some(text("12/2019")), document: None, present: present.to_vec() }
}

fn minute(open: Option<Open>) -> Minute {
    Minute {
        open,
        minutes: minuted(&[LEAD, MINH]),
        choice: code("YES"),
        reasons: text("As typed"),
        votes: Vec::new(),
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on: None,
    }
}

fn act(minute: Minute) -> Command {
    Command::Minute(Box::new(minute))
}

fn voted_for(key: &str) -> MinutedVote {
    MinutedVote::For(Ballot::Marked(code(key)))
}

#[test]
fn outcome_attendance_and_votes_are_minuted_in_one_act_and_never_show_as_cast() {
    let votes = vec![(LEAD, voted_for("YES")), (MINH, voted_for("YES")), (HOA, MinutedVote::Abstained)];
    let minuted = Minute { votes, ..minute(Some(opening())) };
    let state = given([]).when(act(minuted)).then_accepted().state;
    let now = on(spec::TODAY);
    let outcome = state.outcome(&now).unwrap();
    assert!(outcome.is_minuted());
    assert_eq!(outcome.entry.from(), day("2026-01-01"));
    assert_eq!(outcome.tally().map(|tally| (tally.cast(), tally.abstained)), Some((2, 1)));
    let taken = state.participations(&now);
    assert_eq!(taken.len(), 3);
    assert!(taken.iter().all(|taken| taken.minuted && taken.entry.fact.sealed_for() == Some(taken.voter)));
}

#[test]
fn who_disagreed_is_minuted_with_the_outcome_and_falls_with_it() {
    let dissents = vec![(HOA, text("Too early"))];
    let minuted = open().when(act(Minute { dissents, ..minute(None) })).then_accepted();
    let now = on(spec::TODAY);
    let dissent = minuted.state.dissents(&now)[0].0;
    assert_eq!(minuted.state.dissents(&now).iter().map(|(_, voter)| *voter).collect::<Vec<_>>(), [HOA]);
    assert_eq!((dissent.by(), dissent.fact.sealed_for()), (LEAD, Some(HOA)));
    let annulled = minuted.clone().when(annul(event(5))).then_accepted();
    assert!(annulled.state.dissents(&now).is_empty() && annulled.state.outcome(&now).is_none());
    let outsider = crate::id::PersonId(uuid::Uuid::from_u128(0xaf));
    let dissents = vec![(outsider, text("Too early"))];
    open().when(act(Minute { dissents, ..minute(None) })).then_refused(Refusal::NotInElectorate);
}

#[test]
fn minutes_are_confirmed_anew_once_a_dissent_is_taken_out_of_them() {
    let dissents = vec![(HOA, text("Too early"))];
    // 5 minuted, 6 the dissent, 7 decided, 8 confirmed.
    let minuted = open().by(HOA).when(act(Minute { dissents, ..minute(None) })).then_accepted();
    let confirmed = minuted.by(LEAD).when(Command::ConfirmMinutes { outcome: event(7) }).then_accepted();
    let state = confirmed.when(annul(event(6))).then_accepted().state;
    let now = on(spec::TODAY);
    let outcome = state.outcome(&now).unwrap();
    assert!(state.dissents(&now).is_empty() && state.confirmation(&outcome, &now).is_none());
}

#[test]
fn an_open_decision_is_minuted_as_it_stands() {
    let state = open().when(act(minute(None))).then_accepted().state;
    assert_eq!(state.minutes(&on(spec::TODAY)).map(|(_, minuted)| minuted.present.len()), Some(2));
    open().and(cast(MINH, "YES")).when(act(minute(None))).then_refused(Refusal::VotingBegan);
}

#[test]
fn live_minutes_need_a_quorum_and_votes_that_carry() {
    let alone = Minute { minutes: minuted(&[LEAD]), ..minute(None) };
    open().when(act(alone.clone())).then_refused(Refusal::NoQuorum { took_part: 1, quorum: 2 });
    let lost = vec![(LEAD, voted_for("NO")), (MINH, voted_for("NO"))];
    open().when(act(Minute { votes: lost, ..minute(None) })).then_refused(Refusal::NotCarried {
        choice: code("YES"),
        votes: 0,
        cast: 2,
        needed: "more than half",
    });
    imported().published("2026-02-01").when(act(alone)).then_accepted();
    let twice = Minute { minutes: minuted(&[LEAD, LEAD]), ..minute(None) };
    let problem = "a person stands in the list twice; keep one";
    open().when(act(twice)).then_refused(Refusal::invalid("present", problem));
}

/// The same decision as [`open`], imported as history.
fn imported() -> Given<Decision> {
    given(open_facts(electorate(SIMPLE_MAJORITY)).map(|fact| fact.published("2026-01-01")))
}

#[test]
fn what_was_put_in_the_ledger_is_not_claimed_to_have_been_decided() {
    let refused = Refusal::NotOfThePast { began: day("2026-01-01") };
    open().published("2026-02-01").when(act(minute(None))).then_refused(refused);
}

#[test]
fn an_electorate_that_an_import_claims_decides_nothing_today() {
    let claimed = imported();
    claimed.clone().by(MINH).when(vote("YES")).then_refused(Refusal::ElectorateClaimed);
    claimed.clone().when(act(minute(None))).then_refused(Refusal::ElectorateClaimed);
    let mut other = electorate(SIMPLE_MAJORITY);
    other.quorum = 1;
    let amend = Command::AmendElectorate { electorate: Some(other), reason: text("as they sit today") };
    claimed.when(amend).then_accepted().by(MINH).when(vote("YES")).then_accepted();
}

#[test]
fn imported_minutes_may_know_nothing_of_the_electorate_live_ones_may_not() {
    let unknown = Open { electorate: None, ..opening() };
    given([]).when(act(minute(Some(unknown.clone())))).then_refused(Refusal::NoElectorate);
    let votes = vec![(HOA, voted_for("YES"))];
    let minute = Minute { votes, ..minute(Some(unknown)) };
    given([]).published("2026-02-01").when(act(minute)).then_accepted();
}

#[test]
fn nobody_outside_a_known_electorate_voted_and_nobody_twice() {
    let outsider = crate::id::PersonId(uuid::Uuid::from_u128(0xaf));
    let with = |votes| act(Minute { votes, ..minute(None) });
    imported()
        .published("2026-02-01")
        .when(with(vec![(outsider, voted_for("YES"))]))
        .then_refused(Refusal::NotInElectorate);
    open()
        .when(with(vec![(MINH, voted_for("YES")), (MINH, voted_for("NO"))]))
        .then_refused(Refusal::VotedAlready);
    let stated = Tally { abstained: 4, ..tally(&[("YES", 1)]) };
    imported()
        .published("2026-02-01")
        .when(act(Minute { tally: Some(stated), ..minute(None) }))
        .then_refused(Refusal::TooManyVotes { took_part: 5, electors: 3 });
}

#[test]
fn the_chair_confirms_the_minutes_once() {
    let minuted = open().by(HOA).when(act(minute(None))).then_accepted();
    // 5 minuted, 6 decided.
    let confirm = |position| Command::ConfirmMinutes { outcome: event(position) };
    minuted.clone().by(HOA).when(confirm(6)).then_refused(Refusal::ChairConfirms);
    minuted.clone().when(confirm(5)).then_refused(Refusal::NothingMinuted);
    let confirmed = minuted.by(LEAD).when(confirm(6)).then_accepted();
    let now = on(spec::TODAY);
    let outcome = confirmed.state.outcome(&now).unwrap();
    assert!(confirmed.state.confirmation(&outcome, &now).is_some());
    confirmed.clone().when(confirm(6)).then_refused(Refusal::Unchanged { field: "minutes" });
    open().and(decided("YES")).when(confirm(5)).then_refused(Refusal::NothingMinuted);
    let own = open().when(act(minute(None))).then_accepted();
    own.when(confirm(6)).then_refused(Refusal::OwnMinutes);
}

#[test]
fn a_minuted_outcome_binds_once_it_is_confirmed_and_an_imported_one_as_claimed() {
    let now = on(spec::TODAY);
    let minuted = open().by(HOA).when(act(minute(None))).then_accepted();
    assert!(minuted.state.outcome(&now).is_some() && minuted.state.binding(&now).is_none());
    let confirm = Command::ConfirmMinutes { outcome: event(6) };
    assert!(minuted.by(LEAD).when(confirm).then_accepted().state.binding(&now).is_some());
    let claimed = imported().published("2026-02-01").when(act(minute(None))).then_accepted();
    assert!(claimed.state.binding(&now).is_some_and(|outcome| outcome.is_claimed()));
}

#[test]
fn annulled_minutes_take_the_outcome_along_and_what_rests_on_it() {
    let votes = vec![(LEAD, voted_for("YES")), (MINH, voted_for("YES"))];
    let confirmed = open()
        .by(HOA)
        .when(act(Minute { votes, ..minute(None) }))
        .then_accepted()
        .by(LEAD)
        .when(Command::ConfirmMinutes { outcome: event(8) })
        .then_accepted();
    // 5 minuted, 6 and 7 votes, 8 decided, 9 confirmed.
    let state = confirmed.when(annul(event(5))).then_accepted().state;
    let now = on(spec::TODAY);
    assert_eq!(state.status(&now).0, Status::Open);
    assert!(state.minutes(&now).is_none() && state.participations(&now).is_empty());
}

#[test]
fn an_outcome_is_one_whatever_day_the_decision_was_put_off() {
    let defer = Command::Defer { until: None, reason: text("no figures"), on: Some(day("2026-06-10")) };
    let deferred = open().when(defer).then_accepted();
    let earlier =
        |choice: &str| act(Minute { choice: code(choice), on: Some(day("2026-06-05")), ..minute(None) });
    let minuted = deferred.clone().when(earlier("YES")).then_accepted();
    assert_eq!(minuted.state.status(&on(spec::TODAY)).0, Status::Decided);
    minuted.when(earlier("NO")).then_refused(Refusal::DecidedAlready);
    let withdraw = Command::Withdraw { reason: text("merged"), on: Some(day("2026-06-05")) };
    let withdrawn = deferred.when(withdraw).then_accepted();
    assert_eq!(withdrawn.state.status(&on(spec::TODAY)).0, Status::Withdrawn);
}

#[test]
fn votes_cast_after_minutes_were_annulled_are_read_when_that_vote_is_over() {
    let minuted = open().by(HOA).when(act(minute(None))).then_accepted();
    assert!(minuted.state.is_vote_over());
    let voting = minuted.when(annul(event(6))).then_accepted().by(MINH).when(vote("YES")).then_accepted();
    assert!(!voting.state.is_vote_over());
    assert!(voting.and(cast(HOA, "YES")).and(closed(&[("YES", 2)])).state.is_vote_over());
}

#[test]
fn owners_recuse_in_a_room_too_and_a_chair_breaks_no_tie_on_a_matter_of_their_own() {
    let tie = DecisionRule::Majority(Majority { threshold: Threshold::MoreThanHalf, tie: Tie::ChairDecides });
    let mut own = electorate(tie);
    own.electors[0].own_matter = true;
    let voted = |electorate: &Electorate, by_chair| {
        let votes = vec![(LEAD, by_chair), (MINH, voted_for("YES")), (HOA, voted_for("NO"))];
        open_under(electorate.clone()).by(HOA).when(act(Minute { votes, ..minute(None) }))
    };
    for by_chair in [voted_for("YES"), MinutedVote::Abstained] {
        voted(&own, by_chair).then_refused(Refusal::OwnMatter);
    }
    let tied = || Refusal::TiedForChair { leading: "NO, YES".into(), votes: 1 };
    voted(&own, MinutedVote::Recused).then_refused(tied());
    voted(&electorate(tie), MinutedVote::Recused).then_refused(tied());
    voted(&electorate(tie), MinutedVote::Abstained).then_accepted();
    let decides = Electorate { rule: DecisionRule::ChairDecides, ..own.clone() };
    open_under(decides).by(HOA).when(act(minute(None))).then_refused(Refusal::OwnMatter);
    own.owners_vote = true;
    voted(&own, voted_for("YES")).then_accepted();
}

#[test]
fn a_chair_who_recused_decides_nothing_by_a_correction_of_the_minutes() {
    let decides = electorate(DecisionRule::ChairDecides);
    let votes = vec![(LEAD, MinutedVote::Recused), (MINH, voted_for("YES")), (HOA, voted_for("YES"))];
    let minuted = act(Minute { votes, ..minute(None) });
    open_under(decides.clone()).by(HOA).when(minuted).then_refused(Refusal::OwnMatter);
    // As an earlier rule let it be recorded: 5 minuted, 6 recused, 7 decided.
    let (choice, reasons, made) = (code("YES"), text("As typed"), Made::Minuted);
    let decided = Decided { choice, reasons, made, tally: None, carry_out_by: None };
    let earlier = open_under(decides)
        .and(past(self::minuted(&[LEAD, MINH])).by(HOA).from("2026-02-01"))
        .and(past(VoteMinuted { voter: LEAD, vote: MinutedVote::Recused }).by(HOA))
        .and(past(decided).by(HOA).from("2026-02-01"));
    let anew = correct(event(7), act(Minute { choice: code("NO"), ..minute(None) }));
    earlier.by(HOA).when(anew).then_refused(Refusal::OwnMatter);
}

#[test]
fn a_stated_count_names_each_option_once() {
    let once = |votes| Counted { option: code("YES"), votes };
    let stated = Tally { options: vec![once(1), once(1)], ..Tally::default() };
    let problem = "YES is counted twice; add them up";
    let twice = act(Minute { tally: Some(stated), ..minute(None) });
    open().when(twice).then_refused(Refusal::invalid("tally", problem));
}
