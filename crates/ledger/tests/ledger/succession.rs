//! Which initiative carries which other on, also where two said so at the same time.

use std::sync::Arc;

use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{EvidenceId, InitiativeId, PersonId};
use cxl_domain::initiative;
use cxl_domain::maturity::{PracticeId, PracticeState};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ContradictionKind, Inquiry};
use cxl_ledger::{Command, ExecuteError, Ledger};

use crate::world::{World, day, text};

fn succeed(successor: InitiativeId, predecessor: InitiativeId) -> Command {
    let succeed = initiative::Command::Succeed { predecessor, on: None, authority: None };
    Command::Initiative(Some(successor), succeed)
}

/// The successions that hold, and what contradicts.
fn successions(
    world: &World,
    ledger: &Ledger,
) -> (Vec<(InitiativeId, InitiativeId)>, Vec<ContradictionKind>) {
    let views = ledger.snapshot();
    let as_of = AsOf::head(day("2030-01-01"));
    let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of };
    let successions = inquiry.successions(world.program);
    let holding = successions.holding.iter().map(|at| (at.successor, at.said.predecessor)).collect();
    let contradictions = inquiry.contradictions(Some(world.program));
    (holding, contradictions.iter().map(|contradiction| contradiction.kind).collect())
}

fn refused(answer: Result<cxl_ledger::Executed, ExecuteError>) -> Refusal {
    match answer {
        Err(ExecuteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_circular_succession_is_refused_whatever_lies_between() {
    let world = World::new().await;
    let [a, b, c] = [world.chartered("A").await, world.chartered("B").await, world.chartered("C").await];
    world.run(succeed(b, a)).await.unwrap();
    assert_eq!(refused(world.run(succeed(a, b)).await), Refusal::CircularSuccession);
    world.run(succeed(c, b)).await.unwrap();
    assert_eq!(refused(world.run(succeed(a, c)).await), Refusal::CircularSuccession);
}

#[tokio::test]
async fn what_is_carried_on_is_carried_on_by_one_initiative() {
    let world = World::new().await;
    let [a, b, c] = [world.chartered("A").await, world.chartered("B").await, world.chartered("C").await];
    world.run(succeed(b, a)).await.unwrap();
    let refusal = refused(world.run(succeed(c, a)).await);
    assert!(matches!(refusal, Refusal::SucceededAlready { .. }), "{refusal}");
    let unknown = refused(world.run(succeed(c, InitiativeId(uuid::Uuid::from_u128(9)))).await);
    assert!(matches!(unknown, Refusal::Unknown { noun: "initiative", .. }), "{unknown}");
}

#[tokio::test]
async fn of_two_racing_successions_the_first_holds_and_the_other_is_listed() {
    let world = World::new().await;
    let [a, b] = [world.chartered("A").await, world.chartered("B").await];
    let other: Arc<Ledger> = world.reopened().await;
    other.keys_judged().await;
    // Neither node has seen the other's fact when it decides.
    let (one, two) = tokio::join!(
        world.ledger.execute(world.request(succeed(a, b))),
        other.execute(world.request(succeed(b, a))),
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    let last = one.position.max(two.position).unwrap();
    world.ledger.await_position(last).await.unwrap();
    let (holding, contradicted) = successions(&world, &world.ledger);
    let first = if one.position < two.position { (a, b) } else { (b, a) };
    assert_eq!((holding, contradicted), (vec![first], vec![ContradictionKind::CircularSuccession]));
    let reopened = world.reopened().await;
    assert_eq!(successions(&world, &reopened), successions(&world, &world.ledger));
}

#[tokio::test]
async fn a_succession_of_what_was_recorded_in_error_is_orphaned() {
    let world = World::new().await;
    let [a, b] = [world.chartered("A").await, world.chartered("B").await];
    world.run(succeed(b, a)).await.unwrap();
    let in_error = initiative::Command::RecordInError { reason: text("a duplicate") };
    world.run(Command::Initiative(Some(a), in_error)).await.unwrap();
    assert_eq!(successions(&world, &world.ledger), (Vec::new(), vec![ContradictionKind::Orphaned]));
}

#[tokio::test]
async fn the_evidence_of_a_predecessor_counts_for_its_successor_from_the_succession_on() {
    let world = World::new().await;
    let [a, b] = [world.chartered("A").await, world.chartered("B").await];
    let lead = world.person("LEAD", Role::ProgramLead).await;
    world.clock.set("2020-07-01T02:00:00Z");
    accepted(&world, a, lead).await;
    let state = |on: &str| {
        let views = world.ledger.snapshot();
        let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of: AsOf::head(day(on)) };
        let held = inquiry.initiative(b).unwrap();
        (inquiry.assessment(held).practices[0].state, inquiry.runs(&views.initiative(a).unwrap().state))
    };
    world.run(succeed(b, a)).await.unwrap();
    assert_eq!(state("2020-06-30"), (PracticeState::None, true));
    assert_eq!(state("2020-07-01"), (PracticeState::Performed, false));
}

/// Evidence of R1 for an initiative, accepted by somebody else than the administrator who provides it.
async fn accepted(world: &World, initiative: InitiativeId, judge: PersonId) {
    let provider = world.person("PROVIDER", Role::Contributor).await;
    let provided = Provided {
        program: world.program,
        practice: PracticeId::R1,
        scope: Scope::Initiative(initiative),
        covers: cxl_domain::calendar::Period::new(day("2020-01-01"), day("2020-03-31")).unwrap(),
        summary: text("Twelve interviews"),
    };
    let provide = Command::Evidence(None, evidence::Command::Provide(provided));
    let id = EvidenceId(world.run_as(provider, provide).await.unwrap().id);
    let accept = Command::Evidence(Some(id), evidence::Command::Accept { remark: None });
    world.run_as(judge, accept).await.unwrap();
}
