//! The log that the nodes share: order, revisions, and the server's check of repeated appends.

use bytes::Bytes;
use std::collections::HashMap;
use uuid::Uuid;

/// A recorded event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Full name of its stream, ledger and all.
    pub stream: String,
    /// Rank in its stream.
    pub revision: u64,
    /// Offset in the log: rising, and never without gaps, as offsets of bytes are.
    pub position: u64,
    /// Its id.
    pub id: Uuid,
    /// What the server calls metadata: type and content type.
    pub metadata: HashMap<String, String>,
    /// What the client calls metadata.
    pub custom_metadata: Bytes,
    /// Its body.
    pub data: Bytes,
}

/// An event that is to be recorded.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Its id.
    pub id: Uuid,
    /// Type and content type.
    pub metadata: HashMap<String, String>,
    /// What the client calls metadata.
    pub custom_metadata: Bytes,
    /// Its body.
    pub data: Bytes,
}

/// Where a writer believes the stream to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Wherever it stands.
    Any,
    /// It has an event.
    Exists,
    /// It has none.
    NoStream,
    /// Its last event has this revision.
    Exact(u64),
}

/// What became of an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The events stand in the log; the last one has this revision and this position.
    Written(u64, u64),
    /// They stood there already. As the server may do, no position is told.
    Repeated(u64),
    /// The stream is elsewhere: its last revision, none if it has no event.
    WrongVersion(Option<u64>),
}

/// Events in the order of the log.
#[derive(Debug, Default)]
pub struct Log {
    events: Vec<Event>,
    streams: HashMap<String, Vec<usize>>,
}

impl Log {
    /// The events in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The events of one stream in order; none if it does not exist.
    pub fn stream(&self, name: &str) -> Option<impl DoubleEndedIterator<Item = &Event>> {
        self.streams.get(name).map(|ranks| ranks.iter().map(|rank| &self.events[*rank]))
    }

    /// Records the events, or says why not, as the server's check of a commit decides:
    ///
    /// - at the expected revision, they are written, whatever their ids: ids are not unique in the log;
    /// - behind it, they are a repetition if each of them stands exactly where it would have been written,
    ///   however long ago; one that differs, first or later, is a wrong version;
    /// - with `Any` and `Exists`, only what was written lately is remembered by its id.
    pub fn append(&mut self, stream: &str, expected: Expected, events: Vec<Proposed>) -> Outcome {
        let ranks = self.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let next = ranks.len();
        let first = match expected {
            Expected::NoStream => 0,
            Expected::Exact(revision) => {
                usize::try_from(revision).map_or(usize::MAX, |r| r.saturating_add(1))
            }
            Expected::Any | Expected::Exists if self.is_recent(stream, &events) => {
                return Outcome::Repeated(next as u64 - 1);
            }
            Expected::Exists if next == 0 => return Outcome::WrongVersion(None),
            Expected::Any | Expected::Exists => next,
        };
        let last = || (next as u64).checked_sub(1);
        if first > next {
            return Outcome::WrongVersion(last());
        }
        if first == next {
            return self.write(stream, events);
        }
        let stands = |(rank, event): (usize, &Proposed)| {
            ranks.get(first + rank).is_some_and(|at| self.events[*at].id == event.id)
        };
        if !events.is_empty() && events.iter().enumerate().all(stands) {
            Outcome::Repeated((first + events.len() - 1) as u64)
        } else {
            Outcome::WrongVersion(last())
        }
    }

    fn is_recent(&self, stream: &str, events: &[Proposed]) -> bool {
        let recent = &self.events[self.events.len().saturating_sub(RECENT)..];
        let is_there =
            |event: &Proposed| recent.iter().any(|known| known.id == event.id && known.stream == stream);
        !events.is_empty() && events.iter().all(is_there)
    }

    fn write(&mut self, stream: &str, events: Vec<Proposed>) -> Outcome {
        let ranks = self.streams.entry(stream.to_owned()).or_default();
        let mut end = (ranks.len() as u64, 0);
        for event in events {
            let position = self.events.last().map_or(0, |last| last.position + 97 + last.data.len() as u64);
            let revision = ranks.len() as u64;
            end = (revision, position);
            ranks.push(self.events.len());
            let Proposed { id, metadata, custom_metadata, data } = event;
            let stream = stream.to_owned();
            self.events.push(Event { stream, revision, position, id, metadata, custom_metadata, data });
        }
        Outcome::Written(end.0, end.1)
    }
}

/// How many of the newest events are known by id alone.
const RECENT: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn events(ids: &[u128]) -> Vec<Proposed> {
        let event = |id: &u128| Proposed {
            id: Uuid::from_u128(*id),
            metadata: HashMap::new(),
            custom_metadata: Bytes::new(),
            data: Bytes::new(),
        };
        ids.iter().map(event).collect()
    }

    #[test]
    fn a_repetition_in_full_or_of_the_beginning_answers_without_position() {
        let mut log = Log::default();
        assert!(matches!(log.append("a", Expected::NoStream, events(&[1, 2])), Outcome::Written(1, _)));
        log.append("a", Expected::Exact(1), events(&[3]));
        assert_eq!(log.append("a", Expected::NoStream, events(&[1, 2])), Outcome::Repeated(1));
        assert_eq!(log.append("a", Expected::NoStream, events(&[1])), Outcome::Repeated(0));
        assert_eq!(log.append("a", Expected::Exact(1), events(&[3])), Outcome::Repeated(2));
    }

    #[test]
    fn what_repeats_only_in_part_is_a_wrong_version() {
        let mut log = Log::default();
        log.append("a", Expected::NoStream, events(&[1, 2]));
        for mixed in [&[1, 3][..], &[3, 2], &[1, 2, 3]] {
            let outcome = log.append("a", Expected::NoStream, events(mixed));
            assert_eq!(outcome, Outcome::WrongVersion(Some(1)), "{mixed:?}");
        }
        assert_eq!(log.append("a", Expected::Exact(7), events(&[3])), Outcome::WrongVersion(Some(1)));
        assert_eq!(log.append("b", Expected::Exact(0), events(&[3])), Outcome::WrongVersion(None));
    }

    #[test]
    fn an_id_is_written_again_where_the_revision_is_right() {
        let mut log = Log::default();
        log.append("a", Expected::NoStream, events(&[1]));
        assert!(matches!(log.append("a", Expected::Exact(0), events(&[1])), Outcome::Written(1, _)));
    }

    #[test]
    fn any_remembers_only_what_was_written_lately() {
        let mut log = Log::default();
        log.append("a", Expected::Any, events(&[1]));
        assert_eq!(log.append("a", Expected::Any, events(&[1])), Outcome::Repeated(0));
        for id in 100..100 + RECENT as u128 {
            log.append("b", Expected::Any, events(&[id]));
        }
        assert!(matches!(log.append("a", Expected::Any, events(&[1])), Outcome::Written(1, _)));
    }
}
