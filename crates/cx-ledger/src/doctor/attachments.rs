//! Whether the attached files are there and are what was attached.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Context as _;
use cxl_domain::event::Sha256Hex;
use cxl_store::Vault;
use cxl_store::attachments::{AttachmentError, AttachmentFolder, Attachments as _, FileName, Lying};
use sha2::{Digest, Sha256};

use super::checks::Check;
use super::report::Attachments;
use crate::ambient::OsEntropy;
use crate::data::DataDir;
use crate::finding;
use crate::root::Pass;

/// How one attached file stands.
enum Standing {
    Whole(u64),
    Missing,
    KeyMissing,
    Altered,
}

/// Reads every attached file, and lists what else lies beside them. Removes nothing.
pub(super) fn examine(
    dir: &DataDir,
    vault: Arc<dyn Vault>,
    pass: &Pass,
    checks: &mut Vec<Check>,
) -> anyhow::Result<Attachments> {
    let folder = dir.attachments(vault, Box::new(OsEntropy));
    let mut report = Attachments { attached: pass.attached.len() as u64, ..Attachments::default() };
    let (mut missing, mut erased, mut altered) = (Vec::new(), Vec::new(), Vec::new());
    for name in &pass.attached {
        match standing(&folder, *name).with_context(|| format!("the attached file {name} can't be read"))? {
            Standing::Whole(bytes) => {
                report.whole += 1;
                report.bytes += bytes;
            }
            Standing::Missing => missing.push(name.to_string()),
            Standing::KeyMissing => erased.push(name.to_string()),
            Standing::Altered => altered.push(name.to_string()),
        }
    }
    let lying = folder.list().context("the folder of attached files can't be listed")?;
    let (orphans, parts) = beside(&pass.attached, lying);
    let told = [
        ("attachment-missing", missing, "are attached and not there: put them back from a backup"),
        ("attachment-altered", altered, "are not what was attached: put them back from a backup"),
        (
            "attachment-key-missing",
            erased,
            "are encrypted under keys that the vault lacks, by erasure or by loss",
        ),
        (
            "attachment-orphaned",
            orphans,
            "were uploaded and are attached to nothing: remove those that nobody is about to attach",
        ),
        (
            "attachment-unfinished",
            parts,
            "are no attached files: what a crash left of an upload may be removed while the server is stopped",
        ),
    ];
    let findings = told.iter().filter_map(|(code, names, message)| finding::of_files(code, names, message));
    let found: Vec<Check> = findings.map(|finding| Check::not("files", finding)).collect();
    if found.is_empty() {
        checks.push(Check::ok(
            "files",
            format!("every attached file is what was attached, {} in all", report.whole),
        ));
    }
    checks.extend(found);
    Ok(report)
}

fn standing(folder: &AttachmentFolder, name: FileName) -> anyhow::Result<Standing> {
    let mut file = match folder.open(name) {
        Ok(Some(file)) => file,
        Ok(None) => return Ok(Standing::Missing),
        Err(AttachmentError::KeyMissing { .. }) => return Ok(Standing::KeyMissing),
        Err(AttachmentError::Altered { .. }) => return Ok(Standing::Altered),
        Err(error) => return Err(error.into()),
    };
    let mut hash = Sha256::new();
    loop {
        match file.part() {
            Ok(Some(part)) => hash.update(&part),
            Ok(None) => break,
            Err(AttachmentError::Altered { .. }) => return Ok(Standing::Altered),
            Err(error) => return Err(error.into()),
        }
    }
    let same = Sha256Hex(hash.finalize().into()) == name.sha256;
    Ok(if same { Standing::Whole(file.file().bytes) } else { Standing::Altered })
}

/// What lies there and is not attached: whole files, and everything else.
fn beside(attached: &BTreeSet<FileName>, lying: Vec<Lying>) -> (Vec<String>, Vec<String>) {
    let (mut orphans, mut parts) = (Vec::new(), Vec::new());
    for it in lying {
        match it {
            Lying::File(name) if attached.contains(&name) => {}
            Lying::File(name) => orphans.push(name.to_string()),
            Lying::Other(path) => parts.push(path.display().to_string()),
        }
    }
    (orphans, parts)
}
