//! Which readings belong together, and how their periods lie.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::{FiscalCalendar, Period, Rhythm};
use crate::code::Code;

/// Which series of a metric a reading belongs to. Readings of one series may be compared with each
/// other; readings of two may not, unless somebody bridges them with a reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeriesKey {
    /// The version of the metric's definition, from 1.
    pub definition: u32,
    /// Through which channel the customers came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// Which customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Code>,
    /// Where the figures come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Code>,
}

impl SeriesKey {
    /// The whole of a definition: no channel, segment or source apart.
    pub fn of(definition: u32) -> Self {
        Self { definition, channel: None, segment: None, source: None }
    }
}

/// Whether a reading's period is one of its metric's rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// Exactly one period of the rhythm.
    Regular,
    /// Any other period; accepted, and shown so.
    Irregular,
}

/// How `period` lies to the rhythm in the program's fiscal calendar.
pub fn alignment(calendar: FiscalCalendar, rhythm: Rhythm, period: Period) -> Alignment {
    if calendar.aligns(rhythm, period) { Alignment::Regular } else { Alignment::Irregular }
}

/// A period that shares days with another one of its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period {period} overlaps {taken}, for which the series has a reading already")]
pub struct Overlap {
    /// The period given.
    pub period: Period,
    /// The first period of the series that it meets.
    pub taken: Period,
}

/// Refuses a period that overlaps another one of the series. The very same period is no overlap: it
/// is another publication of the same reading. `readings` are those of one series, so none of their
/// periods overlap; the search takes logarithmic time.
pub fn check_period<T>(readings: &BTreeMap<Period, T>, period: Period) -> Result<(), Overlap> {
    if readings.contains_key(&period) {
        return Ok(());
    }
    let before = readings.range(..period).next_back();
    let after = readings.range(period..).next();
    match before.into_iter().chain(after).find(|(taken, _)| taken.overlaps(period)) {
        Some((taken, _)) => Err(Overlap { period, taken: *taken }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::parse_day;

    fn period(from: &str, to: &str) -> Period {
        Period::new(parse_day(from).unwrap(), parse_day(to).unwrap()).unwrap()
    }

    #[test]
    fn the_stored_key_names_only_what_sets_the_series_apart() {
        let whole = SeriesKey::of(1);
        assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"definition":1}"#);
        let json = r#"{"definition":2,"channel":"APP","source":"FFT"}"#;
        let key: SeriesKey = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&key).unwrap(), json);
        assert!(serde_json::from_str::<SeriesKey>(r#"{"definition":2,"chanel":"APP"}"#).is_err());
    }

    #[test]
    fn a_period_of_another_length_than_the_rhythm_is_irregular() {
        let calendar = FiscalCalendar::default();
        let february = period("2024-02-01", "2024-02-29");
        assert_eq!(alignment(calendar, Rhythm::Month, february), Alignment::Regular);
        assert_eq!(alignment(calendar, Rhythm::Quarter, february), Alignment::Irregular);
    }

    #[test]
    fn the_same_period_again_is_another_publication_and_not_an_overlap() {
        let february = period("2024-02-01", "2024-02-29");
        let readings = BTreeMap::from([(february, 41)]);
        assert_eq!(check_period(&readings, february), Ok(()));
        let within = period("2024-02-05", "2024-02-06");
        let around = period("2024-01-01", "2024-12-31");
        let shorter = period("2024-02-01", "2024-02-02");
        for crossing in [within, around, shorter] {
            assert_eq!(check_period(&readings, crossing), Err(Overlap { period: crossing, taken: february }));
        }
        assert_eq!(check_period(&readings, period("2024-03-01", "2024-03-01")), Ok(()));
    }

    proptest! {
        #[test]
        fn periods_accepted_one_by_one_never_overlap(spans in prop::collection::vec((0u64..400, 0u64..40), 0..60)) {
            let first = parse_day("2020-01-01").unwrap();
            let mut readings = BTreeMap::new();
            for (start, length) in spans {
                let from = first + chrono::Days::new(start);
                let candidate = Period::new(from, from + chrono::Days::new(length)).unwrap();
                let free = readings.keys().all(|taken: &Period| *taken == candidate || !taken.overlaps(candidate));
                prop_assert_eq!(check_period(&readings, candidate).is_ok(), free);
                if free {
                    readings.insert(candidate, start);
                }
            }
        }
    }
}
