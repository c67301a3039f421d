//! Which position each event has, and where in the server's log to find it.

use std::collections::HashMap;

use cxl_store::{Position, Revision, StreamName};
use uuid::Uuid;

use crate::wire::Token;

/// How many events lie between two whose mark is kept.
pub(crate) const EVERY: u64 = 64;

/// Where an event stands on the server, and by what it is known there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) token: Token,
    pub(crate) id: Uuid,
}

/// Neighboring events of the ledger, without their content.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The streams that begin among them, in the order of their numbers.
    pub(crate) streams: Vec<StreamName>,
    /// Number of the stream and revision of each.
    pub(crate) places: Vec<(u32, u32)>,
    /// Of every [`EVERY`]th event, counted from the ledger's first.
    pub(crate) marks: Vec<Mark>,
}

/// The order of the ledger, without its content: 12 bytes for each event, about 150 for each stream.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Ranks {
    numbers: HashMap<StreamName, u32>,
    streams: Vec<Stream>,
    places: Vec<Place>,
    /// Of every [`EVERY`]th event, from the first one on.
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stream {
    name: StreamName,
    /// Position of each event, by revision.
    positions: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    stream: u32,
    revision: u32,
}

/// An event does not continue its stream: the server lost or changed something that was counted before.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Misfit {
    #[error("{stream} goes on with revision {found} where {wanted} should follow")]
    Gap { stream: StreamName, wanted: Revision, found: Revision },
    #[error("the ledger has more events than can be counted")]
    Full,
    #[error("what was kept does not hang together")]
    Loose,
}

impl Ranks {
    /// Number of events.
    pub(crate) fn count(&self) -> u64 {
        self.places.len() as u64
    }

    /// Number of events in a stream.
    pub(crate) fn count_in(&self, stream: &StreamName) -> u64 {
        self.stream(stream).map_or(0, |stream| stream.positions.len() as u64)
    }

    /// Counts the next event of the ledger.
    pub(crate) fn push(
        &mut self,
        stream: &StreamName,
        revision: Revision,
        mark: Mark,
    ) -> Result<Position, Misfit> {
        let number = match self.numbers.get(stream) {
            Some(number) => *number,
            // A stream that does not begin at its beginning is not taken up.
            None if revision > 0 => {
                return Err(Misfit::Gap { stream: stream.clone(), wanted: 0, found: revision });
            }
            None => self.begin(stream.clone())?,
        };
        self.push_in(number, revision, mark)
    }

    /// Gives a stream the next number.
    fn begin(&mut self, stream: StreamName) -> Result<u32, Misfit> {
        let number = small(self.streams.len() as u64)?;
        if self.numbers.insert(stream.clone(), number).is_some() {
            return Err(Misfit::Loose);
        }
        self.streams.push(Stream { name: stream, positions: Vec::new() });
        Ok(number)
    }

    fn push_in(&mut self, number: u32, revision: Revision, mark: Mark) -> Result<Position, Misfit> {
        let position = small(self.count())?;
        let is_marked = self.count().is_multiple_of(EVERY);
        let stream = self.streams.get_mut(number as usize).ok_or(Misfit::Loose)?;
        let wanted = stream.positions.len() as u64;
        if revision != wanted {
            return Err(Misfit::Gap { stream: stream.name.clone(), wanted, found: revision });
        }
        let revision = small(revision)?;
        stream.positions.push(position);
        if is_marked {
            self.marks.push(mark);
        }
        self.places.push(Place { stream: number, revision });
        Ok(u64::from(position))
    }

    /// Position of an event by its stream and revision.
    pub(crate) fn position(&self, stream: &StreamName, revision: Revision) -> Option<Position> {
        let revision = usize::try_from(revision).ok()?;
        self.stream(stream)?.positions.get(revision).map(|position| u64::from(*position))
    }

    /// Stream and revision of an event by its position.
    pub(crate) fn place(&self, position: Position) -> Option<(&StreamName, Revision)> {
        let place = self.places.get(usize::try_from(position).ok()?)?;
        Some((&self.streams[place.stream as usize].name, u64::from(place.revision)))
    }

    /// The last event at or before `position` whose mark is known; none if there is no event.
    pub(crate) fn start(&self, position: Position) -> Option<(Position, Mark)> {
        let last = (self.marks.len() as u64).checked_sub(1)?;
        let number = (position / EVERY).min(last);
        let mark = self.marks.get(usize::try_from(number).ok()?)?;
        Some((number * EVERY, *mark))
    }

    /// So many events from a position on, or as many as there are; `known` streams begin before them.
    pub(crate) fn stretch(&self, first: Position, events: u64, known: usize) -> Stretch {
        let index = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
        let places: Vec<_> = self.places[index(first)..]
            .iter()
            .take(index(events))
            .map(|place| (place.stream, place.revision))
            .collect();
        let streams = places.iter().map(|(stream, _)| *stream as usize + 1).max().unwrap_or(0).max(known);
        let end = first + places.len() as u64;
        let marks = index(first.div_ceil(EVERY))..index(end.div_ceil(EVERY));
        Stretch {
            streams: self.streams[known..streams].iter().map(|stream| stream.name.clone()).collect(),
            places,
            marks: self.marks[marks].to_vec(),
        }
    }

    /// Adds a stretch that follows the last event: whole, or not at all where it does not.
    pub(crate) fn extend(&mut self, stretch: Stretch) -> Result<(), Misfit> {
        let (count, streams) = (self.count(), self.streams.len());
        let added = self.add(stretch);
        if added.is_err() {
            self.truncate(count);
            for stream in self.streams.drain(streams..) {
                self.numbers.remove(&stream.name);
            }
        }
        added
    }

    fn add(&mut self, stretch: Stretch) -> Result<(), Misfit> {
        stretch.streams.into_iter().try_for_each(|stream| self.begin(stream).map(drop))?;
        let mut marks = stretch.marks.into_iter();
        // Looked at only where it is one of its own.
        let mut mark = Mark { token: Token { commit: 0, prepare: 0 }, id: Uuid::nil() };
        for (stream, revision) in stretch.places {
            if self.count().is_multiple_of(EVERY) {
                mark = marks.next().ok_or(Misfit::Loose)?;
            }
            self.push_in(stream, u64::from(revision), mark)?;
        }
        if marks.next().is_some() { Err(Misfit::Loose) } else { Ok(()) }
    }

    /// Forgets the events after the last one whose mark is known, so that it is the last one.
    pub(crate) fn rewind(&mut self) {
        if let Some((last, _)) = self.start(Position::MAX) {
            self.truncate(last + 1);
        }
    }

    /// Forgets the events after the first so many. Their streams keep their numbers.
    fn truncate(&mut self, count: u64) {
        let index = usize::try_from(count).expect("so many are counted");
        for place in self.places.drain(index..).rev() {
            self.streams[place.stream as usize].positions.pop();
        }
        self.marks.truncate(usize::try_from(count.div_ceil(EVERY)).expect("so many are kept"));
    }

    /// How many streams have begun.
    pub(crate) fn streams(&self) -> usize {
        self.streams.len()
    }

    fn stream(&self, stream: &StreamName) -> Option<&Stream> {
        self.numbers.get(stream).map(|number| &self.streams[*number as usize])
    }
}

fn small(number: u64) -> Result<u32, Misfit> {
    u32::try_from(number).map_err(|_| Misfit::Full)
}

#[cfg(test)]
mod tests {
    use cxl_store::StreamKind;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn stream(number: u8) -> StreamName {
        StreamName::new(StreamKind::new("thing").unwrap(), Uuid::from_u128(u128::from(number)))
    }

    fn mark(rank: u64) -> Mark {
        let token = Token { commit: rank * 100 + 7, prepare: rank * 100 };
        Mark { token, id: Uuid::from_u128(u128::from(rank)) }
    }

    proptest! {
        #[test]
        fn position_and_place_name_each_other(events in proptest::collection::vec(0..9_u8, 0..300)) {
            let mut ranks = Ranks::default();
            for (rank, number) in (0..).zip(&events) {
                let stream = stream(*number);
                let revision = ranks.count_in(&stream);
                prop_assert_eq!(ranks.push(&stream, revision, mark(rank)).unwrap(), rank);
            }
            for rank in 0..events.len() as u64 {
                let (stream, revision) = ranks.place(rank).unwrap();
                prop_assert_eq!(ranks.position(stream, revision), Some(rank));
                let (start, at) = ranks.start(rank).unwrap();
                prop_assert!(start <= rank && rank - start < EVERY);
                prop_assert_eq!(at, mark(start));
            }
            prop_assert_eq!(ranks.place(events.len() as u64), None);
        }

        #[test]
        fn ranks_that_were_rewound_come_to_the_same_when_they_are_counted_on(
            events in proptest::collection::vec(0..9_u8, 1..300),
        ) {
            let mut whole = Ranks::default();
            for number in &events {
                whole.push(&stream(*number), whole.count_in(&stream(*number)), mark(whole.count())).unwrap();
            }
            let mut again = whole.clone();
            again.rewind();
            let (last, _) = again.start(u64::MAX).unwrap();
            prop_assert_eq!(again.count(), last + 1);
            for number in events.iter().skip(again.places.len()) {
                again.push(&stream(*number), again.count_in(&stream(*number)), mark(again.count())).unwrap();
            }
            prop_assert_eq!(again, whole);
        }
    }

    #[test]
    fn an_event_that_does_not_continue_its_stream_is_not_counted() {
        let mut ranks = Ranks::default();
        ranks.push(&stream(1), 0, mark(0)).unwrap();
        for found in [0, 2, u64::MAX] {
            let misfit = ranks.push(&stream(1), found, mark(1)).unwrap_err();
            assert_eq!(misfit, Misfit::Gap { stream: stream(1), wanted: 1, found });
        }
        assert_eq!((ranks.count(), ranks.count_in(&stream(1))), (1, 1));
    }
}
