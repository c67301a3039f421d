//! A document that may be processed, and why another may not.

use std::collections::BTreeMap;

use async_graphql_parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql_parser::{Error, Pos, parse_query};
use async_graphql_value::{ConstValue, Name};

use crate::cost::{self, Cost, Pages};
use crate::limits::{Excess, Limits};
use crate::measure::measure;
use crate::scan::scan;

/// A parsed document that is harmless to validate.
#[derive(Debug, Clone)]
pub struct Document {
    parsed: ExecutableDocument,
}

/// Why a document is not processed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has too much of something.
    #[error(transparent)]
    Excess(#[from] Excess),
    /// It is no GraphQL.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A fragment is spread that is not there.
    #[error("the document spreads the fragment {name} and does not define it")]
    UnknownFragment {
        /// Its name.
        name: Name,
    },
    /// A fragment spreads itself, maybe through others.
    #[error("the fragment {name} spreads itself, directly or through others")]
    CircularFragment {
        /// Its name.
        name: Name,
    },
}

/// Where a document stops being GraphQL, told without a word of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document is no GraphQL: {what}, at line {line}, column {column}")]
pub struct Malformed {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// The document does not have the operation that is asked for, or does not tell which one that is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownOperation {
    /// There are several.
    #[error("the document has several operations: name one by operationName")]
    Unnamed,
    /// There is none of that name.
    #[error("the document has no operation of the name that operationName gives")]
    NotThere,
}

impl Document {
    /// Reads a text that fulfils every limit which can be told from it alone.
    pub fn read(text: &str, limits: &Limits) -> Result<Self, Refusal> {
        scan(text, limits)?;
        let parsed = parse_query(text).map_err(|error| Malformed::from(&error))?;
        measure(&parsed, limits)?;
        Ok(Self { parsed })
    }

    /// The operation that is asked for.
    pub fn operation(&self, name: Option<&str>) -> Result<&OperationDefinition, UnknownOperation> {
        let found = match (&self.parsed.operations, name) {
            (DocumentOperations::Single(operation), None) => Some(operation),
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.values().next()
            }
            (DocumentOperations::Multiple(_), None) => return Err(UnknownOperation::Unnamed),
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
            (DocumentOperations::Single(_), Some(_)) => None,
        };
        found.map(|operation| &operation.node).ok_or(UnknownOperation::NotThere)
    }

    /// Whether the operation that is asked for asks, changes or follows something.
    pub fn kind(&self, name: Option<&str>) -> Result<OperationType, UnknownOperation> {
        Ok(self.operation(name)?.ty)
    }

    /// What one of the operations asks for, with these variables.
    pub fn cost(
        &self,
        operation: &OperationDefinition,
        variables: &BTreeMap<Name, ConstValue>,
        pages: &Pages,
        limits: &Limits,
    ) -> Result<Cost, Excess> {
        cost::cost(&self.parsed, operation, variables, pages, limits)
    }

    /// The document as the library knows it.
    pub fn into_parsed(self) -> ExecutableDocument {
        self.parsed
    }
}

impl From<&Error> for Malformed {
    /// The parser quotes the document; this does not.
    fn from(error: &Error) -> Self {
        let what = match error {
            Error::MultipleOperations { .. } => "an operation without a name stands beside others",
            Error::OperationDuplicated { .. } => "two operations have one name",
            Error::FragmentDuplicated { .. } => "two fragments have one name",
            Error::MissingOperation => "it has no operation",
            Error::RecursionLimitExceeded => "it is nested too deep",
            _ => "something else was expected",
        };
        let Pos { line, column } = error.positions().next().unwrap_or(Pos { line: 1, column: 1 });
        Self { line, column, what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, Refusal> {
        Document::read(text, &Limits::default())
    }

    #[track_caller]
    fn told(text: &str) -> String {
        read(text).expect_err("it is refused").to_string()
    }

    #[test]
    fn where_a_document_is_no_graphql_is_told_and_not_a_word_of_it() {
        let told = told("{ ledger { secret-word } }");
        assert!(told.contains("line 1, column 18") && !told.contains("secret"), "{told}");
        for (text, what) in [
            ("query Hidden{a} query Hidden{b}", "two operations"),
            ("{a} query Hidden{b}", "beside others"),
            ("{a} fragment Hidden on T{a} fragment Hidden on T{a}", "two fragments"),
            ("fragment Hidden on T{a}", "no operation"),
            ("", "line 1, column 1"),
        ] {
            let told = super::tests::told(text);
            assert!(told.contains(what) && !told.contains("Hidden"), "{told}");
        }
    }

    #[test]
    fn the_operation_is_the_only_one_or_the_one_that_is_named() {
        let only = read("query A{a}").unwrap();
        assert_eq!(only.kind(None), Ok(OperationType::Query));
        assert_eq!(only.kind(Some("B")), Err(UnknownOperation::NotThere));
        let nameless = read("mutation{a}").unwrap();
        assert_eq!(nameless.kind(None), Ok(OperationType::Mutation));
        assert_eq!(nameless.kind(Some("A")), Err(UnknownOperation::NotThere));
        let two = read("query A{a} subscription B{b}").unwrap();
        assert_eq!(two.kind(None), Err(UnknownOperation::Unnamed));
        assert_eq!(two.kind(Some("B")), Ok(OperationType::Subscription));
    }
}
