//! The rows of `keys.db`, in SQL and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cxl_store::file_copy::{create_private_anew, publish};
use cxl_store::{CodeClaim, KeyId, StoreError};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::error::{database_error, system_error};
use super::{KeysError, KeysSettings};
use crate::error::damaged;
use crate::open::{beside, require};

/// Marks the file as a key vault of CX Ledger: "CXLK".
pub const APPLICATION_ID: u32 = 0x4358_4C4B;

/// The newest format that is known; the one that is written.
pub const FORMAT: u32 = 1;

/// For how long another process may keep the file to itself.
const PATIENCE: Duration = Duration::from_secs(10);

const SCHEMA: &str = include_str!("../../../../schema/sql/keys/0001_init.sql");

/// What the file says of itself.
pub(super) struct Header {
    pub(super) ledger: Uuid,
    pub(super) epoch: u64,
    pub(super) kek_check: [u8; 32],
}

/// A wrapped data key.
pub(super) struct KeyRow {
    pub(super) id: KeyId,
    pub(super) epoch: u64,
    pub(super) wrapped: Vec<u8>,
}

/// A person's code.
pub(super) struct CodeRow {
    pub(super) mark: [u8; 32],
    pub(super) person: Uuid,
    pub(super) key: KeyId,
    pub(super) sealed: Vec<u8>,
}

/// An open `keys.db`. Every change is durable when its call returns.
pub(super) struct KeyFile {
    path: PathBuf,
    connection: Connection,
}

impl KeyFile {
    /// Opens a vault of a known format.
    pub(super) fn open(path: &Path) -> Result<Self, KeysError> {
        identify(path)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let file = Self { path: path.to_owned(), connection };
        file.set_up()?;
        Ok(file)
    }

    /// Makes a vault without keys. It appears under its name complete or not at all.
    pub(super) fn create(path: &Path, header: &Header) -> Result<(), KeysError> {
        if exists(path)? {
            return Err(KeysError::Exists { keys: path.to_owned() });
        }
        let draft = beside(path, ".new");
        create_private_anew(&draft).map_err(system_error(&draft, "creating"))?;
        write_tables(&draft, header).map_err(database_error(&draft, "creating"))?;
        Ok(publish(&draft, path).map_err(system_error(path, "creating"))?)
    }

    /// Refuses a file that may not be written: SQLite opens it for reading, and says so only when the first
    /// key is to be stored.
    pub(super) fn require_writable(&self) -> Result<(), KeysError> {
        if self.connection.is_readonly(rusqlite::MAIN_DB).map_err(self.failed("opening"))? {
            let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
            return Err(system_error(&self.path, "opening")(denied).into());
        }
        Ok(())
    }

    pub(super) fn header(&self) -> Result<Header, KeysError> {
        self.connection
            .query_row("SELECT ledger, epoch, kek_check FROM vault", [], |row| {
                Ok(Header {
                    ledger: Uuid::from_bytes(row.get("ledger")?),
                    epoch: count(row, "epoch")?,
                    kek_check: row.get("kek_check")?,
                })
            })
            .map_err(self.failed("reading"))
            .map_err(KeysError::from)
    }

    /// Inserts the rows and gives the ids that were there before, whose rows were not inserted.
    pub(super) fn insert_keys(&mut self, rows: &[&KeyRow]) -> rusqlite::Result<Vec<KeyId>> {
        let transaction = self.connection.transaction()?;
        let mut taken = Vec::new();
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO data_keys (id, epoch, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?;
            for row in rows {
                if insert.execute(params![row.id.as_bytes(), row.epoch.cast_signed(), row.wrapped])? == 0 {
                    taken.push(row.id);
                }
            }
        }
        transaction.commit()?;
        Ok(taken)
    }

    pub(super) fn key(&self, id: KeyId) -> rusqlite::Result<Option<KeyRow>> {
        self.connection
            .prepare_cached("SELECT epoch, wrapped FROM data_keys WHERE id = ?")?
            .query_row([id.as_bytes()], |row| {
                Ok(KeyRow { id, epoch: count(row, "epoch")?, wrapped: row.get("wrapped")? })
            })
            .optional()
    }

    /// The first rows beyond an id, in the order of ids; from the beginning without one.
    pub(super) fn keys_beyond(&self, id: Option<KeyId>, limit: u32) -> rusqlite::Result<Vec<KeyRow>> {
        let beyond = id.as_ref().map_or(&[][..], |id| id.as_bytes());
        self.connection
            .prepare_cached("SELECT id, epoch, wrapped FROM data_keys WHERE id > ? ORDER BY id LIMIT ?")?
            .query_map(params![beyond, limit], |row| {
                let id = KeyId::from_bytes(row.get("id")?);
                Ok(KeyRow { id, epoch: count(row, "epoch")?, wrapped: row.get("wrapped")? })
            })?
            .collect()
    }

    /// The first rows of codes beyond a mark, in the order of marks; from the beginning without one.
    pub(super) fn codes_beyond(&self, mark: Option<[u8; 32]>, limit: u32) -> rusqlite::Result<Vec<CodeRow>> {
        let beyond = mark.as_ref().map_or(&[][..], |mark| mark);
        self.connection
            .prepare_cached(
                "SELECT mark, person, key, sealed FROM codes WHERE mark > ? ORDER BY mark LIMIT ?",
            )?
            .query_map(params![beyond, limit], code_row)?
            .collect()
    }

    /// Stores the rows, whose keys are there.
    pub(super) fn insert_codes(&mut self, rows: &[CodeRow]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for row in rows {
            transaction
                .prepare_cached("INSERT INTO codes (mark, person, key, sealed) VALUES (?, ?, ?, ?)")?
                .execute(params![row.mark, row.person.as_bytes(), row.key.as_bytes(), row.sealed])?;
        }
        transaction.commit()
    }

    /// Goes through every page and index, and through what refers to what.
    pub(super) fn verify(&self) -> Result<(), StoreError> {
        let reading = self.failed("reading");
        let verdict: String =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(&reading)?;
        if verdict != "ok" {
            return Err(damaged(&self.path, &verdict));
        }
        let dangling = self.connection.prepare("PRAGMA foreign_key_check").and_then(|mut it| it.exists([]));
        if dangling.map_err(&reading)? {
            return Err(damaged(&self.path, &"a code is tied to a key that is not there"));
        }
        Ok(())
    }

    /// Closes the file and leaves nothing beside it.
    pub(super) fn close(self) -> Result<(), StoreError> {
        let Self { path, connection } = self;
        let closing = database_error(&path, "closing");
        // A journal that is truncated would stay behind as an empty file.
        connection.pragma_update(None, "journal_mode", "DELETE").map_err(&closing)?;
        connection.close().map_err(|(_, error)| closing(error))
    }

    /// Those of `ids` without a row, in the order given.
    pub(super) fn missing(&self, ids: &[KeyId]) -> rusqlite::Result<Vec<KeyId>> {
        let mut absent: Vec<KeyId> = ids.to_vec();
        absent.sort_unstable();
        absent.dedup();
        // Beyond a few keys, one pass over their part of the table is many times faster than a search for each.
        if absent.len() > 256 {
            self.drop_present_by_scan(&mut absent)
        } else {
            self.drop_present(&mut absent)
        }?;
        Ok(ids.iter().copied().filter(|id| absent.binary_search(id).is_ok()).collect())
    }

    fn drop_present(&self, sorted: &mut Vec<KeyId>) -> rusqlite::Result<()> {
        let mut present = self.connection.prepare_cached("SELECT 1 FROM data_keys WHERE id = ?")?;
        let mut absent = Vec::new();
        for id in sorted.iter() {
            if !present.exists([id.as_bytes()])? {
                absent.push(*id);
            }
        }
        *sorted = absent;
        Ok(())
    }

    fn drop_present_by_scan(&self, sorted: &mut Vec<KeyId>) -> rusqlite::Result<()> {
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Ok(()) };
        let between = "SELECT id FROM data_keys WHERE id BETWEEN ? AND ? ORDER BY id";
        let mut query = self.connection.prepare_cached(between)?;
        let mut rows = query.query([first.as_bytes(), last.as_bytes()])?;
        let mut next = || rows.next()?.map(|row| row.get(0).map(KeyId::from_bytes)).transpose();
        let mut stored = next()?;
        let mut absent = Vec::new();
        for id in sorted.iter() {
            while stored.is_some_and(|stored| stored < *id) {
                stored = next()?;
            }
            if stored != Some(*id) {
                absent.push(*id);
            }
        }
        *sorted = absent;
        Ok(())
    }

    /// Stores the row unless somebody else than `holder` and the row's own person holds the code.
    pub(super) fn claim_code(&self, row: &CodeRow, holder: Uuid) -> rusqlite::Result<CodeClaim> {
        let changed = self
            .connection
            .prepare_cached(
                "INSERT INTO codes (mark, person, key, sealed) VALUES (?, ?, ?, ?)
                 ON CONFLICT (mark) DO UPDATE
                 SET person = excluded.person, key = excluded.key, sealed = excluded.sealed
                 WHERE person IN (excluded.person, ?)",
            )?
            .execute(params![
                row.mark,
                row.person.as_bytes(),
                row.key.as_bytes(),
                row.sealed,
                holder.as_bytes()
            ])?;
        match self.code(row.mark)? {
            Some(held) if changed == 0 => Ok(CodeClaim::Held(held.person)),
            _ => Ok(CodeClaim::Claimed),
        }
    }

    pub(super) fn code(&self, mark: [u8; 32]) -> rusqlite::Result<Option<CodeRow>> {
        self.connection
            .prepare_cached("SELECT mark, person, key, sealed FROM codes WHERE mark = ?")?
            .query_row([mark], code_row)
            .optional()
    }

    /// How many codes are held.
    pub(super) fn codes(&self) -> rusqlite::Result<u64> {
        self.connection.query_row("SELECT count(*) AS codes FROM codes", [], |row| count(row, "codes"))
    }

    pub(super) fn settings(&self) -> rusqlite::Result<KeysSettings> {
        let vault = "SELECT ledger, epoch, (SELECT count(*) FROM data_keys) AS keys,
                            (SELECT count(*) FROM codes) AS codes FROM vault";
        let (ledger, epoch, keys, codes) = self.connection.query_row(vault, [], |row| {
            let ledger = Uuid::from_bytes(row.get("ledger")?);
            Ok((ledger, count(row, "epoch")?, count(row, "keys")?, count(row, "codes")?))
        })?;
        Ok(KeysSettings {
            format: self.pragma("user_version", |row| row.get(0))?,
            ledger,
            epoch,
            journal_mode: self.pragma("journal_mode", |row| row.get(0))?,
            synchronous: self.pragma("synchronous", |row| row.get(0))?,
            secure_delete: self.pragma("secure_delete", |row| row.get(0))?,
            keys,
            codes,
        })
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The settings that the vault's promises hang on, each read back.
    fn set_up(&self) -> Result<(), KeysError> {
        // A write-ahead log would keep deleted keys until the last reader lets go of it.
        self.set("journal_mode", "TRUNCATE", "truncate")?;
        self.set("secure_delete", "ON", "1")?;
        self.set("synchronous", "FULL", "2")?;
        self.set("foreign_keys", "ON", "1")?;
        self.set("trusted_schema", "OFF", "0")?;
        // Only macOS knows this one; without it its flush stops in the drive's cache.
        Ok(self.connection.pragma_update(None, "fullfsync", true).map_err(self.failed("setting up"))?)
    }

    fn set(&self, setting: &'static str, value: &str, wanted: &str) -> Result<(), KeysError> {
        let failed = self.failed("setting up");
        self.connection.pragma_update(None, setting, value).map_err(&failed)?;
        Ok(require(&self.path, &self.connection, setting, wanted)?)
    }

    fn failed(&self, what: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
        database_error(&self.path, what)
    }

    fn pragma<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.connection.pragma_query_value(None, name, read)
    }
}

fn code_row(row: &Row<'_>) -> rusqlite::Result<CodeRow> {
    Ok(CodeRow {
        mark: row.get("mark")?,
        person: Uuid::from_bytes(row.get("person")?),
        key: KeyId::from_bytes(row.get("key")?),
        sealed: row.get("sealed")?,
    })
}

fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

/// Whether there is anything at the path.
pub(super) fn exists(path: &Path) -> Result<bool, KeysError> {
    Ok(path.try_exists().map_err(system_error(path, "looking for"))?)
}

/// Refuses what is not a vault of a known format, and leaves it as it was.
///
/// Looks through SQLite only: closing a handle of our own would release the locks that another
/// connection of this process may hold on the file.
fn identify(path: &Path) -> Result<(), KeysError> {
    if !exists(path)? {
        return Err(KeysError::Missing { keys: path.to_owned() });
    }
    let not_a_vault = || KeysError::NotAVault { keys: path.to_owned() };
    if !fs::metadata(path).map_err(system_error(path, "opening"))?.is_file() {
        return Err(not_a_vault());
    }
    let (application, format) = match read_marks(path, OpenFlags::SQLITE_OPEN_READ_ONLY)? {
        Err(error) if was_cut_short(&error) => read_marks(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        marks => marks,
    }
    .map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => not_a_vault(),
        _ => database_error(path, "reading")(error).into(),
    })?;
    match format {
        _ if application != APPLICATION_ID => Err(not_a_vault()),
        FORMAT => Ok(()),
        0 => Err(not_a_vault()),
        found => Err(KeysError::Newer { keys: path.to_owned(), found, known: FORMAT }),
    }
}

/// Whose file it says it is, and in which format.
fn read_marks(path: &Path, access: OpenFlags) -> Result<rusqlite::Result<(u32, u32)>, KeysError> {
    let connection = connect(path, access)?;
    let mark =
        |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map(i32::cast_unsigned);
    Ok(mark("application_id").and_then(|application| Ok((application, mark("user_version")?))))
}

/// Whether a process ended in the middle of a change, which only a connection that writes can undo.
fn was_cut_short(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_READONLY_ROLLBACK)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, KeysError> {
    let open = || {
        let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    };
    Ok(open().map_err(database_error(path, "opening"))?)
}

fn write_tables(path: &Path, header: &Header) -> rusqlite::Result<()> {
    let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, access)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.execute(
        "INSERT INTO vault (only, ledger, epoch, kek_check) VALUES (1, ?, ?, ?)",
        params![header.ledger.as_bytes(), header.epoch.cast_signed(), header.kek_check],
    )?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)
}
