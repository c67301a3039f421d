use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

fn set(value: &str, from: &str, until: Option<&str>) -> Command {
    Command::SetTarget {
        value: dec(value),
        reason: None,
        on: Some(day(from)),
        until: until.map(day),
        authority: None,
    }
}

fn target_at(given: &Given<Metric>, at: &str) -> Option<Decimal> {
    given.state.target(&on(at)).map(|target| target.value)
}

#[test]
fn a_target_holds_from_its_first_day_up_to_its_end() {
    let given = defined()
        .when(set("10", "2024-01-01", None))
        .then([said(TargetSet { value: dec("10"), reason: None }).from(day("2024-01-01"))])
        .when(set("5", "2025-01-01", Some("2026-01-01")))
        .then_accepted();
    assert_eq!(target_at(&given, "2023-12-31"), None);
    assert_eq!(target_at(&given, "2024-12-31"), Some(dec("10")));
    assert_eq!(target_at(&given, "2025-12-31"), Some(dec("5")));
    assert_eq!(target_at(&given, "2026-01-01"), Some(dec("10")));
    assert_eq!(given.state.targets(&on(spec::TODAY)).len(), 2);
}

#[test]
fn a_target_may_lie_in_the_future() {
    let given = defined().when(set("10", "2027-01-01", None)).then_accepted();
    assert_eq!(target_at(&given, "2026-12-31"), None);
    assert_eq!(target_at(&given, "2027-01-01"), Some(dec("10")));
}

#[test]
fn a_target_ends_after_it_begins() {
    defined().when(set("10", "2025-01-01", Some("2025-01-01"))).then_refused(Refusal::EndBeforeStart {
        field: "target",
        from: day("2025-01-01"),
        until: day("2025-01-01"),
    });
    defined()
        .when(set("10", "2025-01-01", Some("2201-01-01")))
        .then_refused(Refusal::DayOutOfRange { field: "target", day: day("2201-01-01") });
}

#[test]
fn the_same_target_is_not_set_again() {
    let held = defined().when(set("10", "2024-01-01", None)).then_accepted();
    held.clone().when(set("10", "2025-01-01", None)).then_refused(Refusal::Unchanged { field: "target" });
    held.when(set("10", "2025-01-01", Some("2026-01-01"))).then_accepted();
}

#[test]
fn a_target_lies_where_the_metric_can_go() {
    let nps = |value| (MetricKind::Nps, value, "-100", "100");
    let share = |value| (MetricKind::Proportion, value, "0", "1");
    for (kind, value, least, greatest) in [nps("-100.1"), nps("100.1"), share("-0.01"), share("1.01")] {
        defined_as(kind).when(set(value, "2025-01-01", None)).then_refused(Refusal::TargetOutOfRange {
            target: dec(value),
            least: dec(least),
            greatest: dec(greatest),
        });
    }
    for (kind, value) in [(MetricKind::Nps, "-100"), (MetricKind::Proportion, "1"), (MetricKind::Money, "-5")]
    {
        defined_as(kind).when(set(value, "2025-01-01", None)).then_accepted();
    }
}

#[test]
fn a_target_has_as_many_digits_as_any_figure() {
    let value = Decimal::from_i128_with_scale(1, 20);
    let command = Command::SetTarget { value, reason: None, on: None, until: None, authority: None };
    let refused = metric_refusal(command);
    assert!(matches!(refused, Refusal::InvalidInput { ref field, .. } if field == "target"), "{refused}");
}

fn metric_refusal(command: Command) -> Refusal {
    let given = defined();
    decide(&given.state, command, crate::calendar::FiscalCalendar::default(), &given.moment).unwrap_err()
}

#[test]
fn a_target_carries_its_reason_and_its_authority() {
    let (reason, authority) = (Some(text("after the audit")), Some(Authority::Founding));
    let command = Command::SetTarget {
        value: dec("10"),
        reason: reason.clone(),
        on: Some(day("2024-01-01")),
        until: None,
        authority: authority.clone(),
    };
    let fact = said(TargetSet { value: dec("10"), reason }).from(day("2024-01-01")).under(authority);
    defined().when(command).then([fact]);
}
