//! Which decision supersedes which other.
//!
//! A supersession is said in the later decision's stream alone, so two that were recorded at the same time
//! may lead in a circle. The one with the lowest position holds; what would close a circle with those
//! before it counts nowhere and is listed among the contradictions until somebody annuls it. So every walk
//! ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::decision::{Decision, DecisionFact};
use cxl_domain::id::{DecisionId, EventId, ProgramId};
use cxl_domain::noun::Noun;
use cxl_domain::time::{AsOf, Position};

use super::Inquiry;
use crate::views::Views;

/// The supersessions between the decisions of a program as known, decided or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Supersessions {
    /// Those that hold, by position.
    pub(crate) holding: Vec<Supersession>,
    /// Those that would close a circle, by position.
    pub(crate) circular: Vec<Supersession>,
}

/// That a decision supersedes another once it is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Supersession {
    /// The position of the fact that says so.
    pub(crate) position: Position,
    /// The event that recorded it.
    pub(crate) event: EventId,
    /// The decision that says so.
    pub(crate) later: DecisionId,
    /// The one that it supersedes.
    pub(crate) earlier: DecisionId,
}

/// The decision that first superseded another, on or before E: one whose outcome binds, and is not of a day
/// before that of the other.
pub(crate) fn superseded_by(views: &Views, decision: &Decision, as_of: &AsOf) -> Option<DecisionId> {
    let supersessions = Supersessions::of(views, decision.program(as_of)?, as_of);
    superseded_among(&supersessions, views, decision, as_of)
}

fn superseded_among(
    supersessions: &Supersessions,
    views: &Views,
    decision: &Decision,
    as_of: &AsOf,
) -> Option<DecisionId> {
    let decided = decision.outcome(as_of).map_or(NaiveDate::MIN, |outcome| outcome.entry.from());
    let later = supersessions.holding.iter().filter(|held| held.earlier == decision.id);
    later
        .filter_map(|held| {
            let outcome = views.thing::<Decision>(held.later)?.state.binding(as_of)?.entry;
            Some((outcome.from(), outcome.stamp.rank(), held.later))
        })
        .filter(|(day, ..)| *day >= decided)
        .min_by_key(|(day, rank, _)| (*day, *rank))
        .map(|(.., later)| later)
}

impl Supersessions {
    /// The supersessions of a program as known.
    pub(crate) fn of(views: &Views, program: ProgramId, as_of: &AsOf) -> Self {
        let supersedes = |fact: &DecisionFact| match fact {
            DecisionFact::Supersedes(supersedes) => Some(supersedes.decision),
            _ => None,
        };
        let decisions = views.things_of::<Decision>(program).map(|held| &held.state);
        let here =
            decisions.filter(|decision| decision.exists(as_of) && decision.program(as_of) == Some(program));
        let mut said: Vec<Supersession> = here
            .flat_map(|decision| {
                let later = decision.id;
                decision.history.picked(as_of, supersedes).map(move |(entry, earlier)| Supersession {
                    position: entry.stamp.position(),
                    event: entry.event,
                    later,
                    earlier,
                })
            })
            .collect();
        said.sort_unstable_by_key(|supersession| supersession.position);
        let mut supersessions = Self::default();
        for supersession in said {
            if supersessions.supersedes(supersession.earlier, supersession.later) {
                supersessions.circular.push(supersession);
            } else {
                supersessions.holding.push(supersession);
            }
        }
        supersessions
    }

    /// Whether a decision is another or supersedes it, itself or by way of those that it supersedes.
    pub(crate) fn supersedes(&self, decision: DecisionId, other: DecisionId) -> bool {
        let (mut seen, mut open) = (BTreeSet::from([decision]), vec![decision]);
        while let Some(id) = open.pop() {
            if id == other {
                return true;
            }
            let earlier = self.holding.iter().filter(|held| held.later == id).map(|held| held.earlier);
            open.extend(earlier.filter(|earlier| seen.insert(*earlier)));
        }
        false
    }
}

impl Inquiry<'_> {
    /// The decision that first superseded another, on or before E.
    pub fn superseded_by(&self, decision: &Decision) -> Option<DecisionId> {
        let program = decision.program(&self.as_of)?;
        let key = (program, self.views.len, self.as_of);
        let known = || Arc::new(Supersessions::of(self.views, program, &self.as_of));
        let supersessions = self.analyses.supersessions.get_or(key, known);
        superseded_among(&supersessions, self.views, decision, &self.as_of)
    }
}
