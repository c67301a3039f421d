//! A code is never reused: what claimed it first holds it for ever.

use cxl_domain::command::Correct;
use cxl_domain::id::{EventId, InitiativeId, PersonId};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, metric, person, program};
use cxl_ledger::command::PersonCommand;
use cxl_ledger::query::ContradictionKind;
use cxl_ledger::thing::Thing;
use cxl_ledger::views::CodeScope;
use cxl_ledger::{Command, ExecuteError};

use crate::world::{World, code, day, text};

#[track_caller]
fn taken(refused: Result<impl std::fmt::Debug, ExecuteError>, held: &str, noun: &'static str) {
    match refused {
        Err(ExecuteError::Refused(refusal)) => {
            assert_eq!(refusal, Refusal::CodeTaken { taken: code(held), noun });
        }
        other => panic!("{other:?}"),
    }
}

/// The same charter under another code.
fn recoded(world: &World, event: EventId, to: &str) -> Command {
    let Command::Initiative(_, with) = world.charter(to) else { unreachable!("a charter is asked for") };
    let correct = Correct { event, reason: text("a slip"), with: Box::new(with) };
    Command::Initiative(None, initiative::Command::Correct(correct))
}

fn register(of: &str) -> person::Command {
    let name = text(&format!("Person {of}"));
    person::Command::Register(person::Register { code: text(of), name, department: None, on: None })
}

fn claiming(id: Option<PersonId>, claimed: &str, act: person::Command) -> Command {
    Command::Person(id, PersonCommand { claims: Some(code(claimed)), act })
}

fn head() -> AsOf {
    AsOf::head(day("2020-06-01"))
}

#[tokio::test]
async fn the_code_of_an_initiative_recorded_in_error_stays_taken() {
    let world = World::new().await;
    let slip = world.chartered("REFUNDS").await;
    let in_error = initiative::Command::RecordInError { reason: text("a duplicate") };
    world.run(Command::Initiative(Some(slip), in_error)).await.unwrap();
    for ledger in [world.ledger.clone(), world.reopened().await] {
        taken(ledger.execute(world.request(world.charter("REFUNDS"))).await, "REFUNDS", "initiative");
        let views = ledger.snapshot();
        assert_eq!(views.initiative_by_code(world.program, &code("REFUNDS"), &head()), None);
        let scope = CodeScope::Initiative(world.program);
        assert_eq!(views.holder(&scope, &code("REFUNDS")), Some(slip.0));
    }
}

#[tokio::test]
async fn an_old_code_of_an_initiative_still_finds_it_and_is_not_given_away() {
    let world = World::new().await;
    let chartered = world.run(world.charter("REFNUDS")).await.unwrap();
    let id = InitiativeId(chartered.id);
    let Command::Initiative(_, correct) = recoded(&world, chartered.events[0].id, "REFUNDS") else {
        unreachable!("a charter is corrected")
    };
    world.run(Command::Initiative(Some(id), correct)).await.unwrap();
    let views = world.ledger.snapshot();
    for known in ["REFNUDS", "REFUNDS"] {
        assert_eq!(views.initiative_by_code(world.program, &code(known), &head()), Some(id));
        taken(world.run(world.charter(known)).await, known, "initiative");
    }
    // Nor by a correction of another one; its own old code it may take back.
    let other = world.run(world.charter("OTHER")).await.unwrap();
    let Command::Initiative(_, correct) = recoded(&world, other.events[0].id, "REFNUDS") else {
        unreachable!("a charter is corrected")
    };
    let correct = Command::Initiative(Some(InitiativeId(other.id)), correct);
    taken(world.run(correct).await, "REFNUDS", "initiative");
}

#[tokio::test]
async fn the_codes_of_a_metric_and_a_program_recorded_in_error_stay_taken() {
    let world = World::new().await;
    let metric = world.metric("IN-DAY").await;
    let in_error = metric::Command::RecordInError { reason: text("a duplicate") };
    world.run(Command::Metric(Some(metric), in_error)).await.unwrap();
    let define = metric::Define {
        defined: metric::Defined {
            program: world.program,
            code: code("IN-DAY"),
            kind: cxl_domain::measurement::kind::MetricKind::Count,
            direction: cxl_domain::measurement::kind::Direction::Decrease,
            unit: None,
            rhythm: cxl_domain::calendar::Rhythm::Month,
            due_within_days: None,
        },
        name: text("Complaints"),
        wording: text("Complaints received"),
        accountable: None,
        headline: None,
        on: None,
    };
    let again = Command::Metric(None, metric::Command::Define(Box::new(define)));
    taken(world.run(again).await, "IN-DAY", "metric");

    let in_error = program::Command::RecordInError { reason: text("a rehearsal") };
    world.run(Command::Program(Some(world.program), in_error)).await.unwrap();
    let again = program::Command::Create(program::Create {
        code: code("CX"),
        name: text("Customers first"),
        sponsor: world.administrator,
        zone: chrono_tz::UTC,
        calendar: cxl_domain::calendar::FiscalCalendar::default(),
        on: None,
    });
    taken(world.run(Command::Program(None, again)).await, "CX", "program");
}

#[tokio::test]
async fn the_code_of_a_person_recorded_in_error_stays_taken() {
    let world = World::new().await;
    let slip = world.person("LAN", Role::Contributor).await;
    let in_error = person::Command::RecordInError { reason: text("a duplicate") };
    world.run(Command::Person(Some(slip), in_error.into())).await.unwrap();
    taken(world.run(claiming(None, "LAN", register("LAN"))).await, "LAN", "person");
    assert_eq!(world.ledger.person_by_code(&code("LAN"), &head()).await.unwrap(), None);
    assert_eq!(world.ledger.person_named_by(&code("LAN")).await.unwrap(), Some(slip));
}

#[tokio::test]
async fn an_old_code_of_a_person_still_finds_them_and_is_not_given_away() {
    let world = World::new().await;
    let registered = world.run(claiming(None, "LNA", register("LNA"))).await.unwrap();
    let lan = PersonId(registered.id);
    let correct =
        Correct { event: registered.events[0].id, reason: text("a slip"), with: Box::new(register("LAN")) };
    world.run(claiming(Some(lan), "LAN", person::Command::Correct(correct))).await.unwrap();
    for known in ["LNA", "LAN"] {
        assert_eq!(world.ledger.person_by_code(&code(known), &head()).await.unwrap(), Some(lan));
        taken(world.run(claiming(None, known, register(known))).await, known, "person");
    }
}

#[tokio::test]
async fn a_code_that_a_refused_command_named_is_free() {
    let world = World::new().await;
    let Command::Initiative(_, initiative::Command::Charter(charter)) = world.charter("LATER") else {
        unreachable!("a charter is asked for")
    };
    let unbegun = initiative::Charter { on: Some(day("2030-01-01")), ..charter };
    world.run(Command::Initiative(None, initiative::Command::Charter(unbegun))).await.unwrap_err();
    world.chartered("LATER").await;
}

#[tokio::test]
async fn a_code_that_a_correction_gave_names_nothing_before_it() {
    use cxl_domain::committee::{Command as Act, Committee, Establish};
    let world = World::new().await;
    let establish = |written: &str| {
        let (program, name) = (world.program, text("Steering committee"));
        Act::Establish(Establish { program, code: code(written), name, on: None })
    };
    let chartered = world.run(world.charter("REFNUDS")).await.unwrap();
    let committee = world.run(Command::Committee(None, establish("STEREING"))).await.unwrap();
    let before = AsOf { position: world.ledger.snapshot().head(), ..head() };
    let Command::Initiative(_, correct) = recoded(&world, chartered.events[0].id, "REFUNDS") else {
        unreachable!("a charter is corrected")
    };
    let initiative = InitiativeId(chartered.id);
    world.run(Command::Initiative(Some(initiative), correct)).await.unwrap();
    let event = committee.events[0].id;
    let correct = Correct { event, reason: text("a slip"), with: Box::new(establish("STEERING")) };
    world.run(Command::Committee(Some(committee.id.into()), Act::Correct(correct))).await.unwrap();
    let views = world.ledger.snapshot();
    for (at, later) in [(before, false), (head(), true)] {
        let initiative_by = |known| views.initiative_by_code(world.program, &code(known), &at).is_some();
        assert_eq!((initiative_by("REFNUDS"), initiative_by("REFUNDS")), (true, later));
        let committee_by =
            |known| views.thing_by_code::<Committee>(world.program, &code(known), &at).is_some();
        assert_eq!((committee_by("STEREING"), committee_by("STEERING")), (true, later));
    }
}

#[tokio::test]
async fn a_code_claimed_for_a_correction_that_was_never_recorded_is_free() {
    let world = World::new().await;
    let minh = world.person("MINH", Role::Reader).await;
    // What is left of a correction whose append failed.
    let (key, _) = world.vault.draw().unwrap();
    world.vault.claim_code("LAN", minh.0, key).unwrap();
    let lan = PersonId(world.run(claiming(None, "LAN", register("LAN"))).await.unwrap().id);
    for (known, person) in [("LAN", lan), ("MINH", minh)] {
        assert_eq!(world.ledger.person_by_code(&code(known), &head()).await.unwrap(), Some(person));
        taken(world.run(claiming(None, known, register(known))).await, known, "person");
    }
}

#[tokio::test]
async fn a_code_that_two_nodes_gave_to_two_people_is_in_the_list_until_one_of_them_gives_it_up() {
    let world = World::new().await;
    let registered = world.run(claiming(None, "MINH", register("MINH"))).await.unwrap();
    let minh = PersonId(registered.id);
    let lan = PersonId(world.run(claiming(None, "LAN", register("LAN"))).await.unwrap().id);
    // What another node recorded whose claim was taken over while its append was under way.
    let recoded = async |event, to: &str| {
        let correct = Correct { event, reason: text("a slip"), with: Box::new(register(to)) };
        let act = person::Command::Correct(correct);
        world.run(Command::Person(Some(minh), PersonCommand { claims: None, act })).await.unwrap()
    };
    let listed = async |as_of: AsOf| {
        let views = world.ledger.snapshot();
        world.ledger.person_codes_claimed_twice(&views, &as_of).await.unwrap()
    };
    let before = AsOf { position: world.ledger.snapshot().head(), ..head() };
    let twice = recoded(registered.events[0].id, "LAN").await.events[0].id;
    let [found] = listed(head()).await[..] else { panic!("one claim came later") };
    assert_eq!((found.event, found.kind), (twice, ContradictionKind::CodeClaimedTwice));
    assert_eq!((found.about, found.names), (Thing::Person(minh), Some(Thing::Person(lan))));
    assert_eq!(listed(before).await, []);
    recoded(twice, "MINH").await;
    assert_eq!(listed(head()).await, []);
}
