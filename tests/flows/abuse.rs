//! Whoever means harm, or doesn't know better: what each of them gets.
//!
//! `UPDATE=1 cargo test -p cx-ledger --test flows abuse` writes the table of `docs/graphql.md` anew.

mod probes;

use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

use crate::server::{Server, TOKEN, folder};
use probes::{BESIDE, PROBES, STRICT};

/// No answer takes longer, also of a server that is not optimized on a machine that is busy.
const AT_MOST: Duration = Duration::from_secs(20);
/// No refusal is longer.
const LONGEST: usize = 16 * 1024;
/// Nobody is told what they said.
const CANARY: &str = "canaryword";

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/graphql.md");

/// What somebody tries, and what they get.
struct Probe {
    what: &'static str,
    gets: Gets,
    sends: fn() -> Call,
}

/// A status, and the code in the body, if there is a body.
type Gets = (u16, &'static str);

/// A request, bit by bit.
struct Call {
    method: &'static str,
    query: String,
    token: Option<&'static str>,
    headers: Vec<(&'static str, &'static str)>,
    body: Vec<u8>,
}

impl Call {
    /// A document, as it is usually sent.
    fn document(document: &str) -> Self {
        Self::body(serde_json::json!({ "query": document }).to_string())
    }

    fn body(body: impl Into<Vec<u8>>) -> Self {
        let headers =
            vec![("content-type", "application/json"), ("accept", "application/graphql-response+json")];
        Self { method: "POST", query: String::new(), token: Some(TOKEN), headers, body: body.into() }
    }

    /// The same with another header in place of the usual one.
    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
        self
    }

    fn by(mut self, method: &'static str, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self.method = method;
        self
    }

    fn carrying(mut self, token: Option<&'static str>) -> Self {
        self.token = token;
        self
    }
}

/// Sends it; the status and the body.
fn send(agent: &Agent, server: &Server, call: Call) -> (u16, String) {
    let mut request = Request::builder().method(call.method).uri(server.url.clone() + &call.query);
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    if let Some(token) = call.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let sent = match call.method {
        "GET" => agent.run(request.body(()).unwrap()),
        _ => agent.run(request.body(call.body).unwrap()),
    };
    let mut response = sent.expect("the server answers");
    let status = response.status().as_u16();
    (status, response.body_mut().read_to_string().expect("the answer is UTF-8"))
}

fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(AT_MOST)).allow_non_standard_methods(true).build().into()
}

/// Tries it, and holds what comes back against what it should get.
#[track_caller]
fn assert_gets(agent: &Agent, server: &Server, probe: &Probe) {
    let begun = Instant::now();
    let (status, body) = send(agent, server, (probe.sends)());
    let what = probe.what;
    assert!(begun.elapsed() < AT_MOST, "{what} took {:?}", begun.elapsed());
    let told: Value = serde_json::from_str(&body).unwrap_or_default();
    let code = told["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
    assert_eq!((status, code), probe.gets, "{what}: {}", &body[..body.len().min(600)]);
    assert!(body.len() < LONGEST, "{what} is told {} bytes", body.len());
    assert!(!body.contains(CANARY), "{what}: {body}");
    assert!(told.get("data").is_none(), "{what}: {body}");
    if let Some(errors) = told["errors"].as_array() {
        let coded = |error: &Value| error["extensions"]["code"].is_string();
        assert!(errors.iter().all(coded) && errors.len() <= 20, "{what}: {body}");
    }
}

#[test]
fn whoever_means_harm_gets_a_coded_refusal_in_a_moment_and_the_server_goes_on() {
    let data = folder();
    let (agent, server) = (agent(), Server::start(data.path()));
    for probe in PROBES {
        assert_gets(&agent, &server, probe);
        assert_eq!(server.ask("{ __typename }")["__typename"], "Query", "after: {}", probe.what);
    }
}

#[test]
fn whoever_asks_for_too_much_is_refused_until_enough_has_come_back() {
    for (arguments, probes) in STRICT {
        let data = folder();
        let (agent, server) = (agent(), Server::start_with(data.path(), arguments));
        for probe in *probes {
            assert_gets(&agent, &server, probe);
        }
    }
}

#[test]
fn the_manual_tells_what_each_of_them_gets() {
    let strict = STRICT.iter().flat_map(|(_, probes)| probes.iter());
    let rows: Vec<String> = PROBES
        .iter()
        .chain(strict)
        .filter(|probe| !BESIDE.contains(&probe.what))
        .map(|Probe { what, gets: (status, code), .. }| match *code {
            "" => format!("| {what} | {status} | |\n"),
            code => format!("| {what} | {status} | `{code}` |\n"),
        })
        .collect();
    assert!(rows.len() >= 30, "{} probes", rows.len());
    let manual = std::fs::read_to_string(MANUAL).unwrap();
    let head = "| what is tried | status | code |\n| --- | --- | --- |\n";
    let (before, rest) = manual.split_once(head).expect("docs/graphql.md has the table's head");
    let known = rest.split_inclusive('\n').take_while(|line| line.starts_with('|'));
    let after = &rest[known.map(str::len).sum::<usize>()..];
    let whole = format!("{before}{head}{}{after}", rows.concat());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(MANUAL, &whole).unwrap();
    } else {
        assert_eq!(manual, whole, "docs/graphql.md is not current: run this test with UPDATE=1");
    }
}
