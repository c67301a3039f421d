//! Evidence that the record itself shows, by one written formula a practice.
//!
//! Each formula counts something in the fiscal periods of its practice: how many things there are, and of
//! how many of them what it asks is true. It says so of three findings: the record *shows* the practice,
//! *speaks against* it, or is *silent*. What is shown counts as evidence that nobody has to provide or
//! accept; evidence that somebody provided for a period of which the record speaks against the practice is
//! shown as contradicted.
//!
//! What a formula finds depends on what is known and on the fiscal calendar, never on the day that is asked
//! about, so that waiting shows nothing.

mod counted;
#[cfg(test)]
mod specs;

pub use counted::{
    Arrivals, Delivered, Grounded, Heard, MONTHS_TO_MEASURE, Ranking, ReportDue, SharedInsight,
};

use chrono::NaiveDate;
use serde::Serialize;

use super::assess::{EvidenceScope, EvidenceState, Item, Source};
use super::model::PracticeId;
use crate::calendar::{FiscalCalendar, Period, Rhythm};
use crate::id::{DecisionId, ImprovementId, InsightId, JourneyId, PainPointId, SpotId};

/// One formula. What it counts is stated with [`Counted`], in words for people in `cxl-words`.
#[derive(Debug, PartialEq, Eq)]
pub struct Formula {
    /// The practice that it shows.
    pub practice: PracticeId,
    /// The fiscal periods in which it counts: those of the practice.
    pub grain: Rhythm,
    /// Whose evidence it gives.
    pub scope: EvidenceScope,
    /// The least share of what is counted of which what is asked must be true, as numerator and
    /// denominator; at least one in any case.
    pub share: (usize, usize),
}

/// Every formula of `cx-maturity/1`.
pub static FORMULAS: &[Formula] = &[
    formula(PracticeId::R1, Rhythm::Quarter, EvidenceScope::Initiative, ONE),
    formula(PracticeId::R2, Rhythm::Year, EvidenceScope::Initiative, ONE),
    formula(PracticeId::R3, Rhythm::Quarter, EvidenceScope::Initiative, (1, 1)),
    formula(PracticeId::R4, Rhythm::Year, EvidenceScope::Initiative, ONE),
    formula(PracticeId::E1, Rhythm::Quarter, EvidenceScope::Program, ONE),
    formula(PracticeId::E2, Rhythm::Quarter, EvidenceScope::Program, (4, 5)),
    formula(PracticeId::D3, Rhythm::Year, EvidenceScope::Program, (1, 2)),
];

/// The share of a formula that asks for one thing, however many there are.
const ONE: (usize, usize) = (0, 1);

const fn formula(
    practice: PracticeId,
    grain: Rhythm,
    scope: EvidenceScope,
    share: (usize, usize),
) -> Formula {
    Formula { practice, grain, scope, share }
}

impl Formula {
    /// The formula of a practice, if it has one.
    pub fn of(practice: PracticeId) -> Option<&'static Self> {
        FORMULAS.iter().find(|formula| formula.practice == practice)
    }
}

/// What a formula counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// R1: that a pain point was heard which the initiative took up.
    PainPoint(PainPointId),
    /// R2: a decision that ranked the initiative or a pain point of it. D3: a decision of the program.
    Decision(DecisionId),
    /// R3: the progress report that was due for these days.
    Report(Period),
    /// R4: an improvement that was delivered.
    Improvement(ImprovementId),
    /// E1: an insight that was shared.
    Insight(InsightId),
    /// E2: a touchpoint that was on a map at the end of the period.
    Touchpoint(JourneyId, SpotId),
}

/// One thing that a formula counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Noted {
    /// What it is.
    pub what: Counted,
    /// The day by which it falls into a fiscal period.
    pub on: NaiveDate,
    /// Whether it is as the formula asks.
    pub met: bool,
    /// The last day on which it may still become so; without one, the last day of the period.
    pub deadline: Option<NaiveDate>,
    /// Whether it rests on history that was imported later than the world knew it.
    pub backfilled: bool,
}

/// What the record says of a practice over a fiscal period in which there is anything to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derived {
    /// The practice.
    pub practice: PracticeId,
    /// The fiscal period.
    pub period: Period,
    /// Everything that was counted, by day.
    pub counted: Vec<Noted>,
    /// How many of it must be as the formula asks.
    pub needed: usize,
    /// What follows.
    pub finding: Finding,
    /// The days that what is shown covers: from the first to the last thing that is as asked, so that none of
    /// them lies beyond what is recorded. The whole period where nothing is.
    pub covers: Period,
}

/// What follows for a practice from the record of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The record shows it.
    Shown,
    /// The record speaks against it, from this day on.
    SpeaksAgainst(NaiveDate),
}

impl Derived {
    /// What was as the formula asks.
    pub fn met(&self) -> impl Iterator<Item = &Noted> {
        self.counted.iter().filter(|noted| noted.met)
    }

    /// Whether anything of what was as asked rests on history that was imported.
    pub fn backfilled(&self) -> bool {
        self.met().any(|noted| noted.backfilled)
    }

    /// The evidence that it is, if the record shows the practice.
    pub fn item(&self) -> Option<Item> {
        let scope = Formula::of(self.practice)?.scope;
        (self.finding == Finding::Shown).then(|| Item {
            source: Source::Derived { backfilled: self.backfilled() },
            practice: self.practice,
            covers: self.covers,
            state: EvidenceState::Accepted,
            scope,
        })
    }

    /// Whether the record speaks against evidence for these days, on a day.
    pub fn contradicts(&self, practice: PracticeId, covers: Period, on: NaiveDate) -> bool {
        let against = matches!(self.finding, Finding::SpeaksAgainst(from) if from <= on);
        against && self.practice == practice && self.period.holds(covers.to())
    }
}

/// What the record says of a practice, period by period, of those in which there is anything to count. In
/// other periods it is silent.
pub fn derive(
    formula: &Formula,
    calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
    noted: impl IntoIterator<Item = Noted>,
) -> Vec<Derived> {
    let period = |it: &Noted| calendars(it.on).period_holding(formula.grain, it.on);
    let mut by_period: Vec<(Period, Noted)> = noted.into_iter().map(|it| (period(&it), it)).collect();
    by_period.sort_by_key(|(period, it)| (*period, it.on, it.what));
    let periods = by_period.chunk_by(|one, next| one.0 == next.0);
    periods.map(|same| conclude(formula, same[0].0, same.iter().map(|(_, it)| *it).collect())).collect()
}

/// Concludes from what was counted in a period, of which there is at least one thing.
fn conclude(formula: &Formula, period: Period, counted: Vec<Noted>) -> Derived {
    let (numerator, denominator) = formula.share;
    let needed = (counted.len() * numerator).div_ceil(denominator).max(1);
    let met = || counted.iter().filter(|it| it.met);
    let finding = if met().count() >= needed {
        Finding::Shown
    } else {
        Finding::SpeaksAgainst(missed_from(period, &counted, needed))
    };
    let covers = match (met().next(), met().next_back()) {
        (Some(first), Some(last)) => Period::new(first.on, last.on).unwrap_or(period),
        _ => period,
    };
    Derived { practice: formula.practice, period, counted, needed, finding, covers }
}

/// The first day on which too few are left that may still become as asked.
fn missed_from(period: Period, counted: &[Noted], needed: usize) -> NaiveDate {
    let missing = counted.iter().filter(|it| !it.met);
    let mut deadlines: Vec<_> = missing.map(|it| it.deadline.unwrap_or(period.to())).collect();
    deadlines.sort_unstable();
    let decisive = deadlines.get(counted.len() - needed).copied().unwrap_or(period.to());
    decisive.succ_opt().unwrap_or(decisive)
}
