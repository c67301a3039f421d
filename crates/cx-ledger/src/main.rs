//! CX Ledger: an event-sourced tracker for customer-experience programs.
//!
//! **What this room is for.** The program: its command line, the real clock and randomness, the data
//! directory, and the server over the ledger.
//!
//! **What is never found here.** A rule about initiatives or metrics, a query of the views that a face
//! could ask the ledger for, SQL.
//!
//! **Where to start reading.** [`Command`] for what the program can do, `data` for the files that it
//! works on, `serve` for the server; `ambient` is the only place where time and randomness come from.

mod ambient;
mod ask;
mod backup;
mod certificate;
mod checkpoint;
mod conformance;
mod data;
mod doctor;
mod export;
mod finding;
mod founding;
mod health;
mod identity_command;
mod import_command;
mod import_lines;
mod keyd;
mod line;
mod log;
mod measure;
mod migrate;
mod progress;
mod rebuild;
mod restore;
mod room;
mod root;
mod schema;
mod secret;
mod serve;
mod shared_vault;
#[cfg(test)]
mod shown;
mod store_url;
mod token;
mod wait;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// Answers and moments are made of small values, many of which one thread makes and another drops.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// An event-sourced tracker for customer-experience programs
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXIT_CODES)]
struct Cli {
    /// What to log on stderr, for example info or cxl_ledger=debug
    #[arg(
        long,
        env = "CX_LEDGER_LOG",
        default_value = "warn,cx_ledger=info",
        global = true,
        value_name = "FILTER",
        help_heading = LOG
    )]
    log: String,

    /// Log one JSON object a line
    #[arg(long, global = true, help_heading = LOG)]
    log_json: bool,

    #[command(subcommand)]
    command: Command,
}

/// Under what the help of every command lists how to log.
const LOG: &str = "Log";

const EXIT_CODES: &str = "\
Exit codes:
  0  done, nothing to report
  1  done, and there is something to look at (rejected rows, findings)
  2  not done: the error stands on stderr";

/// What the program can do.
#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::ServeArgs),
    Import(import_command::ImportCommand),
    Export(export::ExportArgs),
    Measure(measure::MeasureArgs),
    Token(token::TokenArgs),
    Identity(identity_command::IdentityArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Migrate(migrate::MigrateArgs),
    Keyd(keyd::KeydArgs),
    Schema(schema::SchemaArgs),
    Doctor(doctor::DoctorArgs),
    Conformance(conformance::ConformanceArgs),
    Health(health::HealthArgs),
    Rebuild(rebuild::RebuildArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match start_log(&cli).and_then(|()| run(cli.command)) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when stderr is closed too.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    let out = &mut io::stdout();
    match command {
        Command::Measure(args) => measure::run(&args, out),
        Command::Schema(args) => schema::run(&args, out),
        Command::Serve(args) => serve::run(&args, out),
        Command::Health(args) => health::run(&args, out),
        Command::Rebuild(args) => rebuild::run(&args, out),
        Command::Import(args) => wait_for(import_command::run(&args, out)),
        Command::Export(args) => wait_for(export::run(&args, out)),
        Command::Token(args) => wait_for(token::run(&args, out)),
        Command::Identity(args) => wait_for(identity_command::run(&args, out)),
        Command::Backup(args) => wait_for(backup::run(&args, out)),
        Command::Restore(args) => wait_for(restore::run(&args, out)),
        Command::Keyd(args) => wait_for(keyd::run(&args, out)),
        Command::Migrate(args) => wait_for(migrate::run(&args, out)),
        Command::Doctor(args) => wait_for(doctor::run(&args, out)),
        Command::Conformance(args) => wait_for(conformance::run(&args, out)),
    }
}

fn wait_for(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Runtime::new()?.block_on(work)
}

fn start_log(cli: &Cli) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&cli.log)?;
    let is_terminal = io::stderr().is_terminal();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(is_terminal);
    if cli.log_json {
        log.json().init();
    } else {
        log.with_target(false).init();
    }
    Ok(())
}

/// The reader has seen enough, as `head` has after ten lines.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(broken))
}
