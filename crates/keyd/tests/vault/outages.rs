//! A vault that goes away and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cxl_store::{CodeClaim, DataKey, KeyId, MemoryVault, SeededEntropy, Vault, VaultError};
use uuid::Uuid;

use crate::Pair;

/// Asks until it is so, for at most half a minute.
#[track_caller]
fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A vault that counts the questions for keys, and whose epoch is set from outside.
struct Watched {
    vault: MemoryVault,
    epoch: AtomicU64,
    asked: AtomicUsize,
}

impl Watched {
    fn new() -> Arc<Self> {
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(2)));
        Arc::new(Self { vault, epoch: AtomicU64::new(1), asked: AtomicUsize::new(0) })
    }
}

impl Vault for Watched {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.vault.draw()
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.vault.key(id)
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.vault.missing(ids)
    }

    fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Relaxed)
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.vault.claim_code(code, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.vault.replace_code(code, holder, person, key)
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        self.vault.resolve_code(code)
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.vault.codes()
    }
}

/// A pair whose vault is watched, and keys that the node has not seen.
fn watched(keys: usize) -> (Pair, Arc<Watched>, Vec<KeyId>) {
    let mut pair = Pair::new();
    let watched = Watched::new();
    pair.stop();
    pair.start(watched.clone());
    let ids = (0..keys).map(|_| watched.draw().unwrap().0).collect();
    eventually("the node finds the vault again", || pair.node.hello().is_ok());
    eventually("the node knows the epoch", || pair.node.epoch() == 1);
    (pair, watched, ids)
}

#[test]
fn a_node_says_that_its_vault_is_gone_and_finds_it_again() {
    let mut pair = Pair::new();
    assert!(pair.node.reachable().is_ok());
    let (known, _) = pair.vault.draw().unwrap();
    pair.stop();
    eventually("the node notices", || pair.node.reachable().is_err());
    match pair.node.key(known) {
        Err(VaultError::Unreachable { vault, reason }) => {
            assert_eq!(vault, pair.address.to_string());
            assert!(!reason.is_empty());
        }
        other => panic!("{other:?}"),
    }
    assert!(pair.node.missing(&[known]).is_err());
    assert!(pair.node.claim_code("E-100", Uuid::nil(), known).is_err());
    assert!(pair.node.resolve_code("E-100").is_err());

    pair.start(pair.vault.clone());
    eventually("the node finds it again", || pair.node.key(known).is_ok());
    assert!(pair.node.reachable().is_ok());
    assert_eq!(pair.node.key(known).unwrap(), pair.vault.key(known).unwrap());
}

#[test]
fn keys_that_were_fetched_beforehand_outlast_a_short_outage() {
    let mut pair = Pair::new();
    let (id, key) = pair.node.draw().unwrap();
    pair.stop();
    assert_eq!(pair.node.key(id).unwrap(), Some(key));
    assert!(pair.node.draw().is_ok(), "a batch was fetched");
}

#[test]
fn a_draw_does_not_wait_for_a_vault_that_is_away() {
    let mut pair = Pair::new();
    pair.stop();
    eventually("the node notices", || pair.node.reachable().is_err());
    // From now on something takes connections there and says nothing, as a machine that hangs does.
    let _silent = std::net::TcpListener::bind(format!("127.0.0.1:{}", pair.port())).unwrap();
    let begun = Instant::now();
    while pair.node.draw().is_ok() {}
    for _ in 0..20 {
        assert!(matches!(pair.node.draw(), Err(VaultError::Unreachable { .. })));
    }
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn more_askers_than_calls_may_be_under_way_are_all_answered() {
    let (pair, _, ids) = watched(200);
    thread::scope(|scope| {
        let askers: Vec<_> = ids.iter().map(|id| scope.spawn(|| pair.node.key(*id).unwrap())).collect();
        assert!(askers.into_iter().all(|asker| asker.join().unwrap().is_some()));
    });
}

#[test]
fn a_restarted_vault_is_found_again_over_a_new_connection() {
    let mut pair = Pair::new();
    let (id, key) = pair.vault.draw().unwrap();
    pair.node.hello().unwrap();
    pair.stop();
    pair.start(pair.vault.clone());
    // The node looks at its vault once a second; only such a look may have met the closed door.
    eventually("the node asks the vault anew", || pair.node.key(id).is_ok());
    assert_eq!(pair.node.key(id).unwrap(), Some(key));
}

#[test]
fn keys_of_a_page_are_fetched_in_one_go_and_kept() {
    let (pair, watched, ids) = watched(5_000);
    pair.node.prefetch(&ids).unwrap();
    assert_eq!(watched.asked.load(Ordering::Relaxed), 5_000, "each once");
    pair.node.prefetch(&ids).unwrap();
    for id in &ids {
        assert_eq!(pair.node.key(*id).unwrap(), watched.vault.key(*id).unwrap());
    }
    assert_eq!(watched.asked.load(Ordering::Relaxed), 5_000, "and never again");
}

#[test]
fn a_new_epoch_drops_what_was_kept_within_moments() {
    let (pair, watched, ids) = watched(1);
    pair.node.key(ids[0]).unwrap();
    watched.epoch.store(2, Ordering::Relaxed);
    eventually("the node hears of it unasked", || pair.node.epoch() == 2);
    let before = watched.asked.load(Ordering::Relaxed);
    pair.node.key(ids[0]).unwrap();
    assert_eq!(watched.asked.load(Ordering::Relaxed), before + 1, "the key is asked for anew");
}

#[test]
fn an_unknown_key_is_told_as_the_vault_tells_it() {
    let pair = Pair::new();
    let absent = KeyId::from_bytes([0xff; 16]);
    match pair.node.claim_code("E-100", Uuid::nil(), absent) {
        Err(VaultError::UnknownKey { key }) => assert_eq!(key, absent),
        other => panic!("{other:?}"),
    }
}
