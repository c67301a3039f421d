//! By what right an act may be done, as a client program is told.

use serde_json::{Value, json};

use crate::world::{World, charter, refunds, with};

fn values(failure: &Value) -> Vec<(&str, &str)> {
    let values = failure["values"].as_array().unwrap();
    values.iter().map(|value| (value["name"].as_str().unwrap(), value["value"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_rule_that_frees_no_such_act_is_refused_with_those_that_do() {
    let world = World::with_metric().await;
    let owner = |rule: &str| {
        json!({
            "initiative": refunds(), "owner": { "code": "LAN" }, "authority": { "notRequired": { "rule": rule } },
        })
    };
    let refused = world.mutate("assignOwner", owner("small")).await;
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("NO_SUCH_RULE"), &json!(["input", "authority"]))
    );
    assert_eq!(
        values(&refused),
        [("act", "change an owner"), ("known", "OWNERS-BY-LEAD"), ("rule", "SMALL")]
    );
    world.recorded("assignOwner", owner("owners-by-lead")).await;
}

#[tokio::test]
async fn only_the_sponsor_founds() {
    let world = World::with_metric().await;
    let binh = world.person("BINH").await;
    let founding = |code: &str| with(charter(code), json!({ "authority": { "founding": true } }));
    let refused = world.mutate_as(binh, "charterInitiative", founding("CALLS")).await;
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("NOT_FOUNDING"), &json!(["input", "authority"]))
    );
    // The administrator is the sponsor, and BINH may enter for the sponsor.
    let entered = with(founding("CALLS"), json!({ "by": { "code": "ADMIN" } }));
    assert_eq!(world.mutate_as(binh, "charterInitiative", entered).await["code"], json!(null));
    world.recorded("charterInitiative", founding("LETTERS")).await;
}

#[tokio::test]
async fn an_initiative_does_not_begin_before_its_program() {
    let world = World::with_program().await;
    let early = with(charter("CALLS"), json!({ "on": "2023-12-31" }));
    let refused = world.mutate("charterInitiative", early).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("BEFORE_PROGRAM"), &json!(["input", "on"])));
    assert_eq!(values(&refused), [("begins", "2024-01-01"), ("day", "2023-12-31")]);
}

#[tokio::test]
async fn a_code_is_taken_for_ever() {
    let world = World::with_metric().await;
    world
        .recorded("recordInitiativeInError", json!({ "initiative": refunds(), "reason": "Chartered twice." }))
        .await;
    let refused = world.mutate("charterInitiative", charter("REFUNDS")).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("CODE_TAKEN"), &json!(["input", "code"])));
}
