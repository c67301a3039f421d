//! Days and numbers as a language spells them.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::language::Language;

/// A calendar day: `2026-01-31` in English, as inputs are written, and `31/01/2026` in Vietnamese.
pub fn day(language: Language, day: NaiveDate) -> String {
    match language {
        Language::English => day.format("%Y-%m-%d").to_string(),
        Language::Vietnamese => day.format("%d/%m/%Y").to_string(),
    }
}

/// An exact number, never rounded, without zeros at its end: `-1234567.5` is `-1,234,567.5` in English
/// and `-1.234.567,5` in Vietnamese.
pub fn decimal(language: Language, number: Decimal) -> String {
    let (group, point) = match language {
        Language::English => (',', '.'),
        Language::Vietnamese => ('.', ','),
    };
    let plain = number.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut spelled = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            spelled.push(group);
        }
        spelled.push(digit);
    }
    if let Some(fraction) = fraction {
        spelled.push(point);
        spelled.push_str(fraction);
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Vietnamese};

    #[test]
    fn a_day_is_spelled_as_the_language_does() {
        let last = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        assert_eq!(day(English, last), "2026-01-31");
        assert_eq!(day(Vietnamese, last), "31/01/2026");
    }

    #[test]
    fn a_number_has_the_marks_of_the_language_and_all_its_digits() {
        let cases = [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1,000", "1.000"),
            ("-1234567.50", "-1,234,567.5", "-1.234.567,5"),
            ("0.95", "0.95", "0,95"),
            ("-100", "-100", "-100"),
            ("0.000000000001", "0.000000000001", "0,000000000001"),
        ];
        for (number, english, vietnamese) in cases {
            let number = number.parse().unwrap();
            assert_eq!(decimal(English, number), english);
            assert_eq!(decimal(Vietnamese, number), vietnamese);
        }
    }
}
