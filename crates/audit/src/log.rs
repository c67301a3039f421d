//! From events in ledger order to leaves and a root.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::leaf::{Leaf, LeafError, body_hash};
use crate::tree::{Hash, Tree};

/// One recorded event, as far as the log is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// Rank in the ledger's order, from 0; also the index of its leaf.
    pub position: u64,
    /// The stream's name without the ledger's prefix.
    pub stream: &'a str,
    /// Rank in the stream, from 0.
    pub revision: u64,
    /// The event id.
    pub id: Uuid,
    /// The wire name with its version.
    pub type_name: &'a str,
    /// When it was recorded, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The body's raw stored bytes.
    pub body: &'a [u8],
    /// The metadata's raw stored bytes.
    pub meta: &'a [u8],
}

/// A leaf with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The leaf of the event.
    pub leaf: Leaf,
    /// Its RFC 6962 hash.
    pub hash: Hash,
}

/// Why an event cannot be the next of the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Positions must come in order without a gap.
    #[error("expected position {expected}, found {found}: the log has a gap or is out of order")]
    Position {
        /// The next position of the log.
        expected: u64,
        /// The position of the event.
        found: u64,
    },
    /// Revisions of a stream must come in order without a gap.
    #[error("position {position}: expected revision {expected} of {stream}, found {found}")]
    Revision {
        /// The position of the event.
        position: u64,
        /// The stream's name.
        stream: String,
        /// The stream's next revision.
        expected: u64,
        /// The revision of the event.
        found: u64,
    },
    /// The event has no canonical leaf.
    #[error("position {position}: {source}")]
    Leaf {
        /// The position of the event.
        position: u64,
        /// What is wrong with it.
        source: LeafError,
    },
}

/// Grows the Merkle log of a ledger, event by event from position 0.
///
/// The root is a function of the events alone: whoever holds them computes the same one. Keeps a
/// hash for each stream and nothing else of the events; an event that is refused changes nothing.
#[derive(Debug, Clone, Default)]
pub struct LogBuilder {
    tree: Tree,
    streams: HashMap<Arc<str>, Head>,
}

#[derive(Debug, Clone)]
struct Head {
    next_revision: u64,
    last_leaf: Hash,
}

impl LogBuilder {
    /// A log without events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the next event and gives its leaf.
    pub fn push(&mut self, event: &Event<'_>) -> Result<Entry, LogError> {
        if event.position != self.tree.size() {
            return Err(LogError::Position { expected: self.tree.size(), found: event.position });
        }
        let (stream, next_revision, prev) = match self.streams.get_key_value(event.stream) {
            Some((name, head)) => (Arc::clone(name), head.next_revision, head.last_leaf),
            None => (Arc::from(event.stream), 0, [0; 32]),
        };
        if event.revision != next_revision {
            return Err(LogError::Revision {
                position: event.position,
                stream: event.stream.to_owned(),
                expected: next_revision,
                found: event.revision,
            });
        }
        let leaf = Leaf {
            at: event.at,
            body: body_hash(event.body, event.meta),
            ev: event.id,
            prev,
            rev: event.revision,
            str: Arc::clone(&stream),
            typ: event.type_name.into(),
        };
        let hash = leaf.hash().map_err(|source| LogError::Leaf { position: event.position, source })?;
        self.tree.push(hash);
        self.streams.insert(stream, Head { next_revision: next_revision + 1, last_leaf: hash });
        Ok(Entry { leaf, hash })
    }

    /// The number of events so far; the next event must have this position.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The root over all events so far.
    pub fn root(&self) -> Hash {
        self.tree.root()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{empty_root, inclusion_proof, verify_inclusion};

    fn event(position: u64, stream: &str, revision: u64) -> Event<'_> {
        Event {
            position,
            stream,
            revision,
            id: Uuid::from_u128(u128::from(position)),
            type_name: "metric.reading-recorded.v1",
            at: 1_700_000_000_000_000,
            body: b"{}",
            meta: b"{}",
        }
    }

    #[test]
    fn each_leaf_points_to_the_previous_one_of_its_stream() {
        let mut log = LogBuilder::new();
        let first = log.push(&event(0, "metric-a", 0)).unwrap();
        let other = log.push(&event(1, "metric-b", 0)).unwrap();
        let second = log.push(&event(2, "metric-a", 1)).unwrap();
        assert_eq!(first.leaf.prev, [0; 32]);
        assert_eq!(other.leaf.prev, [0; 32]);
        assert_eq!(second.leaf.prev, first.hash);
    }

    #[test]
    fn the_leaves_it_gives_are_the_leaves_of_its_root() {
        let mut log = LogBuilder::new();
        let hashes: Vec<Hash> =
            (0..9).map(|position| log.push(&event(position, "metric-a", position)).unwrap().hash).collect();
        for (index, hash) in (0..).zip(&hashes) {
            let proof = inclusion_proof(&hashes, index).unwrap();
            verify_inclusion(hash, index, log.size(), &proof, &log.root()).unwrap();
        }
    }

    #[test]
    fn a_gap_in_positions_is_refused() {
        let mut log = LogBuilder::new();
        log.push(&event(0, "metric-a", 0)).unwrap();
        let refused = log.push(&event(2, "metric-a", 1));
        assert_eq!(refused, Err(LogError::Position { expected: 1, found: 2 }));
    }

    #[test]
    fn a_gap_in_revisions_is_refused_and_changes_nothing() {
        let mut log = LogBuilder::new();
        log.push(&event(0, "metric-a", 0)).unwrap();
        let root = log.root();
        let refused = log.push(&event(1, "metric-a", 2));
        let stream = "metric-a".to_owned();
        assert_eq!(refused, Err(LogError::Revision { position: 1, stream, expected: 1, found: 2 }));
        assert_eq!((log.size(), log.root()), (1, root));
        log.push(&event(1, "metric-a", 1)).unwrap();
    }

    #[test]
    fn an_event_without_a_canonical_leaf_is_refused_and_changes_nothing() {
        let mut log = LogBuilder::new();
        let refused = log.push(&Event { type_name: "not a wire name", ..event(0, "metric-a", 0) });
        assert!(matches!(refused, Err(LogError::Leaf { position: 0, .. })));
        assert_eq!((log.size(), log.root()), (0, empty_root()));
        log.push(&event(0, "metric-a", 0)).unwrap();
    }

    #[test]
    fn one_changed_byte_of_one_event_changes_the_root() {
        let root = |meta: &[u8]| {
            let mut log = LogBuilder::new();
            log.push(&Event { meta, ..event(0, "metric-a", 0) }).unwrap();
            log.push(&event(1, "metric-b", 0)).unwrap();
            log.root()
        };
        assert_ne!(root(b"{\"blind\":\"00\"}"), root(b"{\"blind\":\"01\"}"));
    }
}
