use super::*;
use crate::event::{Document, RecordedInError, Sha256Hex};
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
fn a_question_and_an_option_are_put_better_until_somebody_votes_on_them() {
    open().when(correct(event(3), Command::StateOption(option("MAYBE")))).then_accepted();
    let began = open().and(cast(MINH, "YES"));
    for (position, with) in [(1, restate()), (3, Command::StateOption(option("YES")))] {
        began.clone().when(correct(event(position), with.clone())).then_refused(Refusal::VotingBegan);
        let over = began.clone().and(decided("YES"));
        over.when(correct(event(position), with.clone())).then_refused(Refusal::DecidedAlready);
        open().and(decided("YES")).when(correct(event(position), with)).then_refused(Refusal::DecidedAlready);
    }
}

#[test]
fn a_minuted_question_is_put_better_and_confirmed_anew_and_its_options_mean_the_same() {
    let confirmed = minuted_and_confirmed();
    let state = confirmed.clone().by(MINH).when(correct(event(1), restate())).then_accepted().state;
    let now = on(spec::TODAY);
    let outcome = state.outcome(&now).unwrap();
    assert!(state.confirmation(&outcome, &now).is_none() && state.binding(&now).is_none());
    let other = Command::StateOption(option("MAYBE"));
    confirmed.when(correct(event(3), other)).then_refused(Refusal::OutcomeRestsOnIt);
}

/// Positions 5 to 7: minuted, decided, confirmed.
fn minuted_and_confirmed() -> Given<Decision> {
    let (minutes, choice, reasons) = (minuted(&[LEAD, MINH]), code("YES"), text("As typed"));
    let decided = Decided { choice, reasons, made: Made::Minuted, tally: None, carry_out_by: None };
    open()
        .and(past(minutes).by(MINH).from("2026-02-01"))
        .and(past(decided).by(MINH).from("2026-02-01"))
        .and(past(MinutesConfirmed { outcome: event(6) }))
}

fn minuted(present: &[crate::id::PersonId]) -> Minuted {
    Minuted { meeting: None, number: None, document: None, present: present.to_vec() }
}

fn minute(key: &str) -> Minute {
    Minute {
        open: None,
        minutes: minuted(&[LEAD, MINH]),
        choice: code(key),
        reasons: text("As typed"),
        votes: Vec::new(),
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on: None,
    }
}

#[test]
fn a_minuted_outcome_stated_anew_is_confirmed_and_carried_out_anew() {
    let done = minuted_and_confirmed().and(past(CarriedOut { remark: None }).from("2026-03-01"));
    let anew = |key| correct(event(6), Command::Minute(Box::new(minute(key))));
    let now = on(spec::TODAY);
    let same = done.clone().by(MINH).when(anew("YES")).then_accepted().state;
    assert!(same.binding(&now).is_none() && same.carried_out(&now).is_some());
    let other = done.clone().by(MINH).when(anew("NO")).then_accepted().state;
    assert!(other.binding(&now).is_none() && other.carried_out(&now).is_none());
    let by_votes = correct(event(6), decide_for("NO"));
    let problem = "what was minuted is corrected by minutes";
    done.when(by_votes).then_refused(Refusal::invalid("with", problem));
}

#[test]
fn what_was_voted_in_the_ledger_is_not_minuted_afterwards() {
    let over = open().and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(closed(&[("YES", 2)]));
    let minutes = Command::Minute(Box::new(minute("NO")));
    over.clone().when(minutes.clone()).then_refused(Refusal::VotingBegan);
    let over = over.and(decided("YES"));
    let problem = "what was voted in the ledger is not minuted; state the outcome of the votes";
    over.when(correct(event(8), minutes)).then_refused(Refusal::invalid("with", problem));
}

#[test]
fn minuted_votes_move_with_their_minutes_alone() {
    let votes = vec![
        (LEAD, MinutedVote::For(Ballot::Marked(code("YES")))),
        (MINH, MinutedVote::For(Ballot::Marked(code("YES")))),
    ];
    // 5 minuted, 6 and 7 votes, 8 decided.
    let minuted = open()
        .by(HOA)
        .when(Command::Minute(Box::new(Minute { votes: votes.clone(), ..minute("YES") })))
        .then_accepted();
    minuted.clone().when(annul(event(6))).then_refused(Refusal::OutcomeRestsOnIt);
    let anew = |votes| Command::Minute(Box::new(Minute { votes, ..minute("NO") }));
    minuted.clone().when(correct(event(6), anew(votes.clone()))).then_refused(Refusal::OutcomeRestsOnIt);
    let problem = "annul the minutes and minute anew to change who voted, or for what";
    minuted.clone().when(correct(event(8), anew(votes))).then_refused(Refusal::invalid("votes", problem));
    // Two votes for YES carry no NO, whatever the correction says of them.
    let stated = Minute { tally: Some(tally(&[("NO", 2)])), ..minute("NO") };
    minuted.clone().when(correct(event(8), Command::Minute(Box::new(stated)))).then_refused(
        Refusal::NotCarried { choice: code("NO"), votes: 0, cast: 2, needed: "more than half" },
    );
    let state = minuted.when(annul(event(8))).then_accepted().state;
    let now = on(spec::TODAY);
    assert!(state.participations(&now).is_empty() && state.minutes(&now).is_none());
}

#[test]
fn a_minuted_dissent_is_not_put_otherwise_after_the_outcome() {
    let dissents = vec![(HOA, text("Too early"))];
    let minuted = Minute { dissents: dissents.clone(), ..minute("YES") };
    // 5 minuted, 6 the dissent, 7 decided.
    let minuted = open().by(HOA).when(Command::Minute(Box::new(minuted))).then_accepted();
    let dissent = Command::Dissent { dissent: text("Too dear") };
    for with in [dissent, Command::Minute(Box::new(Minute { dissents, ..minute("YES") }))] {
        minuted.clone().when(correct(event(6), with)).then_refused(Refusal::OutcomeRestsOnIt);
    }
}

#[test]
fn what_an_outcome_was_reached_about_is_not_taken_away_after_it() {
    let earlier = crate::id::DecisionId(uuid::Uuid::from_u128(0xc9));
    let put = open().and(past(Supersedes { decision: earlier }));
    put.clone().when(annul(event(5))).then_accepted();
    put.clone().and(cast(MINH, "YES")).when(annul(event(5))).then_refused(Refusal::VotingBegan);
    put.and(decided("YES")).when(annul(event(5))).then_refused(Refusal::OutcomeRestsOnIt);
}

#[test]
fn where_and_about_what_it_was_decided_stays_as_it_is_and_its_code_does_not() {
    let anew = |change: fn(&mut Open)| {
        let mut anew = opening();
        change(&mut anew);
        correct(event(0), Command::Open(Box::new(anew)))
    };
    let other: [fn(&mut Open); 4] = [
        |open| open.forum = Forum::Department(crate::id::DepartmentId(uuid::Uuid::from_u128(0xd1))),
        |open| open.kind = Kind::Ranking,
        |open| open.program = crate::id::ProgramId(uuid::Uuid::from_u128(0xd2)),
        |open| open.about = vec![crate::id::InitiativeId(uuid::Uuid::from_u128(0xd3))],
    ];
    for change in other {
        open().when(anew(change)).then_accepted();
        let began = open().and(cast(MINH, "YES"));
        began.when(anew(change)).then_refused(Refusal::VotingBegan);
        open().and(decided("YES")).when(anew(change)).then_refused(Refusal::OutcomeRestsOnIt);
    }
    open().and(decided("YES")).when(anew(|open| open.code = code("D-2"))).then_accepted();
}

#[test]
fn a_ground_that_was_given_before_the_outcome_is_put_right_after_it_and_none_is_added() {
    let document = |digit| Ground::Document(Document { sha256: Sha256Hex([digit; 32]), title: None });
    let give = |digit| Command::GiveGround(document(digit));
    let given = open().and(past(GroundGiven { ground: document(1) }));
    for over in [given.clone().and(decided("YES")), given.and(past(Withdrawn { reason: text("merged") }))] {
        let state = over.clone().when(correct(event(5), give(2))).then_accepted().state;
        let grounds: Vec<_> =
            state.grounds(&on(spec::TODAY)).into_iter().map(|(_, ground)| ground.clone()).collect();
        assert_eq!(grounds, [document(2)]);
        over.when(annul(event(5))).then_accepted();
    }
    open().and(decided("YES")).when(give(2)).then_refused(Refusal::DecidedAlready);
}

#[test]
fn what_a_decision_is_about_is_corrected_together_with_who_recuses() {
    let mut own = electorate(SIMPLE_MAJORITY);
    own.electors[1].own_matter = true;
    let about = vec![crate::id::InitiativeId(uuid::Uuid::from_u128(0xd3))];
    let anew = Open { about, electorate: Some(own), ..opening() };
    let corrected = open().when(correct(event(0), Command::Open(Box::new(anew)))).then_accepted();
    corrected.by(MINH).when(vote("YES")).then_refused(Refusal::OwnMatter);
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
fn an_outcome_is_corrected_by_the_votes_as_they_were_counted() {
    let voted = open().and(cast(MINH, "YES")).and(cast(HOA, "YES")).and(closed(&[("YES", 2)]));
    let over = voted.and(decided("NO"));
    over.clone().when(correct(event(8), decide_for("NO"))).then_refused(Refusal::NotCarried {
        choice: code("NO"),
        votes: 0,
        cast: 2,
        needed: "more than half",
    });
    over.when(correct(event(8), decide_for("YES"))).then_accepted();
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
