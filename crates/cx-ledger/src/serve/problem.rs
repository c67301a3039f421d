//! Why a request was not executed, in the form in which each endpoint tells it.

use std::fmt::Display;
use std::time::Duration;

use async_graphql::{Pos, ServerError};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_graphql::ErrorCode;
use serde_json::{Value, json};

use crate::ambient;

/// The figure by which the cause of a fault is found in the log.
const ERROR_ID: &str = "errorId";

/// Why a request was not executed.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: ErrorCode,
    pub(super) message: String,
    /// Figures for a client program, each a field of `extensions`.
    figures: Vec<(&'static str, Value)>,
    /// Where in the document it lies.
    place: Option<Pos>,
    /// How long to wait before asking again helps.
    wait: Option<Duration>,
    /// The methods that would do.
    allow: Option<&'static str>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        let (figures, place, wait, allow) = (Vec::new(), None, None, None);
        Self { status, code, message: message.into(), figures, place, wait, allow }
    }

    /// What is wrong lies in the document: the request itself is in order.
    pub(super) fn of_document(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// A fault of ours or of the machine's: the log gets the cause, and whoever asks the name by which it is
    /// found there.
    pub(super) fn internal(cause: &dyn Display) -> Self {
        let error = ambient::draw_id();
        tracing::error!(%error, %cause, "a request was not answered");
        let message = "an internal fault; the server's log tells more under this errorId";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, message)
            .with(ERROR_ID, json!(error))
    }

    /// The same with a figure for a client program.
    pub(super) fn with(mut self, name: &'static str, figure: Value) -> Self {
        self.figures.push((name, figure));
        self
    }

    /// The same with its place in the document.
    pub(super) fn at(mut self, line: usize, column: usize) -> Self {
        self.place = Some(Pos { line, column });
        self
    }

    /// The same with how long to wait before asking again.
    pub(super) fn for_now(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// The same with the methods that would do.
    pub(super) fn allowing(mut self, methods: &'static str) -> Self {
        self.allow = Some(methods);
        self
    }

    /// Whether the request is in order, and what is wrong lies in its document.
    pub(super) fn is_of_document(&self) -> bool {
        self.status == StatusCode::BAD_REQUEST && self.code != ErrorCode::BadRequest
    }

    /// The answer where no GraphQL was asked for, with the name of a fault at its end.
    pub(super) fn in_words(&self) -> Response {
        let fault = self.figures.iter().find(|(name, _)| *name == ERROR_ID).and_then(|(_, id)| id.as_str());
        let told = match fault {
            Some(id) => format!("{}: {id}\n", self.message),
            None => format!("{}\n", self.message),
        };
        let mut response = (self.status, told).into_response();
        self.complete(response.headers_mut());
        response
    }

    /// The answer of another endpoint whose answers are JSON.
    pub(super) fn in_json(&self) -> Response {
        let body = json!({ "errors": [self.error()] });
        let headers = [(header::CACHE_CONTROL, "no-store")];
        let mut response = (self.status, headers, axum::Json(body)).into_response();
        self.complete(response.headers_mut());
        response
    }

    /// As an error of GraphQL.
    pub(super) fn error(&self) -> ServerError {
        let mut error = ServerError::new(&self.message, self.place);
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", self.code.as_str());
        let wait = self.wait.map(|wait| ("retryAfter", json!(whole_seconds(wait))));
        for (name, figure) in self.figures.iter().cloned().chain(wait) {
            extensions.set(name, async_graphql::Value::from_json(figure).unwrap_or_default());
        }
        error
    }

    /// Sets the headers that go along with it.
    pub(super) fn complete(&self, headers: &mut HeaderMap) {
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = self.wait {
            headers.insert(header::RETRY_AFTER, whole_seconds(wait).into());
        }
        if let Some(methods) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        if self.leaves_body_unread() {
            // What is left of the body stands where the next request would begin.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }

    /// Whether it may be told before the body is read. If the rest of that has not come yet, the connection is closed.
    fn leaves_body_unread(&self) -> bool {
        matches!(
            self.status,
            StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::METHOD_NOT_ALLOWED
                | StatusCode::NOT_ACCEPTABLE
                | StatusCode::REQUEST_TIMEOUT
                | StatusCode::PAYLOAD_TOO_LARGE
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
                | StatusCode::TOO_MANY_REQUESTS
                | StatusCode::SERVICE_UNAVAILABLE
        )
    }
}

/// The error with which something ends before its time that was told up to a position.
pub(super) fn broken_off(code: ErrorCode, message: &str, position: Option<u64>) -> ServerError {
    let mut error = ServerError::new(message, None);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code.as_str());
    if let Some(position) = position {
        extensions.set("resumeAfter", position.to_string());
    }
    error
}

/// The ledger is not open yet.
pub(super) fn closed(reason: &str) -> Problem {
    let message = format!("not ready: {reason}; nothing was read or recorded, ask again later");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}

/// Rounded up, so that whoever waits as long has waited long enough.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
