//! Following what is recorded from a position on.

use std::time::Duration;

use cxl_domain::calendar::{FiscalCalendar, Period};
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{self, Provided, Scope as EvidenceScope};
use cxl_domain::id::ProgramId;
use cxl_domain::id::{EventId, InitiativeId, MetricId, PersonId, TokenId};
use cxl_domain::initiative::{self, MetricRole};
use cxl_domain::metric;
use cxl_domain::organization::{self, RoleGranted, TokenIssued};
use cxl_domain::program::{self, Create};
use cxl_domain::role::Role;
use cxl_ledger::rights::{TokenRefusal, actor_of_token};
use cxl_ledger::{Command, FollowError, Follower, HEARTBEAT, QuestionError, Scope, Told};
use cxl_store::Position;
use cxl_store::meta::Actor;
use tokio::time::{Instant, timeout};

use crate::world::{World, code, day, reading, text};

async fn follow(world: &World, scope: Scope, after: Option<Position>, limit: usize) -> Follower {
    let actor = Actor::person(world.administrator);
    world.ledger.follow(actor, scope, after, limit).await.unwrap()
}

fn positions(told: &Told) -> Vec<Position> {
    told.entries.iter().map(|entry| entry.position).collect()
}

/// What is told until the follower has come to the present end of the ledger.
async fn to_the_end(world: &World, follower: &mut Follower) -> Vec<Position> {
    let mut told = Vec::new();
    let end = world.ledger.snapshot().len;
    loop {
        let page = follower.next().await.unwrap();
        told.extend(positions(&page));
        if page.next >= end {
            return told;
        }
    }
}

/// The positions of what was recorded about certain streams.
async fn about(world: &World, kinds: &[&str], id: Option<uuid::Uuid>) -> Vec<Position> {
    let all = world.store.read_all(0, 10_000).await.unwrap();
    let meant = all.iter().filter(|event| {
        kinds.contains(&event.stream.kind().as_str()) && id.is_none_or(|id| event.stream.id() == id)
    });
    meant.map(|event| event.position).collect()
}

async fn record(world: &World, metric: MetricId, month: &str) {
    let record = metric::Command::RecordReading(reading(month, 90, 100));
    world.run(Command::Metric(Some(metric), record)).await.unwrap();
}

async fn link(world: &World, initiative: InitiativeId, metric: MetricId) {
    let link =
        initiative::Command::LinkMetric { metric, role: MetricRole::Primary, on: Some(day("2020-01-01")) };
    world.run(Command::Initiative(Some(initiative), link)).await.unwrap();
}

async fn renamed(world: &World, initiative: InitiativeId, name: &str) {
    let rename = initiative::Command::Rename { name: text(name), on: None };
    world.run(Command::Initiative(Some(initiative), rename)).await.unwrap();
}

async fn another_program(world: &World, name: &str) -> ProgramId {
    let create = program::Command::Create(Create {
        code: code(name),
        name: text("Another program"),
        sponsor: world.administrator,
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        calendar: FiscalCalendar::new(1).unwrap(),
        on: Some(day("2019-01-01")),
    });
    ProgramId(world.run(Command::Program(None, create)).await.unwrap().id)
}

#[tokio::test]
async fn what_came_since_is_told_first_and_then_whatever_comes_each_once_and_in_order() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let begin = world.ledger.snapshot().head().unwrap();
    for name in ["One", "Two", "Three", "Four", "Five"] {
        renamed(&world, refunds, name).await;
    }
    let mut follower = follow(&world, Scope::Initiative(refunds), Some(begin), 2).await;
    let first = follower.next().await.unwrap();
    assert_eq!((positions(&first), first.more), (vec![begin + 1, begin + 2], true));
    let second = follower.next().await.unwrap();
    assert_eq!((positions(&second), second.more), (vec![begin + 3, begin + 4], true));
    // It comes while they are behind.
    renamed(&world, refunds, "Six").await;
    let third = follower.next().await.unwrap();
    assert_eq!((positions(&third), third.more), (vec![begin + 5, begin + 6], false));
    let (told, ()) = tokio::join!(follower.next(), renamed(&world, refunds, "Seven"));
    let told = told.unwrap();
    assert_eq!((positions(&told), told.position()), (vec![begin + 7], Some(begin + 7)));
}

#[tokio::test(start_paused = true)]
async fn however_recording_and_telling_interleave_nothing_is_left_out_or_told_twice() {
    let world = World::new().await;
    let [one, other] = [world.metric("ONE").await, world.metric("OTHER").await];
    for (limit, scope) in [(1, Scope::Program(world.program)), (3, Scope::Ledger), (100, Scope::Ledger)] {
        let begin = world.ledger.snapshot().head().unwrap();
        let mut follower = follow(&world, scope, Some(begin), limit).await;
        let mut told = Vec::new();
        let recording = async {
            for round in 0..6 {
                let year = 2016 + round % 3;
                let metric = if round % 2 == 0 { one } else { other };
                for month in 1..=4 {
                    let record = metric::Command::RecordReading(reading(
                        &format!("{year}-{month:02}"),
                        90 + round,
                        100,
                    ));
                    // What is said a second time records nothing.
                    let _ = world.run(Command::Metric(Some(metric), record)).await;
                }
            }
        };
        let following = async {
            loop {
                let page = timeout(Duration::from_millis(500), follower.next()).await;
                let Ok(page) = page else { return };
                told.extend(positions(&page.unwrap()));
            }
        };
        tokio::join!(recording, following);
        let end = world.ledger.snapshot().len;
        assert_eq!(told, (begin + 1..end).collect::<Vec<_>>(), "{scope:?}");
    }
}

#[tokio::test]
async fn an_initiative_is_followed_with_the_metrics_and_the_evidence_on_which_it_rests() {
    let world = World::new().await;
    let [refunds, calls] = [world.chartered("REFUNDS").await, world.chartered("CALLS").await];
    let [linked, strange] = [world.metric("LINKED").await, world.metric("STRANGE").await];
    link(&world, refunds, linked).await;
    link(&world, calls, strange).await;
    record(&world, linked, "2019-01").await;
    record(&world, strange, "2019-01").await;
    let mut provided = Vec::new();
    for (practice, scope) in [
        ("R1", EvidenceScope::Initiative(refunds)),
        ("R1", EvidenceScope::Initiative(calls)),
        ("E1", EvidenceScope::Program(Vec::new())),
    ] {
        let provide = evidence::Command::Provide(Provided {
            program: world.program,
            practice: practice.parse().unwrap(),
            scope,
            covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
            summary: text("Minutes"),
        });
        provided.push(world.run(Command::Evidence(None, provide)).await.unwrap().id);
    }
    let mut expected = about(&world, &["initiative"], Some(refunds.0)).await;
    expected.extend(about(&world, &["metric"], Some(linked.0)).await);
    expected.extend(about(&world, &["evidence"], Some(provided[0])).await);
    expected.extend(about(&world, &["evidence"], Some(provided[2])).await);
    expected.sort_unstable();
    let mut follower = follow(&world, Scope::Initiative(refunds), Some(0), 3).await;
    assert_eq!(to_the_end(&world, &mut follower).await, expected);
}

#[tokio::test]
async fn a_program_is_followed_with_everything_in_it_and_the_ledger_with_everything() {
    let world = World::new().await;
    let elsewhere = another_program(&world, "EX").await;
    let refunds = world.chartered("REFUNDS").await;
    let metric = world.metric("PAID").await;
    link(&world, refunds, metric).await;
    record(&world, metric, "2019-02").await;
    world.person("LEAD", Role::ProgramLead).await;
    let mut expected = about(&world, &["initiative", "metric"], None).await;
    expected.extend(about(&world, &["program"], Some(world.program.0)).await);
    expected.sort_unstable();
    let mut program = follow(&world, Scope::Program(world.program), Some(0), 100).await;
    assert_eq!(to_the_end(&world, &mut program).await, expected);
    let theirs = about(&world, &["program"], Some(elsewhere.0)).await;
    let mut elsewhere = follow(&world, Scope::Program(elsewhere), Some(0), 100).await;
    assert_eq!(to_the_end(&world, &mut elsewhere).await, theirs);
    let mut whole = follow(&world, Scope::Ledger, Some(0), 4).await;
    let all: Vec<_> = (1..world.ledger.snapshot().len).collect();
    assert_eq!(to_the_end(&world, &mut whole).await, all);
    let views = world.ledger.snapshot();
    let actor = Actor::person(world.administrator);
    let page = world.ledger.events(&views, &actor, Scope::Ledger, 0, 2).await.unwrap();
    assert_eq!((positions(&page), page.more), (vec![0, 1], true), "who asks in pages begins at the first");
}

#[tokio::test]
async fn whoever_follows_the_ledger_is_told_what_they_may_read_and_how_far_it_has_come() {
    let world = World::new().await;
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let refunds = world.chartered("REFUNDS").await;
    another_program(&world, "EX").await;
    let ledger = &world.ledger;
    let actor = Actor::person(lead);
    let mut follower = ledger.follow(actor, Scope::Ledger, Some(0), 100).await.unwrap();
    let told = follower.next().await.unwrap();
    let mut expected = about(&world, &["program"], Some(world.program.0)).await;
    expected.extend(about(&world, &["initiative"], Some(refunds.0)).await);
    assert_eq!((positions(&told), told.next), (expected, ledger.snapshot().len));
    let elsewhere = another_program(&world, "OTHER").await;
    let refused = ledger.follow(actor, Scope::Program(elsewhere), None, 1).await.unwrap_err();
    assert!(matches!(refused, FollowError::NotReadable), "{refused}");
    let nowhere = Scope::Initiative(InitiativeId(uuid::Uuid::from_u128(5)));
    let refused = ledger.follow(Actor::person(world.administrator), nowhere, None, 1).await.unwrap_err();
    assert!(matches!(refused, FollowError::NotReadable), "{refused}");
}

async fn with_role(world: &World, person_code: &str) -> (PersonId, EventId) {
    let person = world.person(person_code, Role::Contributor).await;
    let granted = RoleGranted { person, role: Role::Reader, program: Some(world.program) };
    let grant = organization::Command::GrantRole { granted, on: None, until: None };
    let event = world.run(Command::Organization(grant)).await.unwrap().events[0].id;
    (person, event)
}

#[tokio::test]
async fn a_right_that_is_withdrawn_ends_what_is_told_at_the_next_page() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let (reader, reads) = with_role(&world, "READER").await;
    let ledger = &world.ledger;
    let grants =
        ledger.snapshot().organization().state.grants(&cxl_domain::time::AsOf::head(day("2020-01-01")));
    let mut follower =
        ledger.follow(Actor::person(reader), Scope::Initiative(refunds), None, 10).await.unwrap();
    assert!(follower.next().await.unwrap().entries.is_empty());
    renamed(&world, refunds, "One").await;
    assert_eq!(follower.next().await.unwrap().entries.len(), 1);
    let contributes = grants.iter().find(|grant| grant.person == reader && grant.role == Role::Contributor);
    for grant in [contributes.unwrap().event, reads] {
        let withdraw = organization::Command::WithdrawRole { grant, reason: None, on: None };
        world.run(Command::Organization(withdraw)).await.unwrap();
    }
    let (told, ()) = tokio::join!(follower.next(), renamed(&world, refunds, "Two"));
    assert!(matches!(told.unwrap_err(), FollowError::NotReadable));
    assert!(matches!(follower.next().await.unwrap_err(), FollowError::NotReadable), "and stays so");
}

async fn token_of(world: &World, person: PersonId, expires: Option<&str>) -> Actor {
    let sha256 = Sha256Hex([7; 32]);
    let issued = TokenIssued { person, sha256, expires: expires.map(|at| at.parse().unwrap()), scope: None };
    let issue = organization::Command::IssueToken { issued };
    world.run(Command::Organization(issue)).await.unwrap();
    actor_of_token(&world.ledger.snapshot(), &sha256, world.ledger.now()).unwrap()
}

#[tokio::test]
async fn a_token_that_is_revoked_ends_what_was_begun_with_it() {
    let world = World::new().await;
    let (reader, _) = with_role(&world, "READER").await;
    let actor = token_of(&world, reader, None).await;
    let program = Scope::Program(world.program);
    let mut follower = world.ledger.follow(actor, program, None, 10).await.unwrap();
    follower.next().await.unwrap();
    let token = actor.token.unwrap_or(TokenId(uuid::Uuid::nil()));
    let revoke = organization::Command::RevokeToken { token, reason: None };
    let revoking = async { world.run(Command::Organization(revoke)).await.unwrap() };
    let (told, _) = tokio::join!(follower.next(), revoking);
    assert!(matches!(told.unwrap_err(), FollowError::LetOut(TokenRefusal::Revoked)));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_expires_ends_what_was_begun_with_it_though_nothing_is_recorded() {
    let world = World::new().await;
    let (reader, _) = with_role(&world, "READER").await;
    let actor = token_of(&world, reader, Some("2020-01-01T12:00:00Z")).await;
    let program = Scope::Program(world.program);
    let mut follower = world.ledger.follow(actor, program, None, 10).await.unwrap();
    follower.next().await.unwrap();
    world.clock.set("2020-01-01T12:00:00Z");
    let before = Instant::now();
    assert!(matches!(follower.next().await.unwrap_err(), FollowError::LetOut(TokenRefusal::Expired(_))));
    assert!(before.elapsed() <= HEARTBEAT + Duration::from_secs(1), "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn who_is_told_nothing_for_long_is_told_how_far_the_ledger_has_come() {
    let world = World::new().await;
    let [refunds, calls] = [world.chartered("REFUNDS").await, world.chartered("CALLS").await];
    let mut follower = follow(&world, Scope::Initiative(refunds), None, 10).await;
    let begun = follower.next().await.unwrap();
    assert_eq!((positions(&begun), begun.position()), (vec![], world.ledger.snapshot().head()));
    let before = Instant::now();
    renamed(&world, calls, "Fewer calls").await;
    let sign = follower.next().await.unwrap();
    assert_eq!((positions(&sign), sign.position()), (vec![], world.ledger.snapshot().head()));
    assert!(
        (HEARTBEAT..HEARTBEAT + Duration::from_secs(1)).contains(&before.elapsed()),
        "{:?}",
        before.elapsed()
    );
    // Nothing was recorded since, so there is nothing to say.
    assert!(timeout(HEARTBEAT * 10, follower.next()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn many_events_a_second_come_in_few_pages() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let mut follower = follow(&world, Scope::Initiative(refunds), None, 100).await;
    follower.next().await.unwrap();
    let renaming = async {
        for number in 0..40 {
            renamed(&world, refunds, &format!("Name {number}")).await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let following = async {
        let (mut pages, mut told) = (0, 0);
        while told < 40 {
            told += follower.next().await.unwrap().entries.len();
            pages += 1;
        }
        pages
    };
    let ((), pages) = tokio::join!(renaming, following);
    assert!((2..=8).contains(&pages), "{pages} pages");
}

#[tokio::test(start_paused = true)]
async fn a_position_that_is_not_here_yet_is_waited_for_a_little() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let head = world.ledger.snapshot().head().unwrap();
    let scope = Scope::Initiative(refunds);
    let (follower, ()) =
        tokio::join!(follow(&world, scope, Some(head + 1), 10), renamed(&world, refunds, "One"));
    let mut follower = follower;
    assert!(follower.next().await.unwrap().entries.is_empty(), "it is told after that position");
    for beyond in [head + 2, Position::MAX] {
        let actor = Actor::person(world.administrator);
        let refused = world.ledger.follow(actor, scope, Some(beyond), 10).await.unwrap_err();
        let unknown = QuestionError::UnknownPosition { position: beyond, last: Some(head + 1) };
        assert!(matches!(refused, FollowError::Question(problem) if problem == unknown));
    }
}
