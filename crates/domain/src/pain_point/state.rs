//! What the facts of a pain point say at a point in time.

use chrono::NaiveDate;

use super::{Command, Heard, PainPointFact, Rated, decide};
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, InitiativeId, PainPointId};
use crate::journey::Place;
use crate::noun::{Noun, noun};
use crate::time::AsOf;

/// A pain point with its whole history.
#[derive(Debug, Clone)]
pub struct PainPoint {
    /// Its id.
    pub id: PainPointId,
    /// Its facts.
    pub history: History<PainPointFact>,
}

/// Whether customers still meet a pain point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// They do.
    Open,
    /// It was resolved and has not come back.
    Resolved,
}

/// One time that a pain point was heard, with the fact that says so.
pub type Hearing<'a> = (&'a Entry<PainPointFact>, &'a Heard);

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

    /// The standing facts that their surroundings no longer bear, oldest first, as a correction may leave
    /// them: a fact before the day on which it was identified, its description and goal excepted, and a
    /// reopening of what was not resolved.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some(begins) = self.beginning(as_of).map(|(entry, _)| entry.from()) else { return Vec::new() };
        let turns = self.turns(as_of);
        let is_borne = |turn: &Entry<PainPointFact>| {
            let index = turns.iter().position(|(entry, _)| entry.event == turn.event);
            let before = index.and_then(|index| index.checked_sub(1));
            is_borne(&turn.fact, before.map_or(Standing::Open, |before| turns[before].1))
        };
        let broken = |entry: &Entry<PainPointFact>| match entry.fact {
            PainPointFact::Described(_) | PainPointFact::GoalStated(_) => false,
            _ if entry.effective.is_some_and(|effective| effective.from < begins) => true,
            _ => !is_borne(entry),
        };
        self.history.standing(as_of).filter(|entry| broken(entry)).map(|entry| entry.event).collect()
    }

    /// The fact that holds the description on E; before the first, that one.
    pub fn description(&self, as_of: &AsOf) -> Option<&Entry<PainPointFact>> {
        let stated = |fact: &PainPointFact| matches!(fact, PainPointFact::Described(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// The fact that states the customer's goal on E; before the first, that one.
    pub fn goal(&self, as_of: &AsOf) -> Option<&Entry<PainPointFact>> {
        let stated = |fact: &PainPointFact| matches!(fact, PainPointFact::GoalStated(_)).then_some(());
        self.history.latest_or_first(as_of, stated).map(|(entry, ())| entry)
    }

    /// Every time it was heard on or before E, by day.
    pub fn heard(&self, as_of: &AsOf) -> Vec<Hearing<'_>> {
        let heard = self.history.picked(as_of, |fact| match fact {
            PainPointFact::Heard(heard) => Some(heard),
            _ => None,
        });
        let mut heard: Vec<_> = heard.filter(|(entry, _)| entry.from() <= as_of.effective).collect();
        heard.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        heard
    }

    /// Where on a journey it lies on E; before the first day on which that was said, there.
    pub fn place(&self, as_of: &AsOf) -> Option<(&Entry<PainPointFact>, Place)> {
        self.history.latest_or_first(as_of, |fact| match fact {
            PainPointFact::Placed(placed) => Some(placed.place),
            _ => None,
        })
    }

    /// How bad and how frequent it is on E.
    pub fn rating(&self, as_of: &AsOf) -> Option<(&Entry<PainPointFact>, Rated)> {
        self.history.latest(as_of, |fact| match fact {
            PainPointFact::Rated(rated) => Some(*rated),
            _ => None,
        })
    }

    /// The initiatives that took it up on or before E, in the order in which they did.
    pub fn initiatives(&self, as_of: &AsOf) -> Vec<InitiativeId> {
        self.takings(as_of).into_iter().map(|(_, initiative)| initiative).collect()
    }

    /// The same, each with the fact by which it first did.
    pub fn takings(&self, as_of: &AsOf) -> Vec<(&Entry<PainPointFact>, InitiativeId)> {
        let taken_up = |fact: &PainPointFact| match fact {
            PainPointFact::TakenUp(taken_up) => Some(taken_up.initiative),
            _ => None,
        };
        let taken_up = self.history.picked(as_of, taken_up);
        let mut taken_up: Vec<_> = taken_up.filter(|(entry, _)| entry.from() <= as_of.effective).collect();
        taken_up.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        let mut first: Vec<(&Entry<PainPointFact>, InitiativeId)> = Vec::new();
        for (entry, initiative) in taken_up {
            if first.iter().all(|(_, known)| *known != initiative) {
                first.push((entry, initiative));
            }
        }
        first
    }

    /// Whether it is open on E, and since when.
    pub fn standing(&self, as_of: &AsOf) -> (Standing, Option<NaiveDate>) {
        match self.turn(as_of) {
            Some((entry, standing)) => (standing, Some(entry.from())),
            None => (Standing::Open, self.beginning(as_of).map(|(entry, _)| entry.from())),
        }
    }

    /// The fact that resolved or reopened it last on E.
    pub fn turn(&self, as_of: &AsOf) -> Option<(&Entry<PainPointFact>, Standing)> {
        self.history.latest(as_of, turned)
    }

    /// Every standing fact that resolved or reopened it, by day and rank.
    pub fn turns(&self, as_of: &AsOf) -> Vec<(&Entry<PainPointFact>, Standing)> {
        let mut turns: Vec<_> = self.history.picked(as_of, turned).collect();
        turns.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        turns
    }

    /// Whether it was identified on or before E and is open then.
    pub fn is_open(&self, as_of: &AsOf) -> bool {
        let begins = self.beginning(as_of).map(|(entry, _)| entry.from());
        let has_begun = self.exists(as_of) && begins.is_some_and(|begins| begins <= as_of.effective);
        has_begun && self.standing(as_of).0 == Standing::Open
    }
}

fn turned(fact: &PainPointFact) -> Option<Standing> {
    match fact {
        PainPointFact::Resolved(_) => Some(Standing::Resolved),
        PainPointFact::Reopened(_) => Some(Standing::Open),
        _ => None,
    }
}

/// Whether a turn makes sense after that standing: only what was resolved is reopened.
pub(super) fn is_borne(turn: &PainPointFact, before: Standing) -> bool {
    !matches!(turn, PainPointFact::Reopened(_)) || before == Standing::Resolved
}
