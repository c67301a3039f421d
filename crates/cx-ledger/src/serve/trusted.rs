//! The documents that a server executes for everybody: those of a list, found by their hash.
//!
//! A product's own screens and reports ask the same few documents all the time. With `--trusted-documents` a client names one by the
//! SHA-256 of its text instead of sending it, and whoever sends a text of their own needs the right to. The list was looked at
//! before: each document is parsed and held against the limits when the server starts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use axum::http::StatusCode;
use cxl_domain::authorization::Action;
use cxl_domain::event::Sha256Hex;
use cxl_graphql::ErrorCode;
use cxl_guard::{Document, Limits};
use cxl_ledger::rights::may;
use cxl_store::meta::Actor;
use sha2::{Digest, Sha256};

use super::http::App;
use super::problem::Problem;

/// The longest list, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Fields whose answers change by themselves, whatever is recorded: the point in time of an answer names the clock's time, and
/// how the ledger is, what an asker has left and when a token was used last change from one moment to the next.
const CHANGING: [&str; 5] = ["known", "settled", "ledger", "rateLimit", "lastUsed"];

/// What may be put before a hash.
const PREFIX: &str = "sha256:";

/// The documents of the list: what each is, and its text.
#[derive(Debug, Default)]
pub(crate) struct TrustedDocuments(BTreeMap<Sha256Hex, (String, Listed)>);

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    /// The hash of its text.
    pub(super) sha256: Sha256Hex,
    /// Whether the answer stays the same until something is recorded or a day ends.
    pub(super) is_lasting: bool,
}

impl TrustedDocuments {
    /// Reads the list, a JSON object of texts by their hashes.
    ///
    /// # Errors
    ///
    /// A list that can't be read, a hash that is not that of its text, a document that would never be executed.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let named = || format!("the trusted documents in {}", path.display());
        let mut json = String::new();
        let file = fs::File::open(path).with_context(named)?;
        let length = file.take(MAX_BYTES + 1).read_to_string(&mut json).with_context(named)?;
        ensure!(length as u64 <= MAX_BYTES, "{} take more than {MAX_BYTES} bytes", named());
        Self::parse(&json).with_context(named)
    }

    fn parse(json: &str) -> anyhow::Result<Self> {
        let given: BTreeMap<String, String> = serde_json::from_str(json)
            .context("are a JSON object: {\"SHA-256 of a document\": \"the document\"}")?;
        let documents = given.into_iter().map(|(name, text)| {
            let listed = Listed::of(&name, &text).with_context(|| format!("the document {name}"))?;
            Ok((listed.sha256, (text, listed)))
        });
        documents.collect::<anyhow::Result<_>>().map(Self)
    }
}

impl Listed {
    fn of(name: &str, text: &str) -> anyhow::Result<Self> {
        let sha256 = Sha256Hex(Sha256::digest(text).into());
        ensure!(identity(name) == Some(sha256), "is named by its SHA-256, which is {sha256}");
        let document = Document::read(text, &Limits::default())?.into_parsed();
        Ok(Self { sha256, is_lasting: is_lasting(&document) })
    }
}

/// The hash that a client names, with `sha256:` before it or without.
fn identity(name: &str) -> Option<Sha256Hex> {
    Sha256Hex::parse(name.strip_prefix(PREFIX).unwrap_or(name)).ok()
}

/// The document that a client names.
pub(super) fn named(app: &App, name: &str) -> Result<(String, Listed), Problem> {
    let found = app.trusted.as_ref().and_then(|list| list.0.get(&identity(name)?));
    found.cloned().ok_or_else(|| {
        let message = "no document is kept under that id: documentId is sha256: and the SHA-256 of a document that this \
                       server was started with";
        Problem::of_document(ErrorCode::UnknownDocument, message)
    })
}

/// Whether somebody may send a document of their own.
pub(super) fn may_send(app: &App, actor: &Actor) -> Result<(), Problem> {
    let free = app.trusted.is_none()
        || may(&app.ledger.snapshot(), actor, Action::AskFreely, None, app.ledger.now()).allow;
    if free {
        return Ok(());
    }
    let message = "this server executes the documents of its list: name one by documentId; only administrators and auditors \
                   send their own";
    Err(Problem::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message))
}

/// Whether the answer to a document stays the same until something is recorded, a day ends or keys are erased.
pub(super) fn is_lasting(document: &ExecutableDocument) -> bool {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).all(selects_lasting)
}

/// Whether no field of the selections, fragments that they spread left out, changes by itself.
fn selects_lasting(selections: &SelectionSet) -> bool {
    selections.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            !CHANGING.contains(&field.node.name.node.as_str())
                && selects_lasting(&field.node.selection_set.node)
        }
        Selection::InlineFragment(fragment) => selects_lasting(&fragment.node.selection_set.node),
        Selection::FragmentSpread(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn hash(text: &str) -> String {
        Sha256Hex(Sha256::digest(text).into()).to_string()
    }

    fn list(name: &str, text: &str) -> anyhow::Result<TrustedDocuments> {
        TrustedDocuments::parse(&serde_json::json!({ name: text }).to_string())
    }

    #[track_caller]
    fn refused(name: &str, text: &str, because: &str) {
        let error = format!("{:#}", list(name, text).unwrap_err());
        assert!(error.contains(because) && error.contains(name), "{error}");
    }

    #[test]
    fn a_document_is_found_by_the_hash_of_its_text_however_that_is_written() {
        let text = "{ viewer { id } }";
        for name in [hash(text), format!("sha256:{}", hash(text)), hash(text).to_uppercase()] {
            assert_eq!(list(&name, text).unwrap().0.len(), 1, "{name}");
        }
    }

    #[test]
    fn a_list_with_a_document_that_would_never_be_executed_is_refused_by_its_name() {
        refused(&hash("{ a }"), "{ b }", &hash("{ b }"));
        refused("first", "{ b }", &hash("{ b }"));
        for text in ["{ b", "{...a} fragment a on Q{...a}", "{ ...nowhere }"] {
            refused(&hash(text), text, "the document");
        }
        for json in ["", "[]", "{\"a\": 1}", "{\"a\": \"{ b }\""] {
            assert!(TrustedDocuments::parse(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_document_that_asks_for_the_time_of_its_answer_has_none_that_lasts() {
        for (text, lasting) in [
            ("{ viewer { id } }", true),
            ("{ initiatives(asOf: {known: {date: \"2024-03-31\"}}) { totalCount } }", true),
            ("{ initiatives { asOf { position known } } }", false),
            ("{ viewer { id } ledger { events } }", false),
            ("{ organization { tokens { lastUsed } } }", false),
            (
                "{ ...a } fragment a on Query { initiatives { asOf { ... on PointInTime { settled } } } }",
                false,
            ),
        ] {
            assert_eq!(is_lasting(&parse_query(text).unwrap()), lasting, "{text}");
        }
    }
}
