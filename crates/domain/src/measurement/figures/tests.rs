use crate::measurement::decimal::dec;
use proptest::prelude::*;

use super::*;

fn ratio(numerator: Decimal, denominator: Decimal) -> Figures {
    Figures::Ratio { numerator, denominator }
}

fn bands(promoters: u64, passives: u64, detractors: u64) -> Figures {
    Figures::Bands { promoters, passives, detractors }
}

#[track_caller]
fn refused(kind: MetricKind, reading: &Reading) -> FiguresProblem {
    check(kind, reading).unwrap_err()
}

#[track_caller]
fn valued(kind: MetricKind, figures: Figures) -> Decimal {
    let reading = Reading::of(figures);
    check(kind, &reading).unwrap();
    value(kind, &reading.figures)
}

#[test]
fn the_stored_form_never_changes() {
    let stored = [
        (Figures::Value(dec("12.50")), r#"{"value":"12.50"}"#),
        (ratio(dec("95"), dec("100")), r#"{"ratio":{"numerator":"95","denominator":"100"}}"#),
        (bands(3, 2, 1), r#"{"bands":{"promoters":3,"passives":2,"detractors":1}}"#),
        (Figures::Steps(vec![1, 2, 3]), r#"{"steps":[1,2,3]}"#),
    ];
    for (figures, json) in stored {
        assert_eq!(serde_json::to_string(&figures).unwrap(), json);
        assert_eq!(serde_json::from_str::<Figures>(json).unwrap(), figures);
    }
    let full = r#"{"figures":{"value":"4.2"},"n":30,"invited":90,"standard_deviation":"0.8","status":"provisional"}"#;
    let reading: Reading = serde_json::from_str(full).unwrap();
    assert_eq!(serde_json::to_string(&reading).unwrap(), full);
    let plain = r#"{"figures":{"value":"4.2"},"status":"final"}"#;
    let reading: Reading = serde_json::from_str(plain).unwrap();
    assert_eq!(reading, Reading::of(Figures::Value(dec("4.2"))));
    assert_eq!(serde_json::to_string(&reading).unwrap(), plain);
}

#[test]
fn a_stored_reading_with_an_unknown_field_or_a_loose_number_is_refused() {
    for json in [
        r#"{"figures":{"value":"1"},"status":"final","x":1}"#,
        r#"{"figures":{"value":"1e3"},"status":"final"}"#,
        r#"{"figures":{"value":1.5},"status":"final"}"#,
        r#"{"figures":{"ratio":{"numerator":"1","denominator":"2","x":"3"}},"status":"final"}"#,
        r#"{"figures":{"steps":[-1]},"status":"final"}"#,
        r#"{"figures":{"value":"1"}}"#,
    ] {
        assert!(serde_json::from_str::<Reading>(json).is_err(), "{json}");
    }
}

#[test]
fn each_kind_computes_its_value() {
    assert_eq!(valued(MetricKind::Nps, bands(150, 100, 50)), dec("33.333333333333"));
    assert_eq!(valued(MetricKind::Nps, Figures::Steps(vec![1, 0, 0, 0, 0, 0, 1, 2, 2, 3, 1])), dec("20"));
    assert_eq!(valued(MetricKind::Csat, Figures::Steps(vec![1, 1, 2, 3, 3])), dec("0.6"));
    assert_eq!(valued(MetricKind::Csat, ratio(dec("45"), dec("50"))), dec("0.9"));
    assert_eq!(valued(MetricKind::Ces, Figures::Steps(vec![1, 0, 1])), dec("2"));
    assert_eq!(valued(MetricKind::Mean, ratio(dec("-7.5"), dec("3"))), dec("-2.5"));
    assert_eq!(valued(MetricKind::Rate, ratio(dec("12"), dec("0.5"))), dec("24"));
    assert_eq!(valued(MetricKind::Proportion, ratio(dec("1"), dec("3"))), dec("0.333333333333"));
    assert_eq!(valued(MetricKind::Money, Figures::Value(dec("-1200.50"))), dec("-1200.50"));
}

#[test]
fn the_same_share_from_other_counts_is_the_same_value() {
    let small = valued(MetricKind::Proportion, ratio(dec("1"), dec("3")));
    assert_eq!(small, valued(MetricKind::Proportion, ratio(dec("1000"), dec("3000"))));
}

#[test]
fn a_kind_takes_only_the_figures_that_mean_something_for_it() {
    let problem = refused(MetricKind::Count, &Reading::of(bands(1, 1, 1)));
    assert_eq!(problem.to_string(), "a metric of kind count takes value, not bands");
    let problem = refused(MetricKind::Nps, &Reading::of(ratio(dec("1"), dec("2"))));
    assert_eq!(problem.to_string(), "a metric of kind nps takes value or bands or steps, not ratio");
}

#[test]
fn values_outside_their_kind_are_refused() {
    for (kind, value) in [
        (MetricKind::Nps, dec("100.1")),
        (MetricKind::Csat, dec("85")),
        (MetricKind::Churn, dec("-0.01")),
        (MetricKind::EmployeeEngagement, dec("1.01")),
    ] {
        let problem = refused(kind, &Reading::of(Figures::Value(value)));
        assert!(matches!(problem, FiguresProblem::OutOfBounds { .. }), "{problem}");
    }
    let problem = refused(MetricKind::Count, &Reading::of(Figures::Value(dec("-1"))));
    assert!(matches!(problem, FiguresProblem::Negative { .. }));
    let problem = refused(MetricKind::Count, &Reading::of(Figures::Value(dec("1.5"))));
    assert!(matches!(problem, FiguresProblem::NotWhole { .. }));
    assert!(check(MetricKind::Count, &Reading::of(Figures::Value(dec("2.0")))).is_ok());
}

#[test]
fn a_denominator_of_zero_is_refused() {
    for kind in [MetricKind::Proportion, MetricKind::Rate, MetricKind::Mean] {
        let problem = refused(kind, &Reading::of(ratio(dec("0"), dec("0"))));
        assert_eq!(problem, FiguresProblem::Denominator { denominator: dec("0") });
    }
}

#[test]
fn a_rate_too_large_for_sums_over_a_series_is_refused() {
    for denominator in ["0.000001", "0.000000000001"] {
        let problem =
            refused(MetricKind::Rate, &Reading::of(ratio(dec("999999999999999"), dec(denominator))));
        assert!(matches!(problem, FiguresProblem::Decimal(_)), "{problem}");
    }
}

#[test]
fn a_part_is_never_larger_than_its_whole_but_a_rate_may_pass_one() {
    let problem = refused(MetricKind::Retention, &Reading::of(ratio(dec("3"), dec("2"))));
    assert_eq!(problem.to_string(), "the numerator 3 is larger than the denominator 2");
    assert!(check(MetricKind::Rate, &Reading::of(ratio(dec("3"), dec("2")))).is_ok());
}

#[test]
fn nobody_answering_is_no_reading() {
    assert_eq!(refused(MetricKind::Nps, &Reading::of(bands(0, 0, 0))), FiguresProblem::NoAnswers);
    assert_eq!(
        refused(MetricKind::Csat, &Reading::of(Figures::Steps(vec![0; 5]))),
        FiguresProblem::NoAnswers
    );
    let empty = Reading { n: Some(0), ..Reading::of(Figures::Value(dec("0.5"))) };
    assert_eq!(refused(MetricKind::Csat, &empty), FiguresProblem::NoAnswers);
}

#[test]
fn counts_that_do_not_add_up_are_refused() {
    let reading = Reading { n: Some(11), ..Reading::of(bands(5, 3, 2)) };
    assert_eq!(refused(MetricKind::Nps, &reading), FiguresProblem::DoNotAddUp { counted: 10, n: 11 });
    let reading = Reading { n: Some(99), ..Reading::of(ratio(dec("95"), dec("100"))) };
    assert_eq!(
        refused(MetricKind::Proportion, &reading).to_string(),
        "the figures count 100 answers, but n is 99"
    );
}

#[test]
fn more_than_anybody_counts_is_refused() {
    let most = Reading::of(Figures::Steps(vec![MAX_COUNT / 5; 5]));
    assert!(check(MetricKind::Csat, &most).is_ok());
    assert_eq!(value(MetricKind::Csat, &most.figures), dec("0.4"));
    let beyond = MAX_COUNT + 1;
    let given = Reading::of(Figures::Value(dec("4.1")));
    let cases = [
        (MetricKind::Nps, Reading::of(bands(beyond, 0, 0)), "promoters"),
        (MetricKind::Nps, Reading::of(bands(0, beyond, 0)), "passives"),
        (MetricKind::Nps, Reading::of(bands(0, 0, u64::MAX)), "detractors"),
        (MetricKind::Ces, Reading::of(Figures::Steps(vec![0, beyond])), "a step"),
        (MetricKind::Csat, Reading::of(Figures::Steps(vec![MAX_COUNT; 5])), "all answers together"),
        (MetricKind::Ces, Reading { n: Some(u64::MAX), ..given.clone() }, "n"),
        (MetricKind::Ces, Reading { invited: Some(beyond), ..given }, "invited"),
    ];
    for (kind, reading, named) in cases {
        let problem = refused(kind, &reading);
        assert!(matches!(problem, FiguresProblem::TooMany { what, .. } if what == named), "{problem}");
        assert!(problem.to_string().contains(" counts at most 999999999999999, not "), "{problem}");
    }
    let numerator = Reading::of(ratio(Decimal::from(beyond), dec("1")));
    assert!(matches!(refused(MetricKind::Rate, &numerator), FiguresProblem::Decimal(_)));
}

#[test]
fn more_answers_than_invitations_are_refused() {
    let stated = Reading { n: Some(50), invited: Some(40), ..Reading::of(Figures::Value(dec("4.1"))) };
    assert_eq!(refused(MetricKind::Ces, &stated).to_string(), "50 answered, but only 40 were invited");
    let counted = Reading { invited: Some(9), ..Reading::of(bands(5, 3, 2)) };
    assert_eq!(
        refused(MetricKind::Nps, &counted),
        FiguresProblem::MoreThanInvited { answers: 10, invited: 9 }
    );
}

#[test]
fn a_scale_has_a_sensible_number_of_steps() {
    for (kind, steps) in
        [(MetricKind::Nps, 5), (MetricKind::Csat, 2), (MetricKind::Ces, 1), (MetricKind::Mean, 12)]
    {
        let problem = refused(kind, &Reading::of(Figures::Steps(vec![1; steps])));
        assert!(matches!(problem, FiguresProblem::Steps { .. }), "{problem}");
    }
}

#[test]
fn a_standard_deviation_is_not_negative() {
    let reading =
        Reading { standard_deviation: Some(dec("-0.1")), ..Reading::of(Figures::Value(dec("4.1"))) };
    assert_eq!(
        refused(MetricKind::Mean, &reading),
        FiguresProblem::NegativeDeviation { deviation: dec("-0.1") }
    );
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let number = (any::<i64>(), 0u32..=18)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa.into(), scale));
    let number = || number.clone().boxed();
    prop_oneof![
        number().prop_map(Figures::Value),
        (number(), number()).prop_map(|(n, d)| ratio(n, d)),
        (any_count(), any_count(), any_count()).prop_map(|(p, s, d)| bands(p, s, d)),
        prop::collection::vec(any_count(), 0..14).prop_map(Figures::Steps),
    ]
}

/// Small ones, those about the bound, and all the others.
fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..1_000u64, 4 => 0..=MAX_COUNT, 1 => any::<u64>()]
}

proptest! {
    #[test]
    fn no_figures_panic_and_what_passes_has_a_value_within_its_kind(
        figures in any_figures(),
        kind in prop::sample::select(MetricKind::ALL.to_vec()),
        n in proptest::option::of(any_count()),
        invited in proptest::option::of(any_count()),
    ) {
        let reading = Reading { n, invited, ..Reading::of(figures) };
        let value = value(kind, &reading.figures);
        let _ = reading.answers(kind);
        if check(kind, &reading).is_ok() {
            prop_assert_eq!(decimal::check_decimal(value), Ok(value));
            if kind.is_share() {
                prop_assert!((Decimal::ZERO..=Decimal::ONE).contains(&value));
            }
            if kind == MetricKind::Nps {
                prop_assert!((-Decimal::ONE_HUNDRED..=Decimal::ONE_HUNDRED).contains(&value));
            }
        }
    }
}
