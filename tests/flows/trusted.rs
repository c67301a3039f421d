//! Documents of a list: executed by their hash for everybody, and not answered again as long as nothing has changed.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ureq::Agent;

use crate::act::record;
use crate::events::Events;
use crate::server::{Server, TOKEN, folder, printed, refused};
use crate::sockets::Socket;

const JSON: &str = "application/json";
const NAMES: &str = "{ organization { name { value } } }";
const NOW: &str = "{ initiatives(first: 1) { asOf { known } } }";

fn id(document: &str) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(document)))
}

/// A server with a list of two documents.
fn serving(data: &std::path::Path) -> Server {
    let list = data.join("trusted.json");
    fs::write(&list, json!({ (id(NAMES)): NAMES, (id(NOW)): NOW }).to_string()).unwrap();
    Server::start_with(data, &["--trusted-documents", list.to_str().unwrap()])
}

fn code((_, answer): &(u16, Value)) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

/// A GET of a document of the list: status, tag and body.
fn fetch(server: &Server, token: &str, document: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("{}?documentId={}", server.url, id(document));
    let mut request =
        agent.get(url).header("authorization", format!("Bearer {token}")).header("accept", JSON);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = request.call().expect("the server answers");
    let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
    (answer.status().as_u16(), tag, answer.body_mut().read_to_string().unwrap())
}

#[test]
fn a_document_of_the_list_is_executed_by_its_hash_and_no_other_one_is() {
    let data = folder();
    let server = serving(data.path());
    let named = json!({ "documentId": id(NAMES) }).to_string();
    let (status, answer) = server.post(Some(TOKEN), JSON, &named);
    assert_eq!(
        (status, answer["data"]["organization"]["name"]["value"].is_string()),
        (200, true),
        "{answer}"
    );
    let both = json!({ "documentId": id(NAMES), "query": NAMES }).to_string();
    assert_eq!(code(&server.post(Some(TOKEN), JSON, &both)), "BAD_REQUEST");
    for unknown in ["sha256:00", "x", &id("{ viewer { id } }")] {
        let asked = json!({ "documentId": unknown }).to_string();
        assert_eq!(code(&server.post(Some(TOKEN), JSON, &asked)), "UNKNOWN_DOCUMENT", "{unknown}");
    }
    // An administrator asks freely.
    let free = json!({ "query": "{ viewer { id } }" }).to_string();
    let (status, answer) = server.post(Some(TOKEN), JSON, &free);
    assert!(status == 200 && answer.get("errors").is_none(), "{answer}");
}

#[test]
fn a_reader_executes_what_is_on_the_list_and_nothing_else_whatever_the_transport() {
    let data = folder();
    let server = Server::start(data.path());
    record(&server, "registerPerson", json!({ "code": "LAN", "name": "Lan" }));
    record(&server, "grantRole", json!({ "person": { "code": "LAN" }, "role": "READER" }));
    drop(server);
    let made = printed(data.path(), &["token", "create", "--json", "--person", "LAN"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let token = made["token"].as_str().unwrap();
    let server = serving(data.path());
    let (named, own) = (json!({ "documentId": id(NAMES) }), json!({ "query": "{ viewer { id } }" }));

    let (status, answer) = server.post(Some(token), JSON, &named.to_string());
    assert!(status == 200 && answer.get("errors").is_none(), "{answer}");
    assert_eq!(code(&server.post(Some(token), JSON, &own.to_string())), "FORBIDDEN");
    assert_eq!(fetch(&server, token, NAMES, &[]).0, 200);

    let mut socket = Socket::of(&server, token);
    socket.say(&json!({ "type": "subscribe", "id": "a", "payload": named }));
    assert!(socket.told("a")["name"]["value"].is_string());
    assert_eq!(socket.hear(), json!({ "type": "complete", "id": "a" }));
    socket.say(&json!({ "type": "subscribe", "id": "b", "payload": own }));
    assert_eq!(socket.failed("b").0, "FORBIDDEN");

    let bearer = format!("Bearer {token}");
    let events = |asked: &Value| Events::sent(&server, &[("Authorization", &bearer)], asked);
    assert!(events(&named).unwrap().next().data["data"]["organization"].is_object());
    assert_eq!(events(&own).err(), Some(403));
}

#[test]
fn an_answer_that_has_not_changed_is_not_sent_again() {
    let data = folder();
    let server = serving(data.path());
    let (status, tag, body) = fetch(&server, TOKEN, NAMES, &[]);
    assert!(
        status == 200 && tag.starts_with("W/\"") && body.contains("organization"),
        "{status} {tag} {body}"
    );
    let again = fetch(&server, TOKEN, NAMES, &[("if-none-match", &tag)]);
    assert_eq!(again, (304, tag.clone(), String::new()));
    // Another language is another answer.
    assert_eq!(fetch(&server, TOKEN, NAMES, &[("if-none-match", &tag), ("accept-language", "vi")]).0, 200);
    let rename = "mutation { renameOrganization(input: {commandId: \"019a0000-0000-7000-8000-000000000001\", \
                  name: \"Another name\"}) { __typename } }";
    server.ask(rename);
    let (status, other, body) = fetch(&server, TOKEN, NAMES, &[("if-none-match", &tag)]);
    assert!(status == 200 && other != tag && body.contains("Another name"), "{status} {body}");
}

#[test]
fn an_answer_that_names_the_time_has_no_name_itself() {
    let data = folder();
    let server = serving(data.path());
    let (status, tag, body) = fetch(&server, TOKEN, NOW, &[]);
    assert!(status == 200 && tag.is_empty() && body.contains("known"), "{status} {tag} {body}");
}

#[test]
fn a_list_that_names_a_document_wrongly_stops_the_start() {
    let data = folder();
    let list = data.path().join("trusted.json");
    fs::write(&list, json!({ "sha256:00": NAMES }).to_string()).unwrap();
    let told = refused(data.path(), &["serve", "--trusted-documents", list.to_str().unwrap()]);
    assert!(told.contains("sha256:00") && told.contains(&id(NAMES)[7..]), "{told}");
}
