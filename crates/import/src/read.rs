//! From a folder of files to rows of cells: encoding, header and size are checked before anything
//! else is looked at.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use csv::ReaderBuilder;

use super::dialect::Dialect;
use super::form::{FILES, FileForm};
use super::sheet::{Line, MAX_BYTES, MAX_ROWS, ReadError, Sheet, places};

/// What some programs write at the beginning of UTF-8.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

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
        return Err(ReadError::TooLarge { file: form.name.to_owned() });
    }
    Ok(bytes)
}

fn not_utf8(form: &'static FileForm, bytes: &[u8], valid_up_to: usize) -> ReadError {
    let valid = &bytes[..valid_up_to];
    ReadError::Encoding {
        file: form.name.to_owned(),
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
    let failed = |source| ReadError::Csv { file: form.name.to_owned(), source };
    let mut reader = ReaderBuilder::new()
        .delimiter(dialect.delimiter.byte())
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        None => return Err(ReadError::Empty { file: form.name.to_owned(), header: form.header() }),
        Some(header) => header.map_err(failed)?,
    };
    let places = places(form, form.name, &header, dialect)?;
    let mut lines = Vec::new();
    for record in records {
        let cells = record.map_err(failed)?;
        // Spreadsheets leave rows of nothing but commas behind.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MAX_ROWS {
            return Err(ReadError::TooManyRows { file: form.name.to_owned() });
        }
        let number = cells.position().map_or(0, csv::Position::line);
        lines.push(Line { number, cells, fault: None });
    }
    Ok(Sheet { form, title: form.name.to_owned(), header, places, lines, byte_order_mark, dialect })
}
