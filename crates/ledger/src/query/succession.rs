//! Questions about which initiative carries which other on.
//!
//! A succession is said in the successor's stream alone, so two that were recorded at the same time may
//! contradict each other. The one with the lowest position holds; what contradicts it counts nowhere and
//! is listed among the contradictions until somebody annuls it. So whatever holds leads in no circle, and
//! every walk ends.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::initiative::{Initiative, Status, Succession};
use cxl_domain::time::AsOf;

use super::Inquiry;
use crate::views::Views;

/// The successions between the initiatives of a program as known, whatever day they begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Successions {
    /// Those that hold, by position.
    pub holding: Vec<SuccessionAt>,
    /// Those that do not, by position.
    pub contradicted: Vec<Contradicted>,
}

/// A succession with the initiative that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessionAt {
    /// The initiative that carries the other on.
    pub successor: InitiativeId,
    /// What it says.
    pub said: Succession,
}

/// A succession that does not hold beside those that were recorded before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradicted {
    /// An initiative would succeed itself by way of others.
    Circular(SuccessionAt),
    /// Another initiative said earlier that it carries the predecessor on.
    Taken(SuccessionAt, InitiativeId),
}

impl Successions {
    /// The successions of a program as known.
    pub(crate) fn of(views: &Views, program: ProgramId, as_of: &AsOf) -> Self {
        let here = |id: InitiativeId| {
            let held = views.initiative(id).filter(|held| held.state.exists(as_of));
            held.is_some_and(|held| held.state.program(as_of) == Some(program))
        };
        let successors = views.succeeding_in(program).filter(|held| here(held.state.id));
        let mut said: Vec<SuccessionAt> = successors
            .flat_map(|held| {
                let successor = held.state.id;
                held.state.successions(as_of).map(move |said| SuccessionAt { successor, said })
            })
            .filter(|succession| here(succession.said.predecessor))
            .collect();
        said.sort_unstable_by_key(|succession| succession.said.position);
        let mut successions = Self::default();
        for succession in said {
            match successions.contradiction(succession) {
                Some(contradicted) => successions.contradicted.push(contradicted),
                None => successions.holding.push(succession),
            }
        }
        successions
    }

    fn contradiction(&self, succession: SuccessionAt) -> Option<Contradicted> {
        let predecessor = succession.said.predecessor;
        if let Some(earlier) = self.successor_of(predecessor) {
            return Some(Contradicted::Taken(succession, earlier.successor));
        }
        let circular = self.lineage(predecessor, NaiveDate::MAX).contains(&succession.successor);
        circular.then_some(Contradicted::Circular(succession))
    }

    /// The succession by which an initiative is carried on, whatever day it begins.
    pub fn successor_of(&self, initiative: InitiativeId) -> Option<&SuccessionAt> {
        self.holding.iter().find(|succession| succession.said.predecessor == initiative)
    }

    /// An initiative and all whose history goes on under it on a day: those that it carries on, those
    /// that they carried on, and so forth.
    pub fn lineage(&self, initiative: InitiativeId, on: NaiveDate) -> Vec<InitiativeId> {
        let mut lineage = vec![initiative];
        let mut next = 0;
        while let Some(successor) = lineage.get(next).copied() {
            let begun = self.holding.iter().filter(|at| at.successor == successor && at.said.from <= on);
            lineage.extend(begun.map(|at| at.said.predecessor));
            next += 1;
        }
        lineage
    }
}

impl Inquiry<'_> {
    /// The successions of a program as known.
    pub fn successions(&self, program: ProgramId) -> Arc<Successions> {
        let key = (program, self.views.len, self.as_of);
        self.analyses.successions.get_or(key, || Arc::new(Successions::of(self.views, program, &self.as_of)))
    }

    /// The succession by which an initiative is carried on by another on E.
    pub fn succeeded_by(&self, initiative: &Initiative) -> Option<SuccessionAt> {
        let successions = self.successions(initiative.program(&self.as_of)?);
        let successor = successions.successor_of(initiative.id)?;
        (successor.said.from <= self.as_of.effective).then_some(*successor)
    }

    /// The successions by which an initiative carries others on on E.
    pub fn predecessors(&self, initiative: &Initiative) -> Vec<SuccessionAt> {
        let Some(program) = initiative.program(&self.as_of) else { return Vec::new() };
        let successions = self.successions(program);
        let on = self.as_of.effective;
        let said_here = |at: &&SuccessionAt| at.successor == initiative.id && at.said.from <= on;
        successions.holding.iter().filter(said_here).copied().collect()
    }

    /// An initiative and all whose history goes on under it on E.
    pub fn lineage(&self, initiative: &Initiative) -> Vec<InitiativeId> {
        match initiative.program(&self.as_of) {
            Some(program) => self.successions(program).lineage(initiative.id, self.as_of.effective),
            None => vec![initiative.id],
        }
    }

    /// Whether an initiative runs on E, be it in sustain, and no other carries it on.
    pub fn runs(&self, initiative: &Initiative) -> bool {
        match initiative.status(&self.as_of).0 {
            Status::Running | Status::InSustain => self.succeeded_by(initiative).is_none(),
            Status::Paused | Status::Stopped => false,
        }
    }
}
