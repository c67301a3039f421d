//! Journeys, pain points and insights, and what hangs on them.

use serde_json::{Value, json};

use crate::world::{World, nps, reading, refunds, with};

fn event(recorded: &Value, index: usize) -> Value {
    recorded["events"][index]["id"].clone()
}

fn in_program(code: &str) -> Value {
    json!({ "code": { "program": "CX", "code": code } })
}

/// The touchpoint HOTLINE, as the place of something.
fn hotline() -> Value {
    json!({ "journey": in_program("RETURNS"), "spot": { "code": "HOTLINE" } })
}

/// The hand-off at the hotline, as the place of something.
fn hand_off() -> Value {
    json!({ "journey": in_program("RETURNS"), "spot": { "code": "CARE-BANK" } })
}

/// Every mutation of journeys, pain points and insights, and those that place things on them: as the
/// program CX with the initiative REFUNDS, the metric NPS and the department CARE uses them.
pub(crate) async fn map(world: &World) {
    world.recorded("createDepartment", json!({ "code": "BANK", "name": "Bank desk" })).await;
    for (code, side) in [("CARE", "FRONT_LINE"), ("BANK", "BACK_OFFICE")] {
        world.recorded("stateDepartmentSide", json!({ "department": { "code": code }, "side": side })).await;
    }
    let share = json!({ "program": { "code": "CX" }, "share": "0.35", "source": "Sales by channel." });
    world.recorded("statePersonalContact", share).await;
    journey(world).await;
    pain_points(world).await;
    insights(world).await;
    relations(world).await;
}

async fn journey(world: &World) {
    let cx = json!({ "code": "CX" });
    for code in ["RETURNS", "TWICE"] {
        let input = json!({ "program": cx, "code": code, "name": "Sending bak", "on": "2024-01-01" });
        world.recorded("mapJourney", input).await;
    }
    let on = |code: &str, fields: Value| with(json!({ "journey": in_program(code) }), fields);
    world.recorded("recordJourneyInError", on("TWICE", json!({ "reason": "Twice." }))).await;
    let name = json!({ "name": "Sending something back", "on": "2024-01-01" });
    world.recorded("renameJourney", on("RETURNS", name)).await;
    for (code, order) in [("BUY", 10), ("ASK", 20)] {
        let stage = json!({ "code": code, "name": code, "order": order, "on": "2024-01-01" });
        world.recorded("addStage", on("RETURNS", stage)).await;
    }
    let touchpoint = json!({
        "code": "HOTLINE", "name": "Hot line", "stage": { "code": "BUY" }, "channel": "PHONE",
        "on": "2024-01-01",
    });
    let hotline = world.recorded("addTouchpoint", on("RETURNS", touchpoint)).await;
    let hotline = json!({ "id": event(&hotline, 0) });
    let between = json!({
        "code": "CARE-BANK", "from": { "code": "CARE" }, "to": { "code": "BANK" }, "at": hotline,
        "on": "2024-01-01",
    });
    world.recorded("addHandOff", on("RETURNS", between)).await;
    let named = json!({ "spot": hotline, "name": "The hotline", "on": "2024-01-01" });
    world.recorded("renameSpot", on("RETURNS", named)).await;
    let moved = json!({ "touchpoint": hotline, "stage": { "code": "ASK" }, "on": "2024-02-01" });
    world.recorded("moveTouchpoint", on("RETURNS", moved)).await;
    let first = json!({ "stage": { "code": "ASK" }, "order": 5, "on": "2024-06-01" });
    world.recorded("moveStage", on("RETURNS", first)).await;
    let care = json!({ "touchpoint": hotline, "department": { "code": "CARE" }, "on": "2024-02-01" });
    world.recorded("nameResponsibleDepartment", on("RETURNS", care)).await;
    let retired = json!({ "spot": { "code": "BUY" }, "reason": "Another journey.", "on": "2024-09-01" });
    let retired = world.recorded("retireSpot", on("RETURNS", retired)).await;
    let slip = json!({
        "event": event(&retired, 0), "reason": "A month later.",
        "with": { "retireSpot": { "spot": { "code": "BUY" }, "on": "2024-10-01" } },
    });
    let slip = world.recorded("correctJourneyFact", on("RETURNS", slip)).await;
    let annul = json!({ "event": event(&slip, 0), "reason": "It stays." });
    world.recorded("annulJourneyFact", on("RETURNS", annul)).await;
    let answer =
        "query($on: Date!) { journey(program: \"CX\", code: \"returns\", asOf: { effectiveOn: $on }) {
        name { value } begins map { kind code name { value } order channel added retired
          restsOn { code } department { code } from { code } to { code } } } }";
    let then = |on: &'static str| world.ask(answer, json!({ "on": on }));
    let codes = |answer: &Value| {
        let map = answer["journey"]["map"].as_array().unwrap();
        map.iter().map(|spot| spot["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&then("2024-01-31").await), ["BUY", "HOTLINE", "CARE-BANK", "ASK"]);
    assert_eq!(codes(&then("2024-02-01").await), ["BUY", "ASK", "HOTLINE", "CARE-BANK"]);
    let now = then("2024-12-15").await;
    assert_eq!(now["journey"]["name"]["value"], "Sending something back");
    assert_eq!(codes(&now), ["ASK", "HOTLINE", "CARE-BANK", "BUY"]);
    let hotline = &now["journey"]["map"][1];
    assert_eq!((&hotline["kind"], &hotline["name"]["value"]), (&json!("TOUCHPOINT"), &json!("The hotline")));
    assert_eq!(
        (&hotline["restsOn"]["code"], &hotline["department"]["code"]),
        (&json!("ASK"), &json!("CARE"))
    );
    let hand_off = &now["journey"]["map"][2];
    assert_eq!((&hand_off["from"]["code"], &hand_off["to"]["code"]), (&json!("CARE"), &json!("BANK")));
}

async fn pain_points(world: &World) {
    let heard = json!({ "source": "COMPLAINT", "reference": "CASES-1", "times": 41 });
    for code in ["NO-NEWS", "TWICE"] {
        let input = json!({
            "program": { "code": "CX" }, "code": code, "description": "Nobody says when.",
            "goal": "To plan.", "heard": heard, "place": hotline(), "rating": { "severity": "MINOR" },
            "on": "2024-03-01",
        });
        world.recorded("identifyPainPoint", input).await;
    }
    let on = |code: &str, fields: Value| with(json!({ "painPoint": in_program(code) }), fields);
    world.recorded("recordPainPointInError", on("TWICE", json!({ "reason": "Twice." }))).await;
    let acts = [
        (
            "describePainPoint",
            json!({ "description": "Nobody says when the money comes.", "on": "2024-03-01" }),
        ),
        ("stateCustomerGoal", json!({ "goal": "To plan with the money.", "on": "2024-03-01" })),
        ("hearPainPoint", json!({ "heard": { "source": "SURVEY" }, "on": "2024-05-01" })),
        ("placePainPoint", json!({ "place": hand_off(), "on": "2024-05-01" })),
        (
            "ratePainPoint",
            json!({ "rating": { "severity": "SERIOUS", "frequency": "FREQUENT" }, "on": "2024-05-01" }),
        ),
        ("takeUpPainPoint", json!({ "initiative": refunds(), "on": "2024-05-02" })),
        ("resolvePainPoint", json!({ "how": "A message tells the day.", "on": "2024-09-01" })),
    ];
    for (mutation, fields) in acts {
        world.recorded(mutation, on("NO-NEWS", fields)).await;
    }
    let back = json!({ "reason": "The messages stopped.", "on": "2024-11-01" });
    let back = world.recorded("reopenPainPoint", on("NO-NEWS", back)).await;
    let slip = json!({
        "event": event(&back, 0), "reason": "A week later.",
        "with": { "reopenPainPoint": { "reason": "The messages stopped.", "on": "2024-11-08" } },
    });
    world.recorded("correctPainPointFact", on("NO-NEWS", slip)).await;
    let heard =
        world.recorded("hearPainPoint", on("NO-NEWS", json!({ "heard": { "source": "INTERVIEW" } }))).await;
    let slip = json!({ "event": event(&heard, 0), "reason": "Of another pain point." });
    world.recorded("annulPainPointFact", on("NO-NEWS", slip)).await;
    let answer = "{ painPoint(program: \"CX\", code: \"no-news\") {
        description { value } goal { value } state stateSince stateReason { value } severity frequency
        heard { on source reference times } place { journey { code } spot { code } } initiatives { code } }
      program(code: \"CX\") { painPoints(state: OPEN) { edges { node { code } } } } }";
    let answer = world.ask(answer, json!({})).await;
    let held = &answer["painPoint"];
    assert_eq!(held["goal"]["value"], "To plan with the money.");
    assert_eq!((&held["state"], &held["stateSince"]), (&json!("OPEN"), &json!("2024-11-08")));
    assert_eq!(held["stateReason"]["value"], "The messages stopped.");
    assert_eq!((&held["severity"], &held["frequency"]), (&json!("SERIOUS"), &json!("FREQUENT")));
    assert_eq!(held["heard"].as_array().unwrap().len(), 2);
    assert_eq!(held["place"], json!({ "journey": { "code": "RETURNS" }, "spot": { "code": "CARE-BANK" } }));
    assert_eq!(held["initiatives"], json!([{ "code": "REFUNDS" }]));
    assert_eq!(answer["program"]["painPoints"]["edges"], json!([{ "node": { "code": "NO-NEWS" } }]));
    shown_by_the_record(world).await;
}

/// That pain points were heard shows the practice R1, with nobody providing evidence.
async fn shown_by_the_record(world: &World) {
    let document = "{ initiative(program: \"CX\", code: \"REFUNDS\") { maturity { practices { practice record {
        period { from } covers { from to } formula(language: VI) met needed shown counts speaksAgainstFrom backfilled
        counted { on met about { ... on PainPoint { code } } } } } } } }";
    let answer = world.ask(document, json!({})).await;
    let practices = answer["initiative"]["maturity"]["practices"].as_array().unwrap();
    let mut record = practices.iter().find(|it| it["practice"] == "R1").unwrap()["record"].clone();
    let formula = record[0]["formula"].take();
    assert!(formula.as_str().unwrap().starts_with("Trong quý, có ghi nhận một điểm đau"), "{formula}");
    let heard = json!({ "on": "2024-05-02", "met": true, "about": { "code": "NO-NEWS" } });
    assert_eq!(
        record,
        json!([{
            "period": { "from": "2024-04-01" }, "covers": { "from": "2024-05-02", "to": "2024-05-02" },
            "formula": null, "met": 2, "needed": 1, "shown": true, "counts": true,
            "speaksAgainstFrom": null, "backfilled": false, "counted": [heard, heard],
        }])
    );
}

async fn insights(world: &World) {
    for code in ["CALL-TWICE", "TWICE"] {
        let input = json!({
            "program": { "code": "CX" }, "code": code, "description": "They call.",
            "drawnFrom": [{ "painPoint": in_program("NO-NEWS") }], "departments": [{ "code": "CARE" }],
            "on": "2024-06-01",
        });
        world.recorded("findInsight", input).await;
    }
    let on = |code: &str, fields: Value| with(json!({ "insight": in_program(code) }), fields);
    world.recorded("recordInsightInError", on("TWICE", json!({ "reason": "Twice." }))).await;
    let placed =
        json!({ "person": { "code": "ADMIN" }, "department": { "code": "CARE" }, "on": "2024-01-01" });
    world.recorded("placePerson", placed).await;
    let read = world.recorded("recordReading", reading("2024-10", 31, 60)).await;
    let origin = json!({ "reading": { "metric": nps(), "event": event(&read, 0) } });
    let acts = [
        ("describeInsight", json!({ "description": "Who hears nothing calls twice.", "on": "2024-06-01" })),
        ("drawInsightFrom", json!({ "origin": origin, "on": "2024-11-02" })),
        ("addressInsight", json!({ "department": { "code": "BANK" }, "on": "2024-06-02" })),
        (
            "shareInsight",
            json!({ "departments": [{ "code": "CARE" }], "people": [{ "code": "ADMIN" }], "on": "2024-06-10" }),
        ),
        ("acknowledgeInsight", json!({ "on": "2024-06-11" })),
        ("acknowledgeInsight", json!({ "department": { "code": "CARE" }, "on": "2024-06-12" })),
        (
            "actOnInsight",
            json!({ "action": "Ten calls a week.", "department": { "code": "CARE" }, "on": "2024-07-01" }),
        ),
    ];
    for (mutation, fields) in acts {
        world.recorded(mutation, on("CALL-TWICE", fields)).await;
    }
    let shared = json!({ "departments": [{ "code": "BANK" }], "on": "2024-08-01" });
    let shared = world.recorded("shareInsight", on("CALL-TWICE", shared)).await;
    let slip = json!({
        "event": event(&shared, 0), "reason": "A day later.",
        "with": { "shareInsight": { "departments": [{ "code": "BANK" }], "on": "2024-08-02" } },
    });
    let corrected = world.recorded("correctInsightFact", on("CALL-TWICE", slip)).await;
    let slip = json!({ "event": event(&corrected, 0), "reason": "It was not." });
    world.recorded("annulInsightFact", on("CALL-TWICE", slip)).await;
    let answer = "{ insight(program: \"CX\", code: \"call-twice\") { description { value }
        drawnFrom { __typename ... on PainPoint { code } ... on InsightReading { period { from } metric { code } } }
        departments { code side } sharings { on departments { code } people { name { value } } }
        acknowledgments { on department { code } } actions { on action { value } department { code } } } }";
    let answer = world.ask(answer, json!({})).await;
    let held = &answer["insight"];
    let origins = json!([
        { "__typename": "PainPoint", "code": "NO-NEWS" },
        { "__typename": "InsightReading", "period": { "from": "2024-10-01" }, "metric": { "code": "NPS" } },
    ]);
    assert_eq!(held["drawnFrom"], origins);
    let departments =
        json!([{ "code": "CARE", "side": "FRONT_LINE" }, { "code": "BANK", "side": "BACK_OFFICE" }]);
    assert_eq!(held["departments"], departments);
    assert_eq!(held["sharings"].as_array().unwrap().len(), 1);
    let acknowledged = json!([
        { "on": "2024-06-11", "department": null },
        { "on": "2024-06-12", "department": { "code": "CARE" } },
    ]);
    assert_eq!(held["acknowledgments"], acknowledged);
    assert_eq!(held["actions"][0]["action"]["value"], "Ten calls a week.");
}

async fn relations(world: &World) {
    let on = |fields: Value| with(json!({ "initiative": refunds() }), fields);
    world.recorded("placeMetric", json!({ "metric": nps(), "place": hotline(), "on": "2024-01-01" })).await;
    world.recorded("placeInitiative", on(json!({ "place": hand_off(), "on": "2024-03-01" }))).await;
    let element = json!({ "code": "CRM", "kind": "SYSTEM", "name": "The customer file", "at": [hotline()] });
    world.recorded("changeElement", on(element)).await;
    world.recorded("helpGoal", on(json!({ "executive": "COO", "goal": "Fewer calls." }))).await;
    let benefit = json!({
        "code": "LOYAL", "kind": "CULTURE", "metric": nps(), "amount": "5", "on": "2024-07-01", "until": "2025-07-01",
    });
    world.recorded("expectBenefit", on(benefit)).await;
    let answer = "{ initiative(program: \"CX\", code: \"refunds\") {
        places { spot { code } } openPainPoints { code }
        ecosystem { code kind name { value } at { spot { code } } } helps { executive goal { value } }
        benefits { code kind year { from to } expected measured readings claimedBy { code } } }
      metric(program: \"CX\", code: \"nps\") { place { spot { code openPainPoints { code } } } }
      program(code: \"CX\") {
        handOffHeatMap { total { painPoints initiatives concerns } elsewhere { code }
          handOffs { handOff { code } painPoints { code } initiatives { code } concerns { code } }
          between { from { code } to { code } count { painPoints initiatives concerns } } }
        touchpointsMeasured(period: { from: \"2024-10-01\", to: \"2024-12-31\" }) {
          touchpoint { code } metrics { code } onRhythm { code } allOnRhythm }
        benefits { code year { from } } benefitBalance { expected }
        sideBySide { personalContact { share source { value } } employees { metric { code } }
          customers { metric { code } years { year { from } value } } } } }";
    let answer = world.ask(answer, json!({})).await;
    let (initiative, program) = (&answer["initiative"], &answer["program"]);
    assert_eq!(initiative["places"], json!([{ "spot": { "code": "CARE-BANK" } }]));
    assert_eq!(initiative["openPainPoints"], json!([{ "code": "NO-NEWS" }]));
    assert_eq!(initiative["ecosystem"][0]["at"], json!([{ "spot": { "code": "HOTLINE" } }]));
    assert_eq!(initiative["helps"], json!([{ "executive": "COO", "goal": { "value": "Fewer calls." } }]));
    let years: Vec<_> =
        initiative["benefits"].as_array().unwrap().iter().map(|it| it["year"]["from"].clone()).collect();
    assert_eq!(years, [json!("2024-01-01"), json!("2025-01-01")]);
    let heat = &program["handOffHeatMap"];
    // The initiative that took it up has been stopped since; while it ran, it counted.
    let once = json!({ "painPoints": 1, "initiatives": 0, "concerns": 0 });
    let then = "{ program(code: \"CX\", asOf: { effectiveOn: \"2024-10-31\" }) {
        handOffHeatMap { total { initiatives } } } }";
    let then = world.ask(then, json!({})).await;
    assert_eq!(then["program"]["handOffHeatMap"]["total"]["initiatives"], 1);
    assert_eq!((&heat["total"], &heat["elsewhere"]), (&once, &json!([])));
    assert_eq!(heat["handOffs"][0]["painPoints"], json!([{ "code": "NO-NEWS" }]));
    assert_eq!(
        heat["between"],
        json!([{ "from": { "code": "CARE" }, "to": { "code": "BANK" }, "count": once }])
    );
    let measured = &program["touchpointsMeasured"][0];
    assert_eq!(
        (&measured["touchpoint"]["code"], &measured["metrics"]),
        (&json!("HOTLINE"), &json!([{ "code": "NPS" }]))
    );
    // A level is no amount that adds up.
    assert_eq!(program["benefitBalance"], json!([]));
    assert_eq!(program["sideBySide"]["personalContact"]["share"], "0.35");
    assert_eq!(program["sideBySide"]["customers"][0]["metric"]["code"], "NPS");
}

#[tokio::test]
async fn a_spot_is_named_by_its_code_on_the_map_that_is_meant() {
    let world = World::with_metric().await;
    let map = |code: &str| json!({ "program": { "code": "CX" }, "code": code, "name": code });
    for code in ["RETURNS", "BUYING"] {
        world.recorded("mapJourney", map(code)).await;
    }
    let stage = json!({ "journey": in_program("RETURNS"), "code": "ASK", "name": "Ask", "order": 1 });
    world.recorded("addStage", stage).await;
    let elsewhere = json!({ "journey": in_program("BUYING"), "spot": { "code": "ASK" } });
    let refused = world.mutate("placeMetric", json!({ "metric": nps(), "place": elsewhere })).await;
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("UNKNOWN"), &json!(["input", "place", "spot", "code"]))
    );
    let moved = json!({ "journey": in_program("BUYING"), "stage": { "code": "ASK" }, "order": 2 });
    let refused = world.mutate("moveStage", moved).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("UNKNOWN"), &json!(["input", "stage", "code"])));
}

#[tokio::test]
async fn who_heard_nothing_acknowledges_nothing() {
    let world = World::with_program().await;
    let find = json!({ "program": { "code": "CX" }, "code": "TWICE", "description": "They call twice." });
    world.recorded("findInsight", find).await;
    let lan = world.person("LAN").await;
    let acknowledge = || json!({ "insight": in_program("TWICE") });
    let refused = world.mutate_as(lan, "acknowledgeInsight", acknowledge()).await;
    assert_eq!(refused["code"], "NOT_SHARED", "{refused:#}");
    let share = json!({ "insight": in_program("TWICE"), "people": [{ "code": "LAN" }] });
    world.recorded("shareInsight", share).await;
    let heard = world.mutate_as(lan, "acknowledgeInsight", acknowledge()).await;
    assert_eq!(heard["__typename"], "InsightRecorded", "{heard:#}");
    let refused = world.mutate_as(lan, "acknowledgeInsight", acknowledge()).await;
    assert_eq!(refused["code"], "ACKNOWLEDGED_ALREADY");
}
