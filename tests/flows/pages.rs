//! The pages of the documentation: each is found, each link leads somewhere, and each question fits the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use crate::server::{Server, TOKEN, folder};

/// Pages whose questions other flows ask, and compare with the answers shown.
const ASKED_ELSEWHERE: [&str; 1] = ["measurement.md"];

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The files of a folder with that ending.
fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect()
}

/// Everything outside of blocks of code.
fn prose(page: &str) -> String {
    page.split("```").step_by(2).collect()
}

/// Where the links of a page lead, those to other sites left out.
fn links(page: &str) -> Vec<String> {
    let prose = prose(page);
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    links.map(|(link, _)| link.to_owned()).filter(|link| !link.contains("://")).collect()
}

/// A path without the steps back.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
        plain
    })
}

/// By which names the chapters of a page are linked to.
fn anchors(page: &str) -> BTreeSet<String> {
    let heads = prose(page);
    let heads = heads.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
    let kept = |mark: &char| mark.is_alphanumeric() || [' ', '-', '_'].contains(mark);
    heads
        .map(|head| head.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn every_page_is_reached_from_the_readme_and_every_link_leads_somewhere() {
    let top = top();
    let (mut reached, mut left) = (BTreeSet::new(), vec![top.join("README.md")]);
    while let Some(page) = left.pop() {
        if !reached.insert(page.clone()) || page.extension().is_none_or(|kind| kind != "md") {
            continue;
        }
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target = if path.is_empty() { page.clone() } else { plain(&page.with_file_name(path)) };
            assert!(target.exists(), "{} points to {link}, which is not there", page.display());
            if !anchor.is_empty() {
                let there = anchors(&fs::read_to_string(&target).unwrap());
                assert!(there.contains(anchor), "{} points to {link}: no such chapter", page.display());
            }
            left.push(target);
        }
    }
    for folder in [top.clone(), top.join("docs"), top.join("docs/walks")] {
        for page in files(&folder) {
            assert!(reached.contains(&page), "nothing leads from the README to {}", page.display());
        }
    }
}

#[test]
fn every_question_of_the_documentation_fits_the_schema() {
    let data = folder();
    let server = Server::start(data.path());
    let id = server.ask("{ organization { id } }")["organization"]["id"].take();
    let values = [("id", id), ("after", json!("0")), ("input", json!({ "items": [] }))];
    let mut asked = 0;
    for page in files(&top().join("docs")) {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        if ASKED_ELSEWHERE.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```graphql\n").skip(1) {
            let document = block.split("```").next().unwrap();
            // Whatever follows is answered over a socket, in the flow of sockets.
            if document.trim_start().starts_with("subscription") {
                continue;
            }
            let named = values.iter().filter(|(name, _)| document.contains(&format!("${name}")));
            let variables: Value = named.cloned().collect();
            let (_, answer) = server.ask_as(TOKEN, document, &variables);
            let errors = answer["errors"].as_array().cloned().unwrap_or_default();
            let unfit = |error: &Value| {
                error["extensions"]["code"].as_str().is_none_or(|code| code.starts_with("GRAPHQL_"))
            };
            assert!(!errors.iter().any(unfit), "{name}: {document}\n{answer:#}");
            asked += 1;
        }
    }
    assert!(asked >= 8, "only {asked} questions were found");
}
