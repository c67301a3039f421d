//! The promise of a log: what every keeper of the ledger does alike.
//!
//! - One append is one stream, all or nothing, and answered only once it is durable.
//! - [`Revision`]s are gapless in a stream and [`Position`]s in the ledger; the events of one append are
//!   neighbors in both.
//! - Nothing is ever deleted or changed, and bytes come back as they were given.
//! - An append repeated with the same event ids is recorded once, however late it is repeated.
//!
//! The [`conformance`](crate::conformance) suite states each of these as a test.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::sync::watch;
use uuid::Uuid;

pub use crate::error::{AppendError, StoreError};
pub use crate::stream::{LedgerName, StreamKind, StreamName};

/// Rank of an event in the ledger's order, from 0, without gaps. The same in every keeper.
pub type Position = u64;

/// Rank of an event in its stream, from 0, without gaps.
pub type Revision = u64;

/// The most events that one page of [`EventStore::read_stream`] or [`EventStore::read_all`] holds.
pub const MAX_PAGE: usize = 10_000;

/// The most positions that one [`EventStore::read_events`] takes.
pub const MAX_BATCH: usize = 10_000;

/// Where the caller believes the stream to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The stream has no event yet.
    NoStream,
    /// The last event of the stream has this revision.
    Exact(Revision),
}

impl Expected {
    /// The revision that the first event of an append would get; none past the end of numbers.
    pub fn next_revision(self) -> Option<Revision> {
        match self {
            Self::NoStream => Some(0),
            Self::Exact(revision) => revision.checked_add(1),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStream => f.write_str("no event"),
            Self::Exact(revision) => write!(f, "revision {revision}"),
        }
    }
}

/// An event that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Identifies the event in every keeper and makes a repeated append harmless. Derived by the caller
    /// from its command, never drawn anew for a retry.
    pub id: Uuid,
    /// Wire name with version: `initiative.owner-assigned.v1`.
    pub type_name: Arc<str>,
    /// The fact, as it will be stored for ever.
    pub body: Vec<u8>,
    /// Who recorded it, when and by which command, as it will be stored for ever.
    pub meta: Vec<u8>,
}

impl NewEvent {
    /// What the event adds to [`Append::bytes`].
    pub(crate) fn bytes(&self) -> usize {
        16 + self.type_name.len() + self.body.len() + self.meta.len()
    }
}

/// Events to be recorded together at the end of one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The stream.
    pub stream: StreamName,
    /// Where the stream must stand.
    pub expected: Expected,
    /// The events, in order.
    pub events: Vec<NewEvent>,
}

impl Append {
    /// What counts towards [`MAX_APPEND_BYTES`](crate::MAX_APPEND_BYTES): body, metadata, type name and
    /// 16 bytes of id of every event.
    pub fn bytes(&self) -> usize {
        self.events.iter().map(NewEvent::bytes).sum()
    }

    /// The events as they stand once the first of them has got this position and this revision.
    pub fn recorded(
        self,
        first_position: Position,
        first_revision: Revision,
    ) -> impl Iterator<Item = Recorded> {
        let stream = self.stream;
        self.events.into_iter().zip(0..).map(move |(event, rank)| Recorded {
            position: first_position + rank,
            stream: stream.clone(),
            revision: first_revision + rank,
            id: event.id,
            type_name: event.type_name,
            body: event.body,
            meta: event.meta,
        })
    }
}

/// An event as it stands in the log, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Rank in the ledger.
    pub position: Position,
    /// Its stream.
    pub stream: StreamName,
    /// Rank in its stream.
    pub revision: Revision,
    /// Its id.
    pub id: Uuid,
    /// Wire name with version.
    pub type_name: Arc<str>,
    /// The fact, byte for byte as it was appended.
    pub body: Vec<u8>,
    /// Metadata, byte for byte as it was appended.
    pub meta: Vec<u8>,
}

/// Where an append stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Position of the first event; the others follow without gap.
    pub first_position: Position,
    /// Revision of the first event; the others follow without gap.
    pub first_revision: Revision,
    /// Number of events, at least one.
    pub count: u64,
    /// Whether the events stood there already: the append repeats one that was recorded before, and what
    /// counts are the bytes recorded then.
    pub replayed: bool,
}

impl Appended {
    /// Position of the last event.
    pub fn last_position(&self) -> Position {
        self.first_position + (self.count - 1)
    }

    /// Revision of the last event.
    pub fn last_revision(&self) -> Revision {
        self.first_revision + (self.count - 1)
    }
}

/// A keeper of the ledger.
///
/// An append whose future is dropped before it answers may or may not be recorded; so may one that answers
/// with [`AppendError::Store`]. Repeating it with the same ids is always safe.
#[async_trait]
pub trait EventStore: Send + Sync + 'static {
    /// Records the events at the end of their stream. The answer comes after they are durable and readable.
    ///
    /// Checked before everything else is the form of the append ([`append::check`](crate::append::check)),
    /// then whether it repeats one that was recorded, then the expected revision
    /// ([`append::place`](crate::append::place)).
    async fn append(&self, append: Append) -> Result<Appended, AppendError>;

    /// Records appends, and answers each at its place as [`append`](Self::append) would: each is all or nothing on its
    /// own, and what becomes of one is nothing to the others. A keeper with one writer takes them in the order given
    /// and flushes them together; with others, those to one stream may overtake each other.
    async fn append_all(&self, appends: Vec<Append>) -> Vec<Result<Appended, AppendError>> {
        join_all(appends.into_iter().map(|append| self.append(append))).await
    }

    /// Events of one stream from revision `from` on, in order; empty at its end and for an unknown stream.
    ///
    /// At most `limit` and never more than [`MAX_PAGE`]. A keeper may end a page earlier, but answers at
    /// least one event if there is one.
    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError>;

    /// Events of the whole ledger from position `from` on, in order and without gap; empty at its end.
    ///
    /// At most `limit` and never more than [`MAX_PAGE`]. A keeper may end a page earlier, but answers at
    /// least one event if there is one.
    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError>;

    /// The events at these positions, in the order asked, at most [`MAX_BATCH`] of them.
    ///
    /// A position without event is an error: positions come from the log, so none can be missing.
    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError>;

    /// Number of events that are durable and readable, which is also the position of the next one. It only
    /// rises, and has risen before an append answers. The channel closes when the store is dropped.
    fn head(&self) -> watch::Receiver<u64>;
}
