//! What was recorded in error as a whole, and what it leaves behind.

use serde_json::{Value, json};

use crate::world::{World, charter, nps, refunds, with};

const CONTRADICTIONS: &str = "contradictions(first: 10) { totalCount edges { node {
    kind message type event because about { id __typename } names { __typename id } } } }";

/// The initiative REFUNDS judged by the metric NPS, which is then recorded in error: the link, and what
/// took the metric back.
async fn orphaned(world: &World) -> (Value, Value) {
    let link = json!({ "initiative": refunds(), "metric": nps(), "role": "PRIMARY" });
    let linked = world.recorded("linkMetric", link).await;
    let gone = json!({ "metric": nps(), "reason": "Defined twice." });
    (linked, world.recorded("recordMetricInError", gone).await)
}

#[tokio::test]
async fn what_names_a_metric_recorded_in_error_is_listed_until_it_is_annulled() {
    let world = World::with_metric().await;
    let (linked, gone) = orphaned(&world).await;
    let link = &linked["events"][0]["id"];
    let orphan = json!({
        "kind": "ORPHANED", "message": "it names the metric NPS, which was recorded in error",
        "event": link, "type": "initiative.metric-linked.v1", "because": gone["events"][0]["id"],
    });
    assert_eq!(gone["contradictions"], json!([orphan]));

    let document = format!("{{ program(code: \"CX\") {{ {CONTRADICTIONS} }} }}");
    let listed = world.ask(&document, json!({})).await["program"]["contradictions"].take();
    assert_eq!(listed["totalCount"], 1, "{listed:#}");
    let node = &listed["edges"][0]["node"];
    assert_eq!((&node["event"], &node["because"]), (link, &gone["events"][0]["id"]));
    assert_eq!(node["about"]["__typename"], "Initiative");
    assert_eq!(node["names"]["__typename"], "Metric");
    let none = "{ program(code: \"CX\") { contradictions(kind: BROKEN) { totalCount } }
                  organization { contradictions { totalCount } } }";
    let none = world.ask(none, json!({})).await;
    assert_eq!(none["program"]["contradictions"], none["organization"]["contradictions"]);
    assert_eq!(none["organization"]["contradictions"]["totalCount"], 0);

    let annul = json!({ "initiative": refunds(), "event": link, "reason": "There is no such metric." });
    let annulled = world.recorded("annulInitiativeFact", annul).await;
    assert_eq!(annulled["contradictions"], json!([]));
    let listed = world.ask(&document, json!({})).await;
    assert_eq!(listed["program"]["contradictions"]["totalCount"], 0);
}

#[tokio::test]
async fn what_was_recorded_in_error_is_found_by_code_says_so_and_shows_its_fallen_history() {
    let world = World::with_metric().await;
    let before = world.recorded("renameInitiative", json!({ "initiative": refunds(), "name": "R" })).await;
    let gone = json!({ "initiative": refunds(), "reason": "Chartered twice." });
    let more = "... on InitiativeRecorded { initiative { code recordedInError { event } } }";
    let gone = world.select(world.administrator, "recordInitiativeInError", gone, more).await;
    let event = &gone["events"][0]["id"];
    assert_eq!(gone["initiative"], json!({ "code": "REFUNDS", "recordedInError": { "event": event } }));

    let document = "{ initiative(program: \"CX\", code: \"REFUNDS\") {
        id name { value }
        recordedInError { at by { name { value } } reason { value } event }
        history(first: 100) { edges { node { id isFallen fallenBy } } } } }";
    let found = world.ask(document, json!({})).await["initiative"].take();
    assert_eq!(found["name"]["value"], "R");
    let expected = json!({
        "at": "2024-01-01T02:00:00.000000Z", "by": { "name": { "value": "Nguyễn Thị Minh" } },
        "reason": { "value": "Chartered twice." }, "event": event,
    });
    assert_eq!(found["recordedInError"], expected);
    let history = found["history"]["edges"].as_array().unwrap();
    let (last, earlier) = history.split_last().unwrap();
    assert_eq!(last["node"], json!({ "id": event, "isFallen": false, "fallenBy": null }));
    assert_eq!(earlier.len(), 4);
    assert!(earlier.iter().all(|it| it["node"]["isFallen"] == true && it["node"]["fallenBy"] == *event));

    let then = "query($position: Position!) { initiative(program: \"CX\", code: \"REFUNDS\",
        asOf: { known: { position: $position } }) { recordedInError { event }
            history(first: 1) { edges { node { isFallen } } } } }";
    let then = world.ask(then, json!({ "position": before["position"] })).await["initiative"].take();
    assert_eq!(then["recordedInError"], Value::Null);
    assert_eq!(then["history"]["edges"][0]["node"]["isFallen"], false);
}

#[tokio::test]
async fn an_annulled_fact_tells_what_felled_it_first() {
    let world = World::with_metric().await;
    let renamed = world.recorded("renameInitiative", json!({ "initiative": refunds(), "name": "R" })).await;
    let annul = json!({ "initiative": refunds(), "event": renamed["events"][0]["id"], "reason": "No." });
    let annulled = world.recorded("annulInitiativeFact", annul).await;
    world.recorded("recordInitiativeInError", json!({ "initiative": refunds(), "reason": "Twice." })).await;
    let document = "{ initiative(program: \"CX\", code: \"REFUNDS\") {
        history(first: 100) { edges { node { id fallenBy } } } } }";
    let history = world.ask(document, json!({})).await["initiative"]["history"].take();
    let edges = history["edges"].as_array().unwrap();
    let felled = edges.iter().find(|it| it["node"]["id"] == renamed["events"][0]["id"]).unwrap();
    assert_eq!(felled["node"]["fallenBy"], annulled["events"][0]["id"]);
}

#[tokio::test]
async fn lists_and_counts_leave_out_what_was_recorded_in_error_unless_it_is_asked_for() {
    let world = World::with_metric().await;
    world.recorded("charterInitiative", charter("CALLS")).await;
    let twin = json!({ "code": "TWIN", "name": "Trần Lan" });
    world.recorded("registerPerson", twin).await;
    let provide = json!({
        "program": { "code": "CX" }, "practice": "R1", "scope": { "initiative": refunds() },
        "covers": { "from": "2023-10-01", "to": "2023-12-31" }, "summary": "Interviews.",
    });
    let evidence = world.provided(world.administrator, provide).await;
    for (mutation, field, value) in [
        ("recordInitiativeInError", "initiative", refunds()),
        ("recordMetricInError", "metric", nps()),
        ("recordPersonInError", "person", json!({ "code": "TWIN" })),
        ("recordEvidenceInError", "evidence", evidence),
    ] {
        world.recorded(mutation, with(json!({ "reason": "Twice." }), json!({ field: value }))).await;
    }
    let document = "query($also: Boolean!) {
        organization { people(includeRecordedInError: $also) { totalCount } }
        initiatives(filter: { includeRecordedInError: $also }) { totalCount }
        program(code: \"CX\") {
            initiatives(filter: { includeRecordedInError: $also }) { totalCount }
            metrics(includeRecordedInError: $also) { totalCount edges { node { recordedInError { event } } } }
            evidence(includeRecordedInError: $also) { totalCount edges { node { recordedInError { event } } } }
        } }";
    for (also, counts) in [(false, [3, 1, 1, 0, 0]), (true, [4, 2, 2, 1, 1])] {
        let answer = world.ask(document, json!({ "also": also })).await;
        let program = &answer["program"];
        let counted = [
            &answer["organization"]["people"],
            &answer["initiatives"],
            &program["initiatives"],
            &program["metrics"],
            &program["evidence"],
        ];
        let counted = counted.map(|list| list["totalCount"].as_u64().unwrap());
        assert_eq!(counted, counts, "{answer:#}");
    }
}

#[tokio::test]
async fn who_reads_one_program_sees_no_contradiction_of_another() {
    let world = World::with_metric().await;
    let other = json!({
        "code": "JP", "name": "Japan", "sponsor": { "code": "ADMIN" }, "zone": "Asia/Tokyo",
        "on": "2024-01-01",
    });
    world.recorded("createProgram", other).await;
    let japan = with(charter("REFUNDS"), json!({ "program": { "code": "JP" } }));
    world.recorded("charterInitiative", japan).await;
    let grant = json!({ "person": { "code": "LAN" }, "role": "READER", "program": { "code": "JP" } });
    world.recorded("grantRole", grant).await;
    world.recorded("recordProgramInError", json!({ "program": { "code": "JP" }, "reason": "No." })).await;
    let document = format!("{{ organization {{ {CONTRADICTIONS} }} }}");
    let counted = |answer: &Value| answer["organization"]["contradictions"]["totalCount"].clone();
    assert_eq!(counted(&world.ask(&document, json!({})).await), 2);
    let binh = world.person("BINH").await;
    let answer = world.send(Some(binh), &document, json!({})).await;
    assert_eq!(counted(&answer["data"]), 0, "{answer:#}");
}

#[tokio::test]
async fn refusals_name_the_thing_by_its_code_and_facts_by_the_ids_that_clients_know() {
    let world = World::with_metric().await;
    let event = "ZXZlbnQ6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDA3";
    let annul = json!({ "initiative": refunds(), "event": event, "reason": "No." });
    let unknown = world.mutate("annulInitiativeFact", annul).await;
    let message = format!(
        "the initiative REFUNDS has no fact with the id {event}; its history lists those that it has"
    );
    assert_eq!(unknown["message"], message);

    let renamed = world.recorded("renameMetric", json!({ "metric": nps(), "name": "N" })).await;
    let annul = json!({ "metric": nps(), "event": renamed["events"][0]["id"], "reason": "No." });
    world.recorded("annulMetricFact", annul.clone()).await;
    let fallen = world.mutate("annulMetricFact", annul).await;
    let message = fallen["message"].as_str().unwrap();
    assert!(message.contains("the history of the metric NPS"), "{message}");

    let (_, _) = orphaned(&world).await;
    let link = json!({ "initiative": refunds(), "metric": nps(), "role": "PROCESS" });
    let refused = world.mutate("linkMetric", link).await;
    assert_eq!(refused["message"], "this metric was recorded in error; record a new one");
    let rename = json!({ "metric": nps(), "name": "M" });
    let refused = world.mutate("renameMetric", rename).await;
    assert_eq!(refused["message"], "the metric NPS was recorded in error; record a new one");
    let gone = json!({ "improvement": event });
    let refused = world.mutate("deliverImprovement", gone).await;
    let values = json!([
        { "name": "noun", "value": "improvement" }, { "name": "reference", "value": event },
    ]);
    assert_eq!((&refused["code"], &refused["values"]), (&json!("UNKNOWN"), &values), "{refused:#}");
}

#[tokio::test]
async fn who_may_not_mend_is_told_who_may() {
    let world = World::with_metric().await;
    let lan = world.person("LAN").await;
    let renamed = world.recorded("renameInitiative", json!({ "initiative": refunds(), "name": "R" })).await;
    let annul = json!({ "initiative": refunds(), "event": renamed["events"][0]["id"], "reason": "Mine." });
    let denied = world.mutate_as(lan, "annulInitiativeFact", annul).await;
    assert_eq!(denied["message"], "annulling or correcting in this initiative is not allowed to you");
    assert_eq!(
        denied["remedy"],
        "Program leads and secretaries record everything about the initiatives of their program."
    );
    let gone = json!({ "metric": nps(), "reason": "Mine." });
    let denied = world.mutate_as(lan, "recordMetricInError", gone).await;
    assert_eq!(denied["message"], "recording this metric in error is not allowed to you");
    let remedy = denied["remedy"].as_str().unwrap();
    assert!(remedy.starts_with("Program leads"), "{remedy}");
}
