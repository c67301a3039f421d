//! What is not as it should be, and what to do about it.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use cxl_sqlite::Settings;
use serde::Serialize;

use crate::data::DataDir;
use crate::root::Pass;

/// One thing that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// What kind of thing; stable, for programs.
    pub(super) code: &'static str,
    /// What was found and what to do, for people.
    pub(super) message: String,
}

impl Finding {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The log's settings and contents.
pub(super) fn of_log(settings: &Settings, pass: &Pass, now: DateTime<Utc>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if settings.journal_mode != "wal" {
        let found = &settings.journal_mode;
        let message = format!("journal_mode is {found} instead of wal: start the server once, which sets it");
        findings.push(Finding::new("journal-mode", message));
    }
    if let Some(message) = &pass.unreadable {
        let message =
            format!("{message}; open the ledger with the release that wrote it, or restore a backup");
        findings.push(Finding::new("unreadable-event", message));
    }
    if let Some(newest) = pass.newest.filter(|newest| *newest > now) {
        let message = format!(
            "the newest event was recorded at {newest}, and the clock says {now}: set the clock right"
        );
        findings.push(Finding::new("clock-behind", message));
    }
    findings
}

/// The keys that the log uses and the vault lacks.
pub(super) fn of_keys(missing: u64) -> Option<Finding> {
    (missing > 0).then(|| {
        let message = format!(
            "{missing} keys that the log uses are not in keys.db: put the right keys.db back; what they sealed can't \
             be read, by erasure or by loss"
        );
        Finding::new("keys-missing", message)
    })
}

/// Who else may read the secrets.
#[cfg(unix)]
pub(super) fn of_permissions(dir: &DataDir) -> anyhow::Result<Vec<Finding>> {
    use std::os::unix::fs::PermissionsExt as _;
    const GROUP_AND_OTHERS: u32 = 0o077;
    let files = dir.key_files();
    let mut findings = Vec::new();
    for path in [files.keys, files.kek] {
        let mode = match path.metadata() {
            Ok(metadata) => metadata.permissions().mode() & 0o777,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("failed to look at {}", path.display())),
        };
        if mode & GROUP_AND_OTHERS != 0 {
            let message =
                format!("{} is open to others (mode {mode:03o}): run chmod 600 on it", path.display());
            findings.push(Finding::new("open-to-others", message));
        }
    }
    Ok(findings)
}

/// Other systems have no such bits.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
pub(super) fn of_permissions(_: &DataDir) -> anyhow::Result<Vec<Finding>> {
    Ok(Vec::new())
}
