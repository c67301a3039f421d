//! Workbooks that are written: the empty form, and rejected rows.

use std::path::Path;

use anyhow::Context;
use cxl_words::Language;
use rust_xlsxwriter::{Format, Note, Workbook, Worksheet};

use super::super::form::{Column, FILES, FileForm, Need};
use super::super::headers::header_of;
use super::super::rejected::Table;

/// Writes the empty form: a sheet for each file, its header in a language with what to write as a note on
/// each column, columns of days as days and those of codes and words as text.
pub(crate) fn template(path: &Path, language: Language) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    for form in FILES {
        let sheet = workbook.add_worksheet();
        empty(sheet, form, language).with_context(|| format!("failed to write the sheet {}", form.stem()))?;
    }
    workbook.save(path).with_context(|| format!("failed to write {}", path.display()))
}

/// Writes tables of text, each into a sheet of its own, the first row of each as its header.
pub(crate) fn tables(path: &Path, tables: &[Table]) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    for table in tables {
        let sheet = workbook.add_worksheet();
        filled(sheet, table).with_context(|| format!("failed to write the sheet {}", table.title))?;
    }
    workbook.save(path).with_context(|| format!("failed to write {}", path.display()))
}

fn empty(sheet: &mut Worksheet, form: &FileForm, language: Language) -> anyhow::Result<()> {
    sheet.set_name(cxl_words::sheet(language, form.stem()).unwrap_or_else(|| form.stem().to_owned()))?;
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(form.columns) {
        let needed = Format::new().set_bold();
        let optional = Format::new();
        let format = if column.need == Need::Required { &needed } else { &optional };
        let header = header_of(column.name, language);
        sheet.set_column_width(place, u32::try_from(header.chars().count())?.max(10) + 2)?;
        if let Some(shape) = shape(column) {
            sheet.set_column_format(place, &shape)?;
        }
        sheet.write_string_with_format(0, place, header, format)?;
        let note = format!("{}: {}\n\n{}", column.name, column.what, column.example);
        sheet.insert_note(0, place, &Note::new(note).add_author_prefix(false))?;
    }
    Ok(())
}

/// How cells of a column are shown, by its example: a spreadsheet would make a number of the code 007.
fn shape(column: &Column) -> Option<Format> {
    if column.is_day() {
        return Some(Format::new().set_num_format("yyyy\\-mm\\-dd"));
    }
    let number =
        column.example.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | '-'));
    (!number).then(|| Format::new().set_num_format("@"))
}

fn filled(sheet: &mut Worksheet, table: &Table) -> anyhow::Result<()> {
    // As it is called there, unless no spreadsheet would take that name.
    if sheet.set_name(&*table.title).is_err() {
        sheet.set_name(table.stem)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, record) in (0_u32..).zip(&table.records) {
        for (place, cell) in (0_u16..).zip(record) {
            sheet.write_string(row, place, cell)?;
        }
    }
    Ok(())
}
