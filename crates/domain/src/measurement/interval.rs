//! Sampling error of one reading: between which values the truth plausibly lies, given how few were
//! asked. All intervals are for 95 %.
//!
//! They describe a reading and never decide a verdict. They are `f64`: nobody looks at more than a
//! few of their digits.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::figures::{Figures, Reading, value};
use super::kind::MetricKind;
use super::student::t_quantile;

/// The standard normal quantile at 97.5 %.
pub const Z: f64 = 1.959_963_984_540_054;

/// Below so many answers the interval is shown before the number.
pub const FEW_ANSWERS: u64 = 30;

/// A 95 % interval and how it was computed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end, in the unit of the value.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// By which method.
    pub method: Method,
}

/// How an interval is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// [`wilson`].
    Wilson,
    /// [`net_promoter_score`].
    NpsNormal,
    /// [`mean`].
    StudentT,
    /// [`poisson`].
    Poisson,
    /// [`difference_of_means`].
    Recovered,
}

/// The interval of a reading, by the method that fits its kind and figures: Wilson for shares, the
/// normal one for a Net Promoter Score from its bands or steps, Student's t for means with a standard
/// deviation or counts to a step, Poisson's for counts and for rates of events to an exposure. `None` where
/// the figures do not tell enough.
pub fn of_reading(kind: MetricKind, reading: &Reading) -> Option<Interval> {
    match (kind, &reading.figures) {
        (MetricKind::Count, Figures::Value(events)) => return poisson(*events, Decimal::ONE),
        (MetricKind::Rate, Figures::Ratio { numerator, denominator }) => {
            return poisson(*numerator, *denominator);
        }
        _ => {}
    }
    let answers = reading.answers(kind)?;
    match (kind, &reading.figures) {
        (MetricKind::Nps, Figures::Bands { promoters, passives, detractors }) => {
            net_promoter_score(*promoters, *passives, *detractors).map(|nps| nps.interval)
        }
        (MetricKind::Nps, Figures::Steps(counts)) => {
            let [detractors @ .., p7, p8, p9, p10] = counts.as_slice() else { return None };
            net_promoter_score(total(&[*p9, *p10])?, total(&[*p7, *p8])?, total(detractors)?)
                .map(|nps| nps.interval)
        }
        (MetricKind::Nps, Figures::Value(_) | Figures::Ratio { .. }) => None,
        (kind, figures) if kind.is_share() => wilson(value(kind, figures).to_f64()?, answers),
        (MetricKind::Ces | MetricKind::Mean, Figures::Steps(counts)) => mean_of_steps(counts),
        (MetricKind::Ces | MetricKind::Mean, figures) => {
            mean(value(kind, figures).to_f64()?, reading.standard_deviation?.to_f64()?, answers)
        }
        _ => None,
    }
}

/// Wilson's score interval of a share `p` of `n` answers.
///
/// With z the normal quantile: center (p + z²/2n) / (1 + z²/n), half width
/// z √(p(1−p)/n + z²/4n²) / (1 + z²/n). It is defined for every share, also 0 and 1, and never leaves
/// 0 to 1. `None` for no answers or a `p` outside 0 to 1.
pub fn wilson(p: f64, n: u64) -> Option<Interval> {
    if n == 0 || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let n = float(n);
    let spread = Z * Z / n;
    let center = (p + spread / 2.0) / (1.0 + spread);
    let half = Z * (p * (1.0 - p) / n + spread / (4.0 * n)).sqrt() / (1.0 + spread);
    Some(Interval {
        lower: (center - half).max(0.0),
        upper: (center + half).min(1.0),
        method: Method::Wilson,
    })
}

/// A Net Promoter Score with its sampling error, in points from −100 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NetPromoterScore {
    /// 100 × (promoters − detractors) / n.
    pub score: f64,
    /// 100 × √((p + d − (p − d)²) / n), where p and d are the shares of promoters and detractors.
    pub standard_error: f64,
    /// Score ± z standard errors, cut off at −100 and 100, which no score can pass.
    pub interval: Interval,
}

/// The score of three bands and its normal interval. `None` where all answers lie in one band or
/// fewer than two were given: the formula's error would be zero, which says nothing about the truth.
pub fn net_promoter_score(promoters: u64, passives: u64, detractors: u64) -> Option<NetPromoterScore> {
    let n = float(promoters) + float(passives) + float(detractors);
    let (p, d) = (float(promoters) / n, float(detractors) / n);
    let variance = p + d - (p - d).powi(2);
    let in_one_band = [promoters, passives, detractors].iter().filter(|count| **count > 0).count() < 2;
    if in_one_band {
        return None;
    }
    let score = 100.0 * (p - d);
    let standard_error = 100.0 * (variance / n).sqrt();
    Some(NetPromoterScore {
        score,
        standard_error,
        interval: Interval {
            lower: (score - Z * standard_error).max(-100.0),
            upper: (score + Z * standard_error).min(100.0),
            method: Method::NpsNormal,
        },
    })
}

/// Student's interval of a mean of `n` answers: mean ± t(n−1) × s / √n. `None` for fewer than two
/// answers, or if every answer was the same and so nothing tells how far the next might lie.
pub fn mean(mean: f64, standard_deviation: f64, n: u64) -> Option<Interval> {
    if n < 2 || standard_deviation <= 0.0 || !standard_deviation.is_finite() {
        return None;
    }
    let half = t_quantile(n - 1) * standard_deviation / float(n).sqrt();
    Some(Interval { lower: mean - half, upper: mean + half, method: Method::StudentT })
}

/// The exact interval of a number of events to a unit of exposure, both ends divided by the exposure; see
/// [`super::poisson`]. It holds where events come independently of each other: a single cause of many
/// complaints makes it too narrow. `None` for a number that is not whole, or no exposure.
pub fn poisson(events: Decimal, exposure: Decimal) -> Option<Interval> {
    let exposure = exposure.to_f64().filter(|exposure| *exposure > 0.0)?;
    let whole = events.fract().is_zero().then(|| events.to_u64())??;
    let (lower, upper) = super::poisson::poisson(whole);
    Some(Interval { lower: lower / exposure, upper: upper / exposure, method: Method::Poisson })
}

/// The interval of a difference of means: that of the readings `after` minus that of the readings
/// `before`, each given with its own interval, every reading weighing the same.
///
/// The distances from each value to the ends of its interval are added as independent errors are, by
/// their squares (the recovery of variance estimates; Zou and Donner, 2008, doi:10.1002/sim.3095). Of one
/// share on each side it is Newcombe's hybrid score interval; of one Net Promoter Score on each side, the
/// normal interval of two independent multinomial samples. It describes how few were asked, not how
/// far the series varies from period to period. `None` without a reading on either side.
pub fn difference_of_means(before: &[(f64, Interval)], after: &[(f64, Interval)]) -> Option<Interval> {
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let average = |side: &[(f64, Interval)], of: fn(&(f64, Interval)) -> f64| {
        side.iter().map(of).sum::<f64>() / float(side.len() as u64)
    };
    let squares = |side: &[(f64, Interval)], of: fn(&(f64, Interval)) -> f64| {
        average(side, of) / float(side.len() as u64)
    };
    let below = |(value, interval): &(f64, Interval)| (value - interval.lower).powi(2);
    let above = |(value, interval): &(f64, Interval)| (interval.upper - value).powi(2);
    let difference = average(after, |(value, _)| *value) - average(before, |(value, _)| *value);
    Some(Interval {
        lower: difference - (squares(after, below) + squares(before, above)).sqrt(),
        upper: difference + (squares(after, above) + squares(before, below)).sqrt(),
        method: Method::Recovered,
    })
}

/// Student's interval of the mean step of a scale whose lowest step counts 1, from counts to a step.
pub fn mean_of_steps(counts: &[u64]) -> Option<Interval> {
    let n = total(counts)?;
    if n < 2 {
        return None;
    }
    let steps = || counts.iter().zip(1_u32..).map(|(count, step)| (float(*count), f64::from(step)));
    let center = steps().map(|(count, step)| count * step).sum::<f64>() / float(n);
    let squares: f64 = steps().map(|(count, step)| count * (step - center).powi(2)).sum();
    mean(center, (squares / float(n - 1)).sqrt(), n)
}

/// The sum of counts; `None` beyond what a count can be.
fn total(counts: &[u64]) -> Option<u64> {
    counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 answers the rounding is far below any digit shown"
)]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::measurement::decimal::dec;

    #[track_caller]
    fn spans(interval: Interval, lower: f64, upper: f64, digits: f64) {
        assert!((interval.lower - lower).abs() <= digits, "{interval:?}");
        assert!((interval.upper - upper).abs() <= digits, "{interval:?}");
    }

    #[test]
    fn wilson_agrees_with_published_values() {
        for (part, n, lower, upper) in [
            (45, 50, 0.786_398, 0.956_524),
            (8, 10, 0.490_162, 0.943_318),
            (10, 10, 0.722_467, 1.0),
            (0, 12, 0.0, 0.242_494),
        ] {
            spans(wilson(float(part) / float(n), n).unwrap(), lower, upper, 5e-7);
        }
    }

    #[test]
    fn the_interval_of_a_net_promoter_score_agrees_with_published_values() {
        let nps = net_promoter_score(150, 100, 50).unwrap();
        assert!((nps.score - 33.3333).abs() < 5e-5);
        assert!((nps.standard_error - 4.3033).abs() < 5e-5);
        spans(nps.interval, 24.899, 41.7677, 5e-4);
        spans(net_promoter_score(30, 10, 10).unwrap().interval, 17.8255, 62.1745, 5e-5);
        spans(net_promoter_score(500, 300, 200).unwrap().interval, 25.1592, 34.8408, 5e-5);
    }

    #[test]
    fn the_interval_of_a_difference_of_two_shares_is_newcombes() {
        // Newcombe 1998, table II: 56/70 and 48/80, 9/10 and 3/10, 10/10 and 0/20, by his method 10.
        let share = |part, n| {
            let p = float(part) / float(n);
            [(p, wilson(p, n).unwrap())]
        };
        for (after, before, lower, upper) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((10, 10), (0, 20), 0.6791, 1.0),
        ] {
            let (after, before) = (share(after.0, after.1), share(before.0, before.1));
            spans(difference_of_means(&before, &after).unwrap(), lower, upper, 5e-5);
        }
    }

    #[test]
    fn the_interval_of_a_difference_of_two_net_promoter_scores_is_that_of_two_multinomials() {
        let nps = |promoters, passives, detractors| {
            let found = net_promoter_score(promoters, passives, detractors).unwrap();
            (found.score, found.interval)
        };
        let found = difference_of_means(&[nps(150, 100, 50)], &[nps(180, 90, 30)]).unwrap();
        spans(found, 16.6667 - 11.3472, 16.6667 + 11.3472, 1e-4);
    }

    #[test]
    fn a_rate_has_the_interval_of_its_events_over_its_exposure() {
        let ratio = Figures::Ratio { numerator: dec("10"), denominator: dec("2.5") };
        let rate = of_reading(MetricKind::Rate, &Reading::of(ratio)).unwrap();
        spans(rate, 4.795_389 / 2.5, 18.390_356 / 2.5, 1e-6);
        let count = Reading::of(Figures::Value(dec("10")));
        spans(of_reading(MetricKind::Count, &count).unwrap(), 4.795_389, 18.390_356, 1e-6);
        let weighted = Figures::Ratio { numerator: dec("10.5"), denominator: dec("2.5") };
        assert_eq!(of_reading(MetricKind::Rate, &Reading::of(weighted)), None);
        assert_eq!(poisson(dec("3"), Decimal::ZERO), None);
    }

    #[test]
    fn the_interval_of_a_difference_narrows_with_every_reading() {
        let reading = |p| (p, wilson(p, 50).unwrap());
        let width = |n: usize| {
            let difference = difference_of_means(&vec![reading(0.4); n], &vec![reading(0.6); n]).unwrap();
            assert!(difference.lower < 0.2 && 0.2 < difference.upper, "{difference:?}");
            difference.upper - difference.lower
        };
        assert!((width(4) - width(1) / 2.0).abs() < 1e-12);
        assert_eq!(difference_of_means(&[], &[reading(0.6)]), None);
    }

    #[test]
    fn where_the_formula_would_claim_certainty_there_is_no_interval() {
        assert_eq!(net_promoter_score(0, 0, 0), None);
        assert_eq!(net_promoter_score(1, 0, 0), None);
        assert_eq!(net_promoter_score(40, 0, 0), None);
        assert_eq!(wilson(0.5, 0), None);
        assert_eq!(wilson(f64::NAN, 10), None);
        assert_eq!(mean(4.0, 1.0, 1), None);
        assert_eq!(mean(4.0, 0.0, 30), None);
        assert_eq!(mean_of_steps(&[0, 5, 0]), None);
        assert_eq!(mean_of_steps(&[]), None);
        assert_eq!(mean_of_steps(&[u64::MAX, 1]), None);
        let too_many = Reading { n: Some(1), ..Reading::of(Figures::Steps(vec![u64::MAX; 11])) };
        assert_eq!(of_reading(MetricKind::Nps, &too_many), None);
    }

    #[test]
    fn the_mean_of_steps_is_that_of_the_answers_behind_them() {
        // Answers 1, 2, 2, 3, 5: mean 2.6, standard deviation √2.3, t(4) = 2.776445.
        let half = 2.776_445_105 * (2.3_f64 / 5.0).sqrt();
        spans(mean_of_steps(&[1, 2, 1, 0, 1]).unwrap(), 2.6 - half, 2.6 + half, 1e-8);
    }

    #[test]
    fn each_kind_has_the_interval_that_fits_its_figures() {
        let method = |kind, reading: &Reading| of_reading(kind, reading).map(|interval| interval.method);
        let ratio = Figures::Ratio { numerator: dec("45"), denominator: dec("50") };
        assert_eq!(method(MetricKind::Proportion, &Reading::of(ratio.clone())), Some(Method::Wilson));
        assert_eq!(method(MetricKind::Rate, &Reading::of(ratio)), Some(Method::Poisson));
        let bare = Reading::of(Figures::Value(dec("0.9")));
        assert_eq!(method(MetricKind::Csat, &bare), None);
        let counted = Reading { n: Some(50), ..bare };
        assert_eq!(method(MetricKind::Csat, &counted), Some(Method::Wilson));
        assert_eq!(method(MetricKind::Mean, &counted), None);
        let measured = Reading { standard_deviation: Some(dec("0.2")), ..counted };
        assert_eq!(method(MetricKind::Mean, &measured), Some(Method::StudentT));
        assert_eq!(method(MetricKind::Nps, &measured), None);
        let steps = Reading::of(Figures::Steps(vec![1, 0, 0, 0, 0, 0, 1, 2, 2, 3, 1]));
        let bands = Reading::of(Figures::Bands { promoters: 4, passives: 4, detractors: 2 });
        assert_eq!(method(MetricKind::Nps, &steps), Some(Method::NpsNormal));
        assert_eq!(of_reading(MetricKind::Nps, &steps), of_reading(MetricKind::Nps, &bands));
        assert_eq!(method(MetricKind::Ces, &steps), Some(Method::StudentT));
    }

    proptest! {
        #[test]
        fn wilson_holds_the_share_and_stays_a_share(part in 0u64..1000, more in 0u64..1000) {
            let n = part + more;
            prop_assume!(n > 0);
            let p = float(part) / float(n);
            let interval = wilson(p, n).unwrap();
            prop_assert!(0.0 <= interval.lower && interval.lower <= p + 1e-12);
            prop_assert!(p - 1e-12 <= interval.upper && interval.upper <= 1.0);
        }
    }
}
