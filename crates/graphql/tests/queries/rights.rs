//! What somebody cannot read is as if it were not there.

use cxl_domain::role::Role;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_program_that_cannot_be_read_is_left_out_and_counted() {
    let world = World::new().await;
    let other = world.create_program("OTHER").await;
    let reader = world.person("READER", Role::Reader, other).await;
    world.chartered("HIDDEN", None).await;
    world.chartered_in(other, "SHOWN", None).await;
    let hidden = world.ask(r#"{ initiative(program: "CX", code: "HIDDEN") { id } }"#).await;
    let id = hidden["initiative"]["id"].as_str().unwrap();
    let query = format!(
        r#"{{
            initiatives {{ edges {{ node {{ code }} }} totalCount programsLeftOut }}
            programs {{ edges {{ node {{ code }} }} programsLeftOut }}
            program(code: "CX") {{ id }}
            initiative(program: "CX", code: "HIDDEN") {{ id }}
            node(id: "{id}") {{ id }}
            nodes(ids: ["{id}"]) {{ id }}
            history(of: "{id}") {{ edges {{ node {{ id }} }} }}
            viewer {{ name {{ value }} roles {{ role program {{ code }} }} }}
        }}"#
    );
    let answer = world.ask_as(reader, &query).await;
    assert_eq!(
        answer,
        json!({ "data": {
            "initiatives":
                { "edges": [{ "node": { "code": "SHOWN" } }], "totalCount": 1, "programsLeftOut": 1 },
            "programs": { "edges": [{ "node": { "code": "OTHER" } }], "programsLeftOut": 1 },
            "program": null,
            "initiative": null,
            "node": null,
            "nodes": [null],
            "history": null,
            "viewer": {
                "name": { "value": "Person READER" },
                "roles": [{ "role": "READER", "program": { "code": "OTHER" } }]
            }
        } })
    );
}

#[tokio::test]
async fn rights_are_those_of_now_whatever_is_asked_about() {
    let world = World::new().await;
    world.chartered("OLD", None).await;
    world.at("2020-06-01T02:00:00Z");
    let reader = world.person("READER", Role::Reader, world.program).await;
    let past = r#"{ initiative(program: "CX", code: "OLD", asOf: {known: {date: "2020-02-01"}, effectiveOn: "2020-02-01"}) { code } }"#;
    let answer = world.ask_as(reader, past).await;
    assert_eq!(answer["data"]["initiative"]["code"], "OLD");
}

#[tokio::test]
async fn somebody_without_a_role_reads_nothing() {
    let world = World::new().await;
    let stranger = cxl_domain::id::PersonId(uuid::Uuid::from_u128(9));
    let answer = world.ask_as(stranger, "{ organization { isDemo } programs { totalCount } }").await;
    assert_eq!(answer, json!({ "data": { "organization": null, "programs": { "totalCount": 0 } } }));
    let answer = world.ask_as(stranger, "{ ledger { events } }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
