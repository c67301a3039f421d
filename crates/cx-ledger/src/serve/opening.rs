//! The server while its ledger is not open yet: it lives, is not ready, and says why.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch;

use super::problem::closed;
use super::{graphql, health};
use crate::ambient;
use crate::wait::Away;

/// Seconds after which somebody who was turned away may ask again.
const RETRY_AFTER: &str = "5";

/// Where everybody comes in: turned away with the reason until the ledger is open, and then let through.
#[derive(Debug, Clone)]
pub(super) struct Door {
    opened: Arc<OnceLock<Router>>,
    away: watch::Receiver<Option<Away>>,
}

impl Door {
    /// A door that is shut. It tells what it hears of a store that is away.
    pub(super) fn new(away: watch::Receiver<Option<Away>>) -> Self {
        Self { opened: Arc::default(), away }
    }

    /// Lets everybody through to these paths from now on.
    pub(super) fn open(&self, router: Router) {
        // Whoever opens it a second time finds it open.
        let _ = self.opened.set(router);
    }

    /// Every path of the server, whether it is open or not.
    pub(super) fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// Tells the console, once, that a store is waited for. Never ends.
    pub(super) async fn announce(&self, address: SocketAddr, out: &mut dyn Write) -> std::io::Result<()> {
        let mut away = self.away.clone();
        if let Ok(first) = away.wait_for(Option::is_some).await.map(|away| away.clone())
            && let Some(first) = first
        {
            writeln!(out, "{}", first.told(ambient::now()))?;
            writeln!(out, "waiting for it; http://{address}/health/ready tells how it goes")?;
            out.flush()?;
        }
        std::future::pending().await
    }

    /// Why the ledger is not open yet.
    fn reason(&self) -> String {
        let away = self.away.borrow();
        away.as_ref().map_or_else(|| "the ledger is being opened".into(), |away| away.told(ambient::now()))
    }
}

async fn answer(State(door): State<Door>, request: Request) -> Response {
    if let Some(router) = door.opened.get() {
        let Ok(answer) = TowerToHyperService::new(router.clone()).call(request).await;
        return answer;
    }
    let reason = door.reason();
    let mut response = match request.uri().path() {
        "/health/live" => return health::live().await,
        "/health/ready" => health::opening(&reason),
        "/graphql" => graphql::unopened(request.headers(), &reason),
        _ => closed(&reason).in_words(),
    };
    // What a request brought with it is not read, and stands where the next one would begin.
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    response
}
