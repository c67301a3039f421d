//! A log that a server keeps, opened together with the keys that go with it.

use std::fmt::Display;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use cxl_kurrent::Address;
use cxl_sqlite::keys::{KeysDb, Refill};
use cxl_store::codec::decode;
use cxl_store::seal::sealed_keys;
use cxl_store::{Entropy, EventStore, KeyId, Vault};
use uuid::Uuid;

use super::{DataDir, Files, refuse_second_founding};
use crate::ambient::OsEntropy;
use crate::log::Log;
use crate::shared_vault::Keys;

impl DataDir {
    /// Opens a log that a server keeps.
    pub(super) async fn log_on(&self, server: &Address) -> anyhow::Result<Log> {
        let ranks = self.state_dir().join("ranks").join(server.ledger().as_str());
        Log::on_server(server, &self.wait, Some(&ranks)).await
    }

    /// Opens a log that a server keeps. Which ledger it is, say its keys: those of a shared vault, or of the
    /// folder, where new ones are made with `new`: the identity, and whether the loss of others is accepted.
    pub(super) async fn open_on_server(
        &self,
        server: &Address,
        entropy: Box<dyn Entropy + Send>,
        refill: Refill,
        new: Option<(Uuid, bool)>,
    ) -> anyhow::Result<Files> {
        let accepts_loss = new.is_some_and(|(_, accept_loss)| accept_loss);
        if let Some(shared) = &self.shared {
            let vault = shared.of(None, refill)?;
            // Asked before the log is counted: whoever founds the ledger at this moment records before anybody
            // holds a code.
            let hello = vault.hello();
            let log = self.log_on(server).await?;
            let is_empty = *log.store().head().borrow() == 0;
            if let (Ok(hello), true) = (&hello, is_empty) {
                refuse_second_founding(hello.codes, "in the shared vault", server)?;
            }
            if is_empty && new.is_some() {
                hello
                    .as_ref()
                    .map_err(Clone::clone)
                    .context("a new ledger takes its identity from its vault")?;
            }
            let ledger = hello.ok().map(|hello| hello.ledger);
            let founded = founding(&*log.store()).await?;
            let is_other = founded.zip(ledger).is_some_and(|(founded, ledger)| founded != ledger);
            if is_other && !accepts_loss && vault.codes()? > 0 {
                refuse(&*log.store(), &*vault, server, &"in the shared vault").await?;
            }
            return Ok(self.files_of(log, ledger, Keys::Shared(vault), Box::new(OsEntropy)));
        }
        let log = self.log_on(server).await?;
        let founded = founding(&*log.store()).await?;
        let files = self.key_files();
        let is_empty = *log.store().head().borrow() == 0;
        // Keys that are made beside a log that stands there are those of its ledger.
        let new = new.filter(|_| is_empty || accepts_loss).map(|(ledger, _)| founded.unwrap_or(ledger));
        let opened = match new {
            Some(ledger) if !files.keys.exists() => {
                KeysDb::create(&files, ledger, entropy, refill).map(|vault| (vault, ledger))
            }
            _ => KeysDb::ledger_of(&files.keys)
                .and_then(|ledger| Ok((KeysDb::open(&files, ledger, entropy, refill)?, ledger))),
        };
        let (vault, ledger) = opened.map_err(|error| self.told_keys(error))?;
        if is_empty {
            refuse_second_founding(vault.codes()?, &format!("at {}", files.keys.display()), server)?;
        }
        let is_other = founded.is_some_and(|founded| founded != ledger);
        if is_other && !accepts_loss && vault.codes()? > 0 {
            let keys = format!("at {}", files.keys.display());
            refuse(&*log.store(), &vault, server, &keys).await?;
        }
        Ok(self.files_of(log, Some(ledger), Keys::Here(Arc::new(vault)), Box::new(OsEntropy)))
    }
}

/// How many events of a log are looked at: more than a founding records.
const FIRST: usize = 64;

/// The ledger to which a log belongs: its founding is a command that is named after it. None for an empty log, or
/// for one that this release can't read.
async fn founding(log: &dyn EventStore) -> anyhow::Result<Option<Uuid>> {
    let Some(first) = log.read_all(0, 1).await?.pop() else { return Ok(None) };
    Ok(decode(&first).ok().map(|(_, meta)| meta.command.0))
}

/// Refuses keys that are those of another ledger, by its identity, and open nothing of the log.
async fn refuse(
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
