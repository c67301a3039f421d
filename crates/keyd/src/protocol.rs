//! What goes over the wire, version 2.
//!
//! A message is a frame: its length as u32, big-endian, at most [`MAX_FRAME`], then
//! so many bytes. A node sends a request and waits for the answer, then sends the next. A request is one byte that
//! tells its kind, then its fields; an answer is the vault's epoch as u64, one byte for its kind, then its
//! fields. Numbers are big-endian; a list is its length as u32 and its items; a text is its length in bytes as
//! u32 and UTF-8; what may be absent is a byte 0, or a byte 1 and the value.
//!
//! | request | byte | fields | answer |
//! | --- | --- | --- | --- |
//! | hello | 1 | version, u16 | hello |
//! | draw | 2 | how many, u16, at most [`MAX_KEYS`] | drawn |
//! | keys | 3 | list of key ids, 16 bytes each, at most [`MAX_KEYS`] | keys |
//! | missing | 4 | list of key ids, at most [`MAX_IDS`] | missing |
//! | claim a code | 5 | code, person (16 bytes), key id | holder |
//! | replace the holder of a code | 6 | holder (16 bytes), code, person, key id | holder |
//! | resolve a code | 7 | code | holder |
//! | ask for the epoch | 8 | none | holder, absent |
//!
//! | answer | byte | fields |
//! | --- | --- | --- |
//! | hello | 1 | ledger (16 bytes), secret of the cursors (32 bytes), how many codes are held, u64 |
//! | drawn | 2 | list of key id and key (32 bytes) |
//! | keys | 3 | list of keys that may be absent, in the order asked |
//! | missing | 4 | list of key ids, in the order asked |
//! | holder | 5 | a person that may be absent |
//! | unknown key | 6 | key id |
//! | altered key | 7 | key id, where |
//! | failed | 8 | why |
//! | not understood | 9 | why |
//!
//! Secret bytes are overwritten in memory when a message is dropped.

mod fields;

use cxl_store::{DataKey, KeyId};
use uuid::Uuid;
use zeroize::Zeroizing;

use fields::{In, Out};

/// The version that a hello names.
pub const VERSION: u16 = 2;

/// The most bytes of a frame.
pub const MAX_FRAME: usize = 1 << 20;

/// The most keys that are drawn or asked for at once.
pub const MAX_KEYS: usize = 4096;

/// The most ids of which it is asked at once which are missing.
pub const MAX_IDS: usize = 50_000;

/// The most bytes of a code.
pub const MAX_CODE: usize = 4096;

/// What a node asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Whose vault it is.
    Hello {
        /// The version that the node speaks.
        version: u16,
    },
    /// Fresh keys.
    Draw(u16),
    /// Keys by their ids.
    Keys(Vec<KeyId>),
    /// Which of the ids the vault does not hold.
    Missing(Vec<KeyId>),
    /// To give a code to a person unless another one holds it.
    Claim(Binding),
    /// To give a code to a person in the place of a holder, unless yet another one holds it.
    Replace(Uuid, Binding),
    /// Who holds a code.
    Resolve(String),
    /// Nothing but the epoch.
    Epoch,
}

/// A code, the person whom it is to name, and the key to which it is tied.
#[derive(Clone, PartialEq, Eq)]
pub struct Binding {
    /// The code, which names a person and so is not shown.
    pub code: String,
    /// The person.
    pub person: Uuid,
    /// The key.
    pub key: KeyId,
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Binding({})", self.person)
    }
}

/// What the vault answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Whose vault it is.
    Hello {
        /// The ledger.
        ledger: Uuid,
        /// The secret with which every node signs its cursors.
        cursors: DataKey,
        /// How many codes are held.
        codes: u64,
    },
    /// Fresh keys, already durable.
    Drawn(Vec<(KeyId, DataKey)>),
    /// Keys in the order asked.
    Keys(Vec<Option<DataKey>>),
    /// Ids in the order asked.
    Missing(Vec<KeyId>),
    /// Who holds a code; nobody where there was nothing to tell.
    Holder(Option<Uuid>),
    /// A code can be tied only to a key of the vault.
    UnknownKey(KeyId),
    /// What the vault stores for the key was altered.
    Altered {
        /// The key.
        key: KeyId,
        /// Where it is stored.
        place: String,
    },
    /// The vault could not do it now.
    Failed(String),
    /// The request was none.
    NotUnderstood(String),
}

/// Why bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(&'static str);

impl Request {
    /// The bytes of the request.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Out::of(self.size());
        match self {
            Self::Hello { version } => out.byte(1).bytes(&version.to_be_bytes()),
            Self::Draw(count) => out.byte(2).bytes(&count.to_be_bytes()),
            Self::Keys(ids) => out.byte(3).list(ids, |out, id| out.bytes(id.as_bytes())),
            Self::Missing(ids) => out.byte(4).list(ids, |out, id| out.bytes(id.as_bytes())),
            Self::Claim(binding) => out.byte(5).binding(binding),
            Self::Replace(holder, binding) => out.byte(6).bytes(holder.as_bytes()).binding(binding),
            Self::Resolve(code) => out.byte(7).text(code),
            Self::Epoch => out.byte(8),
        };
        out.0
    }

    /// Reads a request; one beyond a limit is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = In(bytes);
        let request = match input.byte()? {
            1 => Self::Hello { version: input.u16()? },
            2 => Self::Draw(input.u16()?),
            3 => Self::Keys(input.list(MAX_KEYS, In::id)?),
            4 => Self::Missing(input.list(MAX_IDS, In::id)?),
            5 => Self::Claim(input.binding()?),
            6 => Self::Replace(input.uuid()?, input.binding()?),
            7 => Self::Resolve(input.text(MAX_CODE)?),
            8 => Self::Epoch,
            _ => return Err(Malformed("a request of an unknown kind: use the same release on both sides")),
        };
        if matches!(request, Self::Draw(count) if usize::from(count) > MAX_KEYS) {
            return Err(Malformed("more keys are asked for than one answer holds"));
        }
        input.end(request)
    }

    /// Enough room for its bytes, so that none are left behind by growing.
    fn size(&self) -> usize {
        16 + match self {
            Self::Keys(ids) | Self::Missing(ids) => 16 * ids.len(),
            Self::Claim(binding) | Self::Replace(_, binding) => 56 + binding.code.len(),
            Self::Resolve(code) => code.len(),
            Self::Hello { .. } | Self::Draw(_) | Self::Epoch => 0,
        }
    }
}

impl Answer {
    /// The bytes of the answer at an epoch.
    pub fn encode(&self, epoch: u64) -> Zeroizing<Vec<u8>> {
        let mut out = Out::of(self.size());
        out.bytes(&epoch.to_be_bytes());
        match self {
            Self::Hello { ledger, cursors, codes } => {
                out.byte(1).bytes(ledger.as_bytes()).bytes(cursors.expose()).bytes(&codes.to_be_bytes())
            }
            Self::Drawn(keys) => {
                out.byte(2).list(keys, |out, (id, key)| out.bytes(id.as_bytes()).bytes(key.expose()))
            }
            Self::Keys(keys) => out.byte(3).list(keys, |out, key| match key {
                Some(key) => out.byte(1).bytes(key.expose()),
                None => out.byte(0),
            }),
            Self::Missing(ids) => out.byte(4).list(ids, |out, id| out.bytes(id.as_bytes())),
            Self::Holder(None) => out.byte(5).byte(0),
            Self::Holder(Some(person)) => out.byte(5).byte(1).bytes(person.as_bytes()),
            Self::UnknownKey(key) => out.byte(6).bytes(key.as_bytes()),
            Self::Altered { key, place } => out.byte(7).bytes(key.as_bytes()).text(place),
            Self::Failed(why) => out.byte(8).text(why),
            Self::NotUnderstood(why) => out.byte(9).text(why),
        };
        out.0
    }

    /// Reads an answer and the epoch before it.
    pub fn decode(bytes: &[u8]) -> Result<(u64, Self), Malformed> {
        let mut input = In(bytes);
        let epoch = input.u64()?;
        let answer = match input.byte()? {
            1 => Self::Hello { ledger: input.uuid()?, cursors: input.key()?, codes: input.u64()? },
            2 => Self::Drawn(input.list(MAX_KEYS, |input| Ok((input.id()?, input.key()?)))?),
            3 => Self::Keys(input.list(MAX_KEYS, |input| input.maybe(In::key))?),
            4 => Self::Missing(input.list(MAX_IDS, In::id)?),
            5 => Self::Holder(input.maybe(In::uuid)?),
            6 => Self::UnknownKey(input.id()?),
            7 => Self::Altered { key: input.id()?, place: input.text(MAX_FRAME)? },
            8 => Self::Failed(input.text(MAX_FRAME)?),
            9 => Self::NotUnderstood(input.text(MAX_FRAME)?),
            _ => return Err(Malformed("an answer of an unknown kind: use the same release on both sides")),
        };
        Ok((epoch, input.end(answer)?))
    }

    fn size(&self) -> usize {
        32 + match self {
            Self::Hello { .. } => 56,
            Self::Drawn(keys) => 48 * keys.len(),
            Self::Keys(keys) => 33 * keys.len(),
            Self::Missing(ids) => 16 * ids.len(),
            Self::Holder(_) | Self::UnknownKey(_) => 17,
            Self::Altered { place: text, .. } | Self::Failed(text) | Self::NotUnderstood(text) => {
                20 + text.len()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn id() -> impl Strategy<Value = KeyId> {
        any::<[u8; 16]>().prop_map(KeyId::from_bytes)
    }

    fn key() -> impl Strategy<Value = DataKey> {
        any::<[u8; 32]>().prop_map(DataKey::from_bytes)
    }

    fn person() -> impl Strategy<Value = Uuid> {
        any::<u128>().prop_map(Uuid::from_u128)
    }

    fn request() -> impl Strategy<Value = Request> {
        let binding =
            || ("\\PC{0,20}", person(), id()).prop_map(|(code, person, key)| Binding { code, person, key });
        prop_oneof![
            any::<u16>().prop_map(|version| Request::Hello { version }),
            (0..=4096_u16).prop_map(Request::Draw),
            vec(id(), 0..9).prop_map(Request::Keys),
            vec(id(), 0..9).prop_map(Request::Missing),
            binding().prop_map(Request::Claim),
            (person(), binding()).prop_map(|(holder, binding)| Request::Replace(holder, binding)),
            "\\PC{0,20}".prop_map(Request::Resolve),
            Just(Request::Epoch),
        ]
    }

    fn answer() -> impl Strategy<Value = Answer> {
        prop_oneof![
            (person(), key(), any::<u64>()).prop_map(|(ledger, cursors, codes)| Answer::Hello {
                ledger,
                cursors,
                codes
            }),
            vec((id(), key()), 0..9).prop_map(Answer::Drawn),
            vec(proptest::option::of(key()), 0..9).prop_map(Answer::Keys),
            vec(id(), 0..9).prop_map(Answer::Missing),
            proptest::option::of(person()).prop_map(Answer::Holder),
            id().prop_map(Answer::UnknownKey),
            (id(), "\\PC{0,20}").prop_map(|(key, place)| Answer::Altered { key, place }),
            "\\PC{0,20}".prop_map(Answer::Failed),
            "\\PC{0,20}".prop_map(Answer::NotUnderstood),
        ]
    }

    proptest! {
        #[test]
        fn a_request_reads_back_as_it_was_sent_and_no_part_of_it_does(request in request()) {
            let bytes = request.encode();
            prop_assert!(bytes.len() <= request.size(), "room for {} was not enough", bytes.len());
            for cut in 0..bytes.len() {
                prop_assert!(Request::decode(&bytes[..cut]).is_err());
            }
            prop_assert!(Request::decode(&[&bytes[..], &[0]].concat()).is_err());
            prop_assert_eq!(Request::decode(&bytes).unwrap(), request);
        }

        #[test]
        fn an_answer_reads_back_as_it_was_sent_with_its_epoch(answer in answer(), epoch: u64) {
            let bytes = answer.encode(epoch);
            prop_assert!(bytes.len() <= answer.size(), "room for {} was not enough", bytes.len());
            for cut in 0..bytes.len() {
                prop_assert!(Answer::decode(&bytes[..cut]).is_err());
            }
            prop_assert_eq!(Answer::decode(&bytes).unwrap(), (epoch, answer));
        }

        #[test]
        fn bytes_that_are_no_message_are_refused(bytes in vec(any::<u8>(), 0..60)) {
            // Either outcome is right; what must not happen is a panic, or room for what did not come.
            let _ = (Request::decode(&bytes), Answer::decode(&bytes));
        }
    }

    #[test]
    fn the_largest_messages_fit_into_a_frame() {
        let (id, key) = (KeyId::from_bytes([1; 16]), DataKey::from_bytes([2; 32]));
        let largest = [
            Answer::Drawn(vec![(id, key.clone()); MAX_KEYS]).encode(0).len(),
            Answer::Keys(vec![Some(key); MAX_KEYS]).encode(0).len(),
            Answer::Missing(vec![id; MAX_IDS]).encode(0).len(),
            Request::Missing(vec![id; MAX_IDS]).encode().len(),
        ];
        assert!(largest.iter().all(|bytes| *bytes <= MAX_FRAME), "{largest:?}");
    }

    #[test]
    fn more_than_a_message_may_hold_is_refused() {
        let id = KeyId::from_bytes([1; 16]);
        assert!(Request::decode(&Request::Keys(vec![id; MAX_KEYS + 1]).encode()).is_err());
        assert!(Request::decode(&Request::Draw(4097).encode()).is_err());
        assert!(Request::decode(&Request::Resolve("x".repeat(MAX_CODE + 1)).encode()).is_err());
    }

    #[test]
    fn a_message_never_shows_a_secret() {
        let key = DataKey::from_bytes([171; 32]);
        let binding = Binding { code: "E-100".into(), person: Uuid::nil(), key: KeyId::from_bytes([0; 16]) };
        let shown = format!("{:?} {:?}", Answer::Keys(vec![Some(key)]), Request::Claim(binding));
        assert!(!shown.contains("171") && !shown.contains("E-100"), "{shown}");
    }
}
