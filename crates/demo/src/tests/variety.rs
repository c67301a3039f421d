//! Every kind of fact, and every state that the domain knows so far, is somewhere in the demo.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{Datelike, Timelike, Weekday};
use cxl_domain::id::MetricId;
use cxl_domain::initiative::{ImprovementState, Status};
use cxl_domain::maturity::PracticeId;
use cxl_domain::measurement::kind::MetricKind;
use cxl_domain::role::Role;
use cxl_ledger::KnownAt;
use cxl_ledger::rights::rights_of;
use cxl_store::codec::decode;
use cxl_store::upcast::UPCASTERS;

use super::super::company::ZONE;
use super::super::story::day;
use super::told;

/// The names of all facts that can be recorded: each has a schema of its stored form, and nothing leads from
/// it to a newer version.
fn wire_names() -> BTreeSet<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/events");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = files.map(|name| name.into_string().unwrap());
    let is_newest = |name: &String| UPCASTERS.iter().all(|step| step.from != name.as_str());
    names.filter_map(|name| name.strip_suffix(".schema.json").map(str::to_owned)).filter(is_newest).collect()
}

#[tokio::test]
async fn every_fact_that_can_be_recorded_is_recorded() {
    let recorded: BTreeSet<&str> = told().await.log.iter().map(|event| &*event.type_name).collect();
    let known = wire_names();
    let untold: Vec<&String> = known.iter().filter(|name| !recorded.contains(name.as_str())).collect();
    assert!(known.len() > recorded.len() / 2, "the schemas of the facts were not found");
    assert!(untold.is_empty(), "tell it in the demo: {untold:?}");
}

#[tokio::test]
async fn every_kind_of_metric_is_measured() {
    let told = told().await;
    let now = told.now();
    let kinds: BTreeSet<MetricKind> = now
        .views
        .programs()
        .flat_map(|program| now.views.metrics_of(program.state.id))
        .filter_map(|held| now.metric(held.state.id))
        .map(|(_, defined)| defined.kind)
        .collect();
    assert_eq!(kinds, MetricKind::ALL.into_iter().collect());
}

#[tokio::test]
async fn every_level_but_the_highest_every_status_and_every_practice_occurs() {
    let told = told().await;
    let now = told.now();
    let (mut levels, mut statuses, mut practices) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut vacant, mut held_levels) = (0, 0);
    for program in now.views.programs() {
        for held in now.views.initiatives_of(program.state.id).filter(|held| held.state.exists(&now.as_of)) {
            let assessment = now.assessment(held);
            levels.insert(assessment.level);
            held_levels += usize::from(assessment.held_since.is_some());
            statuses.insert(held.state.status(&now.as_of).0.name());
            vacant += usize::from(held.state.owner(&now.as_of).is_none());
        }
        practices.extend(now.evidence(program.state.id).all().map(|item| item.practice));
    }
    assert_eq!(levels, BTreeSet::from([0, 1, 2, 3]));
    let every = [Status::Running, Status::InSustain, Status::Paused, Status::Stopped];
    assert_eq!(statuses, every.map(Status::name).into());
    assert_eq!(practices, PracticeId::ALL.into());
    assert!(vacant > 0 && held_levels > 0);
}

#[tokio::test]
async fn every_verdict_and_every_state_of_an_improvement_occurs() {
    let told = told().await;
    let now = told.now();
    let (mut verdicts, mut reasons, mut states) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut unbalanced = Vec::new();
    for program in now.views.programs() {
        for held in now.views.initiatives_of(program.state.id) {
            for improvement in held.state.improvements(&now.as_of) {
                states.insert(match improvement.state {
                    ImprovementState::Started => "started",
                    ImprovementState::Delivered(_) => "delivered",
                    ImprovementState::Abandoned(_) => "abandoned",
                });
                unbalanced.extend(now.unbalanced_by(&held.state, &improvement));
                if let Some(compared) = now.improvement_comparison(&held.state, &improvement) {
                    let verdict = compared.unwrap().verdict;
                    verdicts.insert(verdict.name());
                    reasons.insert(serde_json::to_string(&verdict).unwrap());
                }
            }
        }
    }
    let expected = [
        "improved",
        "worse",
        "shifted_up",
        "shifted_down",
        "no_detectable_change",
        "not_enough_data",
        "not_comparable",
    ];
    assert_eq!(verdicts, expected.into());
    assert!(reasons.iter().any(|reason| reason.contains("definition")));
    let paid_for_by = |code: &str| {
        let paid = |id: &MetricId| {
            let held = now.views.metric(*id).unwrap();
            held.state.definition(&now.as_of).unwrap().1.code.as_str() == code
        };
        unbalanced.iter().any(paid)
    };
    assert!(paid_for_by("JP-AMENDED"), "an improvement is unbalanced by what it cost");
    assert!(reasons.iter().any(|reason| reason.contains("too_few")));
    assert!(reasons.iter().any(|reason| reason.contains("no_variation")));
    assert_eq!(states, ["started", "delivered", "abandoned"].into());
}

#[tokio::test]
async fn every_signal_and_every_assurance_occurs() {
    let told = told().await;
    let now = told.now();
    let (mut signals, mut assurances) = (BTreeSet::new(), BTreeSet::new());
    for program in now.views.programs() {
        for held in now.views.metrics_of(program.state.id) {
            if let Ok(chart) = now.chart(held.state.id, None, None) {
                signals.extend(chart.signal().map(|signal| serde_json::to_string(&signal).unwrap()));
                assurances.insert(serde_json::to_string(&chart.assurance()).unwrap());
            }
        }
    }
    let signals: Vec<_> = signals.iter().map(|signal| signal.trim_matches('"')).collect();
    assert_eq!(signals, ["common_cause", "concern", "improvement", "neutral_high", "neutral_low"]);
    let assurances: Vec<_> = assurances.iter().map(|assurance| assurance.trim_matches('"')).collect();
    assert_eq!(assurances, ["consistent_fail", "consistent_pass", "inconsistent", "null"]);
}

#[tokio::test]
async fn readings_come_provisional_final_restated_backfilled_and_off_the_rhythm() {
    let told = told().await;
    let marks = [
        r#""status":"provisional""#,
        r#""status":"final""#,
        r#""restatement":"source_revised""#,
        r#""restatement":"provisional_to_final""#,
        r#""restatement":"source_error""#,
        r#""restatement":"definition""#,
        r#""alignment":"irregular""#,
        r#""standard_deviation""#,
        r#""invited""#,
        r#""channel""#,
        r#""segment""#,
        r#""source""#,
        r#""definition":2"#,
    ];
    let bodies: Vec<&str> = told
        .log
        .iter()
        .filter(|event| &*event.type_name == "metric.reading-recorded.v1")
        .map(|event| std::str::from_utf8(&event.body).unwrap())
        .collect();
    for mark in marks {
        assert!(bodies.iter().any(|body| body.contains(mark)), "no reading says {mark}");
    }
    let claimed = told.log.iter().filter(|event| decode(event).unwrap().1.claim.is_some()).count();
    assert!(claimed > 24, "{claimed} backfilled facts");
}

#[tokio::test]
async fn every_authority_that_can_be_named_is_named_and_facts_of_every_noun_are_mended() {
    let told = told().await;
    let bodies = || told.log.iter().map(|event| (event, std::str::from_utf8(&event.body).unwrap()));
    for authority in [
        r#""authority":{"document""#,
        r#""authority":"founding""#,
        r#""authority":{"not_required""#,
        r#""authority":{"decision""#,
    ] {
        assert!(bodies().any(|(_, body)| body.contains(authority)), "{authority} occurs nowhere");
    }
    let kinds = wire_names().iter().filter_map(|name| Some(name.split_once('.')?.0.to_owned())).collect();
    let kinds: BTreeSet<String> = kinds;
    for kind in &kinds {
        let corrects = |(event, body): (&cxl_store::Recorded, &str)| {
            event.type_name.starts_with(kind.as_str()) && body.contains(r#""corrects":"#)
        };
        assert!(bodies().any(corrects), "no {kind} is corrected");
    }
}

#[tokio::test]
async fn facts_are_corrected_annulled_restated_and_whole_things_recorded_in_error() {
    let told = told().await;
    let count = |mark: &dyn Fn(&cxl_store::Recorded, &str) -> bool| {
        told.log.iter().filter(|event| mark(event, std::str::from_utf8(&event.body).unwrap())).count()
    };
    let of_kind =
        |kind: &'static str| move |event: &cxl_store::Recorded, _: &str| event.type_name.contains(kind);
    let says = |mark: &'static str| move |_: &cxl_store::Recorded, body: &str| body.contains(mark);
    assert!(count(&says(r#""corrects":"#)) > 0);
    assert!(count(&of_kind(".annulled.")) > 0);
    assert!(count(&of_kind(".recorded-in-error.")) > 0);
    assert!(count(&says(r#""restatement":""#)) > 0);
}

#[tokio::test]
async fn each_role_is_held_by_somebody_who_can_be_given_a_token() {
    let told = told().await;
    let roles: Vec<Role> = told.people.0.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, Role::ALL);
    for (role, person) in &told.people.0 {
        let rights = rights_of(&told.views, *person, told.ledger.now());
        assert!(rights.grants.iter().any(|grant| grant.role == *role), "nobody is {role}");
    }
}

#[tokio::test]
async fn everything_was_recorded_in_working_hours_and_in_order() {
    let mut last = None;
    for event in &told().await.log {
        let at = decode(event).unwrap().1.recorded.with_timezone(&ZONE);
        assert!(last <= Some(at), "{at} comes after a later time");
        assert!(!matches!(at.weekday(), Weekday::Sat | Weekday::Sun), "{at} is on a weekend");
        assert!((8..18).contains(&at.hour()), "{at} is not in working hours");
        last = Some(at);
    }
}

#[tokio::test]
async fn a_target_and_a_definition_change_with_the_day_that_is_asked_about() {
    let told = told().await;
    let target = |on: &str| {
        let inquiry = told.inquiry(None, Some(day(on)));
        let home = inquiry.views.program_by_code(&"VN".parse().unwrap(), &inquiry.as_of).unwrap();
        let wait = inquiry.views.metric_by_code(home, &"WAIT-MIN".parse().unwrap(), &inquiry.as_of).unwrap();
        inquiry.metric(wait).unwrap().0.state.target(&inquiry.as_of).map(|target| target.value.to_string())
    };
    assert_eq!(target("2019-12-31").as_deref(), Some("20"));
    assert_eq!(target("2020-01-01").as_deref(), Some("15"));
    assert_eq!(target("2025-12-31").as_deref(), Some("14"));
    let before = told.inquiry(Some(KnownAt::Date(day("2018-03-30"))), None);
    assert!(
        before
            .views
            .programs()
            .flat_map(|program| before.views.metrics_of(program.state.id))
            .any(|held| { held.state.target(&before.as_of).is_none() })
    );
}
