//! A process that is killed in the middle of writing loses nothing that it had acknowledged, and what it left can be
//! backed up and restored as it stands.
//!
//! The number of rounds is 3, or that in the environment variable `CRASH_ROUNDS`.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::act::{command_id, document, record, send};
use crate::backup;
use crate::export::{root_of, root_of_doctor};
use crate::server::{Server, TOKEN, folder, printed};

const WRITERS: usize = 16;

/// A report, and what the server acknowledged, if it came to that.
type Sent = (Value, Option<Value>);

fn report(writer: usize) -> Value {
    json!({
        "commandId": command_id(),
        "initiative": {"code": {"program": "P", "code": format!("I{writer}")}},
        "period": {"from": "2024-01-01", "to": "2024-03-31"},
        "state": "ON_TRACK",
        "summary": format!("writer {writer} reports"),
    })
}

fn set_up(server: &Server) {
    record(
        server,
        "createProgram",
        json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                "on": "2024-01-01" }),
    );
    for writer in 0..WRITERS {
        let name = format!("Initiative {writer}");
        record(
            server,
            "charterInitiative",
            json!({ "program": {"code": "P"}, "code": format!("I{writer}"), "name": name, "purpose": "To be written to",
                    "on": "2024-01-01" }),
        );
    }
}

/// Writes until the server is gone; `acknowledged` hears of each answer.
fn write(server: &Server, writer: usize, acknowledged: &Sender<()>) -> Vec<Sent> {
    let mut sent = Vec::new();
    loop {
        let input = report(writer);
        let body = json!({ "query": document("reportProgress"), "variables": {"input": input} }).to_string();
        let Some((200, answer)) = server.attempt(TOKEN, &body) else {
            sent.push((input, None));
            return sent;
        };
        let answer = answer["data"]["answer"].clone();
        assert!(answer["position"].is_string(), "{answer:#}");
        sent.push((input, Some(answer)));
        if acknowledged.send(()).is_err() {
            return sent;
        }
    }
}

/// Lets all writers write, and kills the server after a number of acknowledgments that nobody can foresee.
fn write_until_killed(server: &Server) -> Vec<Sent> {
    let kill_after = 20 + RandomState::new().hash_one("when") % 400;
    let (sender, receiver) = channel();
    let all = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (sender, all) = (sender.clone(), &all);
            scope.spawn(move || {
                let sent = write(server, writer, &sender);
                all.lock().unwrap().extend(sent);
            });
        }
        drop(sender);
        for _ in 0..kill_after {
            receiver.recv().expect("the writers go on until the server is killed");
        }
        server.kill();
        // The writers end when they find the server gone.
        while receiver.recv().is_ok() {}
    });
    all.into_inner().unwrap()
}

/// Backs up what a killed server left, restores it elsewhere, and proves the two equal.
fn back_up_and_restore(data: &Path, elsewhere: &Path) {
    let (to, restored) = (elsewhere.join("backup"), elsewhere.join("restored"));
    let (code, made) = backup::json(data, &["backup", "--to", to.to_str().expect("a path in UTF-8")]);
    assert_eq!((code, &made["findings"]), (Some(0), &json!([])), "{made:#}");
    let (from, kek) = (to.to_str().expect("a path in UTF-8"), data.join("kek"));
    let kek = kek.to_str().expect("a path in UTF-8");
    let (code, told) = backup::json(&restored, &["restore", "--from", from, "--verify", "--kek", kek]);
    assert_eq!((code, &told["equal"], &told["findings"]), (Some(0), &json!(true), &json!([])), "{told:#}");
    assert_eq!(root_of_doctor(&restored), root_of_doctor(data));
}

/// Where each command of an export stands, and every key id in the order of use.
fn recorded(export: &str) -> (HashMap<Uuid, Vec<u64>>, Vec<String>) {
    let (mut commands, mut keys): (HashMap<_, Vec<_>>, Vec<String>) = (HashMap::new(), Vec::new());
    for line in export.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let [body, meta] = ["body", "meta"].map(|part| event[part].as_str().expect("a string"));
        let meta: Value = serde_json::from_str(meta).expect("JSON");
        let command = meta["command"].as_str().and_then(|id| id.parse().ok()).expect("a command id");
        commands.entry(command).or_default().push(event["position"].as_u64().expect("a position"));
        if event["type"] == "initiative.progress-reported.v1" {
            let of_document: HashSet<&str> =
                body.match_indices(r#""s":""#).map(|(at, lead)| &body[at + lead.len()..][..32]).collect();
            keys.extend(of_document.into_iter().map(str::to_owned));
        }
    }
    (commands, keys)
}

fn id_of(input: &Value) -> Uuid {
    input["commandId"].as_str().and_then(|id| id.parse().ok()).expect("a command id")
}

#[test]
fn a_killed_server_has_everything_it_acknowledged_once_is_restored_equal_and_uses_no_key_twice() {
    let rounds = std::env::var("CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3_u32);
    let data = folder();
    let mut server = Server::start(data.path());
    set_up(&server);
    let mut everything: Vec<Sent> = Vec::new();
    for round in 0..rounds {
        let sent = write_until_killed(&server);
        back_up_and_restore(data.path(), folder().path());
        server = Server::start(data.path());
        for (input, answer) in &sent {
            let again = send(&server, TOKEN, "reportProgress", input.clone());
            match answer {
                Some(first) => {
                    assert_eq!(
                        again["replayed"], true,
                        "round {round}: an acknowledged command is gone: {input:#}"
                    );
                    assert_eq!(again["events"], first["events"], "round {round}");
                }
                None => assert!(again["position"].is_string(), "round {round}: {again:#}"),
            }
        }
        everything.extend(sent);
    }
    let acknowledged = everything.iter().filter(|(_, answer)| answer.is_some()).count();
    println!("killed {rounds} times; {acknowledged} of {} commands were acknowledged", everything.len());
    let export = printed(data.path(), &["export", "--jsonl"]);
    let (commands, keys) = recorded(&export);
    for (input, _) in &everything {
        assert_eq!(commands[&id_of(input)].len(), 1, "{input:#}");
    }
    assert_eq!(keys.len(), everything.len(), "every report is a document with a key of its own");
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "a key id was used twice");
    assert_eq!(root_of(&export), root_of_doctor(data.path()));
}
