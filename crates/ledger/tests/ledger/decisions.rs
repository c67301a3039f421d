//! Decisions: whose vote counts, what the log tells of it, and what is entitled by an outcome.

use std::sync::Arc;

use cxl_domain::command::{Annul, Correct, Moment};
use cxl_domain::committee::{
    self, DecisionRule, DecisionRuleSet, Establish, Majority, MemberSeated, SeatRole, Threshold, Tie,
};
use cxl_domain::decision::{
    ActAuthorized, AuthorizedAct, Ballot, Command as Act, Decide, Decision, Elector, Electorate, Forum, Kind,
    Minute, Minuted, Open, OptionStated, Ranked,
};
use cxl_domain::exception::Subject;
use cxl_domain::id::{CommitteeId, DecisionId, DepartmentId, PersonId};
use cxl_domain::organization::{self, DepartmentCreated};
use cxl_domain::person;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{Inquiry, ToDoKind};
use cxl_ledger::{Command, ExecuteError, Executed, HistoryAsked, HistoryEntry, HistoryFilter, Request};
use cxl_store::meta::Actor;
use cxl_store::seal::{Opened, open_body, sealed_texts};
use cxl_store::{
    CodeClaim, DataKey, KeyId, MemoryVault, SeededEntropy, StreamKind, StreamName, Vault, VaultError,
};

use crate::world::{World, code, day, text};

/// A committee of three: a lead who chairs, and two contributors.
pub(crate) struct Steering {
    pub(crate) world: World,
    pub(crate) committee: CommitteeId,
    pub(crate) lead: PersonId,
    pub(crate) minh: PersonId,
    pub(crate) hoa: PersonId,
}

impl Steering {
    pub(crate) async fn new() -> Self {
        Self::in_world(World::new().await).await
    }

    async fn in_world(world: World) -> Self {
        let lead = world.person("LEAD", Role::ProgramLead).await;
        let minh = world.person("MINH", Role::Contributor).await;
        let hoa = world.person("HOA", Role::Reader).await;
        let establish = committee::Command::Establish(Establish {
            program: world.program,
            code: code("STEERING"),
            name: text("Steering committee"),
            on: None,
        });
        let committee = world.run_as(lead, Command::Committee(None, establish)).await.unwrap().id.into();
        let steering = Self { world, committee, lead, minh, hoa };
        for (person, role) in [(lead, SeatRole::Chair), (minh, SeatRole::Member), (hoa, SeatRole::Member)] {
            let member = MemberSeated { person, role, department: None };
            steering.keep(committee::Command::SeatMember { member, on: None, until: None }).await;
        }
        let majority = Majority { threshold: Threshold::MoreThanHalf, tie: Tie::ChairDecides };
        let rule = DecisionRuleSet { rule: DecisionRule::Majority(majority), owners_vote: false };
        steering.keep(committee::Command::SetDecisionRule { rule, on: None }).await;
        steering.keep(committee::Command::SetQuorum { members: 2, on: None }).await;
        steering
    }

    /// The keys under which the texts of an act's first event are sealed.
    async fn keys_of(&self, executed: &Executed) -> Vec<KeyId> {
        let at = executed.events[0].position;
        let recorded = self.world.store.read_events(&[at]).await.unwrap().remove(0);
        let sealed = sealed_texts(&recorded.body, recorded.id).unwrap();
        sealed.into_iter().map(|(_, text)| text.key).collect()
    }

    /// An act on the committee.
    pub(crate) async fn keep(&self, act: committee::Command) -> Executed {
        self.world.run_as(self.lead, Command::Committee(Some(self.committee), act)).await.unwrap()
    }

    pub(crate) fn opening(&self, written: &str) -> Open {
        let option = |key: &str| OptionStated { key: code(key), text: text(key), ranking: Vec::new() };
        Open {
            program: self.world.program,
            code: code(written),
            forum: Forum::Committee(self.committee),
            kind: Kind::Ordinary,
            about: Vec::new(),
            question: text("Do we refund at once?"),
            electorate: None,
            options: vec![option("YES"), option("NO")],
            proposed: None,
            grounds: Vec::new(),
            reversibility: None,
            effects: Vec::new(),
            another_look: None,
            deadline: None,
            acts: Vec::new(),
            supersedes: Vec::new(),
            on: None,
        }
    }

    /// A decision of a department in which one person decides.
    async fn in_department(&self, chair: PersonId) -> Open {
        let department = DepartmentCreated { code: code("BILLING"), name: text("Billing"), parent: None };
        let create = organization::Command::CreateDepartment { department, on: None };
        let created = self.world.run(Command::Organization(create)).await.unwrap();
        let elector = Elector { person: chair, department: None, role: SeatRole::Chair, own_matter: false };
        let electorate = Electorate {
            electors: vec![elector],
            rule: DecisionRule::ChairDecides,
            owners_vote: false,
            quorum: 1,
        };
        let forum = Forum::Department(DepartmentId(created.events[0].id.0));
        Open { forum, electorate: Some(electorate), ..self.opening("D-1") }
    }

    pub(crate) async fn open(&self, open: Open) -> DecisionId {
        let command = Command::Decision(None, Act::Open(Box::new(open)));
        self.world.run_as(self.lead, command).await.unwrap().id.into()
    }

    pub(crate) async fn act(
        &self,
        by: PersonId,
        decision: DecisionId,
        act: Act,
    ) -> Result<Executed, ExecuteError> {
        self.world.run_as(by, Command::Decision(Some(decision), act)).await
    }

    pub(crate) async fn vote(
        &self,
        by: PersonId,
        decision: DecisionId,
        key: &str,
    ) -> Result<Executed, ExecuteError> {
        self.act(by, decision, Act::CastVote { choice: Ballot::Marked(code(key)) }).await
    }

    pub(crate) async fn decide(&self, decision: DecisionId, key: &str) -> Result<Executed, ExecuteError> {
        let (choice, reasons) = (code(key), text("It pays"));
        let decide = Decide { choice, reasons, carry_out_by: None, on: None };
        self.act(self.lead, decision, Act::Decide(decide)).await
    }

    /// Minh and Hoa vote for it, and it is decided.
    pub(crate) async fn carried(&self, decision: DecisionId, key: &str) {
        self.vote(self.minh, decision, key).await.unwrap();
        self.vote(self.hoa, decision, key).await.unwrap();
        self.close(decision).await.unwrap();
        self.decide(decision, key).await.unwrap();
    }

    pub(crate) async fn close(&self, decision: DecisionId) -> Result<Executed, ExecuteError> {
        self.act(self.lead, decision, Act::CloseVoting { reason: None, tally: None }).await
    }
}

#[track_caller]
pub(crate) fn refusal(answer: Result<Executed, ExecuteError>) -> Refusal {
    match answer {
        Err(ExecuteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_vote_is_sealed_under_the_voters_key_and_counted_from_the_log() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let cast = steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.vote(steering.hoa, decision, "NO").await.unwrap();
    steering.vote(steering.lead, decision, "YES").await.unwrap();
    let store = &steering.world.store;
    let position = cast.position.unwrap();
    let recorded = store.read_events(&[position]).await.unwrap().remove(0);
    assert!(!String::from_utf8_lossy(&recorded.body).contains("YES"));
    let sealed = sealed_texts(&recorded.body, recorded.id).unwrap();
    let own =
        steering.world.ledger.snapshot().person(steering.minh).unwrap().state.history.get(0).unwrap().stamp;
    let registered = store.read_events(&[own.position()]).await.unwrap().remove(0);
    let own_key = sealed_texts(&registered.body, registered.id).unwrap()[0].1.key;
    assert_eq!(
        sealed.iter().map(|(pointer, text)| (pointer.as_str(), text.key)).collect::<Vec<_>>(),
        [("/fact/choice", own_key)]
    );
    let opened = open_body(&recorded.body, recorded.id, &*steering.world.vault).unwrap();
    assert_eq!(opened, [("/fact/choice".to_owned(), Opened::Clear("YES".into()))]);

    steering.close(decision).await.unwrap();
    let decided = steering.decide(decision, "YES").await.unwrap();
    let held = decided.views.thing::<Decision>(decision).unwrap();
    let now = Moment::new(steering.lead, steering.world.ledger.now(), chrono_tz::UTC).now();
    let outcome = held.state.outcome(&now).unwrap();
    let tally = outcome.tally().unwrap();
    assert_eq!((tally.votes_for(&code("YES")), tally.votes_for(&code("NO"))), (2, 1));
}

#[tokio::test]
async fn a_repeated_vote_is_answered_and_a_second_one_refused() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let act =
        |key: &str| Command::Decision(Some(decision), Act::CastVote { choice: Ballot::Marked(code(key)) });
    let request = cxl_ledger::Request::new(
        cxl_store::meta::Actor::person(steering.minh),
        steering.world.command_id(),
        act("YES"),
    );
    let ledger = &steering.world.ledger;
    ledger.execute(request.clone()).await.unwrap();
    assert!(ledger.execute(request.clone()).await.unwrap().replayed);
    let other = cxl_ledger::Request { command: act("NO"), ..request };
    assert!(matches!(ledger.execute(other).await, Err(ExecuteError::CommandReused { .. })));
    assert_eq!(refusal(steering.vote(steering.minh, decision, "NO").await), Refusal::VotedAlready);
}

#[tokio::test]
async fn only_electors_vote_and_nobody_for_another() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let outsider = steering.world.person("OUT", Role::Contributor).await;
    for person in [secretary, outsider, steering.world.administrator] {
        let answer = steering.vote(person, decision, "YES").await;
        assert!(matches!(answer, Err(ExecuteError::Forbidden { .. })), "{answer:?}");
    }
    let act = Act::CastVote { choice: Ballot::Marked(code("YES")) };
    let request = cxl_ledger::Request {
        by: Some(steering.minh),
        ..cxl_ledger::Request::new(
            cxl_store::meta::Actor::person(steering.lead),
            steering.world.command_id(),
            Command::Decision(Some(decision), act),
        )
    };
    assert_eq!(refusal(steering.world.ledger.execute(request).await), Refusal::VotedElsewhere);
}

#[tokio::test]
async fn an_outcome_is_stated_by_who_steers_or_chairs_and_counts_what_the_log_holds() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    for key in ["YES", "NO"] {
        let too_early = Refusal::NoQuorum { took_part: 1, quorum: 2 };
        assert_eq!(refusal(steering.decide(decision, key).await), too_early);
    }
    assert_eq!(refusal(steering.close(decision).await), Refusal::NoQuorum { took_part: 1, quorum: 2 });
    steering.vote(steering.hoa, decision, "NO").await.unwrap();
    assert_eq!(refusal(steering.decide(decision, "YES").await), Refusal::VotingOpen);
    let decide = Decide { choice: code("YES"), reasons: text("It pays"), carry_out_by: None, on: None };
    for act in [Act::CloseVoting { reason: None, tally: None }, Act::Decide(decide)] {
        let by_minh = steering.act(steering.minh, decision, act).await;
        assert!(matches!(by_minh, Err(ExecuteError::Forbidden { .. })));
    }
    steering.close(decision).await.unwrap();
    assert_eq!(refusal(steering.vote(steering.lead, decision, "NO").await), Refusal::VotingOver);
    steering.decide(decision, "YES").await.unwrap();
    let restarted = steering.world.reopened().await;
    let held = restarted.snapshot().thing::<Decision>(decision).unwrap().clone();
    let now = Moment::new(steering.lead, restarted.now(), chrono_tz::UTC).now();
    assert_eq!(held.state.outcome(&now).map(|outcome| outcome.decided.choice.clone()), Some(code("YES")));
}

#[tokio::test]
async fn whoever_may_vote_is_asked_to_until_they_did_or_the_votes_are_counted() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let is_asked = |person: PersonId| {
        let (views, as_of) = (steering.world.ledger.snapshot(), AsOf::head(day("2020-01-02")));
        let inquiry = Inquiry { views: &views, analyses: &steering.world.ledger.analyses, as_of };
        let to_do = inquiry.to_do(person, &|_| true);
        to_do.iter().any(|item| item.kind == ToDoKind::Vote && item.about == Subject::Decision(decision))
    };
    let asked = || [steering.lead, steering.minh, steering.hoa].map(is_asked);
    assert_eq!(asked(), [true, true, true]);
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.vote(steering.hoa, decision, "YES").await.unwrap();
    assert_eq!(asked(), [true, false, false]);
    steering.close(decision).await.unwrap();
    assert_eq!(asked(), [false, false, false], "a vote that would be refused is not asked for");
}

#[tokio::test]
async fn who_owns_what_it_is_about_recuses() {
    use cxl_domain::initiative;
    let steering = Steering::new().await;
    let initiative = steering.world.run_as(steering.lead, steering.world.charter("REFUNDS")).await.unwrap();
    let initiative = cxl_domain::id::InitiativeId(initiative.id);
    let assign = initiative::Command::AssignOwner { owner: steering.minh, on: None, authority: None };
    steering.world.run_as(steering.lead, Command::Initiative(Some(initiative), assign)).await.unwrap();
    let opening = Open { about: vec![initiative], ..steering.opening("D-1") };
    let decision = steering.open(opening).await;
    assert_eq!(refusal(steering.vote(steering.minh, decision, "YES").await), Refusal::OwnMatter);
    steering.act(steering.minh, decision, Act::Recuse).await.unwrap();
}

#[tokio::test]
async fn decisions_do_not_supersede_each_other_in_a_circle() {
    let steering = Steering::new().await;
    let first = steering.open(steering.opening("D-1")).await;
    let second = steering.open(Open { supersedes: vec![first], ..steering.opening("D-2") }).await;
    let third = steering.open(Open { supersedes: vec![second], ..steering.opening("D-3") }).await;
    let circle = steering.act(steering.lead, first, Act::Supersede { decision: third }).await;
    assert_eq!(refusal(circle), Refusal::CircularSupersession);
}

#[tokio::test]
async fn what_a_decision_refers_to_is_there() {
    let steering = Steering::new().await;
    let nobody = PersonId(uuid::Uuid::from_u128(99));
    let opening = steering.in_department(nobody).await;
    let command = Command::Decision(None, Act::Open(Box::new(opening)));
    let answer = steering.world.run_as(steering.lead, command).await;
    assert!(matches!(refusal(answer), Refusal::Unknown { noun: "person", .. }));
    let forum = Forum::Committee(CommitteeId(uuid::Uuid::from_u128(98)));
    let opening = Open { forum, ..steering.opening("D-1") };
    let command = Command::Decision(None, Act::Open(Box::new(opening)));
    let answer = steering.world.run_as(steering.lead, command).await;
    assert!(matches!(refusal(answer), Refusal::Unknown { noun: "committee", .. }));
}

fn electors(world: &World, decision: DecisionId) -> Electorate {
    let views = world.ledger.snapshot();
    let now = Moment::new(world.administrator, world.ledger.now(), chrono_tz::UTC).now();
    views.thing::<Decision>(decision).unwrap().state.electorate(&now).unwrap().1.clone()
}

fn people(electorate: &Electorate) -> Vec<PersonId> {
    electorate.electors.iter().map(|elector| elector.person).collect()
}

#[tokio::test]
async fn a_committee_votes_as_it_sat_when_the_decision_opened_and_nobody_chooses_who() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let before = electors(&steering.world, decision);
    assert_eq!(people(&before), [steering.lead, steering.minh, steering.hoa]);
    let late =
        MemberSeated { person: steering.world.administrator, role: SeatRole::Member, department: None };
    steering.keep(committee::Command::SeatMember { member: late, on: None, until: None }).await;
    steering.keep(committee::Command::SetQuorum { members: 1, on: None }).await;
    assert_eq!(electors(&steering.world, decision), before);
    // A lead and somebody who does as the lead says, with a quorum of one.
    let mut chosen = before.clone();
    (chosen.rule, chosen.quorum) = (DecisionRule::ChairDecides, 1);
    chosen.electors.truncate(2);
    let opening = Open { electorate: Some(chosen.clone()), ..steering.opening("D-2") };
    let answer = steering.world.run_as(steering.lead, Command::Decision(None, Act::Open(Box::new(opening))));
    assert!(matches!(refusal(answer.await), Refusal::InvalidInput { field, .. } if field == "electorate"));
    let amend = |electorate| Act::AmendElectorate { electorate, reason: text("Membership changed") };
    let answer = steering.act(steering.lead, decision, amend(Some(chosen))).await;
    assert!(matches!(refusal(answer), Refusal::InvalidInput { field, .. } if field == "electorate"));
    // The seat counts by an amendment; the rules stay those under which somebody voted.
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.act(steering.lead, decision, amend(None)).await.unwrap();
    let after = electors(&steering.world, decision);
    assert_eq!(after.electors.len(), 4);
    assert_eq!((after.rule, after.quorum), (before.rule, 2));
}

#[tokio::test]
async fn a_committee_on_which_nobody_sits_has_no_electorate() {
    let steering = Steering::new().await;
    let establish = committee::Command::Establish(Establish {
        program: steering.world.program,
        code: code("EMPTY"),
        name: text("Empty"),
        on: None,
    });
    let empty = steering.world.run_as(steering.lead, Command::Committee(None, establish)).await.unwrap().id;
    let opening = Open { forum: Forum::Committee(empty.into()), ..steering.opening("D-1") };
    let decision = steering.open(opening).await;
    assert!(matches!(
        steering.vote(steering.minh, decision, "YES").await,
        Err(ExecuteError::Forbidden { .. })
    ));
    let amend = Act::AmendElectorate { electorate: None, reason: text("Settled") };
    let answer = steering.act(steering.lead, decision, amend).await;
    assert!(matches!(refusal(answer), Refusal::InvalidInput { field, .. } if field == "electorate"));
}

#[tokio::test]
async fn nobody_decides_as_the_chair_for_the_chair() {
    let steering = Steering::new().await;
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let decision = steering.open(steering.opening("D-1")).await;
    steering.vote(steering.minh, decision, "YES").await.unwrap();
    steering.vote(steering.hoa, decision, "NO").await.unwrap();
    steering.close(decision).await.unwrap();
    let decide = Decide { choice: code("YES"), reasons: text("It pays"), carry_out_by: None, on: None };
    let command = Command::Decision(Some(decision), Act::Decide(decide.clone()));
    let request = Request::new(Actor::person(secretary), steering.world.command_id(), command);
    let answer = steering.world.ledger.execute(Request { by: Some(steering.lead), ..request }).await;
    assert_eq!(refusal(answer), Refusal::ChairDecides);
    let own = steering.act(secretary, decision, Act::Decide(decide)).await;
    assert!(matches!(refusal(own), Refusal::TiedForChair { .. }));
    steering.decide(decision, "YES").await.unwrap();
}

#[tokio::test]
async fn a_correction_takes_the_right_to_what_it_states_anew() {
    let steering = Steering::new().await;
    let opening = steering.in_department(steering.hoa).await;
    let decision = steering.open(opening).await;
    let decide = |key: &str| {
        Act::Decide(Decide { choice: code(key), reasons: text("It pays"), carry_out_by: None, on: None })
    };
    let decided = steering.act(steering.hoa, decision, decide("YES")).await.unwrap().events[0].id;
    let correct =
        |with| Act::Correct(Correct { event: decided, reason: text("A slip"), with: Box::new(with) });
    let minutes = Minute {
        open: None,
        minutes: Minuted { meeting: None, number: None, document: None, present: vec![steering.hoa] },
        choice: code("NO"),
        reasons: text("It does not"),
        votes: Vec::new(),
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on: None,
    };
    let by_minutes = correct(Act::Minute(Box::new(minutes)));
    let answer = steering.act(steering.hoa, decision, by_minutes.clone()).await;
    assert!(matches!(answer, Err(ExecuteError::Forbidden { .. })), "{answer:?}");
    let answer = steering.act(steering.lead, decision, by_minutes).await;
    assert!(matches!(refusal(answer), Refusal::InvalidInput { field, .. } if field == "with"));
    let answer = steering.act(steering.lead, decision, correct(decide("NO"))).await;
    assert_eq!(refusal(answer), Refusal::ChairDecides);
    steering.act(steering.hoa, decision, correct(decide("NO"))).await.unwrap();
}

#[tokio::test]
async fn a_vote_is_read_by_its_voter_and_once_it_is_over_by_whom_that_was_granted() {
    let steering = Steering::new().await;
    let reader = steering.world.person("READER", Role::VoteReader).await;
    let auditor = steering.world.person("AUDITOR", Role::Auditor).await;
    let decision = steering.open(steering.opening("D-1")).await;
    let cast = steering.vote(steering.minh, decision, "YES").await.unwrap();
    let annul = Annul { event: cast.events[0].id, reason: text("I meant NO") };
    let annulled = steering.act(steering.minh, decision, Act::Annul(annul)).await.unwrap();
    assert_eq!(steering.keys_of(&annulled).await, steering.keys_of(&cast).await);
    steering.vote(steering.minh, decision, "NO").await.unwrap();
    steering.vote(steering.hoa, decision, "YES").await.unwrap();
    let dissent = Act::Dissent { dissent: text("Too early") };
    steering.act(steering.hoa, decision, dissent).await.unwrap();
    let stream = StreamName::new(StreamKind::new("decision").unwrap(), decision.0);
    let seen = async |asker: Option<PersonId>| -> (Vec<Option<String>>, Vec<String>, usize) {
        let (ledger, as_of) = (&steering.world.ledger, AsOf::head(day("2020-01-01")));
        let page = ledger
            .history(
                &ledger.snapshot(),
                HistoryAsked { stream: &stream, from: 0, limit: 100, only: &HistoryFilter::default() },
                &as_of,
                asker,
            )
            .await
            .unwrap();
        let choice = |entry: &HistoryEntry| {
            let told = (&*entry.type_name == "decision.vote-cast.v1").then(|| &entry.body["fact"]["choice"]);
            told.map(|told| told.as_str().map(str::to_owned))
        };
        let reason =
            |entry: &HistoryEntry| entry.annuls.and(entry.body["fact"]["reason"].as_str()).map(str::to_owned);
        let dissents = |entry: &&HistoryEntry| &*entry.type_name == "decision.dissented.v1";
        let choices = page.entries.iter().filter_map(choice).collect();
        (
            choices,
            page.entries.iter().filter_map(reason).collect(),
            page.entries.iter().filter(dissents).count(),
        )
    };
    let some = |key: &str| Some(key.to_owned());
    let nothing = (vec![None, None, None], Vec::new(), 0);
    for asker in [None, Some(steering.lead), Some(auditor), Some(reader)] {
        assert_eq!(seen(asker).await, nothing);
    }
    assert_eq!(seen(Some(steering.hoa)).await, (vec![None, None, some("YES")], Vec::new(), 1));
    let own = vec!["I meant NO".to_owned()];
    assert_eq!(seen(Some(steering.minh)).await, (vec![some("YES"), some("NO"), None], own.clone(), 0));
    steering.close(decision).await.unwrap();
    for asker in [None, Some(steering.lead), Some(auditor)] {
        assert_eq!(seen(asker).await, nothing);
    }
    assert_eq!(seen(Some(reader)).await, (vec![some("YES"), some("NO"), some("YES")], own, 1));
}

/// What the secretary minutes in one act: who was there, and that YES was chosen.
fn minutes(steering: &Steering, open: Open) -> Act {
    let present = vec![steering.lead, steering.minh];
    Act::Minute(Box::new(Minute {
        open: Some(open),
        minutes: Minuted { meeting: None, number: None, document: None, present },
        choice: code("YES"),
        reasons: text("It pays"),
        votes: Vec::new(),
        tally: None,
        dissents: Vec::new(),
        carry_out_by: None,
        on: None,
    }))
}

#[tokio::test]
async fn whoever_votes_in_the_ledger_sits_today_and_minutes_tell_who_sat_then() {
    let steering = Steering::new().await;
    steering.world.clock.set("2020-03-01T02:00:00Z");
    let late =
        MemberSeated { person: steering.world.administrator, role: SeatRole::Member, department: None };
    steering.keep(committee::Command::SeatMember { member: late, on: None, until: None }).await;
    let dated = |written: &str| Open { on: Some(day("2020-02-01")), ..steering.opening(written) };
    let decision = steering.open(dated("D-1")).await;
    assert_eq!(electors(&steering.world, decision).electors.len(), 4);
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let minuted = Command::Decision(None, minutes(&steering, dated("D-2")));
    let minuted = steering.world.run_as(secretary, minuted).await.unwrap().id.into();
    assert_eq!(electors(&steering.world, minuted).electors.len(), 3);
}

#[tokio::test]
async fn a_minuted_ranking_orders_nothing_before_it_is_confirmed() {
    let steering = Steering::new().await;
    let initiative = steering.world.chartered("REFUNDS").await;
    let ranking = vec![Ranked::Initiative(initiative)];
    let first = OptionStated { key: code("YES"), text: text("Refunds first"), ranking };
    let open = Open { kind: Kind::Ranking, options: vec![first], ..steering.opening("D-1") };
    let secretary = steering.world.person("SEC", Role::Secretary).await;
    let minuted = Command::Decision(None, minutes(&steering, open));
    let minuted = steering.world.run_as(secretary, minuted).await.unwrap();
    let ranked = || {
        let (views, as_of) = (steering.world.ledger.snapshot(), AsOf::head(day("2020-01-02")));
        let inquiry = Inquiry { views: &views, analyses: &steering.world.ledger.analyses, as_of };
        let program = steering.world.program;
        (inquiry.priority_order(program).is_some(), inquiry.ranking_decisions(program).len())
    };
    assert_eq!(ranked(), (false, 0));
    let outcome = minuted.events.last().unwrap().id;
    steering.act(steering.lead, minuted.id.into(), Act::ConfirmMinutes { outcome }).await.unwrap();
    assert_eq!(ranked(), (true, 1));
}

#[tokio::test]
async fn what_an_act_names_is_there_and_a_dissolved_committee_decides_nothing() {
    let steering = Steering::new().await;
    let initiative = steering.world.chartered("REFUNDS").await;
    let nobody = CommitteeId(uuid::Uuid::from_u128(98));
    let unknown = cxl_domain::id::InitiativeId(uuid::Uuid::from_u128(97));
    for (act, noun) in [
        (AuthorizedAct::TransferOversight { initiative, committee: nobody }, "committee"),
        (AuthorizedAct::Succeed { initiative, predecessor: unknown }, "initiative"),
    ] {
        let acts = vec![ActAuthorized { act, on: None, reason: None }];
        let open = Act::Open(Box::new(Open { acts, ..steering.opening("D-1") }));
        let answer = steering.world.run_as(steering.lead, Command::Decision(None, open)).await;
        assert!(matches!(refusal(answer), Refusal::Unknown { noun: named, .. } if named == noun));
    }
    let dissolve = committee::Command::Dissolve { reason: text("Merged"), on: None };
    steering.keep(dissolve).await;
    let open = Command::Decision(None, Act::Open(Box::new(steering.opening("D-1"))));
    let answer = steering.world.run_as(steering.lead, open).await;
    assert_eq!(refusal(answer), Refusal::CommitteeDissolved { day: day("2020-01-01") });
}

/// A vault that has lost a key.
struct Losing {
    vault: MemoryVault,
    lost: std::sync::Mutex<Option<KeyId>>,
}

impl Vault for Losing {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.vault.draw()
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        if *self.lost.lock().unwrap() == Some(id) { Ok(None) } else { self.vault.key(id) }
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.vault.missing(ids)
    }

    fn epoch(&self) -> u64 {
        self.vault.epoch()
    }

    fn claim_code(&self, code: &str, person: uuid::Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.vault.claim_code(code, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: uuid::Uuid,
        person: uuid::Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.vault.replace_code(code, holder, person, key)
    }

    fn resolve_code(&self, code: &str) -> Result<Option<uuid::Uuid>, VaultError> {
        self.vault.resolve_code(code)
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.vault.codes()
    }
}

#[tokio::test]
async fn a_vote_whose_voters_key_is_gone_is_taken_back_all_the_same() {
    let vault = Arc::new(Losing {
        vault: MemoryVault::new(Box::new(SeededEntropy::numbered(8))),
        lost: std::sync::Mutex::default(),
    });
    let steering = Steering::in_world(World::over(vault.clone()).await).await;
    let decision = steering.open(steering.opening("D-1")).await;
    let cast = steering.vote(steering.minh, decision, "YES").await.unwrap();
    let own = steering.keys_of(&cast).await[0];
    *vault.lost.lock().unwrap() = Some(own);
    let annul = Annul { event: cast.events[0].id, reason: text("They are forgotten") };
    let annulled = steering.act(steering.minh, decision, Act::Annul(annul)).await.unwrap();
    assert_ne!(steering.keys_of(&annulled).await, [own]);
    // Nothing new is sealed under a key that is gone.
    let again = steering.vote(steering.minh, decision, "NO").await;
    assert!(matches!(again, Err(ExecuteError::ReadOnly { .. })), "{again:?}");
}

impl Steering {
    /// Minutes of an outcome for YES, with who disagreed.
    fn minutes(&self, dissents: Vec<(PersonId, Text)>) -> Minute {
        let present = vec![self.lead, self.minh];
        Minute {
            open: None,
            minutes: Minuted { meeting: None, number: None, document: None, present },
            choice: code("YES"),
            reasons: text("It pays"),
            votes: Vec::new(),
            tally: None,
            dissents,
            carry_out_by: None,
            on: None,
        }
    }
}

#[tokio::test]
async fn nobody_disagrees_who_was_recorded_in_error() {
    let steering = Steering::new().await;
    let decision = steering.open(steering.opening("D-1")).await;
    let in_error = person::Command::RecordInError { reason: text("Registered twice") };
    steering.world.run(Command::Person(Some(steering.hoa), in_error.into())).await.unwrap();
    let minutes = Act::Minute(Box::new(steering.minutes(vec![(steering.hoa, text("Too early"))])));
    let answer = steering.act(steering.lead, decision, minutes).await;
    assert_eq!(refusal(answer), Refusal::WasRecordedInError { noun: "person" });
}

#[tokio::test]
async fn a_minuted_dissent_is_read_by_who_disagreed_and_by_whom_that_was_granted() {
    let steering = Steering::new().await;
    let reader = steering.world.person("READER", Role::VoteReader).await;
    let decision = steering.open(steering.opening("D-1")).await;
    let minutes = steering.minutes(vec![(steering.hoa, text("Too early"))]);
    steering.act(steering.lead, decision, Act::Minute(Box::new(minutes))).await.unwrap();
    let stream = StreamName::new(StreamKind::new("decision").unwrap(), decision.0);
    let seen = async |asker: Option<PersonId>| -> Vec<String> {
        let (ledger, as_of) = (&steering.world.ledger, AsOf::head(day("2020-01-01")));
        let page = ledger
            .history(
                &ledger.snapshot(),
                HistoryAsked { stream: &stream, from: 0, limit: 100, only: &HistoryFilter::default() },
                &as_of,
                asker,
            )
            .await
            .unwrap();
        let told = page.entries.iter().filter(|entry| &*entry.type_name == "decision.dissent-minuted.v1");
        told.filter_map(|entry| entry.body["fact"]["dissent"].as_str().map(str::to_owned)).collect()
    };
    for asker in [None, Some(steering.lead), Some(steering.minh)] {
        assert_eq!(seen(asker).await, [""; 0]);
    }
    for asker in [steering.hoa, reader] {
        assert_eq!(seen(Some(asker)).await, ["Too early"]);
    }
}
