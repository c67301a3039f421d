//! What the server tells those who watch over it while nothing can be written.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::act::record;
use crate::server::{Server, folder, refused, run};

/// Holds the log as another program would that writes to it and does not end; the writer waits meanwhile.
fn hold(data: &Path) -> Connection {
    let log = Connection::open(data.join("ledger.db")).unwrap();
    log.execute_batch("BEGIN IMMEDIATE").unwrap();
    log
}

fn ready(server: &Server) -> (u16, Value) {
    let (status, body) = server.read("/health/ready");
    (status, serde_json::from_str(&body).expect("JSON"))
}

/// The server answers questions, and is alive.
#[track_caller]
fn assert_answers(server: &Server) {
    assert_eq!(server.read("/health/live").0, 200);
    assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], "UTC");
}

/// Once nobody holds the log, the server says so by itself and writes again.
#[track_caller]
fn assert_recovers(server: &Server) {
    let released = Instant::now();
    while ready(server).1["status"] != "ready" {
        assert!(released.elapsed() < Duration::from_secs(20), "{:?}", ready(server));
    }
    record(server, "renameOrganization", json!({ "name": "Free again" }));
}

#[test]
fn a_write_that_waits_makes_the_server_slow_and_still_ready() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--slow-after", "0.1", "--stuck-after", "3600"]);
    let log = hold(data.path());
    let (status, told) = ready(&server);
    assert_eq!((status, &told["status"]), (200, &json!("slow")), "{told:#}");
    assert!(told["reason"].as_str().is_some_and(|reason| reason.contains("waiting")), "{told:#}");
    assert_answers(&server);
    drop(log);
    assert_recovers(&server);
}

#[test]
fn a_write_that_does_not_come_through_makes_the_server_stuck_while_questions_are_answered() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--slow-after", "0.1", "--stuck-after", "0.1"]);
    let log = hold(data.path());
    let (status, told) = ready(&server);
    assert_eq!((status, &told["status"]), (503, &json!("stuck")), "{told:#}");
    assert!(told["reason"].as_str().is_some_and(|reason| reason.contains("waiting")), "{told:#}");
    assert_answers(&server);
    drop(log);
    assert_recovers(&server);
}

#[test]
fn asking_how_the_server_is_leaves_no_trace_in_the_log() {
    let data = folder();
    let server = Server::start(data.path());
    let before = ready(&server);
    assert_eq!((before.0, &before.1["status"]), (200, &json!("ready")));
    assert_eq!(ready(&server), before, "the log is as long as it was");
}

#[test]
fn the_program_itself_asks_a_server_how_it_is() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--slow-after", "0.1", "--stuck-after", "0.1"]);
    let address = server.url.strip_prefix("http://").and_then(|url| url.strip_suffix("/graphql")).unwrap();
    let health = |more: &[&str]| {
        let output = run(data.path(), &[&["health", "--listen", address], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = health(&[]);
    assert!(code == Some(0) && told.contains("\"ready\""), "{code:?} {told}");

    let log = hold(data.path());
    let (code, told) = health(&[]);
    assert!(code == Some(1) && told.contains("\"stuck\""), "{code:?} {told}");
    let (code, told) = health(&["--live"]);
    assert!(code == Some(0) && told.contains("\"live\""), "{code:?} {told}");
    drop(log);

    server.kill();
    assert_eq!(health(&[]), (Some(2), String::new()));
    assert!(refused(data.path(), &["health", "--listen", address]).contains("no server answers"));
}
