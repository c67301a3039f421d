//! Every mutation once, as a program uses it over a year.

use std::collections::BTreeSet;

use cxl_domain::id::PersonId;
use cxl_store::attachments::Attachments as _;
use serde_json::{Value, json};

use crate::world::{World, nps, reading, refunds, uuid, with};

/// The event that a mutation recorded at a place.
fn event(recorded: &Value, index: usize) -> Value {
    recorded["events"][index]["id"].clone()
}

fn types(recorded: &Value) -> Vec<&str> {
    recorded["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_command_can_be_given_through_graphql_and_shows_in_the_answers() {
    let world = World::with_program().await;
    world.set_clock("2024-12-15T02:00:00Z");
    organization(&world).await;
    program(&world).await;
    people(&world).await;
    metrics(&world).await;
    crate::committees::establish(&world).await;
    discipline(&world).await;
    crate::flags::cleared(&world).await;
    initiatives(&world).await;
    evidence(&world).await;
    crate::journeys::map(&world).await;
    crate::meetings::quarter(&world).await;
    crate::decisions::decide(&world).await;

    let schema = world.ask("{ __schema { mutationType { fields { name } } } }", json!({})).await;
    let fields = schema["__schema"]["mutationType"]["fields"].as_array().unwrap();
    let all: BTreeSet<_> = fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(world.used(), all, "a mutation is not used here");
}

async fn organization(world: &World) {
    world.recorded("renameOrganization", json!({ "name": "Songhong Group" })).await;
    world.recorded("setOrganizationZone", json!({ "zone": "Asia/Bangkok" })).await;
    let care = world.recorded("createDepartment", json!({ "code": "CARE", "name": "Customer care" })).await;
    let parent = json!({ "code": "CARE" });
    let desk = json!({ "code": "DESK", "name": "Service desk", "parent": parent });
    let desk = world.recorded("createDepartment", desk).await;
    let renamed = json!({ "department": { "id": event(&care, 0) }, "name": "Care and service" });
    world.recorded("renameDepartment", renamed).await;
    let closed = json!({ "department": { "code": "DESK" }, "reason": "Merged into care." });
    world.recorded("closeDepartment", closed).await;
    let slip = json!({
        "event": event(&desk, 0), "reason": "The code was wrong.",
        "with": { "createDepartment": { "code": "HELP", "name": "Service desk", "parent": parent } },
    });
    world.recorded("correctOrganizationFact", slip).await;
    let grant = json!({ "person": { "code": "LAN" }, "role": "AUDITOR", "until": "2025-01-01" });
    let granted = world.recorded("grantRole", grant).await;
    world.recorded("withdrawRole", json!({ "grant": event(&granted, 0), "reason": "Moved on." })).await;
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let token = json!({ "person": { "code": "LAN" }, "sha256": hash, "expires": "2025-06-01T00:00:00Z" });
    let issued = world.recorded("issueToken", token).await;
    world.recorded("revokeToken", json!({ "token": event(&issued, 0), "reason": "Lost." })).await;
    let renamed = world.recorded("renameOrganization", json!({ "name": "Songhong Grup" })).await;
    let slip = json!({ "event": event(&renamed, 0), "reason": "A slip of the pen." });
    world.recorded("annulOrganizationFact", slip).await;
    adopted_model(world).await;

    let answer = "{ organization { name { value } zone departments { code name { value } closed } } }";
    let answer = world.ask(answer, json!({})).await;
    assert_eq!(
        answer["organization"],
        json!({
            "name": { "value": "Songhong Group" },
            "zone": "Asia/Bangkok",
            "departments": [
                { "code": "CARE", "name": { "value": "Care and service" }, "closed": null },
                { "code": "HELP", "name": { "value": "Service desk" }, "closed": "2024-12-15" },
            ],
        })
    );
}

/// There is one model and the founding adopted it for all time, so that adoption is corrected first.
async fn adopted_model(world: &World) {
    let organization = world.ask("{ organization { id } }", json!({})).await["organization"]["id"].take();
    let events = world.history(&organization, "id type").await;
    let adopted = events.iter().find(|event| event["type"] == "organization.model-adopted.v1").unwrap();
    let founding = json!({ "founding": true });
    let later = json!({ "model": "cx-maturity/1", "on": "2024-01-01", "authority": founding });
    let slip =
        json!({ "event": adopted["id"], "reason": "From the start on.", "with": { "adoptModel": later } });
    world.recorded("correctOrganizationFact", slip).await;
    let earlier = json!({ "model": "cx-maturity/1", "on": "2020-01-01", "authority": founding });
    world.recorded("adoptModel", earlier).await;
    world.recorded("adoptRuleSet", json!({ "ruleSet": "RULES_8_6", "on": "2024-06-01" })).await;
}

async fn program(world: &World) {
    let cx = json!({ "code": "CX" });
    let renamed = world.recorded("renameProgram", json!({ "program": cx, "name": "Customer frist" })).await;
    let name = json!({ "renameProgram": { "name": "Customers first" } });
    let slip = json!({ "program": cx, "event": event(&renamed, 0), "reason": "A slip.", "with": name });
    world.recorded("correctProgramFact", slip).await;
    world.recorded("nameSponsor", json!({ "program": cx, "sponsor": { "code": "BINH" } })).await;
    let zone = world.recorded("setProgramZone", json!({ "program": cx, "zone": "Europe/London" })).await;
    let slip = json!({ "program": cx, "event": event(&zone, 0), "reason": "It never moved." });
    world.recorded("annulProgramFact", slip).await;
    world.recorded("setFiscalCalendar", json!({ "program": cx, "fiscalYearBegins": 4 })).await;
    let label = json!({ "program": cx, "vocabulary": "CHANNEL", "code": "APP", "label": "The app" });
    world.recorded("labelCode", label).await;
    let other = json!({
        "code": "OLD", "name": "Never was", "sponsor": { "code": "ADMIN" }, "zone": "Asia/Ho_Chi_Minh",
        "fiscalYearBegins": 7,
    });
    world.recorded("createProgram", other).await;
    let gone = json!({ "program": { "code": "OLD" }, "reason": "Created twice." });
    world.recorded("recordProgramInError", gone).await;

    let answer = "{ program(code: \"CX\") { name { value } sponsor { name { value } } zone fiscalYearBegins }
                    programs { edges { node { code } } } }";
    let answer = world.ask(answer, json!({})).await;
    assert_eq!(
        answer["program"],
        json!({
            "name": { "value": "Customers first" }, "sponsor": { "name": { "value": "Lê Bình" } },
            "zone": "Asia/Ho_Chi_Minh", "fiscalYearBegins": 4,
        })
    );
    assert_eq!(answer["programs"]["edges"], json!([{ "node": { "code": "CX" } }]));
}

async fn people(world: &World) {
    let hoa = json!({ "code": "HOA", "name": "Phạm Hoa", "department": { "code": "CARE" } });
    let registered = world.recorded("registerPerson", hoa).await;
    assert_eq!(types(&registered), ["person.registered.v1", "person.named.v1", "person.placed.v1"]);
    let named = json!({ "person": { "code": "HOA" }, "name": "Phạm Thị Hao" });
    let named = world.recorded("renamePerson", named).await;
    let name = json!({ "renamePerson": { "name": "Phạm Thị Hoa" } });
    let person = json!({ "code": "HOA" });
    let slip = json!({ "person": person, "event": event(&named, 0), "reason": "A slip.", "with": name });
    world.recorded("correctPersonFact", slip).await;
    let placed = world.recorded("placePerson", json!({ "person": person, "department": null })).await;
    let slip = json!({ "person": person, "event": event(&placed, 0), "reason": "She stays." });
    world.recorded("annulPersonFact", slip).await;
    let answer = "{ person(code: \"hoa\") { name { value } department { code } } }";
    let answer = world.ask(answer, json!({})).await;
    let expected = json!({ "name": { "value": "Phạm Thị Hoa" }, "department": { "code": "CARE" } });
    assert_eq!(answer["person"], expected);

    world.recorded("recordPersonLeft", json!({ "person": person, "on": "2024-11-01" })).await;
    world.recorded("recordPersonReturned", json!({ "person": person, "on": "2024-12-01" })).await;

    let issuer = "https://login.example.com";
    let identity = json!({ "person": person, "issuer": issuer, "subject": "00u1a2b3" });
    let linked = world.recorded("linkIdentity", identity.clone()).await;
    assert_eq!(world.mutate("linkIdentity", identity).await["code"], "ALREADY_RECORDED");
    let answer =
        "{ person(code: \"HOA\") { isService identities { event issuer { value } subject { value } } } }";
    let expected = json!([{
        "event": event(&linked, 0), "issuer": { "value": issuer }, "subject": { "value": "00u1a2b3" },
    }]);
    let answer = world.ask(answer, json!({})).await["person"].clone();
    assert_eq!((&answer["isService"], &answer["identities"]), (&json!(false), &expected));
    let unlinked = json!({ "person": person, "identity": event(&linked, 0), "reason": "Another provider." });
    world.recorded("unlinkIdentity", unlinked).await;
    world.recorded("registerService", json!({ "code": "IMPORTER", "name": "Survey importer" })).await;
    let answer =
        world.ask("{ person(code: \"IMPORTER\") { isService identities { event } } }", json!({})).await;
    assert_eq!(answer["person"], json!({ "isService": true, "identities": [] }));

    world.recorded("registerPerson", json!({ "code": "TWICE", "name": "Phạm Hoa" })).await;
    let gone = json!({ "person": { "code": "TWICE" }, "reason": "Registered twice." });
    world.recorded("recordPersonInError", gone).await;
    let twice = "{ person(code: \"TWICE\") { recordedInError { reason { value } } } }";
    let twice = world.ask(twice, json!({})).await;
    assert_eq!(twice["person"]["recordedInError"]["reason"]["value"], "Registered twice.");
}

/// What the metric is for, who can move it, and which of its readings are judged together.
async fn discipline(world: &World) {
    let cx = json!({ "code": "CX" });
    let goal = json!({ "program": cx, "code": "LOYAL", "title": "Customers stay", "on": "2024-01-01" });
    world.recorded("setGoal", goal).await;
    let loyal = json!({ "code": { "program": "CX", "code": "LOYAL" } });
    world.recorded("linkGoal", json!({ "metric": nps(), "goal": loyal, "on": "2024-01-01" })).await;
    let purposes = json!({ "metric": nps(), "purposes": ["STRATEGY", "PAY"], "on": "2024-01-01" });
    world.recorded("declarePurpose", purposes).await;
    world.recorded("declarePurpose", json!({ "metric": nps(), "purposes": ["STRATEGY"] })).await;
    let stated = json!({
        "metric": nps(), "by": { "code": "BINH" },
        "controls": { "yes": false, "remark": "The bank decides." },
        "knowsHow": { "yes": true }, "hasAuthority": { "yes": true },
    });
    world.recorded("stateControl", stated).await;
    let proposal = json!({
        "metric": nps(), "series": { "definition": 1 }, "date": "2024-06-01", "reason": "A new survey tool.",
    });
    let proposed = world.recorded("proposeRebase", proposal).await;
    let approval = json!({ "metric": nps(), "rebase": event(&proposed, 0) });
    let own = world.mutate("approveRebase", approval.clone()).await;
    assert_eq!((&own["code"], &own["path"]), (&json!("OWN_PROPOSAL"), &json!(["input", "rebase"])));
    let lead = world.person("BINH").await;
    let document = json!({ "title": "Minutes of June", "sha256": "cd".repeat(32) });
    let approval = with(approval, json!({ "authority": { "document": document } }));
    let approved = world.mutate_as(lead, "approveRebase", approval).await;
    assert_eq!(approved["__typename"], "MetricRecorded", "{approved:#}");
    let bridge = json!({ "metric": nps(), "earlier": 1, "later": 2, "reason": "Only the day changed." });
    world.recorded("bridgeDefinitions", bridge).await;
    world.recorded("retireGoal", json!({ "program": cx, "goal": loyal, "reason": "Reached." })).await;

    let fields = "goal { code title { value } retired metrics { totalCount } }
        purpose { purposes } judgedPeople { purposes from }
        controlStatement { by { code { value } } controls { yes remark { value } } knowsHow { yes remark { value } } }
        controlStatements { from } accountabilityGap { reasons controlledBy { code } sponsor { code { value } } }
        rebases { date reason { value } approval { by { code { value } } withoutDecision } }
        bridges { earlier later reason { value } fact { withoutDecision } }";
    let document = format!(
        "{{ metric(program: \"CX\", code: \"NPS\") {{ {fields} }}
            program(code: \"CX\") {{ goals {{ code }} accountabilityGaps {{ totalCount }} }} }}"
    );
    let answer = world.ask(&document, json!({})).await;
    assert_eq!(
        answer["metric"],
        json!({
            "goal": {
                "code": "LOYAL", "title": { "value": "Customers stay" }, "retired": "2024-12-15",
                "metrics": { "totalCount": 1 },
            },
            "purpose": { "purposes": ["STRATEGY"] },
            "judgedPeople": { "purposes": ["STRATEGY", "PAY"], "from": "2024-01-01" },
            "controlStatement": {
                "by": { "code": { "value": "BINH" } },
                "controls": { "yes": false, "remark": { "value": "The bank decides." } },
                "knowsHow": { "yes": true, "remark": null },
            },
            "controlStatements": [{ "from": "2024-12-15" }],
            "accountabilityGap": {
                "reasons": ["NO_CONTROL"], "controlledBy": null, "sponsor": { "code": { "value": "BINH" } },
            },
            "rebases": [{
                "date": "2024-06-01", "reason": { "value": "A new survey tool." },
                "approval": { "by": { "code": { "value": "BINH" } }, "withoutDecision": false },
            }],
            "bridges": [{
                "earlier": 1, "later": 2, "reason": { "value": "Only the day changed." },
                "fact": { "withoutDecision": true },
            }],
        })
    );
    let expected = json!({ "goals": [{ "code": "LOYAL" }], "accountabilityGaps": { "totalCount": 1 } });
    assert_eq!(answer["program"], expected);
}

async fn metrics(world: &World) {
    let define = with(
        crate::world::define("NPS"),
        json!({ "accountable": { "code": "LAN" }, "unit": "POINTS", "dueWithinDays": 10 }),
    );
    world.recorded("defineMetric", define).await;
    world.recorded("renameMetric", json!({ "metric": nps(), "name": "Net Promoter Score" })).await;
    let target =
        json!({ "metric": nps(), "value": "45.5", "reason": "Agreed in March.", "on": "2024-03-01" });
    let target = world.recorded("setTarget", target).await;
    let better = json!({ "setTarget": { "value": "55.5", "reason": "Agreed in March." } });
    let slip = json!({ "metric": nps(), "event": event(&target, 0), "reason": "Misread.", "with": better });
    world.recorded("correctMetricFact", slip).await;
    let accountable = json!({ "metric": nps(), "person": { "code": "BINH" } });
    world.recorded("assignAccountable", accountable).await;
    world.recorded("redefineMetric", json!({ "metric": nps(), "wording": "Asked on the day." })).await;
    let series = json!({ "definition": 1, "channel": "APP" });
    let headline = world.recorded("nameHeadline", json!({ "metric": nps(), "series": series })).await;
    let slip = json!({ "metric": nps(), "event": event(&headline, 0), "reason": "Not agreed." });
    world.recorded("annulMetricFact", slip).await;

    let extras = json!({ "n": "100", "invited": "300", "status": "PROVISIONAL" });
    world.recorded("recordReading", with(reading("2024-01", 31, 70), extras)).await;
    let months = [("2024-02", 29, 72), ("2024-03", 31, 74)];
    let items: Vec<_> =
        months.iter().map(|(month, last, promoters)| reading(month, *last, *promoters)).collect();
    let bulk = json!({ "commandId": world.command_id(), "items": items });
    let bulk = world.record_readings(bulk).await;
    assert_eq!(bulk["failed"], "0", "{bulk:#}");

    world.recorded("defineMetric", crate::world::define("TWICE")).await;
    let twice = json!({ "code": { "program": "CX", "code": "TWICE" } });
    world.recorded("recordMetricInError", json!({ "metric": twice, "reason": "Defined twice." })).await;

    let answer = "{ metric(program: \"CX\", code: \"NPS\") {
        name { value } dueWithinDays unit target { value } accountable { name { value } }
        definitions { version } headline { channel }
        readings { edges { node { value n invited } } } } }";
    let answer = world.ask(answer, json!({})).await;
    let value = |value: &str, n: &str, invited: Option<&str>| json!({ "node": { "value": value, "n": n, "invited": invited } });
    assert_eq!(
        answer["metric"],
        json!({
            "name": { "value": "Net Promoter Score" }, "dueWithinDays": 10, "unit": "POINTS",
            "target": { "value": "55.5" }, "accountable": { "name": { "value": "Lê Bình" } },
            "definitions": [{ "version": 1 }, { "version": 2 }], "headline": { "channel": null },
            "readings": { "edges": [
                value("60", "100", Some("300")),
                value("60.78431372549", "102", None),
                value("61.538461538462", "104", None),
            ] },
        })
    );
}

async fn initiatives(world: &World) {
    let document = json!({
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "title": "Minutes 12",
    });
    let charter = with(
        crate::world::charter("REFUNDS"),
        json!({
            "owner": { "code": "LAN" }, "authority": { "document": document },
            "committee": { "code": { "program": "CX", "code": "STEER" } },
        }),
    );
    let chartered = world.recorded("charterInitiative", charter).await;
    assert_eq!(chartered["events"].as_array().unwrap().len(), 4);
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    world.recorded("renameInitiative", on(json!({ "name": "Refunds in a day" }))).await;
    world.recorded("restatePurpose", on(json!({ "purpose": "Nobody waits for money." }))).await;
    let board = json!({ "code": { "program": "CX", "code": "BOARD" } });
    let transfer = json!({ "committee": board, "on": "2024-06-01", "authority": { "document": document } });
    world.recorded("transferOversight", on(transfer)).await;
    let vacated =
        world.recorded("vacateOwner", on(json!({ "reason": "On leave.", "on": "2024-06-01" }))).await;
    assert_eq!(vacated["revision"], "7");
    let rule = json!({ "notRequired": { "rule": "OWNERS-BY-LEAD" } });
    let owner = on(json!({ "owner": { "code": "BINH" }, "on": "2024-07-01", "authority": rule }));
    let assigned = world.recorded("assignOwner", owner).await;
    let other = json!({ "assignOwner": { "owner": { "code": "BINH" }, "on": "2024-07-08" } });
    let slip = on(json!({ "event": event(&assigned, 0), "reason": "A week later.", "with": other }));
    world.recorded("correctInitiativeFact", slip).await;
    world.recorded("linkMetric", on(json!({ "metric": nps(), "role": "PRIMARY" }))).await;
    improvements(world).await;

    let report = json!({
        "period": { "from": "2024-10-01", "to": "2024-10-31" }, "state": "AT_RISK",
        "summary": "The bank answers late.", "nextStep": "Meet the bank.", "blockedBy": "A contract.",
    });
    let reported = world.recorded("reportProgress", on(report.clone())).await;
    world
        .recorded("annulInitiativeFact", on(json!({ "event": event(&reported, 0), "reason": "Too early." })))
        .await;
    let reported = world.bulk("reportProgressInBulk", vec![on(report)]).await;
    assert_eq!(reported["failed"], "0", "{reported:#}");
    world.recorded("pauseInitiative", on(json!({ "reason": "A merger.", "on": "2024-11-01" }))).await;
    world.recorded("resumeInitiative", on(json!({ "reason": "It is over.", "on": "2024-11-15" }))).await;
    let stop =
        json!({ "reason": "The goal is reached.", "lesson": "Ask the bank first.", "on": "2024-12-01" });
    world.recorded("sustainInitiative", on(json!({ "on": "2024-11-20" }))).await;
    world.recorded("stopInitiative", on(stop)).await;

    profile(world).await;
    successor(world).await;
    world.recorded("charterInitiative", crate::world::charter("TWICE")).await;
    let twice = json!({ "code": { "program": "CX", "code": "TWICE" } });
    world
        .recorded("recordInitiativeInError", json!({ "initiative": twice, "reason": "Chartered twice." }))
        .await;

    let answer = "{ initiative(program: \"CX\", code: \"REFUNDS\") {
        name { value } purpose { value } committee { code }
        oversight { committee { code } from until fact { withoutDecision } } status statusSince owner { name { value } }
        succeededBy { successor { code } } turns { lesson { value } }
        links { role metric { code } }
        improvements { title { value } state due }
        reports { edges { node { state summary { value } } } } } }";
    let answer = world.ask(answer, json!({})).await;
    assert_eq!(
        answer["initiative"],
        json!({
            "name": { "value": "Refunds in a day" }, "purpose": { "value": "Nobody waits for money." },
            "committee": { "code": "BOARD" },
            "oversight": [
                {
                    "committee": { "code": "STEER" }, "from": "2024-01-01", "until": "2024-06-01",
                    "fact": { "withoutDecision": false },
                },
                {
                    "committee": { "code": "BOARD" }, "from": "2024-06-01", "until": null,
                    "fact": { "withoutDecision": false },
                },
            ],
            "status": "SUCCEEDED", "statusSince": "2024-12-05",
            "owner": { "name": { "value": "Lê Bình" } },
            "succeededBy": { "successor": { "code": "MONEY" } },
            "turns": [
                { "lesson": null }, { "lesson": null }, { "lesson": null },
                { "lesson": { "value": "Ask the bank first." } },
            ],
            "links": [{ "role": "PRIMARY", "metric": { "code": "NPS" } }],
            "improvements": [
                { "title": { "value": "One form" }, "state": "DELIVERED", "due": "2024-05-01" },
                { "title": { "value": "A robot" }, "state": "ABANDONED", "due": null },
            ],
            "reports": { "edges": [
                { "node": { "state": "AT_RISK", "summary": { "value": "The bank answers late." } } },
            ] },
        })
    );
}

/// What is decided about practices and levels, of an initiative and of a program.
async fn profile(world: &World) {
    world.recorded("charterInitiative", crate::world::charter("CLAIMS")).await;
    let claims = json!({ "initiative": { "code": { "program": "CX", "code": "CLAIMS" } } });
    let program = json!({ "program": { "code": "CX" } });
    for (noun, on) in [("Initiative", &claims), ("Program", &program)] {
        let on = |fields: Value| with(on.clone(), fields);
        let exclude = json!({
            "practice": "O1", "reason": "It sells nothing.", "reviewOn": "2025-06-01", "on": "2024-03-01",
        });
        world.recorded(&format!("exclude{noun}Practice"), on(exclude.clone())).await;
        world
            .recorded(&format!("include{noun}Practice"), on(json!({ "practice": "O1", "on": "2024-06-01" })))
            .await;
        let again = with(exclude, json!({ "on": "2024-09-01", "until": "2030-01-01" }));
        world.recorded(&format!("exclude{noun}Practice"), on(again)).await;
        let target = |due: &str| json!({ "goal": { "level": 1 }, "due": due, "on": "2024-03-01" });
        world.recorded(&format!("set{noun}MaturityTarget"), on(target("2025-12-31"))).await;
        world.recorded(&format!("set{noun}MaturityTarget"), on(target("2026-12-31"))).await;
        let given_up = json!({ "goal": { "practice": "R2" }, "due": "2025-06-30" });
        world.recorded(&format!("set{noun}MaturityTarget"), on(given_up)).await;
        let given_up = json!({ "goal": { "practice": "R2" }, "reason": "It takes a committee." });
        world.recorded(&format!("drop{noun}MaturityTarget"), on(given_up)).await;
    }
    let rule = with(program, json!({ "rule": "LOWER_MEDIAN", "reason": "One branch is being sold." }));
    world.recorded("decideProgramLevelRule", rule).await;

    let answer = "{ initiative(program: \"CX\", code: \"CLAIMS\") { maturity {
            level settling settledFrom
            practices { practice notApplicable { from until reviewOn reviewDue reason { value } } }
            targets { goal { level } due moved ofProgram reached toGo neededPerYear noAchievedPace }
            years { on level gained daysSinceEvidence } } }
        program(code: \"CX\") {
            maturity { level rule distribution { level initiatives } mean settling { level } heldBy { level } }
            maturityTargets { goal { level } due moved }
            maturityYears { on } maturityLapses { on } } }";
    let answer = world.ask(answer, json!({})).await;
    let maturity = &answer["initiative"]["maturity"];
    assert_eq!(
        (&maturity["level"], &maturity["settling"], &maturity["settledFrom"]),
        (&json!(0), &json!(true), &json!("2025-01-01"))
    );
    let excluded: Vec<_> = maturity["practices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|at| !at["notApplicable"].is_null())
        .collect();
    let expected = json!({ "practice": "O1", "notApplicable": {
        "from": "2024-09-01", "until": "2030-01-01", "reviewOn": "2025-06-01", "reviewDue": false,
        "reason": { "value": "It sells nothing." },
    } });
    assert_eq!(excluded, [&expected]);
    assert_eq!(
        maturity["targets"],
        json!([{
            "goal": { "level": 1 }, "due": "2026-12-31", "moved": 1, "ofProgram": false, "reached": false,
            "toGo": ["R1", "R2", "R3", "R4"], "neededPerYear": "1.96", "noAchievedPace": "TOO_YOUNG",
        }])
    );
    assert_eq!(
        maturity["years"],
        json!([{ "on": "2024-12-15", "level": 0, "gained": [], "daysSinceEvidence": null }])
    );
    let program = &answer["program"];
    assert_eq!(
        program["maturity"],
        json!({
            "level": null, "rule": "LOWER_MEDIAN", "distribution": [], "mean": null, "heldBy": [],
            "settling": [{ "level": 0 }],
        })
    );
    assert_eq!(
        program["maturityTargets"],
        json!([{ "goal": { "level": 1 }, "due": "2026-12-31", "moved": 1 }])
    );
    assert_eq!(
        (&program["maturityYears"], &program["maturityLapses"]),
        (&json!([{ "on": "2024-12-15" }]), &json!([]))
    );
}

/// Another initiative carries the stopped one on, is itself stopped, and reopened.
async fn successor(world: &World) {
    world.recorded("charterInitiative", crate::world::charter("MONEY")).await;
    let money = json!({ "code": { "program": "CX", "code": "MONEY" } });
    let on = |fields: Value| with(json!({ "initiative": money }), fields);
    world.recorded("succeedInitiative", on(json!({ "predecessor": refunds(), "on": "2024-12-05" }))).await;
    world.recorded("stopInitiative", on(json!({ "reason": "No budget.", "on": "2024-12-06" }))).await;
    world.recorded("reopenInitiative", on(json!({ "reason": "A budget.", "on": "2024-12-07" }))).await;
    let answer = "{ initiative(program: \"CX\", code: \"MONEY\") {
        status turns { status from reason { value } }
        predecessors { from predecessor { code status } fact { withoutDecision } } } }";
    let answer = world.ask(answer, json!({})).await;
    let turns = json!([
        { "status": "STOPPED", "from": "2024-12-06", "reason": { "value": "No budget." } },
        { "status": "RUNNING", "from": "2024-12-07", "reason": { "value": "A budget." } },
    ]);
    let predecessor = json!({ "code": "REFUNDS", "status": "SUCCEEDED" });
    assert_eq!(
        answer["initiative"],
        json!({
            "status": "RUNNING", "turns": turns,
            "predecessors": [{
                "from": "2024-12-05", "predecessor": predecessor, "fact": { "withoutDecision": true },
            }],
        })
    );
}

async fn improvements(world: &World) {
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    let start = json!({ "title": "One form", "metric": nps(), "due": "2024-04-01", "on": "2024-02-01" });
    let started = world.recorded("startImprovement", on(start)).await;
    let improvement = event(&started, 0);
    let moved = json!({ "improvement": improvement, "due": "2024-05-01", "reason": "The vendor was late." });
    world.recorded("moveImprovementDate", moved).await;
    let delivered = json!({ "improvement": improvement, "on": "2024-05-02" });
    world.recorded("deliverImprovement", delivered).await;
    let robot =
        world.recorded("startImprovement", on(json!({ "title": "A robot", "on": "2024-03-01" }))).await;
    let abandoned = json!({ "improvement": event(&robot, 0), "reason": "Too dear.", "on": "2024-03-20" });
    world.recorded("abandonImprovement", abandoned).await;
}

async fn evidence(world: &World) {
    let provide = |month: &str, scope: Value, practice: &str| {
        json!({
            "program": { "code": "CX" }, "practice": practice, "scope": scope,
            "covers": { "from": format!("{month}-01"), "to": format!("{month}-28") },
            "summary": "Four interviews and the complaints of the month.",
        })
    };
    let lan = world.person("LAN").await;
    let mut provided = Vec::new();
    for month in ["2024-02", "2024-05"] {
        let input = provide(month, json!({ "initiative": refunds() }), "R1");
        let answer = world.provided(lan, input).await;
        provided.push(answer);
    }
    let shared = provide("2024-08", json!({ "program": [] }), "E1");
    provided.push(world.provided(lan, shared).await);

    attached(world, lan, &provided[0]).await;
    let accepted =
        world.recorded("acceptEvidence", json!({ "evidence": provided[0], "remark": "Well done." })).await;
    let slip = json!({ "evidence": provided[0], "event": event(&accepted, 0), "reason": "The wrong one." });
    world.recorded("annulEvidenceFact", slip).await;
    let refused = json!({ "evidence": provided[0], "reason": "One quarter is not named." });
    let refused = world.recorded("refuseEvidence", refused).await;
    let other = json!({ "refuseEvidence": { "reason": "No quarter is named." } });
    let slip =
        json!({ "evidence": provided[0], "event": event(&refused, 0), "reason": "Unclear.", "with": other });
    world.recorded("correctEvidenceFact", slip).await;
    world.recorded("acceptEvidence", json!({ "evidence": provided[1] })).await;
    let withdrawn = json!({ "evidence": provided[1], "reason": "The sample was of another year." });
    let result = world.mutate_as(lan, "withdrawEvidence", withdrawn).await;
    assert_eq!(result["__typename"], "EvidenceRecorded", "{result:#}");
    let gone = json!({ "evidence": provided[2], "reason": "Provided for another program." });
    world.recorded("recordEvidenceInError", gone).await;
    let more = provide("2024-09", json!({ "initiative": refunds() }), "R1");
    let answered = world.bulk("provideEvidenceInBulk", vec![more]).await;
    assert_eq!(answered["failed"], "0", "{answered:#}");

    let answer = "query($one: ID!, $two: ID!, $three: ID!) {
        one: evidence(id: $one) { practice judgment remark { value } }
        two: evidence(id: $two) { judgment covers { to } withdrawn { event } withdrawalReason { value } }
        three: evidence(id: $three) { recordedInError { reason { value } } } }";
    let ids = json!({ "one": provided[0], "two": provided[1], "three": provided[2] });
    let answer = world.ask(answer, ids).await;
    let expected = json!({
        "one": { "practice": "R1", "judgment": "REFUSED", "remark": { "value": "No quarter is named." } },
        "two": {
            "judgment": "ACCEPTED", "covers": { "to": "2024-05-28" },
            "withdrawn": { "event": event(&result, 0) },
            "withdrawalReason": { "value": "The sample was of another year." },
        },
        "three": { "recordedInError": { "reason": { "value": "Provided for another program." } } },
    });
    assert_eq!(answer, expected);
}

/// A file that was uploaded, attached to evidence.
async fn attached(world: &World, by: PersonId, evidence: &Value) {
    let program = world.ask("{ program(code: \"CX\") { id } }", json!({})).await;
    let program = uuid(program["program"]["id"].as_str().unwrap());
    let mut upload = world.files.begin(program, "text/plain").unwrap();
    upload.write(b"Interviews with twelve customers").unwrap();
    let stored = upload.finish().unwrap();
    let sha256 = stored.name.sha256.to_string();
    let input = json!({ "evidence": evidence, "sha256": sha256, "name": "Interviews.txt" });
    let result = world.mutate_as(by, "attachFile", input).await;
    assert_eq!(result["__typename"], "EvidenceRecorded", "{result:#}");
    let document = "query($id: ID!) { evidence(id: $id) { attachments {
        sha256 size mediaType url name { value } attached { by { code { value } } } } } }";
    let answer = world.ask(document, json!({ "id": evidence })).await;
    let expected = json!([{
        "sha256": sha256, "size": 32, "mediaType": "text/plain", "url": format!("/attachments/{sha256}"),
        "name": { "value": "Interviews.txt" }, "attached": { "by": { "code": { "value": "LAN" } } },
    }]);
    assert_eq!(answer["evidence"]["attachments"], expected);
}
