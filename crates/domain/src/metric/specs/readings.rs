use proptest::prelude::*;

use super::*;
use crate::refusal::Refusal;
use crate::spec::{known, on};

fn with_january(value: i64) -> Given<Metric> {
    defined().and(past(recorded_as(january(value))))
}

#[test]
fn the_figures_of_a_period_are_recorded() {
    let given = defined().when(record(january(4))).then([said(recorded_as(january(4)))]);
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("4")));
    assert_eq!(january_at(&given, on("2023-12-31")), None);
    assert_eq!(january_at(&given, on("2024-01-01")), Some(dec("4")));
}

#[test]
fn a_reading_ends_today_at_the_latest() {
    let to_tomorrow = RecordReading { irregular: true, ..reading("2026-06-01", "2026-06-16", 4) };
    defined().when(record(to_tomorrow)).then_refused(Refusal::InFuture {
        field: "period",
        day: day("2026-06-16"),
        today: day(spec::TODAY),
    });
}

#[test]
fn a_reading_is_not_published_before_its_period_is_over() {
    defined().published("2024-01-30").when(record(january(4))).then_refused(Refusal::PublishedEarly {
        field: "period",
        day: day("2024-01-31"),
        published: day("2024-01-30"),
    });
    defined().published("2024-01-31").when(record(january(4))).then_accepted();
}

#[test]
fn a_period_off_the_rhythm_is_marked_irregular_or_refused() {
    let week = reading("2024-01-01", "2024-01-07", 4);
    defined().when(record(week.clone())).then_refused(Refusal::OffRhythm {
        from: day("2024-01-01"),
        to: day("2024-01-07"),
        rhythm: "month",
    });
    let fact = ReadingRecorded { alignment: Alignment::Irregular, ..recorded_as(week.clone()) };
    defined().when(record(RecordReading { irregular: true, ..week })).then([said(fact)]);
}

#[test]
fn a_regular_period_is_regular_whatever_the_command_says() {
    let command = RecordReading { irregular: true, ..january(4) };
    defined().when(record(command)).then([said(recorded_as(january(4)))]);
}

#[test]
fn periods_of_a_series_do_not_overlap() {
    let refusal = Refusal::PeriodOverlaps {
        from: day("2024-01-15"),
        to: day("2024-02-14"),
        other_from: day("2024-01-01"),
        other_to: day("2024-01-31"),
    };
    let crossing = RecordReading { irregular: true, ..reading("2024-01-15", "2024-02-14", 4) };
    with_january(4).when(record(crossing.clone())).then_refused(refusal);
    let app = SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) };
    with_january(4).when(record(RecordReading { series: app, ..crossing })).then_accepted();
}

#[test]
fn a_reading_belongs_to_a_definition_that_was_stated() {
    let command = RecordReading { series: SeriesKey::of(2), ..january(4) };
    defined().when(record(command)).then_refused(Refusal::UnknownDefinition { version: 2, newest: 1 });
}

#[test]
fn figures_fit_the_kind_of_the_metric() {
    let bands = Figures::Bands { promoters: 5, passives: 3, detractors: 2 };
    let command = RecordReading { reading: Reading::of(bands), ..january(0) };
    let problem = "a metric of kind count takes value, not bands".into();
    defined().when(record(command.clone())).then_refused(Refusal::Figures { problem });
    defined_as(MetricKind::Nps).when(record(command)).then_accepted();
    let ratio = Figures::Ratio { numerator: dec("3"), denominator: dec("0") };
    let command = RecordReading { reading: Reading::of(ratio), ..january(0) };
    let problem = "the denominator is 0; a period in which nothing was counted has no reading".into();
    defined_as(MetricKind::Proportion).when(record(command)).then_refused(Refusal::Figures { problem });
}

#[test]
fn the_same_figures_again_are_nothing_new() {
    with_january(4).when(record(january(4))).then_nothing();
    let dated = defined().and(past(recorded_as(january(4))).published("2024-02-10"));
    dated.clone().published("2024-02-10").when(record(january(4))).then_nothing();
    dated.when(record(january(4))).then_nothing();
}

#[test]
fn the_same_figures_published_on_another_day_are_a_confirmation() {
    let dated = defined().and(past(recorded_as(january(4))).published("2024-02-10"));
    dated.published("2024-03-10").when(record(january(4))).then([said(recorded_as(january(4)))]);
}

#[test]
fn other_figures_are_a_restatement_and_give_their_reason() {
    with_january(4)
        .when(record(january(5)))
        .then_refused(Refusal::RestatementNeedsReason { standing: event(4) });
    let given =
        with_january(4).when(record(restated(january(5)))).then([said(recorded_as(restated(january(5))))]);
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("5")));
    assert_eq!(january_at(&given, known("2026-01-05")), Some(dec("4")));
}

#[test]
fn a_first_reading_needs_no_reason_and_keeps_none() {
    defined().when(record(restated(january(5)))).then([said(recorded_as(january(5)))]);
}

#[test]
fn other_figures_for_a_published_day_already_taken_are_refused() {
    let dated = defined()
        .and(past(recorded_as(january(4))).published("2024-02-10"))
        .and(past(recorded_as(restated(january(5)))).published("2024-03-10"));
    for command in [january(6), restated(january(6))] {
        dated
            .clone()
            .published("2024-02-10")
            .when(record(command))
            .then_refused(Refusal::PublishedDayTaken { published: day("2024-02-10"), standing: event(4) });
    }
}

#[test]
fn an_undated_return_to_older_figures_is_refused_unless_it_restates() {
    let restated_once = with_january(4).and(past(recorded_as(restated(january(5)))));
    restated_once.clone().when(record(january(4))).then_refused(Refusal::Superseded { standing: event(5) });
    let given = restated_once.when(record(restated(january(4)))).then_accepted();
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("4")));
}

#[test]
fn it_does_not_matter_in_which_order_publications_arrive() {
    let first = past(recorded_as(january(4))).published("2024-02-10");
    let second = past(recorded_as(restated(january(5)))).published("2024-05-10");
    for facts in [[first.clone(), second.clone()], [second, first]] {
        let given = facts.into_iter().fold(defined(), Given::and);
        assert_eq!(january_at(&given, known("2024-03-01")), Some(dec("4")));
        assert_eq!(january_at(&given, known("2024-05-10")), Some(dec("5")));
    }
}

#[test]
fn the_current_reading_knows_when_its_period_was_first_stated_and_how_often() {
    let given = with_january(4).and(past(recorded_as(restated(january(5)))));
    let series = given.state.series(&SeriesKey::of(1)).unwrap();
    let current = series.current(MetricKind::Count, &on(spec::TODAY));
    assert_eq!(current[0].event, event(5));
    assert_eq!(current[0].first, given.stamps[4]);
    assert_eq!(current[0].publications, 2);
    assert!(!current[0].is_provisional());
}

#[test]
fn a_reading_takes_little_room() {
    use crate::history::Entry;
    assert!(size_of::<Entry<StoredReading>>() <= 176);
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same_current_figures_on_every_day(
        values in prop::collection::vec(0i64..4, 1..9),
        order in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec(0..9usize, 0..5),
    ) {
        let published: Vec<_> = (0..values.len()).map(|file| format!("2024-{:02}-01", file + 2)).collect();
        let arrive = |order: &mut dyn Iterator<Item = usize>| {
            order.filter(|file| *file < values.len()).fold(defined(), |given, file| {
                let arrived = record(restated(january(values[file])));
                given.published(&published[file]).when(arrived).then_accepted()
            })
        };
        let in_order = arrive(&mut (0..values.len()));
        let shuffled = arrive(&mut order.into_iter().chain(repeats));
        let days = published.iter().map(|day| known(day)).chain([on(spec::TODAY)]);
        for as_of in days {
            prop_assert_eq!(january_at(&in_order, as_of), january_at(&shuffled, as_of));
        }
    }
}
