//! Copies of whole files: durable, open to their owner alone, and with a hash to know them by.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use cxl_domain::event::Sha256Hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How much is read at once.
const BLOCK: usize = 1 << 20;

/// By what the content of a file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Sha256Hex,
}

/// Reads a file to its end.
pub fn sum(path: &Path) -> io::Result<FileSum> {
    pour(&mut File::open(path)?, &mut io::sink())
}

/// Copies a file to a name that is free. Under that name the copy is whole and durable, or absent.
pub fn copy(from: &Path, to: &Path) -> io::Result<FileSum> {
    copy_if(from, to, |_| true)
}

/// The same for a file of which it is known what it should hold. Where it holds something else, which is
/// answered, there is no copy.
pub fn copy_if(from: &Path, to: &Path, is_wanted: impl FnOnce(FileSum) -> bool) -> io::Result<FileSum> {
    let mut source = File::open(from)?;
    if to.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    let draft = Path::new(&name);
    let mut target = create_private(draft)?;
    let copied = pour(&mut source, &mut target).and_then(|sum| target.sync_all().map(|()| sum));
    let published = copied.and_then(|sum| {
        let named = if is_wanted(sum) { fs::rename(draft, to) } else { fs::remove_file(draft) };
        named.map(|()| sum)
    });
    if published.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(draft);
    }
    let sum = published?;
    to.parent().map_or(Ok(()), sync_dir)?;
    Ok(sum)
}

fn pour(from: &mut File, to: &mut dyn io::Write) -> io::Result<FileSum> {
    let (mut hash, mut bytes, mut block) = (Sha256::new(), 0, vec![0; BLOCK]);
    loop {
        let read = match from.read(&mut block) {
            Ok(0) => return Ok(FileSum { bytes, sha256: Sha256Hex(hash.finalize().into()) }),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        to.write_all(&block[..read])?;
        hash.update(&block[..read]);
        bytes += read as u64;
    }
}

/// A new file, open to its owner alone.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder, open to its owner alone, unless it is there; durable with those above it.
pub fn make_private_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    dir.ancestors().skip(1).take(2).try_for_each(sync_dir)
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    if dir.as_os_str().is_empty() { Ok(()) } else { File::open(dir)?.sync_all() }
}

/// Other systems do so by themselves, and open no folders.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
pub fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_bytes_and_the_sum_of_its_source_and_takes_no_name_that_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        let content = b"minutes ".repeat(200_000);
        fs::write(&from, &content).unwrap();
        let copied = copy(&from, &to).unwrap();
        assert_eq!((copied, copied.bytes), (sum(&from).unwrap(), 1_600_000));
        assert_eq!(copied.sha256.0[..], Sha256::digest(&content)[..]);
        assert!(fs::read(&to).unwrap() == content);
        assert_eq!(copy(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let other = folder.path().join("other");
        assert_eq!(copy_if(&from, &other, |sum| sum.bytes == 0).unwrap(), copied);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_is_open_to_its_owner_alone_whoever_may_read_the_source() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        fs::write(&from, "minutes").unwrap();
        fs::set_permissions(&from, fs::Permissions::from_mode(0o644)).unwrap();
        copy(&from, &to).unwrap();
        assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
