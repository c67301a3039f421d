//! One request over HTTP, in all the forms that it may have, and what it costs.

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Request, Response};

use crate::server::{Server, TOKEN, folder, printed};

const RESPONSE: &str = "application/graphql-response+json";

fn send(
    server: &Server,
    method: &str,
    query: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<String> {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = Request::builder().method(method).uri(server.url.clone() + query);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if headers.iter().all(|(name, _)| *name != "authorization") {
        request = request.header("authorization", format!("Bearer {TOKEN}"));
    }
    let sent = match method {
        "GET" | "HEAD" => agent.run(request.body(()).unwrap()),
        _ => agent.run(request.body(body.to_owned()).unwrap()),
    };
    let (head, mut body) = sent.expect("the server answers").into_parts();
    Response::from_parts(head, body.read_to_string().expect("the answer is UTF-8"))
}

fn post(server: &Server, accept: &str, document: &str) -> Response<String> {
    let headers = [("content-type", "application/json"), ("accept", accept)];
    send(server, "POST", "", &headers, &json!({ "query": document }).to_string())
}

fn get(server: &Server, query: &str) -> Response<String> {
    send(server, "GET", query, &[("accept", RESPONSE)], "")
}

fn header<'a>(response: &'a Response<String>, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn told(response: &Response<String>) -> Value {
    serde_json::from_str(response.body()).expect("the answer is JSON")
}

#[test]
fn an_answer_has_the_form_that_is_liked_best_and_its_status() {
    let data = folder();
    let server = Server::start(data.path());
    let json = "application/json; charset=utf-8";
    let response = "application/graphql-response+json; charset=utf-8";
    for (accept, form) in [
        ("*/*", json),
        ("application/json", json),
        ("application/json;q=0.5, application/graphql-response+json;q=0.4", json),
        ("application/graphql-response+json, application/json;q=0.9", response),
    ] {
        let executed = post(&server, accept, "{ __typename }");
        assert_eq!((executed.status().as_u16(), header(&executed, "content-type")), (200, form), "{accept}");
        for (document, code) in [
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("query($id: ID!) { node(id: $id) { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ] {
            let refused = post(&server, accept, document);
            let status = if form == json { 200 } else { 400 };
            assert_eq!((refused.status().as_u16(), header(&refused, "content-type")), (status, form));
            let told = told(&refused);
            assert_eq!(told["errors"][0]["extensions"]["code"], code, "{told}");
            assert!(told.get("data").is_none(), "{told}");
        }
    }
    let failed = post(&server, RESPONSE, r#"{ node(id: "nothing") { id } }"#);
    assert_eq!(failed.status().as_u16(), 200, "a field failed, and the document was executed");
    let failed = told(&failed);
    assert_eq!((&failed["data"]["node"], &failed["errors"][0]["path"]), (&json!(null), &json!(["node"])));
}

#[test]
fn a_question_may_stand_in_the_address_and_changes_nothing() {
    let data = folder();
    let server = Server::start(data.path());
    let asked = "?query=query%20A(%24n%3A%20String!)%20%7B%20__type(name%3A%20%24n)%20%7B%20name%20%7D%20%7D%20\
                 query%20B%20%7B%20__typename%20%7D";
    let variables = "&variables=%7B%22n%22%3A%22Query%22%7D&extensions=%7B%7D";
    let answer = get(&server, &format!("{asked}{variables}&operationName=A"));
    assert_eq!((answer.status().as_u16(), &told(&answer)["data"]["__type"]["name"]), (200, &json!("Query")));
    let answer = get(&server, &format!("{asked}&operationName=B"));
    assert_eq!(told(&answer)["data"]["__typename"], "Query", "{}", answer.body());
    for wrong in
        ["?variables=1", "", "?query=", "?query=%7Ba%7D&variables=%5B%5D", "?query=%7Ba%7D&extensions=x"]
    {
        let refused = get(&server, wrong);
        assert_eq!(refused.status().as_u16(), 400, "{wrong}: {}", refused.body());
        assert_eq!(told(&refused)["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{wrong}");
    }
    let refused = get(&server, "?query=mutation%7B__typename%7D");
    assert_eq!((refused.status().as_u16(), header(&refused, "allow")), (405, "POST"));
    let head = send(&server, "HEAD", "?query=%7B__typename%7D", &[], "");
    assert_eq!((head.status().as_u16(), head.body().as_str()), (200, ""));
}

/// What is left of the account.
fn remaining(response: &Response<String>) -> u64 {
    header(response, "x-ratelimit-remaining").parse().expect("a number")
}

#[test]
fn what_a_request_costs_is_told_in_it_and_taken_off_one_account() {
    let data = folder();
    drop(Server::start(data.path()));
    let other = printed(data.path(), &["token", "create", "--json", "--person", "ADMIN"]);
    let other: Value = serde_json::from_str(&other).unwrap();
    let server = Server::start_with(data.path(), &["--points-per-hour", "1000"]);
    let document = "{ rateLimit { cost nodeCount limit remaining resetAt } \
                    initiatives(first: 50) { edges { node { history(first: 10) { totalCount } } } } }";
    let first = post(&server, "application/json", document);
    let answer = told(&first);
    let limit = &answer["data"]["rateLimit"];
    assert_eq!(
        (&limit["cost"], &limit["nodeCount"], &limit["limit"]),
        (&json!(6), &json!(550), &json!(1000))
    );
    assert_eq!((&limit["remaining"], remaining(&first)), (&json!(994), 994));
    assert_eq!(answer["extensions"]["cost"], json!({"points": 6, "nodeCount": 550}));
    assert_eq!(header(&first, "x-ratelimit-limit"), "1000");
    assert!(header(&first, "x-ratelimit-reset").parse::<u64>().unwrap() > 1_700_000_000);
    // Another token of the same person, another way to ask, and aliases: the account is the same. What came back
    // meanwhile is at most one point in 3.6 seconds.
    let token = format!("Bearer {}", other["token"].as_str().unwrap());
    let by_get = send(&server, "GET", "?query=%7B__typename%7D", &[("authorization", &token)], "");
    assert!((993..=996).contains(&remaining(&by_get)), "{}", remaining(&by_get));
    let twice = "{ a: initiatives(first: 100) { totalCount } b: initiatives(first: 100) { totalCount } }";
    let third = post(&server, "application/json", twice);
    assert!((990..=995).contains(&remaining(&third)), "{}", remaining(&third));
    let refused = post(&server, "application/json", "{ nothing");
    assert_eq!(refused.status().as_u16(), 200);
    let last = post(&server, "application/json", "{ __typename }");
    assert!(remaining(&last) < remaining(&third), "a refused document costs a point, and so does this one");
}

#[test]
fn who_has_no_points_left_is_told_how_long_to_wait_and_nobody_else_suffers() {
    let data = folder();
    drop(Server::start(data.path()));
    let made = printed(data.path(), &["token", "create", "--json", "--person", "ADMIN"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let server = Server::start_with(data.path(), &["--points-per-hour", "2", "--strangers-per-minute", "2"]);
    for _ in 0..2 {
        assert_eq!(post(&server, RESPONSE, "{ __typename }").status().as_u16(), 200);
    }
    let refused = post(&server, RESPONSE, "{ __typename }");
    let (status, wait) = (refused.status().as_u16(), header(&refused, "retry-after").parse::<u64>().unwrap());
    assert!(status == 429 && (1..=1800).contains(&wait), "{status} {wait}");
    let error = told(&refused)["errors"][0]["extensions"].take();
    assert_eq!((&error["code"], &error["cost"]["points"]), (&json!("RATE_LIMITED"), &json!(1)));
    assert_eq!((&error["rateLimit"]["limit"], &error["retryAfter"]), (&json!(2), &json!(wait)));
    // Wrong tokens are a matter of the address, and one that works hears nothing of them.
    let wrong = [("authorization", "Bearer wrong"), ("content-type", "application/json")];
    let status = |path: &str| {
        let url = server.url.replace("/graphql", path);
        let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
        agent.get(url).header("authorization", "Bearer wrong").call().unwrap().status().as_u16()
    };
    assert_eq!(send(&server, "POST", "", &wrong, "{}").status().as_u16(), 401);
    assert_eq!(status("/todo.ics"), 401);
    assert_eq!(send(&server, "POST", "", &wrong, "{}").status().as_u16(), 429);
    assert_eq!(status("/todo.ics"), 429);
    let token = format!("Bearer {}", made["token"].as_str().unwrap());
    let known =
        [("authorization", token.as_str()), ("content-type", "application/json"), ("accept", RESPONSE)];
    let answer = send(&server, "POST", "", &known, r#"{"query": "{ __typename }"}"#);
    assert_eq!(answer.status().as_u16(), 429);
    assert!(answer.body().contains("points"), "it is the account of the person: {}", answer.body());
    assert_eq!(server.read("/health/ready").0, 200, "health is open to all");
}

#[test]
fn where_nothing_is_limited_nothing_is_told_of_limits() {
    let data = folder();
    let server = Server::start_with(data.path(), &["--points-per-hour", "unlimited"]);
    let answer = post(&server, RESPONSE, "{ rateLimit { cost limit remaining resetAt } }");
    assert_eq!(header(&answer, "x-ratelimit-limit"), "");
    let limit = json!({"cost": 1, "limit": null, "remaining": null, "resetAt": null});
    assert_eq!(told(&answer)["data"]["rateLimit"], limit);
}
