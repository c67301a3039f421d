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

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use rusqlite::ffi;

    use super::*;

    #[test]
    fn every_failure_of_a_disk_is_told_to_whoever_can_mend_it() {
        let path = Path::new("/var/lib/cx/ledger.db");
        let sqlite = |code| told(path, "reading", Error::SqliteFailure(ffi::Error::new(code), None));
        let system = |kind: ErrorKind| told_by_system(path, "opening", kind.into());
        assert!(matches!(sqlite(ffi::SQLITE_FULL), StoreError::Full { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_CANTOPEN), StoreError::Denied { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_READONLY), StoreError::Denied { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_BUSY), StoreError::Locked { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_CORRUPT), StoreError::Corrupt { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_NOTADB), StoreError::Foreign { .. }));
        assert!(matches!(sqlite(ffi::SQLITE_IOERR), StoreError::Unavailable { .. }));
        assert!(matches!(system(ErrorKind::PermissionDenied), StoreError::Denied { .. }));
        assert!(matches!(system(ErrorKind::StorageFull), StoreError::Full { .. }));
        assert!(matches!(system(ErrorKind::Interrupted), StoreError::Unavailable { .. }));
    }
}
