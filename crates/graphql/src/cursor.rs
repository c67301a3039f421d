//! Cursors: opaque to clients, bound to one ledger, one list, one asker and one point in time.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use cxl_domain::time::{AsOf, Instant};
use cxl_ledger::point::Point;
use hmac::{Hmac, Mac};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Code, Problem};

/// The key with which a ledger signs its cursors. Derive it from a secret of the ledger, so that every
/// node over the same ledger has the same one.
#[derive(Clone)]
pub struct CursorKey([u8; 32]);

impl CursorKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The string that stands for a cursor.
    pub(crate) fn encode<K: Serialize>(&self, cursor: &Cursor<K>) -> String {
        let written = serde_json::to_vec(&cursor.write()).expect("a cursor is plain values");
        let mac = self.mac(&written).finalize().into_bytes();
        let signed = [&mac[..MAC_BYTES], &written].concat();
        URL_SAFE_NO_PAD.encode(signed)
    }

    /// Reads a cursor of this ledger that belongs to `list`.
    pub(crate) fn decode<K: DeserializeOwned>(&self, text: &str, list: ListId) -> Result<Cursor<K>, Problem> {
        self.verified(text).and_then(Cursor::read).filter(|cursor| cursor.list == list).ok_or_else(|| {
            let message = "this cursor is not of this ledger, or belongs to another list, other arguments or somebody \
                           else; begin again without a cursor";
            Problem::new(Code::InvalidCursor, message)
        })
    }

    fn verified<K: DeserializeOwned>(&self, text: &str) -> Option<Written<K>> {
        let signed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (mac, written) = signed.split_at_checked(MAC_BYTES)?;
        self.mac(written).verify_truncated_left(mac).ok()?;
        serde_json::from_slice(written).ok()
    }

    fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(message);
        mac
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey")
    }
}

/// How much of the MAC a cursor carries.
const MAC_BYTES: usize = 16;

/// Which list, under which arguments, of whom: a short hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListId([u8; 8]);

impl ListId {
    /// The list of this name with these arguments, the page left out. A build that words an argument
    /// differently begins the list anew.
    pub(crate) fn of(name: &str, arguments: &impl fmt::Debug) -> Self {
        let digest = Sha256::digest(format!("{name} {arguments:?}"));
        Self(*digest.first_chunk().expect("SHA-256 has more bytes than that"))
    }
}

/// Where a page ended: in which list, at which point in time, after which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor<K> {
    pub(crate) list: ListId,
    pub(crate) point: Point,
    /// What the list is ordered by, with an id that breaks ties.
    pub(crate) after: K,
}

/// Version, list, P, K, strict, E, the known time to show, settled, key.
type Written<K> = (u8, ListId, Option<u64>, i64, bool, NaiveDate, i64, bool, K);

/// The form in which cursors are written.
const VERSION: u8 = 1;

impl<K> Cursor<K> {
    fn write(&self) -> Written<&K> {
        let Point { as_of: AsOf { position, known, strict, effective }, known: shown, settled } = self.point;
        (VERSION, self.list, position, known.0, strict, effective, shown.0, settled, &self.after)
    }

    fn read(written: Written<K>) -> Option<Self> {
        let (version, list, position, known, strict, effective, shown, settled, after) = written;
        let as_of = AsOf { position, known: Instant(known), strict, effective };
        let point = Point { as_of, known: Instant(shown), settled };
        (version == VERSION).then_some(Self { list, point, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(after: &str) -> Cursor<String> {
        let as_of = AsOf::head("2026-02-28".parse().unwrap());
        let point = Point { as_of, known: Instant(5), settled: false };
        Cursor { list: ListId::of("initiatives", &"all"), point, after: after.to_owned() }
    }

    #[test]
    fn a_cursor_reads_back_with_its_point_in_time() {
        let key = CursorKey::new([7; 32]);
        let text = key.encode(&cursor("RJ1"));
        assert_eq!(key.decode(&text, ListId::of("initiatives", &"all")), Ok(cursor("RJ1")));
    }

    #[test]
    fn a_cursor_of_another_ledger_or_list_or_hand_is_refused() {
        let key = CursorKey::new([7; 32]);
        let text = key.encode(&cursor("RJ1"));
        let list = ListId::of("initiatives", &"all");
        let refused = |key: &CursorKey, text: &str, list| {
            key.decode::<String>(text, list).map_err(|problem| problem.code) == Err(Code::InvalidCursor)
        };
        assert!(refused(&CursorKey::new([8; 32]), &text, list));
        assert!(refused(&key, &text, ListId::of("initiatives", &"vacant")));
        assert!(refused(&key, &text, ListId::of("programs", &"all")));
        assert!(refused(&key, "", list));
        assert!(refused(&key, "AAAA", list));
        let mut forged = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for place in 0..forged.len() {
            forged[place] ^= 1;
            assert!(refused(&key, &URL_SAFE_NO_PAD.encode(&forged), list), "byte {place}");
            forged[place] ^= 1;
        }
    }
}
