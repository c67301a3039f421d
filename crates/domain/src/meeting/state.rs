//! What the facts of a meeting say at a point in time.

use super::{Command, MeetingFact, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, MeetingId};
use crate::noun::noun;
use crate::time::AsOf;

/// A meeting with its whole history.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Its facts.
    pub history: History<MeetingFact>,
}

noun!(Meeting(MeetingId): MeetingFact, Command, decide; begun by Convened);

impl Meeting {
    /// A meeting of which nothing is recorded yet.
    pub fn new(id: MeetingId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<MeetingFact>) {
        self.history.evolve(recorded);
    }

    /// The standing facts that a correction left without ground, oldest first: a name that begins before
    /// the meeting does is none, it holds from the beginning.
    pub fn broken_dependents(&self, _: &AsOf) -> Vec<EventId> {
        Vec::new()
    }

    /// The fact that holds the name on E; before the first, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<MeetingFact>> {
        let stated = |fact: &MeetingFact| matches!(fact, MeetingFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }
}
