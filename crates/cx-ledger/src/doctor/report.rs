//! How the report reads, for people and for programs.

use std::io::{self, Write};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use cxl_ledger::checkpoint::Standing;
use cxl_sqlite::Settings;
use cxl_sqlite::keys::KeysSettings;
use serde::Serialize;
use uuid::Uuid;

use super::checks::Check;
use crate::finding::Finding;
use crate::root::Pass;

/// Everything that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(super) ledger: Uuid,
    pub(super) log: Log,
    pub(super) root: Root,
    /// None if the vault does not open.
    pub(super) keys: Option<Keys>,
    /// None if the vault does not open.
    pub(super) attachments: Option<Attachments>,
    pub(super) checkpoint: Checkpoint,
    /// Bytes that are free where the log lies; none where the system does not say.
    pub(super) free_bytes: Option<u64>,
    pub(super) now: DateTime<Utc>,
    /// Everything that was judged.
    pub(super) checks: Vec<Check>,
    /// Of that, what somebody should look at.
    pub(super) findings: Vec<Finding>,
}

/// The log's file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Log {
    path: PathBuf,
    format: u32,
    sqlite_version: String,
    journal_mode: String,
    synchronous: Synchronous,
    page_size: u32,
    database_bytes: u64,
    wal_bytes: u64,
    events: u64,
    streams: u64,
    newest: Option<DateTime<Utc>>,
}

/// How a commit reaches the disk: a setting of a connection, so nothing that a file could tell.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Synchronous {
    /// SQLite's level; 2 is FULL, a flush before every acknowledgment.
    level: u32,
    name: &'static str,
    /// On which connection it was read back.
    read_back_on: &'static str,
}

/// Said of a level that no writing process was asked for.
const OWN_CONNECTION: &str =
    "a connection of this command, set up as the writer's; serve prints the writer's own";

/// The root over the leaves of all events, and of how many.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Root {
    pub(super) events: u64,
    pub(super) sha256: String,
}

/// The vault's file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Keys {
    format: u32,
    epoch: u64,
    journal_mode: String,
    secure_delete: bool,
    stored: u64,
    used: u64,
    missing: u64,
    codes: u64,
}

/// The attached files.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attachments {
    /// How many the log names.
    pub(super) attached: u64,
    /// How many of those were read whole and have their hash.
    pub(super) whole: u64,
    /// How many bytes these have.
    pub(super) bytes: u64,
}

/// How far the checkpoint of the views reaches. It can be made anew at any time, so nothing of it is a finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checkpoint {
    events: u64,
    files: u64,
    bytes: u64,
    /// Why the rest of it is of no use.
    unusable: Option<String>,
}

impl From<Standing> for Checkpoint {
    fn from(Standing { events, files, bytes, unusable }: Standing) -> Self {
        Self { events, files, bytes, unusable }
    }
}

impl Log {
    pub(super) fn of(settings: Settings, pass: &Pass) -> Self {
        let synchronous = Synchronous {
            level: settings.synchronous,
            name: settings.synchronous_name(),
            read_back_on: OWN_CONNECTION,
        };
        Self {
            path: settings.path,
            format: settings.format,
            sqlite_version: settings.sqlite_version,
            journal_mode: settings.journal_mode,
            synchronous,
            page_size: settings.page_size,
            database_bytes: settings.database_bytes,
            wal_bytes: settings.wal_bytes,
            events: settings.events,
            streams: settings.streams,
            newest: pass.newest,
        }
    }
}

impl Keys {
    pub(super) fn of(settings: KeysSettings, used: u64, missing: u64) -> Self {
        Self {
            format: settings.format,
            epoch: settings.epoch,
            journal_mode: settings.journal_mode,
            secure_delete: settings.secure_delete,
            stored: settings.keys,
            used,
            missing,
            codes: settings.codes,
        }
    }
}

impl Keys {
    /// Writes how the vault's file stands.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { format, epoch, journal_mode, secure_delete, stored, used, missing, codes } = self;
        let deletes = if *secure_delete { "deletes for good" } else { "leaves traces of what is deleted" };
        writeln!(out, "keys      format {format}, epoch {epoch}, {journal_mode}, {deletes}")?;
        writeln!(
            out,
            "          {stored} stored, {used} used, {missing} missing; people with a code: {codes}"
        )
    }
}

impl Attachments {
    /// Writes how the attached files stand.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { attached, whole, bytes } = self;
        writeln!(out, "files     {attached} attached, {whole} whole, {bytes} bytes")
    }
}

impl Report {
    /// How many events there are, and the root over them.
    pub(crate) fn root(&self) -> (u64, &str) {
        (self.root.events, &self.root.sha256)
    }

    /// What somebody should look at.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Writes the report for a person.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { ledger, log, root, keys, attachments, checkpoint, now, checks, findings, .. } = self;
        writeln!(out, "ledger    {ledger}")?;
        writeln!(out, "log       {}", log.path.display())?;
        let Log { format, sqlite_version, journal_mode, page_size, .. } = log;
        writeln!(
            out,
            "          format {format}, SQLite {sqlite_version}, {journal_mode}, pages of {page_size} bytes"
        )?;
        let Synchronous { level, name, read_back_on } = &log.synchronous;
        writeln!(out, "          synchronous {level} ({name}), read back on {read_back_on}")?;
        let Log { events, streams, database_bytes, wal_bytes, .. } = log;
        writeln!(
            out,
            "          {events} events in {streams} streams, {database_bytes} + {wal_bytes} bytes"
        )?;
        let newest = log.newest.map_or_else(|| "nothing yet".to_owned(), |newest| newest.to_string());
        writeln!(out, "          newest recorded {newest}, now {now}")?;
        writeln!(out, "root      {} over {} events", root.sha256, root.events)?;
        match keys {
            None => writeln!(out, "keys      can't be read")?,
            Some(keys) => keys.write(out)?,
        }
        attachments.iter().try_for_each(|attachments| attachments.write(out))?;
        let Checkpoint { events, files, bytes, unusable } = checkpoint;
        writeln!(out, "start     {events} events from the checkpoint: {files} files, {bytes} bytes")?;
        if let Some(reason) = unusable {
            writeln!(out, "          of no use after them, so folded from the log: {reason}")?;
        }
        checks.iter().try_for_each(|check| writeln!(out, "{}", check.line()))?;
        match findings.len() {
            0 => writeln!(out, "findings  none"),
            count => writeln!(out, "findings  {count}"),
        }
    }
}
