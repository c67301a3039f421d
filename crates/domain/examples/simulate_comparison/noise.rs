//! Made-up series with known properties, and how often the comparison rule calls them changed.

#[path = "../common/random.rs"]
mod random;

use std::f64::consts::TAU;

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::measurement::comparison::{SeriesPoint, Setting, compare_improvement};
use cxl_domain::measurement::kind::Direction;
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::verdict::Verdict;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use random::{normal, uniform};
use rust_decimal::Decimal;

/// How a series comes about. Values are normal with standard deviation 1 around the season.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    /// How much of a month's deviation goes over into the next, 0 to 1.
    pub(crate) autocorrelation: f64,
    /// How far a sine over twelve months swings to either side, in standard deviations.
    pub(crate) season: f64,
}

/// A comparison to try many times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trial {
    /// The series.
    pub(crate) process: Process,
    /// How many months lie before the start.
    pub(crate) baseline: i32,
    /// How many months follow delivery, which is on the day of the start.
    pub(crate) after: i32,
    /// By how many standard deviations the level rises at delivery.
    pub(crate) rise: f64,
}

/// How often each thing came out, as shares of all runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Improved.
    pub(crate) improved: f64,
    /// Worse.
    pub(crate) worse: f64,
    /// Improved or worse, and still so at the end.
    pub(crate) holding: f64,
    /// At least one special cause after delivery, by the limits of the baseline.
    pub(crate) any_signal: f64,
}

/// Compares `runs` series; the same seed gives the same rates.
pub(crate) fn rates(trial: Trial, runs: u32, seed: u64) -> Rates {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let months = months(trial.baseline + trial.after);
    let start = months[usize::try_from(trial.baseline).expect("a small count")].from();
    let setting = Setting {
        direction: Direction::Increase,
        rhythm: Rhythm::Month,
        rebases: &[],
        rule_set: RuleSet::Mdc77,
    };
    let (mut improved, mut worse, mut holding, mut any_signal) = (0, 0, 0, 0);
    for _ in 0..runs {
        let points = series(trial, &months, &mut rng);
        let result = compare_improvement(&points, start, start, &setting).expect("the months are in order");
        improved += u32::from(result.verdict == Verdict::Improved);
        worse += u32::from(result.verdict == Verdict::Worse);
        holding += u32::from(result.holding == Some(true));
        any_signal += u32::from(!result.signals.is_empty());
    }
    let share = |count: u32| f64::from(count) / f64::from(runs);
    Rates {
        improved: share(improved),
        worse: share(worse),
        holding: share(holding),
        any_signal: share(any_signal),
    }
}

fn months(count: i32) -> Vec<Period> {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day of the calendar");
    (0..count).filter_map(|n| FiscalCalendar::default().nth(Rhythm::Month, first, n)).collect()
}

fn series(trial: Trial, months: &[Period], rng: &mut ChaCha8Rng) -> Vec<SeriesPoint> {
    let Trial { process: Process { autocorrelation, season }, baseline, rise, .. } = trial;
    let phase = uniform(rng);
    let mut deviation = normal(rng);
    months
        .iter()
        .zip(0..)
        .map(|(period, month)| {
            deviation = autocorrelation * deviation + (1.0 - autocorrelation.powi(2)).sqrt() * normal(rng);
            let swing = season * ((f64::from(month) / 12.0 + phase) * TAU).sin();
            let level = if month < baseline { 0.0 } else { rise };
            let value =
                Decimal::try_from(100.0 + 10.0 * (level + swing + deviation)).expect("a small number");
            SeriesPoint {
                period: *period,
                value: value.round_dp(3),
                definition: 1,
                late: false,
                backfilled: false,
                provisional: false,
            }
        })
        .collect()
}
