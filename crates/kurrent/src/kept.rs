//! Ranks on disk: a shorter way to them, and never a source of truth.
//!
//! A start would else read the whole log only to count it. The ranks lie in files of [`STRETCH`] events each, named
//! by the position of the first; a file that is full never changes again, and the last one is replaced as it grows.
//! Each says of which ledger it is and what it follows, and ends in a hash over all of that. Nothing of what it
//! holds is believed before the server has told the same of the ledger's first event and of the last marked one; what
//! does not fit is deleted and counted anew. Processes that share a folder all read it, and one of them writes and deletes
//! there.
//!
//! ```text
//! magic    8 bytes  "cxlranks"
//! format   1 byte   1
//! ledger  17 bytes  length of its name, and the name, zero after its end
//! before  32 bytes  the sum at the end of the file before, zero in the first
//! first    8 bytes  position of the first event
//! streams  4 bytes  how many begin in this file; each: length of its kind, its kind, 16 bytes of id
//! events   4 bytes  how many; each: 4 bytes of stream, numbered from the first file on, 4 of revision
//! marks             of every 64th event, counted from the ledger's first: 16 bytes of token, 16 of id
//! sum     32 bytes  SHA-256 over everything before
//! ```
//!
//! All numbers have their lowest byte first.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use cxl_store::file_copy::{create_private_anew, make_private_dir, publish, sync_dir};
use cxl_store::{FolderLock, LedgerName, Position, StreamKind, StreamName};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::ranks::{EVERY, Mark, Ranks, Stretch};
use crate::wire::Token;

/// How many events a full file holds.
pub(crate) const STRETCH: u64 = 65_536;

const MAGIC: &[u8; 8] = b"cxlranks";
const FORMAT: u8 = 1;
const SUM: usize = 32;
/// The longest name of a ledger.
const LONGEST_NAME: usize = 16;
/// The largest file that is read, in bytes: more than a stretch takes in which each event begins a stream.
const LARGEST: u64 = 16 << 20;
const EXTENSION: &str = "ranks";

/// A folder with the ranks of a ledger.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
    ledger: LedgerName,
    stretch: u64,
    written: Mutex<Written>,
    lock: FolderLock,
}

/// What lies there.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    /// How many events the full files hold.
    full: Position,
    /// How many streams begin in them.
    streams: usize,
    /// The sum of the last of them.
    sum: [u8; SUM],
    /// How many events all files hold.
    end: Position,
    /// Whether the system refused to write, or another process writes here: not tried again before the end.
    is_refused: bool,
}

/// Why a file is not used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Unfit {
    #[error("it cannot be read: {0}")]
    Unread(String),
    #[error("it is damaged, or something else")]
    Damaged,
    #[error("it is that of another ledger, or follows another file")]
    Foreign,
}

impl Kept {
    /// The ranks of a ledger in a folder, which need not exist yet.
    pub(crate) fn new(folder: &Path, ledger: &LedgerName) -> Self {
        Self::in_stretches(folder, ledger, STRETCH)
    }

    fn in_stretches(folder: &Path, ledger: &LedgerName, stretch: u64) -> Self {
        debug_assert!(stretch.is_multiple_of(EVERY), "tokens are counted from the ledger's first event on");
        Self {
            folder: folder.to_owned(),
            ledger: ledger.clone(),
            stretch,
            written: Mutex::default(),
            lock: FolderLock::new(folder),
        }
    }

    /// Reads what lies there, up to the last event whose mark is known. The first file that does not fit is deleted
    /// with those after it. Blocks.
    pub(crate) fn read(&self) -> Ranks {
        let mut written = self.written();
        *written = Written::default();
        let mut ranks = Ranks::default();
        loop {
            match self.next(&mut written, &mut ranks) {
                Ok(true) => {}
                Ok(false) => break,
                Err(unfit) => {
                    self.discard_from(written.full, &unfit);
                    break;
                }
            }
        }
        ranks.rewind();
        ranks
    }

    /// Reads the next file; answers whether another one may follow.
    fn next(&self, written: &mut Written, ranks: &mut Ranks) -> Result<bool, Unfit> {
        let content = self.content(written.full).map_err(|error| Unfit::Unread(error.to_string()))?;
        let Some(content) = content else { return Ok(false) };
        let sum = self.stretch_of(&content, *written, ranks)?;
        let end = ranks.count();
        if end < written.full + self.stretch {
            written.end = end;
            return Ok(false);
        }
        *written = Written { full: end, streams: ranks.streams(), sum, end, is_refused: false };
        Ok(true)
    }

    /// Whether a file could be filled.
    pub(crate) fn is_due(&self, count: u64) -> bool {
        let written = self.written();
        !written.is_refused && count >= written.full + self.stretch
    }

    /// Writes every file that can be filled, and with `rest` what is left too; nothing while another process writes here.
    /// Blocks.
    pub(crate) fn write(&self, ranks: &RwLock<Ranks>, rest: bool) -> io::Result<()> {
        let mut written = self.written();
        loop {
            let stretch = {
                let ranks = ranks.read().unwrap_or_else(PoisonError::into_inner);
                let is_full = ranks.count() >= written.full + self.stretch;
                if !is_full && (!rest || ranks.count() <= written.end) {
                    return Ok(());
                }
                ranks.stretch(written.full, self.stretch, written.streams)
            };
            let is_ours = self.lock.take();
            written.is_refused = !matches!(is_ours, Ok(true));
            if !is_ours? {
                return Ok(());
            }
            let (content, sum) = self.sealed(&stretch, *written);
            let put = self.put(written.full, &content);
            written.is_refused = put.is_err();
            put?;
            written.end = written.full + stretch.places.len() as u64;
            if written.end < written.full + self.stretch {
                return Ok(());
            }
            let streams = written.streams + stretch.streams.len();
            *written = Written { full: written.end, streams, sum, end: written.end, is_refused: false };
        }
    }

    /// Throws everything away. Blocks.
    pub(crate) fn discard(&self, reason: &str) {
        *self.written() = Written::default();
        self.discard_from(0, &reason);
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, first: Position) -> PathBuf {
        self.folder.join(format!("{first:010}.{EXTENSION}"))
    }

    fn content(&self, first: Position) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.file(first)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut content = Vec::new();
        file.take(LARGEST).read_to_end(&mut content)?;
        Ok(Some(content))
    }

    fn put(&self, first: Position, content: &[u8]) -> io::Result<()> {
        make_private_dir(&self.folder)?;
        let to = self.file(first);
        let draft = to.with_extension("part");
        create_private_anew(&draft)?.write_all(content)?;
        publish(&draft, &to)
    }

    fn discard_from(&self, first: Position, reason: &dyn std::fmt::Display) {
        tracing::info!(%reason, first, "kept ranks do not fit: counted anew from here on");
        if let Err(error) = self.delete_from(first) {
            tracing::warn!(%error, "kept ranks could not be deleted; they stay unused");
        }
    }

    fn delete_from(&self, first: Position) -> io::Result<()> {
        if !self.lock.take()? {
            return Ok(());
        }
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if begins_at(&path).is_some_and(|position| position >= first) {
                fs::remove_file(path)?;
            }
        }
        sync_dir(&self.folder)
    }

    /// The content of a file, and its sum.
    fn sealed(&self, stretch: &Stretch, after: Written) -> (Vec<u8>, [u8; SUM]) {
        let mut content = Vec::with_capacity(256 + stretch.places.len() * 9 + stretch.streams.len() * 40);
        content.extend(MAGIC);
        content.push(FORMAT);
        content.extend(self.name());
        content.extend(after.sum);
        content.extend(after.full.to_le_bytes());
        extend_length(&mut content, stretch.streams.len());
        for stream in &stretch.streams {
            let kind = stream.kind().as_str();
            content.push(u8::try_from(kind.len()).expect("a kind is short"));
            content.extend(kind.as_bytes());
            content.extend(stream.id().as_bytes());
        }
        extend_length(&mut content, stretch.places.len());
        for (stream, revision) in &stretch.places {
            content.extend(stream.to_le_bytes());
            content.extend(revision.to_le_bytes());
        }
        for mark in &stretch.marks {
            content.extend(mark.token.commit.to_le_bytes());
            content.extend(mark.token.prepare.to_le_bytes());
            content.extend(mark.id.as_bytes());
        }
        let sum: [u8; SUM] = Sha256::digest(&content).into();
        content.extend(sum);
        (content, sum)
    }

    fn name(&self) -> [u8; LONGEST_NAME + 1] {
        let name = self.ledger.as_str().as_bytes();
        let mut padded = [0; LONGEST_NAME + 1];
        padded[0] = u8::try_from(name.len()).expect("a ledger's name is short");
        padded[1..=name.len()].copy_from_slice(name);
        padded
    }

    /// Adds the events of a file that follows `written`, and answers its sum.
    fn stretch_of(&self, content: &[u8], written: Written, ranks: &mut Ranks) -> Result<[u8; SUM], Unfit> {
        let (before, sum) = content.split_last_chunk::<SUM>().ok_or(Unfit::Damaged)?;
        if Sha256::digest(before)[..] != sum[..] {
            return Err(Unfit::Damaged);
        }
        let mut fields = Fields(before);
        if fields.take() != Some(*MAGIC) || fields.take() != Some([FORMAT]) {
            return Err(Unfit::Damaged);
        }
        let is_next = fields.take() == Some(self.name())
            && fields.take() == Some(written.sum)
            && fields.take().map(u64::from_le_bytes) == Some(written.full);
        if !is_next {
            return Err(Unfit::Foreign);
        }
        let stretch = self.rest(&mut fields, written.full).ok_or(Unfit::Damaged)?;
        ranks.extend(stretch).map_err(|_| Unfit::Damaged)?;
        Ok(*sum)
    }

    /// What stands behind the head of a file; none if that is not what a file holds.
    fn rest(&self, fields: &mut Fields<'_>, first: Position) -> Option<Stretch> {
        let mut stretch = Stretch::default();
        for _ in 0..fields.length()? {
            let [length] = fields.take()?;
            let kind = StreamKind::new(str::from_utf8(fields.slice(usize::from(length))?).ok()?).ok()?;
            stretch.streams.push(StreamName::new(kind, fields.id()?));
        }
        let events = fields.length().filter(|events| (1..=self.stretch).contains(&(*events as u64)))?;
        for _ in 0..events {
            stretch.places.push((u32::from_le_bytes(fields.take()?), u32::from_le_bytes(fields.take()?)));
        }
        for _ in first.div_ceil(EVERY)..(first + events as u64).div_ceil(EVERY) {
            let (commit, prepare) = (u64::from_le_bytes(fields.take()?), u64::from_le_bytes(fields.take()?));
            stretch.marks.push(Mark { token: Token { commit, prepare }, id: fields.id()? });
        }
        fields.0.is_empty().then_some(stretch)
    }
}

/// What is left of a file, taken field by field.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*field)
    }

    fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }

    fn id(&mut self) -> Option<Uuid> {
        self.take().map(Uuid::from_bytes)
    }
}

fn extend_length(content: &mut Vec<u8>, length: usize) {
    content.extend(u32::try_from(length).expect("a stretch is short").to_le_bytes());
}

/// Where a file begins, if it is one of ours.
fn begins_at(path: &Path) -> Option<Position> {
    let is_ours = path.extension().is_some_and(|extension| extension == EXTENSION);
    path.file_stem().filter(|_| is_ours)?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests;
