//! The client's errors, sorted by what can be done about them.

use eventstore::{Error, GrpcConnectionError};

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing was done: the stream is not where it was said to be.
    WrongVersion,
    /// Nothing was done: the append is larger than this server takes, as it says.
    TooLarge(String),
    /// Nothing was done: this node does not lead. The client has turned to the one that does.
    NotLeader,
    /// Whether anything was done is unknown, and the client must be replaced: it does not recover.
    Lost(String),
    /// Whether anything was done is unknown. The connection stands.
    Slow(String),
    /// Nothing was done, and nothing will be until somebody changes something.
    Refused(String),
    /// What is stored contradicts what was read before.
    Damaged(String),
}

/// The time for a call and all its repetitions is over.
pub(crate) fn no_answer() -> Fault {
    Fault::Lost("no answer in all this time".into())
}

impl Fault {
    /// Whether trying again is of no use before somebody changes something.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Damaged(_))
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::WrongExpectedVersion { .. } => Self::WrongVersion,
            Error::NotLeaderException(_) => Self::NotLeader,
            Error::AccessDenied => Self::Refused(
                "access is denied: check user and password in the address, and that this user may read $all \
                 and write streams"
                    .into(),
            ),
            Error::UnsupportedFeature => Self::Refused(
                "it does not know this call: a KurrentDB, or an EventStoreDB from 21.10 on, is needed".into(),
            ),
            Error::ResourceDeleted => Self::Damaged("the stream was deleted".into()),
            Error::ServerError(text) | Error::GrpcConnectionError(GrpcConnectionError::Grpc(text)) => {
                // A status tells its metadata after its message: nothing in it helps whoever reads this.
                Self::Lost(text.split(", details: ").next().unwrap_or(&text).to_owned())
            }
            Error::Grpc { message, .. } if message.contains("Maximum Append") => Self::TooLarge(message),
            Error::DeadlineExceeded => Self::Slow("it took too long by its own clock".into()),
            Error::Grpc { code, message } => Self::Slow(format!("{code}: {message}")),
            other => Self::Lost(other.to_string()),
        }
    }
}
