//! What each formula counts, and what it asks of it.

use chrono::NaiveDate;

use super::{Counted, Noted};
use crate::calendar::{Period, plus_months};
use crate::id::{DecisionId, ImprovementId, InsightId, JourneyId, PainPointId, SpotId};

/// R1: that a pain point was heard which an initiative took up. Whoever records that names the source, so
/// each is as the formula asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// The pain point.
    pub pain_point: PainPointId,
    /// The day from which it is one of the initiative's: that on which it was heard, or, if that is later,
    /// that on which the initiative took it up.
    pub on: NaiveDate,
    /// Whether any of that was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<Heard> for Noted {
    fn from(heard: Heard) -> Self {
        Self {
            what: Counted::PainPoint(heard.pain_point),
            on: heard.on,
            met: true,
            deadline: None,
            backfilled: heard.backfilled,
        }
    }
}

/// R2: a decided ranking of an initiative among others, or of pain points that it took up. It asks for an
/// electorate from two departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// The decision.
    pub decision: DecisionId,
    /// The day from which it is about the initiative: that of its outcome, or, if that is later, that on
    /// which the initiative took a pain point up.
    pub on: NaiveDate,
    /// From how many departments its electorate came.
    pub departments: usize,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<Ranking> for Noted {
    fn from(ranking: Ranking) -> Self {
        Self {
            what: Counted::Decision(ranking.decision),
            on: ranking.on,
            met: ranking.departments >= 2,
            deadline: None,
            backfilled: ranking.backfilled,
        }
    }
}

/// R3: a progress report that is due for a period of the rhythm of the committee that oversees an
/// initiative. It asks that it came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportDue {
    /// The period.
    pub period: Period,
    /// The last day on which it is in time.
    pub by: NaiveDate,
    /// The day on which it arrived, if it did.
    pub arrived: Option<NaiveDate>,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<ReportDue> for Noted {
    fn from(due: ReportDue) -> Self {
        Self {
            what: Counted::Report(due.period),
            on: due.period.to(),
            met: due.arrived.is_some_and(|day| day <= due.by),
            deadline: Some(due.by),
            backfilled: due.backfilled,
        }
    }
}

/// R4: a delivered improvement. It asks for a comparison with an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// The improvement.
    pub improvement: ImprovementId,
    /// The day on which it was delivered.
    pub on: NaiveDate,
    /// The last day covered by the readings that were enough for an outcome; `None` while there are not
    /// enough.
    pub outcome_on: Option<NaiveDate>,
    /// Whether any reading that the outcome rests on was imported later than the world knew it.
    pub backfilled: bool,
}

/// For how many months after delivery a comparison may have too few readings before the record speaks
/// against R4.
pub const MONTHS_TO_MEASURE: u32 = 12;

impl From<Delivered> for Noted {
    fn from(delivered: Delivered) -> Self {
        Self {
            what: Counted::Improvement(delivered.improvement),
            on: delivered.outcome_on.unwrap_or(delivered.on),
            met: delivered.outcome_on.is_some(),
            deadline: Some(plus_months(delivered.on, MONTHS_TO_MEASURE)),
            backfilled: delivered.backfilled,
        }
    }
}

/// E1: an insight that was shared. It asks that front line and back office acknowledged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedInsight {
    /// The insight.
    pub insight: InsightId,
    /// The first day on which it was shared.
    pub shared: NaiveDate,
    /// The day on which the second of the two sides first acknowledged it, if both did.
    pub heard_by_both: Option<NaiveDate>,
    /// Whether any of that was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<SharedInsight> for Noted {
    fn from(insight: SharedInsight) -> Self {
        Self {
            what: Counted::Insight(insight.insight),
            on: insight.heard_by_both.unwrap_or(insight.shared),
            met: insight.heard_by_both.is_some(),
            deadline: None,
            backfilled: insight.backfilled,
        }
    }
}

/// E2: a touchpoint on a map. It asks that something measures there and all of it arrived on its rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    /// The journey.
    pub journey: JourneyId,
    /// The touchpoint.
    pub touchpoint: SpotId,
    /// The day of the period on which the last of it arrived; where it did not, the last day of the period.
    pub on: NaiveDate,
    /// Whether all that measures there arrived by the days of the period on which it was due.
    pub on_rhythm: bool,
    /// Whether any reading was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<Arrivals> for Noted {
    fn from(arrivals: Arrivals) -> Self {
        Self {
            what: Counted::Touchpoint(arrivals.journey, arrivals.touchpoint),
            on: arrivals.on,
            met: arrivals.on_rhythm,
            deadline: None,
            backfilled: arrivals.backfilled,
        }
    }
}

/// D3: a decision of a program. It asks for customers' pain points, insights or readings among its grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounded {
    /// The decision.
    pub decision: DecisionId,
    /// The day of its outcome.
    pub decided: NaiveDate,
    /// Whether customers are among its grounds.
    pub by_customers: bool,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

impl From<Grounded> for Noted {
    fn from(decision: Grounded) -> Self {
        Self {
            what: Counted::Decision(decision.decision),
            on: decision.decided,
            met: decision.by_customers,
            deadline: None,
            backfilled: decision.backfilled,
        }
    }
}
