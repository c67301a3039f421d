//! `cx-ledger migrate attachments`: attached files, encrypted as they are, into another data folder.

use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use cxl_store::attachments::{self, AttachmentError, FileName, Lying};
use serde::Serialize;

use super::print;
use crate::progress;

/// Copy the attached files of one data folder into another, encrypted as they are
///
/// Their keys go over by `cx-ledger migrate keys`. What lies in the destination stays; a file that lies there with
/// other bytes is named, and so is one that is damaged. Run it again for what was attached since.
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
    let stored = attachments::list(&from)?.into_iter().filter_map(|lying| match lying {
        Lying::File(name) => Some(name),
        Lying::Other(_) => None,
    });
    let stored: Vec<FileName> = stored.collect();
    let bar = progress::bar(stored.len() as u64, "copying files");
    let mut report = Report::default();
    let (mut other, mut altered) = (Vec::new(), Vec::new());
    for name in stored {
        match carry_over(&from, &to, name)? {
            Carried::Copied => report.copied += 1,
            Carried::Stood => {}
            Carried::Other => other.push(to.join(name.to_string()).display().to_string()),
            Carried::Altered => altered.push(from.join(name.to_string()).display().to_string()),
        }
        report.files += 1;
        bar.set_position(report.files);
    }
    bar.finish_and_clear();
    if !altered.is_empty() {
        bail!(
            "{} files are no stored files any more and were left where they are: {}; put them back from a backup",
            altered.len(),
            altered.join(", ")
        );
    }
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
    /// It has not the form of a stored file.
    Altered,
}

/// Copies a file unless it lies there.
fn carry_over(from: &Path, to: &Path, name: FileName) -> anyhow::Result<Carried> {
    let (source, target) = (from.join(name.to_string()), to.join(name.to_string()));
    if target.exists() {
        let same = is_same(&source, &target);
        let same = same.with_context(|| format!("failed to compare {}", target.display()))?;
        return Ok(if same { Carried::Stood } else { Carried::Other });
    }
    match attachments::copy(from, to, name) {
        Ok(Some(_)) => Ok(Carried::Copied),
        Ok(None) => bail!("{} is gone since it was listed", source.display()),
        Err(AttachmentError::Altered { .. }) => Ok(Carried::Altered),
        Err(error) => Err(error.into()),
    }
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
