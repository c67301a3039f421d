//! Codes: the names by which files, people and other systems refer to things.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The longest code, in characters.
pub const MAX_CODE_LEN: usize = 32;

/// A code: 1 to 32 of `A-Z 0-9 . _ -`, after NFC and upper-casing.
///
/// Two spellings that differ only in case or composition are the same code. Codes are clear in the
/// log and are never reused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Arc<str>);

impl Code {
    /// Reads a code as a person would type it: surrounding blanks are dropped, the rest is composed
    /// (NFC) and upper-cased.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let folded: String = typed.trim().nfc().flat_map(char::to_uppercase).collect();
        if folded.is_empty() {
            return Err(CodeError::Empty);
        }
        let length = folded.chars().count();
        if length > MAX_CODE_LEN {
            return Err(CodeError::TooLong { length });
        }
        match folded.chars().find(|c| !matches!(c, 'A'..='Z' | '0'..='9' | '.' | '_' | '-')) {
            Some(character) => Err(CodeError::Character { character }),
            None => Ok(Self(folded.into())),
        }
    }

    /// The code as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.as_ref().into()
    }
}

/// Why a string is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing, or only blanks.
    #[error("a code needs at least one character")]
    Empty,
    /// More than [`MAX_CODE_LEN`] characters.
    #[error("a code has at most {MAX_CODE_LEN} characters, this one has {length}")]
    TooLong {
        /// How many characters it has after normalization.
        length: usize,
    },
    /// A character outside the alphabet.
    #[error("a code is made of letters A to Z, digits, dot, underscore and hyphen, not {character:?}")]
    Character {
        /// The first character that does not belong.
        character: char,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_upper_cased_and_trimmed() {
        assert_eq!(Code::parse(" nps.vn-1 ").unwrap().as_str(), "NPS.VN-1");
    }

    #[test]
    fn what_is_not_a_code_is_refused_with_its_reason() {
        assert_eq!(Code::parse("  "), Err(CodeError::Empty));
        assert_eq!(Code::parse(&"A".repeat(33)), Err(CodeError::TooLong { length: 33 }));
        assert_eq!(Code::parse("A B"), Err(CodeError::Character { character: ' ' }));
        assert_eq!(Code::parse("Đ1"), Err(CodeError::Character { character: 'Đ' }));
    }

    #[test]
    fn a_stored_code_reads_back_as_itself() {
        let code = Code::parse("rj1").unwrap();
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, "\"RJ1\"");
        assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
    }
}
