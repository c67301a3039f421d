//! The schema of today against the last released one, and what its deprecations say.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::fs;
use std::path::{Path, PathBuf};

use cxl_contract::{Schema, breaking_changes, vague_deprecations};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/graphql")
}

fn read(path: &Path) -> Schema {
    Schema::parse(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A line each.
fn listed(found: &[impl ToString]) -> String {
    found.iter().flat_map(|each| [each.to_string(), "\n".to_owned()]).collect()
}

/// The file of the newest release: `0.10.0.graphql` is newer than `0.9.1.graphql`.
fn last_released(folder: &Path) -> Option<PathBuf> {
    let version = |path: &Path| {
        let numbers: Option<Vec<u32>> =
            path.file_stem()?.to_str()?.split('.').map(|number| number.parse().ok()).collect();
        numbers.filter(|numbers| numbers.len() == 3)
    };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let schemas = files.filter(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    schemas.max_by_key(|path| version(path).unwrap_or_else(|| panic!("{} names no version", path.display())))
}

#[test]
fn nothing_that_the_last_release_promised_is_taken_back() {
    let today = read(&folder().join("schema.graphql"));
    if let Some(released) = last_released(&folder().join("released")) {
        let broken = breaking_changes(&read(&released), &today);
        let list = listed(&broken);
        assert!(broken.is_empty(), "clients of {} would break:\n{list}", released.display());
    }
}

#[test]
fn the_newest_release_is_the_one_with_the_highest_number() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(last_released(folder.path()), None);
    for name in ["0.9.1.graphql", "0.10.0.graphql", "0.2.0.graphql", "README.md"] {
        fs::write(folder.path().join(name), "type Query { a: Int }").unwrap();
    }
    assert_eq!(last_released(folder.path()), Some(folder.path().join("0.10.0.graphql")));
}

#[test]
fn a_schema_that_breaks_in_every_way_is_told_every_way() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let broken = breaking_changes(&read(&fixtures.join("old.graphql")), &read(&fixtures.join("new.graphql")));
    let list = listed(&broken);
    let path = fixtures.join("changes.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &list).unwrap();
    }
    assert_eq!(
        list,
        fs::read_to_string(path).unwrap(),
        "UPDATE=1 writes the list anew; look at the difference"
    );
}

#[test]
fn every_deprecation_says_what_to_use_since_when_until_when_and_why() {
    let vague = vague_deprecations(&read(&folder().join("schema.graphql")));
    let list = listed(&vague);
    assert!(vague.is_empty(), "{list}");
}
