//! The leaf: what the log commits to for one event, in one canonical form.
//!
//! A leaf is a JSON object in UTF-8 with these members, in this order, without white space:
//!
//! | member | value |
//! | --- | --- |
//! | `at` | when the event was recorded, `YYYY-MM-DDThh:mm:ss.ffffffZ` |
//! | `body` | [`body_hash`] over the event's raw bytes, 64 lower-case hex digits |
//! | `ev` | the event id, a hyphenated lower-case UUID |
//! | `prev` | leaf hash of the same stream's previous revision, 64 hex digits; zeros at revision 0 |
//! | `rev` | the revision in the stream, an integer from 0 |
//! | `str` | the stream's name without the ledger's prefix |
//! | `typ` | the event's wire name with its version |
//! | `v` | 1, the version of this form |
//!
//! Keys are sorted, all characters are printable ASCII that JSON does not escape, all numbers are
//! integers below 2⁵³: so these bytes are also the canonical form of
//! [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785), and any JSON library can make them. A leaf
//! is at most [`MAX_LEAF_BYTES`] long and holds no name and no text.

use std::sync::Arc;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::tree::{Hash, leaf_hash};

/// No leaf is longer.
pub const MAX_LEAF_BYTES: usize = 1024;

/// Neither a stream's name nor a wire name is longer.
pub const MAX_NAME_BYTES: usize = 255;

const VERSION: u64 = 1;
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// What the log commits to for one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// When the event was recorded, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// [`body_hash`] over the event's raw bytes.
    pub body: Hash,
    /// The event id.
    pub ev: Uuid,
    /// Hash of the leaf at the same stream's previous revision; zeros at revision 0.
    pub prev: Hash,
    /// The revision in the stream, from 0.
    pub rev: u64,
    /// The stream's name without the ledger's prefix.
    pub str: Arc<str>,
    /// The event's wire name with its version.
    pub typ: Arc<str>,
}

/// Why a leaf has no canonical bytes, or bytes are no leaf.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// The recorded time does not fit a four-digit year.
    #[error("the recorded time {0} µs is outside the years 0000 to 9999")]
    Time(i64),
    /// The revision does not fit a JSON integer.
    #[error("the revision {0} is above 2^53 - 1")]
    Revision(u64),
    /// A name is empty, too long, or holds a character that JSON may write in two ways.
    #[error("{member} is {name:?}: it must be 1 to 255 printable ASCII characters without space, \" and \\")]
    Name {
        /// `str` or `typ`.
        member: &'static str,
        /// The name as it came.
        name: String,
    },
    /// The bytes are not a JSON object of a leaf's members.
    #[error("not a leaf: {0}")]
    Malformed(String),
    /// The leaf is of a version that this program does not know.
    #[error("the leaf has version {0}; this program knows version 1: use a newer one")]
    Version(u64),
    /// The bytes say what a leaf says, but not in the one form that is hashed.
    #[error("the leaf is not in canonical form")]
    NotCanonical,
}

impl Leaf {
    /// The canonical bytes, as the module page lays them down.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        let at = rfc3339(self.at).ok_or(LeafError::Time(self.at))?;
        if self.rev > MAX_INTEGER {
            return Err(LeafError::Revision(self.rev));
        }
        check_name("str", &self.str)?;
        check_name("typ", &self.typ)?;
        let rev = self.rev.to_string();
        let mut ev = Uuid::encode_buffer();
        let [mut body_digits, mut prev_digits] = [[0; 64]; 2];
        // Joined from parts: formatting would take a third of the time of hashing a log anew.
        let parts = [
            r#"{"at":""#,
            &at,
            r#"","body":""#,
            lower_hex(&self.body, &mut body_digits),
            r#"","ev":""#,
            self.ev.as_hyphenated().encode_lower(&mut ev),
            r#"","prev":""#,
            lower_hex(&self.prev, &mut prev_digits),
            r#"","rev":"#,
            &rev,
            r#","str":""#,
            &self.str,
            r#"","typ":""#,
            &self.typ,
            r#"","v":1}"#, // VERSION
        ];
        Ok(parts.concat().into_bytes())
    }

    /// Reads canonical bytes; anything else is refused, also if it says the same in another form.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > MAX_LEAF_BYTES {
            let length = bytes.len();
            return Err(LeafError::Malformed(format!(
                "{length} bytes; at most {MAX_LEAF_BYTES} are allowed"
            )));
        }
        let wire: Wire<'_> =
            serde_json::from_slice(bytes).map_err(|error| LeafError::Malformed(error.to_string()))?;
        if wire.v != VERSION {
            return Err(LeafError::Version(wire.v));
        }
        let leaf = wire.into_leaf()?;
        if leaf.to_bytes()? == bytes { Ok(leaf) } else { Err(LeafError::NotCanonical) }
    }

    /// The RFC 6962 hash of the canonical bytes.
    pub fn hash(&self) -> Result<Hash, LeafError> {
        Ok(leaf_hash(&self.to_bytes()?))
    }
}

/// The commitment to an event's raw bytes: `SHA-256("cx-ledger/body/1\n" || u64be len(body) ||
/// body || u64be len(meta) || meta)`.
///
/// The metadata of every event holds 32 random bytes, so the hash of a short body cannot be found
/// by guessing.
pub fn body_hash(body: &[u8], meta: &[u8]) -> Hash {
    Sha256::new()
        .chain_update(b"cx-ledger/body/1\n")
        .chain_update((body.len() as u64).to_be_bytes())
        .chain_update(body)
        .chain_update((meta.len() as u64).to_be_bytes())
        .chain_update(meta)
        .finalize()
        .into()
}

fn rfc3339(micros: i64) -> Option<String> {
    let at = DateTime::<Utc>::from_timestamp_micros(micros)?;
    (0..=9999).contains(&at.year()).then(|| at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

fn lower_hex<'a>(hash: &Hash, digits: &'a mut [u8; 64]) -> &'a str {
    hex::encode_to_slice(hash, digits).expect("32 bytes are 64 digits");
    str::from_utf8(digits).expect("digits are ASCII")
}

fn check_name(member: &'static str, name: &str) -> Result<(), LeafError> {
    let fits = (1..=MAX_NAME_BYTES).contains(&name.len());
    if fits && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
        Ok(())
    } else {
        Err(LeafError::Name { member, name: name.chars().take(MAX_NAME_BYTES).collect() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    at: &'a str,
    body: &'a str,
    ev: &'a str,
    prev: &'a str,
    rev: u64,
    str: &'a str,
    typ: &'a str,
    v: u64,
}

impl Wire<'_> {
    fn into_leaf(self) -> Result<Leaf, LeafError> {
        let malformed = |member: &str| LeafError::Malformed(format!("{member} does not read as it must"));
        let at = DateTime::parse_from_rfc3339(self.at).map_err(|_| malformed("at"))?;
        Ok(Leaf {
            at: at.timestamp_micros(),
            body: hash(self.body).ok_or_else(|| malformed("body"))?,
            ev: Uuid::parse_str(self.ev).map_err(|_| malformed("ev"))?,
            prev: hash(self.prev).ok_or_else(|| malformed("prev"))?,
            rev: self.rev,
            str: self.str.into(),
            typ: self.typ.into(),
        })
    }
}

fn hash(digits: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    hex::decode_to_slice(digits, &mut hash).ok()?;
    Some(hash)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaf() -> Leaf {
        Leaf {
            at: 1_795_319_042_123_456,
            body: body_hash(br#"{"level":3}"#, b"{}"),
            ev: Uuid::from_u128(0x0190_0000_0000_4000_8000_0000_0000_0001),
            prev: [0; 32],
            rev: 0,
            str: "initiative-01900000-0000-4000-8000-000000000002".into(),
            typ: "initiative.chartered.v1".into(),
        }
    }

    #[test]
    fn the_bytes_and_the_hash_of_a_leaf_never_change() {
        let expected = concat!(
            r#"{"at":"2026-11-22T03:44:02.123456Z","#,
            r#""body":"ce682d6aef5ddfbaaa5cab34231bdb94c6d58e09c14f0b2dfe820c6724eb2cf3","#,
            r#""ev":"01900000-0000-4000-8000-000000000001","#,
            r#""prev":"0000000000000000000000000000000000000000000000000000000000000000","#,
            r#""rev":0,"str":"initiative-01900000-0000-4000-8000-000000000002","#,
            r#""typ":"initiative.chartered.v1","v":1}"#,
        );
        let bytes = leaf().to_bytes().unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        assert_eq!(
            hex::encode(leaf().hash().unwrap()),
            "16d4f9a5728cc34637145b0cefa2a2698cced0b592eca49c539b47d006908e83"
        );
    }

    #[test]
    fn whole_seconds_still_have_six_fractional_digits() {
        let whole = Leaf { at: 0, ..leaf() };
        let text = String::from_utf8(whole.to_bytes().unwrap()).unwrap();
        assert!(text.starts_with(r#"{"at":"1970-01-01T00:00:00.000000Z","#), "{text}");
    }

    #[test]
    fn the_boundary_between_body_and_metadata_is_part_of_the_hash() {
        assert_ne!(body_hash(b"ab", b"c"), body_hash(b"a", b"bc"));
    }

    #[test]
    fn a_leaf_says_its_own_members_in_sorted_order() {
        let value: serde_json::Value = serde_json::from_slice(&leaf().to_bytes().unwrap()).unwrap();
        // Without insertion order kept, serde_json sorts keys: the canonical form is a fixed point.
        assert_eq!(serde_json::to_vec(&value).unwrap(), leaf().to_bytes().unwrap());
    }

    #[test]
    fn the_longest_leaf_fits_the_limit() {
        let name: Arc<str> = "x".repeat(MAX_NAME_BYTES).into();
        let longest = Leaf { rev: MAX_INTEGER, str: name.clone(), typ: name, ..leaf() };
        assert!(longest.to_bytes().unwrap().len() <= MAX_LEAF_BYTES);
    }

    #[test]
    fn what_has_no_canonical_form_has_no_bytes() {
        let ten_thousand_years = 253_402_300_800_000_000;
        assert_eq!(
            Leaf { at: ten_thousand_years, ..leaf() }.to_bytes(),
            Err(LeafError::Time(ten_thousand_years))
        );
        assert_eq!(Leaf { rev: 1 << 53, ..leaf() }.to_bytes(), Err(LeafError::Revision(1 << 53)));
        for name in ["", "a b", "a\"", "a\\", "é", "\u{7f}", &"x".repeat(256)] {
            let refused = Leaf { typ: name.into(), ..leaf() }.to_bytes();
            assert!(matches!(refused, Err(LeafError::Name { member: "typ", .. })), "{name:?}");
        }
    }

    #[test]
    fn another_spelling_of_the_same_leaf_is_refused() {
        let canonical = String::from_utf8(leaf().to_bytes().unwrap()).unwrap();
        let spellings = [
            canonical.replace(',', ", "),
            format!("{canonical}\n"),
            canonical.replace("123456Z", "123456+00:00"),
            canonical.replace("ce682d6a", "CE682D6A"),
            canonical.replace("123456Z", "1234560Z"),
            canonical.replace("ev\":\"01900000-0000-4000-8000-", "ev\":\"01900000000040008000"),
            canonical.replace("\"v\":1", "\"v\":1.0"),
            canonical.replace("\"rev\":0", "\"rev\":00"),
            canonical.replace("\"rev\":0", "\"rev\":-0"),
            canonical.replace(",\"v\":1", ""),
            canonical.replace(",\"v\":1", ",\"v\":1,\"v\":1"),
            canonical.replace(",\"v\":1", ",\"sch\":1,\"v\":1"),
            canonical.replace("chartered", "char\\u0074ered"),
            canonical.replace("\"v\":1", "\"v\":2"),
        ];
        for spelling in spellings {
            assert_ne!(spelling, canonical);
            assert!(Leaf::parse(spelling.as_bytes()).is_err(), "{spelling}");
        }
    }

    #[test]
    fn a_newer_leaf_says_that_a_newer_program_reads_it() {
        let newer = String::from_utf8(leaf().to_bytes().unwrap()).unwrap().replace("\"v\":1", "\"v\":2");
        assert_eq!(Leaf::parse(newer.as_bytes()), Err(LeafError::Version(2)));
    }

    proptest! {
        #[test]
        fn a_leaf_survives_its_own_bytes(
            at in -62_167_219_200_000_000_i64..=253_402_300_799_999_999,
            body: [u8; 32], prev: [u8; 32], ev: u128, rev in 0..=MAX_INTEGER,
            str in "[!#-\\[\\]-~]{1,255}", typ in "[a-z.-]{1,60}\\.v[1-9]",
        ) {
            let leaf = Leaf { at, body, prev, ev: Uuid::from_u128(ev), rev, str: str.into(), typ: typ.into() };
            prop_assert_eq!(Leaf::parse(&leaf.to_bytes().unwrap()), Ok(leaf));
        }

        #[test]
        fn bytes_from_outside_never_panic_and_never_pass_unless_canonical(bytes: Vec<u8>) {
            if let Ok(leaf) = Leaf::parse(&bytes) {
                prop_assert_eq!(leaf.to_bytes().unwrap(), bytes);
            }
        }
    }
}
