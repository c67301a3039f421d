//! What the facts of a journey say at a point in time.

use super::{Command, JourneyFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::JourneyId;
use crate::noun::noun;
use crate::time::AsOf;

/// A journey with its whole history.
#[derive(Debug, Clone)]
pub struct Journey {
    /// Its id.
    pub id: JourneyId,
    /// Its facts.
    pub history: History<JourneyFact>,
}

noun!(Journey(JourneyId): JourneyFact, Command, decide; begun by Mapped);

impl Journey {
    /// A journey of which nothing is recorded yet.
    pub fn new(id: JourneyId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<JourneyFact>) {
        self.history.evolve(recorded);
    }

    /// The fact that holds the name on E; before the first, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<JourneyFact>> {
        let stated = |fact: &JourneyFact| matches!(fact, JourneyFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
