//! What a business expects of an initiative: benefits, each through a metric, over years.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, within_life};
use super::{Initiative, InitiativeFact};
use crate::code::Code;
use crate::command::{Moment, in_order};
use crate::event::{Effective, Event};
use crate::id::{EventId, MetricId};
use crate::measurement::decimal;
use crate::refusal::Refusal;
use crate::time::{AsOf, Position};

/// What a benefit is worth to the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BenefitKind {
    /// More comes in.
    Revenue,
    /// Less goes out.
    Cost,
    /// People work and decide differently.
    Culture,
}

impl BenefitKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Revenue, Self::Cost, Self::Culture];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Cost => "cost",
            Self::Culture => "culture",
        }
    }
}

/// See [`InitiativeFact::BenefitExpected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BenefitExpected {
    /// What people call the benefit; what is expected of it over later days has the same code.
    pub code: Code,
    /// What it is worth.
    pub kind: BenefitKind,
    /// The metric through which it shows.
    pub metric: MetricId,
    /// By how much the metric is expected to get better. Of money and counts, so much in all over the days
    /// for which the fact holds; of everything else, so much higher or lower on those days.
    #[serde(with = "decimal::stored")]
    #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
    pub amount: Decimal,
}

/// What is expected of a benefit over some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The fact that says so.
    pub event: EventId,
    /// Its position.
    pub position: Position,
    /// What people call the benefit.
    pub code: Code,
    /// What it is worth.
    pub kind: BenefitKind,
    /// The metric through which it shows.
    pub metric: MetricId,
    /// By how much the metric is expected to get better.
    pub amount: Decimal,
    /// The first day.
    pub from: NaiveDate,
    /// The first day after.
    pub until: NaiveDate,
}

impl Initiative {
    /// Everything that is expected of it, as known, whatever days that is about; by benefit and first day.
    pub fn expectations(&self, as_of: &AsOf) -> Vec<Expectation> {
        let mut expectations: Vec<_> = self
            .history
            .picked(as_of, expected)
            .filter_map(|(entry, expected)| {
                let effective = entry.effective?;
                let BenefitExpected { code, kind, metric, amount } = expected;
                Some(Expectation {
                    event: entry.event,
                    position: entry.stamp.position(),
                    code: code.clone(),
                    kind: *kind,
                    metric: *metric,
                    amount: *amount,
                    from: effective.from,
                    until: effective.until?,
                })
            })
            .collect();
        expectations.sort_by(|a, b| (&a.code, a.from, a.position).cmp(&(&b.code, b.from, b.position)));
        expectations
    }
}

fn expected(fact: &InitiativeFact) -> Option<&BenefitExpected> {
    match fact {
        InitiativeFact::BenefitExpected(expected) => Some(expected),
        _ => None,
    }
}

/// Expects a benefit over days that nothing is expected for yet, through the metric that it always had.
pub(super) fn expect_benefit(
    state: &Initiative,
    expected: BenefitExpected,
    on: Option<NaiveDate>,
    until: NaiveDate,
    moment: &Moment,
) -> Facts {
    let effective = Effective { from: within_life(state, on, moment)?, until: Some(until) };
    in_order("until", effective)?;
    decimal::check_decimal(expected.amount).map_err(|problem| Refusal::invalid("amount", problem))?;
    if expected.amount.is_zero() {
        return Err(Refusal::invalid(
            "amount",
            "nothing is expected; say by how much the metric gets better",
        ));
    }
    let expectations = state.expectations(&moment.now());
    let held: Vec<_> = expectations.iter().filter(|held| held.code == expected.code).collect();
    if held.iter().any(|held| (held.kind, held.metric) != (expected.kind, expected.metric)) {
        let problem = "the benefit of this code shows through another metric or is of another kind; give \
                       this one a code of its own, or correct what is recorded";
        return Err(Refusal::invalid("code", problem));
    }
    let overlaps = |held: &&&Expectation| held.from < until && effective.from < held.until;
    if let Some(held) = held.iter().find(overlaps) {
        return Err(Refusal::ExpectedAlready { benefit: expected.code, from: held.from, until: held.until });
    }
    Ok(vec![Event::new(moment.by, expected).within(effective)])
}
