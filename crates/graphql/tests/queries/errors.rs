//! Every error has a code.

use async_graphql::{Request, Variables};
use cxl_graphql::{ErrorCode, execute};
use cxl_store::meta::Actor;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn nobody_is_answered_nothing() {
    let world = World::new().await;
    for query in ["{ ledger { events } }", "{ viewer { id } }", "{ __schema { types { name } } }", "{"] {
        let response = execute(&world.schema, Request::new(query), None).await;
        let answer = serde_json::to_value(response).unwrap();
        assert_eq!(answer["data"], json!(null));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn a_field_without_a_caller_is_refused_even_past_the_door() {
    let world = World::new().await;
    let response = world.schema.execute("{ ledger { events } }").await;
    let answer = serde_json::to_value(response).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_document_that_is_none_or_does_not_fit_has_its_code() {
    let world = World::new().await;
    assert_eq!(world.refused("{ ledger {").await, "GRAPHQL_PARSE_FAILED");
    assert_eq!(world.refused("{ ledger { size } }").await, "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(world.refused("{ ledger { events } } { viewer { id } }").await, "GRAPHQL_PARSE_FAILED");
    assert_eq!(
        world.refused("query A { ledger { events } } query B { viewer { id } }").await,
        "GRAPHQL_VALIDATION_FAILED"
    );
}

#[tokio::test]
async fn a_document_that_asks_for_too_much_is_refused() {
    let world = World::new().await;
    let mut deep = "id".to_owned();
    for _ in 0..12 {
        deep = format!("program {{ initiatives(first: 1) {{ edges {{ node {{ {deep} }} }} }} }}");
    }
    let deep = format!("{{ initiatives(first: 1) {{ edges {{ node {{ {deep} }} }} }} }}");
    assert_eq!(world.refused(&deep).await, "LIMIT_EXCEEDED");
    let wide = "{ initiatives(first: 100) { edges { node { program { initiatives(first: 100) { edges { node { \
                evidence(first: 100) { edges { node { id } } } } } } } } } } }";
    assert_eq!(world.refused(wide).await, "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn a_value_of_the_wrong_form_has_its_code() {
    let world = World::new().await;
    for query in [
        r#"{ program(code: "a b") { id } }"#,
        r#"{ program(code: "CX", id: "x") { id } }"#,
        "{ program { id } }",
        r#"{ program(code: "CX", asOf: {effectiveOn: "2020-02-30"}) { id } }"#,
        r#"{ node(id: "nothing") { id } }"#,
        r#"{ initiatives(filter: {owner: {id: "cHJvZ3JhbTow"}}) { totalCount } }"#,
        r#"{ initiatives(filter: {owner: {code: "NOBODY"}}) { totalCount } }"#,
        r#"{ initiatives(filter: {program: {code: "NONE"}}) { totalCount } }"#,
        r#"{ initiatives(filter: {owner: {code: "ADMIN"}, vacant: true}) { totalCount } }"#,
        r#"{ history(of: "dG9rZW46MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAx") { asOf { position } } }"#,
    ] {
        assert_eq!(world.refused(query).await, "BAD_USER_INPUT", "{query}");
    }
    let query = "query($day: Date!) { program(code: \"CX\", asOf: {effectiveOn: $day}) { id } }";
    let request = Request::new(query).variables(Variables::from_json(json!({"day": "soon"})));
    let response = execute(&world.schema, request, Some(Actor::person(world.administrator))).await;
    let answer = serde_json::to_value(response).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[test]
fn codes_are_told_apart_and_say_what_they_mean() {
    for (index, code) in ErrorCode::ALL.iter().enumerate() {
        assert!(ErrorCode::ALL[..index].iter().all(|other| other.as_str() != code.as_str()));
        assert!(code.sentence().ends_with('.'), "{code}: {}", code.sentence());
    }
}

#[test]
fn the_manual_lists_every_code() {
    let manual = include_str!("../../../../docs/graphql.md");
    let row = |code: &ErrorCode| format!("| `{code}` | {} |\n", code.sentence());
    let table: String = ErrorCode::ALL.iter().map(row).collect();
    assert!(manual.ends_with(&table), "docs/graphql.md ends with this table:\n{table}");
}
