//! Commitment integrity: dates and targets that somebody promised, and every time they were moved.
//!
//! - A *date* is promised by the start of an improvement, or with an action that a meeting agrees on, and
//!   moved by each later fact that names another.
//! - A *target* is promised for the days for which it holds; it is moved by a later target that says
//!   another value for days which an earlier one had covered.
//! - A *target of maturity* is promised by a day, of an initiative or of a program; it is moved by each later
//!   fact that names another day for the same goal, as long as nobody gave it up.
//!
//! A correction moves nothing: the promise was written down wrongly.

use chrono::NaiveDate;
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{
    ActionId, EventId, ImprovementId, InitiativeId, MeetingId, MetricId, PersonId, ProgramId,
};
use cxl_domain::initiative::{Improvement, Initiative, InitiativeFact};
use cxl_domain::maturity::Goal;
use cxl_domain::maturity::profile::{ProfileFact, TargetMove, target_moves};
use cxl_domain::meeting::{Action, Meeting, MeetingFact};
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
    /// That an initiative reaches a level, or makes a practice routine, by a day; without an initiative,
    /// all those of the program.
    Maturity(Option<InitiativeId>, Goal),
    /// That an action is done by a day.
    Action(MeetingId, ActionId),
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

impl Moved {
    /// The move that an entry made, from the earlier terms to the later.
    fn by<T>(
        entry: &Entry<T>,
        commitment: Commitment,
        (before, after): (Option<Terms>, Terms),
        nth: usize,
    ) -> Self {
        let (event, stamp, from, by) = (entry.event, entry.stamp, entry.from(), entry.by());
        Self { commitment, before, after, nth, event, stamp, from, by }
    }
}

impl Inquiry<'_> {
    /// Every time that a promise of a program was moved by E, as known, the latest first.
    pub fn moved_commitments(&self, program: ProgramId) -> Vec<Moved> {
        let as_of = &self.as_of;
        let mut moved = Vec::new();
        if let Some(held) = self.views.program(program) {
            moved.extend(moved_maturity_targets(None, &held.state.history, as_of));
        }
        for held in self.views.initiatives_of(program) {
            let initiative = &held.state;
            if initiative.exists(as_of) && initiative.program(as_of) == Some(program) {
                moved.extend(moved_dates(initiative, as_of));
                moved.extend(moved_maturity_targets(Some(initiative.id), &initiative.history, as_of));
            }
        }
        for held in self.views.metrics_of(program) {
            if held.state.exists(as_of) && held.state.program(as_of) == Some(program) {
                moved.extend(moved_targets(&held.state, as_of));
            }
        }
        moved.extend(self.meetings_in(program).flat_map(|held| moved_actions(&held.state, as_of)));
        moved.sort_by_key(|moved: &Moved| std::cmp::Reverse(moved.stamp.rank()));
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
        let commitment = Commitment::Delivery(initiative.id, improvement.id);
        let terms = (due.map(Terms::Day), Terms::Day(moved.due));
        moves.push(Moved::by(entry, commitment, terms, moves.len() + 1));
        due = Some(moved.due);
    }
    moves
}

/// Every time that the day of an action of a meeting was moved by E, action by action, oldest first.
fn moved_actions(meeting: &Meeting, as_of: &AsOf) -> Vec<Moved> {
    meeting.actions(as_of).iter().flat_map(|action| moves_of_action(meeting, action)).collect()
}

fn moves_of_action(meeting: &Meeting, action: &Action) -> Vec<Moved> {
    let history = &meeting.history;
    let mut due = history.find(action.stated_by).and_then(|entry| match entry.fact {
        MeetingFact::ActionAgreed(ref agreed) => Some(agreed.due),
        _ => None,
    });
    let mut moves: Vec<Moved> = Vec::new();
    for entry in action.moves.iter().filter_map(|event| history.find(*event)) {
        let MeetingFact::ActionMoved(moved) = &entry.fact else { continue };
        let commitment = Commitment::Action(meeting.id, action.id);
        let terms = (due.map(Terms::Day), Terms::Day(moved.due));
        moves.push(Moved::by(entry, commitment, terms, moves.len() + 1));
        due = Some(moved.due);
    }
    moves
}

/// Every time that the day of a target of maturity was moved by E, in the order in which that happened.
fn moved_maturity_targets<F: ProfileFact>(
    initiative: Option<InitiativeId>,
    history: &History<F>,
    as_of: &AsOf,
) -> Vec<Moved> {
    let told = |moved: TargetMove<'_, F>| {
        let terms = (Some(Terms::Day(moved.before)), Terms::Day(moved.after));
        Moved::by(moved.entry, Commitment::Maturity(initiative, moved.goal), terms, moved.nth)
    };
    target_moves(history, as_of).into_iter().map(told).collect()
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
        let terms = (Some(Terms::Value(*before)), Terms::Value(*after));
        moves.push(Moved::by(entry, Commitment::Target(metric.id), terms, moves.len() + 1));
    }
    moves
}
