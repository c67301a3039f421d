//! Events on their way to the server and back.

use std::sync::Arc;

use bytes::Bytes;
use cxl_store::{Expected, NewEvent, Position, Recorded, Revision, StreamName};
use eventstore::{EventData, RecordedEvent, StreamState};
use serde_json::value::RawValue;
use uuid::Uuid;

/// Where an event stands in the log of the server, other ledgers and all: an offset that rises and says
/// nothing else. It never leaves this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    pub(crate) commit: u64,
    pub(crate) prepare: u64,
}

impl From<eventstore::Position> for Token {
    fn from(position: eventstore::Position) -> Self {
        Self { commit: position.commit, prepare: position.prepare }
    }
}

impl From<Token> for eventstore::Position {
    fn from(token: Token) -> Self {
        Self { commit: token.commit, prepare: token.prepare }
    }
}

/// The largest revision that the server can be asked about: it keeps them as signed numbers, and takes the
/// largest unsigned one for "no event".
pub(crate) const LARGEST_REVISION: Revision = i64::MAX as u64 - 1;

/// What the server is to expect; none if it has no number for it.
pub(crate) fn stream_state(expected: Expected) -> Option<StreamState> {
    match expected {
        Expected::NoStream => Some(StreamState::NoStream),
        Expected::Exact(revision) if revision <= LARGEST_REVISION => {
            Some(StreamState::StreamRevision(revision))
        }
        Expected::Exact(_) => None,
    }
}

/// An event as the client takes it. It is said to be JSON if it is, so that the server's own pages show it;
/// the bytes are the same either way.
pub(crate) fn proposed(event: &NewEvent) -> EventData {
    let json = serde_json::from_slice::<&RawValue>(&event.body).ok();
    // White space around a value is not part of it, and would be lost.
    let whole = json.filter(|json| json.get().len() == event.body.len());
    let said = whole.and_then(|json| EventData::json(&event.type_name, &json).ok());
    said.unwrap_or_else(|| EventData::binary(&event.type_name, Bytes::copy_from_slice(&event.body)))
        .id(event.id)
        .metadata(Bytes::copy_from_slice(&event.meta))
}

/// An event as it was read.
#[derive(Debug)]
pub(crate) struct Read {
    /// Full name of its stream, ledger and all.
    pub(crate) stream: String,
    pub(crate) revision: Revision,
    /// Where it stands; told truly only with what was read from the whole log.
    pub(crate) token: Token,
    pub(crate) id: Uuid,
    type_name: String,
    body: Bytes,
    meta: Bytes,
}

impl Read {
    /// Bytes that it takes in memory, about.
    pub(crate) fn bytes(&self) -> usize {
        self.body.len() + self.meta.len()
    }

    /// An empty event that is the n-th of its stream and of the log.
    #[cfg(test)]
    pub(crate) fn nth(stream: String, revision: Revision) -> Self {
        let token = Token { commit: revision, prepare: revision };
        let (id, type_name) = (Uuid::from_u128(u128::from(revision)), "thing.happened.v1".into());
        Self { stream, revision, token, id, type_name, body: Bytes::new(), meta: Bytes::new() }
    }

    /// The event as this ledger knows it.
    pub(crate) fn recorded(self, stream: StreamName, position: Position) -> Recorded {
        Recorded {
            position,
            stream,
            revision: self.revision,
            id: self.id,
            type_name: Arc::from(self.type_name),
            body: self.body.into(),
            meta: self.meta.into(),
        }
    }
}

impl From<RecordedEvent> for Read {
    fn from(event: RecordedEvent) -> Self {
        Self {
            stream: event.stream_id().to_owned(),
            revision: event.revision,
            token: event.position.into(),
            id: event.id,
            type_name: event.event_type,
            body: event.data,
            meta: event.custom_metadata,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_that_the_server_would_take_for_no_event_is_never_sent() {
        assert_eq!(stream_state(Expected::Exact(u64::MAX)), None);
        assert_eq!(stream_state(Expected::Exact(i64::MAX as u64)), None);
        assert_eq!(stream_state(Expected::Exact(0)), Some(StreamState::StreamRevision(0)));
    }
}
