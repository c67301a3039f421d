//! What the server answers where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use cxl_graphql::LedgerSchema;
use cxl_ledger::Ledger;
use tokio::runtime::Handle;
use tower_http::trace::TraceLayer;

use super::graphql;

/// The longest body of a request, in bytes.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// What every request needs.
#[derive(Clone)]
pub(crate) struct App {
    /// The ledger.
    pub(crate) ledger: Arc<Ledger>,
    /// The schema over it.
    pub(crate) schema: LedgerSchema,
    /// The threads that execute documents.
    pub(crate) engine: Handle,
}

/// Every path of the server.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/", get(hint))
        .route("/graphql", post(graphql::answer))
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

async fn hint() -> &'static str {
    "CX Ledger answers GraphQL at /graphql: POST {\"query\":\"...\"} as application/json \
     with the header Authorization: Bearer TOKEN.\nA token comes from: cx-ledger token create --person CODE\n"
}

/// The process runs and answers.
async fn live() -> Response {
    health(StatusCode::OK, &serde_json::json!({ "status": "live" }))
}

/// Whether the views follow the log, and whether anything is written. A ledger that only reads is ready:
/// it answers every question.
async fn ready(State(app): State<App>) -> Response {
    let health_of = app.ledger.health();
    let (code, status) = match (&health_of.poison, &health_of.read_only) {
        (Some(_), _) => (StatusCode::SERVICE_UNAVAILABLE, "stopped"),
        (None, Some(_)) => (StatusCode::OK, "read_only"),
        (None, None) => (StatusCode::OK, "ready"),
    };
    let body = serde_json::json!({
        "status": status,
        "logLength": health_of.log_len,
        "viewsLength": health_of.views_len,
        "missingKeys": health_of.missing_keys,
        "reason": health_of.read_only,
    });
    health(code, &body)
}

fn health(code: StatusCode, body: &serde_json::Value) -> Response {
    (code, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
