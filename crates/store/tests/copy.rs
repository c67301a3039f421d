//! A log carried over comes out the same, whatever happens on the way.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::copy::{Copied, CopyError, Copying, copy};
use cxl_store::{
    Append, AppendError, Appended, EventStore, Expected, MAX_APPEND_BYTES, MAX_PAGE, MemoryStore, NewEvent,
    Recorded, Revision, StoreError, StreamKind, StreamName,
};
use proptest::prelude::*;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(10);

/// A keeper that fails: so many appends are taken before each one is answered by an error.
struct Failing {
    /// Appends that are still taken.
    left: AtomicI64,
    /// Whether an append that fails is recorded nevertheless.
    records: bool,
    /// After how many failures it works again.
    until: i64,
    /// How it fails.
    how: StoreError,
}

#[async_trait]
impl Intercept for Failing {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed);
        if left > 0 || left <= -self.until {
            return keeper.append(append).await;
        }
        if self.records {
            keeper.append(append).await?;
        }
        Err(self.how.clone().into())
    }
}

/// Appends as a log gets them: each is a stream and the sizes of its events' bodies.
type Appends = Vec<(u8, Vec<usize>)>;

fn stream(number: u8) -> StreamName {
    StreamName::new(StreamKind::new("thing").unwrap(), Uuid::from_u128(u128::from(number)))
}

async fn log_of(appends: &Appends) -> MemoryStore {
    let log = MemoryStore::new();
    let (mut ends, mut id) = (HashMap::new(), 0_u128);
    for (number, sizes) in appends {
        let next: &mut u64 = ends.entry(*number).or_default();
        let events = sizes.iter().map(|size| {
            id += 1;
            NewEvent {
                id: Uuid::from_u128(id),
                type_name: format!("thing.happened.v{}", size % 3 + 1).into(),
                body: vec![*number; *size],
                meta: id.to_be_bytes().to_vec(),
            }
        });
        let append = Append { stream: stream(*number), expected: after(*next), events: events.collect() };
        *next += sizes.len() as u64;
        log.append(append).await.unwrap();
    }
    log
}

fn after(next: Revision) -> Expected {
    next.checked_sub(1).map_or(Expected::NoStream, Expected::Exact)
}

async fn all(log: &dyn EventStore) -> Vec<Recorded> {
    let mut events: Vec<Recorded> = Vec::new();
    loop {
        let page = log.read_all(events.len() as u64, MAX_PAGE).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

async fn beginning(log: &dyn EventStore, events: usize) -> MemoryStore {
    let destination = MemoryStore::new();
    let mut copying = Copying::into(&destination, PATIENCE);
    copying.take(&all(log).await[..events]).await.unwrap();
    copying.finish().await.unwrap();
    destination
}

fn small() -> Appends {
    vec![(1, vec![3, 4]), (2, vec![5]), (1, vec![6]), (1, vec![7]), (3, vec![0]), (2, vec![1, 1])]
}

fn appends() -> impl Strategy<Value = Appends> {
    let sizes = proptest::collection::vec(0..40_usize, 1..4);
    proptest::collection::vec((0..4_u8, sizes), 1..40)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

proptest! {
    #[test]
    fn a_copy_is_the_log_wherever_an_earlier_one_was_cut_short(appends in appends(), cut in any::<prop::sample::Index>()) {
        run(async {
            let log = log_of(&appends).await;
            let events = all(&log).await;
            let cut = cut.index(events.len() + 1);
            let destination = beginning(&log, cut).await;
            let copied = copy(&log, &destination, PATIENCE, |_| ()).await.unwrap();
            prop_assert_eq!(copied, Copied { events: events.len() as u64, stood: cut as u64 });
            prop_assert_eq!(all(&destination).await, events);
            Ok(())
        })?;
    }

    #[test]
    fn a_destination_that_differs_is_refused_at_the_first_difference(
        appends in appends(), altered in any::<prop::sample::Index>(), what in 0..4_u8,
    ) {
        run(async {
            let log = log_of(&appends).await;
            let mut events = all(&log).await;
            let altered = altered.index(events.len());
            // The last event, so that whatever is altered, the log around it stays possible.
            events.truncate(altered + 1);
            let event = &mut events[altered];
            match what {
                0 => event.id = Uuid::max(),
                1 => event.type_name = "thing.unhappened.v1".into(),
                2 => event.body.push(7),
                _ => event.meta.push(7),
            }
            let destination = MemoryStore::new();
            Copying::into(&destination, PATIENCE).take(&events).await.unwrap();
            let refused = copy(&log, &destination, PATIENCE, |_| ()).await.unwrap_err();
            let at = |error: &CopyError| match error {
                CopyError::Differs { position, .. } => Some(*position),
                _ => None,
            };
            prop_assert_eq!(at(&refused), Some(altered as u64), "{}", refused);
            prop_assert_eq!(all(&destination).await, events, "nothing was written");
            Ok(())
        })?;
    }

    #[test]
    fn a_copy_that_breaks_off_leaves_a_beginning_and_goes_on(
        appends in appends(), taken in 0..30_i64, records: bool,
    ) {
        run(async {
            let log = log_of(&appends).await;
            let events = all(&log).await;
            let kept: Arc<dyn EventStore> = Arc::new(MemoryStore::new());
            let failing = Failing { left: taken.into(), records, until: i64::MAX, how: StoreError::Closed };
            let failing = Intercepted::over(kept.clone(), failing);
            let broken = copy(&log, &*failing, Duration::ZERO, |_| ()).await;
            let standing = all(&*failing).await;
            prop_assert_eq!(&events[..standing.len()], &standing[..]);
            if standing.len() < events.len() {
                prop_assert!(matches!(broken, Err(CopyError::Refused { .. })), "{:?}", broken);
            }
            copy(&log, &*kept, PATIENCE, |_| ()).await.unwrap();
            prop_assert_eq!(all(&*kept).await, events);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn an_append_whose_outcome_is_unknown_is_repeated_until_it_is_known() {
    for records in [true, false] {
        let log = log_of(&small()).await;
        let failing = Failing { left: 2.into(), records, until: 3, how: StoreError::Closed };
        let failing = Intercepted::new(MemoryStore::new(), failing);
        let copied = copy(&log, &*failing, PATIENCE, |_| ()).await.unwrap();
        assert_eq!(copied, Copied { events: 8, stood: 0 });
        assert_eq!(all(&*failing).await, all(&log).await);
    }
}

#[tokio::test(start_paused = true)]
async fn what_only_somebody_can_mend_is_told_at_once() {
    let place = || "ledger.db".to_owned();
    for how in [
        StoreError::Corrupt { place: place(), detail: "a gap".into() },
        StoreError::Refused { server: place(), reason: "access is denied".into() },
        StoreError::Full { path: place().into() },
        StoreError::Address { reason: "no such parameter".into() },
    ] {
        let failing = Failing { left: 2.into(), records: false, until: 3, how };
        let failing = Intercepted::new(MemoryStore::new(), failing);
        let broken = copy(&log_of(&small()).await, &*failing, PATIENCE, |_| ()).await;
        assert!(matches!(broken, Err(CopyError::Refused { position: 3, .. })), "{broken:?}");
        assert_eq!(failing.by.left.load(Ordering::Relaxed), -1, "it was tried once");
    }
}

#[tokio::test]
async fn neighbors_of_one_stream_go_over_together_up_to_the_size_of_an_append() {
    let appends: Appends = (0..5).map(|_| (1, vec![MAX_APPEND_BYTES / 2 - 100])).collect();
    let log = log_of(&appends).await;
    let counting = Failing { left: 100.into(), records: false, until: 0, how: StoreError::Closed };
    let counting = Intercepted::new(MemoryStore::new(), counting);
    copy(&log, &*counting, PATIENCE, |_| ()).await.unwrap();
    assert_eq!(100 - counting.by.left.load(Ordering::Relaxed), 3, "two halves to an append");
}

#[tokio::test]
async fn an_id_that_stands_twice_in_a_stream_is_carried_over_twice() {
    let log = MemoryStore::new();
    for expected in [Expected::NoStream, Expected::Exact(0)] {
        let event = NewEvent {
            id: Uuid::nil(),
            type_name: "thing.happened.v1".into(),
            body: Vec::new(),
            meta: Vec::new(),
        };
        log.append(Append { stream: stream(1), expected, events: vec![event] }).await.unwrap();
    }
    let destination = MemoryStore::new();
    copy(&log, &destination, PATIENCE, |_| ()).await.unwrap();
    assert_eq!(all(&destination).await, all(&log).await);
}

#[tokio::test]
async fn a_destination_that_goes_beyond_the_source_is_refused_where_the_source_ends() {
    let log = log_of(&small()).await;
    let shorter = beginning(&log, 5).await;
    let refused = copy(&shorter, &log, PATIENCE, |_| ()).await.unwrap_err();
    assert!(matches!(refused, CopyError::Differs { position: 5, .. }), "{refused}");
    assert_eq!(all(&log).await.len(), 8);
}

#[tokio::test]
async fn what_is_written_to_the_source_meanwhile_is_found_out() {
    let log = Arc::new(log_of(&small()).await);
    let destination = MemoryStore::new();
    let late = Append {
        stream: stream(9),
        expected: Expected::NoStream,
        events: vec![NewEvent {
            id: Uuid::max(),
            type_name: "thing.happened.v1".into(),
            body: Vec::new(),
            meta: Vec::new(),
        }],
    };
    let writer = Arc::clone(&log);
    let write = move |_| {
        // The keeper in memory answers at once.
        let appended = futures_util::FutureExt::now_or_never(writer.append(late.clone()));
        appended.expect("no wait").unwrap();
    };
    let refused = copy(&*log, &destination, PATIENCE, write).await.unwrap_err();
    assert!(matches!(refused, CopyError::Grew { begun: 8, now: 9 }), "{refused}");
    copy(&*log, &destination, PATIENCE, |_| ()).await.unwrap();
    assert_eq!(all(&destination).await, all(&*log).await);
}

#[tokio::test]
async fn an_event_of_the_source_that_is_out_of_place_is_refused() {
    let log = log_of(&small()).await;
    let events = all(&log).await;
    let destination = MemoryStore::new();
    let mut copying = Copying::into(&destination, PATIENCE);
    copying.take(&events[..2]).await.unwrap();
    let refused = copying.take(&events[3..]).await.unwrap_err();
    assert!(matches!(refused, CopyError::Gap { position: 2, found: 3 }), "{refused}");
}

#[tokio::test]
async fn how_far_the_copy_has_come_is_told() {
    let log = log_of(&small()).await;
    let told = std::sync::Mutex::new(Vec::new());
    copy(&log, &MemoryStore::new(), PATIENCE, |events| told.lock().unwrap().push(events)).await.unwrap();
    assert_eq!(told.into_inner().unwrap(), [8]);
}
