use super::*;
use crate::refusal::Refusal;
use crate::spec::on;

#[test]
fn a_definition_records_each_thing_it_says_as_a_fact_of_its_own() {
    let on = |event: Event<MetricFact>| event.from(day("2024-01-01"));
    let command = Define { accountable: Some(MINH), ..define() };
    given([]).when(Command::Define(Box::new(command))).then([
        on(said(definition(MetricKind::Count))),
        on(said(Named { name: text("Waiting time") })),
        on(said(DefinitionStated { version: 1, wording: text("Days to refund") })),
        on(said(HeadlineNamed { series: SeriesKey::of(1) })),
        on(said(AccountableAssigned { person: MINH })),
    ]);
}

#[test]
fn the_headline_of_a_new_metric_is_a_series_of_its_first_definition() {
    let channel = SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) };
    let command = Define { headline: Some(channel.clone()), ..define() };
    let state = given([]).when(Command::Define(Box::new(command))).then_accepted().state;
    assert_eq!(state.headline(&on("2024-01-01")), Some(&channel));
    let command = Define { headline: Some(SeriesKey::of(2)), ..define() };
    given([])
        .when(Command::Define(Box::new(command)))
        .then_refused(Refusal::UnknownDefinition { version: 2, newest: 1 });
}

#[test]
fn a_metric_is_defined_once_and_within_the_days_of_the_ledger() {
    defined()
        .when(Command::Define(Box::new(define())))
        .then_refused(Refusal::AlreadyRecorded { noun: "metric" });
    let late = day("2201-01-01");
    given([])
        .when(Command::Define(Box::new(Define { on: Some(late), ..define() })))
        .then_refused(Refusal::DayOutOfRange { field: "on", day: late });
}

#[test]
fn an_unknown_metric_takes_no_facts() {
    let reference = given([]).state.id.to_string();
    given([]).when(record(january(4))).then_refused(Refusal::Unknown { noun: "metric", reference });
}

#[test]
fn a_metric_recorded_in_error_takes_no_facts() {
    let reason = text("a duplicate");
    let given = defined()
        .when(Command::RecordInError { reason: reason.clone() })
        .then([said(RecordedInError { reason })]);
    assert!(!given.state.exists(&on(spec::TODAY)));
    for act in [record(january(4)), annul(event(1)), Command::Define(Box::new(define()))] {
        given.clone().when(act).then_refused(Refusal::WasRecordedInError { noun: "metric" });
    }
}

#[test]
fn days_lie_within_those_of_the_ledger() {
    let late = day("2201-01-01");
    let on = Some(late);
    let acts = [
        Command::Rename { name: text("Wait"), on },
        Command::Redefine { wording: text("Working days"), on },
        Command::AssignAccountable { person: MINH, on },
        Command::NameHeadline { series: SeriesKey::of(1), on },
    ];
    for act in acts {
        defined().when(act).then_refused(Refusal::DayOutOfRange { field: "on", day: late });
    }
}

#[test]
fn a_new_name_holds_from_its_day_on_and_the_first_one_before_all() {
    let state = defined()
        .when(Command::Rename { name: text("Wait"), on: Some(day("2025-01-01")) })
        .then([said(Named { name: text("Wait") }).from(day("2025-01-01"))])
        .state;
    assert_eq!(state.name(&on("2020-01-01")).unwrap().event, event(1));
    assert_eq!(state.name(&on("2025-01-01")).unwrap().event, event(4));
}

#[test]
fn a_new_wording_is_a_new_version_of_the_definition() {
    let state = defined()
        .when(Command::Redefine { wording: text("Working days"), on: Some(day("2025-01-01")) })
        .then([said(DefinitionStated { version: 2, wording: text("Working days") }).from(day("2025-01-01"))])
        .state;
    let version = |at| state.version(&on(at)).map(|(_, version)| version);
    assert_eq!(version("2023-12-31"), None);
    assert_eq!(version("2024-12-31"), Some(1));
    assert_eq!(version("2025-01-01"), Some(2));
}

#[test]
fn the_number_of_an_annulled_version_is_not_used_again() {
    defined()
        .when(Command::Redefine { wording: text("Working days"), on: None })
        .then_accepted()
        .when(annul(event(4)))
        .then_accepted()
        .when(Command::Redefine { wording: text("Hours"), on: None })
        .then([said(DefinitionStated { version: 3, wording: text("Hours") }).from(day(spec::TODAY))]);
}

#[test]
fn a_person_becomes_accountable_from_a_day_on_perhaps_a_later_one() {
    let assign = |person, on: &str| Command::AssignAccountable { person, on: Some(day(on)) };
    let state = defined()
        .when(assign(MINH, "2024-02-01"))
        .then([said(AccountableAssigned { person: MINH }).from(day("2024-02-01"))])
        .when(assign(HOA, "2027-01-01"))
        .then_accepted()
        .state;
    assert_eq!(state.accountable(&on("2024-01-31")), None);
    assert_eq!(state.accountable(&on("2026-12-31")), Some(MINH));
    assert_eq!(state.accountable(&on("2027-01-01")), Some(HOA));
    defined()
        .and(past(AccountableAssigned { person: MINH }).from("2024-02-01"))
        .when(assign(MINH, "2025-01-01"))
        .then_refused(Refusal::Unchanged { field: "person" });
}

#[test]
fn a_series_of_a_known_definition_becomes_the_headline() {
    let name = |series| Command::NameHeadline { series, on: Some(day("2025-01-01")) };
    let app = SeriesKey { channel: Some(code("APP")), ..SeriesKey::of(1) };
    let state = defined()
        .when(name(app.clone()))
        .then([said(HeadlineNamed { series: app.clone() }).from(day("2025-01-01"))])
        .state;
    assert_eq!(state.headline(&on("2024-12-31")), Some(&SeriesKey::of(1)));
    assert_eq!(state.headline(&on("2025-01-01")), Some(&app));
    defined().when(name(SeriesKey::of(1))).then_refused(Refusal::Unchanged { field: "series" });
    defined().when(name(SeriesKey::of(2))).then_refused(Refusal::UnknownDefinition { version: 2, newest: 1 });
}

#[test]
fn a_metric_measures_at_the_place_that_was_said_last_and_before_the_first_word_there_too() {
    let place = |spot| Place { journey: crate::id::JourneyId(uuid::Uuid::from_u128(0xc3)), spot };
    let at = |spot, from: &str| Command::Place { place: place(spot), on: Some(day(from)) };
    let given = defined()
        .when(at(None, "2026-02-01"))
        .then_accepted()
        .when(at(Some(crate::spec::spot(2)), "2026-03-01"))
        .then_accepted();
    assert_eq!(given.state.place(&on("2026-01-01")), Some(place(None)));
    assert_eq!(given.state.place(&on("2026-02-28")), Some(place(None)));
    assert_eq!(given.state.place(&on("2026-03-01")), Some(place(Some(crate::spec::spot(2)))));
    given
        .when(at(Some(crate::spec::spot(2)), "2026-04-01"))
        .then_refused(Refusal::Unchanged { field: "place" });
}
