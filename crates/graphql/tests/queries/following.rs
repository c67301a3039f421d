//! What a committee follows: what changed, what was moved, how things stand beside what is said of them.

use cxl_domain::calendar::Period;
use cxl_domain::id::ImprovementId;
use cxl_domain::initiative::{self, DeclaredState, ProgressReported, Sentences};
use cxl_ledger::Command;
use serde_json::json;

use crate::world::{World, day, text};

#[tokio::test]
async fn changes_since_a_day_and_moved_promises_name_who_and_why() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS", None).await;
    let run = |act| world.run(Command::Initiative(Some(initiative), act));
    let start = initiative::Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day("2024-06-01")),
        on: None,
    };
    let improvement = ImprovementId(run(start).await.events[0].id.0);
    world.at("2024-05-20T03:00:00Z");
    let (due, reason) = (day("2024-07-01"), text("The supplier is late"));
    run(initiative::Command::MoveImprovementDate { improvement, due, reason }).await;
    world.at("2024-06-01T03:00:00Z");

    let answer = world
        .ask(
            r#"{ program(code: "CX") {
                changes(since: "2024-05-19") { totalCount edges { node {
                    about { ... on Initiative { code } } aspect computed on
                    improvement { title { value } }
                    before { date level } after { date } event } } }
                movedCommitments { edges { node {
                    kind nth dateBefore dateAfter reason { value } improvement { title { value } } } } }
                later: movedCommitments(since: "2024-05-20") { totalCount }
            } }"#,
        )
        .await;
    let program = &answer["program"];
    assert_eq!(program["changes"]["totalCount"], 1);
    let change = &program["changes"]["edges"][0]["node"];
    assert_eq!(change["about"], json!({"code": "REFUNDS"}));
    assert_eq!((&change["aspect"], &change["computed"]), (&json!("DUE_DATE"), &json!(false)));
    assert_eq!(change["on"], "2024-05-20");
    assert_eq!(change["before"], json!({"date": "2024-06-01", "level": null}));
    assert_eq!(change["after"], json!({"date": "2024-07-01"}));
    assert!(change["event"].is_string());
    let moved = json!([{"node": {
        "kind": "DELIVERY", "nth": 1, "dateBefore": "2024-06-01", "dateAfter": "2024-07-01",
        "reason": {"value": "The supplier is late"}, "improvement": {"title": {"value": "One form"}},
    }}]);
    assert_eq!(program["movedCommitments"]["edges"], moved);
    assert_eq!(program["later"]["totalCount"], 0);

    let refused = world.refused(r#"{ program(code: "CX") { changes(since: "2024-06-02") { totalCount } } }"#);
    assert_eq!(refused.await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn what_became_overdue_is_a_change_on_the_day_on_which_it_did() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS", Some(world.administrator)).await;
    let start = initiative::Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day("2024-06-01")),
        on: None,
    };
    world.run(Command::Initiative(Some(initiative), start)).await;
    world.at("2024-06-20T03:00:00Z");
    let answer = world
        .ask(
            r#"{ program(code: "CX") {
                changes(since: "2024-05-31") { edges { node {
                    about { ... on Initiative { code } } aspect computed on event
                    improvement { title { value } } action { state }
                    before { date } after { exception { kind since person { code { value } } } } } } }
                same: changes(since: "2024-06-02") { totalCount }
            } }"#,
        )
        .await;
    let change = json!({"node": {
        "about": {"code": "REFUNDS"}, "aspect": "EXCEPTION", "computed": true, "on": "2024-06-02",
        "event": null, "improvement": {"title": {"value": "One form"}}, "action": null, "before": null,
        "after": {"exception": {
            "kind": "IMPROVEMENT_OVERDUE", "since": "2024-06-02", "person": {"code": {"value": "ADMIN"}},
        }},
    }});
    assert_eq!(answer["program"]["changes"]["edges"], json!([change]));
    assert_eq!(answer["program"]["same"]["totalCount"], 0);
}

#[tokio::test]
async fn what_is_overdue_contradicts_a_report_that_all_is_well() {
    let world = World::new().await;
    let initiative = world.chartered("REFUNDS", Some(world.administrator)).await;
    let run = |act| world.run(Command::Initiative(Some(initiative), act));
    let start = initiative::Command::StartImprovement {
        title: text("One form"),
        metric: None,
        due: Some(day("2024-06-01")),
        on: None,
    };
    run(start).await;
    world.at("2024-06-11T03:00:00Z");
    let report = ProgressReported::new(
        Period::new(day("2024-05-01"), day("2024-05-31")).unwrap(),
        DeclaredState::OnTrack,
        Sentences { summary: text("All is well"), next_step: None, blocked_by: None },
    );
    run(initiative::Command::ReportProgress { report }).await;

    let query = r#"{ initiative(program: "CX", code: "REFUNDS") { health {
        state contradictsTheReport signs { kind weighs days since improvement { title { value } } } } } }"#;
    let overdue = json!({"kind": "OVERDUE", "weighs": "AT_RISK", "days": 10, "since": "2024-06-01",
        "improvement": {"title": {"value": "One form"}}});
    let health = json!({"state": "AT_RISK", "contradictsTheReport": true, "signs": [overdue]});
    assert_eq!(world.ask(query).await["initiative"]["health"], health);

    world.at("2024-07-02T03:00:00Z");
    let health = &world.ask(query).await["initiative"]["health"];
    assert_eq!((&health["state"], &health["signs"][0]["days"]), (&json!("OFF_TRACK"), &json!(31)));

    let stop =
        initiative::Command::Stop { reason: text("Done elsewhere"), lesson: None, on: None, authority: None };
    run(stop).await;
    assert_eq!(world.ask(query).await["initiative"]["health"], json!(null));
}
