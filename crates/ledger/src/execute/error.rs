//! Why a command was not carried out.

use cxl_domain::authorization::RuleId;
use cxl_domain::id::CommandId;
use cxl_domain::refusal::Refusal;
use cxl_store::codec::EncodeError;
use cxl_store::seal::OpenError;
use cxl_store::{AppendError, StoreError, VaultError};

use crate::ledger::Stuck;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The rules forbid it; the asker can mend it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The actor has no right to it.
    #[error("{action} is not allowed ({rule})")]
    Forbidden {
        /// What the right was asked for.
        action: String,
        /// The rules by which somebody may do it, else those that forbid it.
        needs: Vec<RuleId>,
        /// The rule that came closest.
        rule: RuleId,
    },
    /// The thing has changed since the caller looked.
    #[error("expected revision {expected}, but the {kind} stands at {}", actual.map_or("none".to_owned(), |r| r.to_string()))]
    Conflict {
        /// The kind of stream.
        kind: &'static str,
        /// What the caller saw.
        expected: u64,
        /// What there is.
        actual: Option<u64>,
    },
    /// The command id was used for another command.
    #[error("the command id {command:?} was used for another command; draw a new one")]
    CommandReused {
        /// The id.
        command: CommandId,
    },
    /// Too much is going on; nothing was recorded.
    #[error("the ledger is busy; try again with the same command id")]
    Busy,
    /// Nothing is written at present.
    #[error("nothing is written at present: {reason}")]
    ReadOnly {
        /// Why, and what the operator can do.
        reason: String,
    },
    /// The command records more than one append holds.
    #[error("the command records {bytes} bytes, more than the {limit} that one append holds; split it")]
    TooLarge {
        /// How much it is.
        bytes: usize,
        /// How much may be.
        limit: usize,
    },
    /// The log failed; whether something was recorded is not known. Try again with the same command
    /// id.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault failed; nothing was recorded.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The command was recorded, but the views stopped before it.
    #[error(transparent)]
    Stuck(#[from] Stuck),
    /// A defect of ours.
    #[error("an internal fault: {0}")]
    Internal(String),
}

impl From<EncodeError> for ExecuteError {
    fn from(error: EncodeError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<OpenError> for ExecuteError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Vault(error) => Self::Vault(error),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// What a failed append means to the asker.
pub(super) fn append_error(error: &AppendError) -> ExecuteError {
    match error {
        AppendError::Busy => ExecuteError::Busy,
        AppendError::TooLarge { bytes, limit } => ExecuteError::TooLarge { bytes: *bytes, limit: *limit },
        AppendError::ReadOnly { reason } => ExecuteError::ReadOnly { reason: reason.clone() },
        AppendError::Store(error) => ExecuteError::Store(error.clone()),
        other => ExecuteError::Internal(other.to_string()),
    }
}
