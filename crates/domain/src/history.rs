//! The facts of one stream in the order of the ledger, and what they say at a point in time.
//!
//! [`History`] is the one place that knows how a fact falls and which of several facts holds; every
//! question about the past of anything ends in [`History::latest`] or [`History::holding`].

use std::sync::Arc;

use chrono::NaiveDate;

use crate::event::{Authority, Effective, Event, Fact};
use crate::id::{EventId, PersonId};
use crate::time::{AsOf, Stamp};

/// How many entries share one chunk.
const CHUNK: usize = 32;

/// An append-only list in chunks that clones share, so that a snapshot costs one chunk and a list of
/// pointers, however long the list is.
#[derive(Debug, Clone)]
pub struct Chunks<T> {
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> Chunks<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry at the end.
    pub fn push(&mut self, entry: T) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => Arc::make_mut(last).push(entry),
            _ => self.chunks.push(Arc::new(vec![entry])),
        }
        self.len += 1;
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The entry at an index, copied out of shared chunks first if need be.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        Arc::make_mut(self.chunks.get_mut(index / CHUNK)?).get_mut(index % CHUNK)
    }

    /// All entries, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

/// An event as the fold hands it over: decoded, with its id and its clocks.
#[derive(Debug, Clone)]
pub struct Recorded<F> {
    /// The event's id.
    pub id: EventId,
    /// When it entered the ledger and when the world knew it.
    pub stamp: Stamp,
    /// What it says.
    pub event: Event<F>,
}

/// A fact with everything that decides whether it counts.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// The event that recorded it.
    pub event: EventId,
    /// Its clocks.
    pub stamp: Stamp,
    /// Who did the act.
    pub by: PersonId,
    /// The days for which it holds; without them it holds always.
    pub effective: Option<Effective>,
    /// What it was done under.
    pub authority: Option<Arc<Authority>>,
    /// The event that it corrects.
    pub corrects: Option<EventId>,
    /// The stamps of the facts that annul or correct it, directly or through a chain.
    felled_by: Vec<Stamp>,
    /// The fact.
    pub fact: T,
}

impl<T> Entry<T> {
    /// The first day for which the fact holds; the beginning of time if it names none.
    pub fn from(&self) -> NaiveDate {
        self.effective.map_or(NaiveDate::MIN, |effective| effective.from)
    }

    /// Whether the fact holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.effective.is_none_or(|effective| effective.covers(day))
    }

    /// Whether the fact counts at (P, K): visible, and no visible fact annuls or corrects it.
    pub fn stands(&self, as_of: &AsOf) -> bool {
        as_of.sees(&self.stamp) && !self.fallen(as_of)
    }

    /// Whether a visible fact annuls or corrects it.
    pub fn fallen(&self, as_of: &AsOf) -> bool {
        self.felled_by.iter().any(|stamp| as_of.sees(stamp))
    }

    /// Takes what a recorded event says into an entry.
    pub fn of<F>(recorded: &Recorded<F>, fact: T) -> Self {
        let Recorded { id, stamp, event } = recorded;
        Self {
            event: *id,
            stamp: *stamp,
            by: event.by,
            effective: event.effective,
            authority: event.authority.clone().map(Arc::new),
            corrects: event.corrects.as_ref().map(|correction| correction.event),
            felled_by: Vec::new(),
            fact,
        }
    }
}

/// The facts of one stream, oldest first.
#[derive(Debug, Clone)]
pub struct History<T> {
    entries: Chunks<Entry<T>>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { entries: Chunks::default() }
    }
}

impl<T: Clone> History<T> {
    /// Adds a fact.
    pub fn push(&mut self, entry: Entry<T>) {
        self.entries.push(entry);
    }

    /// All facts, visible or not, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry<T>> {
        self.entries.iter()
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The fact that an event recorded.
    pub fn find(&self, event: EventId) -> Option<&Entry<T>> {
        self.entries.iter().find(|entry| entry.event == event)
    }

    /// Lets `target` fall, and whatever it corrected in its turn, by a fact with this stamp.
    ///
    /// In lenient mode an annulment or correction without a published day of its own takes the known
    /// time of a backfilled fact that it names, so that what was never true is at no time shown.
    /// Answers whether the target is here.
    pub fn fell(&mut self, target: EventId, by: Stamp) -> bool {
        let mut next = Some(target);
        let mut found = false;
        let mut hops = 0;
        while let Some(event) = next.take() {
            let Some(index) = self.entries.iter().position(|entry| entry.event == event) else { break };
            let Some(entry) = self.entries.get_mut(index) else { break };
            let mut stamp = by;
            if !by.is_backfilled() && entry.stamp.is_backfilled() {
                stamp.known = entry.stamp.known;
            }
            entry.felled_by.push(stamp);
            found = true;
            hops += 1;
            // A chain can't be longer than the history; a damaged one must not hang the fold.
            next = entry.corrects.filter(|_| hops <= self.entries.len());
        }
        found
    }

    /// Leaves a fact out, as if it had never been recorded: for deciding what would be allowed
    /// without it.
    pub fn forget(&mut self, event: EventId) {
        let kept: Vec<Entry<T>> = self.entries.iter().filter(|entry| entry.event != event).cloned().collect();
        self.entries = Chunks::default();
        kept.into_iter().for_each(|entry| self.entries.push(entry));
    }

    /// Every fact that stands at (P, K), oldest first, whatever days it holds for.
    pub fn standing<'a>(
        &'a self,
        as_of: &AsOf,
    ) -> impl DoubleEndedIterator<Item = &'a Entry<T>> + use<'a, T> {
        let as_of = *as_of;
        self.entries.iter().filter(move |entry| entry.stands(&as_of))
    }

    /// The fact that holds at (P, K, E) among those that `pick` takes: of those standing whose days
    /// cover E, the one with the greatest first day, then the highest rank.
    pub fn latest<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a T) -> Option<V>,
    ) -> Option<(&'a Entry<T>, V)> {
        let mut best: Option<(&Entry<T>, V)> = None;
        for entry in self.entries.iter() {
            if !entry.holds_on(as_of.effective) || !entry.stands(as_of) {
                continue;
            }
            let Some(value) = pick(&entry.fact) else { continue };
            let rank = (entry.from(), entry.stamp.rank());
            if best.as_ref().is_none_or(|(held, _)| (held.from(), held.stamp.rank()) < rank) {
                best = Some((entry, value));
            }
        }
        best
    }

    /// The value that holds at (P, K, E); see [`History::latest`].
    pub fn holding<'a, V>(&'a self, as_of: &AsOf, pick: impl Fn(&'a T) -> Option<V>) -> Option<V> {
        self.latest(as_of, pick).map(|(_, value)| value)
    }
}

impl<F: Fact> History<F> {
    /// Folds one event in: the fact itself, and the fall of what it annuls or corrects.
    pub fn evolve(&mut self, recorded: &Recorded<F>) {
        let fallen = recorded
            .event
            .fact
            .annuls()
            .or_else(|| recorded.event.corrects.as_ref().map(|correction| correction.event));
        if let Some(target) = fallen {
            self.fell(target, recorded.stamp);
        }
        self.push(Entry::of(recorded, recorded.event.fact.clone()));
    }
}
