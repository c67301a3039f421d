//! How often the statistical flags of `flags/1` are raised on stable series that nobody touched.
//!
//! `cargo run --release -p cxl-domain --example simulate_flags [RUNS]` prints a table: every share is one
//! of false alarms, and stands beside the bound that the table of flags states.

mod stable;

use std::io::{self, Write};

use stable::TRIALS;

const SEED: u64 = 20_260_102;

fn main() -> io::Result<()> {
    let runs = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(20_000);
    let mut out = io::stdout().lock();
    writeln!(out, "flags/1, {runs} runs a row, seed {SEED}\n")?;
    writeln!(out, "{:<22} {:<52} {:>8} {:>8}", "flag", "stable series", "raised", "bound")?;
    for trial in TRIALS {
        let raised = trial.rate(runs, SEED);
        let bound = trial.flag.rule().false_alarms.map_or(0.0, f64::from) / 100.0;
        writeln!(
            out,
            "{:<22} {:<52} {:>6.2} % {bound:>6.2} %",
            trial.flag.name(),
            trial.series,
            100.0 * raised
        )?;
    }
    Ok(())
}
