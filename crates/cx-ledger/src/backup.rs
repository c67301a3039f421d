//! `cx-ledger backup`: a copy of a ledger, made while it is in use and read back before it counts.
//!
//! Whatever refers to something else is copied before what it refers to: the log names attached files and
//! keys, and an attached file names its key. Files and keys are durable before anything names them. So what
//! is copied later holds all that the earlier needs, however much is written meanwhile.

mod copy;
pub(crate) mod manifest;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use cxl_domain::event::Sha256Hex;
use cxl_store::file_copy::make_private_dir;
use serde::Serialize;
use uuid::Uuid;

use crate::data::{Access, DataArgs, DataDir};
use crate::finding::{self, Finding};
use copy::Parts;
use manifest::{KeysCopy, Manifest};

/// Copy a ledger to a folder, beside a running server if need be
///
/// Copies the log as it stands at one moment, the attached files that it names, and the keys of both; then
/// reads the copy back and compares its root with the ledger's. What is recorded meanwhile is not in it. The
/// file kek is never copied: keep a copy of it apart, for without it nothing typed can be read, and beside the
/// keys it protects nothing. A folder without manifest.json holds no finished backup.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BackupArgs {
    /// The folder for the backup: a new or an empty one
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,

    /// Leave out keys.db; what people typed can't be read again without it
    #[arg(long)]
    without_keys: bool,

    /// Leave out the attached files
    #[arg(long)]
    without_attachments: bool,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger backup --to /backups/2031-03-31
  cx-ledger backup --to /backups/2031-03-31 --json | jq -r .root
  cx-ledger backup --to /backups/log-only --without-keys --without-attachments
  cx-ledger restore --from /backups/2031-03-31 --data /var/lib/cx-restored --verify

Exit codes: 0 a whole backup; 1 a backup, and what the ledger itself lacks; 2 no backup.";

/// Makes the backup and reports.
pub(crate) async fn run(args: &BackupArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = DataDir::named(&args.data)?;
    refuse_server(&dir)?;
    if !args.without_keys {
        refuse_shared_vault(&dir)?;
    }
    let log = dir.open_log(Access::Read)?;
    make_empty(&args.to)?;
    let parts = Parts { keys: !args.without_keys, attachments: !args.without_attachments };
    let copied = copy::copy(&dir, &log, &DataDir::new(&args.to), parts).await;
    let (manifest, findings) = copied.with_context(|| {
        format!("no backup was made in {}: mend the cause, remove that folder, try again", args.to.display())
    })?;
    let report = Report::of(&args.to, &dir, &manifest, findings);
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        report.write(out)?;
    }
    out.flush()?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Refuses a log that is in no file, and names the way to one.
fn refuse_server(dir: &DataDir) -> anyhow::Result<()> {
    let Some(server) = dir.server() else { return Ok(()) };
    bail!(
        "the log is kept by {server}, and a backup copies files: carry the log over into a new folder with cx-ledger \
         migrate --from URL --to sqlite:FOLDER/ledger.db, then the attached files of {} with migrate attachments, then \
         the keys with migrate keys, from the folder where they lie (that of cx-ledger keyd, if they are shared)",
        dir.path().display()
    )
}

/// Refuses to leave out unasked what is not here: keys that nodes share are copied where they lie.
fn refuse_shared_vault(dir: &DataDir) -> anyhow::Result<()> {
    if dir.shares_keys() {
        bail!(
            "the keys of this ledger are with a shared vault: copy keys.db where keyd runs, after this backup, and \
             add --without-keys here"
        );
    }
    Ok(())
}

/// Makes the folder unless it is there and empty.
fn make_empty(folder: &Path) -> anyhow::Result<()> {
    make_private_dir(folder).with_context(|| {
        format!(
            "failed to make the folder {}: make it yourself, or name another one with --to",
            folder.display()
        )
    })?;
    let listed = fs::read_dir(folder).with_context(|| format!("failed to list {}", folder.display()))?;
    if listed.into_iter().next().is_some() {
        bail!("{} is not empty: name a new folder with --to, one for each backup", folder.display());
    }
    Ok(())
}

/// What was copied, for people and for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    folder: &'a Path,
    /// Where the key of the keys lies, which is not in the backup.
    kek: PathBuf,
    ledger: Uuid,
    made: DateTime<Utc>,
    events: u64,
    position: Option<u64>,
    root: Sha256Hex,
    bytes: u64,
    keys: Option<&'a KeysCopy>,
    attachments: Option<Attachments>,
    findings: Vec<Finding>,
}

/// How many files were copied.
#[derive(Debug, Serialize)]
struct Attachments {
    attached: u64,
    copied: u64,
    bytes: u64,
}

impl<'a> Report<'a> {
    fn of(folder: &'a Path, dir: &DataDir, manifest: &'a Manifest, findings: Vec<Finding>) -> Self {
        let Manifest { ledger, made, log, keys, attachments, .. } = manifest;
        let attachments = attachments.as_ref().map(|copy| Attachments {
            attached: copy.attached,
            copied: copy.files.len() as u64,
            bytes: copy.bytes(),
        });
        Self {
            folder,
            kek: dir.key_files().kek,
            ledger: *ledger,
            made: *made,
            events: log.events,
            position: log.position,
            root: log.root,
            bytes: log.file.bytes,
            keys: keys.as_ref(),
            attachments,
            findings,
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { folder, kek, ledger, made, events, root, bytes, .. } = self;
        writeln!(out, "backup    {}", folder.display())?;
        writeln!(out, "ledger    {ledger} as of {made}")?;
        writeln!(out, "log       {events} events, {bytes} bytes")?;
        writeln!(out, "root      {root}, read back from the copy")?;
        match self.keys {
            None => writeln!(out, "keys      left out")?,
            Some(KeysCopy { stored, used, missing, .. }) => {
                writeln!(out, "keys      {stored} stored, {used} used, {missing} missing")?;
                writeln!(out, "          keep a copy of {} apart from this folder", kek.display())?;
            }
        }
        match &self.attachments {
            None => writeln!(out, "files     left out")?,
            Some(Attachments { attached, copied, bytes }) => {
                writeln!(out, "files     {attached} attached, {copied} copied, {bytes} bytes")?;
            }
        }
        finding::write(&self.findings, out)
    }
}
