//! From a folder of files to rows of cells: encoding, header and size are checked before anything
//! else is looked at.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord};

use super::dialect::Dialect;
use super::form::{FILES, FileForm};
use super::headers;

/// The largest file, in bytes.
pub(super) const MAX_BYTES: u64 = 100_000_000;

/// The most rows of one file.
pub(super) const MAX_ROWS: usize = 1_000_000;

/// What some programs write at the beginning of UTF-8.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file of the form as it was found.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) form: &'static FileForm,
    /// The cells of the first line, as they stand there.
    pub(super) header: StringRecord,
    /// Where each column of the form stands.
    places: HashMap<&'static str, usize>,
    pub(super) lines: Vec<Line>,
    /// Whether the file began with a byte order mark, which was skipped.
    pub(super) byte_order_mark: bool,
    /// How it is written.
    pub(super) dialect: Dialect,
}

/// One row with the number of its first line in the file, from 1.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) cells: StringRecord,
}

impl Sheet {
    /// The cell of a row in a column, without blanks around it; empty where the column is left out.
    pub(super) fn cell<'a>(&self, line: &'a Line, column: &str) -> &'a str {
        debug_assert!(self.form.column(column).is_some(), "{} has no column {column}", self.form.name);
        self.places.get(column).and_then(|place| line.cells.get(*place)).unwrap_or_default().trim()
    }
}

/// Why a folder can't be imported as it is. Nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("failed to read {}; check that it exists and may be read", .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error(
        "{} is no folder; import takes a folder of CSV files, which `cx-ledger import --template DIR` makes",
        .path.display()
    )]
    NoFolder { path: PathBuf },
    #[error("{} holds no file of the import form; the files are {}", .path.display(), names())]
    NoFiles { path: PathBuf },
    #[error("{} is no file of the import form; rename or remove it: the files are {}", .path.display(), names())]
    UnknownFile { path: PathBuf },
    #[error("{file} is larger than {MAX_BYTES} bytes; split it over several imports")]
    TooLarge { file: &'static str },
    #[error("{file} has more than {MAX_ROWS} rows; split it over several imports")]
    TooManyRows { file: &'static str },
    #[error("{file} is empty; its first line is the header {header}")]
    Empty { file: &'static str, header: String },
    #[error("{file}:{line}: byte {byte} of this line is not UTF-8; save the file as CSV in UTF-8")]
    Encoding { file: &'static str, line: usize, byte: usize },
    #[error("{file}:1: {problem}; the header has the columns {header}, of which {required} are needed")]
    Header { file: &'static str, problem: String, header: String, required: String },
    #[error("{file}: a row could not be read")]
    Csv { file: &'static str, source: csv::Error },
}

fn names() -> String {
    let names: Vec<_> = FILES.iter().map(|form| form.name).collect();
    names.join(", ")
}

/// Reads every file of the form that is in the folder, in the order in which they are taken. Answers
/// everything that is wrong with any of them as a file.
pub(super) fn read(folder: &Path, dialect: Dialect) -> Result<Vec<Sheet>, Vec<ReadError>> {
    let mut wrong = unknown_files(folder).map_err(|error| vec![error])?;
    let mut sheets = Vec::new();
    for form in FILES {
        let path = folder.join(form.name);
        match path.try_exists() {
            Ok(false) => {}
            Ok(true) => match sheet(form, &path, dialect) {
                Ok(sheet) => sheets.push(sheet),
                Err(error) => wrong.push(error),
            },
            Err(source) => wrong.push(ReadError::Unreadable { path, source }),
        }
    }
    if wrong.is_empty() && sheets.is_empty() {
        wrong.push(ReadError::NoFiles { path: folder.to_owned() });
    }
    if wrong.is_empty() { Ok(sheets) } else { Err(wrong) }
}

/// CSV files that no form has the name of: most often one that is misspelled, and would be missed.
fn unknown_files(folder: &Path) -> Result<Vec<ReadError>, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: folder.to_owned(), source };
    if !fs::metadata(folder).map_err(unreadable)?.is_dir() {
        return Err(ReadError::NoFolder { path: folder.to_owned() });
    }
    let mut unknown = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if is_csv && FileForm::of(&name).is_none() {
            unknown.push(path);
        }
    }
    unknown.sort();
    Ok(unknown.into_iter().map(|path| ReadError::UnknownFile { path }).collect())
}

fn sheet(form: &'static FileForm, path: &Path, dialect: Dialect) -> Result<Sheet, ReadError> {
    let bytes = bounded(form, path)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| not_utf8(form, &bytes, error.valid_up_to()))?;
    let unmarked = text.strip_prefix(BYTE_ORDER_MARK);
    parse(form, unmarked.unwrap_or(text), unmarked.is_some(), dialect)
}

fn bounded(form: &'static FileForm, path: &Path) -> Result<Vec<u8>, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    // The length is asked first so that a huge file is refused at once; a pipe has none beforehand.
    let told = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    if told <= MAX_BYTES {
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    if told.max(bytes.len() as u64) > MAX_BYTES {
        return Err(ReadError::TooLarge { file: form.name });
    }
    Ok(bytes)
}

fn not_utf8(form: &'static FileForm, bytes: &[u8], valid_up_to: usize) -> ReadError {
    let valid = &bytes[..valid_up_to];
    ReadError::Encoding {
        file: form.name,
        line: valid.split(|byte| *byte == b'\n').count(),
        byte: valid.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len) + 1,
    }
}

fn parse(
    form: &'static FileForm,
    text: &str,
    byte_order_mark: bool,
    dialect: Dialect,
) -> Result<Sheet, ReadError> {
    let failed = |source| ReadError::Csv { file: form.name, source };
    let mut reader = ReaderBuilder::new()
        .delimiter(dialect.delimiter.byte())
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        None => return Err(ReadError::Empty { file: form.name, header: form.header() }),
        Some(header) => header.map_err(failed)?,
    };
    let places = places(form, &header, dialect)?;
    let mut lines = Vec::new();
    for record in records {
        let cells = record.map_err(failed)?;
        // Spreadsheets leave rows of nothing but commas behind.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MAX_ROWS {
            return Err(ReadError::TooManyRows { file: form.name });
        }
        let number = cells.position().map_or(0, csv::Position::line);
        lines.push(Line { number, cells });
    }
    Ok(Sheet { form, header, places, lines, byte_order_mark, dialect })
}

/// Where each column stands. Columns may stand in any order, go by their English or Vietnamese names, and
/// optional ones may be left out.
fn places(
    form: &'static FileForm,
    header: &StringRecord,
    dialect: Dialect,
) -> Result<HashMap<&'static str, usize>, ReadError> {
    let refused = |problem: String| {
        let required: Vec<_> = form.required().collect();
        ReadError::Header { file: form.name, problem, header: form.header(), required: required.join(", ") }
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
