//! `serve --demo`: a made-up company in a folder of its own, told once and kept.

use std::fs;
use std::io::ErrorKind;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use cxl_domain::organization::OrganizationFact;
use cxl_domain::role::Role;
use cxl_sqlite::keys::Refill;
use cxl_store::codec::{AnyEvent, decode};
use cxl_store::{Entropy, EventStore as _};

use super::{Opened, Shown};
use crate::ambient::{self, OsEntropy};
use crate::checkpoint;
use crate::data::{Access, DataDir};
use crate::founding;
use crate::secret::ApiToken;

/// Lies beside the log once the story is told to its end.
const TOLD: &str = "told";

/// Opens the demonstration, told now if it was not yet.
pub(super) async fn open(dir: &DataDir) -> anyhow::Result<Opened> {
    if dir.log_file().exists() {
        refuse_real(dir).await?;
        if dir.path().join(TOLD).exists() {
            return reopen(dir).await;
        }
        clear(dir)?;
    }
    tell(dir).await
}

/// Looks at the first event without a vault: a ledger of somebody's own stays untouched.
async fn refuse_real(dir: &DataDir) -> anyhow::Result<()> {
    let log = dir.open_log(Access::Read)?;
    let Some(first) = log.read_all(0, 1).await?.pop() else { return Ok(()) };
    match decode(&first)?.0 {
        AnyEvent::Organization(event) if is_made_up(&event.fact) => Ok(()),
        _ => bail!(
            "{} holds a ledger that is no demonstration: name another folder with --data",
            dir.path().display()
        ),
    }
}

fn is_made_up(fact: &OrganizationFact) -> bool {
    matches!(fact, OrganizationFact::Founded(founded) if founded.demo)
}

/// Removes a story that was cut short, and nothing that another process is using.
fn clear(dir: &DataDir) -> anyhow::Result<()> {
    drop(dir.open_log(Access::Write)?);
    let log = dir.log_file();
    let beside = |suffix: &str| log.with_file_name(format!("ledger.db{suffix}"));
    let keys = dir.key_files();
    for path in [beside("-wal"), beside("-shm"), log.clone(), keys.keys, keys.kek] {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("failed to remove {}", path.display()));
            }
            _ => {}
        }
    }
    let attachments = dir.attachments_dir();
    match fs::remove_dir_all(&attachments) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("failed to remove {}", attachments.display()))
        }
        _ => Ok(()),
    }
}

/// Tells the story to an empty ledger, and issues a token for one person of each role.
async fn tell(dir: &DataDir) -> anyhow::Result<Opened> {
    let entropy = || Box::new(cxl_demo::vault_entropy()) as Box<dyn Entropy + Send>;
    let files = dir.open_or_create(ambient::draw_id(), entropy, Refill::Foreground, false).await?;
    let files = files.keeping_checkpoint(checkpoint::USUALLY);
    let clock = cxl_demo::clock();
    tracing::info!("telling the story of a made-up company; this takes a moment");
    let attachments = files.attachments.clone();
    let told = cxl_demo::record(&*files.log.store(), files.keys.vault(), attachments, &clock).await;
    let people = told.context("the demonstration could not be made")?;
    clock.run();
    let ledger = files.ledger_by(Arc::new(clock), false).await?;
    let fixed = founding::token_of_environment()?;
    let mut tokens = Vec::new();
    for (role, person) in people.0 {
        let token = match &fixed {
            Some(fixed) if role == Role::Administrator => fixed.clone(),
            _ => ApiToken::draw(&mut OsEntropy),
        };
        founding::issue(&ledger, person, &token).await?;
        tokens.push(Shown { whose: role.to_string(), token });
    }
    fs::write(dir.path().join(TOLD), "The story of this ledger is told; everything in it is made up.\n")?;
    let keeper = files.log.described().await?;
    Ok(Opened { ledger, cursors: files.cursors(), log: files.log, keeper, tokens })
}

/// Opens a story that was told before; its clock goes on from the newest event.
async fn reopen(dir: &DataDir) -> anyhow::Result<Opened> {
    let files = dir.open(Access::Write).await?.keeping_checkpoint(checkpoint::USUALLY);
    let clock = cxl_demo::clock();
    let ledger = files.ledger_by(Arc::new(clock.clone()), false).await?;
    if let Some(newest) = ledger.snapshot().last_recorded() {
        clock.move_to(newest.to_utc());
    }
    clock.run();
    let fixed = founding::token_of_environment()?;
    if let Some(fixed) = fixed {
        founding::admit(&ledger, &fixed).await?;
    }
    let keeper = files.log.described().await?;
    Ok(Opened { ledger, cursors: files.cursors(), log: files.log, keeper, tokens: Vec::new() })
}
