//! A client with one connection that stays open.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::protocol::Outcome;

/// Where to ask, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    authority: String,
    path: String,
    authorization: Option<String>,
}

impl Endpoint {
    /// The endpoint at an address; with a token, if it asks for one.
    pub(crate) fn at(url: &str, token: Option<&str>) -> Outcome<Self> {
        let rest = url.strip_prefix("http://").ok_or_else(|| format!("{url} is no address of HTTP"))?;
        let (authority, path) = rest.split_once('/').ok_or_else(|| format!("{url} has no path"))?;
        let authorization = token.map(|token| format!("Bearer {token}"));
        Ok(Self { authority: authority.to_owned(), path: format!("/{path}"), authorization })
    }
}

/// One connection.
pub(crate) struct Client {
    connection: SendRequest<Full<Bytes>>,
    endpoint: Endpoint,
}

impl Client {
    /// Connects.
    pub(crate) async fn connect(endpoint: &Endpoint) -> Outcome<Self> {
        let stream = TcpStream::connect(&endpoint.authority).await?;
        stream.set_nodelay(true)?;
        let (connection, driver) = handshake(TokioIo::new(stream)).await?;
        // It ends with its client; what goes wrong shows in an answer that is missing.
        tokio::spawn(driver);
        Ok(Self { connection, endpoint: endpoint.clone() })
    }

    /// Sends a body and waits for the whole answer, which must be 200.
    pub(crate) async fn ask(&mut self, body: Bytes) -> Outcome<Bytes> {
        let mut request = Request::post(&self.endpoint.path)
            .header(HOST, &self.endpoint.authority)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json");
        if let Some(authorization) = &self.endpoint.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        self.connection.ready().await?;
        let response = self.connection.send_request(request.body(Full::new(body))?).await?;
        let status = response.status();
        let answer = response.into_body().collect().await?.to_bytes();
        if status != StatusCode::OK {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&answer)).into());
        }
        Ok(answer)
    }
}
