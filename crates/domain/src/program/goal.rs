//! Strategic goals: what a program wants to reach, and so what its metrics are for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, within_life};
use super::{Program, ProgramFact};
use crate::code::Code;
use crate::command::Moment;
use crate::event::Event;
use crate::id::{EventId, GoalId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// See [`ProgramFact::GoalSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalSet {
    /// Its code, unique among the goals of the program.
    pub code: Code,
    /// What is to be reached.
    pub title: Text,
}

/// See [`ProgramFact::GoalRetired`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalRetired {
    /// The goal.
    pub goal: GoalId,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// A strategic goal at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its id: the event that first set it.
    pub id: GoalId,
    /// Its code.
    pub code: Code,
    /// The event that holds its title, and that event's position.
    pub stated_by: (EventId, u64),
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it is retired, whatever day E is.
    pub retired: Option<NaiveDate>,
}

impl Program {
    /// The goals set on or before E, retired ones included, by code.
    pub fn goals(&self, as_of: &AsOf) -> Vec<Goal> {
        let mut goals: Vec<Goal> = self
            .history
            .picked(as_of, set)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .map(|(entry, goal)| {
                let id = GoalId(self.history.first_statement_of(entry).0);
                Goal {
                    id,
                    code: goal.code.clone(),
                    stated_by: (entry.event, entry.stamp.position()),
                    from: entry.from(),
                    retired: self.goal_retired(id, as_of),
                }
            })
            .collect();
        goals.sort_by(|a, b| a.code.cmp(&b.code).then(a.id.cmp(&b.id)));
        goals
    }

    /// One goal.
    pub fn goal(&self, id: GoalId, as_of: &AsOf) -> Option<Goal> {
        self.goals(as_of).into_iter().find(|goal| goal.id == id)
    }

    /// The goal that a code names: the one that has it, else the one that had it before a correction.
    pub fn goal_of_code(&self, code: &Code, as_of: &AsOf) -> Option<Goal> {
        let mut goals = self.goals(as_of);
        let has_it = goals.iter().position(|goal| goal.code == *code);
        let index = has_it.or_else(|| goals.iter().position(|goal| self.had_code(goal.id, code, as_of)))?;
        Some(goals.swap_remove(index))
    }

    /// Whether a goal has or had a code, as visible.
    fn had_code(&self, id: GoalId, code: &Code, as_of: &AsOf) -> bool {
        self.history.iter().any(|entry| {
            set(&entry.fact).is_some_and(|goal| goal.code == *code)
                && as_of.sees(&entry.stamp)
                && self.history.first_statement_of(entry).0 == id.0
        })
    }

    fn goal_retired(&self, id: GoalId, as_of: &AsOf) -> Option<NaiveDate> {
        self.history.picked(as_of, retires(id)).map(|(entry, ())| entry.from()).min()
    }

    /// The standing facts about goals that lie before the goal was set, as a correction of that day may
    /// leave them, oldest first.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let goals = self.goals(&as_of.on(NaiveDate::MAX));
        let retired = |fact: &ProgramFact| match fact {
            ProgramFact::GoalRetired(retired) => Some(retired.goal),
            _ => None,
        };
        self.history
            .picked(as_of, retired)
            .filter(|(entry, goal)| {
                goals.iter().find(|held| held.id == *goal).is_none_or(|held| entry.from() < held.from)
            })
            .map(|(entry, _)| entry.event)
            .collect()
    }
}

fn set(fact: &ProgramFact) -> Option<&GoalSet> {
    match fact {
        ProgramFact::GoalSet(goal) => Some(goal),
        _ => None,
    }
}

fn retires(id: GoalId) -> impl Fn(&ProgramFact) -> Option<()> {
    move |fact| match fact {
        ProgramFact::GoalRetired(retired) if retired.goal == id => Some(()),
        _ => None,
    }
}

/// The standing facts about the goal that began with `event`.
pub(super) fn goal_facts(state: &Program, event: EventId, moment: &Moment) -> Vec<EventId> {
    let id = GoalId(state.history.first_statement(event).0);
    state.history.picked(&moment.now(), retires(id)).map(|(entry, ())| entry.event).collect()
}

pub(super) fn set_goal(state: &Program, goal: GoalSet, on: Option<NaiveDate>, moment: &Moment) -> Facts {
    let on = within_life(state, on, moment)?;
    if state.goal_of_code(&goal.code, &moment.on(NaiveDate::MAX)).is_some() {
        return Err(Refusal::CodeTaken { taken: goal.code, noun: "goal" });
    }
    Ok(vec![Event::new(moment.by, goal).from(on)])
}

pub(super) fn retire_goal(
    state: &Program,
    retired: GoalRetired,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = within_life(state, on, moment)?;
    let unknown = || Refusal::Unknown { noun: "goal", reference: retired.goal.to_string() };
    let goal = state.goal(retired.goal, &moment.on(NaiveDate::MAX)).ok_or_else(unknown)?;
    if on < goal.from {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: goal.from });
    }
    if goal.retired.is_some() {
        return Err(Refusal::EndedAlready { noun: "goal" });
    }
    Ok(vec![Event::new(moment.by, retired).from(on)])
}
