//! The key-encrypting key: its file, and all that is done with it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use cxl_store::cipher::{self, NONCE_BYTES, Secret};
use cxl_store::entropy::random;
use cxl_store::file_copy::{create_private_anew, publish};
use cxl_store::{DataKey, Entropy, KeyId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::error::system_error;
use super::file::{CodeRow, KeyRow, exists};
use super::{KeyFiles, KeysError};
use crate::open::beside;

/// The keys derived from the KEK; the KEK itself does not stay in memory.
pub(super) struct Kek {
    wrapping: Secret,
    code_index: Secret,
    checking: Secret,
    cursors: Secret,
}

impl Kek {
    /// The KEK in its file.
    pub(super) fn read(files: &KeyFiles) -> Result<Self, KeysError> {
        let KeyFiles { kek: path, keys } = files;
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeysError::KekMissing { kek: path.clone(), keys: keys.clone() });
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Zeroizing::default(),
            Err(error) => return Err(system_error(path, "reading")(error).into()),
        };
        refuse_exposed(path)?;
        let mut kek = Zeroizing::new([0; 32]);
        match hex::decode_to_slice(text.trim_end(), &mut *kek) {
            Ok(()) => Ok(Self::new(&kek)),
            Err(_) => Err(KeysError::KekMalformed { kek: path.clone(), keys: keys.clone() }),
        }
    }

    /// The KEK in its file, drawn and written durably if there is no file.
    pub(super) fn read_or_create(files: &KeyFiles, entropy: &mut dyn Entropy) -> Result<Self, KeysError> {
        let path = &files.kek;
        if !exists(path)? {
            let kek = Zeroizing::new(random::<32>(entropy));
            write(path, &Zeroizing::new(hex::encode(*kek))).map_err(system_error(path, "creating"))?;
        }
        Self::read(files)
    }

    fn new(kek: &Secret) -> Self {
        Self {
            wrapping: cipher::derive(kek, &[b"cx-ledger/kek/wrap/1"]),
            code_index: cipher::derive(kek, &[b"cx-ledger/kek/code-index/1"]),
            checking: cipher::derive(kek, &[b"cx-ledger/kek/check/1"]),
            cursors: cipher::derive(kek, &[b"cx-ledger/kek/cursors/1"]),
        }
    }

    /// Tells this KEK from others without giving it away.
    pub(super) fn check(&self, ledger: Uuid, epoch: u64) -> [u8; 32] {
        cipher::mac(&self.checking, &[ledger.as_bytes(), &epoch.to_be_bytes()])
    }

    /// The row that keeps `key`.
    pub(super) fn wrap(&self, id: KeyId, key: &DataKey, epoch: u64, nonce: [u8; NONCE_BYTES]) -> KeyRow {
        let sealed = cipher::encrypt(&self.wrapping, &nonce, &wrapping_data(id, epoch), key.expose());
        KeyRow { id, epoch, wrapped: [&nonce[..], &sealed].concat() }
    }

    /// The key that the row keeps; none if the row is not what [`wrap`](Self::wrap) made.
    pub(super) fn unwrap(&self, row: &KeyRow) -> Option<DataKey> {
        let (nonce, sealed) = row.wrapped.split_first_chunk()?;
        let key = cipher::decrypt(&self.wrapping, nonce, &wrapping_data(row.id, row.epoch), sealed)?;
        Some(DataKey::from_bytes(key.as_slice().try_into().ok()?))
    }

    /// What the cursors of the ledger's lists are signed with.
    pub(super) fn cursors(&self) -> &Secret {
        &self.cursors
    }

    /// What a code is looked up by.
    pub(super) fn code_mark(&self, code: &str) -> [u8; 32] {
        cipher::mac(&self.code_index, &[code.as_bytes()])
    }
}

/// The code under the person's key.
pub(super) fn seal_code(code: &str, person: Uuid, key: &DataKey, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let padded = cipher::pad(code.as_bytes()).expect("a code is shorter than 4 GiB");
    let sealed = cipher::encrypt(&code_key(person, key), &nonce, person.as_bytes(), &padded);
    [&nonce[..], &sealed].concat()
}

/// The code in the row; none if the row is not what was stored.
pub(super) fn open_code(row: &CodeRow, key: &DataKey) -> Option<Zeroizing<String>> {
    let (nonce, sealed) = row.sealed.split_first_chunk()?;
    let padded = cipher::decrypt(&code_key(row.person, key), nonce, row.person.as_bytes(), sealed)?;
    let code = cipher::unpad(&padded)?;
    Some(Zeroizing::new(str::from_utf8(code).ok()?.to_owned()))
}

fn code_key(person: Uuid, key: &DataKey) -> Secret {
    cipher::derive(key.expose(), &[b"cx-ledger/code/1", person.as_bytes()])
}

fn wrapping_data(id: KeyId, epoch: u64) -> Vec<u8> {
    [&id.as_bytes()[..], &epoch.to_be_bytes()].concat()
}

/// Under its name the file is whole and durable, or absent.
fn write(path: &Path, digits: &str) -> io::Result<()> {
    let draft = beside(path, ".new");
    writeln!(create_private_anew(&draft)?, "{digits}")?;
    publish(&draft, path)
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), KeysError> {
    use std::os::unix::fs::PermissionsExt as _;
    const GROUP_AND_OTHERS: u32 = 0o077;
    let mode = fs::metadata(path).map_err(system_error(path, "reading"))?.permissions().mode() & 0o777;
    if mode & GROUP_AND_OTHERS == 0 {
        Ok(())
    } else {
        Err(KeysError::KekExposed { kek: path.to_owned(), mode })
    }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), KeysError> {
    Ok(())
}
