//! What a result is held against was fixed after the result was known.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::chance::last;
use super::{At, Datum, Judgment, Shown};
use crate::id::EventId;
use crate::time::Instant;

/// The most readings looked at.
const MOST: usize = 24;

/// One reading with its target as known when it was, and as known now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Which reading.
    pub at: At,
    /// Its value.
    pub value: Decimal,
    /// The target of its last day as known when the reading first was.
    pub then: Option<Decimal>,
    /// The target of its last day as known now, and the fact that set it.
    pub now: Option<(Decimal, EventId)>,
    /// Whether it is on record when that target became known. Of imported history without a published
    /// day it is not.
    pub dated: bool,
}

/// Asks for [`TargetMoved`](super::FlagId::TargetMoved), of readings in the order of their periods.
pub fn target_moved(readings: &[Judged]) -> Judgment {
    let readings = last(readings, MOST);
    if readings.iter().all(|reading| reading.now.is_none() && reading.then.is_none()) {
        return Judgment::NotApplicable;
    }
    let moved = || readings.iter().filter(|it| it.then != it.now.map(|(value, _)| value));
    if moved().next().is_some() && !moved().any(|reading| reading.dated) {
        return Judgment::CannotBeJudged;
    }
    let shown = moved().filter(|reading| reading.dated).flat_map(|it| {
        let target = Datum {
            period: Some(it.at.period),
            event: it.now.map(|(_, event)| event),
            value: it.now.map(|(value, _)| value),
            beside: it.then,
            ..Datum::of(Shown::Target)
        };
        [target, Datum::reading(it.at, it.value, None)]
    });
    Judgment::of(shown.collect())
}

/// Something that fixes what a result is compared with: the start, the delivery, a rebase, a baseline
/// reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// What it is.
    pub shown: Shown,
    /// The event that fixed it.
    pub event: EventId,
    /// When that became known, and the day of it.
    pub known: (Instant, NaiveDate),
    /// Whether that is on record. Of imported history without a published day it is not.
    pub dated: bool,
}

/// Asks for [`BaselineChosenLate`](super::FlagId::BaselineChosenLate). `result` is when the seventh
/// reading after delivery was first known, with the day of it, and `None` before that.
pub fn baseline_chosen_late(fixed: &[Fixed], result: Option<(Instant, NaiveDate)>) -> Judgment {
    let Some((known, day)) = result else { return Judgment::TooFew };
    let (late, undated): (Vec<&Fixed>, Vec<&Fixed>) =
        fixed.iter().filter(|it| it.known.0 > known).partition(|it| it.dated);
    if late.is_empty() {
        return if undated.is_empty() { Judgment::Quiet } else { Judgment::CannotBeJudged };
    }
    let rows =
        late.iter().map(|it| Datum { day: Some(it.known.1), event: Some(it.event), ..Datum::of(it.shown) });
    let result = Datum { day: Some(day), ..Datum::of(Shown::Result) };
    Judgment::Raised(rows.chain([result]).collect())
}
