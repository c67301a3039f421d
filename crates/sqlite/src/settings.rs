//! What the log runs with, read back from the file and the library rather than believed.

use std::path::PathBuf;

/// What the operator of a log may want to see. Read from the open file, not from a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The file, with symbolic links resolved.
    pub path: PathBuf,
    /// `wal` always: a log that does not keep it is not opened.
    pub journal_mode: String,
    /// `2`, that is `FULL`: an append is flushed before it is acknowledged.
    ///
    /// It belongs to a connection and not to the file. A log that writes read it back on the connection
    /// that writes; one that was opened for reading read it back on a connection of its own, set up by the
    /// same code, and can't see into another process.
    pub synchronous: u32,
    /// Bytes of a page.
    pub page_size: u32,
    /// Version of the SQLite library.
    pub sqlite_version: String,
    /// Version of the tables, from 1.
    pub format: u32,
    /// Marks the file as a ledger: always [`APPLICATION_ID`](crate::APPLICATION_ID).
    pub application_id: u32,
    /// Number of events when the settings were read.
    pub events: u64,
    /// Number of streams when the settings were read.
    pub streams: u64,
    /// Bytes of the database file.
    pub database_bytes: u64,
    /// Bytes of the write-ahead log beside it.
    pub wal_bytes: u64,
}

impl Settings {
    /// SQLite's own name for the level of [`synchronous`](Self::synchronous).
    pub fn synchronous_name(&self) -> &'static str {
        match self.synchronous {
            0 => "OFF",
            1 => "NORMAL",
            2 => "FULL",
            3 => "EXTRA",
            _ => "unknown",
        }
    }
}
