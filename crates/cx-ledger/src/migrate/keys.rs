//! `cx-ledger migrate keys`: the keys of everything typed, into another data folder.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{Adopted, KeyFiles, KeysDb, Refill};
use cxl_store::{EventStore, KeyId, Vault as _};
use serde::Serialize;
use uuid::Uuid;

use super::print;
use crate::ambient::OsEntropy;
use crate::data::{self, DataDir};
use crate::{progress, root};

/// Take the keys of one data folder over into another, wrapped anew under a key of its own
///
/// The destination gets a `kek` of its own, drawn if there is none, so that of the source is not copied. What the
/// destination holds stays; run it again for what was drawn since. The source may be in use.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct KeysArgs {
    /// The folder with keys.db and kek as they are
    #[arg(long, value_name = "DIR")]
    from: PathBuf,

    /// The folder that is to have them; made if it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What came of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    /// Keys of the source, all of which the destination holds now.
    keys: u64,
    /// How many of them are new there.
    new_keys: u64,
    /// People's codes of the source that find the same person there.
    codes: u64,
    /// People's codes that stand for somebody else there.
    held: u64,
    /// How many keys the log beside the destination uses that it lacks; none if there is no log beside it.
    missing: Option<u64>,
}

pub(crate) async fn run(args: &KeysArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (from, to) = (KeyFiles::in_dir(&args.from), KeyFiles::in_dir(&args.to));
    let source = open(&from)?;
    data::create_private(&args.to)?;
    let beside = log_beside(&args.to)?;
    let ledger = match &beside {
        Some(log) => log.ledger_id(),
        None if to.keys.exists() => KeysDb::ledger_of(&to.keys)?,
        None => KeysDb::ledger_of(&from.keys)?,
    };
    let destination = made(&to, ledger)?;
    let adopted = adopt(&destination, &source)?;
    let missing = match &beside {
        Some(log) => Some(lacked(log, &destination).await?),
        None => None,
    };
    let report = Report {
        keys: adopted.keys,
        new_keys: adopted.new_keys,
        codes: adopted.codes,
        held: adopted.held,
        missing,
    };
    if args.json {
        print(&report, out)?;
    } else {
        tell(&report, args, out)?;
    }
    match report {
        Report { held: 0, missing: None | Some(0), .. } => Ok(()),
        Report { held: 0, missing: Some(missing), .. } => bail!(
            "the log in {} uses {missing} keys that it has not got: take over those of the folder that they are in",
            args.to.display()
        ),
        Report { held, .. } => bail!(
            "{held} codes stand for somebody else in {}: it holds the keys of another ledger",
            args.to.display()
        ),
    }
}

fn tell(report: &Report, args: &KeysArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let Report { keys, new_keys, codes, .. } = report;
    writeln!(
        out,
        "{keys} keys and {codes} codes of people are in {}, {new_keys} keys new",
        args.to.display()
    )?;
    writeln!(out, "they are wrapped under {}: keep it apart from them", args.to.join("kek").display())?;
    Ok(())
}

/// Opens a vault whichever ledger it belongs to.
pub(crate) fn open(files: &KeyFiles) -> anyhow::Result<KeysDb> {
    let opened = KeysDb::ledger_of(&files.keys)
        .and_then(|ledger| KeysDb::open(files, ledger, Box::new(OsEntropy), Refill::Foreground));
    opened.context("the keys to take over can't be used")
}

/// Opens the vault of a ledger, or makes it.
pub(crate) fn made(files: &KeyFiles, ledger: Uuid) -> anyhow::Result<KeysDb> {
    KeysDb::open_or_create(files, ledger, Box::new(OsEntropy), Refill::Foreground)
        .context("the keys can't be taken over")
}

/// Takes over everything, with a bar.
pub(crate) fn adopt(destination: &KeysDb, source: &KeysDb) -> anyhow::Result<Adopted> {
    let bar = progress::bar(source.settings()?.keys, "taking over keys");
    let adopted = destination.adopt(source, |keys| bar.set_position(keys))?;
    bar.finish_and_clear();
    Ok(adopted)
}

/// How many keys a log uses that a vault does not hold.
pub(crate) async fn lacked(log: &dyn EventStore, vault: &KeysDb) -> anyhow::Result<u64> {
    let bar = progress::bar(*log.head().borrow(), "looking for keys");
    let pass = root::pass(log, |done| bar.set_position(done)).await.context("the log can't be read whole")?;
    bar.finish_and_clear();
    let used: BTreeSet<KeyId> = pass.keys;
    let used: Vec<KeyId> = used.into_iter().collect();
    Ok(vault.missing(&used)?.len() as u64)
}

fn log_beside(dir: &std::path::Path) -> anyhow::Result<Option<SqliteLog>> {
    let path = DataDir::new(dir).log_file();
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(SqliteLog::open_read_only(&path)?))
}
