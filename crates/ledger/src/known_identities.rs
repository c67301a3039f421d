//! For whom identities stood when the vault was asked last: an absence of the vault locks nobody out who was let in
//! before.
//!
//! What is kept belongs to one epoch of the vault and is dropped whole with it, so an erasure that a node hears of
//! takes effect at once; and a vault that others share has no epoch any more once it was silent for a minute. Issuer
//! and subject are not kept: what stands for them is a keyed hash, by a key that this process draws for itself.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use cxl_domain::id::IdentityId;
use cxl_store::cipher::{self, Secret};
use lru::LruCache;

/// So many identities are kept at most.
const KEPT: NonZeroUsize = NonZeroUsize::new(16 * 1024).expect("not zero");

/// Identities of one epoch of the vault.
pub(crate) struct KnownIdentities {
    key: Secret,
    known: Mutex<Known>,
}

struct Known {
    epoch: u64,
    links: LruCache<[u8; 32], IdentityId>,
}

impl KnownIdentities {
    /// None yet. The key stays in this process.
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self { key: Secret::new(key), known: Mutex::new(Known { epoch: 0, links: LruCache::new(KEPT) }) }
    }

    /// Keeps what the vault answered at an epoch: the link of the identity that the index knows so, or none.
    pub(crate) fn keep(&self, epoch: u64, index: &str, link: Option<IdentityId>) {
        let hash = self.hash(index);
        self.at(epoch, |links| match link {
            Some(link) => drop(links.put(hash, link)),
            None => drop(links.pop(&hash)),
        });
    }

    /// The link that the vault answered last, if that was at this epoch.
    pub(crate) fn find(&self, epoch: u64, index: &str) -> Option<IdentityId> {
        let hash = self.hash(index);
        self.at(epoch, |links| links.get(&hash).copied())
    }

    /// What is kept of an epoch; with another one all of it goes.
    fn at<T>(&self, epoch: u64, look: impl FnOnce(&mut LruCache<[u8; 32], IdentityId>) -> T) -> T {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.epoch != epoch {
            known.links.clear();
            known.epoch = epoch;
        }
        look(&mut known.links)
    }

    fn hash(&self, index: &str) -> [u8; 32] {
        cipher::mac(&self.key, &[b"cx-ledger/identity/1", index.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LINK: IdentityId = IdentityId(Uuid::from_u128(1));

    #[test]
    fn what_the_vault_answered_is_known_until_it_answers_otherwise() {
        let known = KnownIdentities::new([7; 32]);
        assert_eq!(known.find(3, "issuer\nlan"), None);
        known.keep(3, "issuer\nlan", Some(LINK));
        assert_eq!((known.find(3, "issuer\nlan"), known.find(3, "issuer\nminh")), (Some(LINK), None));
        known.keep(3, "issuer\nlan", None);
        assert_eq!(known.find(3, "issuer\nlan"), None);
    }

    #[test]
    fn another_epoch_of_the_vault_leaves_nothing_known() {
        let known = KnownIdentities::new([7; 32]);
        known.keep(3, "issuer\nlan", Some(LINK));
        assert_eq!(known.find(4, "issuer\nlan"), None);
        assert_eq!(known.find(3, "issuer\nlan"), None, "it does not come back either");
    }
}
