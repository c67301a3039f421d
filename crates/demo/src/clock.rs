//! A clock that the story moves, and that runs on by itself once the story is told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use cxl_ledger::LedgerClock;

/// The demo's time: it stands while the story is told and moves with each act, never backwards.
///
/// Clones are the same clock.
#[derive(Debug, Clone)]
pub struct DemoClock(Arc<Mutex<Hands>>);

#[derive(Debug, Clone, Copy)]
struct Hands {
    at: DateTime<Utc>,
    running_since: Option<Instant>,
}

impl Hands {
    fn now(self) -> DateTime<Utc> {
        let ran = self.running_since.map_or(std::time::Duration::ZERO, |since| since.elapsed());
        self.at + chrono::Duration::from_std(ran).unwrap_or(chrono::Duration::zero())
    }
}

impl DemoClock {
    /// A clock that stands at `at`.
    pub fn standing_at(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(Hands { at, running_since: None })))
    }

    /// Lets the clock run from where it stands, at the pace of real time: the demo shows the company
    /// on the evening of the last day of its story, whatever the day outside.
    pub fn run(&self) {
        self.change(|hands| hands.running_since = Some(hands.running_since.unwrap_or_else(Instant::now)));
    }

    /// Moves the clock on to `at`; an earlier time leaves it where it is.
    pub fn move_to(&self, at: DateTime<Utc>) {
        self.change(|hands| {
            if hands.now() < at {
                *hands = Hands { at, running_since: hands.running_since.map(|_| Instant::now()) };
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut Hands)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl LedgerClock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_standing_clock_moves_with_the_story_and_never_backwards() {
        let clock = DemoClock::standing_at(at("2018-01-08T01:30:00Z"));
        clock.move_to(at("2018-01-09T01:30:00Z"));
        clock.clone().move_to(at("2018-01-01T00:00:00Z"));
        assert_eq!(clock.now(), at("2018-01-09T01:30:00Z"));
    }

    #[test]
    fn a_running_clock_goes_on_from_where_it_stood() {
        let clock = DemoClock::standing_at(at("2025-12-31T10:30:00Z"));
        clock.run();
        let first = clock.now();
        assert!(at("2025-12-31T10:30:00Z") <= first && first <= clock.now());
        assert!(clock.now() < at("2026-01-01T00:00:00Z"), "a test takes no hours");
    }
}
