//! What files on their way may take of the server: threads, room on the disk, and what is stored and then
//! attached to nothing.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use cxl_domain::id::PersonId;
use cxl_store::attachments::FileName;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::room::{LEAST_FREE, free_space};

/// The most files on their way in or out at a time. Each holds a thread for as long as the connection takes.
const MOST_UNDER_WAY: usize = 64;

/// The most files that one person stored within [`LATELY`] and nobody attached.
pub(super) const MOST_UNATTACHED: usize = 100;

/// For how long it is remembered who stored a file.
const LATELY: TimeDelta = TimeDelta::days(1);

/// What the files on their way share.
#[derive(Debug, Clone)]
pub(crate) struct Transfers {
    under_way: Arc<Semaphore>,
    /// Where files are stored; made when the first comes.
    folder: PathBuf,
    stored: Arc<Mutex<HashMap<PersonId, Vec<Stored>>>>,
}

/// A file that somebody stored.
#[derive(Debug)]
struct Stored {
    at: DateTime<Utc>,
    name: FileName,
}

impl Transfers {
    /// Of files that are stored in a folder.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { under_way: Arc::new(Semaphore::new(MOST_UNDER_WAY)), folder, stored: Arc::default() }
    }

    /// Leave for one file, until it is dropped. `None` while too many are under way.
    pub(super) fn begin(&self) -> Option<OwnedSemaphorePermit> {
        self.under_way.clone().try_acquire_owned().ok()
    }

    /// Whether the disk has more room than the log and everything else needs. Where the system does not say,
    /// the writing itself tells.
    pub(super) fn has_room(&self) -> bool {
        let free = self.folder.ancestors().find_map(|place| free_space(place).ok()).flatten();
        is_room(free)
    }

    /// Whether a person may store one more file: not before those that they stored lately are attached, so
    /// that nobody fills the disk with what nothing names.
    pub(super) fn may_store(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
        is_attached: impl Fn(&FileName) -> bool,
    ) -> bool {
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(lately) = stored.get_mut(&person) else { return true };
        lately.retain(|file| now - file.at < LATELY && !is_attached(&file.name));
        let may = lately.len() < MOST_UNATTACHED;
        if lately.is_empty() {
            stored.remove(&person);
        }
        may
    }

    /// Remembers that a person stored a file.
    pub(super) fn stored(&self, person: PersonId, now: DateTime<Utc>, name: FileName) {
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = stored.entry(person).or_default();
        lately.retain(|file| file.name != name);
        lately.push(Stored { at: now, name });
    }
}

fn is_room(free: Option<u64>) -> bool {
    free.is_none_or(|free| free >= LEAST_FREE)
}

#[cfg(test)]
mod tests {
    use cxl_domain::event::Sha256Hex;
    use uuid::Uuid;

    use super::*;

    const LAN: PersonId = PersonId(Uuid::from_u128(1));
    const MINH: PersonId = PersonId(Uuid::from_u128(2));

    fn transfers() -> Transfers {
        Transfers::new(PathBuf::from("nowhere"))
    }

    fn file(number: usize) -> FileName {
        let mut sha256 = [0; 32];
        sha256[..8].copy_from_slice(&number.to_be_bytes());
        FileName { program: Uuid::nil(), sha256: Sha256Hex(sha256) }
    }

    #[test]
    fn no_more_files_than_there_are_threads_for_are_under_way_and_each_that_ends_makes_room() {
        let transfers = transfers();
        let mut under_way: Vec<_> = (0..MOST_UNDER_WAY).map(|_| transfers.begin().unwrap()).collect();
        assert!(transfers.begin().is_none());
        under_way.pop();
        assert!(transfers.begin().is_some());
    }

    #[test]
    fn files_leave_the_room_that_the_log_needs() {
        assert!(is_room(None) && is_room(Some(LEAST_FREE)));
        assert!(!is_room(Some(LEAST_FREE - 1)));
    }

    #[test]
    fn who_stored_much_and_attached_nothing_of_it_stores_no_more_before_that_or_the_next_day() {
        let transfers = transfers();
        let now: DateTime<Utc> = "2026-06-15T08:00:00Z".parse().unwrap();
        let nothing = |_: &FileName| false;
        for number in 0..MOST_UNATTACHED {
            assert!(transfers.may_store(LAN, now, nothing));
            transfers.stored(LAN, now, file(number));
            transfers.stored(LAN, now, file(number));
        }
        assert!(!transfers.may_store(LAN, now, nothing));
        assert!(transfers.may_store(MINH, now, nothing), "others may");
        assert!(transfers.may_store(LAN, now, |name| *name == file(7)));
        transfers.stored(LAN, now, file(MOST_UNATTACHED));
        assert!(!transfers.may_store(LAN, now + LATELY - TimeDelta::seconds(1), nothing));
        assert!(transfers.may_store(LAN, now + LATELY, nothing));
    }
}
