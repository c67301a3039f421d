//! Questions about a metric: readings, chart, signal, assurance, comparison.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::code::Code;
use cxl_domain::id::{MetricId, ProgramId};
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

    /// The metrics of a program that are defined and that `pick` takes, by code.
    pub fn metrics_of(
        &self,
        program: ProgramId,
        pick: impl Fn(&Metric, &AsOf) -> bool,
    ) -> Vec<(Code, MetricId)> {
        let as_of = &self.as_of;
        let held = self.views.metrics_of(program).filter(|held| {
            held.state.exists(as_of) && held.state.program(as_of) == Some(program) && pick(&held.state, as_of)
        });
        let mut rows: Vec<_> =
            held.filter_map(|held| Some((held.state.code(as_of)?.clone(), held.state.id))).collect();
        rows.sort_unstable();
        rows
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

    /// The readings of a series with those of the series that are bridged to it: of an earlier definition
    /// version those before its first period, of a later one those after its last.
    pub fn joined_readings(&self, id: MetricId, series: &SeriesKey) -> Arc<Vec<CurrentReading>> {
        let own = self.readings(id, series);
        let Some((held, _)) = self.metric(id) else { return own };
        let versions = held.state.bridged_versions(series.definition, &self.as_of);
        if versions.len() < 2 {
            return own;
        }
        let of = |version: u32| self.readings(id, &SeriesKey { definition: version, ..series.clone() });
        let mut joined: VecDeque<CurrentReading> = own.iter().cloned().collect();
        for version in versions.range(..series.definition).rev() {
            let first = joined.front().map_or(NaiveDate::MAX, |reading| reading.period.from());
            let before = |reading: &&CurrentReading| reading.period.to() < first;
            of(*version).iter().filter(before).rev().for_each(|reading| joined.push_front(reading.clone()));
        }
        for version in versions.range(series.definition + 1..) {
            let last = joined.back().map_or(NaiveDate::MIN, |reading| reading.period.to());
            joined.extend(of(*version).iter().filter(|reading| last < reading.period.from()).cloned());
        }
        Arc::new(joined.into())
    }

    /// The days of the approved rebases of a series and of those bridged to it.
    pub fn rebase_days(&self, metric: &Metric, series: &SeriesKey) -> Vec<NaiveDate> {
        let versions = metric.bridged_versions(series.definition, &self.as_of);
        let keys = versions.into_iter().map(|definition| SeriesKey { definition, ..series.clone() });
        keys.flat_map(|key| metric.rebase_days(&key, &self.as_of)).collect()
    }

    /// The chart of a series and of those bridged to it: each reading at the first day of its period, the
    /// limits begun anew by each approved rebase.
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
            let readings = self.joined_readings(id, &series);
            let points: Vec<_> =
                readings.iter().map(|reading| (reading.period.from(), reading.value)).collect();
            let options = Options {
                rule_set,
                rebase: self.rebase_days(&held.state, &series),
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
        let stretches = Stretches::Improvement { start, delivered, late_from };
        let compared = self.comparison(metric, series, &stretches, None);
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
        (series, after_series): (&SeriesKey, Option<&SeriesKey>),
        comparison: &Comparison,
    ) -> Option<Interval> {
        let (_, defined) = self.metric(id)?;
        let before = self.joined_readings(id, series);
        let after = after_series.map_or_else(|| before.clone(), |after| self.readings(id, after));
        let side = |readings: &[CurrentReading], sample: &Sample| -> Option<Vec<(f64, Interval)>> {
            let window = sample.window?;
            let inside =
                |it: &&CurrentReading| window.from() <= it.period.from() && it.period.to() <= window.to();
            let measured = readings.iter().filter(inside);
            measured.map(|it| Some((it.value.to_f64()?, of_reading(defined.kind, &it.reading)?))).collect()
        };
        difference_of_means(&side(&before, &comparison.baseline)?, &side(&after, &comparison.after)?)
    }

    /// What sets the headline series on E apart from that on a day before.
    fn moved_headline(&self, metric: &Metric, before: NaiveDate) -> Option<NotComparable> {
        let (then, now) = (metric.headline(&self.as_of.on(before))?, metric.headline(&self.as_of)?);
        self.comparable(metric, then, now).err()
    }

    /// Refuses two series that do not measure the same: those that differ by more than two versions which
    /// somebody bridged.
    fn comparable(&self, metric: &Metric, one: &SeriesKey, other: &SeriesKey) -> Result<(), NotComparable> {
        let bridged = metric.bridged_versions(one.definition, &self.as_of).contains(&other.definition);
        let definition = if bridged { one.definition } else { other.definition };
        check_comparable(one, &SeriesKey { definition, ..other.clone() })
    }

    /// The comparison of two stated windows: of one series, or of one with `after_series`, which is
    /// not comparable as long as nobody bridges them. Signals are found by `rule_set`, else by the rules in
    /// force on E.
    pub fn window_comparison(
        &self,
        metric: MetricId,
        series: Option<&SeriesKey>,
        after_series: Option<&SeriesKey>,
        windows: (Period, Period),
        rule_set: Option<RuleSet>,
    ) -> Result<Arc<Comparison>, MetricProblem> {
        let (held, _) = self.metric(metric).ok_or(MetricProblem::Unknown)?;
        let series = self.series(&held.state, series).ok_or(MetricProblem::NoHeadline)?;
        let after_series = after_series.filter(|after| **after != series);
        if let Some(after) = after_series
            && let Err(reason) = self.comparable(&held.state, &series, after)
        {
            return Ok(Arc::new(Comparison::not_comparable(reason)));
        }
        let (baseline, after) = windows;
        let stretches = Stretches::Windows { baseline, after, after_series: after_series.cloned() };
        self.comparison(metric, Some(&series), &stretches, rule_set)
    }

    fn comparison(
        &self,
        id: MetricId,
        series: Option<&SeriesKey>,
        stretches: &Stretches,
        rule_set: Option<RuleSet>,
    ) -> Result<Arc<Comparison>, MetricProblem> {
        let (held, defined) = self.metric(id).ok_or(MetricProblem::Unknown)?;
        let series = self.series(&held.state, series).ok_or(MetricProblem::NoHeadline)?;
        let rule_set = rule_set.unwrap_or_else(|| self.rule_set());
        let key = (self.series_at(held, &series), stretches.clone(), rule_set);
        let compared = self.analyses.comparisons.get_or(key, || {
            let rebases = self.rebase_days(&held.state, &series);
            let Defined { direction, rhythm, .. } = *defined;
            let setting = Setting { direction, rhythm, rebases: &rebases, rule_set };
            let compared = self.compare(id, &series, stretches, &setting);
            compared.map(Arc::new).map_err(|error| Problem::from(error.to_string()))
        });
        compared.map_err(MetricProblem::Analysis)
    }

    /// The comparison, computed.
    fn compare(
        &self,
        id: MetricId,
        series: &SeriesKey,
        stretches: &Stretches,
        setting: &Setting<'_>,
    ) -> Result<Comparison, ComparisonError> {
        match stretches {
            Stretches::Improvement { start, delivered, late_from } => {
                let readings = self.joined_readings(id, series);
                compare_improvement(&points(&*readings, Some(*late_from)), *start, *delivered, setting)
            }
            Stretches::Windows { baseline, after, after_series: None } => {
                let readings = self.joined_readings(id, series);
                compare_windows(&points(&*readings, None), *baseline, *after, setting)
            }
            Stretches::Windows { baseline, after, after_series: Some(after_series) } => {
                let (before, later) = (self.readings(id, series), self.readings(id, after_series));
                let before = before.iter().filter(|reading| baseline.covers(reading.period));
                let later = later.iter().filter(|reading| after.covers(reading.period));
                compare_windows(&points(before.chain(later), None), *baseline, *after, setting)
            }
        }
    }

    /// What an analysis of a series depends on.
    fn series_at(&self, held: &Held<Metric>, series: &SeriesKey) -> SeriesAt {
        SeriesAt {
            metric: held.state.id,
            revision: held.revision,
            series: series.clone(),
            as_of: held.reach().widened(self.as_of),
        }
    }
}

/// Readings as a comparison sees them. `start` is the first instant at which a baseline reading is
/// late.
pub(super) fn points<'r>(
    readings: impl IntoIterator<Item = &'r CurrentReading>,
    start: Option<Instant>,
) -> Vec<SeriesPoint> {
    readings
        .into_iter()
        .map(|reading| {
            let backfilled = reading.stamp.is_backfilled();
            SeriesPoint {
                period: reading.period,
                value: reading.value,
                definition: reading.definition,
                late: !backfilled && start.is_some_and(|start| reading.stamp.recorded >= start),
                backfilled,
                provisional: reading.is_provisional(),
            }
        })
        .collect()
}
