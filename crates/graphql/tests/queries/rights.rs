//! What somebody cannot read is as if it were not there.

use cxl_domain::role::Role;
use cxl_store::meta::Actor;
use serde_json::{Value, json};

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
async fn whatever_spans_programs_says_how_many_a_token_for_one_leaves_out() {
    let world = World::new().await;
    let other = world.create_program("OTHER").await;
    world.chartered("HERE", Some(world.administrator)).await;
    world.chartered_in(other, "THERE", Some(world.administrator)).await;
    let narrow = world.token_for(world.administrator, other).await;
    let query = r#"{
        programs { totalCount programsLeftOut }
        initiatives { totalCount programsLeftOut }
        search(query: "initiative") { totalCount programsLeftOut }
        viewer { programsLeftOut holdings { kind about { ... on Initiative { code } } } }
        events(first: 100) { programsLeftOut events { type } }
    }"#;
    let left_out = |answer: &Value| -> Vec<i64> {
        let fields = answer["data"].as_object().unwrap().values();
        fields.map(|field| field["programsLeftOut"].as_i64().unwrap()).collect()
    };
    let whole = world.ask_by(Actor::person(world.administrator), query).await;
    assert_eq!(left_out(&whole), [0; 5], "{whole}");
    let told = world.ask_by(narrow, query).await;
    assert_eq!(left_out(&told), [1; 5], "{told}");
    for list in ["programs", "initiatives", "search"] {
        let totals = [&told, &whole].map(|answer| answer["data"][list]["totalCount"].clone());
        assert_eq!(totals, [json!(1), json!(2)], "{list}");
    }
    let owned = |answer: &Value| {
        let held = answer["data"]["viewer"]["holdings"].as_array().unwrap().iter();
        held.filter(|held| held["kind"] == "INITIATIVE").count()
    };
    assert_eq!([owned(&told), owned(&whole)], [1, 2]);

    let id = world.ask(r#"{ program(code: "OTHER") { id } }"#).await["program"]["id"].take();
    let within = world.ask_by(narrow, &format!("{{ events(of: {id}) {{ programsLeftOut }} }}")).await;
    assert_eq!(within["data"]["events"]["programsLeftOut"], 0, "nothing of that program is left out");
    let reader = world.person("READER", Role::Reader, other).await;
    let begun =
        world.follow(reader, "subscription { ledgerChanged { position programsLeftOut } }").told().await;
    assert_eq!(begun["programsLeftOut"], 1);
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
