//! What every keeper decides alike before it writes, so that no answer depends on the engine.

use std::collections::HashSet;

use uuid::Uuid;

use crate::error::AppendError;
use crate::port::{Append, Revision};

/// The most bytes that one append may hold, by [`Append::bytes`].
pub const MAX_APPEND_BYTES: usize = 1_000_000;

/// What is to be done with an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Write it: the first event gets this revision.
    Write(Revision),
    /// It was recorded before: its first event has this revision.
    Replay(Revision),
}

/// Refuses an append that no keeper may take, whatever its streams hold: one without events or over
/// [`MAX_APPEND_BYTES`], with an id twice, or with the name of a type outside its form.
pub fn check(append: &Append) -> Result<(), AppendError> {
    if append.events.is_empty() {
        return Err(AppendError::Empty { stream: append.stream.clone() });
    }
    let bytes = append.bytes();
    if bytes > MAX_APPEND_BYTES {
        return Err(AppendError::TooLarge { bytes, limit: MAX_APPEND_BYTES });
    }
    if let Some(event) = append.events.iter().find(|event| !is_type_name(&event.type_name)) {
        return Err(AppendError::TypeName { name: event.type_name.to_string() });
    }
    match first_repeated(append) {
        Some(id) => Err(AppendError::Reused { stream: append.stream.clone(), id }),
        None => Ok(()),
    }
}

/// Where the events would go that an append repeats, if it repeats any: the revisions that [`place`] must
/// be told the ids of. None if it can only be new or in conflict, which is the common case.
///
/// `next` is the number of events in the stream.
pub fn standing_range(append: &Append, next: Revision) -> Option<std::ops::Range<Revision>> {
    let first = append.expected.next_revision().filter(|first| *first < next)?;
    Some(first..next.min(first.saturating_add(append.events.len() as u64)))
}

/// Decides between writing, answering from what was recorded, and refusing.
///
/// `next` is the number of events in the stream, `standing` the ids of its events in [`standing_range`],
/// in order. Ids decide and content is not compared: a repeated command seals its text and stamps its
/// time anew. Whether the append is a repetition is decided before the expected revision is.
pub fn place(append: &Append, next: Revision, standing: &[Uuid]) -> Result<Placement, AppendError> {
    let first = append.expected.next_revision();
    if let Some(first) = first.filter(|first| *first == next) {
        return Ok(Placement::Write(first));
    }
    if let Some(first) = first
        && append.events.iter().map(|event| &event.id).eq(standing)
    {
        return Ok(Placement::Replay(first));
    }
    let stream = append.stream.clone();
    match append.events.iter().map(|event| event.id).find(|id| standing.contains(id)) {
        Some(id) => Err(AppendError::Reused { stream, id }),
        None => Err(AppendError::Conflict { stream, expected: append.expected, actual: next.checked_sub(1) }),
    }
}

fn is_type_name(name: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    name.len() <= 128
        && name.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && name.bytes().all(allowed)
}

fn first_repeated(append: &Append) -> Option<Uuid> {
    if let [_] = append.events.as_slice() {
        return None;
    }
    let mut seen = HashSet::with_capacity(append.events.len());
    append.events.iter().map(|event| event.id).find(|id| !seen.insert(*id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::port::{Expected, NewEvent};
    use crate::stream::{StreamKind, StreamName};

    fn append(expected: Expected, ids: &[u8]) -> Append {
        let event = |id: &u8| NewEvent {
            id: Uuid::from_u128(u128::from(*id)),
            type_name: "thing.happened.v1".into(),
            body: Vec::new(),
            meta: Vec::new(),
        };
        let stream = StreamName::new(StreamKind::new("thing").unwrap(), Uuid::nil());
        Append { stream, expected, events: ids.iter().map(event).collect() }
    }

    /// Places an append into a stream that consists of these ids.
    fn place_into(stream: &[u8], append: &Append) -> Result<Placement, AppendError> {
        let ids: Vec<_> = stream.iter().map(|id| Uuid::from_u128(u128::from(*id))).collect();
        let range = standing_range(append, ids.len() as u64).unwrap_or(0..0);
        let bounds = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
        place(append, ids.len() as u64, &ids[bounds])
    }

    fn expected() -> impl Strategy<Value = Expected> {
        prop_oneof![Just(Expected::NoStream), (0..8_u64).prop_map(Expected::Exact)]
    }

    proptest! {
        #[test]
        fn what_was_written_replays_wherever_the_stream_has_moved_since(
            before in proptest::collection::vec(0..50_u8, 0..4),
            batch in proptest::collection::vec(50..90_u8, 1..4),
            later in proptest::collection::vec(90..=255_u8, 0..4),
        ) {
            let expected = before.len().checked_sub(1).map_or(Expected::NoStream, |last| Expected::Exact(last as u64));
            let append = append(expected, &batch);
            let first = before.len() as u64;
            prop_assert_eq!(place_into(&before, &append).unwrap(), Placement::Write(first));
            let stream = [before, batch, later].concat();
            prop_assert_eq!(place_into(&stream, &append).unwrap(), Placement::Replay(first));
        }

        #[test]
        fn only_the_end_of_a_stream_is_written_and_only_equal_ids_replay(
            stream in proptest::collection::vec(0..6_u8, 0..6),
            batch in proptest::collection::vec(0..6_u8, 1..4),
            expected in expected(),
        ) {
            let first = usize::try_from(expected.next_revision().unwrap()).unwrap();
            match place_into(&stream, &append(expected, &batch)) {
                Ok(Placement::Write(at)) => prop_assert_eq!((at, first), (stream.len() as u64, stream.len())),
                Ok(Placement::Replay(at)) => {
                    prop_assert_eq!(at, first as u64);
                    prop_assert_eq!(&stream[first..first + batch.len()], &batch[..]);
                }
                Err(AppendError::Reused { id, .. }) => {
                    prop_assert!(stream[first..].iter().any(|it| u128::from(*it) == id.as_u128()));
                }
                Err(AppendError::Conflict { actual, .. }) => {
                    prop_assert_ne!(first, stream.len());
                    prop_assert_eq!(actual, (stream.len() as u64).checked_sub(1));
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
