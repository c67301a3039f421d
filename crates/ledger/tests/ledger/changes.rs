//! What changed between two days, and which promises were moved.

use cxl_domain::calendar::Period;
use cxl_domain::command::Correct;
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{ActionId, EventId, EvidenceId, ImprovementId, InitiativeId, MetricId};
use cxl_domain::initiative::ImprovementState;
use cxl_domain::maturity::profile::{self, Decide, Goal, MaturityTargetSet};
use cxl_domain::maturity::{PracticeId, PracticeState};
use cxl_domain::meeting::ActionAgreed;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, meeting, metric, program};
use cxl_ledger::query::{Aspect, Change, Commitment, Inquiry, Moved, State, Terms};
use cxl_ledger::thing::Thing;
use cxl_ledger::{Command, Request};
use cxl_store::meta::Claim;
use rust_decimal::Decimal;

use crate::committees::Steered;
use crate::world::{World, day, text};

impl World {
    pub(crate) async fn on(&self, date: &str, command: Command) -> EventId {
        self.clock.set(&format!("{date}T05:00:00Z"));
        self.run(command).await.unwrap().events[0].id
    }

    pub(crate) fn changes(&self, since: &str, until: &str) -> Vec<Change> {
        self.changes_at(since, AsOf::head(day(until)))
    }

    pub(crate) fn changes_at(&self, since: &str, as_of: AsOf) -> Vec<Change> {
        let views = self.ledger.snapshot();
        Inquiry { views: &views, analyses: &self.ledger.analyses, as_of }.changes(self.program, day(since))
    }

    fn moved(&self) -> Vec<Moved> {
        let views = self.ledger.snapshot();
        let as_of = AsOf::head(day("2020-12-31"));
        Inquiry { views: &views, analyses: &self.ledger.analyses, as_of }.moved_commitments(self.program)
    }
}

fn start(due: &str) -> initiative::Command {
    initiative::Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day(due)),
        on: None,
    }
}

fn move_to(improvement: ImprovementId, due: &str) -> initiative::Command {
    initiative::Command::MoveImprovementDate { improvement, due: day(due), reason: text("No staff") }
}

fn target(value: i64, from: &str) -> metric::Command {
    let (value, on) = (Decimal::from(value) / Decimal::ONE_HUNDRED, Some(day(from)));
    metric::Command::SetTarget { value, reason: None, on, until: None, authority: None }
}

fn of(initiative: InitiativeId, act: initiative::Command) -> Command {
    Command::Initiative(Some(initiative), act)
}

fn measured(metric: MetricId, act: metric::Command) -> Command {
    Command::Metric(Some(metric), act)
}

#[tokio::test]
async fn what_was_recorded_between_two_days_is_a_change_with_its_fact() {
    let world = World::new().await;
    let first = world.person("FIRST", Role::Contributor).await;
    let initiative = world.chartered("REFUNDS").await;
    let assign = initiative::Command::AssignOwner { owner: first, on: None, authority: None };
    let assigned = world.on("2020-02-10", of(initiative, assign)).await;
    let improvement = ImprovementId(world.on("2020-03-01", of(initiative, start("2020-06-30"))).await.0);

    let about = Thing::Initiative(initiative);
    let recorded = |aspect, state, event, on| Change {
        about,
        aspect,
        before: None,
        after: Some(state),
        event: Some(event),
        on: Some(day(on)),
    };
    let owner = recorded(Aspect::Owner, State::Person(first), assigned, "2020-02-10");
    assert_eq!(world.changes("2020-01-31", "2020-02-29"), [owner]);
    let began = |aspect, state| recorded(aspect, state, EventId(improvement.0), "2020-03-01");
    let started = began(Aspect::Improvement(improvement), State::Improvement(ImprovementState::Started));
    let due = began(Aspect::Due(improvement), State::Day(day("2020-06-30")));
    assert_eq!(world.changes("2020-02-29", "2020-03-31"), [started, due]);
    assert_eq!(world.changes("2020-03-31", "2020-03-31"), []);
    let chartered = world.changes("2019-12-31", "2020-03-31");
    let [one] = chartered.as_slice() else { panic!("{chartered:?}") };
    assert_eq!((one.aspect, &one.before, &one.after), (Aspect::Existence, &None, &Some(State::There)));
}

#[tokio::test]
async fn history_that_was_imported_later_is_no_change() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let owner = world.person("FIRST", Role::Contributor).await;
    world.clock.set("2020-06-10T05:00:00Z");
    let assign = initiative::Command::AssignOwner { owner, on: Some(day("2020-02-01")), authority: None };
    let published = day("2020-02-01");
    let imported = Request {
        claim: Some(Claim { published, source: None, document: None, batch: None }),
        ..world.request(of(initiative, assign))
    };
    world.ledger.execute(imported).await.unwrap();
    assert_eq!(world.changes("2020-05-31", "2020-06-30"), []);
    assert_eq!(world.changes("2020-01-31", "2020-06-30").len(), 1);
}

#[tokio::test]
async fn a_practice_that_lapsed_with_nobody_touching_it_is_a_change_with_its_day() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let provide = evidence::Command::Provide(Provided {
        program: world.program,
        practice: PracticeId::R1,
        scope: Scope::Initiative(initiative),
        covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
        summary: text("Forty complaints read and sorted"),
    });
    let contributor = world.person("FIRST", Role::Contributor).await;
    let evidence = EvidenceId(world.run_as(contributor, Command::Evidence(None, provide)).await.unwrap().id);
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let accept = evidence::Command::Accept { remark: None };
    world.run_as(lead, Command::Evidence(Some(evidence), accept)).await.unwrap();

    assert_eq!(world.changes("2020-06-30", "2020-12-30"), []);
    let lapsed = world.changes("2020-06-30", "2021-01-31");
    let [change] = lapsed.as_slice() else { panic!("{lapsed:?}") };
    assert_eq!(change.aspect, Aspect::Practice(PracticeId::R1));
    assert_eq!(change.before, Some(State::Practice(PracticeState::Performed)));
    assert_eq!(change.after, Some(State::Practice(PracticeState::Started)));
    assert_eq!((change.event, change.on), (None, Some(day("2020-12-31"))));
}

#[tokio::test]
async fn every_move_of_a_date_counts_and_a_correction_moves_nothing() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let improvement = ImprovementId(world.on("2020-03-01", of(initiative, start("2020-06-30"))).await.0);
    let first = world.on("2020-05-01", of(initiative, move_to(improvement, "2020-09-30"))).await;
    let second = world.on("2020-08-01", of(initiative, move_to(improvement, "2020-12-31"))).await;

    let commitment = Commitment::Delivery(initiative, improvement);
    let told: Vec<_> = world.moved().iter().map(|it| (it.commitment, it.event, it.nth)).collect();
    assert_eq!(told, [(commitment, second, 2), (commitment, first, 1)]);
    let [last, _] = world.moved().try_into().unwrap();
    assert_eq!(last.before, Some(Terms::Day(day("2020-09-30"))));
    assert_eq!((last.after, last.by), (Terms::Day(day("2020-12-31")), world.administrator));

    let with = Box::new(move_to(improvement, "2020-11-30"));
    let correct = initiative::Command::Correct(Correct { event: second, reason: text("A slip"), with });
    world.on("2020-08-02", of(initiative, correct)).await;
    let [last, _] = world.moved().try_into().unwrap();
    assert_eq!((last.after, last.nth), (Terms::Day(day("2020-11-30")), 2));
}

#[tokio::test]
async fn a_target_is_moved_by_another_for_days_that_one_had_covered() {
    let world = World::new().await;
    let metric = world.metric("REFUNDED").await;
    world.on("2020-02-01", measured(metric, target(95, "2020-02-01"))).await;
    assert_eq!(world.moved(), []);
    let lowered = world.on("2020-05-01", measured(metric, target(90, "2020-06-01"))).await;
    // What holds for earlier days than any other was promised by nobody before.
    world.on("2020-05-02", measured(metric, target(80, "2019-06-01"))).await;

    let [moved] = world.moved().try_into().unwrap();
    assert_eq!((moved.commitment, moved.event), (Commitment::Target(metric), lowered));
    let value = |cents: i64| Terms::Value(Decimal::from(cents) / Decimal::ONE_HUNDRED);
    assert_eq!((moved.before, moved.after, moved.from), (Some(value(95)), value(90), day("2020-06-01")));
}

#[tokio::test]
async fn every_moved_target_of_maturity_and_day_of_an_action_counts_too() {
    let steered = Steered::new().await;
    let world = &steered.world;
    let target = |goal, due: &str| profile::Command {
        decide: Decide::SetTarget(MaturityTargetSet { goal, due: day(due), reason: Some(text("As agreed")) }),
        on: None,
        authority: None,
    };
    let own = |goal, due: &str| of(steered.refunds, initiative::Command::Profile(target(goal, due)));
    let of_program =
        |goal, due: &str| Command::Program(Some(world.program), program::Command::Profile(target(goal, due)));
    let (level, practice) = (Goal::Level(1), Goal::Practice(PracticeId::R3));
    world.on("2020-02-01", own(practice, "2020-12-31")).await;
    world.on("2020-02-01", of_program(level, "2021-12-31")).await;
    let meeting = steered.held("Q1", "2020-02-01").await;
    let agreed = ActionAgreed {
        task: text("Ask the bank"),
        owner: world.administrator,
        due: day("2020-03-01"),
        initiative: None,
    };
    let met = |act| Command::Meeting(Some(meeting), act);
    let agreed = world.on("2020-02-01", met(meeting::Command::AgreeAction { action: agreed })).await;
    assert_eq!(world.moved(), []);

    let first = world.on("2020-03-01", own(practice, "2021-06-30")).await;
    let second = world.on("2020-04-01", own(practice, "2021-12-31")).await;
    let third = world.on("2020-05-01", of_program(level, "2022-12-31")).await;
    let action = ActionId(agreed.0);
    let (due, reason) = (day("2020-07-01"), text("The bank is slow"));
    let fourth = world.on("2020-06-01", met(meeting::Command::MoveAction { action, due, reason })).await;

    let until = |due: &str| Terms::Day(day(due));
    let of_practice = Commitment::Maturity(Some(steered.refunds), practice);
    let told: Vec<_> =
        world.moved().iter().map(|it| (it.commitment, it.event, it.nth, it.before, it.after)).collect();
    assert_eq!(
        told,
        [
            (Commitment::Action(meeting, action), fourth, 1, Some(until("2020-03-01")), until("2020-07-01")),
            (Commitment::Maturity(None, level), third, 1, Some(until("2021-12-31")), until("2022-12-31")),
            (of_practice, second, 2, Some(until("2021-06-30")), until("2021-12-31")),
            (of_practice, first, 1, Some(until("2020-12-31")), until("2021-06-30")),
        ]
    );
}

#[tokio::test]
async fn a_practice_that_is_earned_by_the_program_changes_once_for_all_its_initiatives() {
    let world = World::new().await;
    let paused = world.chartered("REFUNDS").await;
    for code in ["CALLS", "BRANCHES"] {
        world.chartered(code).await;
    }
    let contributor = world.person("FIRST", Role::Contributor).await;
    let provide = evidence::Command::Provide(Provided {
        program: world.program,
        practice: PracticeId::E3,
        scope: Scope::Program(Vec::new()),
        covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
        summary: text("Principles of the counter, approved"),
    });
    let pause = initiative::Command::Pause { reason: text("No budget"), on: None, authority: None };
    world.on("2020-02-01", of(paused, pause)).await;
    world.run_as(contributor, Command::Evidence(None, provide)).await.unwrap();

    let practice = Aspect::Practice(PracticeId::E3);
    let told = |since: &str, until: &str| {
        let changes = world.changes(since, until).into_iter().filter(|change| change.aspect == practice);
        changes.map(|change| (change.about, change.after)).collect::<Vec<_>>()
    };
    let program = Thing::Program(world.program);
    let started = Some(State::Practice(PracticeState::Started));
    assert_eq!(told("2020-01-31", "2020-02-01"), [(program, started)]);
}
