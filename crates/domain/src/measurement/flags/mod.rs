//! Integrity flags: signs that a figure was moved and not what it measures. The table `flags/1`.
//!
//! A flag never says that somebody cheated; it shows figures that deserve a second look, and why. Each is
//! asked of plain inputs and answers a [`Judgment`]; one that is raised holds the data behind it. Somebody
//! may clear it with a reason, which is bound to [`seen`]: the hash of exactly these data, so that other
//! data raise it again.
//!
//! [`RULES`] states for each flag its inputs, formula, threshold, the fewest figures it needs and how often
//! it is raised on a stable series that nobody touched. A table never changes; another threshold is
//! another table. The rates of the statistical flags are simulated in `examples/simulate_flags`.
//!
//! Where a flag compares a sum or a tail with its threshold it reckons in `f64`, by additions,
//! multiplications, divisions and square roots alone, which every machine rounds the same way.

mod chance;
mod dispersion;
mod entered;
mod heaping;
mod repeats;
mod response;
mod reviews;
mod table;
mod timing;

pub use dispersion::{Sampled, too_little_variation};
pub use entered::{Entered, entered_by_measured};
pub use heaping::{Aimed, heaped_at_target};
pub use repeats::{Repeated, identical_repeats};
pub use response::{Response, response_falls};
pub use reviews::{Arrived, only_before_reviews};
pub use table::{FlagId, FlagRule, FlagTable, RULES};
pub use timing::{Fixed, Judged, baseline_chosen_late, target_moved};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::series::SeriesKey;
use crate::calendar::Period;
use crate::event::Sha256Hex;
use crate::id::{EventId, ImprovementId, MetricId};

/// What comes of asking for a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgment {
    /// There is nothing to ask it of: no target, no delivered improvement, no better direction.
    NotApplicable,
    /// There are too few figures to tell.
    TooFew,
    /// When something became known, or how fine the figures are, is not on record.
    CannotBeJudged,
    /// Nothing stands out.
    Quiet,
    /// The data stand out.
    Raised(Vec<Datum>),
}

impl Judgment {
    /// The name under which answers state it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::TooFew => "too_few",
            Self::CannotBeJudged => "cannot_be_judged",
            Self::Quiet => "quiet",
            Self::Raised(_) => "raised",
        }
    }

    /// The data behind a raised flag; none of another.
    pub fn data(&self) -> &[Datum] {
        match self {
            Self::Raised(data) => data,
            Self::NotApplicable | Self::TooFew | Self::CannotBeJudged | Self::Quiet => &[],
        }
    }

    /// Raised with these data, or quiet without any.
    pub fn of(data: Vec<Datum>) -> Self {
        if data.is_empty() { Self::Quiet } else { Self::Raised(data) }
    }
}

/// What one row of the data behind a flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A reading with its value; beside it, what the flag lays next to it.
    Reading,
    /// A target with its value; beside it, the one known when the result was.
    Target,
    /// The series before.
    SeriesBefore,
    /// The series after.
    SeriesAfter,
    /// A restatement with the new value; beside it, the old one.
    Restatement,
    /// A balancing metric that became worse.
    BalancingMetric,
    /// A day of review.
    Review,
    /// The start of an improvement.
    Start,
    /// The delivery of an improvement.
    Delivery,
    /// The approval of a rebase.
    Rebase,
    /// The day on which the result was known.
    Result,
    /// A declared purpose.
    Purpose,
}

impl Shown {
    /// Every kind of row.
    pub const ALL: [Self; 12] = [
        Self::Reading,
        Self::Target,
        Self::SeriesBefore,
        Self::SeriesAfter,
        Self::Restatement,
        Self::BalancingMetric,
        Self::Review,
        Self::Start,
        Self::Delivery,
        Self::Rebase,
        Self::Result,
        Self::Purpose,
    ];
}

/// One row of the data behind a flag. What does not apply is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Datum {
    /// What the row is.
    pub shown: Shown,
    /// The days that a reading covers.
    pub period: Option<Period>,
    /// The day on which something became known or happened.
    pub day: Option<NaiveDate>,
    /// The event behind it.
    pub event: Option<EventId>,
    /// Another metric.
    pub metric: Option<MetricId>,
    /// A series.
    pub series: Option<SeriesKey>,
    /// A value.
    #[serde(serialize_with = "normalized")]
    pub value: Option<Decimal>,
    /// What is laid next to the value.
    #[serde(serialize_with = "normalized")]
    pub beside: Option<Decimal>,
}

impl Datum {
    /// A row with nothing but what it is.
    pub fn of(shown: Shown) -> Self {
        Self {
            shown,
            period: None,
            day: None,
            event: None,
            metric: None,
            series: None,
            value: None,
            beside: None,
        }
    }

    /// A reading and what is laid next to its value.
    pub fn reading(at: At, value: Decimal, beside: Option<Decimal>) -> Self {
        let (period, event) = (Some(at.period), Some(at.event));
        Self { period, event, value: Some(value), beside, ..Self::of(Shown::Reading) }
    }
}

/// Equal numbers are written the same, whatever zeros they end with.
#[expect(clippy::ref_option, reason = "serde's `serialize_with` passes a reference to the field")]
fn normalized<S: serde::Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(|number| number.normalize().to_string()).serialize(serializer)
}

/// Which reading a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The days that it covers.
    pub period: Period,
    /// The event that recorded it.
    pub event: EventId,
}

/// What a reason to clear a flag is bound to: SHA-256 over the canonical JSON of the table, the flag, the
/// improvement that it is about and the data behind it.
#[expect(clippy::missing_panics_doc, reason = "names, numbers, days and ids have a JSON form")]
pub fn seen(table: FlagTable, flag: FlagId, improvement: Option<ImprovementId>, data: &[Datum]) -> Sha256Hex {
    let written = serde_json::to_vec(&(table, flag, improvement, data))
        .expect("names, numbers, days and ids have a JSON form");
    Sha256Hex(Sha256::digest(written).into())
}

#[cfg(test)]
mod specs;
