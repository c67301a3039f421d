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
