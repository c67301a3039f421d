//! Gives this build a name by which it knows the answers that it gave itself.
//!
//! How an answer is worded is up to the code of these crates and of what they depend on, so the name is a hash over all of it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest as _, Sha256};

/// What determines an answer, from the folder of the crates.
const SOURCES: [&str; 8] = [
    "domain/src",
    "store/src",
    "ledger/src",
    "graphql/src",
    "words/src",
    "words/en",
    "words/vi",
    "../Cargo.lock",
];

fn main() -> io::Result<()> {
    let mut hash = Sha256::new();
    for source in SOURCES {
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
    println!("cargo::rustc-env=CXL_ANSWER_FINGERPRINT={}", hex::encode(hash.finalize()));
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
