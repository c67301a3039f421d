//! What comes to the GraphQL endpoint and stays: sockets, and streams of events.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::http::App;
use super::{events, socket};

/// Takes what wants to stay, and passes on what wants one answer.
pub(super) async fn answer(State(app): State<App>, request: Request, next: Next) -> Response {
    if socket::is_asked_for(request.headers()) {
        return socket::open(app, request).await;
    }
    let is_asked = matches!(*request.method(), Method::GET | Method::POST);
    if is_asked && events::are_asked_for(request.headers()) {
        return events::answer(app, request).await;
    }
    next.run(request).await
}
