//! `cx-ledger migrate attachments`: attached files, encrypted as they are, into another data folder.

use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::print;
use crate::data;
use crate::progress;

/// Copy the attached files of one data folder into another, encrypted as they are
///
/// Their keys go over by `cx-ledger migrate keys`. What lies in the destination stays; a file that lies there with
/// other bytes is named. Run it again for what was attached since.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AttachmentsArgs {
    /// The folder with attachments as they are
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
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Files of the source, all of which lie in the destination now.
    files: u64,
    /// How many of them were copied by this run.
    copied: u64,
}

pub(super) fn run(args: &AttachmentsArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (from, to) = (args.from.join("attachments"), args.to.join("attachments"));
    if !args.from.is_dir() {
        bail!("there is no folder at {}", args.from.display());
    }
    let stored = stored(&from)?;
    let bar = progress::bar(stored.len() as u64, "copying files");
    let mut report = Report::default();
    let mut other = Vec::new();
    for path in stored {
        let name = path.strip_prefix(&from).context("a file of the folder lies in it")?;
        match carry_over(&path, &to.join(name))? {
            Carried::Copied => report.copied += 1,
            Carried::Stood => {}
            Carried::Other => other.push(to.join(name).display().to_string()),
        }
        report.files += 1;
        bar.set_position(report.files);
    }
    bar.finish_and_clear();
    if !other.is_empty() {
        bail!(
            "{} files lie in the destination with other bytes and were left as they are: {}; where doctor finds them \
             sound both are good, since a file that is stored again is encrypted anew",
            other.len(),
            other.join(", ")
        );
    }
    if args.json {
        return print(&report, out);
    }
    writeln!(out, "{} files are in {}, {} copied now", report.files, to.display(), report.copied)?;
    Ok(())
}

/// What became of a file.
enum Carried {
    Copied,
    /// It lies there already, byte for byte.
    Stood,
    /// Other bytes lie there.
    Other,
}

/// Every stored file: `PROGRAM/SHA256`, and no part that a crash left behind.
fn stored(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for program in entries(dir)?.into_iter().filter(|path| path.is_dir()) {
        let is_stored = |path: &PathBuf| path.extension().is_none() && path.is_file();
        found.extend(entries(&program)?.into_iter().filter(is_stored));
    }
    Ok(found)
}

fn entries(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = match fs::read_dir(dir) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("failed to list {}", dir.display())),
    };
    let mut paths: Vec<PathBuf> = listed.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort_unstable();
    Ok(paths)
}

/// Copies a file unless it lies there; under its name it is whole and durable, or absent.
fn carry_over(from: &Path, to: &Path) -> anyhow::Result<Carried> {
    if to.exists() {
        let same = is_same(from, to).with_context(|| format!("failed to compare {}", to.display()))?;
        return Ok(if same { Carried::Stood } else { Carried::Other });
    }
    let folder = to.parent().context("a file lies in a folder")?;
    data::create_private(folder)?;
    let draft = to.with_extension("moving");
    let copy = || {
        fs::copy(from, &draft)?;
        File::open(&draft)?.sync_all()?;
        fs::rename(&draft, to)?;
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    };
    copy().with_context(|| format!("failed to copy {} to {}", from.display(), to.display()))?;
    Ok(Carried::Copied)
}

fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    if fs::metadata(one)?.len() != fs::metadata(other)?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (io::BufReader::new(File::open(one)?), io::BufReader::new(File::open(other)?));
    let (mut left, mut right) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        let read = one.read(&mut left)?;
        if read == 0 {
            return Ok(true);
        }
        other.read_exact(&mut right[..read])?;
        if left[..read] != right[..read] {
            return Ok(false);
        }
    }
}
