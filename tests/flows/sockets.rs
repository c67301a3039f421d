//! GraphQL over WebSockets, as a client program speaks it.

mod socket;

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tungstenite::Message;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder};
pub(crate) use socket::Socket;

fn initiative(server: &Server) -> String {
    let person = server.ask("{ viewer { id } }")["viewer"]["id"].take();
    record(
        server,
        "createProgram",
        json!({ "code": "CX", "name": "Customers first", "sponsor": { "id": person }, "zone": "UTC", "on": "2024-01-01" }),
    );
    charter(server, "REFUNDS");
    let asked = server.ask(r#"{ initiative(program: "CX", code: "REFUNDS") { id } }"#);
    asked["initiative"]["id"].as_str().unwrap().to_owned()
}

fn charter(server: &Server, code: &str) -> Value {
    record(
        server,
        "charterInitiative",
        json!({ "program": { "code": "CX" }, "code": code, "name": "Refunds in a day", "purpose": "No waiting",
                "on": "2024-01-01" }),
    )
}

fn rename(server: &Server, initiative: &str, name: &str) -> u64 {
    let renamed =
        record(server, "renameInitiative", json!({ "initiative": { "id": initiative }, "name": name }));
    renamed["position"].as_str().unwrap().parse().unwrap()
}

fn follow(id: &str) -> String {
    format!(
        r#"subscription {{ initiativeChanged(id: "{id}") {{ position events {{ position type }} initiative {{ name {{ value }} }} }} }}"#
    )
}

const LEDGER: &str = "subscription { ledgerChanged { position events { type } } }";

#[test]
fn whoever_follows_over_a_socket_is_told_what_others_record() {
    let data = folder();
    let server = Server::start(data.path());
    let id = initiative(&server);
    let mut socket = Socket::of(&server, TOKEN);
    socket.subscribe("a", &follow(&id));
    let begun = socket.told("a");
    assert_eq!(
        (&begun["events"], &begun["initiative"]["name"]["value"]),
        (&json!([]), &json!("Refunds in a day"))
    );
    let position = rename(&server, &id, "Refunds at once");
    let told = socket.told("a");
    assert_eq!(told["position"], json!(position.to_string()));
    assert_eq!(told["events"][0]["type"], "initiative.named.v1");
    assert_eq!(told["initiative"]["name"]["value"], "Refunds at once");
    // Whoever ends it hears no more of it, and no echo: what comes next is the pong.
    socket.say(&json!({ "type": "complete", "id": "a" }));
    socket.say(&json!({ "type": "ping" }));
    assert_eq!(socket.hear(), json!({ "type": "pong" }));
    rename(&server, &id, "Refunds");
    socket.subscribe("a", "{ __typename }");
    assert_eq!(socket.told("a"), "Query", "its id is free again");
    assert_eq!(socket.hear(), json!({ "type": "complete", "id": "a" }));
}

/// The documents in a chapter of the documentation.
fn documents(chapter: &str) -> Vec<String> {
    let page = include_str!("../../docs/graphql.md");
    let chapter = page.split("\n## ").find(|text| text.starts_with(chapter)).expect("the chapter");
    let blocks = chapter.split("```graphql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_examples_of_the_documentation_are_answered() {
    let data = folder();
    let server = Server::start(data.path());
    let id = initiative(&server);
    let mut socket = Socket::of(&server, TOKEN);
    let documents = documents("Following what is recorded");
    assert!(documents.len() >= 3, "{documents:?}");
    for document in documents {
        let variables =
            if document.contains("$after") { json!({ "id": id, "after": "0" }) } else { json!({ "id": id }) };
        let payload = json!({ "query": document, "variables": variables });
        socket.say(&json!({ "type": "subscribe", "id": "doc", "payload": payload }));
        let told = socket.told("doc");
        if document.contains("events") {
            assert!(told["events"].as_array().is_some_and(|events| !events.is_empty()), "{told:#}");
        }
        socket.say(&json!({ "type": "complete", "id": "doc" }));
        socket.say(&json!({ "type": "ping" }));
        while socket.hear()["type"] != "pong" {}
    }
}

#[test]
fn questions_and_commands_go_over_a_socket_under_the_same_limits() {
    let data = folder();
    let server = Server::start(data.path());
    let mut socket = Socket::of(&server, TOKEN);
    let variables = json!({ "kind": "ONE" });
    let query = "query q($kind: String) { ledger { position } } mutation m { __typename }";
    let payload = json!({ "query": query, "operationName": "q", "variables": variables });
    socket.say(&json!({ "type": "subscribe", "id": "q", "payload": payload }));
    assert_eq!(socket.failed("q").0, "GRAPHQL_VALIDATION_FAILED", "a variable is not used");
    let payload =
        json!({ "query": "query q { ledger { position } } mutation m { __typename }", "operationName": "m" });
    socket.say(&json!({ "type": "subscribe", "id": "m", "payload": payload }));
    assert_eq!(socket.told("m"), "Mutation");
    assert_eq!(socket.hear()["type"], "complete");
    for (document, code) in [
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ nothing", "GRAPHQL_PARSE_FAILED"),
        ("subscription { a: ledgerChanged { more } b: ledgerChanged { more } }", "GRAPHQL_VALIDATION_FAILED"),
        (r#"subscription { ledgerChanged(after: "x") { more } }"#, "BAD_USER_INPUT"),
        (r#"subscription { initiativeChanged(id: "7") { more } }"#, "BAD_USER_INPUT"),
    ] {
        socket.subscribe("x", document);
        assert_eq!(socket.failed("x").0, code, "{document}");
    }
    let deep = format!("{{ a(x: {}1{}) }}", "[".repeat(20_000), "]".repeat(20_000));
    socket.subscribe("deep", &deep);
    assert_eq!(socket.failed("deep").0, "LIMIT_EXCEEDED");
}

#[test]
fn whatever_is_not_of_the_protocol_closes_the_socket_with_its_code() {
    let data = folder();
    let server = Server::start(data.path());
    let subscribe = json!({ "type": "subscribe", "id": "a", "payload": { "query": LEDGER } });
    let init = json!({ "type": "connection_init" });
    for (said, code) in [
        (vec![json!({ "type": "start" })], 4400),
        (vec![json!({ "type": "connection_init", "payload": { "token": "short" } })], 4403),
        (vec![init.clone()], 4403),
        (vec![subscribe.clone()], 4401),
    ] {
        let mut socket = Socket::fresh(&server);
        for message in &said {
            socket.say(message);
        }
        assert_eq!(socket.closed(), code, "{said:?}");
    }
    let mut socket = Socket::of(&server, TOKEN);
    socket.say(&init);
    assert_eq!(socket.closed(), 4429);
    let mut socket = Socket::of(&server, TOKEN);
    socket.say(&subscribe);
    socket.told("a");
    socket.say(&subscribe);
    assert_eq!(socket.closed(), 4409);
    let mut socket = Socket::of(&server, TOKEN);
    socket.0.send(Message::binary(vec![1, 2, 3])).unwrap();
    assert_eq!(socket.closed(), 4400);
    let mut socket = Socket::of(&server, TOKEN);
    socket.subscribe("long", &"x".repeat(1024 * 1024));
    assert_eq!(socket.closed(), 1009);
    assert_eq!(Socket::open(&server, &[]).closed(), 4406);
}

#[test]
fn a_socket_is_opened_by_whoever_works_with_a_token_and_by_pages_of_this_site() {
    let data = folder();
    let server = Server::start(data.path());
    let protocol = ("Sec-WebSocket-Protocol", "graphql-transport-ws");
    let bearer = format!("Bearer {TOKEN}");
    let mut socket = Socket::open(&server, &[protocol, ("Authorization", &bearer)]);
    socket.say(&json!({ "type": "connection_init" }));
    assert_eq!(socket.hear(), json!({ "type": "connection_ack" }), "the token came with the request");
    let refused = |header| Socket::tried(&server, &[protocol, header]).err().map(|status| status.as_u16());
    assert_eq!(refused(("Authorization", "Bearer nonsense")), Some(401));
    assert_eq!(refused(("Origin", "https://elsewhere.example")), Some(403));
    let origin = server.url.trim_end_matches("/graphql").to_owned();
    assert_eq!(refused(("Origin", &origin)), None);
}

#[test]
fn tokens_are_not_tried_over_sockets_any_oftener_than_by_requests() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--strangers-per-minute", "2"]);
    let reasons: Vec<_> = (0..4)
        .map(|_| {
            let mut socket = Socket::fresh(&server);
            socket.say(&json!({ "type": "connection_init", "payload": { "token": "not-a-token-of-this-ledger-at-all" } }));
            match socket.0.read() {
                Ok(Message::Close(Some(frame))) => frame.reason.to_string(),
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(reasons[0], reasons[1]);
    assert_ne!(reasons[1], reasons[2], "too often");
    assert_eq!(reasons[2], reasons[3]);
    Socket::of(&server, TOKEN);
}

#[test]
fn one_address_has_no_more_sockets_of_strangers_than_the_most() {
    let data = folder();
    let server = Server::start(data.path());
    let sockets: Vec<_> = (0..16).map(|_| Socket::fresh(&server)).collect();
    let protocol = ("Sec-WebSocket-Protocol", "graphql-transport-ws");
    let more = Socket::tried(&server, &[protocol]);
    assert_eq!(more.err().map(|status| status.as_u16()), Some(503));
    sockets.into_iter().next().unwrap().introduced(TOKEN);
}

#[test]
fn a_token_that_is_revoked_ends_what_is_followed_and_begins_nothing() {
    let data = folder();
    let server = Server::start(data.path());
    let person = server.ask("{ viewer { id } }")["viewer"]["id"].take();
    let token = "a-second-token-for-tests-that-nobody-can-guess";
    let sha256 = hex::encode(Sha256::digest(token));
    let now = server.ask("{ ledger { now } }")["ledger"]["now"].take();
    let now: DateTime<Utc> = now.as_str().unwrap().parse().unwrap();
    let expires = now + Days::new(1);
    let issue = json!({ "person": { "id": person }, "sha256": sha256, "expires": expires });
    let answer = record(&server, "issueToken", issue);
    let mut socket = Socket::of(&server, token);
    socket.subscribe("a", LEDGER);
    socket.told("a");
    let issued = &answer["events"][0]["id"];
    record(&server, "revokeToken", json!({ "token": issued }));
    assert_eq!(socket.failed("a").0, "UNAUTHENTICATED");
    socket.subscribe("b", "{ __typename }");
    assert_eq!(socket.failed("b").0, "UNAUTHENTICATED");
}

#[test]
fn one_actor_has_no_more_sockets_than_the_most() {
    let data = folder();
    let server = Server::start(data.path());
    let mut sockets: Vec<_> = (0..16).map(|_| Socket::of(&server, TOKEN)).collect();
    let mut more = Socket::fresh(&server);
    more.say(&json!({ "type": "connection_init", "payload": { "token": TOKEN } }));
    assert_eq!(more.closed(), 4403);
    let mut first = sockets.remove(0);
    first.0.close(None).unwrap();
    while first.0.read().is_ok() {}
    // The server hears of the end a moment later.
    let is_let_in = || {
        let mut socket = Socket::fresh(&server);
        socket.say(&json!({ "type": "connection_init", "payload": { "token": TOKEN } }));
        matches!(socket.0.read(), Ok(Message::Text(_)))
    };
    assert!((0..1_000).any(|_| is_let_in()), "there is room for another one");
}

#[cfg(unix)]
#[test]
fn a_server_that_stops_tells_those_who_follow_where_to_go_on() {
    let data = folder();
    let server = Server::start(data.path());
    let id = initiative(&server);
    let mut socket = Socket::of(&server, TOKEN);
    socket.subscribe("a", &follow(&id));
    socket.told("a");
    let position = rename(&server, &id, "Refunds at once");
    socket.told("a");
    std::thread::scope(|scope| {
        scope.spawn(move || server.stop());
        assert_eq!(socket.failed("a"), ("UNAVAILABLE".to_owned(), Some(position)));
        assert_eq!(socket.closed(), 1001);
        while socket.0.read().is_ok() {}
    });
}

/// A connection for which the system keeps little that was not read.
fn narrow(server: &Server) -> TcpStream {
    let address = server.url.trim_start_matches("http://").trim_end_matches("/graphql");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let connected = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(8 * 1024).unwrap();
        socket.connect(address.parse().unwrap()).await.unwrap()
    });
    let connection = connected.into_std().unwrap();
    connection.set_nonblocking(false).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    connection
}

#[test]
fn whoever_takes_nothing_of_what_is_told_is_told_where_to_go_on() {
    let data = folder();
    let server = Server::of(
        command(data.path(), &["serve", "--demo", "--send-timeout", "6"]).env("CX_LEDGER_TOKEN", TOKEN),
    );
    let protocol = ("Sec-WebSocket-Protocol", "graphql-transport-ws");
    let mut socket = Socket::upon(narrow(&server), &server, &[protocol]).unwrap().introduced(TOKEN);
    let ledger = "{ position events { body rule recorded id by { id } about { id } command } }";
    for index in 0..8 {
        socket.subscribe(
            &index.to_string(),
            &format!(r#"subscription {{ ledgerChanged(after: "0") {ledger} }}"#),
        );
    }
    // The server notices after a third of the time above; all of it would end the connection.
    let lagged = || server.read("/metrics").1.contains("\ncx_ledger_sockets_lagged_total 1\n");
    let begun = Instant::now();
    while !lagged() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server does not notice");
    }
    let (mut told, mut lagged) = (BTreeMap::new(), 0);
    while lagged < 8 {
        let message = socket.hear();
        let id = message["id"].as_str().expect("of an operation").to_owned();
        if message["type"] == "next" {
            told.insert(id, message["payload"]["data"]["ledgerChanged"]["position"].clone());
        } else {
            let extensions = &message["payload"][0]["extensions"];
            assert_eq!(extensions["code"], "SUBSCRIPTION_LAGGED", "{message}");
            assert_eq!(extensions.get("resumeAfter"), told.get(&id), "where it was told last");
            lagged += 1;
        }
    }
    socket.subscribe("after", "{ __typename }");
    assert_eq!(socket.told("after"), "Query", "the socket goes on");
}
