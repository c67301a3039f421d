//! Before and after: the comparison of two stretches of a series.

use std::sync::Arc;

use async_graphql::{Enum, Object, SimpleObject};
use cxl_domain::id::MetricId;
use cxl_domain::measurement::comparison;
use cxl_domain::measurement::interval;
use cxl_domain::measurement::limits::Limits;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::{self, NotComparable, NotEnough};
use cxl_ledger::query::MetricProblem;

use crate::connection::list_cost;
use crate::enums::{RuleSet, Signal, SpecialCause};
use crate::error::{Code, Problem};
use crate::list::List;
use crate::moment::Moment;
use crate::period::Period;
use crate::reading::Interval;
use crate::scalars::Decimal;

/// An analysis, `None` where there is nothing to analyze, or why it is not possible.
pub(crate) fn analyzed<T>(result: Result<T, MetricProblem>) -> Result<Option<T>, Problem> {
    match result {
        Ok(analysis) => Ok(Some(analysis)),
        Err(MetricProblem::Unknown | MetricProblem::NoHeadline) => Ok(None),
        Err(MetricProblem::Analysis(problem)) => Err(Problem::new(Code::NoAnalysis, &*problem)),
    }
}

/// What came of a comparison. It says that there is a difference, never where it comes from.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// Changed in the better direction.
    Improved,
    /// Changed in the worse direction.
    Worse,
    /// Changed upward, where no direction is better.
    ShiftedUp,
    /// Changed downward, where no direction is better.
    ShiftedDown,
    /// No more difference than the series varies by itself.
    NoDetectableChange,
    /// The rule cannot be applied yet.
    NotEnoughData,
    /// The two sides do not measure the same.
    NotComparable,
}

impl Verdict {
    /// The name under which results state it.
    pub(crate) fn stable_name(self) -> &'static str {
        match self {
            Self::Improved => verdict::Verdict::Improved.name(),
            Self::Worse => verdict::Verdict::Worse.name(),
            Self::ShiftedUp => verdict::Verdict::ShiftedUp.name(),
            Self::ShiftedDown => verdict::Verdict::ShiftedDown.name(),
            Self::NoDetectableChange => verdict::Verdict::NoDetectableChange.name(),
            Self::NotEnoughData => verdict::Verdict::NotEnoughData { reason: NotEnough::TooFew }.name(),
            Self::NotComparable => {
                verdict::Verdict::NotComparable { reason: NotComparable::Definition }.name()
            }
        }
    }
}

impl From<verdict::Verdict> for Verdict {
    fn from(verdict: verdict::Verdict) -> Self {
        match verdict {
            verdict::Verdict::Improved => Self::Improved,
            verdict::Verdict::Worse => Self::Worse,
            verdict::Verdict::ShiftedUp => Self::ShiftedUp,
            verdict::Verdict::ShiftedDown => Self::ShiftedDown,
            verdict::Verdict::NoDetectableChange => Self::NoDetectableChange,
            verdict::Verdict::NotEnoughData { .. } => Self::NotEnoughData,
            verdict::Verdict::NotComparable { .. } => Self::NotComparable,
        }
    }
}

/// Why there is not enough data, or what keeps two sides from being compared.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerdictReason {
    /// Fewer than 12 readings before or fewer than 7 after.
    TooFew,
    /// All readings of the baseline are equal, so nothing tells how much the series varies.
    NoVariation,
    /// The definition changed.
    Definition,
    /// The channel is another one.
    Channel,
    /// The segment is another one.
    Segment,
    /// The figures come from another source.
    Source,
}

impl VerdictReason {
    fn of(verdict: verdict::Verdict) -> Option<Self> {
        match verdict {
            verdict::Verdict::NotEnoughData { reason } => Some(match reason {
                NotEnough::TooFew => Self::TooFew,
                NotEnough::NoVariation => Self::NoVariation,
            }),
            verdict::Verdict::NotComparable { reason } => Some(match reason {
                NotComparable::Definition => Self::Definition,
                NotComparable::Channel => Self::Channel,
                NotComparable::Segment => Self::Segment,
                NotComparable::Source => Self::Source,
            }),
            _ => None,
        }
    }
}

/// A comparison with everything that its verdict rests on.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub(crate) comparison: Arc<comparison::Comparison>,
    /// The readings that it compares, where there are any.
    pub(crate) of: Option<Compared>,
}

/// Which readings are compared: what their figures tell beyond the verdict is reckoned when it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Compared {
    pub(crate) moment: Arc<Moment>,
    pub(crate) metric: MetricId,
    pub(crate) series: SeriesKey,
    /// The series of the window after, where it is another one.
    pub(crate) after_series: Option<SeriesKey>,
}

impl Compared {
    /// The sampling error of the difference.
    fn interval(&self, comparison: &comparison::Comparison) -> Option<interval::Interval> {
        let series = (&self.series, self.after_series.as_ref());
        self.moment.inquiry().difference_interval(self.metric, series, comparison)
    }
}

/// Two stretches of one series compared, with everything that the verdict rests on.
#[Object]
impl Comparison {
    /// The rule by which it was reached: "compare/1". A rule never changes.
    async fn rule(&self) -> &'static str {
        self.comparison.rule.name()
    }

    /// By which rules the signals were found.
    async fn rule_set(&self) -> RuleSet {
        self.comparison.rule_set.into()
    }

    /// The verdict.
    async fn verdict(&self) -> Verdict {
        self.comparison.verdict.into()
    }

    /// Why there is not enough data, or what is not comparable; null for other verdicts.
    async fn reason(&self) -> Option<VerdictReason> {
        VerdictReason::of(self.comparison.verdict)
    }

    /// Whether a change holds up to the last readings; null where there is no change.
    async fn holding(&self) -> Option<bool> {
        self.comparison.holding
    }

    /// The readings before.
    async fn baseline(&self) -> Sample {
        self.comparison.baseline.into()
    }

    /// How many readings of the baseline were recorded after the start of the improvement, and not as
    /// imported history, so that whoever recorded them could know the result. Readings after delivery are
    /// never late.
    async fn late_baseline(&self) -> usize {
        self.comparison.late_baseline
    }

    /// The readings after.
    async fn after(&self) -> Sample {
        self.comparison.after.into()
    }

    /// The limits that the baseline sets.
    async fn limits(&self) -> Option<ControlLimits> {
        self.comparison.limits.map(ControlLimits::from)
    }

    /// Mean after minus mean before, whatever the verdict. Under NOT_ENOUGH_DATA it is what was seen so far
    /// and tells nothing of a change.
    async fn difference(&self) -> Option<Decimal> {
        self.comparison.difference.map(Decimal)
    }

    /// The sampling error of the difference, whatever the verdict, which it does not decide: how far it may
    /// lie off because so few were asked in each period. How far the series varies from period to period is
    /// not in it. Null where a reading does not tell enough for an interval of its own.
    async fn difference_interval(&self) -> Option<Interval> {
        self.of.as_ref()?.interval(&self.comparison).map(Interval::from)
    }

    /// What the difference must exceed, on either side of zero.
    async fn margin(&self) -> Option<Decimal> {
        self.comparison.margin.map(Decimal)
    }

    /// The special causes among the readings after, by the limits of the baseline, whatever the verdict.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn signals(&self) -> List<ComparisonSignal> {
        self.comparison.signals.iter().map(ComparisonSignal::from).collect()
    }

    /// Whether the readings are of definition versions that somebody bridged with a reason.
    async fn bridged(&self) -> bool {
        self.comparison.bridged
    }

    /// Set for a monthly series that does not span whole years on both sides, so that a season may pass
    /// for a change.
    async fn season_not_covered(&self) -> Option<SeasonNotCovered> {
        self.comparison.season_not_covered.map(|season| SeasonNotCovered {
            same_month_difference: season.same_month_difference.map(Decimal),
            months: season.months,
        })
    }
}

/// The readings on one side of a comparison.
#[derive(Debug, SimpleObject)]
pub(crate) struct Sample {
    /// How many there are.
    n: usize,
    /// From the first day of the first to the last day of the last.
    window: Option<Period>,
    /// Their mean.
    mean: Option<Decimal>,
    /// How many of them are imported history.
    backfilled: usize,
    /// How many of them their source may still change: the verdict may change with them.
    provisional: usize,
}

impl From<comparison::Sample> for Sample {
    fn from(sample: comparison::Sample) -> Self {
        Self {
            n: sample.n,
            window: sample.window.map(Into::into),
            mean: sample.mean.map(Decimal),
            backfilled: sample.backfilled,
            provisional: sample.provisional,
        }
    }
}

/// Where a process lies and how far it varies by itself.
#[derive(Debug, SimpleObject)]
pub(crate) struct ControlLimits {
    /// The mean.
    mean: Decimal,
    /// The lower limit; not cut off at the bounds of the metric.
    lower: Option<Decimal>,
    /// The upper limit; not cut off either.
    upper: Option<Decimal>,
    /// The mean distance between neighbors in the series, outliers screened out once.
    mean_moving_range: Option<Decimal>,
    /// How many distances were screened out.
    screened: usize,
    /// Whether most neighbors are equal, so that nothing was screened out.
    nearly_constant: bool,
}

impl From<Limits> for ControlLimits {
    fn from(limits: Limits) -> Self {
        Self {
            mean: Decimal(limits.mean),
            lower: limits.lower().map(Decimal),
            upper: limits.upper().map(Decimal),
            mean_moving_range: limits.mean_moving_range.map(Decimal),
            screened: limits.screened,
            nearly_constant: limits.nearly_constant,
        }
    }
}

/// A reading after, that is more than noise by the limits of the baseline.
#[derive(Debug, SimpleObject)]
pub(crate) struct ComparisonSignal {
    /// The reading's period.
    period: Period,
    /// Which cause.
    special_cause: SpecialCause,
    /// What it means.
    signal: Signal,
}

impl From<&comparison::Signal> for ComparisonSignal {
    fn from(signal: &comparison::Signal) -> Self {
        Self {
            period: signal.period.into(),
            special_cause: signal.special_cause.into(),
            signal: signal.point_type.into(),
        }
    }
}

/// A season may pass for a change.
#[derive(Debug, SimpleObject)]
pub(crate) struct SeasonNotCovered {
    /// The mean difference between a reading after and those of the same month in the baseline; null
    /// where no month is on both sides.
    same_month_difference: Option<Decimal>,
    /// How many readings after have such a counterpart.
    months: usize,
}
