//! The connections: how many there are at once, how long one may be silent, and their end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::patience::Patience;
use super::shutdown::{GRACE, Shutdown};
use super::strangers::Peer;
use super::unread::Unread;

/// The most connections at once; further ones wait until one of them ends.
const MAX_CONNECTIONS: u32 = 1024;
/// How long to wait after the system had no room for another connection.
const REST: Duration = Duration::from_secs(1);

/// Serves until stopping is asked for, and then as long as requests are under way, up to [`GRACE`].
///
/// A connection on which the head of a request takes longer than there is patience for is closed, and so is
/// one whose other end takes nothing of an answer for too long.
///
/// One that became a socket is none any more: see [`Streams`](super::streams::Streams).
pub(super) async fn serve(listener: TcpListener, router: Router, patience: Patience, shutdown: Shutdown) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
    tokio::select! {
        () = accept(&listener, &router, patience, &shutdown, &places) => {}
        () = shutdown.clone().requested() => {}
    }
    drop(listener);
    if tokio::time::timeout(GRACE, places.acquire_many(MAX_CONNECTIONS)).await.is_err() {
        tracing::warn!("requests were still under way and are cut off");
    }
}

/// Accepts connections for ever.
async fn accept(
    listener: &TcpListener,
    router: &Router,
    patience: Patience,
    shutdown: &Shutdown,
    places: &Arc<Semaphore>,
) {
    let mut server = Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience.head_timeout);
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let (stream, peer) = next(listener).await;
        let stream = Unread::at_most(patience.send_timeout, stream);
        let router = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(peer);
            router.call(request)
        });
        let connection = server.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let shutdown = shutdown.clone();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = shutdown.requested() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
}

async fn next(listener: &TcpListener) -> (TcpStream, Peer) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => return (stream, Peer(address.ip())),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REST).await;
            }
        }
    }
}
