//! The ground on which a keeper is tried, and the words in which a trial is told.

use std::fmt::Debug;
use std::sync::Arc;

use uuid::Uuid;

use super::Broken;
use crate::error::AppendError;
use crate::port::{Append, Appended, EventStore, Expected, NewEvent, Position, Recorded};
use crate::stream::{StreamKind, StreamName};

/// A keeper under trial, with streams and event ids that no other trial uses.
#[derive(Clone)]
pub struct Trial {
    pub(super) store: Arc<dyn EventStore>,
    seed: Uuid,
}

impl Trial {
    /// A trial whose ids are derived from `seed`.
    pub fn new(store: Arc<dyn EventStore>, seed: Uuid) -> Self {
        Self { store, seed }
    }

    /// The stream with this number.
    pub(super) fn stream(&self, number: u32) -> StreamName {
        let kind = StreamKind::new("conformance").expect("the kind is of the form of a kind");
        StreamName::new(kind, self.derive("stream", number))
    }

    /// The event with this number, small and plain.
    pub(super) fn event(&self, number: u32) -> NewEvent {
        NewEvent {
            id: self.derive("event", number),
            type_name: "conformance.observed.v1".into(),
            body: format!("{{\"number\":{number}}}").into_bytes(),
            meta: b"{}".to_vec(),
        }
    }

    /// An append of the events with these numbers.
    pub(super) fn of(
        &self,
        stream: u32,
        expected: Expected,
        events: impl IntoIterator<Item = u32>,
    ) -> Append {
        let events = events.into_iter().map(|number| self.event(number)).collect();
        Append { stream: self.stream(stream), expected, events }
    }

    /// Appends the events with these numbers.
    pub(super) async fn append(
        &self,
        stream: u32,
        expected: Expected,
        events: impl IntoIterator<Item = u32>,
    ) -> Result<Appended, AppendError> {
        self.store.append(self.of(stream, expected, events)).await
    }

    /// The whole stream, read in one page.
    pub(super) async fn read(&self, stream: u32) -> Result<Vec<Recorded>, Broken> {
        Ok(self.store.read_stream(&self.stream(stream), 0, usize::MAX).await?)
    }

    /// The log from a position to its end, read in pages of at most `limit`.
    pub(super) async fn read_to_end(
        &self,
        mut from: Position,
        limit: usize,
    ) -> Result<Vec<Recorded>, Broken> {
        let mut events = Vec::new();
        loop {
            let page = self.store.read_all(from, limit).await?;
            if page.is_empty() {
                return Ok(events);
            }
            same("size of a page within its limit", page.len().min(limit), page.len())?;
            from += page.len() as u64;
            events.extend(page);
        }
    }

    /// Number of events in the log.
    pub(super) fn head(&self) -> u64 {
        *self.store.head().borrow()
    }

    fn derive(&self, what: &str, number: u32) -> Uuid {
        Uuid::new_v5(&self.seed, format!("{what} {number}").as_bytes())
    }
}

/// What [`Expected`] is after `appended`.
pub(super) fn after(appended: Appended) -> Expected {
    Expected::Exact(appended.last_revision())
}

/// Broken unless the two are equal.
#[expect(clippy::needless_pass_by_value, reason = "every caller reads as a sentence without references")]
pub(super) fn same<T: PartialEq + Debug>(what: &str, found: T, wanted: T) -> Result<(), Broken> {
    if found == wanted {
        Ok(())
    } else {
        Err(Broken(format!("{what}: found {found:?} instead of {wanted:?}")))
    }
}

/// Broken unless the append was refused as `wanted` says.
pub(super) fn refused(
    outcome: Result<Appended, AppendError>,
    wanted: &str,
    fits: impl FnOnce(&AppendError) -> bool,
) -> Result<(), Broken> {
    match outcome {
        Err(error) if fits(&error) => Ok(()),
        other => Err(Broken(format!("found {other:?} instead of {wanted}"))),
    }
}

/// Broken unless positions rise by one from `first` on.
pub(super) fn gapless(first: Position, events: &[Recorded]) -> Result<(), Broken> {
    let found: Vec<_> = events.iter().map(|event| event.position).collect();
    same("positions", found, (first..).take(events.len()).collect())
}

/// The ids of these events.
pub(super) fn ids(events: &[Recorded]) -> Vec<Uuid> {
    events.iter().map(|event| event.id).collect()
}
