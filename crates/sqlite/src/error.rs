//! SQLite's errors, told to the person who can mend them.

use std::path::Path;
use std::sync::Arc;

use cxl_store::StoreError;
use rusqlite::{Error, ErrorCode};

/// What `error` means for the operator of the ledger at `path`, when it came up while trying to do `what`.
pub(crate) fn told(path: &Path, what: &str, error: Error) -> StoreError {
    let path = path.to_path_buf();
    match error {
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::QueryReturnedNoRows => damaged(&path, &error),
        Error::SqliteFailure(code, _) => match code.code {
            ErrorCode::DatabaseCorrupt | ErrorCode::Unknown | ErrorCode::TypeMismatch => {
                damaged(&path, &error)
            }
            ErrorCode::ConstraintViolation => damaged(&path, &error),
            ErrorCode::NotADatabase => StoreError::Foreign { path, found: "not an SQLite database".into() },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked { path },
            ErrorCode::DiskFull => StoreError::Full { path },
            ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::CannotOpen => {
                StoreError::Denied { path, source: Arc::new(error) }
            }
            _ => unavailable(&path, what, error),
        },
        _ => unavailable(&path, what, error),
    }
}

/// What the system's refusal means for the operator.
pub(crate) fn told_by_system(path: &Path, what: &str, error: std::io::Error) -> StoreError {
    let path = path.to_path_buf();
    match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound { path },
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Denied { path, source: Arc::new(error) }
        }
        std::io::ErrorKind::StorageFull => StoreError::Full { path },
        _ => StoreError::Unavailable { what: format!("{what} {}", path.display()), source: Arc::new(error) },
    }
}

/// The file contradicts itself.
pub(crate) fn damaged(path: &Path, detail: &dyn std::fmt::Display) -> StoreError {
    StoreError::Corrupt { place: path.display().to_string(), detail: detail.to_string() }
}

fn unavailable(path: &Path, what: &str, error: Error) -> StoreError {
    StoreError::Unavailable { what: format!("{what} {}", path.display()), source: Arc::new(error) }
}
