//! When a provider's keys are fetched, and how long they serve.
//!
//! A pure state machine: instants are durations since any fixed beginning, and fetching is the caller's.

use std::sync::Arc;
use std::time::Duration;

use crate::keys::KeySet;

/// How often, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Keys are fetched anew when they are so old: a key that the provider withdrew stops working within that.
    pub refresh_after: Duration,
    /// Keys that can't be fetched anew serve until they are so old.
    pub usable_for: Duration,
    /// At most one fetch for each so long a time because a token names a key that is not known, and one because the
    /// keys are old.
    pub at_most_every: Duration,
}

impl Default for Schedule {
    /// Ten minutes, four hours, one minute.
    fn default() -> Self {
        Self {
            refresh_after: Duration::from_mins(10),
            usable_for: Duration::from_hours(4),
            at_most_every: Duration::from_mins(1),
        }
    }
}

/// The keys of one provider, with what is known about fetching them.
#[derive(Debug)]
pub struct KeyCache {
    schedule: Schedule,
    held: Option<Held>,
    /// When the last fetch began for each of the two reasons.
    began: Option<Duration>,
    wanted: Option<Duration>,
    under_way: bool,
    /// What became of the last fetch, if it failed.
    failure: Option<String>,
}

#[derive(Debug)]
struct Held {
    keys: Arc<KeySet>,
    fetched: Duration,
}

/// Why no token of the provider can be checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysAway {
    /// The first fetch is still to come, or under way.
    #[error("its keys were not fetched yet")]
    NotYet,
    /// They never came.
    #[error("its keys could not be fetched: {0}")]
    Never(String),
    /// They came once, too long ago.
    #[error("its keys are {} minutes old and could not be fetched anew: {reason}", age.as_secs() / 60)]
    TooOld {
        /// How long ago they came.
        age: Duration,
        /// Why they did not come again.
        reason: String,
    },
}

impl KeyCache {
    /// Without keys.
    pub fn new(schedule: Schedule) -> Self {
        Self { schedule, held: None, began: None, wanted: None, under_way: false, failure: None }
    }

    /// The keys, unless there are none that may serve any more.
    pub fn keys(&self, now: Duration) -> Result<Arc<KeySet>, KeysAway> {
        let failure = || self.failure.clone();
        match &self.held {
            Some(held) if now.saturating_sub(held.fetched) < self.schedule.usable_for => {
                Ok(held.keys.clone())
            }
            Some(held) => Err(KeysAway::TooOld {
                age: now.saturating_sub(held.fetched),
                reason: failure().unwrap_or_else(|| "nobody tried".into()),
            }),
            None => Err(failure().map_or(KeysAway::NotYet, KeysAway::Never)),
        }
    }

    /// Whether the keys are to be fetched now, because there are none or they are old. If so, the fetch counts as
    /// begun, until [`fetched`](Self::fetched) or [`failed`](Self::failed) says how it ended.
    pub fn due(&mut self, now: Duration) -> bool {
        let old = |held: &Held| now.saturating_sub(held.fetched) >= self.schedule.refresh_after;
        let due = !self.under_way && self.held.as_ref().is_none_or(old) && self.may_again(self.began, now);
        if due {
            (self.began, self.under_way) = (Some(now), true);
        }
        due
    }

    /// Whether the keys are to be fetched now because a token names one that is not among them. If so, the fetch
    /// counts as begun.
    pub fn wanted(&mut self, now: Duration) -> bool {
        let due = !self.under_way && self.may_again(self.wanted, now);
        if due {
            (self.wanted, self.under_way) = (Some(now), true);
        }
        due
    }

    /// Whether a fetch is under way.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    fn may_again(&self, last: Option<Duration>, now: Duration) -> bool {
        last.is_none_or(|last| now.saturating_sub(last) >= self.schedule.at_most_every)
    }

    /// The fetch brought these.
    pub fn fetched(&mut self, keys: KeySet, now: Duration) {
        self.held = Some(Held { keys: Arc::new(keys), fetched: now });
        (self.under_way, self.failure) = (false, None);
    }

    /// The fetch brought nothing that could serve; the keys from before stay.
    pub fn failed(&mut self, reason: String) {
        (self.under_way, self.failure) = (false, Some(reason));
    }

    /// Why the last fetch failed, if it did, and how long ago the keys came that serve meanwhile.
    pub fn trouble(&self, now: Duration) -> Option<(&str, Option<Duration>)> {
        let age = self.held.as_ref().map(|held| now.saturating_sub(held.fetched));
        self.failure.as_deref().map(|failure| (failure, age))
    }
}
