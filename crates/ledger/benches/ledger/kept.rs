//! Ledgers that are made once and kept for the next run.

use std::path::{Path, PathBuf};
use std::{env, fs};

use tokio::runtime::Runtime;

use super::fill;
use super::measure::Outcome;

/// A ledger of so many events: from the folder that `CX_BENCH_LOGS` names, made there if need be, or made for this run
/// in `folder`. What was begun and not finished is begun anew.
pub(super) fn template(folder: &Path, events: u64, runtime: &Runtime) -> Outcome<PathBuf> {
    let made = env::var_os("CX_BENCH_LOGS").map_or_else(|| folder.to_path_buf(), PathBuf::from);
    let made = made.join(format!("ledger-{events}"));
    if !made.exists() {
        let begun = made.with_extension("begun");
        if begun.exists() {
            fs::remove_dir_all(&begun)?;
        }
        runtime.block_on(fill::make(&begun, events))?;
        fs::rename(begun, &made)?;
    }
    Ok(made)
}
