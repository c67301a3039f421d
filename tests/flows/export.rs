//! Everything out again: each byte as it was recorded, and a root that anybody can compute from it.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::act::record;
use crate::server::{Server, folder, printed, refused};

type Hash = [u8; 32];

/// The root over an export, computed here from the published formats alone.
pub(crate) fn root_of(export: &str) -> String {
    let mut last_of_stream = std::collections::HashMap::new();
    let leaves: Vec<Hash> = export
        .lines()
        .map(|line| {
            let event: Value = serde_json::from_str(line).expect("each line is JSON");
            let text = |name: &str| event[name].as_str().expect("a string");
            let (body, meta) = (text("body"), text("meta"));
            let recorded: Value = serde_json::from_str(meta).expect("metadata is JSON");
            let mut commitment = Sha256::new();
            commitment.update(b"cx-ledger/body/1\n");
            for part in [body, meta] {
                commitment.update((part.len() as u64).to_be_bytes());
                commitment.update(part);
            }
            let previous = last_of_stream.get(text("stream")).copied().unwrap_or([0; 32]);
            let leaf = format!(
                r#"{{"at":"{}","body":"{}","ev":"{}","prev":"{}","rev":{},"str":"{}","typ":"{}","v":1}}"#,
                recorded["recorded"].as_str().expect("a time"),
                hex::encode(commitment.finalize()),
                text("id"),
                hex::encode(previous),
                event["revision"],
                text("stream"),
                text("type"),
            );
            let hash = Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
            last_of_stream.insert(text("stream").to_owned(), hash);
            hash
        })
        .collect();
    hex::encode(tree(&leaves))
}

/// RFC 6962, section 2.1.
fn tree(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::new()
                .chain_update([1])
                .chain_update(tree(left))
                .chain_update(tree(right))
                .finalize()
                .into()
        }
    }
}

/// The root that the program computes.
pub(crate) fn root_of_doctor(data: &std::path::Path) -> String {
    let report: Value = serde_json::from_str(&printed(data, &["doctor", "--json"])).expect("JSON");
    report["root"]["sha256"].as_str().expect("a root").to_owned()
}

#[test]
fn the_root_stays_and_anybody_computes_it_from_the_export() {
    let data = folder();
    let first = {
        let _server = Server::start(data.path());
        root_of_doctor(data.path())
    };
    assert_eq!(root_of_doctor(data.path()), first, "the root is the same beside a server and after it");
    let export = printed(data.path(), &["export", "--jsonl"]);
    assert_eq!(root_of(&export), first);
    let altered = export.replacen("UTC", "GMT", 1);
    assert_ne!(root_of(&altered), first, "a changed zone shows");
}

#[test]
fn a_root_that_was_noted_down_is_that_of_the_first_lines_of_any_later_export() {
    let data = folder();
    let server = Server::start(data.path());
    let noted = root_of_doctor(data.path());
    let events = printed(data.path(), &["export", "--jsonl"]).lines().count();
    record(&server, "renameOrganization", json!({ "name": "Another name" }));
    let later = printed(data.path(), &["export", "--jsonl"]);
    assert!(later.lines().count() > events && root_of(&later) != noted);
    let first: String = later.split_inclusive('\n').take(events).collect();
    assert_eq!(root_of(&first), noted);
}

#[test]
fn every_event_is_exported_once_and_in_order() {
    let data = folder();
    drop(Server::start(data.path()));
    let export = printed(data.path(), &["export", "--jsonl"]);
    assert!(export.lines().count() > 5, "a ledger that was founded has events: {export}");
    let documented = include_str!("../../docs/export.md");
    for (position, line) in export.lines().enumerate() {
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["position"], position);
        let members: Vec<_> = event.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members.len(), 7, "{members:?}");
        assert!(members.iter().all(|member| documented.contains(&format!("| `{member}` |"))), "{members:?}");
    }
    let report: Value = serde_json::from_str(&printed(data.path(), &["doctor", "--json"])).unwrap();
    assert_eq!(report["root"]["events"], export.lines().count());
    assert_eq!(report["findings"], Value::Array(Vec::new()));
}

#[test]
fn an_export_into_a_file_is_whole_and_replaces_nothing() {
    let data = folder();
    drop(Server::start(data.path()));
    let path = data.path().join("out.jsonl");
    let name = path.to_str().unwrap();
    printed(data.path(), &["export", "--jsonl", "-o", name]);
    let written = fs::read_to_string(&path).unwrap();
    assert_eq!(written, printed(data.path(), &["export", "--jsonl"]));
    assert!(refused(data.path(), &["export", "--jsonl", "-o", name]).contains("already a file"));
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}
