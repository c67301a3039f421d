//! A fault of the server has a name, under which its log tells the cause.

use std::fs::{self, File};
use std::path::Path;

use serde_json::json;
use uuid::Uuid;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder};

/// Alters one character of what is sealed in every event of a type.
fn damage(data: &Path, type_name: &str) {
    let log = rusqlite::Connection::open(data.join("ledger.db")).unwrap();
    let mut found = log
        .prepare("SELECT position, body FROM events WHERE type = (SELECT number FROM types WHERE name = ?1)")
        .unwrap();
    let rows =
        found.query_map([type_name], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))).unwrap();
    let rows: Vec<(i64, Vec<u8>)> = rows.map(Result::unwrap).collect();
    assert!(!rows.is_empty(), "there is no {type_name} to damage");
    for (position, mut body) in rows {
        let lead = br#","c":""#;
        let at =
            body.windows(lead.len()).position(|window| window == lead).expect("a sealed text") + lead.len();
        body[at] = if body[at] == b'A' { b'B' } else { b'A' };
        log.execute("UPDATE events SET body = ?2 WHERE position = ?1", (position, body)).unwrap();
    }
}

#[test]
fn a_fault_is_found_in_the_log_by_the_name_that_whoever_asked_was_told() {
    let (data, elsewhere) = (folder(), folder());
    let server = Server::start(data.path());
    let program = json!({ "code": "CX", "name": "Customers first", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                          "on": "2020-01-01" });
    record(&server, "createProgram", program);
    let charter = json!({ "program": {"code": "CX"}, "code": "REFUNDS", "name": "Refunds", "purpose": "At once",
                          "owner": {"code": "ADMIN"}, "on": "2020-01-01" });
    record(&server, "charterInitiative", charter);
    let improvement = json!({ "initiative": {"code": {"program": "CX", "code": "REFUNDS"}}, "title": "One form",
                              "on": "2020-02-01", "due": "2020-06-01" });
    record(&server, "startImprovement", improvement);
    server.stop();
    damage(data.path(), "initiative.named.v1");
    damage(data.path(), "initiative.improvement-started.v1");

    let log = elsewhere.path().join("log");
    let mut serve = command(data.path(), &["serve"]);
    let server = Server::of(serve.env("CX_LEDGER_TOKEN", TOKEN).stderr(File::create(&log).unwrap()));
    let logged = |name: &str| {
        let log = fs::read_to_string(&log).unwrap();
        log.lines().filter(|line| line.contains(name)).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut names = Vec::new();
    for _ in 0..2 {
        let asked =
            r#"{ programs { totalCount } initiative(program: "CX", code: "REFUNDS") { name { value } } }"#;
        let (status, answer) = server.ask_as(TOKEN, asked, &json!({}));
        assert_eq!((status, &answer["data"]["programs"]["totalCount"]), (200, &json!(1)), "{answer:#}");
        let error = &answer["errors"][0];
        assert_eq!(
            (&error["extensions"]["code"], &error["path"]),
            (&json!("INTERNAL"), &json!(["initiative", "name"]))
        );
        assert!(!answer.to_string().contains("altered"), "the cause is ours: {answer:#}");
        names.push(error["extensions"]["errorId"].as_str().expect("a name").to_owned());
    }
    // The calendar is told in words, and so is the name.
    let (status, _, told) = server.read_as(TOKEN, "/todo.ics");
    let name = told.split_whitespace().last().unwrap_or_default().to_owned();
    assert!(status == 500 && name.parse::<Uuid>().is_ok(), "{status} {told}");
    names.push(name);
    for name in &names {
        let lines = logged(name);
        assert!(lines.iter().any(|line| line.contains("altered")), "{name} is not explained: {lines:?}");
    }
    assert!(names[0] != names[1] && names[1] != names[2], "each fault has a name of its own");
}
