//! The same figures come again and again: somebody fills in last month's.

use std::f64::consts::PI;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chance::{at_least, float, last};
use super::{At, Datum, Judgment};
use crate::measurement::figures::{Figures, Reading, value};
use crate::measurement::kind::MetricKind;

/// The most readings looked at.
const MOST: usize = 24;
/// The fewest.
const FEWEST: usize = 12;
/// The chance from which on nobody believes in chance.
const THRESHOLD: f64 = 0.005;

/// One reading with how fine its figures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    at: At,
    value: Decimal,
    figures: Figures,
    /// How many answered, where the figures count answers: two readings can only repeat each other if as
    /// many did.
    answers: Option<u64>,
    /// Whether it lies at a bound of its kind, where figures rest by themselves.
    at_bound: bool,
}

impl Repeated {
    /// The reading of a metric of a kind.
    pub fn of(at: At, kind: MetricKind, reading: &Reading) -> Self {
        let value = value(kind, &reading.figures);
        let answers = match reading.figures {
            Figures::Value(_) => None,
            Figures::Ratio { .. } | Figures::Bands { .. } | Figures::Steps(_) => reading.answers(kind),
        };
        let at_bound = match kind {
            MetricKind::Nps => value.abs() == Decimal::ONE_HUNDRED,
            kind if kind.is_share() => value.is_zero() || value == Decimal::ONE,
            MetricKind::Count | MetricKind::Rate => value.is_zero(),
            _ => false,
        };
        Self { at, value, figures: reading.figures.clone(), answers, at_bound }
    }
}

/// Asks for [`IdenticalRepeats`](super::FlagId::IdenticalRepeats), of readings in the order of their
/// periods.
pub fn identical_repeats(readings: &[Repeated]) -> Judgment {
    let readings = last(readings, MOST);
    if readings.len() < FEWEST {
        return Judgment::TooFew;
    }
    let pairs: Vec<(&Repeated, &Repeated)> = readings.windows(2).map(|pair| (&pair[0], &pair[1])).collect();
    let equal = |(one, other): &&(&Repeated, &Repeated)| one.figures == other.figures;
    let ties: Vec<&(&Repeated, &Repeated)> = pairs.iter().filter(equal).collect();
    let shown = || {
        let again =
            ties.iter().map(|(before, again)| Datum::reading(again.at, again.value, Some(before.value)));
        Judgment::of(again.collect())
    };
    if ties.len() == pairs.len() {
        return if readings[0].at_bound { Judgment::CannotBeJudged } else { shown() };
    }
    let possible: Vec<_> = pairs.iter().filter(|(one, other)| one.answers == other.answers).collect();
    let unit = possible.iter().map(|(one, _)| finest(one, readings)).fold(0.0, f64::max);
    let Some(chance) = range(&pairs).and_then(|range| tie(unit, range)) else {
        return Judgment::CannotBeJudged;
    };
    let ties_possible = possible.iter().filter(|pair| equal(pair)).count();
    if at_least(ties_possible, possible.len(), chance) <= THRESHOLD { shown() } else { Judgment::Quiet }
}

/// The finest difference that figures like these can show: one answer of so many, else one in the last
/// decimal place that any of them uses.
fn finest(reading: &Repeated, readings: &[Repeated]) -> f64 {
    match reading.answers.and_then(|answers| answers.to_f64()) {
        // A Net Promoter Score counts in points, so one answer moves it a hundred times as far.
        Some(answers) if matches!(reading.figures, Figures::Bands { .. }) => 100.0 / answers,
        Some(answers) => 1.0 / answers,
        None => {
            let places = readings.iter().map(|it| it.value.normalize().scale()).max().unwrap_or(0);
            (0..places).fold(1.0, |unit, _| unit / 10.0)
        }
    }
}

/// The mean of the distances between neighbors that are not zero: repeats do not shrink it.
fn range(pairs: &[(&Repeated, &Repeated)]) -> Option<f64> {
    let ranges = pairs.iter().map(|(one, other)| (other.value - one.value).abs());
    let ranges: Vec<f64> =
        ranges.filter(|range| !range.is_zero()).map(|range| range.to_f64()).collect::<Option<_>>()?;
    (!ranges.is_empty()).then(|| ranges.iter().sum::<f64>() / float(ranges.len()))
}

/// With which probability q two neighbors are equal by chance: values with standard deviation s that are
/// rounded to a unit u are equal with u / (2 s √π), where the mean moving range is 2 s / √π, and its part
/// that is not zero is that of all by 1 − q. So q (1 − q) = u / (π r). `None` where the unit is so coarse
/// that neighbors are about as often equal as not.
fn tie(unit: f64, range: f64) -> Option<f64> {
    let product = unit / (PI * range);
    let root = 1.0 - 4.0 * product;
    (unit <= 0.75 * range && root >= 0.0).then(|| (1.0 - root.sqrt()) / 2.0)
}
