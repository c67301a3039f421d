//! Which position each event has, and where in the server's log to find it.

use std::collections::HashMap;

use cxl_store::{Position, Revision, StreamName};

use crate::wire::Token;

/// How many events lie between two whose token is kept.
const EVERY: u64 = 64;

/// The order of the ledger, without its content: 12 bytes for each event, about 150 for each stream.
#[derive(Debug, Default)]
pub(crate) struct Ranks {
    numbers: HashMap<StreamName, u32>,
    streams: Vec<Stream>,
    places: Vec<Place>,
    /// Of every [`EVERY`]th event, from the first one on.
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Stream {
    name: StreamName,
    /// Position of each event, by revision.
    positions: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
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
        token: Token,
    ) -> Result<Position, Misfit> {
        let wanted = self.count_in(stream);
        if revision != wanted {
            return Err(Misfit::Gap { stream: stream.clone(), wanted, found: revision });
        }
        let small = |number: u64| u32::try_from(number).map_err(|_| Misfit::Full);
        let position = small(self.count())?;
        let revision = small(revision)?;
        let number = if let Some(number) = self.numbers.get(stream) {
            *number
        } else {
            let number = small(self.streams.len() as u64)?;
            self.numbers.insert(stream.clone(), number);
            self.streams.push(Stream { name: stream.clone(), positions: Vec::new() });
            number
        };
        self.streams[number as usize].positions.push(position);
        if self.count().is_multiple_of(EVERY) {
            self.tokens.push(token);
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

    /// The last event at or before `position` whose token is known; none if there is no event.
    pub(crate) fn start(&self, position: Position) -> Option<(Position, Token)> {
        let last = (self.tokens.len() as u64).checked_sub(1)?;
        let number = (position / EVERY).min(last);
        let token = self.tokens.get(usize::try_from(number).ok()?)?;
        Some((number * EVERY, *token))
    }

    fn stream(&self, stream: &StreamName) -> Option<&Stream> {
        self.numbers.get(stream).map(|number| &self.streams[*number as usize])
    }
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

    fn token(rank: u64) -> Token {
        Token { commit: rank * 100 + 7, prepare: rank * 100 }
    }

    proptest! {
        #[test]
        fn position_and_place_name_each_other(events in proptest::collection::vec(0..9_u8, 0..300)) {
            let mut ranks = Ranks::default();
            for (rank, number) in (0..).zip(&events) {
                let stream = stream(*number);
                let revision = ranks.count_in(&stream);
                prop_assert_eq!(ranks.push(&stream, revision, token(rank)).unwrap(), rank);
            }
            for rank in 0..events.len() as u64 {
                let (stream, revision) = ranks.place(rank).unwrap();
                prop_assert_eq!(ranks.position(stream, revision), Some(rank));
                let (start, at) = ranks.start(rank).unwrap();
                prop_assert!(start <= rank && rank - start < EVERY);
                prop_assert_eq!(at, token(start));
            }
            prop_assert_eq!(ranks.place(events.len() as u64), None);
        }
    }

    #[test]
    fn an_event_that_does_not_continue_its_stream_is_not_counted() {
        let mut ranks = Ranks::default();
        ranks.push(&stream(1), 0, token(0)).unwrap();
        for found in [0, 2, u64::MAX] {
            let misfit = ranks.push(&stream(1), found, token(1)).unwrap_err();
            assert_eq!(misfit, Misfit::Gap { stream: stream(1), wanted: 1, found });
        }
        assert_eq!((ranks.count(), ranks.count_in(&stream(1))), (1, 1));
    }
}
