//! `GET /todo.ics`: what the person who asks has to do, for their calendar.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_domain::exception::Subject;
use cxl_domain::id::PersonId;
use cxl_domain::time::AsOf;
use cxl_graphql::ErrorCode;
use cxl_ledger::query::{Called, Inquiry, ToDo};
use cxl_ledger::rights::may_read;
use cxl_ledger::{Ledger, Question, TextValue, Views};
use cxl_store::meta::{Actor, Agent};
use cxl_words::Language;
use sha2::{Digest, Sha256};

use super::execution::on_engine;
use super::headers::language;
use super::http::App;
use super::icalendar::{Todo, calendar};
use super::identity::let_in;
use super::problem::Problem;

/// Answers the list of whoever presents a token.
pub(super) async fn answer(State(app): State<App>, headers: HeaderMap) -> Response {
    match list(&app, &headers).await {
        Ok(todos) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, calendar(&todos, app.ledger.now())).into_response()
        }
        Err(problem) => problem.in_words(),
    }
}

async fn list(app: &App, headers: &HeaderMap) -> Result<Vec<Todo>, Problem> {
    let actor = let_in(app, headers).await?.actor;
    let Agent::Person(person) = actor.agent else {
        let message = "a service has nothing to do by itself; ask with the token of a person";
        return Err(Problem::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message));
    };
    let (ledger, language) = (app.ledger.clone(), language(headers));
    on_engine(app, async move { todos(&ledger, actor, person, language).await }).await?
}

/// What a person has to do, as entries of a calendar.
async fn todos(
    ledger: &Ledger,
    actor: Actor,
    person: PersonId,
    language: Language,
) -> Result<Vec<Todo>, Problem> {
    let (views, now) = (ledger.snapshot(), ledger.now());
    let zone = views.organization_zone(&AsOf::head(now.date_naive()));
    let point =
        Question::default().resolve(&views, zone, now).map_err(|problem| Problem::internal(&problem))?;
    let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of: point.as_of };
    let items = inquiry.to_do(person, &|program| may_read(&views, &actor, program, now));
    let called: Vec<Called> = items.iter().map(|item| inquiry.called(item.about)).collect();
    let places: Vec<_> = called.iter().filter_map(|called| called.text.clone()).collect();
    let mut texts = ledger.texts(&places).await.map_err(|problem| Problem::internal(&problem))?.into_iter();
    let todos = items.iter().zip(called).map(|(item, called)| {
        let text = called.text.as_ref().and_then(|_| texts.next());
        entry(&views, point.as_of, item, &called, text, language)
    });
    Ok(todos.collect())
}

fn entry(
    views: &Views,
    as_of: AsOf,
    item: &ToDo,
    called: &Called,
    text: Option<TextValue>,
    language: Language,
) -> Todo {
    let what = cxl_words::label(language, "ToDoKind", item.kind.name()).unwrap_or(item.kind.name());
    let practice = match item.about {
        Subject::Practice(_, practice) => Some(practice.as_str().to_owned()),
        _ => None,
    };
    let named = match text {
        Some(TextValue::Clear(text)) => Some(text.to_string()),
        Some(TextValue::Unavailable | TextValue::Absent) | None => None,
    };
    let parts = practice.into_iter().chain(called.code.as_ref().map(ToString::to_string)).chain(named);
    let parts: Vec<_> = parts.collect();
    let summary = if parts.is_empty() { what.to_owned() } else { format!("{what}: {}", parts.join(" · ")) };
    let program = views.program(item.program).and_then(|held| held.state.code(&as_of));
    Todo { uid: uid(item), summary, category: program.map(ToString::to_string), due: item.due }
}

/// The same for the same entry, whenever it is asked for.
fn uid(item: &ToDo) -> String {
    let about = serde_json::to_string(&(item.kind.name(), item.about, item.event));
    let hash = Sha256::digest(about.expect("ids are plain values"));
    format!("{}@cx-ledger", hex::encode(&hash[..16]))
}
