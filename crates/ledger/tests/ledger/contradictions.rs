//! Facts that stand although what they rest on does not.

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{self, Provided, Scope};
use cxl_domain::id::{EventId, InitiativeId, PersonId, ProgramId};
use cxl_domain::initiative::{self, Charter, MetricRole};
use cxl_domain::maturity::PracticeId;
use cxl_domain::organization::{self, DepartmentCreated, TokenIssued};
use cxl_domain::program::{Create, Program, ProgramFact};
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{metric, person, program};
use cxl_ledger::query::{Contradiction, ContradictionKind, Inquiry};
use cxl_ledger::rights::{TokenRefusal, actor_of_token};
use cxl_ledger::thing::Thing;
use cxl_ledger::{Command, Executed, OpenOptions};

use crate::world::{World, day, instant, open, text};

use ContradictionKind::{Broken, CodeClaimedTwice, Orphaned};

impl World {
    async fn done(&self, command: Command) -> Executed {
        self.run(command).await.unwrap()
    }

    async fn link(&self, initiative: InitiativeId, metric: cxl_domain::id::MetricId) -> EventId {
        let link = initiative::Command::LinkMetric { metric, role: MetricRole::Primary, on: None };
        self.done(Command::Initiative(Some(initiative), link)).await.events[0].id
    }

    async fn own(&self, initiative: InitiativeId, owner: PersonId) -> EventId {
        let assign = initiative::Command::AssignOwner { owner, on: None, authority: None };
        self.done(Command::Initiative(Some(initiative), assign)).await.events[0].id
    }

    async fn improve(&self, initiative: InitiativeId, metric: cxl_domain::id::MetricId) -> EventId {
        let start = initiative::Command::StartImprovement {
            title: text("One form"),
            metric: Some(metric),
            due: None,
            on: None,
        };
        self.done(Command::Initiative(Some(initiative), start)).await.events[0].id
    }

    async fn evidence(&self, scope: Scope) -> Executed {
        let provide = evidence::Command::Provide(Provided {
            program: self.program,
            practice: PracticeId::E2,
            scope,
            covers: Period::new(day("2019-10-01"), day("2019-12-31")).unwrap(),
            summary: text("Forty complaints read and sorted"),
        });
        self.done(Command::Evidence(None, provide)).await
    }

    async fn initiative_in_error(&self, initiative: InitiativeId) -> Executed {
        let gone = initiative::Command::RecordInError { reason: text("Chartered twice") };
        self.done(Command::Initiative(Some(initiative), gone)).await
    }

    async fn metric_in_error(&self, metric: cxl_domain::id::MetricId) -> Executed {
        let gone = metric::Command::RecordInError { reason: text("Defined twice") };
        self.done(Command::Metric(Some(metric), gone)).await
    }

    async fn person_in_error(&self, person: PersonId) -> Executed {
        let gone = person::Command::RecordInError { reason: text("Registered twice") };
        self.done(Command::Person(Some(person), gone.into())).await
    }

    async fn annul(&self, initiative: InitiativeId, event: EventId) -> Executed {
        let annul = initiative::Command::Annul(Annul { event, reason: text("It names nothing") });
        self.done(Command::Initiative(Some(initiative), annul)).await
    }

    fn found_at(&self, program: Option<ProgramId>, as_of: AsOf) -> Vec<Contradiction> {
        let views = self.ledger.snapshot();
        let inquiry = Inquiry { views: &views, analyses: &self.ledger.analyses, as_of };
        inquiry.contradictions(program).to_vec()
    }

    fn of_program(&self) -> Vec<Contradiction> {
        self.found_at(Some(self.program), AsOf::head(day("2020-01-02")))
    }

    fn of_organization(&self) -> Vec<Contradiction> {
        self.found_at(None, AsOf::head(day("2020-01-02")))
    }
}

fn events(found: &[Contradiction]) -> Vec<EventId> {
    found.iter().map(|it| it.event).collect()
}

fn kinds(found: &[Contradiction]) -> Vec<ContradictionKind> {
    found.iter().map(|it| it.kind).collect()
}

#[tokio::test]
async fn a_metric_recorded_in_error_orphans_what_names_it_until_that_is_annulled() {
    let world = World::new().await;
    let (refunds, in_time) = (world.chartered("REFUNDS").await, world.metric("IN-TIME").await);
    let other = world.metric("OTHER").await;
    let link = world.link(refunds, in_time).await;
    let improvement = world.improve(refunds, in_time).await;
    world.improve(refunds, other).await;
    assert_eq!(world.of_program(), []);

    let gone = world.metric_in_error(in_time).await;
    assert_eq!(events(&gone.contradictions), [link, improvement]);
    let listed = world.of_program();
    assert_eq!(listed, gone.contradictions);
    assert_eq!(kinds(&listed), [Orphaned, Orphaned]);
    let Contradiction { about, names, because, program, .. } = listed[0];
    assert_eq!((about, names), (Thing::Initiative(refunds), Some(Thing::Metric(in_time))));
    assert_eq!((because, program), (Some(gone.events[0].id), Some(world.program)));
    assert_eq!(world.of_organization(), []);

    let before = gone.events[0].position - 1;
    let then = AsOf { position: Some(before), ..AsOf::head(day("2020-01-02")) };
    assert_eq!(world.found_at(Some(world.program), then), []);

    let left = world.annul(refunds, link).await;
    assert_eq!(events(&left.contradictions), [improvement]);
    world.annul(refunds, improvement).await;
    assert_eq!(world.of_program(), []);
}

#[tokio::test]
async fn an_initiative_recorded_in_error_orphans_the_evidence_that_names_it_and_nothing_of_its_own() {
    let world = World::new().await;
    let (refunds, calls) = (world.chartered("REFUNDS").await, world.chartered("CALLS").await);
    let metric = world.metric("IN-TIME").await;
    world.link(refunds, metric).await;
    let of_it = world.evidence(Scope::Initiative(refunds)).await;
    let of_both = world.evidence(Scope::Program(vec![calls, refunds])).await;
    world.evidence(Scope::Initiative(calls)).await;
    world.evidence(Scope::Program(Vec::new())).await;
    world.initiative_in_error(refunds).await;
    // Its own link to what is recorded in error now has left with it.
    world.metric_in_error(metric).await;
    assert_eq!(events(&world.of_program()), [of_it.events[0].id, of_both.events[0].id]);
}

#[tokio::test]
async fn a_person_recorded_in_error_orphans_what_they_own_answer_for_sponsor_and_may_do() {
    let world = World::new().await;
    let (refunds, metric) = (world.chartered("REFUNDS").await, world.metric("IN-TIME").await);
    let twin = world.person("TWIN", Role::Contributor).await;
    let owned = world.own(refunds, twin).await;
    let accountable = metric::Command::AssignAccountable { person: twin, on: None };
    let accountable = world.done(Command::Metric(Some(metric), accountable)).await.events[0].id;
    let sponsor = program::Command::NameSponsor { sponsor: twin, on: None };
    let sponsor = world.done(Command::Program(Some(world.program), sponsor)).await.events[0].id;
    let sha256 = Sha256Hex([7; 32]);
    let token = TokenIssued { person: twin, sha256, expires: None, scope: None };
    let token = organization::Command::IssueToken { issued: token };
    let token = world.done(Command::Organization(token)).await.events[0].id;
    let now = instant("2020-01-02T00:00:00Z");
    assert!(actor_of_token(&world.ledger.snapshot(), &sha256, now).is_ok());

    let gone = world.person_in_error(twin).await;
    assert_eq!(events(&world.of_program()), [owned, accountable, sponsor]);
    let of_organization = world.of_organization();
    assert_eq!(of_organization.len(), 2);
    assert_eq!(of_organization[0].type_name, "organization.role-granted.v1");
    assert_eq!((of_organization[1].event, of_organization[1].program), (token, None));
    assert_eq!(gone.contradictions.len(), 5);
    let refused = actor_of_token(&world.ledger.snapshot(), &sha256, now);
    assert_eq!(refused, Err(TokenRefusal::PersonInError));
}

#[tokio::test]
async fn what_hangs_on_a_program_recorded_in_error_is_the_organizations_to_mend() {
    let world = World::new().await;
    world.chartered("REFUNDS").await;
    world.metric("IN-TIME").await;
    let gone = program::Command::RecordInError { reason: text("Created twice") };
    world.done(Command::Program(Some(world.program), gone)).await;
    let listed = world.of_organization();
    let types: Vec<_> = listed.iter().map(|it| it.type_name).collect();
    assert_eq!(types, ["initiative.chartered.v1", "metric.defined.v1"]);
    assert!(listed.iter().all(|it| it.program.is_none() && it.kind == Orphaned));
    assert_eq!(world.of_program(), []);
}

#[tokio::test]
async fn an_annulled_department_orphans_the_places_in_it() {
    let world = World::new().await;
    let lan = world.person("LAN", Role::Contributor).await;
    let care = DepartmentCreated { code: "CARE".parse().unwrap(), name: text("Customer care"), parent: None };
    let care = organization::Command::CreateDepartment { department: care, on: None };
    let care = world.done(Command::Organization(care)).await.events[0].id;
    let department = Some(cxl_domain::id::DepartmentId(care.0));
    let place = person::Command::Place { department, on: None };
    let placed = world.done(Command::Person(Some(lan), place.into())).await.events[0].id;
    let annul = organization::Command::Annul(Annul { event: care, reason: text("Created twice") });
    let annulled = world.done(Command::Organization(annul)).await;
    assert_eq!(events(&annulled.contradictions), [placed]);
    assert_eq!(world.of_organization()[0].because, Some(annulled.events[0].id));
}

#[tokio::test]
async fn an_initiative_corrected_into_another_program_no_longer_fits_its_metrics_and_evidence() {
    let world = World::new().await;
    let (refunds, metric) = (world.chartered("REFUNDS").await, world.metric("IN-TIME").await);
    let views = world.ledger.snapshot();
    let chartered = views.initiative(refunds).unwrap().state.history.get(0).unwrap().event;
    let link = world.link(refunds, metric).await;
    let evidence = world.evidence(Scope::Initiative(refunds)).await.events[0].id;
    let create = program::Command::Create(program::Create {
        code: "JP".parse().unwrap(),
        name: text("Japan"),
        sponsor: world.administrator,
        zone: chrono_tz::Asia::Tokyo,
        calendar: cxl_domain::calendar::FiscalCalendar::new(4).unwrap(),
        on: None,
    });
    let japan = ProgramId(world.done(Command::Program(None, create)).await.id);
    let charter = Charter {
        program: japan,
        code: "REFUNDS".parse().unwrap(),
        name: text("Refunds"),
        purpose: text("Refunds reach customers within a day"),
        owner: None,
        committee: None,
        on: None,
        authority: None,
    };
    let with = Box::new(initiative::Command::Charter(charter));
    let correct = Correct { event: chartered, reason: text("The wrong program"), with };
    let correct = Command::Initiative(Some(refunds), initiative::Command::Correct(correct));
    let corrected = world.done(correct).await;
    assert_eq!(events(&corrected.contradictions), [link, evidence]);
    assert_eq!(kinds(&corrected.contradictions), [Broken, Broken]);
    let of_japan = world.found_at(Some(japan), AsOf::head(day("2020-01-02")));
    assert_eq!(events(&of_japan), [link]);
    assert_eq!(events(&world.of_program()), [evidence]);
}

#[tokio::test]
async fn an_initiative_that_began_before_the_corrected_beginning_of_its_program_is_listed() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS").await;
    world.clock.set("2020-02-01T02:00:00Z");
    let begins = |state: &Program| {
        let created = |fact: &ProgramFact| matches!(fact, ProgramFact::Created(_)).then_some(());
        let (created, ()) = state.history.current(&AsOf::head(NaiveDate::MAX), created).unwrap();
        (created.event, created.from())
    };
    let views = world.ledger.snapshot();
    let chartered = views.initiative(refunds).unwrap().state.history.iter().next().unwrap().event;
    let (created, first_day) = begins(&views.program(world.program).unwrap().state);
    let begin_on = async |created: EventId, on: NaiveDate| {
        let state = &world.ledger.snapshot().program(world.program).unwrap().state.clone();
        let now = AsOf::head(on);
        let create = program::Command::Create(Create {
            code: state.code(&now).unwrap().clone(),
            name: text("Retail"),
            sponsor: state.sponsor(&now).unwrap(),
            zone: state.zone(&now).unwrap(),
            calendar: state.calendar(&now).unwrap(),
            on: Some(on),
        });
        let correct = Correct { event: created, reason: text("another day"), with: Box::new(create) };
        let correct = program::Command::Correct(correct);
        world.done(Command::Program(Some(world.program), correct)).await
    };
    let late = begin_on(created, day("2020-01-02")).await;
    let early = |listed: &[Contradiction]| {
        let early = listed.iter().filter(|it| it.names == Some(Thing::Program(world.program)));
        early.map(|it| (it.event, it.kind)).collect::<Vec<_>>()
    };
    assert_eq!(early(&late.contradictions), [(chartered, Broken)]);
    assert_eq!(early(&world.of_program()), [(chartered, Broken)]);
    let created = begins(&world.ledger.snapshot().program(world.program).unwrap().state).0;
    begin_on(created, first_day).await;
    assert_eq!(early(&world.of_program()), []);
}

#[tokio::test]
async fn a_correction_leaves_what_it_breaks_in_the_list() {
    let world = World::new().await;
    let (refunds, metric) = (world.chartered("REFUNDS").await, world.metric("IN-TIME").await);
    let started = world.improve(refunds, metric).await;
    world.clock.set("2020-03-01T02:00:00Z");
    let improvement = cxl_domain::id::ImprovementId(started.0);
    let deliver = initiative::Command::DeliverImprovement { improvement, on: Some(day("2020-01-15")) };
    let delivered = world.done(Command::Initiative(Some(refunds), deliver)).await.events[0].id;
    let later = initiative::Command::StartImprovement {
        title: text("One form"),
        metric: Some(metric),
        due: None,
        on: Some(day("2020-02-01")),
    };
    let correct = Correct { event: started, reason: text("A month later"), with: Box::new(later) };
    world.done(Command::Initiative(Some(refunds), initiative::Command::Correct(correct))).await;
    let listed = world.of_program();
    assert_eq!((events(&listed), kinds(&listed)), (vec![delivered], vec![Broken]));
    assert_eq!((listed[0].names, listed[0].because), (None, None));
    world.annul(refunds, delivered).await;
    assert_eq!(world.of_program(), []);
}

#[tokio::test]
async fn two_ledgers_that_race_for_a_code_leave_the_later_claim_in_the_list() {
    let world = World::new().await;
    let other = open(&world.store, &world.vault, &world.clock, OpenOptions::default()).await;
    other.keys_judged().await;
    let there = other.execute(world.request(world.charter("REFUNDS")));
    let (one, two) = tokio::join!(world.run(world.charter("REFUNDS")), there);
    let (one, two) = (one.unwrap(), two.unwrap());
    world.ledger.await_position(two.position.unwrap()).await.unwrap();
    let (first, second) = if one.position < two.position { (one, two) } else { (two, one) };
    let listed = world.of_program();
    assert_eq!((events(&listed), kinds(&listed)), (vec![second.events[0].id], vec![CodeClaimedTwice]));
    assert_eq!(listed[0].names, Some(Thing::Initiative(InitiativeId(first.id))));
    world.initiative_in_error(InitiativeId(second.id)).await;
    assert_eq!(world.of_program(), []);
}

#[tokio::test]
async fn a_token_tells_its_holder_why_it_opens_nothing() {
    let world = World::new().await;
    let sha256 = Sha256Hex([9; 32]);
    let end = instant("2020-06-01T00:00:00Z");
    let issued = TokenIssued { person: world.administrator, sha256, expires: Some(end), scope: None };
    let issued = world.done(Command::Organization(organization::Command::IssueToken { issued })).await;
    let refusal = |at: &str| actor_of_token(&world.ledger.snapshot(), &sha256, instant(at)).err();
    assert_eq!(refusal("2020-05-31T23:59:59Z"), None);
    assert_eq!(refusal("2020-06-01T00:00:00Z"), Some(TokenRefusal::Expired(end)));
    let token = cxl_domain::id::TokenId(issued.events[0].id.0);
    let revoke = organization::Command::RevokeToken { token, reason: None };
    world.done(Command::Organization(revoke)).await;
    assert_eq!(refusal("2020-05-31T00:00:00Z"), Some(TokenRefusal::Revoked));
    let unknown = actor_of_token(&world.ledger.snapshot(), &Sha256Hex([1; 32]), world.ledger.now());
    assert_eq!(unknown, Err(TokenRefusal::Unknown));
}
