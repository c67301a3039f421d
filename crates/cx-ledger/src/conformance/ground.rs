//! A log that may be thrown away, and that nobody else uses.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use cxl_kurrent::Address;
use cxl_sqlite::SqliteLog;
use cxl_store::entropy::random;
use cxl_store::{EventStore, LedgerName, MemoryStore};

use crate::ambient::{self, OsEntropy};
use crate::log::Log;
use crate::store_url::StoreUrl;
use crate::wait::Wait;

/// An empty log, and what of it stays.
pub(super) struct Ground {
    pub(super) log: Arc<dyn EventStore>,
    /// What to throw away afterwards; nothing if it goes by itself.
    pub(super) left_behind: Option<String>,
}

impl Ground {
    /// Makes a log of its own with a keeper; refused where anything stands already.
    pub(super) async fn open(store: &StoreUrl) -> anyhow::Result<Self> {
        match store {
            StoreUrl::Kurrent(address) => Self::on_server(address).await,
            StoreUrl::Memory => Ok(Self { log: Arc::new(MemoryStore::new()), left_behind: None }),
            StoreUrl::Sqlite(path) => Self::in_file(path),
        }
    }

    /// A ledger whose name no other has, beside whatever the server holds.
    async fn on_server(address: &Address) -> anyhow::Result<Self> {
        let name = format!("cxlconf{}", hex::encode(random::<4>(&mut OsEntropy)));
        let name = LedgerName::new(&name).context("the name of a ledger is made of letters and digits")?;
        let prefix = name.prefix();
        let address = &address.clone().of_ledger(name);
        let log = Log::on_server(address, &Wait::of_command(None), None).await?.store();
        let events = *log.head().borrow();
        if events > 0 {
            bail!("streams that begin with {prefix} hold {events} events at {address}: run it again");
        }
        let left_behind = format!("streams that begin with {prefix} at {address}: delete them");
        Ok(Self { log, left_behind: Some(left_behind) })
    }

    fn in_file(path: &Path) -> anyhow::Result<Self> {
        let log = SqliteLog::open_or_create(path, ambient::draw_id())
            .with_context(|| format!("{} can't be a log to throw away", path.display()))?;
        let events = *log.head().borrow();
        if events > 0 {
            bail!(
                "{} holds {events} events, and what conformance writes would stand among them for ever: name a \
                 file that does not exist",
                path.display()
            );
        }
        let path = log.path().display();
        let left_behind = format!("{path}, and beside it -wal, -shm and .lock: delete them");
        Ok(Self { left_behind: Some(left_behind), log: Arc::new(log) })
    }
}
