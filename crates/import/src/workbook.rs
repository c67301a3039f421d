//! A workbook with a sheet for each file of the form: its cells have types, so nothing is guessed of how
//! days and numbers are written.

mod cell;
mod unpacked;
pub(super) mod written;

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Reader, SheetType, Xlsx, XlsxError};
use csv::StringRecord;
use cxl_ledger::search::Words;
use cxl_words::Language;

use cell::Written;

use super::dialect::Dialect;
use super::form::{FILES, FileForm};
use super::sheet::{Line, MAX_BYTES, MAX_ROWS, ReadError, Sheet, places};

/// The most columns of a sheet that hold something.
pub(super) const MAX_COLUMNS: usize = 200;

/// The most sheets of a workbook.
pub(super) const MAX_SHEETS: usize = 200;

/// Whether a path names a workbook.
pub(super) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// Reads every sheet of the form, in the order in which they are taken. Answers everything that is wrong
/// with any of them as a sheet.
pub(super) fn read(path: &Path) -> Result<Vec<Sheet>, Vec<ReadError>> {
    let no_workbook = |problem: String| ReadError::NoWorkbook { path: path.to_owned(), problem };
    let bytes = bounded(path).map_err(|error| vec![error])?;
    unpacked::check(&bytes).map_err(|problem| vec![no_workbook(problem)])?;
    // Whatever stands in the file, this program goes on: a reader that gives up in a panic is told apart
    // from nothing else that may be wrong with the file.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(path, bytes)));
    sheets.unwrap_or_else(|_| Err(vec![no_workbook("it is damaged".to_owned())]))
}

fn bounded(path: &Path) -> Result<Vec<u8>, ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge { file: path.display().to_string() });
    }
    Ok(bytes)
}

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn sheets(path: &Path, bytes: Vec<u8>) -> Result<Vec<Sheet>, Vec<ReadError>> {
    let no_workbook =
        |error: XlsxError| ReadError::NoWorkbook { path: path.to_owned(), problem: error.to_string() };
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(|error| vec![no_workbook(error)])?;
    let (mut sheets, mut wrong) = (Vec::<Sheet>::new(), Vec::new());
    let titles = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let titles: Vec<_> = titles.map(|sheet| sheet.name.clone()).collect();
    if titles.len() > MAX_SHEETS {
        return Err(vec![ReadError::TooManySheets { path: path.to_owned() }]);
    }
    for title in titles {
        // Before it is read: a workbook may name the same sheet many times.
        let form = form_of(&title);
        if let Some(other) = sheets.iter().find(|other| form.is_some_and(|form| form.name == other.form.name))
        {
            wrong.push(ReadError::SheetTwice { one: other.title.clone(), other: title });
            continue;
        }
        match sheet(&mut workbook, path, &title) {
            Ok(sheet) => sheets.extend(sheet),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() && sheets.is_empty() {
        wrong.push(ReadError::NoSheets { path: path.to_owned() });
    }
    let place = |sheet: &Sheet| FILES.iter().position(|form| form.name == sheet.form.name);
    sheets.sort_by_key(place);
    if wrong.is_empty() { Ok(sheets) } else { Err(wrong) }
}

/// The form of a sheet's name, English or Vietnamese.
fn form_of(title: &str) -> Option<&'static FileForm> {
    let words = Words::of(title);
    FILES.iter().find(|form| {
        let vietnamese = cxl_words::sheet(Language::Vietnamese, form.stem());
        form.stem().eq_ignore_ascii_case(title.trim())
            || vietnamese.is_some_and(|name| !words.is_empty() && Words::of(&name) == words)
    })
}

/// A sheet of the form; none where a sheet is empty.
fn sheet(workbook: &mut Workbook, path: &Path, title: &str) -> Result<Option<Sheet>, ReadError> {
    let mut rows = rows(workbook, path, title)?.into_iter();
    let form = match (form_of(title), rows.len()) {
        (None, 0) => return Ok(None),
        (None, _) => return Err(ReadError::UnknownSheet { title: title.to_owned() }),
        (Some(form), 0) => return Err(ReadError::Empty { file: title.to_owned(), header: form.header() }),
        (Some(form), _) => form,
    };
    let dialect = Dialect::STANDARD;
    let header = rows.next().map(|(_, row)| cells(&row, 0)).unwrap_or_default();
    let places = places(form, title, &header, dialect)?;
    let days: HashMap<usize, bool> =
        form.columns.iter().filter_map(|column| Some((*places.get(column.name)?, column.is_day()))).collect();
    let lines = rows.map(|(number, row)| {
        let faults =
            row.iter().filter_map(|(place, written)| Some((*place, written.fault(*days.get(place)?)?)));
        Line { number, cells: cells(&row, header.len()), fault: faults.into_iter().next() }
    });
    let (title, lines) = (title.to_owned(), lines.collect());
    Ok(Some(Sheet { form, title, header, places, lines, byte_order_mark: false, dialect }))
}

/// The cells of one row that hold something, by their column from 0.
type TypedRow = BTreeMap<usize, Written>;

/// As many cells as the header has, or more if more are filled.
fn cells(row: &TypedRow, width: usize) -> StringRecord {
    let filled = row.last_key_value().map_or(0, |(place, _)| place + 1);
    let cell = |place: usize| row.get(&place).map_or("", |written| &*written.text);
    (0..width.max(filled)).map(cell).collect()
}

/// The rows of a sheet that hold something, by their numbers from 1, read cell by cell: a sheet may claim a
/// size that no memory holds.
fn rows(workbook: &mut Workbook, path: &Path, title: &str) -> Result<BTreeMap<u64, TypedRow>, ReadError> {
    let damaged =
        |error: XlsxError| ReadError::NoWorkbook { path: path.to_owned(), problem: error.to_string() };
    let mut reader = workbook.worksheet_cells_reader(title).map_err(damaged)?;
    let mut rows: BTreeMap<u64, TypedRow> = BTreeMap::new();
    // One text may stand in the file once and in a million cells.
    let mut left = MAX_BYTES;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        let Some(written) = Written::of(&cell.value, cell.formula.is_some()) else { continue };
        let (number, place) = (u64::from(cell.pos.0) + 1, usize::try_from(cell.pos.1).unwrap_or(usize::MAX));
        if place >= MAX_COLUMNS {
            return Err(ReadError::TooWide { file: title.to_owned(), row: number });
        }
        left = left
            .checked_sub(written.text.len() as u64 + 1)
            .ok_or_else(|| ReadError::TooLarge { file: title.to_owned() })?;
        rows.entry(number).or_default().insert(place, written);
        // The header is a row more.
        if rows.len() > MAX_ROWS + 1 {
            return Err(ReadError::TooManyRows { file: title.to_owned() });
        }
    }
    Ok(rows)
}
