//! A few connections that read beside the writer, off the async threads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use cxl_store::StoreError;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::directory::Directory;
use crate::open::Reading;
use crate::reader::Reader;

/// Reads that run at the same time; more wait their turn.
const READERS: usize = 4;

/// Connections are opened when they are first needed and kept.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    reading: Reading,
    directory: Arc<Directory>,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Reader>>,
}

impl Pool {
    pub(crate) fn new(path: PathBuf, reading: Reading, directory: Arc<Directory>) -> Self {
        let (turns, idle) = (Arc::new(Semaphore::new(READERS)), Mutex::default());
        Self { shared: Arc::new(Shared { path, reading, directory, turns, idle }) }
    }

    /// Runs `read` on a connection of its own.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = Arc::clone(&self.shared);
        let turn = Arc::clone(&shared.turns).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let task = spawn_blocking(move || {
            // Held here, because the work goes on when the caller stops waiting.
            let _turn = turn;
            shared.read(read)
        });
        task.await.map_err(|_| StoreError::Closed)?
    }
}

impl Shared {
    fn read<T>(&self, read: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Reader::open(&self.path, self.reading, Arc::clone(&self.directory))?,
        };
        let outcome = read(&reader);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        outcome
    }
}
