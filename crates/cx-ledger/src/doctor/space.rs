//! The room that is left on each file system that the ledger lies on.

use std::path::{Path, PathBuf};

use super::checks::Check;
use crate::finding::Finding;
use crate::room::{LEAST_FREE, free_space};

/// A folder, and what the ledger takes in it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    folder: PathBuf,
    /// The number of its file system.
    file_system: u64,
    /// Bytes that are free there for whoever runs this.
    pub(super) free: u64,
    /// Bytes that the ledger takes.
    taken: u64,
}

impl Place {
    /// Looks at a folder; none where the system does not say.
    #[cfg(unix)]
    pub(super) fn of(folder: &Path, taken: u64) -> anyhow::Result<Option<Self>> {
        use std::os::unix::fs::MetadataExt as _;
        let Some(free) = free_space(folder)? else { return Ok(None) };
        let file_system = folder.metadata()?.dev();
        Ok(Some(Self { folder: folder.to_owned(), file_system, free, taken }))
    }

    /// Other systems do not say.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
    pub(super) fn of(_: &Path, _: u64) -> anyhow::Result<Option<Self>> {
        Ok(None)
    }

    /// Whether there is room: half a gibibyte, and a tenth of what the ledger takes already.
    fn check(&self) -> Check {
        let Self { folder, free, taken, .. } = self;
        let wanted = LEAST_FREE.max(taken / 10);
        let (free_mib, wanted_mib, at) = (free >> 20, wanted >> 20, folder.display());
        if *free >= wanted {
            return Check::ok(
                "free space",
                format!("{free_mib} MiB at {at}, and {} MiB are taken", taken >> 20),
            );
        }
        let message = format!(
            "{free_mib} MiB are free at {at} where {wanted_mib} should be: free some, or move the folder"
        );
        Check::not("free space", Finding::new("space-low", message))
    }
}

/// Judges each file system once, with everything that lies on it.
pub(super) fn judge(places: impl IntoIterator<Item = Place>) -> Vec<Check> {
    let mut apart: Vec<Place> = Vec::new();
    for place in places {
        match apart.iter_mut().find(|known| known.file_system == place.file_system) {
            Some(known) => known.taken += place.taken,
            None => apart.push(place),
        }
    }
    apart.iter().map(Place::check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(file_system: u64, free: u64, taken: u64) -> Place {
        Place { folder: format!("/mnt/{file_system}").into(), file_system, free, taken }
    }

    /// The file systems that are too full.
    fn low(places: &[Place]) -> Vec<String> {
        judge(places.to_vec()).iter().filter_map(Check::finding).map(|finding| finding.message).collect()
    }

    #[test]
    fn a_disk_must_have_room_for_a_tenth_of_what_is_taken_and_half_a_gibibyte_at_least() {
        for (free, taken, is_low) in [
            (LEAST_FREE, 0, false),
            (LEAST_FREE - 1, 0, true),
            (LEAST_FREE, 20 * LEAST_FREE, true),
            (2 * LEAST_FREE, 20 * LEAST_FREE, false),
        ] {
            assert_eq!(low(&[place(1, free, taken)]).len(), usize::from(is_low), "{free} and {taken}");
        }
    }

    #[test]
    fn a_log_on_a_disk_of_its_own_hides_no_full_disk_under_keys_and_files() {
        let apart = low(&[place(1, LEAST_FREE, 0), place(2, LEAST_FREE - 1, 0)]);
        assert!(matches!(&apart[..], [message] if message.contains("/mnt/2")), "{apart:?}");
        let together = [place(1, LEAST_FREE, 6 * LEAST_FREE), place(1, LEAST_FREE, 6 * LEAST_FREE)];
        assert_eq!(low(&together).len(), 1, "what both take is counted together");
    }

    #[cfg(unix)]
    #[test]
    fn folders_of_one_disk_are_one_file_system() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("inside");
        std::fs::create_dir(&inside).unwrap();
        let [one, other] = [folder.path(), &inside].map(|path| Place::of(path, 1).unwrap().unwrap());
        assert_eq!(judge([one, other]).len(), 1);
    }
}
