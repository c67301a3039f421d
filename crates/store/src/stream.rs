//! Names of streams and of ledgers.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

/// What a stream is about: `initiative`, `pain-point`, `person`.
///
/// Of the form `[a-z][a-z-]{0,31}`. Cloning costs a reference count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamKind(Arc<str>);

impl StreamKind {
    /// Takes a kind as it is written; anything outside its form is refused, nothing is repaired.
    pub fn new(kind: &str) -> Result<Self, NameError> {
        let lower_or_dash = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        if fits(kind, 32, lower_or_dash) { Ok(Self(kind.into())) } else { Err(NameError::Kind(kind.into())) }
    }

    /// The kind as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StreamKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StreamKind {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

/// The name of one stream within its ledger, written `initiative-6f9619ff-8b86-4d01-b42d-00cf4fc964ff`.
///
/// One stream has exactly one spelling: the id is in lower case with hyphens, and text in any other form
/// is refused. The ledger's own prefix is not part of the name; see [`StreamName::prefixed`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamName {
    kind: StreamKind,
    id: Uuid,
}

impl StreamName {
    /// The stream of this kind with this id.
    pub fn new(kind: StreamKind, id: Uuid) -> Self {
        Self { kind, id }
    }

    /// What the stream is about.
    pub fn kind(&self) -> &StreamKind {
        &self.kind
    }

    /// Which one of its kind it is.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The name in a store that several ledgers share: `cx_initiative-6f96…`.
    pub fn prefixed(&self, ledger: &LedgerName) -> String {
        format!("{}{self}", ledger.prefix())
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind, self.id.hyphenated())
    }
}

impl FromStr for StreamName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refused = || NameError::Stream(text.into());
        let dash = text.len().checked_sub(ID_LENGTH + 1).ok_or_else(refused)?;
        let (kind, rest) = text.split_at_checked(dash).ok_or_else(refused)?;
        let id = rest.strip_prefix('-').filter(|id| !id.bytes().any(|byte| byte.is_ascii_uppercase()));
        let id = id.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(refused)?;
        Ok(Self::new(StreamKind::new(kind)?, id))
    }
}

/// The name of a ledger, which keeps its streams apart from its neighbors' in a shared store.
///
/// Of the form `[a-z][a-z0-9-]{0,15}`; `cx` unless chosen otherwise. The underscore that ends it in the name of
/// a stream is no part of any ledger's name, so no name is the beginning of another ledger's streams.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LedgerName(Arc<str>);

impl LedgerName {
    /// Takes a name as it is written; anything outside its form is refused.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if fits(name, 16, allowed) { Ok(Self(name.into())) } else { Err(NameError::Ledger(name.into())) }
    }

    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What every stream of this ledger begins with in a shared store, and no stream of another: `cx_`.
    pub fn prefix(&self) -> String {
        format!("{}_", self.0)
    }
}

impl Default for LedgerName {
    fn default() -> Self {
        Self("cx".into())
    }
}

impl fmt::Display for LedgerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LedgerName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not a [`StreamKind`].
    #[error("{0:?} is not a kind of stream: write 1 to 32 letters a-z and hyphens, a letter first")]
    Kind(String),
    /// Not a [`StreamName`].
    #[error("{0:?} is not a stream: write its kind, a hyphen and its id in lower case")]
    Stream(String),
    /// Not a [`LedgerName`].
    #[error("{0:?} is not a ledger's name: write 1 to 16 letters a-z, digits and hyphens, a letter first")]
    Ledger(String),
}

/// Length of an id in its hyphenated form.
const ID_LENGTH: usize = 36;

fn fits(text: &str, longest: usize, allowed: impl Fn(u8) -> bool) -> bool {
    text.len() <= longest
        && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    proptest! {
        #[test]
        fn a_stream_name_reads_back_as_it_was_written(kind in "[a-z][a-z-]{0,31}", id: u128) {
            let name = StreamName::new(StreamKind::new(&kind).unwrap(), Uuid::from_u128(id));
            prop_assert_eq!(name.to_string().parse::<StreamName>().unwrap(), name);
        }

        #[test]
        fn text_that_is_accepted_as_a_stream_is_its_only_spelling(text in "[a-zA-Z0-9-]{30,50}|\\PC{0,50}") {
            if let Ok(name) = text.parse::<StreamName>() {
                prop_assert_eq!(name.to_string(), text);
            }
        }
    }

    #[test]
    fn a_kind_with_hyphens_is_told_from_its_id() {
        let name: StreamName = format!("pain-point-{ID}").parse().unwrap();
        assert_eq!((name.kind().as_str(), name.id().to_string().as_str()), ("pain-point", ID));
    }

    #[test]
    fn the_ledger_comes_first_in_a_shared_store() {
        let name: StreamName = format!("initiative-{ID}").parse().unwrap();
        assert_eq!(name.prefixed(&LedgerName::default()), format!("cx_initiative-{ID}"));
        assert_eq!(name.prefixed(&"cx-2".parse().unwrap()), format!("cx-2_initiative-{ID}"));
    }

    #[test]
    fn names_outside_their_form_are_refused() {
        for kind in ["", "-a", "Initiative", "a1", "$all", "a_b", &"a".repeat(33)] {
            assert_eq!(StreamKind::new(kind), Err(NameError::Kind(kind.into())));
        }
        for ledger in ["", "1x", "-x", "cx_", "CX", &"a".repeat(17)] {
            assert_eq!(LedgerName::new(ledger), Err(NameError::Ledger(ledger.into())));
        }
        for stream in ["", ID, "initiative", &format!("initiative-{}", ID.to_uppercase()), &format!("é{ID}")]
        {
            assert!(stream.parse::<StreamName>().is_err(), "{stream}");
        }
    }
}
