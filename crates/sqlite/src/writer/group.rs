//! One group of appends, one transaction.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_store::append::{Placement, place, standing_range};
use cxl_store::{Append, AppendError, Appended, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::{Answer, Writing};
use crate::directory::{number, stored, uuid};
use crate::error::told;
use crate::heads::{Head, Heads};

const ADD_STREAM: &str = "INSERT INTO streams (number, kind, id) VALUES (?1, ?2, ?3)";
const ADD_TYPE: &str = "INSERT INTO types (number, name) VALUES (?1, ?2)";
const ADD_EVENT: &str = "
    INSERT INTO events (position, stream, revision, type, id, body, meta) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const IDS: &str =
    "SELECT id FROM events WHERE stream = ?1 AND revision >= ?2 AND revision < ?3 ORDER BY revision";
const POSITION: &str = "SELECT position FROM events WHERE stream = ?1 AND revision = ?2";

impl Writing {
    /// Records what can be recorded and answers every append of the group. When SQLite fails, the whole
    /// group fails, and the next one starts from what the file holds.
    pub(super) fn record(&mut self, appends: Vec<Append>) -> Vec<Answer> {
        if let Some(reason) = &self.stopped {
            let refused = || Err(AppendError::ReadOnly { reason: reason.clone() });
            return appends.iter().map(|_| refused()).collect();
        }
        match commit(&mut self.connection, &mut self.heads, &appends) {
            Ok((answers, flush)) => {
                self.flush = flush;
                self.announce(appends, &answers);
                answers
            }
            Err(error) => {
                let error = self.recover(error);
                appends.iter().map(|_| Err(AppendError::Store(error.clone()))).collect()
            }
        }
    }

    /// Lets readers see the committed events, then tells them that there are some.
    fn announce(&self, appends: Vec<Append>, answers: &[Answer]) {
        let written = appends.into_iter().zip(answers).filter_map(|(append, answer)| match *answer {
            Ok(Appended { first_position, first_revision, replayed: false, .. }) => {
                Some(append.recorded(first_position, first_revision))
            }
            _ => None,
        });
        self.tail.extend(written.flatten());
        self.head.send_if_modified(|head| {
            let risen = *head < self.heads.next_position();
            *head = self.heads.next_position();
            risen
        });
    }

    /// After a failure the heads are read again. After one that leaves the state of the disk in doubt,
    /// nothing more is written: a flush that failed once can appear to succeed the next time.
    fn recover(&mut self, error: rusqlite::Error) -> StoreError {
        let error = told(&self.path, "writing", error);
        tracing::error!(%error, "a group of appends failed");
        let passing = matches!(error, StoreError::Full { .. } | StoreError::Locked { .. });
        let rolled_back = self.connection.is_autocommit();
        match Heads::load(&self.path, &self.connection, &self.directory) {
            Ok(heads) if passing && rolled_back => self.heads = heads,
            _ => {
                self.stopped = Some(format!("an earlier write failed ({error}); mend the cause and restart"));
            }
        }
        error
    }
}

/// Answers how long the flush took, too.
fn commit(
    connection: &mut Connection,
    heads: &mut Heads,
    appends: &[Append],
) -> rusqlite::Result<(Vec<Answer>, Duration)> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let answers = appends.iter().map(|one| append(&transaction, heads, one)).collect::<Result<_, _>>()?;
    let written = Instant::now();
    transaction.commit()?;
    Ok((answers, written.elapsed()))
}

fn append(transaction: &Transaction<'_>, heads: &mut Heads, append: &Append) -> rusqlite::Result<Answer> {
    let head = heads.stream(&append.stream);
    let next = head.map_or(0, |head| head.next);
    let standing = match (head, standing_range(append, next)) {
        (Some(head), Some(range)) => ids(transaction, head.number, range)?,
        _ => Vec::new(),
    };
    let count = append.events.len() as u64;
    let (first_position, first_revision, replayed) = match (place(append, next, &standing), head) {
        (Ok(Placement::Write(first)), _) => (write(transaction, heads, append)?, first, false),
        (Ok(Placement::Replay(first)), Some(head)) => {
            (position(transaction, head.number, first)?, first, true)
        }
        (Ok(Placement::Replay(_)), None) => return Err(rusqlite::Error::QueryReturnedNoRows),
        (Err(refusal), _) => return Ok(Err(refusal)),
    };
    Ok(Ok(Appended { first_position, first_revision, count, replayed }))
}

/// Writes the events at the end of their stream and answers the position of the first.
fn write(transaction: &Transaction<'_>, heads: &mut Heads, append: &Append) -> rusqlite::Result<u64> {
    let head = match heads.stream(&append.stream) {
        Some(head) => head,
        None => add_stream(transaction, heads, append)?,
    };
    let first = heads.next_position();
    let mut insert = transaction.prepare_cached(ADD_EVENT)?;
    for ((position, revision), event) in (first..).zip(head.next..).zip(&append.events) {
        let type_number = match heads.type_number(&event.type_name) {
            Some(number) => number,
            None => add_type(transaction, heads, &event.type_name)?,
        };
        insert.execute((
            stored(position),
            head.number,
            stored(revision),
            type_number,
            event.id.into_bytes(),
            event.body.as_slice(),
            event.meta.as_slice(),
        ))?;
    }
    heads.advance(&append.stream, append.events.len() as u64);
    Ok(first)
}

fn add_stream(transaction: &Transaction<'_>, heads: &mut Heads, append: &Append) -> rusqlite::Result<Head> {
    let (name, head) = (&append.stream, heads.add_stream(&append.stream));
    let row = (head.number, name.kind().as_str(), name.id().into_bytes());
    transaction.prepare_cached(ADD_STREAM)?.execute(row)?;
    Ok(head)
}

fn add_type(transaction: &Transaction<'_>, heads: &mut Heads, name: &Arc<str>) -> rusqlite::Result<i64> {
    let number = heads.add_type(name);
    transaction.prepare_cached(ADD_TYPE)?.execute((number, &**name))?;
    Ok(number)
}

fn ids(transaction: &Transaction<'_>, stream: i64, revisions: Range<u64>) -> rusqlite::Result<Vec<Uuid>> {
    let mut statement = transaction.prepare_cached(IDS)?;
    let bound = (stream, stored(revisions.start), stored(revisions.end));
    statement.query_map(bound, |row| uuid(row, 0))?.collect()
}

fn position(transaction: &Transaction<'_>, stream: i64, revision: u64) -> rusqlite::Result<u64> {
    let mut statement = transaction.prepare_cached(POSITION)?;
    statement.query_row((stream, stored(revision)), |row| number(row, 0))
}
