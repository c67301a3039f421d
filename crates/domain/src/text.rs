//! Text that a person typed: clear only between the person and the vault.
//!
//! Every freely typed string (name, purpose, reason, sentence) is a [`Text`]. A command carries it
//! as [`Text::Typed`]; the codec seals it before anything is stored; whatever is read back from the
//! log is [`Text::Sealed`] and holds no characters. No rule in this crate looks at the characters,
//! so no rule can depend on something that an erasure takes away.

mod unseen;

use std::fmt;
use std::sync::Arc;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use unseen::unseen;

/// The longest text, in bytes of UTF-8. Longer material belongs into an attachment.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// The key that marks a typed text in a body that is not yet sealed.
pub const TYPED_MARK: &str = "$text";

/// The key that marks a sealed text in a stored body.
pub const SEALED_MARK: &str = "$pii";

/// A text that a person typed, before or after sealing.
///
/// Two sealed texts are equal: which one is meant follows from the event and the field that hold it. So a
/// form that is not for people says of a sealed text nothing at all, and takes no typed one.
#[derive(Clone, PartialEq, Eq)]
pub enum Text {
    /// The characters, on their way in.
    Typed(Arc<str>),
    /// The characters are in the log, sealed; the ledger's `texts` opens them.
    Sealed,
}

impl Text {
    /// Reads what a person typed: trimmed, not empty, at most [`MAX_TEXT_BYTES`], and nothing in it that
    /// a reader does not see: see [`unseen`].
    pub fn typed(typed: &str) -> Result<Self, TextError> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.len() > MAX_TEXT_BYTES {
            return Err(TextError::TooLong { bytes: text.len() });
        }
        let Some((place, character)) = unseen(text) else { return Ok(Self::Typed(text.into())) };
        let blanks = typed.chars().take_while(|blank| blank.is_whitespace()).count();
        Err(TextError::Unseen { code_point: u32::from(character), place: blanks + place + 1 })
    }
}

impl fmt::Debug for Text {
    /// Never shows the characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Typed(_) => "Text(typed)",
            Self::Sealed => "Text(sealed)",
        })
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = match self {
            Self::Typed(text) if serializer.is_human_readable() => text,
            Self::Sealed if !serializer.is_human_readable() => return serializer.serialize_unit(),
            Self::Typed(_) => {
                return Err(serde::ser::Error::custom("a typed text is sealed before it is kept"));
            }
            Self::Sealed => {
                return Err(serde::ser::Error::custom(
                    "a sealed text is stored once and never written again",
                ));
            }
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(TYPED_MARK, text)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_map(TextVisitor)
        } else {
            <()>::deserialize(deserializer).map(|()| Self::Sealed)
        }
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the single key {TYPED_MARK} or {SEALED_MARK}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let text = match map.next_key::<std::borrow::Cow<'de, str>>()?.as_deref() {
            Some(TYPED_MARK) => Text::typed(&map.next_value::<String>()?).map_err(de::Error::custom)?,
            Some(SEALED_MARK) => {
                map.next_value::<de::IgnoredAny>()?;
                Text::Sealed
            }
            Some(other) => return Err(de::Error::unknown_field(other, &[TYPED_MARK, SEALED_MARK])),
            None => return Err(de::Error::custom("an empty object is not a text")),
        };
        match map.next_key::<de::IgnoredAny>()? {
            None => Ok(text),
            Some(_) => Err(de::Error::custom("a text has one key")),
        }
    }
}

/// Why a string is not a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or only blanks.
    #[error("a text needs at least one character that is not blank")]
    Empty,
    /// More than [`MAX_TEXT_BYTES`].
    #[error("a text has at most {MAX_TEXT_BYTES} bytes, this one has {bytes}")]
    TooLong {
        /// Its length in bytes of UTF-8.
        bytes: usize,
    },
    /// A character that nobody sees.
    #[error(
        "a text holds no control, zero-width or direction characters, this one holds U+{code_point:04X} as \
         its character {place}; delete it there"
    )]
    Unseen {
        /// The offending code point.
        code_point: u32,
        /// Which character it is, counted from 1.
        place: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_text_never_shows_in_debug_output() {
        let text = Text::typed("Nguyễn Thị Minh").unwrap();
        assert_eq!(format!("{text:?}"), "Text(typed)");
    }

    #[test]
    fn what_is_not_a_text_is_refused_with_its_reason() {
        assert_eq!(Text::typed(" \n"), Err(TextError::Empty));
        assert_eq!(Text::typed(" a\0b"), Err(TextError::Unseen { code_point: 0, place: 3 }));
        assert_eq!(
            Text::typed(&"x".repeat(MAX_TEXT_BYTES + 1)),
            Err(TextError::TooLong { bytes: MAX_TEXT_BYTES + 1 })
        );
    }

    #[test]
    fn a_typed_text_is_marked_for_sealing_and_a_sealed_one_reads_back_without_characters() {
        let json = serde_json::to_string(&Text::typed("slow refunds").unwrap()).unwrap();
        assert_eq!(json, r#"{"$text":"slow refunds"}"#);
        let sealed: Text = serde_json::from_str(r#"{"$pii":{"s":"00","v":1}}"#).unwrap();
        assert_eq!(sealed, Text::Sealed);
        assert!(serde_json::to_string(&sealed).is_err());
        assert!(serde_json::from_str::<Text>(r#"{"$pii":{},"x":1}"#).is_err());
        assert!(serde_json::from_str::<Text>("{}").is_err());
    }
}
