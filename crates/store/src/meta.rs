//! What is recorded beside a fact: who entered it, by which command, when, checked against what.
//!
//! Metadata holds nothing sealed and no text: ids, codes, times and hashes.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{CommandId, EventId, IdentityId, PersonId, ServiceId, TokenId};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who entered a fact. Stored as `{"person":…,"token":…}` or `{"service":…,"token":…}`, or with the identity in the
/// place of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "StoredActor", into = "StoredActor")]
pub struct Actor {
    /// The person or service.
    pub agent: Agent,
    /// The token of the ledger that was presented, where there was one.
    pub token: Option<TokenId>,
    /// The identity of a provider by which they entered, where that is how they did.
    pub identity: Option<IdentityId>,
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
    #[serde(skip_serializing_if = "Option::is_none", default)]
    identity: Option<IdentityId>,
}

impl From<Actor> for StoredActor {
    fn from(actor: Actor) -> Self {
        let (person, service) = match actor.agent {
            Agent::Person(person) => (Some(person), None),
            Agent::Service(service) => (None, Some(service)),
        };
        Self { person, service, token: actor.token, identity: actor.identity }
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
        Ok(Self { agent, token: stored.token, identity: stored.identity })
    }
}

impl Actor {
    /// A person without a token.
    pub fn person(person: PersonId) -> Self {
        Self { agent: Agent::Person(person), token: None, identity: None }
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
/// It is the first half of SHA-256 over the JSON of command, person and claim as an array, fields in the
/// order of their declaration and `null` for each typed text, so that metadata tells nothing of what was
/// sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of a command, who did the act, and what is claimed about it.
    pub fn of(
        command: &impl Serialize,
        by: Option<PersonId>,
        claim: Option<&Claim>,
    ) -> Result<Self, serde_json::Error> {
        let mut json = Vec::with_capacity(512);
        serde_json::to_writer(&mut json, &(command, by, claim))?;
        let (mut hash, mut hashed) = (Sha256::new(), 0);
        for text in crate::seal::typed_texts(&json) {
            hash.update(&json[hashed..text.start]);
            hash.update(b"null");
            hashed = text.end;
        }
        hash.update(&json[hashed..]);
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        Ok(Self(short))
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

/// Reads exactly what [`write_instant`] writes, for the years 0 to 9999. The fold of a whole log reads one
/// for each event, so nothing else is tried.
fn read_instant(text: &str) -> Option<DateTime<Utc>> {
    let text: &[u8; 27] = text.as_bytes().try_into().ok()?;
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')];
    if separators.iter().any(|(at, separator)| text[*at] != *separator) {
        return None;
    }
    let number = |digits: std::ops::Range<usize>| {
        let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
        text[digits].iter().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
    };
    let day = NaiveDate::from_ymd_opt(number(0..4)?.cast_signed(), number(5..7)?, number(8..10)?)?;
    let at = day.and_hms_micro_opt(number(11..13)?, number(14..16)?, number(17..19)?, number(20..26)?)?;
    Some(at.and_utc())
}

mod micros {
    use super::{DateTime, Deserializer, Serializer, Utc, read, read_instant, write_instant};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write_instant(*at))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        read(deserializer, "an instant is written as 2031-03-31T10:00:00.000000Z", read_instant)
    }
}

/// Reads a string in the one form that `parse` takes.
fn read<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    form: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Form { form, parse })
}

/// A string as it is to be read, with no copy made of it.
struct Form<P> {
    form: &'static str,
    parse: P,
}

impl<T, P: Fn(&str) -> Option<T>> Visitor<'_> for Form<P> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::custom(self.form))
    }
}

/// `BYTES` as lower-case hexadecimal digits, `DIGITS` being twice as many.
fn serialize_hex<const BYTES: usize, const DIGITS: usize, S: Serializer>(
    bytes: [u8; BYTES],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut digits = [0; DIGITS];
    hex::encode_to_slice(bytes, &mut digits).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(str::from_utf8(&digits).expect("hexadecimal digits are ASCII"))
}

fn deserialize_hex<'de, const BYTES: usize, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<[u8; BYTES], D::Error> {
    read(deserializer, "bytes are written as two hexadecimal digits each", |text| {
        let mut bytes = [0; BYTES];
        hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
    })
}

mod fingerprint {
    use super::{Deserializer, Fingerprint, Serializer};

    pub(super) fn serialize<S: Serializer>(print: &Fingerprint, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize_hex::<16, 32, S>(print.0, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        super::deserialize_hex(deserializer).map(Fingerprint)
    }
}

mod hex_bytes {
    use super::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize_hex::<32, 64, S>(*bytes, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        super::deserialize_hex(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_instant_reads_back_from_its_one_spelling(micros in -62_167_219_200_000_000_i64..253_402_300_800_000_000) {
            let at = DateTime::from_timestamp_micros(micros).unwrap();
            prop_assert_eq!(read_instant(&write_instant(at)), Some(at));
        }
    }

    #[test]
    fn an_instant_in_another_spelling_is_refused() {
        for other in [
            "2031-03-31T10:00:00Z",
            "2031-03-31T10:00:00.000000+00:00",
            "2031-03-31t10:00:00.000000Z",
            "2031-02-31T10:00:00.000000Z",
            "2031-03-31T24:00:00.000000Z",
            "2031-03-31T10:00:60.000000Z",
            "+031-03-31T10:00:00.000000Z",
        ] {
            assert_eq!(read_instant(other), None, "{other}");
        }
    }
}
