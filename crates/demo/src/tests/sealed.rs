//! What was typed is nowhere in the log in clear.

use std::collections::BTreeSet;

use cxl_store::seal::{Opened, open_body};

use super::super::company::PEOPLE;
use super::super::metrics::METRICS;
use super::told;

/// Where votes lie in the body of an event.
const BALLOTS: [&str; 2] = ["/fact/choice", "/fact/vote/for"];

#[tokio::test]
async fn no_typed_text_stands_in_a_body_or_beside_it() {
    let told = told().await;
    let mut typed = BTreeSet::new();
    for recorded in &told.log {
        for (pointer, text) in open_body(&recorded.body, recorded.id, &**told.ledger.vault()).unwrap() {
            // The options of a decision are no secret; for which of them somebody voted is.
            if BALLOTS.contains(&pointer.as_str()) {
                continue;
            }
            match text {
                Opened::Clear(text) => typed.insert(text),
                Opened::Missing(key) => panic!("the key {key} is not in the vault"),
            };
        }
    }
    for (code, name, ..) in PEOPLE {
        assert!(typed.contains(code) && typed.contains(name), "{name} is not sealed anywhere");
    }
    assert!(METRICS.iter().all(|metric| typed.contains(metric.name) && typed.contains(metric.wording)));
    assert!(typed.len() > 400, "only {} texts were found", typed.len());
    let stored: Vec<u8> = told
        .log
        .iter()
        .flat_map(|recorded| [&*recorded.body, b"\n", &*recorded.meta, b"\n"].concat())
        .collect();
    let stored = String::from_utf8(stored).unwrap();
    for text in &typed {
        assert!(!stored.contains(text.as_str()), "{text:?} is stored in clear");
        let escaped = serde_json::to_string(text).unwrap();
        assert!(!stored.contains(escaped.trim_matches('"')), "{text:?} is stored in clear");
    }
}
