//! Rejected rows, given back as files: as they were, with the reason at their end.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use csv::{StringRecord, WriterBuilder};

use super::form::{FILES, REJECTED_BECAUSE};
use super::outcome::Outcome;
use super::read::Sheet;
use super::row::Problem;

/// The folder inside the imported one.
pub(super) const FOLDER: &str = "rejected";

/// Takes away what an earlier import of the folder rejected, so that what lies there afterwards is
/// what this one did.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for form in FILES {
        match fs::remove_file(folder.join(FOLDER).join(form.name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Writes the rejected rows of a file, if there are any; answers where.
pub(super) fn write(folder: &Path, sheet: &Sheet, outcomes: &[Outcome]) -> io::Result<Option<PathBuf>> {
    let rejected: Vec<_> = sheet
        .lines
        .iter()
        .zip(outcomes)
        .filter_map(|(line, outcome)| match outcome {
            Outcome::Rejected(problem) => Some((line, problem)),
            Outcome::Entered(_) => None,
        })
        .collect();
    if rejected.is_empty() {
        return Ok(None);
    }
    let path = folder.join(FOLDER).join(sheet.form.name);
    fs::create_dir_all(folder.join(FOLDER))?;
    // A row may have too few or too many cells; that may be why it was rejected.
    let mut writer = WriterBuilder::new().flexible(true).from_path(&path).map_err(io::Error::from)?;
    let reasons = sheet.header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(REJECTED_BECAUSE));
    writer.write_record(&with_reason(&sheet.header, reasons, REJECTED_BECAUSE))?;
    for (line, Problem { column, reason }) in rejected {
        let reason = column.map_or_else(|| reason.clone(), |column| format!("{column}: {reason}"));
        writer.write_record(&with_reason(&line.cells, reasons, &reason))?;
    }
    writer.flush()?;
    Ok(Some(path))
}

/// The cells with a reason in its place; at their end where the file had no column for it.
fn with_reason(cells: &StringRecord, place: Option<usize>, reason: &str) -> StringRecord {
    let mut with: Vec<&str> = cells.iter().collect();
    match place {
        Some(place) if place < with.len() => with[place] = reason,
        _ => with.push(reason),
    }
    with.into()
}
