//! Whether a document keeps to the schema, where the engine that executes it does not look.
//!
//! The engine validates every document by itself. Measured against graphql-js and graphql-core it lets pass what stands here:
//! values in which a variable occurs, variables nested in values and in arguments of directives, values of variables that do
//! not fit, fields that can't be merged, and whatever hangs on `__typename`. What is unknown altogether (a field, a type, a
//! fragment, a variable) is left to the engine: nothing here judges it.

mod literals;
mod overlap;
mod values;
mod variables;
mod walk;

use std::fmt;

use async_graphql_parser::Pos;
use async_graphql_parser::types::ExecutableDocument;
use async_graphql_value::Variables;

use crate::schema::Schema;

/// Where a document does not keep to the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What kind of fault it is.
    pub kind: ViolationKind,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where; for the value of a variable, where the variable is declared.
    pub at: Pos,
}

/// What is wrong: the document, a value, or how much there is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationKind {
    /// It does not fit the schema, or a value that was given for a variable does not fit that.
    Invalid,
    /// To find out whether it fits would take too long.
    TooMuch,
}

impl Violation {
    fn new(at: Pos, message: impl Into<String>) -> Self {
        Self { kind: ViolationKind::Invalid, message: message.into(), at }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.at.line, self.at.column, self.message)
    }
}

/// More of them help nobody to mend a document.
const MOST: usize = 20;

impl Schema {
    /// Where a document does not keep to the schema; at most 20 places. `source` is its text, `operation` the name of the
    /// operation to execute if there are several.
    ///
    /// The work grows with the length of the document. Give it only documents whose selections nest no deeper than the
    /// stack bears: the parser takes 64 levels.
    pub fn violations(
        &self,
        source: &str,
        document: &ExecutableDocument,
        operation: Option<&str>,
        variables: &Variables,
    ) -> Vec<Violation> {
        let mut violations: Vec<_> = literals::repeated_fields(source).into_iter().collect();
        let uses = walk::walk(self, document, &mut violations);
        variables::check_positions(self, document, &uses, &mut violations);
        variables::check_values(self, document, operation, variables, &mut violations);
        overlap::check(self, document, &mut violations);
        violations.truncate(MOST);
        violations
    }
}
