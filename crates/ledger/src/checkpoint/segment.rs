//! The form of one file of a checkpoint.
//!
//! ```text
//! magic        8 bytes  "cxlgists"
//! format       1 byte   1
//! build       32 bytes  hash over the code that writes and reads it
//! ledger      16 bytes  its id
//! first        8 bytes  position of the first event, lowest byte first
//! count        8 bytes  number of events, lowest byte first
//! tie         32 bytes  SHA-256 over the last of these events as the log holds it
//! gists                 see cxl_store::gist
//! sum         32 bytes  SHA-256 over everything before
//! ```

use cxl_store::gist::{GistError, GistReader, GistWriter};
use sha2::{Digest as _, Sha256};

use super::{Gist, Position, Recorded, Uuid, WriteError};

/// The name of this build, from its sources.
pub(super) const THIS_BUILD: &str = env!("CXL_FOLD_FINGERPRINT");

const MAGIC: &[u8; 8] = b"cxlgists";
const FORMAT: u8 = 1;
const HASH: usize = 32;
const HEAD: usize = 8 + 1 + HASH + 16 + 8 + 8 + HASH;

/// What all files of a checkpoint have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identity {
    /// Which build wrote it.
    pub(super) build: &'static str,
    /// Of which ledger it is.
    pub(super) ledger: Uuid,
}

/// The gists of neighboring events.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) first: Position,
    pub(super) gists: Vec<Gist>,
    /// By what the last event is known.
    pub(super) tie: [u8; HASH],
    /// How many bytes the file has.
    pub(super) bytes: u64,
}

impl Segment {
    /// The position after the last one.
    pub(super) fn end(&self) -> u64 {
        self.first + self.gists.len() as u64
    }
}

/// Why a file of a checkpoint can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The file can't be read.
    #[error("a file can't be read: {0}")]
    Unread(String),
    /// The file is something else, cut off or damaged.
    #[error("a file is damaged")]
    Damaged,
    /// The file has another format.
    #[error("it has format {0}, and this program reads format {FORMAT}")]
    Format(u8),
    /// Another build wrote it.
    #[error("another build of this program wrote it")]
    OtherBuild,
    /// It is of another ledger.
    #[error("it is of the ledger {0}")]
    OtherLedger(Uuid),
    /// It stands in the place of another file.
    #[error("a file that begins at position {found} stands in the place of the one that begins at {wanted}")]
    OtherPlace {
        /// Where it begins.
        found: Position,
        /// Where it should.
        wanted: Position,
    },
    /// Its gists do not read.
    #[error("a gist can't be read: {0}")]
    Gist(#[from] GistError),
    /// The log is shorter.
    #[error("it reaches to {end} events, and the log has {len}")]
    Beyond {
        /// How many events it reaches to.
        end: u64,
        /// How many the log has.
        len: u64,
    },
    /// The log holds another event there.
    #[error("the log holds another event at position {position}")]
    OtherLog {
        /// Where it does.
        position: Position,
    },
}

impl Identity {
    /// The content of the file with these events, of which there is at least one.
    pub(super) fn seal(&self, first: Position, events: &[Recorded]) -> Result<Vec<u8>, WriteError> {
        let mut writer = GistWriter::default();
        for event in events {
            writer.push(&Gist::of(event)?)?;
        }
        let last = events.last().expect("a file holds at least one event");
        let count = events.len() as u64;
        let head: [&[u8]; 7] = [
            MAGIC,
            &[FORMAT],
            &self.build_hash(),
            self.ledger.as_bytes(),
            &first.to_le_bytes(),
            &count.to_le_bytes(),
            &tie(last),
        ];
        let mut content = head.concat();
        content.extend(writer.finish());
        content.extend(Sha256::digest(&content));
        Ok(content)
    }

    /// The events of a file that begins at position `first` and holds at most `size` of them.
    pub(super) fn open(&self, content: &[u8], first: Position, size: u64) -> Result<Segment, Unusable> {
        let (before, sum) = content.split_last_chunk::<HASH>().ok_or(Unusable::Damaged)?;
        let (head, gists) = before.split_first_chunk::<HEAD>().ok_or(Unusable::Damaged)?;
        let mut head = Head(head);
        if head.take::<8>() != *MAGIC {
            return Err(Unusable::Damaged);
        }
        let [format] = head.take();
        if format != FORMAT {
            return Err(Unusable::Format(format));
        }
        if Sha256::digest(before)[..] != sum[..] {
            return Err(Unusable::Damaged);
        }
        if head.take() != self.build_hash() {
            return Err(Unusable::OtherBuild);
        }
        let ledger = Uuid::from_bytes(head.take());
        if ledger != self.ledger {
            return Err(Unusable::OtherLedger(ledger));
        }
        let found = u64::from_le_bytes(head.take());
        if found != first {
            return Err(Unusable::OtherPlace { found, wanted: first });
        }
        let count = u64::from_le_bytes(head.take());
        if !(1..=size).contains(&count) {
            return Err(Unusable::Damaged);
        }
        let mut reader = GistReader::new(gists, first, count);
        let gists = reader.by_ref().collect::<Result<Vec<_>, _>>()?;
        if !reader.is_at_end() {
            return Err(Unusable::Damaged);
        }
        Ok(Segment { first, gists, tie: head.take(), bytes: content.len() as u64 })
    }

    fn build_hash(&self) -> [u8; HASH] {
        Sha256::digest(self.build).into()
    }
}

/// The head of a file, taken field by field.
struct Head<'a>(&'a [u8]);

impl Head<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (field, rest) = self.0.split_first_chunk().expect("the fields of a head are as long as it is");
        self.0 = rest;
        *field
    }
}

/// By what an event of the log is known: a hash over all that is recorded of it.
pub(super) fn tie(event: &Recorded) -> [u8; HASH] {
    let stream = event.stream.to_string();
    let parts: [&[u8]; 4] = [stream.as_bytes(), event.type_name.as_bytes(), &event.body, &event.meta];
    let mut hash = Sha256::new()
        .chain_update(event.position.to_le_bytes())
        .chain_update(event.revision.to_le_bytes())
        .chain_update(event.id);
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
