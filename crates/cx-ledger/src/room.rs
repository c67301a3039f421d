//! How much room is left on a disk.

use std::path::Path;

/// Room that must be left: what a day of heavy use and a growing write-ahead log may take.
pub(crate) const LEAST_FREE: u64 = 512 << 20;

/// Bytes that are free where the folder lies, for whoever runs this; none where the system does not say.
#[cfg(unix)]
pub(crate) fn free_space(folder: &Path) -> std::io::Result<Option<u64>> {
    let found = rustix::fs::statvfs(folder)?;
    Ok(Some(found.f_bavail.saturating_mul(found.f_frsize)))
}

/// Bytes that are free where the folder lies, for whoever runs this; none where the system does not say.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
pub(crate) fn free_space(_: &Path) -> std::io::Result<Option<u64>> {
    Ok(None)
}
