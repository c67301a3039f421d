//! Callers of the ledger itself, in this process.

use std::sync::Arc;

use cxl_ledger::Request;

use super::field::{Act, Field};
use super::measure::Outcome;
use super::round::Caller;
use super::world::command_id;

/// Records readings of a metric of its own.
pub(super) struct Direct {
    field: Arc<Field>,
    metric: u32,
}

impl Direct {
    /// As many callers, each with another metric.
    pub(super) fn callers(field: &Arc<Field>, callers: u32) -> Vec<Self> {
        (0..callers).map(|metric| Self { field: Arc::clone(field), metric }).collect()
    }
}

impl Caller for Direct {
    async fn act(&mut self) -> Outcome<()> {
        let command = self.field.command(Act::Reading, self.metric);
        self.field.ledger.execute(Request::new(self.field.actor, command_id(), command)).await?;
        Ok(())
    }
}
