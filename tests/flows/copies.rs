//! Answers that are sent again while nothing has changed.

use serde_json::{Value, json};

use crate::act::record;
use crate::server::{Server, TOKEN, folder, printed};

const NAME: &str = "{ organization { name { value } } viewer { code { value } } }";

/// How many answers were copies.
#[track_caller]
fn copied(server: &Server) -> u64 {
    let (status, page) = server.read("/metrics");
    assert_eq!(status, 200, "{page}");
    let line = page.lines().find_map(|line| line.strip_prefix("cx_ledger_answers_copied_total "));
    line.expect("the figure").parse().unwrap()
}

fn points_left(server: &Server) -> u64 {
    let told = server.ask("{ rateLimit { remaining } }");
    told["rateLimit"]["remaining"].as_u64().expect("a number of points")
}

#[test]
fn a_question_asked_again_is_answered_with_a_copy_until_something_is_recorded() {
    let data = folder();
    let server = Server::start(data.path());
    let first = server.ask(NAME);
    assert_eq!(copied(&server), 0);
    let left = points_left(&server);
    assert_eq!((server.ask(NAME), server.ask(NAME)), (first.clone(), first));
    assert_eq!(copied(&server), 2);
    assert!(points_left(&server) <= left - 3, "a copy costs what the answer costs");
    record(&server, "renameOrganization", json!({ "name": "Another name" }));
    assert_eq!(server.ask(NAME)["organization"]["name"]["value"], "Another name");
    assert_eq!(copied(&server), 2);
}

#[test]
fn whoever_else_asks_and_whatever_changes_by_itself_is_answered_anew() {
    let data = folder();
    let server = Server::start(data.path());
    record(&server, "registerPerson", json!({ "code": "LAN", "name": "Lan" }));
    record(&server, "grantRole", json!({ "person": { "code": "LAN" }, "role": "READER" }));
    drop(server);
    let made = printed(data.path(), &["token", "create", "--json", "--person", "LAN"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let server = Server::start(data.path());
    let asked = |token: &str| server.ask_as(token, NAME, &json!({})).1["data"]["viewer"].to_string();
    let (administrator, reader) = (asked(TOKEN), asked(made["token"].as_str().unwrap()));
    assert_ne!(administrator, reader);
    assert!(reader.contains("LAN"), "{reader}");
    for changing in
        ["{ ledger { now } }", "{ rateLimit { remaining } }", "{ organization { tokens { lastUsed } } }"]
    {
        assert_ne!(server.ask(changing), json!({}), "{changing}");
        server.ask(changing);
    }
    let variables =
        |code: &str| server.ask_with("query($c: Code!) { program(code: $c) { id } }", &json!({ "c": code }));
    assert_eq!((variables("A"), variables("B")), (json!({ "program": null }), json!({ "program": null })));
    assert_eq!(copied(&server), 0);
}
