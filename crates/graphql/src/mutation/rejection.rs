//! What is wrong with an input, and at which of its fields.

use std::fmt;

use cxl_domain::refusal::Refusal;
use cxl_ledger::ExecuteError;

use crate::error::Problem;

/// Why an input is no command, with the fields that lead to the fault, the outermost first.
#[derive(Debug)]
pub(crate) struct Rejection {
    pub(crate) path: Vec<String>,
    pub(crate) error: ExecuteError,
}

impl Rejection {
    /// A refusal at a field that is named on the way out.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self { path: Vec::new(), error: refusal.into() }
    }

    /// A value that does not have the form of its field.
    pub(crate) fn misread(problem: impl fmt::Display) -> Self {
        Self::refused(Refusal::invalid("", problem))
    }

    /// The same, seen from the object around the field.
    pub(crate) fn within(mut self, field: &str) -> Self {
        self.path.insert(0, field.to_owned());
        self
    }
}

/// In a question, which has no result to hold it, what was typed wrongly is an error of the field.
impl From<Rejection> for Problem {
    fn from(Rejection { path, error }: Rejection) -> Self {
        match error {
            ExecuteError::Refused(Refusal::InvalidInput { problem, .. }) => {
                Self::bad_input(Refusal::invalid(path.join("."), problem))
            }
            ExecuteError::Refused(refusal) if path.is_empty() => Self::bad_input(refusal),
            ExecuteError::Refused(refusal) => Self::bad_input(format!("{}: {refusal}", path.join("."))),
            ours => Self::from(ours),
        }
    }
}

/// Names the field at which something went wrong.
pub(crate) trait At {
    /// The same result, its rejection seen from the object around `field`.
    fn at(self, field: &str) -> Self;
}

impl<T> At for Result<T, Rejection> {
    fn at(self, field: &str) -> Self {
        self.map_err(|rejection| rejection.within(field))
    }
}
