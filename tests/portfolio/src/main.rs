//! The portfolio of fifty initiatives over HTTP, beside what else could answer it, in one run.
//!
//! `cargo run --release --manifest-path tests/portfolio/Cargo.toml`, after the server was built with
//! `cargo build --release` and PostGraphile installed with `npm ci --prefix tests/portfolio/postgraphile`. The ledger is
//! filled by its own importer and served by its own server. Beside it answer: a handler with the same bytes, a
//! resolver of the same engine with the same values as constants, and PostGraphile over a PostgreSQL of the run with the
//! same values in tables. Each is a process of its own; before anything is measured their values are compared,
//! and every single answer is held against the first one. 1, 16 and 64 clients ask, each over a connection that stays
//! open. Rounds alternate, in another order each time.
//!
//! `server=PATH` is the server's program, `target/release/cx-ledger` if left out; `rounds=N` and `ms=N` are how many rounds
//! of how many milliseconds, `warm=N` for how many milliseconds each is asked beforehand, `in=FOLDER` where everything
//! lies, `only=bare,repeated` who takes part. `--quick` shows that everything still runs; its figures say little. `--json` prints one object instead of
//! tables. The clients share the machine with the servers; `cpu us` is what an answer costs the server's processes alone.

use std::env;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::runtime::{Builder, Runtime};

mod asks;
mod bare;
mod child;
mod client;
#[path = "../../peers/others/src/postgres/cluster.rs"]
mod cluster;
mod constant;
mod constants;
mod contest;
mod history;
mod ledger;
mod postgraphile;
mod processor;
mod protocol;
mod report;
mod round;
mod values;

use contest::{Contest, Contestant, NAMES};
use protocol::Outcome;
use report::Report;
use round::{Round, run};

const CLIENTS: [usize; 3] = [1, 16, 64];
/// How many clients ask before anything is measured.
const WARMING: usize = 16;

/// What is measured, and where.
struct Plan {
    server: PathBuf,
    rounds: usize,
    round: Duration,
    warming: Duration,
    folder: PathBuf,
    only: Option<Vec<String>>,
    json: bool,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut plan = Self {
            server: concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/release/cx-ledger").into(),
            rounds: 9,
            round: Duration::from_millis(700),
            warming: Duration::from_secs(3),
            folder: env::temp_dir(),
            only: None,
            json: false,
        };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("server", program)) => plan.server = program.into(),
                Some(("rounds", rounds)) => plan.rounds = rounds.parse::<usize>()?.max(1),
                Some(("ms", millis)) => plan.round = Duration::from_millis(millis.parse()?),
                Some(("warm", millis)) => plan.warming = Duration::from_millis(millis.parse()?),
                Some(("in", folder)) => plan.folder = folder.into(),
                Some(("only", names)) => plan.only = Some(contestants(names)?),
                None if argument == "--json" => plan.json = true,
                None if argument == "--quick" => {
                    plan.rounds = 1;
                    (plan.round, plan.warming) = (Duration::from_millis(100), Duration::from_millis(100));
                }
                _ => return Err(format!("{argument} is not understood").into()),
            }
        }
        Ok(plan)
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name))
    }
}

/// The names in a list with commas, each of which must be that of somebody who can be asked.
fn contestants(list: &str) -> Outcome<Vec<String>> {
    match list.split(',').find(|name| !NAMES.contains(name)) {
        Some(name) => Err(format!("{name} is none of {}", NAMES.join(", ")).into()),
        None => Ok(list.split(',').map(str::to_owned).collect()),
    }
}

fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1).peekable();
    match arguments.peek().map(String::as_str) {
        Some(name @ (constants::CONSTANT | constants::BARE)) => {
            let name = name.to_owned();
            constants::serve(&name, arguments.nth(1))
        }
        _ => drive(&Plan::of(arguments)?),
    }
}

fn drive(plan: &Plan) -> Outcome<()> {
    // One thread is enough for the clients, and leaves the others to the servers.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    // Others may enter, for PostgreSQL's server does not run as root.
    let folder =
        tempfile::Builder::new().permissions(Permissions::from_mode(0o711)).tempdir_in(&plan.folder)?;
    let contest = Contest::start(&runtime, &plan.server, folder.path(), today(), |name| plan.wants(name))?;
    let mut report = Report::new(plan.rounds, plan.round.as_millis(), &contest)?;
    for contestant in &contest.contestants {
        asked(&runtime, contestant, WARMING.min(contestant.most_clients), plan.warming)?;
    }
    for clients in CLIENTS {
        measure(plan, &runtime, &contest, clients, &mut report)?;
    }
    if plan.json {
        return report.print_json();
    }
    report.print();
    Ok(())
}

/// Lets so many clients ask everybody, round after round.
fn measure(
    plan: &Plan,
    runtime: &Runtime,
    contest: &Contest,
    clients: usize,
    report: &mut Report,
) -> Outcome<()> {
    let wanted = contest.contestants.iter().filter(|contestant| clients <= contestant.most_clients);
    let wanted: Vec<&Contestant> = wanted.collect();
    let mut rounds: Vec<Vec<Round>> = wanted.iter().map(|_| Vec::new()).collect();
    for number in 0..plan.rounds {
        for turn in 0..wanted.len() {
            let at = (number + turn) % wanted.len();
            rounds[at].push(asked(runtime, wanted[at], clients, plan.round)?);
        }
    }
    report.add(clients, &wanted, &rounds);
    Ok(())
}

fn asked(runtime: &Runtime, of: &Contestant, clients: usize, length: Duration) -> Outcome<Round> {
    runtime
        .block_on(run(&of.endpoint, &of.asks, &of.processes, clients, length))
        .map_err(|error| format!("{}: {error}", of.name).into())
}

/// Today, in UTC, which is the zone of the ledger that is filled.
#[expect(clippy::disallowed_methods, reason = "a history that ends with last month has to know the month")]
fn today() -> NaiveDate {
    chrono::Utc::now().date_naive()
}
