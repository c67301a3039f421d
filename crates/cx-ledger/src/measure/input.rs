//! Reads a series from a CSV file with the columns `date` and `value`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use cxl_domain::calendar::{DayError, parse_day};
use cxl_domain::measurement::decimal::{DecimalError, parse_decimal};
use rust_decimal::Decimal;

/// The largest file, in bytes.
const MAX_BYTES: u64 = 100_000_000;

/// The most rows below the header.
const MAX_ROWS: usize = 100_000;

/// Where in a file something is wrong: `path:line:column`, both from 1, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    path: PathBuf,
    line: usize,
    column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.path.display(), self.line, self.column)
    }
}

/// Why a file is not a series.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    #[error("failed to read {}; check that the file exists and may be read", .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{} is larger than {MAX_BYTES} bytes; split it or aggregate it to one row a period", .path.display())]
    TooLarge { path: PathBuf },
    #[error("{} is empty; its first line is the header date,value and each further line one period", .path.display())]
    Empty { path: PathBuf },
    #[error("{} has a header and no rows; write one line a period below it", .path.display())]
    NoRows { path: PathBuf },
    #[error("{place}: this byte is not UTF-8; save the file as CSV in UTF-8")]
    Encoding { place: Place },
    #[error("{place}: the header is {found:?}; the first line is date,value with a comma between")]
    Header { place: Place, found: String },
    #[error(
        "{place}: this row has {found} columns and the header has two; put a comma between date and value, a point before decimals and no other commas"
    )]
    Columns { place: Place, found: usize },
    #[error("{place}: date: {problem}")]
    Date { place: Place, problem: DayError },
    #[error("{place}: value: {problem}")]
    Value { place: Place, problem: DecimalError },
    #[error("{place}: {date} stands on line {first} already; keep one row a period")]
    Twice { place: Place, date: NaiveDate, first: usize },
    #[error("{place}: more than {MAX_ROWS} rows; aggregate them to longer periods")]
    TooManyRows { place: Place },
}

/// Reads the series in `path`, sorted by day. A byte order mark, CRLF and empty lines are accepted.
pub(super) fn read(path: &Path) -> Result<Vec<(NaiveDate, Decimal)>, InputError> {
    let bytes = read_bounded(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line_start = valid.rfind('\n').map_or(0, |newline| newline + 1);
        InputError::Encoding {
            place: Place {
                path: path.to_owned(),
                line: valid.matches('\n').count() + 1,
                column: valid[line_start..].chars().count() + 1,
            },
        }
    })?;
    parse(path, text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn read_bounded(path: &Path) -> Result<Vec<u8>, InputError> {
    let unreadable = |source| InputError::Unreadable { path: path.to_owned(), source };
    let too_large = || InputError::TooLarge { path: path.to_owned() };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > MAX_BYTES {
        return Err(too_large());
    }
    // A pipe has no length beforehand.
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn parse(path: &Path, text: &str) -> Result<Vec<(NaiveDate, Decimal)>, InputError> {
    let place = |line, column| Place { path: path.to_owned(), line, column };
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let (header, line) = lines.next().ok_or_else(|| InputError::Empty { path: path.to_owned() })?;
    if fields(header).iter().map(|field| field.text).ne(["date", "value"]) {
        let found = header.chars().take(80).collect();
        return Err(InputError::Header { place: place(line, 1), found });
    }

    let mut rows = Vec::new();
    for (row, line) in lines {
        if rows.len() == MAX_ROWS {
            return Err(InputError::TooManyRows { place: place(line, 1) });
        }
        let fields = fields(row);
        let [date, value] = fields.as_slice() else {
            return Err(InputError::Columns { place: place(line, 1), found: fields.len() });
        };
        let day = parse_day(date.text)
            .map_err(|problem| InputError::Date { place: place(line, date.column), problem })?;
        let number = parse_decimal(value.text)
            .map_err(|problem| InputError::Value { place: place(line, value.column), problem })?;
        rows.push((day, number, line));
    }
    if rows.is_empty() {
        return Err(InputError::NoRows { path: path.to_owned() });
    }
    rows.sort_by_key(|(day, _, line)| (*day, *line));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let (date, _, line) = pair[1];
        return Err(InputError::Twice { place: place(line, 1), date, first: pair[0].2 });
    }
    Ok(rows.into_iter().map(|(day, number, _)| (day, number)).collect())
}

/// One field of a line, without blanks and quotation marks around it.
struct Field<'a> {
    text: &'a str,
    column: usize,
}

/// The fields of a line. Days and numbers hold no commas, so quotation marks are taken off and
/// otherwise mean nothing.
fn fields(line: &str) -> Vec<Field<'_>> {
    let mut column = 1;
    line.split(',')
        .map(|raw| {
            let field = Field { text: unquoted(raw.trim()), column };
            column += raw.chars().count() + 1;
            field
        })
        .collect()
}

fn unquoted(field: &str) -> &str {
    field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}
