//! What the facts of an insight say at a point in time.

use chrono::NaiveDate;

use super::{ActedOn, Command, InsightFact, Origin, Shared, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{DepartmentId, EventId, InsightId, PersonId};
use crate::noun::{Noun, noun};
use crate::time::AsOf;

/// An insight with its whole history.
#[derive(Debug, Clone)]
pub struct Insight {
    /// Its id.
    pub id: InsightId,
    /// Its facts.
    pub history: History<InsightFact>,
}

/// One time that an insight was shared, with the fact that says so.
pub type Sharing<'a> = (&'a Entry<InsightFact>, &'a Shared);

/// That somebody acknowledged an insight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledgment {
    /// The event that says so.
    pub event: EventId,
    /// Who did.
    pub by: PersonId,
    /// For which department; without one, for themselves.
    pub department: Option<DepartmentId>,
    /// The day.
    pub on: NaiveDate,
}

noun!(Insight(InsightId): InsightFact, Command, decide; begun by Found);

impl Insight {
    /// An insight of which nothing is recorded yet.
    pub fn new(id: InsightId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<InsightFact>) {
        self.history.evolve(recorded);
    }

    /// The standing facts that their surroundings no longer bear, oldest first, as a correction may leave
    /// them: a fact before the day on which the insight was found, its description excepted, and the
    /// acknowledgment of what had not been shared.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some(begins) = self.beginning(as_of).map(|(entry, _)| entry.from()) else { return Vec::new() };
        let unshared = self.unshared(as_of);
        let broken = |entry: &Entry<InsightFact>| match entry.fact {
            InsightFact::Described(_) => false,
            _ if entry.effective.is_some_and(|effective| effective.from < begins) => true,
            _ => unshared.contains(&entry.event),
        };
        self.history.standing(as_of).filter(|entry| broken(entry)).map(|entry| entry.event).collect()
    }

    /// The fact that holds the description on E; before the first, that one.
    pub fn description(&self, as_of: &AsOf) -> Option<&Entry<InsightFact>> {
        let stated = |fact: &InsightFact| matches!(fact, InsightFact::Described(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// From what it is drawn on E, in the order in which that was said.
    pub fn origins(&self, as_of: &AsOf) -> Vec<Origin> {
        self.said_until(as_of, |fact| match fact {
            InsightFact::DrawnFrom(drawn) => Some(drawn.origin),
            _ => None,
        })
    }

    /// The departments that can act on it, on E, in the order in which they were named.
    pub fn departments(&self, as_of: &AsOf) -> Vec<DepartmentId> {
        self.said_until(as_of, |fact| match fact {
            InsightFact::Addressed(addressed) => Some(addressed.department),
            _ => None,
        })
    }

    /// Every time it was shared on or before E, by day.
    pub fn sharings(&self, as_of: &AsOf) -> Vec<Sharing<'_>> {
        self.until(as_of, |fact| match fact {
            InsightFact::Shared(shared) => Some(shared),
            _ => None,
        })
    }

    /// Everybody who acknowledged it on or before E, by day.
    pub fn acknowledgments(&self, as_of: &AsOf) -> Vec<Acknowledgment> {
        let acknowledged = self.until(as_of, |fact| match fact {
            InsightFact::Acknowledged(acknowledged) => Some(acknowledged.department),
            _ => None,
        });
        let acknowledged = acknowledged.into_iter().map(|(entry, department)| Acknowledgment {
            event: entry.event,
            by: entry.by(),
            department,
            on: entry.from(),
        });
        acknowledged.collect()
    }

    /// Everything that was done about it on or before E, by day.
    pub fn actions(&self, as_of: &AsOf) -> Vec<(&Entry<InsightFact>, &ActedOn)> {
        self.until(as_of, |fact| match fact {
            InsightFact::ActedOn(acted) => Some(acted),
            _ => None,
        })
    }

    /// Whether it was shared on or before E with a department or, without one, with a person.
    pub fn was_shared_with(&self, person: PersonId, department: Option<DepartmentId>, as_of: &AsOf) -> bool {
        self.sharings(as_of).into_iter().any(|(_, shared)| match department {
            Some(department) => shared.departments().any(|with| with == department),
            None => shared.people().any(|with| with == person),
        })
    }

    /// The acknowledgments of what had not been shared with who acknowledged it.
    pub(super) fn unshared(&self, as_of: &AsOf) -> Vec<EventId> {
        let ever = as_of.on(NaiveDate::MAX);
        let acknowledged = self.acknowledgments(&ever).into_iter();
        let unshared =
            acknowledged.filter(|it| !self.was_shared_with(it.by, it.department, &as_of.on(it.on)));
        unshared.map(|it| it.event).collect()
    }

    /// The facts that `pick` takes and that hold from E or an earlier day on, by day.
    fn until<'a, V>(
        &'a self,
        as_of: &AsOf,
        pick: impl Fn(&'a InsightFact) -> Option<V>,
    ) -> Vec<(&'a Entry<InsightFact>, V)> {
        let picked = self.history.picked(as_of, pick);
        let mut picked: Vec<_> = picked.filter(|(entry, _)| entry.from() <= as_of.effective).collect();
        picked.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        picked
    }

    /// The values of such facts, each once.
    fn said_until<V: PartialEq>(&self, as_of: &AsOf, pick: impl Fn(&InsightFact) -> Option<V>) -> Vec<V> {
        let mut said: Vec<V> = Vec::new();
        for (_, value) in self.until(as_of, pick) {
            if !said.contains(&value) {
                said.push(value);
            }
        }
        said
    }
}
