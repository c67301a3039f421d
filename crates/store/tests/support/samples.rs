//! A recorded event of every version of a fact that was ever written.

use std::fs;
use std::path::PathBuf;

use cxl_store::seal::{has_typed_text, seal_body};
use cxl_store::{MemoryVault, Recorded, SeededEntropy, Vault as _};
use serde_json::{Value, json};
use uuid::Uuid;

/// What stands in every text; a code, since the option that somebody votes for is one.
pub(crate) const SECRET: &str = "KEPT-FROM-THE-FILE";

/// The samples as they are stored, each in a stream of its own.
pub(crate) fn recorded() -> Vec<Recorded> {
    let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(1)));
    let mut entropy = SeededEntropy::numbered(2);
    let mut events = typed();
    for event in &mut events {
        if has_typed_text(&event.body) {
            event.body = seal_body(&event.body, event.id, &vault.draw().unwrap(), &mut entropy).unwrap();
        }
    }
    events
}

/// The samples before they are sealed.
pub(crate) fn typed() -> Vec<Recorded> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/events");
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(".schema.json")).collect();
    names.sort();
    let event = |(name, position): (String, u64)| {
        let body = fs::read(folder.join(&name)).unwrap();
        let type_name = name.trim_end_matches(".json");
        let kind = type_name.split('.').next().unwrap();
        let id = Uuid::from_u128(u128::from(position) + 1);
        Recorded {
            position,
            stream: format!("{kind}-{id}").parse().unwrap(),
            revision: position % 7,
            id,
            type_name: type_name.into(),
            body: secretive(serde_json::from_slice(&body).unwrap()).to_string().into_bytes(),
            meta: meta(position).to_string().into_bytes(),
        }
    };
    names.into_iter().zip(0..).map(event).collect()
}

/// The same body with one text everywhere.
fn secretive(mut body: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => match members.get_mut("$text") {
                Some(text) => *text = json!(SECRET),
                None => members.values_mut().for_each(walk),
            },
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    walk(&mut body);
    body
}

fn meta(position: u64) -> Value {
    let mut meta = json!({
        "actor": {"person": Uuid::from_u128(u128::from(position % 3))},
        "command": Uuid::from_u128(u128::from(position) + 1_000),
        "fingerprint": "00112233445566778899aabbccddeeff",
        "recorded": format!("2026-01-02T03:{:02}:05.000006Z", position % 60),
        "basis": position,
        "rule": "demo.rule",
        "blind": "09".repeat(32),
    });
    if position.is_multiple_of(4) {
        meta["claim"] = json!({"published": "2020-03-01"});
    }
    meta
}
