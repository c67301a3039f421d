//! Sealing: what a person typed goes into the log only in encrypted form.
//!
//! # The stored form
//!
//! The body of an event is JSON. On its way in, every typed string stands there as
//! `{"$text":"…"}`. [`seal_body`] replaces each such object, and nothing else, by
//!
//! ```json
//! {"$pii":{"s":"<key id>","v":1,"n":"<nonce>","c":"<ciphertext and tag>","kc":"<key commitment>"}}
//! ```
//!
//! with the members in this order and without white space. `s` is the id of the data key, 32
//! lower-case hex digits; `v` is 1, the version of this form; `n` (24 bytes), `c` and `kc` (32
//! bytes) are in base64url without padding (RFC 4648 section 5). With `||` for concatenation,
//! u32be for four bytes with the highest first, `event` for the 16 bytes of the event id, `pointer`
//! for the UTF-8 bytes of the JSON pointer (RFC 6901) of the replaced object in the body, and `key`
//! for the 16 bytes of the key id:
//!
//! - field key: `k = HKDF-SHA256(ikm = data key, no salt, info = "cx-ledger/field/1" || event ||
//!   pointer, 32 bytes)`;
//! - key commitment: `kc = SHA-256("cx-ledger/commit/1" || k)`;
//! - plaintext: `u32be(length of text in bytes) || text in UTF-8 || zeros` up to the first of 32,
//!   64, 128, … bytes in all that holds it;
//! - `c = XChaCha20-Poly1305(k, nonce n, plaintext, associated data = event || u32be(length of
//!   pointer in bytes) || pointer || key || u32be(v))`, the 16-byte tag at the end.
//!
//! Whoever is given `k` can open this one field and no other. The commitment ties the field to one
//! `k`, so nobody can be shown another text for the same stored bytes.
//!
//! # Reading
//!
//! Destroying the data key makes the field unreadable for good; the stored bytes stay, so proofs
//! over them stay valid. A missing key is therefore a value here, [`Opened::Missing`], and whether
//! it means *erased* or *unavailable* is for the ledger to say, which knows the erasures.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::{self, NONCE_BYTES, Secret};
use crate::entropy::{Entropy, random};
use crate::fields::{Field, fields};
use crate::vault::{DataKey, KeyId, Vault, VaultError};

pub use crate::fields::BodyError;

/// Marks a typed text in a body that is not sealed yet.
pub const TYPED_MARK: &str = "$text";

/// Marks a sealed text in a stored body.
pub const SEALED_MARK: &str = "$pii";

/// The version of the sealed form.
pub const VERSION: u32 = 1;

/// One sealed text as it stands in a stored body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedText {
    /// The data key it is sealed under.
    pub key: KeyId,
    /// The nonce.
    pub nonce: [u8; NONCE_BYTES],
    /// Ciphertext and tag.
    pub ciphertext: Vec<u8>,
    /// The commitment to the field's key.
    pub commitment: [u8; 32],
}

/// What became of one sealed text on opening.
#[derive(Clone, PartialEq, Eq)]
pub enum Opened {
    /// The characters that the person typed.
    Clear(String),
    /// The vault does not hold the key.
    Missing(KeyId),
}

impl fmt::Debug for Opened {
    /// Never shows the characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clear(text) => write!(f, "Clear({} bytes)", text.len()),
            Self::Missing(key) => write!(f, "Missing({key})"),
        }
    }
}

/// Why a body cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The body has no typed texts that could be found.
    #[error("event {event}: {source}")]
    Body {
        /// The event.
        event: Uuid,
        /// What is wrong with the body.
        source: BodyError,
    },
    /// The typed text is not a string, or of 4 GiB and more.
    #[error("event {event}: the typed text at {pointer:?} is not a string that can be sealed")]
    NotText {
        /// The event.
        event: Uuid,
        /// Where the text stands.
        pointer: String,
    },
}

/// Why a sealed text does not open. Each but the last means that stored bytes, or the vault's, are
/// not what was written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OpenError {
    /// The body has no sealed texts that could be found.
    #[error("event {event}: {source}")]
    Body {
        /// The event.
        event: Uuid,
        /// What is wrong with the body.
        source: BodyError,
    },
    /// The sealed text has not the form that the module page lays down.
    #[error("event {event}: the sealed text at {pointer:?} is malformed: {reason}")]
    Form {
        /// The event.
        event: Uuid,
        /// Where the text stands.
        pointer: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The key is not the one that the text was sealed under, or the text is said to stand where it
    /// did not.
    #[error("event {event}: the sealed text at {pointer:?} is committed to another key than {key} gives")]
    WrongKey {
        /// The event.
        event: Uuid,
        /// Where the text stands.
        pointer: String,
        /// The key that was tried.
        key: KeyId,
    },
    /// Nonce, ciphertext or tag were altered.
    #[error("event {event}: the sealed text at {pointer:?} was altered")]
    Altered {
        /// The event.
        event: Uuid,
        /// Where the text stands.
        pointer: String,
    },
    /// The vault did not answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Whether [`seal_body`] has anything to do, so that a key must be drawn. Fast.
pub fn has_typed_text(body: &[u8]) -> bool {
    contains(body, br#""$text""#)
}

/// The body with every typed text sealed under `key` for this event, and every other byte as it was.
///
/// A body without typed text comes back unchanged and unparsed. `entropy` gives 24 bytes a text, in
/// the order in which the texts stand.
pub fn seal_body(
    body: &[u8],
    event: Uuid,
    key: &(KeyId, DataKey),
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    if !has_typed_text(body) {
        return Ok(body.to_vec());
    }
    let typed = fields(body, TYPED_MARK).map_err(|source| SealError::Body { event, source })?;
    let mut sealed = Vec::with_capacity(body.len() + 256 * typed.len());
    let mut copied = 0;
    for Field { pointer, span, value } in typed {
        let not_text = || SealError::NotText { event, pointer: pointer.clone() };
        let text = Zeroizing::new(serde_json::from_str::<String>(value).map_err(|_| not_text())?);
        let padded = cipher::pad(text.as_bytes()).ok_or_else(not_text)?;
        let field = seal_padded(&padded, event, &pointer, key, random(entropy));
        sealed.extend_from_slice(&body[copied..span.start]);
        field.write(&mut sealed);
        copied = span.end;
    }
    sealed.extend_from_slice(&body[copied..]);
    Ok(sealed)
}

/// Where the typed texts stand in JSON that our own writer wrote, mark and all, in their order.
///
/// Within a string a quotation mark is escaped, so what looks like a mark is one.
pub(crate) fn typed_texts(json: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    const LEAD: &[u8] = br#"{"$text":""#;
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + find(&json[from..], LEAD)?;
        let text = start + LEAD.len();
        from = text + end_of_string(&json[text..])? + 2;
        Some(start..from)
    })
}

/// Where the quotation mark stands that ends a JSON string.
fn end_of_string(json: &[u8]) -> Option<usize> {
    let mut escaped = false;
    json.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })
}

/// The text sealed at `pointer` of `event`.
///
/// Fails unless `key` is the key it was sealed under, at exactly this place.
pub fn open_field(
    sealed: &SealedText,
    event: Uuid,
    pointer: &str,
    key: &DataKey,
) -> Result<String, OpenError> {
    let k = field_key(key, event, pointer);
    if commitment(&k) != sealed.commitment {
        return Err(OpenError::WrongKey { event, pointer: pointer.to_owned(), key: sealed.key });
    }
    let aad = associated_data(event, pointer, sealed.key);
    let text = cipher::decrypt(&k, &sealed.nonce, &aad, &sealed.ciphertext)
        .and_then(|padded| String::from_utf8(cipher::unpad(&padded)?.to_vec()).ok());
    text.ok_or_else(|| OpenError::Altered { event, pointer: pointer.to_owned() })
}

/// Every sealed text of the body with its JSON pointer, in the order in which they stand, opened as
/// far as `vault` holds the keys.
pub fn open_body(body: &[u8], event: Uuid, vault: &dyn Vault) -> Result<Vec<(String, Opened)>, OpenError> {
    let mut last: Option<(KeyId, Option<DataKey>)> = None;
    let mut texts = Vec::new();
    for (pointer, sealed) in sealed_texts(body, event)? {
        // Texts of one event are nearly always under one key.
        let key = match last.take() {
            Some((id, key)) if id == sealed.key => key,
            _ => vault.key(sealed.key)?,
        };
        let opened = match &key {
            Some(key) => Opened::Clear(open_field(&sealed, event, &pointer, key)?),
            None => Opened::Missing(sealed.key),
        };
        last = Some((sealed.key, key));
        texts.push((pointer, opened));
    }
    Ok(texts)
}

/// Every sealed text of the body with its JSON pointer, in the order in which they stand, unopened.
pub fn sealed_texts(body: &[u8], event: Uuid) -> Result<Vec<(String, SealedText)>, OpenError> {
    if !contains(body, br#""$pii""#) {
        return Ok(Vec::new());
    }
    let found = fields(body, SEALED_MARK).map_err(|source| OpenError::Body { event, source })?;
    found
        .into_iter()
        .map(|Field { pointer, value, .. }| match SealedText::read(value) {
            Ok(sealed) => Ok((pointer, sealed)),
            Err(reason) => Err(OpenError::Form { event, pointer, reason }),
        })
        .collect()
}

/// The JSON pointers of the sealed texts, in the order in which they stand.
pub fn sealed_pointers(body: &[u8], event: Uuid) -> Result<Vec<String>, OpenError> {
    Ok(sealed_texts(body, event)?.into_iter().map(|(pointer, _)| pointer).collect())
}

/// The keys that the body's sealed texts need, each once.
///
/// Scans for the form that [`seal_body`] writes, without parsing: made for running over a whole log.
/// What is not of that form is left out here and found by [`sealed_texts`].
pub fn sealed_keys(body: &[u8]) -> Vec<KeyId> {
    const LEAD: &[u8] = br#"{"$pii":{"s":""#;
    let mut keys = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, LEAD) {
        rest = &rest[at + LEAD.len()..];
        let digits = rest.get(..32).and_then(|digits| str::from_utf8(digits).ok());
        if let Some(key) = digits.and_then(|digits| digits.parse().ok())
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    keys
}

fn seal_padded(
    padded: &[u8],
    event: Uuid,
    pointer: &str,
    (id, key): &(KeyId, DataKey),
    nonce: [u8; NONCE_BYTES],
) -> SealedText {
    let k = field_key(key, event, pointer);
    let ciphertext = cipher::encrypt(&k, &nonce, &associated_data(event, pointer, *id), padded);
    SealedText { key: *id, nonce, ciphertext, commitment: commitment(&k) }
}

fn field_key(key: &DataKey, event: Uuid, pointer: &str) -> Secret {
    cipher::derive(key.expose(), &[b"cx-ledger/field/1", event.as_bytes(), pointer.as_bytes()])
}

fn commitment(field_key: &Secret) -> [u8; 32] {
    Sha256::new().chain_update(b"cx-ledger/commit/1").chain_update(field_key).finalize().into()
}

fn associated_data(event: Uuid, pointer: &str, key: KeyId) -> Vec<u8> {
    let length = u32::try_from(pointer.len()).unwrap_or(u32::MAX);
    let parts: [&[u8]; 5] =
        [event.as_bytes(), &length.to_be_bytes(), pointer.as_bytes(), key.as_bytes(), &VERSION.to_be_bytes()];
    parts.concat()
}

impl SealedText {
    fn write(&self, body: &mut Vec<u8>) {
        let Self { key, nonce, ciphertext, commitment } = self;
        let [n, c, kc] = [&nonce[..], ciphertext, commitment].map(|bytes| BASE64.encode(bytes));
        let json = format!(r#"{{"$pii":{{"s":"{key}","v":{VERSION},"n":"{n}","c":"{c}","kc":"{kc}"}}}}"#);
        body.extend_from_slice(json.as_bytes());
    }

    fn read(value: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire<'a> {
            s: &'a str,
            v: u32,
            n: &'a str,
            c: &'a str,
            kc: &'a str,
        }
        let wire: Wire<'_> = serde_json::from_str(value).map_err(|error| error.to_string())?;
        if wire.v != VERSION {
            return Err(format!("its version is {}; this program reads version {VERSION}", wire.v));
        }
        let bytes = |name, text| BASE64.decode(text).map_err(|error| format!("{name}: {error}"));
        let length = |name: &str| format!("{name} has the wrong length");
        Ok(Self {
            key: wire.s.parse().map_err(|error| format!("s: {error}"))?,
            nonce: bytes("n", wire.n)?.try_into().map_err(|_| length("n"))?,
            ciphertext: bytes("c", wire.c)?,
            commitment: bytes("kc", wire.kc)?.try_into().map_err(|_| length("kc"))?,
        })
    }
}

fn contains(body: &[u8], needle: &[u8]) -> bool {
    find(body, needle).is_some()
}

/// Where `needle` begins. Looks for its `$` first, which is rare in JSON.
fn find(body: &[u8], needle: &[u8]) -> Option<usize> {
    let dollar = needle.iter().position(|byte| *byte == b'$')?;
    let mut from = dollar;
    while let Some(at) = body.get(from..)?.iter().position(|byte| *byte == b'$') {
        let start = from + at - dollar;
        if body[start..].starts_with(needle) {
            return Some(start);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests;
