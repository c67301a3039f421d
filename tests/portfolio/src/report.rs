//! What was measured, as tables or as one JSON object.

use std::thread::available_parallelism;

use serde::Serialize;

use crate::constants::BARE;
use crate::contest::{
    COMPUTED, Contest, Contestant, DAY_COLD, DAY_WARM, POSITION_COLD, POSITION_WARM, POSTGRAPHILE,
    RECORDED_BETWEEN, REPEATED,
};
use crate::protocol::Outcome;
use crate::round::Round;

/// Whose answer may take how many times as long as whose.
const BUDGETS: [(&str, &str, f64); 8] = [
    (REPEATED, BARE, 1.25),
    (COMPUTED, BARE, 1.25),
    (REPEATED, POSTGRAPHILE, 0.2),
    (COMPUTED, POSTGRAPHILE, 0.2),
    (POSITION_COLD, COMPUTED, 2.0),
    (POSITION_WARM, REPEATED, 1.3),
    (DAY_COLD, COMPUTED, 2.0),
    (DAY_WARM, REPEATED, 1.3),
];

/// A whole run.
#[derive(Serialize)]
pub(crate) struct Report {
    rounds: usize,
    round_ms: u128,
    cores: usize,
    answer_bytes: usize,
    described: Vec<(&'static str, Vec<String>)>,
    left_out: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    budgets: Vec<Kept>,
}

/// One way of asking by so many clients: medians over the rounds.
#[derive(Serialize)]
struct Row {
    clients: usize,
    name: &'static str,
    answers_per_second: f64,
    p50_us: u32,
    p99_us: u32,
    /// Microseconds of a processor that an answer costs the server.
    processor_us: Option<f64>,
    /// How many times the bare resolver's time an answer takes, in the same round.
    of_bare: Option<f64>,
    /// How many times PostGraphile's.
    of_postgraphile: Option<f64>,
}

/// How a budget was kept.
#[derive(Serialize)]
struct Kept {
    clients: usize,
    what: &'static str,
    against: &'static str,
    /// How many times its time an answer took, in the same round.
    time: f64,
    /// How many times its time of a processor it cost.
    processor: Option<f64>,
    most: f64,
}

impl Report {
    pub(crate) fn new(rounds: usize, round_ms: u128, contest: &Contest) -> Outcome<Self> {
        Ok(Self {
            rounds,
            round_ms,
            cores: available_parallelism()?.get(),
            answer_bytes: contest.answer_bytes,
            described: contest.described.clone(),
            left_out: contest.left_out.clone(),
            rows: Vec::new(),
            budgets: Vec::new(),
        })
    }

    /// Adds what so many clients found; `rounds` are those of each contestant, in their order.
    pub(crate) fn add(&mut self, clients: usize, asked: &[&Contestant], rounds: &[Vec<Round>]) {
        let of = |name: &str| asked.iter().position(|it| it.name == name).map(|at| &rounds[at]);
        for (contestant, rounds) in asked.iter().zip(rounds) {
            let mut micros: Vec<u32> = rounds.iter().flat_map(|round| &round.micros).copied().collect();
            micros.sort_unstable();
            let percentile =
                |percent: usize| micros.get(micros.len() * percent / 100).copied().unwrap_or_default();
            self.rows.push(Row {
                clients,
                name: contestant.name,
                answers_per_second: median(rounds.iter().map(|round| round.rate)).unwrap_or_default(),
                p50_us: percentile(50),
                p99_us: percentile(99),
                processor_us: processor(rounds),
                of_bare: of(BARE).and_then(|bare| time(rounds, bare)),
                of_postgraphile: of(POSTGRAPHILE).and_then(|other| time(rounds, other)),
            });
        }
        for (what, against, most) in BUDGETS {
            let Some((ours, theirs)) = of(what).zip(of(against)) else { continue };
            let Some(time) = time(ours, theirs) else { continue };
            let processor = processor(ours).zip(processor(theirs)).map(|(ours, theirs)| ours / theirs);
            self.budgets.push(Kept { clients, what, against, time, processor, most });
        }
    }

    pub(crate) fn print(&self) {
        println!(
            "an answer of {} bytes; {} rounds of {} ms; {} cores, which the clients share",
            self.answer_bytes, self.rounds, self.round_ms, self.cores
        );
        for (name, lines) in &self.described {
            println!("{name:>14}  {}", lines.join(&format!("\n{:16}", "")));
        }
        for (name, reason) in &self.left_out {
            println!("{name:>14}  left out: {reason}");
        }
        println!(
            "\n{:>7} {:>17} {:>10} {:>8} {:>16} {:>8} {:>8} {:>8}",
            "clients", "who", "answers/s", "x bare", "x postgraphile", "p50 us", "p99 us", "cpu us"
        );
        for row in &self.rows {
            println!(
                "{:>7} {:>17} {:>10.0} {:>8} {:>16} {:>8} {:>8} {:>8}",
                row.clients,
                row.name,
                row.answers_per_second,
                ratio(row.of_bare),
                ratio(row.of_postgraphile),
                row.p50_us,
                row.p99_us,
                row.processor_us.map_or_else(|| "-".to_owned(), |micros| format!("{micros:.0}")),
            );
        }
        println!("\n{RECORDED_BETWEEN}: p50 and p99 tell; it asks no more often than it records");
        println!(
            "\n{:>7} {:>17} {:>17} {:>8} {:>8} {:>8}",
            "clients", "who", "against", "time", "cpu", "budget"
        );
        for kept in &self.budgets {
            println!(
                "{:>7} {:>17} {:>17} {:>8} {:>8} {:>8} {}",
                kept.clients,
                kept.what,
                kept.against,
                ratio(Some(kept.time)),
                ratio(kept.processor),
                ratio(Some(kept.most)),
                if kept.time <= kept.most { "" } else { "missed" }
            );
        }
    }

    pub(crate) fn print_json(&self) -> Outcome<()> {
        println!("{}", serde_json::to_string_pretty(self)?);
        Ok(())
    }
}

/// How many times as long an answer took, round by round.
fn time(ours: &[Round], theirs: &[Round]) -> Option<f64> {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| theirs.rate / ours.rate))
}

/// What an answer cost the server's processes.
fn processor(rounds: &[Round]) -> Option<f64> {
    median(rounds.iter().filter_map(|round| round.processor))
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"))
}
