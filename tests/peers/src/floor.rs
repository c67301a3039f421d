//! The bare loop: the keeper's tables, settings and bytes, and as many events to a transaction as there are writers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::bare::{Loop, Payload};
use super::fill;
use super::payload::{BODY, META, TYPE};
use super::protocol::{Described, Load, Outcome, Peer, Place, Round};

const ROW: Payload<'_> = Payload { body: BODY.as_bytes(), meta: META.as_bytes() };

/// A log of the wanted size in the keeper's format.
pub(super) fn log(place: &Place) -> Outcome<PathBuf> {
    let path = place.folder.join("ledger.db");
    fill::log(&path, TYPE, ROW, place.size)?;
    Ok(path)
}

/// Opens the loop over a log of the wanted size.
pub(super) fn open(place: &Place) -> Outcome<impl Peer + use<>> {
    Ok(Floor(Loop::open(&log(place)?, ROW)?))
}

struct Floor(Loop<'static>);

impl Peer for Floor {
    fn described(&self) -> Described {
        Described {
            versions: format!("rusqlite, SQLite {}", rusqlite::version()),
            path: "INSERT, one transaction for all writers; on one stream one event a transaction".to_owned(),
            settings: settings(&self.0.connection),
        }
    }

    fn round(&mut self, load: Load) -> Outcome<Round> {
        let streams = if load.hot { 1 } else { load.writers };
        let (started, length) = (Instant::now(), Duration::from_millis(load.millis));
        let (mut events, mut micros) = (0, Vec::new());
        while started.elapsed() < length {
            let sent = Instant::now();
            events += self.0.transaction(streams, 1)?;
            micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        Ok(Round { events, seconds: started.elapsed().as_secs_f64(), micros })
    }
}

/// What decides whether a commit survives a power cut, read back from the connection that writes.
fn settings(connection: &Connection) -> BTreeMap<String, String> {
    let read = |name: &str| {
        let value = connection.pragma_query_value(None, name, |row| row.get::<_, Value>(0));
        match value {
            Ok(Value::Integer(number)) => number.to_string(),
            Ok(Value::Text(text)) => text,
            other => format!("{other:?}"),
        }
    };
    ["synchronous", "journal_mode", "page_size"].map(|name| (name.to_owned(), read(name))).into()
}
