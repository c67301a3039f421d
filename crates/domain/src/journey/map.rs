//! The map of a journey at a point in time.

use chrono::NaiveDate;

use super::{Journey, JourneyFact};
use crate::code::Code;
use crate::history::Entry;
use crate::id::{DepartmentId, EventId, SpotId};
use crate::time::{AsOf, Position};

/// A stage, touchpoint or hand-off at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its id: the event that first added it.
    pub id: SpotId,
    /// Its code.
    pub code: Code,
    /// What it is.
    pub kind: SpotKind,
    /// The event that holds its name on E, and that event's position. A hand-off may have none.
    pub named_by: Option<(EventId, Position)>,
    /// The first day on which it is on the map.
    pub added: NaiveDate,
    /// The first day on which it is no longer there.
    pub retired: Option<NaiveDate>,
}

/// What a spot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotKind {
    /// A stretch of the journey.
    Stage {
        /// Its place in the order of the stages, the least first.
        order: u16,
    },
    /// Where customers and the company meet.
    Touchpoint {
        /// The stage in which it lies.
        stage: SpotId,
        /// Over which channel.
        channel: Option<Code>,
        /// The department that is responsible for it.
        department: Option<DepartmentId>,
    },
    /// Where one department lets the customer go and another takes over.
    HandOff {
        /// Who lets go.
        from: DepartmentId,
        /// Who takes over.
        to: DepartmentId,
        /// The stage or touchpoint at which that happens.
        at: SpotId,
    },
}

impl SpotKind {
    /// What it is called.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Stage { .. } => "stage",
            Self::Touchpoint { .. } => "touchpoint",
            Self::HandOff { .. } => "hand-off",
        }
    }

    /// The spot on which it rests: the stage of a touchpoint, what a hand-off happens at.
    pub fn rests_on(&self) -> Option<SpotId> {
        match self {
            Self::Stage { .. } => None,
            Self::Touchpoint { stage, .. } => Some(*stage),
            Self::HandOff { at, .. } => Some(*at),
        }
    }
}

impl Spot {
    /// Whether it is on the map on a day.
    pub fn is_there_on(&self, day: NaiveDate) -> bool {
        self.added <= day && self.retired.is_none_or(|retired| day < retired)
    }
}

impl Journey {
    /// Every spot added on or before E, those that have left the map included, in the order of the map:
    /// the stages by their order, after each its hand-offs, then its touchpoints, each with its own.
    pub fn spots(&self, as_of: &AsOf) -> Vec<Spot> {
        let mut spots: Vec<Spot> = self
            .history
            .picked(as_of, added)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .map(|(entry, (code, kind, is_named))| self.spot_of(entry, code, kind, is_named, as_of))
            .collect();
        let keys: Vec<_> = spots.iter().map(|spot| (spot.id, order(spot, &spots))).collect();
        let key = |id| keys.iter().find(|(of, _)| *of == id).map(|(_, key)| key.clone());
        spots.sort_by_cached_key(|spot| key(spot.id));
        spots
    }

    /// The spots that are on the map on E, in its order.
    pub fn map(&self, as_of: &AsOf) -> Vec<Spot> {
        let spots = self.spots(as_of).into_iter();
        spots.filter(|spot| spot.is_there_on(as_of.effective)).collect()
    }

    /// One spot.
    pub fn spot(&self, id: SpotId, as_of: &AsOf) -> Option<Spot> {
        self.spots(as_of).into_iter().find(|spot| spot.id == id)
    }

    /// The spot that a code names: the one that has it, else the one that had it before a correction.
    pub fn spot_of_code(&self, code: &Code, as_of: &AsOf) -> Option<Spot> {
        let mut spots = self.spots(as_of);
        let has_it = spots.iter().position(|spot| spot.code == *code);
        let index = has_it.or_else(|| spots.iter().position(|spot| self.had_code(spot.id, code, as_of)))?;
        Some(spots.swap_remove(index))
    }

    /// Whether a spot has or had a code, as visible.
    fn had_code(&self, id: SpotId, code: &Code, as_of: &AsOf) -> bool {
        self.history.iter().any(|entry| {
            added(&entry.fact).is_some_and(|(claimed, ..)| claimed == code)
                && as_of.sees(&entry.stamp)
                && self.history.first_statement_of(entry).0 == id.0
        })
    }

    fn spot_of(
        &self,
        entry: &Entry<JourneyFact>,
        code: &Code,
        kind: SpotKind,
        is_named: bool,
        as_of: &AsOf,
    ) -> Spot {
        let id = SpotId(self.history.first_statement_of(entry).0);
        let named = self.history.latest(as_of, |fact| match fact {
            JourneyFact::SpotNamed(named) if named.spot == id => Some(()),
            _ => None,
        });
        let naming = named.map(|(named, ())| named).or(is_named.then_some(entry));
        let retired = self.history.picked(as_of, |fact| match fact {
            JourneyFact::SpotRetired(retired) if retired.spot == id => Some(()),
            _ => None,
        });
        Spot {
            id,
            code: code.clone(),
            kind: self.changed(id, kind, as_of),
            named_by: naming.map(|entry| (entry.event, entry.stamp.position())),
            added: entry.from(),
            retired: retired.map(|(entry, ())| entry.from()).min(),
        }
    }

    /// What later facts make of a spot on E.
    fn changed(&self, id: SpotId, kind: SpotKind, as_of: &AsOf) -> SpotKind {
        match kind {
            SpotKind::Stage { order } => {
                let moved = self.history.holding(as_of, |fact| match fact {
                    JourneyFact::StageMoved(moved) if moved.stage == id => Some(moved.order),
                    _ => None,
                });
                SpotKind::Stage { order: moved.unwrap_or(order) }
            }
            SpotKind::Touchpoint { stage, channel, department } => {
                let moved = self.history.holding(as_of, |fact| match fact {
                    JourneyFact::TouchpointMoved(moved) if moved.touchpoint == id => Some(moved.stage),
                    _ => None,
                });
                let named = self.history.holding(as_of, |fact| match fact {
                    JourneyFact::ResponsibleNamed(named) if named.touchpoint == id => Some(named.department),
                    _ => None,
                });
                let (stage, department) = (moved.unwrap_or(stage), named.unwrap_or(department));
                SpotKind::Touchpoint { stage, channel, department }
            }
            hand_off @ SpotKind::HandOff { .. } => hand_off,
        }
    }
}

/// What a fact puts onto the map: its code, what it is, and whether the fact names it.
pub(super) fn added(fact: &JourneyFact) -> Option<(&Code, SpotKind, bool)> {
    match fact {
        JourneyFact::StageAdded(it) => Some((&it.code, SpotKind::Stage { order: it.order }, true)),
        JourneyFact::TouchpointAdded(it) => {
            let (channel, department) = (it.channel.clone(), it.department);
            Some((&it.code, SpotKind::Touchpoint { stage: it.stage, channel, department }, true))
        }
        JourneyFact::HandOffAdded(it) => {
            let (from, to, at) = (it.from, it.to, it.at);
            Some((&it.code, SpotKind::HandOff { from, to, at }, it.name.is_some()))
        }
        _ => None,
    }
}

/// Where a spot stands in the order of the map: its line from the stage down, hand-offs before
/// touchpoints.
fn order(spot: &Spot, spots: &[Spot]) -> Vec<(u8, u16, Code, SpotId)> {
    let below = |spot: &&Spot| {
        let above = spot.kind.rests_on()?;
        spots.iter().find(|held| held.id == above)
    };
    // No line is longer than stage, touchpoint and hand-off, so this ends in a damaged log, too.
    let line = std::iter::successors(Some(spot), below).take(3);
    let mut key: Vec<_> = line
        .map(|spot| match spot.kind {
            SpotKind::Stage { order } => (0, order, spot.code.clone(), spot.id),
            SpotKind::HandOff { .. } => (0, 0, spot.code.clone(), spot.id),
            SpotKind::Touchpoint { .. } => (1, 0, spot.code.clone(), spot.id),
        })
        .collect();
    key.reverse();
    key
}
