//! How the views stand, for whoever watches over the server: behind the log, stopped, folded anew.

use cxl_ledger::{Health, Lag, Ledger, Poison, Rebuild, RebuildOutcome};
use serde::{Deserialize, Serialize};

/// How the views stand.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Standing {
    pub(super) log_length: u64,
    pub(super) views_length: u64,
    pub(super) lag: Behind,
    pub(super) checkpoint_length: Option<u64>,
    pub(super) stopped_at: Option<Stop>,
    pub(super) rebuild: Option<Course>,
}

/// How far they are behind the log.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Behind {
    pub(super) events: u64,
    /// The age of the first event that they lack; none where there is none, or where it can't be told.
    pub(super) seconds: Option<f64>,
}

/// An event that can't be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stop {
    pub(crate) position: u64,
    event: String,
    stream: String,
    #[serde(rename = "type")]
    type_name: String,
    error: String,
}

/// How far a new version of the views has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Course {
    pub(crate) events: u64,
    pub(crate) of: u64,
    pub(crate) events_per_second: f64,
    /// None where it can't be told yet, and once it has ended.
    pub(crate) seconds_left: Option<f64>,
    pub(crate) state: State,
    /// Where it stopped, if it did.
    pub(crate) stopped_at: Option<Stop>,
    /// Why it failed, if it did.
    pub(crate) error: Option<String>,
}

/// What becomes of a new version of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It grows while the old one serves.
    UnderWay,
    /// It serves.
    TookOver,
    /// It met an event that can't be read; the old one serves.
    Stopped,
    /// The log did not answer; the old one serves.
    Failed,
}

impl State {
    /// Every state with its name, as it is written.
    pub(super) const ALL: [(Self, &'static str); 4] = [
        (Self::UnderWay, "under_way"),
        (Self::TookOver, "took_over"),
        (Self::Stopped, "stopped"),
        (Self::Failed, "failed"),
    ];
}

impl Standing {
    /// How the views of a ledger stand that is so well.
    pub(super) fn of(ledger: &Ledger, health: &Health, lag: &Lag) -> Self {
        Self {
            log_length: health.log_len,
            views_length: health.views_len,
            lag: Behind { events: lag.events, seconds: lag.age.map(|age| age.as_secs_f64()) },
            checkpoint_length: ledger.checkpoint_len(),
            stopped_at: health.poison.as_ref().map(Stop::from),
            rebuild: ledger.rebuilding().borrow().as_ref().map(Course::from),
        }
    }
}

impl From<&Poison> for Stop {
    fn from(poison: &Poison) -> Self {
        Self {
            position: poison.position,
            event: poison.event.to_string(),
            stream: poison.stream.to_string(),
            type_name: poison.type_name.to_string(),
            error: poison.error.clone(),
        }
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { position, event, stream, type_name, error } = self;
        write!(f, "event {event} at position {position} of {stream} ({type_name}) can't be read: {error}")
    }
}

impl From<&Rebuild> for Course {
    fn from(rebuild: &Rebuild) -> Self {
        let (state, stopped_at, error) = match &rebuild.outcome {
            None => (State::UnderWay, None, None),
            Some(RebuildOutcome::TookOver) => (State::TookOver, None, None),
            Some(RebuildOutcome::Stopped(poison)) => (State::Stopped, Some(Stop::from(poison)), None),
            Some(RebuildOutcome::Failed(error)) => (State::Failed, None, Some(error.clone())),
        };
        Self {
            events: rebuild.done,
            of: rebuild.total,
            events_per_second: rebuild.per_second().round(),
            seconds_left: rebuild.left().map(|left| left.as_secs_f64().ceil()),
            state,
            stopped_at,
            error,
        }
    }
}
