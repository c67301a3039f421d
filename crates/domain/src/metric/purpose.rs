//! What a metric is for: a strategic goal and a declared purpose. A metric exists to carry out a strategy,
//! not to judge staff; one that does is not refused but marked, for good.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Facts;
use super::{Metric, MetricFact};
use crate::command::{Moment, in_range};
use crate::event::Event;
use crate::history::Entry;
use crate::id::GoalId;
use crate::measurement::kind::{UnknownName, named};
use crate::refusal::Refusal;
use crate::time::AsOf;

/// What a metric is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To see whether a strategic goal is carried out.
    Strategy,
    /// To see whether a fix worked.
    Improvement,
    /// To steer the daily work.
    Operation,
    /// To be read beside other metrics.
    Context,
    /// To judge the work of people.
    Appraisal,
    /// To set what people are paid.
    Pay,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 6] =
        [Self::Strategy, Self::Improvement, Self::Operation, Self::Context, Self::Appraisal, Self::Pay];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strategy => "strategy",
            Self::Improvement => "improvement",
            Self::Operation => "operation",
            Self::Context => "context",
            Self::Appraisal => "appraisal",
            Self::Pay => "pay",
        }
    }

    /// Whether it makes people answer for the number, and so tempts them to move it by other means than
    /// a better experience.
    pub fn judges_people(self) -> bool {
        match self {
            Self::Appraisal | Self::Pay => true,
            Self::Strategy | Self::Improvement | Self::Operation | Self::Context => false,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Purpose {
    type Err = UnknownName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        named(Self::ALL, Self::name, "purpose", typed)
    }
}

/// See [`MetricFact::PurposeDeclared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PurposeDeclared {
    /// Everything that it is used for, at least one thing.
    pub purposes: BTreeSet<Purpose>,
}

/// See [`MetricFact::GoalLinked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalLinked {
    /// The goal; `None` for none any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub goal: Option<GoalId>,
}

impl Metric {
    /// What it is declared to be for on E, with the fact that says so.
    pub fn purpose(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, &PurposeDeclared)> {
        self.history.latest(as_of, purpose)
    }

    /// The first declaration, on or before E, that people are judged by it. Such a metric stays marked
    /// when its purpose changes: what it was used for has shaped its figures.
    pub fn judged_people(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, &PurposeDeclared)> {
        self.history
            .picked(as_of, purpose)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .filter(|(_, declared)| declared.purposes.iter().any(|purpose| purpose.judges_people()))
            .min_by_key(|(entry, _)| (entry.from(), entry.stamp.rank()))
    }

    /// The strategic goal that it carries out on E.
    pub fn goal(&self, as_of: &AsOf) -> Option<GoalId> {
        let linked = |fact: &MetricFact| match fact {
            MetricFact::GoalLinked(linked) => Some(linked.goal),
            _ => None,
        };
        self.history.holding(as_of, linked).flatten()
    }
}

fn purpose(fact: &MetricFact) -> Option<&PurposeDeclared> {
    match fact {
        MetricFact::PurposeDeclared(declared) => Some(declared),
        _ => None,
    }
}

pub(super) fn declare_purpose(
    state: &Metric,
    purposes: BTreeSet<Purpose>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = moment.day(on);
    in_range("on", on)?;
    if purposes.is_empty() {
        return Err(Refusal::invalid("purposes", "it is empty; name at least one purpose"));
    }
    if state.purpose(&moment.on(on)).is_some_and(|(_, held)| held.purposes == purposes) {
        return Err(Refusal::Unchanged { field: "purposes" });
    }
    Ok(vec![Event::new(moment.by, PurposeDeclared { purposes }).from(on)])
}

pub(super) fn link_goal(
    state: &Metric,
    goal: Option<GoalId>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = moment.day(on);
    in_range("on", on)?;
    if state.goal(&moment.on(on)) == goal {
        return Err(Refusal::Unchanged { field: "goal" });
    }
    Ok(vec![Event::new(moment.by, GoalLinked { goal }).from(on)])
}
