//! What asks for attention without anybody's doing: readings that do not come, levels that fall, promises
//! that move; and that all of it can be explained.

use cxl_domain::calendar::{Period, Rhythm};
use cxl_domain::committee::{self, Establish};
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::exception::{Exception, ExceptionExplained, ExceptionKind as Kind, Subject};
use cxl_domain::id::{EvidenceId, InitiativeId, MetricId, PersonId};
use cxl_domain::initiative;
use cxl_domain::maturity::PracticeId::{R1, R2, R3, R4};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::metric::{self, Define, Defined};
use cxl_domain::program;
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ExceptionScope, Inquiry, Noticed};
use cxl_ledger::{Command, ExecuteError};

use crate::world::{World, code, day, reading, text};

fn noticed(world: &World, on: &str, kind: Kind) -> Vec<Noticed> {
    let views = world.ledger.snapshot();
    let inquiry = Inquiry { views: &views, analyses: &world.ledger.analyses, as_of: AsOf::head(day(on)) };
    let mut found = inquiry.exceptions(&ExceptionScope { program: world.program, committee: None });
    found.retain(|noticed| noticed.exception.key.kind == kind);
    found
}

fn only(world: &World, on: &str, kind: Kind) -> Exception {
    let found = noticed(world, on, kind);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].exception.clone()
}

/// A monthly metric from 2020 on, due ten days after the end of each month.
async fn monthly(world: &World, accountable: PersonId) -> MetricId {
    let define = Define {
        defined: Defined {
            program: world.program,
            code: code("IN-TIME"),
            kind: MetricKind::Proportion,
            direction: Direction::Increase,
            unit: None,
            rhythm: Rhythm::Month,
            due_within_days: Some(10),
        },
        name: text("Refunded within a day"),
        wording: text("Refunds paid within 24 hours over all refunds"),
        accountable: Some(accountable),
        headline: None,
        on: Some(day("2020-01-01")),
    };
    let define = Command::Metric(None, metric::Command::Define(Box::new(define)));
    MetricId(world.run(define).await.unwrap().id)
}

#[tokio::test]
async fn a_reading_is_overdue_from_the_day_after_it_was_due_until_it_comes() {
    let world = World::new().await;
    let owner = world.person("OWNER", Role::Contributor).await;
    let metric = monthly(&world, owner).await;
    assert_eq!(noticed(&world, "2020-02-10", Kind::ReadingOverdue), []);
    let late = only(&world, "2020-03-15", Kind::ReadingOverdue);
    assert_eq!((late.key.about, late.key.since), (Subject::Metric(metric), day("2020-02-11")));
    assert_eq!((late.due, late.person), (Some(day("2020-02-10")), Some(owner)));
    assert_eq!((&*late.values["periods"], &*late.values["to"]), ("2", "2020-02-29"));
    world.clock.set("2020-03-15T02:00:00Z");
    let read = metric::Command::RecordReading(reading("2020-02", 80, 100));
    world.run(Command::Metric(Some(metric), read)).await.unwrap();
    assert_eq!(noticed(&world, "2020-03-15", Kind::ReadingOverdue), []);
}

#[tokio::test]
async fn an_exception_that_is_no_initiatives_is_explained_in_its_program() {
    let world = World::new().await;
    let owner = world.person("OWNER", Role::Contributor).await;
    monthly(&world, owner).await;
    world.clock.set("2020-03-15T02:00:00Z");
    let key = only(&world, "2020-03-15", Kind::ReadingOverdue).key;
    let explain = |exception| {
        let (cause, next_step) = (text("The system was down"), Some(text("Count by hand")));
        let due = Some(day("2020-03-20"));
        let explained = ExceptionExplained { exception, cause, next_step, owner, due };
        Command::Program(Some(world.program), program::Command::ExplainException { explained })
    };
    let gone = cxl_domain::exception::ExceptionKey { since: day("2020-01-01"), ..key };
    let refused = world.run(explain(gone)).await;
    let expected = Refusal::NoSuchException { since: day("2020-01-01") };
    assert!(matches!(refused, Err(ExecuteError::Refused(refusal)) if refusal == expected));
    let lead = world.person("LEAD", Role::ProgramLead).await;
    world.run_as(lead, explain(key)).await.unwrap();
    let explanation = noticed(&world, "2020-03-15", Kind::ReadingOverdue)[0].explanation.unwrap();
    assert_eq!((explanation.by, explanation.owner), (lead, owner));
    assert_eq!(noticed(&world, "2020-03-20", Kind::ExplanationOverdue), []);
    assert_eq!(only(&world, "2020-03-21", Kind::ExplanationOverdue).person, Some(owner));
}

#[tokio::test]
async fn each_explanation_that_is_overdue_is_an_exception_of_its_own() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let (program, code, name) = (world.program, code("STEER"), text("Steering committee"));
    let establish = committee::Command::Establish(Establish { program, code, name, on: None });
    world.run(Command::Committee(None, establish)).await.unwrap();
    world.clock.set("2020-03-15T02:00:00Z");
    let owner = world.administrator;
    for kind in [Kind::VacantOwner, Kind::Unoverseen] {
        let exception = only(&world, "2020-03-15", kind).key;
        assert_eq!(exception.about, Subject::Initiative(refunds));
        let (cause, due) = (text("Nobody free"), Some(day("2020-03-20")));
        let explained = ExceptionExplained { exception, cause, next_step: None, owner, due };
        let explain = initiative::Command::ExplainException { explained };
        world.run(Command::Initiative(Some(refunds), explain)).await.unwrap();
    }
    let overdue = noticed(&world, "2020-03-21", Kind::ExplanationOverdue);
    let mut keys: Vec<_> = overdue.iter().map(|noticed| noticed.exception.key).collect();
    keys.dedup();
    assert_eq!(keys.len(), 2);
}

#[tokio::test]
async fn what_is_an_initiatives_is_not_explained_in_its_program() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    let key = only(&world, "2020-01-01", Kind::VacantOwner).key;
    assert_eq!(key.about, Subject::Initiative(refunds));
    let owner = world.administrator;
    let explained =
        ExceptionExplained { exception: key, cause: text("Nobody free"), next_step: None, owner, due: None };
    let explain = program::Command::ExplainException { explained };
    let refused = world.run(Command::Program(Some(world.program), explain)).await;
    let Err(ExecuteError::Refused(Refusal::InvalidInput { field, .. })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(field, "exception");
}

#[tokio::test]
async fn a_moved_target_and_a_moved_date_ask_for_attention_for_a_quarter() {
    let world = World::new().await;
    let metric = monthly(&world, world.administrator).await;
    let set = |value: &str, on: &str| metric::Command::SetTarget {
        value: value.parse().unwrap(),
        reason: Some(text("As agreed")),
        on: Some(day(on)),
        until: None,
        authority: None,
    };
    world.run(Command::Metric(Some(metric), set("0.95", "2020-01-01"))).await.unwrap();
    let refunds = world.chartered("REFUNDS").await;
    let start = initiative::Command::StartImprovement {
        title: text("One number to call"),
        metric: None,
        due: Some(day("2020-03-31")),
        on: None,
    };
    let started = world.run(Command::Initiative(Some(refunds), start)).await.unwrap();
    let improvement = cxl_domain::id::ImprovementId(started.events[0].id.0);
    world.clock.set("2020-02-01T02:00:00Z");
    assert_eq!(noticed(&world, "2020-02-01", Kind::TargetMoved), []);
    world.run(Command::Metric(Some(metric), set("0.9", "2020-02-01"))).await.unwrap();
    let (due, reason) = (day("2020-09-30"), text("The supplier left"));
    let moved = initiative::Command::MoveImprovementDate { improvement, due, reason };
    world.run(Command::Initiative(Some(refunds), moved)).await.unwrap();
    let target = only(&world, "2020-02-01", Kind::TargetMoved);
    assert_eq!((target.key.about, target.key.since), (Subject::Metric(metric), day("2020-02-01")));
    assert_eq!((&*target.values["before"], &*target.values["after"]), ("0.95", "0.9"));
    let date = only(&world, "2020-05-03", Kind::DateMoved);
    assert_eq!(date.key.about, Subject::Improvement(refunds, improvement));
    assert_eq!((&*date.values["before"], &*date.values["after"]), ("2020-03-31", "2020-09-30"));
    assert_eq!(noticed(&world, "2020-05-04", Kind::DateMoved), []);
    assert_eq!(noticed(&world, "2020-05-04", Kind::TargetMoved), []);
}

/// Evidence of everything that level 1 takes, of the second half of 2020.
async fn repaired(world: &World, initiative: InitiativeId) {
    let (provider, judge) =
        (world.person("PROVIDER", Role::Contributor).await, world.person("JUDGE", Role::ProgramLead).await);
    for practice in [R1, R2, R3, R4] {
        for (from, to) in [("2020-07-01", "2020-09-30"), ("2020-10-01", "2020-12-31")] {
            let provided = Provided {
                program: world.program,
                practice,
                scope: Scope::Initiative(initiative),
                covers: Period::new(day(from), day(to)).unwrap(),
                summary: text("Twelve interviews"),
            };
            let provide = Command::Evidence(None, evidence::Command::Provide(provided));
            let id = EvidenceId(world.run_as(provider, provide).await.unwrap().id);
            let accept = Command::Evidence(Some(id), evidence::Command::Accept { remark: None });
            world.run_as(judge, accept).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_level_asks_for_attention_before_it_falls_and_for_a_year_after() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    world.clock.set("2021-01-05T02:00:00Z");
    repaired(&world, refunds).await;
    assert_eq!(noticed(&world, "2021-06-01", Kind::LevelFalling), []);
    // Two quarters within twelve months: the first is one of them up to the end of September.
    let falling = only(&world, "2021-08-01", Kind::LevelFalling);
    assert_eq!((falling.key.about, falling.due), (Subject::Initiative(refunds), Some(day("2021-09-30"))));
    assert_eq!(falling.values["level"], "1");
    assert_eq!(noticed(&world, "2021-09-29", Kind::LevelFell), []);
    let fell = only(&world, "2021-10-15", Kind::LevelFell);
    assert_eq!((fell.key.since, &*fell.values["before"]), (day("2021-09-30"), "1"));
    assert_eq!(noticed(&world, "2021-10-15", Kind::LevelFalling), []);
    assert_eq!(noticed(&world, "2023-01-01", Kind::LevelFell), []);
}
