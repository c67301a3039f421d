//! Misbehavior on demand.

use tonic::Status;
use tonic::metadata::MetadataValue;

/// Which calls a fault waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Appends.
    Append,
    /// Reads of a stream.
    ReadStream,
    /// Reads of the whole log.
    ReadAll,
}

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done and the caller is told that the server is unavailable, as when a connection breaks
    /// before the call arrives.
    Lost,
    /// The work is done, and the caller is told the same.
    LostAfter,
    /// The work is done, and the server says that its own time ran out.
    TimedOutAfter,
    /// Nothing is done and no answer ever comes.
    Stall,
    /// The work is done and no answer ever comes.
    StallAfter,
    /// Nothing is done; the leader is said to be at this port.
    NotLeader(u16),
    /// Nothing is done; there is no leader at the moment.
    NoLeader,
    /// Nothing is done: access is refused.
    Denied,
    /// Nothing is done: the append is said to be too large for this server.
    TooLarge,
    /// Nothing is done: the stream is said to stand elsewhere, wherever it stands.
    WrongVersion,
    /// A read ends in order after so many events, as if there were no more.
    EndsAfter(usize),
    /// A read breaks after so many events.
    BreaksAfter(usize),
}

impl Fault {
    /// What the server answers instead of doing anything; none if it does the work first.
    pub(crate) fn refusal(&self) -> Option<Status> {
        match self {
            Self::Lost => Some(unavailable()),
            Self::NotLeader(port) => Some(not_leader(*port)),
            Self::NoLeader => Some(Status::unknown("No leader info available in response")),
            Self::Denied => Some(Status::permission_denied("Access Denied")),
            Self::TooLarge => Some(Status::invalid_argument("Maximum Append Size of 1048576 Exceeded.")),
            _ => None,
        }
    }

    /// What the server answers after it has done the work.
    pub(crate) fn afterthought(&self) -> Option<Status> {
        match self {
            Self::LostAfter => Some(unavailable()),
            Self::TimedOutAfter => Some(Status::aborted("Operation timed out: commit timeout")),
            _ => None,
        }
    }
}

/// The answer of a connection that broke.
pub(crate) fn unavailable() -> Status {
    Status::unavailable("the stand-in drops the call")
}

/// The answer of a node that does not lead, with the way to the one that does.
pub(crate) fn not_leader(port: u16) -> Status {
    let mut status = Status::not_found("Leader info available");
    let metadata = status.metadata_mut();
    metadata.insert("exception", MetadataValue::from_static("not-leader"));
    metadata.insert("leader-endpoint-host", MetadataValue::from_static("127.0.0.1"));
    metadata.insert("leader-endpoint-port", MetadataValue::from(port));
    status
}
