//! What people read, in both languages.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::Request;
use cxl_graphql::{ErrorCode, execute};
use cxl_store::meta::Actor;
use cxl_words::Language;
use serde_json::Value;

use crate::world::World;

/// Lists that people read labels of and that are no enums of the schema.
const BESIDE_THE_SCHEMA: [&str; 2] = ["Level", "RequestError"];

/// Enums whose values are told in sentences, each with what to do instead.
const TOLD_IN_SENTENCES: [&str; 1] = ["ErrorCode"];

fn names(list: &Value, key: &str) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|item| item[key].as_str().unwrap().to_owned()).collect()
}

/// The enums of the schema that have labels, with their values.
async fn enums(world: &World) -> BTreeMap<String, BTreeSet<String>> {
    let answer = world.ask("{ __schema { types { kind name enumValues { name } } } }").await;
    let types = answer["__schema"]["types"].as_array().unwrap().clone();
    let enums = types.into_iter().filter(|kind| kind["kind"] == "ENUM");
    let named =
        enums.map(|list| (list["name"].as_str().unwrap().to_owned(), names(&list["enumValues"], "name")));
    named.filter(|(name, _)| !name.starts_with("__") && !TOLD_IN_SENTENCES.contains(&name.as_str())).collect()
}

#[tokio::test]
async fn every_value_of_every_enum_has_a_label_in_every_language() {
    let world = World::new().await;
    let mut wanted = enums(&world).await;
    let codes = ErrorCode::ALL.iter().map(|code| code.as_str().to_owned());
    wanted.insert("RequestError".into(), codes.collect());
    let mut faults = Vec::new();
    for language in ["EN", "VI"] {
        let query = format!("{{ labels(language: {language}) {{ list label values {{ value label }} }} }}");
        let answer = world.ask(&query).await;
        let given: BTreeMap<_, _> = answer["labels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|list| (list["list"].as_str().unwrap().to_owned(), names(&list["values"], "value")))
            .collect();
        let file = format!("crates/words/{}/lists.ftl", language.to_lowercase());
        for (list, values) in &wanted {
            let labeled = given.get(list).cloned().unwrap_or_default();
            faults.extend(values.difference(&labeled).map(|value| format!("add {list} .{value} to {file}")));
            faults.extend(
                labeled.difference(values).map(|value| format!("remove {list} .{value} from {file}")),
            );
        }
        let known = |list: &str| wanted.contains_key(list) || BESIDE_THE_SCHEMA.contains(&list);
        faults.extend(
            given.keys().filter(|list| !known(list)).map(|list| format!("remove {list} from {file}")),
        );
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn the_language_is_that_of_the_argument_else_of_the_request_else_english() {
    let world = World::new().await;
    let ask = async |language: Option<Language>, document: &str| {
        let mut request = Request::new(document);
        if let Some(language) = language {
            request = request.data(language);
        }
        let answer = execute(&world.schema, request, Some(Actor::person(world.administrator))).await;
        serde_json::to_value(answer).unwrap()["data"]["organization"]["model"]["levels"][0].clone()
    };
    let plain = "{ organization { model { levels { name } } } }";
    let asked = "{ organization { model { levels { name(language: EN) vi: name(language: VI) } } } }";
    assert_eq!(ask(None, plain).await["name"], "Repair");
    assert_eq!(ask(Some(Language::Vietnamese), plain).await["name"], "Hồi phục");
    let both = ask(Some(Language::Vietnamese), asked).await;
    assert_eq!((&both["name"], &both["vi"]), (&"Repair".into(), &"Hồi phục".into()));
}
