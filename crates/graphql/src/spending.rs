//! What a request costs whoever sends it, as whoever let it in has reckoned it.

use async_graphql::{Context, SimpleObject};
use chrono::Utc;

use crate::scalars::DateTime;

/// What one request costs. One value belongs to one request: [`async_graphql::Request::data`].
#[derive(Debug, Clone, Copy)]
pub struct Spending {
    /// What it takes off the account, in points.
    pub points: u64,
    /// How many members its lists may have in all.
    pub nodes: u64,
    /// What is left; none where nothing is accounted.
    pub balance: Option<Balance>,
}

/// What is left of the account of whoever asks.
#[derive(Debug, Clone, Copy)]
pub struct Balance {
    /// What it holds when it is full, which is what may be spent in an hour.
    pub limit: u64,
    /// What it holds.
    pub remaining: u64,
    /// When it is full again, if nothing is taken off it meanwhile.
    pub full_at: chrono::DateTime<Utc>,
}

/// What this request costs, and what is left of the account of whoever sends it. An account holds as many
/// points as may be spent in an hour; they come back steadily.
#[derive(Debug, SimpleObject)]
pub(crate) struct RateLimit {
    /// What this request takes off the account: a point for each hundred of `nodeCount`, rounded, and one for
    /// each command; at least one.
    cost: i32,
    /// How many members the lists of this request may have in all, those below a list counted once for each
    /// member that it may have.
    node_count: i32,
    /// How many points the account holds when it is full; null if nothing is limited.
    limit: Option<i32>,
    /// How many it holds now; null if nothing is limited.
    remaining: Option<i32>,
    /// When it is full again, if nothing is asked meanwhile; null if nothing is limited.
    reset_at: Option<DateTime>,
}

impl RateLimit {
    /// What the request of a field costs; none if nobody reckoned it.
    pub(crate) fn of(ctx: &Context<'_>) -> Option<Self> {
        let Spending { points, nodes, balance } = ctx.data_opt()?;
        Some(Self {
            cost: int(*points),
            node_count: int(*nodes),
            limit: balance.map(|balance| int(balance.limit)),
            remaining: balance.map(|balance| int(balance.remaining)),
            reset_at: balance.map(|balance| DateTime(balance.full_at)),
        })
    }
}

/// What goes beyond an Int is as good as its largest.
fn int(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
