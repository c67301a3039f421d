//! `cx-ledger export`: the whole ledger in order, every byte as it was recorded; or the keys of what was typed.

mod keys;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use cxl_store::file_copy::publish;
use cxl_store::{EventStore, Recorded};

use crate::data::{DataArgs, DataDir};
use crate::line::Line;
use crate::progress;

/// Write the whole ledger in order, one JSON object a line
///
/// Each line is one event: position, stream, revision, id, type, and body and meta as strings that hold
/// the recorded bytes exactly. Typed text stays sealed; --keys writes the keys of it, apart and sealed
/// themselves. Works beside a running server.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExportArgs {
    /// One JSON object a line (the only form there is)
    #[arg(long, required_unless_present = "keys")]
    jsonl: bool,

    /// Where to write; without it, stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write the keys of everything typed into this file instead, sealed under the key in --under
    #[arg(long, value_name = "FILE", requires = "under", conflicts_with_all = ["jsonl", "output"])]
    keys: Option<PathBuf>,

    /// A file with 64 hex digits, readable by its owner alone, drawn if there is none; keep it apart from the keys
    #[arg(long, value_name = "FILE", requires = "keys")]
    under: Option<PathBuf>,

    #[command(flatten)]
    data: DataArgs,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger export --jsonl -o ledger.jsonl
  cx-ledger export --jsonl | jq -r .type | sort | uniq -c
  cx-ledger export --keys keys.sealed --under keys.key";

/// How many events are read at once.
const PAGE: usize = 4096;

/// Writes the events that are in the log when the export begins.
pub(crate) async fn run(args: &ExportArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = DataDir::named(&args.data)?;
    if let (Some(path), Some(under)) = (&args.keys, &args.under) {
        keys::write(&dir, path, under, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let log = dir.read_log().await?.store();
    match &args.output {
        None => write_events(&*log, &mut BufWriter::new(out)).await?,
        Some(path) => write_file(&*log, path).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Under its name the file is whole and durable, or absent.
async fn write_file(log: &dyn EventStore, path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        bail!("there is already a file at {}: name another one", path.display());
    }
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let file = File::create(&draft).with_context(|| format!("failed to write {}", path.display()))?;
    let mut writer = BufWriter::new(file);
    write_events(log, &mut writer).await?;
    let file = writer.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    drop(file);
    publish(draft.as_ref(), path).with_context(|| format!("failed to name {}", path.display()))
}

async fn write_events(log: &dyn EventStore, out: &mut dyn Write) -> anyhow::Result<()> {
    let total = *log.head().borrow();
    let bar = progress::bar(total, "exporting");
    let mut next = 0;
    while next < total {
        let page = log.read_all(next, PAGE).await?;
        if page.is_empty() {
            bail!("the log ends at position {next}, before the {total} events that it had");
        }
        for recorded in page.iter().take_while(|recorded| recorded.position < total) {
            write_line(recorded, out)?;
            next = recorded.position + 1;
        }
        bar.set_position(next);
    }
    bar.finish_and_clear();
    Ok(out.flush()?)
}

fn write_line(recorded: &Recorded, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, &Line::of(recorded)?).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}
