//! What happens when the files are not what they should be: a clear refusal, and nothing is changed.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::act::send;
use crate::server::{Server, TOKEN, command, folder, printed, refusal, refused, run};

/// A ledger that was founded, and stopped.
fn founded(data: &Path) {
    Server::start(data).stop();
}

/// Everything in the folder but what SQLite makes while it is in use.
pub(crate) fn contents(data: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(data)
        .expect("the folder exists")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| !path.to_string_lossy().ends_with("-shm") && path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file that can be read")))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    files.sort();
    files
}

/// `serve` must refuse with all these words and leave every file as it was.
#[track_caller]
fn serving_is_refused(data: &Path, words: &[&str]) {
    let before = contents(data);
    let error = refused(data, &["serve", "--listen", "127.0.0.1:0"]);
    for word in words {
        assert!(error.contains(word), "{word:?} is missing in: {error}");
    }
    for (was, is) in before.iter().zip(&contents(data)) {
        assert!(was == is, "{} was changed", was.0);
    }
    assert_eq!(contents(data).len(), before.len(), "a file came or went");
}

#[test]
fn a_second_process_is_refused_and_told_both_ways_out() {
    let data = folder();
    let server = Server::start(data.path());
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["token", "create", "--person", "ADMIN"]] {
        let error = refused(data.path(), arguments);
        assert!(error.contains("stop it") && error.contains("running server"), "{error}");
    }
    printed(data.path(), &["doctor"]);
    printed(data.path(), &["token", "list"]);
    printed(data.path(), &["export", "--jsonl"]);
    server.ask("{ __typename }");
}

#[test]
fn a_folder_without_ledger_is_named_and_nothing_is_made_there() {
    let data = folder();
    for arguments in
        [&["doctor"][..], &["export", "--jsonl"], &["token", "list"], &["token", "create", "--person", "A"]]
    {
        let error = refused(data.path(), arguments);
        assert!(error.contains("there is no ledger in") && error.contains("--data"), "{error}");
    }
    assert!(contents(data.path()).is_empty());
}

#[test]
fn a_file_that_is_not_ours_is_left_alone() {
    let data = folder();
    fs::write(data.path().join("ledger.db"), "date,value\n".repeat(1_000)).unwrap();
    serving_is_refused(data.path(), &["ledger.db", "is not a ledger", "name another path"]);
}

#[test]
fn a_log_of_a_newer_format_asks_for_a_newer_program() {
    let data = folder();
    founded(data.path());
    let log = rusqlite::Connection::open(data.path().join("ledger.db")).unwrap();
    log.pragma_update(None, "user_version", 99).unwrap();
    log.pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
    drop(log);
    serving_is_refused(data.path(), &["format 99", "install a newer release"]);
}

#[test]
fn missing_keys_stop_the_start_until_their_loss_is_accepted() {
    let data = folder();
    founded(data.path());
    fs::rename(data.path().join("keys.db"), data.path().join("elsewhere")).unwrap();
    serving_is_refused(data.path(), &["no key vault", "keys.db", "backup", "--accept-key-loss"]);

    let accepting = |data: &Path| {
        Server::of(command(data, &["serve", "--accept-key-loss"]).env("CX_LEDGER_TOKEN", TOKEN))
    };
    let server = accepting(data.path());
    let (_, ready) = server.read("/health/ready");
    assert!(ready.contains("\"status\":\"ready\""), "the loss is accepted, so writing goes on: {ready}");
    drop(server);
    let exported = printed(data.path(), &["export", "--jsonl"]);
    assert_eq!(exported.matches("organization.key-loss-accepted.v1").count(), 1);
    // From now on the loss is on record, and needs no flag.
    drop(Server::start(data.path()));
    assert_eq!(printed(data.path(), &["export", "--jsonl"]), exported);
}

#[test]
fn keys_of_another_ledger_are_refused() {
    let [data, other] = [folder(), folder()];
    founded(data.path());
    founded(other.path());
    fs::copy(other.path().join("keys.db"), data.path().join("keys.db")).unwrap();
    serving_is_refused(data.path(), &["belongs to ledger", "put back"]);
}

#[test]
fn a_key_file_of_another_ledger_is_refused() {
    let [data, other] = [folder(), folder()];
    founded(data.path());
    founded(other.path());
    fs::copy(other.path().join("kek"), data.path().join("kek")).unwrap();
    serving_is_refused(data.path(), &["kek", "is not the key of", "put back"]);
    fs::remove_file(data.path().join("kek")).unwrap();
    serving_is_refused(data.path(), &["kek", "is missing", "put back"]);
}

#[test]
fn keys_without_their_log_are_no_reason_to_begin_a_new_one() {
    let data = folder();
    founded(data.path());
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.path().join(format!("ledger.db{suffix}")));
    }
    serving_is_refused(data.path(), &["no log", "put ledger.db back"]);
}

#[test]
fn keys_that_went_missing_leave_a_ledger_that_only_reads_until_their_loss_is_accepted() {
    let data = folder();
    founded(data.path());
    let keys = rusqlite::Connection::open(data.path().join("keys.db")).unwrap();
    assert!(keys.execute("DELETE FROM data_keys", []).unwrap() > 0);
    drop(keys);
    let doctor = run(data.path(), &["doctor"]);
    let report = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.status.code() == Some(1) && report.contains("keys-missing"), "{report}");

    let rename =
        |server: &Server| send(server, TOKEN, "renameOrganization", json!({ "name": "Another name" }));
    let server = Server::start(data.path());
    let (status, ready) = server.read("/health/ready");
    assert!(status == 200 && ready.contains("read_only") && ready.contains("--accept-key-loss"), "{ready}");
    assert_eq!(rename(&server)["__typename"], "Unavailable");
    let seen = server.ask("{ organization { zone name { value unavailable } } }");
    assert_eq!(seen["organization"], json!({"zone": "UTC", "name": {"value": null, "unavailable": true}}));
    drop(server);

    let mut accepting = command(data.path(), &["serve", "--accept-key-loss"]);
    let server = Server::of(accepting.env("CX_LEDGER_TOKEN", TOKEN));
    assert!(rename(&server)["position"].is_string());
    let seen = server.ask("{ organization { name { value } } }");
    assert_eq!(seen["organization"]["name"]["value"], "Another name");
    drop(server);
    assert!(Server::start(data.path()).read("/health/ready").1.contains("\"ready\""));
}

#[test]
fn an_event_that_cannot_be_read_stops_the_start_and_is_named() {
    let data = folder();
    founded(data.path());
    // What a checkpoint holds, a start does not read; `doctor` does.
    fs::remove_dir_all(data.path().join("checkpoint")).unwrap();
    let log = rusqlite::Connection::open(data.path().join("ledger.db")).unwrap();
    log.execute("UPDATE events SET body = x'7b' WHERE position = 2", []).unwrap();
    log.pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
    drop(log);
    serving_is_refused(
        data.path(),
        &["position 2", "organization.zone-set.v1", "restore the log from a backup"],
    );
    let doctor = run(data.path(), &["doctor"]);
    let report = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.status.code() == Some(1) && report.contains("unreadable-event"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused_and_found() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = folder();
    founded(data.path());
    fs::set_permissions(data.path().join("kek"), fs::Permissions::from_mode(0o644)).unwrap();
    serving_is_refused(data.path(), &["open to others", "chmod 600"]);
    let found = run(data.path(), &["doctor"]);
    assert_eq!(found.status.code(), Some(1));
    let report = String::from_utf8(found.stdout).unwrap();
    assert!(report.contains("open-to-others") && report.contains("keys-shut"), "{report}");
}

#[test]
fn a_token_of_the_environment_that_is_no_secret_is_refused() {
    let data = folder();
    let mut serve = command(data.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let error = refusal(serve.env("CX_LEDGER_TOKEN", "secret"));
    assert!(error.contains("CX_LEDGER_TOKEN") && error.contains("32"), "{error}");
}

#[test]
fn a_file_where_a_folder_should_be_is_named_and_left_alone() {
    let folder = folder();
    let file = folder.path().join("ledger.db");
    fs::write(&file, "date,value\n").unwrap();
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["serve", "--demo", "--listen", "127.0.0.1:0"],
        &["doctor"],
        &["export", "--jsonl"],
        &["token", "list"],
        &["token", "create", "--person", "ADMIN"],
        &["import", concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nhs-ae")],
    ] {
        let error = refused(&file, arguments);
        assert!(error.contains(file.to_str().unwrap()), "{arguments:?}: {error}");
        assert!(error.contains("is a file") && error.contains("--data"), "{arguments:?}: {error}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "date,value\n");
}

#[test]
fn how_commits_reach_the_disk_is_read_back_at_the_start_and_by_doctor() {
    let data = folder();
    let server = Server::start(data.path());
    assert!(server.greeting.contains("journal_mode wal, synchronous 2 (FULL)"), "{}", server.greeting);
    let report: serde_json::Value =
        serde_json::from_str(&printed(data.path(), &["doctor", "--json"])).expect("JSON");
    let told = &report["log"]["synchronous"];
    assert_eq!((&told["level"], &told["name"]), (&json!(2), &json!("FULL")), "{report:#}");
    // It is no setting of the file, so doctor can't know what another process runs with, and says so.
    assert!(told["readBackOn"].as_str().is_some_and(|on| on.contains("of this command")), "{report:#}");
    assert!(
        printed(data.path(), &["doctor"]).contains("synchronous 2 (FULL), read back on a connection of this")
    );
}
