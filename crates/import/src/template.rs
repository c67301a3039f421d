//! Empty files with their headers, and the manual of the form beside them.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use cxl_words::Language;

use super::dialect::Dialect;
use super::form::{FILES, FileForm};
use super::headers::header_of;
use super::manual::markdown;
use super::read::BYTE_ORDER_MARK;
use super::workbook::written;

const MANUAL: &str = "README.md";

/// Writes the files of the form into a folder, which is made if need be, with headers in a language.
/// Refuses to touch a file that is there already: then nothing is written at all.
pub(super) fn into_folder(
    folder: &Path,
    language: Language,
    dialect: Dialect,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let names = || FILES.iter().map(|form| form.name).chain([MANUAL]);
    if let Some(taken) = names().map(|name| folder.join(name)).find(|path| path.exists()) {
        bail!("{} exists already; nothing is overwritten: name an empty folder", taken.display());
    }
    fs::create_dir_all(folder).with_context(|| format!("failed to make {}", folder.display()))?;
    for form in FILES {
        create(&folder.join(form.name), &header(form, language, dialect))?;
    }
    create(&folder.join(MANUAL), &markdown())?;
    writeln!(
        out,
        "{} holds {} empty files and a {MANUAL} that explains each column; remove the files that you don't need",
        folder.display(),
        FILES.len()
    )?;
    Ok(())
}

/// The first line of an empty file. Spreadsheets read letters beyond ASCII rightly after a byte order mark.
fn header(form: &FileForm, language: Language, dialect: Dialect) -> String {
    let names: Vec<_> = form.columns.iter().map(|column| header_of(column.name, language)).collect();
    let line = names.join(char::from(dialect.delimiter.byte()).to_string().as_str());
    let mark = if line.is_ascii() { "" } else { BYTE_ORDER_MARK };
    format!("{mark}{line}\n")
}

/// Writes the form as one workbook, unless something lies there already.
pub(super) fn into_workbook(path: &Path, language: Language, out: &mut dyn Write) -> anyhow::Result<()> {
    if path.exists() {
        bail!("{} exists already; nothing is overwritten: name a new file", path.display());
    }
    written::template(path, language)?;
    writeln!(
        out,
        "{} holds {} empty sheets, with a note on each column; remove the sheets that you don't need",
        path.display(),
        FILES.len()
    )?;
    Ok(())
}

fn create(path: &Path, content: &str) -> anyhow::Result<()> {
    let failed = || format!("failed to write {}", path.display());
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).with_context(failed)?;
    file.write_all(content.as_bytes()).with_context(failed)
}
