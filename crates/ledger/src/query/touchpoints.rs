//! Whether the company measures where it meets its customers: the input of derived evidence for E2.

use chrono::NaiveDate;
use cxl_domain::calendar::{Period, Rhythm};
use cxl_domain::id::{JourneyId, MetricId, ProgramId, SpotId};
use cxl_domain::journey::{Place, SpotKind};
use cxl_domain::metric::CurrentReading;

use super::Inquiry;
use super::exceptions::plus_days;

/// A touchpoint that was on a map at the end of a period, and what measures there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchpointMeasured {
    /// The journey.
    pub journey: JourneyId,
    /// The touchpoint.
    pub touchpoint: SpotId,
    /// The metrics that measure there.
    pub metrics: Vec<MetricMeasured>,
}

/// A metric that measures at a touchpoint over a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricMeasured {
    /// The metric.
    pub metric: MetricId,
    /// Whether it arrived on its rhythm.
    pub arrived: bool,
    /// The day on which the last of its readings was known.
    pub known: Option<NaiveDate>,
    /// Whether any of them was imported later than the world knew it.
    pub backfilled: bool,
}

impl TouchpointMeasured {
    /// Whether something measures there and all of it arrived on its rhythm.
    pub fn on_rhythm(&self) -> bool {
        !self.metrics.is_empty() && self.metrics.iter().all(|it| it.arrived)
    }

    /// The day on which the last of it was known.
    pub fn known(&self) -> Option<NaiveDate> {
        self.metrics.iter().filter_map(|it| it.known).max()
    }

    /// Whether any of it was imported later than the world knew it.
    pub fn backfilled(&self) -> bool {
        self.metrics.iter().any(|it| it.backfilled)
    }
}

impl Inquiry<'_> {
    /// The touchpoints that are on the maps of a program on the last day of a period, or on E if that comes
    /// before, in the order of the maps.
    ///
    /// A metric *arrived on its rhythm* when, of each period of its rhythm whose reading was due on a day of
    /// `period` up to E, the headline series has a reading that was known by the day on which it was due.
    /// Where none was due, the last one before counts. Without a number of days it is due on E.
    pub fn touchpoints_measured(&self, program: ProgramId, period: Period) -> Vec<TouchpointMeasured> {
        let last = period.to().min(self.as_of.effective);
        let then = Self { as_of: self.as_of.on(last), ..*self };
        let placed: Vec<(MetricId, Place)> = self
            .views
            .metrics_of(program)
            .filter(|held| self.metric(held.state.id).is_some_and(|(_, defined)| defined.program == program))
            .filter_map(|held| Some((held.state.id, held.state.place(&then.as_of)?)))
            .collect();
        let mut measured = Vec::new();
        for journey in then.journeys(program) {
            for spot in journey.map(&then.as_of) {
                if !matches!(spot.kind, SpotKind::Touchpoint { .. }) {
                    continue;
                }
                let here = Place { journey: journey.id, spot: Some(spot.id) };
                let metrics = placed.iter().filter(|(_, place)| *place == here);
                let metrics =
                    metrics.filter_map(|(metric, _)| self.metric_measured(*metric, period, program));
                measured.push(TouchpointMeasured {
                    journey: journey.id,
                    touchpoint: spot.id,
                    metrics: metrics.collect(),
                });
            }
        }
        measured
    }

    /// Whether the readings of a metric that were due on the days of a period were known by then.
    fn metric_measured(
        &self,
        metric: MetricId,
        period: Period,
        program: ProgramId,
    ) -> Option<MetricMeasured> {
        let (held, defined) = self.metric(metric)?;
        let due = |of: Period| defined.due_within_days.map_or(of.to(), |days| plus_days(of.to(), days));
        let last = period.to().min(self.as_of.effective);
        let due_then = self.due_within(program, defined.rhythm, &due, period.from(), last);
        let series = self.series(&held.state, None);
        let readings = series.map(|series| self.readings(metric, &series)).unwrap_or_default();
        let found: Vec<_> = due_then
            .iter()
            .filter_map(|of| Some((*of, readings.iter().find(|reading| reading.period == *of)?)))
            .collect();
        let known = |reading: &CurrentReading| self.day_known(&reading.first, Some(program));
        let in_time = |(of, reading): &(Period, &CurrentReading)| {
            defined.due_within_days.is_none() || known(reading) <= due(*of)
        };
        Some(MetricMeasured {
            metric,
            arrived: !found.is_empty() && found.len() == due_then.len() && found.iter().all(in_time),
            known: found.iter().map(|(_, reading)| known(reading)).max(),
            backfilled: found.iter().any(|(_, reading)| reading.first.is_backfilled()),
        })
    }

    /// The periods of a rhythm that are due from one day to another; where there is none, the last before.
    fn due_within(
        &self,
        program: ProgramId,
        rhythm: Rhythm,
        due: &dyn Fn(Period) -> NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Period> {
        let calendar = self.calendar(Some(program), to);
        let latest = calendar.period_holding(rhythm, to);
        let back = std::iter::successors(Some(latest), |period| {
            Some(calendar.previous(rhythm, *period)).filter(|before| before < period)
        });
        let mut due_by_then = back.skip_while(|period| to < due(*period)).take(PERIODS_BACK).peekable();
        let last = due_by_then.peek().copied();
        let within: Vec<_> = due_by_then.take_while(|period| from <= due(*period)).collect();
        if within.is_empty() { last.into_iter().collect() } else { within }
    }
}

/// How many periods back are looked at: more than a year of days.
const PERIODS_BACK: usize = 400;
