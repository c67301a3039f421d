//! How the ledger itself is.

use async_graphql::SimpleObject;

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
    /// Whether commands are carried out.
    is_writable: bool,
    /// Why not, and what the operator can do.
    read_only_reason: Option<String>,
    /// How many keys that the log uses are not in the vault.
    missing_keys: Count,
    /// The version of the program.
    version: &'static str,
}

impl LedgerStatus {
    pub(crate) fn of(asking: &Asking) -> Self {
        let health = asking.ledger.health();
        Self {
            position: asking.views.head().map(Position),
            recorded: asking.views.last_recorded().map(DateTime::from),
            now: DateTime(asking.now),
            events: Count(health.log_len),
            events_behind: Count(health.log_len.saturating_sub(asking.views.len)),
            is_writable: health.read_only.is_none(),
            read_only_reason: health.read_only,
            missing_keys: Count(health.missing_keys),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}
