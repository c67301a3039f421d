//! Rejected rows, given back as files: as they were, with the reason at their end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use csv::{StringRecord, WriterBuilder};

use super::form::REJECTED_BECAUSE;
use super::headers;
use super::outcome::Outcome;
use super::read::{BYTE_ORDER_MARK, Sheet};
use super::row::Problem;

/// The folder inside the imported one.
pub(super) const FOLDER: &str = "rejected";

/// Moves what an earlier import of the folder rejected aside, so that what lies there afterwards is what
/// this one did. Nothing is removed: somebody may have mended it where it lies. Answers where it went.
pub(super) fn set_aside(folder: &Path) -> io::Result<Option<PathBuf>> {
    let rejected = folder.join(FOLDER);
    if !rejected.try_exists()? {
        return Ok(None);
    }
    for number in 1_u32.. {
        let aside = folder.join(format!("{FOLDER}-{number}"));
        if !aside.try_exists()? {
            fs::rename(&rejected, &aside)?;
            return Ok(Some(aside));
        }
    }
    Err(io::Error::other("every number is taken"))
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
    let mut file = File::create(&path)?;
    if sheet.byte_order_mark {
        file.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    let mut writer =
        WriterBuilder::new().delimiter(sheet.dialect.delimiter.byte()).flexible(true).from_writer(file);
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
    writer.write_record(&with_reason(&sheet.header, REJECTED_BECAUSE))?;
    for (line, Problem { column, reason }) in rejected {
        let reason = column.map_or_else(|| reason.clone(), |column| format!("{column}: {reason}"));
        writer.write_record(&with_reason(&line.cells, &reason))?;
    }
    writer.flush()?;
    Ok(Some(path))
}
