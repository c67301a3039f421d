//! What every benchmark over a ledger file needs: copies of it, rates, medians, and what the disk allows.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(super) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Appends of 4 KiB with a flush each, a second: what the disk allows.
pub(super) fn flush_rate(folder: &Path) -> Outcome<f64> {
    let mut file = fs::File::create(folder.join("flush"))?;
    let (started, mut flushes) = (Instant::now(), 0);
    while started.elapsed() < Duration::from_millis(200) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        flushes += 1;
    }
    Ok(per_second(flushes, started.elapsed()))
}

/// A durable copy of a closed database under another name; what an earlier copy left beside it goes.
pub(super) fn copy(template: &Path, to: &Path) -> Outcome<PathBuf> {
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{suffix}", to.display()));
    }
    fs::copy(template, to)?;
    fs::File::open(to)?.sync_all()?;
    Ok(to.to_path_buf())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark are small")]
pub(super) fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
