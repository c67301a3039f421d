//! Whoever asks with no token or a wrong one, at any path, does so only so often.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use super::form::Form;
use super::http::App;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// The address from which a request comes, as far as the proxies before this server are to be believed.
pub(super) fn address(app: &App, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0);
    app.accounts.address(peer, request.headers())
}

/// Tells who was not let in too often that it was too often. Whoever has a token that works never hears of it,
/// also at an address from which others try.
pub(super) async fn limited(State(app): State<App>, request: Request, next: Next) -> Response {
    let address = address(&app, &request);
    let asks_graphql = request.uri().path() == "/graphql";
    let form = Form::accepted(request.headers()).unwrap_or(Form::Json);
    let response = next.run(request).await;
    if response.status() != StatusCode::UNAUTHORIZED {
        return response;
    }
    match app.accounts.met_stranger(address) {
        Ok(()) => response,
        Err(problem) if asks_graphql => form.refused(&problem),
        Err(problem) => problem.in_words(),
    }
}
