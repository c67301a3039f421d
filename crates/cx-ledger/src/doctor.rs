//! `cx-ledger doctor`: how the files of a ledger stand, read back and judged. Changes nothing.

mod attachments;
mod checks;
mod report;
mod server;
mod space;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeysDb, KeysSettings, Refill};
use cxl_store::{EventStore as _, KeyId, StoreError, Vault as _};
use serde::Serialize;
use uuid::Uuid;

use crate::ambient::{self, OsEntropy};
use crate::data::{Access, DataArgs, DataDir};
use crate::wait::Wait;
use crate::{progress, root};
use checks::Check;
use report::{Keys, Log, Report, Root};
use space::Place;

/// Read back how a ledger's files stand, judge them, and compute the root over all events
///
/// Works beside a running server and changes nothing. Of a log that a server keeps, it judges that server, and the shared
/// vault if there is one. Exit code 0: nothing found; 1: findings;
/// 2: the ledger can't be read at all.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger doctor
  cx-ledger doctor --json | jq -r .root.sha256
  cx-ledger doctor --store esdb://USER:PASSWORD@node1:2113,node2:2113,node3:2113?tlsCaFile=ca.crt")]
pub(crate) struct DoctorArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    data: DataArgs,
}

/// Looks at everything and reports.
pub(crate) async fn run(args: &DoctorArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = DataDir::named(&args.data)?;
    if let Some(address) = dir.server() {
        // Whoever examines wants to hear soon of a server that is away.
        let wait = Wait::of_command(args.data.store_timeout.or(Some(PATIENCE)));
        let report = server::examine(&dir.clone().waiting(wait), address).await?;
        if args.json {
            written(&report, out)?;
        } else {
            report.write(out)?;
        }
        out.flush()?;
        let found = if report.has_findings() { ExitCode::from(1) } else { ExitCode::SUCCESS };
        return Ok(if report.has_read_log() { found } else { ExitCode::from(2) });
    }
    let log = dir.open_log(Access::Read)?;
    let report = examine(&dir, &log).await?;
    if args.json {
        written(&report, out)?;
    } else {
        report.write(out)?;
    }
    out.flush()?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// How long a server that can't be reached is waited for, unless it is said.
const PATIENCE: Duration = Duration::from_secs(5);

fn written(report: &impl Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

/// Reads the files of a ledger back and judges them.
pub(crate) async fn examine(dir: &DataDir, log: &SqliteLog) -> anyhow::Result<Report> {
    let settings = log.settings().await.context("the settings of the log can't be read")?;
    let bar = progress::bar(*log.head().borrow(), "hashing the log");
    let pass = root::pass(log, |done| bar.set_position(done));
    let pass = pass.await.context("the log can't be read whole")?;
    bar.finish_and_clear();
    let now = ambient::now();
    let mut checks = checks::of_settings(&settings);
    checks.push(checks::of_integrity("integrity", log.verify().await));
    checks.extend([checks::of_events(&pass), checks::of_clock(pass.newest, now)]);
    let (keys, vault) = examine_keys(dir, log, &pass, &mut checks).unzip();
    let checkpoint = dir.checkpoint(log.ledger_id()).examine(log).await?;
    let attachments = match vault {
        Some(vault) => Some(attachments::examine(dir, vault, &pass, &mut checks)?),
        None => None,
    };
    checks.extend(checks::of_permissions(dir)?);
    let beside = attachments.as_ref().map_or(0, |attachments| attachments.bytes);
    let of_log = settings.database_bytes + settings.wal_bytes;
    let mut places = vec![(settings.path.parent().unwrap_or(dir.path()), of_log)];
    // A log elsewhere needs no folder; keys and files do.
    places.extend(dir.path().is_dir().then_some((dir.path(), beside)));
    let places = places.into_iter().filter_map(|(folder, taken)| Place::of(folder, taken).transpose());
    let places: Vec<Place> = places.collect::<Result<_, _>>().context("the free space can't be read")?;
    let free_bytes = places.first().map(|place| place.free);
    checks.extend(space::judge(places));
    let findings = checks.iter().filter_map(Check::finding).collect();
    Ok(Report {
        ledger: log.ledger_id(),
        log: Log::of(settings, &pass),
        root: Root { events: pass.events, sha256: hex::encode(pass.root) },
        keys,
        attachments,
        checkpoint: report::Checkpoint::from(checkpoint),
        free_bytes,
        now,
        checks,
        findings,
    })
}

/// Opens the vault; what keeps it shut is a finding, since the log can be judged without it.
fn examine_keys(
    dir: &DataDir,
    log: &SqliteLog,
    pass: &root::Pass,
    checks: &mut Vec<Check>,
) -> Option<(Keys, Arc<KeysDb>)> {
    let used: Vec<KeyId> = pass.keys.iter().copied().collect();
    match open_keys(dir, log.ledger_id(), &used) {
        Ok(looked) => {
            checks.extend(looked.checks());
            Some((looked.report(), Arc::new(looked.vault)))
        }
        Err(error) => {
            checks.push(checks::of_shut_keys(&error));
            None
        }
    }
}

/// A vault in the data folder, and what it tells of itself.
struct LookedKeys {
    vault: KeysDb,
    settings: KeysSettings,
    verified: Result<(), StoreError>,
    /// How many keys the log uses.
    used: u64,
    /// How many of those the vault lacks.
    missing: u64,
}

/// Opens the vault in the data folder, and looks for the keys that the log uses.
fn open_keys(dir: &DataDir, ledger: Uuid, used: &[KeyId]) -> anyhow::Result<LookedKeys> {
    let vault = KeysDb::open(&dir.key_files(), ledger, Box::new(OsEntropy), Refill::Foreground)?;
    let missing = vault.missing(used)?.len() as u64;
    let (settings, verified) = (vault.settings()?, vault.verify());
    Ok(LookedKeys { vault, settings, verified, used: used.len() as u64, missing })
}

impl LookedKeys {
    fn checks(&self) -> Vec<Check> {
        let mut checks = vec![checks::of_integrity("keys integrity", self.verified.clone())];
        checks.extend(checks::of_keys(&self.settings, self.used, self.missing));
        checks
    }

    fn report(&self) -> Keys {
        Keys::of(self.settings.clone(), self.used, self.missing)
    }
}
