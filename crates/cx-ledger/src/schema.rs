//! `cx-ledger schema`: the GraphQL schema as its client programs compile against it.

use std::io::Write;
use std::process::ExitCode;

/// Print the GraphQL schema (SDL)
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  cx-ledger schema > schema.graphql")]
pub(crate) struct SchemaArgs {}

/// Prints the schema.
pub(crate) fn run(_: &SchemaArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    out.write_all(cxl_graphql::sdl().as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
