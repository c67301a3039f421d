//! The log on a server.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cxl_store::{
    Append, AppendError, Appended, EventStore, Position, Recorded, Revision, StoreError, StreamName,
};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::address::Address;
use crate::counter::Counter;
use crate::kept::Kept;
use crate::link::Link;
use crate::patience::Patience;
use crate::turns::Turns;

/// Opens the ledger at an address, in a KurrentDB or EventStoreDB, and counts its events.
///
/// Answers once everything that stands there is counted, which takes time in proportion to it, or with what
/// keeps the server from answering. A process that would rather go on trying takes [`KurrentLog::start`].
pub async fn open(address: Address) -> Result<Arc<KurrentLog>, StoreError> {
    let log = Arc::new(KurrentLog::start(address, Patience::default())?);
    log.complete().await?;
    Ok(log)
}

/// A ledger's log on a server that many processes share.
///
/// Its head rises as events are counted: from nothing when it is started, and later whenever another process
/// records something. What lies below the head is readable.
pub struct KurrentLog {
    counter: Arc<Counter>,
    counting: JoinHandle<()>,
    turns: Turns,
    waiting: Semaphore,
}

/// How a log is doing, for whoever runs it. Without secrets.
#[derive(Debug, Clone)]
pub struct Health {
    /// The server as it was addressed, without user and password.
    pub address: String,
    /// Version of the server while it is connected.
    pub server: Option<String>,
    /// Number of events that are counted.
    pub counted: u64,
    /// Whether everything that stood in the log has been counted at least once.
    pub is_complete: bool,
    /// Time since the end of the log was seen last; none if it never was. More than a few seconds mean that
    /// the server does not answer.
    pub behind: Option<Duration>,
    /// Events in streams that begin like the ledger's and are not of its form. They are passed over.
    pub strangers: u64,
    /// Why the last look at the log failed; none once one has succeeded.
    pub error: Option<StoreError>,
    /// How long looks at the log have been failing; none once one has succeeded.
    pub absence: Option<Absence>,
}

/// A server that does not answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Absence {
    /// For how long it has not.
    pub lasts: Duration,
    /// When it is asked again, from now on; nothing while it is being asked.
    pub again_in: Duration,
}

/// The most appends that wait at a time; one more is told to try again.
const MOST_WAITING: usize = 4_096;

impl KurrentLog {
    /// Starts to count the ledger at an address, and goes on trying when the server does not answer. Only what
    /// waiting does not mend is an error. Call it inside a tokio runtime.
    pub fn start(address: Address, patience: Patience) -> Result<Self, StoreError> {
        Self::counting(address, patience, None)
    }

    /// The same, which also keeps the ranks of the events in a folder, made if need be, so that another process that
    /// starts with this folder need not read the whole log to count it. What lies there is believed as far as the
    /// server tells the same.
    pub fn start_with(address: Address, patience: Patience, folder: &Path) -> Result<Self, StoreError> {
        let kept = Kept::new(folder, address.ledger());
        Self::counting(address, patience, Some(kept))
    }

    fn counting(address: Address, patience: Patience, kept: Option<Kept>) -> Result<Self, StoreError> {
        address.check_files()?;
        address.settings()?;
        let counter = Arc::new(Counter::new(Link::new(address, patience), patience, kept));
        let counting = tokio::spawn(Arc::clone(&counter).run());
        Ok(Self { counter, counting, turns: Turns::new(), waiting: Semaphore::new(MOST_WAITING) })
    }

    /// Whether the server finds the ledger's first event recorded when it is sent again with its id, as an append whose
    /// answer was lost is; none for an empty ledger. Records nothing, whatever the server answers.
    pub async fn recognizes_repetition(&self) -> Result<Option<bool>, StoreError> {
        self.counter.recognizes().await
    }

    /// Keeps the ranks of all events that are counted, where they are kept at all: for an orderly stop.
    pub async fn keep_ranks(&self) {
        self.counter.keep(true).await;
    }

    /// Waits until everything that stands in the log is counted, or until the next attempt to look fails:
    /// ask again to go on waiting.
    pub async fn complete(&self) -> Result<u64, StoreError> {
        let mut state = self.counter.state.subscribe();
        let failures = state.borrow().failures;
        let now = state.wait_for(|state| state.is_complete || state.failures > failures).await;
        let now = now.map_err(|_| StoreError::Closed)?;
        match &now.error {
            Some(error) if !now.is_complete => Err(error.clone()),
            _ => Ok(*self.counter.head.borrow()),
        }
    }

    /// How the log is doing. Asks nobody.
    pub fn health(&self) -> Health {
        let state = self.counter.state.borrow().clone();
        Health {
            address: self.counter.link.address().to_string(),
            server: self.counter.link.server(),
            counted: *self.counter.head.borrow(),
            is_complete: state.is_complete,
            behind: state.complete_at.map(|at| at.elapsed()),
            strangers: state.strangers,
            error: state.error,
            absence: state.absence.map(|absence| Absence {
                lasts: absence.since.elapsed(),
                again_in: absence.again.saturating_duration_since(Instant::now()),
            }),
        }
    }
}

impl fmt::Debug for KurrentLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KurrentLog").field("health", &self.health()).finish_non_exhaustive()
    }
}

impl Drop for KurrentLog {
    fn drop(&mut self) {
        self.counting.abort();
    }
}

#[async_trait]
impl EventStore for KurrentLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| AppendError::Busy)?;
        let _turn = self.turns.take(&append.stream).await;
        self.counter.append(append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        self.counter.read_stream(stream, from, limit).await
    }

    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        self.counter.read_all(from, limit).await
    }

    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        self.counter.read_events(positions).await
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.counter.head.subscribe()
    }
}
