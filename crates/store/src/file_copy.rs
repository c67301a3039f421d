//! Files that are whole and durable under their name, or absent: how one is made, given its name, and copied.

use std::fs::{self, DirBuilder, File, OpenOptions};
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
    let mut target = create_private_anew(draft)?;
    let copied = pour(&mut source, &mut target);
    drop(target);
    let named = copied.and_then(|sum| {
        let named = if is_wanted(sum) { publish(draft, to) } else { fs::remove_file(draft) };
        named.map(|()| sum)
    });
    if named.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(draft);
    }
    named
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

/// Gives a file that is written to its end the name under which it is looked for, in place of what has it. When
/// this answers, both are durable; after a crash the name stands for the whole file, or for what it stood for.
pub fn publish(draft: &Path, to: &Path) -> io::Result<()> {
    // Windows flushes only what was opened for writing.
    OpenOptions::new().write(true).open(draft)?.sync_all()?;
    fs::rename(draft, to)?;
    sync_dir(folder_of(to))
}

/// A new file, open to its owner alone.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The same for a draft: what a crash left under its name goes.
pub fn create_private_anew(path: &Path) -> io::Result<File> {
    remove_if_there(path)?;
    create_private(path)
}

/// Removes a file unless there is none.
pub fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A folder, open to its owner alone, unless it is there; durable with those above it.
pub fn make_private_dir(dir: &Path) -> io::Result<()> {
    make_dir(dir, &mut sync_dir)
}

/// Makes a folder and those above it that are not there, each durable before the next is made. So a folder that is
/// found was made by somebody to whom those above it were durable, and only its own name may not be yet.
fn make_dir(dir: &Path, sync: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    let dir = here(dir);
    let above = folder_of(dir);
    match create_dir(dir) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound && above != dir => {
            make_dir(above, sync)?;
            create_dir(dir).or_else(|error| if dir.is_dir() { Ok(()) } else { Err(error) })?;
        }
        // In a folder that can't be read, nobody with our rights has just made this one.
        Err(_) if dir.is_dir() => {
            return sync(above).or_else(|error| match error.kind() {
                io::ErrorKind::PermissionDenied => Ok(()),
                _ => Err(error),
            });
        }
        Err(error) => return Err(error),
    }
    sync(above)
}

fn create_dir(dir: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is one of Unix"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// The folder in which a path lies; a bare name lies in the one that the process runs in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().map_or(path, here)
}

fn here(dir: &Path) -> &Path {
    if dir.as_os_str().is_empty() { Path::new(".") } else { dir }
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(here(dir))?.sync_all()
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
        fs::write(folder.path().join("to.part"), "what a crash left of an earlier one").unwrap();
        let copied = copy(&from, &to).unwrap();
        assert_eq!((copied, copied.bytes), (sum(&from).unwrap(), 1_600_000));
        assert_eq!(copied.sha256.0[..], Sha256::digest(&content)[..]);
        assert!(fs::read(&to).unwrap() == content);
        assert_eq!(copy(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let other = folder.path().join("other");
        assert_eq!(copy_if(&from, &other, |sum| sum.bytes == 0).unwrap(), copied);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn a_file_takes_its_name_from_what_had_it_and_leaves_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        let [draft, to] = ["draft", "to"].map(|name| folder.path().join(name));
        fs::write(&to, "older").unwrap();
        fs::write(&draft, "newer").unwrap();
        publish(&draft, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "newer");
        assert_eq!(publish(&draft, &to).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(fs::read_to_string(&to).unwrap(), "newer", "without a draft the name stays as it is");
    }

    #[test]
    fn every_folder_is_durable_before_the_next_one_is_made_in_it() {
        let root = tempfile::tempdir().unwrap();
        let path = |names: &str| root.path().join(names);
        let mut flushed = Vec::new();
        let mut sync = |dir: &Path| {
            let inside = fs::read_dir(dir)?.next().expect("the folder that was made lies in it")?;
            flushed.push((dir.to_owned(), fs::read_dir(inside.path())?.count()));
            Ok(())
        };
        make_dir(&path("a/b/c"), &mut sync).unwrap();
        // Whoever comes second may come before the first has flushed the last name.
        make_dir(&path("a/b/c"), &mut sync).unwrap();
        assert_eq!(flushed, [(path(""), 0), (path("a"), 0), (path("a/b"), 0), (path("a/b"), 0)]);
    }

    #[test]
    fn a_file_where_a_folder_should_be_is_no_folder() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(make_private_dir(&file).is_err());
        assert!(make_private_dir(&file.join("a/b")).is_err());
    }

    #[test]
    fn a_bare_name_lies_in_the_folder_that_the_process_runs_in() {
        for (path, folder) in [("kek", "."), ("a/kek", "a"), ("/kek", "/"), ("/", "/"), (".", ".")] {
            assert_eq!(folder_of(Path::new(path)), Path::new(folder), "{path}");
        }
        assert!(make_private_dir(Path::new("")).is_ok());
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
