//! The manual of the form, printed from its table.

use std::fmt::Write;

use cxl_words::Language;

use super::form::{ELSEWHERE, FILES, Need, REJECTED_BECAUSE};
use super::headers::header_of;
use super::sheet::{MAX_BYTES, MAX_ROWS};

/// How to fill in the files: docs/import.md, and the README of a template.
pub(super) fn markdown() -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&limits());
    page.push_str(&elsewhere());
    for form in FILES {
        let key = form.key.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        push(&mut page, format_args!("\n## {}\n\n{}\n\n", form.name, form.what));
        page.push_str("| column | in Vietnamese | needed | what to write | example |\n");
        page.push_str("| --- | --- | :-: | --- | --- |\n");
        for column in form.columns {
            let needed = if column.need == Need::Required { "yes" } else { "" };
            let example = column.example.replace('|', "\\|");
            let what = column.what.replace('|', "\\|");
            let vietnamese = header_of(column.name, Language::Vietnamese);
            let name = column.name;
            push(&mut page, format_args!("| `{name}` | {vietnamese} | {needed} | {what} | `{example}` |\n"));
        }
        push(&mut page, format_args!("\nTwo rows differ in {key}.\n"));
    }
    page
}

/// What no file records.
fn elsewhere() -> String {
    let mut text = "\n## What is not imported\n\n\
                    - A fact that takes another one back, or mends it: it names it by its id.\n"
        .to_owned();
    for (facts, why) in ELSEWHERE {
        let facts = facts.iter().map(|fact| format!("`{fact}`")).collect::<Vec<_>>().join(", ");
        push(&mut text, format_args!("- {facts}: {why}\n"));
    }
    text
}

fn push(page: &mut String, text: std::fmt::Arguments<'_>) {
    page.write_fmt(text).expect("a string takes all that is written");
}

fn limits() -> String {
    format!(
        "## Limits\n\n\
         - A file has at most {} MB and {MAX_ROWS} rows. Larger ones are split over several imports.\n\
         - A column `{REJECTED_BECAUSE}` may stand in any file and is not read: rejected rows can be mended\n  \
         where they lie and imported from there.\n",
        MAX_BYTES / 1_000_000
    )
}

const HEAD: &str = "\
# Importing

A folder of CSV files, or one workbook with a sheet for each of them, goes into the ledger with one command:

    cx-ledger import FOLDER --dry-run     # says what is wrong, writes nothing
    cx-ledger import FOLDER
    cx-ledger import BOOK.xlsx

`cx-ledger import --template FOLDER` writes empty files with their headers and this page beside them,
`cx-ledger import --template BOOK.xlsx` a workbook with empty sheets and a note on each column.
This page is printed from the tables in `crates/import/src/form/`;
`UPDATE=1 cargo test -p cx-ledger import` prints it again.

## How it works

- Things are referred to by their codes: 1 to 32 of the letters A to Z, digits, `.`, `_` and `-`. Small
  letters are the same as capital ones.
- Leave out the files that you do not need. Files are taken in the order of this page, so that a row may
  refer to whatever stands in a file above its own, or in the ledger already.
- A row says what holds from its day on. Where the ledger knows that already, nothing is recorded: the same
  folder imported again records nothing, and an import that was broken off is resumed by running it again.
- What a row says otherwise is recorded where it can change: a name, an owner, a target. What only a
  correction mends (the day something begins, the kind of a metric) is rejected, and the ledger stays as it
  is. An empty cell says nothing, except for an owner, where it says *vacant*.
- Other figures for a known period are a restatement. Its reason is that of the row, else that of
  `--restatement-reason`, else `source_revised`. A return to figures that others have replaced, as when an
  old file is imported again, is rejected unless the row gives a reason.
- `published_on` makes a row *backfill*: it counts as known from that day on and is marked as claimed by who
  imports it. That takes the role of program lead or secretary.
- All is entered by one person: `--as CODE`, else the first administrator. The rights of that person decide.
  Evidence names who provided and who accepted it; both at once can be imported only as backfill, because
  live evidence is not accepted by who entered it.
- Rejected rows are written to `FOLDER/rejected`, or `BOOK-rejected.xlsx`, as they were, with the reason; the
  exit code is then 1.
  A row of several acts (an improvement that began and was delivered) may be rejected after the first; mend
  it and import it again.
  What an earlier import left there is moved to `rejected-1`, `rejected-2` and so on.
- `--all-or-nothing` tries everything on a copy of the ledger first. If a single row is rejected, nothing is
  recorded (a new ledger is not even founded), the rejected rows are written, and the exit code is 1.

## How files are written

- UTF-8, with or without byte order mark; lines end in LF or CRLF; commas between cells; double quotes around
  text with commas, quotes or line breaks.
- The first line is the header. Columns go by their English or their Vietnamese names, may stand in any order,
  and those that are not needed may be left out. `--template FOLDER --language vi` writes Vietnamese headers.
- Days are written as `2024-02-29`. Numbers have digits and at most one point: `-12.5`.
- Files that are written otherwise are imported with an option that says so; nothing is guessed, and a file that
  looks otherwise is refused with the name of the option:

| option | what it says | `--dialect vi-excel` |
| --- | --- | --- |
| `--delimiter comma`, `semicolon` or `tab` | what stands between cells | `semicolon` |
| `--decimal point` or `comma` | what stands before decimals; nothing stands between thousands | `comma` |
| `--dates iso` or `dmy` | days as `2024-02-29` or as `29/02/2024` | `dmy` |

## How workbooks are written

- A sheet is called as its file is without `.csv`, or by its Vietnamese name; others are refused unless they
  are empty. Sheets may stand in any order; hidden ones, and hidden rows, are read like all others.
- Cells say themselves what is a day and what is a number, so none of the options above is taken. Days are cells
  with the format of a date, numbers are read with the 15 digits that a spreadsheet keeps, and a share shown as
  45% is 0.45. Of a formula the value that was computed last is read.
- A code that looks like a day or a number, such as `2021-1` or `007`, needs the format of text, which the columns
  of a template have: a day in a column of codes is rejected, but digits that a spreadsheet took away are gone.
- An error, a time of day, or a formula that was never computed rejects its row.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_manual_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/import.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        let printed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(printed == markdown(), "docs/import.md is stale; set UPDATE=1 and run this test again");
    }
}
