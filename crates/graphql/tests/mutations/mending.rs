//! What was annulled or corrected, seen from before and after.

use serde_json::{Value, json};

use crate::world::{World, refunds, with};

const OWNER: &str = "query($position: Position!) {
    then: initiative(program: \"CX\", code: \"REFUNDS\", asOf: { known: { position: $position } }) {
        owner { name { value } } }
}";

async fn owner_at(world: &World, position: &Value) -> Value {
    let mut answer = world.ask(OWNER, json!({ "position": position })).await;
    answer["then"]["owner"]["name"]["value"].take()
}

#[tokio::test]
async fn an_annulled_fact_shows_as_of_before_and_not_after() {
    let world = World::with_metric().await;
    world.set_clock("2024-03-01T02:00:00Z");
    let assign = json!({ "initiative": refunds(), "owner": { "code": "LAN" }, "on": "2024-02-01" });
    let assigned = world.recorded("assignOwner", assign).await;
    let annul = json!({
        "initiative": refunds(), "event": assigned["events"][0]["id"], "reason": "She never agreed.",
    });
    let annulled = world.recorded("annulInitiativeFact", annul).await;
    assert_eq!(owner_at(&world, &assigned["position"]).await, "Trần Lan");
    assert_eq!(owner_at(&world, &annulled["position"]).await, Value::Null);

    let id = world.ask("{ initiative(program: \"CX\", code: \"REFUNDS\") { id } }", json!({})).await;
    let events =
        world.history(&id["initiative"]["id"], "id type isFallen corrects annuls reason { value }").await;
    let annulment = events.last().unwrap();
    assert_eq!((&annulment["annuls"], &annulment["corrects"]), (&assigned["events"][0]["id"], &Value::Null));
    assert_eq!(annulment["reason"]["value"], "She never agreed.");
    assert_eq!((&events[0]["annuls"], &events[0]["reason"]), (&Value::Null, &Value::Null));
    let fallen: Vec<_> = events.iter().filter(|event| event["isFallen"] == true).collect();
    assert_eq!(fallen.len(), 1);
    assert_eq!(fallen[0]["id"], assigned["events"][0]["id"]);
}

#[tokio::test]
async fn a_corrected_fact_keeps_its_day_and_shows_its_new_content_from_then_on() {
    let world = World::with_metric().await;
    world.set_clock("2024-03-01T02:00:00Z");
    let assign = json!({ "initiative": refunds(), "owner": { "code": "LAN" }, "on": "2024-02-01" });
    let assigned = world.recorded("assignOwner", assign).await;
    let correct = json!({
        "initiative": refunds(), "event": assigned["events"][0]["id"], "reason": "The wrong name.",
        "with": { "assignOwner": { "owner": { "code": "BINH" } } },
    });
    let more = "... on InitiativeRecorded { initiative { owner { name { value } } owners { from } } }";
    let corrected = world.select(world.administrator, "correctInitiativeFact", correct, more).await;
    assert_eq!(corrected["initiative"]["owner"]["name"]["value"], "Lê Bình", "{corrected:#}");
    let last = corrected["initiative"]["owners"].as_array().unwrap().last().unwrap();
    assert_eq!(last["from"], "2024-02-01");
    assert_eq!(owner_at(&world, &assigned["position"]).await, "Trần Lan");
    assert_eq!(owner_at(&world, &corrected["position"]).await, "Lê Bình");

    let id = world.ask("{ initiative(program: \"CX\", code: \"REFUNDS\") { id } }", json!({})).await;
    let events = world.history(&id["initiative"]["id"], "corrects annuls reason { value }").await;
    let correction = json!({
        "corrects": assigned["events"][0]["id"], "annuls": null, "reason": { "value": "The wrong name." },
    });
    assert_eq!(events.last(), Some(&correction));
}

#[tokio::test]
async fn a_correction_lists_the_events_that_no_longer_hold_beside_it() {
    let world = World::with_metric().await;
    world.set_clock("2024-09-01T02:00:00Z");
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    let started =
        world.recorded("startImprovement", on(json!({ "title": "One form", "on": "2024-02-01" }))).await;
    let improvement = &started["events"][0]["id"];
    let delivered = json!({ "improvement": improvement, "on": "2024-03-01" });
    let delivered = world.recorded("deliverImprovement", delivered).await;
    let later = json!({ "startImprovement": { "title": "One form", "on": "2024-04-15" } });
    let correct = on(json!({ "event": improvement, "reason": "After Easter.", "with": later }));
    let corrected = world.recorded("correctInitiativeFact", correct).await;
    let broken = json!({
        "kind": "BROKEN", "event": delivered["events"][0]["id"], "because": null,
        "type": "initiative.improvement-delivered.v1",
        "message": "it no longer fits beside what was corrected about the initiative REFUNDS",
    });
    assert_eq!(corrected["contradictions"], json!([broken]));
}

#[tokio::test]
async fn a_correction_states_the_same_kind_of_fact_and_names_the_field_inside_it() {
    let world = World::with_metric().await;
    world.set_clock("2024-03-01T02:00:00Z");
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    let renamed = world.recorded("renameInitiative", on(json!({ "name": "Refunds" }))).await;
    let correct =
        |with: Value| on(json!({ "event": renamed["events"][0]["id"], "reason": "Wrong.", "with": with }));

    let other = json!({ "restatePurpose": { "purpose": "Another thing." } });
    let refused = world.mutate("correctInitiativeFact", correct(other)).await;
    assert_eq!(refused["code"], "OTHER_KIND_OF_FACT");
    assert_eq!(refused["path"], json!(["input", "with"]));
    let misspelled = json!({ "renameInitiative": { "name": "" } });
    let refused = world.mutate("correctInitiativeFact", correct(misspelled)).await;
    assert_eq!(refused["path"], json!(["input", "with", "renameInitiative", "name"]));
    let early = json!({ "renameInitiative": { "name": "Refunds", "on": "2020-01-01" } });
    let refused = world.mutate("correctInitiativeFact", correct(early)).await;
    assert_eq!(refused["code"], "BEFORE_BEGINNING");
    assert_eq!(refused["path"], json!(["input", "with", "renameInitiative", "on"]));
    let unknown = json!({ "initiative": refunds(), "event": refused_event(), "reason": "Wrong." });
    let refused = world.mutate("annulInitiativeFact", unknown).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("UNKNOWN_FACT"), &json!(["input", "event"])));
}

/// The id of an event that was never recorded.
fn refused_event() -> &'static str {
    "ZXZlbnQ6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDA3"
}

#[tokio::test]
async fn acts_on_evidence_that_was_recorded_in_error_are_answered_again_as_they_were_the_first_time() {
    let world = World::with_metric().await;
    world.set_clock("2024-03-01T02:00:00Z");
    let (lan, binh) = (world.person("LAN").await, world.person("BINH").await);
    let provide = json!({
        "program": { "code": "CX" }, "practice": "R1", "scope": { "initiative": refunds() },
        "covers": { "from": "2024-01-01", "to": "2024-01-31" }, "summary": "Forty complaints read.",
    });
    let evidence = world.provided(lan, provide).await;
    let accept = json!({ "commandId": world.command_id(), "evidence": evidence });
    let accepted = world.mutate_as(binh, "acceptEvidence", accept.clone()).await;
    let gone = json!({ "commandId": world.command_id(), "evidence": evidence, "reason": "Another program." });
    let recorded = world.mutate_as(binh, "recordEvidenceInError", gone.clone()).await;
    assert_eq!(recorded["__typename"], "EvidenceRecorded", "{recorded:#}");
    for (mutation, input, first) in
        [("acceptEvidence", accept, accepted), ("recordEvidenceInError", gone, recorded)]
    {
        let again = world.mutate_as(binh, mutation, input).await;
        assert_eq!(again["replayed"], true, "{mutation}: {again:#}");
        assert_eq!(again["events"], first["events"], "{mutation}: {again:#}");
    }
}
