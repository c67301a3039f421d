//! What the server answers where.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use cxl_graphql::LedgerSchema;
use cxl_ledger::Ledger;
use tokio::runtime::Handle;
use tower_http::trace::TraceLayer;

use super::accounts::Accounts;
use super::attachments::{self, AttachmentLimit, Transfers};
use super::copies::Copies;
use super::explorer;
use super::graphql;
use super::health::{self, Probe};
use super::live;
use super::metrics;
use super::patience::Patience;
use super::provider::Provider;
use super::rebuild;
use super::strangers;
use super::streams::Streams;
use super::todo;
use super::trusted::TrustedDocuments;

/// The longest body of a request, in bytes; that of a file has a limit of its own.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// What a stranger to the server reads first.
const HINT: &str = "CX Ledger answers GraphQL at /graphql: POST {\"query\":\"...\"} as application/json \
     with the header Authorization: Bearer TOKEN.\nA page to write queries is at /explorer.\n\
     A token comes from: cx-ledger token create --person CODE\n";

/// What every request needs.
#[derive(Clone)]
pub(crate) struct App {
    /// The ledger.
    pub(crate) ledger: Arc<Ledger>,
    /// The schema over it.
    pub(crate) schema: LedgerSchema,
    /// The threads that execute documents.
    pub(crate) engine: Handle,
    /// How much may be asked, and who has asked for how much.
    pub(crate) accounts: Accounts,
    /// How long to wait for what.
    pub(crate) patience: Patience,
    /// Tries whether writes come through.
    pub(crate) probe: Probe,
    /// The documents of the list, if only these are executed for everybody.
    pub(crate) trusted: Option<Arc<TrustedDocuments>>,
    /// How large attached files may be.
    pub(crate) attachment_limit: AttachmentLimit,
    /// What files on their way may take.
    pub(crate) transfers: Transfers,
    /// The identity provider whose tokens are accepted.
    pub(crate) provider: Option<Arc<Provider>>,
    /// What stays open for longer than a request.
    pub(crate) streams: Streams,
    /// Answers that are kept.
    pub(crate) copies: Copies,
}

/// Every path of the server.
pub(crate) fn router(app: App) -> Router {
    let stays = middleware::from_fn_with_state(app.clone(), live::answer);
    Router::new()
        .route("/", get(hint))
        .route("/explorer", get(explorer::page))
        .route("/explorer/{file}", get(explorer::file))
        .route("/graphql", get(graphql::asked).post(graphql::asked).fallback(graphql::other).layer(stays))
        .route("/todo.ics", get(todo::answer))
        .route("/attachments", post(attachments::store))
        .route("/attachments/{sha256}", get(attachments::answer))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics::answer))
        .route("/rebuild", post(rebuild::begin))
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(app.clone(), strangers::limited))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

async fn hint() -> &'static str {
    HINT
}

/// The answer at every other path.
async fn nowhere() -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("There is nothing here. {HINT}"))
}
