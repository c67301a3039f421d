//! A vote's choice: clear only between the voter and the vault.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::code::Code;
use crate::text::Text;

/// The longest key of an option, in characters: the ballots of all options then have one length in the
/// log, so that the length tells nothing.
pub const MAX_KEY_LEN: usize = 28;

/// For which option somebody votes.
///
/// It is stored like a typed text, under the voter's key, and read back without saying for what. No
/// rule looks into a recorded ballot: votes are opened once, when they are counted, and the tally is
/// recorded.
#[derive(Clone, PartialEq, Eq)]
pub enum Ballot {
    /// The key of the option, on its way in.
    Marked(Code),
    /// The choice is in the log, sealed.
    Sealed,
}

impl fmt::Debug for Ballot {
    /// Never shows for what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Marked(_) => "Ballot(marked)",
            Self::Sealed => "Ballot(sealed)",
        })
    }
}

impl Serialize for Ballot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Marked(option) => Text::Typed(option.as_str().into()).serialize(serializer),
            Self::Sealed => Text::Sealed.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Ballot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Text::deserialize(deserializer)? {
            Text::Typed(typed) => Code::parse(&typed).map(Self::Marked).map_err(de::Error::custom),
            Text::Sealed => Ok(Self::Sealed),
        }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Ballot {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Text::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Text::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::code;

    #[test]
    fn a_ballot_is_sealed_like_a_text_and_reads_back_without_its_choice() {
        let json = serde_json::to_string(&Ballot::Marked(code("now"))).unwrap();
        assert_eq!(json, r#"{"$text":"NOW"}"#);
        assert_eq!(serde_json::from_str::<Ballot>(&json).unwrap(), Ballot::Marked(code("NOW")));
        let sealed: Ballot = serde_json::from_str(r#"{"$pii":{}}"#).unwrap();
        assert_eq!(sealed, Ballot::Sealed);
        assert!(serde_json::to_string(&sealed).is_err());
    }

    #[test]
    fn a_ballot_shows_nobody_for_what_it_is() {
        let vote = crate::decision::Command::CastVote { choice: Ballot::Marked(code("NOW")) };
        assert!(!format!("{vote:?}").contains("NOW"));
    }
}
