//! What the ledger costs beside its floors, over the real keeper and the real vault.
//!
//! `cargo bench -p cxl-ledger --bench ledger` measures commands, bulks, the fold of the whole log and the
//! portfolio, at the smallest log and at 100,000 events. Each figure stands beside its floor, measured in
//! the same run: rounds of the two alternate, so that a disk or a neighbor that slows one down slows both.
//! `--quick` shows in under a minute that everything still runs; its figures say little. Names of parts
//! (`commands`, `hot`, `bulk`, `fold`, `portfolio`) and of loads (`reading-256`) leave the others out;
//! `--small` leaves the larger log out.

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
#[path = "../../../sqlite/benches/append/measure.rs"]
mod measure;
mod portfolio;
mod world;

use measure::Outcome;

/// How much is measured.
struct Plan {
    rounds: usize,
    round: Duration,
    events: u64,
    small: bool,
    parts: Vec<String>,
}

impl Plan {
    fn of_arguments() -> Self {
        let given: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let quick = given.iter().any(|argument| argument == "--quick");
        let small = given.iter().any(|argument| argument == "--small");
        let (rounds, millis, events) = if quick { (1, 100, 10_000) } else { (21, 200, 100_000) };
        let parts = given.into_iter().filter(|argument| !argument.starts_with('-')).collect();
        Self { rounds, round: Duration::from_millis(millis), events, small, parts }
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

fn main() -> Outcome<()> {
    let plan = Plan::of_arguments();
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let sizes = [0, plan.events];
    for events in sizes.into_iter().take(if plan.small { 1 } else { 2 }) {
        let template = folder.path().join(format!("template-{events}"));
        runtime.block_on(fill::make(&template, events))?;
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
