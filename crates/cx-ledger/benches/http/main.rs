//! Durable commands through the whole stack: HTTP, GraphQL, ledger, keeper.
//!
//! `cargo bench -p cx-ledger --bench http` starts the real server on a free port and lets 1, 16, 64 and 256 clients with
//! connections that stay open record readings, each waiting until its own is durable. Rounds alternate with rounds
//! in which the same clients send the same document, which leaves the mutation out (`@skip`), and with rounds in which
//! as many callers record readings through `Ledger::execute` in this process, over a ledger of its own. `--quick`
//! shows that everything still runs; its figures say little. `rounds=N` is another number of rounds.
//!
//! The clients run beside the server on the same cores, so that they are part of what is measured.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

#[path = "../../../../tests/flows/act.rs"]
#[expect(dead_code, reason = "the flows use the rest")]
mod act;
mod client;
mod execute;
#[path = "../../../ledger/benches/ledger/field.rs"]
#[expect(dead_code, reason = "the ledger's own benchmark uses the rest")]
mod field;
#[path = "../../../ledger/benches/ledger/fill.rs"]
mod fill;
#[path = "../../../sqlite/benches/append/measure.rs"]
#[expect(dead_code, reason = "the keeper's own benchmark uses the rest")]
mod measure;
mod round;
#[path = "../../../../tests/flows/server.rs"]
#[expect(dead_code, reason = "the flows use the rest")]
mod server;
mod set_up;
#[path = "../../../ledger/benches/ledger/world.rs"]
#[expect(dead_code, reason = "the ledger's own benchmark uses the rest")]
mod world;

use client::Client;
use execute::Direct;
use field::Field;
use measure::{Outcome, flush_rate, median};
use round::run;
use server::Server;
use world::World;

const CLIENTS: [u32; 4] = [1, 16, 64, 256];

/// That of the program.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How much is measured.
struct Plan {
    rounds: usize,
    round: Duration,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut plan = Self { rounds: 11, round: Duration::from_millis(500) };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("rounds", rounds)) => plan.rounds = rounds.parse::<usize>()?.max(1),
                None if argument == "--quick" => plan = Self { rounds: 1, round: Duration::from_millis(100) },
                None if argument == "--bench" => {}
                _ => return Err(format!("{argument} is not understood").into()),
            }
        }
        Ok(plan)
    }
}

fn main() -> Outcome<()> {
    let plan = Plan::of(env::args().skip(1))?;
    let folder = tempfile::tempdir_in(env::current_dir()?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (served, direct) = (folder.path().join("served"), folder.path().join("direct"));
    let server = Server::start_with(&served, &["--points-per-hour", "unlimited"]);
    set_up::metrics(&server);
    runtime.block_on(fill::make(&direct, 0))?;
    let world = runtime.block_on(World::open(&direct))?;
    println!("{}", server.greeting.trim_end());
    println!(
        "{:>8} {:>10} {:>12} {:>10} {:>14} {:>8} {:>8} {:>8}",
        "clients", "http/s", "nothing/s", "execute/s", "of the lesser", "p50 us", "p99 us", "flush/s"
    );
    let field = Arc::new(Field::of(&world));
    let mut bench =
        Bench { runtime: &runtime, server: &server, field: &field, folder: folder.path(), turn: 0 };
    for clients in CLIENTS {
        bench.compare(clients, &plan)?;
    }
    drop(field);
    runtime.block_on(world.close())?;
    server.stop();
    Ok(())
}

/// What every comparison is given.
struct Bench<'a> {
    runtime: &'a Runtime,
    server: &'a Server,
    field: &'a Arc<Field>,
    folder: &'a Path,
    /// How many days of each metric have a reading at most.
    turn: u32,
}

impl Bench<'_> {
    fn compare(&mut self, callers: u32, plan: &Plan) -> Outcome<()> {
        let mut clients = self.runtime.block_on(Client::connect(self.server, callers, self.turn))?;
        let mut direct = Direct::callers(self.field, callers);
        let (mut recorded, mut nothing, mut executed, mut ratios, mut flushes, mut micros) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            flushes.push(flush_rate(self.folder)?);
            let http = self.runtime.block_on(run(clients, plan.round))?;
            let skipping = http.callers.into_iter().map(|client| client.skip(true)).collect();
            let skipped = self.runtime.block_on(run(skipping, plan.round))?;
            clients = skipped.callers.into_iter().map(|client| client.skip(false)).collect();
            let ledger = self.runtime.block_on(run(direct, plan.round))?;
            direct = ledger.callers;
            ratios.push(http.rate / skipped.rate.min(ledger.rate));
            recorded.push(http.rate);
            nothing.push(skipped.rate);
            executed.push(ledger.rate);
            micros.extend(http.micros);
        }
        self.turn = clients.iter().map(Client::turn).max().unwrap_or(self.turn);
        micros.sort_unstable();
        println!(
            "{callers:>8} {:>10.0} {:>12.0} {:>10.0} {:>13.0}% {:>8} {:>8} {:>8.0}",
            median(&mut recorded),
            median(&mut nothing),
            median(&mut executed),
            100.0 * median(&mut ratios),
            micros[micros.len() / 2],
            micros[micros.len() * 99 / 100],
            median(&mut flushes),
        );
        Ok(())
    }
}
