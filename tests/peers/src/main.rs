//! Durable appends through the embedded keeper beside a bare loop and beside other event stores, in one run.
//!
//! `cargo run --release --manifest-path tests/peers/Cargo.toml`, after the other stores were built once with
//! `cargo build --release --manifest-path tests/peers/others/Cargo.toml`. Every peer stores the same bytes, begins
//! with as many events, and waits for each event until it is durable, with its streams' revisions checked. Rounds of
//! the peers alternate, in another order each time.
//!
//! Numbers are sizes of the log, 0 and 1,000,000 if none is given; above a million the keeper and the bare loop alone
//! are measured. `rounds=N` and `ms=N` are how many rounds of how many milliseconds, `in=FOLDER` where the logs lie,
//! `only=keeper,bare` which peers take part, `--json` prints one object instead of tables. The environment variable
//! `CX_BENCH_LOGS` names a folder in which the keeper's filled logs are kept for the next run.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, iter};

#[path = "../../../crates/sqlite/benches/append/bare.rs"]
#[expect(dead_code, reason = "the keeper's own benchmark uses the rest")]
mod bare;
mod child;
#[path = "../../../crates/sqlite/benches/append/fill.rs"]
mod fill;
mod floor;
mod keeper;
#[path = "../../../crates/sqlite/benches/append/measure.rs"]
mod measure;
mod payload;
mod protocol;
mod report;
mod writers;

use child::{LeftOut, Running};
use protocol::{Load, Outcome, Place, Round, speak};
use report::{Measured, Report};

/// Every peer, the floor first, and whether it is one of the others.
const PEERS: [(&str, bool); 5] =
    [("bare", false), ("keeper", false), ("sqlite-es", true), ("postgres-es", true), ("umadb", true)];
/// The largest log that the others are measured at: filling a larger one takes them longer than measuring it.
const LARGEST_OF_OTHERS: u64 = 1_000_000;
const WRITERS: [u32; 4] = [1, 16, 64, 256];
const WRITERS_OF_ONE_STREAM: u32 = 16;

/// What is measured, and where.
struct Plan {
    sizes: Vec<u64>,
    rounds: usize,
    millis: u64,
    folder: PathBuf,
    only: Option<Vec<String>>,
    json: bool,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut plan = Self {
            sizes: Vec::new(),
            rounds: 7,
            millis: 700,
            folder: env::temp_dir(),
            only: None,
            json: false,
        };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("rounds", rounds)) => plan.rounds = rounds.parse::<usize>()?.max(1),
                Some(("ms", millis)) => plan.millis = millis.parse()?,
                Some(("in", folder)) => plan.folder = folder.into(),
                Some(("only", names)) => plan.only = Some(names_of_peers(names)?),
                None if argument == "--json" => plan.json = true,
                _ => plan.sizes.push(argument.parse().map_err(|_| format!("{argument} is not understood"))?),
            }
        }
        if plan.sizes.is_empty() {
            plan.sizes = vec![0, 1_000_000];
        }
        Ok(plan)
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name))
    }

    fn loads(&self) -> Vec<Load> {
        let apart = WRITERS.map(|writers| Load { writers, hot: false, millis: self.millis });
        let hot = Load { writers: WRITERS_OF_ONE_STREAM, hot: true, millis: self.millis };
        apart.into_iter().chain(iter::once(hot)).collect()
    }
}

/// The names in a list with commas, each of which must be that of a peer.
fn names_of_peers(list: &str) -> Outcome<Vec<String>> {
    let unknown = list.split(',').find(|name| PEERS.iter().all(|(peer, _)| peer != name));
    match unknown {
        Some(name) => Err(format!("{name} is none of {}", PEERS.map(|(peer, _)| peer).join(", ")).into()),
        None => Ok(list.split(',').map(str::to_owned).collect()),
    }
}

fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("bare") => speak(Place::of(arguments).and_then(|place| floor::open(&place))),
        Some("keeper") => speak(Place::of(arguments).and_then(|place| keeper::open(&place))),
        first => drive(&Plan::of(first.map(str::to_owned).into_iter().chain(arguments))?),
    }
}

fn drive(plan: &Plan) -> Outcome<()> {
    let mut report = Report::new(plan.rounds, plan.millis)?;
    for size in &plan.sizes {
        let at_this_size = measure(plan, *size)?;
        if !plan.json {
            at_this_size.print();
        }
        report.sizes.push(at_this_size);
    }
    if plan.json { report.print_json() } else { Ok(()) }
}

/// Measures every peer at one size of the log.
fn measure(plan: &Plan, size: u64) -> Outcome<Measured> {
    // Others may enter, for PostgreSQL's server does not run as root.
    let folder =
        tempfile::Builder::new().permissions(Permissions::from_mode(0o711)).tempdir_in(&plan.folder)?;
    let (mut peers, left_out) = start(plan, folder.path(), size)?;
    // What filling has left to be written out is not to be paid for by those who are measured first.
    Command::new("sync").status()?;
    let mut measured = Measured::new(size, &peers, left_out);
    for load in plan.loads() {
        let mut rounds: Vec<Vec<Round>> = peers.iter().map(|_| Vec::new()).collect();
        let mut flushes = Vec::new();
        for number in 0..plan.rounds {
            flushes.push(measure::flush_rate(folder.path())?);
            for turn in 0..peers.len() {
                let at = (number + turn) % peers.len();
                rounds[at].push(peers[at].round(load)?);
            }
        }
        measured.add(load, &rounds, &mut flushes);
    }
    Ok(measured)
}

/// Starts the peers one after the other, so that none fills its log while another does.
fn start(plan: &Plan, folder: &Path, size: u64) -> Outcome<(Vec<Running>, Vec<LeftOut>)> {
    let (ours, others) = (env::current_exe()?, others());
    let (mut peers, mut left_out) = (Vec::new(), Vec::new());
    for (name, is_other) in PEERS {
        if !plan.wants(name) {
            left_out.push(LeftOut { name, reason: "not asked for".to_owned() });
        } else if is_other && size > LARGEST_OF_OTHERS {
            let reason = format!("measured at up to {LARGEST_OF_OTHERS} events");
            left_out.push(LeftOut { name, reason });
        } else {
            let program = if is_other { &others } else { &ours };
            match Running::start(name, program, &folder.join(name), size)? {
                Ok(peer) => peers.push(peer),
                Err(without) => left_out.push(without),
            }
        }
    }
    Ok((peers, left_out))
}

/// The program that drives the other stores.
fn others() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/others/target")), PathBuf::from);
    target.join("release/cx-ledger-peers-others")
}
