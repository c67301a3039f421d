//! What the headers of a request say beside who asks.

use axum::http::{HeaderMap, StatusCode, header};
use cxl_graphql::ErrorCode;
use cxl_store::Position;
use cxl_words::Language;

use super::problem::Problem;

/// A request with this header is answered once the event at that position counts, whichever node recorded it.
const AT_LEAST: &str = "at-least-position";

/// The position that an answer must take in, if the request names one.
pub(super) fn at_least(headers: &HeaderMap) -> Result<Option<Position>, Problem> {
    let Some(value) = headers.get(AT_LEAST) else { return Ok(None) };
    let position = value.to_str().ok().and_then(|value| value.trim().parse().ok());
    position.map(Some).ok_or_else(|| {
        let message = "the header At-Least-Position is the position of an event: a whole number from 0";
        Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    })
}

/// The language in which people read the answer, where a field names no other.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked.and_then(Language::accepted).unwrap_or_default()
}
