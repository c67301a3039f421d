//! Questions about decisions: what replaced them, what they authorize and whether it was done, what
//! comes first, what came of them, and which of them somebody should look at.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::authority::RecordsAct;
use cxl_domain::calendar::{FIRST_DAY, Period};
use cxl_domain::decision::{
    ActAuthorized, Decision, DecisionFact, EffectExpected, Kind, OptionStated, Ranked, Status,
};
use cxl_domain::history::Entry;
use cxl_domain::id::{DecisionId, DepartmentId, EventId, ProgramId};
use cxl_domain::initiative::Initiative;
use cxl_domain::measurement::comparison::Comparison;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::noun::Noun;
use rust_decimal::Decimal;

use super::{Inquiry, MetricProblem};
use crate::acts;
use crate::views::Held;

/// How far a decision has come, other decisions included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// As far as its own facts say.
    Own(Status),
    /// It was decided, and a later decision superseded it.
    Superseded(DecisionId),
}

/// An act that a decision authorizes, and whether it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizedAt {
    /// The event that lists it.
    pub listed: EventId,
    /// The position of that event.
    pub position: u64,
    /// The act.
    pub authorized: ActAuthorized,
    /// The event under this decision's authority that did it, if one stands.
    pub done: Option<EventId>,
}

/// The order in which pain points and initiatives come first, and the decision that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityOrder {
    /// The decision.
    pub decision: DecisionId,
    /// The day from which it holds.
    pub since: NaiveDate,
    /// The order, the most urgent first.
    pub order: Vec<Ranked>,
}

/// A decided ranking, as evidence that a committee agreed where to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingDecision {
    /// The decision.
    pub decision: DecisionId,
    /// The day of its outcome.
    pub decided: NaiveDate,
    /// What it ranks.
    pub order: Vec<Ranked>,
    /// The departments that its electorate spans.
    pub departments: BTreeSet<DepartmentId>,
    /// Whether its outcome was imported as history.
    pub backfilled: bool,
}

/// What became of an expected effect up to E.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectToDate {
    /// The readings before the outcome compared with those since.
    pub comparison: Arc<Comparison>,
    /// Mean since minus mean before; `None` where one side has no readings.
    pub difference: Option<Decimal>,
    /// Whether the expectation came true by its day; `None` before that day, and where the readings do
    /// not tell.
    pub came_true: Option<bool>,
}

/// How often expectations came true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Expectations {
    /// How many effects were expected of what was decided.
    pub expected: usize,
    /// For how many of them the day came and the readings tell.
    pub judged: usize,
    /// How many of these came true.
    pub came_true: usize,
}

/// The fewest expectations of which a share is stated.
pub const FEWEST_JUDGED: usize = 5;

impl Expectations {
    /// The share of the judged ones that came true; `None` for fewer than [`FEWEST_JUDGED`].
    pub fn share(&self) -> Option<Decimal> {
        if self.judged < FEWEST_JUDGED {
            return None;
        }
        let number = |count: usize| Decimal::from(u64::try_from(count).unwrap_or(u64::MAX));
        number(self.came_true).checked_div(number(self.judged)).map(|share| share.round_dp(4))
    }
}

/// Why somebody should look at a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionConcern {
    /// The day came on which it is to be looked at again.
    AnotherLook,
    /// It was decided and is not carried out.
    NotCarriedOut,
    /// Its deadline passed without an outcome.
    Expired,
    /// Everybody who may vote has, or the votes are counted, and no outcome is stated.
    AwaitsOutcome,
    /// Its minutes are not confirmed.
    Unconfirmed,
}

/// A decision that somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionException {
    /// The decision.
    pub decision: DecisionId,
    /// Why.
    pub concern: DecisionConcern,
    /// Since which day.
    pub since: NaiveDate,
    /// By which day it was due, where one is named.
    pub due: Option<NaiveDate>,
}

impl<'a> Inquiry<'a> {
    /// A decision that is known at this point in time and was put on or before E.
    pub fn decision(&self, id: DecisionId) -> Option<&'a Held<Decision>> {
        let held = self.views.thing::<Decision>(id)?;
        let put = held.state.begins(&self.as_of).is_some_and(|begins| begins <= self.as_of.effective);
        (put && held.state.exists(&self.as_of)).then_some(&**held)
    }

    /// The decisions of a program, in the order in which they were first recorded.
    pub fn decisions(&self, program: ProgramId) -> impl Iterator<Item = &'a Decision> + use<'a> {
        let inquiry = *self;
        let held = self.views.things_of::<Decision>(program);
        held.filter_map(move |held| inquiry.decision(held.state.id))
            .map(|held| &held.state)
            .filter(move |decision| decision.program(&inquiry.as_of) == Some(program))
    }

    /// The decisions about an initiative that were put on or before E, in the order in which they were first
    /// recorded.
    pub fn decisions_about(&self, initiative: &Initiative) -> impl Iterator<Item = &'a Decision> + use<'a> {
        let (inquiry, id) = (*self, initiative.id);
        let is_about_it = move |decision: &&Decision| {
            decision.opened(&inquiry.as_of).is_some_and(|(_, opened)| opened.about.contains(&id))
        };
        let program = initiative.program(&self.as_of).into_iter();
        program.flat_map(move |program| inquiry.decisions(program)).filter(is_about_it)
    }

    /// The day, up to E, since which an open vote awaits nobody any more, and no outcome is stated: see
    /// [`Decision::voted_out`].
    pub fn voted_out_on(&self, decision: &Decision) -> Option<NaiveDate> {
        let entry = decision.voted_out(&self.as_of)?;
        let since = self.day_known(&entry.stamp, decision.program(&self.as_of));
        (since <= self.as_of.effective).then_some(since)
    }

    /// How far a decision has come on E.
    pub fn standing(&self, decision: &Decision) -> Standing {
        match decision.status(&self.as_of).0 {
            Status::Decided => match self.superseded_by(decision) {
                Some(later) => Standing::Superseded(later),
                None => Standing::Own(Status::Decided),
            },
            status => Standing::Own(status),
        }
    }

    /// The acts that a decision lists, each with the event that did it under the decision's authority.
    pub fn authorized_acts(&self, decision: &Decision) -> Vec<AuthorizedAt> {
        let of = |(entry, authorized): (&Entry<_>, ActAuthorized)| AuthorizedAt {
            listed: entry.event,
            position: entry.stamp.position(),
            done: acts::doings(self.views, decision.id, &authorized, &self.as_of).standing,
            authorized,
        };
        decision.acts(&self.as_of).into_iter().map(of).collect()
    }

    /// Whether something of a decided decision is still to be done: an act that it lists, or, where it
    /// names a day for that, to say that it was carried out.
    pub fn awaits_carrying_out(&self, decision: &Decision) -> bool {
        let Some(outcome) = decision.outcome(&self.as_of) else { return false };
        if decision.carried_out(&self.as_of).is_some() || self.superseded_by(decision).is_some() {
            return false;
        }
        let acts = self.authorized_acts(decision);
        acts.iter().any(|act| act.done.is_none())
            || (acts.is_empty() && outcome.decided.carry_out_by.is_some())
    }

    /// In which order the pain points and initiatives of a program come first on E, by the last ranking
    /// whose outcome binds and states one.
    pub fn priority_order(&self, program: ProgramId) -> Option<PriorityOrder> {
        let decided = self.decisions(program).filter_map(|decision| {
            let (entry, order) = self.ranking(decision)?;
            Some(((entry.from(), entry.stamp.rank()), decision.id, order))
        });
        let ((since, _), decision, stated) = decided.max_by_key(|(rank, ..)| *rank)?;
        Some(PriorityOrder { decision, since, order: stated.ranking.clone() })
    }

    /// The rankings of a program whose outcome binds on E, for whoever asks whether a committee drawn from
    /// departments agreed where to start.
    pub fn ranking_decisions(&self, program: ProgramId) -> Vec<RankingDecision> {
        let decided = self.decisions(program).filter_map(|decision| {
            let (entry, stated) = self.ranking(decision)?;
            let electorate = decision.electorate(&self.as_of).map(|(_, electorate)| electorate);
            Some(RankingDecision {
                decision: decision.id,
                decided: entry.from(),
                order: stated.ranking.clone(),
                departments: electorate
                    .map(cxl_domain::decision::Electorate::departments)
                    .unwrap_or_default(),
                backfilled: entry.stamp.is_backfilled(),
            })
        });
        decided.collect()
    }

    /// The order that a decided ranking chose, with the fact of its outcome. Minutes that nobody confirmed
    /// order nothing.
    fn ranking<'d>(&self, decision: &'d Decision) -> Option<(&'d Entry<DecisionFact>, &'d OptionStated)> {
        let (_, opened) = decision.opened(&self.as_of)?;
        let outcome = decision.binding(&self.as_of).filter(|_| opened.kind == Kind::Ranking)?;
        let chosen = decision.option(&outcome.decided.choice, &self.as_of)?;
        (!chosen.stated.ranking.is_empty()).then_some((outcome.entry, chosen.stated))
    }

    /// What the metric of an expected effect did since the outcome, up to E. `None` before there is one.
    ///
    /// The readings before the day of the outcome are compared with those from that day on by the rule
    /// of comparisons, on the headline series of that day. An expectation came true iff by its day the
    /// comparison finds a change in the expected direction and the means differ by at least as much as
    /// expected. What else changed in the meantime is not told apart.
    pub fn effect_to_date(
        &self,
        decision: &Decision,
        effect: &EffectExpected,
    ) -> Option<Result<EffectToDate, MetricProblem>> {
        let decided = decision.outcome(&self.as_of)?.entry.from();
        let until = self.as_of.effective;
        Some(self.since(effect, decided, until).map(|comparison| {
            let due = effect.by.max(decided);
            let judged = (due <= until).then(|| self.since(effect, decided, due)).and_then(Result::ok);
            EffectToDate {
                difference: comparison.difference,
                came_true: judged.and_then(|judged| came_true(&judged, effect.change)),
                comparison,
            }
        }))
    }

    /// The series on which an expected effect is judged: the headline of its metric on the day of the
    /// outcome. `None` before there is an outcome, or without readings.
    pub fn effect_series(&self, decision: &Decision, effect: &EffectExpected) -> Option<SeriesKey> {
        let decided = decision.outcome(&self.as_of)?.entry.from();
        let (held, _) = self.metric(effect.metric)?;
        self.series(&held.state, held.state.headline(&self.as_of.on(decided)))
    }

    /// The readings of an effect's metric before a day compared with those from it to another.
    fn since(
        &self,
        effect: &EffectExpected,
        day: NaiveDate,
        until: NaiveDate,
    ) -> Result<Arc<Comparison>, MetricProblem> {
        let (held, _) = self.metric(effect.metric).ok_or(MetricProblem::Unknown)?;
        let before = day.pred_opt().and_then(|last| Period::new(FIRST_DAY, last).ok());
        let after = Period::new(day, until.max(day)).ok();
        let (Some(before), Some(after)) = (before, after) else { return Err(MetricProblem::Unknown) };
        let series = held.state.headline(&self.as_of.on(day));
        self.window_comparison(effect.metric, series, None, (before, after), None)
    }

    /// How often the expectations of a program's decisions came true up to E.
    pub fn expectations(&self, program: ProgramId) -> Expectations {
        let mut expectations = Expectations::default();
        for decision in self.decisions(program).filter(|decision| decision.outcome(&self.as_of).is_some()) {
            for (_, effect) in decision.effects(&self.as_of) {
                expectations.expected += 1;
                let to_date = self.effect_to_date(decision, &effect).and_then(Result::ok);
                if let Some(came_true) = to_date.and_then(|to_date| to_date.came_true) {
                    expectations.judged += 1;
                    expectations.came_true += usize::from(came_true);
                }
            }
        }
        expectations
    }

    /// The decisions of a program that somebody should look at on E, the longest waiting first.
    pub fn decision_exceptions(&self, program: ProgramId) -> Vec<DecisionException> {
        let mut exceptions: Vec<_> =
            self.decisions(program).flat_map(|decision| self.concerns(decision)).collect();
        exceptions.sort_by_key(|exception| (exception.since, exception.concern, exception.decision));
        exceptions
    }

    fn concerns(&self, decision: &Decision) -> Vec<DecisionException> {
        let today = self.as_of.effective;
        let mut concerns = Vec::new();
        let mut concern = |concern, since, due| {
            concerns.push(DecisionException { decision: decision.id, concern, since, due });
        };
        let status = decision.status(&self.as_of).0;
        if status == Status::Expired
            && let Some(deadline) = decision.deadline(&self.as_of)
        {
            concern(DecisionConcern::Expired, deadline.succ_opt().unwrap_or(deadline), Some(deadline));
        }
        if let Some(since) = self.voted_out_on(decision) {
            concern(DecisionConcern::AwaitsOutcome, since, decision.deadline(&self.as_of));
        }
        let Some(outcome) = decision.outcome(&self.as_of) else { return concerns };
        if self.superseded_by(decision).is_none()
            && let Some(day) = decision.look_due(&self.as_of)
            && day <= today
        {
            concern(DecisionConcern::AnotherLook, day, Some(day));
        }
        if self.awaits_carrying_out(decision) {
            concern(DecisionConcern::NotCarriedOut, outcome.entry.from(), outcome.decided.carry_out_by);
        }
        let claimed = outcome.entry.stamp.is_backfilled();
        if outcome.is_minuted() && !claimed && decision.confirmation(&outcome, &self.as_of).is_none() {
            concern(DecisionConcern::Unconfirmed, outcome.entry.from(), None);
        }
        concerns
    }

    /// Whether a fact of a program shows as *without decision*: it names no authority, or a decision that
    /// does not bind, because its outcome was annulled or its minutes are not confirmed. `None` for what
    /// needs no authority by the governance in force on the day from which the fact holds.
    pub fn without_decision<T: RecordsAct>(
        &self,
        entry: &Entry<T>,
        program: Option<ProgramId>,
    ) -> Option<bool> {
        let act = entry.fact.act()?;
        let on_its_day = self.as_of.on(entry.from());
        let held = program.and_then(|program| self.views.program(program));
        let governance = held.map(|held| held.state.governance(&on_its_day)).unwrap_or_default();
        governance.needs(act).then(|| !acts::is_entitled(self.views, entry, &self.as_of))
    }
}

/// Whether readings show at least the expected change; `None` where they do not tell.
fn came_true(comparison: &Comparison, change: Decimal) -> Option<bool> {
    let changed = match comparison.verdict {
        Verdict::Improved | Verdict::Worse | Verdict::ShiftedUp | Verdict::ShiftedDown => true,
        Verdict::NoDetectableChange => false,
        Verdict::NotEnoughData { .. } | Verdict::NotComparable { .. } => return None,
    };
    let difference = comparison.difference?;
    let same_way = difference.is_sign_negative() == change.is_sign_negative();
    Some(changed && same_way && difference.abs() >= change.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_expectations_that_came_true_is_not_stated_of_a_few() {
        let few = Expectations { expected: 9, judged: 4, came_true: 4 };
        assert_eq!(few.share(), None);
        let enough = Expectations { expected: 9, judged: 6, came_true: 4 };
        assert_eq!(enough.share(), Some(Decimal::new(6667, 4)));
    }
}
