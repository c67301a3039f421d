//! One GraphQL request over HTTP: what is asked, and the answer's form.
//!
//! By POST a request comes as JSON, by GET in the address, and then it only reads. No page of another site
//! can make a browser ask in somebody's name: whoever asks is known by the header `Authorization` alone, which a
//! browser adds to nothing by itself and lets no page of another site set, as no answer permits it. So a GET
//! needs no header more; and a POST that is not declared as JSON is refused before anything of it is read.

#![expect(
    clippy::zero_sized_map_values,
    reason = "of extensions nothing is asked but that they are an object"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Name, Value, Variables};
use axum::body::{Bytes, HttpBody as _};
use axum::extract::{self, FromRequest as _, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use cxl_graphql::ErrorCode;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::execution::{Asked, Asker, admit};
use super::form::Form;
use super::headers::{at_least, language};
use super::http::{App, MAX_BODY};
use super::identity::let_in;
use super::problem::{Problem, closed};

/// How a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Post,
    Get,
}

/// Answers one request whose document is in its body.
pub(super) async fn post(State(app): State<App>, request: extract::Request) -> Response {
    answer(app, request, By::Post).await
}

/// Answers one request whose document is in its address.
pub(super) async fn get(State(app): State<App>, request: extract::Request) -> Response {
    answer(app, request, By::Get).await
}

/// The answer to any other method.
pub(super) async fn other(headers: HeaderMap) -> Response {
    let message = "GraphQL is asked by POST with a JSON body, or by GET with the document in the address";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message);
    Form::accepted(&headers).unwrap_or(Form::Json).refused(&problem.allowing("GET, HEAD, POST"))
}

/// The answer to any request while the ledger is not open yet.
pub(super) fn unopened(headers: &HeaderMap, reason: &str) -> Response {
    Form::accepted(headers).unwrap_or(Form::Json).refused(&closed(reason))
}

async fn answer(app: App, request: extract::Request, by: By) -> Response {
    let Some(form) = Form::accepted(request.headers()) else {
        let message = "an answer is application/graphql-response+json or application/json, and the header Accept \
                       takes neither";
        return Form::Json.refused(&Problem::new(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message));
    };
    let most = app.accounts.answer_bytes();
    match respond(&app, request, by).await {
        Ok(response) => form.executed(response, most),
        Err(problem) => form.refused(&problem),
    }
}

/// Who asks is settled before a byte of the body is read.
async fn respond(app: &App, request: extract::Request, by: By) -> Result<async_graphql::Response, Problem> {
    if by == By::Post {
        json_only(request.headers())?;
    }
    let asker =
        Asker { actor: let_in(app, request.headers()).await?.actor, language: language(request.headers()) };
    let at_least = at_least(request.headers())?;
    let asked = match by {
        By::Post => in_body(&body(request, app.patience.body_timeout).await?)?,
        By::Get => in_address(request.uri())?,
    };
    let admitted = admit(app, asked, asker)?;
    if by == By::Get && admitted.kind() == OperationType::Mutation {
        let message = "a request by GET changes nothing: send the mutation by POST";
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message);
        return Err(problem.allowing("POST"));
    }
    admitted.execute(at_least).await
}

/// What a request asks for that is answered otherwise.
pub(super) async fn requested(app: &App, request: extract::Request) -> Result<Asked, Problem> {
    if request.method() == Method::GET {
        return in_address(request.uri());
    }
    json_only(request.headers())?;
    in_body(&body(request, app.patience.body_timeout).await?)
}

/// The body, as long as it is not too long and does not take too long.
async fn body(request: extract::Request, patience: Duration) -> Result<Bytes, Problem> {
    // A client that is told at once need not send what nobody is going to read.
    if request.body().size_hint().lower() > MAX_BODY as u64 {
        return Err(too_long());
    }
    let arrived = tokio::time::timeout(patience, Bytes::from_request(request, &())).await.map_err(|_| {
        let message = format!("the body of a request arrives within {} seconds", patience.as_secs_f64());
        Problem::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::BadRequest, message)
    })?;
    arrived.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        status => Problem::new(status, ErrorCode::BadRequest, "the body of the request did not arrive whole"),
    })
}

fn too_long() -> Problem {
    let message = format!("a request has at most {MAX_BODY} bytes: send less at once");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::LimitExceeded, message)
}

/// Only a body that no page of another site can send unasked is read.
fn json_only(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"));
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"'))
    });
    if is_json && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        return Ok(());
    }
    let message = "a request is sent with the header Content-Type: application/json, in UTF-8";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest, message))
}

/// What a request gives, by name; what else there is in it is ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters<T, O> {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<T>,
    /// Nothing in it is asked for; it is an object all the same.
    extensions: Option<O>,
}

/// The values of variables, by name.
type Given = BTreeMap<Name, Value>;

/// An object, whatever it holds.
type AnyObject = BTreeMap<String, IgnoredAny>;

/// What the body asks for.
fn in_body(body: &[u8]) -> Result<Asked, Problem> {
    match body.trim_ascii_start().first() {
        Some(b'{') => {}
        Some(b'[') => {
            return Err(malformed("it is a list: send each request by itself, on one connection"));
        }
        _ => return Err(malformed("it is no object")),
    }
    let read: Result<Parameters<Given, AnyObject>, _> = serde_json::from_slice(body);
    let Parameters { query, operation_name, variables, .. } = read.map_err(|error| {
        let what = if error.is_data() {
            "query and operationName are strings, variables and extensions are objects, and one is not"
        } else {
            "it is no JSON"
        };
        malformed(&format!("{what}, at line {}, column {}", error.line(), error.column()))
    })?;
    asked(query, operation_name, variables)
}

/// What the address asks for.
fn in_address(address: &Uri) -> Result<Asked, Problem> {
    let Query(Parameters { query, operation_name, variables, extensions }) =
        Query::<Parameters<String, String>>::try_from_uri(address)
            .map_err(|_| malformed("one of its parameters is there twice, or is no text in UTF-8"))?;
    let wrong = |name: &str| malformed(&format!("{name} is a JSON object in the address"));
    let variables = variables.map(|text| serde_json::from_str::<Option<Given>>(&text));
    let variables = variables.transpose().map_err(|_| wrong("variables"))?.flatten();
    let extensions = extensions.map(|text| serde_json::from_str::<Option<AnyObject>>(&text));
    extensions.transpose().map_err(|_| wrong("extensions"))?;
    asked(query, operation_name, variables)
}

fn asked(
    query: Option<String>,
    operation_name: Option<String>,
    given: Option<Given>,
) -> Result<Asked, Problem> {
    let query = query.filter(|query| !query.trim().is_empty()).ok_or_else(|| malformed("it has no query"))?;
    let mut variables = Variables::default();
    variables.extend(given.unwrap_or_default());
    Ok(Asked { query, operation_name, variables })
}

fn malformed(what: &str) -> Problem {
    let message = format!("a request is one JSON object with a query, and maybe variables: {what}");
    Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
}
