//! Many readings in one command, and many commands in one field.

use serde_json::{Value, json};

use crate::world::{World, reading, refunds, with};

fn members(bulk: &Value) -> Vec<&str> {
    bulk["items"].as_array().unwrap().iter().map(|item| item["__typename"].as_str().unwrap()).collect()
}

async fn months() -> (World, Vec<Value>) {
    let world = World::with_metric().await;
    world.set_clock("2024-06-15T02:00:00Z");
    let last_days = [("2024-01", 31), ("2024-02", 29), ("2024-03", 31), ("2024-04", 30)];
    let items = last_days.map(|(month, last)| reading(month, last, 70)).into();
    (world, items)
}

#[tokio::test]
async fn a_bad_item_in_the_middle_keeps_no_other_from_being_recorded() {
    let (world, mut items) = months().await;
    items[1] = with(items[1].clone(), json!({ "figures": { "value": "many" } }));
    items[2] = with(items[2].clone(), json!({ "series": { "definition": 9 } }));
    let input = json!({ "commandId": world.command_id(), "items": items });
    let bulk = world.record_readings(input).await;
    assert_eq!(members(&bulk), ["MetricRecorded", "Refused", "Refused", "MetricRecorded"]);
    assert_eq!(bulk["failed"], "2");
    assert_eq!(bulk["items"][1]["code"], "INVALID_INPUT");
    assert_eq!(bulk["items"][1]["path"], json!(["input", "items", "1", "figures", "value"]));
    assert_eq!(bulk["items"][2]["code"], "UNKNOWN_DEFINITION");
    assert_eq!(bulk["items"][2]["path"], json!(["input", "items", "2", "series"]));
}

#[tokio::test]
async fn a_repeated_bulk_answers_what_was_recorded_and_tries_the_rest_again() {
    let (world, items) = months().await;
    let mut broken = items.clone();
    broken[1] = with(items[1].clone(), json!({ "metric": { "code": { "program": "CX", "code": "LATER" } } }));
    let id = world.command_id();
    let first = world.record_readings(json!({ "commandId": id, "items": broken })).await;
    assert_eq!(members(&first), ["MetricRecorded", "Refused", "MetricRecorded", "MetricRecorded"]);
    assert_eq!(first["items"][1]["code"], "UNKNOWN");

    let again = world.record_readings(json!({ "commandId": id, "items": items })).await;
    assert_eq!(members(&again), ["MetricRecorded"; 4]);
    let replayed: Vec<_> = again["items"].as_array().unwrap().iter().map(|item| &item["replayed"]).collect();
    assert_eq!(replayed, [true, false, true, true]);
    for place in [0, 2, 3] {
        assert_eq!(again["items"][place]["position"], first["items"][place]["position"]);
    }
}

#[tokio::test]
async fn figures_that_stand_already_record_nothing() {
    let (world, items) = months().await;
    let input = |items: &[Value]| json!({ "commandId": world.command_id(), "items": items });
    world.record_readings(input(&items)).await;
    let again = world.record_readings(input(&items)).await;
    assert_eq!(members(&again), ["MetricRecorded"; 4]);
    assert!(again["items"].as_array().unwrap().iter().all(|item| item["events"] == json!([])));
}

#[tokio::test]
async fn a_bulk_of_more_than_a_thousand_readings_is_refused_whole() {
    let (world, items) = months().await;
    let items = vec![items[0].clone(); 1001];
    let refused = world.record_readings(json!({ "commandId": world.command_id(), "items": items })).await;
    assert_eq!((&refused["__typename"], &refused["path"]), (&json!("Refused"), &json!(["input", "items"])));
}

fn report(world: &World, month: &str, summary: &str) -> Value {
    json!({
        "commandId": world.command_id(), "initiative": refunds(), "state": "ON_TRACK", "summary": summary,
        "period": { "from": format!("2024-{month}-01"), "to": format!("2024-{month}-28") },
    })
}

#[tokio::test]
async fn a_bulk_of_commands_answers_each_as_if_it_were_sent_alone() {
    let world = World::with_metric().await;
    world.set_clock("2024-06-15T02:00:00Z");
    let elsewhere = json!({ "initiative": { "code": { "program": "CX", "code": "LATER" } } });
    let mut items = vec![
        report(&world, "02", "All is well."),
        with(report(&world, "03", "All is well."), elsewhere),
        report(&world, "04", "  "),
        report(&world, "05", "All is well."),
    ];
    let first = world.bulk("reportProgressInBulk", items.clone()).await;
    assert_eq!(members(&first), ["InitiativeRecorded", "Refused", "Refused", "InitiativeRecorded"]);
    assert_eq!(first["failed"], "2");
    assert_eq!(first["items"][1]["code"], "UNKNOWN");
    assert_eq!(first["items"][2]["path"], json!(["input", "items", "2", "summary"]));

    // What was refused is mended and sent again with the rest, under the same ids.
    items[1] = with(items[1].clone(), json!({ "initiative": refunds() }));
    items[2] = with(items[2].clone(), json!({ "summary": "Some doubt." }));
    let again = world.bulk("reportProgressInBulk", items).await;
    assert_eq!((members(&again), &again["failed"]), (vec!["InitiativeRecorded"; 4], &json!("0")));
    let replayed: Vec<_> = again["items"].as_array().unwrap().iter().map(|item| &item["replayed"]).collect();
    assert_eq!(replayed, [true, false, false, true]);
    for place in [0, 3] {
        assert_eq!(again["items"][place]["position"], first["items"][place]["position"]);
    }
}

#[tokio::test]
async fn a_bulk_of_more_commands_than_it_takes_records_nothing() {
    let world = World::with_metric().await;
    world.set_clock("2024-06-15T02:00:00Z");
    let items: Vec<_> = (0..201).map(|_| report(&world, "05", "All is well.")).collect();
    let document =
        "mutation($input: ReportProgressInBulkInput!) { reportProgressInBulk(input: $input) { failed } }";
    let input = json!({ "input": {"items": items} });
    let refused = world.send(Some(world.administrator), document, input).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{refused:#}");
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("at most 200"), "{refused:#}");
    let asked = "{ initiative(program: \"CX\", code: \"REFUNDS\") { reports { totalCount } } }";
    assert_eq!(world.ask(asked, json!({})).await["initiative"]["reports"]["totalCount"], 0);
}
