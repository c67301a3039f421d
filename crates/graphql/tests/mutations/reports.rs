//! Progress reports: none is hidden by another.

use serde_json::json;

use crate::world::{World, refunds, with};

#[tokio::test]
async fn a_second_report_of_a_period_stands_before_the_first_which_is_shown_as_superseded() {
    let world = World::with_metric().await;
    world.set_clock("2024-05-02T02:00:00Z");
    let report = |state: &str, summary: &str| {
        json!({
            "initiative": refunds(), "period": { "from": "2024-04-01", "to": "2024-04-30" },
            "state": state, "summary": summary,
        })
    };
    world.recorded("reportProgress", report("ON_TRACK", "All is well.")).await;
    world.set_clock("2024-05-09T02:00:00Z");
    let second = world.recorded("reportProgress", report("OFF_TRACK", "It was not.")).await;
    let claimed = with(report("AT_RISK", "Some doubt."), json!({ "claim": { "publishedOn": "2024-04-20" } }));
    world.recorded("reportProgress", claimed).await;

    let document = "query($first: Int!, $after: String) { initiative(program: \"CX\", code: \"REFUNDS\") {
        reports(first: $first, after: $after) { totalCount pageInfo { endCursor } edges { node {
            state summary { value } recorded published isSuperseded supersededBy } } } } }";
    let answer = world.ask(document, json!({ "first": 2 })).await;
    let page = &answer["initiative"]["reports"];
    let counts = &second["events"][0]["id"];
    assert_eq!(page["totalCount"], 3);
    assert_eq!(
        page["edges"],
        json!([
            { "node": {
                "state": "OFF_TRACK", "summary": { "value": "It was not." },
                "recorded": "2024-05-09T02:00:00.000000Z", "published": null,
                "isSuperseded": false, "supersededBy": null,
            } },
            { "node": {
                "state": "ON_TRACK", "summary": { "value": "All is well." },
                "recorded": "2024-05-02T02:00:00.000000Z", "published": null,
                "isSuperseded": true, "supersededBy": counts,
            } },
        ])
    );
    let after = &page["pageInfo"]["endCursor"];
    let answer = world.ask(document, json!({ "first": 2, "after": after })).await;
    let rest = &answer["initiative"]["reports"]["edges"];
    assert_eq!(rest.as_array().unwrap().len(), 1);
    assert_eq!(rest[0]["node"]["published"], "2024-04-20");
    assert_eq!(rest[0]["node"]["supersededBy"], *counts);
}

#[tokio::test]
async fn a_stopped_initiative_takes_no_report_of_what_came_after() {
    let world = World::with_metric().await;
    world.set_clock("2024-07-02T02:00:00Z");
    world
        .recorded(
            "stopInitiative",
            json!({ "initiative": refunds(), "reason": "Merged.", "on": "2024-05-10" }),
        )
        .await;
    let report = |from: &str, to: &str| {
        json!({
            "initiative": refunds(), "period": { "from": from, "to": to }, "state": "ON_TRACK",
            "summary": "Done.",
        })
    };
    let refused = world.mutate("reportProgress", report("2024-06-01", "2024-06-30")).await;
    assert_eq!(refused["code"], "NOT_RUNNING");
    world.recorded("reportProgress", report("2024-05-01", "2024-05-31")).await;
}
