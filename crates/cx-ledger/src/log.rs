//! The log of a ledger, whichever keeper has it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use cxl_kurrent::{Address, KurrentLog, Patience};
use cxl_sqlite::{Settings, SqliteLog};
use cxl_store::EventStore;

use crate::wait::Wait;

/// An open log.
#[derive(Debug, Clone)]
pub(crate) enum Log {
    /// In a file of this machine.
    File(Arc<SqliteLog>),
    /// On a server that many nodes share.
    Server(Arc<KurrentLog>),
}

impl Log {
    /// The log of the ledger on a server, with everything in it counted; a server that can't be reached is waited
    /// for.
    ///
    /// With a folder for ranks it need not read the whole log to count it, if an earlier process left them there.
    pub(crate) async fn on_server(
        address: &Address,
        wait: &Wait,
        ranks: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let (address, patience) = (address.clone(), Patience::default());
        let log = match ranks {
            Some(folder) => KurrentLog::start_with(address, patience, folder)?,
            None => KurrentLog::start(address, patience)?,
        };
        wait.until_counted(&log).await?;
        Ok(Self::Server(Arc::new(log)))
    }

    /// The keeper.
    pub(crate) fn store(&self) -> Arc<dyn EventStore> {
        match self {
            Self::File(log) => log.clone(),
            Self::Server(log) => log.clone(),
        }
    }

    /// Leaves behind what makes the next start shorter.
    pub(crate) async fn rest(&self) {
        if let Self::Server(log) = self {
            log.keep_ranks().await;
        }
    }

    /// What the log runs with, in a line.
    pub(crate) async fn described(&self) -> anyhow::Result<String> {
        match self {
            Self::File(log) => {
                let settings = log.settings().await.context("the settings of the log can't be read")?;
                let name = settings.synchronous_name();
                let Settings { sqlite_version, journal_mode, synchronous, .. } = &settings;
                Ok(format!(
                    "SQLite {sqlite_version}, journal_mode {journal_mode}, synchronous {synchronous} ({name})"
                ))
            }
            Self::Server(log) => {
                let health = log.health();
                let version = health.server.unwrap_or_else(|| "of an unknown version".into());
                Ok(format!("KurrentDB {version} at {}", health.address))
            }
        }
    }
}
