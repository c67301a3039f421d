//! The two ends of a move, opened so that nobody else writes to either.

use std::path::Path;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeyFiles, KeysDb};
use cxl_store::file_copy::folder_of;
use cxl_store::{EventStore, StoreError};
use uuid::Uuid;

use crate::ambient;
use crate::data;
use crate::log::Log;
use crate::store_url::StoreUrl;
use crate::wait::Wait;

/// A log that is to be carried over.
pub(crate) struct Source {
    pub(crate) log: Arc<dyn EventStore>,
    /// The identity that its file carries; none where the keeper has no place for one.
    pub(crate) ledger: Option<Uuid>,
}

/// Opens the source. A file is locked against whoever would write to it.
pub(crate) async fn source(url: &StoreUrl) -> anyhow::Result<Source> {
    match url {
        StoreUrl::Sqlite(path) => {
            if !path.exists() {
                bail!(
                    "there is no log at {}: name the file after --from sqlite:, which is ledger.db in the folder of the \
                     server's data",
                    path.display()
                );
            }
            let log = SqliteLog::open(path).map_err(|error| told(error, "the source"))?;
            Ok(Source { ledger: Some(log.ledger_id()), log: Arc::new(log) })
        }
        StoreUrl::Kurrent(address) => Ok(Source {
            log: Log::on_server(address, &Wait::of_command(None), None).await?.store(),
            ledger: None,
        }),
        StoreUrl::Memory => bail!("a log in memory holds nothing that could be carried over"),
    }
}

/// Opens the destination; a file that is not there is made with the identity of the source.
pub(crate) async fn destination(url: &StoreUrl, ledger: Option<Uuid>) -> anyhow::Result<Arc<dyn EventStore>> {
    match url {
        StoreUrl::Sqlite(path) => Ok(Arc::new(file(path, ledger)?)),
        StoreUrl::Kurrent(address) => {
            Ok(Log::on_server(address, &Wait::of_command(None), None).await?.store())
        }
        StoreUrl::Memory => bail!("a log in memory ends with this command: name a destination that stays"),
    }
}

/// The log in a file, made if need be: with this identity, else with that of the keys beside it, else with a
/// fresh one.
pub(crate) fn file(path: &Path, ledger: Option<Uuid>) -> anyhow::Result<SqliteLog> {
    let folder = folder_of(path);
    data::create_private(folder)?;
    let beside = KeyFiles::in_dir(folder).keys;
    let ledger = match ledger {
        None if beside.exists() => KeysDb::ledger_of(&beside)?,
        None => ambient::draw_id(),
        Some(ledger) => ledger,
    };
    SqliteLog::open_or_create(path, ledger).map_err(|error| told(error, "the destination"))
}

/// What a refused log means to a person at the console.
fn told(error: StoreError, which: &str) -> anyhow::Error {
    match error {
        StoreError::Locked { path } => {
            anyhow!("another process is writing to {which}, {}: stop it, then run this again", path.display())
        }
        StoreError::NotFound { path } => anyhow!("{which} is not there: {}", path.display()),
        error => anyhow!(error).context(format!("{which} does not open")),
    }
}
