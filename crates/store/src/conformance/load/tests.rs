//! The load judges: a keeper that keeps its word passes, whatever its calls do, and each way to break it
//! is found.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use async_trait::async_trait;

use super::*;
use crate::conformance::{Intercept, Intercepted};
use crate::memory::MemoryStore;
use crate::port::Recorded;

/// What is wrong with a keeper.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Every fifth call fails, half of them after the append was recorded.
    FailsNowAndThen,
    /// From the twentieth append on nothing is answered.
    FallsSilent,
    /// Acknowledges the first append and does not record it.
    Forgets,
    /// Records an append that it refuses.
    RecordsWhatItRefuses,
    /// Takes an append whatever it expects.
    TakesAnything,
    /// Says of the first append another position than it was recorded at.
    TellsAnotherPosition,
    /// Skips an event for one reader.
    SkipsAnEvent,
}

/// What is wrong with a keeper, and how many calls came to it.
struct Faulty {
    fault: Fault,
    appends: AtomicU64,
    reads: AtomicU64,
}

impl Faulty {
    fn keeper(fault: Fault) -> Arc<dyn EventStore> {
        let faulty = Self { fault, appends: AtomicU64::new(0), reads: AtomicU64::new(0) };
        Intercepted::new(MemoryStore::new(), faulty)
    }
}

fn unavailable() -> StoreError {
    let source = Arc::new(std::io::Error::other("the node was killed"));
    StoreError::Unavailable { what: "asking a node".into(), source }
}

#[async_trait]
impl Intercept for Faulty {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        let count = self.appends.fetch_add(1, Relaxed);
        match self.fault {
            Fault::FailsNowAndThen if count % 10 == 3 => Err(unavailable().into()),
            Fault::FailsNowAndThen if count % 10 == 8 => {
                // Its answer is lost on the way.
                let _ = keeper.append(append).await;
                Err(unavailable().into())
            }
            Fault::FallsSilent if count >= 20 => std::future::pending().await,
            Fault::Forgets if count == 0 => {
                let first_position = *keeper.head().borrow();
                let (first_revision, count) =
                    (append.expected.next_revision().unwrap(), append.events.len() as u64);
                Ok(Appended { first_position, first_revision, count, replayed: false })
            }
            Fault::RecordsWhatItRefuses | Fault::TakesAnything => {
                let told = keeper.append(append.clone()).await;
                let Err(AppendError::Conflict { actual, .. }) = told else { return told };
                let expected = actual.map_or(crate::Expected::NoStream, crate::Expected::Exact);
                let taken = keeper.append(Append { expected, ..append }).await;
                if self.fault == Fault::TakesAnything { taken } else { told }
            }
            Fault::TellsAnotherPosition if count == 0 => {
                let told = keeper.append(append).await?;
                Ok(Appended { first_position: told.first_position + 1, ..told })
            }
            _ => keeper.append(append).await,
        }
    }

    async fn read_all(
        &self,
        keeper: &dyn EventStore,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let count = self.reads.fetch_add(1, Relaxed);
        match self.fault {
            Fault::FailsNowAndThen if count % 5 == 2 => Err(unavailable()),
            Fault::SkipsAnEvent if count == 5 => {
                let page = keeper.read_all(from + 1, limit).await?;
                let renumbered =
                    page.into_iter().map(|event| Recorded { position: event.position - 1, ..event });
                Ok(renumbered.collect())
            }
            _ => keeper.read_all(from, limit).await,
        }
    }
}

/// As many acts as it takes to do each of them often, in a fraction of a second.
fn limits() -> Limits {
    let recovery = Duration::from_secs(10);
    Limits { length: Duration::from_secs(10), acts: 64, call: Duration::from_secs(10), recovery }
}

async fn under_load(fault: Fault) -> Result<Tally, Broken> {
    load_within(limits(), Faulty::keeper(fault), Uuid::nil(), |_| {}).await
}

async fn broken_by(fault: Fault) -> String {
    under_load(fault).await.expect_err("a fault is found").to_string()
}

#[tokio::test]
async fn a_keeper_that_keeps_its_word_passes_with_every_act_done() {
    let mut told = 0;
    let keeper = Faulty::keeper(Fault::None);
    let tally = load_within(limits(), keeper, Uuid::nil(), |_| told += 1).await.unwrap();
    assert!(told >= 1, "nothing was told");
    assert!(tally.events > 1_000 && tally.repeated > 100, "{tally:?}");
    assert_eq!(tally.refused, 4 * u64::from(WRITERS), "{tally:?}");
    assert!(tally.races_lost > 0, "{tally:?}");
    assert_eq!((tally.failed, tally.unanswered), (0, 0), "{tally:?}");
}

#[tokio::test]
async fn calls_that_fail_are_counted_and_break_nothing() {
    let tally = under_load(Fault::FailsNowAndThen).await.unwrap();
    assert!(tally.failed > 10 && tally.events > 100 && tally.unanswered == 0, "{tally:?}");
    assert!(tally.last_failure.is_some_and(|failure| failure.contains("asking a node")));
}

#[tokio::test(start_paused = true)]
async fn what_was_never_answered_may_be_recorded_or_not() {
    let short = Duration::from_millis(200);
    let limits = Limits { length: short, acts: 64, call: short / 10, recovery: short };
    let tally = load_within(limits, Faulty::keeper(Fault::FallsSilent), Uuid::nil(), |_| {}).await.unwrap();
    assert!(tally.unanswered > 0 && tally.events > 0, "{tally:?}");
}

#[tokio::test]
async fn an_acknowledged_event_that_is_not_recorded_is_found() {
    let broken = broken_by(Fault::Forgets).await;
    assert!(broken.contains("has no event, but revision 0 was expected"), "{broken}");
}

#[tokio::test]
async fn a_refused_append_that_is_recorded_is_found() {
    let broken = broken_by(Fault::RecordsWhatItRefuses).await;
    assert!(broken.contains("doubled, or refused") || broken.contains("revision"), "{broken}");
}

#[tokio::test]
async fn an_append_taken_against_its_expectation_is_found() {
    let broken = broken_by(Fault::TakesAnything).await;
    assert!(broken.contains("expected"), "{broken}");
}

#[tokio::test]
async fn an_event_that_stands_elsewhere_than_it_was_told_is_found() {
    let broken = broken_by(Fault::TellsAnotherPosition).await;
    assert!(broken.contains("position"), "{broken}");
}

#[tokio::test]
async fn a_follower_that_misses_an_event_is_found() {
    let broken = broken_by(Fault::SkipsAnEvent).await;
    assert!(broken.contains("follower") || broken.contains("position"), "{broken}");
}
