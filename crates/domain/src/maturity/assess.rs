//! The level on a day, from evidence.

use chrono::NaiveDate;
use serde::Serialize;

use super::course::Course;
use super::model::{Model, ModelId, Practice, PracticeId, PracticeScope};
use crate::calendar::{FiscalCalendar, Period};
use crate::id::EvidenceId;

/// One piece of evidence as known at the point in time that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub evidence: EvidenceId,
    /// The practice that it shows.
    pub practice: PracticeId,
    /// The days that it covers.
    pub covers: Period,
    /// What was made of it.
    pub state: EvidenceState,
    /// Whose evidence it is.
    pub scope: EvidenceScope,
}

/// What was made of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Nobody has judged it yet.
    Provided,
    /// Another person than the provider accepted it.
    Accepted,
    /// It was refused and counts as nothing.
    Refused,
    /// It was withdrawn and counts as nothing.
    Withdrawn,
}

impl EvidenceState {
    /// Whether it was neither refused nor withdrawn.
    fn is_upheld(self) -> bool {
        match self {
            Self::Provided | Self::Accepted => true,
            Self::Refused | Self::Withdrawn => false,
        }
    }
}

/// Whose evidence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceScope {
    /// The initiative's own.
    Initiative,
    /// The program's; the initiative shares it.
    Program,
}

impl PracticeScope {
    /// Whether a practice of this scope takes evidence of that one.
    pub fn takes(self, evidence: EvidenceScope) -> bool {
        match self {
            Self::Either => true,
            Self::Initiative => evidence == EvidenceScope::Initiative,
            Self::Program => evidence == EvidenceScope::Program,
        }
    }
}

/// How mature an initiative is on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The model by which it was assessed.
    pub model: ModelId,
    /// The highest level of which every practice, and every practice below, is routine; 0 if none.
    pub level: u8,
    /// While the initiative is paused, the first day of the pause: the level is held since then.
    pub held_since: Option<NaiveDate>,
    /// Every practice of the model, in its order.
    pub practices: Vec<PracticeStanding>,
    /// The practices of the next level that are not routine: what holds the level back. Empty at
    /// the highest level only.
    pub holds_back: Vec<PracticeId>,
    /// The practices above the level that are performed or routine: what reaches beyond it.
    pub reach: Vec<PracticeId>,
    /// The first later day on which the level is lower if nothing more is recorded; `None` at level
    /// 0 and while an open pause holds it.
    pub falls_on: Option<NaiveDate>,
}

/// Where one practice stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PracticeStanding {
    /// The practice.
    pub practice: PracticeId,
    /// How far it has come.
    pub state: PracticeState,
    /// The evidence that counts, in the order given.
    pub counting: Vec<EvidenceId>,
    /// In how many distinct fiscal periods evidence was found within the window.
    pub periods: usize,
    /// How many are needed to be routine.
    pub needed: usize,
    /// The first later day on which the state is lower if nothing more is recorded; only for what
    /// is performed or routine.
    pub lapses_on: Option<NaiveDate>,
}

/// How far a practice has come; later ones include the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeState {
    /// Nothing was provided, or what was provided was refused or withdrawn.
    None,
    /// Evidence was provided and is not accepted, or all that was accepted has lapsed.
    Started,
    /// At least one piece of evidence counts.
    Performed,
    /// At least one counts, and enough distinct periods of the window have evidence.
    Routine,
}

/// Assesses an initiative on the day `effective`.
///
/// `items` is the evidence of the initiative and of its program for it, as known; what was recorded in
/// error is not among it. `calendars` tells the fiscal calendar in force on a day.
///
/// - Evidence *counts* on E iff it is accepted, its first day is on or before E and E is before its
///   last day plus the validity. Evidence whose period still runs counts, and enters the count of
///   periods only when its last day has come.
/// - It occupies one period: that of the calendar in force on its last day which holds that day.
///   Periods are distinct if they begin on different days.
/// - A practice is *routine* iff a piece of evidence counts and at least `n` distinct periods have
///   accepted evidence whose last day lies in (E − window, E]. That evidence need not count any more.
/// - Evidence of a scope that the practice does not take is no evidence for it.
/// - Paused days are left out and days in sustain count half, as [`super::course`] states.
///
/// Total for all days. More accepted evidence never lowers the level, and beyond every day in the
/// evidence a later `effective` never raises it.
pub fn assess(
    model: &'static Model,
    items: &[Item],
    calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
    course: &Course,
    effective: NaiveDate,
) -> Assessment {
    let mut evidence: Vec<Vec<&Item>> = vec![Vec::new(); model.practices.len()];
    for item in items {
        let row = model.practices.iter().position(|practice| practice.id == item.practice);
        if let Some(row) = row.filter(|&row| model.practices[row].scope.takes(item.scope)) {
            evidence[row].push(item);
        }
    }
    let practices: Vec<PracticeStanding> = model
        .practices
        .iter()
        .zip(&evidence)
        .map(|(practice, items)| stand(practice, items, calendars, course, effective))
        .collect();
    conclude(model, practices, course.held_since(effective))
}

/// Draws the level from the practices.
fn conclude(
    model: &'static Model,
    practices: Vec<PracticeStanding>,
    held_since: Option<NaiveDate>,
) -> Assessment {
    let rows = || model.practices.iter().zip(&practices);
    let lowest_open =
        rows().filter(|(_, at)| at.state < PracticeState::Routine).map(|(row, _)| row.level).min();
    let highest = model.levels.last().map_or(0, |level| level.number);
    let level = lowest_open.map_or(highest, |open| open - 1);
    let ids = |wanted: &dyn Fn(&Practice, &PracticeStanding) -> bool| {
        rows().filter(|(row, at)| wanted(row, at)).map(|(row, _)| row.id).collect()
    };
    Assessment {
        model: model.id,
        level,
        held_since,
        holds_back: ids(&|row, at| Some(row.level) == lowest_open && at.state < PracticeState::Routine),
        reach: ids(&|row, at| row.level > level && at.state >= PracticeState::Performed),
        falls_on: rows().filter(|(row, _)| row.level <= level).filter_map(|(_, at)| at.lapses_on).min(),
        practices,
    }
}

fn stand(
    practice: &Practice,
    items: &[&Item],
    calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
    course: &Course,
    effective: NaiveDate,
) -> PracticeStanding {
    let begun = items.iter().any(|item| item.state.is_upheld() && item.covers.from() <= effective);
    let mut marks: Vec<Mark> = items
        .iter()
        .filter(|item| item.state == EvidenceState::Accepted)
        .filter_map(|item| Mark::after(effective, practice, item, calendars, course))
        .collect();
    let counting = marks.iter().filter(|mark| mark.counts_on(effective)).map(|mark| mark.evidence).collect();
    marks.sort_unstable_by_key(|mark| mark.period);
    let state = state_on(practice, &marks, begun, effective);
    PracticeStanding {
        practice: practice.id,
        state,
        counting,
        periods: periods_on(&marks, effective),
        needed: practice.n.into(),
        lapses_on: (state >= PracticeState::Performed)
            .then(|| first_day_after(&marks, effective, |day| state_on(practice, &marks, begun, day) < state))
            .flatten(),
    }
}

/// An accepted piece of evidence with the days between which it matters.
struct Mark {
    evidence: EvidenceId,
    /// The first day of the one fiscal period that it occupies.
    period: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
    /// First day on which it no longer counts.
    valid_until: NaiveDate,
    /// First day on which its period is no longer found by it.
    in_window_until: NaiveDate,
}

/// Later than any day that can be asked about: the end of what an open pause holds.
const NEVER: NaiveDate = NaiveDate::MAX;

impl Mark {
    /// `None` for what no longer matters on any day after `day`.
    fn after(
        day: NaiveDate,
        practice: &Practice,
        item: &Item,
        calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
        course: &Course,
    ) -> Option<Self> {
        let to = item.covers.to();
        let valid_until = course.valid_until(to, practice.validity_months).unwrap_or(NEVER);
        let in_window_until = course.in_window_until(to, practice.window_months).unwrap_or(NEVER);
        (day < valid_until.max(in_window_until)).then(|| Self {
            evidence: item.evidence,
            period: calendars(to).period_holding(practice.grain, to).from(),
            from: item.covers.from(),
            to,
            valid_until,
            in_window_until,
        })
    }

    fn counts_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.valid_until
    }

    fn fills_its_period_on(&self, day: NaiveDate) -> bool {
        self.to <= day && day < self.in_window_until
    }
}

/// Expects the marks ordered by period.
fn state_on(practice: &Practice, marks: &[Mark], begun: bool, day: NaiveDate) -> PracticeState {
    if !marks.iter().any(|mark| mark.counts_on(day)) {
        if begun { PracticeState::Started } else { PracticeState::None }
    } else if periods_on(marks, day) < practice.n.into() {
        PracticeState::Performed
    } else {
        PracticeState::Routine
    }
}

/// Distinct periods found on a day. Expects the marks ordered by period.
fn periods_on(marks: &[Mark], day: NaiveDate) -> usize {
    marks
        .chunk_by(|one, next| one.period == next.period)
        .filter(|same_period| same_period.iter().any(|mark| mark.fills_its_period_on(day)))
        .count()
}

/// The first day after `day` on which `lower` holds. A state falls only on a day on which some
/// evidence ends to count or leaves the window, so those days are all that need a look.
fn first_day_after(
    marks: &[Mark],
    mut day: NaiveDate,
    lower: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    loop {
        let ends = marks.iter().flat_map(|mark| [mark.valid_until, mark.in_window_until]);
        day = ends.filter(|&end| end > day && end != NEVER).min()?;
        if lower(day) {
            return Some(day);
        }
    }
}
