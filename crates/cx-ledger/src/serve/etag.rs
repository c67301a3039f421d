//! Answers that have not changed are neither computed nor sent again.
//!
//! An answer depends on what stands in [`Depends`] and on nothing else, unless its document asks for something that changes by
//! itself; so a hash over it names the answer before it is computed. Of a document of the list a client that names it in
//! `If-None-Match` is told 304 and nothing is executed; of any document [`Copies`](super::copies::Copies) are kept by it. Rights are facts
//! that begin and end with days, so position, days and asker determine them; a token that expired is refused before.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::NaiveDate;
use cxl_domain::event::Sha256Hex;
use cxl_ledger::Ledger;
use cxl_store::meta::Actor;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Everything on which an answer depends. What is asked about the past stands in the variables or in the document.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Depends<'a> {
    /// The program that answers: another one may word the same differently.
    build: &'static str,
    /// How many events count.
    events: u64,
    /// What day it is in each zone by whose days it may be answered, also those of the past.
    days: BTreeMap<&'static str, NaiveDate>,
    /// Which clear texts may be shown.
    vault_epoch: u64,
    asked: Asked<'a>,
}

/// What is asked, by whom, and how it is to be answered.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Asked<'a> {
    /// The hash of the document.
    pub(super) document: Sha256Hex,
    /// Which of its operations.
    pub(super) operation: Option<&'a str>,
    /// The values of its variables.
    pub(super) variables: &'a async_graphql::Variables,
    /// Who asks, with what token.
    pub(super) actor: Actor,
    /// The language for people.
    pub(super) language: &'static str,
    /// The media type of the answer.
    pub(super) media_type: &'static str,
}

impl<'a> Depends<'a> {
    /// What an answer given now depends on.
    pub(super) fn now(ledger: &Ledger, asked: Asked<'a>) -> Self {
        let views = ledger.snapshot();
        Self {
            build: BUILD,
            events: views.len,
            days: views.days_at(ledger.now()),
            vault_epoch: ledger.vault().epoch(),
            asked,
        }
    }

    /// By what the answer is known.
    pub(super) fn known(&self) -> Known {
        let written = serde_json::to_vec(self).expect("what an answer depends on is plain values");
        let state = State { events: self.events, vault_epoch: self.vault_epoch };
        Known { state, name: Name(Sha256::digest(written).into()) }
    }
}

/// By what an answer is known before it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The state of the ledger from which it is answered.
    pub(super) state: State,
    /// Its name, for whatever it depends on.
    pub(super) name: Name,
}

/// What grows with whatever changes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// How many events count.
    pub(super) events: u64,
    /// How often keys were erased, as far as is known.
    pub(super) vault_epoch: u64,
}

/// The name of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name(pub(super) [u8; 32]);

impl Name {
    /// The same for clients: weak, as the same answer may be written in another order.
    pub(super) fn tag(&self) -> HeaderValue {
        let tag = format!("W/\"{}\"", hex::encode(&self.0[..16]));
        HeaderValue::from_str(&tag).expect("a tag is hexadecimal digits")
    }
}

/// The version of the program and the schema that it was built with.
const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("CXL_ANSWER_FINGERPRINT"));

/// Whether a name is among those that a client gives in `If-None-Match`.
pub(super) fn is_among(known: &[HeaderValue], tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = tag.to_str().map(opaque).unwrap_or_default();
    let given = known.iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || opaque(known) == tag)
}

/// What tells a browser to keep the answer for itself, and to ask whether it still holds.
pub(super) fn keep(headers: &mut HeaderMap, tag: HeaderValue) {
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept, Accept-Language"));
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use cxl_domain::id::PersonId;
    use cxl_store::meta::Agent;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn depends(variables: &Variables) -> Depends<'_> {
        let asked = Asked {
            document: Sha256Hex([1; 32]),
            operation: None,
            variables,
            actor: Actor::person(PersonId(Uuid::nil())),
            language: "en",
            media_type: "application/json",
        };
        let days = BTreeMap::from([("UTC", day("2025-12-31")), ("Asia/Ho_Chi_Minh", day("2026-01-01"))]);
        Depends { build: BUILD, events: 7, days, vault_epoch: 1, asked }
    }

    #[test]
    fn whatever_an_answer_depends_on_gives_it_another_name() {
        let (none, some) = (Variables::default(), Variables::from_json(json!({"a": 1})));
        let first = depends(&none);
        assert_eq!(first.known().name, depends(&none).known().name);
        let asked = |change: fn(&mut Asked<'_>)| {
            let mut other = depends(&none);
            change(&mut other.asked);
            other
        };
        let others = [
            depends(&some),
            Depends { build: "another", ..first.clone() },
            Depends { events: 8, ..first.clone() },
            Depends { days: BTreeMap::from([("UTC", day("2025-12-31"))]), ..first.clone() },
            Depends {
                days: BTreeMap::from([("UTC", day("2026-01-01")), ("Asia/Ho_Chi_Minh", day("2026-01-01"))]),
                ..first.clone()
            },
            Depends { vault_epoch: 2, ..first.clone() },
            asked(|asked| asked.document = Sha256Hex([2; 32])),
            asked(|asked| asked.operation = Some("A")),
            asked(|asked| asked.actor.agent = Agent::Person(PersonId(Uuid::max()))),
            asked(|asked| asked.actor.token = Some(cxl_domain::id::TokenId(Uuid::nil()))),
            asked(|asked| asked.language = "vi"),
            asked(|asked| asked.media_type = "application/graphql-response+json"),
        ];
        for other in others {
            assert_ne!(first.known().name, other.known().name, "{other:?}");
        }
    }

    #[test]
    fn a_client_names_what_it_has_alone_or_in_a_list() {
        let tag = HeaderValue::from_static("W/\"ab\"");
        for (given, known) in [
            ("W/\"ab\"", true),
            ("\"ab\"", true),
            ("\"x\", W/\"ab\"", true),
            ("*", true),
            ("\"a\"", false),
            ("", false),
        ] {
            assert_eq!(is_among(&[HeaderValue::from_static(given)], &tag), known, "{given}");
        }
        assert!(!is_among(&[], &tag));
    }
}
