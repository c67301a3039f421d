//! What a request asks for, however it came: in a body, in an address, or over a socket.

#![expect(
    clippy::zero_sized_map_values,
    reason = "of extensions nothing is asked but that they are an object"
)]

use std::collections::BTreeMap;

use async_graphql::{Name, Value, Variables};
use axum::extract::Query;
use axum::http::{StatusCode, Uri};
use cxl_graphql::ErrorCode;
use cxl_store::meta::Actor;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::http::App;
use super::problem::Problem;
use super::trusted::{self, Listed};

/// What is to be executed.
#[derive(Debug)]
pub(super) struct Asked {
    /// The document.
    pub(super) query: String,
    /// The same as it stands on the list of this server, if it was taken from there.
    pub(super) listed: Option<Listed>,
    /// Which of the document's operations; needed if there are several.
    pub(super) operation_name: Option<String>,
    /// The values of its variables.
    pub(super) variables: Variables,
}

/// What was sent, by name; what else there is in it is ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters<T = Given, O = AnyObject> {
    query: Option<String>,
    /// In place of a query, the hash of a document of the server's list.
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<T>,
    /// Nothing in it is asked for; it is an object all the same.
    extensions: Option<O>,
}

/// The values of variables, by name.
type Given = BTreeMap<Name, Value>;

/// An object, whatever it holds.
type AnyObject = BTreeMap<String, IgnoredAny>;

impl Parameters {
    /// What a body gives.
    pub(super) fn in_body(body: &[u8]) -> Result<Self, Problem> {
        match body.trim_ascii_start().first() {
            Some(b'{') => {}
            Some(b'[') => {
                return Err(malformed("it is a list: send each request by itself, on one connection"));
            }
            _ => return Err(malformed("it is no object")),
        }
        serde_json::from_slice(body).map_err(|error| {
            let what = if error.is_data() { NOT_AS_DECLARED } else { "it is no JSON" };
            malformed(&format!("{what}, at line {}, column {}", error.line(), error.column()))
        })
    }

    /// What an address gives.
    pub(super) fn in_address(address: &Uri) -> Result<Self, Problem> {
        let Query(Parameters { query, document_id, operation_name, variables, extensions }) =
            Query::<Parameters<String, String>>::try_from_uri(address)
                .map_err(|_| malformed("one of its parameters is there twice, or is no text in UTF-8"))?;
        let wrong = |name: &str| malformed(&format!("{name} is a JSON object in the address"));
        let variables = variables.map(|text| serde_json::from_str::<Option<Given>>(&text));
        let variables = variables.transpose().map_err(|_| wrong("variables"))?.flatten();
        let extensions = extensions.map(|text| serde_json::from_str::<Option<AnyObject>>(&text));
        let extensions = extensions.transpose().map_err(|_| wrong("extensions"))?.flatten();
        Ok(Self { query, document_id, operation_name, variables, extensions })
    }

    /// What a message over a socket gives.
    pub(super) fn in_message(payload: serde_json::Map<String, serde_json::Value>) -> Result<Self, Problem> {
        serde_json::from_value(payload.into()).map_err(|_| malformed(NOT_AS_DECLARED))
    }

    /// What somebody asks for with that: the document that they sent, if they may send one, or that of the list
    /// which they named.
    pub(super) fn asked_by(self, actor: &Actor, app: &App) -> Result<Asked, Problem> {
        let Self { query, document_id, operation_name, variables: given, .. } = self;
        let sent = query.filter(|query| !query.trim().is_empty());
        let (query, listed) = match (sent, document_id) {
            (Some(_), Some(_)) => {
                return Err(malformed("it has a query and a documentId, which both say what to execute"));
            }
            (None, None) => return Err(malformed("it has no query")),
            (None, Some(id)) => {
                let (text, listed) = trusted::named(app, &id)?;
                (text, Some(listed))
            }
            (Some(query), None) => {
                trusted::may_send(app, actor)?;
                (query, None)
            }
        };
        let mut variables = Variables::default();
        variables.extend(given.unwrap_or_default());
        Ok(Asked { query, listed, operation_name, variables })
    }
}

const NOT_AS_DECLARED: &str = "query, documentId and operationName are strings, variables and extensions are objects, \
                               and one is not";

fn malformed(what: &str) -> Problem {
    let message = format!("a request is one JSON object with a query, and maybe variables: {what}");
    Problem::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
}
