//! Views that are folded anew in a running server, as an operator asks for it.

use std::process::Output;

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder};

/// Runs `cx-ledger rebuild` against a server.
fn rebuild(data: &TempDir, server: &Server, token: &str) -> Output {
    let listen = server.url.trim_start_matches("http://").trim_end_matches("/graphql").to_owned();
    let mut command = command(data.path(), &["rebuild", "--listen", &listen]);
    command.env("CX_LEDGER_TOKEN", token).output().expect("the program starts")
}

fn ready(server: &Server) -> Value {
    serde_json::from_str(&server.read("/health/ready").1).expect("JSON")
}

const ASK: &str = "{ ledger { events position secondsBehind checkpointEvents isWritable \
     stoppedAt { position } \
     rebuild { events of isUnderWay tookOver stoppedAt { position event stream typeName error } } } }";

#[test]
fn an_operator_has_the_views_folded_anew_and_every_face_tells_so() {
    let data = folder();
    let server = Server::start(data.path());
    record(&server, "renameOrganization", json!({ "name": "Songhong" }));
    assert_eq!(ready(&server)["rebuild"], Value::Null);
    let asked = rebuild(&data, &server, TOKEN);
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success() && told.contains("the new views serve"), "{told}");
    let ledger = server.ask(ASK)["ledger"].take();
    assert_eq!(ledger["rebuild"]["tookOver"], json!(true));
    assert_eq!(
        (&ledger["rebuild"]["events"], &ledger["rebuild"]["of"]),
        (&ledger["events"], &ledger["events"])
    );
    assert_eq!((&ledger["secondsBehind"], &ledger["stoppedAt"]), (&Value::Null, &Value::Null));
    assert_eq!(ready(&server)["rebuild"]["state"], "took_over");
    let (_, metrics) = server.read("/metrics");
    assert!(metrics.contains("cx_ledger_rebuild_state{state=\"took_over\"} 1"), "{metrics}");
    assert!(metrics.contains("cx_ledger_views_lag_events 0\n"), "{metrics}");
    record(&server, "renameOrganization", json!({ "name": "Songhong Telecom" }));
}

#[test]
fn an_event_that_cannot_be_read_stops_the_new_views_and_the_old_ones_go_on() {
    let data = folder();
    let server = Server::start(data.path());
    record(&server, "renameOrganization", json!({ "name": "Songhong" }));
    server.stop();
    // What a server appended it reads again from memory, and what came before it from the disk.
    let server = Server::start(data.path());
    let log = Connection::open(data.path().join("ledger.db")).unwrap();
    let damaged = log.execute("UPDATE events SET body = X'7B' WHERE position = 1", []);
    assert_eq!(damaged.expect("the table of events is called so"), 1);
    let asked = rebuild(&data, &server, TOKEN);
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert_eq!(asked.status.code(), Some(1), "{told}");
    assert!(told.contains("at position 1 of ") && told.contains("old ones go on serving"), "{told}");
    let ledger = server.ask(ASK)["ledger"].take();
    assert_eq!(ledger["rebuild"]["stoppedAt"]["position"], "1");
    assert_eq!((&ledger["stoppedAt"], &ledger["isWritable"]), (&Value::Null, &json!(true)));
    let told = ready(&server);
    assert_eq!((&told["status"], &told["rebuild"]["stoppedAt"]["position"]), (&json!("ready"), &json!(1)));
    assert!(server.read("/metrics").1.contains("cx_ledger_rebuild_stopped_position 1\n"));
    record(&server, "renameOrganization", json!({ "name": "Songhong Telecom" }));
}

#[test]
fn nobody_but_an_administrator_has_the_views_folded_anew() {
    let data = folder();
    let server = Server::start(data.path());
    let asked = rebuild(&data, &server, "another-token-that-nobody-ever-issued");
    let told = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert_eq!(asked.status.code(), Some(2), "{told}");
    assert!(told.contains("status 401"), "{told}");
    assert_eq!(ready(&server)["rebuild"], Value::Null);
}
