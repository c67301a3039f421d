//! What the keeper costs beside a bare loop over the same tables.
//!
//! `cargo bench -p cxl-sqlite --bench append` compares, at an empty log and at 100,000 events, rounds of a
//! plain loop that writes n events a transaction with rounds of n callers who each append one event to a
//! stream of their own and wait until it is durable. Rounds of the two alternate, so that a disk that
//! slows down slows both. An argument changes the number of rounds.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cxl_sqlite::SqliteLog;
use cxl_store::{Append, EventStore, Expected, NewEvent, StreamKind, StreamName};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use uuid::Uuid;

mod bare;
mod measure;

use bare::{event_id, stream_id};
use measure::{Outcome, copy, flush_rate, median, per_second};

const ROUND: Duration = Duration::from_millis(700);
const STREAMS: u32 = 1_000;
const BODY: [u8; 190] = [b'b'; 190];
const META: [u8; 350] = [b'm'; 350];
const TYPE: &str = "metric.reading-recorded.v1";
const ROW: bare::Payload<'_> = bare::Payload { type_name: TYPE, body: &BODY, meta: &META };

fn main() -> Outcome<()> {
    let rounds = env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for size in [0, 100_000] {
        let template = folder.path().join(format!("{size}.db"));
        fill(&runtime, &template, size)?;
        println!("\nlog of {size} events, {rounds} rounds of {} ms, medians", ROUND.as_millis());
        println!(
            "{:>24} {:>10} {:>10} {:>7} {:>8} {:>8} {:>8}",
            "", "bare/s", "keeper/s", "ratio", "p50 us", "p99 us", "flush/s"
        );
        for (callers, events) in [(1, 1), (16, 1), (256, 1), (1, 100)] {
            compare(&runtime, folder.path(), &template, Load { callers, events }, rounds)?;
        }
        if size > 0 {
            read(&runtime, &template, rounds)?;
        }
    }
    Ok(())
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

fn compare(runtime: &Runtime, folder: &Path, template: &Path, load: Load, rounds: usize) -> Outcome<()> {
    let bare_path = copy(template, &folder.join("bare.db"))?;
    let keeper_path = copy(template, &folder.join("keeper.db"))?;
    let mut bare = bare::Loop::open(&bare_path, ROW)?;
    let log = Arc::new(SqliteLog::open(&keeper_path)?);
    let mut revisions = revisions(runtime, &log)?;
    let (mut bare_rates, mut rates, mut ratios, mut flushes, mut latencies) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        flushes.push(flush_rate(folder)?);
        let bare_rate = bare.run(load.callers, load.events, ROUND)?;
        let round = runtime.block_on(keeper_round(&log, &mut revisions, load))?;
        bare_rates.push(bare_rate);
        ratios.push(round.rate / bare_rate);
        rates.push(round.rate);
        latencies.extend(round.latencies);
    }
    latencies.sort_unstable();
    println!(
        "{:>4} callers x {:>3} events {:>10.0} {:>10.0} {:>6.0}% {:>8} {:>8} {:>8.0}",
        load.callers,
        load.events,
        median(&mut bare_rates),
        median(&mut rates),
        100.0 * median(&mut ratios),
        latencies[latencies.len() / 2].as_micros(),
        latencies[latencies.len() * 99 / 100].as_micros(),
        median(&mut flushes),
    );
    Ok(())
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

/// Makes a log with [`STREAMS`] streams that take turns until it holds `size` events.
fn fill(runtime: &Runtime, path: &Path, size: u64) -> Outcome<()> {
    let log = Arc::new(SqliteLog::create(path, Uuid::nil())?);
    let rounds = size / u64::from(STREAMS);
    runtime.block_on(async {
        for round in 0..rounds {
            for some in (0..STREAMS).collect::<Vec<_>>().chunks(250) {
                let mut appends = JoinSet::new();
                for number in some.iter().copied() {
                    let log = Arc::clone(&log);
                    appends.spawn(async move { log.append(append(number, round, 1)).await });
                }
                while let Some(appended) = appends.join_next().await {
                    appended??;
                }
            }
        }
        Ok(())
    })
}

/// Number of events in each stream that a caller may use.
fn revisions(runtime: &Runtime, log: &SqliteLog) -> Outcome<Vec<u64>> {
    let count = |number| async move {
        log.read_stream(&stream(number), 0, 10_000).await.map(|page| page.len() as u64)
    };
    (0..256).map(|number| Ok(runtime.block_on(count(number))?)).collect()
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
