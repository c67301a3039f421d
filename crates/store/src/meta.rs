//! What is recorded beside a fact: who entered it, by which command, when, checked against what.
//!
//! Metadata holds nothing sealed and no text: ids, codes, times and hashes.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{CommandId, EventId, PersonId, ServiceId, TokenId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who entered a fact. Stored as `{"person":…,"token":…}` or `{"service":…,"token":…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "StoredActor", into = "StoredActor")]
pub struct Actor {
    /// The person or service.
    pub agent: Agent,
    /// The token that was presented, where there was one.
    pub token: Option<TokenId>,
}

/// A person, or a service that enters facts for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agent {
    /// A person.
    Person(PersonId),
    /// A service.
    Service(ServiceId),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredActor {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    person: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    service: Option<ServiceId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    token: Option<TokenId>,
}

impl From<Actor> for StoredActor {
    fn from(actor: Actor) -> Self {
        let (person, service) = match actor.agent {
            Agent::Person(person) => (Some(person), None),
            Agent::Service(service) => (None, Some(service)),
        };
        Self { person, service, token: actor.token }
    }
}

impl TryFrom<StoredActor> for Actor {
    type Error = &'static str;

    fn try_from(stored: StoredActor) -> Result<Self, Self::Error> {
        let agent = match (stored.person, stored.service) {
            (Some(person), None) => Agent::Person(person),
            (None, Some(service)) => Agent::Service(service),
            _ => return Err("an actor is a person or a service"),
        };
        Ok(Self { agent, token: stored.token })
    }
}

impl Actor {
    /// A person without a token.
    pub fn person(person: PersonId) -> Self {
        Self { agent: Agent::Person(person), token: None }
    }

    /// The id from which the ids of events and streams are derived.
    pub fn key(&self) -> Uuid {
        match self.agent {
            Agent::Person(person) => person.0,
            Agent::Service(service) => service.0,
        }
    }
}

/// What an importer claims about a backfilled fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The day on which the source published it.
    pub published: NaiveDate,
    /// The source document's code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Code>,
    /// SHA-256 of the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<Sha256Hex>,
    /// Which import brought it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch: Option<CommandId>,
}

/// A hash over the clear fields of a command: what makes a repeated command id the same command.
///
/// Typed texts are left out, so that metadata tells nothing of what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of a command, who did the act, and what is claimed about it.
    pub fn of(
        command: &impl Serialize,
        by: Option<PersonId>,
        claim: Option<&Claim>,
    ) -> Result<Self, serde_json::Error> {
        let mut fields = serde_json::to_value((command, by, claim))?;
        forget_texts(&mut fields);
        let hash = Sha256::digest(serde_json::to_vec(&fields)?);
        let mut short = [0; 16];
        short.copy_from_slice(&hash[..16]);
        Ok(Self(short))
    }
}

/// Replaces each typed text by null.
fn forget_texts(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) if fields.contains_key(crate::seal::TYPED_MARK) => {
            *value = serde_json::Value::Null;
        }
        serde_json::Value::Object(fields) => fields.values_mut().for_each(forget_texts),
        serde_json::Value::Array(items) => items.iter_mut().for_each(forget_texts),
        _ => {}
    }
}

/// Everything recorded beside a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Who entered it.
    pub actor: Actor,
    /// The command, as the caller names it.
    pub command: CommandId,
    /// The command's clear fields, hashed.
    #[serde(with = "fingerprint")]
    pub fingerprint: Fingerprint,
    /// The event that led to this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cause: Option<EventId>,
    /// When it was recorded, by the ledger's clock.
    #[serde(with = "micros")]
    pub recorded: DateTime<Utc>,
    /// How many events the ledger held when rights and rules across streams were checked.
    pub basis: u64,
    /// The rule that allowed it.
    pub rule: String,
    /// What an importer claims.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claim: Option<Claim>,
    /// 32 random bytes: the leaf's hash of this event can't be guessed from its contents.
    #[serde(with = "hex_bytes")]
    pub blind: [u8; 32],
}

/// RFC 3339 in UTC with exactly six fractional digits.
pub fn write_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

mod micros {
    use super::{DateTime, Deserialize, Deserializer, Serializer, Utc, write_instant};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write_instant(*at))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?.with_timezone(&Utc);
        if write_instant(at) == *text {
            Ok(at)
        } else {
            Err(serde::de::Error::custom("an instant is written in UTC with six fractional digits"))
        }
    }
}

mod fingerprint {
    use super::{Deserialize, Deserializer, Fingerprint, Serializer};

    pub(super) fn serialize<S: Serializer>(print: &Fingerprint, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(print.0))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let mut bytes = [0; 16];
        hex::decode_to_slice(text.as_bytes(), &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Fingerprint(bytes))
    }
}

mod hex_bytes {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.as_bytes(), &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(bytes)
    }
}
