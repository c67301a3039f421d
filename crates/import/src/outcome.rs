//! What became of the rows, and how that is told.

use std::io::{self, Write};

use super::row::Problem;
use super::sheet::Sheet;

/// What became of one row.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is in the ledger, now or since before.
    Entered(Recorded),
    /// It is not.
    Rejected(Problem),
}

/// What a row recorded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Recorded {
    /// How many events; none where all of it stood already.
    pub(super) events: usize,
    /// Whether it stated figures of a known period anew.
    pub(super) restated: bool,
}

/// What became of an import.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whether nothing was written.
    pub(super) mode: Mode,
    /// Each file that was found, in the order in which they were taken.
    pub(super) files: Vec<FileReport>,
}

/// How much an import writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Whatever is not rejected, and the rejected rows into files.
    Record,
    /// Nothing but the rejected rows into files, before all is recorded or nothing.
    Rehearsal,
    /// Nothing at all.
    DryRun,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub(super) struct FileReport {
    /// The name of the file or of the sheet.
    pub(super) name: String,
    /// Rows that recorded something.
    pub(super) recorded: usize,
    /// Rows that said what stood already.
    pub(super) unchanged: usize,
    /// Of the recorded rows, those that stated figures of a known period anew.
    pub(super) restated: usize,
    /// Events recorded.
    pub(super) events: usize,
    /// Rows that were rejected, in the order of the file.
    pub(super) rejected: Vec<Rejected>,
    /// Whether it began with a byte order mark.
    pub(super) byte_order_mark: bool,
}

/// A rejected row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejected {
    /// Its first line in the file, from 1.
    pub(super) line: u64,
    /// The column in which the reason lies; none if it lies in the row as a whole.
    pub(super) column: Option<&'static str>,
    /// How that column is headed there, where that is not by its name.
    pub(super) headed: Option<String>,
    /// What is wrong and what to do.
    pub(super) reason: String,
}

/// How many rejected rows of one file are shown where they also lie in a file of their own.
const SHOWN: usize = 20;

impl FileReport {
    pub(super) fn new(sheet: &Sheet, outcomes: &[Outcome]) -> Self {
        let mut report = Self {
            name: sheet.title.clone(),
            recorded: 0,
            unchanged: 0,
            restated: 0,
            events: 0,
            rejected: Vec::new(),
            byte_order_mark: sheet.byte_order_mark,
        };
        for (line, outcome) in sheet.lines.iter().zip(outcomes) {
            match outcome {
                Outcome::Entered(Recorded { events: 0, .. }) => report.unchanged += 1,
                Outcome::Entered(Recorded { events, restated }) => {
                    report.recorded += 1;
                    report.events += events;
                    report.restated += usize::from(*restated);
                }
                Outcome::Rejected(Problem { column, reason }) => {
                    let headed = column.and_then(|column| sheet.headed(column)).map(str::to_owned);
                    let (column, reason) = (*column, reason.clone());
                    report.rejected.push(Rejected { line: line.number, column, headed, reason });
                }
            }
        }
        report
    }

    fn write(&self, all: bool, out: &mut dyn Write) -> io::Result<()> {
        let shown = if all { self.rejected.len() } else { SHOWN };
        for Rejected { line, column, headed, reason } in self.rejected.iter().take(shown) {
            match (headed, column) {
                (Some(headed), Some(column)) => {
                    writeln!(out, "{}:{line}: {headed} ({column}): {reason}", self.name)?;
                }
                (None, Some(column)) => writeln!(out, "{}:{line}: {column}: {reason}", self.name)?,
                (_, None) => writeln!(out, "{}:{line}: {reason}", self.name)?,
            }
        }
        match self.rejected.len().saturating_sub(shown) {
            0 => Ok(()),
            more => writeln!(out, "{}: … and {more} more rejected rows", self.name),
        }
    }
}

impl Report {
    /// How many events were recorded; of a dry run, how many would be.
    pub(super) fn events(&self) -> usize {
        self.files.iter().map(|file| file.events).sum()
    }

    /// How many rows were rejected.
    pub fn rejected(&self) -> usize {
        self.files.iter().map(|file| file.rejected.len()).sum()
    }

    /// Tells it: a line for each rejected row, a line for each file, and the sum.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for file in &self.files {
            file.write(self.mode == Mode::DryRun, out)?;
        }
        let width = self.files.iter().map(|file| file.name.len()).max().unwrap_or(0);
        for file in &self.files {
            let FileReport { name, recorded, unchanged, restated, rejected, .. } = file;
            write!(
                out,
                "{name:width$}  {recorded} recorded, {unchanged} unchanged, {} rejected",
                rejected.len()
            )?;
            if *restated > 0 {
                write!(out, "; {restated} restated figures of a known period")?;
            }
            writeln!(out, "{}", if file.byte_order_mark { "; byte order mark skipped" } else { "" })?;
        }
        match (self.mode, self.events()) {
            (Mode::DryRun, events) => {
                writeln!(out, "dry run: nothing was written; {events} new events would be")
            }
            (Mode::Rehearsal, events) => writeln!(
                out,
                "all or nothing: nothing was written; without the {} rejected rows {events} new events would be",
                self.rejected()
            ),
            (Mode::Record, events) => writeln!(out, "{events} new events"),
        }
    }
}
