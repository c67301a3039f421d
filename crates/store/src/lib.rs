//! What a log promises, without a word on how it keeps it.
//!
//! **What this room is for.** The [`EventStore`] port that every keeper of the ledger implements, the
//! rules that are the same for all of them, a keeper in memory, the [`conformance`] suite that holds
//! each keeper to its promises, and the form in which facts are stored and sealed.
//!
//! **What is never found here.** A database driver, an engine's own positions, the rules of the domain.
//!
//! **Where to start reading.** [`port`] for the promise, [`append`] for what is decided alike before
//! anything is written, [`memory`] for the shortest keeper that keeps every promise; [`seal`] for the form
//! of encrypted text and [`vault`] for where its keys live.

pub mod append;
pub mod attachments;
pub mod blocking;
pub mod cipher;
pub mod codec;
pub mod conformance;
pub mod copy;
pub mod entropy;
mod error;
mod fields;
pub mod file_copy;
mod folder_lock;
pub mod follow;
pub mod gist;
pub mod memory;
mod memory_vault;
pub mod meta;
pub mod port;
pub mod reserve;
pub mod seal;
mod stream;
pub mod tail;
pub mod upcast;
pub mod vault;
pub mod vault_conformance;

pub use append::MAX_APPEND_BYTES;
pub use entropy::{Entropy, SeededEntropy};
pub use error::{AppendError, Cause, StoreError};
pub use folder_lock::FolderLock;
pub use follow::{Follower, follow};
pub use gist::Gist;
pub use memory::MemoryStore;
pub use memory_vault::MemoryVault;
pub use port::{
    Append, Appended, EventStore, Expected, MAX_BATCH, MAX_PAGE, NewEvent, Position, Recorded, Revision,
};
pub use stream::{LedgerName, NameError, StreamKind, StreamName};
pub use vault::{CodeClaim, DataKey, KeyId, Vault, VaultError};
