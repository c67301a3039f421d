//! Every error has a code.

use std::collections::BTreeSet;

use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use async_graphql::{Request, Response, ServerError, Variables};
use cxl_graphql::{Balance, ErrorCode, Spending, Waiting, execute};
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
async fn looking_through_a_program_for_each_of_many_initiatives_is_weighed() {
    let world = World::new().await;
    let many = "initiatives(first: 100) { edges { node { decisions { code } } } }";
    world.ask(&format!("{{ {many} }}")).await;
    assert_eq!(world.refused(&format!("{{ a: {many} b: {many} c: {many} }}")).await, "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn a_refused_document_is_told_the_limit() {
    let world = World::new().await;
    let wide = "{ initiatives(first: 100) { edges { node { evidence(first: 100) { edges { node { \
                initiative { evidence(first: 100) { edges { node { id } } } } } } } } } } }";
    let answer = world.ask_as(world.administrator, wide).await;
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("50000"), "{answer}");
}

#[tokio::test]
async fn the_schema_describes_itself_once_and_not_a_hundred_times() {
    let world = World::new().await;
    let described = "{ types { name fields { name args { name type { name ofType { name } } } } } }";
    world.ask(&format!("{{ __schema {described} }}")).await;
    let aliases = (0..100).map(|alias| format!("a{alias}: __schema {described} "));
    assert_eq!(world.refused(&format!("{{ {} }}", aliases.collect::<String>())).await, "LIMIT_EXCEEDED");
    let spreads = format!("{{ {} }} fragment f on Query {{ __schema {described} }}", "...f ".repeat(100));
    assert_eq!(world.refused(&spreads).await, "LIMIT_EXCEEDED");
    let nested = (0..8).fold("name".to_owned(), |below, _| format!("fields {{ type {{ {below} }} }}"));
    let nested = format!("{{ __type(name: \"Query\") {{ {nested} }} }}");
    assert_eq!(world.refused(&nested).await, "LIMIT_EXCEEDED");
    // Fragments that double the document at each step are weighed once each.
    let doubling = (0..40).map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }}", n + 1));
    let doubling = doubling.collect::<Vec<_>>().join(" ");
    let leaf = "fragment f40 on Query { __schema { queryType { name } } }";
    assert_eq!(world.refused(&format!("{{ ...f0 }} {doubling} {leaf}")).await, "LIMIT_EXCEEDED");
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

#[tokio::test]
async fn what_is_wrong_inside_a_question_is_named_by_its_fields() {
    let world = World::new().await;
    let windows = "baseline: {from: \"2020-01-01\", to: \"2020-01-31\"}, after: {from: \"2020-02-01\", to: \"2020-02-29\"}";
    for (query, field) in [
        (
            format!(
                "{{ compare(metric: {{code: {{program: \"NONE\", code: \"X\"}}}}, {windows}) {{ comparison {{ rule }} }} }}"
            ),
            "metric.code.program",
        ),
        (r#"{ initiatives(filter: {owner: {code: "NOBODY"}}) { totalCount } }"#.to_owned(), "owner.code"),
    ] {
        let answer = world.ask_as(world.administrator, &query).await;
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(field), "{answer}");
    }
}

#[tokio::test]
async fn a_series_that_the_metric_never_had_is_told_from_one_with_few_readings() {
    let world = World::new().await;
    let refunds = world.chartered("REFUNDS", None).await;
    let metric = world.primary_metric("INTIME", refunds).await;
    world.months(metric, "2019-01-01", &[80, 81]).await;
    let windows =
        r#"baseline: {from: "2019-01-01", to: "2019-01-31"}, after: {from: "2019-02-01", to: "2019-02-28"}"#;
    let of = r#"metric: {code: {program: "CX", code: "INTIME"}}"#;
    let questions = |series: &str| {
        [
            format!("{{ compare({of}, series: {series}, {windows}) {{ comparison {{ rule }} }} }}"),
            format!(
                "{{ compare({of}, series: {{definition: 1}}, afterSeries: {series}, {windows}) {{ comparison {{ rule }} }} }}"
            ),
            format!(
                r#"{{ metric(program: "CX", code: "INTIME") {{ chart(series: {series}) {{ ruleSet }} }} }}"#
            ),
            format!(
                r#"{{ metric(program: "CX", code: "INTIME") {{ readings(series: {series}) {{ totalCount }} }} }}"#
            ),
        ]
    };
    for question in questions("{definition: 1}") {
        world.ask(&question).await;
    }
    for (series, named) in
        [("{definition: 7}", "definition 7"), ("{channel: \"WEB\"}", "definition 1, channel WEB")]
    {
        for question in questions(series) {
            let answer = world.ask_as(world.administrator, &question).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{question}: {answer}");
            let message = error["message"].as_str().unwrap();
            assert!(message.contains(named) && message.contains("1 to 1"), "{message}");
        }
    }
}

#[tokio::test]
async fn no_list_is_gathered_for_whoever_has_gone() {
    let world = World::new().await;
    let waiting = Waiting::default();
    let asked = |waiting: Waiting| {
        let request = Request::new("{ initiatives { totalCount } }").data(waiting);
        execute(&world.schema, request, Some(Actor::person(world.administrator)))
    };
    let waits = waiting.until_dropped();
    assert!(asked(waiting.clone()).await.errors.is_empty());
    drop(waits);
    let answer = serde_json::to_value(asked(waiting).await).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TIMEOUT", "{answer}");
}

#[tokio::test]
async fn what_a_request_costs_is_what_whoever_let_it_in_says() {
    let world = World::new().await;
    let asked = "{ rateLimit { cost nodeCount limit remaining resetAt } }";
    assert_eq!(world.ask(asked).await["rateLimit"], json!(null), "nobody reckoned it");
    let full_at = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let balance = Balance { limit: 5_000_000_000, remaining: 7, full_at };
    let request = Request::new(asked).data(Spending { points: 3, nodes: 321, balance: Some(balance) });
    let answer = execute(&world.schema, request, Some(Actor::person(world.administrator))).await;
    let told = json!({
        "cost": 3, "nodeCount": 321, "limit": i32::MAX, "remaining": 7, "resetAt": "2027-01-15T08:00:00.000000Z",
    });
    assert_eq!(serde_json::to_value(answer).unwrap()["data"]["rateLimit"], told);
}

#[test]
fn only_a_fault_of_ours_is_given_the_name_of_its_log() {
    let error = |code: &str| {
        let mut error = ServerError::new("a message", None);
        error.extensions.get_or_insert_default().set("code", code);
        error
    };
    let mut response = Response::from_errors(vec![error("INTERNAL"), error("FORBIDDEN")]);
    cxl_graphql::name_faults(&mut response, "a-name");
    let told = serde_json::to_value(response).unwrap();
    assert_eq!(told["errors"][0]["extensions"]["errorId"], "a-name");
    assert_eq!(told["errors"][1]["extensions"], json!({"code": "FORBIDDEN"}));
}

#[test]
fn codes_are_told_apart_and_say_what_they_mean() {
    for (index, code) in ErrorCode::ALL.iter().enumerate() {
        assert!(ErrorCode::ALL[..index].iter().all(|other| other.as_str() != code.as_str()));
        assert!(code.sentence().ends_with('.'), "{code}: {}", code.sentence());
    }
}

#[test]
fn every_field_that_answers_a_page_is_known_to_who_reckons() {
    let document = async_graphql::parser::parse_schema(cxl_graphql::sdl()).unwrap();
    let mut paged = BTreeSet::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let TypeKind::Object(object) = definition.node.kind else { continue };
        for field in object.fields {
            for argument in &field.node.arguments {
                assert_ne!(argument.node.name.node, "last", "a page is counted from its beginning");
                if argument.node.name.node == "first" {
                    let default = argument.node.default_value.as_ref().map(|value| value.node.clone());
                    assert_eq!(default, Some(cxl_graphql::USUAL_PAGE.into()), "{}", field.node.name.node);
                    paged.insert(field.node.name.node.to_string());
                }
            }
        }
    }
    assert_eq!(paged, cxl_graphql::PAGED.iter().map(ToString::to_string).collect::<BTreeSet<_>>());
}

#[test]
fn the_manual_lists_every_code() {
    let manual = include_str!("../../../../docs/graphql.md");
    let row = |code: &ErrorCode| format!("| `{code}` | {} |\n", code.sentence());
    let table: String = ErrorCode::ALL.iter().map(row).collect();
    assert!(manual.ends_with(&table), "docs/graphql.md ends with this table:\n{table}");
}
