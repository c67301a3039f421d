//! CX Ledger: an event-sourced tracker for customer-experience programs.

mod measure;

use std::process::ExitCode;

use clap::Parser;

#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Measure(measure::MeasureArgs),
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Measure(args) => measure::run(&args, &mut std::io::stdout().lock()),
    }
}
