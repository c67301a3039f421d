//! A first start that is cut short anywhere is finished by the next one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder, printed};

const ARGUMENTS: [&str; 7] = [
    "serve",
    "--organization=Acme Ltd",
    "--zone=Asia/Ho_Chi_Minh",
    "--administrator=BOSS",
    "--administrator-name=Nguyễn An",
    "--listen=127.0.0.1:0",
    "--slow-after=5",
];

fn start(data: &Path) -> Server {
    Server::of(command(data, &ARGUMENTS).env("CX_LEDGER_TOKEN", TOKEN))
}

fn export(data: &Path) -> String {
    printed(data, &["export", "--jsonl"])
}

/// The lengths that the log had after each append: a crash leaves whole appends.
fn lengths(export: &str) -> BTreeSet<usize> {
    let appended = |line: &str| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let meta: Value = serde_json::from_str(event["meta"].as_str().expect("a string")).expect("JSON");
        (event["stream"].clone(), meta["command"].clone())
    };
    let appends: Vec<_> = export.lines().map(appended).collect();
    let ends = (1..appends.len()).filter(|at| appends[at - 1] != appends[*at]);
    ends.chain([0, appends.len()]).collect()
}

/// The folder as it was when its log had so many events. The keys are those of later: they are made first.
fn as_of_length(data: &Path, length: usize) -> TempDir {
    let cut = folder();
    for file in ["ledger.db", "keys.db", "kek"] {
        fs::copy(data.join(file), cut.path().join(file)).unwrap();
    }
    let log = Connection::open(cut.path().join("ledger.db")).unwrap();
    log.execute("DELETE FROM events WHERE position >= ?1", [i64::try_from(length).unwrap()]).unwrap();
    log.execute("DELETE FROM streams WHERE number NOT IN (SELECT stream FROM events)", []).unwrap();
    cut
}

/// The ledger is founded as asked for, once, and its administrator can set to work.
#[track_caller]
fn assert_founded(server: &Server, data: &Path) {
    let seen = server.ask("{ organization { name { value } zone } }");
    assert_eq!(seen["organization"], json!({"name": {"value": "Acme Ltd"}, "zone": "Asia/Ho_Chi_Minh"}));
    record(
        server,
        "createProgram",
        json!({ "code": "P", "name": "A program", "sponsor": {"code": "BOSS"}, "zone": "UTC" }),
    );
    let export = export(data);
    for once in ["organization.founded.v1", "person.registered.v1", "organization.token-issued.v2"] {
        assert_eq!(export.matches(once).count(), 1, "{once}");
    }
}

#[test]
fn a_founding_that_ended_between_two_appends_is_finished_by_the_next_start() {
    let data = folder();
    start(data.path()).stop();
    let whole = export(data.path());
    let lengths = lengths(&whole);
    assert!(lengths.len() >= 4, "organization, person and token are appends of their own: {lengths:?}");
    for length in lengths {
        let cut = as_of_length(data.path(), length);
        let kept: Vec<&str> = whole.lines().take(length).collect();
        assert_eq!(export(cut.path()).lines().collect::<Vec<_>>(), kept, "cut to {length}");
        let server = start(cut.path());
        assert_founded(&server, cut.path());
        let now = export(cut.path());
        assert_eq!(now.lines().take(length).collect::<Vec<_>>(), kept, "what stood stands: {length}");
        server.stop();
        printed(cut.path(), &["doctor"]);
    }
}

#[test]
fn a_token_that_was_never_shown_is_replaced_from_the_console() {
    let data = folder();
    start(data.path()).stop();
    let without_token = export(data.path()).lines().count() - 1;
    let cut = as_of_length(data.path(), without_token);
    let mut drawing = command(cut.path(), &ARGUMENTS);
    let server = Server::of(&mut drawing);
    assert!(server.greeting.contains("cxl_"), "the start that finishes the founding shows a token");
    drop(server);
    let server = Server::of(&mut drawing);
    assert!(!server.greeting.contains("cxl_"), "a token that was issued is not issued again");
    drop(server);
    let made = printed(cut.path(), &["token", "create", "--json", "--person", "BOSS"]);
    let made: Value = serde_json::from_str(&made).expect("JSON");
    let server = Server::of(&mut drawing);
    let token = made["token"].as_str().expect("a token");
    assert_eq!(server.ask_as(token, "{ __typename }", &json!({})).0, 200);
}

/// Bytes in all files of the folder, which grow as the founding goes on.
fn bytes(data: &Path) -> u64 {
    let entries = fs::read_dir(data).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}

/// The number of rounds is 8, or that in the environment variable `CRASH_ROUNDS`.
#[test]
fn a_founding_that_is_killed_at_any_point_is_finished_by_the_next_start() {
    let rounds = std::env::var("CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8_u64);
    let whole = folder();
    let server = start(whole.path());
    let at_the_end = bytes(whole.path());
    drop(server);
    for round in 0..rounds {
        let data = folder();
        let mut first = command(data.path(), &ARGUMENTS);
        let mut first = first.env("CX_LEDGER_TOKEN", TOKEN).stdout(Stdio::null()).spawn().unwrap();
        while bytes(data.path()) < at_the_end * round / rounds {
            let ended = first.try_wait().unwrap();
            assert!(ended.is_none(), "round {round}: {ended:?}");
            std::thread::yield_now();
        }
        first.kill().unwrap();
        first.wait().unwrap();
        let server = start(data.path());
        assert_founded(&server, data.path());
        server.stop();
        printed(data.path(), &["doctor"]);
    }
}
