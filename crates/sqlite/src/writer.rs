//! How an append becomes durable: one writer at a time, one flush for a whole group.
//!
//! Appends wait in a bounded queue. Whoever commits takes all that wait, decides each against the heads that
//! are kept in memory, writes them in one transaction and answers everybody after the commit. A conflict is
//! answered after the commit as well, because the event that caused it may be in the same group.
//!
//! A group is committed by the caller who makes it complete, on its own thread: to hand it over and to be woken
//! with the answer are two switches, which cost as much as a good part of a flush. A lone caller always is that
//! caller. A thread commits the groups that have waited long enough, and those of callers whose own thread must
//! not wait for a disk.
//!
//! When the queue is full, an append is answered with [`AppendError::Busy`] at once instead of being kept, so that
//! this side never holds more than a full queue and a group.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cxl_store::{Append, AppendError, Appended, StoreError};
use rusqlite::Connection;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{oneshot, watch};
use tokio::task::block_in_place;

use crate::directory::Directory;
use crate::heads::Heads;
use crate::open::WriteLock;
use cxl_store::tail::Tail;
use queue::{Caller, GROUP, GROUP_BYTES, Group, Queue, Request};

mod group;
mod queue;
#[cfg(test)]
mod tests;

type Answer = Result<Appended, AppendError>;

/// The way into the file. Dropping it waits until everything in the queue is answered and the file is closed.
#[derive(Debug)]
pub(crate) struct Writer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread and its callers have in common.
#[derive(Debug)]
struct Shared {
    queue: Queue,
    /// Held by whoever commits.
    writing: Mutex<Writing>,
}

impl Writer {
    /// Starts the thread. The writer holds `lock`, keeps the newest events in `tail` and announces the
    /// number of durable ones on `head`.
    pub(crate) fn start(
        path: &Path,
        lock: WriteLock,
        connection: Connection,
        directory: Arc<Directory>,
        heads: Heads,
        tail: Arc<Tail>,
        head: watch::Sender<u64>,
    ) -> Result<Self, StoreError> {
        let failed = |error| crate::error::told_by_system(path, "starting the writer of", error);
        let path = path.to_owned();
        let flush = Duration::ZERO;
        let writing =
            Writing { path, connection, directory, heads, tail, head, flush, stopped: None, _lock: lock };
        let shared = Arc::new(Shared::new(writing));
        let thread = thread::Builder::new().name("cxl-log-writer".into());
        let committing = Arc::clone(&shared);
        let thread = thread.spawn(move || committing.run()).map_err(failed)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Hands in appends that have passed their check, and waits for the commit. Each is all or nothing on its
    /// own and is answered at its place.
    pub(crate) async fn append(&self, appends: Vec<Append>) -> Vec<Answer> {
        let count = appends.len();
        let answers = self.answers(appends).await;
        answers.unwrap_or_else(|refusal| vec![Err(refusal); count])
    }

    /// The same for any number of appends, a group at a time.
    pub(crate) async fn append_all(&self, appends: Vec<Append>) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(appends.len());
        let (mut group, mut bytes) = (Vec::new(), 0);
        for append in appends {
            if group.len() == GROUP || bytes + append.bytes() > GROUP_BYTES {
                answers.extend(self.append(std::mem::take(&mut group)).await);
                bytes = 0;
            }
            bytes += append.bytes();
            group.push(append);
        }
        answers.extend(self.append(group).await);
        answers
    }

    async fn answers(&self, appends: Vec<Append>) -> Result<Vec<Answer>, AppendError> {
        if appends.is_empty() {
            return Ok(Vec::new());
        }
        let (answers, answered) = oneshot::channel();
        let caller = Caller { answers, appends: appends.len() };
        let bytes = appends.iter().map(Append::bytes).sum();
        if let Some(group) = self.shared.queue.push(Request { appends, bytes, caller }, may_wait_here())? {
            block_in_place(|| self.shared.commit(group));
        }
        answered.await.map_err(|_| AppendError::Store(StoreError::Closed))
    }
}

/// Whether this thread may wait for a disk: as a worker of a runtime that has others, to which its tasks are
/// handed on meanwhile. What [`block_on`](tokio::runtime::Runtime::block_on) drives is left to the thread, for it is
/// there that many appends are driven at once.
fn may_wait_here() -> bool {
    let has_others = |handle: Handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread;
    tokio::task::try_id().is_some() && Handle::try_current().is_ok_and(has_others)
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.queue.close();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer of the log ended in a panic");
        }
    }
}

/// What whoever commits needs. The lock comes last, so that it outlives the connection.
#[derive(Debug)]
struct Writing {
    path: PathBuf,
    connection: Connection,
    directory: Arc<Directory>,
    heads: Heads,
    tail: Arc<Tail>,
    head: watch::Sender<u64>,
    /// How long the last flush took.
    flush: Duration,
    /// Why nothing is written any more.
    stopped: Option<String>,
    _lock: WriteLock,
}

impl Shared {
    fn new(writing: Writing) -> Self {
        Self { queue: Queue::default(), writing: Mutex::new(writing) }
    }

    /// What the thread does until the queue is closed.
    fn run(&self) {
        while let Some(group) = self.queue.next() {
            self.commit(group);
        }
    }

    fn commit(&self, group: Group) {
        let _turn = Turn(&self.queue);
        let Group { appends, callers, .. } = group;
        let started = Instant::now();
        let mut writing = self.writing.lock().expect("after a panic no group is taken any more");
        let mut answers = writing.record(appends).into_iter();
        let flush = writing.flush;
        drop(writing);
        let took = started.elapsed();
        tracing::trace!(callers = callers.len(), micros = took.as_micros(), "committed a group");
        self.queue.committed(callers.len(), took.saturating_sub(flush), flush);
        for Caller { answers: waiting, appends } in callers {
            // Whoever no longer waits will repeat the append and find it recorded.
            let _ = waiting.send(answers.by_ref().take(appends).collect());
        }
    }
}

/// Nobody waits for a commit that ended in a panic.
struct Turn<'a>(&'a Queue);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.abandon();
        }
    }
}
