//! Who asks: the actor behind the credentials of a request.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use chrono::{DateTime, Utc};
use cxl_graphql::ErrorCode;
use cxl_ledger::rights::{TokenRefusal, actor_of_identity, actor_of_token, still_let_in};
use cxl_oidc::Claims;
use cxl_store::meta::Actor;

use super::http::App;
use super::problem::Problem;
use super::provider::{NotJudged, Provider};
use crate::secret::ApiToken;

/// Who was let in, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct LetIn {
    /// Who asks.
    pub(super) actor: Actor,
    /// From when on what was presented opens nothing any more; an API token's end is asked of the ledger.
    until: Option<DateTime<Utc>>,
}

impl LetIn {
    /// Whether they would be let in now, with what they presented then: for whoever stays longer than a request.
    pub(super) fn still(&self, app: &App) -> Result<(), Problem> {
        let (views, now) = (app.ledger.snapshot(), app.ledger.now());
        still_let_in(&views, &self.actor, now).map_err(|refusal| refused(refusal.to_string()))?;
        if self.until.is_some_and(|until| until + cxl_oidc::LEEWAY <= now) {
            return Err(refused("the token expired: ask the provider for another one"));
        }
        Ok(())
    }
}

/// Lets whoever presents a bearer token in: one of this ledger's, or of the identity provider that it trusts.
pub(super) async fn let_in(app: &App, headers: &HeaderMap) -> Result<LetIn, Problem> {
    admit(app, bearer(headers)?).await
}

/// The same, for a token that came in another way.
pub(super) async fn admit(app: &App, presented: &str) -> Result<LetIn, Problem> {
    // A token of ours has no dots, a signed one of a provider has two.
    match &app.provider {
        Some(provider) if presented.contains('.') => by_provider(app, provider, presented).await,
        None if presented.contains('.') => {
            let message = "the token is not one of this ledger, which trusts no identity provider: ask its operator \
                           to name one (serve --oidc-issuer), or send a token of this ledger";
            Err(refused(message))
        }
        _ => by_token(app, presented),
    }
}

/// The bearer token of a request.
fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let presented = header.and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    presented.ok_or_else(|| refused("a request needs the header Authorization: Bearer TOKEN"))
}

fn by_token(app: &App, presented: &str) -> Result<LetIn, Problem> {
    let token = ApiToken::parse(presented).map_err(|_| refused(TokenRefusal::Unknown.to_string()))?;
    let now = app.ledger.now();
    let actor = actor_of_token(&app.ledger.snapshot(), &token.sha256(), now)
        .map_err(|refusal| refused(refusal.to_string()))?;
    if let Some(token) = actor.token {
        app.ledger.token_uses.note(token, now);
    }
    Ok(LetIn { actor, until: None })
}

async fn by_provider(app: &App, provider: &Arc<Provider>, presented: &str) -> Result<LetIn, Problem> {
    let now = app.ledger.now();
    let claims = provider.judged(presented, now).await.map_err(|problem| match problem {
        NotJudged::Refused(problem) => refused(problem.to_string()),
        NotJudged::Away(away) => unavailable(format!("the identity provider {}: {away}", provider.issuer())),
    })?;
    let identified = app.ledger.identified(&claims.issuer, &claims.subject).await;
    let identified = identified.map_err(|error| unavailable(error.to_string()))?;
    let identified = identified.ok_or_else(|| nobody(&claims))?;
    let actor = actor_of_identity(&app.ledger.snapshot(), identified, now)
        .map_err(|refusal| refused(refusal.to_string()))?;
    Ok(LetIn { actor, until: Some(claims.expires) })
}

fn refused(message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated, message)
}

fn unavailable(message: String) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}

/// The provider knows them, the ledger does not. What they are called is told to themselves alone, for the
/// administrator whom they ask.
fn nobody(claims: &Claims) -> Problem {
    let Claims { issuer, subject, .. } = claims;
    let message = format!(
        "the identity provider knows you, but this ledger does not know for whom you stand: ask an administrator to \
         link your identity to your entry (linkIdentity with the issuer {issuer:?} and the subject {subject:?})"
    );
    Problem::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message)
}
