//! Why a vault does not open, told to the person who can mend it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cxl_store::StoreError;
use uuid::Uuid;

use crate::error::{told, told_by_system};

/// Why a vault cannot be opened or made. Nothing was changed in a file that is refused.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There is no vault.
    #[error("there is no key vault at {}: put the file back from a backup", keys.display())]
    Missing {
        /// Where the vault should be.
        keys: PathBuf,
    },
    /// There is something already where a vault should be made.
    #[error("there is already a file at {}: a new key vault would replace it", keys.display())]
    Exists {
        /// The file.
        keys: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a key vault of CX Ledger: put the right file back, or name another place", keys.display())]
    NotAVault {
        /// The file.
        keys: PathBuf,
    },
    /// The vault was written by a newer program.
    #[error("the key vault {} has format {found}, this program reads up to {known}: use the newer program", keys.display())]
    Newer {
        /// The file.
        keys: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that is known.
        known: u32,
    },
    /// The vault belongs to another ledger.
    #[error("the key vault {} belongs to ledger {found}, not to {expected}: put back the one that belongs here", keys.display())]
    Foreign {
        /// The file.
        keys: PathBuf,
        /// The ledger that was opened.
        expected: Uuid,
        /// The ledger that the vault names.
        found: Uuid,
    },
    /// The KEK is not there.
    #[error("{} is missing: put back the file that belongs to {}, without it no key opens", kek.display(), keys.display())]
    KekMissing {
        /// Where the KEK should be.
        kek: PathBuf,
        /// The vault that needs it.
        keys: PathBuf,
    },
    /// The KEK file is damaged or something else.
    #[error("{} does not hold 64 hex digits: put back the file that belongs to {}", kek.display(), keys.display())]
    KekMalformed {
        /// The file.
        kek: PathBuf,
        /// The vault that needs it.
        keys: PathBuf,
    },
    /// The KEK is another one.
    #[error("{} is not the key of {}: put back the file that belongs to it", kek.display(), keys.display())]
    WrongKek {
        /// The file.
        kek: PathBuf,
        /// The vault that needs another one.
        keys: PathBuf,
    },
    /// Others on this machine can use the KEK.
    #[error("{} is open to others (mode {mode:03o}): run chmod 600 on it", kek.display())]
    KekExposed {
        /// The file.
        kek: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The disk, the operating system or SQLite failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// SQLite's answer to an attempt to do `what`.
pub(super) fn database_error(path: &Path, what: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| told(path, what, error)
}

/// The system's answer to an attempt to do `what`.
pub(super) fn system_error(path: &Path, what: &'static str) -> impl Fn(io::Error) -> StoreError {
    move |error| match error.kind() {
        // Only a folder can be missing here, and that is not a missing ledger.
        io::ErrorKind::NotFound => unavailable(&format!("{what} {}", path.display()), error),
        _ => told_by_system(path, what, error),
    }
}

/// The system refuses something that has no path.
pub(super) fn unavailable(what: &str, error: io::Error) -> StoreError {
    StoreError::Unavailable { what: what.to_owned(), source: Arc::new(error) }
}
