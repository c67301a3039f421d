//! A ledger to try things out on: it reads what the real one holds and keeps what is written to
//! itself, so that a dry run is the real run with nothing left of it.

mod keys;
mod log;

use std::sync::Arc;

use cxl_ledger::{Ledger, OpenError, OpenOptions};
use cxl_store::SeededEntropy;

use keys::ScratchVault;
use log::ScratchLog;

/// A ledger over the present state of another one, which stays as it is. Opening it folds the log
/// once more.
pub(super) async fn over(ledger: &Arc<Ledger>) -> Result<Arc<Ledger>, OpenError> {
    let log = ScratchLog::over(ledger.store().clone());
    let vault = ScratchVault::over(ledger.vault().clone());
    let clock = {
        let ledger = ledger.clone();
        move || ledger.now()
    };
    // Nothing that is sealed here is ever written down, so its keys need not be secret.
    let entropy = Box::new(SeededEntropy::numbered(1));
    Ledger::open(Arc::new(log), Arc::new(vault), entropy, Arc::new(clock), OpenOptions::default()).await
}
