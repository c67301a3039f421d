//! `cx-ledger import`: opens the ledger that files go into.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use cxl_import::{Around, ImportArgs, Source};
use cxl_ledger::{Ledger, OpenOptions};
use cxl_sqlite::keys::Refill;
use cxl_store::{MemoryStore, MemoryVault};

use crate::ambient::{self, OsEntropy};
use crate::checkpoint;
use crate::data::{self, Access, DataArgs, DataDir};
use crate::founding::{self, FoundingArgs};
use crate::import_lines::{self, LinesArgs};
use crate::progress;

/// Record what stands in a folder of CSV files, or in a workbook
///
/// Run it again and only what is new is recorded; changed figures are restatements. Rejected rows are
/// written back with their reasons. docs/import.md explains every file and column. Stop the server
/// first; a dry run works beside it.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger import --template my-folder
  cx-ledger import my-folder --dry-run
  cx-ledger import --template my-workbook.xlsx --language vi
  cx-ledger import examples/nhs-ae --data ./data

  cx-ledger import my-folder --all-or-nothing --dialect vi-excel
  cx-ledger import --jsonl ledger.jsonl --root 3f5a… --keys keys.sealed --under keys.key --data ./moved

Exit code 1 tells that rows were rejected.")]
pub(crate) struct ImportCommand {
    #[command(flatten)]
    import: ImportArgs,

    #[command(flatten)]
    lines: LinesArgs,

    #[command(flatten)]
    data: DataArgs,

    #[command(flatten)]
    founding: FoundingArgs,
}

/// What an import takes from this process.
const AROUND: Around<'static> = Around { draw: &ambient::draw_id, bar: &progress::bar };

/// Imports a folder, or writes the template of one.
pub(crate) async fn run(args: &ImportCommand, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if let Some(folder) = &args.import.template {
        cxl_import::write_template(&args.import, folder, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(path) = &args.lines.jsonl {
        import_lines::run(&args.lines, path, &DataDir::named(&args.data)?, out).await?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    // Before a ledger is opened, or made: none is for a folder that can't be read.
    let source = Source::read(&args.import)?;
    let dir = DataDir::named(&args.data)?;
    if args.import.all_or_nothing && !dir.has_log() {
        // A new ledger is founded only for a folder that goes into it whole.
        let trial = in_memory(&args.founding).await?;
        let rehearsed = cxl_import::rehearse(&args.import, &source, &trial, AROUND, out).await?;
        if rehearsed.rejected() > 0 {
            return Ok(ExitCode::from(1));
        }
    }
    let ledger = match args.import.dry_run {
        false => on_disk(&dir, &args.founding, out).await?,
        true if dir.has_log() => beside_others(&dir).await?,
        true => in_memory(&args.founding).await?,
    };
    let report = cxl_import::run(&args.import, &source, &ledger, AROUND, out).await?;
    out.flush()?;
    Ok(if report.rejected() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The ledger of the folder; a new one is founded, and gets its first token when it is served.
async fn on_disk(dir: &DataDir, founding: &FoundingArgs, out: &mut dyn Write) -> anyhow::Result<Arc<Ledger>> {
    let is_new = !dir.has_log();
    let files =
        dir.open_or_create(ambient::draw_id(), || Box::new(OsEntropy), Refill::Background, false).await?;
    let files = files.keeping_checkpoint(checkpoint::USUALLY);
    let ledger = files.ledger(false).await?;
    data::refuse_demo(&ledger.snapshot(), dir)?;
    ledger.keys_judged().await;
    if let Some(reason) = ledger.health().read_only {
        bail!("nothing can be written: {reason}");
    }
    founding::found(&ledger, files.ledger_id()?, founding).await?;
    if is_new {
        writeln!(out, "there was no ledger in {}: a new one was founded", dir.path().display())?;
    }
    Ok(ledger)
}

/// The ledger of the folder for reading, also while a server writes to it.
async fn beside_others(dir: &DataDir) -> anyhow::Result<Arc<Ledger>> {
    let ledger = dir.open(Access::Read).await?.ledger(false).await?;
    data::refuse_demo(&ledger.snapshot(), dir)?;
    Ok(ledger)
}

/// A new ledger that leaves no trace, for a dry run where there is none yet.
async fn in_memory(founding: &FoundingArgs) -> anyhow::Result<Arc<Ledger>> {
    let ledger = Ledger::open(
        Arc::new(MemoryStore::new()),
        Arc::new(MemoryVault::new(Box::new(OsEntropy))),
        Box::new(OsEntropy),
        Arc::new(ambient::now),
        OpenOptions::default(),
    )
    .await?;
    founding::found(&ledger, ambient::draw_id(), founding).await?;
    Ok(ledger)
}
