//! Tails and orders, in arithmetic that every machine rounds the same way.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// The chance of `successes` or more in `trials` independent trials that succeed with `p`, below 1.
pub(super) fn at_least(successes: usize, trials: usize, p: f64) -> f64 {
    // The chance of exactly k is the one of exactly k − 1 times (n − k + 1) / k · p / q.
    let (q, n) = (1.0 - p, float(trials));
    let mut exactly = (0..trials).fold(1.0, |chance, _| chance * q);
    let mut tail = 0.0;
    for k in 0..=trials {
        if k >= successes {
            tail += exactly;
        }
        exactly *= (n - float(k)) / float(k + 1) * p / q;
    }
    tail
}

/// Kendall's S: how many pairs rise, less how many fall, in the order of the values.
pub(super) fn kendall(values: &[Decimal]) -> i64 {
    let pairs = values.iter().enumerate().flat_map(|(index, early)| {
        values[index + 1..].iter().map(move |late| match late.cmp(early) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        })
    });
    pairs.sum()
}

/// Whether S over `n` values is larger than chance makes it in one of twenty series: with the correction
/// for continuity, (S − 1)² · 18 > 1.645² · n (n − 1) (2n + 5).
pub(super) fn rises(s: i64, n: usize) -> bool {
    let n = float(n);
    let above = s.saturating_sub(1).max(0);
    #[expect(clippy::cast_precision_loss, reason = "S is smaller than the square of a few dozen")]
    let above = above as f64;
    18.0 * above * above > 1.645 * 1.645 * n * (n - 1.0) * (2.0 * n + 5.0)
}

/// The mean of the distances between neighbors; `None` of fewer than two values.
pub(super) fn mean_moving_range(values: &[Decimal]) -> Option<Decimal> {
    let ranges: Decimal = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    ranges.checked_div(Decimal::from(values.len().checked_sub(1)?))
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen")]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}

/// The last of some figures, at most `most`.
pub(super) fn last<T>(figures: &[T], most: usize) -> &[T] {
    &figures[figures.len().saturating_sub(most)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurement::decimal::dec;

    #[test]
    fn tails_agree_with_those_counted_by_hand() {
        assert!((at_least(0, 5, 0.3) - 1.0).abs() < 1e-12);
        assert!((at_least(2, 2, 0.5) - 0.25).abs() < 1e-12);
        assert!((at_least(3, 4, 0.5) - 5.0 / 16.0).abs() < 1e-12);
        assert!((at_least(11, 11, 0.65) - 0.65_f64.powi(11)).abs() < 1e-12);
        assert!(at_least(6, 5, 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn kendall_counts_pairs_and_ties_count_for_neither() {
        let values = ["1", "2", "2", "4"].map(dec);
        assert_eq!(kendall(&values), 5);
        assert!(!rises(5, 4));
        let rising: Vec<_> = (0..12).map(Decimal::from).collect();
        assert!(rises(kendall(&rising), 12));
        // 12 values: the standard deviation of S is 14.58, so 25 pairs are the most that chance explains.
        assert!(!rises(24, 12) && rises(26, 12));
    }
}
