//! A client of WebSockets, in the words in which flows are told.

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::http::{Request, StatusCode};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, HandshakeError, Message, WebSocket};

use crate::server::Server;

/// A socket to a server.
pub(crate) struct Socket(pub(super) WebSocket<TcpStream>);

impl Socket {
    /// Opens a socket with these headers.
    #[track_caller]
    pub(crate) fn open(server: &Server, headers: &[(&str, &str)]) -> Self {
        Self::tried(server, headers).unwrap_or_else(|status| panic!("refused with {status}"))
    }

    /// The same of one that may be refused, with the status with which it is.
    pub(super) fn tried(server: &Server, headers: &[(&str, &str)]) -> Result<Self, StatusCode> {
        Self::upon(server.connect(), server, headers)
    }

    /// The same upon a connection of one's own.
    pub(super) fn upon(
        connection: TcpStream,
        server: &Server,
        headers: &[(&str, &str)],
    ) -> Result<Self, StatusCode> {
        let host = server.url.trim_start_matches("http://").trim_end_matches("/graphql");
        let mut request = Request::builder()
            .uri(server.url.replacen("http", "ws", 1))
            .header("Host", host)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", tungstenite::handshake::client::generate_key());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match tungstenite::client(request.body(()).unwrap(), connection) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    /// A socket that speaks the subprotocol and has not said who it is.
    #[track_caller]
    pub(crate) fn fresh(server: &Server) -> Self {
        Self::open(server, &[("Sec-WebSocket-Protocol", "graphql-transport-ws")])
    }

    /// A socket of whoever holds a token.
    #[track_caller]
    pub(crate) fn of(server: &Server, token: &str) -> Self {
        Self::fresh(server).introduced(token)
    }

    /// The same socket, once it was said whose it is.
    #[track_caller]
    pub(super) fn introduced(self, token: &str) -> Self {
        let mut socket = self;
        let payload = json!({ "Authorization": format!("Bearer {token}") });
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        assert_eq!(socket.hear(), json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).unwrap();
    }

    /// Begins an operation.
    pub(crate) fn subscribe(&mut self, id: &str, document: &str) {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": document } }));
    }

    /// The next message of the server.
    #[track_caller]
    pub(crate) fn hear(&mut self) -> Value {
        loop {
            match self.0.read().expect("the server says something") {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// What the next answer to an operation says in its only field.
    #[track_caller]
    pub(crate) fn told(&mut self, id: &str) -> Value {
        let mut message = self.hear();
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message:#}");
        let fields = message["payload"]["data"].as_object_mut().expect("data");
        fields.values_mut().next().expect("a field").take()
    }

    /// The code and the position of the error with which an operation ends.
    #[track_caller]
    pub(crate) fn failed(&mut self, id: &str) -> (String, Option<u64>) {
        let message = self.hear();
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!(id)), "{message:#}");
        let extensions = &message["payload"][0]["extensions"];
        let after = extensions["resumeAfter"].as_str().map(|after| after.parse().unwrap());
        (extensions["code"].as_str().expect("a code").to_owned(), after)
    }

    /// The code with which the server closes the socket.
    #[track_caller]
    pub(crate) fn closed(&mut self) -> u16 {
        match self.0.read() {
            Ok(Message::Close(Some(frame))) => {
                assert!(!frame.reason.is_empty() && frame.reason.len() <= 123, "{frame:?}");
                assert_ne!(frame.code, CloseCode::Bad(1006));
                frame.code.into()
            }
            other => panic!("{other:?}"),
        }
    }
}
