//! Figures that deserve distrust, and what somebody says about them.

use serde_json::{Value, json};

use crate::world::{World, nps, with};

/// The flag that NPS was once used for pay: cleared by whoever looked at it, and then corrected.
pub(crate) async fn cleared(world: &World) {
    let document = "{ metric(program: \"CX\", code: \"NPS\") { flags(onlyOpen: true) { flag table judgment
        isOpen seen metric { code } improvement { id } clearing { reason { value } }
        rule { inputs formula threshold minimum falseAlarmsInTenThousand }
        data { kind day period { from } value beside series { definition } metric { code } event } } } }";
    let answer = world.ask(document, json!({})).await;
    let flags = answer["metric"]["flags"].as_array().unwrap();
    let flag = flags.iter().find(|flag| flag["flag"] == "JUDGES_PEOPLE").unwrap();
    assert_eq!((&flag["table"], &flag["judgment"]), (&json!("flags/1"), &json!("RAISED")));
    assert_eq!(
        (&flag["data"][0]["kind"], &flag["data"][0]["day"]),
        (&json!("PURPOSE"), &json!("2024-01-01"))
    );
    assert_eq!(flag["rule"]["falseAlarmsInTenThousand"], Value::Null);
    assert_eq!((&flag["metric"]["code"], &flag["clearing"]), (&json!("NPS"), &Value::Null));

    explained(world).await;
    let clear = json!({
        "metric": nps(), "flag": "JUDGES_PEOPLE", "seen": flag["seen"], "reason": "Pay rests on it no more.",
    });
    let unseen = json!({ "seen": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" });
    let refused = world.mutate("clearFlag", with(clear.clone(), unseen)).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("FLAG_NOT_RAISED"), &json!(["input", "seen"])));
    let recorded = world.recorded("clearFlag", clear.clone()).await;
    let again = world.mutate("clearFlag", clear.clone()).await;
    assert_eq!(again["code"], "FLAG_CLEARED_ALREADY");
    let mut slip = with(clear, json!({ "reason": "Nobody is paid by it since 2024." }));
    slip.as_object_mut().unwrap().remove("metric");
    let slip = json!({
        "metric": nps(), "event": recorded["events"][0]["id"], "reason": "Said better.",
        "with": { "clearFlag": slip },
    });
    world.recorded("correctMetricFact", slip).await;
    let document =
        "{ metric(program: \"CX\", code: \"NPS\") { flags { flag isOpen clearing { reason { value }
        fact { by { code { value } } } } } } }";
    let answer = world.ask(document, json!({})).await;
    let flags = answer["metric"]["flags"].as_array().unwrap();
    assert_eq!(flags.len(), 8, "no improvement was delivered that should move it");
    let flag = flags.iter().find(|flag| flag["flag"] == "JUDGES_PEOPLE").unwrap();
    assert_eq!(flag["isOpen"], false);
    assert_eq!(flag["clearing"]["reason"]["value"], "Nobody is paid by it since 2024.");
}

/// What the flags ask for is explained in the program, for they are no initiative's.
async fn explained(world: &World) {
    let document = "{ program(code: \"CX\") { exceptions { key kind about { __typename }
        values { name value } explanation { cause { value } } } } }";
    let found = |answer: &Value| {
        let found = answer["program"]["exceptions"].as_array().unwrap();
        found.iter().find(|exception| exception["kind"] == "FLAG_RAISED").unwrap().clone()
    };
    let raised = found(&world.ask(document, json!({})).await);
    assert_eq!(raised["about"]["__typename"], "Metric");
    let explain = json!({
        "program": { "code": "CX" }, "exception": raised["key"], "cause": "Pay was once by it.",
        "owner": { "code": "LAN" },
    });
    world.recorded("explainProgramException", explain).await;
    let raised = found(&world.ask(document, json!({})).await);
    assert_eq!(raised["explanation"]["cause"]["value"], "Pay was once by it.");
}

#[tokio::test]
async fn what_is_overdue_is_listed_period_by_period_the_latest_first() {
    let world = World::with_metric().await;
    world.set_clock("2024-05-20T02:00:00Z");
    let more = json!({
        "program": { "code": "CX" }, "code": "CALLS", "name": "Calls", "wording": "Calls that came.",
        "kind": "COUNT", "direction": "DECREASE", "rhythm": "MONTH", "dueWithinDays": 10, "on": "2024-01-01",
    });
    world.recorded("defineMetric", more).await;
    let read = json!({
        "metric": { "code": { "program": "CX", "code": "CALLS" } }, "series": { "definition": 1 },
        "period": { "from": "2024-03-01", "to": "2024-03-31" }, "figures": { "value": "41" },
        "status": "PROVISIONAL",
    });
    world.recorded("recordReading", read).await;
    let document = "query($state: ArrivalState, $after: String) { metric(program: \"CX\", code: \"CALLS\") {
        arrivals(state: $state, first: 2, after: $after) { totalCount pageInfo { endCursor } edges { node {
            period { from } due arrived state overdueSince provisional } } } } }";
    let answer = world.ask(document, json!({})).await;
    let page = &answer["metric"]["arrivals"];
    assert_eq!(
        page["edges"],
        json!([
            { "node": { "period": { "from": "2024-04-01" }, "due": "2024-05-10", "arrived": null,
                        "state": "OVERDUE", "overdueSince": "2024-05-11", "provisional": null } },
            { "node": { "period": { "from": "2024-03-01" }, "due": "2024-04-10", "arrived": "2024-05-20",
                        "state": "LATE", "overdueSince": null, "provisional": true } },
        ])
    );
    let rest = world.ask(document, json!({ "after": page["pageInfo"]["endCursor"] })).await;
    assert_eq!(rest["metric"]["arrivals"]["edges"][1]["node"]["period"]["from"], "2024-01-01");
    let overdue = world.ask(document, json!({ "state": "OVERDUE" })).await;
    assert_eq!(overdue["metric"]["arrivals"]["totalCount"], 3);
}

#[tokio::test]
async fn a_relation_is_refused_on_thin_data_and_between_rhythms() {
    let world = World::with_metric().await;
    let sales = json!({
        "program": { "code": "CX" }, "code": "SALES", "name": "Sales", "wording": "What was sold.",
        "kind": "MONEY", "direction": "INCREASE", "rhythm": "QUARTER", "on": "2024-01-01",
    });
    world.recorded("defineMetric", sales.clone()).await;
    world.recorded("defineMetric", with(sales, json!({ "code": "ORDERS", "rhythm": "MONTH" }))).await;
    let document = "query($business: MetricRef!) { metric(program: \"CX\", code: \"NPS\") {
        relation(business: $business) { business { code } lags { lag values { r lower upper pairs
            moreThanChance } changes { r } } } } }";
    for (code, said) in [("ORDERS", "0 periods have a reading of both"), ("SALES", "one rhythm")] {
        let business = json!({ "business": { "code": { "program": "CX", "code": code } } });
        let answer = world.send(Some(world.administrator), document, business).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "NO_ANALYSIS", "{answer:#}");
        assert!(error["message"].as_str().unwrap().contains(said), "{error:#}");
    }
}
