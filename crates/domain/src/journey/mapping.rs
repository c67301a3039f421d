//! The rules of the map: what comes onto it, moves on it and leaves it.

use chrono::NaiveDate;

use super::decide::{Facts, within_life};
use super::map::added;
use super::{
    HandOffAdded, Journey, JourneyFact, ResponsibleNamed, Spot, SpotKind, SpotNamed, SpotRetired, StageAdded,
    StageMoved, TouchpointAdded, TouchpointMoved,
};
use crate::code::Code;
use crate::command::Moment;
use crate::event::Event;
use crate::id::{DepartmentId, EventId, SpotId};
use crate::refusal::Refusal;
use crate::time::AsOf;

pub(super) fn add_stage(state: &Journey, stage: StageAdded, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    unclaimed(state, &stage.code)?;
    Ok(vec![Event::new(moment.by, stage).from(on)])
}

pub(super) fn add_touchpoint(
    state: &Journey,
    touchpoint: TouchpointAdded,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    unclaimed(state, &touchpoint.code)?;
    there(state, touchpoint.stage, STAGE, on, moment)?;
    Ok(vec![Event::new(moment.by, touchpoint).from(on)])
}

pub(super) fn add_hand_off(
    state: &Journey,
    hand_off: HandOffAdded,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    unclaimed(state, &hand_off.code)?;
    if hand_off.from == hand_off.to {
        return Err(Refusal::invalid("to", "a hand-off goes from one department to another"));
    }
    there(state, hand_off.at, STAGE_OR_TOUCHPOINT, on, moment)?;
    Ok(vec![Event::new(moment.by, hand_off).from(on)])
}

pub(super) fn rename_spot(
    state: &Journey,
    named: SpotNamed,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    there(state, named.spot, ANY, on, moment)?;
    Ok(vec![Event::new(moment.by, named).from(on)])
}

pub(super) fn move_stage(
    state: &Journey,
    moved: StageMoved,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    if there(state, moved.stage, STAGE, on, moment)?.kind == (SpotKind::Stage { order: moved.order }) {
        return Err(Refusal::Unchanged { field: "order" });
    }
    Ok(vec![Event::new(moment.by, moved).from(on)])
}

pub(super) fn move_touchpoint(
    state: &Journey,
    moved: TouchpointMoved,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    let touchpoint = there(state, moved.touchpoint, TOUCHPOINT, on, moment)?;
    there(state, moved.stage, STAGE, on, moment)?;
    if touchpoint.kind.rests_on() == Some(moved.stage) {
        return Err(Refusal::Unchanged { field: "stage" });
    }
    outlasts(state, moved.stage, touchpoint.retired, moment)?;
    Ok(vec![Event::new(moment.by, moved).from(on)])
}

pub(super) fn name_responsible(
    state: &Journey,
    touchpoint: SpotId,
    department: Option<DepartmentId>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    let spot = there(state, touchpoint, TOUCHPOINT, on, moment)?;
    if matches!(spot.kind, SpotKind::Touchpoint { department: held, .. } if held == department) {
        return Err(Refusal::Unchanged { field: "department" });
    }
    Ok(vec![Event::new(moment.by, ResponsibleNamed { touchpoint, department }).from(on)])
}

/// Takes a spot off the map: nothing that rests on it stays longer, and it stays no longer than what it
/// rests on.
pub(super) fn retire_spot(
    state: &Journey,
    retired: SpotRetired,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    let spot = there(state, retired.spot, ANY, on, moment)?;
    if let Some(day) = spot.retired {
        return Err(Refusal::SpotRetired { noun: spot.kind.noun(), day });
    }
    let spots = state.spots(&moment.on(NaiveDate::MAX));
    let stays = |held: &&Spot| {
        held.kind.rests_on() == Some(spot.id) && held.retired.is_none_or(|retired| on < retired)
    };
    if let Some(resting) = spots.iter().find(stays) {
        return Err(Refusal::SpotInUse { noun: spot.kind.noun(), by: resting.code.clone(), day: on });
    }
    if let Some(below) = spot.kind.rests_on() {
        outlasts(state, below, Some(on), moment)?;
    }
    Ok(vec![Event::new(moment.by, retired).from(on)])
}

/// Refuses to bring a spot back whose retirement is annulled, where what it rests on has left the map.
pub(super) fn brought_back(state: &Journey, id: SpotId, moment: &Moment) -> Result<(), Refusal> {
    let spot = state.spot(id, &moment.on(NaiveDate::MAX));
    let below = spot.and_then(|spot| spot.kind.rests_on());
    below.map_or(Ok(()), |below| outlasts(state, below, None, moment))
}

/// The standing facts that fall with the spot that `event` added: those about it, what rests on it, and
/// so on. None if it added no spot.
pub(super) fn dependents(state: &Journey, event: EventId, moment: &Moment) -> Vec<EventId> {
    let mut fallen = vec![SpotId(state.history.first_statement(event).0)];
    let mut falling: Vec<EventId> = Vec::new();
    let mut looked_at = 0;
    while let Some(spot) = fallen.get(looked_at).copied() {
        looked_at += 1;
        for entry in state.history.standing(&moment.now()) {
            if !names(&entry.fact).contains(&spot) || falling.contains(&entry.event) || entry.event == event {
                continue;
            }
            falling.push(entry.event);
            if added(&entry.fact).is_some() {
                fallen.push(SpotId(state.history.first_statement_of(entry).0));
            }
        }
    }
    falling
}

impl Journey {
    /// The standing facts that their surroundings no longer bear, oldest first, as a correction may leave
    /// them: a fact before the journey begins, its name excepted, and one about a spot, or resting on one,
    /// that is not on the map on the fact's first day.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let begins = crate::noun::Noun::beginning(self, as_of).map(|(entry, _)| entry.from());
        let spots = self.spots(&as_of.on(NaiveDate::MAX));
        let is_there = |id: &SpotId, day| {
            let spot = spots.iter().find(|spot| spot.id == *id);
            spot.is_some_and(|spot| spot.added <= day && spot.retired.is_none_or(|retired| day <= retired))
        };
        let broken = |fact: &JourneyFact, from: NaiveDate| match fact {
            JourneyFact::Mapped(_)
            | JourneyFact::Named(_)
            | JourneyFact::Annulled(_)
            | JourneyFact::RecordedInError(_) => false,
            _ => {
                begins.is_some_and(|begins| from < begins) || !names(fact).iter().all(|id| is_there(id, from))
            }
        };
        let standing = self.history.standing(as_of);
        standing.filter(|entry| broken(&entry.fact, entry.from())).map(|entry| entry.event).collect()
    }
}

/// The spots that a fact names.
fn names(fact: &JourneyFact) -> Vec<SpotId> {
    match fact {
        JourneyFact::TouchpointAdded(it) => vec![it.stage],
        JourneyFact::HandOffAdded(it) => vec![it.at],
        JourneyFact::SpotNamed(it) => vec![it.spot],
        JourneyFact::StageMoved(it) => vec![it.stage],
        JourneyFact::TouchpointMoved(it) => vec![it.touchpoint, it.stage],
        JourneyFact::ResponsibleNamed(it) => vec![it.touchpoint],
        JourneyFact::SpotRetired(it) => vec![it.spot],
        JourneyFact::Mapped(_)
        | JourneyFact::Named(_)
        | JourneyFact::StageAdded(_)
        | JourneyFact::Annulled(_)
        | JourneyFact::RecordedInError(_) => Vec::new(),
    }
}

/// What a spot has to be, as it is called where it is not.
const STAGE: &[&str] = &["stage"];
const TOUCHPOINT: &[&str] = &["touchpoint"];
const STAGE_OR_TOUCHPOINT: &[&str] = &["stage", "touchpoint"];
const ANY: &[&str] = &["stage", "touchpoint", "hand-off"];

/// The spot of that id, if it is one of `nouns` and on the map on a day.
fn there(
    state: &Journey,
    id: SpotId,
    nouns: &'static [&'static str],
    on: NaiveDate,
    moment: &Moment,
) -> Result<Spot, Refusal> {
    let spot = state.spot(id, &moment.on(NaiveDate::MAX)).filter(|spot| nouns.contains(&spot.kind.noun()));
    let Some(spot) = spot else {
        return Err(Refusal::Unknown { noun: nouns[0], reference: id.to_string() });
    };
    if on < spot.added {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: spot.added });
    }
    match spot.retired {
        Some(day) if day <= on => Err(Refusal::SpotRetired { noun: spot.kind.noun(), day }),
        // As it is on that day, and not as later facts make it.
        _ => Ok(Spot { retired: spot.retired, ..state.spot(id, &moment.on(on)).unwrap_or(spot) }),
    }
}

/// Refuses what would stay on the map longer than the spot on which it rests.
fn outlasts(
    state: &Journey,
    below: SpotId,
    until: Option<NaiveDate>,
    moment: &Moment,
) -> Result<(), Refusal> {
    match state.spot(below, &moment.on(NaiveDate::MAX)) {
        Some(Spot { retired: Some(day), kind, .. }) if until.is_none_or(|until| day < until) => {
            Err(Refusal::SpotRetired { noun: kind.noun(), day })
        }
        _ => Ok(()),
    }
}

/// Refuses a code that anything on the map ever had, whatever became of it.
fn unclaimed(state: &Journey, code: &Code) -> Result<(), Refusal> {
    let claims = |fact: &JourneyFact| {
        added(fact).filter(|(claimed, ..)| *claimed == code).map(|(_, kind, _)| kind.noun())
    };
    match state.history.iter().find_map(|entry| claims(&entry.fact)) {
        Some(noun) => Err(Refusal::CodeTaken { taken: code.clone(), noun }),
        None => Ok(()),
    }
}
