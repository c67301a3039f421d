//! One row: its cells as values of the domain, or what is wrong with which of them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::event::{Authority, Document, Sha256Hex};
use cxl_domain::id::CommandId;
use cxl_domain::text::Text;
use cxl_store::meta::Claim;
use rust_decimal::Decimal;
use serde::Serialize;

use super::sheet::{Line, Sheet};

/// What an empty cell means where a definition is named.
const FIRST_VERSION: &str = "1";

/// A row of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) line: &'a Line,
}

/// Why a row was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The column that it lies in; none if it is about the row as a whole.
    pub(super) column: Option<&'static str>,
    /// What is wrong and what to do.
    pub(super) reason: String,
}

impl Problem {
    /// Something is wrong with one cell.
    pub(super) fn at(column: &'static str, reason: impl Display) -> Self {
        Self { column: Some(column), reason: reason.to_string() }
    }

    /// A cell says otherwise than what only a correction changes.
    pub(super) fn differs(column: &'static str) -> Self {
        Self::at(column, "differs from what is recorded; correct that fact, or the cell")
    }

    /// Something is wrong with the row as a whole.
    pub(super) fn of_row(reason: impl Display) -> Self {
        Self { column: None, reason: reason.to_string() }
    }
}

impl<'a> Row<'a> {
    /// What can be told of the row alone: as many cells as the header, and none empty that is needed.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let (found, expected) = (self.line.cells.len(), self.sheet.header.len());
        if found != expected {
            let (mark, marks) = (self.sheet.dialect.delimiter.name(), self.sheet.dialect.delimiter.plural());
            return Err(Problem::of_row(format!(
                "this row has {found} cells and the header has {expected}; put text with {marks} in double \
                 quotes, and a {mark} for each empty cell"
            )));
        }
        if let Some((place, problem)) = &self.line.fault {
            return Err(match self.sheet.column_at(*place) {
                Some(column) => Problem::at(column, problem),
                None => Problem::of_row(problem),
            });
        }
        match self.sheet.form.required().find(|column| self.cell(column).is_empty()) {
            Some(column) => Err(Problem::at(column, "is empty; fill it in")),
            None => Ok(()),
        }
    }

    /// By what rows of one file are told apart: the cells of the first `columns` key columns, as one
    /// string.
    pub(super) fn key(&self, columns: usize) -> String {
        let cell = |name: &&str| match (*name, self.cell(name)) {
            ("definition_version", "") => FIRST_VERSION.to_owned(),
            (_, cell) => self.sheet.dialect.comparable(cell),
        };
        let cells: Vec<_> = self.sheet.form.key.iter().take(columns).map(cell).collect();
        cells.join("\u{1f}").to_uppercase()
    }

    /// The cell of a column, without blanks around it; empty where there is none.
    pub(super) fn cell(&self, column: &str) -> &'a str {
        self.sheet.cell(self.line, column)
    }

    /// The cell of a column read by `parse`; `None` where it is empty.
    pub(super) fn read<T, E: Display>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Problem> {
        match self.cell(column) {
            "" => Ok(None),
            cell => parse(cell).map(Some).map_err(|error| Problem::at(column, error)),
        }
    }

    /// The same for a cell that must be filled.
    pub(super) fn needed<T, E: Display>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Problem> {
        self.read(column, parse)?.ok_or_else(|| Problem::at(column, "is empty; fill it in"))
    }

    pub(super) fn code(&self, column: &'static str) -> Result<Option<Code>, Problem> {
        self.read(column, Code::parse)
    }

    pub(super) fn day(&self, column: &'static str) -> Result<Option<NaiveDate>, Problem> {
        self.read(column, |cell| self.sheet.dialect.day(cell))
    }

    pub(super) fn number(&self, column: &'static str) -> Result<Option<Decimal>, Problem> {
        self.read(column, |cell| self.sheet.dialect.number(cell))
    }

    pub(super) fn count(&self, column: &'static str) -> Result<Option<u64>, Problem> {
        self.read(column, count)
    }

    pub(super) fn text(&self, column: &'static str) -> Result<Option<Text>, Problem> {
        self.read(column, Text::typed)
    }

    pub(super) fn needed_text(&self, column: &'static str) -> Result<Text, Problem> {
        self.needed(column, Text::typed)
    }

    /// The cell as one of a list of names.
    pub(super) fn named<T: Copy>(
        &self,
        column: &'static str,
        names: &[(&str, T)],
    ) -> Result<Option<T>, Problem> {
        let known: BTreeMap<_, _> = names.iter().copied().collect();
        self.read(column, |cell| {
            known.get(cell).copied().ok_or_else(|| {
                let names: Vec<_> = names.iter().map(|(name, _)| *name).collect();
                format!("{:?} is none of {}", shortened(cell), names.join(", "))
            })
        })
    }

    /// What the row claims about its source, where it is backfill.
    pub(super) fn claim(&self, batch: CommandId) -> Result<Option<Claim>, Problem> {
        let published = self.day("published_on")?;
        let document = self.cell("source_document");
        let Some(published) = published else {
            return match document {
                "" => Ok(None),
                _ => Err(Problem::at("published_on", "is empty; say when the source document was published")),
            };
        };
        let mut claim = Claim { published, source: None, document: None, batch: Some(batch) };
        for word in document.split_whitespace() {
            match Sha256Hex::parse(word) {
                Ok(hash) if claim.document.is_none() => claim.document = Some(hash),
                Err(_) if claim.source.is_none() => {
                    let code = Code::parse(word).map_err(|error| Problem::at("source_document", error))?;
                    claim.source = Some(code);
                }
                _ => {
                    return Err(Problem::at(
                        "source_document",
                        "names one document: its code, its SHA-256 or both",
                    ));
                }
            }
        }
        Ok(Some(claim))
    }

    /// By what right the row's act was done.
    pub(super) fn authority(&self) -> Result<Option<Authority>, Problem> {
        let title = self.text("authority_title")?;
        match self.read("authority_sha256", Sha256Hex::parse)? {
            Some(sha256) => Ok(Some(Authority::Document(Document { sha256, title }))),
            None if title.is_some() => {
                Err(Problem::at("authority_sha256", "is empty; name the document by its SHA-256 as well"))
            }
            None => Ok(None),
        }
    }
}

/// Reads a number of things.
pub(super) fn count(cell: &str) -> Result<u64, String> {
    let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let not_a_count = || format!("{:?} is not a whole number; write digits only", shortened(cell));
    if digits { u64::from_str(cell).map_err(|_| not_a_count()) } else { Err(not_a_count()) }
}

/// The name under which a value of a closed list is stored.
pub(super) fn stable_name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a value of a closed list is stored under its name, not as {other:?}"),
    }
}

/// The beginning of a cell, for a sentence about it.
pub(super) fn shortened(cell: &str) -> String {
    cell.chars().take(40).collect()
}
