//! A vault in memory: for tests and demonstrations that keep nothing.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::entropy::{Entropy, random};
use crate::vault::{CodeClaim, DataKey, KeyId, Vault, VaultError};

/// A [`Vault`] whose keys end with it.
pub struct MemoryVault(Mutex<State>);

struct State {
    entropy: Box<dyn Entropy + Send>,
    keys: HashMap<KeyId, DataKey>,
    holders: HashMap<String, Uuid>,
}

impl MemoryVault {
    /// An empty vault that draws its keys from `entropy`: for each key the id and then the key.
    pub fn new(entropy: Box<dyn Entropy + Send>) -> Self {
        Self(Mutex::new(State { entropy, keys: HashMap::new(), holders: HashMap::new() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code of ours panics between two changes that belong together.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryVault").finish_non_exhaustive()
    }
}

impl Vault for MemoryVault {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        let mut state = self.state();
        let id = KeyId::from_bytes(random(&mut *state.entropy));
        let key = DataKey::from_bytes(random(&mut *state.entropy));
        state.keys.insert(id, key.clone());
        Ok((id, key))
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        Ok(self.state().keys.get(&id).cloned())
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        let state = self.state();
        Ok(ids.iter().copied().filter(|id| !state.keys.contains_key(id)).collect())
    }

    fn epoch(&self) -> u64 {
        0
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.replace_code(code, person, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        let mut state = self.state();
        state.must_hold(key)?;
        match state.holders.get(code) {
            Some(other) if ![holder, person].contains(other) => Ok(CodeClaim::Held(*other)),
            _ => {
                state.holders.insert(code.to_owned(), person);
                Ok(CodeClaim::Claimed)
            }
        }
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        Ok(self.state().holders.get(code).copied())
    }

    fn codes(&self) -> Result<u64, VaultError> {
        Ok(self.state().holders.len() as u64)
    }
}

impl State {
    fn must_hold(&self, key: KeyId) -> Result<(), VaultError> {
        if self.keys.contains_key(&key) { Ok(()) } else { Err(VaultError::UnknownKey { key }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededEntropy;

    fn unused() -> (MemoryVault, ()) {
        (MemoryVault::new(Box::new(SeededEntropy::numbered(1))), ())
    }

    crate::vault_conformance_tests!(unused);

    #[test]
    fn the_same_seed_draws_the_same_keys() {
        let [one, other] = [7, 7].map(|seed| MemoryVault::new(Box::new(SeededEntropy::numbered(seed))));
        for _ in 0..3 {
            assert_eq!(one.draw().unwrap(), other.draw().unwrap());
        }
    }
}
