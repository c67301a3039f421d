//! The schema itself: recorded, described, stable.

use std::fs;

use cxl_graphql::sdl;
use serde_json::Value;

use crate::world::World;

#[test]
fn the_recorded_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/graphql/schema.graphql");
    let current = sdl();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/graphql")).unwrap();
        fs::write(path, &current).unwrap();
    }
    let recorded = fs::read_to_string(path).unwrap_or_default();
    assert!(
        recorded == current,
        "{path} is not current: run this test with UPDATE=1 and look at the difference"
    );
}

#[test]
fn the_schema_is_written_the_same_way_every_time() {
    assert_eq!(sdl(), sdl());
}

const INTROSPECTION: &str = "{ __schema { types { name description \
    fields(includeDeprecated: true) { name description args { name description } } \
    inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";

#[tokio::test]
async fn every_type_field_argument_and_value_is_described() {
    let world = World::new().await;
    let answer = world.ask(INTROSPECTION).await;
    let mut bare = Vec::new();
    for kind in members(&answer["__schema"]["types"]) {
        let name = kind["name"].as_str().unwrap();
        if name.starts_with("__") {
            continue;
        }
        note(&mut bare, name, kind);
        for part in ["fields", "inputFields", "enumValues"] {
            for member in members(&kind[part]) {
                let place = format!("{name}.{}", member["name"].as_str().unwrap());
                note(&mut bare, &place, member);
                for argument in members(&member["args"]) {
                    note(&mut bare, &format!("{place}({})", argument["name"].as_str().unwrap()), argument);
                }
            }
        }
    }
    assert!(bare.is_empty(), "without description: {bare:#?}");
}

fn members(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn note(bare: &mut Vec<String>, place: &str, described: &Value) {
    if described["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
        bare.push(place.to_owned());
    }
}

#[tokio::test]
async fn the_usual_introspection_query_is_answered() {
    let world = World::new().await;
    let mut of_type = "kind name".to_owned();
    for _ in 0..8 {
        of_type = format!("kind name ofType {{ {of_type} }}");
    }
    let query = format!("{{ __schema {{ types {{ fields {{ type {{ {of_type} }} }} }} }} }}");
    assert!(world.ask(&query).await["__schema"]["types"].as_array().is_some_and(|types| types.len() > 50));
}

/// Types with an id that is no node of its own, and why.
const NO_NODES: &[(&str, &str)] = &[
    ("Action", "it belongs to its meeting"),
    ("Seat", "it belongs to its committee"),
    ("Event", "it belongs to the history of what it is about"),
    ("RecordedEvent", "it belongs to the answer of a command"),
    ("DecisionAuthority", "its id is the decision's"),
    ("RankedThing", "its id is that of what is ranked"),
];

#[test]
fn whatever_has_a_global_id_is_found_by_it() {
    let sdl = sdl();
    let types = sdl.split("\ntype ").skip(1).filter_map(|rest| rest.split_once(" {\n"));
    let with_id = types.filter(|(_, fields)| {
        let fields = fields.split("\n}").next().unwrap_or_default();
        fields.lines().any(|line| line == "\tid: ID!")
    });
    let (nodes, others): (Vec<_>, Vec<_>) =
        with_id.map(|(head, _)| head).partition(|head| head.contains("implements Node"));
    assert!(nodes.len() > 14, "{nodes:?}");
    let unexplained: Vec<_> =
        others.iter().filter(|name| NO_NODES.iter().all(|(known, _)| known != *name)).collect();
    assert!(unexplained.is_empty(), "let node(id) find these, or say why not: {unexplained:?}");
}
