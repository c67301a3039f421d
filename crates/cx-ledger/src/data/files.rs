//! The open files of a ledger, and the ledger over them.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use cxl_graphql::CursorKey;
use cxl_ledger::{Checkpoint, Ledger, LedgerClock, OpenOptions};
use cxl_store::attachments::AttachmentFolder;
use uuid::Uuid;

use crate::ambient::{self, OsEntropy};
use crate::log::Log;
use crate::progress;
use crate::shared_vault::Keys;

/// The open files of one ledger.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// The log.
    pub(crate) log: Log,
    /// The identity of the ledger; not known where it is the vault's to tell and that can't be reached.
    pub(super) ledger: Option<Uuid>,
    /// The vault.
    pub(crate) keys: Keys,
    /// The attached files.
    pub(crate) attachments: Arc<AttachmentFolder>,
    /// The checkpoint of the views, where it is known of which ledger it has to be.
    pub(super) checkpoint: Option<Checkpoint>,
}

impl Files {
    /// The same files, with a checkpoint that is written and not only read.
    pub(crate) fn keeping_checkpoint(self, every: Duration) -> Self {
        let checkpoint = self.checkpoint.map(|checkpoint| checkpoint.written_every(every));
        Self { checkpoint, ..self }
    }

    /// Folds the log into a ledger that runs by the machine's clock and randomness.
    pub(crate) async fn ledger(&self, accept_key_loss: bool) -> anyhow::Result<Arc<Ledger>> {
        self.ledger_by(Arc::new(ambient::now), accept_key_loss).await
    }

    /// The same by another clock.
    pub(crate) async fn ledger_by(
        &self,
        clock: Arc<dyn LedgerClock>,
        accept_key_loss: bool,
    ) -> anyhow::Result<Arc<Ledger>> {
        let options = OpenOptions {
            progress: Some(progress::of_rebuild()),
            accept_key_loss,
            attachments: Some(self.attachments.clone()),
            checkpoint: self.checkpoint.clone(),
        };
        Ledger::open(self.log.store(), self.keys.vault(), Box::new(OsEntropy), clock, options)
            .await
            .context("the ledger does not open")
    }

    /// The identity of the ledger.
    pub(crate) fn ledger_id(&self) -> anyhow::Result<Uuid> {
        self.ledger.context("the shared vault, which knows whose keys it holds, can't be reached")
    }

    /// The key with which this ledger signs its cursors, the same after every start.
    pub(crate) fn cursors(&self) -> CursorKey {
        self.keys.cursors()
    }
}
