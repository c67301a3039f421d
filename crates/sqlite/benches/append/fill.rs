//! A log of a given size, made without a flush.

use std::path::Path;

use rusqlite::Connection;
use uuid::Uuid;

use super::bare::{INSERT, Payload, event_id};
use super::measure::Outcome;

/// Events of one transaction.
const AT_ONCE: u64 = 20_000;

/// Fills an empty log with `streams` streams that take turns until it holds `size` events.
pub(super) fn fill(
    path: &Path,
    type_name: &str,
    payload: Payload<'_>,
    size: u64,
    streams: u32,
) -> Outcome<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;
         PRAGMA wal_autocheckpoint = 100000",
    )?;
    connection.execute("INSERT INTO types VALUES (0, ?1)", [type_name])?;
    let transaction = connection.transaction()?;
    for number in 0..streams {
        let id = stream_id(number).into_bytes();
        transaction.execute("INSERT INTO streams VALUES (?1, 'metric', ?2)", (number, id))?;
    }
    transaction.commit()?;
    for first in (0..size).step_by(usize::try_from(AT_ONCE)?) {
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached(INSERT)?;
            for position in first..size.min(first + AT_ONCE) {
                let stream = u32::try_from(position % u64::from(streams))?;
                let revision = position / u64::from(streams);
                let id = event_id(stream, revision).into_bytes();
                let row =
                    (position.cast_signed(), stream, revision.cast_signed(), id, payload.body, payload.meta);
                insert.execute(row)?;
            }
        }
        transaction.commit()?;
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// The id of the loop's stream with this number.
pub(super) fn stream_id(number: u32) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &number.to_be_bytes())
}
