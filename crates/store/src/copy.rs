//! A log carried over into another keeper: the same order, the same ids, the same bytes.
//!
//! Positions, revisions and ids come out equal, and so does every hash over them. What the destination holds
//! already is compared byte for byte and not written again: a copy that was cut short goes on where it
//! stopped, and one that would mix two logs is refused at the first event in which they differ.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::append::MAX_APPEND_BYTES;
use crate::error::{AppendError, StoreError};
use crate::port::{Append, Appended, EventStore, Expected, NewEvent, Position, Recorded};

/// How many events are read at once.
const PAGE: usize = 1_000;

/// The waits between two attempts of one append: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(5));

/// What a copy came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Events that stand in both, which is all of the source.
    pub events: u64,
    /// How many of them stood in the destination before.
    pub stood: u64,
}

/// Why a log was not carried over. What the destination has taken so far is in order and stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CopyError {
    /// The destination is no beginning of the source.
    #[error(
        "the destination differs from the source at position {position} ({found}): name a destination that is \
         empty, or that holds a beginning of this very log"
    )]
    Differs {
        /// The first position at which they differ.
        position: Position,
        /// What the destination holds there.
        found: String,
    },
    /// Somebody wrote to the source while it was copied.
    #[error(
        "the source has grown to {now} events since the copy began with {begun}: stop whatever writes to it, \
         then run this again, which goes on where it stopped"
    )]
    Grew {
        /// Events of the source in the beginning.
        begun: u64,
        /// Events of the source at the end.
        now: u64,
    },
    /// An event of the source is not where it must be.
    #[error(
        "position {position} of the source holds the event of position {found}: restore it from a backup"
    )]
    Gap {
        /// Where it was looked for.
        position: Position,
        /// What it says of itself.
        found: Position,
    },
    /// The source ends before the length that it tells.
    #[error("the source ends at position {position}, before the {len} events that it tells of")]
    Ended {
        /// Where there was nothing.
        position: Position,
        /// The length that it tells.
        len: u64,
    },
    /// The source does not answer.
    #[error("reading the source failed: {0}")]
    Source(#[source] StoreError),
    /// The destination does not answer.
    #[error("reading the destination failed: {0}")]
    Destination(#[source] StoreError),
    /// The destination does not take an event.
    #[error(
        "the destination did not take the event at position {position}: {source}; run this again to go on"
    )]
    Refused {
        /// The position.
        position: Position,
        /// Its answer.
        source: AppendError,
    },
}

/// Copies the whole of `from` into `to`, which holds nothing or a beginning of it. `seen` is told how many
/// events stand in both.
///
/// A destination that is busy, or leaves it open whether it took an append, is asked again for up to `patience`.
/// Nobody may write to either meanwhile; whoever does is found out.
pub async fn copy(
    from: &dyn EventStore,
    to: &dyn EventStore,
    patience: Duration,
    seen: impl Fn(u64),
) -> Result<Copied, CopyError> {
    let len = *from.head().borrow();
    let mut copying = Copying::into(to, patience);
    while copying.next < len {
        let position = copying.next;
        let mut page = from.read_all(position, PAGE).await.map_err(CopyError::Source)?;
        page.retain(|event| event.position < len);
        if page.is_empty() {
            return Err(CopyError::Ended { position, len });
        }
        copying.take(&page).await?;
        seen(copying.next);
    }
    let copied = copying.finish().await?;
    match *from.head().borrow() {
        now if now > len => Err(CopyError::Grew { begun: len, now }),
        _ => Ok(copied),
    }
}

/// A copy under way, fed with events in the order of the ledger.
pub struct Copying<'to> {
    to: &'to dyn EventStore,
    patience: Duration,
    /// Events that stood in the destination in the beginning.
    stood: u64,
    /// Position of the next event to come.
    next: Position,
}

impl std::fmt::Debug for Copying<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Copying").field("next", &self.next).finish_non_exhaustive()
    }
}

impl<'to> Copying<'to> {
    /// Begins at position 0. See [`copy`] for `patience`.
    pub fn into(to: &'to dyn EventStore, patience: Duration) -> Self {
        Self { to, patience, stood: *to.head().borrow(), next: 0 }
    }

    /// Takes the next events: compares those that the destination holds, and appends the others.
    pub async fn take(&mut self, events: &[Recorded]) -> Result<(), CopyError> {
        let misplaced = events.iter().zip(self.next..).find(|(event, next)| event.position != *next);
        if let Some((event, position)) = misplaced {
            return Err(CopyError::Gap { position, found: event.position });
        }
        let standing = usize::try_from(self.stood.saturating_sub(self.next)).unwrap_or(usize::MAX);
        let (standing, new) = events.split_at(standing.min(events.len()));
        self.compare(standing).await?;
        let mut rest = new;
        while !rest.is_empty() {
            let (append, others) = group(rest);
            self.append(append).await?;
            rest = others;
        }
        Ok(())
    }

    /// Ends the copy, after all events of the source.
    pub async fn finish(self) -> Result<Copied, CopyError> {
        match self.to.read_all(self.next, 1).await.map_err(CopyError::Destination)?.first() {
            Some(beyond) => Err(CopyError::Differs { position: self.next, found: described(beyond) }),
            None => Ok(Copied { events: self.next, stood: self.stood.min(self.next) }),
        }
    }

    async fn compare(&mut self, mut standing: &[Recorded]) -> Result<(), CopyError> {
        while !standing.is_empty() {
            let found = self.to.read_all(self.next, standing.len()).await.map_err(CopyError::Destination)?;
            if found.is_empty() {
                let found = "nothing, although its head is beyond".into();
                return Err(CopyError::Differs { position: self.next, found });
            }
            for (event, found) in standing.iter().zip(&found) {
                if event != found {
                    return Err(CopyError::Differs { position: event.position, found: described(found) });
                }
            }
            self.next += found.len() as u64;
            standing = &standing[found.len().min(standing.len())..];
        }
        Ok(())
    }

    async fn append(&mut self, append: Append) -> Result<(), CopyError> {
        let position = self.next;
        let appended = patiently(self.to, &append, self.patience).await;
        let differs = |found| Err(CopyError::Differs { position, found });
        match appended {
            Ok(Appended { first_position, count, .. }) if first_position == position => {
                self.next += count;
                Ok(())
            }
            Ok(appended) => {
                differs(format!("the event came to stand at position {}", appended.first_position))
            }
            Err(found @ (AppendError::Conflict { .. } | AppendError::Reused { .. })) => {
                differs(found.to_string())
            }
            Err(source) => Err(CopyError::Refused { position, source }),
        }
    }
}

/// The longest beginning of `events` that one append takes, and the rest. `events` is not empty.
fn group(events: &[Recorded]) -> (Append, &[Recorded]) {
    let first = &events[0];
    let expected = first.revision.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
    let mut append = Append { stream: first.stream.clone(), expected, events: Vec::new() };
    let (mut bytes, mut ids): (usize, HashSet<Uuid>) = (0, HashSet::new());
    for (event, revision) in events.iter().zip(first.revision..) {
        let new = NewEvent {
            id: event.id,
            type_name: event.type_name.clone(),
            body: event.body.clone(),
            meta: event.meta.clone(),
        };
        bytes += new.bytes();
        let belongs = event.stream == first.stream && event.revision == revision;
        let fits = append.events.is_empty() || (belongs && bytes <= MAX_APPEND_BYTES);
        if !fits || !ids.insert(event.id) {
            break;
        }
        append.events.push(new);
    }
    let rest = &events[append.events.len()..];
    (append, rest)
}

/// Appends, again and again while the destination is busy or does not answer: the ids make a repetition
/// harmless.
async fn patiently(
    to: &dyn EventStore,
    append: &Append,
    patience: Duration,
) -> Result<Appended, AppendError> {
    let begun = Instant::now();
    let (mut pause, longest) = PAUSES;
    loop {
        match to.append(append.clone()).await {
            Err(error) if error.may_pass() && begun.elapsed() + pause < patience => {
                sleep(pause).await;
                pause = (pause * 2).min(longest);
            }
            answer => return answer,
        }
    }
}

fn described(event: &Recorded) -> String {
    format!("it holds {} {} at revision {} of {}", event.type_name, event.id, event.revision, event.stream)
}
