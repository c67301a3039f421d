//! GraphQL over a WebSocket, under the subprotocol `graphql-transport-ws`: the socket itself, and what runs on it.
//!
//! What is said and when is decided by [`session`]. Here one task holds the socket: it hears, sends and waits, and
//! sends one message at a time. Operations run beside it and wait with their next answer until the last one was
//! taken, so nothing piles up for somebody who reads slowly; whoever reads nothing for long is told where to resume.

mod operation;
mod session;

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts as _, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cxl_graphql::ErrorCode;
use cxl_store::meta::Actor;
use cxl_words::Language;
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use self::operation::{Told, Underway};
use self::session::{Act, Close, SUBPROTOCOL, Session, Ticket};
use super::execution::Asker;
use super::headers::language;
use super::http::App;
use super::identity::{self, LetIn, let_in};
use super::origin::is_another_site;
use super::problem::Problem;
use super::strangers;
use super::streams::{Place, PlaceOf, Whose};

/// The longest message, in bytes.
const MAX_MESSAGE: usize = 1024 * 1024;
/// How many answers wait until they are sent; more are not computed.
const QUEUE: usize = 8;
/// How often it is judged whether whoever was let in would be let in now.
pub(super) const JUDGED_EVERY: Duration = Duration::from_secs(30);
/// How long to wait for the other side to close, too.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Whether a request asks for a WebSocket.
pub(super) fn is_asked_for(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

/// Opens a socket. A token that comes with the request must work; without one it comes with the first message.
pub(super) async fn open(app: App, request: Request) -> Response {
    match opened(app, request).await {
        Ok(response) => response,
        Err(problem) => problem.in_json(),
    }
}

async fn opened(app: App, request: Request) -> Result<Response, Problem> {
    let address = strangers::address(&app, &request);
    let (mut parts, _) = request.into_parts();
    if is_another_site(&parts.headers) {
        let message = "a socket is opened by pages of this site alone, and by programs that are no browsers";
        return Err(Problem::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message));
    }
    let visitor = if parts.headers.contains_key(header::AUTHORIZATION) {
        Some(let_in(&app, &parts.headers).await?)
    } else {
        None
    };
    let full =
        |message: String| Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message);
    let place_of = app.streams.place_of(Whose::Stranger(address)).map_err(full)?;
    let place = app
        .streams
        .place()
        .ok_or_else(|| full("there is no room for another socket: try again later".into()))?;
    let language = language(&parts.headers);
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let upgrade = upgrade.protocols([SUBPROTOCOL]).max_message_size(2 * MAX_MESSAGE);
    let begin = Begin { address, visitor, language, places: (place, place_of) };
    Ok(upgrade.on_upgrade(move |socket| Talk::new(app, socket, begin).run()))
}

/// What is known of a socket when it opens.
struct Begin {
    address: IpAddr,
    visitor: Option<LetIn>,
    language: Language,
    places: (Place, PlaceOf),
}

/// A socket under way.
struct Talk {
    app: App,
    socket: WebSocket,
    session: Session,
    address: IpAddr,
    language: Language,
    /// Who was let in, when the socket was opened or with the first message.
    visitor: Option<LetIn>,
    operations: HashMap<Ticket, Underway>,
    running: JoinSet<()>,
    sender: mpsc::Sender<(Ticket, Told)>,
    answers: mpsc::Receiver<(Ticket, Told)>,
    /// Whether sending took so long that whoever follows is to follow again.
    lags: bool,
    /// Its own, and that of whoever it is.
    places: (Place, PlaceOf),
}

impl Talk {
    fn new(app: App, socket: WebSocket, begin: Begin) -> Self {
        let Begin { address, visitor, language, places } = begin;
        let (sender, answers) = mpsc::channel(QUEUE);
        Self {
            app,
            socket,
            session: Session::new(Instant::now()),
            address,
            language,
            visitor,
            operations: HashMap::new(),
            running: JoinSet::new(),
            sender,
            answers,
            lags: false,
            places,
        }
    }

    async fn run(mut self) {
        if self.socket.protocol().is_none() {
            let refused = self.session.close(Close::other_subprotocol());
            let _ = self.act(refused).await;
            return;
        }
        let streams = self.app.streams.clone();
        let stopping = streams.stopping();
        tokio::pin!(stopping);
        let mut judging = tokio::time::interval(JUDGED_EVERY);
        loop {
            let due =
                self.session.due().map_or_else(tokio::time::Instant::now, tokio::time::Instant::from_std);
            let acts = tokio::select! {
                () = &mut stopping => self.stop(),
                heard = self.socket.recv() => match heard {
                    Some(Ok(message)) => self.hear(&message),
                    // Not of the protocol of sockets, or longer than anything that is read.
                    Some(Err(_)) => self.session.close(Close::too_big("a message is too long, or broken")),
                    None => return,
                },
                Some((ticket, told)) = self.answers.recv() => self.tell(ticket, &told),
                Some(_) = self.running.join_next() => Vec::new(),
                () = tokio::time::sleep_until(due) => self.session.tick(Instant::now()),
                _ = judging.tick() => self.judge(),
            };
            if self.act(acts).await.is_break() {
                return;
            }
        }
    }

    fn hear(&mut self, message: &Message) -> Vec<Act> {
        let now = Instant::now();
        match message {
            Message::Text(text) if text.len() > MAX_MESSAGE => {
                self.session.close(Close::too_big(&format!("a message has at most {MAX_MESSAGE} bytes")))
            }
            Message::Text(text) => self.session.hear(text.as_str(), now),
            Message::Binary(_) => self.session.hear_binary(now),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {
                self.session.hear_sign(now);
                Vec::new()
            }
        }
    }

    fn tell(&mut self, ticket: Ticket, told: &Told) -> Vec<Act> {
        let acts = self.session.answer(ticket, &told.answer);
        match self.operations.get_mut(&ticket) {
            Some(underway) if told.is_last() => {
                underway.stop();
                self.operations.remove(&ticket);
            }
            Some(underway) => underway.position = told.position.or(underway.position),
            None => {}
        }
        acts
    }

    /// Ends everything that is followed, each with the position after which to go on elsewhere.
    fn stop(&mut self) -> Vec<Act> {
        let message = "the server stops: ask again when it is back, a change with the same command id";
        let mut acts = self.break_off(ErrorCode::Unavailable, message, |_| true);
        acts.extend(self.session.close(Close::going_away("the server stops")));
        acts
    }

    /// Ends the operations that are meant, each with an error that says after which position to go on.
    fn break_off(
        &mut self,
        code: ErrorCode,
        message: &str,
        is_meant: impl Fn(&Underway) -> bool,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        for ticket in self.session.operations().collect::<Vec<_>>() {
            if let Some(underway) = self.operations.get(&ticket).filter(|underway| is_meant(underway)) {
                let told = underway.broken_off(code, message);
                acts.extend(self.tell(ticket, &told));
            }
        }
        acts
    }

    /// Does what is to be done, and what that leads to.
    async fn act(&mut self, acts: Vec<Act>) -> ControlFlow<()> {
        let mut acts = VecDeque::from(acts);
        while let Some(act) = acts.pop_front() {
            match act {
                Act::Send(text) => {
                    self.send(Message::Text(text.into())).await?;
                    if std::mem::take(&mut self.lags) {
                        let message = "what was told was not taken in time: follow again after that position";
                        acts.extend(self.break_off(
                            ErrorCode::SubscriptionLagged,
                            message,
                            Underway::follows,
                        ));
                    }
                }
                Act::Identify(payload) => acts.extend(self.identify(&payload).await),
                Act::Begin(ticket, payload) => {
                    if let Err(problem) = self.begin(ticket, payload) {
                        acts.extend(self.tell(ticket, &Told::refused(&problem)));
                    }
                }
                Act::End(ticket) => {
                    if let Some(mut underway) = self.operations.remove(&ticket) {
                        underway.stop();
                    }
                }
                Act::Close(close) => {
                    self.close(close).await;
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Sends a message, however long the other side takes for it: a socket on which nothing moves breaks off by
    /// itself.
    async fn send(&mut self, message: Message) -> ControlFlow<()> {
        let patience = self.app.patience.send_timeout / 3;
        let sending = self.socket.send(message);
        tokio::pin!(sending);
        let sent = if let Ok(sent) = tokio::time::timeout(patience, &mut sending).await {
            sent
        } else {
            self.lags = true;
            self.app.streams.note_lag();
            sending.await
        };
        if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    async fn close(&mut self, Close { code, reason }: Close) {
        let frame = CloseFrame { code, reason: reason.into() };
        if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
            let gone = async { while let Some(Ok(_)) = self.socket.recv().await {} };
            let _ = tokio::time::timeout(LAST_WORDS, gone).await;
        }
    }

    /// Finds out who it is. A token that comes with the first message counts rather than one that came before.
    async fn identify(&mut self, payload: &Map<String, Value>) -> Vec<Act> {
        let identified = match presented(payload) {
            Some(token) => {
                identity::admit(&self.app, token).await.map(|visitor| self.visitor = Some(visitor))
            }
            None => Ok(()),
        };
        let actor = match identified.and_then(|()| self.still_let_in()) {
            Ok(actor) => actor,
            Err(problem) => return self.turn_away(&problem),
        };
        match self.app.streams.place_of(Whose::Actor(actor.agent)) {
            Ok(place) => {
                self.places.1 = place;
                self.session.admit()
            }
            Err(full) => self.session.turn_away(&full),
        }
    }

    /// Whoever is not let in is counted as one who asks by a request is.
    fn turn_away(&mut self, problem: &Problem) -> Vec<Act> {
        let met = match problem.status {
            StatusCode::UNAUTHORIZED => self.app.accounts.met_stranger(self.address),
            _ => Ok(()),
        };
        self.session.turn_away(&met.err().as_ref().unwrap_or(problem).message)
    }

    /// Who it is, if they would be let in now.
    fn still_let_in(&self) -> Result<Actor, Problem> {
        let Some(visitor) = &self.visitor else {
            let message = "send {\"Authorization\": \"Bearer TOKEN\"} as the payload of connection_init";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated, message));
        };
        visitor.still(&self.app).map(|()| visitor.actor)
    }

    /// Closes the socket of somebody who would not be let in any more.
    fn judge(&mut self) -> Vec<Act> {
        match self.visitor.map(|visitor| visitor.still(&self.app)) {
            Some(Err(problem)) => {
                let mut acts = self.break_off(problem.code, &problem.message, |_| true);
                acts.extend(self.session.turn_away(&problem.message));
                acts
            }
            _ => Vec::new(),
        }
    }

    fn begin(&mut self, ticket: Ticket, payload: Map<String, Value>) -> Result<(), Problem> {
        let asker = Asker { actor: self.still_let_in()?, language: self.language };
        let underway =
            operation::begin(&self.app, payload, asker, (ticket, self.sender.clone()), &mut self.running)?;
        self.operations.insert(ticket, underway);
        Ok(())
    }
}

/// The token that somebody presents with the first message.
fn presented(payload: &Map<String, Value>) -> Option<&str> {
    let named = |name: &str| {
        let found = payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_str())
    };
    let presented = named("authorization").or_else(|| named("token"))?;
    match presented.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim()),
        _ => Some(presented),
    }
}
