//! Actions: who does what by when, as a meeting agreed.

use chrono::NaiveDate;

use super::decide::{Facts, held_on};
use super::{ActionAgreed, ActionDone, ActionDropped, ActionHandedOver, ActionMoved, Meeting, MeetingFact};
use crate::command::{Moment, came_to_pass, in_range};
use crate::event::Event;
use crate::id::{ActionId, EventId, InitiativeId, PersonId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::{AsOf, Position};

/// How far an action has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionState {
    /// It is still to be done.
    Open,
    /// It was done on a day.
    Done(NaiveDate),
    /// It was dropped on a day.
    Dropped(NaiveDate),
}

/// An action at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its id: the event that first agreed on it.
    pub id: ActionId,
    /// The event whose body says what is to be done.
    pub stated_by: EventId,
    /// The position of that event.
    pub stated_at: Position,
    /// Who does it.
    pub owner: PersonId,
    /// The day of the meeting that agreed on it.
    pub agreed: NaiveDate,
    /// The day on which it is due now.
    pub due: NaiveDate,
    /// The facts that moved that day, oldest first.
    pub moves: Vec<EventId>,
    /// The initiative that it is for.
    pub initiative: Option<InitiativeId>,
    /// How far it has come.
    pub state: ActionState,
    /// The event that did or dropped it, and its position.
    pub ended_by: Option<(EventId, Position)>,
}

impl Action {
    /// Whether it was due before a day and is still to be done.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.state == ActionState::Open && self.due < day
    }
}

/// What a fact says about an action that was agreed by another.
#[derive(Debug, Clone, Copy)]
enum Change {
    Moved(NaiveDate),
    HandedOver(PersonId),
    Done,
    Dropped,
}

impl MeetingFact {
    fn changes_action(&self) -> Option<(ActionId, Change)> {
        match self {
            Self::ActionMoved(moved) => Some((moved.action, Change::Moved(moved.due))),
            Self::ActionHandedOver(handed) => Some((handed.action, Change::HandedOver(handed.owner))),
            Self::ActionDone(done) => Some((done.action, Change::Done)),
            Self::ActionDropped(dropped) => Some((dropped.action, Change::Dropped)),
            _ => None,
        }
    }
}

impl Meeting {
    /// The actions agreed on or before E, in the order in which they were recorded.
    pub fn actions(&self, as_of: &AsOf) -> Vec<Action> {
        let agreed = |fact: &MeetingFact| match fact {
            MeetingFact::ActionAgreed(agreed) => Some((agreed.owner, agreed.due, agreed.initiative)),
            _ => None,
        };
        let mut actions: Vec<Action> = self
            .history
            .picked(as_of, agreed)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .map(|(entry, (owner, due, initiative))| Action {
                id: ActionId(self.history.first_statement_of(entry).0),
                stated_by: entry.event,
                stated_at: entry.stamp.position(),
                owner,
                agreed: entry.from(),
                due,
                moves: Vec::new(),
                initiative,
                state: ActionState::Open,
                ended_by: None,
            })
            .collect();
        if !actions.is_empty() {
            self.follow(&mut actions, as_of);
        }
        actions
    }

    /// Applies what later facts say about the actions, by their days.
    fn follow(&self, actions: &mut [Action], as_of: &AsOf) {
        let mut changes: Vec<_> = self
            .history
            .picked(as_of, MeetingFact::changes_action)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .collect();
        changes.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        for (entry, (id, change)) in changes {
            let Some(action) = actions.iter_mut().find(|action| action.id == id) else { continue };
            match change {
                Change::Moved(due) => {
                    action.due = due;
                    action.moves.push(entry.event);
                }
                Change::HandedOver(owner) => action.owner = owner,
                Change::Done => action.state = ActionState::Done(entry.from()),
                Change::Dropped => action.state = ActionState::Dropped(entry.from()),
            }
            if matches!(change, Change::Done | Change::Dropped) {
                action.ended_by = Some((entry.event, entry.stamp.position()));
            }
        }
    }

    /// One action.
    pub fn action(&self, id: ActionId, as_of: &AsOf) -> Option<Action> {
        self.actions(as_of).into_iter().find(|action| action.id == id)
    }

    /// The standing facts about actions that lie before the meeting agreed on them, oldest first, as a
    /// correction may leave them.
    pub(super) fn broken_action_facts(&self, as_of: &AsOf) -> impl Iterator<Item = EventId> {
        let actions = self.actions(&as_of.on(NaiveDate::MAX));
        let changes = self.history.picked(as_of, MeetingFact::changes_action);
        changes.filter_map(move |(entry, (id, change))| {
            let broken = actions.iter().find(|action| action.id == id).is_none_or(|action| {
                let moved_before = match change {
                    Change::Moved(due) => due < action.agreed,
                    Change::HandedOver(_) | Change::Done | Change::Dropped => false,
                };
                entry.from() < action.agreed || moved_before
            });
            broken.then_some(entry.event)
        })
    }
}

/// The standing facts about the action that `event` agreed on.
pub(super) fn action_facts(state: &Meeting, event: EventId, moment: &Moment) -> Vec<EventId> {
    let id = ActionId(state.history.first_statement(event).0);
    state
        .history
        .picked(&moment.now(), MeetingFact::changes_action)
        .filter(|(_, (action, _))| *action == id)
        .map(|(entry, _)| entry.event)
        .collect()
}

pub(super) fn agree_action(state: &Meeting, action: ActionAgreed, moment: &Moment) -> Facts {
    let on = held_on(state, moment)?;
    in_range("due", action.due)?;
    if action.due < on {
        return Err(Refusal::BeforeBeginning { field: "due", day: action.due, begins: on });
    }
    Ok(vec![Event::new(moment.by, action).from(on)])
}

pub(super) fn move_action(state: &Meeting, moved: ActionMoved, moment: &Moment) -> Facts {
    in_range("due", moved.due)?;
    // Effective on the day of the announcement: the date moved when it was said to move.
    let agreed = known_action(state, moved.action, &moment.now())?.agreed;
    let on = moment.day(moment.published).max(agreed);
    let action = known_action(state, moved.action, &moment.on(on))?;
    still_open(action.state)?;
    if moved.due < agreed {
        return Err(Refusal::BeforeBeginning { field: "due", day: moved.due, begins: agreed });
    }
    if action.due == moved.due {
        return Err(Refusal::Unchanged { field: "due" });
    }
    Ok(vec![Event::new(moment.by, moved).from(on)])
}

pub(super) fn hand_action_over(
    state: &Meeting,
    action: ActionId,
    owner: PersonId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = moment.day(on);
    in_range("on", on)?;
    let held = known_action(state, action, &moment.on(on.max(moment.today)))?;
    still_open(held.state)?;
    if on < held.agreed {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: held.agreed });
    }
    if known_action(state, action, &moment.on(on))?.owner == owner {
        return Err(Refusal::OwnsAlready { day: on });
    }
    Ok(vec![Event::new(moment.by, ActionHandedOver { action: held.id, owner }).from(on)])
}

pub(super) fn complete_action(
    state: &Meeting,
    action: ActionId,
    remark: Option<Text>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let (action, on) = end_action(state, action, on, moment)?;
    Ok(vec![Event::new(moment.by, ActionDone { action, remark }).from(on)])
}

pub(super) fn drop_action(
    state: &Meeting,
    action: ActionId,
    reason: Text,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let (action, on) = end_action(state, action, on, moment)?;
    Ok(vec![Event::new(moment.by, ActionDropped { action, reason }).from(on)])
}

/// The day meant, on which the action can be done or dropped.
fn end_action(
    state: &Meeting,
    action: ActionId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<(ActionId, NaiveDate), Refusal> {
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    let action = known_action(state, action, &moment.now())?;
    still_open(action.state)?;
    if on < action.agreed {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: action.agreed });
    }
    Ok((action.id, on))
}

/// The action that any event of its chain of corrections names.
fn known_action(state: &Meeting, named: ActionId, as_of: &AsOf) -> Result<Action, Refusal> {
    let id = ActionId(state.history.first_statement(EventId(named.0)).0);
    state.action(id, as_of).ok_or_else(|| Refusal::Unknown { noun: "action", reference: named.to_string() })
}

fn still_open(state: ActionState) -> Result<(), Refusal> {
    match state {
        ActionState::Open => Ok(()),
        ActionState::Done(day) => Err(Refusal::ActionOver { ended: "done", day }),
        ActionState::Dropped(day) => Err(Refusal::ActionOver { ended: "dropped", day }),
    }
}
