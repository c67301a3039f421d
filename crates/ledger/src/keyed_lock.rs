//! Locks by name: writers of one stream, or of one code, wait for each other; others do not.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// A lock for each key that somebody holds or waits for.
#[derive(Debug)]
pub(crate) struct KeyedLock<K>(Mutex<HashMap<K, Weak<AsyncMutex<()>>>>);

impl<K> Default for KeyedLock<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// How many idle keys are kept before they are swept out.
const SWEEP_ABOVE: usize = 1024;

impl<K: Eq + Hash + Clone> KeyedLock<K> {
    /// Waits for the key and holds it until the guard is dropped.
    pub(crate) async fn hold(&self, key: &K) -> OwnedMutexGuard<()> {
        let lock = {
            // Held for a map access only, never across an await.
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if locks.len() > SWEEP_ABOVE {
                locks.retain(|_, lock| lock.strong_count() > 0);
            }
            locks.get(key).and_then(Weak::upgrade).unwrap_or_else(|| {
                let lock = Arc::new(AsyncMutex::new(()));
                locks.insert(key.clone(), Arc::downgrade(&lock));
                lock
            })
        };
        lock.lock_owned().await
    }
}
