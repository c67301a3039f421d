//! Why a request was not executed, in the form in which each endpoint tells it.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_graphql::ErrorCode;

use super::form::Form;

/// Why a request was not executed.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: ErrorCode,
    pub(super) message: String,
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

    /// Whether the connection is of no use any more, as the next request would begin in the middle of this one.
    pub(super) fn leaves_body_unread(&self) -> bool {
        matches!(
            self.status,
            StatusCode::UNAUTHORIZED
                | StatusCode::REQUEST_TIMEOUT
                | StatusCode::PAYLOAD_TOO_LARGE
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
        )
    }
}

/// The ledger is not open yet.
pub(super) fn closed(reason: &str) -> Problem {
    let message = format!("not ready: {reason}; nothing was read or recorded, ask again later");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}
