//! What is wrong with a file as a file: told at once, and nothing is recorded.

use std::fs::File;

use super::*;
use crate::form::FILES;

const ROW: &str = "RETAIL,Retail customers";

#[tokio::test]
async fn a_header_that_is_not_of_the_form_is_refused_with_the_one_that_is() {
    let world = World::new().await;
    let cases = [
        ("code,nmae\n", "there is no column \"nmae\""),
        ("code\n", "the column name is missing"),
        ("code,name,code\n", "the column code stands twice"),
        ("code;name\nRETAIL;Retail\n", "import such files with --delimiter semicolon"),
        ("code\tname\n", "import such files with --delimiter tab"),
        ("RETAIL,Retail\n", "there is no column \"RETAIL\""),
    ];
    for (content, problem) in cases {
        world.write("program.csv", content);
        let refused = world.refused().await;
        assert!(refused.contains("program.csv:1: ") && refused.contains(problem), "{refused}");
        assert!(refused.contains("code,name,sponsor,zone,fiscal_year_start_month,begins_on"), "{refused}");
    }
}

#[tokio::test]
async fn columns_may_stand_in_any_order_and_case() {
    let world = World::new().await;
    world.write("program.csv", "begins_on, Name ,CODE\n2015-01-01,Retail customers,retail\n");
    assert_eq!(world.imports().await.events(), 5);
}

#[tokio::test]
async fn a_byte_order_mark_and_windows_line_ends_are_accepted_and_said() {
    let world = World::new().await;
    world.write("program.csv", format!("\u{feff}code,name\r\n{ROW}\r\n\r\n,\r\n"));
    let (report, told) = world.told(&[]).await.unwrap();
    assert_eq!((report.events(), report.files[0].recorded, report.rejected()), (5, 1, 0));
    assert!(
        told.contains("program.csv  1 recorded, 0 unchanged, 0 rejected; byte order mark skipped"),
        "{told}"
    );
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_refused_with_their_place() {
    let world = World::new().await;
    world.write("program.csv", b"code,name\nA,B\nRETAIL,Caf\xe9\n");
    let refused = world.refused().await;
    assert!(
        refused.contains("program.csv:3: byte 11 of this line is not UTF-8; save the file as CSV in UTF-8")
    );
}

#[tokio::test]
async fn an_empty_file_is_refused_and_a_header_alone_is_not() {
    let world = World::new().await;
    for empty in ["", "\u{feff}", "\n\n"] {
        world.write("program.csv", empty);
        let refused = world.refused().await;
        assert!(
            refused.contains("program.csv is empty; its first line is the header code,name,"),
            "{refused}"
        );
    }
    world.write("program.csv", "code,name\n");
    assert_eq!(world.imports().await.events(), 0);
}

#[tokio::test]
async fn a_file_of_more_than_100_mb_is_refused_at_once() {
    let world = World::new().await;
    File::create(world.folder.path().join("program.csv")).unwrap().set_len(100_000_001).unwrap();
    assert!(world.refused().await.contains("program.csv is larger than 100000000 bytes; split it"));
}

#[tokio::test]
async fn everything_that_is_wrong_with_any_file_is_told_at_once() {
    let world = World::new().await;
    world.write("program.csv", "");
    world.write("people.csv", "name\n");
    world.write("initiative.csv", "program,code\n");
    let refused = world.refused().await;
    assert_eq!(refused.lines().count(), 4, "{refused}");
    assert!(refused.contains("initiative.csv is no file of the import form"), "{refused}");
}

#[tokio::test]
async fn a_folder_without_files_of_the_form_is_refused() {
    let world = World::new().await;
    assert!(
        world.refused().await.contains("holds no file of the import form; the files are organization.csv,")
    );
    let file = world.folder.path().join("x");
    fs::write(&file, "").unwrap();
    let refused = import(&world.ledger, &file, &[]).await.unwrap_err();
    assert!(format!("{refused:#}").contains("is neither a folder nor a workbook"), "{refused:#}");
    let missing = import(&world.ledger, &world.folder.path().join("nowhere"), &[]).await.unwrap_err();
    assert!(format!("{missing:#}").contains("check that it exists"), "{missing:#}");
}

#[tokio::test]
async fn the_files_of_a_template_are_read_and_hold_nothing() {
    let world = World::new().await;
    template(world.folder.path(), &[]).unwrap();
    let report = world.imports().await;
    assert_eq!((report.files.len(), report.events()), (FILES.len(), 0));
    let manual = fs::read_to_string(world.folder.path().join("README.md")).unwrap();
    assert!(manual.contains("| `fiscal_year_start_month` |"));
}

#[tokio::test]
async fn a_template_overwrites_nothing() {
    let world = World::new().await;
    world.write("links.csv", "mine");
    let refused = template(world.folder.path(), &[]).unwrap_err();
    assert!(refused.to_string().contains("links.csv exists already; nothing is overwritten"), "{refused}");
    assert_eq!(fs::read_dir(world.folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(world.folder.path().join("links.csv")).unwrap(), "mine");
}
