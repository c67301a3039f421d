//! Decisions: put, weighed, voted on, minuted, carried out, and what came of them.

use cxl_domain::id::PersonId;
use serde_json::{Value, json};

use crate::committees::committee;
use crate::world::{World, nps, refunds, with};

fn event(recorded: &Value, index: usize) -> Value {
    recorded["events"][index]["id"].clone()
}

fn last(recorded: &Value) -> Value {
    recorded["events"].as_array().unwrap().last().unwrap()["id"].clone()
}

fn decision(code: &str) -> Value {
    json!({ "code": { "program": "CX", "code": code } })
}

fn on(code: &str, fields: Value) -> Value {
    with(json!({ "decision": decision(code) }), fields)
}

fn calls() -> Value {
    json!({ "code": { "program": "CX", "code": "CALLS" } })
}

/// The input that puts a question between YES and NO to STEER.
fn question(code: &str, question: &str) -> Value {
    json!({
        "program": { "code": "CX" }, "code": code, "forum": { "committee": committee("STEER") },
        "question": question,
        "options": [{ "key": "YES", "text": "We do." }, { "key": "NO", "text": "We do not." }],
    })
}

async fn vote(world: &World, voter: PersonId, code: &str, vote: Value) -> Value {
    world.mutate_as(voter, "castVote", on(code, json!({ "vote": vote }))).await
}

/// Every mutation of decisions, on 15 December 2024.
pub(crate) async fn decide(world: &World) {
    let governance = json!({ "program": { "code": "CX" }, "needing": ["PAUSE", "STOP"], "strict": false });
    world.recorded("setGovernance", governance).await;
    let reader = json!({ "person": { "code": "HOA" }, "role": "READER", "program": { "code": "CX" } });
    world.recorded("grantRole", reader).await;
    voted(world).await;
    minuted(world).await;
    ended_otherwise(world).await;
    ranked(world).await;
}

async fn weighed(world: &World) {
    let open = with(question("D-1", "Do we pause the calls?"), json!({ "initiatives": [calls()] }));
    world.recorded("openDecision", open).await;
    world.recorded("restateQuestion", on("D-1", json!({ "question": "Do we rest the calls?" }))).await;
    let maybe =
        world.recorded("stateOption", on("D-1", json!({ "key": "LATER", "text": "In spring." }))).await;
    let slip = json!({ "event": event(&maybe, 0), "reason": "Nobody wants to wait." });
    world.recorded("annulDecisionFact", on("D-1", slip)).await;
    let proposed = json!({ "option": "YES", "reasons": "The new billing comes first." });
    world.recorded("proposeOption", on("D-1", proposed)).await;
    let document = json!({ "title": "Billing plan", "sha256": "ab".repeat(32) });
    let ground = json!({ "ground": { "document": document } });
    world.recorded("giveGround", on("D-1", ground)).await;
    world.recorded("stateReversibility", on("D-1", json!({ "reversibility": "TWO_WAY" }))).await;
    let effect = json!({ "metric": nps(), "change": "-2", "byDay": "2025-06-30" });
    world.recorded("expectEffect", on("D-1", effect)).await;
    let look = json!({ "day": "2025-03-31", "reason": "Billing should be live." });
    world.recorded("setAnotherLook", on("D-1", look)).await;
    world.recorded("setDecisionDeadline", on("D-1", json!({ "day": "2025-01-31" }))).await;
    let act = json!({ "act": { "pause": calls() }, "reason": "Billing comes first." });
    world.recorded("authorizeAct", on("D-1", act)).await;
}

async fn voted(world: &World) {
    weighed(world).await;
    let (hoa, binh) = (world.person("HOA").await, world.person("BINH").await);
    let yes = vote(world, hoa, "D-1", json!({ "for": "YES" })).await;
    assert_eq!(yes["__typename"], "DecisionRecorded", "{yes:#}");
    let slip = json!({
        "event": event(&yes, 0), "reason": "I pressed the wrong key.",
        "with": { "castVote": { "vote": { "for": "NO" } } },
    });
    let mended = world.mutate_as(hoa, "correctDecisionFact", on("D-1", slip)).await;
    assert_eq!(mended["__typename"], "DecisionRecorded", "{mended:#}");
    let outcome = on("D-1", json!({ "choice": "YES", "reasons": "Billing cannot wait." }));
    let alone = world.mutate_as(binh, "decide", outcome.clone()).await;
    assert_eq!(alone["__typename"], "Refused", "one of two has voted: {alone:#}");
    vote(world, binh, "D-1", json!({ "for": "YES" })).await;
    let dissent = on("D-1", json!({ "dissent": "Customers wait already." }));
    world.mutate_as(hoa, "dissent", dissent).await;
    let convinced = json!({
        "event": event(&mended, 0), "reason": "Convinced.", "with": { "castVote": { "vote": { "for": "YES" } } },
    });
    world.mutate_as(hoa, "correctDecisionFact", on("D-1", convinced)).await;
    let uncounted = world.mutate_as(binh, "decide", outcome.clone()).await;
    assert_eq!(uncounted["code"], "VOTING_OPEN", "{uncounted:#}");
    world.recorded("closeVoting", on("D-1", json!({ "reason": "Both have voted." }))).await;
    let decided = world.mutate_as(binh, "decide", outcome).await;
    assert_eq!(decided["__typename"], "DecisionRecorded", "{decided:#}");
    let late = vote(world, hoa, "D-1", json!({ "for": "NO" })).await;
    assert_eq!(late["code"], "DECIDED_ALREADY", "{late:#}");
    shown(world, hoa).await;
    carried_out(world).await;
}

async fn shown(world: &World, hoa: PersonId) {
    let document = "{ decision(program: \"CX\", code: \"D-1\") {
        code status question { value } put reversibility deadline anotherLook
        committee { code } initiatives { code decisions { code } } options { key text { value } } proposed { option }
        grounds { documentTitle { value } } expectedEffects { change by cameTrue difference }
        acts { kind initiative { code } done } awaitsCarryingOut
        electorate { quorum rule { kind threshold } electors { __typename } }
        votes { voter { name { value } } part minuted choice { value } } dissents { dissent { value } } count { cast } votingClosed { by { id } }
        outcome { choice minuted claimed tally { options { option votes } abstained recused } confirmed { by { id } } }
        supersedes { code } supersededBy { code } } }";
    let mut seen = world.send(Some(hoa), document, json!({})).await;
    assert!(seen.get("errors").is_none(), "{seen:#}");
    let seen = seen["data"]["decision"].take();
    assert_eq!((&seen["status"], &seen["awaitsCarryingOut"]), (&json!("DECIDED"), &json!(true)));
    assert_eq!(seen["outcome"]["tally"]["options"], json!([{ "option": "YES", "votes": 2 }]));
    assert_eq!(seen["initiatives"][0]["decisions"][0]["code"], "D-1");
    assert_eq!(seen["grounds"][0]["documentTitle"]["value"], "Billing plan");
    let choices = |seen: &Value| -> Vec<Value> {
        seen["votes"].as_array().unwrap().iter().map(|vote| vote["choice"].clone()).collect()
    };
    let own = choices(&seen);
    assert_eq!(own.iter().filter(|choice| !choice.is_null()).count(), 1, "only her own: {own:?}");
    let others = world.ask(document, json!({})).await;
    let none = vec![Value::Null; own.len()];
    assert_eq!(choices(&others["decision"]), none, "the administrator reads no vote");
    assert_eq!(others["decision"]["dissents"], json!([]), "nor who disagrees");
    assert_eq!(others["decision"]["count"]["cast"], 2);
}

async fn carried_out(world: &World) {
    world.note("carryOutDecision");
    let document = "mutation($input: CarryOutDecisionInput!) { carryOutDecision(input: $input) {
        ... on DecisionCarriedOut { complete acts { done byHand failure { code } } decision { carriedOut { by { id } } } }
        ... on CommandError { code message } } }";
    let mut before = None;
    for _ in 0..2 {
        let input = json!({ "commandId": world.command_id(), "decision": decision("D-1") });
        let mut answer = world.ask(document, json!({ "input": input })).await;
        let answer = answer["carryOutDecision"].take();
        assert_eq!((&answer["complete"], &answer["acts"][0]["failure"]), (&json!(true), &json!(null)));
        let done = answer["acts"][0]["done"].clone();
        assert!(done.is_string(), "{answer:#}");
        assert_eq!(before.get_or_insert_with(|| done.clone()), &done, "nothing is done twice");
    }
    let document = "{ initiative(program: \"CX\", code: \"CALLS\") { status statusFact {
        withoutDecision authority { __typename ... on DecisionAuthority { decision { code } } } } } }";
    let paused = world.ask(document, json!({})).await;
    assert_eq!(paused["initiative"]["status"], "PAUSED");
    assert_eq!(paused["initiative"]["statusFact"]["authority"]["decision"]["code"], "D-1");
    assert_eq!(paused["initiative"]["statusFact"]["withoutDecision"], false);
}

async fn minuted(world: &World) {
    world.recorded("openDecision", question("D-2", "Do we go on with the calls?")).await;
    world.recorded("supersedeDecision", on("D-2", json!({ "earlier": decision("D-1") }))).await;
    let people = json!([{ "code": "HOA" }, { "code": "BINH" }]);
    let vote = |person: &str, vote: Value| json!({ "voter": { "code": person }, "vote": vote });
    let minutes = json!({
        "choice": "YES", "reasons": "Billing is live.", "number": "7/2024", "present": people,
        "votes": [vote("HOA", json!({ "for": "YES" })), vote("BINH", json!({ "for": "YES" }))],
        "dissents": [{ "voter": { "code": "HOA" }, "dissent": "It costs too much." }],
    });
    let minuted = world.recorded("minuteDecision", on("D-2", minutes)).await;
    let binh = world.person("BINH").await;
    let confirmed = on("D-2", json!({ "outcome": last(&minuted) }));
    let confirmed = world.mutate_as(binh, "confirmDecisionMinutes", confirmed).await;
    assert_eq!(confirmed["__typename"], "DecisionRecorded", "{confirmed:#}");
    world.recorded("recordDecisionCarriedOut", on("D-2", json!({ "remark": "Told the team." }))).await;
    world.recorded("recordAnotherLook", on("D-2", json!({ "finding": "It still pays." }))).await;
    let new = with(
        question("D-3", "Do we answer in the evening?"),
        json!({ "choice": "NO", "reasons": "Nobody calls.", "present": people }),
    );
    world.recorded("minuteNewDecision", new).await;
    let document = "{ one: decision(program: \"CX\", code: \"D-1\") { status supersededBy { code } }
        two: decision(program: \"CX\", code: \"D-2\") { supersedes { code } carriedOut { by { id } }
            lookedAgain { by { id } } lookedAgainFinding { value }
            outcome { minuted minutesNumber { value } confirmed { by { id } } } } }";
    let answer = world.ask(document, json!({})).await;
    assert_eq!(answer["one"], json!({ "status": "SUPERSEDED", "supersededBy": { "code": "D-2" } }));
    assert_eq!(answer["two"]["outcome"]["minutesNumber"]["value"], "7/2024");
    assert!(answer["two"]["outcome"]["confirmed"].is_object());
    assert!(answer["two"]["lookedAgain"].is_object());
    assert_eq!(answer["two"]["lookedAgainFinding"]["value"], "It still pays.");
    let document = "{ decision(program: \"CX\", code: \"D-2\") { dissents { minuted dissent { value } } } }";
    let hoa = world.person("HOA").await;
    let own = world.send(Some(hoa), document, json!({})).await;
    let dissent = json!([{ "minuted": true, "dissent": { "value": "It costs too much." } }]);
    assert_eq!(own["data"]["decision"]["dissents"], dissent);
}

async fn ended_otherwise(world: &World) {
    for code in ["D-4", "D-5", "D-6"] {
        world.recorded("openDecision", question(code, "Do we call back?")).await;
    }
    let seat = json!({ "committee": committee("STEER"), "person": { "code": "LAN" }, "role": "MEMBER" });
    world.recorded("seatMember", seat).await;
    let amended = json!({ "reason": "As it sits today." });
    world.recorded("amendElectorate", on("D-4", amended)).await;
    let until = json!({ "until": "2025-01-15", "reason": "The figures are missing." });
    world.recorded("deferDecision", on("D-4", until)).await;
    world.recorded("withdrawDecision", on("D-5", json!({ "reason": "Merged into D-4." }))).await;
    world.recorded("recordDecisionInError", on("D-6", json!({ "reason": "Asked twice." }))).await;
    let document = "{ program(code: \"CX\") { decisions(first: 100) { edges { node { code status } } } } }";
    let answer = world.ask(document, json!({})).await;
    let edges = answer["program"]["decisions"]["edges"].as_array().unwrap();
    let of =
        |code: &str| edges.iter().find(|edge| edge["node"]["code"] == code).map(|it| &it["node"]["status"]);
    assert_eq!(of("D-4"), Some(&json!("DEFERRED")));
    assert_eq!(of("D-5"), Some(&json!("WITHDRAWN")));
    assert_eq!(of("D-6"), None, "what was recorded in error is in no list");
}

async fn ranked(world: &World) {
    let order = json!([{ "initiative": calls() }, { "initiative": refunds() }]);
    let options = json!([{ "key": "CALLS-FIRST", "text": "Calls first.", "ranking": order }]);
    let new = with(
        question("D-7", "What comes first?"),
        json!({
            "kind": "RANKING", "options": options, "choice": "CALLS-FIRST", "reasons": "Most are hurt there.",
            "present": [{ "code": "HOA" }, { "code": "BINH" }],
        }),
    );
    let minuted = world.recorded("minuteNewDecision", new).await;
    let binh = world.person("BINH").await;
    let confirmed = on("D-7", json!({ "outcome": last(&minuted) }));
    let confirmed = world.mutate_as(binh, "confirmDecisionMinutes", confirmed).await;
    assert_eq!(confirmed["__typename"], "DecisionRecorded", "{confirmed:#}");
    let document = "{ program(code: \"CX\") { priorityOrder { decision { code } order {
        thing { __typename ... on Initiative { code } } } } } }";
    let answer = world.ask(document, json!({})).await;
    let codes: Vec<_> = answer["program"]["priorityOrder"]["order"].as_array().unwrap().iter().collect();
    assert_eq!(codes[0]["thing"]["code"], "CALLS", "{answer:#}");
}

/// A program whose committee has one question before it: D-1.
async fn steering() -> World {
    let world = World::with_program().await;
    world.recorded("registerPerson", json!({ "code": "HOA", "name": "Lê Hoa" })).await;
    world.recorded("createDepartment", json!({ "code": "CARE", "name": "Care" })).await;
    world.set_clock("2024-12-15T02:00:00Z");
    crate::committees::establish(&world).await;
    world.recorded("openDecision", question("D-1", "Do we pause the calls?")).await;
    world
}

#[tokio::test]
async fn a_vote_from_outside_the_electorate_is_refused_in_both_languages() {
    let world = steering().await;
    let hoa = world.person("HOA").await;
    let refused = vote(&world, hoa, "D-1", json!({ "for": "YES" })).await;
    assert!(refused["code"].is_string(), "{refused:#}");
    assert_ne!(refused["message"], refused["vi"], "one message in two languages");
}

#[tokio::test]
async fn nobody_reads_in_the_history_what_another_voted() {
    let world = steering().await;
    let (lan, binh) = (world.person("LAN").await, world.person("BINH").await);
    vote(&world, lan, "D-1", json!({ "for": "YES" })).await;
    let document = "{ decision(program: \"CX\", code: \"D-1\") {
        history(first: 100) { edges { node { type body } } } } }";
    let choice = async |asker: PersonId| {
        let answer = world.send(Some(asker), document, json!({})).await;
        let edges = answer["data"]["decision"]["history"]["edges"].as_array().unwrap().clone();
        let cast = edges.iter().find(|edge| edge["node"]["type"].as_str().unwrap().contains("vote")).unwrap();
        cast["node"]["body"]["fact"]["choice"].clone()
    };
    assert_eq!(choice(lan).await, json!("YES"), "one reads what one voted");
    for other in [binh, world.administrator] {
        assert_eq!(choice(other).await, json!(null), "nobody else does");
    }
}
