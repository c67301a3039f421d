//! How often the rule `compare/1` raises a false alarm, and how often it sees a real change.
//!
//! `cargo run --release -p cxl-domain --example simulate_comparison [RUNS]` prints a table. The
//! first rows have no change, so *improved* and *worse* are false alarms; in the others the level
//! rises at delivery, so *improved* is the power. *Any signal* is what the rule would be if each
//! special cause after delivery counted as a change.

mod noise;

use std::io::{self, Write};

use noise::{Process, Trial, rates};

const SEED: u64 = 20_260_101;

fn main() -> io::Result<()> {
    let runs = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(20_000);
    let mut out = io::stdout().lock();
    writeln!(out, "compare/1, {runs} runs a row, seed {SEED}, monthly values, standard deviation 1\n")?;
    writeln!(
        out,
        "{:<22} {:>8} {:>6} {:>5}  {:>9} {:>7} {:>8} {:>11}",
        "series", "baseline", "after", "rise", "improved", "worse", "holding", "any signal"
    )?;
    let white = Process { autocorrelation: 0.0, season: 0.0 };
    let series = [
        ("white noise", white),
        ("autocorrelation 0.4", Process { autocorrelation: 0.4, ..white }),
        ("season of 1", Process { season: 1.0, ..white }),
    ];
    for rise in [0.0, 0.5, 1.0, 1.5, 2.0] {
        for (name, process) in series {
            for (baseline, after) in [(12, 7), (24, 7), (24, 12), (24, 24)] {
                let found = rates(Trial { process, baseline, after, rise }, runs, SEED);
                writeln!(
                    out,
                    "{name:<22} {baseline:>8} {after:>6} {rise:>5.1}  {:>7.2} % {:>5.2} % {:>6.2} % {:>9.2} %",
                    100.0 * found.improved,
                    100.0 * found.worse,
                    100.0 * found.holding,
                    100.0 * found.any_signal,
                )?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
