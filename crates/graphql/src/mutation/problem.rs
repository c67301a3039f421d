//! What is wrong with an input, and at which of its fields.

use cxl_domain::refusal::Refusal;

/// Why an input is not a command, with the fields that lead to the fault, the outermost first.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) path: Vec<String>,
    pub(crate) cause: Cause,
}

/// What keeps an input from becoming a command.
#[derive(Debug)]
pub(crate) enum Cause {
    /// The asker's to mend.
    Refused(Refusal),
    /// Not the asker's to mend.
    Failed(cxl_ledger::ExecuteError),
}

impl Problem {
    /// A refusal; the fields around it are added on the way out.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self { path: Vec::new(), cause: Cause::Refused(refusal) }
    }

    /// A value that does not have the form of its field.
    pub(crate) fn misread(problem: impl std::fmt::Display) -> Self {
        Self::refused(Refusal::invalid("", problem))
    }

    /// The same problem, seen from the object around the field.
    pub(crate) fn within(mut self, field: &str) -> Self {
        self.path.insert(0, field.to_owned());
        self
    }
}

impl From<cxl_ledger::ExecuteError> for Problem {
    fn from(error: cxl_ledger::ExecuteError) -> Self {
        Self { path: Vec::new(), cause: Cause::Failed(error) }
    }
}

/// Names the field at which a reading went wrong.
pub(crate) trait At<T> {
    /// The value, or the problem seen from the object around `field`.
    fn at(self, field: &str) -> Result<T, Problem>;
}

impl<T> At<T> for Result<T, Problem> {
    fn at(self, field: &str) -> Self {
        self.map_err(|problem| problem.within(field))
    }
}
