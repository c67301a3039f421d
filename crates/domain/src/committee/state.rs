//! What the facts of a committee say at a point in time.

use super::{Command, CommitteeFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{CommitteeId, EventId};
use crate::noun::noun;
use crate::time::AsOf;

/// A committee with its whole history.
#[derive(Debug, Clone)]
pub struct Committee {
    /// Its id.
    pub id: CommitteeId,
    /// Its facts.
    pub history: History<CommitteeFact>,
}

noun!(Committee(CommitteeId): CommitteeFact, Command, decide; begun by Established);

impl Committee {
    /// A committee of which nothing is recorded yet.
    pub fn new(id: CommitteeId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<CommitteeFact>) {
        self.history.evolve(recorded);
    }

    /// The standing facts that a correction left without ground, oldest first: a name that begins before
    /// the committee does is none, it holds from the beginning.
    pub fn broken_dependents(&self, _: &AsOf) -> Vec<EventId> {
        Vec::new()
    }

    /// The fact that holds the name on E; before the first, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<CommitteeFact>> {
        let stated = |fact: &CommitteeFact| matches!(fact, CommitteeFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
