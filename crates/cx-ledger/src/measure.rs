//! `cx-ledger measure FILE.csv`: the XmR analysis on its own, for a person who wants to try the
//! method on a spreadsheet. It needs no ledger and stores nothing.

mod input;
mod json;
mod table;

use std::io::{BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use chrono::NaiveDate;
use cxl_domain::calendar::parse_day;
use cxl_domain::measurement::decimal::parse_decimal;
use cxl_domain::measurement::kind::Direction;
use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::measurement::xmr::{Options, chart};
use rust_decimal::Decimal;

/// Draw the XmR chart of a series and say whether its last point is more than noise.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger measure waits.csv --direction decrease --target 15
  cx-ledger measure share.csv --rebase 2024-04-01 --json | jq .groups")]
pub(crate) struct MeasureArgs {
    /// A CSV file with the header `date,value`, one row a period, dates as YYYY-MM-DD
    file: PathBuf,

    /// Which way the metric gets better: increase, decrease or neutral
    #[arg(long, default_value_t = Direction::Increase, value_name = "WAY")]
    direction: Direction,

    /// What the metric should reach
    #[arg(long, value_parser = parse_decimal, allow_negative_numbers = true, value_name = "X")]
    target: Option<Decimal>,

    /// By which rules: mdc-7-7 (shift of 7, trend of 7) or 8-6 (shift of 8, trend of 6)
    #[arg(long, default_value_t = RuleSet::Mdc77, value_name = "RULES")]
    rule_set: RuleSet,

    /// Keep wild steps in the limits instead of screening them out once
    #[arg(long)]
    no_screen: bool,

    /// Let only the first N points of each group set its limits, at least 12
    #[arg(long, value_name = "N")]
    fix_after: Option<usize>,

    /// Begin a group with limits of its own at the first point on or after this day (repeatable)
    #[arg(long, value_parser = parse_day, value_name = "DATE")]
    rebase: Vec<NaiveDate>,

    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Reads the file, computes its chart and prints it. Rows may stand in any order; the chart goes by
/// their days.
pub(crate) fn run(args: &MeasureArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let points = input::read(&args.file)?;
    let options = Options {
        rule_set: args.rule_set,
        screen: !args.no_screen,
        fix_after: args.fix_after,
        rebase: args.rebase.clone(),
        direction: args.direction,
        target: args.target,
    };
    let chart = chart(&points, &options)?;
    let mut out = BufWriter::new(out);
    let written =
        if args.json { json::write(&chart, &mut out) } else { table::write(&chart, &options, &mut out) };
    match written.and_then(|()| out.flush()) {
        // The reader has seen enough, as `head` has after ten lines.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        printed => printed.context("failed to print the chart")?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;
