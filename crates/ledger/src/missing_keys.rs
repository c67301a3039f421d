//! Keys that the log uses and the vault lacks.
//!
//! Nothing is written before it is known which these are, and that their loss was accepted.

use std::sync::{Arc, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::NaiveDate;
use cxl_domain::event::Sha256Hex;
use cxl_domain::organization::{KeyLossAccepted, OrganizationFact};
use cxl_domain::time::AsOf;
use cxl_store::{KeyId, VaultError};
use sha2::{Digest, Sha256};

use crate::ledger::Ledger;

/// What is known of them.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    keys: Vec<KeyId>,
    accepted: bool,
    /// Why it is not known so far which keys are missing.
    unknown: Option<String>,
}

impl Ledger {
    /// How many keys are missing, and why nothing is written for that, if nothing is.
    pub(crate) fn missing_keys(&self) -> (u64, Option<String>) {
        let missing = self.missing();
        let count = missing.keys.len() as u64;
        let key_loss = (count > 0 && !missing.accepted).then(|| key_loss(count));
        (count, missing.unknown.clone().or(key_loss))
    }

    /// Judges the keys that the log uses; where the vault can't be reached, as soon as it can. Until then
    /// nothing is written.
    pub(crate) async fn judge_keys_or_later(
        self: &Arc<Self>,
        mut keys: Vec<KeyId>,
        accept: bool,
    ) -> Result<(), VaultError> {
        keys.sort_unstable();
        keys.dedup();
        let away = match self.judge_keys(&keys, accept).await {
            Err(away @ VaultError::Unreachable { .. }) => away,
            judged => return judged,
        };
        tracing::warn!(%away, "the ledger opens without its key vault and only reads");
        self.missing().unknown = Some(away.to_string());
        tokio::spawn(judge_later(Arc::downgrade(self), keys, accept));
        Ok(())
    }

    fn missing(&self) -> MutexGuard<'_, Missing> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds out which keys the log uses and the vault lacks, and whether that was accepted.
    async fn judge_keys(self: &Arc<Self>, keys: &[KeyId], accept: bool) -> Result<(), VaultError> {
        let asked = keys.to_vec();
        let missing = self.in_vault(move |vault| vault.missing(&asked)).await?;
        if missing.is_empty() {
            *self.missing() = Missing::default();
            return Ok(());
        }
        let loss = loss_of(&missing);
        let accepted_before =
            {
                let views = self.snapshot();
                let head = AsOf::head(NaiveDate::MAX);
                views.organization().state.history.standing(&head).any(
                    |entry| matches!(&entry.fact, OrganizationFact::KeyLossAccepted(held) if *held == loss),
                )
            };
        *self.missing() = Missing { keys: missing, accepted: accepted_before || accept, unknown: None };
        if accept && !accepted_before {
            self.record_key_loss(loss).await;
        }
        Ok(())
    }

    async fn record_key_loss(self: &Arc<Self>, loss: KeyLossAccepted) {
        if let Err(error) = self.accept_key_loss(loss).await {
            tracing::error!(%error, "the accepted loss of keys was not recorded; nothing is written");
            self.missing().accepted = false;
        }
    }
}

/// How often it is tried whether a vault that could not be reached is back.
const LOOK: Duration = Duration::from_secs(1);

/// Judges the keys of a ledger as soon as its vault is back.
async fn judge_later(ledger: Weak<Ledger>, keys: Vec<KeyId>, accept: bool) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(ledger) = ledger.upgrade() else { return };
        match ledger.judge_keys(&keys, accept).await {
            Ok(()) => return tracing::info!("the key vault is back"),
            Err(away) => ledger.missing().unknown = Some(away.to_string()),
        }
    }
}

fn key_loss(missing: u64) -> String {
    format!(
        "{missing} keys that the log uses are not in the vault: put the right keys.db and kek beside the log, \
         or start once with --accept-key-loss"
    )
}

fn loss_of(missing: &[KeyId]) -> KeyLossAccepted {
    let hash = missing.iter().fold(Sha256::new(), |hash, key| hash.chain_update(key.as_bytes()));
    KeyLossAccepted { keys: missing.len() as u64, sha256: Sha256Hex(hash.finalize().into()) }
}
