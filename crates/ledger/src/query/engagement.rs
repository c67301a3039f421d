//! Customers' and employees' experience side by side, year by year, without a word about cause.

use std::sync::Arc;

use cxl_domain::calendar::Period;
use cxl_domain::id::{MetricId, ProgramId};
use cxl_domain::measurement::kind::MetricKind;
use cxl_domain::metric::{Defined, Metric};
use rust_decimal::Decimal;

use super::Inquiry;
use crate::views::Held;

/// What a metric said in each fiscal year: the last reading that is over in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricYears {
    /// The metric.
    pub metric: MetricId,
    /// The fiscal years that have a reading, with the value of the last one.
    pub years: Vec<(Period, Decimal)>,
}

/// The metrics of customers and of employees beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// Metrics of what customers feel and do, and of whatever is measured on a journey, by code.
    pub customers: Vec<MetricYears>,
    /// Metrics of employee engagement, by code.
    pub employees: Vec<MetricYears>,
}

impl Inquiry<'_> {
    /// The metrics of customers and of employees of a program beside each other.
    pub fn side_by_side(&self, program: ProgramId) -> SideBySide {
        let mut known: Vec<_> = self
            .views
            .metrics_of(program)
            .filter_map(|held| self.metric(held.state.id))
            .filter(|(_, defined)| defined.program == program)
            .collect();
        known.sort_by_key(|(held, defined)| (defined.code.clone(), held.state.id));
        let years = |(held, _): (&Held<Metric>, &Defined)| self.years_of_metric(held.state.id, program);
        let (employees, others): (Vec<_>, Vec<_>) =
            known.into_iter().partition(|(_, defined)| defined.kind == MetricKind::EmployeeEngagement);
        let customers =
            others.into_iter().filter(|(held, defined)| self.is_metric_of_customers(&held.state, defined));
        SideBySide {
            customers: customers.map(years).collect(),
            employees: employees.into_iter().map(years).collect(),
        }
    }

    /// Whether a metric measures what customers feel or do: it is of such a kind, or measures on a journey.
    pub(super) fn is_metric_of_customers(&self, metric: &Metric, defined: &Defined) -> bool {
        let measures_on_journey = || metric.place(&self.as_of).is_some();
        is_of_customers(defined.kind)
            || (defined.kind != MetricKind::EmployeeEngagement && measures_on_journey())
    }

    fn years_of_metric(&self, metric: MetricId, program: ProgramId) -> MetricYears {
        let series = self.metric(metric).and_then(|(held, _)| self.series(&held.state, None));
        let readings = series.map_or_else(Arc::default, |series| self.readings(metric, &series));
        let mut years: Vec<(Period, Decimal)> = Vec::new();
        for reading in readings.iter().filter(|reading| reading.period.to() <= self.as_of.effective) {
            let last = reading.period.to();
            let year = self.calendar(Some(program), last).year_holding(last);
            match years.last_mut() {
                Some((held, value)) if *held == year => *value = reading.value,
                _ => years.push((year, reading.value)),
            }
        }
        MetricYears { metric, years }
    }
}

/// Whether a kind says by itself what customers feel or do.
fn is_of_customers(kind: MetricKind) -> bool {
    match kind {
        MetricKind::Nps
        | MetricKind::Csat
        | MetricKind::Ces
        | MetricKind::Retention
        | MetricKind::Churn
        | MetricKind::AvoidableContactRate => true,
        MetricKind::Proportion
        | MetricKind::Rate
        | MetricKind::Count
        | MetricKind::Mean
        | MetricKind::Money
        | MetricKind::EmployeeEngagement => false,
    }
}
