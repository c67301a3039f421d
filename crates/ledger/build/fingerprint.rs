// A hash over the sources that determine something, for the build scripts of whoever has to know it again.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest as _, Sha256};

/// Hands the hash over these files and folders, named from the folder of the crates, to the crate that is built, as an
/// environment variable; the build script runs anew when one of them changes.
pub(crate) fn set(variable: &str, sources: &[&str]) -> io::Result<()> {
    let mut hash = Sha256::new();
    for source in sources {
        let path = Path::new("..").join(source);
        println!("cargo::rerun-if-changed={}", path.display());
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            let content = fs::read(&file)?;
            hash.update(file.to_string_lossy().replace('\\', "/"));
            hash.update(content.len().to_le_bytes());
            hash.update(content);
        }
    }
    println!("cargo::rustc-env={variable}={}", hex::encode(hash.finalize()));
    Ok(())
}

/// Every file under a path; of a file, that file.
fn collect(path: PathBuf, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path);
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| collect(entry?.path(), files))
}
