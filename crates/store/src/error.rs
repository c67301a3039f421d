//! What can go wrong, told to the person who can mend it.

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use crate::port::{Expected, Position, Revision};
use crate::stream::StreamName;

/// An engine's own error, kept as the source of ours. Shared, because one failed flush is the answer to
/// every append that waited for it.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Why an append was not recorded.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// The stream is not where the caller believes it to be. Read it again and decide anew.
    #[error("{stream} {}, but {expected} was expected", stands_at(*.actual))]
    Conflict {
        /// The stream.
        stream: StreamName,
        /// Where the caller believed the stream to stand.
        expected: Expected,
        /// Its last revision; none if it has no event.
        actual: Option<Revision>,
    },
    /// The id is taken: it stands in the stream, or twice in the append, and the append as a whole is not
    /// a repetition of what was recorded. Nothing was written.
    #[error("event id {id} was already used in {stream} by another append")]
    Reused {
        /// The stream.
        stream: StreamName,
        /// The first id of the append that is taken.
        id: Uuid,
    },
    /// More bytes than one append may hold. Split it.
    #[error("an append of {bytes} bytes exceeds the limit of {limit}: split it into several")]
    TooLarge {
        /// Size of the append by [`Append::bytes`](crate::Append::bytes).
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The append holds no event.
    #[error("an append to {stream} holds no event")]
    Empty {
        /// The stream.
        stream: StreamName,
    },
    /// The name of an event's type is not of the form `[a-z][a-z0-9.-]{0,127}`.
    #[error("{name:?} is not an event type: write up to 128 of a-z, 0-9, '.' and '-', a letter first")]
    TypeName {
        /// The name as it was given.
        name: String,
    },
    /// Too many appends wait already. Nothing was written; try again in a moment.
    #[error("too many appends are waiting: try again")]
    Busy,
    /// This keeper takes no appends.
    #[error("the log is read-only: {reason}")]
    ReadOnly {
        /// Why, and what to do about it.
        reason: String,
    },
    /// The store failed. Whether the append was recorded is unknown; repeat it with the same ids.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AppendError {
    /// Whether the same append may be answered another time without anybody's doing.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Busy => true,
            Self::Store(error) => error.may_pass(),
            _ => false,
        }
    }
}

/// Why a store cannot serve. Every one of them is the operator's to mend.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// There is no ledger at this path.
    #[error("there is no ledger at {}", .path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a ledger at this path already.
    #[error("there is a ledger at {} already: open it, or name another path", .path.display())]
    AlreadyExists {
        /// Where it should have been created.
        path: PathBuf,
    },
    /// Another process writes to the ledger.
    #[error(
        "another process is writing to {}: stop that process, or send the change to the running server \
         through its GraphQL mutations",
        .path.display()
    )]
    Locked {
        /// The ledger's file.
        path: PathBuf,
    },
    /// The file is not one of ours. It was left as it was.
    #[error("{} is not a ledger ({found}): name another path, or put the ledger's file back", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        found: String,
    },
    /// The file was written by a newer release. It was left as it was.
    #[error(
        "{} has format {found}, and this program reads formats up to {supported}: install a newer release",
        .path.display()
    )]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this program reads.
        supported: u32,
    },
    /// What is stored contradicts itself.
    #[error("{place} is damaged ({detail}): stop writing, keep a copy of it, restore the last good backup")]
    Corrupt {
        /// The file, or where in the log.
        place: String,
        /// What was found.
        detail: String,
    },
    /// The operating system refuses access.
    #[error("no access to {}: check the owner and permissions of the file and its folder", .path.display())]
    Denied {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: Cause,
    },
    /// The disk is full. Nothing of the append was kept.
    #[error("no space left for {}: free some, then try again", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file system or the database library does not keep a setting on which durability rests.
    #[error("{} runs with {setting} = {found} instead of {wanted}: move it to a local disk", .path.display())]
    Setting {
        /// The file.
        path: PathBuf,
        /// The setting.
        setting: &'static str,
        /// What it was set to.
        wanted: String,
        /// What was read back.
        found: String,
    },
    /// The address of the store cannot be used.
    #[error("the address of the store cannot be used: {reason}")]
    Address {
        /// What is wrong with it and what to write instead, without any secret in it.
        reason: String,
    },
    /// The store's server turns us away, and will until somebody changes something.
    #[error("{server} turns us away: {reason}")]
    Refused {
        /// The server, as it was addressed, without any secret in it.
        server: String,
        /// Why, and what to do about it.
        reason: String,
    },
    /// More events were asked for in one read than [`MAX_BATCH`](crate::MAX_BATCH).
    #[error("{asked} events were asked for in one read, and {limit} is the most: ask in several reads")]
    TooMany {
        /// How many were asked for.
        asked: usize,
        /// How many may be.
        limit: usize,
    },
    /// No event has this position yet.
    #[error("there is no event at position {position}")]
    NoSuchPosition {
        /// The position.
        position: Position,
    },
    /// The keeper has been closed, or has stopped after an earlier error.
    #[error("the log is closed: restart the program")]
    Closed,
    /// The keeper cannot be reached or does not work at the moment.
    #[error("{what} failed: see the cause, then try again")]
    Unavailable {
        /// What was attempted, with the place in it.
        what: String,
        /// The engine's answer.
        #[source]
        source: Cause,
    },
}

impl StoreError {
    /// Whether the same call may be answered another time without anybody's doing: the keeper is away, or another
    /// process has it, for a moment.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Locked { .. } | Self::Closed)
    }
}

fn stands_at(revision: Option<Revision>) -> String {
    revision.map_or_else(|| "has no event".into(), |revision| format!("stands at revision {revision}"))
}
