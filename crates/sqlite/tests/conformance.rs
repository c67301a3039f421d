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
    use cxl_store::{Append, AppendError, Appended, Position, Recorded, Revision, StoreError, StreamName};
    use tokio::sync::watch;

    use super::*;

    struct Beside {
        writer: SqliteLog,
        reader: SqliteLog,
    }

    fn open() -> Ready<(Arc<dyn EventStore>, TempDir)> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("ledger.db");
        let writer = SqliteLog::create(&path, Uuid::nil()).expect("an empty log");
        let reader = SqliteLog::open_read_only(&path).expect("a reader beside the writer");
        ready((Arc::new(Beside { writer, reader }), folder))
    }

    #[async_trait]
    impl EventStore for Beside {
        async fn append(&self, append: Append) -> Result<Appended, AppendError> {
            self.writer.append(append).await
        }

        async fn read_stream(
            &self,
            stream: &StreamName,
            from: Revision,
            limit: usize,
        ) -> Result<Vec<Recorded>, StoreError> {
            self.reader.read_stream(stream, from, limit).await
        }

        async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
            self.reader.read_all(from, limit).await
        }

        async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
            self.reader.read_events(positions).await
        }

        fn head(&self) -> watch::Receiver<u64> {
            self.writer.head()
        }
    }

    cxl_store::conformance_tests!(open);
}
