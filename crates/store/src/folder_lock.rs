//! The right to change a folder that several processes read.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::file_copy::make_private_dir;

/// The file that is locked. It is empty and may stay.
const FILE: &str = "lock";

/// The right to change what lies in a folder: that of one process at a time, from when it is taken until the value is
/// dropped, be it by the end of the process.
#[derive(Debug)]
pub struct FolderLock {
    folder: PathBuf,
    held: Mutex<Option<File>>,
}

impl FolderLock {
    /// The right to change a folder, which need not exist yet; nobody has taken it.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: Mutex::default() }
    }

    /// Takes it, and makes the folder if need be. Answers whether it is ours: not if another process has it, of which
    /// it may be asked for again. Blocks.
    pub fn take(&self) -> io::Result<bool> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_some() {
            return Ok(true);
        }
        make_private_dir(&self.folder)?;
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.folder.join(FILE))?;
        match file.try_lock() {
            Ok(()) => {
                *held = Some(file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_changed_by_one_until_that_one_is_gone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        let [one, other] = [&folder, &folder].map(|folder| FolderLock::new(folder));
        assert!(!folder.exists(), "nobody has asked");
        assert!(one.take().unwrap() && one.take().unwrap());
        assert!(!other.take().unwrap());
        drop(one);
        assert!(other.take().unwrap());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(FolderLock::new(&file).take().is_err());
    }
}
