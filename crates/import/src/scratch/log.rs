//! A log whose beginning is another one's and whose end is nowhere but in memory.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use cxl_store::append::{Placement, check, place, standing_range};
use cxl_store::{
    Append, AppendError, Appended, EventStore, MAX_BATCH, MAX_PAGE, Position, Recorded, Revision, StoreError,
    StreamName,
};
use tokio::sync::watch;
use uuid::Uuid;

/// A log that continues another one without writing to it. What is appended to that one meanwhile is
/// not seen.
pub(super) struct ScratchLog {
    under: Arc<dyn EventStore>,
    /// How many events the log under it had.
    base: u64,
    memory: Mutex<Memory>,
    head: watch::Sender<u64>,
}

#[derive(Default)]
struct Memory {
    events: Vec<Recorded>,
    /// The places in `events` of what was added to each stream.
    streams: HashMap<StreamName, Vec<usize>>,
}

/// Where an append went.
enum Added {
    Here(Appended),
    /// It repeats what the log under this one holds from this revision on.
    Under(Revision),
}

impl ScratchLog {
    pub(super) fn over(under: Arc<dyn EventStore>) -> Self {
        let base = *under.head().borrow();
        Self { under, base, memory: Mutex::default(), head: watch::Sender::new(base) }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Events of a stream in the log under this one.
    async fn stream_under(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut page = self.under.read_stream(stream, from, limit).await?;
        page.retain(|recorded| recorded.position < self.base);
        Ok(page)
    }

    /// How many events of a stream the log under this one holds, which never changes, and the ids of
    /// those with the revisions in `wanted`.
    async fn below(
        &self,
        stream: &StreamName,
        wanted: Range<Revision>,
    ) -> Result<(Revision, Vec<Uuid>), StoreError> {
        let mut next = 0;
        let mut ids = Vec::new();
        loop {
            let page = self.stream_under(stream, next, MAX_PAGE).await?;
            let Some(last) = page.last() else { return Ok((next, ids)) };
            next = last.revision + 1;
            let found = page.iter().filter(|recorded| wanted.contains(&recorded.revision));
            ids.extend(found.map(|recorded| recorded.id));
        }
    }

    /// Adds the events to a stream of which the log under this one holds `below`; `standing` are the ids
    /// of those among them that the append may repeat.
    fn add(&self, append: Append, below: Revision, mut standing: Vec<Uuid>) -> Result<Added, AppendError> {
        let count = append.events.len() as u64;
        let mut memory = self.memory();
        let next = below + memory.streams.get(&append.stream).map_or(0, Vec::len) as u64;
        let range = standing_range(&append, next).unwrap_or(0..0);
        let here = range.start.max(below)..range.end.max(below);
        let here = here.filter_map(|revision| memory.at(&append.stream, revision - below));
        standing.extend(here.map(|recorded| recorded.id));
        match place(&append, next, &standing)? {
            Placement::Write(first_revision) => {
                let first_position = self.base + memory.events.len() as u64;
                memory.push(append, first_position, first_revision);
                self.head.send_replace(first_position + count);
                Ok(Added::Here(Appended { first_position, first_revision, count, replayed: false }))
            }
            Placement::Replay(first_revision) => {
                let held = first_revision.checked_sub(below).and_then(|at| memory.at(&append.stream, at));
                Ok(held.map_or(Added::Under(first_revision), |held| {
                    let first_position = held.position;
                    Added::Here(Appended { first_position, first_revision, count, replayed: true })
                }))
            }
        }
    }

    async fn position_under(&self, stream: &StreamName, revision: Revision) -> Result<Position, StoreError> {
        let page = self.stream_under(stream, revision, 1).await?;
        let missing = StoreError::NoSuchPosition { position: self.base };
        page.first().map(|recorded| recorded.position).ok_or(missing)
    }
}

impl Memory {
    /// The `place`-th event that was added to a stream.
    fn at(&self, stream: &StreamName, place: u64) -> Option<&Recorded> {
        let places = self.streams.get(stream)?;
        places.get(usize::try_from(place).ok()?).map(|place| &self.events[*place])
    }

    fn push(&mut self, append: Append, first_position: Position, first_revision: Revision) {
        let places = self.streams.entry(append.stream.clone()).or_default();
        for ((position, revision), event) in (first_position..).zip(first_revision..).zip(append.events) {
            places.push(self.events.len());
            self.events.push(Recorded {
                position,
                stream: append.stream.clone(),
                revision,
                id: event.id,
                type_name: event.type_name,
                body: event.body,
                meta: event.meta,
            });
        }
    }
}

#[async_trait]
impl EventStore for ScratchLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        check(&append)?;
        let (stream, count) = (append.stream.clone(), append.events.len() as u64);
        let first = append.expected.next_revision().unwrap_or(Revision::MAX);
        let (below, standing) = self.below(&stream, first..first.saturating_add(count)).await?;
        match self.add(append, below, standing)? {
            Added::Here(appended) => Ok(appended),
            Added::Under(first_revision) => {
                let first_position = self.position_under(&stream, first_revision).await?;
                Ok(Appended { first_position, first_revision, count, replayed: true })
            }
        }
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let under = self.stream_under(stream, from, limit).await?;
        if !under.is_empty() {
            return Ok(under);
        }
        let memory = self.memory();
        let of_stream = memory.streams.get(stream).into_iter().flatten().map(|place| &memory.events[*place]);
        let from_on = of_stream.filter(|recorded| recorded.revision >= from);
        Ok(from_on.take(limit.min(MAX_PAGE)).cloned().collect())
    }

    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        if from < self.base {
            let mut page = self.under.read_all(from, limit).await?;
            page.retain(|recorded| recorded.position < self.base);
            return Ok(page);
        }
        let skipped = usize::try_from(from - self.base).unwrap_or(usize::MAX);
        Ok(self.memory().events.iter().skip(skipped).take(limit.min(MAX_PAGE)).cloned().collect())
    }

    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        if positions.len() > MAX_BATCH {
            return Err(StoreError::TooMany { asked: positions.len(), limit: MAX_BATCH });
        }
        let below: Vec<_> = positions.iter().copied().filter(|position| *position < self.base).collect();
        let mut under = self.under.read_events(&below).await?.into_iter();
        let memory = self.memory();
        let read = |position: &Position| {
            let found = match position.checked_sub(self.base) {
                None => under.next(),
                Some(place) => {
                    usize::try_from(place).ok().and_then(|place| memory.events.get(place)).cloned()
                }
            };
            found.ok_or(StoreError::NoSuchPosition { position: *position })
        };
        positions.iter().map(read).collect()
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use cxl_store::{Expected, MemoryStore, NewEvent, StreamKind};

    use super::*;

    fn open() -> Ready<(Arc<dyn EventStore>, ())> {
        ready((Arc::new(ScratchLog::over(Arc::new(MemoryStore::new()))), ()))
    }

    cxl_store::conformance_tests!(open);

    fn append(stream: u128, expected: Expected, id: u128) -> Append {
        let event = NewEvent {
            id: Uuid::from_u128(id),
            type_name: "thing.happened.v1".into(),
            body: Vec::new(),
            meta: Vec::new(),
        };
        let stream = StreamName::new(StreamKind::new("thing").unwrap(), Uuid::from_u128(stream));
        Append { stream, expected, events: vec![event] }
    }

    #[tokio::test]
    async fn what_is_added_follows_what_was_there_and_leaves_it_alone() {
        let under: Arc<dyn EventStore> = Arc::new(MemoryStore::new());
        let first = append(1, Expected::NoStream, 10);
        under.append(first.clone()).await.unwrap();
        under.append(append(2, Expected::NoStream, 20)).await.unwrap();
        let log = ScratchLog::over(under.clone());

        let next = append(1, Expected::Exact(0), 11);
        let added = log.append(next.clone()).await.unwrap();
        assert_eq!((added.first_position, added.first_revision, added.replayed), (2, 1, false));
        assert!(log.append(next).await.unwrap().replayed);
        let replayed = log.append(first.clone()).await.unwrap();
        assert_eq!((replayed.first_position, replayed.replayed), (0, true));
        let conflict = log.append(append(2, Expected::NoStream, 21)).await;
        assert!(matches!(conflict, Err(AppendError::Conflict { actual: Some(0), .. })), "{conflict:?}");

        let revisions: Vec<_> = [0, 1].map(|from| (from, 1)).to_vec();
        for (from, _) in revisions {
            assert_eq!(log.read_stream(&first.stream, from, 1).await.unwrap()[0].revision, from);
        }
        let read: Vec<_> = log.read_events(&[2, 0, 1]).await.unwrap().iter().map(|it| it.position).collect();
        assert_eq!(read, [2, 0, 1]);
        assert!(log.read_events(&[3]).await.is_err());
        assert_eq!(*under.head().borrow(), 2);
        assert_eq!(*log.head().borrow(), 3);
    }

    #[tokio::test]
    async fn what_is_appended_under_it_meanwhile_is_not_seen() {
        let under: Arc<dyn EventStore> = Arc::new(MemoryStore::new());
        under.append(append(1, Expected::NoStream, 10)).await.unwrap();
        let log = ScratchLog::over(under.clone());
        under.append(append(1, Expected::Exact(0), 11)).await.unwrap();
        let stream = append(1, Expected::NoStream, 10).stream;
        assert_eq!(log.read_stream(&stream, 0, 10).await.unwrap().len(), 1);
        assert_eq!(log.read_all(0, 10).await.unwrap().len(), 1);
        assert_eq!(log.append(append(1, Expected::Exact(0), 12)).await.unwrap().first_position, 1);
    }
}
