//! What the facts of a pain point say at a point in time.

use super::{Command, PainPointFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, PainPointId};
use crate::noun::noun;
use crate::time::AsOf;

/// A pain point with its whole history.
#[derive(Debug, Clone)]
pub struct PainPoint {
    /// Its id.
    pub id: PainPointId,
    /// Its facts.
    pub history: History<PainPointFact>,
}

noun!(PainPoint(PainPointId): PainPointFact, Command, decide; begun by Identified);

impl PainPoint {
    /// A pain point of which nothing is recorded yet.
    pub fn new(id: PainPointId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<PainPointFact>) {
        self.history.evolve(recorded);
    }

    /// The standing facts that a correction left without ground, oldest first: a description that begins before
    /// the pain point does is none, it holds from the beginning.
    pub fn broken_dependents(&self, _: &AsOf) -> Vec<EventId> {
        Vec::new()
    }

    /// The fact that holds the description on E; before the first, that one.
    pub fn description(&self, as_of: &AsOf) -> Option<&Entry<PainPointFact>> {
        let stated = |fact: &PainPointFact| matches!(fact, PainPointFact::Described(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
