//! The copying itself: the log, then what it names, then the keys of both.

use anyhow::{Context as _, bail};
use cxl_domain::event::Sha256Hex;
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeysError, ShutVault};
use cxl_store::attachments::{self, AttachmentError};
use cxl_store::file_copy::sum;
use cxl_store::{EventStore, KeyId};

use super::manifest::{AttachmentsCopy, FORMAT, FileCopy, KeysCopy, LogCopy, Manifest};
use crate::data::DataDir;
use crate::finding::{self, Finding};
use crate::root::{self, Pass};
use crate::{ambient, progress};

/// What is copied beside the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// The vault.
    pub(super) keys: bool,
    /// The attached files.
    pub(super) attachments: bool,
}

/// Fills the folder `to` and answers its manifest, with what the ledger itself lacks.
pub(super) async fn copy(
    from: &DataDir,
    log: &SqliteLog,
    to: &DataDir,
    parts: Parts,
) -> anyhow::Result<(Manifest, Vec<Finding>)> {
    let made = ambient::now();
    let pass = copy_log(log, to).await?;
    let mut findings = Vec::new();
    let mut used: Vec<KeyId> = pass.keys.iter().copied().collect();
    let attachments = if parts.attachments {
        Some(copy_attachments(from, to, &pass, &mut used, &mut findings)?)
    } else {
        None
    };
    let keys = if parts.keys {
        Some(copy_keys(from, log, to, used).context("the keys can't be copied")?)
    } else {
        None
    };
    findings.extend(keys.as_ref().and_then(|keys| finding::of_keys(keys.missing)));
    let manifest = Manifest {
        format: FORMAT,
        ledger: log.ledger_id(),
        made,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        log: LogCopy {
            events: pass.events,
            position: pass.events.checked_sub(1),
            root: Sha256Hex(pass.root),
            newest: pass.newest,
            file: sum(&to.log_file()).context("the copy of the log can't be read back")?,
        },
        keys,
        attachments,
    };
    manifest.write(to.path())?;
    Ok((manifest, findings))
}

/// Copies the log and proves the copy equal: both are read whole, and their roots compared.
async fn copy_log(log: &SqliteLog, to: &DataDir) -> anyhow::Result<Pass> {
    let bar = progress::bytes("copying the log");
    let events = log.copy_to(&to.log_file(), |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    let source = read("reading the log", log, events).await.context("the log can't be read whole")?;
    let copy = SqliteLog::open_copy(&to.log_file())?;
    let pass = read("reading the copy", &copy, events).await.context("the copy can't be read whole")?;
    if (pass.events, pass.root) != (events, source.root) {
        bail!(
            "the copy of the log differs from the log: {} of {events} events, root {} instead of {}; look for a \
             failing disk or memory",
            pass.events,
            hex::encode(pass.root),
            hex::encode(source.root),
        );
    }
    Ok(pass)
}

async fn read(what: &'static str, log: &dyn EventStore, events: u64) -> anyhow::Result<Pass> {
    let bar = progress::bar(events, what);
    let pass = root::pass_of(log, events, |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    pass
}

/// Copies what the log names, and adds the keys of the files to those that are used.
fn copy_attachments(
    from: &DataDir,
    to: &DataDir,
    pass: &Pass,
    used: &mut Vec<KeyId>,
    findings: &mut Vec<Finding>,
) -> anyhow::Result<AttachmentsCopy> {
    let bar = progress::bar(pass.attached.len() as u64, "copying attached files");
    let (source, target) = (from.attachments_dir(), to.attachments_dir());
    let (mut files, mut missing, mut altered) = (Vec::new(), Vec::new(), Vec::new());
    for name in &pass.attached {
        match attachments::copy(&source, &target, *name) {
            Ok(Some(copied)) => {
                used.push(copied.key);
                let stored = copied.stored;
                files.push(FileCopy { program: name.program, sha256: name.sha256, stored });
            }
            Ok(None) => missing.push(name.to_string()),
            Err(AttachmentError::Altered { .. }) => altered.push(name.to_string()),
            Err(error) => return Err(error.into()),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let told = [
        ("attachment-missing", missing, "are attached and not there, so they are not in the backup"),
        ("attachment-altered", altered, "are no stored files any more, so they are not in the backup"),
    ];
    findings.extend(told.iter().filter_map(|(code, names, message)| finding::of_files(code, names, message)));
    Ok(AttachmentsCopy { attached: pass.attached.len() as u64, files })
}

/// Copies the vault and looks up every key that the copied log and files use.
fn copy_keys(
    from: &DataDir,
    log: &SqliteLog,
    to: &DataDir,
    mut used: Vec<KeyId>,
) -> anyhow::Result<KeysCopy> {
    let (source, target) = (from.key_files().keys, to.key_files().keys);
    let vault = ShutVault::open(&source)?;
    let found = vault.ledger()?;
    if found != log.ledger_id() {
        return Err(KeysError::Foreign { keys: source, expected: log.ledger_id(), found }.into());
    }
    vault.copy_to(&target)?;
    used.sort_unstable();
    used.dedup();
    let copy = ShutVault::open(&target)?;
    let missing = copy.missing(&used)?;
    let lost = missing.len() - vault.missing(&missing)?.len();
    if lost > 0 {
        bail!("{lost} keys that the log uses did not come into the copy: look for a failing disk or memory");
    }
    let (stored, used, missing) = (copy.count()?, used.len() as u64, missing.len() as u64);
    drop(copy);
    let file = sum(&target).context("the copy of the keys can't be read back")?;
    Ok(KeysCopy { stored, used, missing, file })
}
