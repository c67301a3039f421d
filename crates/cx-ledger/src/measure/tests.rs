use std::io::Write as _;

use clap::Parser;
use serde_json::{Value, json};

use super::*;

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    measure: MeasureArgs,
}

/// Runs the command over a file with these bytes.
fn measured(csv: &[u8], options: &[&str]) -> anyhow::Result<String> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(csv)?;
    let path = file.path().display().to_string();
    let cli = Cli::try_parse_from(["measure", &path].iter().chain(options))?;
    let mut out = Vec::new();
    run(&cli.measure, &mut out)
        .map_err(|error| anyhow::Error::msg(error.to_string().replace(&path, "FILE")))?;
    Ok(String::from_utf8(out)?)
}

fn series(values: &[&str]) -> String {
    let rows = values.iter().enumerate().map(|(i, value)| format!("20{:02}-01-01,{value}\n", i + 10));
    std::iter::once("date,value\n".to_owned()).chain(rows).collect()
}

fn json_of(csv: &str, options: &[&str]) -> Value {
    let options: Vec<&str> = ["--json"].into_iter().chain(options.iter().copied()).collect();
    serde_json::from_str(&measured(csv.as_bytes(), &options).unwrap()).unwrap()
}

#[track_caller]
fn refused(csv: &[u8], expected: &str) {
    assert_eq!(measured(csv, &[]).unwrap_err().to_string(), expected);
}

#[test]
fn json_has_the_promised_shape() {
    let chart = json_of(&series(&["1", "2", "1", "2", "1", "2", "1", "30"]), &["--target", "-5.5"]);
    assert_eq!(
        chart["groups"],
        json!([{
            "group": 0, "n": 8, "mean": 5.0, "lower": 2.34, "upper": 7.66, "variation": "improvement",
            "assurance": "consistent_pass", "short": true, "screened": 1, "nearly_constant": false,
        }])
    );
    assert_eq!(chart["rule_set"], "mdc-7-7");
    assert_eq!(
        chart["points"][7],
        json!({
            "i": 8, "date": "2017-01-01", "value": 30.0, "group": 0, "side": 1, "outside": true,
            "near": false, "special_cause": "astronomical_point", "point_type": "improvement",
        })
    );
    let keys: Vec<_> = chart["points"][0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys.len(), 9);
}

#[test]
fn one_point_has_null_limits() {
    let chart = json_of("date,value\n2020-01-01,5\n", &["--target", "4"]);
    let group = &chart["groups"][0];
    assert_eq!(
        (&group["lower"], &group["upper"], &group["assurance"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(chart["points"][0]["special_cause"], Value::Null);
    assert_eq!(chart["points"][0]["point_type"], "common_cause");
}

#[test]
fn every_option_reaches_the_chart() {
    let csv = series(&["1", "2", "1", "2", "1", "2", "1", "30"]);
    assert_eq!(json_of(&csv, &["--direction", "decrease"])["groups"][0]["variation"], "concern");
    assert_eq!(json_of(&csv, &["--direction", "neutral"])["groups"][0]["variation"], "neutral_high");
    assert_eq!(json_of(&csv, &["--rule-set", "8-6"])["rule_set"], "8-6");
    assert_eq!(json_of(&csv, &["--no-screen"])["groups"][0]["screened"], 0);
    let rebased =
        json_of(&csv, &["--rebase", "2016-05-01", "--rebase", "2012-01-01", "--rebase", "2099-01-01"]);
    assert_eq!(rebased["groups"].as_array().unwrap().len(), 3);
    assert_eq!(rebased["rebases"][2], json!({"date": "2099-01-01", "begins": null}));
    let fixed = measured(csv.as_bytes(), &["--fix-after", "11"]).unwrap_err().to_string();
    assert_eq!(fixed, "limits may be fixed after 12 points or more, not after 11");
}

#[test]
fn an_option_that_means_nothing_is_refused_with_what_would() {
    let csv = series(&["1", "2"]);
    for (options, hint) in [
        (["--direction", "up"], "write one of increase, decrease, neutral"),
        (["--rule-set", "mdc"], "write one of mdc-7-7, 8-6"),
        (["--target", "1e3"], "write out all digits"),
        (["--rebase", "1.5.2020"], "write it as YYYY-MM-DD"),
    ] {
        let error = measured(csv.as_bytes(), &options).unwrap_err().to_string();
        assert!(error.contains(hint), "{error}");
    }
}

#[test]
fn byte_order_mark_crlf_blanks_quotes_and_any_order_of_rows_are_accepted() {
    let plain = json_of("date,value\n2020-01-01,5\n2020-02-01,-7.5\n", &[]);
    for spelled in [
        "\u{feff}date,value\r\n2020-01-01,5\r\n2020-02-01,-7.5\r\n",
        "\"date\",\"value\"\n\"2020-02-01\",\"-7.5\"\n\n 2020-01-01 , 5 ",
    ] {
        assert_eq!(json_of(spelled, &[]), plain);
    }
}

#[test]
fn a_file_that_is_not_a_series_is_refused_with_place_and_remedy() {
    refused(b"", "FILE is empty; its first line is the header date,value and each further line one period");
    refused(
        b"\xef\xbb\xbf\r\n",
        "FILE is empty; its first line is the header date,value and each further line one period",
    );
    refused(b"date,value\n", "FILE has a header and no rows; write one line a period below it");
    refused(
        b"date;value\n2020-01-01;5\n",
        "FILE:1:1: the header is \"date;value\"; the first line is date,value with a comma between",
    );
    refused(
        b"date,value\n2020-01-01,12,5\n",
        "FILE:2:1: this row has 3 columns and the header has two; put a comma between date and value, a point before decimals and no other commas",
    );
    refused(
        b"date,value\n\n2020-01-01,five\n",
        "FILE:3:12: value: \"five\" is not a number; write digits such as 12.5",
    );
    refused(b"date,value\r\n2020-01-01,5\r\n2020-13-01,5\r\n", "FILE:3:1: date: there is no day 2020-13-01");
    refused(
        b"date,value\n2020-01-01,NaN\n",
        "FILE:2:12: value: \"NaN\" is not a finite number; leave it out where there is no figure",
    );
    refused(
        b"date,value\n2020-01-01,5\n\xc3\xa9,\xff\n",
        "FILE:3:3: this byte is not UTF-8; save the file as CSV in UTF-8",
    );
    refused(
        b"date,value\n2020-02-01,5\n2020-01-01,6\n2020-02-01,5\n",
        "FILE:4:1: 2020-02-01 stands on line 2 already; keep one row a period",
    );
}

#[test]
fn a_missing_or_oversized_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("series.csv");
    let missing = input::read(&path).unwrap_err();
    assert!(missing.to_string().contains("check that the file exists"), "{missing}");
    std::fs::File::create(&path).unwrap().set_len(100_000_001).unwrap();
    let large = input::read(&path).unwrap_err();
    assert!(large.to_string().contains("larger than 100000000 bytes"), "{large}");
}

#[test]
fn more_rows_than_a_chart_holds_are_refused() {
    use std::fmt::Write as _;
    let mut csv = String::from("date,value\n");
    let first: NaiveDate = "1901-01-01".parse().unwrap();
    for day in first.iter_days().take(100_001) {
        writeln!(csv, "{day},1").unwrap();
    }
    refused(csv.as_bytes(), "FILE:100002:1: more than 100000 rows; aggregate them to longer periods");
}

#[test]
fn people_get_a_table_a_sparkline_and_a_sentence() {
    let csv = series(&["1", "2", "1", "2", "1", "2", "1", "30"]);
    let printed =
        measured(csv.as_bytes(), &["--direction", "decrease", "--target", "3", "--rebase", "2099-01-01"]);
    assert_eq!(printed.unwrap(), include_str!("expected.txt"));
}

#[test]
fn a_chart_that_cannot_be_printed_is_an_error_and_not_a_panic() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(series(&["1", "2"]).as_bytes()).unwrap();
    let cli = Cli::try_parse_from(["measure", &file.path().display().to_string()]).unwrap();
    let mut full: &mut [u8] = &mut [0; 8];
    assert_eq!(run(&cli.measure, &mut full).unwrap_err().to_string(), "failed to print the chart");
}
