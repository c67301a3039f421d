//! A start that reads a checkpoint, and one that finds it of no use.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder, printed, run};

/// What `doctor` says of the checkpoint.
fn standing(data: &Path, arguments: &[&str]) -> Value {
    let told = run(data, &[&["doctor", "--json"], arguments].concat());
    let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    told["checkpoint"].clone()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| !path.ends_with("lock")).collect();
    files.sort();
    files
}

#[test]
fn a_stop_leaves_a_checkpoint_and_the_next_start_answers_the_same() {
    let data = folder();
    let server = Server::start(data.path());
    record(&server, "renameOrganization", json!({ "name": "Songhong" }));
    let ask = "{ ledger { events position } organization { name { value } } }";
    let before = server.ask(ask);
    server.stop();
    let held = standing(data.path(), &[]);
    assert_eq!(held["events"].to_string(), before["ledger"]["events"].to_string().replace('"', ""));
    assert_eq!((&held["files"], &held["unusable"]), (&json!(1), &Value::Null));
    let server = Server::start(data.path());
    assert_eq!(server.ask(ask), before);
    record(&server, "renameOrganization", json!({ "name": "Songhong Telecom" }));
    server.ask(ask);
}

#[test]
fn a_checkpoint_that_is_damaged_is_told_and_left_out() {
    let data = folder();
    Server::start(data.path()).stop();
    let checkpoint = data.path().join("checkpoint");
    let files = files(&checkpoint);
    let mut content = fs::read(&files[0]).unwrap();
    content[200] ^= 1;
    fs::write(&files[0], content).unwrap();
    let held = standing(data.path(), &[]);
    assert_eq!((&held["events"], &held["unusable"]), (&json!(0), &json!("a file is damaged")));
    assert!(printed(data.path(), &["doctor"]).contains("folded from the log: a file is damaged"));
    let log = data.path().join("log.txt");
    let mut serve = command(data.path(), &["serve"]);
    serve.env("CX_LEDGER_TOKEN", TOKEN).env("CX_LEDGER_LOG", "info").stderr(File::create(&log).unwrap());
    let server = Server::of(&mut serve);
    server.ask("{ organization { zone } }");
    server.stop();
    let log = fs::read_to_string(log).unwrap();
    let lines = log.lines().filter(|line| line.contains("the checkpoint is of no use")).count();
    assert_eq!(lines, 1, "{log}");
    assert_eq!(standing(data.path(), &[])["unusable"], Value::Null, "it was written anew");
}

#[test]
fn a_checkpoint_lies_where_it_is_told_to() {
    let (data, state) = (folder(), folder());
    let state = state.path().join("here").display().to_string();
    Server::start_with(data.path(), &["--state", &state]).stop();
    assert_eq!(files(Path::new(&state)).len(), 1);
    assert!(!data.path().join("checkpoint").exists());
    assert_eq!(standing(data.path(), &["--state", &state])["files"], json!(1));
}
