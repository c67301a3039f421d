//! The exact interval of a count of rare events.
//!
//! If events come independently of each other, their number in a period is Poisson distributed. The
//! interval holds each mean under which neither so many events or more, nor so many or fewer, would be as
//! rare as one in forty (Garwood, 1936): between them the truth lies with at least 95 %. Up to
//! `EXACT` events its ends are found by bisection on the distribution function itself; above, they are
//! the chi-square quantiles by Wilson and Hilferty, off by less than one in ten million there.

use super::interval::Z;

/// Up to so many events the distribution function is summed.
const EXACT: u64 = 10_000;

/// What lies beyond each end.
const TAIL: f64 = 0.025;

/// The mean numbers of events, in the period counted, between which the truth lies.
pub fn poisson(events: u64) -> (f64, f64) {
    if events > EXACT {
        return (approximate(events, -Z), approximate(events.saturating_add(1), Z));
    }
    let count = float(events);
    let reach = 5.0 * (count + 1.0).sqrt() + 10.0;
    // P(N ≥ k) = 1 − P(N ≤ k − 1) rises with the mean; P(N ≤ k) falls with it.
    let lower = match events.checked_sub(1) {
        Some(fewer) => bisect((count - reach).max(0.0), count, |mean| at_most(fewer, mean) < 1.0 - TAIL),
        None => 0.0,
    };
    let upper = bisect(count, count + reach, |mean| at_most(events, mean) < TAIL);
    (lower, upper)
}

/// The point between `low` and `high` from which on `beyond` holds.
fn bisect(mut low: f64, mut high: f64, beyond: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if beyond(middle) { high = middle } else { low = middle }
    }
    f64::midpoint(low, high)
}

/// P(N ≤ `events`) for a mean number of events: the largest term e^−λ λ^k / k! times what the smaller
/// ones are beside it.
fn at_most(events: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    let factorial: f64 = (1..=events).map(|i| float(i).ln()).sum();
    let largest = (float(events) * mean.ln() - mean - factorial).exp();
    let (mut sum, mut term) = (0.0, 1.0);
    for i in (0..=events).rev() {
        sum += term;
        term *= float(i) / mean;
        if term < f64::EPSILON * sum {
            break;
        }
    }
    (largest * sum).min(1.0)
}

/// Half the chi-square quantile of 2`events` degrees of freedom at the normal quantile `z`.
fn approximate(events: u64, z: f64) -> f64 {
    let ninth = 1.0 / (9.0 * float(events));
    float(events) * (1.0 - ninth + z * ninth.sqrt()).powi(3)
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 events the rounding is below any digit shown")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_agree_with_those_computed_to_sixty_digits() {
        for (events, lower, upper) in [
            (0, 0.0, 3.688_879),
            (1, 0.025_318, 5.571_643),
            (2, 0.242_209, 7.224_688),
            (3, 0.618_672, 8.767_273),
            (5, 1.623_486, 11.668_332),
            (10, 4.795_389, 18.390_356),
            (20, 12.216_52, 30.888_38),
            (50, 37.110_964, 65.918_767),
            (100, 81.363_991, 121.626_794),
        ] {
            let (low, high) = poisson(events);
            assert!((low - lower).abs() < 1e-5 && (high - upper).abs() < 1e-5, "{events}: {low} to {high}");
        }
    }

    #[test]
    fn none_of_forty_is_beyond_each_end() {
        for events in [1, 7, 417, 10_000] {
            let (low, high) = poisson(events);
            assert!((1.0 - at_most(events - 1, low) - TAIL).abs() < 1e-9, "{events}");
            assert!((at_most(events, high) - TAIL).abs() < 1e-9, "{events}");
        }
    }

    #[test]
    fn the_sum_and_the_approximation_meet() {
        let (low, high) = poisson(EXACT);
        let relative = |found: f64, expected: f64| ((found - expected) / expected).abs();
        assert!(relative(approximate(EXACT, -Z), low) < 1e-7, "{low}");
        assert!(relative(approximate(EXACT + 1, Z), high) < 1e-7, "{high}");
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_count_and_moves_up_with_it(events in 0u64..20_000) {
            let ((low, high), (next_low, next_high)) = (poisson(events), poisson(events + 1));
            prop_assert!(low <= float(events) && float(events) <= high);
            prop_assert!(low < next_low && high < next_high);
        }
    }
}
