//! The canonical form: which files there are, which columns each has, and what belongs into them.
//!
//! This table is the only place that says so. Headers are checked against it, templates and the
//! manual are written from it.

mod elsewhere;
mod files;

use chrono::NaiveDate;

pub(super) use elsewhere::ELSEWHERE;
#[cfg(test)]
pub(super) use elsewhere::MENDING;
pub(super) use files::FILES;

/// What the rows of a file speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Organization,
    Departments,
    People,
    Programs,
    Codes,
    Goals,
    Roles,
    Initiatives,
    Owners,
    Committees,
    Memberships,
    Oversight,
    Meetings,
    Actions,
    Turns,
    Successions,
    Metrics,
    Names,
    Targets,
    ControlStatements,
    Rebases,
    Bridges,
    FlagClearings,
    Links,
    Readings,
    Improvements,
    Evidence,
    NotApplicable,
    MaturityTargets,
    Journeys,
    Touchpoints,
    HandOffs,
    Places,
    PainPoints,
    Insights,
    Ecosystem,
    Benefits,
    Decisions,
    Reports,
    Explanations,
    Acknowledgments,
}

/// One file of the form.
#[derive(Debug)]
pub(super) struct FileForm {
    pub(super) subject: Subject,
    /// The name in the folder.
    pub(super) name: &'static str,
    /// What a row says, in words for whoever fills it in.
    pub(super) what: &'static str,
    pub(super) columns: &'static [Column],
    /// The columns by which two rows speak of the same fact; such a row may stand once.
    pub(super) key: &'static [&'static str],
    /// The first columns of the key: rows that agree in them are taken one after the other, others
    /// at the same time.
    pub(super) together: usize,
    /// The columns by whose day rows that are taken together are put in order: the first that is filled.
    pub(super) ordered_by: &'static [&'static str],
}

/// One column of a file.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) need: Need,
    /// What to write, in words for whoever fills it in.
    pub(super) what: &'static str,
    pub(super) example: &'static str,
}

/// Whether a cell may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Each row has it.
    Required,
    /// The cell may be empty, and the whole column may be left out.
    Optional,
}

/// The column that a file of rejected rows has at its end. It may stand in any file and says nothing.
pub(super) const REJECTED_BECAUSE: &str = "rejected_because";

impl Column {
    /// Whether its cells are days, as its example is.
    pub(super) fn is_day(&self) -> bool {
        self.example.parse::<NaiveDate>().is_ok()
    }
}

impl FileForm {
    /// The form of a file name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        FILES.iter().find(|form| form.name == name)
    }

    /// The name of the file without its ending.
    pub(super) fn stem(&self) -> &'static str {
        self.name.strip_suffix(".csv").unwrap_or(self.name)
    }

    /// A column by its name.
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names of the columns, with commas between: the header of a template.
    pub(super) fn header(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| column.name).collect();
        names.join(",")
    }

    /// The columns that each row must fill.
    pub(super) fn required(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        self.columns.iter().filter(|column| column.need == Need::Required).map(|column| column.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_and_order_names_columns_of_its_own_file() {
        for form in FILES {
            let names: HashSet<_> = form.columns.iter().map(|column| column.name).collect();
            assert_eq!(names.len(), form.columns.len(), "{} has a column twice", form.name);
            assert!(form.key.iter().chain(form.ordered_by).all(|name| names.contains(name)));
            assert!(form.together <= form.key.len());
            assert!(!names.contains(REJECTED_BECAUSE));
        }
    }

    #[test]
    fn every_row_may_be_backfill() {
        for form in FILES {
            assert!(form.column("published_on").is_some() && form.column("source_document").is_some());
        }
    }
}
