//! What was acknowledged is there, whatever happens to the process.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use common::{LEDGER, append, nowhere, stream};
use cxl_sqlite::SqliteLog;
use cxl_store::EventStore;
use tokio::task::JoinSet;

const WRITERS: u32 = 16;
const LOG: &str = "CXL_SQLITE_TEST_LOG";

#[tokio::test]
async fn a_log_goes_on_where_it_was_left() {
    let (_folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).unwrap();
    let first = log.append(append(1, 0)).await.unwrap();
    log.append(append(2, 0)).await.unwrap();
    let before = log.read_all(0, 10).await.unwrap();
    drop(log);

    let log = SqliteLog::open(&path).unwrap();
    assert_eq!(*log.head().borrow(), 2);
    assert_eq!(log.read_all(0, 10).await.unwrap(), before);
    let again = log.append(append(1, 0)).await.unwrap();
    assert_eq!((again.replayed, again.first_position), (true, first.first_position));
    let next = log.append(append(1, 1)).await.unwrap();
    assert_eq!((next.first_position, next.first_revision), (2, 1));
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_once_afterwards() {
    let (_folder, path) = nowhere();
    drop(SqliteLog::create(&path, LEDGER).unwrap());
    for life in 1..=3 {
        let acknowledged = kill_after(&path, 200);
        let log = SqliteLog::open(&path).unwrap();
        for (in_stream, number) in acknowledged {
            assert!(events_of(&log, in_stream) > number, "life {life} lost event {number} of {in_stream}");
        }
        let in_streams: u64 = (0..WRITERS).map(|in_stream| events_of(&log, in_stream)).sum();
        assert_eq!(*log.head().borrow(), in_streams, "no event without its stream");
    }
}

#[tokio::test]
async fn a_torn_write_ahead_log_loses_only_what_was_never_acknowledged() {
    let (_folder, path) = nowhere();
    let log = SqliteLog::create(&path, LEDGER).unwrap();
    for number in 0..20 {
        log.append(append(1, number)).await.unwrap();
    }
    let (_copies, copy) = nowhere();
    let wal = fs::read(path.with_file_name("ledger.db-wal")).unwrap();
    for cut in [0, 1, 33, 4_000, 20_000] {
        fs::copy(&path, &copy).unwrap();
        fs::write(copy.with_file_name("ledger.db-wal"), &wal[..wal.len() - cut]).unwrap();
        let reopened = SqliteLog::open(&copy).unwrap();
        let events = reopened.read_all(0, 100).await.unwrap();
        assert_eq!(events.len() as u64, *reopened.head().borrow());
        assert_eq!(events, log.read_all(0, events.len()).await.unwrap());
        assert_eq!(events.len() == 20, cut == 0, "{} events after {cut} bytes were cut", events.len());
    }
}

fn events_of(log: &SqliteLog, in_stream: u32) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(log.read_stream(&stream(in_stream), 0, 10_000)).expect("a readable stream").len() as u64
}

/// Lets a process of its own write, kills it after so many acknowledgments, and answers all it had printed.
fn kill_after(path: &Path, count: usize) -> Vec<(u32, u64)> {
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "writes_until_killed", "--ignored", "--nocapture"])
        .env(LOG, path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process of its own");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut acknowledged = Vec::new();
    for line in lines {
        let line = line.expect("a line of its output");
        // The last line may have been cut by the kill.
        let Some((in_stream, number)) =
            line.strip_prefix("ack ").and_then(|rest| rest.strip_suffix('.')?.split_once(' '))
        else {
            continue;
        };
        acknowledged.push((in_stream.parse().expect("a stream"), number.parse().expect("a number")));
        if acknowledged.len() == count {
            child.kill().expect("a process to kill");
        }
    }
    child.wait().expect("its end");
    assert!(acknowledged.len() >= count, "the writer ended by itself after {} events", acknowledged.len());
    acknowledged
}

#[test]
#[ignore = "writes until it is killed by the test that starts it"]
fn writes_until_killed() {
    let Some(path) = env::var_os(LOG) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let log = std::sync::Arc::new(SqliteLog::open(Path::new(&path)).unwrap());
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let log = std::sync::Arc::clone(&log);
            writers.spawn(async move {
                let first = log.read_stream(&stream(writer), 0, 10_000).await.unwrap().len() as u64;
                for number in first.. {
                    log.append(append(writer, number)).await.unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "ack {writer} {number}.").unwrap();
                    out.flush().unwrap();
                }
            });
        }
        writers.join_all().await;
    });
}
