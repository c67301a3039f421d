//! Files as spreadsheets write them elsewhere.

use csv::{ReaderBuilder, WriterBuilder};
use cxl_words::Language;

use super::super::headers::header_of;
use super::*;

/// The same file as Excel saves it on a Vietnamese computer, its header in Vietnamese.
fn as_vietnamese_excel(content: &str) -> Vec<u8> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(content.as_bytes());
    let mut writer = WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let cells = record.iter().map(|cell| match cell.parse::<NaiveDate>() {
            _ if number == 0 => header_of(cell, Language::Vietnamese),
            Ok(day) => day.format("%d/%m/%Y").to_string(),
            Err(_) => cell.to_owned(),
        });
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

#[tokio::test]
async fn a_folder_saved_by_vietnamese_excel_says_what_the_same_folder_says_otherwise() {
    let world = World::new().await;
    for (name, content) in WHOLE {
        world.write(name, as_vietnamese_excel(content));
    }
    let report = world.import(&["--dialect", "vi-excel"]).await;
    assert_eq!(rejected(&report), [""; 0]);
    assert!(report.events() > 30);
    for (name, content) in WHOLE {
        world.write(name, content);
    }
    assert_eq!(world.imports().await.events(), 0, "the same facts stand already");
}

#[tokio::test]
async fn decimals_with_a_comma_are_read_exactly() {
    let world = World::with_a_program().await;
    let header = "program;metric;period_from;period_to;value";
    world.write("readings.csv", format!("{header}\nRETAIL;WAIT;01/01/2021;31/01/2021;0,9555\n"));
    let report = world.import(&["--dialect", "vi-excel"]).await;
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 1));
    // The same exact number in the form's own spelling records nothing.
    assert_eq!(world.readings(&["RETAIL,WAIT,2021-01-01,2021-01-31,0.9555,,"]).await.events(), 0);
}

#[tokio::test]
async fn nothing_is_guessed_and_a_file_that_looks_otherwise_is_told_the_option() {
    let world = World::with_a_program().await;
    world.write("targets.csv", "program;metric;value;from\nRETAIL;NPS;45;2021-01-01\n");
    let refused = world.refused().await;
    assert!(refused.contains("--delimiter semicolon"), "{refused}");

    let report = world.import(&["--delimiter", "semicolon"]).await;
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 1));

    world.write("targets.csv", "program,metric,value,from\nRETAIL,NPS,\"45,5\",01/02/2021\n");
    let report = world.import(&[]).await;
    let [told] = &*rejected(&report) else { panic!("{report:?}") };
    assert!(told.contains("--dates dmy") || told.contains("--decimal comma"), "{told}");
    let report = world.import(&["--decimal", "comma", "--dates", "dmy"]).await;
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 1));

    let error = world.told(&["--dialect", "vi-excel"]).await.unwrap_err();
    assert!(format!("{error:#}").contains("--delimiter comma"), "{error:#}");
}

#[tokio::test]
async fn two_spellings_of_a_day_are_one_key() {
    let world = World::with_a_program().await;
    let rows = "RETAIL;NPS;45;1/2/2021\nRETAIL;NPS;46;01/02/2021\n";
    world.write("targets.csv", format!("program;metric;value;from\n{rows}"));
    let report = world.import(&["--dialect", "vi-excel"]).await;
    let [told] = &*rejected(&report) else { panic!("{report:?}") };
    assert!(told.contains("line 2 has the same program, metric, from"), "{told}");
}

#[tokio::test]
async fn rejected_rows_are_given_back_as_they_were_written() {
    let world = World::with_a_program().await;
    let file = "\u{feff}Chương trình;Chỉ số;Giá trị;Từ ngày\nRETAIL;NPS;145,5;01/02/2021\n";
    world.write("targets.csv", file);
    world.import(&["--dialect", "vi-excel"]).await;
    let back = fs::read_to_string(world.folder.path().join("rejected/targets.csv")).unwrap();
    let begins = "\u{feff}Chương trình;Chỉ số;Giá trị;Từ ngày;rejected_because\nRETAIL;NPS;145,5;01/02/2021;";
    assert!(back.starts_with(begins), "{back}");
}

#[tokio::test]
async fn a_template_is_written_in_the_language_and_dialect_asked_for_and_read_back() {
    let world = World::new().await;
    template(world.folder.path(), &["--language", "vi", "--dialect", "vi-excel"]).unwrap();
    let header = fs::read_to_string(world.folder.path().join("owners.csv")).unwrap();
    assert!(header.starts_with("\u{feff}Chương trình;Sáng kiến CX;Người phụ trách;Từ ngày;"), "{header}");
    let report = world.import(&["--dialect", "vi-excel"]).await;
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 0));
    assert!(Cli::try_parse_from(["import", "x", "--language", "vi"]).is_err(), "files are read in either");
}
