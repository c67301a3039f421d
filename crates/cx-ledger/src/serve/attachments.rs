//! Attached files over HTTP: `POST /attachments?program=CODE` stores one, `GET /attachments/SHA256` answers
//! one that is attached to something that whoever asks may read.

mod download;
mod transfers;
mod upload;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_domain::id::PersonId;
use cxl_graphql::ErrorCode;
use cxl_store::attachments::AttachmentError;
use cxl_store::meta::{Actor, Agent};
use cxl_words::{Language, sentence};
use serde::{Deserialize, Serialize};

use super::headers::language;
use super::http::App;
use super::identity::let_in;
use super::problem::Problem;

pub(super) use transfers::Transfers;

/// How large attached files may be.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct AttachmentLimit {
    /// The largest file that can be attached, in MiB
    #[arg(long, default_value = "25", value_parser = clap::value_parser!(u64).range(1..=1024), value_name = "MIB")]
    attachment_limit: u64,
}

impl AttachmentLimit {
    /// In bytes.
    fn bytes(self) -> u64 {
        self.attachment_limit * 1024 * 1024
    }
}

/// What is asked beside the bytes of a file.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// The code of the program to which it belongs.
    program: Option<String>,
}

/// What is answered to a file that was stored.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    sha256: String,
    size: u64,
    media_type: String,
    url: String,
}

/// Stores a file.
pub(super) async fn store(State(app): State<App>, Query(asked): Query<Asked>, request: Request) -> Response {
    match upload::store(&app, asked, request).await {
        Ok(file) => {
            let url = format!("/attachments/{}", file.name.sha256);
            let stored = Stored {
                sha256: file.name.sha256.to_string(),
                size: file.bytes,
                media_type: file.media_type,
                url: url.clone(),
            };
            let headers = [(header::LOCATION, url), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::CREATED, headers, axum::Json(stored)).into_response()
        }
        Err(problem) => problem.in_json(),
    }
}

/// Answers a file.
pub(super) async fn answer(
    State(app): State<App>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Response {
    download::answer(&app, &sha256, &headers).await.unwrap_or_else(|problem| problem.in_json())
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
struct Asker {
    actor: Actor,
    person: PersonId,
    /// In which they read.
    language: Language,
}

/// Who asks, if that is a person.
async fn person(app: &App, headers: &HeaderMap) -> Result<Asker, Problem> {
    let language = language(headers);
    let actor = let_in(app, headers).await?.actor;
    match actor.agent {
        Agent::Person(person) => Ok(Asker { actor, person, language }),
        Agent::Service(_) => {
            Err(told(StatusCode::FORBIDDEN, ErrorCode::Forbidden, language, "attachment-of-service", []))
        }
    }
}

/// What is wrong, and what to do instead.
fn told<'a, const N: usize>(
    status: StatusCode,
    code: ErrorCode,
    language: Language,
    name: &str,
    values: [(&'a str, &'a str); N],
) -> Problem {
    Problem::new(status, code, sentence(language, name, values).unwrap_or_else(|| name.to_owned()))
}

/// A fault of the disk or the vault, which the server's log tells.
fn failed(error: &AttachmentError) -> Problem {
    Problem::internal(error)
}

/// Too many files are on their way.
fn busy(language: Language) -> Problem {
    told(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, language, "attachment-busy", [])
}

/// There is no place for files, which only a ledger without a folder lacks.
fn nowhere() -> Problem {
    let message = "this server keeps no attached files";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, message)
}
