//! Text, opened where it is shown.
//!
//! The views refer to text by position and field. Opened text is kept in a bounded cache that belongs
//! to one epoch of the vault: when a key is erased, the cache is dropped whole.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use cxl_domain::history::Entry;
use cxl_domain::time::Position;
use cxl_store::blocking;
use cxl_store::seal::{OpenError, Opened, open_body, sealed_keys, sealed_pointers};
use cxl_store::{Recorded, Vault, VaultError};
use lru::LruCache;
use tokio::task::spawn_blocking;

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
        Self { position: entry.stamp.position(), pointer: "/fact/name" }
    }

    /// A field of a fact.
    pub fn field<T>(entry: &Entry<T>, pointer: &'static str) -> Self {
        Self { position: entry.stamp.position(), pointer }
    }
}

/// A text as far as it can be shown.
#[derive(Clone, PartialEq, Eq)]
pub enum TextValue {
    /// The characters.
    Clear(Arc<str>),
    /// The key is not in the vault, or the vault can't be reached. Whether a key was erased or lost is told by
    /// the ledger's facts.
    Unavailable,
    /// The fact has no such text.
    Absent,
}

impl fmt::Debug for TextValue {
    /// Never shows the characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clear(_) => "Clear(text)",
            Self::Unavailable => "Unavailable",
            Self::Absent => "Absent",
        })
    }
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
    /// The text at a place, if it was opened before: nothing is waited for.
    pub fn text_at_hand(&self, at: &TextAt) -> Option<TextValue> {
        self.text_cache.known(self.vault.epoch(), std::slice::from_ref(at)).pop().flatten()
    }

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
        let mut reached = true;
        for batch in positions.chunks(cxl_store::MAX_BATCH) {
            let events = self.store.read_events(batch).await?;
            let vault = self.vault.clone();
            let opening = spawn_blocking(move || Page::open(events.iter(), &*vault));
            let page = blocking::outcome(opening).await?;
            opened.extend(page.texts);
            reached &= page.reached;
        }
        let found = wanted.iter().zip(known).map(|(at, known)| {
            known.unwrap_or_else(|| {
                opened.get(&(at.position, at.pointer.to_owned())).cloned().unwrap_or(TextValue::Absent)
            })
        });
        let found: Vec<TextValue> = found.collect();
        // What is unavailable for a while only is asked for again.
        let lasting = |(_, text): &(TextAt, TextValue)| reached || *text != TextValue::Unavailable;
        self.text_cache.keep(epoch, wanted.iter().cloned().zip(found.iter().cloned()).filter(lasting));
        Ok(found)
    }
}

/// The texts of some events, as far as they can be opened.
pub(crate) struct Page {
    /// Each with the event's position and the field of its body.
    pub(crate) texts: Vec<((Position, String), TextValue)>,
    /// Whether the vault could be reached for all of them.
    reached: bool,
}

impl Page {
    /// Opens the texts, with one way to the vault for all keys.
    pub(crate) fn open<'a>(
        events: impl Iterator<Item = &'a Recorded> + Clone,
        vault: &dyn Vault,
    ) -> Result<Self, OpenError> {
        let keys: Vec<_> = events.clone().flat_map(|event| sealed_keys(&event.body)).collect();
        let mut page = Self { texts: Vec::new(), reached: true };
        match vault.prefetch(&keys) {
            Err(VaultError::Unreachable { .. }) => page.reached = false,
            fetched => fetched?,
        }
        for event in events {
            for (pointer, text) in page.texts_of(event, vault)? {
                page.texts.push(((event.position, pointer), text));
            }
        }
        Ok(page)
    }

    fn texts_of(
        &mut self,
        event: &Recorded,
        vault: &dyn Vault,
    ) -> Result<Vec<(String, TextValue)>, OpenError> {
        if self.reached {
            match open_body(&event.body, event.id, vault) {
                Err(OpenError::Vault(VaultError::Unreachable { .. })) => self.reached = false,
                opened => return Ok(opened?.into_iter().map(|(at, text)| (at, shown(text))).collect()),
            }
        }
        let pointers = sealed_pointers(&event.body, event.id)?;
        Ok(pointers.into_iter().map(|pointer| (pointer, TextValue::Unavailable)).collect())
    }
}

fn shown(opened: Opened) -> TextValue {
    match opened {
        Opened::Clear(text) => TextValue::Clear(text.into()),
        Opened::Missing(_) => TextValue::Unavailable,
    }
}
