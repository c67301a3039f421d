//! Before and after, where the plain answer would be too good or no answer at all.

use serde_json::{Value, json};

use crate::act::{month, record, record_readings};
use crate::server::{Server, folder};

fn metric(code: &str) -> Value {
    json!({"code": {"program": "P", "code": code}})
}

fn initiative() -> Value {
    json!({"code": {"program": "P", "code": "I"}})
}

/// A program with an initiative and a metric of this role for each code; less of it is better.
fn set_up(server: &Server, metrics: &[(&str, &str)]) {
    record(
        server,
        "createProgram",
        json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                "on": "2022-01-01" }),
    );
    record(
        server,
        "charterInitiative",
        json!({ "program": {"code": "P"}, "code": "I", "name": "An initiative", "purpose": "To be judged",
                "on": "2022-01-01" }),
    );
    for (code, role) in metrics {
        record(
            server,
            "defineMetric",
            json!({ "program": {"code": "P"}, "code": code, "name": code, "wording": "As counted",
                    "kind": "MEAN", "direction": "DECREASE", "rhythm": "MONTH", "dueWithinDays": 9,
                    "headline": {"definition": 1}, "on": "2022-01-01" }),
        );
        let link =
            json!({ "initiative": initiative(), "metric": metric(code), "role": role, "on": "2022-01-01" });
        record(server, "linkMetric", link);
    }
}

/// A month each from January 2022 on, about this level; noise without which nothing would be judged.
fn read(server: &Server, code: &str, definition: u32, months: std::ops::Range<u32>, level: u32) {
    let items: Vec<Value> = months
        .map(|index| {
            json!({ "metric": metric(code), "series": {"definition": definition}, "period": month(2022, index),
                    "figures": {"value": format!("{level}.{}", index * 7 % 10)} })
        })
        .collect();
    record_readings(server, &items);
}

/// An improvement of all of 2023's January.
fn improve(server: &Server) {
    record(
        server,
        "startImprovement",
        json!({ "initiative": initiative(), "title": "A fix", "on": "2023-01-01", "due": "2023-01-31" }),
    );
    let found = server.ask("{ initiative(program: \"P\", code: \"I\") { improvements { id } } }");
    let fix = found["initiative"]["improvements"][0]["id"].clone();
    record(server, "deliverImprovement", json!({ "improvement": fix, "on": "2023-01-31" }));
}

fn outcome(server: &Server) -> Value {
    let asked = "{ initiative(program: \"P\", code: \"I\") { improvements { verdict unbalancedBy { code } \
                 comparison { verdict reason } } } }";
    server.ask(asked)["initiative"]["improvements"][0].take()
}

#[test]
fn an_improvement_that_a_balancing_metric_paid_for_names_it() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server, &[("WAIT", "PRIMARY"), ("ERRORS", "BALANCING"), ("COST", "BALANCING")]);
    for (code, before, after) in [("WAIT", 40, 20), ("ERRORS", 10, 30), ("COST", 50, 50)] {
        read(&server, code, 1, 0..13, before);
        read(&server, code, 1, 13..30, after);
    }
    improve(&server);
    let outcome = outcome(&server);
    assert_eq!(outcome["verdict"], "IMPROVED", "{outcome:#}");
    assert_eq!(outcome["unbalancedBy"], json!([{"code": "ERRORS"}]), "{outcome:#}");
}

#[test]
fn what_two_definitions_measure_is_not_comparable() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server, &[("WAIT", "PRIMARY")]);
    read(&server, "WAIT", 1, 0..14, 40);
    improve(&server);
    assert_eq!(outcome(&server)["verdict"], "NOT_ENOUGH_DATA");

    record(
        &server,
        "redefineMetric",
        json!({ "metric": metric("WAIT"), "wording": "Counted otherwise", "on": "2023-03-01" }),
    );
    let headline = json!({ "metric": metric("WAIT"), "series": {"definition": 2}, "on": "2023-03-01" });
    record(&server, "nameHeadline", headline);
    read(&server, "WAIT", 2, 14..30, 20);
    let outcome = outcome(&server);
    assert_eq!(outcome["comparison"], json!({"verdict": "NOT_COMPARABLE", "reason": "DEFINITION"}));
    assert_eq!((&outcome["verdict"], &outcome["unbalancedBy"]), (&json!("NOT_COMPARABLE"), &json!([])));

    let windows = "query($metric: MetricRef!) { compare(metric: $metric, series: {definition: 1}, \
                   afterSeries: {definition: 2}, baseline: {from: \"2022-01-01\", to: \"2022-12-31\"}, \
                   after: {from: \"2023-04-01\", to: \"2024-03-31\"}) { comparison { verdict reason } } }";
    let compared = server.ask_with(windows, &json!({ "metric": metric("WAIT") }));
    assert_eq!(
        compared["compare"]["comparison"],
        json!({"verdict": "NOT_COMPARABLE", "reason": "DEFINITION"})
    );
}
