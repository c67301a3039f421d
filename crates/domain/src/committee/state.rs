//! What the facts of a committee say at a point in time.

use chrono::NaiveDate;

use super::{Command, CommitteeFact, DecisionRuleSet, decide};
use crate::calendar::Rhythm;
use crate::history::{Entry, History, Recorded};
use crate::id::{CommitteeId, EventId};
use crate::noun::{Noun, noun};
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

/// How often a committee meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingRhythm {
    /// Once in each period of this rhythm.
    pub rhythm: Rhythm,
    /// Within how many days after the end of a period its reports are due.
    pub due_within_days: u16,
}

impl Committee {
    /// A committee of which nothing is recorded yet.
    pub fn new(id: CommitteeId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<CommitteeFact>) {
        self.history.evolve(recorded);
    }

    /// The day on which it begins.
    pub fn begins(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.beginning(as_of).map(|(entry, _)| entry.from())
    }

    /// The first day without it, whatever day is effective.
    pub fn dissolved(&self, as_of: &AsOf) -> Option<NaiveDate> {
        self.dissolution(as_of).map(Entry::from)
    }

    /// The fact that dissolves it, whatever day is effective.
    pub fn dissolution(&self, as_of: &AsOf) -> Option<&Entry<CommitteeFact>> {
        let dissolved = |fact: &CommitteeFact| matches!(fact, CommitteeFact::Dissolved(_)).then_some(());
        self.history.current(as_of, dissolved).map(|(entry, ())| entry)
    }

    /// Whether it exists on E: begun, and neither dissolved nor recorded in error.
    pub fn is_active(&self, as_of: &AsOf) -> bool {
        let day = as_of.effective;
        self.exists(as_of)
            && self.begins(as_of).is_some_and(|begins| begins <= day)
            && self.dissolved(as_of).is_none_or(|dissolved| day < dissolved)
    }

    /// The fact that holds the name on E; before the first, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<CommitteeFact>> {
        let stated = |fact: &CommitteeFact| matches!(fact, CommitteeFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// How often it meets, as settled on E.
    pub fn rhythm(&self, as_of: &AsOf) -> Option<MeetingRhythm> {
        self.history.holding(as_of, |fact| match fact {
            CommitteeFact::RhythmSet(set) => {
                Some(MeetingRhythm { rhythm: set.rhythm, due_within_days: set.due_within_days })
            }
            _ => None,
        })
    }

    /// How many voting members must be there, as settled on E.
    pub fn quorum(&self, as_of: &AsOf) -> Option<u16> {
        self.history.holding(as_of, |fact| match fact {
            CommitteeFact::QuorumSet(set) => Some(set.members),
            _ => None,
        })
    }

    /// How it comes to a decision, as settled on E.
    pub fn decision_rule(&self, as_of: &AsOf) -> Option<&DecisionRuleSet> {
        self.history.holding(as_of, |fact| match fact {
            CommitteeFact::DecisionRuleSet(set) => Some(set),
            _ => None,
        })
    }

    /// The standing facts that their surroundings no longer bear, oldest first, as a correction of the
    /// committee's first day, of a seat or of the dissolution may leave them: facts before its beginning,
    /// and seats that are left before they are taken.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some(begins) = self.begins(as_of) else { return Vec::new() };
        let seats = self.seats(as_of);
        let broken = |entry: &Entry<CommitteeFact>| match &entry.fact {
            CommitteeFact::Named(_) => false,
            CommitteeFact::SeatVacated(vacated) => {
                seats.iter().find(|seat| seat.id == vacated.seat).is_none_or(|seat| entry.from() < seat.from)
            }
            _ => entry.effective.is_some_and(|effective| effective.from < begins),
        };
        self.history.standing(as_of).filter(|entry| broken(entry)).map(|entry| entry.event).collect()
    }
}
