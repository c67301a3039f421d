//! The form of an answer of the GraphQL endpoint: its media type, its status, what is in it.

use std::io;

use async_graphql::{Response as Executed, ServerError, Value};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_graphql::ErrorCode;
use serde::Serialize;

use super::accept::Liking;
use super::problem::Problem;

/// More errors than a person reads are not sent.
pub(super) const MAX_ERRORS: usize = 20;

const JSON: &str = "application/json";
const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// What goes along with every answer, as an answer depends on who asks and when.
const ALWAYS: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// The media type of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `application/json`: the status is that of the request, and tells nothing of its document.
    Json,
    /// `application/graphql-response+json`: the status tells whether the document was executed.
    GraphQlResponse,
}

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [ServerError],
}

impl Form {
    /// The form that whoever asks likes best; none if they can read none. Of two that they like alike the
    /// one that they named; plain JSON if they named neither.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let (json, response) = (Liking::of(JSON, headers), Liking::of(GRAPHQL_RESPONSE, headers));
        match (json, response) {
            (None, None) => None,
            (Some(_), None) => Some(Self::Json),
            (json, Some(response)) => {
                let better = json < Some(response) || json == Some(response) && response.is_named();
                Some(if better { Self::GraphQlResponse } else { Self::Json })
            }
        }
    }

    /// What came of an execution, unless that is longer than so many bytes; and the headers that go along with it.
    pub(super) fn executed(self, mut executed: Executed, most: usize) -> (Written, HeaderMap) {
        let left_out = executed.errors.len().saturating_sub(MAX_ERRORS);
        if left_out > 0 {
            executed.errors.truncate(MAX_ERRORS);
            executed.extensions.insert("errorsLeftOut".to_owned(), left_out.into());
        }
        let headers = std::mem::take(&mut executed.http_headers);
        // An error of a field has a path to it; one without is of the document, and nothing was executed.
        let never_ran =
            executed.data == Value::Null && executed.errors.iter().any(|error| error.path.is_empty());
        let written = if never_ran {
            let status = self.status_of_document();
            self.written(status, &Errors { errors: &executed.errors }, usize::MAX)
        } else {
            self.written(StatusCode::OK, &executed, most)
        };
        (written, headers)
    }

    /// The copy of an answer.
    pub(super) fn copied(self, body: Bytes) -> Written {
        Written { form: self, status: StatusCode::OK, body }
    }

    /// Why nothing was executed.
    pub(super) fn refused(self, problem: &Problem) -> Response {
        let mut response = self.refusal(problem).into_response();
        problem.complete(response.headers_mut());
        response
    }

    fn refusal(self, problem: &Problem) -> Written {
        let status = if problem.is_of_document() { self.status_of_document() } else { problem.status };
        self.written(status, &Errors { errors: &[problem.error()] }, usize::MAX)
    }

    /// The status of an answer to a request that is in order, and its document is not.
    fn status_of_document(self) -> StatusCode {
        match self {
            Self::Json => StatusCode::OK,
            Self::GraphQlResponse => StatusCode::BAD_REQUEST,
        }
    }

    /// The media type, with the charset.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphQlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    fn written(self, status: StatusCode, body: &impl Serialize, most: usize) -> Written {
        let mut written = AtMost { bytes: Vec::new(), most };
        match serde_json::to_writer(&mut written, body) {
            Ok(()) => Written { form: self, status, body: written.bytes.into() },
            Err(error) if error.is_io() => self.refusal(&too_long(most)),
            Err(error) => self.refusal(&Problem::internal(&error)),
        }
    }
}

/// An answer as it goes out.
#[derive(Debug)]
pub(super) struct Written {
    form: Form,
    /// Its status.
    pub(super) status: StatusCode,
    /// Its body.
    pub(super) body: Bytes,
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        (self.status, [(header::CONTENT_TYPE, self.form.media_type())], ALWAYS, self.body).into_response()
    }
}

fn too_long(most: usize) -> Problem {
    let message = format!(
        "the answer is longer than {most} bytes: ask for less at once; what a command recorded stays, and is \
         answered if the command is sent again with its id"
    );
    let limit = serde_json::json!({ "name": "answerBytes", "most": most });
    Problem::new(StatusCode::BAD_REQUEST, ErrorCode::LimitExceeded, message).with("limit", limit)
}

/// Bytes that become no more than so many.
struct AtMost {
    bytes: Vec<u8>,
    most: usize,
}

impl io::Write for AtMost {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if more.len() > self.most - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(accept: &'static str) -> Option<Form> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        Form::accepted(&headers)
    }

    #[test]
    fn the_form_is_the_one_that_is_liked_best() {
        use Form::{GraphQlResponse, Json};
        for (accept, expected) in [
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("application/graphql-response+json", Some(GraphQlResponse)),
            ("application/json, application/graphql-response+json", Some(GraphQlResponse)),
            (
                "application/graphql-response+json;charset=utf-8, application/json;q=0.9",
                Some(GraphQlResponse),
            ),
            ("application/graphql-response+json;q=0.8, application/json;q=0.9", Some(Json)),
            ("application/graphql-response+json, */*", Some(GraphQlResponse)),
            ("application/json, */*", Some(Json)),
            ("application/json;q=0, */*", Some(GraphQlResponse)),
            ("application/graphql-response+json;q=0, text/html", None),
            ("text/html, image/*", None),
        ] {
            assert_eq!(accepted(accept), expected, "{accept}");
        }
        assert_eq!(Form::accepted(&HeaderMap::new()), Some(Json));
    }

    #[test]
    fn an_answer_that_is_too_long_is_refused_whole() {
        let long = || Executed::new(Value::String("x".repeat(500)));
        assert_eq!(Form::Json.executed(long(), 600).0.status, StatusCode::OK);
        let (refused, _) = Form::GraphQlResponse.executed(long(), 400);
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        let told: serde_json::Value = serde_json::from_slice(&refused.body).unwrap();
        assert_eq!(told["errors"][0]["extensions"]["limit"]["most"], 400, "{told}");
        assert!(told.get("data").is_none(), "{told}");
    }

    #[test]
    fn errors_that_nobody_would_read_are_counted() {
        let errors = (0..50).map(|index| ServerError::new(format!("{index}"), None)).collect();
        let mut answer = Executed::from_errors(errors);
        answer.data = Value::from(1);
        let (written, _) = Form::Json.executed(answer, 10_000);
        let told: serde_json::Value = serde_json::from_slice(&written.body).unwrap();
        assert_eq!(told["errors"].as_array().map(Vec::len), Some(20));
        assert_eq!(told["extensions"]["errorsLeftOut"], 30);
    }
}
