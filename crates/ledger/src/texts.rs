//! Text, opened where it is shown.
//!
//! The views refer to text by position and field. Opened text is kept in a bounded cache that belongs
//! to one epoch of the vault: when a key is erased, the cache is dropped whole.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use cxl_domain::history::Entry;
use cxl_domain::time::Position;
use cxl_store::seal::{Opened, open_body};
use lru::LruCache;

use crate::execute::ExecuteError;
use crate::ledger::Ledger;

/// Where a text lies: the event's position and the field of its body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextAt {
    /// The event.
    pub position: Position,
    /// JSON pointer into the body: `/fact/name`.
    pub pointer: &'static str,
}

impl TextAt {
    /// The name that a fact gives.
    pub fn name<T>(entry: &Entry<T>) -> Self {
        Self { position: entry.stamp.position, pointer: "/fact/name" }
    }

    /// A field of a fact.
    pub fn field<T>(entry: &Entry<T>, pointer: &'static str) -> Self {
        Self { position: entry.stamp.position, pointer }
    }
}

/// A text as far as it can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextValue {
    /// The characters.
    Clear(Arc<str>),
    /// The key is not in the vault. Whether it was erased or lost is told by the ledger's facts.
    Unavailable,
    /// The fact has no such text.
    Absent,
}

/// How many texts a cache keeps.
pub(crate) const CACHED: NonZeroUsize = NonZeroUsize::new(65_536).expect("not zero");

/// What was made of opened texts: bounded, and dropped whole when the vault's epoch rises, so that nothing
/// of a text outlives its key.
#[derive(Debug)]
pub(crate) struct TextCache<V>(Mutex<Cached<V>>);

#[derive(Debug)]
struct Cached<V> {
    epoch: u64,
    texts: LruCache<TextAt, V>,
}

impl<V> Default for TextCache<V> {
    fn default() -> Self {
        Self(Mutex::new(Cached { epoch: 0, texts: LruCache::new(CACHED) }))
    }
}

impl<V: Clone> TextCache<V> {
    /// What is at hand for these places at that epoch.
    pub(crate) fn known(&self, epoch: u64, wanted: &[TextAt]) -> Vec<Option<V>> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.epoch != epoch {
            cached.texts.clear();
            cached.epoch = epoch;
        }
        wanted.iter().map(|at| cached.texts.get(at).cloned()).collect()
    }

    /// Keeps what was made at that epoch.
    pub(crate) fn keep(&self, epoch: u64, texts: impl IntoIterator<Item = (TextAt, V)>) {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.epoch == epoch {
            for (at, text) in texts {
                cached.texts.put(at, text);
            }
        }
    }
}

impl Ledger {
    /// The texts at these places, in the order asked: one read of the log and the vault for all that
    /// are not at hand.
    pub async fn texts(&self, wanted: &[TextAt]) -> Result<Vec<TextValue>, ExecuteError> {
        let epoch = self.vault.epoch();
        let known = self.text_cache.known(epoch, wanted);
        let mut positions: Vec<Position> = wanted
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(at, _)| at.position)
            .collect();
        positions.sort_unstable();
        positions.dedup();
        let mut opened: HashMap<(Position, String), TextValue> = HashMap::new();
        for batch in positions.chunks(cxl_store::MAX_BATCH) {
            let events = self.store.read_events(batch).await?;
            let vault = self.vault.clone();
            let texts = tokio::task::spawn_blocking(move || {
                let mut texts = Vec::new();
                for event in &events {
                    for (pointer, text) in open_body(&event.body, event.id, &*vault)? {
                        texts.push(((event.position, pointer), shown(text)));
                    }
                }
                Ok::<_, cxl_store::seal::OpenError>(texts)
            })
            .await
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
            opened.extend(texts.map_err(|error| ExecuteError::Internal(error.to_string()))?);
        }
        let found = wanted.iter().zip(known).map(|(at, known)| {
            known.unwrap_or_else(|| {
                opened.get(&(at.position, at.pointer.to_owned())).cloned().unwrap_or(TextValue::Absent)
            })
        });
        let found: Vec<TextValue> = found.collect();
        self.text_cache.keep(epoch, wanted.iter().cloned().zip(found.iter().cloned()));
        Ok(found)
    }
}

fn shown(opened: Opened) -> TextValue {
    match opened {
        Opened::Clear(text) => TextValue::Clear(text.into()),
        Opened::Missing(_) => TextValue::Unavailable,
    }
}
