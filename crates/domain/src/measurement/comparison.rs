//! Before and after: what the record says about a metric once something was changed.
//!
//! # The rule `compare/1`
//!
//! - *Baseline*: the last 24 readings, at least 12, whose period ends before the start, inside the
//!   group begun by the last rebase among them.
//! - *After*: the first 24 readings, at least 7, whose period begins on or after delivery. Every
//!   other period that touches the days from start to delivery counts in neither.
//! - *Changed* iff (a) seven readings in a row of the after lie strictly on one side of the baseline
//!   mean, and (b) the means differ, to that side, by more than
//!   2.66 × mean moving range × √(1/nb + 1/na), where the range is that of the baseline, screened as
//!   in a chart. Otherwise there is no detectable change.
//! - *Holding*: the last seven readings of the after all lie strictly on that side still.
//!
//! Two stated windows are compared by the same rule: of a longer window the 24 readings nearest to
//! the other one are taken.
//!
//! - *Bridged*: where the readings that are compared are of two definition versions, which somebody
//!   bridged with a reason; versions that nobody bridged are never compared.
//!
//! Which readings belong where follows from their periods, the start, delivery and the rebases, never
//! from their values. The rule says that there is a difference, never what caused it. Its false
//! alarms and its power are simulated in `examples/simulate_comparison`.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, MathematicalOps};
use serde::{Deserialize, Serialize};

use super::decimal::{DecimalError, check_decimal};
use super::kind::Direction;
use super::limits::{LIMIT_FACTOR, Limits, Side, mean};
use super::rules::{RuleSet, SpecialCause, judge};
use super::verdict::{NotComparable, NotEnough, Verdict};
use super::xmr::PointType;
use crate::calendar::{Period, Rhythm};

/// The most readings on either side.
pub const MOST: usize = 24;
/// The fewest readings of a baseline.
pub const FEWEST_BASELINE: usize = 12;
/// The fewest readings after delivery.
pub const FEWEST_AFTER: usize = 7;
/// How many readings in a row lie on one side of the baseline mean after a change.
pub const RUN: usize = 7;

/// The rule by which two stretches of a series are compared. A rule never changes; another one is
/// another member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ComparisonRule {
    /// The rule that this module's page describes.
    #[default]
    #[serde(rename = "compare/1")]
    Compare1,
}

impl ComparisonRule {
    /// The name under which results state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compare1 => "compare/1",
        }
    }
}

/// One reading of a series as known at the moment of the question: its current figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPoint {
    /// The days it covers.
    pub period: Period,
    /// Its value.
    pub value: Decimal,
    /// The version of the definition by which it was measured.
    pub definition: u32,
    /// Whether it was recorded after the start of the improvement, and not as backfill. It is asked of
    /// the readings of a baseline alone.
    pub late: bool,
    /// Whether it was imported with a published day of its own.
    pub backfilled: bool,
    /// Whether its source may still change it.
    pub provisional: bool,
}

/// What a comparison needs to know of the metric.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Which way is better.
    pub direction: Direction,
    /// How often a reading is due.
    pub rhythm: Rhythm,
    /// The days of the approved rebases, in any order.
    pub rebases: &'a [NaiveDate],
    /// By which rules a reading after is a signal; the verdict does not depend on it.
    pub rule_set: RuleSet,
}

/// The readings on one side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sample {
    /// How many there are.
    pub n: usize,
    /// From the first day of the first to the last day of the last.
    pub window: Option<Period>,
    /// Their mean.
    pub mean: Option<Decimal>,
    /// How many were backfilled.
    pub backfilled: usize,
    /// How many their source may still change.
    pub provisional: usize,
}

/// A special cause among the readings after delivery, by the limits of the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// The reading's period.
    pub period: Period,
    /// Which cause.
    pub special_cause: SpecialCause,
    /// What it means.
    pub point_type: PointType,
}

/// A monthly comparison that does not span whole years on both sides, so that a season may pass for
/// a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SeasonNotCovered {
    /// The mean difference between a reading of the after and those of the same month of the year
    /// in the baseline; `None` where no month is on both sides.
    pub same_month_difference: Option<Decimal>,
    /// How many readings of the after have such a counterpart.
    pub months: usize,
}

/// A verdict with everything it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// By which rule it was reached.
    pub rule: ComparisonRule,
    /// By which rules signals are found.
    pub rule_set: RuleSet,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether a change holds up to the last readings; `None` where there is no change.
    pub holding: Option<bool>,
    /// The readings before.
    pub baseline: Sample,
    /// How many readings of the baseline were recorded after the start, and not backfilled: whoever
    /// recorded them could know the result. Readings after delivery are never late.
    pub late_baseline: usize,
    /// The readings after.
    pub after: Sample,
    /// The limits that the baseline sets.
    pub limits: Option<Limits>,
    /// Mean after minus mean before, whatever the verdict.
    pub difference: Option<Decimal>,
    /// What the difference must exceed, on either side of zero.
    pub margin: Option<Decimal>,
    /// The special causes among the readings after, whatever the verdict.
    pub signals: Vec<Signal>,
    /// Set when a season may pass for a change.
    pub season_not_covered: Option<SeasonNotCovered>,
    /// Whether the readings compared are of more than one definition version.
    pub bridged: bool,
}

impl Comparison {
    /// The answer for two series that do not measure the same: nothing is computed.
    pub fn not_comparable(reason: NotComparable) -> Self {
        Self {
            rule: ComparisonRule::Compare1,
            rule_set: RuleSet::default(),
            verdict: Verdict::NotComparable { reason },
            holding: None,
            baseline: Sample::default(),
            late_baseline: 0,
            after: Sample::default(),
            limits: None,
            difference: None,
            margin: None,
            signals: Vec::new(),
            season_not_covered: None,
            bridged: false,
        }
    }
}

/// Why two stretches cannot be compared at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// The readings overlap or are not in order.
    #[error("the reading of {period} does not lie after that of {earlier}; readings are given in order")]
    NotInOrder {
        /// The period of the reading.
        period: Period,
        /// The period of the reading before it.
        earlier: Period,
    },
    /// A value with too many digits.
    #[error("the value of {period}: {problem}")]
    Value {
        /// The period of the reading.
        period: Period,
        /// What is wrong with its value.
        problem: DecimalError,
    },
    /// Delivered before it began.
    #[error("an improvement that started on {start} is not delivered on {delivery}, before its start")]
    DeliveredBeforeStart {
        /// The start given.
        start: NaiveDate,
        /// The delivery given.
        delivery: NaiveDate,
    },
    /// The second window does not lie after the first.
    #[error("the window {after} does not lie after the baseline window {baseline}")]
    Windows {
        /// The baseline window given.
        baseline: Period,
        /// The other window given.
        after: Period,
    },
}

/// Compares a series before an improvement's start with the same series from its delivery on.
/// `points` are the readings of one series in order.
pub fn compare_improvement(
    points: &[SeriesPoint],
    start: NaiveDate,
    delivery: NaiveDate,
    setting: &Setting<'_>,
) -> Result<Comparison, ComparisonError> {
    if delivery < start {
        return Err(ComparisonError::DeliveredBeforeStart { start, delivery });
    }
    check(points)?;
    let before = ..points.partition_point(|point| point.period.to() < start);
    let after = points.partition_point(|point| point.period.from() < delivery)..;
    Ok(compare(baseline(points, &points[before], setting), first(&points[after]), setting))
}

/// Compares the readings inside one window with those inside a later one.
/// `points` are the readings of one series in order.
pub fn compare_windows(
    points: &[SeriesPoint],
    baseline_window: Period,
    after_window: Period,
    setting: &Setting<'_>,
) -> Result<Comparison, ComparisonError> {
    if after_window.from() <= baseline_window.to() {
        return Err(ComparisonError::Windows { baseline: baseline_window, after: after_window });
    }
    check(points)?;
    let before = inside(points, baseline_window);
    Ok(compare(baseline(points, before, setting), first(inside(points, after_window)), setting))
}

fn check(points: &[SeriesPoint]) -> Result<(), ComparisonError> {
    for pair in points.windows(2) {
        let (earlier, period) = (pair[0].period, pair[1].period);
        if period.from() <= earlier.to() {
            return Err(ComparisonError::NotInOrder { period, earlier });
        }
    }
    for SeriesPoint { period, value, .. } in points {
        check_decimal(*value).map_err(|problem| ComparisonError::Value { period: *period, problem })?;
    }
    Ok(())
}

/// The readings whose whole period lies in a window.
fn inside(points: &[SeriesPoint], window: Period) -> &[SeriesPoint] {
    let first = points.partition_point(|point| point.period.from() < window.from());
    let end = points.partition_point(|point| point.period.to() <= window.to());
    points.get(first..end).unwrap_or(&[])
}

/// The last readings of the candidates, no further back than the rebase that begins the group of
/// the very last.
fn baseline<'a>(
    points: &[SeriesPoint],
    candidates: &'a [SeriesPoint],
    setting: &Setting<'_>,
) -> &'a [SeriesPoint] {
    let Some(last) = candidates.last() else { return &[] };
    let begun = setting
        .rebases
        .iter()
        .filter_map(|date| points.get(points.partition_point(|point| point.period.from() < *date)))
        .map(|begins| begins.period.from())
        .filter(|begins| *begins <= last.period.from())
        .max();
    let in_group = candidates.partition_point(|point| begun.is_some_and(|day| point.period.from() < day));
    &candidates[in_group.max(candidates.len().saturating_sub(MOST))..]
}

fn first(candidates: &[SeriesPoint]) -> &[SeriesPoint] {
    &candidates[..candidates.len().min(MOST)]
}

fn compare(baseline: &[SeriesPoint], after: &[SeriesPoint], setting: &Setting<'_>) -> Comparison {
    let limits = Limits::of(&values(baseline), true);
    let (baseline_sample, after_sample) = (sample(baseline), sample(after));
    let difference = after_sample.mean.zip(baseline_sample.mean).map(|(after, before)| after - before);
    let margin = limits.and_then(|limits| margin(&limits, baseline.len(), after.len()));
    let changed = changed_side(limits.as_ref(), difference, margin, after);

    let verdict = if baseline.len() < FEWEST_BASELINE || after.len() < FEWEST_AFTER {
        Verdict::NotEnoughData { reason: NotEnough::TooFew }
    } else if margin.is_none_or(|margin| margin.is_zero()) {
        Verdict::NotEnoughData { reason: NotEnough::NoVariation }
    } else {
        Verdict::of(changed, setting.direction)
    };
    let holding = match (verdict, changed, limits) {
        (Verdict::NotEnoughData { .. }, ..) => None,
        (_, Some(side), Some(limits)) => {
            Some(after[after.len() - RUN..].iter().all(|point| limits.side(point.value) == side))
        }
        _ => None,
    };
    Comparison {
        rule: ComparisonRule::Compare1,
        rule_set: setting.rule_set,
        verdict,
        holding,
        baseline: baseline_sample,
        late_baseline: baseline.iter().filter(|point| point.late).count(),
        after: after_sample,
        limits,
        difference,
        margin,
        signals: limits.map(|limits| signals(after, &limits, setting)).unwrap_or_default(),
        season_not_covered: season_not_covered(baseline, after, setting.rhythm),
        bridged: is_bridged(baseline, after),
    }
}

/// Condition (b)'s bound: 2.66 × mean moving range × √(1/nb + 1/na).
fn margin(limits: &Limits, baseline: usize, after: usize) -> Option<Decimal> {
    let one_by = |n: usize| Decimal::ONE.checked_div(Decimal::from(n));
    let root = (one_by(baseline)? + one_by(after)?).sqrt()?;
    Some(LIMIT_FACTOR * limits.mean_moving_range? * root)
}

/// The side to which the readings after have changed, by conditions (a) and (b).
fn changed_side(
    limits: Option<&Limits>,
    difference: Option<Decimal>,
    margin: Option<Decimal>,
    after: &[SeriesPoint],
) -> Option<Side> {
    let (limits, difference) = (limits?, difference?);
    let side = Side::of(difference, Decimal::ZERO);
    let run = after.windows(RUN).any(|run| run.iter().all(|point| limits.side(point.value) == side));
    (side != Side::On && run && difference.abs() > margin?).then_some(side)
}

fn sample(points: &[SeriesPoint]) -> Sample {
    Sample {
        n: points.len(),
        window: points
            .first()
            .zip(points.last())
            .and_then(|(first, last)| Period::new(first.period.from(), last.period.to()).ok()),
        mean: mean(points.iter().map(|point| point.value)),
        backfilled: points.iter().filter(|point| point.backfilled).count(),
        provisional: points.iter().filter(|point| point.provisional).count(),
    }
}

/// Whether the readings are of more than one definition version.
fn is_bridged(baseline: &[SeriesPoint], after: &[SeriesPoint]) -> bool {
    let mut definitions = baseline.iter().chain(after).map(|point| point.definition);
    definitions.next().is_some_and(|first| definitions.any(|other| other != first))
}

fn signals(after: &[SeriesPoint], limits: &Limits, setting: &Setting<'_>) -> Vec<Signal> {
    after
        .iter()
        .zip(judge(&values(after), limits, setting.rule_set))
        .filter_map(|(point, judgment)| {
            let (special_cause, towards) = judgment.special?;
            let point_type = PointType::of(towards, setting.direction);
            Some(Signal { period: point.period, special_cause, point_type })
        })
        .collect()
}

/// Whether a monthly series lacks a whole year after or two before, and what the same months say.
fn season_not_covered(
    baseline: &[SeriesPoint],
    after: &[SeriesPoint],
    rhythm: Rhythm,
) -> Option<SeasonNotCovered> {
    if rhythm != Rhythm::Month || (after.len() >= 12 && baseline.len() >= 24) {
        return None;
    }
    let month = |point: &SeriesPoint| point.period.from().month();
    let differences: Vec<Decimal> = after
        .iter()
        .filter_map(|late| {
            let same = baseline.iter().filter(|early| month(early) == month(late));
            Some(late.value - mean(same.map(|early| early.value))?)
        })
        .collect();
    Some(SeasonNotCovered {
        same_month_difference: mean(differences.iter().copied()),
        months: differences.len(),
    })
}

fn values(points: &[SeriesPoint]) -> Vec<Decimal> {
    points.iter().map(|point| point.value).collect()
}

#[cfg(test)]
mod tests;
