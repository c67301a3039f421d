//! The floor: the same tables, settings and bytes, and nothing else.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::measure::{Outcome, per_second};

/// The streams that the callers of a round write to.
pub(super) const HOT: u32 = 256;

pub(super) const INSERT: &str = "INSERT INTO events VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6)";

/// What each row of the loop holds.
#[derive(Clone, Copy)]
pub(super) struct Payload<'a> {
    pub(super) body: &'a [u8],
    pub(super) meta: &'a [u8],
}

/// A connection that writes as fast as it can, and where it stands.
pub(super) struct Loop<'a> {
    pub(super) connection: Connection,
    payload: Payload<'a>,
    position: i64,
    revisions: Vec<i64>,
}

impl<'a> Loop<'a> {
    pub(super) fn open(path: &Path, payload: Payload<'a>) -> Outcome<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF;
             PRAGMA wal_autocheckpoint = 4000",
        )?;
        let revisions = next_revisions(&connection)?;
        let position =
            connection
                .query_row("SELECT coalesce(max(position) + 1, 0) FROM events", [], |row| row.get(0))?;
        Ok(Self { connection, payload, position, revisions })
    }

    /// Events a second with `streams` times `events` of them in each transaction.
    pub(super) fn run(&mut self, streams: u32, events: u32, round: Duration) -> Outcome<f64> {
        let (started, mut written) = (Instant::now(), 0);
        while started.elapsed() < round {
            written += self.transaction(streams, events)?;
        }
        Ok(per_second(written, started.elapsed()))
    }

    /// Writes `events` to each of `streams` streams in one transaction; answers how many that are.
    pub(super) fn transaction(&mut self, streams: u32, events: u32) -> Outcome<u64> {
        let Payload { body, meta } = self.payload;
        let (first, transaction) =
            (self.position, self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?);
        {
            let mut insert = transaction.prepare_cached(INSERT)?;
            for (stream, revision) in (0..streams).zip(&mut self.revisions) {
                for _ in 0..events {
                    let id = event_id(stream, revision.cast_unsigned()).into_bytes();
                    insert.execute((self.position, stream, *revision, id, body, meta))?;
                    self.position += 1;
                    *revision += 1;
                }
            }
        }
        transaction.commit()?;
        Ok((self.position - first).cast_unsigned())
    }
}

/// The revision that comes next in each stream that a caller may use.
pub(super) fn next_revisions(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    let next = "SELECT coalesce(max(revision) + 1, 0) FROM events WHERE stream = ?1";
    (0..HOT).map(|number| connection.query_row(next, [number], |row| row.get(0))).collect()
}

/// Spread over all values, as the ids of real events are.
pub(super) fn event_id(number: u32, revision: u64) -> Uuid {
    let mixed = (u128::from(number) << 64 | u128::from(revision))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Uuid::from_u128(mixed)
}
