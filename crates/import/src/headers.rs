//! What the columns and sheets of the form are called in the languages of those who fill them in. Both
//! languages are read everywhere, marks or not.

use cxl_ledger::search::Words;
use cxl_words::Language;

use super::form::{Column, FileForm, REJECTED_BECAUSE};

/// How a column is headed.
pub(super) fn header_of(column: &str, language: Language) -> String {
    cxl_words::column(language, column).unwrap_or_else(|| column.to_owned())
}

/// The column of a form that a cell of its header names.
pub(super) fn column(form: &'static FileForm, cell: &str) -> Option<&'static Column> {
    form.columns.iter().find(|column| names(cell, column.name))
}

/// Whether a cell of a header names the column of reasons, which says nothing.
pub(super) fn is_reason(cell: &str) -> bool {
    names(cell, REJECTED_BECAUSE)
}

fn names(cell: &str, column: &str) -> bool {
    if cell.trim().eq_ignore_ascii_case(column) {
        return true;
    }
    let cell = Words::of(cell);
    !cell.is_empty()
        && cxl_words::column(Language::Vietnamese, column).is_some_and(|name| Words::of(&name) == cell)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::form::FILES;
    use super::*;

    #[test]
    fn every_column_and_file_has_a_vietnamese_name_and_every_header_names_its_column_alone() {
        let columns = FILES.iter().flat_map(|form| form.columns).map(|column| column.name);
        let names: HashSet<_> = columns.chain([REJECTED_BECAUSE]).collect();
        let columns =
            names.into_iter().map(|name| ("column", name, cxl_words::column(Language::Vietnamese, name)));
        let sheets = FILES.iter().map(FileForm::stem);
        let sheets = sheets.map(|name| ("sheet", name, cxl_words::sheet(Language::Vietnamese, name)));
        let missing: Vec<_> = columns
            .chain(sheets)
            .filter(|(.., words)| words.is_none())
            .map(|(what, name, _)| format!("{what}-{}", name.replace('_', "-")))
            .collect();
        assert!(missing.is_empty(), "add these to crates/words/vi/import.ftl: {missing:#?}");
        for form in FILES {
            for expected in form.columns {
                for language in Language::ALL {
                    let header = header_of(expected.name, language);
                    let found = column(form, &header).map(|column| column.name);
                    assert_eq!(found, Some(expected.name), "{}: {header}", form.name);
                }
            }
        }
    }

    #[test]
    fn a_header_is_read_without_marks_and_in_any_case() {
        let form = FileForm::of("readings.csv").unwrap();
        for cell in ["Kỳ từ ngày", "KY TU NGAY", " kỳ từ ngày ", "period_from", "Period_From"] {
            assert_eq!(column(form, cell).map(|column| column.name), Some("period_from"), "{cell}");
        }
        for cell in ["", " ", "kỳ từ", "period from", "?"] {
            assert!(column(form, cell).is_none(), "{cell:?}");
        }
        assert!(is_reason("rejected_because") && is_reason("Lý do bị trả lại") && !is_reason("lý do"));
    }
}
