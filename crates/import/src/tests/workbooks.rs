//! Workbooks: a sheet for each file, cells with types.

use std::path::PathBuf;

use chrono::Datelike;
use cxl_words::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::super::form::FileForm;
use super::super::headers::header_of;
use super::*;

impl World {
    fn workbook(&self) -> PathBuf {
        self.folder.path().join("book.xlsx")
    }

    /// Writes a workbook and imports it.
    async fn imported(&self, sheets: &mut [(&str, &mut Fill<'_>)]) -> anyhow::Result<(Report, String)> {
        let mut workbook = Workbook::new();
        for (title, fill) in sheets {
            fill(workbook.add_worksheet().set_name(*title).unwrap());
        }
        workbook.save(self.workbook()).unwrap();
        import(&self.ledger, &self.workbook(), &[]).await
    }
}

type Fill<'a> = dyn FnMut(&mut Worksheet) + 'a;

/// Fills a sheet with text, but days and numbers as cells of their types.
fn fill(sheet: &mut Worksheet, content: &str, language: Language) {
    let dated = Format::new().set_num_format("dd/mm/yyyy");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(content.as_bytes());
    for (row, record) in (0_u32..).zip(reader.records()) {
        for (place, cell) in (0_u16..).zip(&record.unwrap()) {
            if row == 0 {
                sheet.write_string(row, place, header_of(cell, language)).unwrap();
            } else if let Ok(day) = cell.parse::<NaiveDate>() {
                let (month, day_of_month) =
                    (u8::try_from(day.month()).unwrap(), u8::try_from(day.day()).unwrap());
                let day = ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap(), month, day_of_month);
                sheet.write_datetime_with_format(row, place, day.unwrap(), &dated).unwrap();
            } else if let Ok(number) = cell.parse::<f64>() {
                sheet.write_number(row, place, number).unwrap();
            } else {
                sheet.write_string(row, place, cell).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_workbook_with_vietnamese_sheets_says_what_the_same_folder_says() {
    let world = World::new().await;
    let mut workbook = Workbook::new();
    for (name, content) in WHOLE.iter().rev() {
        let title = cxl_words::sheet(Language::Vietnamese, FileForm::of(name).unwrap().stem()).unwrap();
        fill(workbook.add_worksheet().set_name(title).unwrap(), content, Language::Vietnamese);
    }
    workbook.save(world.workbook()).unwrap();
    let (report, _) = import(&world.ledger, &world.workbook(), &[]).await.unwrap();
    assert_eq!(rejected(&report), [""; 0]);
    assert!(report.events() > 30);
    for (name, content) in WHOLE {
        world.write(name, content);
    }
    assert_eq!(world.imports().await.events(), 0, "the same facts stand already");
}

#[tokio::test]
async fn numbers_are_read_as_the_spreadsheet_shows_them() {
    let world = World::with_a_program().await;
    let header = "program,metric,period_from,period_to,value";
    let mut sum = |sheet: &mut Worksheet| {
        fill(sheet, &format!("{header}\nRETAIL,WAIT,2021-01-01,2021-01-31,\n"), Language::English);
        // What 0.1 + 0.2 is to a spreadsheet.
        sheet.write_number(1, 4, 0.1 + 0.2).unwrap();
    };
    let (report, _) = world.imported(&mut [("readings", &mut sum)]).await.unwrap();
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 1));
    assert_eq!(world.readings(&["RETAIL,WAIT,2021-01-01,2021-01-31,0.3,,"]).await.events(), 0);
}

#[tokio::test]
async fn a_cell_that_stands_for_no_value_rejects_its_row_by_sheet_row_and_column() {
    let world = World::with_a_program().await;
    let mut targets = |sheet: &mut Worksheet| {
        let rows = "RETAIL,NPS,45,2021-01-01\n,,,\nRETAIL,NPS,46,2022-01-01\nRETAIL,NPS,47,2023-01-01\n";
        fill(sheet, &format!("program,metric,value,from\n{rows}"), Language::Vietnamese);
        sheet.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        let noon = ExcelDateTime::from_ymd(2023, 1, 1).unwrap().and_hms(12, 0, 0).unwrap();
        let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        sheet.write_datetime_with_format(4, 3, &noon, &format).unwrap();
    };
    let (report, told) = world.imported(&mut [("Chỉ tiêu", &mut targets)]).await.unwrap();
    assert_eq!(report.events(), 1);
    let [error, time] = &*rejected(&report) else { panic!("{report:?}") };
    assert!(error.starts_with("Chỉ tiêu:4:value: ") && error.contains("DIV/0"), "{error}");
    assert!(time.starts_with("Chỉ tiêu:5:from: ") && time.contains("has a time"), "{time}");
    assert!(told.contains("Chỉ tiêu:4: Giá trị (value): "), "{told}");
}

#[tokio::test]
async fn a_formula_counts_as_what_was_computed_last() {
    let world = World::with_a_program().await;
    let mut targets = |sheet: &mut Worksheet| {
        let rows = "RETAIL,NPS,,2021-01-01,\nRETAIL,NPS,46,2022-01-01,\nRETAIL,NPS,47,2023-01-01,\n";
        fill(sheet, &format!("program,metric,value,from,reason\n{rows}"), Language::English);
        sheet.write_formula(1, 2, Formula::new("=40+5").set_result("45")).unwrap();
        sheet.write_formula(1, 4, Formula::new("=\"Best of\"&\" 2020\"").set_result("Best of 2020")).unwrap();
        sheet.write_formula(2, 4, Formula::new("=A9").set_result("")).unwrap();
    };
    let (report, _) = world.imported(&mut [("targets", &mut targets)]).await.unwrap();
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 3));
    world.write("targets.csv", "program,metric,value,from,reason\nRETAIL,NPS,45,2021-01-01,Best of 2020\n");
    assert_eq!(world.imports().await.events(), 0);
}

#[tokio::test]
async fn a_code_that_the_spreadsheet_made_a_day_of_rejects_its_row() {
    let world = World::with_a_program().await;
    let mut people = |sheet: &mut Worksheet| {
        fill(sheet, "code,name,from\n2021-01-01,Ana Ruiz,2015-01-01\n", Language::English);
    };
    let (report, _) = world.imported(&mut [("people", &mut people)]).await.unwrap();
    let [day] = &*rejected(&report) else { panic!("{report:?}") };
    assert!(day.starts_with("people:2:code: ") && day.contains("the format of text"), "{day}");
}

#[tokio::test]
async fn one_text_in_very_many_cells_is_refused_before_it_fills_the_memory() {
    let world = World::with_a_program().await;
    let text = "x".repeat(30_000);
    let mut far_too_much = |sheet: &mut Worksheet| {
        for row in 0..4_000 {
            sheet.write_string(row, 0, &text).unwrap();
        }
    };
    let refused = world.imported(&mut [("targets", &mut far_too_much)]).await.unwrap_err();
    assert!(format!("{refused:#}").contains("targets is larger than 100000000 bytes"), "{refused:#}");
    assert!(fs::metadata(world.workbook()).unwrap().len() < 1_000_000);
}

#[tokio::test]
async fn rejected_rows_come_back_as_a_workbook_that_is_mended_and_imported() {
    let world = World::with_a_program().await;
    let rows = "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\nRETAIL,NPS,145,2022-01-01\n";
    let (report, told) =
        world.imported(&mut [("targets", &mut |sheet| fill(sheet, rows, Language::English))]).await.unwrap();
    assert_eq!((report.events(), report.rejected()), (1, 1));
    let back = world.folder.path().join("book-rejected.xlsx");
    assert!(told.contains(&format!("1 rejected rows lie in {}", back.display())), "{told}");
    let (report, _) = import(&world.ledger, &back, &[]).await.unwrap();
    let [again] = &*rejected(&report) else { panic!("{report:?}") };
    assert!(again.contains("145 can't be reached"), "the row is read as it was: {again}");
    assert!(world.folder.path().join("book-rejected-rejected.xlsx").exists());
    import(&world.ledger, &world.workbook(), &[]).await.unwrap();
    assert!(world.folder.path().join("book-rejected-1.xlsx").exists(), "an earlier one is kept");
}

#[tokio::test]
async fn a_template_is_a_workbook_in_the_language_asked_for_that_is_read_back() {
    for language in ["en", "vi"] {
        let world = World::new().await;
        template(&world.workbook(), &["--language", language]).unwrap();
        let (report, _) = import(&world.ledger, &world.workbook(), &[]).await.unwrap();
        assert_eq!((rejected(&report), report.events()), (Vec::new(), 0));
        assert_eq!(report.files.len(), super::super::form::FILES.len(), "{language}");
        let taken = template(&world.workbook(), &[]).unwrap_err();
        assert!(taken.to_string().contains("nothing is overwritten"), "{taken}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_workbook_is_told_before_anything_is_recorded() {
    let world = World::with_a_program().await;
    let refused = async |sheets: &mut [(&str, &mut Fill<'_>)]| {
        format!("{:#}", world.imported(sheets).await.unwrap_err())
    };
    let targets = "program,metric,value,from\nRETAIL,NPS,45,2021-01-01\n";
    let mut good = |sheet: &mut Worksheet| fill(sheet, targets, Language::English);
    let mut also = |sheet: &mut Worksheet| fill(sheet, targets, Language::Vietnamese);
    let told = refused(&mut [("targets", &mut good), ("Chỉ tiêu", &mut also)]).await;
    assert!(told.contains("\"targets\" and \"Chỉ tiêu\" are the same file"), "{told}");
    let told = refused(&mut [("targets", &mut good), ("Tagets", &mut also)]).await;
    assert!(told.contains("there is no sheet \"Tagets\""), "{told}");
    let told = refused(&mut [("Sheet1", &mut |_| ())]).await;
    assert!(told.contains("holds no sheet of the import form"), "{told}");
    let told = refused(&mut [("targets", &mut |_| ())]).await;
    assert!(told.contains("targets is empty; its first line is the header"), "{told}");
    let mut misspelled = |sheet: &mut Worksheet| fill(sheet, "program,metric,valeu\n", Language::English);
    let told = refused(&mut [("targets", &mut misspelled)]).await;
    assert!(told.contains("targets:1: there is no column \"valeu\""), "{told}");
    let mut far = |sheet: &mut Worksheet| _ = sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let told = refused(&mut [("targets", &mut far)]).await;
    assert!(told.contains("targets: row 1048576 has more than 200 columns"), "{told}");
    // An empty sheet beside the others is a spreadsheet's habit.
    let (report, _) = world.imported(&mut [("Sheet1", &mut |_| ()), ("targets", &mut good)]).await.unwrap();
    assert_eq!((rejected(&report), report.events()), (Vec::new(), 1));
}

#[tokio::test]
async fn what_is_no_workbook_is_refused_and_so_is_a_dialect_for_one() {
    let world = World::with_a_program().await;
    for content in [b"program,metric\n".to_vec(), Vec::new(), b"PK\x03\x04 and then nothing".to_vec()] {
        fs::write(world.workbook(), content).unwrap();
        let refused = import(&world.ledger, &world.workbook(), &[]).await.unwrap_err();
        assert!(format!("{refused:#}").contains("book.xlsx is no workbook; save it as .xlsx"), "{refused:#}");
    }
    template(&world.folder.path().join("other.xlsx"), &[]).unwrap();
    let whole = fs::read(world.folder.path().join("other.xlsx")).unwrap();
    fs::write(world.workbook(), &whole[..whole.len() / 2]).unwrap();
    assert!(import(&world.ledger, &world.workbook(), &[]).await.is_err());
    let options = ["--dialect", "vi-excel"];
    let refused = import(&world.ledger, &world.workbook(), &options).await.unwrap_err();
    assert!(format!("{refused:#}").contains("are for CSV files"), "{refused:#}");
}
