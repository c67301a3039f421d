//! Durable commands beside a bare loop that writes the same bytes to the same tables.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_store::EventStore;
use tokio::task::JoinSet;

use super::bare::{Loop, Payload};
use super::field::{Act, Field, STREAMS};
use super::measure::{Outcome, flush_rate, median, per_second};
use super::world::{self, World, command_id};
use super::{Bench, Plan};
use cxl_ledger::Request;

/// How callers load the ledger.
#[derive(Clone, Copy)]
struct Load {
    part: &'static str,
    name: &'static str,
    act: Act,
    callers: u32,
    how: How,
    /// Events in each transaction of the floor.
    floor: u32,
}

impl Load {
    /// One load alone is wanted by name and callers: `reading-256`.
    fn is_wanted(self, plan: &Plan) -> bool {
        plan.wants(self.part) || plan.wants(&format!("{}-{}", self.name, self.callers))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Each caller has streams of its own and takes them in turn.
    Apart,
    /// All callers write to one stream.
    Together,
    /// A hundred readings to a command, of one metric.
    BulkOfOne,
    /// A hundred readings to a command, each of another metric.
    BulkOfMany,
}

/// Readings in a bulk.
const BULK: u32 = 100;

const LOADS: [Load; 9] = [
    apart("reading", Act::Reading, 1),
    apart("reading", Act::Reading, 16),
    apart("reading", Act::Reading, 256),
    apart("progress report", Act::Report, 1),
    apart("progress report", Act::Report, 16),
    apart("progress report", Act::Report, 256),
    Load { part: "hot", name: "one stream", act: Act::Reading, callers: 16, how: How::Together, floor: 1 },
    bulk("bulk, one metric", How::BulkOfOne),
    bulk("bulk, 100 metrics", How::BulkOfMany),
];

const fn apart(name: &'static str, act: Act, callers: u32) -> Load {
    Load { part: "commands", name, act, callers, how: How::Apart, floor: callers }
}

const fn bulk(name: &'static str, how: How) -> Load {
    Load { part: "bulk", name, act: Act::Reading, callers: 1, how, floor: BULK }
}

pub(super) fn measure(bench: &Bench<'_>) -> Outcome<()> {
    let wanted: Vec<&Load> = LOADS.iter().filter(|load| load.is_wanted(bench.plan)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    println!(
        "{:>18} {:>8} {:>6} {:>10} {:>10} {:>7} {:>8} {:>8} {:>8}",
        "events a second", "callers", "bytes", "bare", "ledger", "ratio", "p50 us", "p99 us", "flush/s"
    );
    wanted.into_iter().try_for_each(|load| compare(bench, *load))
}

fn compare(bench: &Bench<'_>, load: Load) -> Outcome<()> {
    let (bare_folder, ledger_folder) = (bench.copy("bare")?, bench.copy("ledger")?);
    let world = bench.runtime.block_on(World::open(&ledger_folder))?;
    let field = Arc::new(Field::of(&world));
    let (body, meta) = bench.runtime.block_on(sample(&world, &field, load.act))?;
    let payload = Payload { body: &body, meta: &meta };
    let mut bare = Loop::open(&bare_folder.join(world::LOG), payload)?;
    let (mut bare_rates, mut rates, mut ratios, mut flushes, mut latencies) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.plan.rounds {
        flushes.push(flush_rate(bench.folder)?);
        let bare_rate = bare.run(load.floor, 1, bench.plan.round)?;
        let (rate, waited) = bench.runtime.block_on(round(&field, load, bench.plan.round))?;
        bare_rates.push(bare_rate);
        ratios.push(rate / bare_rate);
        rates.push(rate);
        latencies.extend(waited);
    }
    latencies.sort_unstable();
    println!(
        "{:>18} {:>8} {:>6} {:>10.0} {:>10.0} {:>6.0}% {:>8} {:>8} {:>8.0}",
        load.name,
        load.callers,
        body.len() + meta.len(),
        median(&mut bare_rates),
        median(&mut rates),
        100.0 * median(&mut ratios),
        latencies[latencies.len() / 2].as_micros(),
        latencies[latencies.len() * 99 / 100].as_micros(),
        median(&mut flushes),
    );
    drop(field);
    bench.runtime.block_on(world.close())
}

/// What the ledger writes for one command of this kind.
async fn sample(world: &World, field: &Field, act: Act) -> Outcome<(Vec<u8>, Vec<u8>)> {
    let executed = world.run(field.command(act, 0)).await?;
    let recorded = world.log.read_stream(&executed.stream, executed.revision, 1).await?;
    let event = recorded.into_iter().next().ok_or("the command was recorded")?;
    Ok((event.body, event.meta))
}

/// Events a second, and how long each command took.
async fn round(field: &Arc<Field>, load: Load, length: Duration) -> Outcome<(f64, Vec<Duration>)> {
    let started = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..load.callers {
        let field = Arc::clone(field);
        callers.spawn(async move {
            let mut waited = Vec::new();
            while started.elapsed() < length {
                let asked = Instant::now();
                let turn = u32::try_from(waited.len()).unwrap_or(u32::MAX);
                ask(&field, load, caller, turn).await?;
                waited.push(asked.elapsed());
            }
            Outcome::Ok(waited)
        });
    }
    let mut waited = Vec::new();
    while let Some(caller) = callers.join_next().await {
        waited.extend(caller??);
    }
    let events = waited.len() as u64 * if load.part == "bulk" { u64::from(BULK) } else { 1 };
    Ok((per_second(events, started.elapsed()), waited))
}

/// One command of one caller.
async fn ask(field: &Field, load: Load, caller: u32, turn: u32) -> Outcome<()> {
    let own = caller + turn % (STREAMS / load.callers) * load.callers;
    let items: Vec<_> = match load.how {
        How::Apart | How::Together => {
            let stream = if load.how == How::Apart { own } else { 0 };
            let request = Request::new(field.actor, command_id(), field.command(load.act, stream));
            field.ledger.execute(request).await?;
            return Ok(());
        }
        How::BulkOfOne => (0..BULK).map(|_| field.item(own)).collect(),
        How::BulkOfMany => (0..BULK).map(|number| field.item(own + number)).collect(),
    };
    let answers = field.ledger.record_readings(field.actor, command_id(), items).await;
    answers.into_iter().try_for_each(|answer| Ok(answer.map(drop)?))
}
