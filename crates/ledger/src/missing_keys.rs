//! Keys that the log uses and the vault lacks.
//!
//! Nothing is written before it is known which these are, and that their loss was accepted. Questions need
//! not wait for that. To compare every key with the vault takes the longer the more texts the log has, so it
//! is done beside the first answers, and only whoever writes waits for it.

use std::sync::{Arc, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::NaiveDate;
use cxl_domain::event::Sha256Hex;
use cxl_domain::organization::{KeyLossAccepted, OrganizationFact};
use cxl_domain::time::AsOf;
use cxl_store::blocking;
use cxl_store::{KeyId, Vault, VaultError};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::ledger::Ledger;

/// What is known of them.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    keys: Vec<KeyId>,
    accepted: bool,
    /// Why it is not known so far which keys are missing, where the vault was asked and did not answer.
    unknown: Option<String>,
}

/// The vault is asked for so many keys at once: it answers others in between.
const AT_ONCE: usize = 65_536;

/// How often it is tried whether a vault that did not answer is back.
const LOOK: Duration = Duration::from_secs(1);

impl Ledger {
    /// How many keys are missing, and why nothing is written for that, if nothing is.
    pub(crate) fn missing_keys(&self) -> (u64, Option<String>) {
        let missing = self.missing();
        let count = missing.keys.len() as u64;
        let key_loss = (count > 0 && !missing.accepted).then(|| key_loss(count));
        (count, missing.unknown.clone().or(key_loss))
    }

    /// Waits until the vault was asked for every key that the log used when it was opened. From then on
    /// [`Health`](crate::Health) tells how many are missing, or that the vault did not answer.
    pub async fn keys_judged(&self) {
        if !*self.keys_judged.borrow() {
            // It ends before that only if the ledger does, which holds the other end.
            drop(self.keys_judged.subscribe().wait_for(|judged| *judged).await);
        }
    }

    /// Judges the keys that the log uses, beside what comes next; where the vault does not answer, as soon as
    /// it does. Until then nothing is written. A loss that is accepted is a fact before this returns.
    pub(crate) async fn judge_keys_beside(self: &Arc<Self>, keys: Vec<KeyId>, accept: bool) {
        tokio::spawn(judge_until_answered(Arc::downgrade(self), keys, accept));
        if accept {
            self.keys_judged().await;
        }
    }

    fn missing(&self) -> MutexGuard<'_, Missing> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes notice of the keys that are missing, and of whether that was accepted.
    async fn judge_missing(&self, missing: Vec<KeyId>, accept: bool) {
        if missing.is_empty() {
            *self.missing() = Missing::default();
            return;
        }
        let (count, loss) = (missing.len() as u64, loss_of(&missing));
        let accepted_before =
            {
                let views = self.snapshot();
                let head = AsOf::head(NaiveDate::MAX);
                views.organization().state.history.standing(&head).any(
                    |entry| matches!(&entry.fact, OrganizationFact::KeyLossAccepted(held) if *held == loss),
                )
            };
        let accepted = accepted_before || accept;
        *self.missing() = Missing { keys: missing, accepted, unknown: None };
        if !accepted {
            tracing::warn!(reason = key_loss(count), "the ledger only reads");
        }
        if accept && !accepted_before {
            self.record_key_loss(loss).await;
        }
    }

    async fn record_key_loss(&self, loss: KeyLossAccepted) {
        if let Err(error) = self.accept_key_loss(loss).await {
            tracing::error!(%error, "the accepted loss of keys was not recorded; nothing is written");
            self.missing().accepted = false;
        }
    }
}

/// Judges the keys of a ledger, as soon as its vault answers. The ledger may be closed meanwhile.
async fn judge_until_answered(ledger: Weak<Ledger>, mut keys: Vec<KeyId>, accept: bool) {
    let Some(vault) = ledger.upgrade().map(|ledger| Arc::clone(&ledger.vault)) else { return };
    // A vault goes through its keys in their order; so does whoever asks for many of them.
    let sorted = spawn_blocking(move || {
        keys.sort_unstable();
        keys.dedup();
        Arc::new(keys)
    });
    let keys = blocking::outcome(sorted).await;
    let mut is_first = true;
    loop {
        let (asked, of) = (Arc::clone(&keys), Arc::clone(&vault));
        let missing = spawn_blocking(move || missing_in(&*of, &asked));
        let missing = blocking::outcome(missing).await;
        let Some(ledger) = ledger.upgrade() else { return };
        let answered = missing.is_ok();
        match missing {
            Ok(missing) => {
                ledger.judge_missing(missing, accept).await;
                if !is_first {
                    tracing::info!("the key vault is back");
                }
            }
            Err(error) => {
                if is_first {
                    tracing::warn!(%error, "the ledger only reads until its key vault answers");
                }
                ledger.missing().unknown = Some(error.to_string());
            }
        }
        ledger.keys_judged.send_replace(true);
        if answered {
            return;
        }
        is_first = false;
        drop(ledger);
        tokio::time::sleep(LOOK).await;
    }
}

/// Those of `keys` that a vault lacks.
fn missing_in(vault: &dyn Vault, keys: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
    let missing = keys.chunks(AT_ONCE).map(|keys| vault.missing(keys));
    Ok(missing.collect::<Result<Vec<_>, _>>()?.concat())
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
