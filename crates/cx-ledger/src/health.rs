//! `cx-ledger health`: asks a running server how it is, for whoever has no other client at hand, such as a
//! container.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context as _;
use cxl_sqlite::keys::Refill;

use crate::ask::Server;
use crate::shared_vault::VaultArgs;

/// Ask a running server how it is
///
/// Prints what /health/ready answers. Exit code 0: it serves, be it slow or read-only; 1: it is stuck or
/// stopped; 2: nobody answers.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger health
  cx-ledger health --live --listen 127.0.0.1:9000
  cx-ledger health --keyd --vault https://keyd:7443 --tls-ca ca.pem --tls-certificate me.pem --tls-key me.key")]
pub(crate) struct HealthArgs {
    /// Where the server listens
    #[arg(long, env = "CX_LEDGER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,

    /// Ask only whether the process answers at all
    #[arg(long)]
    live: bool,

    /// Ask the shared vault that --vault names, instead of a server
    #[arg(long, conflicts_with = "live")]
    keyd: bool,

    #[command(flatten)]
    vault: VaultArgs,
}

/// Asks once.
pub(crate) fn run(args: &HealthArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if args.keyd {
        let vault = args.vault.shared()?.context("name the shared vault with --vault")?;
        let ledger = vault.of(None, Refill::Foreground)?.hello()?.ledger;
        writeln!(out, "the keys of ledger {ledger} are served")?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = if args.live { "/health/live" } else { "/health/ready" };
    let (status, body) = Server::at(&args.listen)?.get(path)?;
    writeln!(out, "{body}")?;
    out.flush()?;
    Ok(if status == 200 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
