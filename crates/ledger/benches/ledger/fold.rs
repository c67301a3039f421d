//! The fold of the whole log into views beside a plain decode of the same rows.

use std::hint::black_box;
use std::time::Instant;

use cxl_sqlite::SqliteLog;
use cxl_store::EventStore;
use cxl_store::codec::decode;

use super::measure::{Outcome, median, per_second};
use super::world::World;
use super::{Bench, world};

/// As many events as the ledger reads at once when it opens.
const PAGE: usize = 4096;

pub(super) fn measure(bench: &Bench<'_>) -> Outcome<()> {
    if !bench.plan.wants("fold") {
        return Ok(());
    }
    let folder = bench.copy("ledger")?;
    let (mut decodes, mut opens, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.plan.rounds {
        let log = SqliteLog::open(&folder.join(world::LOG))?;
        let decoded = bench.runtime.block_on(decode_all(&log))?;
        drop(log);
        let opened = bench.runtime.block_on(open(&folder))?;
        ratios.push(opened / decoded);
        decodes.push(decoded);
        opens.push(opened);
    }
    println!(
        "{:>18} {:>26.0} {:>10.0} {:>6.0}%  (floor: decode of every row on one thread)",
        "fold, events/s",
        median(&mut decodes),
        median(&mut opens),
        100.0 * median(&mut ratios),
    );
    Ok(())
}

async fn decode_all(log: &SqliteLog) -> Outcome<f64> {
    let (started, mut next) = (Instant::now(), 0);
    loop {
        let page = log.read_all(next, PAGE).await?;
        let Some(last) = page.last() else { return Ok(per_second(next, started.elapsed())) };
        next = last.position + 1;
        for recorded in &page {
            black_box(decode(recorded)?);
        }
    }
}

async fn open(folder: &std::path::Path) -> Outcome<f64> {
    let started = Instant::now();
    let world = World::open(folder).await?;
    let rate = per_second(world.ledger.snapshot().len, started.elapsed());
    world.close().await?;
    Ok(rate)
}
