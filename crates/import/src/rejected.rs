//! Rejected rows, given back as files: as they were, with the reason at their end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use csv::{StringRecord, WriterBuilder};

use super::form::REJECTED_BECAUSE;
use super::headers;
use super::outcome::Outcome;
use super::read::BYTE_ORDER_MARK;
use super::row::Problem;
use super::sheet::Sheet;
use super::workbook::{is_workbook, written};

/// Where rejected rows go: beside what was imported, in the same form.
#[derive(Debug)]
pub(super) struct GivenBack<'a> {
    source: &'a Path,
    /// What goes into a workbook, which is written whole each time.
    tables: Vec<Table>,
}

/// The rejected rows of one file or sheet under its header, each with the reason at its end.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) title: String,
    /// The name of the form, without ending.
    pub(super) stem: &'static str,
    pub(super) records: Vec<StringRecord>,
}

impl<'a> GivenBack<'a> {
    pub(super) fn of(source: &'a Path) -> Self {
        Self { source, tables: Vec::new() }
    }

    /// The folder inside the imported one, or the workbook beside it.
    pub(super) fn place(&self) -> PathBuf {
        self.numbered("")
    }

    fn numbered(&self, number: &str) -> PathBuf {
        if is_workbook(self.source) {
            let name = self.source.file_stem().unwrap_or_default().to_string_lossy();
            self.source.with_file_name(format!("{name}-rejected{number}.xlsx"))
        } else {
            self.source.join(format!("rejected{number}"))
        }
    }

    /// Moves what an earlier import of the same source rejected aside, so that what lies there afterwards
    /// is what this one did. Nothing is removed: somebody may have mended it where it lies. Answers where
    /// it went.
    pub(super) fn set_aside(&self) -> io::Result<Option<PathBuf>> {
        if !self.place().try_exists()? {
            return Ok(None);
        }
        for number in 1_u32.. {
            let aside = self.numbered(&format!("-{number}"));
            if !aside.try_exists()? {
                fs::rename(self.place(), &aside)?;
                return Ok(Some(aside));
            }
        }
        Err(io::Error::other("every number is taken"))
    }

    /// Writes the rejected rows of a file, if there are any.
    pub(super) fn keep(&mut self, sheet: &Sheet, outcomes: &[Outcome]) -> anyhow::Result<()> {
        let Some(table) = Table::of(sheet, outcomes) else { return Ok(()) };
        if is_workbook(self.source) {
            self.tables.push(table);
            written::tables(&self.place(), &self.tables)
        } else {
            Ok(write(&self.place(), sheet, &table)?)
        }
    }
}

impl Table {
    fn of(sheet: &Sheet, outcomes: &[Outcome]) -> Option<Self> {
        let place = sheet.header.iter().position(headers::is_reason);
        // In its own column, so that a row with too few cells is filled up; one with too many keeps all.
        let with_reason = |cells: &StringRecord, reason: &str| {
            let mut with: Vec<_> = cells.iter().map(str::to_owned).collect();
            if let Some(cell) = place.and_then(|place| with.get_mut(place)) {
                reason.clone_into(cell);
            } else {
                with.resize(with.len().max(place.unwrap_or(sheet.header.len())), String::new());
                with.push(reason.to_owned());
            }
            StringRecord::from(with)
        };
        let rejected = sheet.lines.iter().zip(outcomes).filter_map(|(line, outcome)| match outcome {
            Outcome::Rejected(Problem { column, reason }) => {
                let reason = column.map_or_else(|| reason.clone(), |column| format!("{column}: {reason}"));
                Some(with_reason(&line.cells, &reason))
            }
            Outcome::Entered(_) => None,
        });
        let header = with_reason(&sheet.header, REJECTED_BECAUSE);
        let records: Vec<_> = std::iter::once(header).chain(rejected).collect();
        (records.len() > 1).then(|| Self { title: sheet.title.clone(), stem: sheet.form.stem(), records })
    }
}

/// Writes a CSV file as the imported one was written.
fn write(folder: &Path, sheet: &Sheet, table: &Table) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = File::create(folder.join(sheet.form.name))?;
    if sheet.byte_order_mark {
        file.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    // A row may have too few or too many cells; that may be why it was rejected.
    let mut writer =
        WriterBuilder::new().delimiter(sheet.dialect.delimiter.byte()).flexible(true).from_writer(file);
    for record in &table.records {
        writer.write_record(record)?;
    }
    writer.flush()
}
