//! Where the checkpoint of the views lies, and how often it is written.

use std::path::PathBuf;
use std::time::Duration;

use cxl_ledger::Ledger;

use crate::serve::patience::seconds;

/// Where lies what can be made anew from the log at any time.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StateArgs {
    /// The folder for the checkpoint of the views and, of a log that a server keeps, the ranks of its events: what makes a start short and may be deleted at any time; of processes that share it one writes there [default: checkpoint in the data folder]
    #[arg(id = "state", long = "state", env = "CX_LEDGER_STATE", value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// How often the checkpoint is written.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Every {
    /// How often the checkpoint of the views is written, in seconds; it also is after every 16,384 events and on a stop
    #[arg(long = "checkpoint-every", default_value = "300", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) every: Duration,
}

/// As often as it is written where nobody says how often.
pub(crate) const USUALLY: Duration = Duration::from_mins(5);

/// Writes the checkpoint for a stop that has so much time left.
pub(crate) async fn write_last(ledger: &Ledger, time: Duration) {
    match tokio::time::timeout(time, ledger.write_checkpoint()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(%error, "the checkpoint was not written; the next start takes longer");
        }
        Err(_) => tracing::info!("there was no time to write the checkpoint; the next start takes longer"),
    }
}
