//! The newest events, still in memory.
//!
//! Whoever follows the log wants exactly these, moments after they were written: a keeper that hands them out
//! from here saves a query for each commit.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::port::{MAX_PAGE, Position, Recorded};

/// The most events that are kept.
const EVENTS: usize = 1024;
/// Bytes of bodies and metadata above which the oldest events go.
const BYTES: usize = 8 << 20;

/// The end of the log, as far as this process has seen it come. Without gap, and always up to the end.
#[derive(Debug, Default)]
pub struct Tail {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    events: VecDeque<Recorded>,
    bytes: usize,
}

impl Tail {
    /// Adds what follows at the end of the log, in order.
    pub fn extend(&self, events: impl Iterator<Item = Recorded>) {
        let mut kept = self.kept();
        events.for_each(|event| kept.push(event));
    }

    /// The events from this position on; none if it lies before what is kept.
    pub fn read(&self, from: Position, limit: usize) -> Option<Vec<Recorded>> {
        let kept = self.kept();
        let first = kept.events.front()?.position;
        let skipped = usize::try_from(from.checked_sub(first)?).unwrap_or(usize::MAX);
        Some(kept.events.iter().skip(skipped).take(limit.min(MAX_PAGE)).cloned().collect())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn push(&mut self, event: Recorded) {
        self.bytes += size(&event);
        self.events.push_back(event);
        while self.events.len() > EVENTS || self.bytes > BYTES {
            let Some(oldest) = self.events.pop_front() else { return };
            self.bytes -= size(&oldest);
        }
    }
}

fn size(event: &Recorded) -> usize {
    event.body.len() + event.meta.len()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::stream::{StreamKind, StreamName};

    /// Events at these positions, each of this size.
    fn events(positions: std::ops::Range<Position>, size: usize) -> impl Iterator<Item = Recorded> {
        let stream = StreamName::new(StreamKind::new("thing").unwrap(), Uuid::nil());
        positions.map(move |position| Recorded {
            position,
            stream: stream.clone(),
            revision: position,
            id: Uuid::nil(),
            type_name: "thing.happened.v1".into(),
            body: vec![b'x'; size],
            meta: Vec::new(),
        })
    }

    fn positions(page: Option<Vec<Recorded>>) -> Option<Vec<Position>> {
        page.map(|page| page.iter().map(|event| event.position).collect())
    }

    #[test]
    fn what_lies_before_the_tail_is_left_to_the_file() {
        let tail = Tail::default();
        assert_eq!(tail.read(0, 10), None);
        tail.extend(events(7..10, 1));
        assert_eq!(tail.read(6, 10), None);
        assert_eq!(positions(tail.read(7, 2)), Some(vec![7, 8]));
        assert_eq!(positions(tail.read(9, 2)), Some(vec![9]));
        assert_eq!(positions(tail.read(10, 2)), Some(vec![]));
        assert_eq!(positions(tail.read(u64::MAX, 2)), Some(vec![]));
    }

    #[test]
    fn the_oldest_events_go_when_there_are_too_many_or_they_are_too_large() {
        let tail = Tail::default();
        let many = EVENTS as u64 + 5;
        tail.extend(events(0..many, 1));
        assert_eq!((tail.read(4, 1), positions(tail.read(5, 1))), (None, Some(vec![5])));

        tail.extend(events(many..many + 10, BYTES / 4));
        assert_eq!(positions(tail.read(many + 6, 10)).map(|kept| kept.len()), Some(4));
        assert_eq!(tail.read(many + 5, 10), None);
    }
}
