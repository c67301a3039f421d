//! Which readings belong together, and how their periods lie.

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

#[cfg(test)]
mod tests {
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
}
