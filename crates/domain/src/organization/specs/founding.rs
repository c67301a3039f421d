use chrono_tz::Asia::Ho_Chi_Minh;
use chrono_tz::Europe::London;

use super::*;
use crate::calendar::FIRST_DAY;
use crate::measurement::rules::RuleSet;
use crate::refusal::Refusal;
use crate::spec::on;

#[test]
fn founding_records_what_a_single_person_needs_to_start() {
    let (now, ever) = (day(spec::TODAY), FIRST_DAY);
    let granted = |role| said(RoleGranted { person: LEAD, role, program: None }).from(now);
    let founding = Some(Authority::Founding);
    given([]).when(Command::Found(found())).then([
        said(Founded { demo: false }),
        said(Named { name: text("Acme") }).from(now),
        said(ZoneSet { zone: Ho_Chi_Minh }).from(now),
        said(ModelAdopted { model: "cx-maturity/1".into() }).from(ever).under(founding.clone()),
        said(RuleSetAdopted { rule_set: "mdc-7-7".into() }).from(ever).under(founding),
        granted(Role::Administrator),
        granted(Role::ProgramLead),
        granted(Role::Secretary),
    ]);
}

#[test]
fn a_ledger_is_founded_once_and_knows_whether_it_is_a_demonstration() {
    founded().when(Command::Found(found())).then_refused(Refusal::AlreadyRecorded { noun: "organization" });
    assert!(!founded().state.is_demo(&on(spec::TODAY)));
    let demo = given([]).when(Command::Found(Found { demo: true, ..found() })).then_accepted();
    assert!(demo.state.is_demo(&on(spec::TODAY)));
}

#[test]
fn nothing_is_recorded_before_the_founding() {
    let reference = given([]).state.id.to_string();
    given([])
        .when(Command::SetZone { zone: London, on: None })
        .then_refused(Refusal::Unknown { noun: "organization", reference });
}

#[test]
fn the_founding_is_neither_annulled_nor_corrected() {
    let refusal = Refusal::BeganIt { noun: "organization" };
    founded().when(annul(event(0))).then_refused(refusal.clone());
    founded().when(correct(event(0), Command::Found(found()))).then_refused(refusal);
}

#[test]
fn name_and_zone_change_from_a_day_on_and_the_first_ones_hold_before() {
    let later = Some(day("2026-03-01"));
    let state = founded()
        .when(Command::Rename { name: text("Acme Group"), on: later })
        .then([said(Named { name: text("Acme Group") }).from(day("2026-03-01"))])
        .when(Command::SetZone { zone: London, on: later })
        .then([said(ZoneSet { zone: London }).from(day("2026-03-01"))])
        .state;
    assert_eq!(state.name(&on("2020-01-01")).unwrap().event, event(1));
    assert_eq!(state.name(&on("2026-03-01")).unwrap().event, event(8));
    assert_eq!(state.zone(&on("2020-01-01")), Some(Ho_Chi_Minh));
    assert_eq!(state.zone(&on("2026-03-01")), Some(London));
    founded()
        .when(Command::SetZone { zone: Ho_Chi_Minh, on: None })
        .then_refused(Refusal::Unchanged { field: "zone" });
}

#[test]
fn days_lie_within_those_of_the_ledger() {
    let on = Some(day("2201-01-01"));
    let acts = [
        Command::Rename { name: text("Acme Group"), on },
        Command::SetZone { zone: London, on },
        Command::AdoptModel { model: "cx-maturity/1".into(), on, authority: None },
    ];
    for act in acts {
        let refusal = Refusal::DayOutOfRange { field: "on", day: day("2201-01-01") };
        founded().when(act).then_refused(refusal);
    }
}

#[test]
fn a_known_maturity_model_is_adopted_unless_it_is_in_force() {
    let adopt = |model: &str, authority| Command::AdoptModel { model: model.into(), on: None, authority };
    founded().when(adopt("cx-maturity/1", None)).then_refused(Refusal::Unchanged { field: "model" });
    founded()
        .when(adopt("cx-maturity/9", None))
        .then_refused(Refusal::Unknown { noun: "maturity model", reference: "cx-maturity/9".into() });
    assert_eq!(founded().state.model(&on("1950-01-01")), Some("cx-maturity/1"));
    assert_eq!(founded().state.rule_set(&on("1950-01-01")), Some("mdc-7-7"));
}

#[test]
fn another_rule_set_of_charts_is_adopted_from_a_day_on() {
    let adopt = |rule_set, from| Command::AdoptRuleSet { rule_set, on: Some(day(from)), authority: None };
    let adopted = said(RuleSetAdopted { rule_set: "8-6".into() }).from(day("2026-04-01"));
    let given = founded().when(adopt(RuleSet::R86, "2026-04-01")).then([adopted]);
    let in_force = |at| given.state.rule_set(&on(at));
    assert_eq!([in_force("2026-03-31"), in_force("2026-04-01")], [Some("mdc-7-7"), Some("8-6")]);
    given.when(adopt(RuleSet::R86, "2026-05-01")).then_refused(Refusal::Unchanged { field: "ruleSet" });
}

#[test]
fn the_only_zone_model_and_rule_set_are_corrected_and_not_annulled() {
    for (position, noun) in [(2, "time zone"), (3, "maturity model"), (4, "rule set")] {
        founded().when(annul(event(position))).then_refused(Refusal::OnlyOne { noun });
    }
    let london = past(ZoneSet { zone: London }).from("2026-01-01").correcting(event(2)).event;
    founded().when(correct(event(2), Command::SetZone { zone: London, on: None })).then([london]);
    let model = Command::AdoptModel { model: "cx-maturity/1".into(), on: None, authority: None };
    let anew = past(ModelAdopted { model: "cx-maturity/1".into() }).from("1900-01-01").correcting(event(3));
    founded().when(correct(event(3), model)).then([anew.event]);
}

#[test]
fn accepted_key_loss_is_recorded_and_can_be_annulled() {
    let loss = KeyLossAccepted { keys: 3, sha256: Sha256Hex([1; 32]) };
    founded()
        .when(Command::AcceptKeyLoss { loss: loss.clone() })
        .then([said(loss)])
        .when(annul(event(8)))
        .then([annulled(event(8))]);
}

#[test]
fn an_annulled_name_leaves_the_one_before_and_an_annulment_stands() {
    founded().when(annul(event(1))).then_refused(Refusal::OnlyOne { noun: "name" });
    let renamed = founded().and(past(Named { name: text("Songhong") }).from("2026-02-01"));
    let renamed = renamed.when(annul(event(8))).then([annulled(event(8))]);
    assert_eq!(renamed.state.name(&on(spec::TODAY)).map(|entry| entry.event), Some(event(1)));
    renamed.clone().when(annul(event(8))).then_refused(Refusal::FallenAlready { event: event(8) });
    renamed.clone().when(annul(event(9))).then_refused(Refusal::AnnulmentStands);
    renamed
        .when(annul(event(99)))
        .then_refused(Refusal::UnknownFact { event: event(99), noun: "organization" });
}

#[test]
fn a_correction_states_the_same_kind_of_fact() {
    founded().when(correct(event(1), Command::SetZone { zone: London, on: None })).then_refused(
        Refusal::OtherKindOfFact { expected: "organization.named.v1", given: "organization.zone-set.v1" },
    );
}
