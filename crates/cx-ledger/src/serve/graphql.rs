//! One GraphQL request over HTTP: who asks, whether the document may be processed, and the answer's form.

use std::fmt::Display;
use std::time::Duration;

use async_graphql::{Request, ServerError, Value};
use axum::body::{Bytes, HttpBody as _};
use axum::extract::{self, FromRequest as _, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_graphql::ErrorCode;
use cxl_ledger::Stuck;
use cxl_store::Position;
use cxl_store::meta::Actor;
use cxl_words::Language;
use serde::Serialize;
use tokio::task::JoinSet;

use super::guard;
use super::http::{App, MAX_BODY};
use super::identity::actor;

/// A request with this header is answered once the event at that position counts, whichever node recorded it.
const AT_LEAST: &str = "at-least-position";

/// More errors than a person reads are not sent.
const MAX_ERRORS: usize = 20;

/// Answers one request.
pub(super) async fn answer(State(app): State<App>, request: extract::Request) -> Response {
    let form = Form::accepted(request.headers());
    match respond(&app, request).await {
        Ok(response) => form.executed(response),
        Err(problem) => form.refused(&problem),
    }
}

/// Why a request was not executed.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: ErrorCode,
    message: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// The answer where no GraphQL was asked for.
    pub(super) fn in_words(&self) -> Response {
        let mut response = (self.status, format!("{}\n", self.message)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = header::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }

    /// The answer of another endpoint whose answers are JSON.
    pub(super) fn in_json(&self) -> Response {
        Form::Json.refused(self)
    }

    fn leaves_body_unread(&self) -> bool {
        matches!(
            self.status,
            StatusCode::UNAUTHORIZED
                | StatusCode::REQUEST_TIMEOUT
                | StatusCode::PAYLOAD_TOO_LARGE
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
        )
    }
}

/// The answer to any request while the ledger is not open yet.
pub(super) fn unopened(headers: &HeaderMap, reason: &str) -> Response {
    Form::accepted(headers).refused(&closed(reason))
}

/// The ledger is not open yet.
pub(super) fn closed(reason: &str) -> Problem {
    let message = format!("not ready: {reason}; nothing was read or recorded, ask again later");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}

/// Who asks is settled before a byte of the body is read.
async fn respond(app: &App, request: extract::Request) -> Result<async_graphql::Response, Problem> {
    json_only(request.headers())?;
    let actor = actor(app, request.headers())?;
    let language = language(request.headers());
    let at_least = at_least(request.headers())?;
    let request = guarded(&body(request, app.patience.body_timeout).await?)?;
    execute(app, request.data(language), actor, at_least).await
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

async fn execute(
    app: &App,
    request: Request,
    actor: Actor,
    at_least: Option<Position>,
) -> Result<async_graphql::Response, Problem> {
    let (schema, ledger) = (app.schema.clone(), app.ledger.clone());
    let executed = async move {
        if let Some(position) = at_least {
            ledger.await_position(position).await?;
        }
        Ok(cxl_graphql::execute(&schema, request, Some(actor)).await)
    };
    on_engine(app, executed).await?.map_err(|stuck: Stuck| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, stuck.to_string())
    })
}

/// The position that an answer must take in, if the request names one.
fn at_least(headers: &HeaderMap) -> Result<Option<Position>, Problem> {
    let Some(value) = headers.get(AT_LEAST) else { return Ok(None) };
    let position = value.to_str().ok().and_then(|value| value.trim().parse().ok());
    position.map(Some).ok_or_else(|| {
        let message = "the header At-Least-Position is the position of an event: a whole number from 0";
        Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    })
}

/// Does what a request asks for on the engine's threads, and stops waiting when that takes too long.
pub(super) async fn on_engine<T: Send + 'static>(
    app: &App,
    asked: impl Future<Output = T> + Send + 'static,
) -> Result<T, Problem> {
    // The set ends the execution when whoever asked has gone.
    let mut execution = JoinSet::new();
    execution.spawn_on(asked, &app.engine);
    match tokio::time::timeout(app.patience.answer_timeout, execution.join_next()).await {
        Ok(Some(Ok(answer))) => Ok(answer),
        Ok(failed) => {
            let error = failed.and_then(Result::err);
            tracing::error!(?error, "a request was not executed to its end");
            let message = "an internal fault; the server's log tells more";
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, message))
        }
        Err(_) => {
            let message = format!(
                "no answer within {} seconds; a change may have been recorded: repeat it with the same command id",
                app.patience.answer_timeout.as_secs_f64()
            );
            Err(Problem::new(StatusCode::GATEWAY_TIMEOUT, ErrorCode::Timeout, message))
        }
    }
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

/// The language in which people read the answer, where a field names no other.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked.and_then(Language::accepted).unwrap_or_default()
}

/// The request, its document parsed once and found harmless to process.
fn guarded(body: &[u8]) -> Result<Request, Problem> {
    let bad = |code, message: String| Problem::new(StatusCode::BAD_REQUEST, code, message);
    let malformed = |problem: &dyn Display| {
        bad(
            ErrorCode::BadRequest,
            format!("the body is one JSON object with a query, and maybe variables: {problem}"),
        )
    };
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(malformed(&"it is no object"));
    }
    let mut request: Request = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    if request.query.trim().is_empty() {
        return Err(malformed(&"it has no query"));
    }
    let excess = |excess: guard::Excess| bad(excess.code(), excess.to_string());
    guard::scan(&request.query).map_err(excess)?;
    let document =
        request.parsed_query().map_err(|error| bad(ErrorCode::ParseFailed, error.message.clone()))?;
    guard::expansion(document).map_err(excess)?;
    Ok(request)
}

/// The media type of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `application/json`: every answer of the schema has status 200.
    Json,
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphQlResponse,
}

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [ServerError],
}

impl Form {
    fn accepted(headers: &HeaderMap) -> Self {
        let accepts = |value: &header::HeaderValue| {
            value.to_str().is_ok_and(|value| value.contains("application/graphql-response+json"))
        };
        if headers.get_all(header::ACCEPT).iter().any(accepts) { Self::GraphQlResponse } else { Self::Json }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphQlResponse => "application/graphql-response+json",
        }
    }

    fn executed(self, mut response: async_graphql::Response) -> Response {
        response.errors.truncate(MAX_ERRORS);
        let never_ran =
            response.data == Value::Null && response.errors.iter().any(|error| error.path.is_empty());
        match self {
            _ if !never_ran => self.written(StatusCode::OK, &response),
            Self::Json => self.written(StatusCode::OK, &Errors { errors: &response.errors }),
            Self::GraphQlResponse => {
                self.written(StatusCode::BAD_REQUEST, &Errors { errors: &response.errors })
            }
        }
    }

    fn refused(self, problem: &Problem) -> Response {
        let mut error = ServerError::new(&problem.message, None);
        error.extensions.get_or_insert_default().set("code", problem.code.as_str());
        let mut response = self.written(problem.status, &Errors { errors: &[error] });
        let headers = response.headers_mut();
        if problem.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        if problem.leaves_body_unread() {
            // What is left of the body stands where the next request would begin.
            headers.insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        response
    }

    fn written(self, status: StatusCode, body: &impl Serialize) -> Response {
        match serde_json::to_vec(body) {
            Ok(body) => {
                let headers =
                    [(header::CONTENT_TYPE, self.media_type()), (header::CACHE_CONTROL, "no-store")];
                (status, headers, body).into_response()
            }
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
