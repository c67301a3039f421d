//! `cx-ledger doctor`: how the files of a ledger stand, read back and judged. Changes nothing.

mod attachments;
mod checks;
mod report;
mod space;

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context as _;
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeysDb, Refill};
use cxl_store::{EventStore as _, KeyId, Vault as _};

use crate::ambient::{self, OsEntropy};
use crate::data::{Access, DataArgs, DataDir};
use crate::{progress, root};
use checks::Check;
use report::{Keys, Log, Report, Root};
use space::Place;

/// Read back how a ledger's files stand, judge them, and compute the root over all events
///
/// Works beside a running server and changes nothing. Exit code 0: nothing found; 1: findings;
/// 2: the ledger can't be read at all.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger doctor
  cx-ledger doctor --json | jq -r .root.sha256")]
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
    let log = dir.open_log(Access::Read)?;
    let report = examine(&dir, &log).await?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        report.write(out)?;
    }
    out.flush()?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
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
) -> Option<(Keys, KeysDb)> {
    let used: Vec<KeyId> = pass.keys.iter().copied().collect();
    let opened = KeysDb::open(&dir.key_files(), log.ledger_id(), Box::new(OsEntropy), Refill::Foreground);
    let looked = opened.map_err(anyhow::Error::from).and_then(|vault| {
        let missing = vault.missing(&used)?;
        Ok((vault.settings()?, vault.verify(), missing.len() as u64, vault))
    });
    match looked {
        Ok((settings, verified, missing, vault)) => {
            let used = used.len() as u64;
            checks.push(checks::of_integrity("keys integrity", verified));
            checks.extend(checks::of_keys(&settings, used, missing));
            Some((Keys::of(settings, used, missing), vault))
        }
        Err(error) => {
            checks.push(checks::of_shut_keys(&error));
            None
        }
    }
}
