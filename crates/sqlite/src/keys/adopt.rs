//! Keys and codes of one vault, taken over into another under the other's own KEK.

use cxl_store::{CodeClaim, DataKey, KeyId, Vault as _, VaultError};

use super::file::{CodeRow, KeyRow};
use super::{KeysDb, kek};

/// How many rows are taken over with one flush.
const BATCH: u32 = 4096;

/// What a vault took over from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Adopted {
    /// Keys that it holds now, and the other does.
    pub keys: u64,
    /// How many of these it did not hold before.
    pub new_keys: u64,
    /// People's codes that resolve in it now as they do in the other.
    pub codes: u64,
    /// Codes that another person holds in it; these were left as they are.
    pub held: u64,
}

impl KeysDb {
    /// Takes over every key and every person's code of another vault, wrapped anew under this one's KEK.
    /// `seen` is told how many keys were taken over.
    ///
    /// What stands here already stays, so this may be repeated, after a crash too.
    pub fn adopt(&self, other: &Self, seen: impl Fn(u64)) -> Result<Adopted, VaultError> {
        let mut adopted = Adopted::default();
        let mut last = None;
        loop {
            let rows = other.shared.file().keys_beyond(last, BATCH).map_err(other.shared.failed())?;
            let Some(end) = rows.last() else { break };
            last = Some(end.id);
            adopted.new_keys += self.adopt_keys(other, &rows)?;
            adopted.keys += rows.len() as u64;
            seen(adopted.keys);
        }
        let mut last = None;
        loop {
            let rows = other.shared.file().codes_beyond(last, BATCH).map_err(other.shared.failed())?;
            let Some(end) = rows.last() else { return Ok(adopted) };
            last = Some(end.mark);
            for row in &rows {
                match self.adopt_code(other, row)? {
                    CodeClaim::Claimed => adopted.codes += 1,
                    CodeClaim::Held(_) => adopted.held += 1,
                }
            }
        }
    }

    /// Answers how many of them are new here.
    fn adopt_keys(&self, other: &Self, rows: &[KeyRow]) -> Result<u64, VaultError> {
        let opened: Vec<(KeyId, DataKey)> = rows
            .iter()
            .map(|row| {
                let key = other.shared.kek.unwrap(row).ok_or_else(|| other.shared.altered(row.id))?;
                Ok((row.id, key))
            })
            .collect::<Result<_, VaultError>>()?;
        let shared = &self.shared;
        let wrap = |(id, key): &(KeyId, DataKey)| shared.kek.wrap(*id, key, shared.epoch, shared.random());
        let wrapped: Vec<KeyRow> = opened.iter().map(wrap).collect();
        let wrapped: Vec<&KeyRow> = wrapped.iter().collect();
        let taken = shared.write(|file| file.insert_keys(&wrapped))?;
        for (id, key) in opened.iter().filter(|(id, _)| taken.contains(id)) {
            // An id stands for one key; whichever vault has another one was altered.
            if self.key(*id)?.as_ref() != Some(key) {
                return Err(shared.altered(*id));
            }
        }
        Ok((opened.len() - taken.len()) as u64)
    }

    fn adopt_code(&self, other: &Self, row: &CodeRow) -> Result<CodeClaim, VaultError> {
        let key = other.key(row.key)?.ok_or(VaultError::UnknownKey { key: row.key })?;
        let code = kek::open_code(row, &key).ok_or_else(|| other.shared.altered(row.key))?;
        self.claim_code(&code, row.person, row.key)
    }
}
