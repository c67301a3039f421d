//! The embedded keeper of the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use cxl_sqlite::SqliteLog;
use cxl_store::{Append, EventStore as _, Expected, NewEvent, StreamKind, StreamName};
use rusqlite::Connection;
use tokio::runtime::Builder;

use super::bare::{event_id, next_revisions};
use super::fill::stream_id;
use super::floor;
use super::payload::{BODY, META, TYPE};
use super::protocol::{Described, Outcome, Peer, Place};
use super::writers::{Store, Writers};

/// Opens the keeper over a log of the wanted size.
pub(super) fn open(place: &Place) -> Outcome<impl Peer + use<>> {
    let path = floor::log(place)?;
    let revisions = next_revisions(&Connection::open(&path)?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let log = SqliteLog::open(&path)?;
    let settings = runtime.block_on(log.settings())?;
    let described = Described {
        versions: format!("cxl-sqlite {}, SQLite {}", env!("CARGO_PKG_VERSION"), settings.sqlite_version),
        path: "EventStore::append at the exact revision, one event, by id".to_owned(),
        settings: BTreeMap::from(
            [
                ("synchronous", settings.synchronous.to_string()),
                ("journal_mode", settings.journal_mode),
                ("page_size", settings.page_size.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        ),
    };
    let revisions: Vec<u64> = revisions.into_iter().map(i64::cast_unsigned).collect();
    Ok(Writers::new(runtime, (Keeper(log), described), revisions))
}

struct Keeper(SqliteLog);

impl Store for Keeper {
    type Place = u64;

    async fn append(&self, stream: u32, next: &mut u64) -> Outcome<()> {
        let event = NewEvent {
            id: event_id(stream, *next),
            type_name: Arc::from(TYPE),
            body: BODY.into(),
            meta: META.into(),
        };
        let name = StreamName::new(StreamKind::new("metric")?, stream_id(stream));
        let expected = next.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
        self.0.append(Append { stream: name, expected, events: vec![event] }).await?;
        *next += 1;
        Ok(())
    }
}
