//! A folder of attached files: `PROGRAM/SHA256`, and `PROGRAM/KEY.part` while a file is written.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use cxl_domain::event::Sha256Hex;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::sealed::{Head, Opener, PartError, Sealer};
use super::{AttachmentError, Attachments, Download, FileName, Lying, StoredFile, Upload};
use crate::entropy::{Entropy, random};
use crate::file_copy::{create_private, make_private_dir, publish};
use crate::vault::Vault;

/// What a file is called while it is written, behind its key.
const PART: &str = "part";

/// Attached files in a folder, which is made when the first comes.
pub struct AttachmentFolder {
    dir: PathBuf,
    vault: Arc<dyn Vault>,
    entropy: Mutex<Box<dyn Entropy + Send>>,
}

impl AttachmentFolder {
    /// The folder at a path, which need not exist yet.
    pub fn new(dir: PathBuf, vault: Arc<dyn Vault>, entropy: Box<dyn Entropy + Send>) -> Self {
        Self { dir, vault, entropy: Mutex::new(entropy) }
    }

    fn folder_of(&self, program: Uuid) -> PathBuf {
        self.dir.join(program.to_string())
    }

    fn path(&self, name: FileName) -> PathBuf {
        path_in(&self.dir, name)
    }

    /// Opens a file and reads its head.
    fn head(&self, name: FileName) -> Result<Option<(File, Head, StoredFile)>, AttachmentError> {
        let path = self.path(name);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("opening", &path)(error)),
        };
        let size = file.metadata().map_err(failed("looking at", &path))?.len();
        let head = Head::read(&mut file).map_err(failed("reading", &path))?;
        let read = head.and_then(|head| {
            let bytes = head.bytes_attached(size)?;
            let stored = StoredFile { name, bytes, media_type: head.media_type.clone(), key: head.key };
            Some((head, stored))
        });
        let (head, stored) = read.ok_or(AttachmentError::Altered { path })?;
        Ok(Some((file, head, stored)))
    }
}

impl std::fmt::Debug for AttachmentFolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttachmentFolder").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Attachments for AttachmentFolder {
    fn begin(&self, program: Uuid, media_type: &str) -> Result<Box<dyn Upload>, AttachmentError> {
        let folder = self.folder_of(program);
        make_private_dir(&folder).map_err(failed("making", &folder))?;
        let (id, key) = self.vault.draw()?;
        let prefix = random(&mut **self.entropy.lock().unwrap_or_else(PoisonError::into_inner));
        let head = Head { key: id, prefix, media_type: media_type.to_owned() };
        let part = Part(folder.join(format!("{id}.{PART}")));
        let file = create_private(&part.0).map_err(failed("making", &part.0))?;
        let sealer = Sealer::begin(BufWriter::new(file), &head, &key).map_err(failed("writing", &part.0))?;
        Ok(Box::new(Writing { folder, program, head, part, sealer, bytes: 0, hash: Sha256::new() }))
    }

    fn find(&self, name: FileName) -> Result<Option<StoredFile>, AttachmentError> {
        Ok(self.head(name)?.map(|(_, _, stored)| stored))
    }

    fn open(&self, name: FileName) -> Result<Option<Box<dyn Download>>, AttachmentError> {
        let Some((file, head, stored)) = self.head(name)? else { return Ok(None) };
        let path = self.path(name);
        let Some(key) = self.vault.key(head.key)? else {
            return Err(AttachmentError::KeyMissing { path, key: head.key });
        };
        let opener = Opener::after(BufReader::new(file), &head, &key, stored.bytes);
        let opener = opener.ok_or_else(|| AttachmentError::Altered { path: path.clone() })?;
        Ok(Some(Box::new(Reading { path, stored, opener })))
    }

    fn list(&self) -> Result<Vec<Lying>, AttachmentError> {
        list(&self.dir)
    }
}

/// Everything that lies in a folder of attached files, by name; neither key nor vault is asked.
pub fn list(dir: &Path) -> Result<Vec<Lying>, AttachmentError> {
    let mut lying = Vec::new();
    for folder in entries(dir)? {
        let program = file_name(&folder).and_then(|name| name.parse::<Uuid>().ok());
        let Some(program) = program.filter(|_| folder.is_dir()) else {
            lying.push(Lying::Other(folder));
            continue;
        };
        for path in entries(&folder)? {
            let sha256 = file_name(&path).and_then(|name| Sha256Hex::parse(name).ok());
            lying.push(match sha256 {
                Some(sha256) => Lying::File(FileName { program, sha256 }),
                None => Lying::Other(path),
            });
        }
    }
    Ok(lying)
}

/// A file under its name while it is written; removed unless it was given another.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // It may have got its name; what can't be removed is reported by whoever lists the folder.
        let _ = fs::remove_file(&self.0);
    }
}

struct Writing {
    folder: PathBuf,
    program: Uuid,
    head: Head,
    part: Part,
    sealer: Sealer<BufWriter<File>>,
    bytes: u64,
    hash: Sha256,
}

impl Upload for Writing {
    fn write(&mut self, bytes: &[u8]) -> Result<(), AttachmentError> {
        self.sealer.write(bytes).map_err(failed("writing", &self.part.0))?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<StoredFile, AttachmentError> {
        let Self { folder, program, head, part, sealer, bytes, hash } = *self;
        let writing = || failed("writing", &part.0);
        let file = sealer.finish().map_err(writing())?;
        let file = file.into_inner().map_err(|error| writing()(error.into_error()))?;
        drop(file);
        let name = FileName { program, sha256: Sha256Hex(hash.finalize().into()) };
        let path = folder.join(name.sha256.to_string());
        publish(&part.0, &path).map_err(failed("writing", &path))?;
        Ok(StoredFile { name, bytes, media_type: head.media_type, key: head.key })
    }
}

struct Reading {
    path: PathBuf,
    stored: StoredFile,
    opener: Opener<BufReader<File>>,
}

impl Download for Reading {
    fn file(&self) -> &StoredFile {
        &self.stored
    }

    fn part(&mut self) -> Result<Option<Vec<u8>>, AttachmentError> {
        self.opener.part().map_err(|error| match error {
            PartError::Read(error) => failed("reading", &self.path)(error),
            PartError::Altered => AttachmentError::Altered { path: self.path.clone() },
        })
    }
}

/// Where a file lies in a folder of attached files.
pub(super) fn path_in(dir: &Path, name: FileName) -> PathBuf {
    dir.join(name.program.to_string()).join(name.sha256.to_string())
}

fn failed<'p>(doing: &'static str, path: &'p Path) -> impl FnOnce(io::Error) -> AttachmentError + 'p {
    move |error| AttachmentError::Disk { doing, path: path.to_owned(), cause: Arc::new(error) }
}

/// What lies in a folder, by name; nothing where there is no folder.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, AttachmentError> {
    let listed = match fs::read_dir(dir) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("listing", dir)(error)),
    };
    let paths = listed.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<io::Result<_>>().map_err(failed("listing", dir))?;
    paths.sort_unstable();
    Ok(paths)
}

fn file_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}
