//! A file on its way out: decrypted and checked part by part, always for saving and never for showing.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::Attached;
use cxl_domain::time::AsOf;
use cxl_graphql::ErrorCode;
use cxl_ledger::TextValue;
use cxl_ledger::query::{AttachedFile, Inquiry};
use cxl_ledger::rights::may_read;
use cxl_store::attachments::{AttachmentError, Attachments, Download, FileName};
use cxl_store::blocking;
use cxl_store::meta::Actor;
use cxl_words::Language;
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::spawn_blocking;

use super::super::http::App;
use super::super::problem::Problem;
use super::{Asker, busy, failed, nowhere, person, told};

/// How many parts wait for the connection before the disk does.
const QUEUE: usize = 2;

/// Answers the file with that hash, if it was ever attached to evidence of a program that whoever asks may
/// read: what was annulled stays in the trail, and so do its files.
pub(super) async fn answer(app: &App, sha256: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let Asker { actor, language, .. } = person(app, headers).await?;
    let missing = || told(StatusCode::NOT_FOUND, ErrorCode::BadUserInput, language, "attachment-missing", []);
    let sha256 = Sha256Hex::parse(sha256).map_err(|_| missing())?;
    let attached = readable(app, actor, sha256);
    if attached.is_empty() {
        return Err(missing());
    }
    let files = app.ledger.attachments().ok_or_else(nowhere)?.clone();
    let leave = app.transfers.begin().ok_or_else(|| busy(language))?;
    let opening = spawn_blocking(move || first_that_opens(&*files, attached));
    let opened = blocking::outcome(opening).await;
    let (AttachedFile { attached, name }, file) = opened.map_err(|shut| match shut {
        None => lost(language, "attachment-lost"),
        Some(AttachmentError::KeyMissing { .. }) => lost(language, "attachment-erased"),
        Some(error) => failed(&error),
    })?;
    let name = match app.ledger.texts(&[name]).await.map(|mut texts| texts.pop()) {
        Ok(Some(TextValue::Clear(name))) => name.to_string(),
        _ => format!("{sha256}.{}", attached.media_type.ending()),
    };
    Ok(sent(&attached, &name, file, leave))
}

/// Where a file with that hash was ever attached, of what whoever asks may read.
fn readable(app: &App, actor: Actor, sha256: Sha256Hex) -> Vec<AttachedFile> {
    let (views, now) = (app.ledger.snapshot(), app.ledger.now());
    let as_of = AsOf::head(now.date_naive());
    let inquiry = Inquiry { views: &views, analyses: &app.ledger.analyses, as_of };
    inquiry.attached(sha256, &|program| may_read(&views, &actor, program, now))
}

/// The first of these that can be read. Where none can, why: what keeps the first one shut, or nothing where
/// none lies there.
fn first_that_opens(
    files: &dyn Attachments,
    attached: Vec<AttachedFile>,
) -> Result<(AttachedFile, Box<dyn Download>), Option<AttachmentError>> {
    let mut shut = None;
    for it in attached {
        let AttachedFile { attached: Attached { program, sha256, .. }, .. } = it;
        match files.open(FileName { program: program.0, sha256 }) {
            Ok(Some(file)) => return Ok((it, file)),
            Ok(None) => {}
            Err(error) => shut = shut.or(Some(error)),
        }
    }
    Err(shut)
}

fn lost(language: Language, name: &str) -> Problem {
    told(StatusCode::GONE, ErrorCode::BadUserInput, language, name, [])
}

fn sent(
    attached: &Attached,
    name: &str,
    mut file: Box<dyn Download>,
    leave: OwnedSemaphorePermit,
) -> Response {
    let length = file.file().bytes;
    let (parts, arriving) = mpsc::channel::<Result<Bytes, AttachmentError>>(QUEUE);
    spawn_blocking(move || {
        let _leave = leave;
        while let Some(part) = file.part().transpose() {
            // A part that does not open ends the answer before its length, which every client notices.
            let failed = part.is_err();
            if let Err(error) = &part {
                tracing::error!(%error, "an attached file ends before its end");
            }
            if parts.blocking_send(part.map(Bytes::from)).is_err() || failed {
                return;
            }
        }
    });
    let body =
        stream::unfold(
            arriving,
            |mut arriving| async move { arriving.recv().await.map(|part| (part, arriving)) },
        );
    let headers: [(HeaderName, HeaderValue); 6] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(attached.media_type.name())),
        (header::CONTENT_LENGTH, length.into()),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// For saving under a name, spelled as RFC 8187 has it.
fn disposition(name: &str) -> HeaderValue {
    let spelled: String = name
        .bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let spelled = format!("attachment; filename*=UTF-8''{spelled}");
    HeaderValue::from_str(&spelled).expect("letters, digits and percent signs make a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_characters_makes_one_header_for_saving() {
        let header = disposition("Biên bản\r\nSet-Cookie: \"a\".pdf");
        assert_eq!(
            header.to_str().unwrap(),
            "attachment; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%0D%0ASet-Cookie%3A%20%22a%22.pdf"
        );
    }
}
