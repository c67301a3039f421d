//! What the keeper costs beside a bare loop over the same tables, and how both age.
//!
//! `cargo bench -p cxl-sqlite --bench append` compares, at logs of no event, 1 million and 10 million, rounds of a
//! plain loop that writes n events a transaction with rounds of n callers who each append one event to a
//! stream of their own and wait until it is durable. Rounds of the two alternate, so that a disk that
//! slows down slows both; how much a log's size slows them is told against the smallest log that is not empty.
//!
//! Numbers behind `--` are other sizes, `rounds=N` another number of rounds, `in=FOLDER` a folder on another
//! disk. 10 million events take 20 GB while they are measured. The environment variable `CX_BENCH_LOGS` names a folder
//! in which filled logs are kept for the next run; they are copied from there.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_sqlite::SqliteLog;
use cxl_store::{Append, EventStore, Expected, NewEvent, StreamKind, StreamName};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

mod bare;
mod fill;
mod measure;

use bare::event_id;
use fill::stream_id;
use measure::{Outcome, copy, flush_rate, median, per_second};

const ROUND: Duration = Duration::from_millis(700);
const BODY: [u8; 190] = [b'b'; 190];
const META: [u8; 350] = [b'm'; 350];
const TYPE: &str = "metric.reading-recorded.v1";
const ROW: bare::Payload<'_> = bare::Payload { body: &BODY, meta: &META };
const LOADS: [Load; 5] = [
    Load { callers: 1, events: 1 },
    Load { callers: 16, events: 1 },
    Load { callers: 64, events: 1 },
    Load { callers: 256, events: 1 },
    Load { callers: 1, events: 100 },
];

/// What is measured, and where.
struct Plan {
    sizes: Vec<u64>,
    rounds: usize,
    folder: PathBuf,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut plan = Self { sizes: Vec::new(), rounds: 5, folder: env::current_dir()? };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("rounds", rounds)) => plan.rounds = rounds.parse::<usize>()?.max(1),
                Some(("in", folder)) => plan.folder = folder.into(),
                _ => plan.sizes.extend(argument.parse::<u64>()),
            }
        }
        if plan.sizes.is_empty() {
            plan.sizes = vec![0, 1_000_000, 10_000_000];
        }
        Ok(plan)
    }
}

fn main() -> Outcome<()> {
    let Plan { sizes, rounds, folder } = Plan::of(env::args().skip(1))?;
    let folder = tempfile::tempdir_in(folder)?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut measured: Vec<(u64, Vec<Rates>)> = Vec::new();
    for size in sizes {
        let bare_path = folder.path().join("bare.db");
        let keeper_path =
            fill(&bare_path, size).and_then(|()| copy(&bare_path, &folder.path().join("keeper.db")))?;
        println!("\nlog of {size} events, {rounds} rounds of {} ms, medians", ROUND.as_millis());
        println!(
            "{:>24} {:>10} {:>10} {:>7} {:>8} {:>8} {:>8}",
            "", "bare/s", "keeper/s", "ratio", "p50 us", "p99 us", "flush/s"
        );
        let rates = LOADS.map(|load| compare(&runtime, (&bare_path, &keeper_path), load, rounds));
        measured.push((size, rates.into_iter().collect::<Outcome<_>>()?));
        if size > 0 {
            read(&runtime, &keeper_path, rounds)?;
        }
    }
    tell_how_they_age(&measured);
    Ok(())
}

/// Median events a second.
#[derive(Clone, Copy)]
struct Rates {
    bare: f64,
    keeper: f64,
}

/// How much slower each load is at a large log than at the smallest that is not empty.
fn tell_how_they_age(measured: &[(u64, Vec<Rates>)]) {
    let mut filled = measured.iter().filter(|(size, _)| *size > 0);
    let Some((from, young)) = filled.next() else { return };
    for (to, old) in filled {
        println!("\nfrom {from} to {to} events");
        for ((load, young), old) in LOADS.iter().zip(young).zip(old) {
            let change = |from: f64, to: f64| 100.0 * (to / from - 1.0);
            println!(
                "{:>4} callers x {:>3} events: bare {:>+5.0}%, keeper {:>+5.0}%",
                load.callers,
                load.events,
                change(young.bare, old.bare),
                change(young.keeper, old.keeper)
            );
        }
    }
}

/// So many callers, each with so many events an append.
#[derive(Clone, Copy)]
struct Load {
    callers: u32,
    events: u32,
}

/// What one round of the keeper measured.
struct Round {
    rate: f64,
    latencies: Vec<Duration>,
}

fn compare(runtime: &Runtime, (bare, keeper): (&Path, &Path), load: Load, rounds: usize) -> Outcome<Rates> {
    // Both are opened anew for each load, and stand where the last one left them.
    let revisions = bare::next_revisions(&Connection::open(keeper)?)?;
    let mut revisions: Vec<u64> = revisions.into_iter().map(i64::cast_unsigned).collect();
    let mut bare = bare::Loop::open(bare, ROW)?;
    let log = Arc::new(SqliteLog::open(keeper)?);
    let (mut bare_rates, mut rates, mut ratios, mut flushes, mut latencies) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        flushes.push(flush_rate(keeper.parent().unwrap_or(Path::new(".")))?);
        let bare_rate = bare.run(load.callers, load.events, ROUND)?;
        let round = runtime.block_on(keeper_round(&log, &mut revisions, load))?;
        bare_rates.push(bare_rate);
        ratios.push(round.rate / bare_rate);
        rates.push(round.rate);
        latencies.extend(round.latencies);
    }
    latencies.sort_unstable();
    let rates = Rates { bare: median(&mut bare_rates), keeper: median(&mut rates) };
    println!(
        "{:>4} callers x {:>3} events {:>10.0} {:>10.0} {:>6.0}% {:>8} {:>8} {:>8.0}",
        load.callers,
        load.events,
        rates.bare,
        rates.keeper,
        100.0 * median(&mut ratios),
        latencies[latencies.len() / 2].as_micros(),
        latencies[latencies.len() * 99 / 100].as_micros(),
        median(&mut flushes),
    );
    Ok(rates)
}

async fn keeper_round(log: &Arc<SqliteLog>, revisions: &mut [u64], load: Load) -> Outcome<Round> {
    let started = Instant::now();
    let mut callers = JoinSet::new();
    for (number, next) in (0..load.callers).zip(revisions.iter().copied()) {
        let log = Arc::clone(log);
        callers.spawn(async move {
            let (mut next, mut latencies) = (next, Vec::new());
            while started.elapsed() < ROUND {
                let sent = Instant::now();
                log.append(append(number, next, load.events)).await?;
                latencies.push(sent.elapsed());
                next += u64::from(load.events);
            }
            Outcome::Ok((number, next, latencies))
        });
    }
    let (mut events, mut all) = (0, Vec::new());
    while let Some(caller) = callers.join_next().await {
        let (number, next, latencies) = caller??;
        let revision = &mut revisions[number as usize];
        events += next - *revision;
        *revision = next;
        all.extend(latencies);
    }
    Ok(Round { rate: per_second(events, started.elapsed()), latencies: all })
}

/// Rate at which the keeper hands out pages, beside a bare loop over the same rows.
fn read(runtime: &Runtime, path: &Path, rounds: usize) -> Outcome<()> {
    let log = SqliteLog::open(path)?;
    let settings = runtime.block_on(log.settings())?;
    println!("\n{settings:#?}\n");
    for page in [1_000, 10_000] {
        let (mut bare_rates, mut rates, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let bare_rate = read_bare(path)?;
            let started = Instant::now();
            let events = runtime.block_on(async {
                let mut next = 0;
                loop {
                    match log.read_all(next, page).await?.len() {
                        0 => return Outcome::Ok(next),
                        read => next += read as u64,
                    }
                }
            })?;
            rates.push(per_second(events, started.elapsed()));
            ratios.push(per_second(events, started.elapsed()) / bare_rate);
            bare_rates.push(bare_rate);
        }
        println!(
            "read_all, pages of {page:>6}: bare {:>8.0}/s, keeper {:>8.0}/s, {:>3.0}%",
            median(&mut bare_rates),
            median(&mut rates),
            100.0 * median(&mut ratios)
        );
    }
    Ok(())
}

/// Events a second of one statement over the whole log that copies body and metadata of each.
fn read_bare(path: &Path) -> Outcome<f64> {
    let connection = Connection::open(path)?;
    let mut statement = connection
        .prepare("SELECT position, stream, revision, type, id, body, meta FROM events ORDER BY position")?;
    let (started, mut read, mut bytes) = (Instant::now(), 0, 0);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (body, meta): (Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(6)?);
        bytes += body.len() + meta.len();
        read += 1;
    }
    if bytes == 0 {
        return Err("nothing was read".into());
    }
    Ok(per_second(read, started.elapsed()))
}

/// Makes a log of `size` events.
fn fill(path: &Path, size: u64) -> Outcome<()> {
    for suffix in ["", "-wal", "-shm", ".lock"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    let started = Instant::now();
    fill::log(path, TYPE, ROW, size)?;
    let (streams, took) = (fill::streams_of(size)?, started.elapsed().as_secs_f64());
    println!("\n{size} events in {streams} streams, ready after {took:.0} s");
    Ok(())
}

fn append(number: u32, next: u64, events: u32) -> Append {
    let expected = next.checked_sub(1).map_or(Expected::NoStream, Expected::Exact);
    let type_name: Arc<str> = TYPE.into();
    let event = |rank: u64| NewEvent {
        id: event_id(number, next + rank),
        type_name: Arc::clone(&type_name),
        body: BODY.to_vec(),
        meta: META.to_vec(),
    };
    Append { stream: stream(number), expected, events: (0..u64::from(events)).map(event).collect() }
}

fn stream(number: u32) -> StreamName {
    StreamName::new(StreamKind::new("metric").expect("a kind"), stream_id(number))
}
