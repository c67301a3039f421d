//! Logs of a given size, made without a flush, and made once if there is a folder to keep them in.

use std::path::Path;
use std::{env, fs};

use cxl_sqlite::SqliteLog;
use rusqlite::Connection;
use uuid::Uuid;

use super::bare::{HOT, INSERT, Payload, event_id};
use super::measure::{Outcome, copy};

/// The folder in which logs are kept from one run to the next.
const KEPT: &str = "CX_BENCH_LOGS";
/// Events a stream has at least on average, before there are more streams.
const A_STREAM: u64 = 100;
/// Events of one transaction.
const AT_ONCE: u64 = 20_000;

/// A log of `size` events at `to`, where nothing is yet.
///
/// If the environment variable `CX_BENCH_LOGS` names a folder, the log is made there once and copied; what was
/// begun and not finished is gone on with.
pub(super) fn log(to: &Path, type_name: &str, payload: Payload<'_>, size: u64) -> Outcome<()> {
    let Some(kept) = env::var_os(KEPT) else { return grow(to, type_name, payload, size) };
    fs::create_dir_all(&kept)?;
    let bytes = payload.body.len() + payload.meta.len();
    let made = Path::new(&kept).join(format!("log-{size}-{bytes}.db"));
    if !made.exists() {
        let begun = made.with_extension("begun");
        grow(&begun, type_name, payload, size)?;
        fs::rename(begun, &made)?;
    }
    copy(&made, to)?;
    Ok(())
}

/// How many streams share so many events.
pub(super) fn streams_of(size: u64) -> Outcome<u32> {
    Ok(u32::try_from(size / A_STREAM)?.max(HOT))
}

/// Lets streams take turns until the log at `path` holds `size` events.
fn grow(path: &Path, type_name: &str, payload: Payload<'_>, size: u64) -> Outcome<()> {
    drop(SqliteLog::open_or_create(path, Uuid::nil())?);
    let streams = streams_of(size)?;
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;
         PRAGMA wal_autocheckpoint = 100000",
    )?;
    connection.execute("INSERT OR IGNORE INTO types VALUES (0, ?1)", [type_name])?;
    let transaction = connection.transaction()?;
    for number in 0..streams {
        let id = stream_id(number).into_bytes();
        transaction.execute("INSERT OR IGNORE INTO streams VALUES (?1, 'metric', ?2)", (number, id))?;
    }
    transaction.commit()?;
    let begin: i64 =
        connection.query_row("SELECT coalesce(max(position) + 1, 0) FROM events", [], |row| row.get(0))?;
    for first in (begin.cast_unsigned()..size).step_by(usize::try_from(AT_ONCE)?) {
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
