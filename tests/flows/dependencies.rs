//! What the product depends on, checked from the manifests without a network.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// `deny.toml` at the top of the repository.
fn rules() -> toml::Table {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deny.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// A crate that is built for the product or its tests.
struct Built {
    name: String,
    version: String,
    license: String,
}

/// Every crate that is built, as cargo resolves them for this platform; ours left out.
fn built() -> Vec<Built> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--offline", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: BTreeSet<_> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    lines
        .iter()
        .filter(|line| !line.contains(" (/") && !line.is_empty())
        .map(|line| {
            let (package, license) = line.split_once('|').unwrap();
            let mut words = package.split(' ');
            let name = words.next().unwrap().to_owned();
            let version = words.next().unwrap().to_owned();
            Built { name, version, license: license.trim_end_matches(" (*)").to_owned() }
        })
        .collect()
}

fn names(rules: &toml::Table, table: &str, list: &str, key: Option<&str>) -> BTreeSet<String> {
    let entries = rules[table][list].as_array().unwrap();
    entries.iter().map(|entry| key.map_or(entry, |key| &entry[key]).as_str().unwrap().to_owned()).collect()
}

/// Whether an SPDX expression can be satisfied by the allowed licenses: `OR` offers, `AND` demands.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], "");
    // Parentheses only ever group an OR inside an AND here, so demanding each AND part is the same.
    expression.split(" AND ").all(|part| part.split(" OR ").any(|license| allowed.contains(license.trim())))
}

#[test]
fn every_dependency_has_a_license_that_is_allowed() {
    let allowed = names(&rules(), "licenses", "allow", None);
    let refused: Vec<String> = built()
        .iter()
        .filter(|built| !is_allowed(&built.license, &allowed))
        .map(|built| format!("{} {}: {}", built.name, built.version, built.license))
        .collect();
    assert!(refused.is_empty(), "not allowed by deny.toml: {refused:#?}");
}

#[test]
fn no_dependency_comes_in_two_versions_without_a_reason() {
    let skipped = names(&rules(), "bans", "skip", Some("crate"));
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for built in built() {
        versions.entry(built.name).or_default().insert(built.version);
    }
    let twice: Vec<_> = versions
        .into_iter()
        .filter(|(name, versions)| versions.len() > 1 && !skipped.contains(name))
        .collect();
    assert!(twice.is_empty(), "in more than one version: {twice:?}");
}

#[test]
fn nothing_that_deny_toml_bans_is_depended_on() {
    let banned = names(&rules(), "bans", "deny", Some("crate"));
    let found: Vec<_> = built().into_iter().map(|built| built.name).filter(|n| banned.contains(n)).collect();
    assert!(found.is_empty(), "banned: {found:?}");
}

#[test]
fn a_license_expression_is_read_as_offers_and_demands() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Unicode-3.0".to_owned()]);
    assert!(is_allowed("MIT OR Apache-2.0", &allowed));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(is_allowed("MIT/Apache-2.0", &allowed));
    assert!(!is_allowed("MPL-2.0", &allowed));
    assert!(!is_allowed("MIT AND GPL-3.0", &allowed));
}
