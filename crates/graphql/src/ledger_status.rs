//! How the ledger itself is.

use async_graphql::{ID, SimpleObject};
use cxl_ledger::{Poison, Rebuild, RebuildOutcome};

use crate::request::Asking;
use crate::scalars::{Count, DateTime, Position};

/// How the ledger is, for those who run it.
#[derive(Debug, SimpleObject)]
#[graphql(name = "Ledger")]
pub(crate) struct LedgerStatus {
    /// Position of the last event that answers take in; null while the ledger is empty.
    position: Option<Position>,
    /// When that event was recorded.
    recorded: Option<DateTime>,
    /// The present moment by the ledger's clock.
    now: DateTime,
    /// How many events the log holds.
    events: Count,
    /// How many of them answers do not take in yet.
    events_behind: Count,
    /// How many seconds ago the first event was recorded that answers do not take in yet; null where there is
    /// none, or where it can't be told.
    seconds_behind: Option<f64>,
    /// The event at which answers stopped following the log, if they did. They go on being given, from what
    /// stands before it.
    stopped_at: Option<UnreadableEvent>,
    /// How many events the next start need not read from the log; null where no checkpoint is kept.
    checkpoint_events: Option<Count>,
    /// How far answers are from being given by views that are folded anew; null while nobody asked for that.
    rebuild: Option<RebuildProgress>,
    /// Whether commands are carried out.
    is_writable: bool,
    /// Why not, and what the operator can do.
    read_only_reason: Option<String>,
    /// How many keys that the log uses are not in the vault.
    missing_keys: Count,
    /// The version of the program.
    version: &'static str,
}

/// An event of the log that this version of the program can't read: damaged, or written by a newer one.
#[derive(Debug, SimpleObject)]
pub(crate) struct UnreadableEvent {
    /// Its position.
    position: Position,
    /// Its id.
    event: ID,
    /// Its stream: kind and id.
    stream: String,
    /// The name of its type, with version.
    type_name: String,
    /// What is wrong with it.
    error: String,
}

impl From<Poison> for UnreadableEvent {
    fn from(poison: Poison) -> Self {
        Self {
            position: Position(poison.position),
            event: ID(poison.event.to_string()),
            stream: poison.stream.to_string(),
            type_name: poison.type_name.to_string(),
            error: poison.error,
        }
    }
}

/// How far views that are folded anew from the log have come. Until they take over, the old ones answer.
#[derive(Debug, SimpleObject)]
pub(crate) struct RebuildProgress {
    /// How many events they hold.
    events: Count,
    /// How many they are to hold.
    of: Count,
    /// How many they take in a second.
    events_per_second: f64,
    /// How many seconds it will take at that rate; null where that can't be told yet, and at the end.
    seconds_left: Option<f64>,
    /// Whether it is going on.
    is_under_way: bool,
    /// Whether they answer now.
    took_over: bool,
    /// The event at which they stopped, if they did; the old ones go on answering.
    stopped_at: Option<UnreadableEvent>,
    /// Why they were not finished, if the log did not answer; the old ones go on answering.
    error: Option<String>,
}

impl From<Rebuild> for RebuildProgress {
    fn from(rebuild: Rebuild) -> Self {
        let (events_per_second, seconds_left) = (rebuild.per_second(), rebuild.left());
        let is_under_way = rebuild.outcome.is_none();
        let (took_over, stopped_at, error) = match rebuild.outcome {
            None => (false, None, None),
            Some(RebuildOutcome::TookOver) => (true, None, None),
            Some(RebuildOutcome::Stopped(poison)) => (false, Some(poison.into()), None),
            Some(RebuildOutcome::Failed(error)) => (false, None, Some(error)),
        };
        Self {
            events: Count(rebuild.done),
            of: Count(rebuild.total),
            events_per_second: events_per_second.round(),
            seconds_left: seconds_left.map(|left| left.as_secs_f64().ceil()),
            is_under_way,
            took_over,
            stopped_at,
            error,
        }
    }
}

impl LedgerStatus {
    pub(crate) async fn of(asking: &Asking) -> Self {
        asking.ledger.keys_judged().await;
        let (health, lag) = (asking.ledger.health(), asking.ledger.lag().await);
        let rebuild = asking.ledger.rebuilding().borrow().clone();
        Self {
            position: asking.views.head().map(Position),
            recorded: asking.views.last_recorded().map(DateTime::from),
            now: DateTime(asking.now),
            events: Count(health.log_len),
            events_behind: Count(health.log_len.saturating_sub(asking.views.len)),
            seconds_behind: lag.age.map(|age| age.as_secs_f64()),
            stopped_at: health.poison.map(UnreadableEvent::from),
            checkpoint_events: asking.ledger.checkpoint_len().map(Count),
            rebuild: rebuild.map(RebuildProgress::from),
            is_writable: health.read_only.is_none(),
            read_only_reason: health.read_only,
            missing_keys: Count(health.missing_keys),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
