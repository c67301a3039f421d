//! Things are found by their words, as far as the asker can read them.

use cxl_domain::role::Role;
use serde_json::{Value, json};

use crate::world::World;

const FOUND: &str = "edges { node { kind foundIn whole node { __typename ... on Initiative { code } \
    ... on Program { code } } } } totalCount programsLeftOut pageInfo { endCursor hasNextPage }";

async fn search(world: &World, arguments: &str) -> Value {
    world.ask(&format!("{{ search({arguments}) {{ {FOUND} }} }}")).await["search"].clone()
}

fn codes(found: &Value) -> Vec<&str> {
    let edges = found["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["node"]["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_search_answers_what_it_found_in_pages_whatever_tells_most_first() {
    let world = World::new().await;
    for code in ["REFUNDS", "CALLS", "FARES"] {
        world.chartered(code, None).await;
    }
    let one = search(&world, "query: \"refunds\", kinds: [INITIATIVE]").await;
    let hit = &one["edges"][0]["node"];
    assert_eq!(hit["node"], json!({ "__typename": "Initiative", "code": "REFUNDS" }));
    assert_eq!((&hit["kind"], &hit["foundIn"]), (&json!("INITIATIVE"), &json!("CODE")));

    let all = search(&world, "query: \"initiative\", kinds: [INITIATIVE]").await;
    assert_eq!((&all["totalCount"], all["edges"].as_array().unwrap().len()), (&json!(3), 3), "{all:#}");
    let page = search(&world, "query: \"initiative\", kinds: [INITIATIVE], first: 2").await;
    let cursor = page["pageInfo"]["endCursor"].as_str().unwrap();
    let arguments = format!("query: \"initiative\", kinds: [INITIATIVE], first: 2, after: \"{cursor}\"");
    let rest = search(&world, &arguments).await;
    assert_eq!([codes(&page), codes(&rest)].concat(), codes(&all));
}

#[tokio::test]
async fn what_the_asker_cannot_read_is_not_found() {
    let world = World::new().await;
    let other = world.create_program("OTHER").await;
    world.chartered_in(other, "HIDDEN", None).await;
    world.chartered("SHOWN", None).await;
    let reader = world.person("READER", Role::Reader, world.program).await;
    let query = format!("{{ search(query: \"initiative\", kinds: [INITIATIVE]) {{ {FOUND} }} }}");
    let found = world.ask_as(reader, &query).await["data"]["search"].clone();
    assert_eq!(codes(&found), ["SHOWN"]);
    assert_eq!(found["programsLeftOut"], 1);
}

#[tokio::test]
async fn a_search_for_nothing_or_in_no_program_is_bad_input() {
    let world = World::new().await;
    for arguments in ["query: \" - \"", "query: \"x\", program: \"NONE\"", "query: \"x\", first: 0"] {
        let code = world.refused(&format!("{{ search({arguments}) {{ totalCount }} }}")).await;
        assert_eq!(code, "BAD_USER_INPUT", "{arguments}");
    }
}
