//! The page of rules names specs that there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const RULES: &str = include_str!("../../docs/rules.md");

/// The spec and the file that a line of the table links to.
fn linked(line: &str) -> Option<(&str, &str)> {
    let (_, link) = line.strip_prefix("| ")?.split_once("[`")?;
    let (spec, rest) = link.split_once("`](../")?;
    Some((spec, rest.split_once(')')?.0))
}

/// Whether a file holds a test of that name: the function with an attribute that makes it one above it, or
/// a property that one such test of the same file checks.
fn is_a_test(source: &str, spec: &str) -> bool {
    let function = format!("fn {spec}(");
    let Some((above, _)) = source.split_once(&function) else { return false };
    let attributes = above.rsplit("\n\n").next().unwrap_or(above);
    let is_checked = source.contains(&format!(".{spec}()?"));
    is_checked || ["#[test]", "#[tokio::test"].iter().any(|mark| attributes.contains(mark))
}

#[test]
fn every_rule_names_a_spec_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let rows: Vec<_> = RULES.lines().filter(|line| line.starts_with("| ") && line.contains("](")).collect();
    assert!(rows.len() > 100, "{}", rows.len());
    let mut sources = BTreeMap::new();
    for row in rows {
        let (spec, file) = linked(row).unwrap_or_else(|| panic!("no link to a spec: {row}"));
        let source = sources.entry(file).or_insert_with(|| {
            fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
        });
        assert!(is_a_test(source, spec), "{file} holds no test {spec}");
    }
}

#[test]
fn no_rule_is_stated_twice() {
    let mut seen = BTreeMap::new();
    for row in RULES.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | [")) {
        if !row.0.starts_with('…') {
            assert_eq!(seen.insert(row.0, row.1), None, "{}", row.0);
        }
    }
}
