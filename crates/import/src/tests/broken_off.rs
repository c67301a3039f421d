//! An import that breaks off in the middle is resumed by running it again.

use std::collections::BTreeMap;

use async_trait::async_trait;
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::{Append, AppendError, Appended, StoreError};

use super::*;

/// A log that records some appends more and then fails; the last one without saying that it was
/// recorded.
struct Failing {
    left: AtomicI64,
}

#[async_trait]
impl Intercept for Failing {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        let full = StoreError::Full { path: "ledger.db".into() };
        if left > 0 {
            return keeper.append(append).await;
        }
        if left == 0 {
            keeper.append(append).await?;
        }
        Err(full.into())
    }
}

/// How many events of each type a log holds.
async fn types(store: &dyn EventStore) -> BTreeMap<String, usize> {
    let mut types = BTreeMap::new();
    for recorded in store.read_all(0, 10_000).await.unwrap() {
        *types.entry(recorded.type_name.to_string()).or_default() += 1;
    }
    types
}

#[tokio::test]
async fn wherever_an_import_breaks_off_running_it_again_completes_it_and_records_nothing_twice() {
    let straight = World::new().await;
    straight.write_whole();
    straight.imports().await;
    let expected = types(&**straight.ledger.store()).await;

    let mut broken_off = 0;
    for appends in 0..40 {
        let (store, vault) = (Arc::new(MemoryStore::new()), vault());
        drop(open(store.clone(), vault.clone()).await);
        let failing = Failing { left: AtomicI64::new(appends) };
        let ledger = open(Intercepted::over(store.clone(), failing), vault.clone()).await;
        match import(&ledger, straight.folder.path(), &[]).await {
            Ok((report, _)) => assert_eq!(report.rejected(), 0),
            Err(error) => {
                broken_off += 1;
                let told = format!("{error:#}");
                assert!(
                    told.contains("run it again to resume it") && told.contains("no space left"),
                    "{told}"
                );
            }
        }
        drop(ledger);

        let ledger = open(store.clone(), vault).await;
        let (report, _) = import(&ledger, straight.folder.path(), &[]).await.unwrap();
        assert_eq!(rejected(&report), [""; 0], "after {appends} appends");
        assert_eq!(types(&*store).await, expected, "after {appends} appends");
    }
    assert!(broken_off > 20, "{broken_off}");
}
