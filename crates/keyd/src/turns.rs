//! So many at a time, in the order in which they came.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Lets a number of threads in at a time. Whoever came first is let in first.
pub(crate) struct Turns {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    inside: usize,
    next: u64,
    waiting: VecDeque<u64>,
}

/// A place inside, until it is dropped.
pub(crate) struct Turn<'t>(&'t Turns);

impl Turns {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits for a place; none within this time.
    pub(crate) fn take(&self, patience: Duration) -> Option<Turn<'_>> {
        let until = Instant::now() + patience;
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        state.waiting.push_back(number);
        while state.inside >= self.most || state.waiting.front() != Some(&number) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.waiting.retain(|waiting| *waiting != number);
                self.changed.notify_all();
                return None;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.waiting.pop_front();
        state.inside += 1;
        // There may be a place for the next one as well.
        self.changed.notify_all();
        Some(Turn(self))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave the state half changed: nothing between its changes can fail.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state().inside -= 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn no_more_are_inside_than_may_and_whoever_waits_too_long_is_sent_away() {
        let turns = Turns::new(2);
        let inside = [turns.take(LONG), turns.take(LONG)];
        assert!(inside.iter().all(Option::is_some));
        assert!(turns.take(Duration::ZERO).is_none());
        drop(inside);
        assert!(turns.take(Duration::ZERO).is_some(), "who was sent away waits no longer");
    }

    #[test]
    fn whoever_came_first_is_let_in_first() {
        let turns = Turns::new(1);
        let (told, order) = mpsc::channel();
        thread::scope(|scope| {
            let inside = turns.take(LONG).unwrap();
            for number in 0..8 {
                let (turns, told) = (&turns, told.clone());
                scope.spawn(move || {
                    let _turn = turns.take(LONG).unwrap();
                    told.send(number).unwrap();
                });
                while turns.state().waiting.len() <= number {
                    thread::yield_now();
                }
            }
            drop(inside);
        });
        assert_eq!(order.try_iter().collect::<Vec<_>>(), (0..8).collect::<Vec<_>>());
    }
}
