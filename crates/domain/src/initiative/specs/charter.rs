use super::*;
use crate::calendar::{FIRST_DAY, LAST_DAY};
use crate::event::{Document, NotRequired, Sha256Hex};
use crate::id::DecisionId;
use crate::refusal::Refusal;
use crate::spec::on;

#[test]
fn a_charter_records_each_thing_it_says_as_a_fact_of_its_own() {
    let on = |event: Event<InitiativeFact>| event.from(day("2024-01-01"));
    given([]).when(Command::Charter(Charter { owner: Some(MINH), ..charter() })).then([
        on(said(Chartered { program: PROGRAM, code: code("REFUNDS"), committee: None })),
        on(said(Named { name: text("Faster refunds") })),
        on(said(PurposeStated { purpose: text("Money back in three days") })),
        on(said(OwnerAssigned { owner: MINH })),
    ]);
}

#[test]
fn an_initiative_chartered_without_an_owner_is_vacant() {
    let state = given([]).when(Command::Charter(charter())).then_accepted().state;
    assert!(state.exists(&on("2024-01-01")));
    assert!(state.owner(&on("2024-01-01")).is_none());
}

#[test]
fn a_charter_that_names_no_day_begins_today() {
    let state = given([]).when(Command::Charter(Charter { on: None, ..charter() })).then_accepted().state;
    assert_eq!(state.begins(&on(spec::TODAY)), Some(day(spec::TODAY)));
}

#[test]
fn a_charter_does_not_begin_in_the_future() {
    let tomorrow = day("2026-06-16");
    given([])
        .when(Command::Charter(Charter { on: Some(tomorrow), ..charter() }))
        .then_refused(Refusal::InFuture { field: "on", day: tomorrow, today: day(spec::TODAY) });
}

#[test]
fn a_charter_does_not_begin_before_the_days_that_the_ledger_keeps() {
    let too_early = FIRST_DAY.pred_opt().unwrap();
    given([])
        .when(Command::Charter(Charter { on: Some(too_early), ..charter() }))
        .then_refused(Refusal::DayOutOfRange { field: "on", day: too_early });
}

#[test]
fn an_initiative_is_chartered_once() {
    chartered()
        .when(Command::Charter(charter()))
        .then_refused(Refusal::AlreadyRecorded { noun: "initiative" });
}

#[test]
fn a_charter_and_its_owner_carry_their_authority() {
    let document = Authority::Document(Document { sha256: Sha256Hex([7; 32]), title: None });
    let command = Charter { owner: Some(MINH), authority: Some(document.clone()), ..charter() };
    let state = given([]).when(Command::Charter(command)).then_accepted().state;
    let under = |entry: &crate::history::Entry<InitiativeFact>| {
        entry.authority().map(AsRef::as_ref) == Some(&document)
    };
    let carrying: Vec<_> = state.history.iter().filter(|entry| under(entry)).map(|e| e.event).collect();
    assert_eq!(carrying, [event(0), event(3)]);
}

#[test]
fn authority_may_be_a_decision_founding_or_not_required() {
    let rule = NotRequired { rule: code("OWNERS-BY-LEAD") };
    let decision = DecisionId(uuid::Uuid::from_u128(1));
    for authority in [Authority::Founding, Authority::NotRequired(rule), Authority::Decision(decision)] {
        let command = Command::AssignOwner { owner: MINH, on: None, authority: Some(authority.clone()) };
        let fact = said(OwnerAssigned { owner: MINH }).from(day(spec::TODAY)).under(Some(authority));
        chartered().when(command).then([fact]);
    }
}

#[test]
fn a_rule_that_does_not_free_the_act_is_no_authority() {
    let (on, reason, by_lead) =
        (None, text("budget"), |rule: &str| Some(Authority::NotRequired(NotRequired { rule: code(rule) })));
    let refusal = |rule: &str, act, known| Refusal::NoSuchRule { rule: code(rule), act, known };
    let acts = [
        (
            Command::AssignOwner { owner: MINH, on, authority: by_lead("SMALL") },
            refusal("SMALL", "change an owner", "OWNERS-BY-LEAD"),
        ),
        (
            Command::VacateOwner { reason: None, on, authority: by_lead("CHARTERS-BY-LEAD") },
            refusal("CHARTERS-BY-LEAD", "change an owner", "OWNERS-BY-LEAD"),
        ),
        (
            Command::Pause { reason: reason.clone(), on, authority: by_lead("RESUMES-BY-LEAD") },
            refusal("RESUMES-BY-LEAD", "pause an initiative", "none"),
        ),
        (
            Command::Stop { reason, lesson: None, on, authority: by_lead("OWNERS-BY-LEAD") },
            refusal("OWNERS-BY-LEAD", "stop an initiative", "none"),
        ),
    ];
    for (act, refusal) in acts {
        chartered().when(act).then_refused(refusal);
    }
    let charter = Charter { authority: by_lead("OWNERS-BY-LEAD"), ..charter() };
    given([]).when(Command::Charter(charter)).then_refused(refusal(
        "OWNERS-BY-LEAD",
        "charter an initiative",
        "CHARTERS-BY-LEAD",
    ));
}

#[test]
fn a_new_name_holds_from_its_day_on() {
    let state = chartered()
        .when(Command::Rename { name: text("Refunds"), on: Some(day("2025-01-01")) })
        .then([said(Named { name: text("Refunds") }).from(day("2025-01-01"))])
        .state;
    assert_eq!(state.name(&on("2024-12-31")).unwrap().event, event(1));
    assert_eq!(state.name(&on("2025-01-01")).unwrap().event, event(3));
}

#[test]
fn a_restated_purpose_holds_from_its_day_on() {
    let state = chartered()
        .when(Command::RestatePurpose { purpose: text("in one day"), on: None })
        .then([said(PurposeStated { purpose: text("in one day") }).from(day(spec::TODAY))])
        .state;
    assert_eq!(state.purpose(&on("2026-06-14")).unwrap().event, event(2));
    assert_eq!(state.purpose(&on(spec::TODAY)).unwrap().event, event(3));
}

#[test]
fn before_its_first_day_an_initiative_already_bears_its_first_name() {
    let state = chartered().state;
    assert_eq!(state.name(&on("2020-01-01")).unwrap().event, event(1));
    assert_eq!(state.purpose(&on("2020-01-01")).unwrap().event, event(2));
}

#[test]
fn nothing_is_said_of_an_initiative_before_it_begins_or_beyond_the_days_of_the_ledger() {
    let early = day("2023-12-31");
    let before = Refusal::BeforeBeginning { field: "on", day: early, begins: day("2024-01-01") };
    let late = LAST_DAY.succ_opt().unwrap();
    let beyond = Refusal::DayOutOfRange { field: "on", day: late };
    for (on, refusal) in [(Some(early), before), (Some(late), beyond)] {
        let (reason, metric, authority) = (text("because"), spec::METRIC, None);
        let acts = [
            Command::Rename { name: text("Refunds"), on },
            Command::RestatePurpose { purpose: text("in one day"), on },
            Command::AssignOwner { owner: MINH, on, authority: authority.clone() },
            Command::VacateOwner { reason: None, on, authority: authority.clone() },
            Command::LinkMetric { metric, role: MetricRole::Primary, on },
            Command::Pause { reason: reason.clone(), on, authority: authority.clone() },
            Command::Resume { reason: None, on, authority: authority.clone() },
            Command::Stop { reason, lesson: None, on, authority },
        ];
        for act in acts {
            chartered().when(act).then_refused(refusal.clone());
        }
    }
}

#[test]
fn an_unknown_initiative_takes_no_facts() {
    let reference = given([]).state.id.to_string();
    given([])
        .when(Command::Rename { name: text("Refunds"), on: None })
        .then_refused(Refusal::Unknown { noun: "initiative", reference });
}

#[test]
fn what_a_source_published_is_not_published_after_today() {
    chartered()
        .published("2026-06-16")
        .when(Command::Rename { name: text("Refunds"), on: None })
        .then_refused(Refusal::PublishedInFuture { published: day("2026-06-16"), today: day(spec::TODAY) });
    chartered()
        .published("1899-12-31")
        .when(Command::Rename { name: text("Refunds"), on: None })
        .then_refused(Refusal::DayOutOfRange { field: "published", day: day("1899-12-31") });
}
