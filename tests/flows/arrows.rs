//! Which of our crates may lean on which, and on what from outside.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Every arrow between our crates. Arrows point down only.
const ARROWS: [(&str, &[&str]); 16] = [
    ("cxl-domain", &[]),
    ("cxl-audit", &[]),
    ("cxl-contract", &[]),
    ("cxl-words", &[]),
    ("cxl-guard", &[]),
    ("cxl-oidc", &[]),
    ("cxl-store", &["cxl-domain"]),
    ("cxl-sqlite", &["cxl-store"]),
    ("cxl-keyd", &["cxl-store"]),
    ("cxl-kurrent", &["cxl-store"]),
    // For tests alone: nobody may be built from it.
    ("cxl-kurrent-standin", &[]),
    ("cxl-ledger", &["cxl-domain", "cxl-store"]),
    ("cxl-graphql", &["cxl-contract", "cxl-domain", "cxl-ledger", "cxl-store", "cxl-words"]),
    ("cxl-import", &["cxl-domain", "cxl-ledger", "cxl-store", "cxl-words"]),
    ("cxl-demo", &["cxl-domain", "cxl-ledger", "cxl-store"]),
    (
        "cx-ledger",
        &[
            "cxl-audit",
            "cxl-demo",
            "cxl-domain",
            "cxl-graphql",
            "cxl-guard",
            "cxl-import",
            "cxl-keyd",
            "cxl-kurrent",
            "cxl-ledger",
            "cxl-oidc",
            "cxl-sqlite",
            "cxl-store",
            "cxl-words",
        ],
    ),
];

/// Crates from outside that only these of ours may name.
const CONFINED: [(&str, &[&str]); 10] = [
    ("async-graphql", &["cxl-graphql", "cx-ledger"]),
    ("async-graphql-parser", &["cxl-contract", "cxl-guard"]),
    ("axum", &["cx-ledger"]),
    ("rusqlite", &["cxl-sqlite"]),
    ("rustls", &["cxl-keyd", "cxl-kurrent", "cxl-kurrent-standin"]),
    ("kurrentdb", &["cxl-kurrent"]),
    ("tonic", &["cxl-kurrent-standin"]),
    ("ring", &["cxl-oidc"]),
    ("reqwest", &["cx-ledger"]),
    ("getrandom", &["cx-ledger"]),
];

/// What the domain must do without.
const NEVER_IN_DOMAIN: [&str; 5] = ["tokio", "async-trait", "futures-util", "getrandom", "tracing"];

fn metadata() -> Metadata {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo knows the workspace")
}

/// What a crate of ours is built from, tests and benches left out.
fn built_from(package: &Package) -> BTreeSet<&str> {
    let normal = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str()).collect()
}

#[test]
fn arrows_between_our_crates_point_down_only() {
    let metadata = metadata();
    let allowed: BTreeMap<_, BTreeSet<_>> =
        ARROWS.into_iter().map(|(name, below)| (name, below.iter().copied().collect())).collect();
    let packages = metadata.workspace_packages();
    let names: BTreeSet<_> = packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, allowed.keys().copied().collect(), "the map names every crate");
    for package in packages {
        let ours: BTreeSet<_> = built_from(package).intersection(&names).copied().collect();
        let above: BTreeSet<_> = ours.difference(&allowed[package.name.as_str()]).collect();
        assert!(above.is_empty(), "{} leans on {above:?}, which the map does not allow", package.name);
    }
}

#[test]
fn engines_and_faces_stay_in_their_rooms() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let from = built_from(package);
        for (engine, rooms) in CONFINED {
            let outside = from.contains(engine) && !rooms.contains(&package.name.as_str());
            assert!(!outside, "{} names {engine}, which belongs to {rooms:?}", package.name);
        }
        if package.name.as_str() == "cxl-domain" {
            let found: Vec<_> = NEVER_IN_DOMAIN.iter().filter(|name| from.contains(**name)).collect();
            assert!(found.is_empty(), "the domain is pure and does without {found:?}");
        }
    }
}
