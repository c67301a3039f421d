use super::*;
use crate::refusal::Refusal;
use crate::spec::{known, on, recorded};

/// Position 4: 4 days in January 2024, in the series of the app.
fn in_the_app() -> Given<Metric> {
    defined().and(past(ReadingRecorded { series: app(), ..recorded_as(january(4)) }))
}

fn app() -> SeriesKey {
    SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) }
}

fn stated_anew(command: RecordReading, corrected: EventId) -> Event<MetricFact> {
    past(recorded_as(command)).correcting(corrected).event
}

#[test]
fn an_annulled_reading_leaves_the_publication_before_it() {
    let given = defined()
        .and(past(recorded_as(january(4))))
        .and(past(recorded_as(restated(january(5)))))
        .when(annul(event(5)))
        .then([annulled(event(5))]);
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("4")));
    assert_eq!(january_at(&given, recorded("2026-01-06")), Some(dec("5")));
    given.when(annul(event(5))).then_refused(Refusal::FallenAlready { event: event(5) });
}

#[test]
fn a_slip_is_corrected_without_a_restatement() {
    let given = defined()
        .and(past(recorded_as(january(4))))
        .when(correct(event(4), record(january(5))))
        .then([stated_anew(january(5), event(4))]);
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("5")));
    given
        .when(correct(event(4), record(january(6))))
        .then_refused(Refusal::FallenAlready { event: event(4) });
}

#[test]
fn figures_of_a_published_day_already_taken_are_corrected_for_that_day() {
    let given = defined()
        .and(past(recorded_as(january(4))).published("2024-02-10"))
        .and(past(recorded_as(restated(january(7)))).published("2024-05-10"))
        .published("2024-02-10")
        .when(correct(event(4), record(restated(january(5)))))
        .then([stated_anew(restated(january(5)), event(4))]);
    assert_eq!(january_at(&given, known("2024-03-01")), Some(dec("5")));
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("7")));
}

#[test]
fn a_reading_is_corrected_into_another_series_and_period() {
    let elsewhere = reading("2024-02-01", "2024-02-29", 4);
    let given = in_the_app()
        .when(correct(event(4), record(elsewhere.clone())))
        .then([stated_anew(elsewhere, event(4))]);
    let left = given.state.series(&app()).unwrap();
    assert!(left.current(MetricKind::Count, &on(spec::TODAY)).is_empty());
    let current = given.state.series(&SeriesKey::of(1)).unwrap().current(MetricKind::Count, &on(spec::TODAY));
    assert_eq!(current[0].event, event(5));
}

#[test]
fn a_chain_of_corrections_falls_as_a_whole_also_across_series() {
    // The link of 2023 in the other series is not known in 2022, its correction is.
    let given = defined()
        .and(past(recorded_as(january(4))).published("2020-01-01"))
        .and(
            past(ReadingRecorded { series: app(), ..recorded_as(january(5)) })
                .published("2023-01-01")
                .correcting(event(4)),
        )
        .and(past(recorded_as(january(6))).published("2022-01-01").correcting(event(5)));
    assert_eq!(january_at(&given, known("2021-01-01")), Some(dec("4")));
    let series = given.state.series(&SeriesKey::of(1)).unwrap();
    let current = series.current(MetricKind::Count, &known("2022-06-01"));
    let (values, publications): (Vec<_>, Vec<_>) =
        current.iter().map(|held| (held.value, held.publications)).unzip();
    assert_eq!((values, publications), (vec![dec("6")], vec![1]));
}

#[test]
fn the_correction_of_a_backfilled_reading_is_known_as_early_as_that() {
    let given = defined()
        .and(past(recorded_as(january(4))).published("2024-02-10"))
        .and(past(recorded_as(january(5))).correcting(event(4)));
    assert_eq!(january_at(&given, known("2024-02-10")), Some(dec("5")));
    assert_eq!(january_at(&given, recorded("2026-01-05")), Some(dec("4")));
}

#[test]
fn a_corrected_period_overlaps_no_other_but_may_overlap_the_wrong_one() {
    let shifted = RecordReading { irregular: true, ..reading("2024-01-15", "2024-02-14", 4) };
    let given = defined().and(past(recorded_as(january(4))));
    given.clone().when(correct(event(4), record(shifted.clone()))).then_accepted();
    given
        .and(past(recorded_as(reading("2024-02-01", "2024-02-29", 4))))
        .when(correct(event(4), record(shifted)))
        .then_refused(Refusal::PeriodOverlaps {
            from: day("2024-01-15"),
            to: day("2024-02-14"),
            other_from: day("2024-02-01"),
            other_to: day("2024-02-29"),
        });
}

#[test]
fn a_correction_that_says_what_stands_beside_the_wrong_one_is_refused() {
    defined()
        .and(past(recorded_as(january(4))))
        .and(past(recorded_as(restated(january(5)))))
        .when(correct(event(4), record(january(5))))
        .then_refused(Refusal::Unchanged { field: "fact" });
}

#[test]
fn a_reading_is_corrected_by_a_reading() {
    let with = Command::Rename { name: text("Wait"), on: None };
    defined().and(past(recorded_as(january(4)))).when(correct(event(4), with)).then_refused(
        Refusal::OtherKindOfFact { expected: "metric.reading-recorded.v1", given: "metric.named.v1" },
    );
}
