//! What one event says: who did which act, effective when, under which authority.
//!
//! One event is one fact. Its stored form is a type name with a version
//! (`initiative.owner-assigned.v1`) and a JSON body in the shape of [`Event`]; the names and shapes
//! written here are for ever, a changed shape is a new version with an upcaster. `schema/events/` at
//! the top of the repository holds a sample and a JSON Schema of each.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::id::{DecisionId, EventId, PersonId};
use crate::text::Text;

/// A fact of one kind of stream: its names and its fields.
pub trait Fact: Sized + Clone + fmt::Debug {
    /// The kind of stream that holds these facts: `initiative`, `metric`, …
    const KIND: &'static str;
    /// Every wire name of the kind, in the order of the declaration.
    const WIRE_NAMES: &'static [&'static str];
    /// What each of them says in a sentence, in the same order.
    const MEANINGS: &'static [&'static str];

    /// The versioned name under which this fact is stored.
    fn wire_name(&self) -> &'static str;

    /// Writes the fact's own fields.
    fn serialize_fields<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the fields of the fact named `wire_name`; `None` for a name of another kind.
    fn deserialize_fields<'de, D: Deserializer<'de>>(
        wire_name: &str,
        fields: D,
    ) -> Option<Result<Self, D::Error>>;

    /// The event that this fact annuls, if that is what it does.
    fn annuls(&self) -> Option<EventId>;
}

/// Declares the facts of one kind of stream with their wire names.
///
/// The enum, its names and its JSON stand in one table, so a fact cannot be added to one and
/// forgotten in another. `Variant: Box = …` keeps a large or rare fact apart, so that the many are small
/// in memory.
macro_rules! facts {
    (
        $(#[$doc:meta])*
        pub enum $name:ident of $kind:literal {
            $(#[doc = $meaning:literal] $variant:ident $(: $held:ident)? = $wire:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(#[doc = $meaning] $variant($crate::event::held!($variant $($held)?)),)*
        }

        impl $crate::event::Fact for $name {
            const KIND: &'static str = $kind;
            const WIRE_NAMES: &'static [&'static str] = &[$($wire),*];
            const MEANINGS: &'static [&'static str] = &[$($meaning.trim_ascii()),*];

            fn wire_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $wire,)*
                }
            }

            fn serialize_fields<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(fields) => serde::Serialize::serialize(fields, serializer),)*
                }
            }

            fn deserialize_fields<'de, D: serde::Deserializer<'de>>(
                wire_name: &str,
                fields: D,
            ) -> Option<Result<Self, D::Error>> {
                match wire_name {
                    $($wire => Some(serde::Deserialize::deserialize(fields).map(Self::$variant)),)*
                    _ => None,
                }
            }

            fn annuls(&self) -> Option<$crate::id::EventId> {
                match self {
                    Self::Annulled(annulled) => Some(annulled.event),
                    _ => None,
                }
            }
        }

        #[cfg(test)]
        impl crate::golden::Described for $name {
            fn schema(wire_name: &str) -> Option<schemars::Schema> {
                match wire_name {
                    $($wire => Some(crate::golden::schema_of_body::<$variant>()),)*
                    _ => None,
                }
            }
        }

        $(impl From<$variant> for $name {
            fn from(fields: $variant) -> Self {
                Self::$variant(fields.into())
            }
        })*
    };
}
pub(crate) use facts;

/// How a variant of [`facts!`] holds its fields: in place, or in a box.
macro_rules! held {
    ($fields:ident) => { $fields };
    ($fields:ident Box) => { Box<$fields> };
}
pub(crate) use held;

/// The body of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<F> {
    /// Who did the act.
    pub by: PersonId,
    /// For which days the fact holds, where that matters.
    pub effective: Option<Effective>,
    /// Under which authority, for facts that need one. Without it the fact shows as
    /// *without decision*.
    pub authority: Option<Authority>,
    /// The fact that this one replaces, and why.
    pub corrects: Option<Correction>,
    /// The fact.
    pub fact: F,
}

impl<F> Event<F> {
    /// A fact with nothing beside it.
    pub fn new(by: PersonId, fact: impl Into<F>) -> Self {
        Self { by, effective: None, authority: None, corrects: None, fact: fact.into() }
    }

    /// The same fact, holding from a day on.
    pub fn from(mut self, day: NaiveDate) -> Self {
        self.effective = Some(Effective { from: day, until: None });
        self
    }

    /// The same fact, holding from a day on and perhaps up to another.
    pub fn within(mut self, effective: Effective) -> Self {
        self.effective = Some(effective);
        self
    }

    /// The same fact under an authority.
    pub fn under(mut self, authority: Option<Authority>) -> Self {
        self.authority = authority;
        self
    }
}

#[derive(Serialize)]
#[serde(bound = "F: Fact")]
struct WrittenBody<'a, F> {
    by: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective: Option<&'a Effective>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<&'a Authority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<&'a Correction>,
    fact: Fields<'a, F>,
}

/// The fields of a fact, its name left out.
struct Fields<'a, F>(&'a F);

impl<F: Fact> Serialize for Fields<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_fields(serializer)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadBody<'a> {
    by: PersonId,
    effective: Option<Effective>,
    authority: Option<Authority>,
    corrects: Option<Correction>,
    #[serde(borrow)]
    fact: &'a RawValue,
}

/// What most bodies fit into; larger ones grow.
const USUAL_BODY_BYTES: usize = 512;

impl<F: Fact> Event<F> {
    /// The body as JSON, typed texts still marked for sealing.
    pub fn to_body(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut body = Vec::with_capacity(USUAL_BODY_BYTES);
        serde_json::to_writer(
            &mut body,
            &WrittenBody {
                by: self.by,
                effective: self.effective.as_ref(),
                authority: self.authority.as_ref(),
                corrects: self.corrects.as_ref(),
                fact: Fields(&self.fact),
            },
        )?;
        Ok(body)
    }

    /// Reads a body of the type `wire_name`, in its newest version.
    pub fn from_body(wire_name: &str, body: &[u8]) -> Result<Self, BodyError> {
        let read: ReadBody<'_> = serde_json::from_slice(body)?;
        let mut fields = serde_json::Deserializer::from_str(read.fact.get());
        let fact = F::deserialize_fields(wire_name, &mut fields)
            .ok_or_else(|| BodyError::Unknown(wire_name.into()))??;
        Ok(Self {
            by: read.by,
            effective: read.effective,
            authority: read.authority,
            corrects: read.corrects,
            fact,
        })
    }
}

/// Why a stored body does not read as an event.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// The type name belongs to no fact of this kind of stream.
    #[error("no fact of this kind of stream is called {0:?}")]
    Unknown(String),
    /// The JSON does not have the shape of the fact.
    #[error("the body does not have the shape of its type")]
    Shape(#[from] serde_json::Error),
}

/// The days for which a fact holds: from the first on, up to but without `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which the fact no longer holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
}

impl Effective {
    /// Whether the fact holds on a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What entitles a person to a fact that needs authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Authority {
    /// A decision recorded in the ledger.
    Decision(DecisionId),
    /// A document outside the ledger.
    Document(Document),
    /// The sponsor's act, before a committee exists.
    Founding,
    /// A named rule of the program says that none is needed.
    NotRequired(NotRequired),
}

/// A document that grants authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// SHA-256 of its bytes.
    pub sha256: Sha256Hex,
    /// Its number or title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<Text>,
}

/// The rule by which no authority is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotRequired {
    /// The rule's code.
    pub rule: crate::code::Code,
}

/// The fact that an event replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The corrected event, of the same stream.
    pub event: EventId,
    /// Why it had to be corrected.
    pub reason: Text,
}

/// The fact that an earlier one was recorded in error. It cannot itself be annulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Annulled {
    /// The annulled event, of the same stream.
    pub event: EventId,
    /// Why.
    pub reason: Text,
}

/// The fact that the whole thing (initiative, metric, person, …) was recorded in error: it leaves
/// counts and levels from this moment, never the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordedInError {
    /// Why.
    pub reason: Text,
}

/// A SHA-256 hash, 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hex(pub [u8; 32]);

impl Sha256Hex {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, NotSha256> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| NotSha256)?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Serialize for Sha256Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// The string is not a SHA-256 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 hash is 64 hexadecimal digits")]
pub struct NotSha256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{PersonFact, Placed};
    use crate::spec::{LEAD, day};

    #[test]
    fn days_are_covered_from_the_first_up_to_the_end() {
        let spring = Effective { from: day("2026-03-01"), until: Some(day("2026-06-01")) };
        assert!(!spring.covers(day("2026-02-28")));
        assert!(spring.covers(day("2026-03-01")));
        assert!(spring.covers(day("2026-05-31")));
        assert!(!spring.covers(day("2026-06-01")));
        assert!(Effective { until: None, ..spring }.covers(NaiveDate::MAX));
    }

    #[test]
    fn a_hash_reads_back_in_one_spelling() {
        let hash = Sha256Hex([0xAB; 32]);
        let written = "ab".repeat(32);
        assert_eq!(hash.to_string(), written);
        assert_eq!(Sha256Hex::parse(&format!(" {} ", written.to_uppercase())), Ok(hash));
        for wrong in ["", "ab", &"g".repeat(64), &"ab".repeat(33)] {
            assert_eq!(Sha256Hex::parse(wrong), Err(NotSha256), "{wrong}");
        }
        assert!(serde_json::from_str::<Sha256Hex>("\"ab\"").is_err());
    }

    #[test]
    fn what_a_body_leaves_out_is_not_written() {
        let body = Event::<PersonFact>::new(LEAD, Placed { department: None }).to_body().unwrap();
        assert_eq!(String::from_utf8(body).unwrap(), format!(r#"{{"by":"{LEAD}","fact":{{}}}}"#));
    }

    #[test]
    fn a_body_of_another_shape_is_an_error_and_no_panic() {
        let name = PersonFact::WIRE_NAMES[2];
        for body in ["", "{}", "[]", "null", r#"{"by":"x","fact":{}}"#, r#"{"fact":{}}"#, "\u{0}"] {
            let read = Event::<PersonFact>::from_body(name, body.as_bytes());
            assert!(matches!(read, Err(BodyError::Shape(_))), "{body}");
        }
        let unknown = Event::<PersonFact>::from_body("person.praised.v1", br#"{"by":"x","fact":{}}"#);
        assert!(unknown.is_err());
    }
}
