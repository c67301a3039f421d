//! The level on a day, from evidence.

use chrono::NaiveDate;
use serde::Serialize;

use super::course::Course;
use super::model::{Model, ModelId, Practice, PracticeId, PracticeScope};
use super::profile::Exclusion;
use crate::calendar::{FiscalCalendar, Period};
use crate::id::EvidenceId;

/// What an assessment rests on, as known at the point in time that is asked about.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The evidence of the initiative and of its program for it; what was recorded in error is not among
    /// it.
    pub items: &'a [Item],
    /// The fiscal calendar in force on a day.
    pub calendars: &'a dyn Fn(NaiveDate) -> FiscalCalendar,
    /// Where the initiative ran, was in sustain, or was paused.
    pub course: &'a Course,
    /// Where practices do not apply to it.
    pub exclusions: &'a [Exclusion],
}

/// One piece of evidence as known at the point in time that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Where it comes from.
    pub source: Source,
    /// The practice that it shows.
    pub practice: PracticeId,
    /// The days that it covers.
    pub covers: Period,
    /// What was made of it.
    pub state: EvidenceState,
    /// Whose evidence it is.
    pub scope: EvidenceScope,
}

/// Where a piece of evidence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Somebody provided it.
    Provided(EvidenceId),
    /// The record itself shows it; see [`super::derived`].
    Derived {
        /// Whether it rests on history that was imported later than the world knew it.
        backfilled: bool,
    },
}

impl Source {
    /// The evidence that somebody provided.
    pub fn evidence(self) -> Option<EvidenceId> {
        match self {
            Self::Provided(evidence) => Some(evidence),
            Self::Derived { .. } => None,
        }
    }
}

/// What was made of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Nobody has judged it yet.
    Provided,
    /// Another person than the provider accepted it, or the record itself shows it.
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
    /// The highest level of which every practice that applies, and every one below, is routine; 0 if none.
    pub level: u8,
    /// While the initiative is paused, the first day of the pause: the level is held since then.
    pub held_since: Option<NaiveDate>,
    /// Every practice of the model, in its order.
    pub practices: Vec<PracticeStanding>,
    /// The practices of the next level that apply and are not routine: what holds the level back. Empty at
    /// the highest level only. Of a level of which no practice applies, all of them.
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
    /// Where it does not apply on that day, by which decision.
    pub not_applicable: Option<Exclusion>,
    /// The evidence that counts, in the order given.
    pub counting: Vec<Item>,
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
/// - Evidence *counts* on E iff it is accepted, its first day is on or before E and E is before its
///   last day plus the validity. Evidence whose period still runs counts, and enters the count of
///   periods only when its last day has come.
/// - It occupies one period: that of the calendar in force on its last day which holds that day.
///   Periods are distinct if they begin on different days.
/// - A practice is *routine* iff a piece of evidence counts and at least `n` distinct periods have
///   accepted evidence whose last day lies in (E − window, E]. That evidence need not count any more.
/// - Evidence of a scope that the practice does not take is no evidence for it.
/// - A practice that does not apply is passed over. A level of which none applies is not earned: what
///   nobody does is no proof.
/// - Paused days are left out and days in sustain count half, as [`super::course`] states.
///
/// Total for all days. More accepted evidence never lowers the level, and beyond every day in the
/// record a later `effective` never raises it.
pub fn assess(model: &'static Model, record: &Record<'_>, effective: NaiveDate) -> Assessment {
    let mut rows: Vec<Row<'_>> = model.practices.iter().map(|practice| Row::new(practice, record)).collect();
    for item in record.items {
        let taken =
            |row: &&mut Row<'_>| row.practice.id == item.practice && row.practice.scope.takes(item.scope);
        if let Some(row) = rows.iter_mut().find(taken) {
            row.items.push(item);
        }
    }
    let practices = rows.iter_mut().map(|row| row.stand(record, effective)).collect();
    conclude(model, &rows, practices, record, effective)
}

/// Draws the level from the practices.
fn conclude(
    model: &'static Model,
    rows: &[Row<'_>],
    practices: Vec<PracticeStanding>,
    record: &Record<'_>,
    effective: NaiveDate,
) -> Assessment {
    let level = level_on(model, rows, effective);
    let of_next = |row: &&Row<'_>| row.practice.level == level + 1;
    let open = |row: &&Row<'_>| row.place_on(effective) == Place::Open;
    let mut holds_back: Vec<PracticeId> =
        rows.iter().filter(of_next).filter(open).map(|row| row.practice.id).collect();
    if holds_back.is_empty() {
        holds_back = rows.iter().filter(of_next).map(|row| row.practice.id).collect();
    }
    let performed = |at: &&PracticeStanding| at.state >= PracticeState::Performed;
    let beyond = rows.iter().zip(&practices).filter(|(row, _)| row.practice.level > level);
    Assessment {
        model: model.id,
        level,
        held_since: record.course.held_since(effective),
        holds_back,
        reach: beyond.map(|(_, at)| at).filter(performed).map(|at| at.practice).collect(),
        falls_on: falls_on(model, rows, &practices, level, effective),
        practices,
    }
}

/// The highest level up to which every level is earned.
fn level_on(model: &Model, rows: &[Row<'_>], day: NaiveDate) -> u8 {
    let earned = |level: u8| {
        let mut places = rows.iter().filter(|row| row.practice.level == level).map(|row| row.place_on(day));
        let all = places.clone().all(|place| place != Place::Open);
        all && places.any(|place| place == Place::Routine)
    };
    let levels = model.levels.iter().map(|level| level.number);
    levels.take_while(|level| earned(*level)).last().unwrap_or(0)
}

/// The first day after `effective` on which the level is lower.
fn falls_on(
    model: &Model,
    rows: &[Row<'_>],
    practices: &[PracticeStanding],
    level: u8,
    effective: NaiveDate,
) -> Option<NaiveDate> {
    let below = || rows.iter().zip(practices).filter(|(row, _)| row.practice.level <= level);
    if below().all(|(row, _)| row.exclusions.is_empty()) {
        return below().filter_map(|(_, at)| at.lapses_on).min();
    }
    // Exclusions begin and end as well; a level falls only on a day on which something ends or begins.
    let turns = || below().flat_map(|(row, _)| row.ends().chain(row.exclusion_bounds()));
    let mut day = effective;
    loop {
        day = turns().filter(|turn| *turn > day && *turn != NEVER).min()?;
        if level_on(model, rows, day) < level {
            return Some(day);
        }
    }
}

/// A practice with everything that bears on it.
struct Row<'a> {
    practice: &'a Practice,
    items: Vec<&'a Item>,
    /// The accepted evidence that still matters, by period.
    marks: Vec<Mark>,
    exclusions: Vec<&'a Exclusion>,
}

/// Where a practice stands as far as its level is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Routine,
    NotApplicable,
    Open,
}

impl<'a> Row<'a> {
    fn new(practice: &'a Practice, record: &Record<'a>) -> Self {
        let exclusions = record.exclusions.iter().filter(|exclusion| exclusion.practice == practice.id);
        Self { practice, items: Vec::new(), marks: Vec::new(), exclusions: exclusions.collect() }
    }

    fn stand(&mut self, record: &Record<'_>, effective: NaiveDate) -> PracticeStanding {
        let accepted = self.items.iter().filter(|item| item.state == EvidenceState::Accepted);
        self.marks =
            accepted.filter_map(|item| Mark::after(effective, self.practice, item, record)).collect();
        let counts = |mark: &&Mark| mark.counts_on(effective);
        let counting = self.marks.iter().filter(counts).map(|mark| mark.item).collect();
        self.marks.sort_unstable_by_key(|mark| mark.period);
        let begun = self.items.iter().any(|item| item.state.is_upheld() && item.covers.from() <= effective);
        let state = state_on(self.practice, &self.marks, begun, effective);
        let lower = |day| state_on(self.practice, &self.marks, begun, day) < state;
        let lapses_on =
            (state >= PracticeState::Performed).then(|| first_day_after(&self.marks, effective, lower));
        PracticeStanding {
            practice: self.practice.id,
            state,
            not_applicable: self.excluded_on(effective).copied(),
            counting,
            periods: periods_on(&self.marks, effective),
            needed: self.practice.n.into(),
            lapses_on: lapses_on.flatten(),
        }
    }

    fn excluded_on(&self, day: NaiveDate) -> Option<&'a Exclusion> {
        self.exclusions.iter().copied().find(|exclusion| exclusion.covers(day))
    }

    fn place_on(&self, day: NaiveDate) -> Place {
        if self.excluded_on(day).is_some() {
            Place::NotApplicable
        } else if state_on(self.practice, &self.marks, true, day) == PracticeState::Routine {
            Place::Routine
        } else {
            Place::Open
        }
    }

    /// The days on which some of its evidence ends to count or leaves the window.
    fn ends(&self) -> impl Iterator<Item = NaiveDate> {
        self.marks.iter().flat_map(Mark::ends)
    }

    /// The days on which an exclusion begins or ends.
    fn exclusion_bounds(&self) -> impl Iterator<Item = NaiveDate> {
        self.exclusions.iter().flat_map(|exclusion| [Some(exclusion.from), exclusion.until]).flatten()
    }
}

/// An accepted piece of evidence with the days between which it matters.
struct Mark {
    item: Item,
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
    fn after(day: NaiveDate, practice: &Practice, item: &Item, record: &Record<'_>) -> Option<Self> {
        let to = item.covers.to();
        let valid_until = record.course.valid_until(to, practice.validity_months).unwrap_or(NEVER);
        let in_window_until = record.course.in_window_until(to, practice.window_months).unwrap_or(NEVER);
        (day < valid_until.max(in_window_until)).then(|| Self {
            item: *item,
            period: (record.calendars)(to).period_holding(practice.grain, to).from(),
            from: item.covers.from(),
            to,
            valid_until,
            in_window_until,
        })
    }

    fn ends(&self) -> [NaiveDate; 2] {
        [self.valid_until, self.in_window_until]
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
        let ends = marks.iter().flat_map(Mark::ends);
        day = ends.filter(|&end| end > day && end != NEVER).min()?;
        if lower(day) {
            return Some(day);
        }
    }
}
