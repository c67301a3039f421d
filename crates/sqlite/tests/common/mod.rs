//! Words for telling what happens to a log.

use std::path::PathBuf;

use cxl_store::{Append, Expected, NewEvent, StreamKind, StreamName};
use tempfile::TempDir;
use uuid::Uuid;

/// The identity of every ledger in these tests.
pub(crate) const LEDGER: Uuid = Uuid::from_u128(0x00c0_ffee);

/// A folder that vanishes, and the path of a ledger in it that does not exist yet.
pub(crate) fn nowhere() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("ledger.db");
    (folder, path)
}

/// The stream with this number.
pub(crate) fn stream(number: u32) -> StreamName {
    StreamName::new(StreamKind::new("initiative").expect("a kind"), Uuid::from_u128(number.into()))
}

/// The event with this number in the stream with that number, which is also its revision.
pub(crate) fn append(in_stream: u32, number: u64) -> Append {
    let expected = number.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
    Append { stream: stream(in_stream), expected, events: vec![event(in_stream, number)] }
}

fn event(in_stream: u32, number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u128((u128::from(in_stream) << 64) | u128::from(number)),
        type_name: "initiative.progress-reported.v1".into(),
        body: format!("{{\"number\":{number}}}").into_bytes(),
        meta: b"{\"actor\":\"somebody\"}".to_vec(),
    }
}
