//! A folder of files goes in, once.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::server::{Server, folder, printed, refused, run};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nhs-ae");

/// A folder with one program.
fn program(at: &Path) -> String {
    fs::create_dir(at).unwrap();
    fs::write(at.join("program.csv"), "code,name,begins_on\nRETAIL,Retail customers,2015-01-01\n").unwrap();
    at.to_str().unwrap().to_owned()
}

#[test]
fn the_example_goes_into_a_new_ledger_and_is_asked_about() {
    let data = folder();
    let first = printed(data.path(), &["import", EXAMPLE]);
    assert!(first.contains("readings.csv     9360 recorded, 0 unchanged, 0 rejected\n"), "{first}");
    assert!(first.ends_with("\n11185 new events\n"), "{first}");
    assert!(
        first.starts_with("there was no ledger in ") && first.contains("a new one was founded\n"),
        "{first}"
    );
    let again = printed(data.path(), &["import", EXAMPLE]);
    assert!(again.ends_with("\n0 new events\n") && !again.contains("founded"), "{again}");

    let server = Server::start(data.path());
    let (mut concerned, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = server.ask_with(
            "query ($after: String) { initiatives(first: 30, after: $after, filter: {signal: CONCERN}) { \
             edges { node { code } } pageInfo { hasNextPage endCursor } } }",
            &serde_json::json!({ "after": after }),
        );
        let page = &page["initiatives"];
        concerned.extend(page["edges"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(concerned.len(), 42);
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let data = folder();
    let (ledger, files) = (data.path().join("ledger"), program(&data.path().join("files")));
    let told = printed(&ledger, &["import", &files, "--dry-run"]);
    assert!(told.ends_with("dry run: nothing was written; 5 new events would be\n"), "{told}");
    assert!(!ledger.exists());
}

#[test]
fn a_dry_run_works_beside_a_server_and_an_import_does_not() {
    let data = folder();
    let (ledger, files) = (data.path().join("ledger"), program(&data.path().join("files")));
    let server = Server::start(&ledger);
    let told = printed(&ledger, &["import", &files, "--dry-run"]);
    assert!(told.ends_with("5 new events would be\n"), "{told}");
    let error = refused(&ledger, &["import", &files]);
    assert!(error.contains("another process is using the ledger"), "{error}");
    drop(server);
    assert!(printed(&ledger, &["import", &files]).ends_with("\n5 new events\n"));
}

#[test]
fn a_folder_that_can_not_be_read_makes_no_ledger() {
    let data = folder();
    let ledger = data.path().join("ledger");
    let error = refused(&ledger, &["import", data.path().to_str().unwrap()]);
    assert!(error.contains("holds no file of the import form"), "{error}");
    fs::write(data.path().join("people.csv"), "code,nane\nANA,Ana\n").unwrap();
    let error = refused(&ledger, &["import", data.path().to_str().unwrap()]);
    assert!(error.contains("nane"), "{error}");
    assert!(!ledger.exists());
}

#[test]
fn rejected_rows_end_the_program_with_1() {
    let data = folder();
    let files = data.path().join("files");
    let arguments = ["import", &program(&files)];
    fs::write(files.join("people.csv"), "code,name\nA B,Ana\nBEN,Ben\n").unwrap();
    let output = run(&data.path().join("ledger"), &arguments);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("\npeople.csv:2: code: a code is made of letters"), "{told}");
    assert!(
        fs::read_to_string(files.join("rejected/people.csv")).unwrap().contains("A B,Ana,\"code: a code is")
    );
}

#[test]
fn a_template_is_written_without_a_ledger() {
    let data = folder();
    let template = data.path().join("template");
    let told = printed(&data.path().join("ledger"), &["import", "--template", template.to_str().unwrap()]);
    let names =
        fs::read_dir(&template).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: Vec<String> = names.filter(|name| name != "README.md").collect();
    assert!(told.contains(&format!("holds {} empty files and a README.md", files.len())), "{told}");
    let documented = include_str!("../../docs/import.md");
    for file in files {
        assert!(documented.contains(&file), "docs/import.md does not speak of {file}");
        assert_eq!(
            fs::read_to_string(template.join(&file)).unwrap().lines().count(),
            1,
            "{file} is its header"
        );
    }
    assert!(template.join("README.md").exists());
    assert!(!data.path().join("ledger").exists());
}

#[test]
fn all_or_nothing_founds_no_ledger_for_a_folder_with_a_bad_row() {
    let data = folder();
    let (ledger, files) = (data.path().join("ledger"), program(&data.path().join("files")));
    let bad = "code,name,begins_on\nRETAIL,Retail customers,2015-01-01\nB B,Bad code,2015-01-01\n";
    fs::write(data.path().join("files/program.csv"), bad).unwrap();
    let ended = run(&ledger, &["import", &files, "--all-or-nothing"]);
    let told = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("all or nothing: nothing was written; without the 1 rejected rows 5"), "{told}");
    assert!(!ledger.exists());
    assert!(data.path().join("files/rejected/program.csv").exists());
    fs::write(data.path().join("files/program.csv"), bad.replace("B B", "B-B")).unwrap();
    assert!(printed(&ledger, &["import", &files, "--all-or-nothing"]).ends_with("\n10 new events\n"));
}
