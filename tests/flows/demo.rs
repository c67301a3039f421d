//! The made-up company, as a visitor meets it.

use std::fs;

use serde_json::{Value, json};

use crate::export::{root_of, root_of_doctor};
use crate::server::{Server, command, folder, printed, refused, run};

const PORTFOLIO: &str = "{ initiatives(first: 50) { totalCount edges { node { code status maturity { level } \
                         owner { name { value } } } } } }";

/// The token that the greeting shows for a role.
pub(crate) fn token_of(server: &Server, role: &str) -> String {
    let line = server.greeting.lines().map(str::trim).find(|line| line.starts_with(role));
    line.and_then(|line| line.split_whitespace().nth(1))
        .unwrap_or_else(|| panic!("{}", server.greeting))
        .to_owned()
}

#[test]
fn the_demo_shows_a_company_to_every_role_and_keeps_it() {
    let data = folder();
    let server = Server::of(&mut command(data.path(), &["serve", "--demo"]));
    let mut seen: Option<Value> = None;
    for role in ["administrator", "program_lead", "secretary", "contributor", "reader", "auditor"] {
        let token = token_of(&server, role);
        let (status, answer) = server.ask_as(&token, PORTFOLIO, &json!({}));
        assert!(status == 200 && answer["errors"].is_null(), "{role}: {answer:#}");
        if role == "auditor" {
            seen = Some(answer);
        }
    }
    let seen = seen.expect("the auditor looked");
    assert!(
        seen["data"]["initiatives"]["edges"].as_array().is_some_and(|edges| edges.len() > 10),
        "{seen:#}"
    );
    let auditor = token_of(&server, "auditor");
    drop(server);

    let server = Server::of(&mut command(data.path(), &["serve", "--demo"]));
    assert!(!server.greeting.contains("cxl_"), "tokens are shown once");
    assert!(server.greeting.contains("remove") && server.greeting.contains("anew"), "{}", server.greeting);
    assert_eq!(server.ask_as(&auditor, PORTFOLIO, &json!({})).1, seen);
    drop(server);

    let demo = data.path().join("demo");
    let doctor = run(&demo, &["doctor", "--json"]);
    let report: Value = serde_json::from_slice(&doctor.stdout).expect("JSON");
    let export = printed(&demo, &["export", "--jsonl"]);
    assert_eq!(report["root"]["sha256"], root_of(&export));
    let attachments = &report["attachments"];
    assert_eq!((&attachments["attached"], &attachments["whole"]), (&json!(3), &json!(3)), "{attachments}");
    assert_eq!(report["findings"], json!([]));
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["token", "create", "--person", "ADMIN"],
        &["token", "list"],
        &["token", "revoke", "6f9619ff-8b86-5d01-b42d-00cf4fc964ff"],
    ] {
        let error = refused(&demo, arguments);
        assert!(error.contains("demonstration") && error.contains("--data"), "{error}");
    }
    assert_eq!(printed(&demo, &["export", "--jsonl"]), export, "nothing refused left a trace");
}

#[test]
fn a_real_ledger_is_no_place_for_the_demo() {
    let data = folder();
    let demo = data.path().join("demo");
    drop(Server::start(&demo));
    let root = root_of_doctor(&demo);
    let error = refused(data.path(), &["serve", "--demo", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("no demonstration") && error.contains("--data"), "{error}");
    assert_eq!(root_of_doctor(&demo), root);
}

#[test]
fn a_story_that_was_cut_short_is_told_anew() {
    let data = folder();
    drop(Server::of(&mut command(data.path(), &["serve", "--demo"])));
    let demo = data.path().join("demo");
    fs::remove_file(demo.join("told")).expect("the mark of a story told to its end");
    fs::write(demo.join("attachments").join("left-behind"), "of an upload").expect("a file is written");
    let server = Server::of(&mut command(data.path(), &["serve", "--demo"]));
    assert_eq!(server.ask_as(&token_of(&server, "reader"), "{ __typename }", &json!({})).0, 200);
    drop(server);
    let report: Value = serde_json::from_slice(&run(&demo, &["doctor", "--json"]).stdout).expect("JSON");
    assert_eq!(report["findings"], json!([]), "nothing is left of the first telling");
}
