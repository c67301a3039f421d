//! Benefits year by year: what was expected of initiatives, what their metrics showed, and nothing counted
//! twice (`benefit/1`).
//!
//! A benefit shows through the headline series of its metric on E. Its *baseline* is the mean over the
//! twelve months before the first day on which anything is expected of it, if the metric's rhythm is
//! complete there; without it nothing is measured. What is *measured* in a fiscal year is, over the readings
//! of that year that lie within the days of an expectation and are over on E, how far they lie on the
//! better side of the baseline: in all where values add up (money, counts), on average elsewhere. What is
//! *expected* in a year is, where values add up, each expectation by its share of days; elsewhere that of
//! the last one. A difference is no cause.
//!
//! When two benefits claim the same metric over the same days, the one that was stated first counts, and
//! the other says which one that is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm, minus_months};
use cxl_domain::code::Code;
use cxl_domain::id::{InitiativeId, MetricId, ProgramId};
use cxl_domain::initiative::{BenefitKind, Expectation, Initiative};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_domain::metric::{CurrentReading, Defined};
use cxl_domain::time::Position;
use rust_decimal::Decimal;

use super::Inquiry;

/// A benefit: an initiative and the code that it has there.
pub type BenefitKey = (InitiativeId, Code);

/// A benefit in one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitYear {
    /// The initiative of which it is expected.
    pub initiative: InitiativeId,
    /// What people call it there.
    pub code: Code,
    /// What it is worth.
    pub kind: BenefitKind,
    /// The metric through which it shows.
    pub metric: MetricId,
    /// What the metric counts in.
    pub unit: Option<Code>,
    /// Whether its values add up over a year.
    pub adds_up: bool,
    /// The fiscal year.
    pub year: Period,
    /// By how much the metric is expected to get better.
    pub expected: Decimal,
    /// By how much it did; `None` without a baseline or without a reading of that year.
    pub measured: Option<Decimal>,
    /// How many readings of that year were looked at.
    pub readings: usize,
    /// The benefit that claims the same metric over the same days and was stated before.
    pub claimed_by: Option<BenefitKey>,
}

/// What all benefits of a kind that count in the same unit come to in one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitBalance {
    /// The fiscal year.
    pub year: Period,
    /// The kind.
    pub kind: BenefitKind,
    /// The unit of their metrics.
    pub unit: Option<Code>,
    /// What was expected of those that count.
    pub expected: Decimal,
    /// What was measured of those that count, as far as anything was.
    pub measured: Decimal,
    /// How many count.
    pub benefits: usize,
    /// How many of these could not be measured.
    pub unmeasured: usize,
    /// How many do not count, because others claim the same.
    pub claimed_twice: usize,
}

/// A benefit with everything that is expected of it, by first day.
struct Benefit {
    key: BenefitKey,
    /// Where it was first stated.
    stated: Position,
    expectations: Vec<Expectation>,
}

impl Benefit {
    fn metric(&self) -> Option<MetricId> {
        self.expectations.first().map(|first| first.metric)
    }

    /// Whether both expect something on the same days of a year.
    fn overlaps(&self, other: &Self, year: Period) -> bool {
        let days = |benefit: &Self| {
            let within = benefit.expectations.iter().filter_map(|it| within(it, year));
            within.collect::<Vec<_>>()
        };
        let theirs = days(other);
        days(self).iter().any(|(from, until)| theirs.iter().any(|(f, u)| from < u && f < until))
    }
}

impl Inquiry<'_> {
    /// The benefits of a program in each fiscal year for which something is expected of them, by year,
    /// initiative and code.
    pub fn benefits(&self, program: ProgramId) -> Vec<BenefitYear> {
        let benefits = self.stated_benefits(program);
        let mut years: Vec<BenefitYear> =
            benefits.iter().flat_map(|benefit| self.years_of(benefit, &benefits, program)).collect();
        years.sort_by(|a, b| (a.year, a.initiative, &a.code).cmp(&(b.year, b.initiative, &b.code)));
        years
    }

    /// The same of one initiative.
    pub fn benefits_of(&self, initiative: &Initiative) -> Vec<BenefitYear> {
        let program = initiative.program(&self.as_of);
        let all = program.map(|program| self.benefits(program)).unwrap_or_default();
        all.into_iter().filter(|year| year.initiative == initiative.id).collect()
    }

    /// What the benefits of a program come to in each fiscal year, those whose values add up; by year, kind
    /// and unit.
    pub fn benefit_balance(&self, program: ProgramId) -> Vec<BenefitBalance> {
        balance(&self.benefits(program))
    }

    fn stated_benefits(&self, program: ProgramId) -> Vec<Benefit> {
        let mut benefits: BTreeMap<BenefitKey, Benefit> = BTreeMap::new();
        for held in self.views.initiatives_of(program) {
            let Some(held) = self.initiative(held.state.id) else { continue };
            if held.state.program(&self.as_of) != Some(program) {
                continue;
            }
            for expectation in held.state.expectations(&self.as_of) {
                let key = (held.state.id, expectation.code.clone());
                let stated = expectation.position;
                let benefit =
                    benefits.entry(key.clone()).or_insert(Benefit { key, stated, expectations: Vec::new() });
                benefit.stated = benefit.stated.min(stated);
                benefit.expectations.push(expectation);
            }
        }
        benefits.into_values().collect()
    }

    fn years_of(&self, benefit: &Benefit, all: &[Benefit], program: ProgramId) -> Vec<BenefitYear> {
        let metric = benefit.metric().and_then(|id| Some((id, self.metric(id)?)));
        let (Some((metric, (held, defined))), Some(first)) = (metric, benefit.expectations.first()) else {
            return Vec::new();
        };
        let readings = match self.series(&held.state, None) {
            Some(series) => self.readings(metric, &series),
            None => std::sync::Arc::default(),
        };
        let baseline = baseline(&readings, first.from, defined.rhythm);
        let years = self.years_between(program, &benefit.expectations).into_iter();
        let shown = years.map(|year| {
            let looked_at = readings_of(&readings, &benefit.expectations, year, self.as_of.effective);
            let claimed_by = all
                .iter()
                .filter(|other| other.metric() == Some(metric) && other.stated < benefit.stated)
                .filter(|other| other.overlaps(benefit, year))
                .min_by_key(|other| other.stated);
            BenefitYear {
                initiative: benefit.key.0,
                code: benefit.key.1.clone(),
                kind: first.kind,
                metric,
                unit: defined.unit.clone(),
                adds_up: adds_up(defined.kind),
                year,
                expected: expected(&benefit.expectations, year, defined.kind),
                measured: baseline.and_then(|baseline| measured(&looked_at, baseline, defined)),
                readings: looked_at.len(),
                claimed_by: claimed_by.map(|other| other.key.clone()),
            }
        });
        shown.collect()
    }

    /// The fiscal years in which something is expected.
    fn years_between(&self, program: ProgramId, expectations: &[Expectation]) -> Vec<Period> {
        let Some(first) = expectations.iter().map(|it| it.from).min() else { return Vec::new() };
        let calendar = self.calendar(Some(program), first);
        let last = expectations.iter().map(|it| it.until).max();
        let years = std::iter::successors(Some(calendar.year_holding(first)), |year| {
            Some(FiscalCalendar::next(calendar, Rhythm::Year, *year)).filter(|next| next > year)
        });
        let until_the_end = years.take_while(|year| last.is_some_and(|last| year.from() < last));
        until_the_end.filter(|year| expectations.iter().any(|it| within(it, *year).is_some())).collect()
    }
}

/// What benefits come to by year, kind and unit, of those whose values add up.
pub fn balance(benefits: &[BenefitYear]) -> Vec<BenefitBalance> {
    let mut balances: BTreeMap<(Period, BenefitKind, Option<Code>), BenefitBalance> = BTreeMap::new();
    for benefit in benefits.iter().filter(|benefit| benefit.adds_up) {
        let BenefitYear { year, kind, .. } = *benefit;
        let unit = benefit.unit.clone();
        let balance = balances.entry((year, kind, unit.clone())).or_insert(BenefitBalance {
            year,
            kind,
            unit,
            expected: Decimal::ZERO,
            measured: Decimal::ZERO,
            benefits: 0,
            unmeasured: 0,
            claimed_twice: 0,
        });
        if benefit.claimed_by.is_some() {
            balance.claimed_twice += 1;
            continue;
        }
        balance.benefits += 1;
        balance.expected = balance.expected.saturating_add(benefit.expected);
        match benefit.measured {
            Some(measured) => balance.measured = balance.measured.saturating_add(measured),
            None => balance.unmeasured += 1,
        }
    }
    balances.into_values().collect()
}

/// Whether values of a kind add up over a year.
fn adds_up(kind: MetricKind) -> bool {
    matches!(kind, MetricKind::Money | MetricKind::Count)
}

/// The days of an expectation that lie in a year: the first, and the first after.
fn within(expectation: &Expectation, year: Period) -> Option<(NaiveDate, NaiveDate)> {
    let after = year.to().succ_opt().unwrap_or(NaiveDate::MAX);
    let (from, until) = (expectation.from.max(year.from()), expectation.until.min(after));
    (from < until).then_some((from, until))
}

fn expected(expectations: &[Expectation], year: Period, kind: MetricKind) -> Decimal {
    let in_year = expectations.iter().filter_map(|it| Some((it, within(it, year)?)));
    if !adds_up(kind) {
        return in_year.map(|(it, _)| it).max_by_key(|it| it.from).map_or(Decimal::ZERO, |it| it.amount);
    }
    let shares = in_year.filter_map(|(it, (from, until))| {
        let days = Decimal::from((until - from).num_days());
        let all_days = Decimal::from((it.until - it.from).num_days());
        it.amount.checked_mul(days)?.checked_div(all_days)
    });
    shares.fold(Decimal::ZERO, Decimal::saturating_add).round_dp(PLACES)
}

/// To how many decimal places a share of an expectation and a mean are rounded.
const PLACES: u32 = 6;

/// The mean over the twelve months before a day, if the rhythm is complete there.
fn baseline(readings: &[CurrentReading], start: NaiveDate, rhythm: Rhythm) -> Option<Decimal> {
    let year_before = minus_months(start, 12);
    let values: Vec<_> = readings
        .iter()
        .filter(|reading| year_before <= reading.period.from() && reading.period.to() < start)
        .map(|reading| reading.value)
        .collect();
    (values.len() >= in_a_year(rhythm)).then(|| mean(&values)).flatten()
}

/// How many whole periods of a rhythm lie in twelve months at least.
fn in_a_year(rhythm: Rhythm) -> usize {
    match rhythm {
        Rhythm::Day => 365,
        Rhythm::Week => 51,
        Rhythm::Month => 12,
        Rhythm::Quarter => 4,
        Rhythm::Year => 1,
    }
}

/// The readings of a year that lie within the days of an expectation and are over on E.
fn readings_of(
    readings: &[CurrentReading],
    expectations: &[Expectation],
    year: Period,
    today: NaiveDate,
) -> Vec<Decimal> {
    let of_year = readings.iter().filter(|reading| year.holds(reading.period.to()));
    let expected = of_year.filter(|reading| {
        let (from, to) = (reading.period.from(), reading.period.to());
        to <= today && expectations.iter().any(|it| it.from <= from && to < it.until)
    });
    expected.map(|reading| reading.value).collect()
}

/// How far the readings lie on the better side of the baseline.
fn measured(values: &[Decimal], baseline: Decimal, defined: &Defined) -> Option<Decimal> {
    let difference = mean(values)?.checked_sub(baseline)?;
    let better = match defined.direction {
        Direction::Increase | Direction::Neutral => difference,
        Direction::Decrease => -difference,
    };
    let factor = if adds_up(defined.kind) { Decimal::from(values.len()) } else { Decimal::ONE };
    Some(better.checked_mul(factor)?.round_dp(PLACES))
}

/// The mean; `None` of nothing.
fn mean(values: &[Decimal]) -> Option<Decimal> {
    let sum = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
    sum.checked_div(Decimal::from(values.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    use super::*;

    fn code(written: &str) -> Code {
        Code::parse(written).expect("a code")
    }

    fn any_benefit() -> impl Strategy<Value = BenefitYear> {
        let year = (2023i32..2025).prop_map(|year| {
            let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
            Period::new(day(1, 1), day(12, 31)).expect("a year")
        });
        let amount = || (-5000i64..5000).prop_map(|cents| Decimal::new(cents, 2));
        let kind = select(BenefitKind::ALL.to_vec());
        let unit = select(vec![None, Some("VND"), Some("CALLS")]);
        (year, kind, unit, amount(), prop::option::of(amount()), any::<(bool, bool)>()).prop_map(
            |(year, kind, unit, expected, measured, (adds_up, is_claimed))| {
                let initiative = InitiativeId(Uuid::from_u128(1));
                BenefitYear {
                    initiative,
                    code: code("FEWER-CALLS"),
                    kind,
                    metric: MetricId(Uuid::from_u128(2)),
                    unit: unit.map(code),
                    adds_up,
                    year,
                    expected,
                    measured,
                    readings: usize::from(measured.is_some()),
                    claimed_by: is_claimed.then(|| (initiative, code("EARLIER"))),
                }
            },
        )
    }

    proptest! {
        #[test]
        fn the_benefits_of_a_balance_add_up_and_none_counts_twice(
            benefits in prop::collection::vec(any_benefit(), 0..20),
        ) {
            let balances = balance(&benefits);
            let add_up: Vec<_> = benefits.iter().filter(|benefit| benefit.adds_up).collect();
            let counted = balances.iter().map(|balance| balance.benefits + balance.claimed_twice);
            prop_assert_eq!(counted.sum::<usize>(), add_up.len());
            let count: Vec<_> = add_up.iter().filter(|benefit| benefit.claimed_by.is_none()).collect();
            let unmeasured = count.iter().filter(|benefit| benefit.measured.is_none()).count();
            prop_assert_eq!(balances.iter().map(|balance| balance.unmeasured).sum::<usize>(), unmeasured);
            let expected: Decimal = count.iter().map(|benefit| benefit.expected).sum();
            prop_assert_eq!(balances.iter().map(|balance| balance.expected).sum::<Decimal>(), expected);
            let measured: Decimal = count.iter().filter_map(|benefit| benefit.measured).sum();
            prop_assert_eq!(balances.iter().map(|balance| balance.measured).sum::<Decimal>(), measured);
            for balance in &balances {
                prop_assert!(balance.unmeasured <= balance.benefits);
            }
        }
    }
}
