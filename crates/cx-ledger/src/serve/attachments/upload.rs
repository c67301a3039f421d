//! A file on its way in: from the connection through a short queue to the thread that encrypts and writes it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use cxl_domain::authorization::Action;
use cxl_domain::code::Code;
use cxl_domain::evidence::{HEAD_BYTES, MediaType};
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::time::AsOf;
use cxl_graphql::ErrorCode;
use cxl_ledger::query::Inquiry;
use cxl_ledger::rights::{may, may_read};
use cxl_store::attachments::{AttachmentError, Attachments, FileName, StoredFile, Upload};
use cxl_store::blocking;
use cxl_store::meta::Actor;
use cxl_words::Language;
use futures_util::StreamExt as _;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::spawn_blocking;

use super::super::http::App;
use super::super::problem::Problem;
use super::transfers::{MOST_UNATTACHED, Transfers};
use super::{Asked, Asker, busy, failed, nowhere, person, told};

/// How many pieces wait for the disk before the connection does.
const QUEUE: usize = 4;

/// How many times as long as any other body a file may take in all.
const SLOWEST: u32 = 60;

/// How much, and for how long, is read after a refusal.
const LINGER_BYTES: usize = 1024 * 1024;
const LINGER: Duration = Duration::from_secs(1);

/// Why a file is not stored.
#[derive(Debug)]
enum Refused {
    TooLarge,
    OtherContent,
    NoRoom,
    Failed(AttachmentError),
}

/// What is known of a file before a byte of it is read.
struct Admitted {
    person: PersonId,
    program: ProgramId,
    media_type: MediaType,
    limit: u64,
    files: Arc<dyn Attachments>,
    language: Language,
    /// Held until the file is stored.
    leave: OwnedSemaphorePermit,
}

/// Stores the body of a request. Everything that can be refused without it is refused before it is read.
pub(super) async fn store(app: &App, asked: Asked, request: Request) -> Result<StoredFile, Problem> {
    // A body can't be shared between threads, so it is not lent while somebody is let in.
    let asker = person(app, request.headers()).await;
    match asker.and_then(|asker| admitted(app, asked, asker, &request)) {
        Ok(admitted) => {
            let person = admitted.person;
            let stored = receive(app, admitted, request.into_body()).await?;
            app.transfers.stored(person, app.ledger.now(), stored.name);
            Ok(stored)
        }
        Err(problem) => {
            linger(&mut request.into_body().into_data_stream()).await;
            Err(problem)
        }
    }
}

fn admitted(app: &App, asked: Asked, asker: Asker, request: &Request) -> Result<Admitted, Problem> {
    let Asker { actor, person, language } = asker;
    let program = program(app, asked, actor, language)?;
    let media_type = media_type(request, language)?;
    let limit = app.attachment_limit.bytes();
    if request.body().size_hint().lower() > limit {
        return Err(too_large(limit, language));
    }
    let files = app.ledger.attachments().ok_or_else(nowhere)?.clone();
    attaches_what_it_stores(app, person, language)?;
    let leave = app.transfers.begin().ok_or_else(|| busy(language))?;
    Ok(Admitted { person, program, media_type, limit, files, language, leave })
}

/// Refuses one more file of whoever stored many lately that nothing names.
fn attaches_what_it_stores(app: &App, person: PersonId, language: Language) -> Result<(), Problem> {
    let (views, now) = (app.ledger.snapshot(), app.ledger.now());
    let as_of = AsOf::head(now.date_naive());
    let inquiry = Inquiry { views: &views, analyses: &app.ledger.analyses, as_of };
    let is_attached = |name: &FileName| {
        inquiry.attached(name.sha256, &|_| true).iter().any(|file| file.attached.program.0 == name.program)
    };
    if app.transfers.may_store(person, now, is_attached) {
        return Ok(());
    }
    let (status, code) = (StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded);
    let most = MOST_UNATTACHED.to_string();
    Err(told(status, code, language, "attachment-unattached", [("most", &*most)]))
}

async fn receive(app: &App, admitted: Admitted, body: Body) -> Result<StoredFile, Problem> {
    let Admitted { person: _, program, media_type, limit, files, language, leave } = admitted;
    let (pieces, arriving) = mpsc::channel(QUEUE);
    let transfers = app.transfers.clone();
    let writing = spawn_blocking(move || {
        let _leave = leave;
        if !transfers.has_room() {
            return Err(Refused::NoRoom);
        }
        let upload = files.begin(program.0, media_type.name()).map_err(Refused::Failed)?;
        write(upload, media_type, limit, arriving, &transfers)
    });
    let sent = send(body, pieces, app.patience.body_timeout, language).await;
    match blocking::outcome(writing).await {
        Err(Refused::TooLarge) => Err(too_large(limit, language)),
        Err(Refused::OtherContent) => {
            let values = [("type", media_type.name()), ("ending", media_type.ending())];
            let (status, code) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest);
            Err(told(status, code, language, "attachment-other-content", values))
        }
        Err(Refused::NoRoom) => {
            let (status, code) = (StatusCode::INSUFFICIENT_STORAGE, ErrorCode::Unavailable);
            Err(told(status, code, language, "attachment-no-room", []))
        }
        Err(Refused::Failed(error)) => Err(failed(&error)),
        Ok(stored) => {
            sent?;
            stored.ok_or_else(|| cut_off(language))
        }
    }
}

/// The program that is named, where whoever asks may provide evidence.
fn program(app: &App, asked: Asked, actor: Actor, language: Language) -> Result<ProgramId, Problem> {
    let named = asked.program.unwrap_or_default();
    let (views, now) = (app.ledger.snapshot(), app.ledger.now());
    let code = Code::parse(&named).ok();
    let found = code.and_then(|code| views.program_by_code(&code, &AsOf::head(now.date_naive())));
    let found = found.filter(|id| may_read(&views, &actor, *id, now)).ok_or_else(|| {
        let (status, code) = (StatusCode::NOT_FOUND, ErrorCode::BadUserInput);
        told(status, code, language, "attachment-no-program", [("program", named.as_str())])
    })?;
    if may(&views, &actor, Action::ProvideEvidence, Some(found), now).allow {
        return Ok(found);
    }
    Err(told(StatusCode::FORBIDDEN, ErrorCode::Forbidden, language, "attachment-forbidden", []))
}

fn media_type(request: &Request, language: Language) -> Result<MediaType, Problem> {
    let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    MediaType::declared(declared.unwrap_or_default()).ok_or_else(|| {
        let endings: Vec<_> = MediaType::ALL.into_iter().map(MediaType::ending).collect();
        let values = [("endings", &*endings.join(", "))];
        let (status, code) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest);
        told(status, code, language, "attachment-other-type", values)
    })
}

/// Sends the pieces on as they arrive. The file is not finished unless the last of them did.
async fn send(
    body: Body,
    pieces: mpsc::Sender<Option<Bytes>>,
    patience: Duration,
    language: Language,
) -> Result<(), Problem> {
    let mut arriving = body.into_data_stream();
    let sending = async {
        loop {
            let next = tokio::select! {
                next = tokio::time::timeout(patience, arriving.next()) => next,
                // Who sends may wait for the answer before sending more.
                () = pieces.closed() => Ok(Some(Ok(Bytes::new()))),
            };
            let piece = match next {
                Ok(Some(Ok(piece))) => Some(piece),
                Ok(None) => None,
                Ok(Some(Err(_))) | Err(_) => return Err(cut_off(language)),
            };
            let last = piece.is_none();
            if pieces.send(piece).await.is_err() {
                // Whoever writes has refused the file, and says why.
                linger(&mut arriving).await;
                return Ok(());
            }
            if last {
                return Ok(());
            }
        }
    };
    tokio::time::timeout(patience * SLOWEST, sending).await.unwrap_or_else(|_| Err(cut_off(language)))
}

/// Reads on a little after a refusal: a connection that is closed with bytes unread is reset, and whoever
/// sends them would not get to read why.
async fn linger(arriving: &mut BodyDataStream) {
    let unread = async {
        let mut bytes = 0;
        while let Some(Ok(piece)) = arriving.next().await {
            bytes += piece.len();
            if bytes > LINGER_BYTES {
                return;
            }
        }
    };
    let _over = tokio::time::timeout(LINGER, unread).await;
}

/// Writes the pieces. `None` where they ended before the file did: then nothing of it is left.
fn write(
    mut upload: Box<dyn Upload>,
    media_type: MediaType,
    limit: u64,
    mut arriving: mpsc::Receiver<Option<Bytes>>,
    transfers: &Transfers,
) -> Result<Option<StoredFile>, Refused> {
    let mut head: Vec<u8> = Vec::with_capacity(HEAD_BYTES);
    let mut bytes = 0;
    while let Some(piece) = arriving.blocking_recv() {
        let ended = piece.is_none();
        let piece = piece.unwrap_or_default();
        bytes += piece.len() as u64;
        if bytes > limit {
            return Err(Refused::TooLarge);
        }
        let looked_at = head.len() == HEAD_BYTES;
        head.extend(piece.iter().take(HEAD_BYTES - head.len()));
        let to_look_at = !looked_at && (ended || head.len() == HEAD_BYTES);
        if (to_look_at && !media_type.begins(&head)) || !media_type.takes(&piece) {
            return Err(Refused::OtherContent);
        }
        if !transfers.has_room() {
            return Err(Refused::NoRoom);
        }
        upload.write(&piece).map_err(Refused::Failed)?;
        if ended {
            return upload.finish().map(Some).map_err(Refused::Failed);
        }
    }
    Ok(None)
}

fn too_large(limit: u64, language: Language) -> Problem {
    let mebibytes = (limit / (1024 * 1024)).to_string();
    let (status, code) = (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::LimitExceeded);
    told(status, code, language, "attachment-too-large", [("limit", &*mebibytes)])
}

fn cut_off(language: Language) -> Problem {
    let (status, code) = (StatusCode::REQUEST_TIMEOUT, ErrorCode::BadRequest);
    told(status, code, language, "attachment-cut-off", [])
}
