//! One connection that reads, and how rows become events.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cxl_store::{MAX_PAGE, Position, Recorded, Revision, StoreError, StreamName};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

use crate::directory::{Directory, number, stored, uuid};
use crate::error::{damaged, told};
use crate::heads::{self, Heads};
use crate::open::{self, Reading};

/// Bytes of bodies and metadata after which a page ends early, so that large events cannot fill memory.
const PAGE_BYTES: usize = 16 << 20;

const STREAM: &str = "
    SELECT position, stream, revision, type, id, body, meta FROM events
    WHERE stream = (SELECT number FROM streams WHERE id = ?1 AND kind = ?2) AND revision >= ?3
    ORDER BY revision LIMIT ?4";
const ALL: &str = "
    SELECT position, stream, revision, type, id, body, meta FROM events
    WHERE position >= ?1 ORDER BY position LIMIT ?2";
const ONE: &str = "
    SELECT position, stream, revision, type, id, body, meta FROM events WHERE position = ?1";

/// A connection for reading, with what the numbers in its rows stand for.
#[derive(Debug)]
pub(crate) struct Reader {
    path: PathBuf,
    connection: Connection,
    directory: Arc<Directory>,
}

impl Reader {
    pub(crate) fn open(path: &Path, reading: Reading, directory: Arc<Directory>) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_path_buf(), connection: open::reader(path, reading)?, directory })
    }

    pub(crate) fn stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let bound = (stream.id().into_bytes(), stream.kind().as_str(), stored(from), page(limit));
        let events = self.query(STREAM, bound).map_err(|error| self.told(error))?;
        self.refuse_gaps(from, events, |event| event.revision)
    }

    pub(crate) fn all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        let events = self.query(ALL, (stored(from), page(limit))).map_err(|error| self.told(error))?;
        self.refuse_gaps(from, events, |event| event.position)
    }

    pub(crate) fn events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        let mut statement = self.prepare(ONE)?;
        let mut read = |position: &Position| {
            statement
                .query_row([stored(*position)], |row| self.event(row))
                .optional()
                .map_err(|error| self.told(error))?
                .ok_or(StoreError::NoSuchPosition { position: *position })
        };
        positions.iter().map(&mut read).collect()
    }

    /// Number of events and of streams.
    pub(crate) fn counts(&self) -> Result<(u64, u64), StoreError> {
        let events = heads::count(&self.connection).map_err(|error| self.told(error))?;
        Ok((events, self.count("SELECT count(*) FROM streams")?))
    }

    /// Goes through every page and index of the file, and through the ranks of all events.
    ///
    /// The database sees to it that no rank stands twice; so where as many events are counted as the last
    /// ranks promise, none is missing.
    pub(crate) fn verify(&self) -> Result<(), StoreError> {
        let verdict =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
        let verdict = verdict.map_err(|error| self.told(error))?;
        if verdict != "ok" {
            return Err(damaged(&self.path, &verdict));
        }
        let promised = Heads::load(&self.path, &self.connection, &self.directory)?.next_position();
        let counted = self.count("SELECT count(*) FROM events WHERE position >= 0 AND revision >= 0")?;
        if counted != promised {
            return Err(damaged(&self.path, &format!("{counted} events where there should be {promised}")));
        }
        Ok(())
    }

    fn count(&self, sql: &str) -> Result<u64, StoreError> {
        self.connection.query_row(sql, [], |row| number(row, 0)).map_err(|error| self.told(error))
    }

    fn query(&self, sql: &str, bound: impl Params) -> rusqlite::Result<Vec<Recorded>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(bound)?;
        let mut events: Vec<Recorded> = Vec::new();
        let mut bytes = 0;
        while bytes < PAGE_BYTES
            && let Some(row) = rows.next()?
        {
            let event = self.event(row)?;
            bytes += event.body.len() + event.meta.len();
            events.push(event);
        }
        Ok(events)
    }

    fn event(&self, row: &Row<'_>) -> rusqlite::Result<Recorded> {
        Ok(Recorded {
            position: number(row, 0)?,
            stream: self.directory.stream(row.get(1)?, &self.connection)?,
            revision: number(row, 2)?,
            type_name: self.directory.type_name(row.get(3)?, &self.connection)?,
            id: uuid(row, 4)?,
            body: row.get_ref(5)?.as_blob()?.to_vec(),
            meta: row.get_ref(6)?.as_blob()?.to_vec(),
        })
    }

    /// A row that is missing shows at the next read, not only when somebody counts.
    fn refuse_gaps(
        &self,
        from: u64,
        events: Vec<Recorded>,
        rank: impl Fn(&Recorded) -> u64,
    ) -> Result<Vec<Recorded>, StoreError> {
        match events.iter().zip(from..).find(|(event, expected)| rank(event) != *expected) {
            Some((event, expected)) => {
                let place =
                    format!("position {} revision {} of {}", event.position, event.revision, event.stream);
                Err(damaged(&self.path, &format!("{place} follows where rank {expected} should")))
            }
            None => Ok(events),
        }
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        self.connection.prepare_cached(sql).map_err(|error| self.told(error))
    }

    fn told(&self, error: rusqlite::Error) -> StoreError {
        told(&self.path, "reading", error)
    }
}

fn page(limit: usize) -> i64 {
    stored(limit.min(MAX_PAGE) as u64)
}
