//! A folder of attached files: what is acknowledged is there, and what is cut short leaves nothing.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cxl_domain::event::Sha256Hex;
use cxl_store::attachments::{
    AttachmentError, AttachmentFolder, Attachments, FileName, Lying, StoredFile, copy,
};
use cxl_store::{MemoryVault, SeededEntropy, Vault};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

const PROGRAM: Uuid = Uuid::from_u128(7);

fn vault(seed: u64) -> Arc<dyn Vault> {
    Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(seed))))
}

fn folder(dir: &Path, vault: &Arc<dyn Vault>) -> AttachmentFolder {
    AttachmentFolder::new(dir.join("attachments"), vault.clone(), Box::new(SeededEntropy::numbered(3)))
}

fn stored(files: &dyn Attachments, bytes: &[u8]) -> StoredFile {
    let mut upload = files.begin(PROGRAM, "text/plain").unwrap();
    bytes.chunks(1_000).for_each(|piece| upload.write(piece).unwrap());
    upload.finish().unwrap()
}

fn read(files: &dyn Attachments, name: FileName) -> Result<Option<Vec<u8>>, AttachmentError> {
    let Some(mut file) = files.open(name)? else { return Ok(None) };
    let mut bytes = Vec::new();
    while let Some(part) = file.part()? {
        bytes.extend(part);
    }
    Ok(Some(bytes))
}

fn minutes() -> Vec<u8> {
    "The committee agreed. ".repeat(10_000).into_bytes()
}

#[test]
fn a_file_is_found_by_the_hash_of_its_bytes_and_lies_there_encrypted() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let files = folder(dir.path(), &vault);
    let stored = stored(&files, &minutes());
    assert_eq!(stored.name.sha256, Sha256Hex(Sha256::digest(minutes()).into()));
    assert_eq!((stored.bytes, stored.media_type.as_str()), (220_000, "text/plain"));
    // The same after a restart, over the same vault.
    let files = folder(dir.path(), &vault);
    assert_eq!(files.find(stored.name).unwrap().as_ref(), Some(&stored));
    assert_eq!(read(&files, stored.name).unwrap(), Some(minutes()));
    assert_eq!(files.list().unwrap(), [Lying::File(stored.name)]);
    let path = dir.path().join("attachments").join(PROGRAM.to_string()).join(stored.name.sha256.to_string());
    let on_disk = fs::read(path).unwrap();
    assert!(!on_disk.windows(9).any(|window| window == b"committee"));
}

#[test]
fn a_hash_finds_nothing_in_another_program() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let files = folder(dir.path(), &vault);
    let stored = stored(&files, &minutes());
    let elsewhere = FileName { program: Uuid::from_u128(8), ..stored.name };
    assert_eq!(files.find(elsewhere).unwrap(), None);
    assert_eq!(read(&files, elsewhere).unwrap(), None);
}

#[test]
fn an_upload_that_is_cut_short_leaves_nothing_behind() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let files = folder(dir.path(), &vault);
    let mut upload = files.begin(PROGRAM, "text/plain").unwrap();
    upload.write(&minutes()).unwrap();
    assert_eq!(files.list().unwrap().len(), 1, "a part lies there while it is written");
    drop(upload);
    assert!(files.list().unwrap().is_empty());
}

#[test]
fn without_its_key_a_file_is_unreadable_until_it_is_stored_again() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let stored_once = stored(&folder(dir.path(), &vault), &minutes());
    let emptied = folder(dir.path(), &self::vault(2));
    let error = read(&emptied, stored_once.name).unwrap_err();
    assert!(matches!(error, AttachmentError::KeyMissing { key, .. } if key == stored_once.key), "{error}");
    let again = stored(&emptied, &minutes());
    assert_eq!(again.name, stored_once.name);
    assert_ne!(again.key, stored_once.key);
    assert_eq!(read(&emptied, again.name).unwrap(), Some(minutes()));
}

#[test]
fn a_file_that_was_altered_on_the_disk_is_not_answered() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let files = folder(dir.path(), &vault);
    let stored = stored(&files, &minutes());
    let path = dir.path().join("attachments").join(PROGRAM.to_string()).join(stored.name.sha256.to_string());
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(read(&files, stored.name), Err(AttachmentError::Altered { .. })));
    fs::write(&path, &bytes[..10]).unwrap();
    assert!(matches!(files.find(stored.name), Err(AttachmentError::Altered { .. })));
}

#[test]
fn a_copied_file_is_the_same_under_the_same_key_and_what_is_no_stored_file_is_not_copied() {
    let (dir, vault) = (TempDir::new().unwrap(), vault(1));
    let stored = stored(&folder(dir.path(), &vault), &minutes());
    let other = TempDir::new().unwrap();
    let [from, to] = [&dir, &other].map(|dir| dir.path().join("attachments"));
    let copied = copy(&from, &to, stored.name).unwrap().unwrap();
    assert_eq!(copied.key, stored.key);
    let copies = folder(other.path(), &vault);
    assert_eq!(read(&copies, stored.name).unwrap(), Some(minutes()));
    let on_disk = to.join(PROGRAM.to_string()).join(stored.name.sha256.to_string());
    assert_eq!(copied.stored, cxl_store::file_copy::sum(&on_disk).unwrap());

    let unknown = FileName { program: PROGRAM, sha256: Sha256Hex([7; 32]) };
    assert_eq!(copy(&from, &to, unknown).unwrap(), None);
    fs::write(from.join(PROGRAM.to_string()).join(unknown.sha256.to_string()), "something else").unwrap();
    assert!(matches!(copy(&from, &to, unknown), Err(AttachmentError::Altered { .. })));
    assert_eq!(copies.list().unwrap(), [Lying::File(stored.name)], "nothing else came over");
}
