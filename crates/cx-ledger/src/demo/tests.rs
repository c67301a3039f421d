//! What the demo must show, and that it always shows the same.

use std::sync::Arc;

use cxl_ledger::{Ledger, OpenOptions};
use cxl_sqlite::keys::{KeyFiles, KeysDb, Refill};
use cxl_store::{EventStore, MemoryStore};

struct Told {
    ledger: Arc<Ledger>,
    store: Arc<MemoryStore>,
    people: super::DemoPeople,
    _keys: tempfile::TempDir,
}

async fn told() -> Told {
    let keys = tempfile::tempdir().unwrap();
    let vault = KeysDb::create(
        &KeyFiles::in_dir(keys.path()),
        uuid::Uuid::nil(),
        Box::new(super::vault_entropy()),
        Refill::Foreground,
    )
    .unwrap();
    let store = Arc::new(MemoryStore::new());
    let clock = super::clock();
    let ledger = Ledger::open(
        store.clone(),
        Arc::new(vault),
        Box::new(super::ledger_entropy()),
        Arc::new(clock.clone()),
        OpenOptions::default(),
    )
    .await
    .unwrap();
    let people = super::fill(&ledger, &clock).await.unwrap_or_else(|error| panic!("{error:#}"));
    Told { ledger, store, people, _keys: keys }
}

#[tokio::test]
async fn explore() {
    let start = std::time::Instant::now();
    let told = told().await;
    println!("{} events in {:?}", *told.store.head().borrow(), start.elapsed());
}
