//! The life of a token, from the console.

use serde_json::{Value, json};

use crate::server::{Server, folder, printed, refused};

fn status(server: &Server, token: &str) -> u16 {
    server.ask_as(token, "{ __typename }", &json!({})).0
}

fn created(data: &std::path::Path, arguments: &[&str]) -> (String, String) {
    let arguments = [&["token", "create", "--json", "--person", "ADMIN"], arguments].concat();
    let made: Value = serde_json::from_str(&printed(data, &arguments)).expect("JSON");
    let text = |name: &str| made[name].as_str().expect("a string").to_owned();
    (text("id"), text("token"))
}

/// A day that is so far away, as it is typed.
#[expect(clippy::disallowed_methods, reason = "the console reckons by the machine's clock")]
fn in_days(days: u64) -> String {
    (chrono::Utc::now().date_naive() + chrono::Days::new(days)).to_string()
}

#[test]
fn a_token_works_until_it_is_revoked() {
    let data = folder();
    drop(Server::start(data.path()));
    let (id, token) = created(data.path(), &[]);
    let (_, other) = created(data.path(), &["--role", "reader", "--expires", &in_days(300)]);

    let listed: Value = serde_json::from_str(&printed(data.path(), &["token", "list", "--json"])).unwrap();
    let of = |id: &str| listed.as_array().unwrap().iter().find(|row| row["id"] == id).cloned().unwrap();
    assert_eq!(of(&id)["person"], "ADMIN");
    assert!(of(&id)["roles"].as_array().unwrap().contains(&json!("reader")));
    assert!(!listed.to_string().contains(&token), "a list shows no token");
    {
        let server = Server::start(data.path());
        assert_eq!((status(&server, &token), status(&server, &other)), (200, 200));
    }
    printed(data.path(), &["token", "revoke", &id, "--reason", "laptop lost"]);
    let server = Server::start(data.path());
    assert_eq!((status(&server, &token), status(&server, &other)), (401, 200));
    drop(server);
    assert!(!printed(data.path(), &["token", "list"]).contains(&id));
    assert!(refused(data.path(), &["token", "revoke", &id]).contains("not revoked"));
}

#[test]
fn what_a_token_needs_is_asked_for() {
    let data = folder();
    drop(Server::start(data.path()));
    let create = |more: &[&str]| refused(data.path(), &[&["token", "create"], more].concat());
    assert!(create(&["--person", "NOBODY"]).contains("there is no person NOBODY"));
    assert!(create(&["--person", "N B"]).contains("letters A to Z"));
    assert!(create(&["--person", "ADMIN", "--role", "boss"]).contains("there is no role \"boss\""));
    let unknown = create(&["--person", "ADMIN", "--role", "reader", "--program", "NOWHERE"]);
    assert!(unknown.contains("there is no program NOWHERE"), "{unknown}");
    assert!(create(&["--person", "ADMIN", "--program", "RETAIL"]).contains("--role"));
    assert!(create(&["--person", "ADMIN", "--expires", "2020-01-01"]).contains("past"));
    assert!(create(&["--person", "ADMIN", "--expires", "tomorrow"]).contains("YYYY-MM-DD"));
    assert!(create(&["--person", "ADMIN", "--expires", &in_days(400)]).contains("at most 366 days"));
    assert!(
        create(&["--person", "ADMIN", "--only-program", "NOWHERE"]).contains("there is no program NOWHERE")
    );
    let before = printed(data.path(), &["export", "--jsonl"]);
    assert_eq!(before.matches("token-issued").count(), 1, "nothing refused left a token");
}
