//! A ledger moves: to another file, through an export, with its keys and without.

use std::fs;
use std::path::Path;

use cxl_kurrent_standin::Cluster;
use serde_json::{Value, json};

use crate::act::record;
use crate::attachments;
use crate::export::{root_of, root_of_doctor};
use crate::server::{Server, folder, printed, refused};

const NAME: &str = "Refunds within three days";

/// A ledger with something typed, and a file attached; stopped.
fn lived_in(data: &Path) {
    let server = Server::start(data);
    let evidence = attachments::set_up(&server);
    attachments::attached(&server, &evidence);
    charter(&server, "REFUNDS");
    server.stop();
}

fn charter(server: &Server, code: &str) {
    record(
        server,
        "charterInitiative",
        json!({ "program": {"code": "CX"}, "code": code, "name": NAME, "purpose": "Nobody waits for money",
                "on": "2024-01-01" }),
    );
}

/// What the name of an initiative reads as, and whether it is unavailable.
fn name(server: &Server) -> Value {
    let asked = "{ initiative(program: \"CX\", code: \"REFUNDS\") { name { value unavailable } } }";
    server.ask(asked)["initiative"]["name"].take()
}

fn url(data: &Path) -> String {
    format!("sqlite:{}", data.join("ledger.db").display())
}

/// Moves the log of one folder into another; what the program tells.
fn moved(from: &Path, to: &Path) -> Value {
    let told = printed(from, &["migrate", "--from", &url(from), "--to", &url(to), "--json"]);
    serde_json::from_str(&told).unwrap()
}

fn step(name: &str, from: &Path, to: &Path) -> Value {
    let (from_dir, to_dir) = (from.to_str().unwrap(), to.to_str().unwrap());
    let told = printed(from, &["migrate", name, "--from", from_dir, "--to", to_dir, "--json"]);
    serde_json::from_str(&told).unwrap()
}

#[test]
fn a_ledger_moves_in_three_steps_and_goes_on_where_it_has_moved() {
    let (old, new) = (folder(), folder());
    let new = new.path().join("a/folder/to/be");
    lived_in(old.path());
    let export = printed(old.path(), &["export", "--jsonl"]);
    let events = export.lines().count();
    let told = moved(old.path(), &new);
    assert_eq!(told, json!({ "events": events, "copied": events, "root": root_of(&export) }));
    assert_eq!(printed(&new, &["export", "--jsonl"]), export, "byte for byte");
    let keys = step("keys", old.path(), &new);
    assert_eq!((&keys["held"], &keys["missing"]), (&json!(0), &json!(0)), "{keys:#}");
    assert_ne!(fs::read(old.path().join("kek")).unwrap(), fs::read(new.join("kek")).unwrap());
    assert_eq!(step("attachments", old.path(), &new), json!({ "files": 1, "copied": 1 }));

    assert_eq!(root_of_doctor(&new), root_of(&export));
    let server = Server::start(&new);
    assert_eq!(name(&server), json!({ "value": NAME, "unavailable": false }));
    charter(&server, "GOES_ON");
}

/// The server is a stand-in for KurrentDB within this process, not a real one.
#[test]
fn a_ledger_moves_to_a_server_and_back() {
    let (old, back, cluster) = (folder(), folder(), Cluster::start(1));
    lived_in(old.path());
    let export = printed(old.path(), &["export", "--jsonl"]);
    let events = export.lines().count();
    let migrate = |from: &str, to: &str| -> Value {
        let told = printed(old.path(), &["migrate", "--from", from, "--to", to, "--json"]);
        serde_json::from_str(&told).unwrap()
    };
    let there = migrate(&url(old.path()), &cluster.url());
    assert_eq!(there, json!({ "events": events, "copied": events, "root": root_of(&export) }));
    assert_eq!(migrate(&url(old.path()), &cluster.url())["copied"], 0);
    assert_eq!(printed(old.path(), &["export", "--jsonl", "--store", &cluster.url()]), export);

    step("keys", old.path(), back.path());
    step("attachments", old.path(), back.path());
    assert_eq!(migrate(&cluster.url(), &url(back.path()))["root"], there["root"]);
    assert_eq!(root_of_doctor(back.path()), root_of(&export));
    let server = Server::start(back.path());
    assert_eq!(name(&server), json!({ "value": NAME, "unavailable": false }));
}

#[test]
fn a_move_goes_on_with_what_came_since_and_repeats_nothing() {
    let (old, new) = (folder(), folder());
    lived_in(old.path());
    let first = moved(old.path(), new.path());
    assert_eq!(moved(old.path(), new.path())["copied"], 0);
    let server = Server::start(old.path());
    charter(&server, "LATER");
    server.stop();
    let second = moved(old.path(), new.path());
    assert_eq!(second["copied"], second["events"].as_u64().unwrap() - first["events"].as_u64().unwrap());
    assert_eq!(printed(new.path(), &["export", "--jsonl"]), printed(old.path(), &["export", "--jsonl"]));
    step("keys", old.path(), new.path());
    assert_eq!(step("keys", old.path(), new.path())["newKeys"], 0);
    step("attachments", old.path(), new.path());
    assert_eq!(step("attachments", old.path(), new.path()), json!({ "files": 1, "copied": 0 }));
}

#[test]
fn a_destination_that_holds_something_else_is_refused_at_its_position() {
    let (old, other) = (folder(), folder());
    lived_in(old.path());
    lived_in(other.path());
    let before = printed(other.path(), &["export", "--jsonl"]);
    let refused = refused(old.path(), &["migrate", "--from", &url(old.path()), "--to", &url(other.path())]);
    assert!(refused.contains("position 0") && refused.contains("name a destination"), "{refused}");
    assert_eq!(printed(other.path(), &["export", "--jsonl"]), before);
}

#[test]
fn a_source_that_a_server_writes_to_is_refused() {
    let (old, new) = (folder(), folder());
    let _server = Server::start(old.path());
    let refused = refused(old.path(), &["migrate", "--from", &url(old.path()), "--to", &url(new.path())]);
    assert!(refused.contains("another process is writing to the source"), "{refused}");
    assert!(!new.path().join("ledger.db").exists());
}

#[test]
fn a_source_that_is_not_there_is_told_with_what_to_name() {
    let (old, new) = (folder(), folder());
    let refused = refused(old.path(), &["migrate", "--from", &url(old.path()), "--to", &url(new.path())]);
    assert!(refused.contains("there is no log at") && refused.contains("name the file"), "{refused}");
    assert!(!old.path().join("ledger.db").exists() && !new.path().join("ledger.db").exists());
}

/// Exports the events, and the keys under a key of their own, into files of a folder.
fn exported(data: &Path, into: &Path) -> [String; 3] {
    let [lines, keys, under] =
        ["ledger.jsonl", "keys.sealed", "keys.key"].map(|name| into.join(name).to_str().unwrap().to_owned());
    printed(data, &["export", "--jsonl", "-o", &lines]);
    printed(data, &["export", "--keys", &keys, "--under", &under]);
    [lines, keys, under]
}

#[test]
fn an_export_with_its_keys_is_the_same_ledger_elsewhere() {
    let (old, files, new) = (folder(), folder(), folder());
    lived_in(old.path());
    let [lines, keys, under] = exported(old.path(), files.path());
    let root = root_of_doctor(old.path());
    let arguments = ["import", "--jsonl", &lines, "--root", &root, "--keys", &keys, "--under", &under];
    assert!(printed(new.path(), &arguments).contains(&root));
    assert_eq!(printed(new.path(), &["export", "--jsonl"]), fs::read_to_string(&lines).unwrap());
    step("attachments", old.path(), new.path());
    assert_eq!(root_of_doctor(new.path()), root);
    let server = Server::start(new.path());
    assert_eq!(name(&server), json!({ "value": NAME, "unavailable": false }));
    charter(&server, "GOES_ON");
}

#[test]
fn an_export_without_its_keys_tells_everything_but_what_was_typed_until_they_come() {
    let (old, files, new) = (folder(), folder(), folder());
    lived_in(old.path());
    let [lines, ..] = exported(old.path(), files.path());
    let told = printed(new.path(), &["import", "--jsonl", &lines]);
    assert!(told.contains("unavailable") && told.contains("migrate keys"), "{told}");
    let server = Server::start(new.path());
    assert_eq!(name(&server), json!({ "value": null, "unavailable": true }));
    let (_, ready) = server.read("/health/ready");
    assert!(ready.contains("read_only"), "{ready}");
    server.stop();

    step("keys", old.path(), new.path());
    let server = Server::start(new.path());
    assert_eq!(name(&server), json!({ "value": NAME, "unavailable": false }));
    charter(&server, "GOES_ON");
}

#[test]
fn what_is_no_export_is_refused_with_its_line_before_anything_is_written() {
    let (old, files, new) = (folder(), folder(), folder());
    lived_in(old.path());
    let [lines, ..] = exported(old.path(), files.path());
    let export = fs::read_to_string(&lines).unwrap();
    let without_third: String =
        export.split_inclusive('\n').enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| line).collect();
    let cases = [
        (export.replacen("\"position\":1,", "\"position\":1;", 1), "line 2 of"),
        (without_third, "line 3 of"),
        (export.trim_end().to_owned(), "the export was cut short"),
        (export.replacen(".v1", ".v99", 1), "line 1 of"),
        (String::new(), "holds no event"),
    ];
    for (text, words) in cases {
        fs::write(&lines, text).unwrap();
        let refused = refused(new.path(), &["import", "--jsonl", &lines]);
        assert!(refused.contains(words), "{words:?} is missing in: {refused}");
    }
    fs::write(&lines, &export).unwrap();
    let other = "0".repeat(64);
    let refused = refused(new.path(), &["import", "--jsonl", &lines, "--root", &other]);
    assert!(refused.contains(&root_of(&export)) && refused.contains(&other), "{refused}");
    assert!(!new.path().join("ledger.db").exists());
}

#[test]
fn an_export_goes_into_no_ledger_that_holds_something_else() {
    let (old, files, other) = (folder(), folder(), folder());
    lived_in(old.path());
    lived_in(other.path());
    let [lines, ..] = exported(old.path(), files.path());
    let refused = refused(other.path(), &["import", "--jsonl", &lines]);
    assert!(refused.contains("the ledger is not empty") && refused.contains("position 0"), "{refused}");
}

#[test]
fn keys_of_another_ledger_are_found_out_before_anything_is_imported() {
    let (old, files, other, new) = (folder(), folder(), folder(), folder());
    lived_in(old.path());
    Server::start(other.path()).stop();
    for name in ["keys.db", "kek"] {
        fs::copy(other.path().join(name), new.path().join(name)).unwrap();
    }
    let [lines, keys, under] = exported(old.path(), files.path());
    let arguments = ["import", "--jsonl", &lines, "--keys", &keys, "--under", &under];
    let error = refused(new.path(), &arguments);
    assert!(error.contains("nothing was imported") && error.contains("belongs to ledger"), "{error}");
    assert!(!new.path().join("ledger.db").exists());
}

#[test]
fn an_attached_file_that_is_damaged_is_named_and_the_others_go_over() {
    let (old, new) = (folder(), folder());
    lived_in(old.path());
    let program = old.path().join("attachments").join(uuid::Uuid::nil().to_string());
    fs::create_dir(&program).unwrap();
    let damaged = program.join("0".repeat(64));
    fs::write(&damaged, "nothing of the kind").unwrap();
    let [from, to] = [old.path(), new.path()].map(|path| path.to_str().unwrap());
    let error = refused(old.path(), &["migrate", "attachments", "--from", from, "--to", to]);
    assert!(error.contains(damaged.to_str().unwrap()) && error.contains("backup"), "{error}");
    fs::remove_file(&damaged).unwrap();
    assert_eq!(step("attachments", old.path(), new.path()), json!({ "files": 1, "copied": 0 }));
}

#[test]
fn exported_keys_open_under_the_key_that_was_named_and_no_other() {
    let (old, files, new) = (folder(), folder(), folder());
    lived_in(old.path());
    let [lines, keys, under] = exported(old.path(), files.path());
    assert!(refused(old.path(), &["export", "--keys", &keys, "--under", &under]).contains("already a file"));
    let other = old.path().join("kek");
    let wrong = ["import", "--jsonl", &lines, "--keys", &keys, "--under", other.to_str().unwrap()];
    let error = refused(new.path(), &wrong);
    assert!(error.contains("is not the key of"), "{error}");
    assert!(!new.path().join("ledger.db").exists(), "it is looked at before anything is written");
}
