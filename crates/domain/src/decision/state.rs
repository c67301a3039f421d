//! What the facts of a decision say at a point in time.

use super::{Command, DecisionFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{DecisionId, EventId};
use crate::noun::noun;
use crate::time::AsOf;

/// A decision with its whole history.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Its facts.
    pub history: History<DecisionFact>,
}

noun!(Decision(DecisionId): DecisionFact, Command, decide; begun by Opened);

impl Decision {
    /// A decision of which nothing is recorded yet.
    pub fn new(id: DecisionId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<DecisionFact>) {
        self.history.evolve(recorded);
    }

    /// The standing facts that a correction left without ground, oldest first: a question that begins before
    /// the decision does is none, it holds from the beginning.
    pub fn broken_dependents(&self, _: &AsOf) -> Vec<EventId> {
        Vec::new()
    }

    /// The fact that holds the question on E; before the first, that one.
    pub fn question(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let stated = |fact: &DecisionFact| matches!(fact, DecisionFact::QuestionStated(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
