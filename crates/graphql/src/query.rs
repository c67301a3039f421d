//! What can be asked.

use async_graphql::{Context, Object, SimpleObject};
use cxl_domain::authorization::Action;

use crate::error::{Code, Problem};
use crate::request::Asking;
use crate::scalars::{Count, Position};

/// The root of every question.
#[derive(Debug, Clone, Copy)]
pub struct Query;

/// Everything that can be asked. A field with the argument `asOf` answers as of that point in time, and
/// so does whatever hangs below it.
#[Object]
impl Query {
    /// How the ledger itself is.
    async fn ledger(&self, ctx: &Context<'_>) -> Result<LedgerStatus, Problem> {
        let asking = Asking::of(ctx)?;
        if !asking.may(Action::ReadOrganization, None) {
            return Err(Problem::new(Code::Forbidden, "only who holds a role reads the ledger"));
        }
        let health = asking.ledger.health();
        Ok(LedgerStatus {
            position: asking.views.head().map(Position),
            events: Count(health.log_len),
            events_behind: Count(health.log_len.saturating_sub(health.views_len)),
            is_writable: health.read_only.is_none(),
            read_only_reason: health.read_only,
            missing_keys: Count(health.missing_keys),
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

/// How the ledger is, for those who run it.
#[derive(Debug, SimpleObject)]
struct LedgerStatus {
    /// Position of the last event that answers take in; null while the ledger is empty.
    position: Option<Position>,
    /// How many events the log holds.
    events: Count,
    /// How many of them the answers do not take in yet.
    events_behind: Count,
    /// Whether commands are carried out.
    is_writable: bool,
    /// Why not, and what the operator can do.
    read_only_reason: Option<String>,
    /// How many keys that the log uses are not in the vault.
    missing_keys: Count,
    /// The version of the program.
    version: &'static str,
}
