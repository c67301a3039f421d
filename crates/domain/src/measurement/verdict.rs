//! What may come of comparing two stretches of a metric. Never "caused": a verdict says that there
//! is a difference, not where it comes from.

use serde::{Deserialize, Serialize};

use super::kind::Direction;
use super::limits::Side;
use super::series::SeriesKey;
use super::xmr::PointType;

/// What came of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// Changed in the better direction.
    Improved,
    /// Changed in the worse direction.
    Worse,
    /// Upward, where no direction is better.
    ShiftedUp,
    /// Downward, where no direction is better.
    ShiftedDown,
    /// No more difference than the series varies by itself.
    NoDetectableChange,
    /// The rule cannot be applied yet.
    NotEnoughData {
        /// What is missing.
        reason: NotEnough,
    },
    /// The two sides do not measure the same.
    NotComparable {
        /// What sets them apart.
        reason: NotComparable,
    },
}

impl Verdict {
    /// What a change to one side means where `direction` is better; `None` is no change.
    pub(super) fn of(changed: Option<Side>, direction: Direction) -> Self {
        match changed.map_or(PointType::CommonCause, |side| PointType::of(side, direction)) {
            PointType::CommonCause => Self::NoDetectableChange,
            PointType::Improvement => Self::Improved,
            PointType::Concern => Self::Worse,
            PointType::NeutralHigh => Self::ShiftedUp,
            PointType::NeutralLow => Self::ShiftedDown,
        }
    }

    /// The name under which results state it, without its reason.
    pub fn name(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Worse => "worse",
            Self::ShiftedUp => "shifted_up",
            Self::ShiftedDown => "shifted_down",
            Self::NoDetectableChange => "no_detectable_change",
            Self::NotEnoughData { .. } => "not_enough_data",
            Self::NotComparable { .. } => "not_comparable",
        }
    }
}

/// What a comparison lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotEnough {
    /// Fewer than [`FEWEST_BASELINE`](super::comparison::FEWEST_BASELINE) readings before or fewer than [`FEWEST_AFTER`](super::comparison::FEWEST_AFTER) after.
    TooFew,
    /// All readings of the baseline are equal, so nothing tells how much the series varies.
    NoVariation,
}

/// What sets two series apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotComparable {
    /// The definition changed.
    Definition,
    /// The channel is another one.
    Channel,
    /// The segment is another one.
    Segment,
    /// The figures come from another source.
    Source,
}

/// Refuses two different series; the first difference is named.
pub fn check_comparable(baseline: &SeriesKey, after: &SeriesKey) -> Result<(), NotComparable> {
    if baseline.definition != after.definition {
        Err(NotComparable::Definition)
    } else if baseline.channel != after.channel {
        Err(NotComparable::Channel)
    } else if baseline.segment != after.segment {
        Err(NotComparable::Segment)
    } else if baseline.source != after.source {
        Err(NotComparable::Source)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_stated_under_its_name_with_its_reason() {
        let plain = Verdict::NoDetectableChange;
        assert_eq!(serde_json::to_string(&plain).unwrap(), format!("\"{}\"", plain.name()));
        let reasoned = Verdict::NotEnoughData { reason: NotEnough::NoVariation };
        assert_eq!(
            serde_json::to_string(&reasoned).unwrap(),
            r#"{"not_enough_data":{"reason":"no_variation"}}"#
        );
    }

    #[test]
    fn the_first_difference_between_two_series_is_named() {
        let first = SeriesKey::of(1);
        assert_eq!(check_comparable(&first, &first.clone()), Ok(()));
        assert_eq!(check_comparable(&first, &SeriesKey::of(2)), Err(NotComparable::Definition));
        let app = SeriesKey { channel: "APP".parse().ok(), ..first.clone() };
        assert_eq!(check_comparable(&first, &app), Err(NotComparable::Channel));
        let segment = SeriesKey { segment: "B2B".parse().ok(), ..first.clone() };
        assert_eq!(check_comparable(&first, &segment), Err(NotComparable::Segment));
        let source = SeriesKey { source: "FFT".parse().ok(), ..first.clone() };
        assert_eq!(check_comparable(&first, &source), Err(NotComparable::Source));
    }
}
