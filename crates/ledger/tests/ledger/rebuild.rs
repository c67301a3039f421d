//! Views that are folded anew while the old ones serve.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use cxl_ledger::{Ledger, Rebuild, RebuildOutcome};
use cxl_store::{Append, AppendError, Appended, EventStore, MemoryStore, Recorded, StoreError, StreamName};
use tokio::sync::watch;

use crate::world::World;

/// A log whose first event reads wrongly for a while.
#[derive(Default)]
struct Garbled {
    log: MemoryStore,
    /// Which position reads wrongly, if any does.
    garbles: AtomicBool,
}

/// The position that reads wrongly.
const PLACE: u64 = 4;

impl Garbled {
    fn set(&self, garbles: bool) {
        self.garbles.store(garbles, Ordering::SeqCst);
    }

    fn garbled(&self, mut events: Vec<Recorded>) -> Vec<Recorded> {
        for event in events.iter_mut().filter(|event| event.position == PLACE) {
            if self.garbles.load(Ordering::SeqCst) {
                event.body = b"{".to_vec();
            }
        }
        events
    }
}

#[async_trait]
impl EventStore for Garbled {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        self.log.append(append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        self.log.read_stream(stream, from, limit).await
    }

    async fn read_all(&self, from: u64, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        Ok(self.garbled(self.log.read_all(from, limit).await?))
    }

    async fn read_events(&self, positions: &[u64]) -> Result<Vec<Recorded>, StoreError> {
        self.log.read_events(positions).await
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.log.head()
    }
}

/// Folds the views of a ledger anew, to the end.
async fn rebuilt(ledger: &Arc<Ledger>) -> Rebuild {
    assert!(ledger.rebuild(), "nothing was under way");
    assert!(!ledger.rebuild(), "one at a time");
    let mut rebuilding = ledger.rebuilding();
    let ended = rebuilding.wait_for(|it| it.as_ref().is_some_and(|it| it.outcome.is_some())).await;
    ended.unwrap().clone().unwrap()
}

#[tokio::test]
async fn new_views_take_over_and_answer_as_the_old_ones_did() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS").await;
    let repeated = world.request(world.charter("SECOND"));
    let first = world.ledger.execute(repeated.clone()).await.unwrap();
    let before = world.ledger.snapshot();
    let rebuilt = rebuilt(&world.ledger).await;
    assert_eq!(
        (rebuilt.done, rebuilt.total, &rebuilt.outcome),
        (before.len, before.len, &Some(RebuildOutcome::TookOver))
    );
    assert_eq!(rebuilt.left(), None);
    let after = world.ledger.snapshot();
    assert!(!Arc::ptr_eq(&before, &after) && !Arc::ptr_eq(&before.ticks, &after.ticks), "these are others");
    let same = |of: &cxl_ledger::Views| format!("{:?}", of.initiative(initiative).unwrap());
    assert_eq!((same(&before), before.len), (same(&after), after.len));
    let again = world.ledger.execute(repeated).await.unwrap();
    assert_eq!((again.id, again.replayed), (first.id, true), "a repeated command is found again");
    world.chartered("THIRD").await;
    assert!(world.ledger.snapshot().len > before.len, "and what comes is followed");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_the_new_views_alone() {
    let store = Arc::new(Garbled::default());
    let world = World::in_store(store.clone()).await;
    let before = world.ledger.snapshot();
    store.set(true);
    let rebuilt = rebuilt(&world.ledger).await;
    let Some(RebuildOutcome::Stopped(poison)) = rebuilt.outcome else { panic!("{rebuilt:?}") };
    let event = &store.log.read_events(&[PLACE]).await.unwrap()[0];
    assert_eq!((poison.position, poison.event.0, &poison.stream), (PLACE, event.id, &event.stream));
    assert!(poison.to_string().contains(&event.id.to_string()), "{poison}");
    assert!(Arc::ptr_eq(&before, &world.ledger.snapshot()), "the old ones serve");
    assert_eq!((world.ledger.health().poison, world.ledger.health().read_only), (None, None));
    world.chartered("REFUNDS").await;
}

#[tokio::test]
async fn views_that_stopped_are_brought_past_an_event_that_was_mended() {
    let store = Arc::new(Garbled::default());
    let world = World::in_store(store.clone()).await;
    let another = Arc::new(Garbled::default());
    // The ledger of another node, to which the log comes event by event.
    let node = {
        let store: Arc<dyn EventStore> = another.clone();
        crate::world::open(&store, &world.vault, &world.clock, cxl_ledger::OpenOptions::default()).await
    };
    another.set(true);
    for event in store.log.read_all(0, 1000).await.unwrap() {
        let expected = match event.revision.checked_sub(1) {
            None => cxl_store::Expected::NoStream,
            Some(revision) => cxl_store::Expected::Exact(revision),
        };
        let Recorded { stream, id, type_name, body, meta, .. } = event;
        let events = vec![cxl_store::NewEvent { id, type_name, body, meta }];
        another.append(Append { stream, expected, events }).await.unwrap();
    }
    let len = *another.head().borrow();
    node.await_position(len - 1).await.unwrap_err();
    let health = node.health();
    assert_eq!((health.views_len, health.poison.map(|poison| poison.position)), (PLACE, Some(PLACE)));
    let lag = node.lag().await;
    assert_eq!(lag.events, len - PLACE);
    assert!(lag.age.is_some());
    let stopped = rebuilt(&node).await;
    assert!(matches!(stopped.outcome, Some(RebuildOutcome::Stopped(_))), "{stopped:?}");
    another.set(false);
    assert_eq!(rebuilt(&node).await.outcome, Some(RebuildOutcome::TookOver));
    assert_eq!((node.snapshot().len, node.health().poison), (len, None));
    assert_eq!(node.lag().await, cxl_ledger::Lag::default());
    node.execute(world.request(world.charter("REFUNDS"))).await.unwrap();
}
