//! Answers that are kept, to be sent again to whoever asks the same while nothing has changed.
//!
//! Under its name ([`Depends`](super::etag::Depends)) an answer is the same, so a copy is never wrong. Names of another state of the
//! ledger never come again: copies of one are gone once a later one was asked about, and so is every text in them whose key was
//! erased. None is older than a minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;

use super::etag::{Known, Name, State};

/// The most that is kept, in bytes of answers.
const MOST: usize = 32 * 1024 * 1024;
/// The longest answer that is kept, in bytes.
const LONGEST: usize = 1024 * 1024;
/// For how long at most: a server learns from a shared vault within a minute which keys were erased.
const LONG: Duration = Duration::from_mins(1);

/// The answers that are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copies(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    /// The state of the ledger to which they belong.
    state: State,
    /// When the first of them was.
    since: Option<Instant>,
    answers: HashMap<Name, Bytes>,
    bytes: usize,
    sent: u64,
}

impl Kept {
    /// Moves on to a state and a moment, and says whether the state is the one to which copies belong.
    fn moves_to(&mut self, state: State, now: Instant) -> bool {
        let is_later = state.events > self.state.events || state.vault_epoch > self.state.vault_epoch;
        if is_later || self.since.is_none_or(|since| now.duration_since(since) >= LONG) {
            *self = Self { state, since: Some(now), sent: self.sent, ..Self::default() };
        }
        self.state == state
    }
}

impl Copies {
    /// The copy of an answer, if there is one.
    pub(super) fn find(&self, known: &Known) -> Option<Bytes> {
        self.find_at(known, Instant::now())
    }

    fn find_at(&self, known: &Known, now: Instant) -> Option<Bytes> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.moves_to(known.state, now).then(|| kept.answers.get(&known.name).cloned()).flatten();
        kept.sent += u64::from(found.is_some());
        found
    }

    /// Keeps an answer of a state, unless that is over. Where there is no more room, what was kept makes room.
    pub(super) fn keep(&self, known: &Known, answer: Bytes) {
        self.keep_at(known, answer, Instant::now());
    }

    fn keep_at(&self, known: &Known, answer: Bytes, now: Instant) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answer.len() > LONGEST || !kept.moves_to(known.state, now) {
            return;
        }
        if kept.bytes + answer.len() > MOST {
            (kept.answers, kept.bytes) = (HashMap::new(), 0);
        }
        kept.bytes += answer.len();
        if let Some(before) = kept.answers.insert(known.name, answer) {
            kept.bytes -= before.len();
        }
    }

    /// How often a copy was sent since the start.
    pub(super) fn sent(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: State = State { events: 7, vault_epoch: 1 };

    fn known(state: State, number: u8) -> Known {
        Known { state, name: Name([number; 32]) }
    }

    #[test]
    fn a_copy_is_found_by_its_name_until_the_ledger_moves_on() {
        let (copies, one) = (Copies::default(), Bytes::from_static(b"one"));
        assert_eq!(copies.find(&known(FIRST, 1)), None);
        copies.keep(&known(FIRST, 1), one.clone());
        assert_eq!(copies.find(&known(FIRST, 1)), Some(one));
        assert_eq!(copies.find(&known(FIRST, 2)), None);
        assert_eq!(copies.sent(), 1);
        for later in [State { events: 8, ..FIRST }, State { events: 8, vault_epoch: 2 }] {
            assert_eq!(copies.find(&known(later, 1)), None);
            assert_eq!(copies.find(&known(FIRST, 1)), None, "gone, not hidden");
        }
    }

    #[test]
    fn what_was_answered_from_a_state_that_is_over_is_not_kept() {
        let copies = Copies::default();
        let later = State { events: 8, ..FIRST };
        copies.find(&known(later, 1));
        copies.keep(&known(FIRST, 1), Bytes::from_static(b"one"));
        assert_eq!(copies.find(&known(FIRST, 1)), None);
        assert_eq!(copies.find(&known(later, 1)), None);
    }

    #[test]
    fn no_copy_is_older_than_a_minute() {
        let (copies, one, began) = (Copies::default(), Bytes::from_static(b"one"), Instant::now());
        copies.keep_at(&known(FIRST, 1), one.clone(), began);
        assert_eq!(copies.find_at(&known(FIRST, 1), began + LONG / 2), Some(one.clone()));
        assert_eq!(copies.find_at(&known(FIRST, 1), began + LONG), None);
        copies.keep_at(&known(FIRST, 1), one.clone(), began + LONG);
        assert_eq!(copies.find_at(&known(FIRST, 1), began + LONG), Some(one), "and is made anew");
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let copies = Copies::default();
        let there = |number| copies.find(&known(FIRST, number)).is_some();
        copies.keep(&known(FIRST, 0), Bytes::from(vec![0; LONGEST + 1]));
        assert!(!there(0), "too long");
        let room = u8::try_from(MOST / LONGEST).unwrap();
        for number in 1..=room {
            copies.keep(&known(FIRST, number), Bytes::from(vec![0; LONGEST]));
        }
        assert!(there(1) && there(room));
        copies.keep(&known(FIRST, room + 1), Bytes::from_static(b"one more"));
        assert!(!there(1) && there(room + 1));
        copies.keep(&known(FIRST, room + 1), Bytes::from_static(b"again"));
        assert_eq!(copies.0.lock().unwrap().bytes, 5, "counted once");
    }
}
