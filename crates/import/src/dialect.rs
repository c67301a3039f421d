//! How the CSV files of a folder are written. Nothing is guessed: a file that looks otherwise than was said
//! is refused, and the refusal names the option.

use chrono::NaiveDate;
use cxl_domain::calendar::parse_day;
use cxl_domain::measurement::decimal::parse_decimal;
use rust_decimal::Decimal;

use super::row::shortened;

/// The options that say how files are written.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DialectArgs {
    /// How the CSV files are written; the next three options change one trait of it
    #[arg(long, value_enum, default_value = "standard", value_name = "NAME")]
    dialect: Named,

    /// What stands between cells
    #[arg(long, value_enum, value_name = "MARK")]
    delimiter: Option<Delimiter>,

    /// What stands before decimals
    #[arg(long, value_enum, value_name = "MARK")]
    decimal: Option<DecimalMark>,

    /// How days are written
    #[arg(long, value_enum, value_name = "ORDER")]
    dates: Option<Dates>,
}

/// A dialect by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Named {
    /// Commas between cells, a point before decimals, days as 2024-02-29
    Standard,
    /// As Excel saves CSV on a Vietnamese computer: semicolons, a decimal comma, days as 29/02/2024
    ViExcel,
}

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tab character
    Tab,
}

/// What stands before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DecimalMark {
    /// 12.5
    Point,
    /// 12,5
    Comma,
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Dates {
    /// Year, month, day: 2024-02-29
    Iso,
    /// Day, month, year: 29/02/2024
    Dmy,
}

/// How files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: Delimiter,
    pub(super) decimal: DecimalMark,
    pub(super) dates: Dates,
}

impl DialectArgs {
    /// What the options say together.
    pub(super) fn dialect(&self) -> Dialect {
        let named = match self.dialect {
            Named::Standard => Dialect::STANDARD,
            Named::ViExcel => Dialect::VI_EXCEL,
        };
        Dialect {
            delimiter: self.delimiter.unwrap_or(named.delimiter),
            decimal: self.decimal.unwrap_or(named.decimal),
            dates: self.dates.unwrap_or(named.dates),
        }
    }
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// What many of them are called.
    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Tab => "tabs",
        }
    }

    const fn option(self) -> &'static str {
        match self {
            Self::Comma => "--delimiter comma",
            Self::Semicolon => "--delimiter semicolon",
            Self::Tab => "--delimiter tab",
        }
    }
}

impl Dialect {
    /// The form's own.
    pub(super) const STANDARD: Self =
        Self { delimiter: Delimiter::Comma, decimal: DecimalMark::Point, dates: Dates::Iso };

    /// Excel's on a Vietnamese computer.
    pub(super) const VI_EXCEL: Self =
        Self { delimiter: Delimiter::Semicolon, decimal: DecimalMark::Comma, dates: Dates::Dmy };

    /// The calendar day that a cell writes.
    pub(super) fn day(self, cell: &str) -> Result<NaiveDate, String> {
        let written = |cell: &str| parse_day(cell).map_err(|error| error.to_string());
        match self.dates {
            Dates::Iso => written(cell).map_err(|error| match turned(cell) {
                Some(_) => format!("{error}; days written as 29/02/2024 are imported with --dates dmy"),
                None => error,
            }),
            Dates::Dmy => match turned(cell) {
                Some(iso) => written(&iso),
                None => Err(format!(
                    "{:?} is not a day; write it as 29/02/2024, or import without --dates dmy and \
                     --dialect vi-excel",
                    shortened(cell)
                )),
            },
        }
    }

    /// The exact number that a cell writes.
    pub(super) fn number(self, cell: &str) -> Result<Decimal, String> {
        let written = |cell: &str| parse_decimal(cell).map_err(|error| error.to_string());
        let decimal_comma =
            cell.split_once(',').is_some_and(|(whole, fraction)| is_number(whole) && is_digits(fraction));
        match self.decimal {
            DecimalMark::Point if decimal_comma => written(cell).map_err(|error| {
                format!("{error}; numbers written as 12,5 are imported with --decimal comma")
            }),
            DecimalMark::Comma if cell.contains('.') => Err(format!(
                "{:?} has a point; write a comma before decimals and nothing between thousands, or import \
                 without --decimal comma and --dialect vi-excel",
                shortened(cell)
            )),
            DecimalMark::Comma if decimal_comma => written(&cell.replacen(',', ".", 1)),
            DecimalMark::Point | DecimalMark::Comma => written(cell),
        }
    }

    /// A cell as it is compared with those of other rows: a day in one spelling.
    pub(super) fn comparable(self, cell: &str) -> String {
        match (self.dates, self.day(cell)) {
            (Dates::Dmy, Ok(day)) => day.to_string(),
            _ => cell.to_owned(),
        }
    }

    /// What to say of a header that is one column, if it looks as if cells were separated otherwise.
    pub(super) fn separated_otherwise(self, header: &str) -> Option<String> {
        let looks = |delimiter: &Delimiter| {
            *delimiter != self.delimiter && header.contains(char::from(delimiter.byte()))
        };
        let delimiter = Delimiter::ALL.into_iter().find(looks)?;
        Some(format!(
            "it is one column, as if {} stood between the cells: import such files with {}",
            delimiter.plural(),
            delimiter.option()
        ))
    }
}

/// A day written as 29/02/2024 or 9/2/2024, in the order of the calendar.
fn turned(cell: &str) -> Option<String> {
    let [day, month, year] = <[&str; 3]>::try_from(cell.split('/').collect::<Vec<_>>()).ok()?;
    let short = |part: &str| is_digits(part) && part.len() <= 2;
    (short(day) && short(month) && is_digits(year) && year.len() == 4)
        .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

fn is_number(text: &str) -> bool {
    is_digits(text.strip_prefix('-').unwrap_or(text))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_in_the_order_that_was_said() {
        for (cell, read) in
            [("29/02/2024", "2024-02-29"), ("9/2/2024", "2024-02-09"), ("01/12/2020", "2020-12-01")]
        {
            assert_eq!(Dialect::VI_EXCEL.day(cell), Ok(day(read)));
            let refused = Dialect::STANDARD.day(cell).unwrap_err();
            assert!(refused.contains("--dates dmy"), "{refused}");
        }
        assert_eq!(Dialect::STANDARD.day("2024-02-29"), Ok(day("2024-02-29")));
        for cell in
            ["2024-02-29", "29/02/24", "29.02.2024", "02/2024", "1/2/3/2024", "+1/2/2024", "1/ 2/2024"]
        {
            let refused = Dialect::VI_EXCEL.day(cell).unwrap_err();
            assert!(refused.contains("29/02/2024") && refused.contains("--dialect vi-excel"), "{refused}");
        }
        // The month before the day, as Americans write it, is no day of that order.
        assert!(Dialect::VI_EXCEL.day("12/31/2024").is_err());
    }

    #[test]
    fn numbers_are_read_with_the_mark_that_was_said_and_no_other() {
        let comma = Dialect { decimal: DecimalMark::Comma, ..Dialect::STANDARD };
        assert_eq!(comma.number("-12,5"), Ok("-12.5".parse().unwrap()));
        assert_eq!(comma.number("1740"), Ok(Decimal::from(1740)));
        for cell in ["12.5", "1.740", "1.740,5"] {
            let refused = comma.number(cell).unwrap_err();
            assert!(refused.contains("--decimal comma"), "{refused}");
        }
        for cell in ["1,740,5", ",5", "5,", "1e5", "NaN"] {
            assert!(comma.number(cell).is_err(), "{cell}");
        }
        assert_eq!(Dialect::STANDARD.number("12.5"), Ok("12.5".parse().unwrap()));
        let refused = Dialect::STANDARD.number("12,5").unwrap_err();
        assert!(refused.contains("--decimal comma"), "{refused}");
    }

    #[test]
    fn a_header_that_is_one_column_names_the_option() {
        let named = |dialect: Dialect, header| dialect.separated_otherwise(header).unwrap_or_default();
        assert!(named(Dialect::STANDARD, "code;name").ends_with("--delimiter semicolon"));
        assert!(named(Dialect::STANDARD, "code\tname").ends_with("--delimiter tab"));
        assert!(named(Dialect::VI_EXCEL, "code,name").ends_with("--delimiter comma"));
        assert_eq!(Dialect::STANDARD.separated_otherwise("code"), None);
    }

    #[test]
    fn the_same_day_is_the_same_however_it_is_written() {
        assert_eq!(Dialect::VI_EXCEL.comparable("9/2/2024"), Dialect::VI_EXCEL.comparable("09/02/2024"));
        assert_eq!(Dialect::STANDARD.comparable("REFUNDS"), "REFUNDS");
    }
}
