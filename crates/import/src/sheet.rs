//! A file of the form as it was found, whatever it was read from.

use std::collections::HashMap;
use std::path::PathBuf;

use csv::StringRecord;

use super::dialect::Dialect;
use super::form::{FILES, FileForm};
use super::headers;

/// The largest file, in bytes.
pub(super) const MAX_BYTES: u64 = 100_000_000;

/// The most rows of one file.
pub(super) const MAX_ROWS: usize = 1_000_000;

/// A file of the form, or a sheet of a workbook.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) form: &'static FileForm,
    /// The name of the file or of the sheet.
    pub(super) title: String,
    /// The cells of the first line, as they stand there.
    pub(super) header: StringRecord,
    /// Where each column of the form stands.
    pub(super) places: HashMap<&'static str, usize>,
    pub(super) lines: Vec<Line>,
    /// Whether the file began with a byte order mark, which was skipped.
    pub(super) byte_order_mark: bool,
    /// How it is written.
    pub(super) dialect: Dialect,
}

/// One row with the number of its first line in the file, from 1.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) cells: StringRecord,
    /// What is wrong with a cell of a workbook that stands for no value, and where the cell stands.
    pub(super) fault: Option<(usize, String)>,
}

impl Sheet {
    /// The cell of a row in a column, without blanks around it; empty where the column is left out.
    pub(super) fn cell<'a>(&self, line: &'a Line, column: &str) -> &'a str {
        debug_assert!(self.form.column(column).is_some(), "{} has no column {column}", self.form.name);
        self.places.get(column).and_then(|place| line.cells.get(*place)).unwrap_or_default().trim()
    }

    /// The column that stands at a place.
    pub(super) fn column_at(&self, place: usize) -> Option<&'static str> {
        self.places.iter().find(|(_, known)| **known == place).map(|(name, _)| *name)
    }

    /// How a column is headed there, where that is not by its name.
    pub(super) fn headed(&self, column: &str) -> Option<&str> {
        let header = self.header.get(*self.places.get(column)?)?.trim();
        (!header.eq_ignore_ascii_case(column)).then_some(header)
    }
}

/// Why a folder can't be imported as it is. Nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("failed to read {}; check that it exists and may be read", .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error(
        "{} is neither a folder nor a workbook; import takes a folder of CSV files or one .xlsx file, which \
         `cx-ledger import --template` makes",
        .path.display()
    )]
    NoFolder { path: PathBuf },
    #[error("{} holds no file of the import form; the files are {}", .path.display(), names())]
    NoFiles { path: PathBuf },
    #[error("{} is no file of the import form; rename or remove it: the files are {}", .path.display(), names())]
    UnknownFile { path: PathBuf },
    #[error("{file} is larger than {MAX_BYTES} bytes; split it over several imports")]
    TooLarge { file: String },
    #[error("{file} has more than {MAX_ROWS} rows; split it over several imports")]
    TooManyRows { file: String },
    #[error("{file} is empty; its first line is the header {header}")]
    Empty { file: String, header: String },
    #[error("{file}:{line}: byte {byte} of this line is not UTF-8; save the file as CSV in UTF-8")]
    Encoding { file: String, line: usize, byte: usize },
    #[error("{file}:1: {problem}; the header has the columns {header}, of which {required} are needed")]
    Header { file: String, problem: String, header: String, required: String },
    #[error("{file}: a row could not be read")]
    Csv { file: String, source: csv::Error },
    #[error("{} is no workbook; save it as .xlsx: {problem}", .path.display())]
    NoWorkbook { path: PathBuf, problem: String },
    #[error(
        "{} says one thing with typed cells; --dialect, --delimiter, --decimal and --dates are for CSV files: \
         leave them out",
        .path.display()
    )]
    TypedCells { path: PathBuf },
    #[error("{} holds no sheet of the import form; the sheets are {}", .path.display(), stems())]
    NoSheets { path: PathBuf },
    #[error(
        "there is no sheet {title:?} in the import form; rename or remove it: the sheets are {}",
        stems()
    )]
    UnknownSheet { title: String },
    #[error("the sheets {one:?} and {other:?} are the same file of the form; keep one of them")]
    SheetTwice { one: String, other: String },
    #[error(
        "{} has more than {} sheets; remove those that are not of the import form",
        .path.display(),
        super::workbook::MAX_SHEETS
    )]
    TooManySheets { path: PathBuf },
    #[error(
        "{file}: row {row} has more than {} columns; remove what stands beside the table",
        super::workbook::MAX_COLUMNS
    )]
    TooWide { file: String, row: u64 },
}

fn stems() -> String {
    let names: Vec<_> = FILES.iter().map(FileForm::stem).collect();
    names.join(", ")
}

fn names() -> String {
    let names: Vec<_> = FILES.iter().map(|form| form.name).collect();
    names.join(", ")
}

/// Where each column stands. Columns may stand in any order, go by their English or Vietnamese names, and
/// optional ones may be left out.
pub(super) fn places(
    form: &'static FileForm,
    title: &str,
    header: &StringRecord,
    dialect: Dialect,
) -> Result<HashMap<&'static str, usize>, ReadError> {
    let refused = |problem: String| {
        let required: Vec<_> = form.required().collect();
        let file = title.to_owned();
        ReadError::Header { file, problem, header: form.header(), required: required.join(", ") }
    };
    let mut places = HashMap::new();
    for (place, cell) in header.iter().enumerate() {
        if headers::is_reason(cell) {
            continue;
        }
        let Some(column) = headers::column(form, cell) else {
            let shown: String = cell.chars().take(80).collect();
            let otherwise = dialect.separated_otherwise(cell).filter(|_| header.len() == 1);
            return Err(refused(match otherwise {
                Some(otherwise) => format!("{shown:?}: {otherwise}"),
                None => format!("there is no column {shown:?}"),
            }));
        };
        if places.insert(column.name, place).is_some() {
            return Err(refused(format!("the column {} stands twice", column.name)));
        }
    }
    match form.required().find(|name| !places.contains_key(name)) {
        Some(missing) => Err(refused(format!("the column {missing} is missing"))),
        None => Ok(places),
    }
}
