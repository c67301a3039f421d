//! A file on its way out: decrypted and checked part by part, always for saving and never for showing.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{Attached, EvidenceFact};
use cxl_domain::id::PersonId;
use cxl_domain::time::AsOf;
use cxl_graphql::ErrorCode;
use cxl_ledger::rights::may_read;
use cxl_ledger::{TextAt, TextValue};
use cxl_store::attachments::{AttachmentError, Download, FileName};
use cxl_words::Language;
use futures_util::stream;
use tokio::sync::mpsc;

use super::super::graphql::Problem;
use super::super::http::App;
use super::{failed, nowhere, person, told};

/// How many parts wait for the connection before the disk does.
const QUEUE: usize = 2;

/// Answers the file with that hash, if it was ever attached to evidence of a program that whoever asks may
/// read: what was annulled stays in the trail, and so do its files.
pub(super) async fn answer(app: &App, sha256: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let (person, language) = person(app, headers)?;
    let missing = || told(StatusCode::NOT_FOUND, ErrorCode::BadUserInput, language, "attachment-missing", []);
    let sha256 = Sha256Hex::parse(sha256).map_err(|_| missing())?;
    let (attached, name) = readable(app, person, sha256).ok_or_else(missing)?;
    let files = app.ledger.attachments().ok_or_else(nowhere)?.clone();
    let wanted = FileName { program: attached.program.0, sha256 };
    let opened = tokio::task::spawn_blocking(move || files.open(wanted)).await;
    let opened = opened.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
    let file = match opened {
        Ok(Some(file)) => file,
        Ok(None) => return Err(lost(language, "attachment-lost")),
        Err(AttachmentError::KeyMissing { .. }) => return Err(lost(language, "attachment-erased")),
        Err(error) => return Err(failed(&error)),
    };
    let name = match app.ledger.texts(&[name]).await.map(|mut texts| texts.pop()) {
        Ok(Some(TextValue::Clear(name))) => name.to_string(),
        _ => format!("{sha256}.{}", attached.media_type.ending()),
    };
    Ok(sent(&attached, &name, file))
}

/// The attachment with that hash that whoever asks may read, and where its name stands.
fn readable(app: &App, person: PersonId, sha256: Sha256Hex) -> Option<(Attached, TextAt)> {
    let (views, now) = (app.ledger.snapshot(), app.ledger.now());
    let head = AsOf::head(now.date_naive());
    let may_read = |program| may_read(&views, person, program, now);
    let programs = views.programs().map(|held| held.state.id).filter(|program| may_read(*program));
    programs.flat_map(|program| views.evidence_of(program)).find_map(|held| {
        let history = &held.state.history;
        let attached = history.iter().rev().find_map(|entry| match &entry.fact {
            EvidenceFact::Attached(attached) if attached.sha256 == sha256 => Some((entry, attached)),
            _ => None,
        });
        let (entry, attached) = attached?;
        // It may belong to another program since it was corrected.
        let provided = history.current(&head, |fact| match fact {
            EvidenceFact::Provided(provided) => Some(provided.program),
            _ => None,
        });
        provided.filter(|(_, program)| may_read(*program))?;
        Some((attached.clone(), TextAt::name(entry)))
    })
}

fn lost(language: Language, name: &str) -> Problem {
    told(StatusCode::GONE, ErrorCode::BadUserInput, language, name, [])
}

fn sent(attached: &Attached, name: &str, mut file: Box<dyn Download>) -> Response {
    let length = file.file().bytes;
    let (parts, arriving) = mpsc::channel::<Result<Bytes, AttachmentError>>(QUEUE);
    tokio::task::spawn_blocking(move || {
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
