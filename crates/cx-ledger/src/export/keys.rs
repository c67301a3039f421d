//! `cx-ledger export --keys`: the keys of everything typed, in a vault file of their own, wrapped under a key
//! that was named for it.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};
use cxl_sqlite::keys::{KeyFiles, KeysDb};
use cxl_store::file_copy::{publish, remove_if_there};

use crate::data::DataDir;
use crate::migrate::keys;

/// Under its name the file is whole and durable, or absent.
pub(super) fn write(dir: &DataDir, path: &Path, under: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    if path.exists() {
        bail!("there is already a file at {}: name another one", path.display());
    }
    if dir.shares_keys() {
        bail!(
            "the keys are in a shared vault: export them where it is, from the folder that cx-ledger keyd serves"
        );
    }
    let source = keys::open(&dir.key_files())?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let files = KeyFiles { keys: draft.into(), kek: under.to_owned() };
    remove_if_there(&files.keys)?;
    let sealed = keys::made(&files, KeysDb::ledger_of(&dir.key_files().keys)?)?;
    let adopted = keys::adopt(&sealed, &source)?;
    drop(sealed);
    publish(&files.keys, path).with_context(|| format!("failed to name {}", path.display()))?;
    writeln!(
        out,
        "{} keys and {} codes of people are in {}, sealed under {}: whoever has both reads everything",
        adopted.keys,
        adopted.codes,
        path.display(),
        under.display()
    )?;
    Ok(out.flush()?)
}
