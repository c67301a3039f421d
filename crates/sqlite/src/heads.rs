//! Where every stream stands, kept in memory by the writer so that no append has to look it up.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use cxl_store::{Position, Revision, StoreError, StreamName};
use rusqlite::Connection;

use crate::directory::{Directory, number};
use crate::error::{damaged, told};

/// A stream's number in the file and how many events it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) number: i64,
    pub(crate) next: Revision,
}

/// The writer's view of the file: what the next number of each kind is.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    streams: HashMap<StreamName, Head>,
    types: HashMap<Arc<str>, i64>,
    next_position: Position,
}

impl Heads {
    /// Reads them from the file, at a cost of one look-up for each stream.
    pub(crate) fn load(
        path: &Path,
        connection: &Connection,
        directory: &Directory,
    ) -> Result<Self, StoreError> {
        let failed = |error| told(path, "reading the heads of all streams of", error);
        let (names, types) = directory.load(connection).map_err(failed)?;
        let nexts = next_revisions(connection).map_err(failed)?;
        let next_position = count(connection).map_err(failed)?;
        let in_streams: u128 = nexts.iter().copied().map(u128::from).sum();
        if nexts.len() != names.len() || in_streams != next_position.into() {
            let detail =
                format!("{next_position} positions, but {in_streams} revisions in {} streams", names.len());
            return Err(damaged(path, &detail));
        }
        let heads = (0..).zip(nexts).map(|(number, next)| Head { number, next });
        Ok(Self {
            streams: names.into_iter().zip(heads).collect(),
            types: types.into_iter().zip(0..).collect(),
            next_position,
        })
    }

    /// Number of events in the log.
    pub(crate) fn next_position(&self) -> Position {
        self.next_position
    }

    /// Where this stream stands; none if it has no event.
    pub(crate) fn stream(&self, name: &StreamName) -> Option<Head> {
        self.streams.get(name).copied()
    }

    /// Gives a new stream its number.
    pub(crate) fn add_stream(&mut self, name: &StreamName) -> Head {
        let number = i64::try_from(self.streams.len()).expect("fewer streams than numbers");
        let head = Head { number, next: 0 };
        self.streams.insert(name.clone(), head);
        head
    }

    /// The number of this type; none if no event had it so far.
    pub(crate) fn type_number(&self, name: &str) -> Option<i64> {
        self.types.get(name).copied()
    }

    /// Gives a new type its number.
    pub(crate) fn add_type(&mut self, name: &Arc<str>) -> i64 {
        let number = i64::try_from(self.types.len()).expect("fewer types than numbers");
        self.types.insert(Arc::clone(name), number);
        number
    }

    /// Moves the heads on after `events` were written to this stream.
    pub(crate) fn advance(&mut self, name: &StreamName, events: u64) {
        let head = self.streams.get_mut(name).expect("a stream is numbered before it is written");
        head.next += events;
        self.next_position += events;
    }
}

/// Number of events in the log, by its last position.
pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT coalesce(max(position) + 1, 0) FROM events", [], |row| number(row, 0))
}

fn next_revisions(connection: &Connection) -> rusqlite::Result<Vec<Revision>> {
    let mut statement = connection.prepare(
        "SELECT (SELECT coalesce(max(revision) + 1, 0) FROM events WHERE stream = number)
         FROM streams ORDER BY number",
    )?;
    statement.query_map([], |row| number(row, 0))?.collect()
}
