//! What the comparison rule promises about chance, on series with known properties.

// The simulation's own series, so that what is printed there is what is tested here.
#[path = "../examples/simulate_comparison/noise.rs"]
mod noise;

use noise::{Process, Trial, rates};

const WHITE: Process = Process { autocorrelation: 0.0, season: 0.0 };
const RUNS: u32 = 1_000;
const SEED: u64 = 1;

#[test]
fn an_unchanged_series_of_white_noise_is_rarely_called_changed() {
    for (baseline, after) in [(12, 7), (24, 12), (24, 24)] {
        let found = rates(Trial { process: WHITE, baseline, after, rise: 0.0 }, RUNS, SEED);
        assert!(found.improved + found.worse < 0.025, "{baseline} and {after}: {found:?}");
    }
}

#[test]
fn a_rise_by_two_standard_deviations_is_seen_and_points_the_right_way() {
    let found = rates(Trial { process: WHITE, baseline: 24, after: 12, rise: 2.0 }, RUNS, SEED);
    assert!(found.improved > 0.9, "{found:?}");
    assert!(found.worse < 0.001, "{found:?}");
    assert!(found.holding > 0.75, "{found:?}");
}

#[test]
fn counting_every_special_cause_as_a_change_would_cry_change_far_more_often() {
    let found = rates(Trial { process: WHITE, baseline: 24, after: 24, rise: 0.0 }, RUNS, SEED);
    assert!(found.any_signal > 5.0 * (found.improved + found.worse), "{found:?}");
}
