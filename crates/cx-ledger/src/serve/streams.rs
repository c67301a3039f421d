//! What stays open for longer than a request: how much of it there may be at once, and its end.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cxl_store::meta::Agent;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::shutdown::{GRACE, Shutdown};

/// The most sockets and streams of events at once.
const MOST: u32 = 512;
/// The most of them that one actor has, and of sockets of one address on which nobody has said yet who they are.
const MOST_OF_ONE: usize = 16;

/// Whose something open is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// Somebody's who was let in.
    Actor(Agent),
    /// Somebody's at this address.
    Stranger(IpAddr),
}

/// What is open.
#[derive(Debug, Clone)]
pub(crate) struct Streams {
    shutdown: Shutdown,
    places: Arc<Semaphore>,
    held: Arc<Mutex<HashMap<Whose, usize>>>,
    lags: Arc<AtomicU64>,
}

impl Streams {
    /// Nothing is open; whatever will be ends when stopping is asked for.
    pub(super) fn new(shutdown: Shutdown) -> Self {
        let places = Arc::new(Semaphore::new(MOST as usize));
        Self { shutdown, places, held: Arc::default(), lags: Arc::default() }
    }

    /// Room for one more, held until it is dropped; none when there is no more room.
    pub(super) fn place(&self) -> Option<Place> {
        self.places.clone().try_acquire_owned().ok().map(|permit| Place { _permit: permit })
    }

    /// Room for one more of theirs, or why there is none.
    pub(super) fn place_of(&self, whose: Whose) -> Result<PlaceOf, String> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(whose).or_default();
        if *count >= MOST_OF_ONE {
            return Err(format!(
                "you have {MOST_OF_ONE} sockets or streams open, which is the most: close one"
            ));
        }
        *count += 1;
        Ok(PlaceOf { whose, held: self.held.clone() })
    }

    /// Counts one on which what was told was not taken in time.
    pub(super) fn note_lag(&self) {
        self.lags.fetch_add(1, Ordering::Relaxed);
    }

    /// How often that was so since the start.
    pub(super) fn lags(&self) -> u64 {
        self.lags.load(Ordering::Relaxed)
    }

    /// Returns when stopping was asked for.
    pub(super) async fn stopping(&self) {
        self.shutdown.clone().requested().await;
    }

    /// Waits until stopping was asked for and everything has ended, though no longer than [`GRACE`].
    pub(super) async fn ended(&self) {
        self.stopping().await;
        if tokio::time::timeout(GRACE, self.places.acquire_many(MOST)).await.is_err() {
            tracing::warn!("sockets were still open and are cut off");
        }
    }
}

/// Room that something open takes.
#[derive(Debug)]
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
}

/// Room that something open takes of what one actor or address has.
#[derive(Debug)]
pub(super) struct PlaceOf {
    whose: Whose,
    held: Arc<Mutex<HashMap<Whose, usize>>>,
}

impl Drop for PlaceOf {
    fn drop(&mut self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.whose);
            }
        }
    }
}
