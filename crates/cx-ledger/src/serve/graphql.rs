//! One GraphQL request over HTTP: what is asked, and the answer's form.

use std::fmt::Display;
use std::time::Duration;

use async_graphql::Request;
use axum::body::{Bytes, HttpBody as _};
use axum::extract::{self, FromRequest as _, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use cxl_graphql::ErrorCode;

use super::execution::{Asked, Asker, admit};
use super::form::Form;
use super::headers::{at_least, language};
use super::http::{App, MAX_BODY};
use super::identity::let_in;
use super::problem::{Problem, closed};

/// Answers one request.
pub(super) async fn answer(State(app): State<App>, request: extract::Request) -> Response {
    let form = Form::accepted(request.headers());
    match respond(&app, request).await {
        Ok(response) => form.executed(response),
        Err(problem) => form.refused(&problem),
    }
}

/// The answer to any request while the ledger is not open yet.
pub(super) fn unopened(headers: &HeaderMap, reason: &str) -> Response {
    Form::accepted(headers).refused(&closed(reason))
}

/// Who asks is settled before a byte of the body is read.
async fn respond(app: &App, request: extract::Request) -> Result<async_graphql::Response, Problem> {
    json_only(request.headers())?;
    let asker =
        Asker { actor: let_in(app, request.headers()).await?.actor, language: language(request.headers()) };
    let at_least = at_least(request.headers())?;
    let asked = asked(&body(request, app.patience.body_timeout).await?)?;
    admit(app, asked, asker)?.execute(at_least).await
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
    let media_type = given.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message = "a request is sent with the header Content-Type: application/json";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest, message))
}

/// What the body asks for.
fn asked(body: &[u8]) -> Result<Asked, Problem> {
    let malformed = |problem: &dyn Display| {
        let message = format!("the body is one JSON object with a query, and maybe variables: {problem}");
        Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    };
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(malformed(&"it is no object"));
    }
    let request: Request = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    if request.query.trim().is_empty() {
        return Err(malformed(&"it has no query"));
    }
    Ok(Asked { query: request.query, operation_name: request.operation_name, variables: request.variables })
}
