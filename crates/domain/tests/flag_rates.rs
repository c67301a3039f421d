//! What the table of flags promises about chance, on stable series with known properties.

// The simulation's own series, so that what is printed there is what is tested here.
#[path = "../examples/simulate_flags/stable.rs"]
mod stable;

use std::collections::BTreeSet;

use cxl_domain::measurement::flags::{FlagId, FlagRule, RULES};
use stable::TRIALS;

const RUNS: u32 = 1_000;
const SEED: u64 = 2;

#[test]
fn every_statistical_flag_is_raised_on_stable_series_no_more_often_than_it_states() {
    for trial in TRIALS {
        let bound = f64::from(trial.flag.rule().false_alarms.unwrap()) / 10_000.0;
        // Three standard errors of a thousand runs on top of the bound.
        let tolerance = 3.0 * (bound * (1.0 - bound) / f64::from(RUNS)).sqrt();
        let raised = trial.rate(RUNS, SEED);
        assert!(raised <= bound + tolerance, "{}, {}: {raised}", trial.flag, trial.series);
    }
}

#[test]
fn every_flag_that_states_a_bound_is_tried() {
    let stated = RULES.iter().filter(|rule| rule.false_alarms.is_some()).map(|rule| rule.flag);
    let tried: BTreeSet<FlagId> = TRIALS.iter().map(|trial| trial.flag).collect();
    assert_eq!(stated.collect::<BTreeSet<_>>(), tried);
}

#[test]
fn the_page_of_measurement_states_every_flag_as_the_table_does() {
    let page = include_str!("../../../docs/measurement.md");
    for FlagRule { flag, inputs, formula, threshold, minimum, false_alarms } in RULES {
        let most = false_alarms.map_or_else(String::new, |most| format!("{} %", f64::from(most) / 100.0));
        let row = format!("| `{flag}` | {inputs} {formula} *{threshold}* | {minimum} | {most} |");
        assert!(page.contains(&row), "docs/measurement.md lacks the row\n{row}");
    }
}
