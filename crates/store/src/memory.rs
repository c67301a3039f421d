//! A keeper in memory: every promise of the port except that anything outlives the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::append::{Placement, check, place, standing_range};
use crate::error::{AppendError, StoreError};
use crate::port::{Append, Appended, EventStore, MAX_BATCH, MAX_PAGE, Position, Recorded, Revision};
use crate::stream::StreamName;

/// A log for tests and demonstrations. Gone when it is dropped.
#[derive(Debug)]
pub struct MemoryStore {
    log: Mutex<Log>,
    head: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Log {
    events: Vec<Recorded>,
    streams: HashMap<StreamName, Vec<Position>>,
}

impl MemoryStore {
    /// An empty log.
    pub fn new() -> Self {
        Self { log: Mutex::default(), head: watch::Sender::new(0) }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        // A panic cannot leave the log half written: an append only pushes what is complete.
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        check(&append)?;
        let mut log = self.log();
        let appended = log.append(append)?;
        self.head.send_replace(log.events.len() as u64);
        Ok(appended)
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let log = self.log();
        let positions = log.streams.get(stream).map_or(&[][..], |positions| tail(positions, from));
        Ok(positions.iter().take(limit.min(MAX_PAGE)).map(|position| log.at(*position).clone()).collect())
    }

    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        Ok(tail(&self.log().events, from).iter().take(limit.min(MAX_PAGE)).cloned().collect())
    }

    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        if positions.len() > MAX_BATCH {
            return Err(StoreError::TooMany { asked: positions.len(), limit: MAX_BATCH });
        }
        let log = self.log();
        let read = |position: &Position| {
            tail(&log.events, *position)
                .first()
                .cloned()
                .ok_or(StoreError::NoSuchPosition { position: *position })
        };
        positions.iter().map(read).collect()
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }
}

impl Log {
    fn append(&mut self, append: Append) -> Result<Appended, AppendError> {
        let count = append.events.len() as u64;
        let positions = self.streams.get(&append.stream).map_or(&[][..], Vec::as_slice);
        let next = positions.len() as u64;
        let standing: Vec<_> = standing_range(&append, next)
            .into_iter()
            .flatten()
            .filter_map(|revision| tail(positions, revision).first())
            .map(|position| self.at(*position).id)
            .collect();
        match place(&append, next, &standing)? {
            Placement::Write(first_revision) => {
                let first_position = self.events.len() as u64;
                self.push(append, first_position, first_revision);
                Ok(Appended { first_position, first_revision, count, replayed: false })
            }
            Placement::Replay(first_revision) => {
                let first = tail(positions, first_revision).first();
                let first_position = *first.expect("a replayed append stands in the stream");
                Ok(Appended { first_position, first_revision, count, replayed: true })
            }
        }
    }

    fn push(&mut self, append: Append, first_position: Position, first_revision: Revision) {
        let positions = self.streams.entry(append.stream.clone()).or_default();
        for event in append.recorded(first_position, first_revision) {
            positions.push(event.position);
            self.events.push(event);
        }
    }

    fn at(&self, position: Position) -> &Recorded {
        tail(&self.events, position).first().expect("a stream names only positions that are in the log")
    }
}

fn tail<T>(items: &[T], from: u64) -> &[T] {
    usize::try_from(from).ok().and_then(|from| items.get(from..)).unwrap_or_default()
}
