//! Benefits year by year, and what they come to.

use std::sync::Arc;

use async_graphql::{Enum, Object, SimpleObject};
use cxl_ledger::query;

use crate::initiative::Initiative;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::period::Period;
use crate::scalars::{Code, Decimal};

/// What a benefit is worth to the business.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::initiative::BenefitKind")]
pub(crate) enum BenefitKind {
    /// More comes in.
    Revenue,
    /// Less goes out.
    Cost,
    /// People work and decide differently.
    Culture,
}

/// A benefit in a year, at a moment.
#[derive(Debug)]
pub(crate) struct BenefitYear {
    moment: Arc<Moment>,
    of: query::BenefitYear,
}

impl BenefitYear {
    pub(crate) fn of(moment: &Arc<Moment>, of: query::BenefitYear) -> Self {
        Self { moment: moment.clone(), of }
    }
}

/// A benefit in one fiscal year: what was expected, and how far its metric lay on the better side of the
/// twelve months before anything was expected. A difference is no cause.
#[Object]
impl BenefitYear {
    /// The initiative of which it is expected.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::seen(&self.moment, self.of.initiative)
    }

    /// Its code there.
    async fn code(&self) -> Code {
        Code(self.of.code.clone())
    }

    /// What it is worth.
    async fn kind(&self) -> BenefitKind {
        self.of.kind.into()
    }

    /// The metric through which it shows.
    async fn metric(&self) -> Option<Metric> {
        Metric::seen(&self.moment, self.of.metric)
    }

    /// What the metric counts in.
    async fn unit(&self) -> Option<Code> {
        self.of.unit.clone().map(Code)
    }

    /// Whether its values add up over a year, as money and counts do; otherwise both amounts are
    /// differences of level.
    async fn adds_up(&self) -> bool {
        self.of.adds_up
    }

    /// The fiscal year.
    async fn year(&self) -> Period {
        self.of.year.into()
    }

    /// By how much the metric is expected to get better in that year.
    async fn expected(&self) -> Decimal {
        Decimal(self.of.expected)
    }

    /// By how much it did so far; null without twelve complete months before, or without a reading of that
    /// year.
    async fn measured(&self) -> Option<Decimal> {
        self.of.measured.map(Decimal)
    }

    /// How many readings of that year were looked at.
    async fn readings(&self) -> usize {
        self.of.readings
    }

    /// The benefit that claims the same metric over the same days and was stated before: then this one
    /// counts nothing in the balance.
    async fn claimed_by(&self) -> Option<BenefitClaim> {
        let (initiative, code) = self.of.claimed_by.clone()?;
        Some(BenefitClaim { initiative: Initiative::seen(&self.moment, initiative), code: Code(code) })
    }
}

/// A benefit that claims a metric.
#[derive(Debug, SimpleObject)]
pub(crate) struct BenefitClaim {
    /// Its initiative.
    initiative: Option<Initiative>,
    /// Its code there.
    code: Code,
}

/// What the benefits of one kind and unit come to in a fiscal year, nothing counted twice.
#[derive(Debug, SimpleObject)]
pub(crate) struct BenefitBalance {
    /// The fiscal year.
    year: Period,
    /// The kind.
    kind: BenefitKind,
    /// The unit of their metrics.
    unit: Option<Code>,
    /// What was expected of those that count.
    expected: Decimal,
    /// What was measured of those that count, as far as anything was.
    measured: Decimal,
    /// How many count.
    benefits: usize,
    /// How many of these could not be measured.
    unmeasured: usize,
    /// How many do not count, because others claim the same.
    claimed_twice: usize,
}

impl From<query::BenefitBalance> for BenefitBalance {
    fn from(of: query::BenefitBalance) -> Self {
        Self {
            year: of.year.into(),
            kind: of.kind.into(),
            unit: of.unit.map(Code),
            expected: Decimal(of.expected),
            measured: Decimal(of.measured),
            benefits: of.benefits,
            unmeasured: of.unmeasured,
            claimed_twice: of.claimed_twice,
        }
    }
}
