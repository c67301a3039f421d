//! Views that are folded anew in a running server, as an operator asks for it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Output;

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder};

/// Runs `cx-ledger rebuild` against a server.
fn rebuild(data: &TempDir, server: &Server, token: &str) -> Output {
    rebuild_at(data, server.url.trim_start_matches("http://").trim_end_matches("/graphql"), token)
}

/// The same against whatever listens at an address.
fn rebuild_at(data: &TempDir, listen: &str, token: &str) -> Output {
    let mut command = command(data.path(), &["rebuild", "--listen", listen]);
    command.env("CX_LEDGER_TOKEN", token).output().expect("the program starts")
}

/// Answers one question after the other with what is written down, each over a connection of its own.
fn answer(listener: &TcpListener, answers: impl IntoIterator<Item = (&'static str, Value)>) {
    for (status, answer) in answers {
        let (mut connection, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(&connection).lines();
        while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
        drop(lines);
        let (body, length) = (answer.to_string(), answer.to_string().len());
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        connection.write_all((head + &body).as_bytes()).unwrap();
    }
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
fn without_a_terminal_lines_tell_how_far_it_has_come() {
    let (data, listener) = (folder(), TcpListener::bind("127.0.0.1:0").unwrap());
    let told = |events: u64, state: &str| {
        let course = json!({ "events": events, "of": 9, "eventsPerSecond": 3.0, "secondsLeft": null, "state": state,
                             "stoppedAt": null, "error": null });
        ("200 OK", json!({ "rebuild": course }))
    };
    let answers =
        [("202 Accepted", json!(null)), told(3, "under_way"), told(6, "under_way"), told(9, "took_over")];
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || answer(&listener, answers));
    let asked = rebuild_at(&data, &address, TOKEN);
    let lines = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "{lines}");
    assert_eq!(lines, "folding the log anew: 3 of 9 events\n", "one at once, the next in five seconds");
    assert_eq!(String::from_utf8_lossy(&asked.stdout), "the new views serve: 9 events, 3 a second\n");
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
