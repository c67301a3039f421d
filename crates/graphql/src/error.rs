//! Errors at the top level of an answer: each carries a code in `extensions.code`.
//!
//! Outcomes of a command are no errors; they are members of its result. What stands here went wrong
//! with the request itself, or with us.

use std::fmt;

use async_graphql::Error;
use cxl_ledger::{ExecuteError, QuestionError};
use cxl_store::VaultError;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// The closed list of error codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it stands in `extensions.code`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// When it is answered, in a sentence.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),*).trim_ascii(),)*
                }
            }
        }
    };
}

codes! {
    /// The request is no JSON object with a document, or is not sent as JSON.
    BadRequest = "BAD_REQUEST",
    /// The document is no GraphQL.
    ParseFailed = "GRAPHQL_PARSE_FAILED",
    /// The document does not fit the schema.
    ValidationFailed = "GRAPHQL_VALIDATION_FAILED",
    /// No document is kept under that id: it is not one of the server's list, or there is no list.
    UnknownDocument = "UNKNOWN_DOCUMENT",
    /// The document asks for too much or is nested too deeply; ask for less at once.
    LimitExceeded = "LIMIT_EXCEEDED",
    /// The lists asked for may have too many members in all, or the document costs more than an hour has; ask for less.
    CostExceeded = "COST_EXCEEDED",
    /// Too much was asked for in an hour, or too often without a token that works; ask again later.
    RateLimited = "RATE_LIMITED",
    /// Nobody is known to ask: there is no token, or it does not work.
    Unauthenticated = "UNAUTHENTICATED",
    /// Whoever asks has no right to it.
    Forbidden = "FORBIDDEN",
    /// A value is not of the form that it should have.
    BadUserInput = "BAD_USER_INPUT",
    /// The cursor is not one of this ledger, or belongs to another list, other arguments or somebody else.
    InvalidCursor = "INVALID_CURSOR",
    /// One document asks as of two different points in time.
    AsOfConflict = "AS_OF_CONFLICT",
    /// The ledger is not that long.
    UnknownPosition = "UNKNOWN_POSITION",
    /// What will be known can't be told.
    InFuture = "IN_FUTURE",
    /// The readings do not allow the analysis; the message says why.
    NoAnalysis = "NO_ANALYSIS",
    /// Whoever follows did not take in time what was told; follow again after the position `resumeAfter`.
    SubscriptionLagged = "SUBSCRIPTION_LAGGED",
    /// What the answer needs can't be reached at present; try again.
    Unavailable = "UNAVAILABLE",
    /// The answer took too long; a command may have been carried out: repeat it with the same command id.
    Timeout = "TIMEOUT",
    /// The fault is ours or the machine's; the server's log tells more.
    Internal = "INTERNAL",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with its code: the only kind that a resolver answers. It can't be displayed, because the library
/// makes an error without a code of whatever can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// The position after which to follow again.
    resume_after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), resume_after: None }
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "nobody is known to ask: send a token that works")
    }

    pub(crate) fn bad_input(problem: impl fmt::Display) -> Self {
        Self::new(Code::BadUserInput, problem.to_string())
    }

    /// The same, with the position after which whoever follows can go on.
    pub(crate) fn resuming(self, after: u64) -> Self {
        Self { resume_after: Some(after), ..self }
    }

    /// A fault of ours: the log gets the cause, the asker does not.
    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "a GraphQL field could not be answered");
        Self::new(Code::Internal, "an internal fault; the server's log tells more under this errorId")
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        let mut error = Self::new(problem.message);
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", problem.code.as_str());
        if let Some(position) = problem.resume_after {
            extensions.set("resumeAfter", position.to_string());
        }
        error
    }
}

impl From<QuestionError> for Problem {
    fn from(error: QuestionError) -> Self {
        let code = match error {
            QuestionError::UnknownPosition { .. } => Code::UnknownPosition,
            QuestionError::InFuture { .. } => Code::InFuture,
            QuestionError::Day(_) => Code::BadUserInput,
        };
        Self::new(code, error.to_string())
    }
}

/// For the ledger's two reads, where whatever fails is ours.
impl From<ExecuteError> for Problem {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Vault(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

/// For the index of people's codes, which lies in the vault.
impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            away @ VaultError::Unreachable { .. } => Self::new(Code::Unavailable, away.to_string()),
            error => Self::internal(error),
        }
    }
}
