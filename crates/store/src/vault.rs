//! Where the keys of sealed text live: apart from the log, so that they can be destroyed.
//!
//! The log is never edited. A person's name can still be forgotten, because the log holds it only
//! under a key, and the key stands in a vault. This module says what a vault promises;
//! [`MemoryVault`](crate::MemoryVault) is the shortest one that keeps the promises, and
//! [`vault_conformance`](crate::vault_conformance) holds every vault to them.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::Secret;
use crate::error::StoreError;

/// The name of a key: 128 random bits, shown as 32 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 16]);

impl KeyId {
    /// The id of these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Not 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key id is 32 hex digits")]
pub struct KeyIdError;

impl FromStr for KeyId {
    type Err = KeyIdError;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| KeyIdError)?;
        Ok(Self(bytes))
    }
}

/// A key under which text is sealed. Never shown; overwritten in memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Secret);

impl DataKey {
    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret bytes. Do not copy them to where they outlive the key.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(secret)")
    }
}

/// Who holds a code after an attempt to claim it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeClaim {
    /// The person who claimed it, now or before.
    Claimed,
    /// Another person, with this id; nothing was changed.
    Held(Uuid),
}

/// Why a vault did not answer. Every one of them is the operator's to mend.
#[derive(Debug, Clone, thiserror::Error)]
pub enum VaultError {
    /// A code can be tied only to a key that the vault holds.
    #[error("key {key} is not in the vault: draw one before using it")]
    UnknownKey {
        /// The key that was named.
        key: KeyId,
    },
    /// What the vault stores for the key is not what it once stored.
    #[error("key {key} was altered in {place}: restore that file from a backup")]
    Altered {
        /// The key that was asked for.
        key: KeyId,
        /// The file.
        place: String,
    },
    /// The storage under the vault failed; the same call may succeed later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault is on another machine, or in another process, and does not answer. What needs no key goes on.
    #[error(
        "the key vault at {vault} can't be reached ({reason}): what was typed is unavailable and nothing typed can \
         be recorded until it can; see to cx-ledger keyd there, and to the certificates on both sides"
    )]
    Unreachable {
        /// Where it should be.
        vault: String,
        /// What came instead of an answer.
        reason: String,
    },
    /// The vault writes no more, because a write failed and left the disk in doubt, or the thread that made
    /// keys came to an end.
    #[error("the key vault has stopped writing, after a failure that the log tells: mend it and restart")]
    Stopped,
}

/// The keys of sealed text, and the index that finds people by code.
///
/// All calls may wait for a disk; `draw` practically never does. Call the others where waiting is
/// allowed.
pub trait Vault: Send + Sync + 'static {
    /// A fresh key, already durable.
    ///
    /// Each id is handed out once in the vault's life, also across restarts and crashes. Keys come
    /// from batches that this process made durable beforehand, so a draw costs no flush of its own;
    /// what a crash leaves of a batch is never handed out.
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError>;

    /// The same, if a key lies ready and nothing needs to be waited for.
    fn draw_ready(&self) -> Option<(KeyId, DataKey)> {
        None
    }

    /// The key of that id; none if the vault does not hold it (any more).
    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError>;

    /// Tells that these keys are about to be asked for one by one. A vault to which each question is a way
    /// fetches them in one go; any other has nothing to do.
    fn prefetch(&self, ids: &[KeyId]) -> Result<(), VaultError> {
        let _ = ids;
        Ok(())
    }

    /// Why the vault can't be reached at present, if it can't, without going there. A vault of this process
    /// always can.
    fn reachable(&self) -> Result<(), VaultError> {
        Ok(())
    }

    /// Those of `ids` that the vault does not hold, in the order given.
    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError>;

    /// Rises when keys are erased or rotated. Whatever was opened at an earlier epoch must be opened
    /// anew, so this number belongs into the key of every cache of clear text.
    fn epoch(&self) -> u64;

    /// Gives `code` to `person`, durably, unless another person holds it.
    ///
    /// The code is found again as long as `key` is in the vault. A person may hold several codes;
    /// claiming one's own again ties it to the `key` of the later call. Codes are compared byte by
    /// byte: bring them into their normal form first.
    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError>;

    /// Gives `code` to `person`, durably, in the place of `holder`, unless yet another person holds it.
    ///
    /// For a holder who was never recorded, because a crash came between claim and append. Of two who take the
    /// same holder's place one succeeds, and the other is told.
    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError>;

    /// The person who holds `code`.
    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError>;

    /// How many codes are held: some, if the vault ever served a ledger with people.
    fn codes(&self) -> Result<u64, VaultError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_id_reads_back_from_what_it_shows() {
        let id = KeyId::from_bytes([0xa7; 16]);
        assert_eq!(id.to_string(), "a7".repeat(16));
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "a7", &"g".repeat(32), &"a7".repeat(17)] {
            assert_eq!(wrong.parse::<KeyId>(), Err(KeyIdError));
        }
    }

    #[test]
    fn a_key_never_shows_its_bytes() {
        let shown = format!("{:?}", DataKey::from_bytes([171; 32]));
        assert!(!shown.contains("171") && !shown.contains("ab"), "{shown}");
    }
}
