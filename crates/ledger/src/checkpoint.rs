//! A checkpoint on disk: a shorter way to the views, and never a source of truth.
//!
//! It holds the [gists](cxl_store::gist) of the log's first events, in files of [`SEGMENT`] events each. A
//! start folds these and then, from the log, what came after them. That saves reading the rows, parsing
//! their JSON and bringing older versions up to date; the fold itself is run as always. So what is derived
//! in the views is derived anew at each start, and there is nothing in a checkpoint that the fold could
//! contradict.
//!
//! It is written from the log alone, beside the fold: a file that is full never changes again, and the last
//! one is replaced whole as it grows. Each file says for itself which build wrote it, for which ledger,
//! from which position on and with which last event, and ends in a hash over all of that. Whatever does not
//! match is deleted with everything after it, and folded from the log. A log that was rewound and went on
//! otherwise has other events where the files end: each event carries 32 random bytes, so two logs that
//! agree in one event agree in all before it.
//!
//! Processes that share a folder all read it, and one of them writes and deletes there.
//!
//! No text is in it, neither clear nor sealed: when a key is erased, there is nothing to take back here.

mod folder;
pub(crate) mod keeping;
mod segment;

#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::time::Duration;

use cxl_store::blocking;
use cxl_store::codec::DecodeError;
use cxl_store::{EventStore, Gist, Position, Recorded, StoreError};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::fold::Fold;
use folder::Folder;
pub use segment::Unusable;
use segment::{Identity, Segment};

/// How many events a full file holds.
pub const SEGMENT: u64 = 16_384;

/// How many files are read ahead of the fold.
const AHEAD: usize = 2;

/// How many events are read from the log at once.
const PAGE: u64 = 4096;

/// Where a checkpoint lies, of which ledger, and how often it is brought up to date.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    folder: Folder,
    identity: Identity,
    segment: u64,
    every: Option<Duration>,
}

/// What of a checkpoint can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many events it spares a start to read from the log.
    pub events: u64,
    /// In how many files.
    pub files: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// Why what follows them is going to be thrown away, if anything does.
    pub unusable: Option<String>,
}

impl Checkpoint {
    /// The checkpoint of a ledger in a folder, which need not exist yet. It is read and never written.
    pub fn new(folder: &Path, ledger: Uuid) -> Self {
        Self {
            folder: Folder::new(folder),
            identity: Identity { build: segment::THIS_BUILD, ledger },
            segment: SEGMENT,
            every: None,
        }
    }

    /// The same, written as often as that, and whenever a file is full.
    #[must_use]
    pub fn written_every(self, every: Duration) -> Self {
        Self { every: Some(every), ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether this process may write it: not while another one that shares the folder does.
    pub(crate) async fn is_ours(&self) -> io::Result<bool> {
        let folder = self.folder.clone();
        blocking::outcome(spawn_blocking(move || folder.is_ours())).await
    }

    /// Looks at all of it beside the log, and changes nothing.
    pub async fn examine(&self, store: &dyn EventStore) -> Result<Standing, StoreError> {
        let mut standing = Standing { events: 0, files: 0, bytes: 0, unusable: None };
        let mut segments = self.read();
        while let Some(read) = segments.recv().await {
            match usable(read, store).await? {
                Ok(segment) => {
                    standing.events = segment.end();
                    standing.files += 1;
                    standing.bytes += segment.bytes;
                }
                Err(reason) => {
                    standing.unusable = Some(reason.to_string());
                    break;
                }
            }
        }
        Ok(standing)
    }

    /// The fold of as many events as the checkpoint holds. What can't be used is left out, which a line of
    /// the log says, and deleted by whoever may write. `seen` is told how many events are folded.
    pub(crate) async fn restored(
        &self,
        store: &dyn EventStore,
        seen: impl Fn(u64),
    ) -> Result<Fold, StoreError> {
        let mut fold = Fold::default();
        let mut segments = self.read();
        while let Some(read) = segments.recv().await {
            match usable(read, store).await? {
                Ok(segment) => {
                    segment.gists.into_iter().for_each(|gist| fold.fold(gist));
                    seen(fold.views.len);
                }
                Err(reason) => {
                    let from = fold.views.len;
                    tracing::info!(%reason, from, "the checkpoint is of no use from a position on");
                    if self.every.is_some()
                        && let Err(error) = self.folder.discard_from(from)
                    {
                        tracing::warn!(%error, "the checkpoint could not be deleted");
                    }
                    break;
                }
            }
        }
        Ok(fold)
    }

    /// Reads the files on a thread of its own, up to the first that can't be used.
    fn read(&self) -> mpsc::Receiver<Result<Segment, Unusable>> {
        let (sender, segments) = mpsc::channel(AHEAD);
        let Self { folder, identity, segment: size, .. } = self.clone();
        spawn_blocking(move || {
            let mut next = 0;
            loop {
                let read = match folder.read(next) {
                    Ok(None) => return,
                    Ok(Some(bytes)) => identity.open(&bytes, next, size),
                    Err(error) => Err(Unusable::Unread(error.to_string())),
                };
                let is_last = read.as_ref().map_or(true, |read| read.end() - next < size);
                next += size;
                // Nobody listens any more once something else went wrong.
                if sender.blocking_send(read).is_err() || is_last {
                    return;
                }
            }
        });
        segments
    }

    /// Writes the file in which position `from` lies, up to `until` or to its end. Answers up to where.
    async fn write(&self, store: &dyn EventStore, from: Position, until: u64) -> Result<u64, WriteError> {
        let first = from - from % self.segment;
        let end = until.min(first + self.segment);
        let mut events = Vec::new();
        while first + (events.len() as u64) < end {
            let next = first + events.len() as u64;
            let limit = usize::try_from((end - next).min(PAGE)).expect("a page is small");
            let page = store.read_all(next, limit).await?;
            if page.is_empty() {
                return Err(StoreError::NoSuchPosition { position: next }.into());
            }
            events.extend(page);
        }
        let (folder, identity) = (self.folder.clone(), self.identity);
        let written = spawn_blocking(move || {
            folder.write(first, &identity.seal(first, &events)?)?;
            Ok(end)
        });
        blocking::outcome(written).await
    }
}

/// A file that was read, if it also belongs to this log.
async fn usable(
    read: Result<Segment, Unusable>,
    store: &dyn EventStore,
) -> Result<Result<Segment, Unusable>, StoreError> {
    let segment = match read {
        Ok(segment) => segment,
        unusable => return Ok(unusable),
    };
    let (last, len) = (segment.end() - 1, *store.head().borrow());
    if len <= last {
        return Ok(Err(Unusable::Beyond { end: segment.end(), len }));
    }
    let events = store.read_events(&[last]).await?;
    let is_same = events.first().is_some_and(|event| segment::tie(event) == segment.tie);
    Ok(if is_same { Ok(segment) } else { Err(Unusable::OtherLog { position: last }) })
}

/// Why a checkpoint was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The log does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event can't be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A gist has no form.
    #[error("the gist of an event can't be written: {0}")]
    Gist(#[from] cxl_store::gist::GistError),
    /// The file can't be written.
    #[error("the file of a checkpoint can't be written: {0}")]
    File(#[from] io::Error),
}
