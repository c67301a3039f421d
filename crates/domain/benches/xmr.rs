//! What exact decimals cost: one chart of a series in decimals, and its mean, limits and zones in
//! binary floating point.
//!
//! `cargo bench -p cxl-domain --bench xmr`. The floating-point side leaves out the rules and the
//! result, so it is a floor and not a rival.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use chrono::{Days, NaiveDate};
use cxl_domain::measurement::xmr::{Options, chart};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:>8}  {:>14}  {:>14}  {:>10}", "points", "decimal chart", "f64 limits", "a point")?;
    for count in [24_u32, 36, 120, 10_000] {
        let points = points(count);
        let exact =
            time(count, || chart(black_box(&points), &Options::default()).map(|chart| chart.points.len()));
        let binary: Vec<f64> = points.iter().filter_map(|(_, value)| value.to_f64()).collect();
        let rough = time(count, || beyond(black_box(&binary)));
        let each = exact / f64::from(count);
        writeln!(out, "{count:>8}  {exact:>11.2} µs  {rough:>11.2} µs  {each:>7.3} µs")?;
    }
    Ok(())
}

/// Shares of attendances, with the twelve decimals of a quotient.
fn points(count: u32) -> Vec<(NaiveDate, Decimal)> {
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day of the calendar");
    (0..count)
        .map(|i| {
            let seen = Decimal::from(8_000 + (i * 7919) % 1000);
            (first + Days::new(u64::from(i)), (seen / Decimal::from(9_013 + i % 17)).round_dp(12))
        })
        .collect()
}

/// The least time of several batches, in microseconds a call.
fn time<T>(points: u32, mut work: impl FnMut() -> T) -> f64 {
    let calls = (200_000 / points).max(1);
    (0..7)
        .map(|_| {
            let begun = Instant::now();
            for _ in 0..calls {
                black_box(work());
            }
            begun.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
        })
        .fold(f64::INFINITY, f64::min)
}

/// How many points lie beyond limits computed in floating point.
fn beyond(values: &[f64]) -> usize {
    let mean = |numbers: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
        sum / count
    };
    let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let all = mean(&mut ranges.iter().copied());
    let kept = mean(&mut ranges.iter().copied().filter(|range| *range < 3.267 * all));
    let center = mean(&mut values.iter().copied());
    values.iter().filter(|value| (**value - center).abs() > 2.66 * kept).count()
}
