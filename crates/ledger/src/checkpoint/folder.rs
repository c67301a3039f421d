//! The files of a checkpoint, named by the position of their first event.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cxl_store::file_copy::{create_private_anew, make_private_dir, publish, sync_dir};
use cxl_store::{FolderLock, Position};

/// The largest file that is read, in bytes: a hundred times what files usually have.
const LARGEST: u64 = 256 << 20;

/// What the names of files end in.
const EXTENSION: &str = "gists";

/// The folder of a checkpoint.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    path: PathBuf,
    lock: Arc<FolderLock>,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), lock: Arc::new(FolderLock::new(path)) }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this process may change what lies there: unless another one does. Once it may, it may to its end.
    pub(super) fn is_ours(&self) -> io::Result<bool> {
        self.lock.take()
    }

    /// The content of the file that begins at a position; none if there is no such file.
    pub(super) fn read(&self, first: Position) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.file(first)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut content = Vec::new();
        file.take(LARGEST).read_to_end(&mut content)?;
        Ok(Some(content))
    }

    /// Puts a file in the place of the one that begins at the same position.
    pub(super) fn write(&self, first: Position, content: &[u8]) -> io::Result<()> {
        if content.len() as u64 > LARGEST {
            return Err(io::Error::other(format!("{} bytes are more than {LARGEST}", content.len())));
        }
        make_private_dir(&self.path)?;
        let file = self.file(first);
        let draft = file.with_extension("part");
        create_private_anew(&draft)?.write_all(content)?;
        publish(&draft, &file)
    }

    /// Deletes every file that begins at a position or after it, if it is ours to.
    pub(super) fn discard_from(&self, first: Position) -> io::Result<()> {
        if !self.is_ours()? {
            return Ok(());
        }
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if begins_at(&path).is_some_and(|position| position >= first) {
                fs::remove_file(path)?;
            }
        }
        sync_dir(&self.path)
    }

    fn file(&self, first: Position) -> PathBuf {
        self.path.join(format!("{first:020}.{EXTENSION}"))
    }
}

/// Where a file begins, if it is one of a checkpoint.
fn begins_at(path: &Path) -> Option<Position> {
    let is_ours = path.extension().is_some_and(|extension| extension == EXTENSION);
    path.file_stem().filter(|_| is_ours)?.to_str()?.parse().ok()
}
