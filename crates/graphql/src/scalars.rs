//! Values with a form of their own, read strictly.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use cxl_domain::calendar::parse_day;
use cxl_domain::measurement::decimal::parse_decimal;
use cxl_domain::time::Instant;

/// The rank of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position(pub(crate) u64);

/// The rank of an event, from 0, as a string of decimal digits: "0", "1742". As a position it is the rank
/// in the ledger, the same on every store and equal to the event's leaf index in the proof log; as a
/// revision, the rank among the events of one thing.
#[Scalar]
impl ScalarType for Position {
    fn parse(value: Value) -> InputValueResult<Self> {
        let digits = string(value)?;
        whole(&digits).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A number of answers, customers or events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Count(pub(crate) u64);

/// A whole number, 0 or more, without the bounds of Int, as a string of decimal digits: "0", "15300".
#[Scalar]
impl ScalarType for Count {
    fn parse(value: Value) -> InputValueResult<Self> {
        let digits = string(value)?;
        whole(&digits).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An exact number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Decimal(pub(crate) rust_decimal::Decimal);

/// An exact number as a string, never rounded: "-12.5". Digits with perhaps a minus before them and
/// a point among them; no exponent, no separators. At most 15 digits before the point; input takes at
/// most 12 after it. Answers leave zeros at the end out.
#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let typed = string(value)?;
        parse_decimal(&typed).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.normalize().to_string())
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A calendar day as YYYY-MM-DD, from 1900-01-01 to 2200-12-31. It has no time zone: it is a day of
/// the program that it belongs to.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let typed = string(value)?;
        parse_day(&typed).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DateTime(pub(crate) chrono::DateTime<Utc>);

/// An instant as RFC 3339 in UTC, ending in Z: "2026-01-02T03:04:05.000006Z". Answers have exactly six
/// fractional digits, the precision in which the ledger records; input may have up to six.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let typed = string(value)?;
        instant(&typed).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl From<Instant> for DateTime {
    fn from(instant: Instant) -> Self {
        Self(instant.to_utc())
    }
}

/// What people call a thing by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Code(pub(crate) cxl_domain::code::Code);

/// The name by which people, files and other systems refer to a thing: 1 to 32 letters A to Z, digits,
/// dots, underscores and hyphens. Input may be in lower case.
#[Scalar]
impl ScalarType for Code {
    fn parse(value: Value) -> InputValueResult<Self> {
        let typed = string(value)?;
        cxl_domain::code::Code::parse(&typed).map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}

/// A recorded body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json(pub(crate) Value);

/// Any JSON value, as it is: the body of a recorded event, its texts opened as far as they can be.
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

fn string(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(format!("write it as a string, not {other}")),
    }
}

/// One spelling to a number: no sign, no leading zeros, no blanks.
pub(crate) fn whole(digits: &str) -> Result<u64, String> {
    let plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    let number = if plain { digits.parse().ok() } else { None };
    number.ok_or_else(|| format!("{digits:?} is not a whole number such as 0 or 1742"))
}

pub(crate) fn instant(typed: &str) -> Result<chrono::DateTime<Utc>, String> {
    let fault = || format!("{typed:?} is not an instant in UTC such as 2026-01-02T03:04:05Z");
    let at = chrono::DateTime::parse_from_rfc3339(typed).map_err(|_| fault())?;
    let fraction = typed.split_once('.').map_or(0, |(_, fraction)| fraction.len() - 1);
    if !typed.ends_with('Z') || fraction > 6 {
        return Err(fault());
    }
    Ok(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: ScalarType + async_graphql::InputType>(text: &str) -> Option<T> {
        <T as ScalarType>::parse(Value::String(text.into())).ok()
    }

    #[test]
    fn every_scalar_has_one_spelling_and_answers_it() {
        for digits in ["0", "7", "18446744073709551615"] {
            assert_eq!(read::<Position>(digits).unwrap().to_value(), Value::String(digits.into()));
            assert_eq!(read::<Count>(digits).unwrap().to_value(), Value::String(digits.into()));
        }
        for wrong in ["", " 1", "01", "-1", "+1", "1.0", "1e3", "18446744073709551616", "٣"] {
            assert_eq!(read::<Position>(wrong), None, "{wrong:?}");
        }
        assert_eq!(read::<Decimal>("-12.50").unwrap().to_value(), Value::String("-12.5".into()));
        assert_eq!(read::<Date>("2026-02-28").unwrap().to_value(), Value::String("2026-02-28".into()));
        assert_eq!(read::<Code>(" rj-1 ").unwrap().to_value(), Value::String("RJ-1".into()));
    }

    #[test]
    fn what_has_a_second_reading_is_refused() {
        for wrong in ["1e5", "1,5", "NaN", "1 000", "0x1"] {
            assert_eq!(read::<Decimal>(wrong), None, "{wrong:?}");
        }
        for wrong in ["2026-2-1", "28.02.2026", "2026-02-29", "1899-12-31", "2026-02-28T00:00:00Z"] {
            assert_eq!(read::<Date>(wrong), None, "{wrong:?}");
        }
        for wrong in
            ["2026-02-28", "2026-02-28T03:04:05", "2026-02-28T03:04:05+07:00", "2026-02-28T03:04:05.1234567Z"]
        {
            assert_eq!(read::<DateTime>(wrong), None, "{wrong:?}");
        }
        assert!(<Decimal as ScalarType>::parse(Value::from(1.5)).is_err());
        assert!(<Position as ScalarType>::parse(Value::from(1)).is_err());
    }

    #[test]
    fn an_instant_answers_with_six_fractional_digits() {
        let at: DateTime = read("2026-02-28T03:04:05.5Z").unwrap();
        assert_eq!(at.to_value(), Value::String("2026-02-28T03:04:05.500000Z".into()));
    }
}
