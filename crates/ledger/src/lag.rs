//! How far the views are behind the log, in events and in time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::ledger::Ledger;

/// How far the views are behind the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lag {
    /// How many events of the log they do not hold.
    pub events: u64,
    /// How long ago the first of these was recorded, by the ledger's clock; none where there is none, or where
    /// it can't be told.
    pub age: Option<Duration>,
    /// For how long nothing was folded; zero where there is nothing to fold.
    pub still: Duration,
}

impl Lag {
    /// For how long an event has been waiting while nothing was folded at all. What is slow but moves has
    /// stood still for moments only.
    pub fn stalled(&self) -> Duration {
        self.age.map_or(self.still, |age| age.min(self.still))
    }
}

/// What an event says of when it was recorded.
#[derive(Deserialize)]
struct RecordedAt {
    recorded: DateTime<Utc>,
}

impl Ledger {
    /// How far the views are behind the log. Reads the first event that they do not hold, if there is one.
    pub async fn lag(&self) -> Lag {
        let (len, still) = {
            let folded = self.folded.borrow();
            (folded.len, folded.moved.elapsed())
        };
        let events = self.store().head().borrow().saturating_sub(len);
        if events == 0 {
            return Lag::default();
        }
        let first = self.store().read_events(&[len]).await.ok();
        let meta = first.as_ref().and_then(|events| events.first()).map(|event| &event.meta);
        let recorded = meta.and_then(|meta| serde_json::from_slice::<RecordedAt>(meta).ok());
        let age = recorded.map(|meta| (self.now() - meta.recorded).to_std().unwrap_or_default());
        Lag { events, age, still }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_stalled_for_as_long_as_it_waits_and_nothing_moves() {
        let seconds = Duration::from_secs;
        let lag = |age, still| Lag { events: 1, age, still };
        assert_eq!(lag(Some(seconds(1)), seconds(3600)).stalled(), seconds(1), "it came just now");
        assert_eq!(lag(Some(seconds(3600)), seconds(1)).stalled(), seconds(1), "old events are coming in");
        assert_eq!(lag(None, seconds(60)).stalled(), seconds(60));
        assert_eq!(Lag::default().stalled(), Duration::ZERO);
    }
}
