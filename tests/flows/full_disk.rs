//! A disk that is full: nothing is recorded by half, questions are answered, and writing goes on once there is
//! room.
//!
//! Needs a file system of its own, of 8 to 64 MiB, so it runs only when asked for:
//!
//! ```text
//! mount -t tmpfs -o size=16m none /mnt/small
//! SMALL_DISK=/mnt/small cargo test -p cx-ledger --test flows full_disk -- --ignored
//! ```

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::act::{command_id, record, send};
use crate::attachments::{minutes, set_up};
use crate::export::root_of;
use crate::server::{Server, TOKEN, command, printed, run};

fn rename(number: usize) -> Value {
    json!({ "commandId": command_id(), "name": format!("Name {number} {}", "long ".repeat(400)) })
}

/// Writes a file until nothing more goes onto the disk, and gives some of it back.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    let block = [b'x'; 4096];
    let mut bytes = 0;
    while file.write_all(&block).is_ok() {
        bytes += block.len() as u64;
        assert!(bytes < 256 << 20, "this is no small disk");
    }
    file.set_len(bytes - (256 << 10)).unwrap();
}

#[test]
#[ignore = "needs a small file system in SMALL_DISK"]
fn a_full_disk_records_nothing_by_half_and_writing_goes_on_once_there_is_room() {
    let disk = std::env::var_os("SMALL_DISK").expect("SMALL_DISK names a folder on a small file system");
    let home = tempfile::tempdir_in(disk).unwrap();
    let (data, ballast) = (home.path().join("data"), home.path().join("ballast"));
    let server = Server::of(command(&data, &["serve"]).env("CX_LEDGER_TOKEN", TOKEN));
    let named = |export: &str| export.matches("\"organization.named.v1\"").count();
    // A disk as small as this has no room for files.
    set_up(&server);
    let upload = ("/attachments?program=CX", "application/pdf", "en");
    assert_eq!(server.send_bytes(TOKEN, upload, &minutes()).0, 507);
    let founded = named(&printed(&data, &["export", "--jsonl"]));
    fill(&ballast);

    let mut acknowledged = Vec::new();
    let refused = (1..).find_map(|number| {
        let input = rename(number);
        let answer = send(&server, TOKEN, "renameOrganization", input.clone());
        if answer["position"].is_string() {
            acknowledged.push(input);
            return None;
        }
        Some((input, answer))
    });
    let (input, answer) = refused.expect("the disk is full at some time");
    assert_eq!(
        (&answer["__typename"], &answer["code"]),
        (&json!("Unavailable"), &json!("STORAGE_UNAVAILABLE"))
    );
    assert_eq!(server.ask("{ organization { zone } }")["organization"]["zone"], "UTC");
    assert!(String::from_utf8_lossy(&run(&data, &["doctor"]).stdout).contains("space-low"));

    fs::remove_file(&ballast).unwrap();
    record(&server, "renameOrganization", input.clone());
    acknowledged.push(input);
    assert!(server.read("/health/ready").1.contains("\"status\":\"ready\""));
    server.kill();
    let export = printed(&data, &["export", "--jsonl"]);
    assert_eq!(named(&export), founded + acknowledged.len(), "each acknowledged command once, and no other");
    for input in &acknowledged {
        let command = input["commandId"].as_str().unwrap();
        assert_eq!(export.matches(command).count(), 1, "{command}");
    }
    // The disk is small, which doctor finds; what it says of the log is what counts here.
    let report: Value = serde_json::from_slice(&run(&data, &["doctor", "--json"]).stdout).unwrap();
    assert_eq!(Some(&*root_of(&export)), report["root"]["sha256"].as_str());
    drop(Server::of(command(&data, &["serve"]).env("CX_LEDGER_TOKEN", TOKEN)));
}
