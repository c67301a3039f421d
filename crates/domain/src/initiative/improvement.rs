//! Improvements: what ends inside an initiative.

use chrono::NaiveDate;

use super::decide::Facts;
use super::life::running_on;
use super::{ImprovementDateMoved, ImprovementStarted, Initiative, InitiativeFact};
use crate::command::{Moment, came_to_pass, in_range, not_in_future};
use crate::event::Event;
use crate::history::Entry;
use crate::id::{EventId, ImprovementId, MetricId};
use crate::refusal::Refusal;
use crate::time::AsOf;

/// How far an improvement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImprovementState {
    /// It began and is not over.
    Started,
    /// It was delivered on a day.
    Delivered(NaiveDate),
    /// It was given up on a day.
    Abandoned(NaiveDate),
}

/// An improvement at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// Its id: the event that first started it.
    pub id: ImprovementId,
    /// The event whose body holds its title.
    pub stated_by: EventId,
    /// The position of that event.
    pub stated_at: u64,
    /// The metric that it names.
    pub metric: Option<MetricId>,
    /// The day it began.
    pub started: NaiveDate,
    /// The day on which it is due now.
    pub due: Option<NaiveDate>,
    /// The facts that moved the date, oldest first.
    pub moves: Vec<EventId>,
    /// How far it has come.
    pub state: ImprovementState,
    /// The fact that says so.
    pub turned_by: EventId,
}

/// What a fact says about an improvement that was started by another.
#[derive(Debug, Clone, Copy)]
enum Change {
    Moved(NaiveDate),
    Delivered,
    Abandoned,
}

impl InitiativeFact {
    fn changes_improvement(&self) -> Option<(ImprovementId, Change)> {
        match self {
            Self::ImprovementDateMoved(moved) => Some((moved.improvement, Change::Moved(moved.due))),
            Self::ImprovementDelivered(delivered) => Some((delivered.improvement, Change::Delivered)),
            Self::ImprovementAbandoned(abandoned) => Some((abandoned.improvement, Change::Abandoned)),
            _ => None,
        }
    }
}

impl Initiative {
    /// The improvements that began on or before E, in the order in which they began.
    pub fn improvements(&self, as_of: &AsOf) -> Vec<Improvement> {
        let started = |fact: &InitiativeFact| match fact {
            InitiativeFact::ImprovementStarted(started) => Some((started.metric, started.due)),
            _ => None,
        };
        let mut improvements: Vec<Improvement> = self
            .history
            .picked(as_of, started)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .map(|(entry, (metric, due))| Improvement {
                id: ImprovementId(self.history.first_statement_of(entry).0),
                stated_by: entry.event,
                stated_at: entry.stamp.position(),
                metric,
                started: entry.from(),
                due,
                moves: Vec::new(),
                state: ImprovementState::Started,
                turned_by: entry.event,
            })
            .collect();
        improvements.sort_by_key(|improvement| (improvement.started, improvement.stated_at));
        if !improvements.is_empty() {
            self.follow(&mut improvements, as_of);
        }
        improvements
    }

    /// Applies what later facts say about the improvements, by their days.
    fn follow(&self, improvements: &mut [Improvement], as_of: &AsOf) {
        let mut changes: Vec<_> = self
            .history
            .picked(as_of, InitiativeFact::changes_improvement)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .collect();
        changes.sort_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()));
        for (entry, (id, change)) in changes {
            let Some(improvement) = improvements.iter_mut().find(|improvement| improvement.id == id) else {
                continue;
            };
            let ended = match change {
                Change::Moved(due) => {
                    improvement.due = Some(due);
                    improvement.moves.push(entry.event);
                    continue;
                }
                Change::Delivered => ImprovementState::Delivered(entry.from()),
                Change::Abandoned => ImprovementState::Abandoned(entry.from()),
            };
            improvement.state = ended;
            improvement.turned_by = entry.event;
        }
    }

    /// The improvement that any event of its chain of corrections names.
    pub fn improvement(&self, named: ImprovementId, as_of: &AsOf) -> Option<Improvement> {
        let id = ImprovementId(self.history.first_statement(EventId(named.0)).0);
        self.improvements(as_of).into_iter().find(|improvement| improvement.id == id)
    }

    /// Whether a fact about an improvement lies before its start, or moves its date there: a
    /// correction of the start may bring that about.
    pub(super) fn precedes_its_improvement(
        entry: &Entry<InitiativeFact>,
        improvements: &[Improvement],
    ) -> bool {
        let Some((id, change)) = entry.fact.changes_improvement() else { return false };
        improvements.iter().find(|improvement| improvement.id == id).is_none_or(|improvement| {
            let moved_before = match change {
                Change::Moved(due) => due < improvement.started,
                Change::Delivered | Change::Abandoned => false,
            };
            entry.from() < improvement.started || moved_before
        })
    }
}

/// The standing facts about the improvement that began with `event`.
pub(super) fn improvement_facts(state: &Initiative, event: EventId, moment: &Moment) -> Vec<EventId> {
    let id = ImprovementId(state.history.first_statement(event).0);
    state
        .history
        .picked(&moment.now(), InitiativeFact::changes_improvement)
        .filter(|(_, (improvement, _))| *improvement == id)
        .map(|(entry, _)| entry.event)
        .collect()
}

pub(super) fn start_improvement(
    state: &Initiative,
    started: ImprovementStarted,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    not_in_future("on", moment.day(on), moment)?;
    let on = running_on(state, on, moment)?;
    if let Some(due) = started.due {
        in_range("due", due)?;
        if due < on {
            return Err(Refusal::BeforeBeginning { field: "due", day: due, begins: on });
        }
    }
    Ok(vec![Event::new(moment.by, started).from(on)])
}

pub(super) fn move_improvement_date(
    state: &Initiative,
    moved: ImprovementDateMoved,
    moment: &Moment,
) -> Facts {
    in_range("due", moved.due)?;
    let started = known_improvement(state, moved.improvement, &moment.now())?.started;
    if moved.due < started {
        return Err(Refusal::BeforeBeginning { field: "due", day: moved.due, begins: started });
    }
    // Effective on the day of the announcement: the date moved when it was said to move.
    let on = moment.day(moment.published).max(started);
    let improvement = known_improvement(state, moved.improvement, &moment.on(on))?;
    still_open(improvement.state)?;
    if improvement.due == Some(moved.due) {
        return Err(Refusal::Unchanged { field: "due" });
    }
    let moved = ImprovementDateMoved { improvement: improvement.id, ..moved };
    Ok(vec![Event::new(moment.by, moved).from(on)])
}

/// The improvement meant, and the day on which it can be delivered or given up.
pub(super) fn end_improvement(
    state: &Initiative,
    id: ImprovementId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<(ImprovementId, NaiveDate), Refusal> {
    let on = moment.day(on);
    came_to_pass("on", on, moment)?;
    let improvement = known_improvement(state, id, &moment.now())?;
    still_open(improvement.state)?;
    if on < improvement.started {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: improvement.started });
    }
    Ok((improvement.id, on))
}

fn known_improvement(state: &Initiative, id: ImprovementId, as_of: &AsOf) -> Result<Improvement, Refusal> {
    state
        .improvement(id, as_of)
        .ok_or_else(|| Refusal::Unknown { noun: "improvement", reference: id.to_string() })
}

fn still_open(state: ImprovementState) -> Result<(), Refusal> {
    match state {
        ImprovementState::Started => Ok(()),
        ImprovementState::Delivered(day) => Err(Refusal::ImprovementOver { ended: "delivered", day }),
        ImprovementState::Abandoned(day) => Err(Refusal::ImprovementOver { ended: "abandoned", day }),
    }
}
