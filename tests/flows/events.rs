//! GraphQL over server-sent events, as a browser reads them.

use std::io::{BufRead as _, BufReader, Read};

use serde_json::{Value, json};

use crate::act::record;
use crate::server::{Server, TOKEN, folder};

/// One event.
#[derive(Debug, PartialEq)]
pub(crate) struct Event {
    name: String,
    id: Option<u64>,
    pub(crate) data: Value,
}

/// The events of an answer, as they come.
pub(crate) struct Events(BufReader<Box<dyn Read>>);

impl Events {
    /// The events with which a server answers the administrator; none if it answers otherwise, with the status.
    fn asked(server: &Server, headers: &[(&str, &str)], document: &str) -> Result<Self, u16> {
        let bearer = format!("Bearer {TOKEN}");
        let headers = [&[("Authorization", &*bearer)], headers].concat();
        Self::sent(server, &headers, &json!({ "query": document }))
    }

    /// The same to whoever the headers say, for a request of whatever form.
    pub(crate) fn sent(server: &Server, headers: &[(&str, &str)], asked: &Value) -> Result<Self, u16> {
        let mut request = ureq::post(&server.url)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.config().http_status_as_error(false).build();
        let response = request.send(asked.to_string()).unwrap();
        if response.status() != 200 {
            return Err(response.status().as_u16());
        }
        assert_eq!(response.headers()["Content-Type"], "text/event-stream");
        Ok(Self(BufReader::new(Box::new(response.into_body().into_reader()))))
    }

    pub(crate) fn next(&mut self) -> Event {
        let mut event = Event { name: String::new(), id: None, data: Value::Null };
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the answer ended");
            match line.trim_end_matches('\n').split_once(':') {
                None if event.name.is_empty() => {}
                None => return event,
                Some(("event", name)) => name.trim().clone_into(&mut event.name),
                Some(("id", id)) => event.id = Some(id.trim().parse().unwrap()),
                Some(("data", data)) => event.data = serde_json::from_str(data).unwrap_or_default(),
                Some(_) => {}
            }
        }
    }
}

fn create(server: &Server, code: &str) -> u64 {
    let program = json!({ "code": code, "name": "A program", "sponsor": { "code": "ADMIN" }, "zone": "UTC",
                          "on": "2024-01-01" });
    record(server, "createProgram", program)["position"].as_str().unwrap().parse().unwrap()
}

const LEDGER: &str = "subscription { ledgerChanged { position events { position type } } }";

#[test]
fn whoever_follows_by_events_is_told_what_others_record_and_goes_on_after_the_last() {
    let data = folder();
    let server = Server::start(data.path());
    let mut events = Events::asked(&server, &[], LEDGER).ok().unwrap();
    let begun = events.next();
    assert_eq!((&*begun.name, &begun.data["data"]["ledgerChanged"]["events"]), ("next", &json!([])));
    let position = create(&server, "ONE");
    let told = events.next();
    assert_eq!((told.id, told.name), (Some(position), "next".to_owned()));
    drop(events);
    let next = create(&server, "TWO");
    let after = position.to_string();
    let mut resumed = Events::asked(&server, &[("Last-Event-ID", &after)], LEDGER).ok().unwrap();
    let told = resumed.next();
    assert_eq!(told.id, Some(next));
    let first = &told.data["data"]["ledgerChanged"]["events"][0]["position"];
    assert_eq!(first, &json!((position + 1).to_string()), "nothing is missing and nothing told twice");
}

#[test]
fn a_question_is_answered_by_events_once_and_a_fault_is_an_event_too() {
    let data = folder();
    let server = Server::start(data.path());
    let mut events = Events::asked(&server, &[], "{ __typename }").ok().unwrap();
    assert_eq!(events.next().data["data"], json!({ "__typename": "Query" }));
    assert_eq!(events.next().name, "complete");
    for (document, code) in [
        ("{ nothing", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (r#"subscription { initiativeChanged(id: "7") { more } }"#, "BAD_USER_INPUT"),
    ] {
        let mut events = Events::asked(&server, &[], document).ok().unwrap();
        let told = events.next();
        assert_eq!(told.data["errors"][0]["extensions"]["code"], code, "{told:?}");
        assert!(told.data.get("data").is_none(), "{told:?}");
        assert_eq!(events.next().name, "complete");
    }
    assert_eq!(Events::asked(&server, &[("Last-Event-ID", "x")], LEDGER).err(), Some(400));
    let asked = json!({ "query": LEDGER });
    assert_eq!(Events::sent(&server, &[("Authorization", "Bearer nonsense")], &asked).err(), Some(401));
}

#[test]
fn one_actor_has_no_more_streams_than_the_most() {
    let data = folder();
    let server = Server::start(data.path());
    let mut streams: Vec<_> = (0..16).map(|_| Events::asked(&server, &[], LEDGER).ok().unwrap()).collect();
    for events in &mut streams {
        events.next();
    }
    assert_eq!(Events::asked(&server, &[], LEDGER).err(), Some(503));
}

#[cfg(unix)]
#[test]
fn a_server_that_stops_ends_its_events_and_says_where_to_go_on() {
    let data = folder();
    let server = Server::start(data.path());
    let mut events = Events::asked(&server, &[], LEDGER).ok().unwrap();
    let begun = events.next();
    std::thread::scope(|scope| {
        scope.spawn(move || server.stop());
        let last = events.next();
        let extensions = &last.data["errors"][0]["extensions"];
        let after = begun.id.map(|id| json!(id.to_string()));
        assert_eq!(
            (&extensions["code"], Some(extensions["resumeAfter"].clone())),
            (&json!("UNAVAILABLE"), after)
        );
        assert_eq!(events.next().name, "complete");
    });
}
