//! A log and keys that belong to different ledgers.

use std::fmt::Display;

use anyhow::bail;
use cxl_kurrent::Address;
use cxl_store::codec::decode;
use cxl_store::seal::sealed_keys;
use cxl_store::{EventStore, KeyId, Vault};
use uuid::Uuid;

/// How many events of a log are looked at: more than a founding records.
const FIRST: usize = 64;

/// The ledger to which a log belongs: its founding is a command that is named after it. None for an empty log, or
/// for one that this release can't read.
pub(super) async fn founding(log: &dyn EventStore) -> anyhow::Result<Option<Uuid>> {
    let Some(first) = log.read_all(0, 1).await?.pop() else { return Ok(None) };
    Ok(decode(&first).ok().map(|(_, meta)| meta.command.0))
}

/// Refuses keys that are those of another ledger, by its identity, and open nothing of the log.
pub(super) async fn refuse(
    log: &dyn EventStore,
    vault: &dyn Vault,
    server: &Address,
    keys: &(dyn Display + Sync),
) -> anyhow::Result<()> {
    let used: Vec<KeyId> =
        log.read_all(0, FIRST).await?.iter().flat_map(|event| sealed_keys(&event.body)).collect();
    if !used.is_empty() && vault.missing(&used)?.len() == used.len() {
        bail!(
            "the log at {server} is that of another ledger than the keys {keys}: name the store, the ledger in it (?ledger=NAME) \
             or the keys that go together"
        );
    }
    Ok(())
}
