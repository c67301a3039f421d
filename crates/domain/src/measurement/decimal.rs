//! How a number is read: exact decimals, one way of writing them.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The most digits before the decimal point.
pub const MAX_WHOLE_DIGITS: u32 = 15;

/// The most digits after the decimal point.
pub const MAX_DECIMALS: u32 = 12;

/// Reads a number written as digits, perhaps with a minus before them and a point among them:
/// `-12.50`. At most [`MAX_WHOLE_DIGITS`] digits before the point and [`MAX_DECIMALS`] after it, so
/// that sums over a series stay exact. Trailing zeros are kept; minus zero is zero.
///
/// No exponents, no thousands separators, no decimal comma: each has a second reading somewhere in
/// the world, and a figure in the ledger must have one.
pub fn parse_decimal(typed: &str) -> Result<Decimal, DecimalError> {
    let refused = |problem| DecimalError { typed: typed.chars().take(40).collect(), problem };
    let unsigned = typed.strip_prefix('-').unwrap_or(typed);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if let Some(problem) = misread(typed, whole, fraction) {
        return Err(refused(problem));
    }
    if whole.trim_start_matches('0').len() > MAX_WHOLE_DIGITS as usize {
        return Err(refused(DecimalProblem::TooLarge));
    }
    if fraction.len() > MAX_DECIMALS as usize {
        return Err(refused(DecimalProblem::TooFine));
    }
    let number = Decimal::from_str_exact(typed).map_err(|_| refused(DecimalProblem::NotANumber))?;
    Ok(if number.is_zero() { number.abs() } else { number })
}

/// Whether a number has few enough digits before and after its point.
pub fn check_decimal(number: Decimal) -> Result<Decimal, DecimalError> {
    let limit = Decimal::from(10_u64.pow(MAX_WHOLE_DIGITS));
    let problem = if number.abs() >= limit {
        DecimalProblem::TooLarge
    } else if number.scale() > MAX_DECIMALS {
        DecimalProblem::TooFine
    } else {
        return Ok(number);
    };
    Err(DecimalError { typed: number.to_string(), problem })
}

/// A string that is not a number, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{typed:?} {problem}")]
pub struct DecimalError {
    /// What was typed, at most 40 characters of it.
    pub typed: String,
    /// What is wrong with it.
    pub problem: DecimalProblem,
}

/// What keeps a string from being a number. Each message follows the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalProblem {
    /// Nothing at all.
    #[error("is empty; write a number such as 12.5")]
    Empty,
    /// NaN, inf and their kin.
    #[error("is not a finite number; leave it out where there is no figure")]
    NotFinite,
    /// `1e5` and the like.
    #[error("has an exponent; write out all digits")]
    Exponent,
    /// A comma, a blank or another mark between digits.
    #[error("has a separator between its digits; write no thousands separators, and a point before decimals")]
    Separator,
    /// Anything else that is not digits with a point.
    #[error("is not a number; write digits such as 12.5")]
    NotANumber,
    /// More than [`MAX_WHOLE_DIGITS`] digits before the point.
    #[error("is too large: at most {MAX_WHOLE_DIGITS} digits may stand before the point")]
    TooLarge,
    /// More than [`MAX_DECIMALS`] digits after the point.
    #[error("is too fine: at most {MAX_DECIMALS} digits may stand after the point")]
    TooFine,
}

/// What keeps the digits before and after the point from being read, if anything does.
fn misread(typed: &str, whole: &str, fraction: &str) -> Option<DecimalProblem> {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(whole) && all_digits(fraction) {
        return None;
    }
    let word = typed.trim_start_matches(['-', '+']).to_ascii_lowercase();
    Some(if typed.trim().is_empty() {
        DecimalProblem::Empty
    } else if ["nan", "inf", "infinity", "∞"].contains(&word.as_str()) {
        DecimalProblem::NotFinite
    } else if word.split_once('e').is_some_and(|(mantissa, exponent)| {
        mantissa.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && exponent.trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit())
    }) {
        DecimalProblem::Exponent
    } else if separated(&word) {
        DecimalProblem::Separator
    } else {
        DecimalProblem::NotANumber
    })
}

/// Whether the string is digits with marks between them that some write in numbers.
fn separated(word: &str) -> bool {
    let mark = |c: char| matches!(c, ',' | '\'' | '’' | '_' | '.') || c.is_whitespace();
    word.contains(mark)
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || mark(c))
}

/// Serde's face of a stored decimal: a string, read as strictly as it was typed.
pub(crate) mod stored {
    use super::{Decimal, Deserialize, Deserializer, Serializer, de, parse_decimal};

    pub(crate) fn serialize<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let typed = String::deserialize(deserializer)?;
        parse_decimal(&typed).map_err(de::Error::custom)
    }
}

/// The same for a decimal that may be absent.
pub(crate) mod stored_option {
    use super::{Decimal, Deserialize, Deserializer, Serialize, Serializer, stored};

    /// A decimal in its stored form.
    #[derive(Serialize, Deserialize)]
    struct Stored(#[serde(with = "stored")] Decimal);

    #[expect(clippy::ref_option, reason = "serde's `with` passes a reference to the field")]
    pub(crate) fn serialize<S: Serializer>(
        number: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        number.map(Stored).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        Ok(Option::deserialize(deserializer)?.map(|Stored(number)| number))
    }
}

/// A number in a test.
#[cfg(test)]
#[track_caller]
pub(crate) fn dec(typed: &str) -> Decimal {
    parse_decimal(typed).unwrap()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problem(typed: &str) -> DecimalProblem {
        parse_decimal(typed).unwrap_err().problem
    }

    #[test]
    fn digits_with_a_point_are_a_number() {
        for typed in ["0", "7", "-12.50", "007.5", "999999999999999.999999999999"] {
            let expected: Decimal = typed.parse().unwrap();
            assert_eq!(parse_decimal(typed), Ok(expected), "{typed}");
        }
        assert_eq!(parse_decimal("1.50").unwrap().to_string(), "1.50");
        assert_eq!(parse_decimal("-0.0").unwrap().to_string(), "0.0");
    }

    #[test]
    fn what_has_a_second_reading_or_none_is_refused_with_its_reason() {
        use DecimalProblem::{Empty, Exponent, NotANumber, NotFinite, Separator, TooFine, TooLarge};
        let cases = [
            ("", Empty),
            (" ", Empty),
            ("NaN", NotFinite),
            ("-inf", NotFinite),
            ("Infinity", NotFinite),
            ("1e5", Exponent),
            ("1.5E-3", Exponent),
            ("1,234", Separator),
            ("12,5", Separator),
            ("1.234.567", Separator),
            ("1 000", Separator),
            ("1_000", Separator),
            ("+5", NotANumber),
            (".5", NotANumber),
            ("5.", NotANumber),
            ("--5", NotANumber),
            ("12 %", NotANumber),
            ("n/a", NotANumber),
            ("１２", NotANumber),
            ("1000000000000000", TooLarge),
            ("0.0000000000001", TooFine),
        ];
        for (typed, expected) in cases {
            assert_eq!(problem(typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_message_says_what_to_do() {
        assert_eq!(
            parse_decimal("1e5").unwrap_err().to_string(),
            "\"1e5\" has an exponent; write out all digits"
        );
    }

    proptest! {
        #[test]
        fn no_string_panics_and_what_is_read_is_within_bounds(typed in any::<String>()) {
            if let Ok(number) = parse_decimal(&typed) {
                prop_assert!(check_decimal(number).is_ok());
            }
        }

        #[test]
        fn a_number_reads_back_as_itself(
            whole in -(10i128.pow(15) - 1)..10i128.pow(15),
            fraction in 0i128..10i128.pow(12),
            scale in 0u32..=12,
        ) {
            let unit = 10i128.pow(scale);
            let number = Decimal::from_i128_with_scale(whole * unit + whole.signum() * (fraction % unit), scale);
            prop_assert_eq!(check_decimal(number), Ok(number));
            prop_assert_eq!(parse_decimal(&number.to_string()), Ok(number));
        }
    }
}
