//! Lists in pages.

use cxl_domain::calendar::Period;
use cxl_domain::measurement::publication::RestatementReason;
use cxl_graphql::{CursorKey, execute, schema};
use cxl_store::meta::Actor;
use serde_json::{Value, json};

use crate::world::{World, day};

const FIELDS: &str = "edges { node { code } } totalCount asOf { position } \
                      pageInfo { hasNextPage hasPreviousPage endCursor }";

fn codes(connection: &Value) -> Vec<&str> {
    let edges = connection["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["code"].as_str().unwrap()).collect()
}

async fn world() -> World {
    let world = World::new().await;
    for code in ["B", "D", "F", "H"] {
        world.chartered(code, None).await;
    }
    world
}

#[tokio::test]
async fn the_page_after_a_cursor_is_at_the_cursors_point_whatever_was_recorded_since() {
    let world = world().await;
    let first = world.ask(&format!("{{ initiatives(first: 2) {{ {FIELDS} }} }}")).await;
    let first = &first["initiatives"];
    assert_eq!(codes(first), ["B", "D"]);
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    assert_eq!(first["pageInfo"]["hasPreviousPage"], false);

    world.at("2020-02-01T02:00:00Z");
    for code in ["A", "E", "G", "Z"] {
        world.chartered(code, None).await;
    }
    let after = first["pageInfo"]["endCursor"].as_str().unwrap();
    let next = world.ask(&format!("{{ initiatives(first: 5, after: \"{after}\") {{ {FIELDS} }} }}")).await;
    let next = &next["initiatives"];
    assert_eq!(codes(next), ["F", "H"]);
    assert_eq!(next["totalCount"], 4);
    assert_eq!(next["asOf"], first["asOf"]);
    assert_eq!(next["pageInfo"]["hasNextPage"], false);
    assert_eq!(next["pageInfo"]["hasPreviousPage"], true);

    let anew = world.ask(&format!("{{ initiatives {{ {FIELDS} }} }}")).await;
    assert_eq!(codes(&anew["initiatives"]), ["A", "B", "D", "E", "F", "G", "H", "Z"]);
}

#[tokio::test]
async fn a_page_below_another_field_keeps_its_point_too() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    world.at("2021-01-10T02:00:00Z");
    world.months(metric, "2020-09-01", &[60, 61, 62]).await;
    let query = |after: &str| {
        format!(
            "{{ metric(program: \"CX\", code: \"IN-DAY\") {{ readings(first: 2{after}) {{ \
             edges {{ node {{ value }} }} totalCount pageInfo {{ endCursor }} }} }} }}"
        )
    };
    let first = world.ask(&query("")).await;
    let end = &first["metric"]["readings"]["pageInfo"]["endCursor"];
    let november = Period::new(day("2020-11-01"), day("2020-11-30")).unwrap();
    world.read(metric, november, 900, Some(RestatementReason::SourceError), None).await;
    world.months(metric, "2020-12-01", &[63]).await;
    let next = world.ask(&query(&format!(", after: {end}"))).await;
    assert_eq!(next["metric"]["readings"]["edges"], json!([{ "node": { "value": "0.62" } }]));
    assert_eq!(next["metric"]["readings"]["totalCount"], 3);
}

#[tokio::test]
async fn readings_are_listed_of_the_days_that_are_asked_about() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("IN-DAY", refunds).await;
    world.at("2021-01-10T02:00:00Z");
    world.months(metric, "2020-09-01", &[60, 61, 62, 63]).await;
    let values = async |days: &str| {
        let query = format!(
            "{{ metric(program: \"CX\", code: \"IN-DAY\") {{ readings{days} {{ edges {{ node {{ value }} }} }} }} }}"
        );
        let answer = world.ask(&query).await;
        let edges = answer["metric"]["readings"]["edges"].as_array().unwrap().clone();
        edges.iter().map(|edge| edge["node"]["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values("").await, ["0.6", "0.61", "0.62", "0.63"]);
    assert_eq!(values("(from: \"2020-10-01\", to: \"2020-11-30\")").await, ["0.61", "0.62"]);
    assert_eq!(values("(from: \"2020-10-02\", to: \"2020-11-30\")").await, ["0.62"]);
    assert_eq!(values("(to: \"2020-11-29\")").await, ["0.6", "0.61"]);
}

#[tokio::test]
async fn a_list_in_pages_is_the_list_whatever_its_order_and_the_size_of_pages() {
    let world = world().await;
    for order in ["CODE", "BEGINS", "LEVEL"] {
        for (direction, expected) in
            [("ASCENDING", ["B", "D", "F", "H"]), ("DESCENDING", ["H", "F", "D", "B"])]
        {
            for first in 1..=5 {
                let mut seen: Vec<String> = Vec::new();
                let mut after = String::new();
                loop {
                    let query = format!(
                        "{{ initiatives(first: {first}, orderBy: {{field: {order}, direction: {direction}}}{after}) {{ {FIELDS} }} }}"
                    );
                    let answer = world.ask(&query).await;
                    let page = &answer["initiatives"];
                    seen.extend(codes(page).into_iter().map(str::to_owned));
                    if page["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                    after = format!(", after: {}", page["pageInfo"]["endCursor"]);
                }
                assert_eq!(seen, expected, "{order} {direction} by {first}");
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_of_other_arguments_another_list_or_another_ledger_is_refused() {
    let world = world().await;
    let page = world.ask(&format!("{{ initiatives(first: 1) {{ {FIELDS} }} }}")).await;
    let cursor = page["initiatives"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    for elsewhere in [
        format!("{{ initiatives(first: 1, after: \"{cursor}\", filter: {{level: 0}}) {{ totalCount }} }}"),
        format!("{{ initiatives(first: 1, after: \"{cursor}\", asOf: {{strict: true}}) {{ totalCount }} }}"),
        format!("{{ programs(first: 1, after: \"{cursor}\") {{ totalCount }} }}"),
        "{ initiatives(first: 1, after: \"RJ1\") { totalCount } }".to_owned(),
    ] {
        assert_eq!(world.refused(&elsewhere).await, "INVALID_CURSOR", "{elsewhere}");
    }
    let foreign = schema(world.ledger.clone(), CursorKey::new([2; 32]));
    let query = format!("{{ initiatives(first: 1, after: \"{cursor}\") {{ totalCount }} }}");
    let answer = execute(&foreign, query.into(), Some(Actor::person(world.administrator))).await;
    let code = answer.errors[0].extensions.as_ref().unwrap().get("code").unwrap().clone();
    assert_eq!(code.into_json().unwrap(), json!("INVALID_CURSOR"));
}

#[tokio::test]
async fn a_page_has_one_to_a_hundred_members() {
    let world = world().await;
    for first in [-1, 0, 101] {
        let query = format!("{{ initiatives(first: {first}) {{ totalCount }} }}");
        assert_eq!(world.refused(&query).await, "BAD_USER_INPUT");
    }
}
