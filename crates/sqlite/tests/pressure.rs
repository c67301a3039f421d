//! More than can be written at once: a clear answer, and memory that stays bounded.

mod common;

use std::sync::Arc;

use common::{LEDGER, append, nowhere};
use cxl_sqlite::SqliteLog;
use cxl_store::{AppendError, EventStore};
use rusqlite::Connection;
use tokio::task::JoinSet;

const CALLERS: u32 = 2_000;
/// What may wait, in the queue and in the group that is being written.
const WAITING: u32 = 1_024 + 256;

#[tokio::test]
async fn whoever_comes_when_too_many_wait_is_told_so_at_once_and_nothing_is_lost_or_doubled() {
    let (_folder, path) = nowhere();
    let log = Arc::new(SqliteLog::create(&path, LEDGER).unwrap());
    // As long as somebody else holds the file, nothing is written.
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let log = Arc::clone(&log);
        callers.spawn(async move { (number, log.append(append(number, 0)).await) });
    }
    let mut busy = Vec::new();
    for _ in 0..CALLERS - WAITING {
        let (number, answer) = callers.join_next().await.unwrap().unwrap();
        assert!(matches!(answer, Err(AppendError::Busy)), "{answer:?}");
        busy.push(number);
    }
    other.execute_batch("ROLLBACK").unwrap();
    for (number, answer) in callers.join_all().await {
        match answer {
            Ok(_) => {}
            Err(AppendError::Busy) => busy.push(number),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(*log.head().borrow(), u64::from(CALLERS) - busy.len() as u64);
    for number in busy {
        assert!(!log.append(append(number, 0)).await.unwrap().replayed, "a refused append left nothing");
    }
    assert_eq!(*log.head().borrow(), u64::from(CALLERS));
}
