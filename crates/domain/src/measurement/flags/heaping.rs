//! Values heap at or just beyond the target, as where a clock is stopped at the fourth hour.

use rust_decimal::Decimal;

use super::chance::{at_least, last, mean_moving_range};
use super::{At, Datum, Judgment};
use crate::measurement::kind::Direction;

/// The most readings looked at.
const MOST: usize = 36;
/// The fewest.
const FEWEST: usize = 12;
/// With which probability a reading near the target lies beyond it at most, where nobody aims: about as
/// often as where the target lies one standard deviation on the worse side of the mean.
const BEYOND: f64 = 0.65;
/// The chance from which on nobody believes in chance.
const THRESHOLD: f64 = 0.01;

/// One reading with the target of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aimed {
    /// Which reading.
    pub at: At,
    /// Its value.
    pub value: Decimal,
    /// The target in force on its last day.
    pub target: Decimal,
}

/// Asks for [`HeapedAtTarget`](super::FlagId::HeapedAtTarget), of the readings that have a target, in the
/// order of their periods.
pub fn heaped_at_target(readings: &[Aimed], direction: Direction) -> Judgment {
    let readings = last(readings, MOST);
    if readings.is_empty() || direction == Direction::Neutral {
        return Judgment::NotApplicable;
    }
    let values: Vec<Decimal> = readings.iter().map(|reading| reading.value).collect();
    let Some(range) = mean_moving_range(&values).filter(|_| values.len() >= FEWEST) else {
        return Judgment::TooFew;
    };
    let width = range / Decimal::TWO;
    // How far on the better side of its target a reading lies.
    let margin = |reading: &Aimed| match direction {
        Direction::Decrease => reading.target - reading.value,
        Direction::Increase | Direction::Neutral => reading.value - reading.target,
    };
    let near: Vec<&Aimed> = readings.iter().filter(|it| margin(it).abs() <= width).collect();
    let beyond = near.iter().filter(|it| margin(it) >= Decimal::ZERO).count();
    if near.is_empty() || at_least(beyond, near.len(), BEYOND) > THRESHOLD {
        return Judgment::Quiet;
    }
    Judgment::Raised(near.iter().map(|it| Datum::reading(it.at, it.value, Some(it.target))).collect())
}
