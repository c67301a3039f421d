//! A backup made while everybody writes, restored and proved equal; and what is said of one that is not whole.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use cxl_kurrent_standin::Cluster;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::{record, send};
use crate::attachments::{attached, files, minutes, set_up};
use crate::files::contents;
use crate::server::{Server, TOKEN, command, folder, printed, refusal, refused, run};

/// A ledger with text and an attached file, stopped, and a folder for backups of it.
fn ledger() -> (TempDir, TempDir) {
    let data = folder();
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    attached(&server, &evidence);
    server.stop();
    (data, folder())
}

/// The path of a folder that does not exist yet, as an argument.
fn path<'a>(folder: &Path, name: &str, text: &'a mut String) -> &'a str {
    *text = folder.join(name).display().to_string();
    text
}

/// Runs a command that prints JSON; answers its exit code and what it printed.
#[track_caller]
pub(crate) fn json(data: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = run(data, &[arguments, &["--json"]].concat());
    let told = serde_json::from_slice(&output.stdout);
    (output.status.code(), told.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn a_backup_made_under_load_is_restored_and_proves_equal_and_serves() {
    let (data, backups, restored) = (folder(), folder(), folder());
    let server = Server::start(data.path());
    let evidence = set_up(&server);
    let stored = attached(&server, &evidence);
    let kek = data.path().join("kek");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for writer in 0..8 {
            let (server, stop) = (&server, &stop);
            scope.spawn(move || {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    number += 1;
                    let code = format!("P{writer}-{number}");
                    record(server, "registerPerson", json!({ "code": code, "name": "Somebody" }));
                }
            });
        }
        for round in 0..3 {
            let mut to = String::new();
            let to = path(backups.path(), &round.to_string(), &mut to);
            let name = format!("Name {round}");
            let before = record(&server, "renameOrganization", json!({ "name": name }))["position"].clone();
            let (code, made) = json(data.path(), &["backup", "--to", to]);
            assert_eq!((code, codes(&made)), (Some(0), vec![]), "{made:#}");
            let (before, position) =
                (before.as_str().unwrap().parse::<u64>().unwrap(), made["position"].as_u64());
            assert!(position.is_some_and(|position| position >= before), "{made:#}, and {before} before it");
            assert!(!Path::new(to).join("kek").exists(), "the key of the keys is never copied");

            let again = restored.path().join(round.to_string());
            let arguments = ["restore", "--from", to, "--verify", "--kek", kek.to_str().unwrap()];
            let (code, told) = json(&again, &arguments);
            assert_eq!((code, &told["equal"], codes(&told)), (Some(0), &json!(true), vec![]), "{told:#}");
            assert_eq!((&told["root"], &told["position"]), (&made["root"], &made["position"]));
            let (_, doctor) = json(&again, &["doctor"]);
            assert_eq!(doctor["root"]["sha256"], made["root"]);
        }
        stop.store(true, Ordering::Relaxed);
    });
    server.stop();
    // The last backup is the beginning of the ledger as it is now.
    let again = restored.path().join("2");
    let (now, then) = (printed(data.path(), &["export", "--jsonl"]), printed(&again, &["export", "--jsonl"]));
    assert!(then.len() > 1_000 && now.starts_with(&then));
    let server = Server::start(&again);
    let url = stored["url"].as_str().unwrap();
    assert!(*server.read_bytes(TOKEN, url).body() == minutes(), "the attached file opens");
    let found = server.ask("{ organization { name { value } } }");
    assert!(found["organization"]["name"]["value"].is_string(), "texts open: {found}");
    record(&server, "renameOrganization", json!({ "name": "Another name" }));
}

#[test]
fn what_is_left_out_or_missing_is_told_at_backup_and_at_restore() {
    let (data, backups) = ledger();
    let (mut bare, mut whole) = (String::new(), String::new());
    let bare = path(backups.path(), "bare", &mut bare);
    let (code, made) =
        json(data.path(), &["backup", "--to", bare, "--without-keys", "--without-attachments"]);
    assert_eq!((code, &made["keys"], &made["attachments"]), (Some(0), &Value::Null, &Value::Null));
    let names: Vec<_> = contents(Path::new(bare)).into_iter().map(|(name, _)| name).collect();
    assert!(
        matches!(&names[..], [log, manifest] if log.ends_with("ledger.db") && manifest.ends_with("manifest.json"))
    );

    let restored = backups.path().join("restored-bare");
    let (code, told) = json(&restored, &["restore", "--from", bare, "--verify"]);
    assert_eq!((code, &told["equal"]), (Some(1), &json!(true)), "{told:#}");
    assert_eq!(codes(&told), ["keys-left-out", "attachments-left-out", "keys-shut"]);

    // What the ledger itself lacks is no reason for no backup.
    let [file] = files(data.path()).try_into().unwrap();
    fs::rename(&file, backups.path().join("elsewhere")).unwrap();
    let whole = path(backups.path(), "whole", &mut whole);
    let (code, made) = json(data.path(), &["backup", "--to", whole]);
    assert_eq!((code, codes(&made)), (Some(1), vec!["attachment-missing"]));
    let restored = backups.path().join("restored-whole");
    let (code, told) = json(&restored, &["restore", "--from", whole]);
    assert_eq!((code, codes(&told), &told["equal"]), (Some(1), vec!["kek-missing"], &json!(false)));
    fs::copy(data.path().join("kek"), restored.join("kek")).unwrap();
    let server = Server::start(&restored);
    let renamed = send(&server, TOKEN, "renameOrganization", json!({ "name": "Another name" }));
    assert!(renamed["position"].is_string(), "{renamed:#}");
}

#[test]
fn a_backup_takes_the_place_of_nothing_and_neither_does_a_restored_ledger() {
    let (data, backups) = ledger();
    let mut to = String::new();
    let to = path(backups.path(), "one", &mut to);
    let text = printed(data.path(), &["backup", "--to", to]);
    for words in ["read back from the copy", "apart from this folder", "findings  none"] {
        assert!(text.contains(words), "{words:?} is missing in: {text}");
    }
    let before = contents(Path::new(to));
    let error = refused(data.path(), &["backup", "--to", to]);
    assert!(error.contains("is not empty") && error.contains("--to"), "{error}");
    assert!(contents(Path::new(to)) == before, "the backup was changed");

    let before = contents(data.path());
    let error = refused(data.path(), &["restore", "--from", to]);
    assert!(error.contains("there is") && error.contains("--data"), "{error}");
    assert!(contents(data.path()) == before, "the ledger was changed");
    let left = backups.path().join("left");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("ledger.db-wal"), "changes to a log that is gone").unwrap();
    assert!(refused(&left, &["restore", "--from", to]).contains("ledger.db-wal"));
}

#[test]
fn a_backup_that_is_not_whole_or_was_altered_is_not_restored() {
    let (data, backups) = ledger();
    let mut to = String::new();
    let to = path(backups.path(), "one", &mut to);
    printed(data.path(), &["backup", "--to", to]);
    let restored = backups.path().join("restored");
    let refused_with = |words: &[&str]| {
        let error = refused(&restored, &["restore", "--from", to, "--verify"]);
        for word in words {
            assert!(error.contains(word), "{word:?} is missing in: {error}");
        }
        assert!(!restored.join("ledger.db").exists(), "nothing may be taken for a ledger");
        let _ = fs::remove_dir_all(&restored);
    };
    let to = Path::new(to);
    let [file] = files(to).try_into().unwrap();
    for path in [to.join("ledger.db"), to.join("keys.db"), file] {
        let whole = fs::read(&path).unwrap();
        let mut altered = whole.clone();
        altered[whole.len() / 2] ^= 1;
        fs::write(&path, altered).unwrap();
        refused_with(&["is not what was backed up", "use another backup"]);
        fs::remove_file(&path).unwrap();
        refused_with(&["no ledger was restored"]);
        fs::write(&path, whole).unwrap();
    }
    let manifest = to.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"format\": 1", "\"format\": 2")).unwrap();
    refused_with(&["format 2", "up to 1", "install a newer release"]);
    fs::write(&manifest, "{}").unwrap();
    refused_with(&["manifest.json is not the manifest of a backup"]);
    fs::remove_file(&manifest).unwrap();
    refused_with(&["there is no finished backup"]);
}

#[test]
fn keys_of_another_ledger_are_not_backed_up_as_those_of_this_one() {
    let (data, backups) = ledger();
    let other = folder();
    Server::start(other.path()).stop();
    fs::copy(other.path().join("keys.db"), data.path().join("keys.db")).unwrap();
    let mut to = String::new();
    let error = refused(data.path(), &["backup", "--to", path(backups.path(), "one", &mut to)]);
    assert!(error.contains("belongs to ledger") && error.contains("no backup was made"), "{error}");
    assert!(!backups.path().join("one/manifest.json").exists());
}

/// The server is a stand-in for KurrentDB within this process, not a real one.
#[test]
fn of_a_log_that_a_server_keeps_the_way_to_a_backup_is_named() {
    let (cluster, data, backups) = (Cluster::start(1), folder(), folder());
    let mut to = String::new();
    let to = path(backups.path(), "one", &mut to);
    for left_out in [&[][..], &["--without-keys"]] {
        let arguments = [&["backup", "--to", to], left_out].concat();
        let error = refusal(command(data.path(), &arguments).env("CX_LEDGER_STORE", cluster.url()));
        for step in ["migrate --from", "migrate attachments", "migrate keys", "keyd"] {
            assert!(error.contains(step), "{step:?} is missing in: {error}");
        }
    }
    assert!(!Path::new(to).exists());
}
