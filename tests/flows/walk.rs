//! A program's first years, from an empty folder: typed in through the API, asked about as of then and as
//! of now, and the same after a restart.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::act::{month, record, record_readings, send};
use crate::export::{root_of, root_of_doctor};
use crate::server::{Server, TOKEN, folder, printed};

/// What people typed; none of it may lie on the disk in clear.
const TYPED: [&str; 9] = [
    "Nguyễn Thị Lan",
    "Trần Quốc Bảo",
    "Retail banking",
    "Refunds within a day",
    "Nobody should have to ask twice for their money",
    "Refunds paid within one day",
    "of all refunds that were asked for",
    "Pay without a second signature below a limit",
    "Two branches still wait for the new form",
];

const INITIATIVE: &str = r#"{"code": {"program": "RETAIL", "code": "REFUND"}}"#;
const METRIC: &str = r#"{"code": {"program": "RETAIL", "code": "REFUND-1D"}}"#;

fn reference(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Two people, a program, an initiative with its metric and 30 months of readings.
fn set_up(server: &Server) {
    let [lan, bao, program, name, purpose, metric, wording, fix, summary] = TYPED;
    record(server, "registerPerson", json!({ "code": "LAN", "name": lan }));
    record(server, "registerPerson", json!({ "code": "BAO", "name": bao }));
    record(
        server,
        "createProgram",
        json!({ "code": "RETAIL", "name": program, "sponsor": {"code": "LAN"}, "zone": "Asia/Ho_Chi_Minh",
                "on": "2022-01-01" }),
    );
    record(
        server,
        "defineMetric",
        json!({ "program": {"code": "RETAIL"}, "code": "REFUND-1D", "name": metric, "wording": wording,
                "kind": "PROPORTION", "direction": "INCREASE", "rhythm": "MONTH", "dueWithinDays": 15,
                "headline": {"definition": 1}, "on": "2022-01-01" }),
    );
    record(
        server,
        "charterInitiative",
        json!({ "program": {"code": "RETAIL"}, "code": "REFUND", "name": name, "purpose": purpose,
                "on": "2022-01-01" }),
    );
    let refund = || reference(INITIATIVE);
    record(
        server,
        "linkMetric",
        json!({ "initiative": refund(), "metric": reference(METRIC), "role": "PRIMARY", "on": "2022-01-01" }),
    );
    record_months(server);
    let started = record(
        server,
        "startImprovement",
        json!({ "initiative": refund(), "title": fix, "metric": reference(METRIC), "on": "2023-01-01",
                "due": "2023-01-31" }),
    );
    record(
        server,
        "deliverImprovement",
        json!({ "improvement": improvement_of(server, &started), "on": "2023-01-31" }),
    );
    record(
        server,
        "reportProgress",
        json!({ "initiative": refund(), "period": {"from": "2023-01-01", "to": "2023-03-31"}, "state": "ON_TRACK",
                "summary": summary }),
    );
}

/// A year at about 60 percent, and a year and a half at about 80.
fn record_months(server: &Server) {
    let items: Vec<Value> = (0..30)
        .map(|index| {
            let within = if index < 12 { 600 } else { 800 } + (index * 7) % 11;
            json!({
                "metric": reference(METRIC),
                "series": {"definition": 1},
                "period": month(2022, index),
                "figures": {"ratio": {"numerator": within.to_string(), "denominator": "1000"}},
            })
        })
        .collect();
    record_readings(server, &items);
}

/// The id of the only improvement.
fn improvement_of(server: &Server, started: &Value) -> Value {
    assert_eq!(started["events"].as_array().map(Vec::len), Some(1), "{started:#}");
    let found = server.ask("{ initiative(program: \"RETAIL\", code: \"REFUND\") { improvements { id } } }");
    found["initiative"]["improvements"][0]["id"].clone()
}

/// Everything about the initiative as of a point in time.
fn portrait(server: &Server, as_of: &str) -> Value {
    server.ask(&format!(
        "{{ initiative(program: \"RETAIL\", code: \"REFUND\"{as_of}) {{ \
            asOf {{ position strict effectiveOn settled }} code status name {{ value }} purpose {{ value }} \
            owner {{ code {{ value }} name {{ value }} }} owners {{ from until person {{ name {{ value }} }} }} \
            signal maturity {{ level holdsBack }} improvements {{ title {{ value }} delivered verdict }} \
            links {{ role metric {{ code readings(first: 2) {{ edges {{ node {{ value period {{ from to }} }} }} }} }} }} }} }}"
    ))
}

fn owner(portrait: &Value) -> &Value {
    &portrait["initiative"]["owner"]["code"]["value"]
}

#[test]
fn what_is_typed_in_is_answered_as_of_then_and_now_and_the_same_after_a_restart() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server);
    let assign = |owner: &str, on: &str| {
        let input = json!({ "initiative": reference(INITIATIVE), "owner": {"code": owner}, "on": on });
        record(&server, "assignOwner", input)["position"].as_str().expect("a position").to_owned()
    };
    let first = assign("LAN", "2022-02-01");
    let last = assign("BAO", "2023-06-01");

    let then = format!(", asOf: {{ known: {{ position: \"{first}\" }}, effectiveOn: \"2024-07-15\" }}");
    let now = format!(", asOf: {{ known: {{ position: \"{last}\" }}, effectiveOn: \"2024-07-15\" }}");
    let before = format!(", asOf: {{ known: {{ position: \"{last}\" }}, effectiveOn: \"2022-01-15\" }}");
    assert_eq!(owner(&portrait(&server, &then)), "LAN", "at that position nobody knew of the successor");
    assert_eq!(owner(&portrait(&server, &now)), "BAO");
    assert_eq!(owner(&portrait(&server, "")), "BAO");
    assert!(portrait(&server, &before)["initiative"]["owner"].is_null(), "vacant until the first owner");
    let today = portrait(&server, &now);
    assert_eq!(today["initiative"]["improvements"][0]["verdict"], "IMPROVED", "{today:#}");
    assert_eq!(today["initiative"]["asOf"]["settled"], true);
    assert_eq!(today["initiative"]["name"]["value"], TYPED[3]);

    let answers = [portrait(&server, &then), today, portrait(&server, &before)];
    let root = root_of_doctor(data.path());
    server.stop();
    let server = Server::start(data.path());
    assert_eq!([portrait(&server, &then), portrait(&server, &now), portrait(&server, &before)], answers);
    assert_eq!(root_of_doctor(data.path()), root);
    assert_eq!(root_of(&printed(data.path(), &["export", "--jsonl"])), root);
}

#[test]
fn a_command_sent_again_is_answered_from_what_was_recorded_also_after_a_restart() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server);
    let mut report = json!({
        "commandId": "0197a3c0-0000-7000-8000-000000000001", "initiative": reference(INITIATIVE),
        "period": {"from": "2023-04-01", "to": "2023-06-30"}, "state": "AT_RISK", "summary": "Slower than hoped",
    });
    let first = send(&server, TOKEN, "reportProgress", report.clone());
    assert_eq!(first["replayed"], false, "{first:#}");
    drop(server);
    let server = Server::start(data.path());
    let again = send(&server, TOKEN, "reportProgress", report.clone());
    assert_eq!(again["replayed"], true);
    assert_eq!((&again["position"], &again["events"]), (&first["position"], &first["events"]));
    report["state"] = json!("ON_TRACK");
    let other = send(&server, TOKEN, "reportProgress", report);
    assert_eq!(other["__typename"], "CommandReused", "{other:#}");
}

#[test]
fn who_provides_evidence_does_not_accept_it() {
    let data = folder();
    drop(Server::start(data.path()));
    let server = Server::start(data.path());
    set_up(&server);
    let provided = record(
        &server,
        "provideEvidence",
        json!({ "program": {"code": "RETAIL"}, "practice": "R1", "scope": {"initiative": reference(INITIATIVE)},
                "covers": {"from": "2023-01-01", "to": "2023-03-31"}, "summary": "Complaints sorted by cause" }),
    );
    let found = server
        .ask("{ initiative(program: \"RETAIL\", code: \"REFUND\") { evidence { edges { node { id } } } } }");
    let evidence = found["initiative"]["evidence"]["edges"][0]["node"]["id"].clone();
    assert!(evidence.is_string(), "{provided:#} {found:#}");
    let own = send(&server, TOKEN, "acceptEvidence", json!({ "evidence": evidence.clone() }));
    assert_eq!(own["__typename"], "Forbidden", "{own:#}");
    drop(server);

    let made =
        printed(data.path(), &["token", "create", "--json", "--person", "BAO", "--role", "program_lead"]);
    let other: Value = serde_json::from_str(&made).expect("JSON");
    let server = Server::start(data.path());
    let token = other["token"].as_str().expect("a token");
    let accepted = send(&server, token, "acceptEvidence", json!({ "evidence": evidence }));
    assert!(accepted["position"].is_string(), "{accepted:#}");
}

/// Every file in the folder and of the checkpoint in it, as bytes.
fn files(data: &Path) -> Vec<(String, Vec<u8>)> {
    let folders =
        [data.to_owned(), data.join("checkpoint")].into_iter().filter_map(|dir| fs::read_dir(dir).ok());
    let entries = folders.flatten().map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), fs::read(&path).expect("a readable file"))).collect()
}

#[test]
fn nothing_that_was_typed_lies_on_the_disk_in_clear() {
    let data = folder();
    let server = Server::start(data.path());
    set_up(&server);
    let clear = |typed: &str| {
        let words: Vec<&str> = typed.split(' ').collect();
        let needles: Vec<String> = words.windows(words.len().min(2)).map(|pair| pair.join(" ")).collect();
        files(data.path()).into_iter().find(|(_, bytes)| {
            needles.iter().any(|needle| bytes.windows(needle.len()).any(|window| window == needle.as_bytes()))
        })
    };
    let search = || {
        for typed in TYPED.into_iter().chain([TOKEN]) {
            let found = clear(typed).map(|(name, _)| name);
            assert_eq!(found, None, "{typed:?} lies in clear");
        }
    };
    search();
    server.stop();
    assert!(data.path().join("checkpoint").exists(), "the views were written");
    search();
    assert!(clear("Asia/Ho_Chi_Minh").is_some(), "what is no text is in clear, so the search works");
}
