//! Keys that a node keeps for a while.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use cxl_store::{DataKey, KeyId};
use lru::LruCache;

/// So many keys are kept at most.
const KEPT: NonZeroUsize = NonZeroUsize::new(16 * 1024).expect("not zero");

/// For how long a key is kept after the vault gave it.
pub(crate) const KEEP: Duration = Duration::from_mins(1);

/// For how long it is remembered that the vault does not hold a key.
const KEEP_ABSENT: Duration = Duration::from_secs(2);

/// Keys of one epoch of the vault, each for a bounded time.
pub(crate) struct Expiring {
    epoch: u64,
    keys: LruCache<KeyId, Entry>,
}

struct Entry {
    key: Option<DataKey>,
    since: Instant,
}

impl Expiring {
    pub(crate) fn new() -> Self {
        Self { epoch: 0, keys: LruCache::new(KEPT) }
    }

    /// What was kept of a key until `now`; nothing if it is not known.
    #[expect(clippy::option_option, reason = "not known, known to be absent, and known")]
    pub(crate) fn known(&mut self, id: KeyId, now: Instant) -> Option<Option<DataKey>> {
        let entry = self.keys.get(&id)?;
        let keep = if entry.key.is_some() { KEEP } else { KEEP_ABSENT };
        if now.saturating_duration_since(entry.since) < keep {
            return Some(entry.key.clone());
        }
        self.keys.pop(&id);
        None
    }

    /// Drops every key if the vault has come to a later epoch. An answer that was long on its way may tell of an
    /// earlier one, which is over.
    pub(crate) fn rise_to(&mut self, epoch: u64) {
        if self.epoch < epoch {
            self.turn_to(epoch);
        }
    }

    /// Drops every key if the vault has another epoch: an earlier one, if it was put back from a backup.
    pub(crate) fn turn_to(&mut self, epoch: u64) {
        if self.epoch != epoch {
            self.keys.clear();
            self.epoch = epoch;
        }
    }

    /// Keeps what the vault gave at an epoch; an answer from before the present one is not kept.
    pub(crate) fn keep(&mut self, epoch: u64, id: KeyId, key: Option<DataKey>, now: Instant) {
        if epoch == self.epoch {
            self.keys.put(id, Entry { key, since: now });
        }
    }

    /// Drops every key whose time is up, whether somebody asks for it or not.
    pub(crate) fn drop_expired(&mut self, now: Instant) {
        let expired: Vec<KeyId> = self
            .keys
            .iter()
            .filter(|(_, entry)| now.saturating_duration_since(entry.since) >= KEEP)
            .map(|(id, _)| *id)
            .collect();
        for id in expired {
            self.keys.pop(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: KeyId = KeyId::from_bytes([1; 16]);

    fn kept(key: Option<DataKey>, now: Instant) -> Expiring {
        let mut keys = Expiring::new();
        keys.keep(0, ID, key, now);
        keys
    }

    #[test]
    fn a_key_is_kept_for_a_while_and_no_longer() {
        let now = Instant::now();
        let key = Some(DataKey::from_bytes([2; 32]));
        let mut keys = kept(key.clone(), now);
        assert_eq!(keys.known(ID, now + KEEP / 2), Some(key.clone()));
        assert_eq!(keys.known(ID, now + KEEP), None);
        let mut keys = kept(key, now);
        keys.drop_expired(now + KEEP);
        assert!(keys.keys.is_empty());
    }

    #[test]
    fn that_a_key_is_absent_is_remembered_for_a_moment_only() {
        let now = Instant::now();
        let mut keys = kept(None, now);
        assert_eq!(keys.known(ID, now), Some(None));
        assert_eq!(keys.known(ID, now + KEEP_ABSENT), None);
    }

    #[test]
    fn a_new_epoch_drops_every_key_and_takes_none_of_the_last() {
        let now = Instant::now();
        let mut keys = kept(Some(DataKey::from_bytes([2; 32])), now);
        keys.turn_to(1);
        assert_eq!(keys.known(ID, now), None);
        keys.keep(0, ID, Some(DataKey::from_bytes([2; 32])), now);
        assert_eq!(keys.known(ID, now), None);
    }

    #[test]
    fn an_answer_from_before_an_erasure_brings_nothing_back() {
        let now = Instant::now();
        let key = Some(DataKey::from_bytes([2; 32]));
        let mut keys = kept(key.clone(), now);
        keys.rise_to(1);
        keys.rise_to(0);
        keys.keep(0, ID, key.clone(), now);
        assert_eq!(keys.known(ID, now), None);
        keys.keep(1, ID, key.clone(), now);
        keys.rise_to(0);
        assert_eq!(keys.known(ID, now), Some(key), "what is kept stays");
        keys.turn_to(0);
        assert_eq!(keys.known(ID, now), None, "a look at the vault itself is believed");
    }
}
