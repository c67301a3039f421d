//! Questions about a metric: readings, chart, signal, assurance, comparison.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::id::MetricId;
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative};
use cxl_domain::measurement::comparison::{
    Comparison, ComparisonError, Sample, SeriesPoint, Setting, compare_improvement, compare_windows,
};
use cxl_domain::measurement::interval::{Interval, difference_of_means, of_reading};
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::{NotComparable, NotEnough, Verdict, check_comparable};
use cxl_domain::measurement::xmr::{Chart, Options, chart};
use cxl_domain::metric::{CurrentReading, Defined, Metric};
use cxl_domain::time::{AsOf, Instant, start_of_day};
use rust_decimal::prelude::ToPrimitive;

use super::Inquiry;
use crate::analyses::{Problem, SeriesAt, Stretches};
use crate::views::Held;

/// A reading that counts, as an answer shows it.
pub type ReadingView = CurrentReading;

/// Why a metric gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetricProblem {
    /// There is no such metric at that point in time.
    #[error("there is no such metric at that point in time")]
    Unknown,
    /// No series is named as the headline and none was given.
    #[error("the metric names no headline series at that point in time; name a series")]
    NoHeadline,
    /// The analysis is not possible.
    #[error("{0}")]
    Analysis(Problem),
}

/// The verdict of a series that does not reach back far enough, or not far enough forward.
const TOO_FEW: Verdict = Verdict::NotEnoughData { reason: NotEnough::TooFew };

impl<'a> Inquiry<'a> {
    /// A metric that is known at this point in time.
    pub fn metric(&self, id: MetricId) -> Option<(&'a Held<Metric>, &'a Defined)> {
        let held = self.views.metric(id)?;
        if held.state.in_error(&self.as_of) {
            return None;
        }
        let (_, defined) = held.state.definition(&self.as_of)?;
        Some((held, defined))
    }

    /// The series asked for, else the headline on E.
    pub fn series(&self, metric: &Metric, series: Option<&SeriesKey>) -> Option<SeriesKey> {
        series.or_else(|| metric.headline(&self.as_of)).cloned()
    }

    /// The rule set of charts in force on E.
    pub fn rule_set(&self) -> RuleSet {
        let adopted = self.views.organization().state.rule_set(&self.as_of);
        adopted.and_then(|name| name.parse().ok()).unwrap_or_default()
    }

    /// The readings of a series that count, in the order of their periods.
    pub fn readings(&self, id: MetricId, series: &SeriesKey) -> Arc<Vec<CurrentReading>> {
        let Some((held, defined)) = self.metric(id) else { return Arc::default() };
        let Some(list) = held.state.series(series) else { return Arc::default() };
        self.analyses
            .readings
            .get_or(self.series_at(held, series), || Arc::new(list.current(defined.kind, &self.as_of)))
    }

    /// The chart of a series: each reading at the first day of its period.
    pub fn chart(
        &self,
        id: MetricId,
        series: Option<&SeriesKey>,
        rule_set: Option<RuleSet>,
    ) -> Result<Arc<Chart>, MetricProblem> {
        let (held, defined) = self.metric(id).ok_or(MetricProblem::Unknown)?;
        let series = self.series(&held.state, series).ok_or(MetricProblem::NoHeadline)?;
        let rule_set = rule_set.unwrap_or_else(|| self.rule_set());
        let key = (self.series_at(held, &series), rule_set);
        let drawn = self.analyses.charts.get_or(key, || {
            let readings = self.readings(id, &series);
            let points: Vec<_> =
                readings.iter().map(|reading| (reading.period.from(), reading.value)).collect();
            let options = Options {
                rule_set,
                direction: defined.direction,
                target: held.state.target(&self.as_of).map(|target| target.value),
                ..Options::default()
            };
            chart(&points, &options).map(Arc::new).map_err(|error| Problem::from(error.to_string()))
        });
        drawn.map_err(MetricProblem::Analysis)
    }

    /// The metric that an improvement should move: the one that it names, else the primary one of its
    /// first day, else that on E. What is linked later changes nothing that was measured then.
    pub fn metric_of(&self, initiative: &Initiative, improvement: &Improvement) -> Option<MetricId> {
        improvement
            .metric
            .or_else(|| initiative.primary_metric(&self.as_of.on(improvement.started)))
            .or_else(|| initiative.primary_metric(&self.as_of))
    }

    /// The comparison of an improvement on its metric: before its start with after its delivery, on the
    /// headline series of its first day. `None` until it is delivered, or without a metric.
    pub fn improvement_comparison(
        &self,
        initiative: &Initiative,
        improvement: &Improvement,
    ) -> Option<Result<Arc<Comparison>, MetricProblem>> {
        self.comparison_on(self.metric_of(initiative, improvement)?, improvement)
    }

    /// The comparison over an improvement's stretches on any metric.
    pub(super) fn comparison_on(
        &self,
        metric: MetricId,
        improvement: &Improvement,
    ) -> Option<Result<Arc<Comparison>, MetricProblem>> {
        let ImprovementState::Delivered(delivered) = improvement.state else { return None };
        let start = improvement.started;
        let (held, defined) = self.metric(metric)?;
        let zone = self.views.zone_of(Some(defined.program), &self.as_of.on(start));
        let late_from = start_of_day(start, zone);
        let series = held.state.headline(&self.as_of.on(start));
        let compared =
            self.comparison(metric, series, Stretches::Improvement { start, delivered, late_from });
        Some(compared.map(|comparison| match self.moved_headline(&held.state, start) {
            // The series of then does not reach on because something else is measured since.
            Some(reason) if comparison.verdict == TOO_FEW => Arc::new(Comparison::not_comparable(reason)),
            _ => comparison,
        }))
    }

    /// The metric and the series on which an improvement is compared.
    pub fn compared_series(
        &self,
        initiative: &Initiative,
        improvement: &Improvement,
    ) -> Option<(MetricId, SeriesKey)> {
        let metric = self.metric_of(initiative, improvement)?;
        let (held, _) = self.metric(metric)?;
        let then = held.state.headline(&self.as_of.on(improvement.started));
        Some((metric, self.series(&held.state, then)?))
    }

    /// The sampling error of the difference that a comparison of a series states: between which values it
    /// would plausibly lie had everybody been asked. `None` where a reading that it rests on does not tell
    /// enough for an interval of its own. It decides no verdict.
    pub fn difference_interval(
        &self,
        id: MetricId,
        series: &SeriesKey,
        comparison: &Comparison,
    ) -> Option<Interval> {
        let (_, defined) = self.metric(id)?;
        let readings = self.readings(id, series);
        let side = |sample: &Sample| -> Option<Vec<(f64, Interval)>> {
            let window = sample.window?;
            let inside =
                |it: &&CurrentReading| window.from() <= it.period.from() && it.period.to() <= window.to();
            let measured = readings.iter().filter(inside);
            measured.map(|it| Some((it.value.to_f64()?, of_reading(defined.kind, &it.reading)?))).collect()
        };
        difference_of_means(&side(&comparison.baseline)?, &side(&comparison.after)?)
    }

    /// What sets the headline series on E apart from that on a day before.
    fn moved_headline(&self, metric: &Metric, before: NaiveDate) -> Option<NotComparable> {
        let (then, now) = (metric.headline(&self.as_of.on(before))?, metric.headline(&self.as_of)?);
        check_comparable(then, now).err()
    }

    /// The comparison of two stated windows: of one series, or of one with `after_series`, which is
    /// not comparable as long as nobody bridges them.
    pub fn window_comparison(
        &self,
        metric: MetricId,
        series: Option<&SeriesKey>,
        after_series: Option<&SeriesKey>,
        baseline: Period,
        after: Period,
    ) -> Result<Arc<Comparison>, MetricProblem> {
        let (held, _) = self.metric(metric).ok_or(MetricProblem::Unknown)?;
        let series = self.series(&held.state, series).ok_or(MetricProblem::NoHeadline)?;
        if let Err(reason) = check_comparable(&series, after_series.unwrap_or(&series)) {
            return Ok(Arc::new(Comparison::not_comparable(reason)));
        }
        self.comparison(metric, Some(&series), Stretches::Windows(baseline, after))
    }

    fn comparison(
        &self,
        id: MetricId,
        series: Option<&SeriesKey>,
        stretches: Stretches,
    ) -> Result<Arc<Comparison>, MetricProblem> {
        let (held, defined) = self.metric(id).ok_or(MetricProblem::Unknown)?;
        let series = self.series(&held.state, series).ok_or(MetricProblem::NoHeadline)?;
        let key = (self.series_at(held, &series), stretches);
        let compared = self.analyses.comparisons.get_or(key, || {
            let setting = Setting { direction: defined.direction, rhythm: defined.rhythm, rebases: &[] };
            let readings = self.readings(id, &series);
            let compared = match stretches {
                Stretches::Improvement { start, delivered, late_from } => {
                    compare_improvement(&points(&readings, Some(late_from)), start, delivered, &setting)
                }
                Stretches::Windows(baseline, after) => {
                    compare_windows(&points(&readings, None), baseline, after, &setting)
                }
            };
            compared.map(Arc::new).map_err(|error: ComparisonError| Problem::from(error.to_string()))
        });
        compared.map_err(MetricProblem::Analysis)
    }

    /// What an analysis of a series depends on.
    fn series_at(&self, held: &Held<Metric>, series: &SeriesKey) -> SeriesAt {
        SeriesAt {
            metric: held.state.id,
            revision: held.revision,
            series: series.clone(),
            as_of: widened(self.as_of, held),
        }
    }
}

/// The point in time, widened to everything where it hides nothing of the stream: so that later facts
/// about other things change no key.
fn widened<T>(as_of: AsOf, held: &Held<T>) -> AsOf {
    let sees_all = as_of.position.is_some_and(|last| last >= held.position)
        && (as_of.known == Instant::MAX || (!as_of.strict && as_of.known >= held.known));
    if sees_all { AsOf::head(as_of.effective) } else { as_of }
}

/// Readings as a comparison sees them. `start` is the first instant at which a baseline reading is
/// late.
fn points(readings: &[CurrentReading], start: Option<Instant>) -> Vec<SeriesPoint> {
    readings
        .iter()
        .map(|reading| {
            let backfilled = reading.stamp.is_backfilled();
            SeriesPoint {
                period: reading.period,
                value: reading.value,
                late: !backfilled && start.is_some_and(|start| reading.stamp.recorded >= start),
                backfilled,
            }
        })
        .collect()
}
