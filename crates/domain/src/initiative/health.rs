//! Computed health (`health/1`): how an initiative stands by what is recorded, whatever its owner says.
//!
//! | sign | weighs |
//! | --- | --- |
//! | an improvement is overdue by more than [`LONG_OVERDUE_DAYS`] days | off track |
//! | the improvement delivered last made its metric worse | off track |
//! | an improvement is overdue | at risk |
//! | the primary metric gives a signal of concern | at risk |
//! | the primary metric will miss its target every time | at risk |
//! | nobody owns the initiative | at risk |
//! | nothing was reported for [`SILENT_DAYS`] days, since the last report's period or the beginning | at risk |
//!
//! The heaviest sign decides; without any the initiative is on track. What is paused or stopped has no
//! health.

use chrono::NaiveDate;

use super::DeclaredState;
use crate::id::{ImprovementId, MetricId};

/// Beyond how many days an overdue improvement puts the initiative off track.
pub const LONG_OVERDUE_DAYS: i64 = 30;

/// For how many days nothing may be reported: the longest quarter, and ten days to write.
pub const SILENT_DAYS: i64 = 102;

/// Something that speaks against an initiative's being on track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// An improvement is not over and was due before E.
    Overdue {
        /// Which.
        improvement: ImprovementId,
        /// When it was due.
        due: NaiveDate,
        /// By how many days.
        days: i64,
    },
    /// The improvement delivered last made its metric worse.
    MadeWorse {
        /// Which.
        improvement: ImprovementId,
    },
    /// The last point of the primary metric is of concern.
    Concern {
        /// The metric.
        metric: MetricId,
    },
    /// The primary metric, as it is, misses its target every time.
    MissesTarget {
        /// The metric.
        metric: MetricId,
    },
    /// Nobody owns it.
    Vacant,
    /// Nothing has been reported for too long.
    Silent {
        /// The last day that was reported on, else the first of the initiative.
        since: NaiveDate,
        /// How many days ago that was.
        days: i64,
    },
}

impl Sign {
    /// The state that this sign alone would give.
    pub fn weighs(&self) -> DeclaredState {
        match self {
            Self::Overdue { days, .. } if *days > LONG_OVERDUE_DAYS => DeclaredState::OffTrack,
            Self::MadeWorse { .. } => DeclaredState::OffTrack,
            Self::Overdue { .. }
            | Self::Concern { .. }
            | Self::MissesTarget { .. }
            | Self::Vacant
            | Self::Silent { .. } => DeclaredState::AtRisk,
        }
    }
}

/// How an initiative stands by what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The computed state.
    pub state: DeclaredState,
    /// What speaks against being on track, in the order of the table.
    pub signs: Vec<Sign>,
}

impl Health {
    /// The health that the signs give.
    pub fn of(signs: Vec<Sign>) -> Self {
        let state = signs.iter().map(Sign::weighs).max_by_key(|state| badness(*state));
        Self { state: state.unwrap_or(DeclaredState::OnTrack), signs }
    }

    /// Whether what was declared sounds better than what is computed: an exception to be explained.
    pub fn contradicts(&self, declared: DeclaredState) -> bool {
        badness(declared) < badness(self.state)
    }
}

fn badness(state: DeclaredState) -> u8 {
    match state {
        DeclaredState::OnTrack => 0,
        DeclaredState::AtRisk => 1,
        DeclaredState::OffTrack => 2,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::spec::day;

    const FIX: ImprovementId = ImprovementId(Uuid::from_u128(1));

    fn overdue(days: i64) -> Sign {
        Sign::Overdue { improvement: FIX, due: day("2026-01-01"), days }
    }

    #[test]
    fn without_a_sign_an_initiative_is_on_track() {
        assert_eq!(Health::of(Vec::new()).state, DeclaredState::OnTrack);
    }

    #[test]
    fn the_heaviest_sign_decides() {
        assert_eq!(Health::of(vec![Sign::Vacant]).state, DeclaredState::AtRisk);
        assert_eq!(Health::of(vec![overdue(LONG_OVERDUE_DAYS)]).state, DeclaredState::AtRisk);
        assert_eq!(Health::of(vec![Sign::Vacant, overdue(31)]).state, DeclaredState::OffTrack);
        let worse = Sign::MadeWorse { improvement: FIX };
        assert_eq!(Health::of(vec![worse, Sign::Vacant]).state, DeclaredState::OffTrack);
    }

    #[test]
    fn only_a_report_that_sounds_better_than_the_record_contradicts_it() {
        let at_risk = Health::of(vec![Sign::Vacant]);
        assert!(at_risk.contradicts(DeclaredState::OnTrack));
        assert!(!at_risk.contradicts(DeclaredState::AtRisk));
        assert!(!at_risk.contradicts(DeclaredState::OffTrack));
    }
}
