//! What can be followed.

use async_graphql::{Context, ID, Subscription};

use crate::error::Problem;
use crate::following::{Changes, InitiativeChanged, LedgerChanged, ProgramChanged};
use crate::scalars::Position;

/// What can be followed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SubscriptionRoot;

/// What can be followed: everything that is recorded after a position is told, in order, without a gap and
/// without a repeat, first what has been recorded since and then whatever comes. Each item tells up to which
/// `position` it goes; a client that follows again `after` that position misses nothing. Without `after` the
/// first item comes at once, without events, and tells the position from which is followed; while nothing is
/// recorded that is followed, an item without events tells every half minute how far the ledger has come. Rights
/// are judged anew for every item.
#[Subscription(name = "Subscription")]
impl SubscriptionRoot {
    /// What is recorded about an initiative, about the metrics that were ever linked to it and about the evidence
    /// that counts for it. To begin with a state that no event is missing from, ask for the initiative with its
    /// `asOf { position }`, and follow `after` that.
    async fn initiative_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
        #[graphql(
            desc = "The position after which events are told; what is recorded from now on if left out."
        )]
        after: Option<Position>,
    ) -> Result<Changes<InitiativeChanged>, Problem> {
        InitiativeChanged::follow(ctx, id, after).await
    }

    /// What is recorded about a program and everything in it.
    async fn program_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
        #[graphql(
            desc = "The position after which events are told; what is recorded from now on if left out."
        )]
        after: Option<Position>,
    ) -> Result<Changes<ProgramChanged>, Problem> {
        ProgramChanged::follow(ctx, id, after).await
    }

    /// Whatever is recorded, as far as you may read it.
    async fn ledger_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The position after which events are told; what is recorded from now on if left out."
        )]
        after: Option<Position>,
    ) -> Result<Changes<LedgerChanged>, Problem> {
        LedgerChanged::follow(ctx, after).await
    }
}
