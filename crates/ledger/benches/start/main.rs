//! What a start costs, in time and memory, and how both grow with the log.
//!
//! `cargo bench -p cxl-ledger --bench start -- 100000 1000000` makes a log of each of these sizes, nearly all of it
//! readings, and opens the ledger over it from nothing and from a checkpoint. Beside them stand the floors: a bare
//! read of all rows, and a read that also decodes each row on one thread. Each runs in a process of its own, with the
//! files in the cache of the system; of three runs the median by time is told, with the memory at its end and at its
//! peak. `rounds=N` is another number of runs. Without sizes it takes 100,000 events.
//!
//! The environment variable `CX_BENCH_LOGS` names a folder in which logs are kept for the next run.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use cxl_ledger::{Checkpoint, OpenOptions};
use cxl_sqlite::SqliteLog;
use cxl_store::{EventStore, Gist};
use tokio::runtime::Builder;
use uuid::Uuid;

#[path = "../ledger/field.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod field;
#[path = "../ledger/fill.rs"]
mod fill;
#[path = "../ledger/kept.rs"]
mod kept;
#[path = "../../../sqlite/benches/append/measure.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod measure;
#[path = "../ledger/world.rs"]
#[expect(dead_code, reason = "the other benchmark uses the rest")]
mod world;

use measure::{Outcome, per_second};
use world::World;

/// That of the program.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// As many events as the ledger reads at once.
const PAGE: usize = 4096;

/// What is measured, and what it is called in the report.
const PARTS: [(&str, &str); 5] = [
    ("scan", "read of all rows"),
    ("decode", "read and decode, one thread"),
    ("nothing", "start from nothing"),
    ("write", "the same, and the checkpoint"),
    ("checkpoint", "start from the checkpoint"),
];

fn main() -> Outcome<()> {
    let given: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, part, log, checkpoint] = &given[..]
        && flag == "--part"
    {
        return measured(part, Path::new(log), Path::new(checkpoint));
    }
    let (mut rounds, mut sizes) = (3, Vec::new());
    for argument in &given {
        match argument.strip_prefix("rounds=") {
            Some(number) => rounds = number.parse::<usize>()?.max(1),
            None => sizes.push(argument.parse::<u64>()?),
        }
    }
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    for events in if sizes.is_empty() { vec![100_000] } else { sizes } {
        let log = kept::template(folder.path(), events, &runtime)?;
        let checkpoint = folder.path().join(format!("checkpoint-{events}"));
        println!("\n== {events} events, log of {} MB", megabytes(fs::metadata(log.join(world::LOG))?.len()));
        for (part, name) in PARTS {
            let runs = (0..rounds).map(|_| run(part, &log, &checkpoint));
            let mut runs = runs.collect::<Outcome<Vec<Run>>>()?;
            runs.sort_by_key(|run| run.took);
            let Run { events, took, held, peak } = &runs[runs.len() / 2];
            let (seconds, rate) = (took.as_secs_f64(), per_second(*events, *took));
            println!(
                "{name:>30} {seconds:>9.3} s {rate:>11.0} events/s, {held:>6} MB held, {peak:>6} MB at the peak"
            );
        }
        let (files, bytes) = size_of(&checkpoint)?;
        let each = bytes / events.max(1);
        println!("{:>30} {} MB in {files} files, {each} bytes an event", "checkpoint", megabytes(bytes));
    }
    Ok(())
}

/// One run of a part.
struct Run {
    events: u64,
    took: Duration,
    /// Memory at the end and at the peak, in megabytes; a dash where the system does not say.
    held: String,
    peak: String,
}

/// Runs a part in a process of its own.
fn run(part: &str, log: &Path, checkpoint: &Path) -> Outcome<Run> {
    if part == "write" && checkpoint.exists() {
        fs::remove_dir_all(checkpoint)?;
    }
    let mut command = Command::new(env::current_exe()?);
    let output = command.args(["--part", part]).arg(log).arg(checkpoint).stderr(Stdio::inherit()).output()?;
    let told = String::from_utf8(output.stdout)?;
    let fields: Vec<&str> = told.split_whitespace().collect();
    let [events, micros, held, peak] = fields[..] else {
        return Err(format!("{part} ended with {} and told {told:?}", output.status).into());
    };
    let took = Duration::from_micros(micros.parse()?);
    Ok(Run { events: events.parse()?, took, held: held.to_owned(), peak: peak.to_owned() })
}

/// Does a part and tells what it took.
fn measured(part: &str, folder: &Path, checkpoint: &Path) -> Outcome<()> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let started = Instant::now();
    // What is held is told while it is.
    let (events, took, _held) = runtime.block_on(async {
        let checkpoint = Checkpoint::new(checkpoint, Uuid::nil());
        let ends = match part {
            "scan" | "decode" => (scanned(folder, part == "decode").await?, started.elapsed(), None),
            "nothing" => opened(folder, None, started).await?,
            "checkpoint" => opened(folder, Some(checkpoint), started).await?,
            "write" => {
                opened(folder, Some(checkpoint.written_every(Duration::from_hours(1))), started).await?
            }
            other => return Err(format!("there is no part {other:?}").into()),
        };
        Outcome::Ok(ends)
    })?;
    println!("{events} {} {} {}", took.as_micros(), memory("VmRSS:"), memory("VmHWM:"));
    Ok(())
}

/// Reads all rows; answers how many.
async fn scanned(folder: &Path, decodes: bool) -> Outcome<u64> {
    let log = SqliteLog::open(&folder.join(world::LOG))?;
    let mut next = 0;
    loop {
        let page = log.read_all(next, PAGE).await?;
        let Some(last) = page.last() else { return Ok(next) };
        next = last.position + 1;
        for recorded in &page {
            if decodes {
                black_box(Gist::of(recorded)?);
            }
        }
        black_box(page);
    }
}

/// Opens the ledger, and writes its checkpoint if it is one to be written.
async fn opened(
    folder: &Path,
    checkpoint: Option<Checkpoint>,
    started: Instant,
) -> Outcome<(u64, Duration, Option<World>)> {
    let world = World::open_with(folder, OpenOptions { checkpoint, ..OpenOptions::default() }).await?;
    let mut took = started.elapsed();
    let mut written = world.ledger.checkpoint_len();
    loop {
        world.ledger.write_checkpoint().await?;
        let now = world.ledger.checkpoint_len();
        if now == written {
            break;
        }
        (written, took) = (now, started.elapsed());
    }
    Ok((world.ledger.snapshot().len, took, Some(world)))
}

/// How many files there are in a folder, and how many bytes they have.
fn size_of(folder: &Path) -> Outcome<(usize, u64)> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len()));
    let sizes = files.collect::<Outcome<Vec<u64>>>()?;
    Ok((sizes.len(), sizes.iter().sum()))
}

/// A figure that Linux keeps of a process, in megabytes.
fn memory(name: &str) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or("-".into(), |kilobytes| (kilobytes / 1024).to_string())
}

fn megabytes(bytes: u64) -> u64 {
    bytes / (1 << 20)
}
