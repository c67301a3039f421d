//! Concurrent writers over any store that appends one event at a known place in a stream.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use super::protocol::{Described, Load, Outcome, Peer, Round};

/// Appends of one event to a stream that nobody else has changed meanwhile.
pub(crate) trait Store: Send + Sync + 'static {
    /// What a writer must know of a stream to append to it: its revision, say.
    type Place: Send + 'static;

    /// Returns when the event is durable, and moves the place on.
    fn append(&self, stream: u32, place: &mut Self::Place) -> impl Future<Output = Outcome<()>> + Send;
}

/// A store and where each of its streams stands.
pub(crate) struct Writers<S: Store> {
    runtime: Runtime,
    store: Arc<S>,
    described: Described,
    places: Vec<Arc<Mutex<S::Place>>>,
}

impl<S: Store> Writers<S> {
    /// Writers over a store whose streams stand at these places.
    pub(crate) fn new(
        runtime: Runtime,
        (store, described): (S, Described),
        places: impl IntoIterator<Item = S::Place>,
    ) -> Self {
        let places = places.into_iter().map(|place| Arc::new(Mutex::new(place))).collect();
        Self { runtime, store: Arc::new(store), described, places }
    }
}

impl<S: Store> Peer for Writers<S> {
    fn described(&self) -> Described {
        self.described.clone()
    }

    fn round(&mut self, load: Load) -> Outcome<Round> {
        self.runtime.block_on(async {
            let (started, length) = (Instant::now(), Duration::from_millis(load.millis));
            let mut writers = JoinSet::new();
            for writer in 0..load.writers {
                let stream = if load.hot { 0 } else { writer };
                let (store, place) = (Arc::clone(&self.store), Arc::clone(&self.places[stream as usize]));
                writers.spawn(async move {
                    let mut micros = Vec::new();
                    while started.elapsed() < length {
                        let sent = Instant::now();
                        store.append(stream, &mut *place.lock().await).await?;
                        micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                    }
                    Outcome::Ok(micros)
                });
            }
            let mut micros = Vec::new();
            while let Some(writer) = writers.join_next().await {
                micros.extend(writer??);
            }
            Ok(Round { events: micros.len() as u64, seconds: started.elapsed().as_secs_f64(), micros })
        })
    }
}
