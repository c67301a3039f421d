//! What is refused: data with a code to switch on, the path of the input at fault, and its values.

use serde_json::{Value, json};

use crate::world::{World, charter, nps, reading, refunds, with};

fn values(result: &Value) -> Vec<(&str, &str)> {
    let values = result["values"].as_array().unwrap();
    values.iter().map(|value| (value["name"].as_str().unwrap(), value["value"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn nobody_records_without_a_token() {
    let world = World::new().await;
    let document =
        "mutation($input: RenameOrganizationInput!) { renameOrganization(input: $input) { __typename } }";
    let input = json!({ "input": { "commandId": world.command_id(), "name": "Nobody" } });
    let answer = world.send(None, document, input).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert!(answer["data"].is_null());
}

#[tokio::test]
async fn a_misspelled_value_is_a_refusal_that_names_its_field() {
    let world = World::with_metric().await;
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    let cases = [
        ("charterInitiative", with(charter("OTHER"), json!({ "name": " " })), vec!["name"]),
        ("charterInitiative", charter("A B"), vec!["code"]),
        ("charterInitiative", with(charter("OTHER"), json!({ "on": "2024-02-30" })), vec!["on"]),
        ("charterInitiative", with(charter("OTHER"), json!({ "commandId": "7" })), vec!["commandId"]),
        ("charterInitiative", with(charter("OTHER"), json!({ "by": { "code": "" } })), vec!["by", "code"]),
        (
            "assignOwner",
            on(json!({ "owner": { "code": "LAN" }, "authority": { "document": { "sha256": "00" } } })),
            vec!["authority", "document", "sha256"],
        ),
        (
            "assignOwner",
            on(json!({ "owner": { "code": "LAN" }, "authority": { "founding": false } })),
            vec!["authority", "founding"],
        ),
        ("deliverImprovement", json!({ "improvement": "7" }), vec!["improvement"]),
        ("assignOwner", on(json!({ "owner": { "id": "7" } })), vec!["owner", "id"]),
        (
            "reportProgress",
            on(json!({
                "period": { "from": "2024-02-01", "to": "2024-01-01" }, "state": "ON_TRACK", "summary": "Fine.",
            })),
            vec!["period"],
        ),
        ("setTarget", json!({ "metric": nps(), "value": "NaN" }), vec!["value"]),
        (
            "recordReading",
            with(reading("2024-01", 31, 1), json!({ "figures": { "steps": ["1", "2", "-3"] } })),
            vec!["figures", "steps", "2"],
        ),
        (
            "recordReading",
            with(reading("2024-01", 31, 1), json!({ "series": { "definition": 0 } })),
            vec!["series", "definition"],
        ),
        ("setProgramZone", json!({ "program": { "code": "CX" }, "zone": "Hanoi" }), vec!["zone"]),
        (
            "setFiscalCalendar",
            json!({ "program": { "code": "CX" }, "fiscalYearBegins": 13 }),
            vec!["fiscalYearBegins"],
        ),
        (
            "renameInitiative",
            on(json!({ "name": "X", "claim": { "publishedOn": "1 March" } })),
            vec!["claim", "publishedOn"],
        ),
    ];
    for (mutation, input, field) in cases {
        let result = world.mutate(mutation, input.clone()).await;
        assert_eq!(result["__typename"], "Refused", "{mutation} {input}: {result:#}");
        assert_eq!(result["code"], "INVALID_INPUT", "{mutation} {input}: {result:#}");
        let path: Vec<_> = std::iter::once("input").chain(field.iter().copied()).collect();
        assert_eq!(result["path"], json!(path), "{mutation} {input}: {result:#}");
        assert_eq!(values(&result)[0], ("field", field.join(".").as_str()), "{mutation}: {result:#}");
    }
}

#[tokio::test]
async fn a_person_is_registered_under_a_random_command_id_only() {
    let world = World::new().await;
    // A name-based UUID could be guessed, and with it the person's pseudonym.
    let input =
        json!({ "commandId": "2ed6657d-e927-568b-95e1-2665a8aea6a2", "code": "LAN", "name": "Trần Lan" });
    let result = world.mutate("registerPerson", input).await;
    assert_eq!((&result["code"], &result["path"]), (&json!("INVALID_INPUT"), &json!(["input", "commandId"])));
}

#[tokio::test]
async fn what_is_not_there_is_named_as_it_was_typed() {
    let world = World::with_metric().await;
    let owner = json!({ "initiative": refunds(), "owner": { "code": "NOBODY" } });
    let result = world.mutate("assignOwner", owner).await;
    assert_eq!(result["code"], "UNKNOWN");
    assert_eq!(result["path"], json!(["input", "owner", "code"]));
    assert_eq!(values(&result), [("noun", "person"), ("reference", "NOBODY")]);

    let other = json!({ "initiative": { "code": { "program": "CX", "code": "OTHER" } }, "name": "X" });
    let result = world.mutate("renameInitiative", other).await;
    assert_eq!(
        (&result["code"], &result["path"]),
        (&json!("UNKNOWN"), &json!(["input", "initiative", "code", "code"]))
    );
    let other = json!({ "initiative": { "code": { "program": "NO", "code": "REFUNDS" } }, "name": "X" });
    let result = world.mutate("renameInitiative", other).await;
    assert_eq!(result["path"], json!(["input", "initiative", "code", "program"]));
}

#[tokio::test]
async fn what_a_rule_forbids_names_the_field_and_the_values() {
    let world = World::with_metric().await;
    let taken = world.mutate("charterInitiative", charter("refunds")).await;
    assert_eq!((&taken["__typename"], &taken["code"]), (&json!("Refused"), &json!("CODE_TAKEN")));
    assert_eq!(taken["path"], json!(["input", "code"]));
    assert_eq!(values(&taken), [("noun", "initiative"), ("taken", "REFUNDS")]);
    assert_eq!(
        taken["message"],
        "the code REFUNDS belongs to another initiative, even if that was recorded in error; codes are never reused"
    );
    assert_eq!(taken["remedy"], "Choose another code.");
    assert!(
        taken["vi"].as_str().unwrap().starts_with("mã REFUNDS đã thuộc về sáng kiến CX khác"),
        "{taken:#}"
    );

    let early = json!({ "initiative": refunds(), "name": "Too early", "on": "2023-12-31" });
    let early = world.mutate("renameInitiative", early).await;
    assert_eq!((&early["code"], &early["path"]), (&json!("BEFORE_BEGINNING"), &json!(["input", "on"])));
    assert_eq!(values(&early), [("begins", "2024-01-01"), ("day", "2023-12-31"), ("field", "on")]);

    let decision = json!({ "decision": "ZGVjaXNpb246MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDA3" });
    let owner = json!({ "initiative": refunds(), "owner": { "code": "LAN" }, "authority": decision });
    let undecided = world.mutate("assignOwner", owner).await;
    assert_eq!(undecided["code"], "UNKNOWN");
    assert_eq!(values(&undecided)[0], ("noun", "decision"));

    let future = json!({ "initiative": refunds(), "name": "X", "claim": { "publishedOn": "2030-01-01" } });
    let future = world.mutate("renameInitiative", future).await;
    assert_eq!(future["code"], "PUBLISHED_IN_FUTURE");
    assert_eq!(future["path"], json!(["input", "claim", "publishedOn"]));
}

#[tokio::test]
async fn a_refusal_that_names_a_fact_names_it_as_a_correction_takes_it() {
    let world = World::with_metric().await;
    world.set_clock("2024-03-01T02:00:00Z");
    let recorded = world.recorded("recordReading", reading("2024-01", 31, 70)).await;
    let restated = world.mutate("recordReading", reading("2024-01", 31, 60)).await;
    assert_eq!(restated["code"], "RESTATEMENT_NEEDS_REASON");
    let standing = recorded["events"][0]["id"].as_str().unwrap();
    assert_eq!(values(&restated), [("standing", standing)]);
    let better = json!({ "recordReading": {
        "series": { "definition": 1 }, "period": { "from": "2024-01-01", "to": "2024-01-31" },
        "figures": { "bands": { "promoters": "60", "passives": "20", "detractors": "10" } },
    } });
    let slip = json!({ "metric": nps(), "event": standing, "reason": "A slip.", "with": better });
    world.recorded("correctMetricFact", slip).await;
}

#[tokio::test]
async fn a_program_that_the_caller_cannot_read_is_as_if_it_were_not_there() {
    let world = World::with_metric().await;
    world.recorded("registerPerson", json!({ "code": "STRANGER", "name": "Somebody" })).await;
    let stranger = world.person("STRANGER").await;
    let rename = json!({ "initiative": refunds(), "name": "Mine" });
    let result = world.mutate_as(stranger, "renameInitiative", rename).await;
    assert_eq!((&result["code"], &result["path"][3]), (&json!("UNKNOWN"), &json!("program")));
}

#[tokio::test]
async fn what_the_caller_has_no_right_to_is_forbidden_and_says_by_which_rule() {
    let world = World::with_metric().await;
    let lan = world.person("LAN").await;
    let rename = json!({ "initiative": refunds(), "name": "Mine" });
    let result = world.mutate_as(lan, "renameInitiative", rename).await;
    assert_eq!((&result["__typename"], &result["code"]), (&json!("Forbidden"), &json!("FORBIDDEN")));
    assert!(!result["rule"].as_str().unwrap().is_empty());
    assert_eq!(result["message"], "initiative.rename is not allowed to you");
    let remedy = result["remedy"].as_str().unwrap();
    assert!(
        remedy.contains("Program leads") && !remedy.contains("denied"),
        "it says what it takes: {remedy}"
    );
    let for_others = with(reading("2023-12", 31, 1), json!({ "by": { "code": "BINH" } }));
    let result = world.mutate_as(lan, "recordReading", for_others).await;
    assert_eq!(result["code"], "FORBIDDEN", "entering for others takes a right: {result:#}");
}

#[tokio::test]
async fn what_somebody_else_did_can_be_entered_and_backfilled_by_who_may() {
    let world = World::with_metric().await;
    world.set_clock("2024-06-01T02:00:00Z");
    let claim = json!({ "publishedOn": "2024-02-10", "sourceDocument": "report-2", "documentSha256": "ab".repeat(32) });
    let input = with(reading("2024-01", 31, 70), json!({ "by": { "code": "LAN" }, "claim": claim }));
    world.recorded("recordReading", input).await;
    let metric =
        world.ask("{ metric(program: \"CX\", code: \"NPS\") { id } }", json!({})).await["metric"]["id"]
            .take();
    let events = world.history(&metric, "by { name { value } } claim { published } type").await;
    let last = events.last().unwrap();
    assert_eq!(last["by"]["name"]["value"], "Trần Lan");
    assert_eq!(last["claim"]["published"], "2024-02-10");
}

#[tokio::test]
async fn a_repeated_command_answers_what_was_recorded_the_first_time() {
    let world = World::with_program().await;
    let input = with(charter("REFUNDS"), json!({ "commandId": world.command_id() }));
    let first = world.recorded("charterInitiative", input.clone()).await;
    assert_eq!(first["replayed"], false);
    world.recorded("renameInitiative", json!({ "initiative": refunds(), "name": "Other" })).await;
    world.set_clock("2024-05-01T02:00:00Z");
    let again = world.recorded("charterInitiative", input.clone()).await;
    assert_eq!(again, with(first, json!({ "replayed": true })));

    let other = with(input, json!({ "code": "OTHER" }));
    let reused = world.mutate("charterInitiative", other).await;
    assert_eq!((&reused["__typename"], &reused["code"]), (&json!("CommandReused"), &json!("COMMAND_REUSED")));
    assert_eq!(reused["path"], json!(["input", "commandId"]));
}

#[tokio::test]
async fn recording_in_error_can_be_repeated_by_code_although_the_code_names_nothing_any_more() {
    let world = World::with_metric().await;
    let command = world.command_id();
    let input = json!({ "commandId": command, "initiative": refunds(), "reason": "Chartered twice." });
    let first = world.recorded("recordInitiativeInError", input.clone()).await;
    let again = world.recorded("recordInitiativeInError", input).await;
    assert_eq!(again, with(first, json!({ "replayed": true })));
    let more = "... on InitiativeRecorded { initiative { id } }";
    let rename = json!({ "initiative": refunds(), "name": "Other" });
    let refused = world.select(world.administrator, "renameInitiative", rename, more).await;
    assert_eq!(refused["code"], "WAS_RECORDED_IN_ERROR");
}

#[tokio::test]
async fn an_expected_revision_that_has_passed_is_a_conflict_with_both_revisions() {
    let world = World::with_metric().await;
    let rename =
        |revision: &str| json!({ "initiative": refunds(), "name": "X", "expectedRevision": revision });
    let stale = world.mutate("renameInitiative", rename("0")).await;
    assert_eq!((&stale["__typename"], &stale["code"]), (&json!("Conflict"), &json!("CONFLICT")));
    assert_eq!((&stale["expectedRevision"], &stale["actualRevision"]), (&json!("0"), &json!("2")));
    assert_eq!(stale["path"], json!(["input", "expectedRevision"]));
    let recorded = world.recorded("renameInitiative", rename("2")).await;
    assert_eq!(recorded["revision"], "3");
}

#[tokio::test]
async fn who_provides_evidence_does_not_accept_it() {
    let world = World::with_metric().await;
    world.set_clock("2024-06-01T02:00:00Z");
    let binh = world.person("BINH").await;
    let input = json!({
        "program": { "code": "CX" }, "practice": "R1", "scope": { "initiative": refunds() },
        "covers": { "from": "2024-01-01", "to": "2024-03-31" }, "summary": "Interviews.",
    });
    let evidence = world.provided(binh, input.clone()).await;
    let own = world.mutate_as(binh, "acceptEvidence", json!({ "evidence": evidence })).await;
    assert_eq!((&own["code"], &own["rule"]), (&json!("FORBIDDEN"), &json!("evidence.another-judges")));
    // Entered by the administrator for BINH: neither of the two accepts it.
    let entered = with(input, json!({ "by": { "code": "BINH" } }));
    let entered = world.provided(world.administrator, entered).await;
    let own = world.mutate("acceptEvidence", json!({ "evidence": entered })).await;
    assert_eq!((&own["__typename"], &own["code"]), (&json!("Refused"), &json!("OWN_EVIDENCE")));
    world.recorded("acceptEvidence", json!({ "evidence": evidence })).await;
    let twice = world.mutate("refuseEvidence", json!({ "evidence": evidence, "reason": "Late." })).await;
    assert_eq!((&twice["code"], values(&twice)), (&json!("JUDGED_ALREADY"), vec![("judged", "accepted")]));
}
