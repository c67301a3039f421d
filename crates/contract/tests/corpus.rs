//! The corpus of documents that other implementations of GraphQL have judged: see `tests/clients`.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::path::PathBuf;

use async_graphql_parser::parse_query;
use async_graphql_value::Variables;
use cxl_contract::Schema;
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    kind: String,
    document: String,
    variables: Variables,
    operation: Option<String>,
    /// Whether graphql-js executes it.
    accepted: bool,
}

fn read(path: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

fn corpus() -> Vec<Entry> {
    let lines = read("tests/clients/corpus/documents.jsonl");
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// By the specification such a variable is never null; graphql-js forgets that where the object itself is required.
const MISJUDGED: &str = "OneOfNullableVariable";

#[test]
fn whatever_fits_the_schema_violates_nothing() {
    let schema = Schema::parse(&read("schema/graphql/schema.graphql")).unwrap();
    let mut judged = 0;
    for entry in corpus().into_iter().filter(|entry| entry.accepted && entry.kind != MISJUDGED) {
        let Ok(document) = parse_query(&entry.document) else { continue };
        // The parser makes a decimal of it.
        if entry.document.contains("-0)") {
            continue;
        }
        let violations =
            schema.violations(&entry.document, &document, entry.operation.as_deref(), &entry.variables);
        assert!(violations.is_empty(), "{}: {violations:?}\n{}", entry.kind, entry.document);
        judged += 1;
    }
    assert!(judged > 250, "the corpus has {judged} documents that fit");
}

#[test]
fn what_the_engine_lets_pass_is_found() {
    let schema = Schema::parse(&read("schema/graphql/schema.graphql")).unwrap();
    let ours = [
        "UniqueInputFieldNames",
        "UniqueDirectivesPerLocation",
        "DirectiveArguments",
        "KnownDirectives",
        "ValuesNull",
        "InputFieldsMissing",
        "OneOfNone",
        "OneOfTwo",
        "OneOfNull",
        "VariablesInAllowedPosition",
        "NullableVariableInRequiredPosition",
        "OverlappingFieldsCanBeMerged",
        "OverlappingArguments",
        "OverlappingShapes",
        "OverlappingDeep",
        "MisfitVariables",
    ];
    for entry in corpus()
        .into_iter()
        .filter(|entry| entry.kind == MISJUDGED || (!entry.accepted && ours.contains(&entry.kind.as_str())))
    {
        let document = parse_query(&entry.document).unwrap();
        let violations =
            schema.violations(&entry.document, &document, entry.operation.as_deref(), &entry.variables);
        assert!(!violations.is_empty(), "{}: {}\n{:?}", entry.kind, entry.document, entry.variables);
    }
}
