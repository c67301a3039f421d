//! Every version of a fact that was ever written: its sample has the form that its schema states, and still
//! reads as a fact of today.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use cxl_store::codec::decode_body;
use cxl_store::upcast::{UPCASTERS, upcast};
use jsonschema::Validator;
use serde_json::{Value, json};

/// The files of one version of a fact.
struct Stored {
    sample: Value,
    schema: Value,
}

/// Every version that has files, by wire name.
fn stored() -> BTreeMap<String, Stored> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/events");
    let read = |name: String| -> Value {
        let path = folder.join(&name);
        serde_json::from_slice(&fs::read(&path).expect(&name)).expect(&name)
    };
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let versions: BTreeSet<String> =
        names.map(|name| name.trim_end_matches(".json").trim_end_matches(".schema").to_owned()).collect();
    let files = |name: &String| Stored {
        sample: read(format!("{name}.json")),
        schema: read(format!("{name}.schema.json")),
    };
    versions.into_iter().map(|name| (name.clone(), files(&name))).collect()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn newest(name: &str, sample: &Value) -> (String, Value) {
    let body = serde_json::to_vec(sample).unwrap();
    match upcast(UPCASTERS, name, &body).expect(name) {
        None => (name.to_owned(), sample.clone()),
        Some((newest, body)) => (newest.to_owned(), serde_json::from_slice(&body).unwrap()),
    }
}

/// Where the typed texts of a body stand.
fn places_of_text(body: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, place: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) if members.contains_key("$text") => {
                found.insert(place.to_owned());
            }
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, &format!("{place}/{name}"), found);
                }
            }
            Value::Array(items) => {
                for (at, value) in items.iter().enumerate() {
                    walk(value, &format!("{place}/{at}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    walk(body, "", &mut found);
    found
}

/// Every object in a value, by its place.
fn objects(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(place.to_owned());
            for (name, value) in members {
                objects(value, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                objects(value, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_sample_has_the_form_that_its_schema_states() {
    let stored = stored();
    assert!(stored.len() > 100, "{} versions", stored.len());
    for (name, Stored { sample, schema }) in &stored {
        let errors: Vec<_> = validator(schema).iter_errors(sample).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert_eq!(schema["title"], json!(name));
    }
}

#[test]
fn a_schema_refuses_what_its_version_does_not_have() {
    for (name, Stored { sample, schema }) in stored() {
        let validator = validator(&schema);
        let mut places = Vec::new();
        objects(&sample, "", &mut places);
        for place in places {
            let mut changed = sample.clone();
            changed.pointer_mut(&place).unwrap()["surprise"] = json!(1);
            // Some objects are maps from what people chose to what it is.
            let is_map = place.ends_with("/values");
            assert!(is_map || !validator.is_valid(&changed), "{name} takes a surprise at {place:?}");
        }
        let mut changed = sample.clone();
        changed["by"] = json!("nobody");
        assert!(!validator.is_valid(&changed), "{name} takes anything as the person who did it");
    }
}

#[test]
fn every_version_still_reads_as_a_fact_of_today() {
    for (name, Stored { sample, .. }) in stored() {
        let (newest, body) = newest(&name, &sample);
        let kind = newest.split('.').next().unwrap();
        let body = serde_json::to_vec(&body).unwrap();
        decode_body(kind, &newest, &body).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    }
}

#[test]
fn an_older_version_becomes_what_the_schema_of_the_newest_states() {
    let stored = stored();
    for step in UPCASTERS {
        let (newest, body) = newest(step.from, &stored[step.from].sample);
        let errors: Vec<_> =
            validator(&stored[&newest].schema).iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", step.from);
    }
}

#[test]
fn a_step_leads_from_one_version_of_a_fact_to_the_next() {
    let version = |name: &str| -> (String, u32) {
        let (fact, version) = name.rsplit_once(".v").unwrap();
        (fact.to_owned(), version.parse().unwrap())
    };
    let stored = stored();
    for step in UPCASTERS {
        let ((fact, from), (same, to)) = (version(step.from), version(step.to));
        assert_eq!((fact, from + 1), (same, to), "{} to {}", step.from, step.to);
    }
    // Between them the steps leave from every older version, and from no newest one.
    let newest: BTreeMap<String, u32> = stored.keys().map(|name| version(name)).collect();
    let older: BTreeSet<&str> = stored
        .keys()
        .filter(|name| {
            let (fact, number) = version(name);
            number < newest[&fact]
        })
        .map(String::as_str)
        .collect();
    assert_eq!(UPCASTERS.iter().map(|step| step.from).collect::<BTreeSet<_>>(), older);
}

#[test]
fn a_step_moves_no_typed_text() {
    let stored = stored();
    for step in UPCASTERS {
        let sample = &stored[step.from].sample;
        let after = (step.apply)(sample.clone()).unwrap();
        assert_eq!(places_of_text(sample), places_of_text(&after), "{}", step.from);
    }
}

#[test]
fn the_page_on_compatibility_lists_every_step() {
    let page = include_str!("../../../docs/compatibility.md");
    for step in UPCASTERS {
        let row = format!("| `{}` | `{}` |", step.from, step.to);
        assert!(page.contains(&row), "docs/compatibility.md lacks a row that begins with\n{row}");
    }
    let rows = page.lines().filter(|line| line.contains(".v") && line.matches("` | `").count() == 1).count();
    assert_eq!(rows, UPCASTERS.len(), "docs/compatibility.md lists a step that there is not");
}
