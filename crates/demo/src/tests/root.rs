//! The golden root: the same log, byte for byte, wherever and whenever the story is told.

use std::path::PathBuf;
use std::sync::Arc;

use cxl_audit::{Event, LogBuilder};
use cxl_sqlite::SqliteLog;
use cxl_store::codec::decode;
use cxl_store::{EventStore as _, Recorded};

use super::super::{clock, record};
use super::{attachments, told, vault};

fn root(log: &[Recorded]) -> (u64, String) {
    let mut builder = LogBuilder::new();
    for recorded in log {
        let (_, meta) = decode(recorded).unwrap();
        builder
            .push(&Event {
                position: recorded.position,
                stream: &recorded.stream.to_string(),
                revision: recorded.revision,
                id: recorded.id,
                type_name: &recorded.type_name,
                at: meta.recorded.timestamp_micros(),
                body: &recorded.body,
                meta: &recorded.meta,
            })
            .unwrap();
    }
    (builder.size(), hex::encode(builder.root()))
}

#[tokio::test]
async fn the_root_over_the_demos_log_is_the_golden_one() {
    let (events, root) = root(&told().await.log);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/golden/demo-root.json");
    let computed = format!("{{\"events\":{events},\"root\":\"{root}\"}}\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &computed).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert_eq!(computed, golden, "the demo's log changed; if that is meant, run the test with UPDATE=1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn many_threads_record_the_same_log_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let log = SqliteLog::create(&folder.path().join("ledger.db"), uuid::Uuid::nil()).unwrap();
    let vault = Arc::new(vault(folder.path()));
    let attachments = Arc::new(attachments(folder.path(), vault.clone()));
    let people = record(&log, vault, attachments, &clock()).await.unwrap();
    let told = told().await;
    assert_eq!(people, told.people);
    assert!(log.read_all(0, cxl_store::MAX_PAGE).await.unwrap() == told.log, "the logs differ");
}
