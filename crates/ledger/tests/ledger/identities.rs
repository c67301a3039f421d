//! By which identity of a provider somebody enters, while the vault that knows it answers and while it does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cxl_domain::id::{IdentityId, PersonId};
use cxl_domain::person::{self, IdentityLinked};
use cxl_domain::role::Role;
use cxl_ledger::Command;
use cxl_store::{CodeClaim, DataKey, KeyId, MemoryVault, SeededEntropy, Vault, VaultError};
use uuid::Uuid;

use crate::world::{World, text};

const ISSUER: &str = "https://login.example.com";

/// A vault that can be out of reach, and from which every key can be erased.
struct Shared {
    vault: MemoryVault,
    away: AtomicBool,
    erased: AtomicBool,
}

impl Shared {
    fn new() -> Arc<Self> {
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(8)));
        Arc::new(Self { vault, away: AtomicBool::new(false), erased: AtomicBool::new(false) })
    }

    fn goes_away(&self) {
        self.away.store(true, Ordering::SeqCst);
    }

    fn erases_all(&self) {
        self.erased.store(true, Ordering::SeqCst);
    }

    fn is_erased(&self) -> bool {
        self.erased.load(Ordering::SeqCst)
    }
}

impl Vault for Shared {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.reachable().and_then(|()| self.vault.draw())
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        self.reachable()?;
        if self.is_erased() { Ok(None) } else { self.vault.key(id) }
    }

    fn reachable(&self) -> Result<(), VaultError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(VaultError::Unreachable { vault: "keyd:7443".into(), reason: "it is night".into() });
        }
        Ok(())
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.reachable().and_then(|()| self.vault.missing(ids))
    }

    fn epoch(&self) -> u64 {
        u64::from(self.is_erased())
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.reachable().and_then(|()| self.vault.claim_code(code, person, key))
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.reachable().and_then(|()| self.vault.replace_code(code, holder, person, key))
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        self.reachable()?;
        if self.is_erased() { Ok(None) } else { self.vault.resolve_code(code) }
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.reachable().and_then(|()| self.vault.codes())
    }
}

/// Somebody whom a provider calls by a subject.
async fn linked(world: &World, person: &str, subject: &str) -> (PersonId, IdentityId) {
    let person = world.person(person, Role::Reader).await;
    let linked = IdentityLinked { issuer: text(ISSUER), subject: text(subject) };
    let link = person::Command::LinkIdentity { linked };
    let recorded = world.run(Command::Person(Some(person), link.into())).await.unwrap();
    (person, IdentityId(recorded.events[0].id.0))
}

/// Who is found by a subject.
async fn found(world: &World, subject: &str) -> Result<Option<PersonId>, VaultError> {
    Ok(world.ledger.identified(ISSUER, subject).await?.map(|identified| identified.person))
}

#[tokio::test]
async fn whoever_was_found_before_is_found_while_the_vault_is_away_and_nobody_else() {
    let vault = Shared::new();
    let world = World::over(vault.clone()).await;
    let (lan, _) = linked(&world, "LAN", "00u-lan").await;
    linked(&world, "MINH", "00u-minh").await;
    assert_eq!(found(&world, "00u-lan").await.unwrap(), Some(lan));
    vault.goes_away();
    assert_eq!(found(&world, "00u-lan").await.unwrap(), Some(lan));
    let refused = found(&world, "00u-minh").await.unwrap_err();
    assert!(
        matches!(refused, VaultError::Unreachable { .. }),
        "whether they are linked is not known: {refused}"
    );
}

#[tokio::test]
async fn an_identity_that_was_unlinked_lets_nobody_in_while_the_vault_is_away() {
    let vault = Shared::new();
    let world = World::over(vault.clone()).await;
    let (lan, identity) = linked(&world, "LAN", "00u-lan").await;
    assert_eq!(found(&world, "00u-lan").await.unwrap(), Some(lan));
    let unlink = person::Command::UnlinkIdentity { identity, reason: None };
    world.run(Command::Person(Some(lan), unlink.into())).await.unwrap();
    vault.goes_away();
    assert_eq!(found(&world, "00u-lan").await.unwrap(), None);
}

#[tokio::test]
async fn an_identity_whose_key_was_erased_lets_nobody_in_from_that_moment_on() {
    let vault = Shared::new();
    let world = World::over(vault.clone()).await;
    let (lan, _) = linked(&world, "LAN", "00u-lan").await;
    assert_eq!(found(&world, "00u-lan").await.unwrap(), Some(lan));
    vault.erases_all();
    assert_eq!(found(&world, "00u-lan").await.unwrap(), None);

    let vault = Shared::new();
    let world = World::over(vault.clone()).await;
    let (lan, _) = linked(&world, "LAN", "00u-lan").await;
    assert_eq!(found(&world, "00u-lan").await.unwrap(), Some(lan));
    vault.erases_all();
    vault.goes_away();
    let refused = found(&world, "00u-lan").await.unwrap_err();
    assert!(
        matches!(refused, VaultError::Unreachable { .. }),
        "what was known went with the epoch: {refused}"
    );
}
