//! Questions about what is expected of a metric on its rhythm, and whether it came.

use chrono::NaiveDate;
use chrono_tz::Tz;
use cxl_domain::calendar::Period;
use cxl_domain::code::Code;
use cxl_domain::id::{MetricId, ProgramId};
use cxl_domain::measurement::arrival::{Arrival, ArrivalState, Came, Expectation, arrivals};
use cxl_domain::time::{Stamp, day_in};

use super::Inquiry;

/// A reading that has not come although it was due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OverdueReading {
    /// The last day on which it would have been in time.
    pub due: NaiveDate,
    /// The code of the metric.
    pub code: Code,
    /// The metric.
    pub metric: MetricId,
    /// The period without a reading.
    pub period: Period,
}

impl Inquiry<'_> {
    /// What was expected of a metric on its rhythm, from its definition up to E, and what came of it. A
    /// reading counts in whichever series was ever the headline.
    pub fn arrivals(&self, id: MetricId) -> Vec<Arrival> {
        let Some((held, _)) = self.metric(id) else { return Vec::new() };
        let Some((entry, defined)) = held.state.definition(&self.as_of) else { return Vec::new() };
        let zone = self.views.zone_of(Some(defined.program), &self.as_of);
        let mut came = Vec::new();
        for series in held.state.headlines(&self.as_of) {
            came.extend(self.readings(id, series).iter().map(|reading| {
                let (day, provisional) = (self.known_on(&reading.first, zone), reading.is_provisional());
                (reading.period, Came { day, provisional })
            }));
        }
        let expected = Expectation {
            rhythm: defined.rhythm,
            due_within_days: defined.due_within_days,
            since: entry.from(),
            on: self.as_of.effective,
        };
        arrivals(&expected, &self.calendars(defined.program), &came)
    }

    /// The readings of a program that have not come on E although they were due, those due longest first.
    pub fn overdue_readings(&self, program: ProgramId) -> Vec<OverdueReading> {
        let metrics = self.metrics_of(program, |_, _| true).into_iter();
        let mut overdue: Vec<OverdueReading> = metrics
            .flat_map(|(code, metric)| {
                let missing = self.arrivals(metric).into_iter();
                let missing = missing.filter(|it| it.state == ArrivalState::Overdue);
                missing.filter_map(move |it| {
                    Some(OverdueReading { due: it.due?, code: code.clone(), metric, period: it.period })
                })
            })
            .collect();
        overdue.sort_unstable();
        overdue
    }

    /// The day on which a fact became known: its published day, unless strict, else that of its recording.
    pub(super) fn known_on(&self, stamp: &Stamp, zone: Tz) -> NaiveDate {
        let published = stamp.published.filter(|_| !self.as_of.strict);
        published.unwrap_or_else(|| day_in(stamp.recorded.to_utc(), zone))
    }
}
