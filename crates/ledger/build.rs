//! Gives this build a name by which it knows the checkpoints that it wrote itself.
//!
//! What a checkpoint holds, and what is folded from it, is up to the code of three crates and of what they
//! depend on. So the name is a hash over all of it; nobody has to remember to change a number.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest as _, Sha256};

/// What determines how a checkpoint is written and read, from the folder of the crates.
const SOURCES: [&str; 4] = ["domain/src", "store/src", "ledger/src", "../Cargo.lock"];

fn main() -> io::Result<()> {
    let crates = Path::new("..");
    let mut hash = Sha256::new();
    for source in SOURCES {
        let path = crates.join(source);
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
    println!("cargo::rustc-env=CXL_FOLD_FINGERPRINT={}", hex::encode(hash.finalize()));
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
