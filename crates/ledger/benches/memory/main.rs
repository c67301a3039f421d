//! What the views hold in memory, counted by the allocator while a real log is folded.
//!
//! `cargo bench -p cxl-ledger --bench memory` folds 100,000 readings, and initiatives of 100 events each, and
//! prints bytes a reading and an initiative: facts, indexes, what writers keep about commands and the
//! recorded time of every position. Text is not in it, for the views hold none. `--quick` folds a tenth.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::alloc::System;
use std::env;

use cxl_ledger::fold::Fold;
use cxl_sqlite::SqliteLog;
use cxl_store::{EventStore, MAX_PAGE};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::Builder;

#[path = "../ledger/field.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod field;
#[path = "../ledger/fill.rs"]
mod fill;
mod lives;
#[path = "../../../sqlite/benches/append/measure.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod measure;
#[path = "../ledger/world.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod world;

use measure::Outcome;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Outcome<()> {
    let quick = env::args().any(|argument| argument == "--quick");
    let (readings, initiatives) = if quick { (10_000, 10) } else { (100_000, 100) };
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;

    let of_readings = folder.path().join("readings");
    runtime.block_on(lives::readings(&of_readings, readings))?;
    let (count, bytes) = runtime.block_on(folded(&of_readings, "metric.reading-recorded.v1"))?;
    println!("{count:>8} readings in 256 series: {:>8.0} bytes each", bytes / count);

    let of_initiatives = folder.path().join("initiatives");
    runtime.block_on(lives::initiatives(&of_initiatives, initiatives))?;
    let (count, bytes) = runtime.block_on(folded(&of_initiatives, "initiative."))?;
    let each = count / f64::from(initiatives);
    println!(
        "{initiatives:>8} initiatives of {each:.0} events: {:>8.0} bytes each",
        bytes / f64::from(initiatives)
    );
    Ok(())
}

/// How many events there are whose wire name begins so, and how many bytes folding them in has taken.
#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark are small")]
async fn folded(folder: &std::path::Path, name: &str) -> Outcome<(f64, f64)> {
    let log = SqliteLog::open(&folder.join(world::LOG))?;
    let (mut fold, mut count, mut bytes) = (Fold::default(), 0_u64, 0);
    loop {
        let page = log.read_all(fold.views.len, MAX_PAGE).await?;
        if page.is_empty() {
            return Ok((count as f64, bytes as f64));
        }
        for recorded in &page {
            let before = held();
            fold.apply(recorded)?;
            fold.keys = Vec::new();
            if recorded.type_name.starts_with(name) {
                count += 1;
                bytes += held() - before;
            }
        }
    }
}

/// Bytes that are allocated and not freed.
fn held() -> i64 {
    let stats = ALLOCATOR.stats();
    i64::try_from(stats.bytes_allocated).unwrap_or(i64::MAX)
        - i64::try_from(stats.bytes_deallocated).unwrap_or(i64::MAX)
}
