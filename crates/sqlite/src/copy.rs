//! A copy of a log that is in use, as it stood at one moment.

use std::path::Path;

use cxl_store::StoreError;
use cxl_store::file_copy::{create_private_anew, publish};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{told, told_by_system};
use crate::heads;
use crate::open::{self, Reading, beside};

/// Pages that are copied between two reports: 16 MiB.
const PAGES: i32 = 4096;

/// Copies the log at `from` to a new file at `to`; see [`SqliteLog::copy_to`](crate::SqliteLog::copy_to).
pub(crate) fn copy(from: &Path, to: &Path, seen: impl FnMut(u64, u64)) -> Result<u64, StoreError> {
    if to.try_exists().unwrap_or(true) {
        return Err(StoreError::AlreadyExists { path: to.to_path_buf() });
    }
    let draft = beside(to, ".part");
    let source = open::reader(from, Reading::Beside)?;
    let reading = |error| told(from, "copying", error);
    // The first read after BEGIN fixes the moment. Without it each step would see a later one, and SQLite
    // would begin anew whenever somebody writes.
    source.execute_batch("BEGIN").map_err(reading)?;
    let events = heads::count(&source).map_err(reading)?;
    create_private_anew(&draft).map_err(|error| told_by_system(&draft, "creating", error))?;
    copy_pages(&source, &draft, seen).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => reading(error),
        _ => told(&draft, "writing", error),
    })?;
    publish(&draft, to).map_err(|error| told_by_system(to, "writing", error))?;
    Ok(events)
}

fn copy_pages(source: &Connection, draft: &Path, mut seen: impl FnMut(u64, u64)) -> rusqlite::Result<()> {
    let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(draft, access)?;
    // The file is flushed once, when it is whole.
    target.pragma_update(None, "synchronous", "OFF")?;
    let page_size: u32 = source.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let backup = Backup::new(source, &mut target)?;
    loop {
        let step = backup.step(PAGES)?;
        let progress = backup.progress();
        let bytes = |pages: i32| u64::from(pages.max(0).cast_unsigned()) * u64::from(page_size);
        seen(bytes(progress.pagecount - progress.remaining), bytes(progress.pagecount));
        match step {
            StepResult::Done => break,
            StepResult::More => {}
            // Nobody else knows the draft, and readers of a write-ahead log wait for nobody.
            _ => return Err(busy()),
        }
    }
    drop(backup);
    target.close().map_err(|(_, error)| error)
}

fn busy() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None)
}
