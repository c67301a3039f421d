//! Typed text is opened in batches, as far as its keys are there.

use cxl_domain::role::Role;
use cxl_graphql::execute;
use cxl_store::meta::Actor;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn all_texts_of_one_level_are_opened_in_one_read() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    for number in 0..40 {
        world.chartered(&format!("I{number:02}"), Some(an)).await;
    }
    let before = world.reads();
    let answer = world
        .ask(
            "{ initiatives(first: 40) { edges { node { \
             name { value } purpose { value unavailable } owner { name { value } code { value } } } } } }",
        )
        .await;
    assert_eq!(world.reads() - before, 1);
    let edges = answer["initiatives"]["edges"].as_array().unwrap();
    assert_eq!(edges.len(), 40);
    for (number, edge) in edges.iter().enumerate() {
        assert_eq!(edge["node"]["name"]["value"], format!("Initiative I{number:02}"));
        assert_eq!(edge["node"]["purpose"]["unavailable"], false);
        assert_eq!(edge["node"]["owner"]["code"]["value"], "AN");
    }
}

#[tokio::test]
async fn a_text_whose_key_is_not_in_the_vault_is_unavailable_and_its_fact_stands() {
    let world = World::new().await;
    world.chartered("REFUNDS", None).await;
    let query = r#"{
        initiative(program: "CX", code: "REFUNDS") { code status name { value unavailable } statusReason { value } }
        ledger { isWritable missingKeys }
    }"#;
    let actor = Some(Actor::person(world.administrator));
    let answer = execute(&world.without_keys().await, query.into(), actor).await;
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(
        answer["data"]["initiative"],
        json!({
            "code": "REFUNDS", "status": "RUNNING", "name": { "value": null, "unavailable": true },
            "statusReason": null
        })
    );
    assert_eq!(answer["data"]["ledger"]["isWritable"], false);
    assert_ne!(answer["data"]["ledger"]["missingKeys"], "0");
}

#[tokio::test]
async fn fields_are_answered_in_the_order_in_which_they_were_asked_for_though_texts_come_later() {
    let world = World::new().await;
    world.chartered("REFUNDS", None).await;
    let query =
        r#"{ initiative(program: "CX", code: "REFUNDS") { purpose { value } code name { value } status } }"#;
    let actor = Some(Actor::person(world.administrator));
    let answer = execute(&world.schema, async_graphql::Request::new(query), actor).await;
    let written = serde_json::to_string(&answer).unwrap();
    let places =
        ["purpose", "code", "name", "status"].map(|field| written.find(&format!("\"{field}\":")).unwrap());
    assert!(places.is_sorted(), "{written}");
}
