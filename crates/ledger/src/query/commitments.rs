//! Commitment integrity: dates and targets that somebody promised, and every time they were moved.
//!
//! - A *date* is promised by the start of an improvement and moved by each later fact that names another.
//! - A *target* is promised for the days for which it holds; it is moved by a later target that says
//!   another value for days which an earlier one had covered.
//!
//! A correction moves nothing: the promise was written down wrongly.

use chrono::NaiveDate;
use cxl_domain::id::{EventId, ImprovementId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::{Improvement, Initiative, InitiativeFact};
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::time::{AsOf, Stamp};
use rust_decimal::Decimal;

use super::Inquiry;

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commitment {
    /// That an improvement is delivered by a day.
    Delivery(InitiativeId, ImprovementId),
    /// That a metric reaches a value.
    Target(MetricId),
}

/// The terms of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// A day.
    Day(NaiveDate),
    /// A value.
    Value(Decimal),
}

/// One time that a promise was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// What was promised.
    pub commitment: Commitment,
    /// What had been promised before; `None` where an improvement had no date.
    pub before: Option<Terms>,
    /// What is promised from then on.
    pub after: Terms,
    /// Which move of this promise it is, from 1.
    pub nth: usize,
    /// The fact that moved it; its body holds the reason.
    pub event: EventId,
    /// When that was recorded and known.
    pub stamp: Stamp,
    /// From which day on the new terms hold.
    pub from: NaiveDate,
    /// Who moved it.
    pub by: PersonId,
}

impl Inquiry<'_> {
    /// Every time that a promise of a program was moved by E, as known, the latest first.
    pub fn moved_commitments(&self, program: ProgramId) -> Vec<Moved> {
        let initiatives = self.views.initiatives_of(program).filter(|held| {
            held.state.exists(&self.as_of) && held.state.program(&self.as_of) == Some(program)
        });
        let metrics = self.views.metrics_of(program).filter(|held| {
            held.state.exists(&self.as_of) && held.state.program(&self.as_of) == Some(program)
        });
        let dates = initiatives.flat_map(|held| moved_dates(&held.state, &self.as_of));
        let targets = metrics.flat_map(|held| moved_targets(&held.state, &self.as_of));
        let mut moved: Vec<_> = dates.chain(targets).collect();
        moved.sort_by_key(|moved| std::cmp::Reverse(moved.stamp.rank()));
        moved
    }
}

/// Every time that the date of an improvement of an initiative was moved by E, improvement by
/// improvement, oldest first.
pub fn moved_dates(initiative: &Initiative, as_of: &AsOf) -> Vec<Moved> {
    let improvements = initiative.improvements(as_of);
    improvements.iter().flat_map(|improvement| moves_of(initiative, improvement)).collect()
}

fn moves_of(initiative: &Initiative, improvement: &Improvement) -> Vec<Moved> {
    let history = &initiative.history;
    let mut due = history.find(improvement.stated_by).and_then(|entry| match entry.fact {
        InitiativeFact::ImprovementStarted(ref started) => started.due,
        _ => None,
    });
    let mut moves: Vec<Moved> = Vec::new();
    for entry in improvement.moves.iter().filter_map(|event| history.find(*event)) {
        let InitiativeFact::ImprovementDateMoved(moved) = &entry.fact else { continue };
        moves.push(Moved {
            commitment: Commitment::Delivery(initiative.id, improvement.id),
            before: due.map(Terms::Day),
            after: Terms::Day(moved.due),
            nth: moves.len() + 1,
            event: entry.event,
            stamp: entry.stamp,
            from: entry.from(),
            by: entry.by,
        });
        due = Some(moved.due);
    }
    moves
}

/// Every time that a target of a metric was moved, as known, in the order of their rank. Those that hold
/// from a day after E on were announced and count, too.
pub fn moved_targets(metric: &Metric, as_of: &AsOf) -> Vec<Moved> {
    let value = |fact: &MetricFact| match fact {
        MetricFact::TargetSet(set) => Some(set.value),
        _ => None,
    };
    let mut set: Vec<_> = metric.history.picked(as_of, value).collect();
    set.sort_by_key(|(entry, _)| entry.stamp.rank());
    let mut moves: Vec<Moved> = Vec::new();
    for (index, (entry, after)) in set.iter().enumerate() {
        let earlier = set[..index].iter().filter(|(earlier, _)| earlier.holds_on(entry.from()));
        let promised = earlier.max_by_key(|(earlier, _)| (earlier.from(), earlier.stamp.rank()));
        let Some((_, before)) = promised.filter(|(_, before)| before != after) else { continue };
        if entry.corrects().is_some() {
            continue;
        }
        moves.push(Moved {
            commitment: Commitment::Target(metric.id),
            before: Some(Terms::Value(*before)),
            after: Terms::Value(*after),
            nth: moves.len() + 1,
            event: entry.event,
            stamp: entry.stamp,
            from: entry.from(),
            by: entry.by,
        });
    }
    moves
}
