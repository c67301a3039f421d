//! Customers' and employees' experience side by side.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::program;
use cxl_ledger::query;

use crate::connection::list_cost;
use crate::ecosystem::PersonalContact;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::period::Period;
use crate::scalars::Decimal;

/// Both sides at a moment.
#[derive(Debug)]
pub(crate) struct SideBySide {
    moment: Arc<Moment>,
    program: program::Program,
    of: query::SideBySide,
}

impl SideBySide {
    pub(crate) fn of(moment: &Arc<Moment>, program: &program::Program) -> Self {
        let of = moment.inquiry().side_by_side(program.id);
        Self { moment: moment.clone(), program: program.clone(), of }
    }

    fn shown(&self, metrics: &[query::MetricYears]) -> List<MetricYears> {
        let seen = metrics.iter().filter_map(|of| {
            let years = of.years.iter();
            Some(MetricYears {
                metric: Metric::seen(&self.moment, of.metric)?,
                years: years
                    .map(|(year, value)| MetricYear { year: (*year).into(), value: Decimal(*value) })
                    .collect(),
            })
        });
        seen.collect()
    }
}

/// What customers and employees say beside each other, year by year. Nothing here claims that one brings
/// the other about.
#[Object]
impl SideBySide {
    /// The metrics of what customers feel and do, and of whatever is measured on a journey, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn customers(&self) -> List<MetricYears> {
        self.shown(&self.of.customers)
    }

    /// The metrics of employee engagement, by code.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn employees(&self) -> List<MetricYears> {
        self.shown(&self.of.employees)
    }

    /// How far the business lives on personal contact on the effective day, as context; null as long as
    /// nobody said.
    async fn personal_contact(&self) -> Option<PersonalContact> {
        PersonalContact::of(&self.moment, &self.program)
    }
}

/// What a metric said in each fiscal year.
#[derive(Debug, SimpleObject)]
pub(crate) struct MetricYears {
    /// The metric.
    metric: Metric,
    /// The fiscal years that have a reading.
    years: List<MetricYear>,
}

/// What a metric said last in a fiscal year.
#[derive(Debug, SimpleObject)]
pub(crate) struct MetricYear {
    /// The fiscal year.
    year: Period,
    /// The value of the last reading of its headline series that is over in that year.
    value: Decimal,
}
