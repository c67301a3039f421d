//! What takes too long is given up, with the work on it, and leaves nothing half recorded.
//!
//! The server that keeps the log is a stand-in for KurrentDB within this process, not a real one.

use std::path::Path;

use cxl_kurrent_standin::{Call, Cluster, Fault};
use serde_json::{Value, json};

use crate::act::{command_id, document, record, send};
use crate::server::{Server, TOKEN, command, folder};

/// A server that waits for an answer for less time than for its store.
fn impatient(data: &Path, cluster: &Cluster) -> Server {
    let mut serve = command(data, &["serve", "--answer-timeout", "2"]);
    let server = Server::of(serve.env("CX_LEDGER_STORE", cluster.url()).env("CX_LEDGER_TOKEN", TOKEN));
    let program = json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                          "on": "2024-01-01" });
    record(&server, "createProgram", program);
    server
}

/// A command that records several facts.
fn charter() -> Value {
    json!({ "commandId": command_id(), "program": {"code": "P"}, "code": "I", "name": "Refunds",
            "purpose": "To be written to", "owner": {"code": "ADMIN"}, "on": "2024-01-01" })
}

/// Asks, and is told that it took too long.
#[track_caller]
fn given_up(server: &Server, document: &str, variables: &Value) {
    let (status, answer) = server.ask_as(TOKEN, document, variables);
    let code = &answer["errors"][0]["extensions"]["code"];
    assert_eq!((status, code), (504, &json!("TIMEOUT")), "{answer:#}");
}

/// How many events of the initiative each command recorded.
fn recorded(server: &Server) -> Vec<(String, usize)> {
    let asked =
        r#"{ initiative(program: "P", code: "I") { history(first: 100) { edges { node { command } } } } }"#;
    let history = server.ask(asked)["initiative"]["history"]["edges"].take();
    let mut commands: Vec<(String, usize)> = Vec::new();
    for edge in history.as_array().into_iter().flatten() {
        let command = edge["node"]["command"].as_str().expect("a command id");
        match commands.iter_mut().find(|(known, _)| known == command) {
            Some((_, events)) => *events += 1,
            None => commands.push((command.to_owned(), 1)),
        }
    }
    commands
}

#[test]
fn a_command_that_takes_too_long_is_given_up_and_recorded_once_however_far_it_had_come() {
    for (fault, came_through) in [(Fault::Stall, false), (Fault::StallAfter, true)] {
        let (data, cluster) = (folder(), Cluster::start(1));
        let server = impatient(data.path(), &cluster);
        let before = cluster.events().len();
        cluster.fault(Call::Append, fault.clone());
        let input = charter();
        given_up(&server, &document("charterInitiative"), &json!({ "input": input }));
        let left = cluster.events().len() - before;
        assert_eq!(left > 0, came_through, "{fault:?} left {left} events");

        // Had the work gone on, it would hold the initiative until the store's own patience ends, which is longer.
        let repeated = send(&server, TOKEN, "charterInitiative", input.clone());
        let events = repeated["events"].as_array().map_or(0, Vec::len);
        assert!(events > 1, "several facts, all of them: {repeated:#}");
        assert!(!came_through || left == events, "{left} of {events} events were left behind");
        assert_eq!(cluster.events().len() - before, events, "each of them once");
        let command = input["commandId"].as_str().expect("an id").to_owned();
        assert_eq!(recorded(&server), [(command, events)]);
    }
}
