//! One cell of a workbook as the form writes its value.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use calamine::DataRef;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::row::shortened;

/// The most characters that a spreadsheet keeps in a cell.
const MAX_CHARACTERS: usize = 32_767;

/// The numbers that stand for days: from 1900-01-01 to 9999-12-31, or to as many days after 1904-01-01.
const DAYS: RangeInclusive<f64> = 1.0..=2_958_465.0;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The value as the form writes it, or what the cell shows if it has none.
    pub(super) text: String,
    /// What kind of value it is.
    pub(super) kind: Kind,
}

/// What kind of value a cell has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, a number, yes or no.
    Plain,
    /// A day of the calendar.
    Day,
    /// None; what is wrong with it.
    Fault(&'static str),
}

impl Written {
    /// The value of a cell, a formula's being the one that was computed last; none of an empty cell.
    pub(super) fn of(value: &DataRef<'_>, is_computed: bool) -> Option<Self> {
        let (text, kind) = match value {
            DataRef::Empty if is_computed => faulty(
                String::new(),
                "is a formula that was never computed; open the workbook in a spreadsheet and save it, or \
                     write the value",
            ),
            DataRef::Empty => return None,
            DataRef::String(text) => worded(text),
            DataRef::SharedString(text) => worded(text),
            DataRef::Int(number) => plain(number.to_string()),
            DataRef::Float(number) => match decimal(*number) {
                Some(number) => plain(number.to_string()),
                None => {
                    faulty(number.to_string(), "is a number that can't be read exactly; write fewer digits")
                }
            },
            DataRef::Bool(is) => (Cow::Borrowed(if *is { "yes" } else { "no" }), Kind::Plain),
            DataRef::DateTime(instant) if instant.is_datetime() => {
                let (year, month, day, hour, minute, second, millisecond) = instant.to_ymd_hms_milli();
                let midnight = (hour, minute, second, millisecond) == (0, 0, 0, 0);
                let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
                match date.filter(|_| midnight && DAYS.contains(&instant.as_f64())) {
                    Some(date) => (Cow::Owned(date.to_string()), Kind::Day),
                    None => faulty(
                        format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
                        "is no day of the calendar, or has a time; write a day alone",
                    ),
                }
            }
            DataRef::DateTime(length) => {
                faulty(length.as_f64().to_string(), "is a length of time; write a day or a number")
            }
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                match text.strip_suffix("T00:00:00").unwrap_or(text).parse::<NaiveDate>() {
                    Ok(day) => (Cow::Owned(day.to_string()), Kind::Day),
                    Err(_) => faulty(shortened(text), "is no day; write a day alone"),
                }
            }
            DataRef::Error(error) => {
                faulty(error.to_string(), "is the error of a formula; mend it, or write the value")
            }
        };
        let is_blank = kind == Kind::Plain && text.trim().is_empty();
        (!is_blank).then(|| Self { text: text.into_owned(), kind })
    }

    /// What is wrong with the cell, in a column of days or in another one.
    pub(super) fn fault(&self, in_column_of_days: bool) -> Option<String> {
        let problem = match self.kind {
            Kind::Plain => return None,
            Kind::Day if in_column_of_days => return None,
            Kind::Day => {
                "is a day, as a spreadsheet makes of 2021-1 or 3/4; give the cell the format of text, and write \
                 it anew"
            }
            Kind::Fault(problem) => problem,
        };
        match &*self.text {
            "" => Some(problem.to_owned()),
            text => Some(format!("{text:?} {problem}")),
        }
    }
}

fn plain(text: String) -> (Cow<'static, str>, Kind) {
    (Cow::Owned(text), Kind::Plain)
}

fn faulty(shown: String, problem: &'static str) -> (Cow<'static, str>, Kind) {
    (Cow::Owned(shown), Kind::Fault(problem))
}

fn worded(text: &str) -> (Cow<'_, str>, Kind) {
    // No more than that can be written back into a sheet of rejected rows.
    if text.len() > MAX_CHARACTERS && text.encode_utf16().count() > MAX_CHARACTERS {
        let shown = shortened(text);
        return (Cow::Owned(shown), Kind::Fault("goes on for more than 32767 characters; shorten it"));
    }
    (Cow::Borrowed(text), Kind::Plain)
}

/// A number as the spreadsheet shows it at most: to 15 significant digits, more of which it does not keep
/// rightly.
fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|number| number.normalize())
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTime, ExcelDateTimeType};

    use super::*;

    fn text(value: &DataRef<'_>) -> Option<String> {
        Written::of(value, false).map(|written| written.text)
    }

    fn instant(serial: f64) -> DataRef<'static> {
        DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn a_number_has_the_digits_that_the_spreadsheet_shows() {
        for (number, read) in [
            (0.1 + 0.2, "0.3"),
            (2021.0, "2021"),
            (-12.5, "-12.5"),
            (1e15, "1000000000000000"),
            (123_456_789.123_456_78, "123456789.123457"),
            (0.0, "0"),
        ] {
            assert_eq!(text(&DataRef::Float(number)).as_deref(), Some(read));
        }
        for number in [f64::NAN, f64::INFINITY, 1e300] {
            let written = Written::of(&DataRef::Float(number), false).unwrap();
            assert!(written.fault(false).unwrap().contains("write fewer digits"), "{number}");
        }
    }

    #[test]
    fn a_day_counts_from_1900_and_belongs_into_a_column_of_days() {
        for (serial, day) in [(44_197.0, "2021-01-01"), (61.0, "1900-03-01"), (45_351.0, "2024-02-29")] {
            let written = Written::of(&instant(serial), false).unwrap();
            assert_eq!((&*written.text, written.fault(true)), (day, None));
            let fault = written.fault(false).unwrap();
            assert!(fault.contains("the format of text"), "{fault}");
        }
        for serial in [44_197.5, 0.5, -3.0, 1e12] {
            let fault = Written::of(&instant(serial), false).unwrap().fault(true).unwrap();
            assert!(fault.contains("write a day alone"), "{serial}: {fault}");
        }
        let since_1904 = ExcelDateTime::new(42_735.0, ExcelDateTimeType::DateTime, true);
        assert_eq!(text(&DataRef::DateTime(since_1904)).as_deref(), Some("2021-01-01"));
    }

    #[test]
    fn a_cell_without_a_value_says_why() {
        let fault = |value, is_computed| Written::of(&value, is_computed).and_then(|it| it.fault(true));
        assert_eq!(Written::of(&DataRef::Empty, false), None);
        assert_eq!(Written::of(&DataRef::String("  ".to_owned()), true), None);
        assert!(fault(DataRef::Empty, true).unwrap().contains("never computed"));
        assert!(fault(DataRef::Error(CellErrorType::Div0), true).unwrap().contains("#DIV/0!"));
        let long = "ư".repeat(MAX_CHARACTERS + 1);
        assert!(fault(DataRef::SharedString(&long), false).unwrap().contains("shorten it"));
        assert_eq!(fault(DataRef::SharedString(&long[..2 * MAX_CHARACTERS]), false), None);
    }
}
