//! An event that can't be read, at which views stop.

use std::fmt;
use std::sync::Arc;

use cxl_domain::id::EventId;
use cxl_domain::time::Position;
use cxl_store::codec::DecodeError;
use cxl_store::{Recorded, StreamName};

/// An event that can't be read: damaged, or written by a newer version. Views hold what stands before it
/// and nothing after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poison {
    /// Its position.
    pub position: Position,
    /// Its id.
    pub event: EventId,
    /// Its stream.
    pub stream: StreamName,
    /// Its wire name.
    pub type_name: Arc<str>,
    /// What is wrong with it.
    pub error: String,
}

impl Poison {
    pub(crate) fn of(recorded: &Recorded, error: &DecodeError) -> Self {
        Self {
            position: recorded.position,
            event: EventId(recorded.id),
            stream: recorded.stream.clone(),
            type_name: recorded.type_name.clone(),
            error: error.cause.to_string(),
        }
    }
}

impl fmt::Display for Poison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, event, stream, type_name, error } = self;
        write!(f, "event {event} at position {position} of {stream} ({type_name}) can't be read: {error}")
    }
}
