//! The key vault of an embedded ledger: `keys.db`, apart from the log, and the file `kek`.
//!
//! # What lies where
//!
//! `keys.db` is a SQLite database of its own (`schema/sql/keys/0001_init.sql`). It holds the data
//! keys, each wrapped under the key-encrypting key (KEK), and the index of people's codes. `kek`
//! holds the KEK: 32 random bytes as 64 hex digits and a line feed, readable by its owner alone.
//! Whoever has only one of the two files has nothing; back them up apart.
//!
//! From the KEK four keys are derived by HKDF-SHA256 (no salt), one a purpose, told apart by `info`:
//!
//! - `cx-ledger/kek/wrap/1` wraps data keys: `wrapped = nonce || XChaCha20-Poly1305(nonce, data key)`,
//!   associated data: key id, epoch as u64be;
//! - `cx-ledger/kek/code-index/1` marks codes: `mark = HMAC-SHA-256(code)`;
//! - `cx-ledger/kek/check/1` recognizes the KEK: `kek_check = HMAC-SHA-256(ledger id || epoch as u64be)`;
//! - `cx-ledger/kek/cursors/1` signs the cursors that clients of the ledger's lists are given.
//!
//! `sealed` in a code's row is `nonce || XChaCha20-Poly1305(nonce, padded code)` under
//! `HKDF-SHA256(data key, "cx-ledger/code/1" || person id)`, associated data: person id; padding as
//! in [`cxl_store::cipher::pad`]. So every row can be written anew under another KEK, and a row says
//! nothing without the person's key.
//!
//! # Drawing
//!
//! Keys are made durable in batches before the first of a batch is handed out, and only keys made
//! by this process are handed out: what a crash leaves over stays in the file unused. The first
//! batch is made by the first draw, so a process that draws nothing writes nothing.
//!
//! Start reading at [`KeysDb`].

mod adopt;
mod error;
mod file;
mod kek;
mod shut;

use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cxl_store::cipher::Secret;
use cxl_store::entropy::random;
use cxl_store::reserve::Reserve;
use cxl_store::{CodeClaim, DataKey, Entropy, KeyId, StoreError, Vault, VaultError};
use lru::LruCache;
use uuid::Uuid;

pub use adopt::Adopted;
pub use cxl_store::reserve::Refill;
pub use error::KeysError;
pub use file::{APPLICATION_ID, FORMAT};
pub use shut::ShutVault;

use error::{database_error, unavailable};
use file::{CodeRow, Header, KeyFile, KeyRow};
use kek::Kek;

/// This many unwrapped keys stay in memory.
const CACHED_KEYS: NonZeroUsize = NonZeroUsize::new(16 * 1024).expect("not zero");

/// The two files of a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFiles {
    /// The database of wrapped keys.
    pub keys: PathBuf,
    /// The file with the key-encrypting key.
    pub kek: PathBuf,
}

impl KeyFiles {
    /// `keys.db` and `kek` in one directory.
    pub fn in_dir(dir: &Path) -> Self {
        Self { keys: dir.join("keys.db"), kek: dir.join("kek") }
    }
}

/// How a vault stands, read back from the database. For operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysSettings {
    /// Format version of the file.
    pub format: u32,
    /// The ledger that the vault belongs to.
    pub ledger: Uuid,
    /// The vault's epoch.
    pub epoch: u64,
    /// SQLite's journal mode; `truncate`.
    pub journal_mode: String,
    /// SQLite's synchronous level; 2 is FULL.
    pub synchronous: i64,
    /// Whether SQLite overwrites what is deleted.
    pub secure_delete: bool,
    /// Number of data keys in the file, drawn or not.
    pub keys: u64,
    /// Number of people's codes.
    pub codes: u64,
}

/// The vault of an embedded ledger.
///
/// Several processes may have one vault open: each hands out only keys that it made. A key erased
/// by another process may be served from this one's memory until it is opened anew, so erasure
/// belongs into the process that serves.
pub struct KeysDb {
    shared: Arc<Shared>,
    reserve: Reserve,
}

/// What drawing threads and the refilling thread share.
struct Shared {
    path: PathBuf,
    kek: Kek,
    epoch: u64,
    file: Mutex<KeyFile>,
    entropy: Mutex<Box<dyn Entropy + Send>>,
    cache: Mutex<LruCache<KeyId, DataKey>>,
    /// Whether a write left the state of the disk in doubt, so that no other follows.
    stopped: AtomicBool,
}

impl KeysDb {
    /// Opens the vault of this ledger.
    ///
    /// Refuses a file that is missing, not a vault, of a newer format or another ledger's, and a KEK
    /// that is missing, wrong or readable by others. A refused file is left as it is.
    pub fn open(
        files: &KeyFiles,
        ledger: Uuid,
        entropy: Box<dyn Entropy + Send>,
        refill: Refill,
    ) -> Result<Self, KeysError> {
        let file = KeyFile::open(&files.keys)?;
        if refill == Refill::Background {
            file.require_writable()?;
        }
        let header = file.header()?;
        if header.ledger != ledger {
            let keys = files.keys.clone();
            return Err(KeysError::Foreign { keys, expected: ledger, found: header.ledger });
        }
        let kek = Kek::read(files)?;
        if kek.check(ledger, header.epoch) != header.kek_check {
            return Err(KeysError::WrongKek { kek: files.kek.clone(), keys: files.keys.clone() });
        }
        Self::assemble(file, kek, header.epoch, entropy, refill)
    }

    /// Makes an empty vault for this ledger, and a KEK unless one lies there already.
    ///
    /// Only for a ledger that uses no keys yet: any other would be cut off from its text.
    pub fn create(
        files: &KeyFiles,
        ledger: Uuid,
        mut entropy: Box<dyn Entropy + Send>,
        refill: Refill,
    ) -> Result<Self, KeysError> {
        let kek = Kek::read_or_create(files, &mut *entropy)?;
        KeyFile::create(&files.keys, &Header { ledger, epoch: 0, kek_check: kek.check(ledger, 0) })?;
        Self::open(files, ledger, entropy, refill)
    }

    /// Opens the vault if there is one, and otherwise makes it; see [`create`](Self::create).
    pub fn open_or_create(
        files: &KeyFiles,
        ledger: Uuid,
        entropy: Box<dyn Entropy + Send>,
        refill: Refill,
    ) -> Result<Self, KeysError> {
        if file::exists(&files.keys)? {
            Self::open(files, ledger, entropy, refill)
        } else {
            Self::create(files, ledger, entropy, refill)
        }
    }

    /// The ledger whose keys a file says it holds, without the KEK.
    pub fn ledger_of(keys: &Path) -> Result<Uuid, KeysError> {
        Ok(KeyFile::open(keys)?.header()?.ledger)
    }

    /// Reads back how the vault stands.
    pub fn settings(&self) -> Result<KeysSettings, VaultError> {
        self.shared.file().settings().map_err(self.shared.failed())
    }

    /// Checks the whole file: its pages and indexes, and that every code is tied to a key.
    pub fn verify(&self) -> Result<(), StoreError> {
        self.shared.file().verify()
    }

    /// The secret with which cursors are signed: the same in every process over these files.
    pub fn cursor_secret(&self) -> Secret {
        self.shared.kek.cursors().clone()
    }

    fn assemble(
        file: KeyFile,
        kek: Kek,
        epoch: u64,
        entropy: Box<dyn Entropy + Send>,
        refill: Refill,
    ) -> Result<Self, KeysError> {
        let shared = Arc::new(Shared {
            path: file.path().to_owned(),
            kek,
            epoch,
            file: Mutex::new(file),
            entropy: Mutex::new(entropy),
            cache: Mutex::new(LruCache::new(CACHED_KEYS)),
            stopped: AtomicBool::new(false),
        });
        let maker = Arc::clone(&shared);
        let reserve = Reserve::start(refill, Box::new(move |count| maker.make(count)))
            .map_err(|error| unavailable("starting the thread that makes keys", error))?;
        Ok(Self { shared, reserve })
    }

    /// Binds `code` to `person`: the row to store.
    fn code_row(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeRow, VaultError> {
        let data_key = self.key(key)?.ok_or(VaultError::UnknownKey { key })?;
        let nonce = self.shared.random();
        Ok(CodeRow {
            mark: self.shared.kek.code_mark(code),
            person,
            key,
            sealed: kek::seal_code(code, person, &data_key, nonce),
        })
    }
}

impl fmt::Debug for KeysDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeysDb").field("path", &self.shared.path).finish_non_exhaustive()
    }
}

impl Vault for KeysDb {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        let drawn = self.reserve.draw()?;
        self.shared.keep(&drawn);
        Ok(drawn)
    }

    fn draw_ready(&self) -> Option<(KeyId, DataKey)> {
        let drawn = self.reserve.draw_ready()?;
        self.shared.keep(&drawn);
        Some(drawn)
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        if let Some(key) = lock(&self.shared.cache).get(&id) {
            return Ok(Some(key.clone()));
        }
        let row = self.shared.file().key(id).map_err(self.shared.failed())?;
        let Some(row) = row else { return Ok(None) };
        let key = self.shared.kek.unwrap(&row).ok_or_else(|| self.shared.altered(id))?;
        lock(&self.shared.cache).put(id, key.clone());
        Ok(Some(key))
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        self.shared.file().missing(ids).map_err(self.shared.failed())
    }

    fn epoch(&self) -> u64 {
        self.shared.epoch
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.replace_code(code, person, person, key)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        let row = self.code_row(code, person, key)?;
        self.shared.write(|file| file.claim_code(&row, holder))
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        let mark = self.shared.kek.code_mark(code);
        let row = self.shared.file().code(mark).map_err(self.shared.failed())?;
        let Some(row) = row else { return Ok(None) };
        let key = self.key(row.key)?.ok_or(VaultError::UnknownKey { key: row.key })?;
        match kek::open_code(&row, &key) {
            Some(sealed) if *sealed == *code => Ok(Some(row.person)),
            _ => Err(self.shared.altered(row.key)),
        }
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.shared.file().codes().map_err(self.shared.failed())
    }
}

impl Shared {
    /// Makes up to `count` keys durable. Fewer if an id was already in the file, which only an
    /// entropy source that repeats itself can bring about.
    fn make(&self, count: usize) -> Result<Vec<(KeyId, DataKey)>, VaultError> {
        let drawn: Vec<(KeyRow, DataKey)> = (0..count)
            .map(|_| {
                let id = KeyId::from_bytes(self.random());
                let key = DataKey::from_bytes(self.random());
                (self.kek.wrap(id, &key, self.epoch, self.random()), key)
            })
            .collect();
        let mut rows: Vec<&KeyRow> = drawn.iter().map(|(row, _)| row).collect();
        // In the order of the table, each page is written once.
        rows.sort_unstable_by_key(|row| row.id);
        let taken = self.write(|file| file.insert_keys(&rows))?;
        let fresh = drawn.into_iter().filter(|(row, _)| !taken.contains(&row.id));
        Ok(fresh.map(|(row, key)| (row.id, key)).collect())
    }

    /// Writes to the file. After a failure that leaves the state of the disk in doubt, nothing more is
    /// written: a flush that failed once can appear to succeed the next time.
    fn write<T>(&self, write: impl FnOnce(&mut KeyFile) -> rusqlite::Result<T>) -> Result<T, VaultError> {
        let mut file = self.file();
        if self.stopped.load(Ordering::Acquire) {
            return Err(VaultError::Stopped);
        }
        write(&mut file).map_err(|error| {
            let error = database_error(&self.path, "writing")(error);
            if !matches!(error, StoreError::Full { .. } | StoreError::Locked { .. }) {
                tracing::error!(%error, "a write of keys failed; no more keys are made");
                self.stopped.store(true, Ordering::Release);
            }
            error.into()
        })
    }

    fn keep(&self, (id, key): &(KeyId, DataKey)) {
        lock(&self.cache).put(*id, key.clone());
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        random(&mut **lock(&self.entropy))
    }

    fn file(&self) -> MutexGuard<'_, KeyFile> {
        lock(&self.file)
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> VaultError {
        |error| database_error(&self.path, "using")(error).into()
    }

    fn altered(&self, key: KeyId) -> VaultError {
        VaultError::Altered { key, place: self.path.display().to_string() }
    }
}

/// A panic elsewhere cannot leave these values half changed: a transaction rolls back, a cache
/// entry is whole or absent.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
