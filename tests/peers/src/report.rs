//! What was measured, as tables or as one JSON object.

use std::thread::available_parallelism;

use serde::Serialize;

use super::child::{LeftOut, Running};
use super::measure::median;
use super::payload::{BODY, META};
use super::protocol::{Described, Load, Outcome, Round};

/// A whole run.
#[derive(Serialize)]
pub(super) struct Report {
    rounds: usize,
    round_ms: u64,
    body_bytes: usize,
    meta_bytes: usize,
    cores: usize,
    /// One entry a size of the log.
    pub(super) sizes: Vec<Measured>,
}

/// All peers at one size of the log.
#[derive(Serialize)]
pub(super) struct Measured {
    events_at_first: u64,
    peers: Vec<Named>,
    left_out: Vec<Reason>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    #[serde(flatten)]
    described: Described,
}

#[derive(Serialize)]
struct Reason {
    name: &'static str,
    reason: String,
}

/// One peer under one load: medians over the rounds.
#[derive(Serialize)]
struct Row {
    writers: u32,
    one_stream: bool,
    peer: &'static str,
    events_per_second: f64,
    /// Against the bare loop of the same round.
    of_bare: Option<f64>,
    /// Against the keeper in the same round.
    of_keeper: Option<f64>,
    p50_us: u32,
    p99_us: u32,
    /// What the disk did alone, before the peers' turns: appends of 4 KiB with a flush each.
    disk_flushes_per_second: f64,
}

impl Report {
    pub(super) fn new(rounds: usize, round_ms: u64) -> Outcome<Self> {
        let cores = available_parallelism()?.get();
        let (body_bytes, meta_bytes) = (BODY.len(), META.len());
        Ok(Self { rounds, round_ms, body_bytes, meta_bytes, cores, sizes: Vec::new() })
    }

    pub(super) fn print_json(&self) -> Outcome<()> {
        println!("{}", serde_json::to_string_pretty(self)?);
        Ok(())
    }
}

impl Measured {
    pub(super) fn new(events_at_first: u64, peers: &[Running], left_out: Vec<LeftOut>) -> Self {
        let named = |peer: &Running| Named { name: peer.name, described: peer.described.clone() };
        let reason = |LeftOut { name, reason }| Reason { name, reason };
        Self {
            events_at_first,
            peers: peers.iter().map(named).collect(),
            left_out: left_out.into_iter().map(reason).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds what the peers did under a load; `rounds` are those of each peer, in the order of the peers.
    pub(super) fn add(&mut self, load: Load, rounds: &[Vec<Round>], flushes: &mut [f64]) {
        let rates: Vec<Vec<f64>> = rounds.iter().map(|rounds| rounds.iter().map(rate).collect()).collect();
        let of = |name: &str| self.peers.iter().position(|peer| peer.name == name).map(|at| &rates[at]);
        let (bare, keeper) = (of("bare"), of("keeper"));
        let flushes = median(flushes);
        let rows = self.peers.iter().zip(rounds).zip(&rates).map(|((peer, rounds), rates)| {
            let against = |other: &Vec<f64>| {
                let mut ratios: Vec<f64> =
                    rates.iter().zip(other).map(|(rate, other)| rate / other).collect();
                median(&mut ratios)
            };
            let mut micros: Vec<u32> = rounds.iter().flat_map(|round| &round.micros).copied().collect();
            micros.sort_unstable();
            let percentile =
                |percent: usize| micros.get(micros.len() * percent / 100).copied().unwrap_or_default();
            Row {
                writers: load.writers,
                one_stream: load.hot,
                peer: peer.name,
                events_per_second: median(&mut rates.clone()),
                of_bare: bare.map(against),
                of_keeper: keeper.map(against),
                p50_us: percentile(50),
                p99_us: percentile(99),
                disk_flushes_per_second: flushes,
            }
        });
        let rows: Vec<Row> = rows.collect();
        self.rows.extend(rows);
    }

    pub(super) fn print(&self) {
        println!("\n== logs of {} events at first", self.events_at_first);
        for Named { name, described: Described { versions, path, settings } } in &self.peers {
            let settings: Vec<String> =
                settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
            println!("{name:>12}  {versions}\n{:14}{path}\n{:14}{}", "", "", settings.join(", "));
        }
        for Reason { name, reason } in &self.left_out {
            println!("{name:>12}  left out: {reason}");
        }
        println!(
            "\n{:>22} {:>12} {:>10} {:>8} {:>10} {:>8} {:>8} {:>12}",
            "writers", "peer", "events/s", "of bare", "of keeper", "p50 us", "p99 us", "disk flush/s"
        );
        for row in &self.rows {
            let writers = format!("{}{}", row.writers, if row.one_stream { " on one stream" } else { "" });
            println!(
                "{writers:>22} {:>12} {:>10.0} {:>8} {:>10} {:>8} {:>8} {:>12.0}",
                row.peer,
                row.events_per_second,
                percent(row.of_bare),
                percent(row.of_keeper),
                row.p50_us,
                row.p99_us,
                row.disk_flushes_per_second
            );
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
fn rate(round: &Round) -> f64 {
    round.events as f64 / round.seconds
}

fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{:.0}%", 100.0 * ratio))
}
