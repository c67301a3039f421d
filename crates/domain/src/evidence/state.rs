//! What the facts of a piece of evidence say at a point in time.

use super::{Attached, EvidenceFact, Provided};
use crate::history::{Entry, History, Recorded};
use crate::id::{EvidenceId, PersonId};
use crate::time::AsOf;

/// A piece of evidence with its whole history.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// Its facts.
    pub history: History<EvidenceFact>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judgment {
    /// Nobody has judged it.
    Awaited,
    /// Somebody accepted it.
    Accepted(PersonId),
    /// Somebody refused it.
    Refused(PersonId),
}

impl Evidence {
    /// Evidence of which nothing is recorded yet.
    pub fn new(id: EvidenceId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<EvidenceFact>) {
        self.history.evolve(recorded);
    }

    /// Whether it was provided and not recorded in error, as known.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.provided(as_of).is_some()
    }

    /// What it shows, with the fact that says so; `None` where it is not known or recorded in error.
    pub fn provided(&self, as_of: &AsOf) -> Option<(&Entry<EvidenceFact>, &Provided)> {
        if self.in_error(as_of) {
            return None;
        }
        self.history.current(as_of, |fact| match fact {
            EvidenceFact::Provided(provided) => Some(provided),
            _ => None,
        })
    }

    /// Whether somebody provided it, corrected what it says, or attached something to it: they don't judge it.
    pub fn is_stated_by(&self, person: PersonId) -> bool {
        self.history.iter().any(|entry| entry.fact.is_judged() && entry.by() == person)
    }

    /// The files that are attached to it, in the order in which they were.
    pub fn attachments(&self, as_of: &AsOf) -> impl Iterator<Item = (&Entry<EvidenceFact>, &Attached)> {
        self.history.picked(as_of, |fact| match fact {
            EvidenceFact::Attached(attached) => Some(attached),
            _ => None,
        })
    }

    /// Whether all of it was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, EvidenceFact::RecordedInError(_)))
    }

    /// What became of it, as known: the judgment of the highest rank.
    pub fn judgment(&self, as_of: &AsOf) -> Judgment {
        self.judged(as_of).map_or(Judgment::Awaited, |entry| match entry.fact {
            EvidenceFact::Accepted(_) => Judgment::Accepted(entry.by()),
            _ => Judgment::Refused(entry.by()),
        })
    }

    /// The fact that judges it.
    pub fn judged(&self, as_of: &AsOf) -> Option<&Entry<EvidenceFact>> {
        let judges = |fact: &EvidenceFact| {
            matches!(fact, EvidenceFact::Accepted(_) | EvidenceFact::Refused(_)).then_some(())
        };
        self.history.current(as_of, judges).map(|(entry, ())| entry)
    }

    /// The fact that withdraws it; it counts as nothing then, however it was judged.
    pub fn withdrawn(&self, as_of: &AsOf) -> Option<&Entry<EvidenceFact>> {
        let withdraws = |fact: &EvidenceFact| matches!(fact, EvidenceFact::Withdrawn(_)).then_some(());
        self.history.current(as_of, withdraws).map(|(entry, ())| entry)
    }
}
