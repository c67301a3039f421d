//! Who answers for the metric records its readings.

use rust_decimal::Decimal;

use super::chance::last;
use super::{At, Datum, Judgment};
use crate::id::PersonId;

/// The most readings looked at.
const MOST: usize = 12;

/// One reading with who recorded it and who answered for the metric then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// Which reading.
    pub at: At,
    /// Its value.
    pub value: Decimal,
    /// Who recorded it.
    pub by: PersonId,
    /// Who was accountable on its last day.
    pub accountable: Option<PersonId>,
}

/// Asks for [`EnteredByMeasured`](super::FlagId::EnteredByMeasured), of readings in the order of their
/// periods.
pub fn entered_by_measured(readings: &[Entered]) -> Judgment {
    let readings = last(readings, MOST);
    if readings.is_empty() {
        return Judgment::TooFew;
    }
    if readings.iter().all(|reading| reading.accountable.is_none()) {
        return Judgment::NotApplicable;
    }
    let own = readings.iter().filter(|reading| reading.accountable == Some(reading.by));
    Judgment::of(own.map(|reading| Datum::reading(reading.at, reading.value, None)).collect())
}
