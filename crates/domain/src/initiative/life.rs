//! The turns of an initiative's life: paused, in sustain, stopped and reopened, and what it carries on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, within_life};
use super::{Initiative, InitiativeFact};
use crate::authority::{self, Act};
use crate::command::Moment;
use crate::event::{Authority, Event};
use crate::history::Entry;
use crate::id::{EventId, InitiativeId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::{AsOf, Position};

/// See [`InitiativeFact::Paused`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paused {
    /// Why.
    pub reason: Text,
}

/// See [`InitiativeFact::Sustained`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sustained {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`InitiativeFact::Resumed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resumed {
    /// What changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`InitiativeFact::Stopped`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// Why.
    pub reason: Text,
    /// What was learned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lesson: Option<Text>,
}

/// See [`InitiativeFact::Reopened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// Why.
    pub reason: Text,
}

/// See [`InitiativeFact::Succeeds`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Succeeds {
    /// The initiative whose history goes on here.
    pub predecessor: InitiativeId,
}

/// Whether an initiative runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It runs.
    Running,
    /// It is watched on a slower rhythm.
    InSustain,
    /// It rests, its level is held.
    Paused,
    /// It was ended by an act.
    Stopped,
}

impl Status {
    /// As it stands in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::InSustain => "in sustain",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }
}

/// The fact by which one initiative carries another on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Succession {
    /// The event that says so.
    pub event: EventId,
    /// Its position.
    pub position: Position,
    /// The initiative that is carried on.
    pub predecessor: InitiativeId,
    /// From which day.
    pub from: NaiveDate,
}

impl Initiative {
    /// Whether it runs on E, and since when.
    pub fn status(&self, as_of: &AsOf) -> (Status, Option<NaiveDate>) {
        let turns = self.turns(as_of);
        let mut until_then =
            turns.iter().rev().skip_while(|(entry, _)| entry.from() > as_of.effective).peekable();
        let Some((_, status)) = until_then.peek().copied() else {
            return (Status::Running, self.begins(as_of));
        };
        // A pause that was prolonged, or a stop stated twice, lasts since the first.
        let first = until_then.take_while(|(_, earlier)| earlier == status).last();
        (*status, first.map(|(entry, _)| entry.from()))
    }

    /// The fact by which its status on E is what it is; none if it has run ever since it began.
    pub fn turn(&self, as_of: &AsOf) -> Option<&Entry<InitiativeFact>> {
        self.history.latest(as_of, turned).map(|(entry, _)| entry)
    }

    /// Every standing fact that changed whether it runs, by first day and rank.
    pub fn turns(&self, as_of: &AsOf) -> Vec<(&Entry<InitiativeFact>, Status)> {
        let mut turns: Vec<_> = self.history.picked(as_of, turned).collect();
        turns.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        turns
    }

    /// The status from each day on which it changed, as known, whatever day is asked about. Before the
    /// first it runs.
    pub fn course(&self, as_of: &AsOf) -> Vec<(NaiveDate, Status)> {
        let mut course: Vec<_> =
            self.turns(as_of).into_iter().map(|(entry, status)| (entry.from(), status)).collect();
        // Of several turns on one day the highest rank holds.
        course.dedup_by(|later, earlier| {
            let same_day = later.0 == earlier.0;
            if same_day {
                *earlier = *later;
            }
            same_day
        });
        course.dedup_by_key(|(_, status)| *status);
        course
    }

    /// While it is paused on E, whether any of the facts that paused and prolonged it names by what
    /// right; `None` while it is not paused.
    pub fn pause_was_decided(&self, as_of: &AsOf) -> Option<bool> {
        let turns = self.turns(as_of);
        let until_then = turns.iter().rev().skip_while(|(entry, _)| entry.from() > as_of.effective);
        let mut pauses = until_then.take_while(|(_, status)| *status == Status::Paused).peekable();
        pauses.peek()?;
        Some(pauses.any(|(entry, _)| entry.authority().is_some()))
    }

    /// The initiatives that it says it carries on, whatever day that begins, oldest fact first.
    pub fn successions(&self, as_of: &AsOf) -> impl Iterator<Item = Succession> + use<'_> {
        self.history.picked(as_of, succeeds).map(|(entry, predecessor)| Succession {
            event: entry.event,
            position: entry.stamp.position(),
            predecessor,
            from: entry.from(),
        })
    }
}

fn turned(fact: &InitiativeFact) -> Option<Status> {
    match fact {
        InitiativeFact::Paused(_) => Some(Status::Paused),
        InitiativeFact::Sustained(_) => Some(Status::InSustain),
        InitiativeFact::Resumed(_) | InitiativeFact::Reopened(_) => Some(Status::Running),
        InitiativeFact::Stopped(_) => Some(Status::Stopped),
        _ => None,
    }
}

fn succeeds(fact: &InitiativeFact) -> Option<InitiativeId> {
    match fact {
        InitiativeFact::Succeeds(succeeds) => Some(succeeds.predecessor),
        _ => None,
    }
}

/// Whether a turn makes sense after that status: only what rests is resumed, only what is stopped is
/// reopened.
pub(super) fn is_borne(turn: &InitiativeFact, before: Status) -> bool {
    match turn {
        InitiativeFact::Resumed(_) => matches!(before, Status::Paused | Status::InSustain),
        InitiativeFact::Reopened(_) => before == Status::Stopped,
        _ => true,
    }
}

/// The next turn, where it makes no sense without the one that `event` recorded.
pub(super) fn ended_by(state: &Initiative, event: EventId, moment: &Moment) -> Option<EventId> {
    let turns = state.turns(&moment.now());
    let index = turns.iter().position(|(entry, _)| entry.event == event)?;
    let (next, _) = turns.get(index + 1)?;
    let before = index.checked_sub(1).map_or(Status::Running, |before| turns[before].1);
    (!is_borne(&next.fact, before)).then_some(next.event)
}

pub(super) fn pause(
    state: &Initiative,
    reason: Text,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Pause)?;
    let on = within_life(state, on, moment)?;
    match state.status(&moment.on(on)).0 {
        Status::Running | Status::InSustain => {}
        // A pause is prolonged by a decision only.
        Status::Paused if authority.is_some() => {}
        status @ (Status::Paused | Status::Stopped) => {
            return Err(Refusal::NotRunning { status: status.name(), day: on });
        }
    }
    Ok(vec![Event::new(moment.by, Paused { reason }).from(on).under(authority)])
}

pub(super) fn sustain(
    state: &Initiative,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Sustain)?;
    let on = within_life(state, on, moment)?;
    match state.status(&moment.on(on)).0 {
        Status::Running | Status::Paused => {
            Ok(vec![Event::new(moment.by, Sustained { reason }).from(on).under(authority)])
        }
        status @ (Status::InSustain | Status::Stopped) => {
            Err(Refusal::NotRunning { status: status.name(), day: on })
        }
    }
}

pub(super) fn resume(
    state: &Initiative,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Resume)?;
    let on = within_life(state, on, moment)?;
    match state.status(&moment.on(on)).0 {
        Status::Paused | Status::InSustain => {
            Ok(vec![Event::new(moment.by, Resumed { reason }).from(on).under(authority)])
        }
        status @ (Status::Running | Status::Stopped) => {
            Err(Refusal::NothingToResume { status: status.name(), day: on })
        }
    }
}

pub(super) fn stop(
    state: &Initiative,
    stopped: Stopped,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Stop)?;
    let on = before_the_end(state, on, moment)?;
    nothing_restarts_after(state, on, moment)?;
    Ok(vec![Event::new(moment.by, stopped).from(on).under(authority)])
}

pub(super) fn reopen(
    state: &Initiative,
    reason: Text,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Reopen)?;
    let on = within_life(state, on, moment)?;
    match state.status(&moment.on(on)).0 {
        Status::Stopped => Ok(vec![Event::new(moment.by, Reopened { reason }).from(on).under(authority)]),
        status @ (Status::Running | Status::InSustain | Status::Paused) => {
            Err(Refusal::NothingToReopen { status: status.name(), day: on })
        }
    }
}

pub(super) fn succeed(
    state: &Initiative,
    predecessor: InitiativeId,
    on: Option<NaiveDate>,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Succeed)?;
    if predecessor == state.id {
        return Err(Refusal::CircularSuccession);
    }
    let on = before_the_end(state, on, moment)?;
    if state.successions(&moment.now()).any(|succession| succession.predecessor == predecessor) {
        return Err(Refusal::Unchanged { field: "predecessor" });
    }
    Ok(vec![Event::new(moment.by, Succeeds { predecessor }).from(on).under(authority)])
}

/// The day meant, on which the initiative is not stopped.
pub(super) fn before_the_end(
    state: &Initiative,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = within_life(state, on, moment)?;
    match state.status(&moment.on(day)).0 {
        status @ Status::Stopped => Err(Refusal::NotRunning { status: status.name(), day }),
        Status::Running | Status::InSustain | Status::Paused => Ok(day),
    }
}

/// The day meant, on which the initiative runs.
pub(super) fn running_on(
    state: &Initiative,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let day = within_life(state, on, moment)?;
    match state.status(&moment.on(day)).0 {
        Status::Running => Ok(day),
        status @ (Status::InSustain | Status::Paused | Status::Stopped) => {
            Err(Refusal::NotRunning { status: status.name(), day })
        }
    }
}

/// Refuses a stop that a turn of a later day would undo; a reopening is what may follow a stop.
fn nothing_restarts_after(state: &Initiative, on: NaiveDate, moment: &Moment) -> Result<(), Refusal> {
    let stop = (on, (moment.ranked(), Position::MAX));
    let later = state
        .turns(&moment.now())
        .into_iter()
        .find(|(entry, status)| (entry.from(), entry.stamp.rank()) > stop && *status != Status::Stopped);
    match later {
        Some((entry, status)) if !is_borne_by_a_stop(&entry.fact) => {
            Err(Refusal::StandsLater { status: status.name(), day: entry.from() })
        }
        _ => Ok(()),
    }
}

fn is_borne_by_a_stop(turn: &InitiativeFact) -> bool {
    matches!(turn, InitiativeFact::Reopened(_))
}
