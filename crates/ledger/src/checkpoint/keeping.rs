//! Bringing the checkpoint of an open ledger up to date, beside the fold.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::{Checkpoint, WriteError};
use crate::ledger::Ledger;

/// A checkpoint with how far it reaches.
#[derive(Debug)]
pub(crate) struct Keeping {
    checkpoint: Checkpoint,
    /// How many events it holds, for whoever asks.
    len: AtomicU64,
    /// Held by whoever writes.
    writing: Mutex<()>,
}

impl Keeping {
    /// A checkpoint that holds so many events already.
    pub(crate) fn new(checkpoint: Checkpoint, len: u64) -> Self {
        Self { checkpoint, len: AtomicU64::new(len), writing: Mutex::default() }
    }

    /// How many events it holds.
    pub(crate) fn len(&self) -> u64 {
        self.len.load(Ordering::Acquire)
    }

    /// Lets it be written from its first file on; until then it stays as it is.
    pub(crate) async fn begin_anew(&self) {
        let _writing = self.writing.lock().await;
        self.len.store(0, Ordering::Release);
    }

    /// Where its last file is full.
    fn boundary(&self) -> u64 {
        let size = self.checkpoint.segment;
        (self.len() / size + 1) * size
    }

    /// Writes one file, if there is anything to write. Answers whether it was ours to write.
    async fn extend(&self, ledger: &Ledger) -> Result<bool, WriteError> {
        let _writing = self.writing.lock().await;
        let (len, views) = (self.len(), ledger.snapshot().len);
        if len < views {
            if !self.checkpoint.is_ours().await? {
                return Ok(false);
            }
            let end = self.checkpoint.write(&**ledger.store(), len, views).await?;
            self.len.store(end, Ordering::Release);
        }
        Ok(true)
    }

    /// Says so where another process writes into the same folder. A folder that can't be written to is told of when it
    /// is written to.
    async fn tell_if_shared(&self) {
        if let Ok(false) = self.checkpoint.is_ours().await {
            let folder = self.checkpoint.folder().display();
            tracing::warn!(
                %folder,
                "another process keeps the checkpoint in this folder: this one reads it and leaves it as it is; give it a \
                 folder of its own, and it keeps one there"
            );
        }
    }
}

impl Ledger {
    /// How many events the checkpoint holds, if there is one.
    pub fn checkpoint_len(&self) -> Option<u64> {
        self.keeping.as_ref().map(Keeping::len)
    }

    /// Brings the checkpoint up to date, for a stop: nothing if it is only read, already is, or is written by another
    /// process. Where it is far behind, it stays so by what does not fit into two files.
    pub async fn write_checkpoint(&self) -> Result<(), WriteError> {
        let Some(keeping) = self.keeping.as_ref().filter(|keeping| keeping.checkpoint.every.is_some()) else {
            return Ok(());
        };
        keeping.extend(self).await?;
        keeping.extend(self).await?;
        Ok(())
    }

    /// Brings the checkpoint up to date from now on, for as long as the ledger lives.
    pub(crate) async fn keep_checkpoint(self: &Arc<Self>) {
        if let Some(keeping) = &self.keeping
            && let Some(every) = keeping.checkpoint.every
        {
            keeping.tell_if_shared().await;
            tokio::spawn(keep(Arc::downgrade(self), every));
        }
    }
}

/// Writes whenever a file is full, and whatever there is as often as told.
async fn keep(ledger: Weak<Ledger>, every: Duration) {
    loop {
        let Some((mut folded, boundary)) = ledger.upgrade().and_then(|ledger| {
            let boundary = ledger.keeping.as_ref()?.boundary();
            Some((ledger.folded.subscribe(), boundary))
        }) else {
            return;
        };
        let is_closed = timeout(every, folded.wait_for(|folded| folded.len >= boundary))
            .await
            .is_ok_and(|waited| waited.is_err());
        let Some(ledger) = ledger.upgrade().filter(|_| !is_closed) else { return };
        let Some(keeping) = &ledger.keeping else { return };
        let is_written = keeping.extend(&ledger).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the checkpoint was not written; the next start takes longer");
            false
        });
        drop(ledger);
        if !is_written {
            sleep(every).await;
        }
    }
}
