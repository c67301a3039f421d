//! The log in a file, put to every promise of the port.

use std::future::{Ready, ready};
use std::sync::Arc;

use cxl_sqlite::SqliteLog;
use cxl_store::EventStore;
use tempfile::TempDir;
use uuid::Uuid;

fn open() -> Ready<(Arc<dyn EventStore>, TempDir)> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let log = SqliteLog::create(&folder.path().join("ledger.db"), Uuid::nil()).expect("an empty log");
    ready((Arc::new(log), folder))
}

cxl_store::conformance_tests!(open);
