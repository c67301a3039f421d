use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

#[test]
fn every_kind_of_fact_but_the_definition_can_be_annulled() {
    let facts: [Past<MetricFact>; 6] = [
        past(Named { name: text("Wait") }).from("2025-01-01"),
        past(TargetSet { value: dec("5"), reason: None }).from("2025-01-01"),
        past(AccountableAssigned { person: MINH }).from("2025-01-01"),
        past(HeadlineNamed { series: SeriesKey::of(1) }).from("2025-01-01"),
        past(PurposeDeclared { purposes: [Purpose::Pay].into() }).from("2025-01-01"),
        past(GoalLinked { goal: None }).from("2025-01-01"),
    ];
    for fact in facts {
        defined().and(fact).when(annul(event(4))).then([annulled(event(4))]);
    }
    defined().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "metric" });
}

#[test]
fn the_only_name_and_the_only_definition_are_corrected_and_not_annulled() {
    for (position, noun) in [(1, "name"), (2, "definition")] {
        defined().when(annul(event(position))).then_refused(Refusal::OnlyOne { noun });
    }
}

#[test]
fn a_fact_is_annulled_once_and_an_annulment_stands() {
    let renamed = defined().and(past(Named { name: text("Wait") }).from("2025-01-01"));
    let annulled = renamed.when(annul(event(4))).then_accepted();
    annulled.clone().when(annul(event(4))).then_refused(Refusal::FallenAlready { event: event(4) });
    annulled.clone().when(annul(event(5))).then_refused(Refusal::AnnulmentStands);
    annulled.when(annul(event(99))).then_refused(Refusal::UnknownFact { event: event(99), noun: "metric" });
}

#[test]
fn an_annulled_version_takes_its_headline_and_its_readings_along() {
    let of_two = ReadingRecorded { series: SeriesKey::of(2), ..recorded_as(january(5)) };
    let given = defined()
        .and(past(DefinitionStated { version: 2, wording: text("Working days") }).from("2025-01-01"))
        .and(past(HeadlineNamed { series: SeriesKey::of(2) }).from("2025-01-01"))
        .and(past(recorded_as(january(4))))
        .and(past(of_two))
        .when(annul(event(4)))
        .then([annulled(event(4)), annulled(event(5)), annulled(event(7))]);
    assert_eq!(given.state.version(&on(spec::TODAY)).unwrap().1, 1);
    assert_eq!(given.state.headline(&on(spec::TODAY)), Some(&SeriesKey::of(1)));
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("4")));
}

#[test]
fn a_corrected_wording_keeps_its_version_and_its_readings() {
    let wording = text("Days until the money is back");
    let stated = DefinitionStated { version: 1, wording: wording.clone() };
    let given = defined()
        .and(past(DefinitionStated { version: 2, wording: text("Working days") }).from("2025-01-01"))
        .and(past(recorded_as(january(4))))
        .when(correct(event(2), Command::Redefine { wording, on: None }))
        .then([past(stated).from("2024-01-01").correcting(event(2)).event]);
    let versions: Vec<_> =
        given.state.versions(&on(spec::TODAY)).iter().map(|(entry, v)| (entry.event, *v)).collect();
    assert_eq!(versions, [(event(6), 1), (event(4), 2)]);
    assert_eq!(january_at(&given, on(spec::TODAY)), Some(dec("4")));
}

#[test]
fn a_corrected_target_keeps_its_first_day_unless_it_names_one() {
    let with = Command::SetTarget { value: dec("6"), reason: None, on: None, until: None, authority: None };
    let fact = past(TargetSet { value: dec("6"), reason: None }).from("2025-01-01");
    defined()
        .and(past(TargetSet { value: dec("5"), reason: None }).from("2025-01-01"))
        .when(correct(event(4), with))
        .then([fact.correcting(event(4)).event]);
}

#[test]
fn a_definition_is_corrected_as_a_whole_and_lists_what_no_longer_fits() {
    let with = Define { defined: definition(MetricKind::Proportion), ..define() };
    let given = defined()
        .and(past(recorded_as(january(4))))
        .and(past(recorded_as(reading("2024-02-01", "2024-02-29", 1))))
        .and(past(TargetSet { value: dec("5"), reason: None }).from("2025-01-01"))
        .when(correct(event(0), Command::Define(Box::new(with))))
        .then([past(definition(MetricKind::Proportion)).from("2024-01-01").correcting(event(0)).event]);
    assert_eq!(given.state.definition(&on(spec::TODAY)).unwrap().1.kind, MetricKind::Proportion);
    assert_eq!(given.state.broken_dependents(&on(spec::TODAY)), [event(6), event(4)]);
}

#[test]
fn a_correction_states_the_same_kind_of_fact() {
    defined().when(correct(event(1), record(january(4)))).then_refused(Refusal::OtherKindOfFact {
        expected: "metric.named.v1",
        given: "metric.reading-recorded.v1",
    });
    let define = Command::Define(Box::new(define()));
    defined()
        .when(correct(event(1), define))
        .then_refused(Refusal::OtherKindOfFact { expected: "metric.named.v1", given: "another" });
}

#[test]
fn every_kind_of_fact_can_be_corrected() {
    let on = None;
    let app = SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) };
    let target = Command::SetTarget { value: dec("5"), reason: None, on, until: None, authority: None };
    let cases: [(Past<MetricFact>, Command); 5] = [
        (past(Named { name: text("Wait") }), Command::Rename { name: text("Wait"), on }),
        (
            past(DefinitionStated { version: 2, wording: text("Hours") }),
            Command::Redefine { wording: text("Hours"), on },
        ),
        (past(TargetSet { value: dec("5"), reason: None }), target),
        (past(AccountableAssigned { person: MINH }), Command::AssignAccountable { person: MINH, on }),
        (past(HeadlineNamed { series: app.clone() }), Command::NameHeadline { series: app, on }),
    ];
    for (fact, command) in cases {
        defined().and(fact.from("2025-01-01")).when(correct(event(4), command)).then_restated(event(4));
    }
    let reading = past(recorded_as(january(4)));
    defined().and(reading).when(correct(event(4), record(january(4)))).then_restated(event(4));
    let define = Command::Define(Box::new(define()));
    defined().when(correct(event(0), define)).then_restated(event(0));
}
