//! Rights, rules, repetition and races.

use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{EventId, InitiativeId, PersonId};
use cxl_domain::organization::{RoleGranted, TokenIssued};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, organization, person};
use cxl_ledger::rights::{TokenRefusal, actor_of_token, rights_of};
use cxl_ledger::{Command, ExecuteError, Request, TextAt, TextValue};
use cxl_store::meta::Actor;

use crate::world::{World, code, day, text};

fn assign(initiative: InitiativeId, owner: PersonId, on: &str) -> Command {
    let assign = initiative::Command::AssignOwner { owner, on: Some(day(on)), authority: None };
    Command::Initiative(Some(initiative), assign)
}

#[tokio::test]
async fn what_a_command_recorded_is_in_its_answer_and_after_a_restart() {
    let world = World::new().await;
    let executed = world.run(world.charter("REFUNDS")).await.unwrap();
    let as_of = AsOf::head(day("2020-01-01"));
    let reopened = world.reopened().await;
    for views in [executed.views, world.ledger.snapshot(), reopened.snapshot()] {
        let id = views.initiative_by_code(world.program, &code("refunds"), &as_of).unwrap();
        assert_eq!(id.0, executed.id);
        let name = TextAt::name(views.initiative(id).unwrap().state.name(&as_of).unwrap());
        let texts = reopened.texts(&[name]).await.unwrap();
        assert_eq!(texts, [TextValue::Clear("Initiative REFUNDS".into())]);
    }
    assert_eq!(executed.events.len(), 3);
    assert_eq!(executed.revision, 2);
}

#[tokio::test]
async fn a_repeated_command_answers_from_what_it_recorded_the_first_time() {
    let world = World::new().await;
    let request = world.request(world.charter("REFUNDS"));
    let first = world.ledger.execute(request.clone()).await.unwrap();
    world.chartered("OTHER").await;
    for ledger in [world.ledger.clone(), world.reopened().await] {
        let again = ledger.execute(request.clone()).await.unwrap();
        assert!(again.replayed);
        assert_eq!((again.id, &again.events), (first.id, &first.events));
    }
    let other = Request { command: world.charter("ELSE"), ..request };
    let reused = world.ledger.execute(other).await.unwrap_err();
    assert!(matches!(reused, ExecuteError::CommandReused { .. }), "{reused}");
}

#[tokio::test]
async fn a_stale_revision_is_a_conflict_that_names_both() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let rename = initiative::Command::Rename { name: text("Instant refunds"), on: None };
    let request = Request {
        expected_revision: Some(1),
        ..world.request(Command::Initiative(Some(initiative), rename))
    };
    let error = world.ledger.execute(request).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Conflict { expected: 1, actual: Some(2), .. }), "{error}");
}

#[tokio::test]
async fn a_code_is_claimed_once_even_by_many_at_a_time() {
    let world = World::new().await;
    let attempts = (0..8).map(|_| world.run(world.charter("REFUNDS")));
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        assert!(
            matches!(&refused, ExecuteError::Refused(Refusal::CodeTaken { noun: "initiative", .. })),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn writers_of_one_initiative_each_get_a_revision_of_their_own() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let renames = (0..16).map(|n| {
        let rename = initiative::Command::Rename { name: text(&format!("Name {n}")), on: None };
        world.run(Command::Initiative(Some(initiative), rename))
    });
    let answers = futures_util::future::join_all(renames).await;
    let mut revisions: Vec<u64> = answers.into_iter().map(|answer| answer.unwrap().revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (3..19).collect::<Vec<u64>>());
}

#[tokio::test]
async fn a_reader_does_not_charter_and_the_answer_says_why() {
    let world = World::new().await;
    let reader = world.person("READER", Role::Reader).await;
    let error = world.run_as(reader, world.charter("REFUNDS")).await.unwrap_err();
    let ExecuteError::Forbidden { action, .. } = &error else { panic!("{error}") };
    assert_eq!(action, "initiative.charter");
}

#[tokio::test]
async fn references_to_what_is_not_there_are_refused() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let nobody = PersonId(uuid::Uuid::from_u128(99));
    let error = world.run(assign(initiative, nobody, "2020-01-01")).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::Unknown { noun: "person", .. })), "{error}");
}

#[tokio::test]
async fn entering_for_somebody_takes_a_right_of_its_own() {
    let world = World::new().await;
    let owner = world.person("OWNER", Role::Contributor).await;
    let initiative = world.chartered("REFUNDS").await;
    let entered = Request { by: Some(owner), ..world.request(assign(initiative, owner, "2020-01-01")) };
    let executed = world.ledger.execute(entered).await.unwrap();
    let views = executed.views;
    let (entry, _) =
        views.initiative(initiative).unwrap().state.owner(&AsOf::head(day("2020-01-02"))).unwrap();
    assert_eq!(entry.by(), owner);
    let metric = world.metric("IN-TIME").await;
    let record = cxl_domain::metric::Command::RecordReading(crate::world::reading("2019-11", 90, 100));
    let for_another = Request {
        by: Some(world.administrator),
        ..Request::new(Actor::person(owner), world.command_id(), Command::Metric(Some(metric), record))
    };
    let error = world.ledger.execute(for_another).await.unwrap_err();
    let ExecuteError::Forbidden { action, .. } = &error else { panic!("{error}") };
    assert_eq!(action, "record.enter-for-others");
}

#[tokio::test]
async fn a_clock_that_went_back_stops_writing() {
    let world = World::new().await;
    world.clock.set("2019-12-31T23:00:00Z");
    let error = world.run(world.charter("REFUNDS")).await.unwrap_err();
    assert!(matches!(&error, ExecuteError::ReadOnly { reason } if reason.contains("clock")), "{error}");
    world.clock.set("2020-01-01T01:59:59Z");
    world.run(world.charter("REFUNDS")).await.unwrap();
}

#[tokio::test]
async fn a_correction_lists_what_no_longer_holds_beside_it() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    world.clock.set("2020-09-01T02:00:00Z");
    let start = |on: &str| initiative::Command::StartImprovement {
        title: text("One form instead of three"),
        metric: None,
        due: None,
        on: Some(day(on)),
    };
    let started = world.run(Command::Initiative(Some(initiative), start("2020-02-01"))).await.unwrap();
    let improvement = cxl_domain::id::ImprovementId(started.events[0].id.0);
    let deliver = initiative::Command::DeliverImprovement { improvement, on: Some(day("2020-03-01")) };
    let delivered = world.run(Command::Initiative(Some(initiative), deliver)).await.unwrap();
    let correct = cxl_domain::command::Correct {
        event: started.events[0].id,
        reason: text("the team began after Easter"),
        with: Box::new(start("2020-04-14")),
    };
    let corrected = world
        .run(Command::Initiative(Some(initiative), initiative::Command::Correct(correct)))
        .await
        .unwrap();
    assert_eq!(
        corrected.contradictions.iter().map(|it| it.event).collect::<Vec<_>>(),
        [delivered.events[0].id]
    );
}

/// The command of an administrator to take a person back.
fn leave(person: PersonId) -> Command {
    let act = person::Command::Leave { on: None };
    Command::Person(Some(person), act.into())
}

fn everywhere(person: PersonId, role: Role) -> Command {
    let granted = cxl_domain::organization::RoleGranted { person, role, program: None };
    Command::Organization(organization::Command::GrantRole { granted, on: None, until: None })
}

fn take_back(person: PersonId) -> Command {
    let act = person::Command::RecordInError { reason: text("a slip") };
    Command::Person(Some(person), act.into())
}

#[tokio::test]
async fn the_same_command_id_with_another_text_is_refused() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let restate = |purpose: &str| {
        let restate = initiative::Command::RestatePurpose { purpose: text(purpose), on: None };
        Command::Initiative(Some(initiative), restate)
    };
    let first = world.request(restate("AAA"));
    world.ledger.execute(first.clone()).await.unwrap();
    assert!(world.ledger.execute(first.clone()).await.unwrap().replayed);
    let other = Request { command: restate("BBB"), ..first };
    let error = world.ledger.execute(other).await.unwrap_err();
    assert!(matches!(error, ExecuteError::CommandReused { .. }), "{error}");
}

#[tokio::test]
async fn a_persons_code_is_claimed_once_even_by_many_at_a_time() {
    let world = World::new().await;
    let register = |_| {
        let register = person::Command::Register(person::Register {
            code: text("LAN"),
            name: text("Lan"),
            department: None,
            on: None,
        });
        let command = cxl_ledger::command::PersonCommand { claims: Some(code("LAN")), act: register };
        world.run(Command::Person(None, command))
    };
    let answers = futures_util::future::join_all((0..8).map(register)).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
}

#[tokio::test]
async fn the_last_administrator_is_not_taken_back_and_only_administrators_take_administrators_back() {
    let world = World::new().await;
    let error = world.run(take_back(world.administrator)).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::LastAdministrator)), "{error}");
    let secretary = world.person("SECRETARY", Role::Secretary).await;
    world.run(everywhere(secretary, Role::Secretary)).await.unwrap();
    let error = world.run_as(secretary, take_back(world.administrator)).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Forbidden { .. }), "{error}");
    let second = world.person("SECOND", Role::Reader).await;
    world.run(everywhere(second, Role::Administrator)).await.unwrap();
    world.run(take_back(second)).await.unwrap();
    let error = world.run(take_back(world.administrator)).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::LastAdministrator)), "{error}");
}

/// The grant by which a person administers everything.
fn administrators_grant(world: &World, person: PersonId) -> EventId {
    let views = world.ledger.snapshot();
    let grants = views.organization().state.roles_of(person, &AsOf::head(day("2020-01-02")));
    grants.iter().find(|grant| grant.role == Role::Administrator).unwrap().event
}

#[track_caller]
fn last_administrator(answer: Result<cxl_ledger::Executed, ExecuteError>) {
    let error = answer.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::LastAdministrator)), "{error}");
}

#[tokio::test]
async fn the_last_administrator_stays_whichever_fact_of_their_grant_is_named() {
    let world = World::new().await;
    let second = world.person("SECOND", Role::Reader).await;
    world.run(everywhere(second, Role::Administrator)).await.unwrap();
    world.run(leave(second)).await.unwrap();
    let correct = |event, granted| {
        let with = Box::new(organization::Command::GrantRole { granted, on: None, until: None });
        let correct = organization::Command::Correct(Correct { event, reason: text("a slip"), with });
        Command::Organization(correct)
    };
    let first = administrators_grant(&world, world.administrator);
    let granted = |person, role| RoleGranted { person, role, program: None };
    world.run(correct(first, granted(world.administrator, Role::Administrator))).await.unwrap();
    let anew = administrators_grant(&world, world.administrator);
    assert_ne!(first, anew);
    for grant in [first, anew] {
        let withdraw = organization::Command::WithdrawRole { grant, reason: None, on: None };
        last_administrator(world.run(Command::Organization(withdraw)).await);
    }
    last_administrator(world.run(correct(anew, granted(world.administrator, Role::Auditor))).await);
    last_administrator(world.run(correct(anew, granted(second, Role::Administrator))).await);
}

#[tokio::test]
async fn the_return_of_the_last_administrator_is_not_mended_away() {
    let world = World::new().await;
    let second = world.person("SECOND", Role::Reader).await;
    world.run(everywhere(second, Role::Administrator)).await.unwrap();
    world.run(leave(second)).await.unwrap();
    let back = |on| person::Command::Return { on };
    let returned = world.run(Command::Person(Some(second), back(None).into())).await.unwrap().events[0].id;
    world.run(leave(world.administrator)).await.unwrap();
    let reason = text("a slip");
    let annul = Annul { event: returned, reason: reason.clone() };
    let later = Correct { event: returned, reason, with: Box::new(back(Some(day("2020-02-01")))) };
    for act in [person::Command::Annul(annul), person::Command::Correct(later)] {
        last_administrator(world.run_as(second, Command::Person(Some(second), act.into())).await);
    }
}

#[tokio::test]
async fn a_token_whose_issue_was_corrected_opens_the_door_for_who_is_meant() {
    let world = World::new().await;
    let [lead, minh] = [world.person("LEAD", Role::Reader).await, world.person("MINH", Role::Reader).await];
    let issue = |person, seed| {
        let issued = TokenIssued { person, sha256: Sha256Hex([seed; 32]), expires: None, scope: None };
        organization::Command::IssueToken { issued }
    };
    let issued = world.run(Command::Organization(issue(lead, 7))).await.unwrap().events[0].id;
    let correct = async |event, with| {
        let correct = Correct { event, reason: text("a slip"), with: Box::new(with) };
        let correct = Command::Organization(organization::Command::Correct(correct));
        world.run(correct).await.unwrap().events[0].id
    };
    let enters = |seed| actor_of_token(&world.ledger.snapshot(), &Sha256Hex([seed; 32]), world.ledger.now());
    let corrected = correct(issued, issue(minh, 7)).await;
    let token = Some(cxl_domain::id::TokenId(issued.0));
    assert_eq!(enters(7), Ok(Actor { token, ..Actor::person(minh) }));
    correct(corrected, issue(minh, 8)).await;
    assert_eq!(enters(7), Err(TokenRefusal::Revoked));
    assert_eq!(enters(8), Ok(Actor { token, ..Actor::person(minh) }));
}

#[tokio::test]
async fn nobody_shuts_out_those_who_keep_them_in_check() {
    let world = World::new().await;
    let secretary = world.person("SECRETARY", Role::Secretary).await;
    world.run(everywhere(secretary, Role::Secretary)).await.unwrap();
    let auditor = world.person("AUDITOR", Role::Auditor).await;
    let reader = world.person("READER", Role::Reader).await;
    for act in [leave, take_back] {
        let error = world.run_as(secretary, act(auditor)).await.unwrap_err();
        assert!(matches!(error, ExecuteError::Forbidden { .. }), "{error}");
    }
    world.run_as(secretary, leave(reader)).await.unwrap();
    world.run(leave(auditor)).await.unwrap();
}

#[tokio::test]
async fn whoever_left_has_no_rights_and_the_last_administrator_does_not_leave() {
    let world = World::new().await;
    let error = world.run(leave(world.administrator)).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::LastAdministrator)), "{error}");
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let sha256 = Sha256Hex([7; 32]);
    let issued = TokenIssued { person: lead, sha256, expires: None, scope: None };
    world.run(Command::Organization(organization::Command::IssueToken { issued })).await.unwrap();
    let enters = |world: &World| actor_of_token(&world.ledger.snapshot(), &sha256, world.ledger.now());
    assert!(enters(&world).is_ok());
    world.run(leave(lead)).await.unwrap();
    assert!(matches!(enters(&world), Err(TokenRefusal::PersonLeft(_))));
    let views = world.ledger.snapshot();
    assert_eq!(rights_of(&views, lead, world.ledger.now()).grants, []);
    let back = person::Command::Return { on: None };
    world.run(Command::Person(Some(lead), back.into())).await.unwrap();
    assert!(enters(&world).is_ok(), "who returns enters again");
}

#[tokio::test]
async fn a_correction_takes_nothing_to_a_program_where_the_actor_may_not_do_the_same() {
    use cxl_domain::calendar::FiscalCalendar;
    use cxl_domain::program::{self, Create};
    let world = World::new().await;
    let lead = world.person("LEAD", Role::ProgramLead).await;
    let create = program::Command::Create(Create {
        code: code("OTHER"),
        name: text("Another brand"),
        sponsor: world.administrator,
        zone: chrono_tz::Asia::Tokyo,
        calendar: FiscalCalendar::new(4).unwrap(),
        on: None,
    });
    let other = cxl_domain::id::ProgramId(world.run(Command::Program(None, create)).await.unwrap().id);
    let chartered = world.run_as(lead, world.charter("REFUNDS")).await.unwrap();
    let Command::Initiative(_, initiative::Command::Charter(charter)) = world.charter("REFUNDS") else {
        unreachable!("a charter is a charter")
    };
    let moved = initiative::Command::Charter(initiative::Charter { program: other, ..charter });
    let correct = initiative::Command::Correct(cxl_domain::command::Correct {
        event: chartered.events[0].id,
        reason: text("another brand's"),
        with: Box::new(moved),
    });
    let error = world.run_as(lead, Command::Initiative(Some(InitiativeId(chartered.id)), correct)).await;
    assert!(matches!(error, Err(ExecuteError::Forbidden { .. })), "{error:?}");
}

#[tokio::test]
async fn who_entered_a_correction_of_evidence_does_not_judge_it() {
    use cxl_domain::calendar::Period;
    use cxl_domain::evidence::{self, Provided, Scope};
    use cxl_domain::id::EvidenceId;
    let world = World::new().await;
    let contributor = world.person("CONTRIBUTOR", Role::Contributor).await;
    let initiative = world.chartered("REFUNDS").await;
    let provide = |summary: &str| {
        evidence::Command::Provide(Provided {
            program: world.program,
            practice: "R1".parse().unwrap(),
            scope: Scope::Initiative(initiative),
            covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
            summary: text(summary),
        })
    };
    let provided = world.run_as(contributor, Command::Evidence(None, provide("Minutes"))).await.unwrap();
    let evidence = EvidenceId(provided.id);
    let correct = cxl_domain::command::Correct {
        event: provided.events[0].id,
        reason: text("better words"),
        with: Box::new(provide("What the lead would have written")),
    };
    let corrected = Request {
        by: Some(contributor),
        ..world.request(Command::Evidence(Some(evidence), evidence::Command::Correct(correct)))
    };
    world.ledger.execute(corrected).await.unwrap();
    let accept = || Command::Evidence(Some(evidence), evidence::Command::Accept { remark: None });
    let error = world.run(accept()).await.unwrap_err();
    assert!(matches!(error, ExecuteError::Refused(Refusal::OwnEvidence)), "{error}");
    let lead = world.person("LEAD", Role::ProgramLead).await;
    world.run_as(lead, accept()).await.unwrap();
}
