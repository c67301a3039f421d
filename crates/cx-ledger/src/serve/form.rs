//! The form of an answer of the GraphQL endpoint: its media type, its status, what is in it.

use async_graphql::{ServerError, Value};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::problem::Problem;

/// More errors than a person reads are not sent.
const MAX_ERRORS: usize = 20;

/// The media type of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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
    /// The form that whoever asks can read.
    pub(super) fn accepted(headers: &HeaderMap) -> Self {
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

    /// What came of an execution.
    pub(super) fn executed(self, mut response: async_graphql::Response) -> Response {
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

    /// Why there was none.
    pub(super) fn refused(self, problem: &Problem) -> Response {
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
