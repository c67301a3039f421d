//! A cursor is of one list, one asker and one ledger, and of no other.

use std::collections::BTreeSet;

use cxl_domain::committee::{self, Establish};
use cxl_domain::id::PersonId;
use cxl_domain::program::{self, GoalSet};
use cxl_domain::role::Role;
use cxl_ledger::Command;
use serde_json::{Value, json};

use crate::world::{World, code, text};

/// Every list of the schema that has pages, with a question that asks for a page of it. What the field `history` of a
/// thing answers is `Query.history` of that thing.
const LISTS: &[(&str, &str)] = &[
    (
        "Committee.meetings",
        r#"{ committee(program: "CX", code: "BOARD") { meetings(AFTER) { totalCount } } }"#,
    ),
    ("Goal.metrics", r#"{ program(code: "CX") { goals { metrics(AFTER) { totalCount } } } }"#),
    (
        "Initiative.evidence",
        r#"{ initiative(program: "CX", code: "REFUNDS") { evidence(AFTER) { totalCount } } }"#,
    ),
    (
        "Initiative.reports",
        r#"{ initiative(program: "CX", code: "REFUNDS") { reports(AFTER) { totalCount } } }"#,
    ),
    ("Metric.arrivals", r#"{ metric(program: "CX", code: "PAID") { arrivals(AFTER) { totalCount } } }"#),
    ("Metric.readings", r#"{ metric(program: "CX", code: "PAID") { readings(AFTER) { totalCount } } }"#),
    ("Organization.contradictions", "{ organization { contradictions(AFTER) { totalCount } } }"),
    ("Organization.people", "{ organization { people(AFTER) { totalCount } } }"),
    ("Program.accountabilityGaps", r#"{ program(code: "CX") { accountabilityGaps(AFTER) { totalCount } } }"#),
    ("Program.changes", r#"{ program(code: "CX") { changes(since: "2019-12-31", AFTER) { totalCount } } }"#),
    ("Program.committees", r#"{ program(code: "CX") { committees(AFTER) { totalCount } } }"#),
    ("Program.contradictions", r#"{ program(code: "CX") { contradictions(AFTER) { totalCount } } }"#),
    ("Program.decisions", r#"{ program(code: "CX") { decisions(AFTER) { totalCount } } }"#),
    ("Program.evidence", r#"{ program(code: "CX") { evidence(AFTER) { totalCount } } }"#),
    ("Program.initiatives", r#"{ program(code: "CX") { initiatives(AFTER) { totalCount } } }"#),
    ("Program.insights", r#"{ program(code: "CX") { insights(AFTER) { totalCount } } }"#),
    ("Program.journeys", r#"{ program(code: "CX") { journeys(AFTER) { totalCount } } }"#),
    ("Program.metrics", r#"{ program(code: "CX") { metrics(AFTER) { totalCount } } }"#),
    ("Program.movedCommitments", r#"{ program(code: "CX") { movedCommitments(AFTER) { totalCount } } }"#),
    ("Program.painPoints", r#"{ program(code: "CX") { painPoints(AFTER) { totalCount } } }"#),
    ("Query.history", r#"{ history(of: "PROGRAM", AFTER) { totalCount } }"#),
    ("Query.initiatives", "{ initiatives(AFTER) { totalCount } }"),
    ("Query.programs", "{ programs(AFTER, includeRecordedInError: true) { totalCount } }"),
    ("Query.search", r#"{ search(query: "refunds", AFTER) { totalCount } }"#),
];

/// A ledger that has what the lists hang on.
async fn world() -> World {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS", None).await;
    world.primary_metric("PAID", initiative).await;
    let establish =
        Establish { program: world.program, code: code("BOARD"), name: text("The board"), on: None };
    world.run(Command::Committee(None, committee::Command::Establish(establish))).await;
    let goal = GoalSet { code: code("LOYAL"), title: text("Customers stay") };
    world.run(Command::Program(Some(world.program), program::Command::SetGoal { goal, on: None })).await;
    world
}

/// The fields of the schema that answer a page.
async fn paged(world: &World) -> BTreeSet<String> {
    let answer =
        world.ask("{ __schema { types { name fields { name type { name ofType { name } } } } } }").await;
    let members = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let mut paged = BTreeSet::new();
    for kind in members(&answer["__schema"]["types"]) {
        for field in members(&kind["fields"]) {
            let (bare, inner) = (&field["type"]["name"], &field["type"]["ofType"]["name"]);
            let is_page =
                [bare, inner].iter().any(|name| name.as_str().is_some_and(|it| it.ends_with("Connection")));
            let (kind, field) = (kind["name"].as_str().unwrap(), field["name"].as_str().unwrap());
            if is_page && (field != "history" || kind == "Query") {
                paged.insert(format!("{kind}.{field}"));
            }
        }
    }
    paged
}

fn at(document: &str, cursor: &str) -> String {
    document.replace("AFTER", &format!("first: 1, after: \"{cursor}\""))
}

/// The cursor of a page that somebody asks for.
async fn cursor(world: &World, asker: PersonId) -> String {
    let mut page = world.ask_as(asker, "{ programs(first: 1) { pageInfo { endCursor } } }").await;
    page["data"]["programs"]["pageInfo"]["endCursor"].take().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_list_refuses_a_cursor_of_another_one() {
    let world = world().await;
    let named: BTreeSet<String> = LISTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named, paged(&world).await, "a list of the schema is not tried here");
    let id = world.ask(r#"{ program(code: "CX") { id } }"#).await["program"]["id"].take();
    let foreign = cursor(&world, world.administrator).await;
    for (name, document) in LISTS {
        let document = document.replace("PROGRAM", id.as_str().unwrap());
        assert_eq!(world.refused(&at(&document, &foreign)).await, "INVALID_CURSOR", "{name}");
        // It is the cursor alone that is wrong.
        let answer = world.ask_as(world.administrator, &document.replace("AFTER", "first: 1")).await;
        assert_eq!(answer.get("errors"), None, "{name}");
    }
}

#[tokio::test]
async fn a_cursor_that_was_changed_or_given_to_somebody_else_is_refused() {
    let world = world().await;
    let reader = world.person("READER", Role::Reader, world.program).await;
    let own = cursor(&world, world.administrator).await;
    let document = at("{ programs(AFTER) { totalCount } }", &own);
    assert_eq!(world.ask(&document).await["programs"]["totalCount"], 1);
    let others = world.ask_as(reader, &document).await;
    assert_eq!(others["errors"][0]["extensions"]["code"], "INVALID_CURSOR", "{others}");
    for place in [0, own.len() / 2, own.len() - 1] {
        let mut changed = own.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let refused = world.refused(&at("{ programs(AFTER) { totalCount } }", &changed)).await;
        assert_eq!(json!(refused), "INVALID_CURSOR", "changed at {place}");
    }
}

#[tokio::test]
async fn a_cursor_goes_on_with_another_token_of_the_same_person() {
    let world = world().await;
    let own = cursor(&world, world.administrator).await;
    let another = world.token_for(world.administrator, world.program).await;
    let answer = world.ask_by(another, &at("{ programs(AFTER) { totalCount } }", &own)).await;
    assert_eq!(answer["data"]["programs"]["totalCount"], 1, "{answer}");
}
