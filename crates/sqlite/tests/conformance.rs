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

/// Everything is written through one handle and read through another, so that no read is answered from
/// what the writer remembers.
mod read_from_the_file {
    use async_trait::async_trait;
    use cxl_store::conformance::{Intercept, Intercepted};
    use cxl_store::{Append, AppendError, Appended};
    use tokio::sync::watch;

    use super::*;

    /// The handle that writes.
    struct Beside(SqliteLog);

    fn open() -> Ready<(Arc<dyn EventStore>, TempDir)> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("ledger.db");
        let writer = SqliteLog::create(&path, Uuid::nil()).expect("an empty log");
        let reader = SqliteLog::open_read_only(&path).expect("a reader beside the writer");
        ready((Intercepted::new(reader, Beside(writer)), folder))
    }

    #[async_trait]
    impl Intercept for Beside {
        async fn append(&self, _: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
            self.0.append(append).await
        }

        fn head(&self, _: &dyn EventStore) -> watch::Receiver<u64> {
            self.0.head()
        }
    }

    cxl_store::conformance_tests!(open);
}
