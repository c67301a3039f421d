//! How mature a program is: its level beside the distribution, what holds it, what lapses next.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::maturity::Target;
use cxl_ledger::query::{self, LevelOf, ProgramYear};

use crate::connection::list_cost;
use crate::enums::{LevelRule, PracticeId};
use crate::initiative::Initiative;
use crate::list::List;
use crate::maturity::MaturityGoal;
use crate::moment::Moment;
use crate::scalars::{Date, Decimal};

/// The maturity of a program at a moment.
#[derive(Debug, Clone)]
pub(crate) struct ProgramMaturity {
    moment: Arc<Moment>,
    of: query::ProgramMaturity,
}

impl ProgramMaturity {
    pub(crate) fn of(moment: &Arc<Moment>, of: query::ProgramMaturity) -> Self {
        Self { moment: moment.clone(), of }
    }

    fn levels<'a>(&self, of: impl IntoIterator<Item = &'a LevelOf>) -> List<InitiativeLevel> {
        let level = |of: &LevelOf| {
            let initiative = Initiative::seen(&self.moment, of.initiative)?;
            Some(InitiativeLevel { initiative, level: of.level })
        };
        of.into_iter().filter_map(level).collect()
    }
}

/// How mature a program is on the effective day: computed from the levels of its initiatives, never
/// declared.
#[Object]
impl ProgramMaturity {
    /// Its level; null while no initiative is both running and older than twelve months.
    async fn level(&self) -> Option<u8> {
        self.of.level
    }

    /// By which rule it follows from those of its initiatives.
    async fn rule(&self) -> LevelRule {
        self.of.rule.into()
    }

    /// How many of the running initiatives that are older than twelve months have each level, the lowest
    /// level first.
    async fn distribution(&self) -> List<LevelCount> {
        let counts = self.of.distribution.iter();
        counts.map(|(level, initiatives)| LevelCount { level: *level, initiatives: *initiatives }).collect()
    }

    /// The mean of those levels. It says nothing without the distribution.
    async fn mean(&self) -> Option<Decimal> {
        self.of.mean.map(Decimal)
    }

    /// The running initiatives that are older than twelve months, by code: they make the level.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn initiatives(&self) -> List<InitiativeLevel> {
        self.levels(&self.of.settled)
    }

    /// Those of them that hold the program at its level: they are not above it.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn held_by(&self) -> List<InitiativeLevel> {
        self.levels(self.of.held_by())
    }

    /// The running initiatives that are younger than twelve months: they leave the level alone.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn settling(&self) -> List<InitiativeLevel> {
        self.levels(&self.of.settling)
    }

    /// The initiatives that are paused, with the level that is held.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn paused(&self) -> List<InitiativeLevel> {
        self.levels(&self.of.paused)
    }
}

/// How many initiatives have a level.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct LevelCount {
    /// The level.
    level: u8,
    /// How many have it.
    initiatives: usize,
}

/// An initiative and its level.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct InitiativeLevel {
    /// The initiative.
    initiative: Initiative,
    /// Its level.
    level: u8,
}

/// How mature a program was on a day.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(name = "ProgramMaturityYear")]
pub(crate) struct ProgramMaturityYear {
    /// The day.
    on: Date,
    /// How mature it was, as known now.
    maturity: ProgramMaturity,
}

impl ProgramMaturityYear {
    pub(crate) fn of(moment: &Arc<Moment>, year: ProgramYear) -> Self {
        let there = moment.effective_on(year.on);
        Self { on: Date(year.on), maturity: ProgramMaturity::of(&there, year.maturity) }
    }
}

/// A practice of an initiative that will be in a lower state if nothing more is recorded.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(name = "MaturityLapse")]
pub(crate) struct Lapse {
    /// The first day of the lower state.
    on: Date,
    /// The initiative.
    initiative: Initiative,
    /// The practice.
    practice: PracticeId,
    /// Whether the level of the initiative falls with it.
    lowers_level: bool,
}

impl Lapse {
    pub(crate) fn of(moment: &Arc<Moment>, lapse: query::Lapse) -> Option<Self> {
        Some(Self {
            on: Date(lapse.on),
            initiative: Initiative::seen(moment, lapse.initiative)?,
            practice: lapse.practice.into(),
            lowers_level: lapse.lowers_level,
        })
    }
}

/// A target that was set for a whole program.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct ProgramMaturityTarget {
    /// What is to be reached.
    goal: MaturityGoal,
    /// The day by which it is due.
    due: Date,
    /// Since which day it is a target.
    since: Date,
    /// How often its day was moved since then.
    moved: usize,
}

impl From<Target> for ProgramMaturityTarget {
    fn from(target: Target) -> Self {
        Self {
            goal: target.goal.into(),
            due: Date(target.due),
            since: Date(target.since),
            moved: target.moved,
        }
    }
}
