//! `cx-ledger migrate`: a ledger moves to another keeper, in three steps that each have a name.
//!
//! The log comes first and by itself; keys and attached files lie in data folders whichever keeper holds the
//! log, and go over by the steps [`keys`] and [`attachments`].

mod attachments;
pub(crate) mod keys;
pub(crate) mod stores;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use cxl_store::EventStore;
use cxl_store::copy::{self, Copied};
use serde::Serialize;

use crate::store_url::{StoreArg, StoreUrl};
use crate::{progress, root};

/// Carry a ledger over to another keeper: its log, then its keys, then its attached files
///
/// The log goes over byte for byte in its order: event ids, positions and the root come out the same, which is
/// checked at the end. Stop whatever writes to it first. What was broken off goes on when it is run again; a
/// destination that holds anything else is refused and left as it is.
///
/// Keys and attached files are steps of their own: see `cx-ledger migrate keys --help` and
/// `cx-ledger migrate attachments --help`.
#[derive(Debug, Clone, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = EXAMPLES)]
pub(crate) struct MigrateArgs {
    #[command(subcommand)]
    step: Option<Step>,

    /// The log as it is: sqlite:PATH, or esdb://HOST:PORT
    #[arg(long, required = true, value_name = "URL")]
    from: Option<StoreArg>,

    /// The log that is to be: sqlite:PATH or esdb://HOST:PORT, with nothing in it, or what an earlier run began
    #[arg(long, required = true, value_name = "URL")]
    to: Option<StoreArg>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger migrate --from sqlite:./data/ledger.db --to sqlite:/mnt/fast/ledger.db
  cx-ledger migrate --from sqlite:./data/ledger.db --to esdb://admin:PASSWORD@node1:2113
  cx-ledger migrate keys --from ./data --to /var/lib/keyd
  cx-ledger migrate attachments --from ./data --to /var/lib/cx

Exit code 0: everything stands at both ends, and was compared; 2: not done, and why.";

/// What does not lie in the log.
#[derive(Debug, Clone, clap::Subcommand)]
enum Step {
    Keys(keys::KeysArgs),
    Attachments(attachments::AttachmentsArgs),
}

/// For how long a destination that does not take an append is asked again.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What stands at both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Moved {
    /// Events in either log.
    events: u64,
    /// How many of them this run appended.
    copied: u64,
    /// The root over them, the same in both.
    root: String,
}

/// Carries over what was named.
pub(crate) async fn run(args: &MigrateArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match (&args.step, &args.from, &args.to) {
        (Some(Step::Keys(args)), ..) => keys::run(args, out).await?,
        (Some(Step::Attachments(args)), ..) => attachments::run(args, out)?,
        (None, Some(from), Some(to)) => {
            let (from, to) = (StoreUrl::parse(from)?, StoreUrl::parse(to)?);
            log(&from, &to, args.json, out).await?;
        }
        (None, ..) => bail!("name both logs: --from and --to"),
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

async fn log(from: &StoreUrl, to: &StoreUrl, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let source = stores::source(from).await?;
    let destination = stores::destination(to, source.ledger).await?;
    let moved = carry_over(&*source.log, &*destination).await?;
    if json {
        return print(&moved, out);
    }
    let Moved { events, copied, root } = moved;
    writeln!(out, "{events} events stand in {to}, {copied} of them since this run")?;
    writeln!(out, "root {root}, the same in both")?;
    writeln!(
        out,
        "\nKeys and attached files are steps of their own:\n  cx-ledger migrate keys --from DIR --to DIR\n  \
         cx-ledger migrate attachments --from DIR --to DIR"
    )?;
    Ok(())
}

/// Copies the log and compares the roots over both.
pub(crate) async fn carry_over(from: &dyn EventStore, to: &dyn EventStore) -> anyhow::Result<Moved> {
    let total = *from.head().borrow();
    let bar = progress::bar(total, "copying");
    let copied = copy::copy(from, to, PATIENCE, |events| bar.set_position(events)).await?;
    bar.finish_and_clear();
    let (here, there) = (root_of(from, total).await?, root_of(to, total).await?);
    if here != there {
        bail!(
            "the roots differ: {here} over the source, {there} over the destination; do not use the destination"
        );
    }
    Ok(Moved { root: here, ..Moved::of(copied) })
}

impl Moved {
    fn of(copied: Copied) -> Self {
        Self { events: copied.events, copied: copied.events - copied.stood, root: String::new() }
    }
}

/// The root over a whole log, in hex.
async fn root_of(log: &dyn EventStore, total: u64) -> anyhow::Result<String> {
    let bar = progress::bar(total, "comparing");
    let pass = root::pass(log, |done| bar.set_position(done)).await.context("a log can't be read whole")?;
    bar.finish_and_clear();
    Ok(hex::encode(pass.root))
}

/// Prints a report as JSON.
fn print(report: &impl Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}
