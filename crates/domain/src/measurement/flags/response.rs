//! The score gets better while fewer answer: those who would have said no are no longer heard.

use rust_decimal::Decimal;

use super::chance::{kendall, last, rises};
use super::{At, Datum, Judgment};
use crate::measurement::kind::Direction;

/// The most readings looked at.
const MOST: usize = 24;
/// The fewest.
const FEWEST: usize = 12;

/// One reading with how many answered of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    /// Which reading.
    pub at: At,
    /// Its value.
    pub value: Decimal,
    /// How many answered.
    pub answers: u64,
    /// How many were invited.
    pub invited: u64,
}

/// Asks for [`ResponseFalls`](super::FlagId::ResponseFalls), of readings in the order of their periods.
pub fn response_falls(readings: &[Response], direction: Direction) -> Judgment {
    let readings = last(readings, MOST);
    let better = match direction {
        Direction::Increase => Decimal::ONE,
        Direction::Decrease => -Decimal::ONE,
        Direction::Neutral => return Judgment::NotApplicable,
    };
    if readings.len() < FEWEST {
        return Judgment::TooFew;
    }
    let order = |of: &dyn Fn(&Response) -> Decimal| kendall(&readings.iter().map(of).collect::<Vec<_>>());
    let rate = |reading: &Response| {
        let rate = Decimal::from(reading.answers).checked_div(Decimal::from(reading.invited));
        rate.unwrap_or_default()
    };
    let invited = |reading: &Response| Decimal::from(reading.invited);
    let n = readings.len();
    if !rises(order(&|reading| reading.value * better), n) {
        return Judgment::Quiet;
    }
    let shown = |beside: &dyn Fn(&Response) -> Decimal| {
        let row = |it: &Response| Datum::reading(it.at, it.value, Some(beside(it)));
        Judgment::Raised(readings.iter().map(row).collect())
    };
    if rises(-order(&rate), n) {
        shown(&rate)
    } else if rises(-order(&invited), n) {
        shown(&invited)
    } else {
        Judgment::Quiet
    }
}
