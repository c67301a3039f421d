//! One socket under the subprotocol `graphql-transport-ws`: what to do about whatever is heard on it.
//!
//! There is no socket in here, no clock and no schema. Whoever holds the socket tells what was heard and when,
//! does what is answered, in that order, and calls [`Session::tick`] at [`Session::due`].

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The name of the subprotocol.
pub(super) const SUBPROTOCOL: &str = "graphql-transport-ws";

/// Within what time somebody says who they are.
const INIT_WITHIN: Duration = Duration::from_secs(10);
/// After how long a silence they are asked whether they are still there.
const PING_AFTER: Duration = Duration::from_secs(20);
/// Within what time they answer that.
const PONG_WITHIN: Duration = Duration::from_secs(10);
/// How many operations run on one socket at once.
const MAX_OPERATIONS: usize = 32;
/// The longest id of an operation, in bytes: it is repeated in every answer.
const MAX_ID: usize = 128;
/// The longest reason of a close frame, in bytes, by RFC 6455.
const MAX_REASON: usize = 123;

/// Names an operation for as long as the socket lives: its id may be used again once it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ticket(u64);

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// Send this text.
    Send(String),
    /// Find out who it is, by what came with their first message; then call [`Session::admit`] or
    /// [`Session::turn_away`].
    Identify(Map<String, Value>),
    /// Begin an operation; what it answers goes to [`Session::answer`].
    Begin(Ticket, Map<String, Value>),
    /// End an operation: nobody waits for it any more.
    End(Ticket),
    /// Close the socket; nothing follows.
    Close(Close),
}

/// How a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Close {
    /// The code that tells a client program what happened.
    pub(super) code: u16,
    /// The same for people, at most 123 bytes.
    pub(super) reason: String,
}

impl Close {
    /// The server stops, or has no more room.
    pub(super) fn going_away(reason: &str) -> Self {
        Self::new(1001, reason)
    }

    /// A message is too long.
    pub(super) fn too_big(reason: &str) -> Self {
        Self::new(1009, reason)
    }

    /// Nothing was heard for too long.
    fn silent() -> Self {
        Self::new(3008, "nothing was heard for too long")
    }

    /// What was heard is not of the protocol.
    fn bad_request(reason: &str) -> Self {
        Self::new(4400, reason)
    }

    fn unauthorized() -> Self {
        Self::new(4401, "send connection_init first, and wait for connection_ack")
    }

    fn forbidden(reason: &str) -> Self {
        Self::new(4403, reason)
    }

    /// The client does not speak the subprotocol.
    pub(super) fn other_subprotocol() -> Self {
        Self::new(4406, "the subprotocol is graphql-transport-ws")
    }

    fn init_timeout() -> Self {
        Self::new(4408, "no connection_init came in time")
    }

    fn id_in_use(id: &str) -> Self {
        Self::new(4409, &format!("an operation with the id {id} is under way"))
    }

    fn second_init() -> Self {
        Self::new(4429, "connection_init is sent once")
    }

    fn new(code: u16, reason: &str) -> Self {
        let end = reason.floor_char_boundary(MAX_REASON);
        Self { code, reason: reason[..end].to_owned() }
    }
}

/// What an operation answers.
#[derive(Debug)]
pub(super) enum Answer {
    /// An answer, maybe one of many.
    Next(Box<RawValue>),
    /// A list of errors that ends the operation.
    Failed(Box<RawValue>),
    /// It has ended.
    Complete,
}

/// How far the two sides know each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The first message has not come.
    Fresh,
    /// It has, and is being judged.
    Judged,
    /// It was accepted.
    Open,
    /// The socket was closed.
    Closed,
}

/// One socket.
#[derive(Debug)]
pub(super) struct Session {
    phase: Phase,
    operations: BTreeMap<String, Ticket>,
    next_ticket: u64,
    began: Instant,
    /// When something was heard last.
    heard: Instant,
    /// When they were asked whether they are there, if nothing was heard since.
    asked: Option<Instant>,
}

#[derive(Serialize)]
struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a RawValue>,
}

impl Message<'_> {
    fn act(&self) -> Act {
        Act::Send(serde_json::to_string(self).expect("a message is plain values"))
    }
}

/// A message without more to say.
fn bare(r#type: &'static str) -> Act {
    Message { id: None, r#type, payload: None }.act()
}

impl Session {
    /// A socket that was opened at `now`.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            phase: Phase::Fresh,
            operations: BTreeMap::new(),
            next_ticket: 0,
            began: now,
            heard: now,
            asked: None,
        }
    }

    /// What to do about a text that was heard.
    pub(super) fn hear(&mut self, text: &str, now: Instant) -> Vec<Act> {
        self.hear_sign(now);
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        match Said::read(text) {
            Ok(Said::Init(payload)) => self.init(payload),
            Ok(Said::Ping) => vec![bare("pong")],
            Ok(Said::Pong) => Vec::new(),
            Ok(Said::Subscribe { id, payload }) => self.subscribe(id, payload),
            // One that ended meanwhile may well be given up by somebody who has not heard so yet.
            Ok(Said::Complete { id }) => self.operations.remove(&id).map(Act::End).into_iter().collect(),
            Err(problem) => self.close(Close::bad_request(&problem)),
        }
    }

    /// What to do about bytes that are no text.
    pub(super) fn hear_binary(&mut self, now: Instant) -> Vec<Act> {
        self.hear_sign(now);
        self.close(Close::bad_request("a message is a text of JSON"))
    }

    /// Somebody is there: a frame of the socket's own was heard.
    pub(super) fn hear_sign(&mut self, now: Instant) {
        self.heard = now;
        self.asked = None;
    }

    /// Who it is was found out.
    pub(super) fn admit(&mut self) -> Vec<Act> {
        if self.phase != Phase::Judged {
            return Vec::new();
        }
        self.phase = Phase::Open;
        vec![bare("connection_ack")]
    }

    /// Who it is was not found out.
    pub(super) fn turn_away(&mut self, reason: &str) -> Vec<Act> {
        self.close(Close::forbidden(reason))
    }

    /// What to do with what an operation answers. Nothing is told of one that nobody waits for.
    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Answer) -> Vec<Act> {
        let Some(id) = self.id_of(ticket) else { return Vec::new() };
        let message = |r#type, payload| Message { id: Some(&id), r#type, payload }.act();
        let act = match answer {
            Answer::Next(payload) => message("next", Some(&**payload)),
            Answer::Failed(errors) => message("error", Some(&**errors)),
            Answer::Complete => message("complete", None),
        };
        if !matches!(answer, Answer::Next(_)) {
            self.operations.remove(&id);
        }
        vec![act]
    }

    /// What to do because of the time.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<Act> {
        match self.due() {
            Some(due) if due <= now => {}
            _ => return Vec::new(),
        }
        match (self.phase, self.asked) {
            (Phase::Fresh | Phase::Judged, _) => self.close(Close::init_timeout()),
            (_, Some(_)) => self.close(Close::silent()),
            (_, None) => {
                self.asked = Some(now);
                vec![bare("ping")]
            }
        }
    }

    /// When [`Self::tick`] has something to do next.
    pub(super) fn due(&self) -> Option<Instant> {
        match (self.phase, self.asked) {
            (Phase::Closed, _) => None,
            (Phase::Fresh | Phase::Judged, _) => Some(self.began + INIT_WITHIN),
            (Phase::Open, Some(asked)) => Some(asked + PONG_WITHIN),
            (Phase::Open, None) => Some(self.heard + PING_AFTER),
        }
    }

    /// The operations under way.
    pub(super) fn operations(&self) -> impl Iterator<Item = Ticket> {
        self.operations.values().copied()
    }

    /// Closes the socket, and ends whatever runs on it.
    pub(super) fn close(&mut self, close: Close) -> Vec<Act> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        self.phase = Phase::Closed;
        let ended = std::mem::take(&mut self.operations).into_values().map(Act::End);
        ended.chain([Act::Close(close)]).collect()
    }

    fn init(&mut self, payload: Map<String, Value>) -> Vec<Act> {
        if self.phase != Phase::Fresh {
            return self.close(Close::second_init());
        }
        self.phase = Phase::Judged;
        vec![Act::Identify(payload)]
    }

    fn subscribe(&mut self, id: String, payload: Map<String, Value>) -> Vec<Act> {
        if self.phase != Phase::Open {
            return self.close(Close::unauthorized());
        }
        if self.operations.contains_key(&id) {
            return self.close(Close::id_in_use(&id));
        }
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        let is_full = self.operations.len() >= MAX_OPERATIONS;
        self.operations.insert(id, ticket);
        if is_full { self.answer(ticket, &too_many()) } else { vec![Act::Begin(ticket, payload)] }
    }

    fn id_of(&self, ticket: Ticket) -> Option<String> {
        let mut operations = self.operations.iter();
        operations.find(|(_, held)| **held == ticket).map(|(id, _)| id.clone())
    }
}

/// What is answered to an operation for which there is no room.
fn too_many() -> Answer {
    let message =
        format!("at most {MAX_OPERATIONS} operations run on one socket at once: end one of them first");
    let errors = serde_json::json!([{ "message": message, "extensions": { "code": "LIMIT_EXCEEDED" } }]);
    Answer::Failed(serde_json::value::to_raw_value(&errors).expect("a list of errors is plain values"))
}

/// What a client says.
#[derive(Debug, PartialEq)]
enum Said {
    Init(Map<String, Value>),
    Ping,
    Pong,
    Subscribe { id: String, payload: Map<String, Value> },
    Complete { id: String },
}

impl Said {
    /// Reads a message, or tells what is wrong with it.
    fn read(text: &str) -> Result<Self, String> {
        let message: Value =
            serde_json::from_str(text).map_err(|_| "a message is one object in JSON".to_owned())?;
        let Value::Object(mut message) = message else {
            return Err("a message is one object in JSON".to_owned());
        };
        let Some(Value::String(kind)) = message.remove("type") else {
            return Err("a message has a type".to_owned());
        };
        let payload = match message.remove("payload") {
            None | Some(Value::Null) => None,
            Some(Value::Object(payload)) => Some(payload),
            Some(_) => return Err(format!("the payload of {} is an object", known(&kind))),
        };
        let id = message.remove("id");
        match kind.as_str() {
            "connection_init" => Ok(Self::Init(payload.unwrap_or_default())),
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong),
            "subscribe" => {
                let names = ["query", "documentId"];
                let asks = |payload: &Map<_, Value>| {
                    names.iter().any(|name| payload.get(*name).is_some_and(Value::is_string))
                };
                let payload = payload.filter(asks);
                let payload =
                    payload.ok_or("the payload of subscribe has a query or a documentId, which is a text")?;
                Ok(Self::Subscribe { id: operation(id)?, payload })
            }
            "complete" => Ok(Self::Complete { id: operation(id)? }),
            "connection_ack" | "next" | "error" => Err(format!("{kind} is said by the server")),
            other => Err(format!("there is no message of the type {other}")),
        }
    }
}

/// The id of an operation.
fn operation(id: Option<Value>) -> Result<String, String> {
    match id {
        Some(Value::String(id)) if (1..=MAX_ID).contains(&id.len()) => Ok(id),
        _ => Err(format!("the id of an operation is a text of 1 to {MAX_ID} bytes")),
    }
}

/// A type of message as a reason names it: nothing long is repeated.
fn known(kind: &str) -> &str {
    &kind[..kind.floor_char_boundary(32)]
}

#[cfg(test)]
mod tests;
