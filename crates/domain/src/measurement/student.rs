//! Quantiles of Student's t distribution for whole degrees of freedom.
//!
//! Up to 200 degrees the distribution function is the finite trigonometric sum of Abramowitz
//! and Stegun 26.7.3 and 26.7.4, inverted by bisection; above, the quantile is the expansion around
//! the normal one, 26.7.5, whose first omitted term is below 10⁻¹⁰ there.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

use super::interval::Z;

/// Up to so many degrees of freedom the distribution function is summed.
const EXACT: u64 = 200;

/// The quantile at 97.5 %, so that t lies between plus and minus it with 95 %. Accurate to 10⁻⁹ of
/// its value; infinite for zero degrees, which have no distribution.
pub fn t_quantile(degrees: u64) -> f64 {
    match degrees {
        0 => f64::INFINITY,
        1..=EXACT => inverted(degrees),
        _ => expanded(degrees),
    }
}

/// Finds θ with P(|t| < √ν tan θ) = 0.95; the probability rises with θ.
fn inverted(degrees: u64) -> f64 {
    let (mut low, mut high) = (0.0_f64, FRAC_PI_2);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if two_sided(degrees, middle) < 0.95 { low = middle } else { high = middle }
    }
    float(degrees).sqrt() * low.tan()
}

/// P(|t| < √ν tan θ) for ν degrees of freedom.
fn two_sided(degrees: u64, theta: f64) -> f64 {
    let (sin, cos) = theta.sin_cos();
    // Each term is the one before times cos² and a quotient of neighbors: 2/3, 4/5, … for odd
    // degrees, 1/2, 3/4, … for even ones.
    let odd = degrees % 2 == 1;
    let first = if odd { cos } else { 1.0 };
    let terms = if odd { (degrees - 1) / 2 } else { degrees / 2 };
    let (mut sum, mut term) = (0.0, first);
    for k in 1..=terms {
        sum += term;
        let (above, below) = if odd { (2 * k, 2 * k + 1) } else { (2 * k - 1, 2 * k) };
        term *= cos * cos * float(above) / float(below);
    }
    if odd { FRAC_2_PI * (theta + sin * sum) } else { sin * sum }
}

/// The expansion in powers of 1/ν.
fn expanded(degrees: u64) -> f64 {
    let by = 1.0 / float(degrees);
    let power = |n| Z.powi(n);
    let g1 = (power(3) + Z) / 4.0;
    let g2 = (5.0 * power(5) + 16.0 * power(3) + 3.0 * Z) / 96.0;
    let g3 = (3.0 * power(7) + 19.0 * power(5) + 17.0 * power(3) - 15.0 * Z) / 384.0;
    let g4 =
        (79.0 * power(9) + 776.0 * power(7) + 1482.0 * power(5) - 1920.0 * power(3) - 945.0 * Z) / 92_160.0;
    Z + by * (g1 + by * (g2 + by * (g3 + by * g4)))
}

#[expect(clippy::cast_precision_loss, reason = "degrees of freedom beyond 2^53 give the normal quantile")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_tables() {
        for (degrees, expected) in [
            (1, 12.706_204_736),
            (2, 4.302_652_730),
            (3, 3.182_446_305),
            (4, 2.776_445_105),
            (5, 2.570_581_836),
            (9, 2.262_157_163),
            (10, 2.228_138_852),
            (29, 2.045_229_642),
            (30, 2.042_272_456),
            (100, 1.983_971_519),
            (1000, 1.962_339_081),
        ] {
            let found = t_quantile(degrees);
            assert!((found - expected).abs() < 6e-10, "{degrees}: {found} against {expected}");
        }
    }

    #[test]
    fn quantiles_with_a_closed_form_are_met() {
        let one = (0.475 * std::f64::consts::PI).tan();
        assert!((t_quantile(1) - one).abs() < 1e-9 * one);
        let two = 0.95 * (2.0_f64 / (1.0 - 0.95 * 0.95)).sqrt();
        assert!((t_quantile(2) - two).abs() < 1e-11);
    }

    #[test]
    fn the_sum_and_the_expansion_meet() {
        for degrees in [150, 199, 200] {
            assert!((inverted(degrees) - expanded(degrees)).abs() < 1e-9, "{degrees}");
        }
    }

    #[test]
    fn quantiles_fall_towards_the_normal_one() {
        for degrees in 0..400 {
            assert!(t_quantile(degrees) > t_quantile(degrees + 1), "{degrees}");
        }
        assert!((t_quantile(u64::MAX) - Z).abs() < 1e-15);
    }
}
