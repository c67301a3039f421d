//! A mixed load on a keeper, and the judgment over what it left: nothing that was acknowledged is lost,
//! doubled or out of order.
//!
//! Sixteen writers append to streams of their own and race for one that they share, repeat what was
//! acknowledged, and expect revisions that are not there; followers read along. A call that fails is
//! counted and made again with the same ids, so nodes may be killed meanwhile. At the end the whole log is
//! read once and held against what each writer was told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};
use uuid::Uuid;

use super::Broken;
use super::trial::Trial;
use crate::error::{AppendError, StoreError};
use crate::port::{Append, Appended, EventStore, Position};
use crate::stream::StreamName;

mod follower;
mod judge;
#[cfg(test)]
mod tests;
mod writer;

use follower::Followed;
use writer::Written;

/// How many writers append at once.
pub const WRITERS: u32 = 16;

/// How many followers read along, each in pages of another size.
pub const FOLLOWERS: usize = 2;

/// The sizes of the followers' pages, in events.
const PAGES: [usize; FOLLOWERS] = [7, 1_000];

/// From one act of a writer to its next, so that a load is no benchmark and its books stay small.
const PACE: Duration = Duration::from_millis(2);

/// How far a load goes, and how long it waits.
struct Limits {
    /// When writers begin nothing new.
    length: Duration,
    /// After how many acts a writer begins nothing new.
    acts: u32,
    /// How long one call may take before it is counted as failed and made again.
    call: Duration,
    /// How long the keeper may take to recover once the load is over.
    recovery: Duration,
}

/// The first wait before a failed call is made again; it doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(50);

/// The longest wait before a failed call is made again.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// What has happened under a load so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events that were acknowledged.
    pub events: u64,
    /// Appends that were repeated after they had been acknowledged, and answered as the first time.
    pub repeated: u64,
    /// Appends with an expectation known to be wrong, each refused.
    pub refused: u64,
    /// Races for the shared stream that another writer had won.
    pub races_lost: u64,
    /// Calls that failed or were not answered, and were made again.
    pub failed: u64,
    /// Appends of which the keeper did not say to the end whether they are recorded.
    pub unanswered: u64,
    /// How the last of the failed calls failed.
    pub last_failure: Option<String>,
}

/// Keeps a load on a log that nobody else writes to, then judges what is in it.
///
/// Ids are derived from `seed`: use another one for each load over the same log. `seen` is told once a
/// second how far it has come. Takes `length`, and up to two minutes more where the keeper has to recover.
pub async fn load(
    store: Arc<dyn EventStore>,
    seed: Uuid,
    length: Duration,
    seen: impl FnMut(&Tally),
) -> Result<Tally, Broken> {
    let limits =
        Limits { length, acts: u32::MAX, call: Duration::from_secs(30), recovery: Duration::from_mins(1) };
    load_within(limits, store, seed, seen).await
}

async fn load_within(
    limits: Limits,
    store: Arc<dyn EventStore>,
    seed: Uuid,
    mut seen: impl FnMut(&Tally),
) -> Result<Tally, Broken> {
    let ground = Arc::new(Ground::new(store, seed, limits));
    let start = ground.head();
    let (ended, end) = watch::channel(None);
    let mut followers = JoinSet::new();
    for page in PAGES {
        followers.spawn(follower::follow_along(Arc::clone(&ground), start, page, end.clone()));
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(writer::write(Arc::clone(&ground), writer));
    }
    let mut second = interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut written, mut followed): (Vec<Written>, Vec<Followed>) = (Vec::new(), Vec::new());
    while followed.len() < FOLLOWERS {
        tokio::select! {
            Some(one) = writers.join_next() => {
                written.push(joined(one)?);
                if writers.is_empty() {
                    ended.send_replace(Some(ground.head()));
                }
            }
            Some(one) = followers.join_next() => followed.push(joined(one)?),
            _ = second.tick() => seen(&ground.tally()),
        }
    }
    judge::judge(&ground, start, &written, &followed).await?;
    Ok(ground.tally())
}

fn joined<T>(one: Result<Result<T, Broken>, tokio::task::JoinError>) -> Result<T, Broken> {
    one.map_err(|error| Broken::new(error.to_string()))?
}

/// What writers, followers and the judge have in common.
struct Ground {
    store: Arc<dyn EventStore>,
    seed: Uuid,
    limits: Limits,
    /// When writers begin nothing new.
    until: Instant,
    tally: Mutex<Tally>,
}

impl Ground {
    fn new(store: Arc<dyn EventStore>, seed: Uuid, limits: Limits) -> Self {
        Self { store, seed, until: Instant::now() + limits.length, limits, tally: Mutex::default() }
    }

    /// Streams and events of one part in the load.
    fn part(&self, name: &str) -> Trial {
        Trial::new(Arc::clone(&self.store), Uuid::new_v5(&self.seed, name.as_bytes()))
    }

    /// The stream for which all writers race.
    fn shared(&self) -> StreamName {
        self.part("shared").stream(0)
    }

    fn head(&self) -> Position {
        *self.store.head().borrow()
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    fn tally(&self) -> Tally {
        self.count(|tally| tally.clone())
    }

    fn count<T>(&self, change: impl FnOnce(&mut Tally) -> T) -> T {
        // Counting never stops half way, so a tally that was poisoned is whole.
        change(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the keeper says to an append, asked again with the same ids as long as calls fail; none if it
    /// has not recovered in time, and nobody knows whether the append is recorded.
    async fn append(&self, append: &Append) -> Option<Result<Appended, AppendError>> {
        let answer = self.insist(|| self.store.append(append.clone()), AppendError::may_pass).await;
        if answer.is_none() {
            self.count(|tally| tally.unanswered += 1);
        }
        answer
    }

    /// What the keeper reads, asked again as long as calls fail.
    async fn read<T, F>(&self, call: impl Fn() -> F) -> Result<T, Broken>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        match self.insist(call, StoreError::may_pass).await {
            Some(read) => Ok(read?),
            None => Err(Broken::new(format!(
                "the log can't be read {} s after the load: {}",
                self.limits.recovery.as_secs(),
                self.tally().last_failure.unwrap_or_default()
            ))),
        }
    }

    async fn insist<T, E, F>(&self, call: impl Fn() -> F, may_pass: fn(&E) -> bool) -> Option<Result<T, E>>
    where
        E: std::fmt::Display,
        F: Future<Output = Result<T, E>>,
    {
        let mut wait = FIRST_WAIT;
        loop {
            let failure = match tokio::time::timeout(self.limits.call, call()).await {
                Ok(Err(error)) if may_pass(&error) => error.to_string(),
                Ok(answer) => return Some(answer),
                Err(_) => format!("no answer within {} s", self.limits.call.as_secs()),
            };
            self.count(|tally| {
                tally.failed += 1;
                tally.last_failure = Some(failure);
            });
            if Instant::now() >= self.until + self.limits.recovery {
                return None;
            }
            tokio::time::sleep(wait).await;
            wait = LONGEST_WAIT.min(wait * 2);
        }
    }
}
