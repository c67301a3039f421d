//! Votes that await nobody any more, and decisions that are due for another look: who is asked, and what shows.

use cxl_domain::command::Annul;
use cxl_domain::decision::{AnotherLookSet, Command as Act, Open};
use cxl_domain::exception::{ExceptionKind, Subject};
use cxl_domain::id::{DecisionId, PersonId};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ExceptionScope, Inquiry, ToDoKind};

use crate::decisions::{Steering, refusal};
use crate::world::{day, text};

impl Steering {
    fn inquire<T>(&self, on: &str, question: impl FnOnce(Inquiry<'_>) -> T) -> T {
        self.inquire_at(AsOf::head(day(on)), question)
    }

    fn inquire_at<T>(&self, as_of: AsOf, question: impl FnOnce(Inquiry<'_>) -> T) -> T {
        let views = self.world.ledger.snapshot();
        question(Inquiry { views: &views, analyses: &self.world.ledger.analyses, as_of })
    }

    /// What a person is asked to do about a decision.
    fn asked(&self, person: PersonId, decision: DecisionId, on: &str) -> Vec<ToDoKind> {
        self.asked_at(person, decision, AsOf::head(day(on)))
    }

    fn asked_at(&self, person: PersonId, decision: DecisionId, as_of: AsOf) -> Vec<ToDoKind> {
        let to_do = self.inquire_at(as_of, |inquiry| inquiry.to_do(person, &|_| true));
        let about = to_do.iter().filter(|item| item.about == Subject::Decision(decision));
        about.map(|item| item.kind).collect()
    }

    /// The exceptions about a decision, with whether its votes are counted.
    fn shown(&self, decision: DecisionId, on: &str) -> Vec<(ExceptionKind, Option<String>)> {
        let scope = ExceptionScope { program: self.world.program, committee: Some(self.committee) };
        let found = self.inquire(on, |inquiry| inquiry.exceptions(&scope)).into_iter();
        let about = found.filter(|noticed| noticed.exception.key.about == Subject::Decision(decision));
        about
            .map(|noticed| (noticed.exception.key.kind, noticed.exception.values.get("counted").cloned()))
            .collect()
    }
}

#[tokio::test]
async fn who_steers_or_chairs_is_asked_to_close_a_vote_that_awaits_nobody_and_to_state_its_outcome() {
    use ExceptionKind::{DecisionAwaitsOutcome, DecisionExpired};
    let steering = Steering::new().await;
    let keeper = steering.world.person("KEEPER", Role::Secretary).await;
    let opening = Open { deadline: Some(day("2020-02-01")), ..steering.opening("D-1") };
    let decision = steering.open(opening).await;
    let asked =
        |on: &str| [steering.lead, steering.minh, keeper].map(|who| steering.asked(who, decision, on));
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.vote(steering.hoa, decision, "NO").await.unwrap();
    assert_eq!(asked("2020-01-02"), [vec![ToDoKind::Vote], vec![], vec![]]);
    assert_eq!(steering.shown(decision, "2020-01-02"), []);

    steering.vote(steering.lead, decision, "YES").await.unwrap();
    let close = vec![ToDoKind::CloseVoting];
    assert_eq!(asked("2020-01-02"), [close.clone(), vec![], close]);
    let shown = |counted: &str| [(DecisionAwaitsOutcome, Some(counted.to_owned()))];
    assert_eq!(steering.shown(decision, "2020-01-02"), shown("false"));
    assert_eq!(steering.shown(decision, "2019-12-31"), [], "the last vote came later");

    steering.close(decision).await.unwrap();
    let decide = vec![ToDoKind::Decide];
    assert_eq!(asked("2020-01-02"), [decide.clone(), vec![], decide.clone()]);
    assert_eq!(steering.shown(decision, "2020-01-02"), shown("true"));
    // Past its deadline it takes another one, or is taken back.
    assert_eq!(asked("2020-02-02"), [decide.clone(), vec![], decide]);
    assert_eq!(steering.shown(decision, "2020-02-02"), [(DecisionExpired, None)]);

    steering.decide(decision, "YES").await.unwrap();
    assert_eq!(asked("2020-01-02"), [vec![], vec![], vec![]]);
    assert_eq!(steering.shown(decision, "2020-02-02"), []);
}

#[tokio::test]
async fn what_a_vote_asks_for_at_a_position_never_changes_and_an_annulled_count_asks_for_no_vote() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let head = || AsOf { position: steering.world.ledger.snapshot().head(), ..AsOf::head(day("2020-01-02")) };
    let asked = |at| [steering.lead, steering.hoa].map(|who| steering.asked_at(who, decision, at));
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    let mut then = vec![(head(), [vec![ToDoKind::Vote], vec![ToDoKind::Vote]])];
    steering.vote(steering.lead, decision, "YES").await.unwrap();
    then.push((head(), [vec![], vec![ToDoKind::Vote]]));
    let closed = steering.close(decision).await.unwrap();
    then.push((head(), [vec![ToDoKind::Decide], vec![]]));
    let annul = Annul { event: closed.events[0].id, reason: text("Closed too early") };
    steering.act(steering.lead, decision, Act::Annul(annul)).await.unwrap();
    let late = steering.vote(steering.hoa, decision, "NO").await;
    assert_eq!(refusal(late), Refusal::VotingOver);
    then.push((head(), [vec![], vec![]]));
    for (at, expected) in then {
        assert_eq!(asked(at), expected, "as of {:?}", at.position);
    }
}

#[tokio::test]
async fn that_everybody_voted_is_told_as_of_its_position_also_once_the_votes_are_counted() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    for voter in [steering.minh, steering.hoa, steering.lead] {
        steering.vote(voter, decision, "YES").await.unwrap();
    }
    let voted = AsOf { position: steering.world.ledger.snapshot().head(), ..AsOf::head(day("2020-01-02")) };
    let asked = || steering.asked_at(steering.lead, decision, voted);
    assert_eq!(asked(), [ToDoKind::CloseVoting]);
    steering.close(decision).await.unwrap();
    assert_eq!(asked(), [ToDoKind::CloseVoting]);
}

#[tokio::test]
async fn a_tie_that_the_chair_breaks_is_asked_of_the_chair_alone() {
    let steering = Steering::new().await;
    let keeper = steering.world.person("KEEPER", Role::Secretary).await;
    for (written, chairs, of_chair, of_keeper) in [
        ("D-1", Act::Abstain, vec![ToDoKind::Decide], vec![]),
        // Who recused breaks no tie: the question can only be taken back, by who steers.
        ("D-2", Act::Recuse, vec![ToDoKind::Decide], vec![ToDoKind::Decide]),
    ] {
        let decision = steering.open(steering.opening(written)).await;
        steering.vote(steering.minh, decision, "YES").await.unwrap();
        steering.vote(steering.hoa, decision, "NO").await.unwrap();
        steering.act(steering.lead, decision, chairs).await.unwrap();
        steering.close(decision).await.unwrap();
        let asked = [steering.lead, keeper].map(|who| steering.asked(who, decision, "2020-01-02"));
        assert_eq!(asked, [of_chair, of_keeper], "{written}");
    }
}

#[tokio::test]
async fn nobody_is_asked_to_close_a_vote_without_a_quorum() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    for (voter, act) in
        [(steering.minh, Act::Recuse), (steering.hoa, Act::Recuse), (steering.lead, Act::Abstain)]
    {
        steering.act(voter, decision, act).await.unwrap();
    }
    assert_eq!(refusal(steering.close(decision).await), Refusal::NoQuorum { took_part: 1, quorum: 2 });
    assert_eq!(steering.asked(steering.lead, decision, "2020-01-02"), []);
    let shown = steering.shown(decision, "2020-01-02");
    assert_eq!(shown, [(ExceptionKind::DecisionAwaitsOutcome, Some("false".to_owned()))]);
}

#[tokio::test]
async fn a_decision_is_due_for_another_look_until_somebody_looked() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let look = |finding| Act::LookAgain { finding, on: None };
    let early = steering.act(steering.lead, decision, look(None)).await;
    assert_eq!(refusal(early), Refusal::NotDecided { status: "open" });
    steering.carried(decision, "YES").await;
    let set = |on: &str| Act::SetAnotherLook(AnotherLookSet { day: day(on), reason: None });
    steering.act(steering.lead, decision, set("2020-06-01")).await.unwrap();
    let due = |on: &str| steering.shown(decision, on) == [(ExceptionKind::DecisionDueForLook, None)];
    assert_eq!([due("2020-05-31"), due("2020-06-01")], [false, true]);
    steering.world.clock.set("2020-06-03T02:00:00Z");
    steering.act(steering.lead, decision, look(None)).await.unwrap();
    assert_eq!([due("2020-06-02"), due("2020-06-03")], [true, false]);
    // A day that is set anew asks for another look.
    steering.act(steering.lead, decision, set("2021-06-01")).await.unwrap();
    assert_eq!([due("2021-05-31"), due("2021-06-01")], [false, true]);
}
