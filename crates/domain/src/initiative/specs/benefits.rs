use rust_decimal::Decimal;

use super::*;
use crate::event::Effective;
use crate::refusal::Refusal;
use crate::spec::{METRIC, on};

const CALLS: MetricId = MetricId(uuid::Uuid::from_u128(0xc1));

fn expected(metric: MetricId, amount: i64) -> BenefitExpected {
    BenefitExpected { code: code("FEWER-CALLS"), kind: BenefitKind::Cost, metric, amount: amount.into() }
}

fn expect(expected: BenefitExpected, from: &str, until: &str) -> Command {
    Command::ExpectBenefit { expected, on: Some(day(from)), until: day(until) }
}

fn expecting() -> Given<Initiative> {
    let effective = Effective { from: day("2025-01-01"), until: Some(day("2026-01-01")) };
    chartered()
        .when(expect(expected(METRIC, 1000), "2025-01-01", "2026-01-01"))
        .then([said(expected(METRIC, 1000)).within(effective)])
}

#[test]
fn a_benefit_is_expected_through_a_metric_over_days_and_may_go_on_for_years() {
    let given = expecting().when(expect(expected(METRIC, 1500), "2026-01-01", "2028-01-01")).then_accepted();
    // Whatever day is asked about: what is expected lies ahead.
    let expectations = given.state.expectations(&on("2024-01-01"));
    let amounts: Vec<_> = expectations.iter().map(|held| (held.from, held.until, held.amount)).collect();
    let first = (day("2025-01-01"), day("2026-01-01"), Decimal::from(1000));
    assert_eq!(amounts, [first, (day("2026-01-01"), day("2028-01-01"), Decimal::from(1500))]);
}

#[test]
fn nothing_is_expected_twice_of_a_benefit_on_a_day() {
    expecting().when(expect(expected(METRIC, 1), "2025-12-31", "2026-06-01")).then_refused(
        Refusal::ExpectedAlready {
            benefit: code("FEWER-CALLS"),
            from: day("2025-01-01"),
            until: day("2026-01-01"),
        },
    );
}

#[test]
fn a_benefit_keeps_the_metric_and_the_kind_that_it_has() {
    let problem = "the benefit of this code shows through another metric or is of another kind; give this \
                   one a code of its own, or correct what is recorded";
    let refused = || Refusal::invalid("code", problem);
    expecting().when(expect(expected(CALLS, 1), "2026-01-01", "2027-01-01")).then_refused(refused());
    let revenue = BenefitExpected { kind: BenefitKind::Revenue, ..expected(METRIC, 1) };
    expecting().when(expect(revenue, "2026-01-01", "2027-01-01")).then_refused(refused());
    // Its only statement may be corrected to another metric.
    let corrected = correct(event(3), expect(expected(CALLS, 1000), "2025-01-01", "2026-01-01"));
    expecting().when(corrected).then_accepted();
}

#[test]
fn something_is_expected_over_days_in_their_order() {
    let nothing = "nothing is expected; say by how much the metric gets better";
    chartered()
        .when(expect(expected(METRIC, 0), "2025-01-01", "2026-01-01"))
        .then_refused(Refusal::invalid("amount", nothing));
    chartered().when(expect(expected(METRIC, 1), "2025-01-01", "2025-01-01")).then_refused(
        Refusal::EndBeforeStart { field: "until", from: day("2025-01-01"), until: day("2025-01-01") },
    );
    chartered().when(expect(expected(METRIC, 1), "2023-01-01", "2025-01-01")).then_refused(
        Refusal::BeforeBeginning { field: "on", day: day("2023-01-01"), begins: day("2024-01-01") },
    );
}
