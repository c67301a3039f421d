//! What is on its way into the log, read already.
//!
//! Events are folded one after the other, while those who recorded them wait. So whoever records some reads
//! them as the fold would, during the flush, when processors have little to do.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cxl_store::{Append, Gist, Recorded};
use uuid::Uuid;

/// Gists of events that may be recorded in a moment.
#[derive(Debug, Default)]
pub(crate) struct Foreseen(Mutex<HashMap<Uuid, (Recorded, Gist)>>);

impl Foreseen {
    /// Reads what an append would record. It is forgotten with the answer, at the latest.
    pub(crate) fn note(&self, append: Append) -> Expected<'_> {
        let recorded: Vec<_> = append.recorded(0, 0).collect();
        let ids = recorded.iter().map(|event| event.id).collect();
        // What can't be read is told by the fold.
        let gists: Vec<_> = recorded
            .into_iter()
            .filter_map(|event| Gist::of(&event).ok().map(|gist| (event.id, (event, gist))))
            .collect();
        self.gists().extend(gists);
        Expected { foreseen: self, ids }
    }

    /// The gist of a recorded event, if it was foreseen exactly as it was recorded.
    pub(crate) fn take(&self, recorded: &Recorded) -> Option<Gist> {
        let (event, gist) = self.gists().remove(&recorded.id)?;
        let Recorded { position, revision, .. } = *recorded;
        (Recorded { position, revision, ..event } == *recorded).then_some(Gist { position, revision, ..gist })
    }

    fn gists(&self) -> MutexGuard<'_, HashMap<Uuid, (Recorded, Gist)>> {
        // Held for single accesses to the map only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Events that are expected until this is dropped.
pub(crate) struct Expected<'a> {
    foreseen: &'a Foreseen,
    ids: Vec<Uuid>,
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        let mut gists = self.foreseen.gists();
        for id in &self.ids {
            gists.remove(id);
        }
    }
}
