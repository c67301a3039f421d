//! The values vary less than sampling alone would make them: somebody smooths them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chance::{float, last};
use super::{At, Datum, Judgment};
use crate::measurement::figures::{Figures, Reading, value};
use crate::measurement::kind::MetricKind;

/// The most readings looked at.
const MOST: usize = 24;
/// The fewest.
const FEWEST: usize = 12;
/// The fewest answers of a reading.
const FEWEST_ANSWERS: f64 = 30.0;
/// The fewest events of a reading.
const FEWEST_EVENTS: f64 = 10.0;
/// The standard normal quantile at 0.005.
const QUANTILE: f64 = -2.575_829_303_548_901;

/// One reading with how far sampling alone would move it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampled {
    at: At,
    value: Decimal,
    /// How many answers or how much exposure stand behind it.
    weight: f64,
    /// What the variance of one answer is pooled from.
    unit: Unit,
}

/// What tells the variance of one answer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    /// A share: the pooled share m gives m (1 − m).
    Share,
    /// Events to an exposure: the pooled rate is its own variance.
    Events,
    /// The variance that the reading itself tells.
    Told(f64),
}

impl Sampled {
    /// The reading, if its figures tell how far sampling alone would move it and it is large enough.
    pub fn of(at: At, kind: MetricKind, reading: &Reading) -> Option<Self> {
        let of = |weight: f64, unit| {
            let value = value(kind, &reading.figures);
            let events = value.to_f64()? * weight;
            let large = match unit {
                Unit::Share | Unit::Told(_) => weight >= FEWEST_ANSWERS,
                Unit::Events => events >= FEWEST_EVENTS,
            };
            large.then_some(Self { at, value, weight, unit })
        };
        let answers = || reading.answers(kind)?.to_f64();
        match (kind, &reading.figures) {
            (MetricKind::Nps, figures) => of(answers()?, Unit::Told(variance_of_bands(figures)?)),
            (kind, _) if kind.is_share() => of(answers()?, Unit::Share),
            (MetricKind::Count, Figures::Value(_)) => of(1.0, Unit::Events),
            (MetricKind::Rate, Figures::Ratio { denominator, .. }) => of(denominator.to_f64()?, Unit::Events),
            (MetricKind::Ces | MetricKind::Mean, Figures::Steps(counts)) => {
                of(answers()?, Unit::Told(variance_of_steps(counts)?))
            }
            (MetricKind::Ces | MetricKind::Mean, _) => {
                let deviation = reading.standard_deviation?.to_f64()?;
                of(answers()?, Unit::Told(deviation * deviation))
            }
            _ => None,
        }
    }
}

/// The variance of one answer that counts 100 for a promoter and −100 for a detractor.
fn variance_of_bands(figures: &Figures) -> Option<f64> {
    let (promoters, passives, detractors) = match figures {
        Figures::Bands { promoters, passives, detractors } => (*promoters, *passives, *detractors),
        Figures::Steps(counts) => {
            let [detractors @ .., p7, p8, p9, p10] = counts.as_slice() else { return None };
            (p9.checked_add(*p10)?, p7.checked_add(*p8)?, sum(detractors)?)
        }
        Figures::Value(_) | Figures::Ratio { .. } => return None,
    };
    let n = sum(&[promoters, passives, detractors])?.to_f64()?;
    let (p, d) = (promoters.to_f64()? / n, detractors.to_f64()? / n);
    Some(10_000.0 * (p + d - (p - d) * (p - d)))
}

fn variance_of_steps(counts: &[u64]) -> Option<f64> {
    let n = sum(counts)?.to_f64()?;
    let steps = || counts.iter().zip(1_u32..).map(|(count, step)| (count.to_f64(), f64::from(step)));
    let mean = steps().map(|(count, step)| Some(count? * step)).sum::<Option<f64>>()? / n;
    let squares = steps().map(|(count, step)| Some(count? * (step - mean) * (step - mean)));
    Some(squares.sum::<Option<f64>>()? / (n - 1.0))
}

fn sum(counts: &[u64]) -> Option<u64> {
    counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count))
}

/// Asks for [`TooLittleVariation`](super::FlagId::TooLittleVariation), of readings in the order of their
/// periods.
pub fn too_little_variation(readings: &[Sampled]) -> Judgment {
    let readings = last(readings, MOST);
    if readings.len() < FEWEST {
        return Judgment::TooFew;
    }
    let Some(spread) = spread(readings) else { return Judgment::NotApplicable };
    if spread >= quantile(readings.len() - 1) {
        return Judgment::Quiet;
    }
    Judgment::Raised(readings.iter().map(|it| Datum::reading(it.at, it.value, None)).collect())
}

/// Q: how far the readings lie apart, in variances that sampling alone would give. `None` where sampling
/// would not move them at all, as where everybody says yes.
fn spread(readings: &[Sampled]) -> Option<f64> {
    let points: Vec<(f64, f64, Unit)> =
        readings.iter().map(|it| Some((it.value.to_f64()?, it.weight, it.unit))).collect::<Option<_>>()?;
    let weights: f64 = points.iter().map(|(_, weight, _)| weight).sum();
    let mean = points.iter().map(|(value, weight, _)| value * weight).sum::<f64>() / weights;
    let of_one = |(_, weight, unit): &(f64, f64, Unit)| match unit {
        Unit::Share => weight * mean * (1.0 - mean),
        Unit::Events => weight * mean,
        Unit::Told(variance) => weight * variance,
    };
    let variance = points.iter().map(of_one).sum::<f64>() / weights;
    let squares: f64 = points.iter().map(|(value, weight, _)| weight * (value - mean) * (value - mean)).sum();
    (variance > 0.0).then(|| squares / variance)
}

/// The chi-square quantile at 0.005: k (1 − 2/9k + z √(2/9k))³, a little below the true one.
fn quantile(degrees: usize) -> f64 {
    let ninth = 2.0 / (9.0 * float(degrees));
    let root = 1.0 - ninth + QUANTILE * ninth.sqrt();
    float(degrees) * root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_is_that_of_the_tables_or_a_little_below() {
        for (degrees, expected) in [(11, 2.603), (15, 4.601), (23, 9.260)] {
            let found = quantile(degrees);
            assert!(found <= expected && found > 0.97 * expected, "{degrees}: {found}");
        }
    }
}
