//! A vault that opens with another one's keys and keeps its own in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use cxl_store::{CodeClaim, DataKey, KeyId, MemoryVault, SeededEntropy, Vault, VaultError};
use uuid::Uuid;

/// A vault over another one, which stays as it is.
pub(super) struct ScratchVault {
    under: Arc<dyn Vault>,
    drawn: MemoryVault,
    /// Who claimed which code here.
    holders: Mutex<HashMap<String, Uuid>>,
}

impl ScratchVault {
    pub(super) fn over(under: Arc<dyn Vault>) -> Self {
        let entropy = Box::new(SeededEntropy::numbered(2));
        Self { under, drawn: MemoryVault::new(entropy), holders: Mutex::default() }
    }

    fn holder(&self, code: &str) -> Option<Uuid> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner).get(code).copied()
    }

    fn hold(&self, code: &str, person: Uuid) {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner).insert(code.to_owned(), person);
    }

    fn must_hold(&self, key: KeyId) -> Result<(), VaultError> {
        if self.key(key)?.is_some() { Ok(()) } else { Err(VaultError::UnknownKey { key }) }
    }
}

impl fmt::Debug for ScratchVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScratchVault").finish_non_exhaustive()
    }
}

impl Vault for ScratchVault {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.drawn.draw()
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        match self.drawn.key(id)? {
            Some(key) => Ok(Some(key)),
            None => self.under.key(id),
        }
    }

    fn prefetch(&self, ids: &[KeyId]) -> Result<(), VaultError> {
        self.under.prefetch(&self.drawn.missing(ids)?)
    }

    fn reachable(&self) -> Result<(), VaultError> {
        self.under.reachable()
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.under.missing(&self.drawn.missing(ids)?)
    }

    fn epoch(&self) -> u64 {
        self.under.epoch()
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
        self.must_hold(key)?;
        match self.resolve_code(code)? {
            Some(other) if ![holder, person].contains(&other) => Ok(CodeClaim::Held(other)),
            _ => {
                self.hold(code, person);
                Ok(CodeClaim::Claimed)
            }
        }
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        match self.holder(code) {
            Some(person) => Ok(Some(person)),
            None => self.under.resolve_code(code),
        }
    }

    fn codes(&self) -> Result<u64, VaultError> {
        let claimed: Vec<String> =
            self.holders.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
        claimed.iter().try_fold(self.under.codes()?, |codes, code| {
            Ok(codes + u64::from(self.under.resolve_code(code)?.is_none()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under() -> Arc<dyn Vault> {
        Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(3))))
    }

    fn unused() -> (ScratchVault, ()) {
        (ScratchVault::over(under()), ())
    }

    cxl_store::vault_conformance_tests!(unused);

    #[test]
    fn what_the_vault_under_it_holds_is_found_and_nothing_is_added_to_it() {
        let under = under();
        let (ana, ben) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (id, key) = under.draw().unwrap();
        under.claim_code("ANA", ana, id).unwrap();
        let vault = ScratchVault::over(under.clone());
        assert_eq!(vault.key(id).unwrap(), Some(key));
        assert_eq!(vault.claim_code("ANA", ben, id).unwrap(), CodeClaim::Held(ana));

        let (drawn, _) = vault.draw().unwrap();
        assert_eq!(vault.claim_code("BEN", ben, drawn).unwrap(), CodeClaim::Claimed);
        assert_eq!(vault.missing(&[id, drawn]).unwrap(), []);
        assert_eq!(under.missing(&[id, drawn]).unwrap(), [drawn]);
        assert_eq!(under.resolve_code("BEN").unwrap(), None);
    }
}
