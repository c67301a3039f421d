//! Where attached files lie: beside the log, each encrypted under a key of its own, and found by the hash
//! of what was attached.
//!
//! The log says which file was attached to what, and by which hash; the bytes never enter it. This module
//! says what a place for files promises; [`AttachmentFolder`] keeps it with a folder on a disk, and
//! [`sealed`] lays down the form of a stored file. Destroying the key of a file in the vault makes it
//! unreadable for good and leaves every hash as it was.
//!
//! Files lie apart by program: whoever may read one program finds nothing of another by knowing a hash.

mod copy;
mod folder;
pub mod sealed;

use std::fmt;
use std::path::PathBuf;

use cxl_domain::event::Sha256Hex;
use uuid::Uuid;

use crate::error::Cause;
use crate::vault::{KeyId, VaultError};

pub use copy::{StoredCopy, copy};
pub use folder::{AttachmentFolder, list};

/// The name of a stored file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName {
    /// The program to which it belongs.
    pub program: Uuid,
    /// SHA-256 of the bytes that were attached.
    pub sha256: Sha256Hex,
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.program, self.sha256)
    }
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name.
    pub name: FileName,
    /// How many bytes were attached.
    pub bytes: u64,
    /// Of which media type they are: `application/pdf`.
    pub media_type: String,
    /// The key under which it is encrypted.
    pub key: KeyId,
}

/// Why a file can't be stored or read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AttachmentError {
    /// The disk or the folder failed.
    #[error("{doing} {} failed: {cause}", .path.display())]
    Disk {
        /// What was tried: reading, writing, …
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        cause: Cause,
    },
    /// What is stored is not what was written.
    #[error("{} was altered: put it back from a backup", .path.display())]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// The vault does not hold the key, by erasure or by loss.
    #[error("the key {key} of {} is not in the vault", .path.display())]
    KeyMissing {
        /// The file.
        path: PathBuf,
        /// Its key.
        key: KeyId,
    },
    /// The vault did not answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A file that is being written. Dropped unfinished, it leaves nothing behind; a crash may leave a part,
/// which is never taken for a file.
pub trait Upload: Send {
    /// Adds bytes.
    fn write(&mut self, bytes: &[u8]) -> Result<(), AttachmentError>;

    /// Ends the file. When this answers, the file is durable. It takes the place of the same bytes that were
    /// stored before, with a key of its own: so what was damaged or erased is mended by storing it again.
    fn finish(self: Box<Self>) -> Result<StoredFile, AttachmentError>;
}

/// A stored file, read from its beginning.
pub trait Download: Send {
    /// What is read.
    fn file(&self) -> &StoredFile;

    /// The next bytes, checked; none at the end.
    fn part(&mut self) -> Result<Option<Vec<u8>>, AttachmentError>;
}

/// What lies in a place for files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lying {
    /// A whole file.
    File(FileName),
    /// What a crash left of one, or something that was put there by hand.
    Other(PathBuf),
}

/// A place for attached files.
///
/// All calls may wait for a disk: call them where waiting is allowed.
pub trait Attachments: Send + Sync + 'static {
    /// Begins a file of a program; nothing of it is found before it is finished.
    fn begin(&self, program: Uuid, media_type: &str) -> Result<Box<dyn Upload>, AttachmentError>;

    /// What is stored under a name, if anything is.
    fn find(&self, name: FileName) -> Result<Option<StoredFile>, AttachmentError>;

    /// Opens what is stored under a name, if anything is.
    fn open(&self, name: FileName) -> Result<Option<Box<dyn Download>>, AttachmentError>;

    /// Everything that lies there.
    fn list(&self) -> Result<Vec<Lying>, AttachmentError>;
}
