//! The facts of one stream in the order of the ledger, and what they say at a point in time.
//!
//! [`History`] is the one place that knows how a fact falls and which of several facts holds; every
//! question about the past of anything ends in [`History::latest`], [`History::current`] or
//! [`History::standing`].

mod chunks;

#[cfg(test)]
mod specs;

use std::sync::Arc;

use chrono::NaiveDate;

pub use chunks::Chunks;

use crate::event::{Authority, Effective, Event, Fact};
use crate::id::{EventId, PersonId};
use crate::time::{AsOf, Instant, Position, Stamp};

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

impl<F: Fact> Recorded<F> {
    /// The fact that this one annuls or corrects, if it does either.
    pub fn mends(&self) -> Option<EventId> {
        self.event.fact.annuls().or_else(|| self.event.corrects.as_ref().map(|correction| correction.event))
    }
}

/// A fact with everything that decides whether it counts.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// The event that recorded it.
    pub event: EventId,
    /// Its clocks. The known time of a fact that mends a backfilled one is that fact's: see
    /// [`Stamp::mending`].
    pub stamp: Stamp,
    /// Shared with other facts of a history: few people act on one thing.
    by: Arc<PersonId>,
    /// The days for which it holds; without them it holds always.
    pub effective: Option<Effective>,
    /// The fact.
    pub fact: T,
    /// What few facts have, apart, so that the many are small.
    rare: Option<Box<Rare>>,
}

#[derive(Debug, Clone, Default)]
struct Rare {
    authority: Option<Arc<Authority>>,
    corrects: Option<EventId>,
    /// The stamps of the facts that annul or correct it, directly or through a chain.
    felled_by: Vec<Stamp>,
}

impl<T> Entry<T> {
    /// Takes what a recorded event says into an entry.
    pub fn of<F>(recorded: &Recorded<F>, fact: T) -> Self {
        let Recorded { id, stamp, event } = recorded;
        let corrects = event.corrects.as_ref().map(|correction| correction.event);
        let authority = event.authority.clone().map(Arc::new);
        let rare = (corrects.is_some() || authority.is_some())
            .then(|| Box::new(Rare { authority, corrects, felled_by: Vec::new() }));
        let by = Arc::new(event.by);
        Self { event: *id, stamp: *stamp, by, effective: event.effective, fact, rare }
    }

    /// Who did the act.
    pub fn by(&self) -> PersonId {
        *self.by
    }

    /// What it was done under.
    pub fn authority(&self) -> Option<&Arc<Authority>> {
        self.rare.as_ref()?.authority.as_ref()
    }

    /// The event that it corrects.
    pub fn corrects(&self) -> Option<EventId> {
        self.rare.as_ref()?.corrects
    }

    /// The same entry about a fact in another shape.
    pub fn map<U>(self, shape: impl FnOnce(T) -> U) -> Entry<U> {
        let Self { event, stamp, by, effective, fact, rare } = self;
        Entry { event, stamp, by, effective, fact: shape(fact), rare }
    }

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
        self.felled_at(as_of).is_some()
    }

    /// The position of the first visible fact by which it falls.
    pub fn felled_at(&self, as_of: &AsOf) -> Option<Position> {
        let felled_by = self.rare.iter().flat_map(|rare| &rare.felled_by);
        felled_by.filter(|stamp| as_of.sees(stamp)).map(super::time::Stamp::position).min()
    }
}

/// Among so many newest facts of a history the person is looked for who did the next one.
const ACTED_LATELY: usize = 8;

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
    pub fn push(&mut self, mut entry: Entry<T>) {
        let known = self.entries.iter().rev().take(ACTED_LATELY).find(|known| known.by == entry.by);
        if let Some(known) = known {
            entry.by = Arc::clone(&known.by);
        }
        self.entries.push(entry);
    }

    /// All facts, visible or not, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry<T>> {
        self.entries.iter()
    }

    /// The fact at an index, the oldest being at 0.
    pub fn get(&self, index: usize) -> Option<&Entry<T>> {
        self.entries.get(index)
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

    /// Lets one fact fall by another with this stamp. What it corrected in its turn falls by a call
    /// of its own: see [`chain`]. Nothing happens where the fact is not here.
    pub fn fell(&mut self, event: EventId, by: Stamp) {
        let index = self.entries.iter().position(|entry| entry.event == event);
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.rare.get_or_insert_default().felled_by.push(by);
        }
    }

    /// The event that first stated what `event` states now: the beginning of its chain of
    /// corrections. An event that corrects nothing, or is not here, is its own.
    pub fn first_statement(&self, event: EventId) -> EventId {
        chain(event, |event| self.find(event)).last().map_or(event, |first| first.event)
    }

    /// The same for an entry of this history.
    pub fn first_statement_of(&self, entry: &Entry<T>) -> EventId {
        entry.corrects().map_or(entry.event, |corrected| self.first_statement(corrected))
    }

    /// The rank of the fact that first stated what an entry states: a correction puts it better and says
    /// nothing later.
    pub fn first_rank(&self, entry: &Entry<T>) -> (Instant, Position) {
        self.find(self.first_statement_of(entry)).unwrap_or(entry).stamp.rank()
    }

    /// The same facts but for one, as if it had never been recorded: for deciding what would be
    /// allowed without it. What it made fall does not rise.
    pub fn without(&self, event: EventId) -> Self {
        self.keeping(|entry| entry.event != event)
    }

    /// The same for all facts that are not to be kept.
    pub fn keeping(&self, keep: impl Fn(&Entry<T>) -> bool) -> Self {
        let mut kept = Self::default();
        self.entries.iter().filter(|entry| keep(entry)).for_each(|entry| kept.push(entry.clone()));
        kept
    }

    /// Every fact that stands at (P, K), oldest first, whatever days it holds for.
    pub fn standing<'a>(
        &'a self,
        as_of: &AsOf,
    ) -> impl DoubleEndedIterator<Item = &'a Entry<T>> + use<'a, T> {
        let as_of = *as_of;
        self.entries.iter().filter(move |entry| entry.stands(&as_of))
    }

    /// Every fact that stands at (P, K) and that `pick` takes, oldest first, whatever days it holds
    /// for.
    pub fn picked<'a, V, P: Fn(&'a T) -> Option<V>>(
        &'a self,
        as_of: &AsOf,
        pick: P,
    ) -> impl DoubleEndedIterator<Item = (&'a Entry<T>, V)> + use<'a, T, V, P> {
        let as_of = *as_of;
        self.entries
            .iter()
            .filter_map(move |entry| pick(&entry.fact).map(|value| (entry, value)))
            .filter(move |(entry, _)| entry.stands(&as_of))
    }

    /// The fact that holds at (P, K, E) among those that `pick` takes: of those standing whose days
    /// cover E, the one with the greatest first day, then the highest rank.
    pub fn latest<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a T) -> Option<V>,
    ) -> Option<(&'a Entry<T>, V)> {
        self.picked(as_of, pick)
            .filter(|(entry, _)| entry.holds_on(as_of.effective))
            .max_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()))
    }

    /// The value that holds at (P, K, E); see [`History::latest`].
    pub fn holding<'a, V>(&'a self, as_of: &AsOf, pick: impl Fn(&'a T) -> Option<V>) -> Option<V> {
        self.latest(as_of, pick).map(|(_, value)| value)
    }

    /// Like [`History::latest`]; before the first such fact begins, that one. For what a thing has at
    /// all times, such as a name.
    pub fn latest_or_first<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a T) -> Option<V>,
    ) -> Option<(&'a Entry<T>, V)> {
        self.latest(as_of, &pick).or_else(|| {
            self.picked(as_of, pick)
                .min_by_key(|(entry, _)| (entry.from(), std::cmp::Reverse(entry.stamp.rank())))
        })
    }

    /// Among those that `pick` takes, the fact of the highest rank that stands at (P, K), whatever
    /// days it holds for.
    pub fn current<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a T) -> Option<V>,
    ) -> Option<(&'a Entry<T>, V)> {
        self.picked(as_of, pick).max_by_key(|(entry, _)| entry.stamp.rank())
    }
}

impl<F: Fact> History<F> {
    /// Folds one event in: the fact itself, and the fall of what it annuls or corrects.
    pub fn evolve(&mut self, recorded: &Recorded<F>) {
        let mut entry = Entry::of(recorded, recorded.event.fact.clone());
        if let Some(mended) = recorded.mends() {
            let falling: Vec<_> = chain(mended, |event| self.find(event)).collect();
            if let Some(named) = falling.first() {
                entry.stamp = entry.stamp.mending(&named.stamp);
            }
            let falling: Vec<_> = falling.into_iter().map(|entry| entry.event).collect();
            for event in falling {
                self.fell(event, entry.stamp);
            }
        }
        self.push(entry);
    }
}

/// An event, what it corrects, what that one corrects, and so on, newest first. A chain only goes
/// back in the ledger, so that one in a damaged log ends, too.
pub fn chain<'a, T: 'a>(
    event: EventId,
    find: impl Fn(EventId) -> Option<&'a Entry<T>>,
) -> impl Iterator<Item = &'a Entry<T>> {
    let first = find(event);
    std::iter::successors(first, move |entry| {
        find(entry.corrects()?).filter(|earlier| earlier.stamp.position() < entry.stamp.position())
    })
}
