//! What a file must be before it is written to, and how it becomes that.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cxl_store::StoreError;
use cxl_store::file_copy::{create_private_anew, folder_of, publish};
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::error::{damaged, told, told_by_system};

/// Marks a file as a ledger, in the place that SQLite reserves for it: `CXLG`.
pub const APPLICATION_ID: u32 = u32::from_be_bytes(*b"CXLG");

/// The newest format of the tables that this release reads and writes.
pub const FORMAT: u32 = 1;

const TABLES: &str = include_str!("../../../schema/sql/log/0001_init.sql");

/// Pages that the writer keeps in memory, in KiB: the index over streams is written all over.
const WRITER_CACHE_KIB: i32 = 64 * 1024;
/// Pages in the write-ahead log after which a commit carries them over into the file. Four times SQLite's
/// default: pages of the index over streams are rewritten often, and the longer the log the more of these
/// writes fall together, against 16 MiB that a restart may have to read.
const CHECKPOINT_PAGES: u32 = 4_000;
/// How long to wait for a lock that another connection holds for a moment, as a backup does.
const PATIENCE: Duration = Duration::from_secs(5);

/// In what way a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Beside a process that may write to it.
    Beside,
    /// A copy to which nobody writes; nothing is locked, and nothing is made beside it.
    Still,
}

/// The one right to write to a ledger, held by one process at a time until it is dropped.
#[derive(Debug)]
pub(crate) struct WriteLock(#[expect(dead_code, reason = "held for its lock")] File);

impl WriteLock {
    /// Takes the right for the ledger at `path`, or tells that another process has it.
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let lock_path = beside(path, ".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|error| told_by_system(&lock_path, "opening", error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: path.to_path_buf() }),
            Err(TryLockError::Error(error)) => Err(told_by_system(&lock_path, "locking", error)),
        }
    }
}

/// The path without symbolic links, so that one file has one lock. The file itself need not exist.
pub(crate) fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    if let Ok(whole) = path.canonicalize() {
        return Ok(whole);
    }
    let folder = folder_of(path);
    let folder = folder.canonicalize().map_err(|error| told_by_system(folder, "opening", error))?;
    let name = path.file_name().ok_or_else(|| StoreError::NotFound { path: path.to_path_buf() })?;
    Ok(folder.join(name))
}

/// Makes an empty ledger. It appears under its name complete or not at all.
pub(crate) fn create(path: &Path, ledger: Uuid) -> Result<(), StoreError> {
    let draft = beside(path, ".new");
    // SQLite gives the files beside it the same permissions.
    create_private_anew(&draft).map_err(|error| told_by_system(&draft, "creating", error))?;
    write_tables(&draft, ledger).map_err(|error| told(&draft, "creating", error))?;
    publish(&draft, path).map_err(|error| told_by_system(path, "creating", error))
}

/// Refuses what is not a ledger of a format that this release knows, and leaves it as it was.
///
/// The file is looked at through SQLite only: closing a handle of our own would release the locks that a
/// connection of this process may hold on it.
pub(crate) fn identify(path: &Path, reading: Reading) -> Result<(), StoreError> {
    let metadata = fs::metadata(path).map_err(|error| told_by_system(path, "opening", error))?;
    let foreign = |found: &str| Err(StoreError::Foreign { path: path.to_path_buf(), found: found.into() });
    if metadata.is_dir() {
        return foreign("a folder");
    }
    if metadata.len() == 0 {
        return foreign("an empty file");
    }
    let connection = reader(path, reading)?;
    let failed = |error| told(path, "reading", error);
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)?;
    if application.cast_unsigned() != APPLICATION_ID {
        return foreign("an SQLite database of another program");
    }
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    match found {
        FORMAT => Ok(()),
        0 => Err(damaged(path, &"it has no format version")),
        _ => Err(StoreError::NewerFormat { path: path.to_path_buf(), found, supported: FORMAT }),
    }
}

/// The connection that writes, with its settings read back.
pub(crate) fn writer(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let failed = |error| told(path, "opening", error);
    // SQLite opens a file that may not be written for reading, and says so only at the first change.
    if connection.is_readonly(rusqlite::MAIN_DB).map_err(failed)? {
        let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(StoreError::Denied { path: path.to_path_buf(), source: Arc::new(source) });
    }
    settle(&connection).map_err(failed)?;
    require(path, &connection, "journal_mode", "wal")?;
    require(path, &connection, "synchronous", "2")?;
    Ok(connection)
}

/// Gives a connection the settings of the writer. None of them is kept in the file.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Only macOS knows these two; without them its flush stops in the drive's cache.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    // The writer itself numbers streams and types; to check each reference again costs two look-ups an event.
    connection.pragma_update(None, "foreign_keys", false)
}

/// A connection that only reads.
pub(crate) fn reader(path: &Path, reading: Reading) -> Result<Connection, StoreError> {
    let connection = match reading {
        Reading::Beside => connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Reading::Still => {
            let access = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            connect(Path::new(&still(path)), access)?
        }
    };
    connection.pragma_update(None, "query_only", true).map_err(|error| told(path, "opening", error))?;
    Ok(connection)
}

/// The name by which SQLite opens a file that does not change.
fn still(path: &Path) -> String {
    let escaped = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        _ => format!("%{byte:02x}"),
    };
    let path: String = path.as_os_str().as_encoded_bytes().iter().map(escaped).collect();
    format!("file://{path}?immutable=1")
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let failed = |error| told(path, "opening", error);
    let connection =
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    Ok(connection)
}

fn write_tables(path: &Path, ledger: Uuid) -> rusqlite::Result<()> {
    let mut connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute("INSERT INTO ledger (only, id) VALUES (1, ?1)", [ledger.into_bytes()])?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID.cast_signed())?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.close().map_err(|(_, error)| error)
}

pub(crate) fn require(
    path: &Path,
    connection: &Connection,
    setting: &'static str,
    wanted: &str,
) -> Result<(), StoreError> {
    let found = connection
        .pragma_query_value(None, setting, |row| row.get::<_, rusqlite::types::Value>(0))
        .map_err(|error| told(path, "opening", error))?;
    let found = match found {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    if found == wanted {
        return Ok(());
    }
    Err(StoreError::Setting { path: path.to_path_buf(), setting, wanted: wanted.into(), found })
}

/// The file that belongs to this one under the same name with a suffix.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
