//! The vault without its KEK: it can be copied and counted, and not be read.

use std::path::Path;

use cxl_store::KeyId;
use cxl_store::file_copy::{publish, remove_if_there};
use uuid::Uuid;

use super::KeysError;
use super::error::{database_error, system_error};
use super::file::{CodeRow, KeyFile, exists};
use crate::open::beside;

/// Rows that are copied at once. Nobody who wants to store keys waits for longer than one such read.
const ROWS: u32 = 4096;

/// A vault whose keys stay wrapped.
pub struct ShutVault(KeyFile);

impl ShutVault {
    /// Opens the vault at a path, refusing what [`KeysDb::open`](super::KeysDb::open) refuses of the file.
    pub fn open(keys: &Path) -> Result<Self, KeysError> {
        Ok(Self(KeyFile::open(keys)?))
    }

    /// The ledger that the vault belongs to.
    pub fn ledger(&self) -> Result<Uuid, KeysError> {
        Ok(self.0.header()?.ledger)
    }

    /// Number of keys in the file, drawn or not.
    pub fn count(&self) -> Result<u64, KeysError> {
        Ok(self.0.settings().map_err(self.reading())?.keys)
    }

    /// Those of `ids` that the vault does not hold, in the order given.
    pub fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, KeysError> {
        Ok(self.0.missing(ids).map_err(self.reading())?)
    }

    /// Copies the vault to a new file, every key wrapped as it is.
    ///
    /// Works beside a process that draws keys and holds it up for moments only. The copy holds every key and
    /// every code that was stored before and was not erased meanwhile; of what comes during the copy it may
    /// hold some. Under its name it is whole and durable, or absent.
    pub fn copy_to(&self, to: &Path) -> Result<(), KeysError> {
        if exists(to)? {
            return Err(KeysError::Exists { keys: to.to_owned() });
        }
        let draft = beside(to, ".part");
        remove_if_there(&draft).map_err(system_error(&draft, "removing"))?;
        KeyFile::create(&draft, &self.0.header()?)?;
        let mut copy = KeyFile::open(&draft)?;
        self.copy_keys(&mut copy)?;
        self.copy_codes(&mut copy)?;
        copy.close()?;
        Ok(publish(&draft, to).map_err(system_error(to, "writing"))?)
    }

    fn copy_keys(&self, copy: &mut KeyFile) -> Result<(), KeysError> {
        let mut last = None;
        loop {
            let rows = self.0.keys_beyond(last, ROWS).map_err(self.reading())?;
            let Some(end) = rows.last() else { return Ok(()) };
            last = Some(end.id);
            let written = copy.insert_keys(&rows.iter().collect::<Vec<_>>());
            written.map_err(database_error(copy.path(), "writing"))?;
        }
    }

    /// A code may be tied to a key that came behind the pages that were copied already; it is fetched.
    fn copy_codes(&self, copy: &mut KeyFile) -> Result<(), KeysError> {
        let mut last = None;
        loop {
            let rows = self.0.codes_beyond(last, ROWS).map_err(self.reading())?;
            let Some(end) = rows.last() else { return Ok(()) };
            last = Some(end.mark);
            let place = copy.path().to_owned();
            let writing = database_error(&place, "writing");
            let keys: Vec<KeyId> = rows.iter().map(|row| row.key).collect();
            let mut erased = Vec::new();
            for id in copy.missing(&keys).map_err(&writing)? {
                match self.0.key(id).map_err(self.reading())? {
                    Some(key) => drop(copy.insert_keys(&[&key]).map_err(&writing)?),
                    None => erased.push(id),
                }
            }
            let standing: Vec<CodeRow> = rows.into_iter().filter(|row| !erased.contains(&row.key)).collect();
            copy.insert_codes(&standing).map_err(&writing)?;
        }
    }

    fn reading(&self) -> impl Fn(rusqlite::Error) -> cxl_store::StoreError {
        database_error(self.0.path(), "reading")
    }
}
