//! What is too large is refused in the form in which everything is answered, and nothing of it is kept.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::act::{month, record, record_readings, send};
use crate::server::{Server, TOKEN, folder};

/// The longest body of a request.
const MAX_BODY: usize = 1024 * 1024;

fn head(more: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/json\r\n{more}\r\n\r\n"
    )
}

/// The status and the body that a request of these bytes is answered with, on a connection that ends then.
fn answered(server: &Server, request: &[u8]) -> (u16, Value) {
    let mut connection = server.connect();
    connection.write_all(request).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer, and the end of the connection");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (status, serde_json::from_str(body).expect("the body is JSON"))
}

#[track_caller]
fn assert_too_long((status, answer): &(u16, Value)) {
    assert_eq!(*status, 413, "{answer:#}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED", "{answer:#}");
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("1048576 bytes"), "{answer:#}");
}

#[test]
fn a_body_that_is_too_long_is_refused_whether_it_says_so_first_or_not() {
    let data = folder();
    let server = Server::start(data.path());
    // It says so: not a byte of it is waited for.
    let declared = head(&format!("Content-Length: {}", MAX_BODY + 1));
    assert_too_long(&answered(&server, declared.as_bytes()));
    // It does not: the limit ends it.
    let endless = format!("{}{:x}\r\n", head("Transfer-Encoding: chunked"), MAX_BODY + 1);
    assert_too_long(&answered(&server, &[endless.as_bytes(), &vec![b' '; MAX_BODY + 1]].concat()));
    // The longest one is read to its end.
    let query = r#"{"query":"{ __typename }"}"#;
    let longest = query.to_owned() + &" ".repeat(MAX_BODY - query.len());
    assert_eq!(server.post(Some(TOKEN), "application/json", &longest).0, 200);
}

/// A metric with a second definition, and as many readings under it.
fn redefined_and_read(server: &Server, readings: u32) {
    record(
        server,
        "createProgram",
        json!({ "code": "P", "name": "A program", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                "on": "2010-01-01" }),
    );
    record(
        server,
        "defineMetric",
        json!({ "program": {"code": "P"}, "code": "M", "name": "Minutes", "wording": "As counted",
                "kind": "MEAN", "direction": "DECREASE", "rhythm": "MONTH", "dueWithinDays": 9,
                "on": "2010-01-01" }),
    );
    let metric = json!({"code": {"program": "P", "code": "M"}});
    record(server, "redefineMetric", json!({ "metric": metric, "wording": "Otherwise", "on": "2011-01-01" }));
    let items: Vec<Value> = (0..readings)
        .map(|index| {
            json!({ "metric": metric, "series": {"definition": 2}, "period": month(2011, index),
                    "figures": {"value": "4.5"} })
        })
        .collect();
    record_readings(server, &items);
}

#[test]
fn a_command_that_would_record_more_than_one_append_holds_is_refused_whole() {
    let data = folder();
    let server = Server::start(data.path());
    redefined_and_read(&server, 80);
    let history = || {
        let asked = "{ metric(program: \"P\", code: \"M\") { history(first: 90) { totalCount \
                     edges { node { id type } } } } }";
        server.ask(asked)["metric"]["history"].take()
    };
    let before = history();
    let events = before["edges"].as_array().unwrap();
    let of_type = |edge: &&Value| edge["node"]["type"] == "metric.definition-stated.v1";
    let second = events.iter().rfind(of_type).expect("the second definition")["node"]["id"].clone();
    // Every reading under the definition goes with it, each beside a copy of the long reason.
    let annul = |reason: String| {
        let metric = json!({"code": {"program": "P", "code": "M"}});
        send(
            &server,
            TOKEN,
            "annulMetricFact",
            json!({ "metric": metric, "event": second, "reason": reason }),
        )
    };
    let refused = annul("because ".repeat(2_000));
    assert_eq!(refused["code"], "TOO_LARGE", "{refused:#}");
    let value = |name: &str| {
        let values = refused["values"].as_array().unwrap();
        let found =
            values.iter().find(|value| value["name"] == name).and_then(|found| found["value"].as_str());
        found.and_then(|text| text.parse::<u64>().ok()).expect("a number")
    };
    assert!(value("limit") == 1_000_000 && value("bytes") > 1_000_000, "{refused:#}");
    assert_eq!(history(), before, "nothing of it was recorded");

    let recorded = annul("Said in a word".into());
    assert_eq!(recorded["events"].as_array().map(Vec::len), Some(81), "{recorded:#}");
}
