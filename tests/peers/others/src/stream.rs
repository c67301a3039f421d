//! Streams as cqrs-es knows them: aggregates whose events are numbered from 1.

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::SerializedEvent;
use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::payload::{BODY, META, TYPE};
use super::protocol::{Outcome, Place};

/// Names the table's rows; its commands are never handled, for events are appended as they are.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Metric;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Recorded;

impl DomainEvent for Recorded {
    fn event_type(&self) -> String {
        TYPE.to_owned()
    }

    fn event_version(&self) -> String {
        VERSION.to_owned()
    }
}

impl Aggregate for Metric {
    const TYPE: &'static str = "metric";
    type Command = ();
    type Event = Recorded;
    type Error = std::convert::Infallible;
    type Services = ();

    async fn handle(&mut self, (): (), (): &(), _: &EventSink<Self>) -> Result<(), Self::Error> {
        Ok(())
    }

    fn apply(&mut self, _: Recorded) {}
}

pub(super) const VERSION: &str = "1";

/// The bytes of an event, parsed once.
pub(super) struct Sample {
    payload: Value,
    metadata: Value,
}

impl Sample {
    pub(super) fn parsed() -> Outcome<Self> {
        Ok(Self { payload: serde_json::from_str(BODY)?, metadata: serde_json::from_str(META)? })
    }

    /// The event with this number in a stream.
    pub(super) fn event(&self, stream: u32, sequence: usize) -> SerializedEvent {
        SerializedEvent::new(
            name(stream),
            sequence,
            Metric::TYPE.to_owned(),
            TYPE.to_owned(),
            VERSION.to_owned(),
            self.payload.clone(),
            self.metadata.clone(),
        )
    }
}

/// The streams that the writers of a round may use; every log has them.
pub(super) const STREAMS: u32 = 256;

/// Spreads streams over all names, as random ids are. Filling a log repeats it in SQL.
pub(super) const SPREAD: u64 = 2_654_435_761;

/// The name of a stream.
pub(super) fn name(stream: u32) -> String {
    format!("{:08x}-0000-4000-8000-000000000000", u64::from(stream) * SPREAD % (1 << 32))
}

/// How many streams share the events of a log: as many as in the keeper's.
pub(super) fn streams(place: &Place) -> u64 {
    (place.size / 100).max(u64::from(STREAMS))
}

/// The number of the last event in each stream that is written to, after events took turns over the streams.
pub(super) fn standing(place: &Place) -> impl Iterator<Item = u64> {
    let (size, streams) = (place.size, streams(place));
    (0..u64::from(STREAMS)).map(move |stream| size / streams + u64::from(stream < size % streams))
}

/// `text` as a literal of SQL.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
