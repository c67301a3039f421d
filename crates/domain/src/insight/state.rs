//! What the facts of an insight say at a point in time.

use super::{Command, InsightFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, InsightId};
use crate::noun::noun;
use crate::time::AsOf;

/// An insight with its whole history.
#[derive(Debug, Clone)]
pub struct Insight {
    /// Its id.
    pub id: InsightId,
    /// Its facts.
    pub history: History<InsightFact>,
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

    /// The standing facts that a correction left without ground, oldest first: a description that begins before
    /// the insight does is none, it holds from the beginning.
    pub fn broken_dependents(&self, _: &AsOf) -> Vec<EventId> {
        Vec::new()
    }

    /// The fact that holds the description on E; before the first, that one.
    pub fn description(&self, as_of: &AsOf) -> Option<&Entry<InsightFact>> {
        let stated = |fact: &InsightFact| matches!(fact, InsightFact::Described(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
