//! How the report on a server reads, for people and for programs.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use cxl_kurrent::{Address, Looked, Member};
use serde::Serialize;
use uuid::Uuid;

use super::super::checks::Check;
use super::super::report::{Attachments, Keys, Root};
use super::{checks, members};
use crate::certificate::Certificate;
use crate::finding::Finding;

/// Everything that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Report {
    /// None if its keys do not tell.
    pub(super) ledger: Option<Uuid>,
    pub(super) server: Server,
    /// None if the log can't be read.
    pub(super) root: Option<Root>,
    /// None if they are in a shared vault, or do not open.
    pub(super) keys: Option<Keys>,
    /// None if the keys are in the data folder, or the vault can't be reached.
    pub(super) vault: Option<VaultSeen>,
    /// None if the vault or the log does not open.
    pub(super) attachments: Option<Attachments>,
    pub(super) now: DateTime<Utc>,
    /// Everything that was judged.
    pub(super) checks: Vec<Check>,
    /// Of that, what somebody should look at.
    pub(super) findings: Vec<Finding>,
}

/// The server that keeps the log.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Server {
    /// As it was addressed, without user and password.
    address: String,
    /// By which its streams are known there.
    ledger_name: String,
    pub(super) version: Option<String>,
    hosts: Vec<Host>,
    /// None if the hosts do not tell, or do not agree.
    leader: Option<String>,
    /// As the first host tells them that tells any.
    members: Vec<MemberSeen>,
    pub(super) events: Option<u64>,
    pub(super) newest: Option<DateTime<Utc>>,
}

/// One host of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Host {
    host: String,
    reached: bool,
    certificate_ends: Option<DateTime<Utc>>,
    certificate_issuer: Option<String>,
    clock: Option<DateTime<Utc>>,
}

/// A member of its cluster.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MemberSeen {
    host: String,
    state: String,
    alive: bool,
}

/// A vault that many nodes share.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VaultSeen {
    pub(super) address: String,
    /// That which it presents.
    pub(super) certificate_ends: Option<DateTime<Utc>>,
    pub(super) certificate_issuer: Option<String>,
    pub(super) used: u64,
    pub(super) missing: u64,
}

impl Server {
    pub(super) fn of(address: &Address, looked: &[Looked]) -> Self {
        let members = members::members(looked).iter().cloned();
        let seen = |Member { host, state, is_alive }| MemberSeen { host, state, alive: is_alive };
        Self {
            address: address.to_string(),
            ledger_name: address.ledger().to_string(),
            version: None,
            hosts: looked.iter().map(Host::of).collect(),
            leader: members::leader(looked).map(str::to_owned),
            members: members.map(seen).collect(),
            events: None,
            newest: None,
        }
    }
}

impl Host {
    fn of(looked: &Looked) -> Self {
        let shown = looked.shown.as_ref().ok().and_then(|shown| shown.certificate.as_deref());
        let Certificate { issuer, ends } = shown.map(Certificate::read).unwrap_or_default();
        Self {
            host: looked.host.clone(),
            reached: looked.shown.is_ok(),
            certificate_ends: ends,
            certificate_issuer: issuer,
            clock: checks::clock(looked),
        }
    }
}

impl Report {
    pub(super) fn new(server: Server, now: DateTime<Utc>, checks: Vec<Check>) -> Self {
        Self {
            ledger: None,
            server,
            root: None,
            keys: None,
            vault: None,
            attachments: None,
            now,
            checks,
            findings: Vec::new(),
        }
    }

    pub(super) fn concluded(mut self) -> Self {
        self.findings = self.checks.iter().filter_map(Check::finding).collect();
        self
    }

    /// Whether anything needs somebody's attention.
    pub(in super::super) fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    /// Whether the log could be read.
    pub(in super::super) fn has_read_log(&self) -> bool {
        self.root.is_some()
    }

    /// Writes the report for a person.
    pub(in super::super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { ledger, server, root, vault, keys, attachments, now, checks, findings } = self;
        let named =
            ledger.map_or_else(|| "not known: its keys do not tell".to_owned(), |ledger| ledger.to_string());
        writeln!(out, "ledger    {named}")?;
        writeln!(out, "log       {}, as {}", server.address, server.ledger_name)?;
        if let (Some(version), Some(events)) = (&server.version, server.events) {
            writeln!(out, "          KurrentDB {version}, {events} events")?;
        }
        let newest = server.newest.map_or_else(|| "not known".to_owned(), |newest| newest.to_string());
        writeln!(out, "          newest recorded {newest}, now {now}")?;
        if let Some(Root { events, sha256 }) = root {
            writeln!(out, "root      {sha256} over {events} events")?;
        }
        if let Some(VaultSeen { address, used, missing, .. }) = vault {
            writeln!(out, "vault     {address}, {used} keys used, {missing} missing")?;
        }
        keys.iter().try_for_each(|keys| keys.write(out))?;
        attachments.iter().try_for_each(|attachments| attachments.write(out))?;
        checks.iter().try_for_each(|check| writeln!(out, "{}", check.line()))?;
        match findings.len() {
            0 => writeln!(out, "findings  none"),
            count => writeln!(out, "findings  {count}"),
        }
    }
}
