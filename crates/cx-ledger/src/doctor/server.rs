//! `doctor --store esdb://…`: how the server stands that keeps the log, and the vault that goes with it. Records
//! nothing.

mod checks;
mod members;
mod report;

use std::sync::Arc;

use anyhow::bail;
use cxl_kurrent::{Address, KurrentLog};
use cxl_sqlite::keys::{KeysDb, Refill};
use cxl_store::{KeyId, Vault};

use super::attachments;
use super::checks as common;
use super::report::Root;
use super::space::{self, Place};
use crate::ambient;
use crate::certificate::Certificate;
use crate::data::DataDir;
use crate::log::Log;
use crate::shared_vault::SharedVault;
use crate::{progress, root};
pub(super) use report::Report;
use report::{Server, VaultSeen};

/// Looks at the server, the log and the vault, and judges them.
pub(super) async fn examine(dir: &DataDir, address: &Address) -> anyhow::Result<Report> {
    let now = ambient::now();
    let mut checks = vec![checks::of_transport(address)];
    let looked = address.look().await;
    checks.extend(looked.iter().flat_map(|host| checks::of_host(host, now)));
    checks.extend(members::of_cluster(&looked));
    checks.extend(checks::of_files(&address.certificates(), now));
    let server = Server::of(address, &looked);
    let mut report = Report::new(server, now, checks);
    let log = match dir.read_log().await {
        Ok(Log::Server(log)) => log,
        Ok(Log::File(_)) => bail!("the log at {address} is not kept by a server: examine it without --store"),
        Err(error) => {
            report.checks.push(checks::of_shut_log(&error));
            examine_vault(dir, None, &mut report)?;
            return Ok(report.concluded());
        }
    };
    let pass = examine_log(address, &log, &mut report).await;
    let vault = examine_vault(dir, pass.as_ref(), &mut report)?;
    if let (Some(vault), Some(pass)) = (vault, &pass) {
        report.attachments = Some(attachments::examine(dir, vault, pass, &mut report.checks)?);
    }
    report.checks.extend(common::of_permissions(dir)?);
    if dir.path().is_dir() {
        let taken = report.attachments.as_ref().map_or(0, |attachments| attachments.bytes);
        report.checks.extend(space::judge(Place::of(dir.path(), taken)?));
    }
    Ok(report.concluded())
}

/// Reads the whole log, and tries what a command needs of the server. None if it can't be read.
async fn examine_log(address: &Address, log: &Arc<KurrentLog>, report: &mut Report) -> Option<root::Pass> {
    let health = log.health();
    report.server.version.clone_from(&health.server);
    report.checks.push(checks::of_server(address, health.server.as_deref()));
    report.checks.push(checks::of_writing(address, &**log).await);
    report.checks.push(checks::of_repetition(log.recognizes_repetition().await));
    let bar = progress::bar(health.counted, "hashing the log");
    let pass = root::pass(&**log, |done| bar.set_position(done)).await;
    bar.finish_and_clear();
    match pass {
        Ok(pass) => {
            report.server.events = Some(pass.events);
            report.server.newest = pass.newest;
            report.root = Some(Root { events: pass.events, sha256: hex::encode(pass.root) });
            report.checks.push(checks::of_ranks(pass.events, log.health().strangers));
            report.checks.extend([common::of_events(&pass), common::of_clock(pass.newest, report.now)]);
            Some(pass)
        }
        Err(error) => {
            report.checks.push(checks::of_shut_log(&error));
            None
        }
    }
}

/// Looks at the keys: in the data folder, or in a vault that many nodes share.
fn examine_vault(
    dir: &DataDir,
    pass: Option<&root::Pass>,
    report: &mut Report,
) -> anyhow::Result<Option<Arc<dyn Vault>>> {
    let used: Vec<KeyId> = pass.iter().flat_map(|pass| pass.keys.iter().copied()).collect();
    if let Some(shared) = dir.shared() {
        return examine_shared(shared, &used, report);
    }
    let ledger = KeysDb::ledger_of(&dir.key_files().keys);
    report.ledger = ledger.as_ref().ok().copied();
    let opened = ledger.map_err(anyhow::Error::from).and_then(|ledger| super::open_keys(dir, ledger, &used));
    Ok(match opened {
        Ok(looked) => {
            report.keys = Some(looked.report());
            report.checks.extend(looked.checks());
            Some(Arc::new(looked.vault))
        }
        Err(error) => {
            report.checks.push(common::of_shut_keys(&error));
            None
        }
    })
}

fn examine_shared(
    shared: &SharedVault,
    used: &[KeyId],
    report: &mut Report,
) -> anyhow::Result<Option<Arc<dyn Vault>>> {
    report.checks.extend(checks::of_files(&shared.certificates()?, report.now));
    let vault = shared.of(None, Refill::Foreground)?;
    let looked = vault.hello().and_then(|hello| Ok((hello.ledger, vault.missing(used)?.len() as u64)));
    let (address, used) = (shared.address(), used.len() as u64);
    report.checks.extend(checks::of_vault(address, &looked, used));
    let presented = vault.certificate();
    let judged = presented
        .as_ref()
        .map(|der| checks::of_certificate(&format!("that of the vault at {address}"), der, report.now));
    report.checks.extend(judged);
    let Ok((ledger, missing)) = looked else { return Ok(None) };
    let Certificate { issuer, ends } = presented.as_deref().map(Certificate::read).unwrap_or_default();
    report.ledger = Some(ledger);
    report.vault = Some(VaultSeen {
        address: address.to_string(),
        certificate_ends: ends,
        certificate_issuer: issuer,
        used,
        missing,
    });
    Ok(Some(vault))
}
