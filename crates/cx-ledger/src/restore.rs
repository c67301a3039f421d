//! `cx-ledger restore`: a ledger again from its backup, and the proof that it is the same.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use cxl_domain::event::Sha256Hex;
use cxl_store::attachments;
use cxl_store::file_copy::{self, FileSum};
use serde::Serialize;
use uuid::Uuid;

use crate::backup::manifest::Manifest;
use crate::data::{Access, DataArgs, DataDir, create_private};
use crate::finding::{self, Finding};
use crate::{doctor, progress};

/// Make a ledger again from a backup, in a folder that holds none
///
/// Every file is copied, and compared with what the backup says of it. With --verify the restored ledger is
/// then read whole: its root and its last position must be those of the backup, and whatever the log names is
/// looked for, opened and judged as doctor does. The backup is not changed. Never serve a ledger and its
/// restored copy at the same time.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RestoreArgs {
    /// The folder of the backup
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,

    /// Read the restored ledger whole and prove it equal
    #[arg(long)]
    verify: bool,

    /// The copy of the file kek that was kept apart from the backup
    #[arg(long, value_name = "FILE")]
    kek: Option<PathBuf>,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

const EXAMPLES: &str = "\
Examples:
  cx-ledger restore --from /backups/2031-03-31 --kek /safe/kek --data /var/lib/cx --verify
  cx-ledger restore --from /backups/2031-03-31 --data /tmp/rehearsal --verify --json | jq .equal

Exit codes: 0 restored; 1 restored, and something is missing or was left out; 2 not restored.";

/// Restores and reports.
pub(crate) async fn run(args: &RestoreArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let manifest = Manifest::read(&args.from)?;
    let dir = DataDir::named(&args.data)?;
    refuse_used(&dir, args.kek.is_some())?;
    create_private(dir.path())?;
    copy(&DataDir::new(&args.from), &dir, &manifest, args.kek.as_deref()).with_context(|| {
        let there = dir.path().display();
        format!("no ledger was restored in {there}: mend the cause, remove what lies there, try again")
    })?;
    let mut findings = left_out(&manifest);
    if args.verify {
        findings.extend(prove_equal(&dir, &manifest).await?);
    } else if !dir.key_files().kek.exists() {
        let kek = dir.key_files().kek;
        let message = format!("put the kek of this ledger at {} before it is served", kek.display());
        findings.push(Finding::new("kek-missing", message));
    }
    let report = Report {
        folder: dir.path(),
        ledger: manifest.ledger,
        events: manifest.log.events,
        position: manifest.log.position,
        root: manifest.log.root,
        equal: args.verify,
        findings,
    };
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        report.write(out)?;
    }
    out.flush()?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Refuses a folder in which anything of a ledger lies already. A kek may, unless one is named.
///
/// What SQLite left beside a file that is gone would be taken for changes to the restored one.
fn refuse_used(dir: &DataDir, names_kek: bool) -> anyhow::Result<()> {
    if let Some(server) = dir.server() {
        bail!(
            "the log is kept by {server}, and a backup is restored into files: leave out --store, and carry the \
             restored ledger over with migrate"
        );
    }
    let files = dir.key_files();
    let left = [(dir.log_file(), "-wal"), (files.keys.clone(), "-journal")].map(|(path, suffix)| {
        let mut name = path.into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    });
    let kek = names_kek.then_some(files.kek);
    let used = [dir.log_file(), files.keys, dir.attachments_dir()].into_iter().chain(left).chain(kek);
    for path in used {
        if path.try_exists().with_context(|| format!("failed to look for {}", path.display()))? {
            bail!(
                "there is {} already: a ledger is restored into a folder that holds none; name another with --data",
                path.display()
            );
        }
    }
    Ok(())
}

/// Copies what is in the backup; the log last, for without it nothing is taken for a ledger.
fn copy(from: &DataDir, to: &DataDir, manifest: &Manifest, kek: Option<&Path>) -> anyhow::Result<()> {
    let files = manifest.attachments.iter().flat_map(|attachments| &attachments.files);
    let bar = progress::bar(files.clone().count() as u64, "copying attached files");
    for file in files {
        let name = file.name();
        let copied = attachments::copy(&from.attachments_dir(), &to.attachments_dir(), name)?;
        let copied = copied.with_context(|| format!("the backup lacks the attached file {name}"))?;
        same(&format!("the attached file {name}"), copied.stored, file.stored)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(keys) = &manifest.keys {
        copy_file(&from.key_files().keys, &to.key_files().keys, Some(keys.file))?;
    }
    if let Some(kek) = kek {
        copy_file(kek, &to.key_files().kek, None)?;
    }
    copy_file(&from.log_file(), &to.log_file(), Some(manifest.log.file))
}

fn copy_file(from: &Path, to: &Path, expected: Option<FileSum>) -> anyhow::Result<()> {
    let copied = file_copy::copy_if(from, to, |sum| expected.is_none_or(|expected| sum == expected))
        .with_context(|| format!("failed to copy {} to {}", from.display(), to.display()))?;
    expected.map_or(Ok(()), |expected| same(&from.display().to_string(), copied, expected))
}

fn same(what: &str, found: FileSum, expected: FileSum) -> anyhow::Result<()> {
    if found != expected {
        bail!(
            "{what} is not what was backed up: {} bytes with SHA-256 {} instead of {} with {}; use another backup",
            found.bytes,
            found.sha256,
            expected.bytes,
            expected.sha256,
        );
    }
    Ok(())
}

/// What the backup was made without.
fn left_out(manifest: &Manifest) -> Vec<Finding> {
    let keys = manifest.keys.is_none().then(|| {
        Finding::new(
            "keys-left-out",
            "the backup was made without keys: put keys.db in place before it is served",
        )
    });
    let attachments = manifest.attachments.is_none().then(|| {
        let message = "the backup was made without attached files: put the folder attachments in place";
        Finding::new("attachments-left-out", message)
    });
    keys.into_iter().chain(attachments).collect()
}

/// Reads the restored ledger whole; a log that is not the one of the backup is an error.
async fn prove_equal(dir: &DataDir, manifest: &Manifest) -> anyhow::Result<Vec<Finding>> {
    let log = dir.open_log(Access::Read)?;
    if log.ledger_id() != manifest.ledger {
        bail!("the restored log is ledger {}, and the backup names {}", log.ledger_id(), manifest.ledger);
    }
    let report = doctor::examine(dir, &log).await?;
    let (events, root) = report.root();
    if (events, root) != (manifest.log.events, &manifest.log.root.to_string()) {
        bail!(
            "the restored log is not the one that was backed up: {events} events with root {root}, and the backup \
             names {} with {}; do not serve {}, use another backup",
            manifest.log.events,
            manifest.log.root,
            dir.path().display(),
        );
    }
    Ok(report.into_findings())
}

/// What was restored, for people and for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    folder: &'a Path,
    ledger: Uuid,
    events: u64,
    position: Option<u64>,
    root: Sha256Hex,
    /// Whether position and root were read back and are those of the backup; false if nobody asked.
    equal: bool,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { folder, ledger, events, root, equal, findings, .. } = self;
        writeln!(out, "restored  {}", folder.display())?;
        writeln!(out, "ledger    {ledger}")?;
        writeln!(out, "log       {events} events")?;
        let told = if *equal {
            "read back: the ledger is equal to the one that was backed up"
        } else {
            "as the backup says; --verify reads it back"
        };
        writeln!(out, "root      {root}, {told}")?;
        finding::write(findings, out)
    }
}
