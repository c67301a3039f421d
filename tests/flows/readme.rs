//! The page that a newcomer reads first says what is so.

use serde_json::{Value, json};

use crate::demo::token_of;
use crate::server::{Server, command, folder};

const README: &str = include_str!("../../README.md");

/// The blocks of README in a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let blocks = README.split(opening.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What a `curl` line asks.
fn asked_by_curl(text: &str) -> String {
    let body = text.split("-d '").nth(1).unwrap().split('\'').next().unwrap();
    serde_json::from_str::<Value>(body).unwrap()["query"].as_str().unwrap().to_owned()
}

#[test]
fn every_query_of_the_readme_and_of_the_greeting_is_answered_as_shown() {
    let data = folder();
    let server = Server::of(&mut command(data.path(), &["serve", "--demo"]));
    let token = token_of(&server, "program_lead");
    let ask = |document: &str| server.ask_as(&token, document, &json!({})).1;

    let shown: Vec<Value> =
        blocks("json").into_iter().map(|block| serde_json::from_str(block).unwrap()).collect();
    // What an answer cost stands beside it; the examples leave it out.
    let answers: Vec<Value> =
        blocks("graphql").into_iter().map(|query| json!({ "data": ask(query)["data"] })).collect();
    assert!(!answers.is_empty());
    assert_eq!(answers, shown);

    for line in blocks("sh").into_iter().filter(|block| block.contains("curl")) {
        let answer = ask(&asked_by_curl(line));
        assert!(answer["errors"].is_null(), "{answer:#}");
    }
    let answer = ask(&asked_by_curl(&server.greeting));
    assert!(answer["errors"].is_null(), "{answer:#}");
}
