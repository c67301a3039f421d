//! A quarter of a committee's secretary: exceptions, a meeting, its minutes, and somebody who leaves.

use serde_json::{Value, json};

use crate::committees::committee;
use crate::world::{World, with};

fn event(recorded: &Value) -> Value {
    recorded["events"][0]["id"].clone()
}

fn last(recorded: &Value) -> Value {
    recorded["events"].as_array().unwrap().last().unwrap()["id"].clone()
}

fn calls() -> Value {
    json!({ "code": { "program": "CX", "code": "CALLS" } })
}

fn meeting(code: &str) -> Value {
    json!({ "code": { "program": "CX", "code": code } })
}

fn on(code: &str, fields: Value) -> Value {
    with(json!({ "meeting": meeting(code) }), fields)
}

/// Every mutation of meetings and what follows upon them, on 15 December 2024.
pub(crate) async fn quarter(world: &World) {
    let calls = with(
        crate::world::charter("CALLS"),
        json!({ "owner": { "code": "LAN" }, "committee": committee("STEER") }),
    );
    world.recorded("charterInitiative", calls).await;
    let start = json!({ "title": "One number to call", "due": "2024-06-01", "on": "2024-02-01" });
    world.recorded("startImprovement", with(json!({ "initiative": self::calls() }), start)).await;
    explained(world).await;
    held(world).await;
    agreed(world).await;
    minuted(world).await;
    handed_over(world).await;
}

async fn exceptions(world: &World) -> Vec<Value> {
    let document = "{ committee(program: \"CX\", code: \"STEER\") { exceptions {
        key kind since due person { name { value } } values { name value }
        about { __typename ... on Initiative { code } } improvement { title { value } }
        explanation { cause { value } nextStep { value } owner { name { value } } due } } } }";
    let mut answer = world.ask(document, json!({})).await;
    answer["committee"]["exceptions"].as_array_mut().unwrap().drain(..).collect()
}

fn find<'a>(exceptions: &'a [Value], kind: &str) -> &'a Value {
    exceptions.iter().find(|exception| exception["kind"] == kind).unwrap()
}

async fn explained(world: &World) {
    let before = exceptions(world).await;
    let late = find(&before, "IMPROVEMENT_OVERDUE");
    assert_eq!((&late["since"], &late["due"]), (&json!("2024-06-02"), &json!("2024-06-01")));
    assert_eq!(late["improvement"]["title"]["value"], "One number to call");
    assert_eq!(late["person"]["name"]["value"], "Trần Lan");
    let report = find(&before, "REPORT_OVERDUE");
    assert_eq!(
        report["values"],
        json!([
            { "name": "from", "value": "2024-01-01" },
            { "name": "periods", "value": "3" },
            { "name": "to", "value": "2024-03-31" },
        ])
    );
    find(&before, "MEETING_OVERDUE");

    let lan = world.person("LAN").await;
    let explain = json!({
        "initiative": calls(), "exception": late["key"], "cause": "The supplier left.",
        "nextStep": "Find another one.", "owner": { "code": "LAN" }, "due": "2024-12-31",
    });
    let recorded = world.mutate_as(lan, "explainException", explain.clone()).await;
    assert_eq!(recorded["__typename"], "InitiativeRecorded", "{recorded:#}");
    let after = exceptions(world).await;
    let expected = json!({
        "cause": { "value": "The supplier left." }, "nextStep": { "value": "Find another one." },
        "owner": { "name": { "value": "Trần Lan" } }, "due": "2024-12-31",
    });
    assert_eq!(find(&after, "IMPROVEMENT_OVERDUE")["explanation"], expected);
    let gone = with(explain, json!({ "exception": "bm90aGluZw", "commandId": world.command_id() }));
    let refused = world.mutate_as(lan, "explainException", gone).await;
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("INVALID_INPUT"), &json!(["input", "exception"]))
    );
}

async fn held(world: &World) {
    let cx = json!({ "code": "CX" });
    for (code, on) in [("M1", "2024-12-20"), ("M2", "2024-12-30"), ("M3", "2024-12-31")] {
        let input = json!({
            "program": cx, "code": code, "committee": committee("STEER"), "name": "Fourth quater", "on": on,
        });
        world.recorded("conveneMeeting", input).await;
    }
    world.recorded("recordMeetingInError", on("M3", json!({ "reason": "Twice." }))).await;
    world.recorded("cancelMeeting", on("M2", json!({ "reason": "Too early." }))).await;
    world.recorded("renameMeeting", on("M1", json!({ "name": "Fourth quarter" }))).await;
    let moved = json!({ "to": "2024-12-15", "reason": "The holidays." });
    let moved = world.recorded("moveMeeting", on("M1", moved)).await;
    let slip = json!({
        "event": event(&moved), "reason": "Unclear.",
        "with": { "moveMeeting": { "to": "2024-12-15", "reason": "Before the holidays." } },
    });
    world.recorded("correctMeetingFact", on("M1", slip)).await;
    world.recorded("fixAgenda", on("M1", json!({ "also": "The budget." }))).await;
    let attendees = json!([
        { "person": { "code": "BINH" }, "presence": "PRESENT" },
        { "person": { "code": "ADMIN" }, "presence": "PRESENT" },
        { "person": { "code": "LAN" }, "presence": "EXCUSED" },
    ]);
    world.recorded("holdMeeting", on("M1", json!({ "attendees": attendees }))).await;
    let guest = json!({ "person": { "code": "HOA" }, "presence": "PRESENT" });
    let mut attendees = attendees;
    attendees[2]["presence"] = "PRESENT".into();
    attendees.as_array_mut().unwrap().push(guest);
    world.recorded("takeAttendance", on("M1", json!({ "attendees": attendees }))).await;
    let resolved = json!({ "resolution": "Calls come first." });
    world.recorded("recordResolution", on("M1", resolved.clone())).await;
    let twice = world.recorded("recordResolution", on("M1", resolved)).await;
    world.recorded("annulMeetingFact", on("M1", json!({ "event": event(&twice), "reason": "Twice." }))).await;

    let document = "{ meeting(program: \"CX\", code: \"M1\") {
        name { value } day status moves { to reason { value } } chair { name { value } }
        agenda { effectiveOn also { value } items { kind } } resolutions { resolution { value } }
        attendance { quorum voting hasQuorum attendees { presence role votes } } }
      committee(program: \"CX\", code: \"STEER\") { meetings { edges { node { code status } } } } }";
    let answer = world.ask(document, json!({})).await;
    let held = &answer["meeting"];
    assert_eq!((&held["name"]["value"], &held["day"]), (&json!("Fourth quarter"), &json!("2024-12-15")));
    assert_eq!((&held["status"], &held["chair"]["name"]["value"]), (&json!("HELD"), &json!("Lê Bình")));
    assert_eq!(held["moves"], json!([{ "to": "2024-12-15", "reason": { "value": "Before the holidays." } }]));
    let kinds = ["REPORT_OVERDUE", "IMPROVEMENT_OVERDUE", "MEETING_OVERDUE"];
    let kinds = kinds.map(|kind| json!({ "kind": kind }));
    let agenda = json!({ "effectiveOn": "2024-12-15", "also": { "value": "The budget." }, "items": kinds });
    assert_eq!(held["agenda"], agenda);
    assert_eq!(held["resolutions"], json!([{ "resolution": { "value": "Calls come first." } }]));
    let seen = |role: Value, votes: bool| json!({ "presence": "PRESENT", "role": role, "votes": votes });
    let attendees = [
        seen(json!("CHAIR"), true),
        seen(json!("SECRETARY"), false),
        seen(json!("MEMBER"), true),
        seen(Value::Null, false),
    ];
    let attendance = json!({ "quorum": 2, "voting": 2, "hasQuorum": true, "attendees": attendees });
    assert_eq!(held["attendance"], attendance);
    let meetings = [("M2", "CANCELED"), ("M1", "HELD")];
    let meetings = meetings.map(|(code, status)| json!({ "node": { "code": code, "status": status } }));
    assert_eq!(answer["committee"]["meetings"]["edges"], json!(meetings));
}

async fn agreed(world: &World) {
    let agree = |task: &str| json!({ "task": task, "owner": { "code": "LAN" }, "due": "2024-12-20", "initiative": calls() });
    let first = last(&world.recorded("agreeAction", on("M1", agree("Ask the bank."))).await);
    let second = last(&world.recorded("agreeAction", on("M1", agree("Print forms."))).await);
    let third = last(&world.recorded("agreeAction", on("M1", agree("Call back."))).await);
    let moved = json!({ "action": first, "due": "2025-01-10", "reason": "The bank is closed." });
    world.recorded("moveAction", on("M1", moved)).await;
    let handed = json!({ "action": first, "owner": { "code": "BINH" } });
    world.recorded("handActionOver", on("M1", handed)).await;
    let binh = world.person("BINH").await;
    let done = on("M1", json!({ "action": first, "remark": "The bank agrees." }));
    let done = world.mutate_as(binh, "completeAction", done).await;
    assert_eq!(done["__typename"], "MeetingRecorded", "{done:#}");
    let dropped = json!({ "action": second, "reason": "Nobody prints." });
    world.recorded("dropAction", on("M1", dropped)).await;
    let again = world.mutate("dropAction", on("M1", json!({ "action": second, "reason": "Again." }))).await;
    assert_eq!((&again["code"], &again["path"]), (&json!("ACTION_OVER"), &json!(["input", "action"])));

    let document = "{ meeting(program: \"CX\", code: \"M1\") { actions {
        id task { value } owner { name { value } } due moved state ended remark { value } overdue
        initiative { code } } } }";
    let answer = world.ask(document, json!({})).await;
    let actions = answer["meeting"]["actions"].as_array().unwrap();
    assert_eq!(actions[0]["remark"], json!({ "value": "The bank agrees." }));
    assert_eq!((&actions[0]["due"], &actions[0]["moved"]), (&json!("2025-01-10"), &json!(1)));
    assert_eq!(actions[0]["owner"]["name"]["value"], "Lê Bình");
    let states: Vec<_> = actions.iter().map(|action| action["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["DONE", "DROPPED", "OPEN"]);
    assert_eq!(actions[1]["remark"], json!({ "value": "Nobody prints." }));
    assert_ne!(actions[2]["id"], third, "an action has an id of its own kind");
}

async fn minuted(world: &World) {
    let (binh, lan) = (world.person("BINH").await, world.person("LAN").await);
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let minutes = on("M1", json!({ "number": "2024-4", "sha256": hash, "text": "Calls were discussed." }));
    let minutes = event(&world.recorded("minuteMeeting", minutes).await);
    let confirm = || on("M1", json!({ "minutes": minutes }));
    let own = world.mutate("confirmMinutes", confirm()).await;
    assert_eq!(own["code"], "OWN_MINUTES");
    let not_the_chair = world.mutate_as(lan, "confirmMinutes", confirm()).await;
    assert_eq!(not_the_chair["rule"], "meeting.chair-confirms");
    let for_the_chair = with(confirm(), json!({ "by": { "code": "BINH" } }));
    let refused = world.mutate("confirmMinutes", for_the_chair).await;
    assert_eq!(refused["code"], "OWN_MINUTES", "who entered minutes does not enter their confirmation");
    let confirmed = world.mutate_as(binh, "confirmMinutes", confirm()).await;
    assert_eq!(confirmed["__typename"], "MeetingRecorded", "{confirmed:#}");
    let read = world.mutate_as(lan, "acknowledgeMinutes", confirm()).await;
    assert_eq!(read["__typename"], "MeetingRecorded", "{read:#}");

    let report = json!({
        "initiative": calls(), "period": { "from": "2024-10-01", "to": "2024-12-31" },
        "state": "AT_RISK", "summary": "The supplier left.",
    });
    let reported = event(&world.mutate_as(lan, "reportProgress", report).await);
    let read = json!({ "initiative": calls(), "report": reported });
    let read = world.mutate_as(binh, "acknowledgeReport", read).await;
    assert_eq!(read["__typename"], "InitiativeRecorded", "{read:#}");

    let document = "{ meeting(program: \"CX\", code: \"M1\") { minutes {
        number sha256 text { value } confirmed { by { name { value } } }
        acknowledgments { by { name { value } } } } }
      initiative(program: \"CX\", code: \"CALLS\") {
        reports { edges { node { acknowledgments { by { name { value } } } } } } } }";
    let answer = world.ask(document, json!({})).await;
    let by = |name: &str| json!({ "by": { "name": { "value": name } } });
    assert_eq!(
        answer["meeting"]["minutes"],
        json!({
            "number": "2024-4", "sha256": hash, "text": { "value": "Calls were discussed." },
            "confirmed": by("Lê Bình"), "acknowledgments": [by("Trần Lan")],
        })
    );
    let reports = json!([{ "node": { "acknowledgments": [by("Lê Bình")] } }]);
    assert_eq!(answer["initiative"]["reports"]["edges"], reports);
}

async fn handed_over(world: &World) {
    let document = "{ person(code: \"LAN\") {
        toDo { kind due overdue about { __typename ... on Initiative { code } } action { task { value } } }
        holdings { kind seat exception { key } about { __typename ... on Initiative { code } ... on Meeting { code } } } } }";
    let answer = world.ask(document, json!({})).await;
    let kinds: Vec<_> = answer["person"]["toDo"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["kind"].as_str().unwrap(), item["due"].as_str().unwrap_or("-")))
        .collect();
    let expected = [
        ("DELIVER", "2024-06-01"),
        ("REPORT", "2024-10-14"),
        ("ACT", "2024-12-20"),
        ("TAKE_STEP", "2024-12-31"),
        ("EXPLAIN", "-"),
    ];
    assert_eq!(kinds, expected);
    let holdings = answer["person"]["holdings"].as_array().unwrap();
    let kinds: Vec<_> = holdings.iter().map(|held| held["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["INITIATIVE", "ACTION", "SEAT", "ROLE", "STEP"]);

    let seat = json!({ "committee": committee("STEER"), "seat": holdings[2]["seat"] });
    let step = json!({ "program": { "code": "CX" }, "exception": holdings[4]["exception"]["key"] });
    let input = json!({
        "commandId": world.command_id(), "person": { "code": "LAN" }, "leaves": "2024-12-15",
        "parts": [
            { "what": { "initiative": calls() }, "to": { "code": "HOA" } },
            { "what": { "seat": seat }, "to": { "code": "HOA" } },
            { "what": { "step": step }, "to": { "code": "HOA" } },
        ],
    });
    let first = hand_over(world, &input).await;
    assert_eq!((&first["failed"], &first["left"]["failure"]), (&json!(0), &Value::Null), "{first:#}");
    let remaining = json!([{ "kind": "ACTION" }, { "kind": "ROLE" }]);
    assert_eq!(first["remaining"], remaining);
    let again = hand_over(world, &input).await;
    assert_eq!(again["remaining"], remaining);
    for part in again["parts"].as_array().unwrap().iter().chain([&again["left"]]) {
        assert_eq!(part["replayed"], true, "{again:#}");
    }
    assert_eq!(again["parts"][0]["events"], first["parts"][0]["events"]);
    let due = exceptions(world).await;
    let left = find(&due, "HAND_OVER_DUE");
    assert_eq!((&left["since"], &left["about"]["__typename"]), (&json!("2024-12-15"), &json!("Meeting")));
}

async fn hand_over(world: &World, input: &Value) -> Value {
    let document = "mutation($input: HandOverInput!) { handOver(input: $input) { __typename
        ... on HandedOver { failed remaining { kind }
          left { replayed events { type } failure { code } }
          parts { replayed events { id type } failure { code message } } }
        ... on CommandError { code path } } }";
    world.note("handOver");
    world.ask(document, json!({ "input": input })).await["handOver"].take()
}
