//! A stored file in another folder, encrypted as it is: neither key nor vault is asked.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::folder::path_in;
use super::sealed::Head;
use super::{AttachmentError, FileName};
use crate::file_copy::{self, FileSum, make_private_dir};
use crate::vault::KeyId;

/// A stored file that was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredCopy {
    /// The key under which it is encrypted.
    pub key: KeyId,
    /// By what the stored bytes are known, as they lie on the disk.
    pub stored: FileSum,
}

/// Copies what is stored under a name from one folder of attached files to another; none if nothing is.
///
/// When this answers, the copy is durable. What has not the form of a stored file is not copied.
pub fn copy(from: &Path, to: &Path, name: FileName) -> Result<Option<StoredCopy>, AttachmentError> {
    let (source, target) = (path_in(from, name), path_in(to, name));
    let failed = |doing, path: &Path, cause: io::Error| AttachmentError::Disk {
        doing,
        path: path.to_owned(),
        cause: Arc::new(cause),
    };
    if !source.try_exists().map_err(|error| failed("looking for", &source, error))? {
        return Ok(None);
    }
    let folder = target.parent().unwrap_or(to);
    make_private_dir(folder).map_err(|error| failed("making", folder, error))?;
    let stored = file_copy::copy(&source, &target).map_err(|error| failed("copying", &source, error))?;
    let head = File::open(&target).and_then(|mut copied| Head::read(&mut copied));
    if let Some(head) = head.map_err(|error| failed("reading", &target, error))? {
        return Ok(Some(StoredCopy { key: head.key, stored }));
    }
    fs::remove_file(&target).map_err(|error| failed("removing", &target, error))?;
    Err(AttachmentError::Altered { path: source })
}
