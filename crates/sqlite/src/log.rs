//! The log in a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use cxl_store::append::check;
use cxl_store::{
    Append, AppendError, Appended, EventStore, MAX_BATCH, Position, Recorded, Revision, StoreError,
    StreamName,
};
use rusqlite::Connection;
use tokio::sync::watch;
use uuid::Uuid;

use crate::copy;
use crate::directory::{Directory, uuid};
use crate::error::told;
use crate::heads::{self, Heads};
use crate::open::{self, APPLICATION_ID, FORMAT, Reading, WriteLock};
use crate::pool::Pool;
use crate::reader::Reader;
use crate::settings::Settings;
use crate::writer::Writer;
use cxl_store::tail::Tail;

/// A ledger's log in one SQLite file.
///
/// One process writes at a time; any number may read beside it. Dropping a log that writes waits until
/// every append in its queue is answered, closes the file and gives up the right to write.
///
/// A task of a runtime with several threads may wait for the disk in the middle of an append, while its other tasks
/// go on elsewhere. What one task drives at the same time does not: it hands in by
/// [`append_all`](EventStore::append_all) what shall share a flush.
///
/// Beside `ledger.db` lie `ledger.db-wal` and `ledger.db-shm` while it is open, which belong to it until it
/// has been closed in order, and `ledger.db.lock`, which is empty and may stay.
#[derive(Debug)]
pub struct SqliteLog {
    path: PathBuf,
    ledger: Uuid,
    format: Format,
    head: watch::Receiver<u64>,
    /// Dropped before the writer, so that its connection is the last one and carries the write-ahead log
    /// over into the file.
    pool: Pool,
    role: Role,
    tail: Arc<Tail>,
}

/// What was read back when the file was opened.
#[derive(Debug, Clone)]
struct Format {
    journal_mode: String,
    synchronous: u32,
    page_size: u32,
}

#[derive(Debug)]
enum Role {
    Writer(Writer),
    /// Holds the sender of a head that never rises, so that whoever follows waits instead of ending.
    Reader(#[expect(dead_code, reason = "held so that the head stays open")] watch::Sender<u64>),
}

impl SqliteLog {
    /// Opens the log at `path` for reading and writing.
    ///
    /// Takes time in proportion to the number of streams. Blocks: call it before serving, or off the async
    /// threads.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let path = open::resolve(path)?;
        open::identify(&path, Reading::Beside)?;
        let lock = WriteLock::take(&path)?;
        Self::open_locked(path, lock)
    }

    /// Makes an empty log at `path`, where no file is yet, and opens it.
    ///
    /// `ledger` is the identity that the file carries from now on; draw it at random.
    pub fn create(path: &Path, ledger: Uuid) -> Result<Self, StoreError> {
        let path = open::resolve(path)?;
        let lock = WriteLock::take(&path)?;
        if path.try_exists().unwrap_or(true) {
            return Err(StoreError::AlreadyExists { path });
        }
        open::create(&path, ledger)?;
        Self::open_locked(path, lock)
    }

    /// Opens the log at `path`, or makes one with the identity `ledger` if there is no file.
    pub fn open_or_create(path: &Path, ledger: Uuid) -> Result<Self, StoreError> {
        if path.try_exists().unwrap_or(true) { Self::open(path) } else { Self::create(path, ledger) }
    }

    /// Opens the log at `path` for reading, beside a process that may be writing to it.
    ///
    /// Its head stays where it stood; reads see what has been appended since.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Self::open_to(Reading::Beside, path)
    }

    /// Opens a copy made by [`copy_to`](Self::copy_to), to which nobody writes, and leaves nothing beside it.
    pub fn open_copy(path: &Path) -> Result<Self, StoreError> {
        Self::open_to(Reading::Still, path)
    }

    /// The identity of the ledger, drawn when the file was made.
    pub fn ledger_id(&self) -> Uuid {
        self.ledger
    }

    /// The file, with symbolic links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the log runs with.
    pub async fn settings(&self) -> Result<Settings, StoreError> {
        let (events, streams) = self.pool.read(Reader::counts).await?;
        let size = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
        let Format { journal_mode, synchronous, page_size } = self.format.clone();
        Ok(Settings {
            path: self.path.clone(),
            journal_mode,
            synchronous,
            page_size,
            sqlite_version: rusqlite::version().into(),
            format: FORMAT,
            application_id: APPLICATION_ID,
            events,
            streams,
            database_bytes: size(&self.path),
            wal_bytes: size(&open::beside(&self.path, "-wal")),
        })
    }

    /// Checks the whole file, at a cost in proportion to its size: the pages and indexes of the database, and
    /// that no position and no revision is missing. Whether events were altered is for the proof log to say.
    pub async fn verify(&self) -> Result<(), StoreError> {
        self.pool.read(Reader::verify).await
    }

    /// Copies the log, as it stands at one moment, to a new file, and answers how many events that are.
    ///
    /// Holds nobody up: writers go on beside it, in this process or another, and what they add meanwhile is
    /// not in the copy. The write-ahead log can't be carried over until the copy is made, so it grows. Under
    /// its name the copy is whole and durable, or absent. `seen` is told how many bytes of how many were
    /// copied. Blocks.
    pub fn copy_to(&self, to: &Path, seen: impl FnMut(u64, u64)) -> Result<u64, StoreError> {
        copy::copy(&self.path, to, seen)
    }

    fn writer(&self) -> Result<&Writer, AppendError> {
        match &self.role {
            Role::Writer(writer) => Ok(writer),
            Role::Reader(_) => {
                Err(AppendError::ReadOnly { reason: "it was opened for reading: open it for writing".into() })
            }
        }
    }

    fn open_to(reading: Reading, path: &Path) -> Result<Self, StoreError> {
        let path = open::resolve(path)?;
        open::identify(&path, reading)?;
        let connection = open::reader(&path, reading)?;
        let failed = |error| told(&path, "opening", error);
        // So that the settings tell what a writer of this program would run with.
        open::settle(&connection).map_err(failed)?;
        let format = Format::read(&connection).map_err(failed)?;
        let (sender, head) = watch::channel(heads::count(&connection).map_err(failed)?);
        let ledger = ledger_id(&connection).map_err(failed)?;
        let pool = Pool::new(path.clone(), reading, Arc::default());
        Ok(Self { path, ledger, format, head, role: Role::Reader(sender), pool, tail: Arc::default() })
    }

    fn open_locked(path: PathBuf, lock: WriteLock) -> Result<Self, StoreError> {
        let connection = open::writer(&path)?;
        let failed = |error| told(&path, "opening", error);
        let format = Format::read(&connection).map_err(failed)?;
        let ledger = ledger_id(&connection).map_err(failed)?;
        let directory = Arc::new(Directory::default());
        let heads = Heads::load(&path, &connection, &directory)?;
        let (sender, head) = watch::channel(heads.next_position());
        let pool = Pool::new(path.clone(), Reading::Beside, Arc::clone(&directory));
        let tail = Arc::default();
        let writer = Writer::start(&path, lock, connection, directory, heads, Arc::clone(&tail), sender)?;
        Ok(Self { path, ledger, format, head, role: Role::Writer(writer), pool, tail })
    }
}

#[async_trait]
impl EventStore for SqliteLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        check(&append)?;
        let answer = self.writer()?.append(vec![append]).await.pop();
        answer.expect("one append has one answer")
    }

    async fn append_all(&self, appends: Vec<Append>) -> Vec<Result<Appended, AppendError>> {
        let writer = match self.writer() {
            Ok(writer) => writer,
            Err(refusal) => return vec![Err(refusal); appends.len()],
        };
        let checked: Vec<Result<(), AppendError>> = appends.iter().map(check).collect();
        let fit = appends.into_iter().zip(&checked).filter(|(_, checked)| checked.is_ok());
        let mut answers = writer.append_all(fit.map(|(append, _)| append).collect()).await.into_iter();
        let mut answer = || answers.next().expect("each append that fits has an answer");
        checked.into_iter().map(|checked| checked.and_then(|()| answer())).collect()
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let stream = stream.clone();
        self.pool.read(move |reader| reader.stream(&stream, from, limit)).await
    }

    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        match self.tail.read(from, limit) {
            Some(page) => Ok(page),
            None => self.pool.read(move |reader| reader.all(from, limit)).await,
        }
    }

    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        if positions.len() > MAX_BATCH {
            return Err(StoreError::TooMany { asked: positions.len(), limit: MAX_BATCH });
        }
        let positions = positions.to_vec();
        self.pool.read(move |reader| reader.events(&positions)).await
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.head.clone()
    }
}

impl Format {
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            journal_mode: connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
            synchronous: connection.pragma_query_value(None, "synchronous", |row| row.get(0))?,
            page_size: connection.pragma_query_value(None, "page_size", |row| row.get(0))?,
        })
    }
}

fn ledger_id(connection: &Connection) -> rusqlite::Result<Uuid> {
    connection.query_row("SELECT id FROM ledger", [], |row| uuid(row, 0))
}
