//! The walks in `docs/walks`: each of their queries is answered as shown, so none of them can go stale.
//!
//! `UPDATE=1 cargo test -p cx-ledger --test flows walks` writes the answers anew.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::demo::token_of;
use crate::server::{Server, command, folder};

/// Each walk, with the role in which its reader asks.
const WALKS: [(&str, &str); 3] =
    [("initiative.md", "program_lead"), ("secretary.md", "secretary"), ("auditor.md", "auditor")];

/// How wide the lines of an answer are.
const WIDTH: usize = 110;

/// An answer as JSON for people: whatever fits in a line stands in one, and fields come in the order in which
/// the query names them first.
fn laid_out(value: &Value, query: &str, indent: usize) -> String {
    let in_a_line = in_a_line(value, query);
    if indent + in_a_line.chars().count() <= WIDTH {
        return in_a_line;
    }
    let (inner, outer) = (" ".repeat(indent + 2), " ".repeat(indent));
    let (open, close, lines): (_, _, Vec<String>) = match value {
        Value::Array(items) => {
            let line = |item| format!("{inner}{}", laid_out(item, query, indent + 2));
            ('[', ']', items.iter().map(line).collect())
        }
        Value::Object(fields) => {
            let line = |(name, field)| format!("{inner}\"{name}\": {}", laid_out(field, query, indent + 2));
            ('{', '}', as_asked(fields, query).into_iter().map(line).collect())
        }
        _ => return in_a_line,
    };
    format!("{open}\n{}\n{outer}{close}", lines.join(",\n"))
}

fn in_a_line(value: &Value, query: &str) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| in_a_line(item, query)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, field)| format!("\"{name}\": {}", in_a_line(field, query));
            let fields: Vec<String> = as_asked(fields, query).into_iter().map(field).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

fn as_asked<'a>(fields: &'a Map<String, Value>, query: &str) -> Vec<(&'a String, &'a Value)> {
    let words: Vec<&str> = query.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| words.iter().position(|word| word == name));
    fields
}

/// The page with the answers that the server gives now, and how many queries it asks.
fn walked(page: &str, ask: &dyn Fn(&str) -> Value) -> (String, usize) {
    let (mut told, mut rest, mut asked) = (String::new(), page, 0);
    while let Some((before, query_on)) = rest.split_once("```graphql\n") {
        let (document, after) = query_on.split_once("```").expect("a query ends");
        let (between, answer_on) = after.split_once("```json\n").expect("a query has an answer");
        let (_, next) = answer_on.split_once("```").expect("an answer ends");
        let answer = laid_out(&ask(document), document, 0);
        told.extend([before, "```graphql\n", document, "```", between, "```json\n", &answer, "\n```"]);
        (rest, asked) = (next, asked + 1);
    }
    (told + rest, asked)
}

#[test]
fn every_query_of_the_walks_is_answered_as_shown() {
    let data = folder();
    let server = Server::of(&mut command(data.path(), &["serve", "--demo"]));
    for (name, role) in WALKS {
        let token = token_of(&server, role);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/walks").join(name);
        let page = fs::read_to_string(&path).unwrap();
        let ask = |document: &str| {
            let (status, mut answer) = server.ask_as(&token, document, &json!({}));
            assert!(status == 200 && answer["errors"].is_null(), "{name}: {document}\n{answer:#}");
            answer["data"].take()
        };
        let (told, asked) = walked(&page, &ask);
        assert!(asked >= 5, "{name} asks {asked} queries");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &told).unwrap();
        }
        let page = fs::read_to_string(&path).unwrap();
        let differs = page.lines().zip(told.lines()).find(|(shown, told)| shown != told);
        assert_eq!(page, told, "{name}: {differs:?}; if that is meant, run the test with UPDATE=1");
    }
}
