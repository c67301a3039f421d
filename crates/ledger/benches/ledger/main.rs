//! What the ledger costs beside its floors, over the real keeper and the real vault.
//!
//! `cargo bench -p cxl-ledger --bench ledger` measures commands, bulks, the fold of the whole log and the
//! portfolio, at the smallest log and at 100,000 events. Each figure stands beside its floor, measured in
//! the same run: rounds of the two alternate, so that a disk or a neighbor that slows one down slows both.
//! `--quick` shows in under a minute that everything still runs; its figures say little. Names of parts
//! (`commands`, `hot`, `bulk`, `fold`, `portfolio`) and of loads (`reading-256`) leave the others out;
//! `--small` leaves the larger log out, numbers are other sizes of the log, `rounds=N` another number of rounds.
//!
//! The environment variable `CX_BENCH_LOGS` names a folder in which logs are kept for the next run. Three times the
//! log's size must be free beside it.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cxl_sqlite::SqliteLog;
use tokio::runtime::{Builder, Runtime};

#[path = "../../../sqlite/benches/append/bare.rs"]
mod bare;
mod commands;
mod field;
mod fill;
mod fold;
mod kept;
#[path = "../../../sqlite/benches/append/measure.rs"]
mod measure;
mod portfolio;
mod world;

use measure::Outcome;

/// That of the program.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How much is measured.
struct Plan {
    rounds: usize,
    round: Duration,
    sizes: Vec<u64>,
    parts: Vec<String>,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let given: Vec<String> = arguments.filter(|argument| argument != "--bench").collect();
        let is_given = |name: &str| given.iter().any(|argument| argument == name);
        let (mut rounds, millis, larger) =
            if is_given("--quick") { (1, 100, 10_000) } else { (21, 200, 100_000) };
        let (mut sizes, mut parts) = (Vec::new(), Vec::new());
        for argument in &given {
            if let Some(number) = argument.strip_prefix("rounds=") {
                rounds = number.parse::<usize>()?.max(1);
            } else if let Ok(size) = argument.parse() {
                sizes.push(size);
            } else if !argument.starts_with('-') {
                parts.push(argument.clone());
            }
        }
        if sizes.is_empty() {
            sizes = if is_given("--small") { vec![0] } else { vec![0, larger] };
        }
        Ok(Self { rounds, round: Duration::from_millis(millis), sizes, parts })
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

fn main() -> Outcome<()> {
    let plan = Plan::of(env::args().skip(1))?;
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    for events in &plan.sizes {
        let template = kept::template(folder.path(), *events, &runtime)?;
        describe(&runtime, &template)?;
        let bench = Bench { runtime: &runtime, folder: folder.path(), template: &template, plan: &plan };
        commands::measure(&bench)?;
        fold::measure(&bench)?;
        portfolio::measure(&bench)?;
    }
    Ok(())
}

/// What every part is given.
#[derive(Clone, Copy)]
struct Bench<'a> {
    runtime: &'a Runtime,
    folder: &'a Path,
    template: &'a Path,
    plan: &'a Plan,
}

impl Bench<'_> {
    /// A fresh copy of the template's files under this name.
    fn copy(&self, name: &str) -> Outcome<PathBuf> {
        let to = self.folder.join(name);
        std::fs::create_dir_all(&to)?;
        for file in world::FILES {
            measure::copy(&self.template.join(file), &to.join(file))?;
        }
        Ok(to)
    }
}

fn describe(runtime: &Runtime, template: &Path) -> Outcome<()> {
    let log = SqliteLog::open_read_only(&template.join(world::LOG))?;
    let settings = runtime.block_on(log.settings())?;
    let cores = std::thread::available_parallelism()?;
    println!(
        "\n== log of {} events in {} streams, {} bytes; SQLite {}, journal_mode {}, synchronous {}, pages of \
         {} bytes; {cores} cores",
        settings.events,
        settings.streams,
        settings.database_bytes,
        settings.sqlite_version,
        settings.journal_mode,
        settings.synchronous_name(),
        settings.page_size,
    );
    Ok(())
}
