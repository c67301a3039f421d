//! What may and may not be recorded about a program.

mod goals;

use chrono_tz::Asia::Ho_Chi_Minh;
use chrono_tz::Europe::London;

use super::*;
use crate::id::EventId;
use crate::refusal::Refusal;
use crate::spec::{self, Given, HOA, MINH, Past, code, day, event, on, past, said, text};

fn given(history: impl IntoIterator<Item = Past<ProgramFact>>) -> Given<Program> {
    spec::given(history)
}

fn fiscal(first_month: u8) -> FiscalCalendar {
    FiscalCalendar::new(first_month).unwrap()
}

/// Positions 0 to 4: begins on 1 January 2024, sponsored by Minh, in Vietnam, year from April.
fn created() -> Given<Program> {
    given([
        past(Created { code: code("RETAIL") }).from("2024-01-01"),
        past(Named { name: text("Retail") }).from("2024-01-01"),
        past(SponsorNamed { sponsor: MINH }).from("2024-01-01"),
        past(ZoneSet { zone: Ho_Chi_Minh }).from("2024-01-01"),
        past(CalendarSet { calendar: fiscal(4) }).from("2024-01-01"),
    ])
}

fn create() -> Create {
    Create {
        code: code("RETAIL"),
        name: text("Retail"),
        sponsor: MINH,
        zone: Ho_Chi_Minh,
        calendar: fiscal(4),
        on: Some(day("2024-01-01")),
    }
}

fn annul(event: EventId) -> Command {
    Command::Annul(Annul { event, reason: text("wrong") })
}

fn annulled(event: EventId) -> crate::event::Event<ProgramFact> {
    said(Annulled { event, reason: text("wrong") })
}

fn correct(event: EventId, with: Command) -> Command {
    Command::Correct(Correct { event, reason: text("wrong"), with: Box::new(with) })
}

#[test]
fn a_creation_records_each_thing_it_says_as_a_fact_of_its_own() {
    let from = |event: crate::event::Event<ProgramFact>| event.from(day("2024-01-01"));
    given([]).when(Command::Create(create())).then([
        from(said(Created { code: code("RETAIL") })),
        from(said(Named { name: text("Retail") })),
        from(said(SponsorNamed { sponsor: MINH })),
        from(said(ZoneSet { zone: Ho_Chi_Minh })),
        from(said(CalendarSet { calendar: fiscal(4) })),
    ]);
}

#[test]
fn a_program_is_created_once_and_does_not_begin_in_the_future() {
    created().when(Command::Create(create())).then_refused(Refusal::AlreadyRecorded { noun: "program" });
    let tomorrow = day("2026-06-16");
    given([])
        .when(Command::Create(Create { on: Some(tomorrow), ..create() }))
        .then_refused(Refusal::InFuture { field: "on", day: tomorrow, today: day(spec::TODAY) });
}

#[test]
fn an_unknown_program_takes_no_facts() {
    let reference = given([]).state.id.to_string();
    given([])
        .when(Command::NameSponsor { sponsor: HOA, on: None })
        .then_refused(Refusal::Unknown { noun: "program", reference });
}

#[test]
fn name_sponsor_zone_and_calendar_change_from_a_day_on() {
    let later = Some(day("2025-01-01"));
    let state = created()
        .when(Command::Rename { name: text("Shops"), on: later })
        .then([said(Named { name: text("Shops") }).from(day("2025-01-01"))])
        .when(Command::NameSponsor { sponsor: HOA, on: later })
        .then([said(SponsorNamed { sponsor: HOA }).from(day("2025-01-01"))])
        .when(Command::SetZone { zone: London, on: later })
        .then([said(ZoneSet { zone: London }).from(day("2025-01-01"))])
        .when(Command::SetCalendar { calendar: fiscal(1), on: later })
        .then([said(CalendarSet { calendar: fiscal(1) }).from(day("2025-01-01"))])
        .state;
    let (before, after) = (on("2024-12-31"), on("2025-01-01"));
    assert_eq!(state.name(&before).unwrap().event, event(1));
    assert_eq!(state.name(&after).unwrap().event, event(5));
    assert_eq!([state.sponsor(&before), state.sponsor(&after)], [Some(MINH), Some(HOA)]);
    assert_eq!([state.zone(&before), state.zone(&after)], [Some(Ho_Chi_Minh), Some(London)]);
    assert_eq!(state.zones().collect::<Vec<_>>(), [Ho_Chi_Minh, London]);
    assert_eq!([state.calendar(&before), state.calendar(&after)], [Some(fiscal(4)), Some(fiscal(1))]);
}

#[test]
fn before_its_first_day_a_program_already_has_its_first_zone_and_calendar() {
    let state = created().state;
    assert_eq!(state.zone(&on("2020-01-01")), Some(Ho_Chi_Minh));
    assert_eq!(state.calendar(&on("2020-01-01")), Some(fiscal(4)));
    assert_eq!(state.sponsor(&on("2020-01-01")), None);
}

#[test]
fn what_is_so_already_is_not_recorded() {
    let unchanged = [
        (Command::NameSponsor { sponsor: MINH, on: None }, "sponsor"),
        (Command::SetZone { zone: Ho_Chi_Minh, on: None }, "zone"),
        (Command::SetCalendar { calendar: fiscal(4), on: None }, "calendar"),
    ];
    for (act, field) in unchanged {
        created().when(act).then_refused(Refusal::Unchanged { field });
    }
}

#[test]
fn nothing_changes_before_the_program_begins_or_beyond_the_days_of_the_ledger() {
    let begins = day("2024-01-01");
    let early = day("2023-12-31");
    let late = day("2201-01-01");
    let before = Refusal::BeforeBeginning { field: "on", day: early, begins };
    let beyond = Refusal::DayOutOfRange { field: "on", day: late };
    for (on, refusal) in [(Some(early), before), (Some(late), beyond)] {
        let acts = [
            Command::Rename { name: text("Shops"), on },
            Command::NameSponsor { sponsor: HOA, on },
            Command::SetZone { zone: London, on },
            Command::SetCalendar { calendar: fiscal(1), on },
        ];
        for act in acts {
            created().when(act).then_refused(refusal.clone());
        }
    }
}

#[test]
fn a_code_gets_a_label_and_the_latest_one_counts() {
    let labeled =
        |label| CodeLabeled { vocabulary: Vocabulary::Channel, code: code("APP"), label: text(label) };
    let state = created()
        .when(Command::LabelCode { labeled: labeled("App") })
        .then([said(labeled("App"))])
        .when(Command::LabelCode { labeled: labeled("Mobile app") })
        .then_accepted()
        .state;
    let label = |vocabulary| state.label(vocabulary, &code("APP"), &on(spec::TODAY)).map(|held| held.event);
    assert_eq!(label(Vocabulary::Channel), Some(event(6)));
    assert_eq!(label(Vocabulary::Segment), None);
}

#[test]
fn a_program_always_has_a_zone_and_a_calendar() {
    created().when(annul(event(3))).then_refused(Refusal::OnlyOne { noun: "time zone" });
    created().when(annul(event(4))).then_refused(Refusal::OnlyOne { noun: "fiscal calendar" });
    created()
        .and(past(ZoneSet { zone: London }).from("2025-01-01"))
        .when(annul(event(3)))
        .then([annulled(event(3))])
        .when(annul(event(5)))
        .then_refused(Refusal::OnlyOne { noun: "time zone" });
}

#[test]
fn other_facts_are_annulled_but_not_the_creation() {
    created().when(annul(event(2))).then([annulled(event(2))]);
    created().when(annul(event(0))).then_refused(Refusal::BeganIt { noun: "program" });
    let annulled = created().when(annul(event(2))).then_accepted();
    annulled.clone().when(annul(event(2))).then_refused(Refusal::FallenAlready { event: event(2) });
    annulled.when(annul(event(5))).then_refused(Refusal::AnnulmentStands);
}

#[test]
fn every_fact_is_corrected_and_keeps_its_day() {
    let keeps = |fact: Past<ProgramFact>, corrected| fact.from("2024-01-01").correcting(corrected).event;
    let label = CodeLabeled { vocabulary: Vocabulary::Unit, code: code("DAYS"), label: text("days") };
    let state = created()
        .and(past(label.clone()))
        .when(correct(event(0), Command::Create(Create { code: code("SHOPS"), on: None, ..create() })))
        .then([keeps(past(Created { code: code("SHOPS") }), event(0))])
        .when(correct(event(1), Command::Rename { name: text("Shops"), on: None }))
        .then([keeps(past(Named { name: text("Shops") }), event(1))])
        .when(correct(event(2), Command::NameSponsor { sponsor: HOA, on: None }))
        .then([keeps(past(SponsorNamed { sponsor: HOA }), event(2))])
        .when(correct(event(3), Command::SetZone { zone: London, on: None }))
        .then([keeps(past(ZoneSet { zone: London }), event(3))])
        .when(correct(event(4), Command::SetCalendar { calendar: fiscal(1), on: None }))
        .then([keeps(past(CalendarSet { calendar: fiscal(1) }), event(4))])
        .when(correct(event(5), Command::LabelCode { labeled: label.clone() }))
        .then([past(label).correcting(event(5)).event])
        .state;
    let today = on(spec::TODAY);
    assert_eq!(state.code(&today), Some(&code("SHOPS")));
    assert_eq!(state.begins(&today), Some(day("2024-01-01")));
    assert_eq!(state.sponsor(&today), Some(HOA));
    assert_eq!(state.zone(&today), Some(London));
    assert_eq!(state.calendar(&today), Some(fiscal(1)));
}

#[test]
fn a_correction_states_the_same_kind_of_fact() {
    let zone = Command::SetZone { zone: London, on: None };
    for (position, expected, given) in
        [(0, "program.created.v1", "another"), (1, "program.named.v1", "program.zone-set.v1")]
    {
        created()
            .when(correct(event(position), zone.clone()))
            .then_refused(Refusal::OtherKindOfFact { expected, given });
    }
}

#[test]
fn a_program_recorded_in_error_takes_no_facts() {
    let reason = text("a rehearsal");
    let given = created()
        .when(Command::RecordInError { reason: reason.clone() })
        .then([said(RecordedInError { reason })]);
    assert!(!given.state.exists(&on(spec::TODAY)));
    for act in [annul(event(1)), Command::Create(create())] {
        given.clone().when(act).then_refused(Refusal::WasRecordedInError { noun: "program" });
    }
}

#[test]
fn how_far_the_business_lives_on_personal_contact_is_a_share_that_changes() {
    let state = |share: &str, from: &str| Command::StatePersonalContact {
        stated: PersonalContactStated { share: share.parse().unwrap(), source: None },
        on: Some(day(from)),
    };
    let beyond = Refusal::invalid("share", "it is a share of the whole business, 0 to 1");
    for share in ["-0.1", "1.1", "35"] {
        created().when(state(share, "2026-03-01")).then_refused(beyond.clone());
    }
    let given = created().when(state("0.35", "2026-03-01")).then_accepted();
    let share = |at: &str| given.state.personal_contact(&on(at)).map(|(_, share)| share.to_string());
    assert_eq!(share("2026-02-28"), None);
    assert_eq!(share("2026-03-01").as_deref(), Some("0.35"));
    given.when(state("0.35", "2026-04-01")).then_refused(Refusal::Unchanged { field: "share" });
}

#[test]
fn the_only_name_of_a_program_is_corrected_and_not_annulled() {
    created().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
    let renamed = created().and(past(Named { name: text("Shops") }).from("2025-01-01"));
    renamed.when(annul(event(1))).then([annulled(event(1))]);
}
