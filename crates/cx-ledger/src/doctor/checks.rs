//! What is looked at, what was found, and what to do where it is not as it should be.

use chrono::{DateTime, Utc};
use cxl_sqlite::Settings;
use cxl_sqlite::keys::KeysSettings;
use cxl_store::StoreError;
use serde::Serialize;

use crate::data::DataDir;
use crate::finding::Finding;
use crate::root::Pass;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// What; stable, for programs.
    name: &'static str,
    /// The judgment.
    verdict: Verdict,
    /// The kind of finding; none where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// What was read back, and what to do where that is called for.
    message: String,
}

/// A judgment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    Finding,
}

impl Check {
    /// All is well.
    pub(super) fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, code: None, message: found.into() }
    }

    /// Somebody should look at it.
    pub(super) fn not(name: &'static str, Finding { code, message }: Finding) -> Self {
        Self { name, verdict: Verdict::Finding, code: Some(code), message }
    }

    /// Well if `found` is what is `wanted`; otherwise a finding whose message ends with what to do.
    fn setting(
        (name, code): (&'static str, &'static str),
        found: &str,
        wanted: &str,
        what_to_do: &str,
    ) -> Self {
        if found == wanted {
            return Self::ok(name, found);
        }
        Self::not(name, Finding::new(code, format!("{name} is {found} instead of {wanted}: {what_to_do}")))
    }

    /// The finding; none where all is well.
    pub(super) fn finding(&self) -> Option<Finding> {
        self.code.map(|code| Finding::new(code, self.message.clone()))
    }

    /// As a line of a report for people.
    pub(super) fn line(&self) -> String {
        match self.code {
            None => format!("ok        {}: {}", self.name, self.message),
            Some(code) => format!("finding   {code}: {}", self.message),
        }
    }
}

/// The settings on which durability rests, and the format.
pub(super) fn of_settings(settings: &Settings) -> Vec<Check> {
    let format = format!("{}, the newest that this program reads", settings.format);
    let synchronous = settings.synchronous.to_string();
    let local = "move the folder to a local disk, and build SQLite as this program comes with it";
    vec![
        Check::ok("format", format),
        Check::setting(
            ("journal_mode", "journal-mode"),
            &settings.journal_mode,
            "wal",
            "start the server once, which sets it",
        ),
        Check::setting(("synchronous", "synchronous"), &synchronous, "2", local),
    ]
}

/// Whether the log is whole, by its pages, indexes and ranks.
pub(super) fn of_integrity(name: &'static str, verified: Result<(), StoreError>) -> Check {
    match verified {
        Ok(()) => Check::ok(name, "every page, index and rank"),
        Err(error) => Check::not(name, Finding::new("damaged", error.to_string())),
    }
}

/// Whether this release can read every event.
pub(super) fn of_events(pass: &Pass) -> Check {
    match &pass.unreadable {
        None => Check::ok("events", format!("all {} can be read", pass.events)),
        Some(message) => {
            let message =
                format!("{message}; open the ledger with the release that wrote it, or restore a backup");
            Check::not("events", Finding::new("unreadable-event", message))
        }
    }
}

/// Whether the clock goes on where the newest event was recorded.
pub(super) fn of_clock(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Check {
    match newest {
        Some(newest) if newest > now => {
            let message = format!(
                "the newest event was recorded at {newest}, and the clock says {now}: set the clock right"
            );
            Check::not("clock", Finding::new("clock-behind", message))
        }
        Some(newest) => Check::ok("clock", format!("{now}, after the newest event of {newest}")),
        None => Check::ok("clock", format!("{now}; nothing was recorded yet")),
    }
}

/// What keeps the vault shut.
pub(super) fn of_shut_keys(error: &anyhow::Error) -> Check {
    Check::not("keys", Finding::new("keys-shut", format!("{error:#}")))
}

/// The settings of the vault, and whether it holds what the log uses.
pub(super) fn of_keys(settings: &KeysSettings, used: u64, missing: u64) -> Vec<Check> {
    let deletes = if settings.secure_delete { "on" } else { "off" };
    let synchronous = settings.synchronous.to_string();
    let restart = "start the server once, which sets it";
    let keys = match crate::finding::of_keys(missing) {
        None => Check::ok("keys", format!("all {used} that the log uses are there")),
        Some(finding) => Check::not("keys", finding),
    };
    vec![
        Check::setting(
            ("keys journal_mode", "keys-journal-mode"),
            &settings.journal_mode,
            "truncate",
            restart,
        ),
        Check::setting(("keys synchronous", "keys-synchronous"), &synchronous, "2", restart),
        Check::setting(("keys secure_delete", "keys-secure-delete"), deletes, "on", restart),
        keys,
    ]
}

/// Who else may read the ledger's files, or put others in their place.
#[cfg(unix)]
pub(super) fn of_permissions(dir: &DataDir) -> anyhow::Result<Vec<Check>> {
    use std::os::unix::fs::PermissionsExt as _;

    use anyhow::Context as _;

    const OTHERS_READ_OR_WRITE: u32 = 0o077;
    // A folder that others may list is well, since the files in it are their owner's alone.
    const OTHERS_WRITE: u32 = 0o022;
    let files = dir.key_files();
    let mut findings = Vec::new();
    for (path, closed, remedy) in [
        (dir.path().to_owned(), OTHERS_WRITE, "chmod go-w"),
        (dir.log_file(), OTHERS_READ_OR_WRITE, "chmod 600"),
        (files.keys, OTHERS_READ_OR_WRITE, "chmod 600"),
        (files.kek, OTHERS_READ_OR_WRITE, "chmod 600"),
        (dir.attachments_dir(), OTHERS_READ_OR_WRITE, "chmod 700"),
    ] {
        let mode = match path.metadata() {
            Ok(metadata) => metadata.permissions().mode() & 0o777,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("failed to look at {}", path.display())),
        };
        if mode & closed != 0 {
            let message =
                format!("{} is open to others (mode {mode:03o}): run {remedy} on it", path.display());
            findings.push(Check::not("permissions", Finding::new("open-to-others", message)));
        }
    }
    if findings.is_empty() {
        findings.push(Check::ok("permissions", "nobody else may read or replace the files"));
    }
    Ok(findings)
}

/// Other systems have no such bits.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
pub(super) fn of_permissions(_: &DataDir) -> anyhow::Result<Vec<Check>> {
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(check: &Check) -> Option<&'static str> {
        check.finding().map(|finding| finding.code)
    }

    #[test]
    fn a_clock_before_the_newest_event_is_a_finding_that_names_both() {
        let [early, late] = ["2031-03-31T08:00:00Z", "2031-03-31T09:00:00Z"].map(|at| at.parse().unwrap());
        assert_eq!(code(&of_clock(None, early)), None);
        assert_eq!(code(&of_clock(Some(early), late)), None);
        let behind = of_clock(Some(late), early);
        assert_eq!(code(&behind), Some("clock-behind"));
        assert!(behind.line().contains("09:00") && behind.line().contains("set the clock right"));
    }

    #[test]
    fn a_log_that_is_not_flushed_at_each_commit_is_a_finding() {
        let sound = Settings {
            path: "ledger.db".into(),
            journal_mode: "wal".into(),
            synchronous: 2,
            page_size: 4096,
            sqlite_version: String::new(),
            format: 1,
            application_id: 0,
            events: 0,
            streams: 0,
            database_bytes: 0,
            wal_bytes: 0,
        };
        assert!(of_settings(&sound).iter().all(|check| code(check).is_none()));
        let codes = |settings: Settings| of_settings(&settings).iter().filter_map(code).collect::<Vec<_>>();
        assert_eq!(codes(Settings { synchronous: 1, ..sound.clone() }), ["synchronous"]);
        assert_eq!(codes(Settings { journal_mode: "delete".into(), ..sound }), ["journal-mode"]);
    }
}
