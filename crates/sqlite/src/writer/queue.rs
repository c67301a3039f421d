//! Where requests wait for the thread that commits.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cxl_store::{Append, AppendError, StoreError};
use tokio::sync::oneshot;

use super::Answer;

/// The most appends that share one flush; those of the last request that finds room may go beyond it.
pub(super) const GROUP: usize = 256;
/// Bytes after which a group takes no further request.
pub(super) const GROUP_BYTES: usize = 4 << 20;
/// The most requests that wait.
const REQUESTS: usize = 1024;
/// The most bytes that wait.
const BYTES: usize = 64 << 20;

/// Requests in the order in which they came, and whose turn it is to commit them.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// Tells the thread to look again.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    requests: VecDeque<Request>,
    bytes: usize,
    /// Whether a group is being committed: the next one has time.
    committing: bool,
    /// As soon as so many wait, the group goes.
    likely: usize,
    /// For how long it waits for them.
    linger: Duration,
    closed: bool,
}

/// Appends of one caller on their way into the file.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) appends: Vec<Append>,
    /// Size of all of them.
    pub(super) bytes: usize,
    pub(super) caller: Caller,
}

/// Whoever waits for answers, and to how many appends.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) answers: oneshot::Sender<Vec<Answer>>,
    pub(super) appends: usize,
}

/// Appends that share a flush.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) appends: Vec<Append>,
    pub(super) callers: Vec<Caller>,
    bytes: usize,
}

impl Queue {
    /// Lets a request wait, if there is room. Answers the group that it makes complete, for the caller to
    /// [`commit`](super::Shared::commit), unless that is left to the thread.
    pub(super) fn push(&self, request: Request, leads: bool) -> Result<Option<Group>, AppendError> {
        let mut waiting = self.waiting();
        if waiting.closed {
            return Err(AppendError::Store(StoreError::Closed));
        }
        if waiting.requests.len() == REQUESTS || waiting.bytes + request.bytes > BYTES {
            return Err(AppendError::Busy);
        }
        waiting.bytes += request.bytes;
        waiting.requests.push_back(request);
        let complete = waiting.is_complete();
        if leads && complete && !waiting.committing {
            return Ok(Some(waiting.group()));
        }
        // The thread counts the time from the first, and goes when all are there.
        if !waiting.committing && (complete || waiting.requests.len() == 1) {
            self.changed.notify_one();
        }
        Ok(None)
    }

    /// The next group that nobody else commits, as soon as it is complete or has waited long enough; none at
    /// the end of a closed queue.
    pub(super) fn next(&self) -> Option<Group> {
        let mut waiting = self.waiting();
        loop {
            let idle = |waiting: &mut Waiting| waiting.has_nothing_to_do() && !waiting.is_at_end();
            waiting = self.changed.wait_while(waiting, idle).unwrap_or_else(PoisonError::into_inner);
            if waiting.is_at_end() {
                return None;
            }
            let lacks = |waiting: &mut Waiting| !waiting.has_nothing_to_do() && !waiting.is_complete();
            let linger = waiting.linger;
            let waited = self.changed.wait_timeout_while(waiting, linger, lacks);
            (waiting, _) = waited.unwrap_or_else(PoisonError::into_inner);
            // A caller may have been quicker.
            if !waiting.has_nothing_to_do() {
                return Some(waiting.group());
            }
        }
    }

    /// A group of so many callers was written in so long and flushed in so long.
    ///
    /// Callers who have just been answered often send their next append at once. If nobody waits for the last of
    /// them, half get one flush and half the next, which halves the rate of a slow disk. On a fast one this pays
    /// nevertheless: while one half is flushed the other decides, and processors are never idle. What callers do
    /// between two appends takes them about four times as long as it takes to write the appends, so a group waits for
    /// all if the flush takes longer than that: at most a quarter of it. A lone caller waits for nobody.
    pub(super) fn committed(&self, callers: usize, writing: Duration, flush: Duration) {
        let mut waiting = self.waiting();
        waiting.committing = false;
        let all = callers + waiting.requests.len();
        let away = 4.0 * writing.as_secs_f64() * count(all) / count(callers);
        waiting.likely = if flush.as_secs_f64() > away { all.min(GROUP) } else { 1 };
        waiting.linger = flush / 4;
        if !waiting.requests.is_empty() || waiting.closed {
            self.changed.notify_one();
        }
    }

    /// Takes no further request. What waits is still to be answered.
    pub(super) fn close(&self) {
        self.waiting().closed = true;
        self.changed.notify_one();
    }

    /// Answers nobody any more: whoever waits is told that the log is closed.
    pub(super) fn abandon(&self) {
        let mut waiting = self.waiting();
        (waiting.closed, waiting.committing) = (true, false);
        waiting.requests.clear();
        self.changed.notify_one();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Each change is whole when the lock is given up.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn has_nothing_to_do(&self) -> bool {
        self.committing || self.requests.is_empty()
    }

    fn is_at_end(&self) -> bool {
        self.closed && !self.committing && self.requests.is_empty()
    }

    fn is_complete(&self) -> bool {
        self.closed || self.requests.len() >= self.likely || self.bytes >= GROUP_BYTES
    }

    /// Takes what is to be committed now.
    fn group(&mut self) -> Group {
        let mut group = Group::default();
        while group.appends.len() < GROUP
            && group.bytes < GROUP_BYTES
            && let Some(request) = self.requests.pop_front()
        {
            self.bytes -= request.bytes;
            group.bytes += request.bytes;
            group.appends.extend(request.appends);
            group.callers.push(request.caller);
        }
        self.committing = true;
        group
    }
}

#[expect(clippy::cast_precision_loss, reason = "callers are few")]
fn count(callers: usize) -> f64 {
    callers as f64
}
