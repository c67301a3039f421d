//! Who asks: the actor behind the credentials of a request.

use axum::http::{HeaderMap, StatusCode, header};
use cxl_graphql::ErrorCode;
use cxl_ledger::rights::{TokenRefusal, actor_of_token};
use cxl_store::meta::Actor;

use super::http::App;
use super::problem::Problem;
use crate::secret::ApiToken;

/// Who asks, by the bearer token.
pub(super) fn actor(app: &App, headers: &HeaderMap) -> Result<Actor, Problem> {
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let presented = header.and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let refused =
        |message: String| Problem::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated, message);
    let Some(presented) = presented else {
        return Err(refused("a request needs the header Authorization: Bearer TOKEN".to_owned()));
    };
    let token = ApiToken::parse(presented).map_err(|_| refused(TokenRefusal::Unknown.to_string()))?;
    actor_of_token(&app.ledger.snapshot(), &token.sha256(), app.ledger.now())
        .map_err(|refusal| refused(refusal.to_string()))
}
