//! What happens when the file is not what it should be, and who may open it.

mod common;

use std::fs;
use std::path::Path;

use common::{LEDGER, append, nowhere, stream};
use cxl_sqlite::{APPLICATION_ID, FORMAT, SqliteLog};
use cxl_store::{AppendError, EventStore, StoreError};
use rusqlite::Connection;

/// Opens the file in both ways, expects both to be refused alike and the file to be left as it was.
#[track_caller]
fn refused(path: &Path) -> StoreError {
    let before = fs::read(path).ok();
    let reading = SqliteLog::open_read_only(path).expect_err("reading must be refused");
    let writing = SqliteLog::open(path).expect_err("writing must be refused");
    assert_eq!(reading.to_string(), writing.to_string());
    assert_eq!(fs::read(path).ok(), before, "the file must be left as it was");
    assert!(writing.to_string().contains(&path.display().to_string()), "{writing}");
    writing
}

#[tokio::test]
async fn a_new_log_keeps_its_identity_and_flushes_every_commit() {
    let (_folder, path) = nowhere();
    drop(SqliteLog::create(&path, LEDGER).unwrap());
    let log = SqliteLog::open(&path).unwrap();
    log.append(append(1, 0)).await.unwrap();
    let settings = log.settings().await.unwrap();
    assert_eq!(log.ledger_id(), LEDGER);
    assert_eq!((settings.journal_mode.as_str(), settings.synchronous), ("wal", 2));
    assert_eq!((settings.application_id, settings.format), (APPLICATION_ID, FORMAT));
    assert_eq!((settings.events, settings.streams), (1, 1));
    assert!(settings.database_bytes > 0 && settings.wal_bytes > 0);
}

#[test]
fn a_path_without_file_is_not_found_and_stays_empty() {
    let (folder, path) = nowhere();
    assert!(matches!(refused(&path), StoreError::NotFound { .. }));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_path_into_a_missing_folder_is_not_found() {
    let (folder, _) = nowhere();
    let path = folder.path().join("missing").join("ledger.db");
    assert!(matches!(SqliteLog::create(&path, LEDGER), Err(StoreError::NotFound { .. })));
}

#[test]
fn a_folder_is_not_a_ledger() {
    let (folder, _) = nowhere();
    let path = folder.path().canonicalize().unwrap();
    assert!(matches!(refused(&path), StoreError::Foreign { found, .. } if found == "a folder"));
}

#[test]
fn an_empty_file_is_not_a_ledger() {
    let (_folder, path) = nowhere();
    fs::write(&path, "").unwrap();
    assert!(matches!(refused(&path), StoreError::Foreign { found, .. } if found == "an empty file"));
}

#[test]
fn a_text_file_is_not_a_ledger() {
    let (_folder, path) = nowhere();
    fs::write(&path, "date,value\n".repeat(500)).unwrap();
    assert!(matches!(refused(&path), StoreError::Foreign { found, .. } if found == "not an SQLite database"));
}

#[test]
fn a_database_of_another_program_is_not_a_ledger() {
    let (_folder, path) = nowhere();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE events (position INTEGER PRIMARY KEY)").unwrap();
    drop(other);
    assert!(matches!(refused(&path), StoreError::Foreign { found, .. } if found.contains("another program")));
}

#[test]
fn a_file_of_a_newer_format_names_both_formats() {
    let (_folder, path) = nowhere();
    drop(SqliteLog::create(&path, LEDGER).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", FORMAT + 1).unwrap();
    let error = refused(&path);
    assert!(
        matches!(error, StoreError::NewerFormat { found, supported, .. } if (found, supported) == (FORMAT + 1, FORMAT))
    );
    assert!(error.to_string().contains("install a newer release"));
}

#[tokio::test]
async fn a_file_that_was_cut_or_overwritten_is_an_error_and_never_a_panic() {
    let (_folder, path) = nowhere();
    {
        let log = SqliteLog::create(&path, LEDGER).unwrap();
        for number in 0..200 {
            log.append(append(1, number)).await.unwrap();
        }
    }
    let good = fs::read(&path).unwrap();
    let pages = good.len() / 4096;
    assert!(pages > 8, "{pages} pages are too few to damage");
    let mut seen = 0;
    for page in 1..pages {
        let mut overwritten = good.clone();
        overwritten[page * 4096..(page + 1) * 4096].fill(0x5a);
        seen += usize::from(!is_sound(&path, &overwritten).await);
        seen += usize::from(!is_sound(&path, &good[..page * 4096]).await);
    }
    assert_eq!(seen, 2 * (pages - 1), "every damage must show");
}

/// Whether a file with these bytes can be opened, read and written; if not, the error is the operator's.
async fn is_sound(path: &Path, bytes: &[u8]) -> bool {
    fs::write(path, bytes).expect("a file that can be written");
    match use_everything(path).await {
        Ok(()) => true,
        Err(StoreError::Corrupt { .. } | StoreError::Foreign { .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn use_everything(path: &Path) -> Result<(), StoreError> {
    let log = SqliteLog::open(path)?;
    assert_eq!(log.read_all(0, 1_000).await?.len(), 200);
    assert_eq!(log.read_stream(&stream(1), 0, 1_000).await?.len(), 200);
    let mut new_type = append(2, 0);
    new_type.events[0].type_name = "initiative.paused.v1".into();
    match log.append(new_type).await {
        Ok(_) => Ok(()),
        Err(AppendError::Store(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

/// A log of ten events in one stream, changed behind our back.
async fn tampered(change: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).expect("an empty log");
    for number in 0..10 {
        log.append(append(1, number)).await.expect("a recorded event");
    }
    drop(log);
    Connection::open(&path).and_then(|file| file.execute_batch(change)).expect("a change that SQLite allows");
    (folder, path)
}

#[tokio::test]
async fn ranks_that_do_not_add_up_are_noticed_at_the_start_and_by_whoever_reads() {
    for change in [
        "UPDATE events SET position = 20 WHERE revision = 9",
        "UPDATE events SET revision = 20 WHERE revision = 9",
        "UPDATE events SET position = -1 WHERE revision = 9",
        "UPDATE events SET revision = 9223372036854775807 WHERE revision = 9",
        "UPDATE streams SET number = 7",
        "UPDATE streams SET kind = 'Not a kind'",
        "UPDATE types SET number = 7",
        "PRAGMA ignore_check_constraints = 1; UPDATE streams SET id = x'00'",
        "DROP TABLE types",
    ] {
        let (_folder, path) = tampered(&format!("PRAGMA foreign_keys = 0; {change}")).await;
        assert!(matches!(SqliteLog::open(&path), Err(StoreError::Corrupt { .. })), "{change}");
        let log = SqliteLog::open_read_only(&path).unwrap();
        assert!(matches!(log.verify().await, Err(StoreError::Corrupt { .. })), "{change}");
    }
}

#[tokio::test]
async fn a_row_missing_in_the_middle_is_noticed_by_whoever_reads_or_verifies() {
    let (_folder, path) = tampered("DELETE FROM events WHERE revision = 4").await;
    let log = SqliteLog::open(&path).unwrap();
    assert!(matches!(log.verify().await, Err(StoreError::Corrupt { .. })));
    assert!(matches!(log.read_all(0, 100).await, Err(StoreError::Corrupt { .. })));
    assert!(matches!(log.read_stream(&stream(1), 0, 100).await, Err(StoreError::Corrupt { .. })));
    assert_eq!(log.read_all(5, 100).await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_sound_log_verifies() {
    let (_folder, path) = tampered("").await;
    SqliteLog::open(&path).unwrap().verify().await.unwrap();
}

#[test]
fn creating_over_an_existing_file_is_refused() {
    let (_folder, path) = nowhere();
    drop(SqliteLog::create(&path, LEDGER).unwrap());
    let before = fs::read(&path).unwrap();
    assert!(matches!(SqliteLog::create(&path, LEDGER), Err(StoreError::AlreadyExists { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_creation_that_was_cut_short_is_begun_again() {
    let (_folder, path) = nowhere();
    fs::write(path.with_file_name("ledger.db.new"), "half a").unwrap();
    assert_eq!(SqliteLog::open_or_create(&path, LEDGER).unwrap().ledger_id(), LEDGER);
    assert!(!path.with_file_name("ledger.db.new").exists());
}

#[test]
fn a_second_writer_is_refused_and_told_both_ways_out() {
    let (_folder, path) = nowhere();
    let first = SqliteLog::create(&path, LEDGER).unwrap();
    let error = SqliteLog::open(&path).expect_err("one writer holds the lock");
    assert!(matches!(error, StoreError::Locked { .. }));
    for part in [&*path.display().to_string(), "stop that process", "running server"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    drop(first);
    SqliteLog::open(&path).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_of_a_log_are_open_to_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).unwrap();
    log.append(append(1, 0)).await.unwrap();
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let mode = fs::metadata(path.with_file_name(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn another_name_for_the_file_is_no_way_around_the_lock() {
    let (folder, path) = nowhere();
    let _first = SqliteLog::create(&path, LEDGER).unwrap();
    let link = folder.path().join("other.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(SqliteLog::open(&link), Err(StoreError::Locked { .. })));
}

#[tokio::test]
async fn a_reader_works_beside_the_writer_and_never_writes() {
    let (_folder, path) = nowhere();
    let writer = SqliteLog::create(&path, LEDGER).unwrap();
    writer.append(append(1, 0)).await.unwrap();
    let reader = SqliteLog::open_read_only(&path).unwrap();
    writer.append(append(2, 0)).await.unwrap();

    assert_eq!(reader.read_all(0, 10).await.unwrap(), writer.read_all(0, 10).await.unwrap());
    assert_eq!((reader.ledger_id(), *reader.head().borrow()), (LEDGER, 1));
    let [seen, run_with] = [reader.settings().await.unwrap(), writer.settings().await.unwrap()];
    assert_eq!((seen.synchronous, run_with.synchronous), (2, 2), "a reader is set up by the same code");
    assert!(matches!(reader.append(append(3, 0)).await, Err(AppendError::ReadOnly { .. })));

    drop(reader);
    writer.append(append(1, 1)).await.unwrap();
}
