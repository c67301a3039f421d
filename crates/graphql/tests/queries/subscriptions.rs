//! What is told to those who follow, and to those who ask again and again.

use async_graphql::Request;
use cxl_domain::id::{InitiativeId, PersonId};
use cxl_domain::organization;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_graphql::ResumeAfter;
use cxl_ledger::Command;
use serde_json::{Value, json};

use crate::world::{World, day};

async fn id_of(world: &World, question: &str) -> String {
    let answer = world.ask(&format!("{{ {question} {{ id }} }}")).await;
    let thing = answer.as_object().unwrap().values().next().unwrap();
    thing["id"].as_str().unwrap().to_owned()
}

async fn refunds(world: &World) -> (InitiativeId, String) {
    let initiative = world.chartered("REFUNDS", None).await;
    (initiative, id_of(world, r#"initiative(program: "CX", code: "REFUNDS")"#).await)
}

fn changed(id: &str, after: Option<u64>) -> String {
    let after = after.map(|after| format!(r#", after: "{after}""#)).unwrap_or_default();
    format!(
        r#"subscription {{ initiativeChanged(id: "{id}"{after}) {{
            position more events {{ type position about {{ id }} }} initiative {{ owner {{ id }} }} }} }}"#
    )
}

fn types(told: &Value) -> Vec<&str> {
    told["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn whoever_follows_is_told_where_that_begins_and_then_what_is_recorded_with_the_fresh_thing() {
    let world = World::new().await;
    let (initiative, id) = refunds(&world).await;
    let mut followed = world.follow(world.administrator, changed(&id, None));
    let begun = followed.told().await;
    assert_eq!((types(&begun), &begun["initiative"]["owner"]), (vec![], &json!(null)));
    assert_eq!(begun["position"], json!((world.ledger.snapshot().len - 1).to_string()));
    world.assign_owner(initiative, world.administrator, "2020-01-01").await;
    let told = followed.told().await;
    assert_eq!(types(&told), ["initiative.owner-assigned.v1"]);
    assert_eq!((&told["events"][0]["about"]["id"], &told["more"]), (&json!(id), &json!(false)));
    assert!(told["initiative"]["owner"]["id"].is_string(), "{told}");
    assert_eq!(told["events"][0]["position"], told["position"]);
}

#[tokio::test]
async fn whoever_follows_again_after_a_position_misses_nothing_and_hears_nothing_twice() {
    let world = World::new().await;
    let (initiative, id) = refunds(&world).await;
    let before = world.ledger.snapshot().len - 1;
    let metric = world.primary_metric("PAID", initiative).await;
    world.months(metric, "2015-01-01", &[90; 60]).await;
    let (mut after, mut told) = (before, 0);
    loop {
        // As if the connection broke off after each item.
        let page = world.follow(world.administrator, changed(&id, Some(after))).told().await;
        told += types(&page).len();
        after = page["position"].as_str().unwrap().parse().unwrap();
        if page["more"] == json!(false) {
            break;
        }
        assert_eq!(types(&page).len(), 50);
    }
    let all = world.ledger.snapshot().len - 1;
    assert_eq!((after, u64::try_from(told).unwrap()), (all, all - before));
    let request = Request::new(changed(&id, Some(before))).data(ResumeAfter(all - 3));
    let resumed = world.follow(world.administrator, request).told().await;
    assert_eq!(types(&resumed).len(), 3, "a transport knows better where somebody stopped");
}

#[tokio::test]
async fn a_program_is_followed_and_so_is_the_ledger() {
    let world = World::new().await;
    let program = id_of(&world, r#"program(code: "CX")"#).await;
    let before = world.ledger.snapshot().len - 1;
    let fields = "position more events { type about { __typename } }";
    let of_program = format!(
        r#"subscription {{ programChanged(id: "{program}", after: "{before}") {{ {fields} program {{ code }} }} }}"#
    );
    let of_ledger = format!(r#"subscription {{ ledgerChanged(after: "{before}") {{ {fields} }} }}"#);
    world.chartered("REFUNDS", None).await;
    world.person("LEAD", Role::ProgramLead, world.program).await;
    let told = world.follow(world.administrator, of_program).told().await;
    assert_eq!(told["program"]["code"], "CX");
    let about = |told: &Value| -> Vec<String> {
        let events = told["events"].as_array().unwrap();
        events.iter().map(|event| event["about"]["__typename"].as_str().unwrap().to_owned()).collect()
    };
    assert!(about(&told).iter().all(|about| about == "Initiative") && !about(&told).is_empty(), "{told}");
    let told = world.follow(world.administrator, of_ledger).told().await;
    for thing in ["Initiative", "Person", "Organization"] {
        assert!(about(&told).iter().any(|about| about == thing), "{told}");
    }
}

#[tokio::test]
async fn who_asks_in_pages_reads_what_those_are_told_who_follow() {
    let world = World::new().await;
    let (initiative, id) = refunds(&world).await;
    world.assign_owner(initiative, world.administrator, "2020-01-01").await;
    let told = world.follow(world.administrator, changed(&id, Some(0))).told().await;
    let (mut read, mut after) = (Vec::new(), String::new());
    loop {
        let query = format!(
            r#"{{ events(of: "{id}", first: 2{after}) {{ position more events {{ type position about {{ id }} }} }} }}"#
        );
        let page = world.ask(&query).await["events"].take();
        read.extend(page["events"].as_array().unwrap().clone());
        after = format!(", after: {}", page["position"]);
        if page["more"] == json!(false) {
            break;
        }
    }
    assert_eq!(json!(read), told["events"]);
    let whole = world.ask("{ events(first: 100) { events { position } } }").await;
    let positions = whole["events"]["events"].as_array().unwrap();
    let all: Vec<_> =
        (0..world.ledger.snapshot().len).map(|at| json!({"position": at.to_string()})).collect();
    assert_eq!(positions, &all, "the first page begins with the first event");
    let person = world.ask(r#"{ person(code: "ADMIN") { id } }"#).await["person"]["id"].take();
    assert_eq!(world.refused(&format!("{{ events(of: {person}) {{ more }} }}")).await, "BAD_USER_INPUT");
    assert_eq!(world.refused("{ events(first: 101) { more } }").await, "BAD_USER_INPUT");
}

/// The code of the only error of an answer, and after which position to go on.
fn refusal(answer: &Value) -> (String, Option<u64>) {
    let errors = answer["errors"].as_array().expect("an error");
    assert_eq!((errors.len(), &answer["data"]), (1, &json!(null)), "{answer}");
    let extensions = &errors[0]["extensions"];
    let after = extensions["resumeAfter"].as_str().map(|after| after.parse().unwrap());
    (extensions["code"].as_str().unwrap().to_owned(), after)
}

async fn refused(world: &World, person: PersonId, document: &str) -> String {
    let mut followed = world.follow(person, document);
    let (answer, position) = followed.next().await.unwrap();
    assert!(position.is_none() && followed.next().await.is_none(), "{answer}");
    refusal(&answer).0
}

#[tokio::test]
async fn what_may_not_be_read_is_not_followed_and_neither_is_what_there_is_not() {
    let world = World::new().await;
    let (_, id) = refunds(&world).await;
    let elsewhere = world.create_program("EX").await;
    let stranger = world.person("STRANGER", Role::ProgramLead, elsewhere).await;
    assert_eq!(refused(&world, stranger, &changed(&id, None)).await, "FORBIDDEN");
    let nothing = "aW5pdGlhdGl2ZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDc";
    assert_eq!(refused(&world, world.administrator, &changed(nothing, None)).await, "FORBIDDEN");
    assert_eq!(refused(&world, world.administrator, &changed("7", None)).await, "BAD_USER_INPUT");
    let ask = format!(r#"{{ events(of: "{id}") {{ more }} }}"#);
    assert_eq!(world.ask_as(stranger, &ask).await["data"], json!({"events": null}));
    let both = "subscription { a: ledgerChanged { more } b: ledgerChanged { more } }";
    assert_eq!(refused(&world, world.administrator, both).await, "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(
        refused(&world, world.administrator, "subscription { nothing }").await,
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(refused(&world, world.administrator, "subscription {").await, "GRAPHQL_PARSE_FAILED");
}

#[tokio::test]
async fn a_right_that_is_withdrawn_ends_it_and_the_end_says_how_far_was_told() {
    let world = World::new().await;
    let (_, id) = refunds(&world).await;
    let lead = world.person("LEAD", Role::ProgramLead, world.program).await;
    let mut followed = world.follow(lead, changed(&id, None));
    let told: u64 = followed.told().await["position"].as_str().unwrap().parse().unwrap();
    let grants = world.ledger.snapshot().organization().state.grants(&AsOf::head(day("2020-01-01")));
    let grant = grants.iter().find(|grant| grant.person == lead).unwrap().event;
    let withdraw = organization::Command::WithdrawRole { grant, reason: None, on: None };
    world.run(Command::Organization(withdraw)).await;
    let (answer, _) = followed.next().await.unwrap();
    assert_eq!(refusal(&answer), ("FORBIDDEN".to_owned(), Some(told)));
    assert!(followed.next().await.is_none(), "nothing follows");
}

#[tokio::test]
async fn what_is_no_subscription_is_answered_once() {
    let world = World::new().await;
    let mut asked = world.follow(world.administrator, "{ __typename }");
    let answer = asked.next().await;
    assert_eq!(answer, Some((json!({"data": {"__typename": "Query"}}), None)));
    assert_eq!(asked.next().await, None);
}
