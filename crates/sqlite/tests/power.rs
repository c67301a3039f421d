//! What a power cut may leave of the files, and that it is enough.
//!
//! A flush makes everything durable that was written before it. Of what was written since, a disk may keep any
//! sector and lose any other, in any order. So the files are taken as they stand at a flush, and what follows
//! is made up sector by sector: the new bytes, the old ones, or rubbish.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{LEDGER, nowhere, stream};
use cxl_sqlite::SqliteLog;
use cxl_store::entropy::random;
use cxl_store::{Append, EventStore, Expected, NewEvent, Recorded, SeededEntropy};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

const WRITERS: u32 = 16;
/// Events of one append, which must be there together or not at all.
const TOGETHER: u64 = 3;
/// What a disk writes whole.
const SECTOR: usize = 512;
/// What SQLite writes and flushes first of a write-ahead log that begins anew.
const WAL_HEADER: usize = 32;
const CUTS: u64 = 120;

/// An append that was acknowledged when the write-ahead log had so many bytes.
#[derive(Debug, Clone, Copy)]
struct Acknowledged {
    writer: u32,
    number: u64,
    wal_bytes: usize,
}

/// A log in use, and where its files lie.
struct InUse {
    log: Arc<SqliteLog>,
    path: PathBuf,
    _folder: TempDir,
}

impl InUse {
    fn new() -> Self {
        let (folder, path) = nowhere();
        let log = Arc::new(SqliteLog::create(&path, LEDGER).expect("an empty log"));
        Self { log, path, _folder: folder }
    }

    fn wal(&self) -> PathBuf {
        self.path.with_file_name("ledger.db-wal")
    }

    /// Lets all writers make these appends, one after the other each.
    async fn write(&self, numbers: std::ops::Range<u64>) -> Vec<Acknowledged> {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (log, wal, numbers) = (Arc::clone(&self.log), self.wal(), numbers.clone());
            writers.spawn(async move {
                let mut acknowledged = Vec::new();
                for number in numbers {
                    log.append(append(writer, number)).await.expect("a recorded append");
                    let bytes = fs::metadata(&wal).expect("a write-ahead log").len();
                    let wal_bytes = usize::try_from(bytes).expect("a log that fits into memory");
                    acknowledged.push(Acknowledged { writer, number, wal_bytes });
                }
                acknowledged
            });
        }
        writers.join_all().await.concat()
    }

    /// Both files as they are now.
    fn files(&self) -> (Vec<u8>, Vec<u8>) {
        let read = |path: &Path| fs::read(path).expect("a file of the log");
        (read(&self.path), read(&self.wal()))
    }

    async fn events(&self) -> Vec<Recorded> {
        self.log.read_all(0, 10_000).await.expect("a readable log")
    }

    /// Carries everything over into the file, so that the write-ahead log begins anew with the next append.
    fn checkpoint(&self) {
        let beside = Connection::open(&self.path).expect("a connection");
        let sql = "PRAGMA wal_checkpoint(PASSIVE)";
        let (log, done): (i64, i64) =
            beside.query_row(sql, [], |row| Ok((row.get(1)?, row.get(2)?))).expect("a checkpoint");
        assert_eq!(log, done, "nothing keeps a page from being carried over");
    }
}

fn append(writer: u32, number: u64) -> Append {
    let first = number * TOGETHER;
    let event = |revision: u64| NewEvent {
        id: Uuid::from_u128((u128::from(writer) << 64) | u128::from(revision)),
        type_name: "initiative.progress-reported.v1".into(),
        body: format!("{{\"number\":{revision},\"text\":\"{}\"}}", "x".repeat(300)).into_bytes(),
        meta: b"{}".to_vec(),
    };
    Append {
        stream: stream(writer),
        expected: first.checked_sub(1).map_or(Expected::NoStream, Expected::Exact),
        events: (first..first + TOGETHER).map(event).collect(),
    }
}

/// Opens a log of these files: what is in it must be the beginning of `whole`, with every append of
/// `acknowledged` in it, none by half, and it must go on taking appends. Answers how many events it has.
async fn opens(
    (database, wal): (&[u8], &[u8]),
    whole: &[Recorded],
    acknowledged: impl Iterator<Item = Acknowledged>,
    case: &str,
) -> usize {
    let (_folder, path) = nowhere();
    fs::write(&path, database).expect("a copy of the file");
    fs::write(path.with_file_name("ledger.db-wal"), wal).expect("a copy of the write-ahead log");
    let log = SqliteLog::open(&path).unwrap_or_else(|error| panic!("{case}: {error}"));
    log.verify().await.unwrap_or_else(|error| panic!("{case}: {error}"));
    let events = log.read_all(0, whole.len() + 1).await.expect("a readable log");
    assert!(whole.starts_with(&events), "{case}: {} events are not those that were written", events.len());
    let of = |writer: u32| events.iter().filter(move |event| event.stream == stream(writer)).count() as u64;
    let standing: Vec<u64> = (0..WRITERS).map(of).collect();
    assert!(standing.iter().all(|events| events % TOGETHER == 0), "{case}: half an append: {standing:?}");
    for Acknowledged { writer, number, .. } in acknowledged {
        let events = standing[writer as usize];
        assert!(events >= (number + 1) * TOGETHER, "{case}: append {number} of {writer} is lost");
    }
    let next = log.append(common::append(WRITERS, 0)).await.expect("the log goes on");
    assert_eq!(next.first_position, events.len() as u64, "{case}");
    events.len()
}

/// `new` up to `flushed`; behind it each sector that was written has its old or its new bytes or rubbish, and the
/// file may end anywhere where it did not end before.
fn torn(old: &[u8], new: &[u8], flushed: usize, dice: &mut SeededEntropy) -> Vec<u8> {
    let mut file = new[..flushed].to_vec();
    while file.len() < new.len() {
        let sector = file.len()..new.len().min((file.len() / SECTOR + 1) * SECTOR);
        let before = old.get(sector.clone());
        match random::<1>(dice)[0] % 8 {
            _ if before == Some(&new[sector.clone()]) => file.extend(&new[sector]),
            0 if before.is_none() => return file,
            0 | 1 => file.extend(sector.map(|_| random::<1>(dice)[0])),
            2 | 3 => file.extend(sector.map(|at| old.get(at).copied().unwrap_or(0))),
            _ => file.extend(&new[sector]),
        }
    }
    file
}

fn up_to(limit: usize, dice: &mut SeededEntropy) -> usize {
    let drawn = usize::try_from(u32::from_be_bytes(random::<4>(dice))).expect("a number that fits");
    drawn % (limit + 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_power_cut_leaves_of_the_write_ahead_log_nothing_acknowledged_is_lost_or_halved() {
    let log = InUse::new();
    let acknowledged = log.write(0..12).await;
    let ((database, wal), whole) = (log.files(), log.events().await);
    let mut lost = 0;
    for seed in 0..CUTS {
        let dice = &mut SeededEntropy::numbered(seed);
        let last = acknowledged[up_to(acknowledged.len() - 1, dice)];
        let left = torn(&[], &wal, last.wal_bytes.min(wal.len()), dice);
        let flushed = acknowledged.iter().copied().filter(|it| it.wal_bytes <= last.wal_bytes);
        let events = opens((&database, &left), &whole, flushed, &format!("cut {seed}")).await;
        lost += usize::from(events < whole.len());
    }
    assert!(lost > 0, "no cut lost anything, so none was where it matters");
    opens((&database, &wal), &whole, acknowledged.into_iter(), "no cut").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_while_pages_are_carried_over_loses_nothing() {
    let log = InUse::new();
    let acknowledged = log.write(0..12).await;
    let ((before, wal), whole) = (log.files(), log.events().await);
    log.checkpoint();
    let (after, _) = log.files();
    assert!(after.len() > before.len());
    for seed in 0..CUTS {
        let left = torn(&before, &after, 0, &mut SeededEntropy::numbered(seed));
        let events = opens((&left, &wal), &whole, acknowledged.iter().copied(), &format!("cut {seed}")).await;
        assert_eq!(events, whole.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_after_the_write_ahead_log_began_anew_loses_nothing_that_was_carried_over() {
    let log = InUse::new();
    let carried_over = log.write(0..12).await;
    let (_, old) = log.files();
    log.checkpoint();
    let (database, _) = log.files();
    log.write(12..14).await;
    let ((same, new), whole) = (log.files(), log.events().await);
    assert!(same == database, "no second checkpoint has come between");
    assert!(new.len() == old.len() && new[..WAL_HEADER] != old[..WAL_HEADER], "it began anew, in place");
    for seed in 0..CUTS {
        let left = torn(&old, &new, WAL_HEADER, &mut SeededEntropy::numbered(seed));
        opens((&database, &left), &whole, carried_over.iter().copied(), &format!("cut {seed}")).await;
    }
}
