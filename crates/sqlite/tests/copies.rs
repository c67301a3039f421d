//! A copy made while everybody writes is the log as it stood at one moment, and opens nothing but what it was.

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{LEDGER, append, nowhere, stream};
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeyFiles, KeysDb, KeysError, Refill, ShutVault};
use cxl_store::{CodeClaim, EventStore, SeededEntropy, StoreError, Vault};
use tokio::task::{JoinSet, spawn_blocking};
use uuid::Uuid;

const WRITERS: u32 = 16;

/// What lies in the folder of a file, by name.
fn beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().expect("a folder")).expect("a folder that can be listed");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_under_load_is_the_beginning_of_the_log_and_holds_all_that_was_acknowledged_before() {
    let (_folder, path) = nowhere();
    let log = Arc::new(SqliteLog::create(&path, LEDGER).unwrap());
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (log, stop) = (Arc::clone(&log), Arc::clone(&stop));
        writers.spawn(async move {
            for number in 0.. {
                log.append(append(writer, number)).await.unwrap();
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
    }
    let mut head = log.head();
    for round in 1..=4_u64 {
        let before = *head.wait_for(|events| *events >= 100 * round).await.unwrap();
        let (_copies, copy) = nowhere();
        let (source, to) = (Arc::clone(&log), copy.clone());
        let copied = spawn_blocking(move || {
            let mut seen = Vec::new();
            let events = source.copy_to(&to, |done, total| seen.push((done, total))).unwrap();
            assert!(seen.last().is_some_and(|(done, total)| done == total), "{seen:?}");
            events
        });
        let events = copied.await.unwrap();
        assert!(events >= before, "{events} of {before} acknowledged events");
        let opened = SqliteLog::open_copy(&copy).unwrap();
        opened.verify().await.unwrap();
        let whole = usize::try_from(events).unwrap();
        let seen = opened.read_all(0, whole + 1).await.unwrap();
        let reader = SqliteLog::open_read_only(&path).unwrap();
        assert_eq!((opened.ledger_id(), seen.len()), (LEDGER, whole));
        assert_eq!(seen, reader.read_all(0, whole).await.unwrap());
        drop(opened);
        assert_eq!(beside(&copy), ["ledger.db"], "nothing is left beside a copy that was read");
    }
    stop.store(true, Ordering::Relaxed);
    writers.join_all().await;
    // A copy is a log like any other: it goes on where it stopped.
    let (_copies, copy) = nowhere();
    let events = log.copy_to(&copy, |_, _| {}).unwrap();
    let next = log.read_stream(&stream(0), 0, 10_000).await.unwrap().len() as u64;
    let again = SqliteLog::open(&copy).unwrap();
    assert_eq!(again.append(append(0, next)).await.unwrap().first_position, events);
}

#[test]
fn a_copy_takes_the_place_of_nothing() {
    let (_folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).unwrap();
    let (_copies, copy) = nowhere();
    fs::write(&copy, "something else").unwrap();
    assert!(matches!(log.copy_to(&copy, |_, _| {}), Err(StoreError::AlreadyExists { .. })));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "something else");
    let into_nowhere = log.copy_to(&copy.join("ledger.db"), |_, _| {});
    assert!(into_nowhere.is_err(), "{into_nowhere:?}");
}

#[tokio::test]
async fn a_copy_opens_from_a_folder_with_any_name() {
    let (folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).unwrap();
    log.append(append(1, 0)).await.unwrap();
    let odd = folder.path().join("50% of #1?mode=rw&x=y bản sao");
    fs::create_dir(&odd).unwrap();
    let copy = odd.join("ledger.db");
    assert_eq!(log.copy_to(&copy, |_, _| {}).unwrap(), 1);
    assert_eq!(SqliteLog::open_copy(&copy).unwrap().read_all(0, 10).await.unwrap().len(), 1);
    assert_eq!(beside(&copy), ["ledger.db"]);
}

#[cfg(unix)]
#[test]
fn the_files_of_a_copy_are_open_to_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = nowhere();
    let (_copies, copy) = nowhere();
    SqliteLog::create(&path, LEDGER).unwrap().copy_to(&copy, |_, _| {}).unwrap();
    let files = KeyFiles::in_dir(folder.path());
    drop(vault(&files));
    let keys = copy.with_file_name("keys.db");
    ShutVault::open(&files.keys).unwrap().copy_to(&keys).unwrap();
    for path in [&copy, &keys] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

fn vault(files: &KeyFiles) -> KeysDb {
    let entropy = Box::new(SeededEntropy::numbered(1));
    KeysDb::create(files, LEDGER, entropy, Refill::Foreground).expect("a new vault")
}

fn opened(files: &KeyFiles) -> KeysDb {
    let entropy = Box::new(SeededEntropy::numbered(2));
    KeysDb::open(files, LEDGER, entropy, Refill::Foreground).expect("a vault that opens")
}

#[test]
fn a_copied_vault_holds_every_key_and_code_and_opens_with_the_kek_alone() {
    let (folder, _) = nowhere();
    let (copies, _) = nowhere();
    let (files, to) = (KeyFiles::in_dir(folder.path()), KeyFiles::in_dir(copies.path()));
    let source = vault(&files);
    // More keys than are copied at once.
    let drawn: Vec<_> = (0..9_000).map(|_| source.draw().unwrap()).collect();
    let person = |number: usize| Uuid::from_u128(number as u128);
    for (number, (key, _)) in drawn.iter().step_by(100).enumerate() {
        assert_eq!(
            source.claim_code(&format!("E-{number}"), person(number), *key).unwrap(),
            CodeClaim::Claimed
        );
    }
    let shut = ShutVault::open(&files.keys).unwrap();
    shut.copy_to(&to.keys).unwrap();
    assert_eq!(beside(&to.keys), ["keys.db"], "the kek stays where it is");
    assert_eq!(ShutVault::open(&to.keys).unwrap().count().unwrap(), shut.count().unwrap());
    let ids: Vec<_> = drawn.iter().map(|(id, _)| *id).collect();
    assert_eq!(ShutVault::open(&to.keys).unwrap().missing(&ids).unwrap(), []);

    fs::copy(&files.kek, &to.kek).unwrap();
    let copy = opened(&to);
    copy.verify().unwrap();
    for (id, key) in &drawn {
        assert_eq!(copy.key(*id).unwrap().as_ref(), Some(key));
    }
    for number in 0..90 {
        assert_eq!(copy.resolve_code(&format!("E-{number}")).unwrap(), Some(person(number)));
    }
    assert!(matches!(shut.copy_to(&to.keys), Err(KeysError::Exists { .. })));
}

#[test]
fn a_vault_is_copied_while_keys_are_drawn_and_codes_tied_to_new_ones() {
    let (folder, _) = nowhere();
    let files = KeyFiles::in_dir(folder.path());
    let source = vault(&files);
    let (first, _) = source.draw().unwrap();
    source.claim_code("E-1", Uuid::from_u128(1), first).unwrap();
    std::thread::scope(|scope| {
        let drawing = scope.spawn(|| {
            for _ in 0..300 {
                let (key, _) = source.draw().unwrap();
                source.claim_code("E-1", Uuid::from_u128(1), key).unwrap();
            }
        });
        while !drawing.is_finished() {
            let (copies, _) = nowhere();
            let to = KeyFiles::in_dir(copies.path());
            ShutVault::open(&files.keys).unwrap().copy_to(&to.keys).unwrap();
            fs::copy(&files.kek, &to.kek).unwrap();
            let copy = opened(&to);
            copy.verify().unwrap();
            assert!(copy.key(first).unwrap().is_some());
            assert_eq!(copy.resolve_code("E-1").unwrap(), Some(Uuid::from_u128(1)), "the code is not lost");
        }
    });
}
