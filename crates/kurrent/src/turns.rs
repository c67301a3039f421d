//! One append at a time for each stream of this process.

use cxl_store::StreamName;
use tokio::sync::{Mutex, MutexGuard};

/// Lets appends to one stream wait for each other, so that of two that repeat each other the second one finds
/// the first one recorded. Streams share a few hundred turns: two that share one wait in vain, and no harm is
/// done.
#[derive(Debug)]
pub(crate) struct Turns(Box<[Mutex<()>]>);

const TURNS: u128 = 1024;

impl Turns {
    pub(crate) fn new() -> Self {
        Self((0..TURNS).map(|_| Mutex::new(())).collect())
    }

    pub(crate) async fn take(&self, stream: &StreamName) -> MutexGuard<'_, ()> {
        let turn = usize::try_from(stream.id().as_u128() % TURNS).expect("a small number");
        self.0[turn].lock().await
    }
}
