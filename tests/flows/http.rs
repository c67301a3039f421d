//! Who is let in, and what is refused before it can do harm.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::server::{Server, TOKEN, command, folder};

const JSON: &str = "application/json";

#[track_caller]
fn assert_refused((status, answer): (u16, Value), expected: u16, code: &str) {
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (expected, &json!(code)), "{answer:#}");
    assert!(answer.get("data").is_none(), "{answer:#}");
    assert!(answer["errors"][0]["message"].as_str().is_some_and(|message| message.len() > 20), "{answer:#}");
}

fn body(document: &str) -> String {
    json!({ "query": document }).to_string()
}

#[test]
fn only_who_presents_a_known_token_is_answered() {
    let data = folder();
    let server = Server::start(data.path());
    let asked = body("{ __typename }");
    assert_refused(server.post(None, JSON, &asked), 401, "UNAUTHENTICATED");
    assert_refused(server.post(Some("short"), JSON, &asked), 401, "UNAUTHENTICATED");
    assert_refused(server.post(Some(&"x".repeat(40)), JSON, &asked), 401, "UNAUTHENTICATED");
    assert_refused(server.post(Some(&format!("{TOKEN}x")), JSON, &asked), 401, "UNAUTHENTICATED");
    let answer = json!({
        "data": {"__typename": "Query"}, "extensions": {"cost": {"points": 1, "nodeCount": 0}},
    });
    assert_eq!(server.post(Some(TOKEN), JSON, &asked), (200, answer));
}

#[test]
fn whoever_presents_no_token_is_refused_before_the_body_is_read() {
    let data = folder();
    let server = Server::start(data.path());
    let mut connection = server.connect();
    // A body is promised, and not a byte of it is sent.
    let head =
        format!("POST /graphql HTTP/1.1\r\nHost: here\r\nContent-Type: {JSON}\r\nContent-Length: 9000");
    connection.write_all(format!("{head}\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer, and the end of the connection");
    assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("UNAUTHENTICATED"), "{answer}");
}

#[test]
fn only_json_is_read() {
    let data = folder();
    let server = Server::start(data.path());
    let asked = body("{ __typename }");
    for other in
        ["text/plain", "application/x-www-form-urlencoded", "application/graphql", "multipart/form-data"]
    {
        assert_refused(server.post(Some(TOKEN), other, &asked), 415, "BAD_REQUEST");
    }
    assert_eq!(server.post(Some(TOKEN), "Application/JSON; charset=utf-8", &asked).0, 200);
    for wrong in ["", "[", "{}", "[]", "{\"query\": 1}", &format!("[{asked},{asked}]")] {
        assert_refused(server.post(Some(TOKEN), JSON, wrong), 400, "BAD_REQUEST");
    }
    let too_long = server.post(Some(TOKEN), JSON, &body(&"x".repeat(70_000)));
    assert_refused(too_long, 200, "LIMIT_EXCEEDED");
    assert_refused(server.post(Some(TOKEN), JSON, &body("{ nothing")), 200, "GRAPHQL_PARSE_FAILED");
}

#[test]
fn a_document_that_would_end_or_stall_the_process_is_refused_and_the_process_goes_on() {
    let data = folder();
    let server = Server::start(data.path());
    let ask = |document: &str| server.post(Some(TOKEN), JSON, &body(document));
    let (open, close) = ("[".repeat(20_000), "]".repeat(20_000));
    assert_refused(ask(&format!("{{a(x:{open}1{close})}}")), 200, "LIMIT_EXCEEDED");
    assert_refused(ask(&format!("query($x:[Int]={open}{close}){{a}}")), 200, "LIMIT_EXCEEDED");
    let objects = format!("{{a(x:{}1{})}}", "{a:".repeat(9_000), "}".repeat(9_000));
    assert_refused(ask(&objects), 200, "LIMIT_EXCEEDED");
    let fragments = (0..12).map(|index| {
        let spreads = format!("...f{} ", index + 1).repeat(10);
        format!("fragment f{index} on Query{{{spreads}}}")
    });
    let spreading = format!("{{...f0}}{}fragment f12 on Query{{__typename}}", fragments.collect::<String>());
    assert_refused(ask(&spreading), 200, "LIMIT_EXCEEDED");
    let nowhere = spreading.replace("__typename", "...nowhere");
    assert_refused(ask(&nowhere), 200, "GRAPHQL_VALIDATION_FAILED");
    assert_refused(ask("{...a} fragment a on Query{...a}"), 200, "GRAPHQL_VALIDATION_FAILED");
    assert_refused(ask("{__typename} fragment a on Query{...a}"), 200, "GRAPHQL_VALIDATION_FAILED");
    let deep = format!("{{\"query\":\"query($x:J){{__typename}}\",\"variables\":{{\"x\":{open}{close}}}}}");
    assert_refused(server.post(Some(TOKEN), JSON, &deep), 400, "BAD_REQUEST");
    assert_eq!(ask("{ __typename }").0, 200);
}

#[test]
fn no_answer_lists_more_errors_than_a_person_reads() {
    let data = folder();
    let server = Server::start(data.path());
    let unknown =
        format!("{{{}}}", (0..2_000).map(|index| format!("no{index}")).collect::<Vec<_>>().join(" "));
    let (_, answer) = server.post(Some(TOKEN), JSON, &body(&unknown));
    let errors = answer["errors"].as_array().map_or(0, Vec::len);
    assert!((1..=20).contains(&errors), "{errors} errors");
}

#[test]
fn pages_beside_the_endpoint_tell_how_the_server_is_and_where_to_ask() {
    let data = folder();
    let server = Server::start(data.path());
    assert_eq!(server.read("/health/live").0, 200);
    let (status, ready) = server.read("/health/ready");
    assert!(status == 200 && ready.contains("\"status\":\"ready\""), "{ready}");
    let (status, hint) = server.read("/");
    assert!(status == 200 && hint.contains("/graphql"), "{hint}");
    assert_eq!(server.read("/graphql").0, 401);
    let (status, told) = server.read("/elsewhere");
    assert!(status == 404 && told.contains("/graphql") && told.contains("/explorer"), "{status} {told}");
}

#[test]
fn the_first_start_shows_a_token_once_and_it_works() {
    let data = folder();
    let token = {
        let server = Server::of(&mut command(data.path(), &["serve"]));
        let token =
            server.greeting.split_whitespace().find(|word| word.starts_with("cxl_")).map(str::to_owned);
        let token = token.expect("the first start shows a token");
        assert_eq!(server.ask_as(&token, "{ __typename }", &json!({})).0, 200);
        token
    };
    let server = Server::of(&mut command(data.path(), &["serve"]));
    assert!(!server.greeting.contains("cxl_"), "{}", server.greeting);
    assert_eq!(server.ask_as(&token, "{ __typename }", &json!({})).0, 200);
}

#[test]
fn the_header_accept_language_names_the_language_of_whoever_reads() {
    let data = folder();
    let server = Server::start(data.path());
    let asked = body("{ labels { list values { value label } } }");
    let label = |header: Option<&str>| {
        let mut request = ureq::post(&server.url)
            .header("Authorization", &format!("Bearer {TOKEN}"))
            .header("Content-Type", JSON);
        if let Some(header) = header {
            request = request.header("Accept-Language", header);
        }
        let mut answer = request.send(asked.as_str()).unwrap();
        let answer: Value = answer.body_mut().read_json().unwrap();
        let lists = answer["data"]["labels"].as_array().unwrap().clone();
        let role = lists.into_iter().find(|list| list["list"] == "Role").unwrap();
        role["values"][0]["label"].as_str().unwrap().to_owned()
    };
    assert_eq!(label(Some("vi-VN,vi;q=0.9,en;q=0.8")), "Quản trị viên");
    assert_eq!(label(Some("fr, *;q=0.1")), "Administrator");
    assert_eq!(label(None), "Administrator");
}

#[test]
fn an_answer_waits_for_the_position_that_it_must_take_in() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--answer-timeout", "1"]);
    let last = server.ask("{ ledger { position } }")["ledger"]["position"].clone();
    let position: u64 = last.as_str().unwrap().parse().unwrap();
    let (status, answer) = server.ask_at_least(&position.to_string(), "{ ledger { position } }");
    assert_eq!((status, &answer["data"]["ledger"]["position"]), (200, &last));
    let (status, answer) = server.ask_at_least(&(position + 1).to_string(), "{ ledger { position } }");
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (504, &json!("TIMEOUT")), "{answer:#}");
    let (status, answer) = server.ask_at_least("soon", "{ ledger { position } }");
    assert_eq!(
        (status, &answer["errors"][0]["extensions"]["code"]),
        (400, &json!("BAD_REQUEST")),
        "{answer:#}"
    );
}
