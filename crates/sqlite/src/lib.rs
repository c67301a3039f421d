//! The embedded keeper: one ledger in one SQLite file.
//!
//! **What this room is for.** [`SqliteLog`] keeps the promises of the store's port on a single machine:
//! one thread writes and commits whole groups of appends with one flush, a small pool reads beside it.
//!
//! **What is never found here.** Rules of the domain, plain text of anything that is sealed, and driver
//! types in a public signature.
//!
//! **Where to start reading.** The tables are in `schema/sql/log/0001_init.sql`; [`SqliteLog`] is the way
//! in; the module `writer` shows how an append becomes durable, and `open` what a file must be before it
//! is touched. [`keys`] is the vault, in a file of its own.

mod copy;
mod directory;
mod error;
mod heads;
pub mod keys;
mod log;
mod open;
mod pool;
mod reader;
mod settings;
mod writer;

pub use log::SqliteLog;
pub use open::{APPLICATION_ID, FORMAT};
pub use settings::Settings;
