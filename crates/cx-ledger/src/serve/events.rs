//! GraphQL over server-sent events: one answer after another in the body of one response, as the protocol
//! `graphql-sse` has it for distinct connections.
//!
//! Each event carries the position up to which it tells as its `id`. A browser that reconnects sends the last one
//! back by itself, in the header `Last-Event-ID`, and is told what comes after it.

use std::convert::Infallible;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response as Answered, ServerError};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use cxl_graphql::{Answer, ErrorCode};
use futures_util::stream::{self, Stream};
use serde::Serialize;

use super::execution::{Admitted, Answers, Asker, admit};
use super::form::MAX_ERRORS;
use super::graphql;
use super::headers::language;
use super::http::App;
use super::identity::{LetIn, let_in};
use super::problem::{Problem, broken_off};
use super::socket::JUDGED_EVERY;
use super::streams::{Place, PlaceOf, Whose};

/// After how long a silence a comment is sent, so that nothing between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The position after which a client that reconnects goes on.
const LAST_EVENT_ID: &str = "last-event-id";

/// Whether a request asks for events before anything else: who takes them beside JSON gets JSON.
pub(super) fn are_asked_for(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = accepted.split([',', ';']).next().unwrap_or_default().trim();
    first.eq_ignore_ascii_case("text/event-stream")
}

/// Answers with events. What is wrong with the document is an event, too: a browser shows nothing of an answer
/// with another status.
pub(super) async fn answer(app: App, request: Request) -> Response {
    match begun(&app, request).await {
        Ok((course, visitor, places)) => told(course, Open { app, visitor, _places: places }),
        Err(problem) => problem.in_json(),
    }
}

/// What an operation comes to.
enum Course {
    /// It is executed.
    Answers(Answers),
    /// It is not: this is all there is to tell.
    Refused(Box<Answered>),
    /// It was.
    Answered(Box<Answered>),
}

/// What a stream of events holds for as long as it is open.
struct Open {
    app: App,
    visitor: LetIn,
    _places: (Place, PlaceOf),
}

async fn begun(app: &App, request: Request) -> Result<(Course, LetIn, (Place, PlaceOf)), Problem> {
    let visitor = let_in(app, request.headers()).await?;
    let asker = Asker { actor: visitor.actor, language: language(request.headers()) };
    let resume_after = last_event_id(request.headers())?;
    let is_get = request.method() == Method::GET;
    let asked = graphql::requested(app, request, asker).await?;
    let full =
        |message: String| Problem::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message);
    let place_of = app.streams.place_of(Whose::Actor(asker.actor.agent)).map_err(full)?;
    let place =
        app.streams.place().ok_or_else(|| full("there is no room for another stream of events".into()))?;
    let course = match admit(app, asked, asker) {
        Ok(admitted) => {
            if is_get {
                graphql::refuse_change(&admitted)?;
            }
            executed(admitted, resume_after).await
        }
        Err(problem) if problem.status == StatusCode::BAD_REQUEST => {
            Course::Refused(Box::new(Answered::from_errors(vec![problem.error()])))
        }
        Err(problem) => return Err(problem),
    };
    Ok((course, visitor, (place, place_of)))
}

async fn executed(admitted: Admitted, resume_after: Option<u64>) -> Course {
    if admitted.kind() == OperationType::Subscription {
        return Course::Answers(admitted.resuming(resume_after).stream());
    }
    match admitted.execute(None).await {
        Ok(response) => Course::Answered(Box::new(response)),
        Err(problem) => Course::Refused(Box::new(Answered::from_errors(vec![problem.error()]))),
    }
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty()) else { return Ok(None) };
    let position = value.to_str().ok().and_then(|value| value.trim().parse().ok());
    position.map(Some).ok_or_else(|| {
        let message = "the header Last-Event-ID is the id of an event that was told: a position";
        Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    })
}

/// What is left to tell.
enum Left {
    Answers(Answers, Option<u64>),
    Answer(Box<Answered>),
    Complete,
    Nothing,
}

fn told(course: Course, open: Open) -> Response {
    let left = match course {
        Course::Answers(answers) => Left::Answers(answers, None),
        Course::Refused(response) | Course::Answered(response) => Left::Answer(response),
    };
    let events = Sse::new(events(left, open));
    let mut response = events.keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers an answer before it passes it on would pass on nothing.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn events(left: Left, open: Open) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((left, open), |(left, open)| async move {
        let (event, left) = match left {
            Left::Answers(mut answers, position) => match open.next(&mut answers, position).await {
                Some(Answer { response, position }) => {
                    let is_last = response.data == async_graphql::Value::Null;
                    let left = if is_last { Left::Complete } else { Left::Answers(answers, position) };
                    (next(response, position), left)
                }
                None => (complete(), Left::Nothing),
            },
            Left::Answer(response) => (next(*response, None), Left::Complete),
            Left::Complete => (complete(), Left::Nothing),
            Left::Nothing => return None,
        };
        Some((Ok(event), (left, open)))
    })
}

impl Open {
    /// The next answer; the last one where the server stops, or whoever follows would not be let in any more.
    async fn next(&self, answers: &mut Answers, position: Option<u64>) -> Option<Answer> {
        let ended = |code, message: &str| {
            let response = Answered::from_errors(vec![broken_off(code, message, position)]);
            Some(Answer { response, position })
        };
        loop {
            tokio::select! {
                () = self.app.streams.stopping() => {
                    return ended(ErrorCode::Unavailable, "the server stops: follow again when it is back");
                }
                answer = answers.next() => return answer,
                () = tokio::time::sleep(JUDGED_EVERY) => {
                    if let Err(problem) = self.visitor.still(&self.app) {
                        return ended(problem.code, &problem.message);
                    }
                }
            }
        }
    }
}

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [ServerError],
}

fn next(mut response: Answered, position: Option<u64>) -> Event {
    response.errors.truncate(MAX_ERRORS);
    let never_ran = response.data == async_graphql::Value::Null && !response.errors.is_empty();
    let told = if never_ran {
        serde_json::to_string(&Errors { errors: &response.errors })
    } else {
        serde_json::to_string(&response)
    };
    let event = Event::default().event("next").data(told.expect("an answer of the schema is plain values"));
    match position {
        Some(position) => event.id(position.to_string()),
        None => event,
    }
}

fn complete() -> Event {
    Event::default().event("complete").data("")
}
