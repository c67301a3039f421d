//! How an append becomes durable: one thread, one flush for a whole group.
//!
//! Appends wait in a bounded queue. The thread takes all that wait, decides each against the heads it
//! keeps in memory, writes them in one transaction and answers everybody after the commit. A conflict is
//! answered after the commit as well, because the event that caused it may be in the same group.
//!
//! When the queue is full, an append is answered with [`AppendError::Busy`] at once instead of being kept. So
//! whatever is sent, [`QUEUE`] + [`GROUP`] appends of together [`QUEUE_BYTES`] are the most that this side holds:
//! an append gives its room back when it is answered.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use cxl_store::{Append, AppendError, Appended, StoreError};
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

use crate::directory::Directory;
use crate::heads::Heads;
use crate::open::WriteLock;
use cxl_store::tail::Tail;
use linger::Linger;

mod group;
mod linger;
#[cfg(test)]
mod tests;

/// The most appends that share one flush.
const GROUP: usize = 256;
/// Bytes after which a group takes no further append.
const GROUP_BYTES: usize = 4 << 20;
/// The most appends that wait.
const QUEUE: usize = 1024;
/// The most bytes that wait.
const QUEUE_BYTES: usize = 64 << 20;

type Answer = Result<Appended, AppendError>;

/// The way to the writing thread. Dropping it waits until everything in the queue is answered and the file
/// is closed.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Request>>,
    room: Arc<Semaphore>,
    thread: Option<JoinHandle<()>>,
}

/// An append on its way to the thread.
#[derive(Debug)]
struct Request {
    append: Append,
    caller: Caller,
}

/// Whoever waits for an answer, and the room in the queue that the append takes until then.
#[derive(Debug)]
struct Caller {
    answer: oneshot::Sender<Answer>,
    _room: OwnedSemaphorePermit,
}

impl Writer {
    /// Starts the thread. It holds `lock` keeps the newest events in `tail` and announces the
    /// number of durable ones on `head`.
    pub(crate) fn start(
        path: PathBuf,
        lock: WriteLock,
        connection: Connection,
        directory: Arc<Directory>,
        heads: Heads,
        tail: Arc<Tail>,
        head: watch::Sender<u64>,
    ) -> Result<Self, StoreError> {
        let (queue, requests) = sync_channel(QUEUE);
        let state = Writing { path, connection, directory, heads, tail, head, stopped: None, _lock: lock };
        let path = state.path.clone();
        let thread = thread::Builder::new()
            .name("cxl-log-writer".into())
            .spawn(move || state.run(&requests))
            .map_err(|error| crate::error::told_by_system(&path, "starting the writer of", error))?;
        Ok(Self { queue: Some(queue), room: Arc::new(Semaphore::new(QUEUE_BYTES)), thread: Some(thread) })
    }

    /// Hands in an append that has passed its check, and waits for the commit.
    pub(crate) async fn append(&self, append: Append) -> Answer {
        let permits = u32::try_from(append.bytes()).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).try_acquire_many_owned(permits).map_err(|_| AppendError::Busy)?;
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().expect("the queue closes only when the writer is dropped");
        match queue.try_send(Request { append, caller: Caller { answer, _room: room } }) {
            Ok(()) => answered.await.unwrap_or(Err(AppendError::Store(StoreError::Closed))),
            Err(TrySendError::Full(_)) => Err(AppendError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(AppendError::Store(StoreError::Closed)),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer of the log ended in a panic");
        }
    }
}

/// What the thread owns. The lock comes last, so that it outlives the connection.
struct Writing {
    path: PathBuf,
    connection: Connection,
    directory: Arc<Directory>,
    heads: Heads,
    tail: Arc<Tail>,
    head: watch::Sender<u64>,
    /// Why nothing is written any more.
    stopped: Option<String>,
    _lock: WriteLock,
}

impl Writing {
    fn run(mut self, requests: &Receiver<Request>) {
        let mut next = Group::default();
        let mut linger = None;
        while next.fill(requests, linger) {
            let Group { appends, callers, .. } = std::mem::take(&mut next);
            let started = Instant::now();
            let answers = self.record(appends);
            let took = started.elapsed();
            next.take_waiting(requests);
            let likely = callers.len() + next.callers.len();
            tracing::trace!(appends = callers.len(), micros = took.as_micros(), "committed a group");
            for (caller, answer) in callers.into_iter().zip(answers) {
                // Whoever no longer waits will repeat the append and find it recorded.
                let _ = caller.answer.send(answer);
            }
            linger = Linger::after(took, likely);
        }
    }
}

/// Appends that will share a flush.
#[derive(Debug, Default)]
struct Group {
    appends: Vec<Append>,
    callers: Vec<Caller>,
    bytes: usize,
}

impl Group {
    /// Waits for the first append and takes all others that are there, or about to be. False at the end of
    /// the queue.
    fn fill(&mut self, requests: &Receiver<Request>, linger: Option<Linger>) -> bool {
        while let Some(linger) = linger
            && linger.expects_more_than(self.appends.len())
            && !self.is_full()
            && let Some(request) = linger.receive(requests)
        {
            self.push(request);
        }
        if self.appends.is_empty() {
            match requests.recv() {
                Ok(request) => self.push(request),
                Err(_) => return false,
            }
        }
        self.take_waiting(requests);
        true
    }

    fn take_waiting(&mut self, requests: &Receiver<Request>) {
        while !self.is_full()
            && let Ok(request) = requests.try_recv()
        {
            self.push(request);
        }
    }

    fn push(&mut self, request: Request) {
        self.bytes += request.append.bytes();
        self.appends.push(request.append);
        self.callers.push(request.caller);
    }

    fn is_full(&self) -> bool {
        self.appends.len() >= GROUP || self.bytes >= GROUP_BYTES
    }
}
