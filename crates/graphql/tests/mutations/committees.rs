//! Committees: people, rules, and what they oversee.

use serde_json::{Value, json};

use crate::world::{World, with};

/// A committee of the program CX, as an input refers to it.
pub(crate) fn committee(code: &str) -> Value {
    json!({ "code": { "program": "CX", "code": code } })
}

fn event(recorded: &Value) -> Value {
    recorded["events"][0]["id"].clone()
}

/// Every mutation of committees: STEER, chaired by BINH with ADMIN as its secretary and LAN as a member,
/// and BOARD; both are quarterly.
pub(crate) async fn establish(world: &World) {
    let cx = json!({ "code": "CX" });
    for code in ["STEER", "BOARD", "TWICE"] {
        let input = json!({ "program": cx, "code": code, "name": "Steering comittee", "on": "2024-01-01" });
        world.recorded("establishCommittee", input).await;
    }
    let on = |code: &str, fields: Value| with(json!({ "committee": committee(code) }), fields);
    world.recorded("recordCommitteeInError", on("TWICE", json!({ "reason": "Twice." }))).await;
    let name = json!({ "name": "Steering committee", "on": "2024-01-01" });
    let renamed = world.recorded("renameCommittee", on("STEER", name)).await;
    let slip = json!({
        "event": event(&renamed), "reason": "Later.",
        "with": { "renameCommittee": { "name": "Steering committee", "on": "2024-01-02" } },
    });
    world.recorded("correctCommitteeFact", on("STEER", slip)).await;
    for (person, role) in [("BINH", "CHAIR"), ("ADMIN", "SECRETARY"), ("LAN", "MEMBER")] {
        let seat = json!({
            "person": { "code": person }, "role": role, "department": { "code": "CARE" }, "on": "2024-01-01",
        });
        world.recorded("seatMember", on("STEER", seat)).await;
    }
    let guest = json!({ "person": { "code": "HOA" }, "role": "MEMBER", "on": "2024-02-01" });
    let seated = world.recorded("seatMember", on("STEER", guest)).await;
    let left = json!({ "seat": event(&seated), "reason": "Moved on.", "on": "2024-03-01" });
    let left = world.recorded("vacateSeat", on("STEER", left)).await;
    let slip = json!({ "event": event(&left), "reason": "She stays." });
    world.recorded("annulCommitteeFact", on("STEER", slip)).await;
    let left = json!({ "seat": event(&seated), "on": "2024-06-01" });
    world.recorded("vacateSeat", on("STEER", left)).await;
    for code in ["STEER", "BOARD"] {
        let rhythm = json!({ "rhythm": "QUARTER", "dueWithinDays": 14, "on": "2024-01-01" });
        world.recorded("setCommitteeRhythm", on(code, rhythm)).await;
    }
    world.recorded("setQuorum", on("STEER", json!({ "members": 2, "on": "2024-01-01" }))).await;
    let rule =
        json!({ "rule": "MAJORITY", "threshold": "TWO_THIRDS", "ownersVote": true, "on": "2024-01-01" });
    world.recorded("setDecisionRule", on("STEER", rule)).await;
    let dissolved = json!({ "reason": "A trial.", "on": "2024-12-31" });
    let dissolved = world.recorded("dissolveCommittee", on("BOARD", dissolved)).await;
    let slip = json!({ "event": event(&dissolved), "reason": "It stays." });
    world.recorded("annulCommitteeFact", on("BOARD", slip)).await;
    answers(world).await;
}

async fn answers(world: &World) {
    let answer = "{ committee(program: \"CX\", code: \"steer\") {
        name { value } begins dissolved rhythm dueWithinDays quorum
        decisionRule { kind threshold tie ownersVote } chair { name { value } } secretary { id }
        members { role votes department { code } }
        seats { role from until person { name { value } } } }
      program(code: \"CX\") { committees { edges { node { code } } } } }";
    let answer = world.ask(answer, json!({})).await;
    let held = &answer["committee"];
    assert_eq!(held["name"], json!({ "value": "Steering committee" }));
    assert_eq!((&held["begins"], &held["dissolved"]), (&json!("2024-01-01"), &json!(null)));
    assert_eq!((&held["rhythm"], &held["quorum"]), (&json!("QUARTER"), &json!(2)));
    assert_eq!(
        held["decisionRule"],
        json!({ "kind": "MAJORITY", "threshold": "TWO_THIRDS", "tie": "CHAIR_DECIDES", "ownersVote": true })
    );
    assert_eq!(held["chair"]["name"]["value"], "Lê Bình");
    let care = json!({ "code": "CARE" });
    let member = |role: &str, votes: bool| json!({ "role": role, "votes": votes, "department": care });
    let members = json!([member("CHAIR", true), member("SECRETARY", false), member("MEMBER", true)]);
    assert_eq!(held["members"], members);
    let hoa = held["seats"].as_array().unwrap().last().unwrap();
    assert_eq!((&hoa["from"], &hoa["until"]), (&json!("2024-02-01"), &json!("2024-06-01")));
    let codes = json!([{ "node": { "code": "BOARD" } }, { "node": { "code": "STEER" } }]);
    assert_eq!(answer["program"]["committees"]["edges"], codes);
}

#[tokio::test]
async fn what_belongs_to_a_majority_is_refused_without_one() {
    let world = World::with_program().await;
    let input = json!({ "program": { "code": "CX" }, "code": "STEER", "name": "Steering committee" });
    world.recorded("establishCommittee", input).await;
    let rule = json!({ "committee": committee("STEER"), "rule": "CONSENSUS", "tie": "UNDECIDED" });
    let refused = world.mutate("setDecisionRule", rule).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("INVALID_INPUT"), &json!(["input", "tie"])));
}

#[tokio::test]
async fn one_person_sits_once_and_one_chairs() {
    let world = World::with_program().await;
    let input = json!({ "program": { "code": "CX" }, "code": "STEER", "name": "Steering committee" });
    world.recorded("establishCommittee", input).await;
    let seat = |person: &str, role: &str| json!({ "committee": committee("STEER"), "person": { "code": person }, "role": role });
    world.recorded("seatMember", seat("LAN", "CHAIR")).await;
    let refused = world.mutate("seatMember", seat("LAN", "MEMBER")).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("SEATED_ALREADY"), &json!(["input", "person"])));
    let refused = world.mutate("seatMember", seat("BINH", "CHAIR")).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("SEAT_TAKEN"), &json!(["input", "role"])));
}
