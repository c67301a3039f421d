//! Questions about recorded events, for those who ask again and again and do not follow.

use async_graphql::{Context, ID, Object};

use crate::connection::page_cost;
use crate::error::Problem;
use crate::following::EventPage;
use crate::request::Asking;
use crate::scalars::Position;

/// What is asked about recorded events.
#[derive(Debug, Default)]
pub(crate) struct EventQuestions;

#[Object]
impl EventQuestions {
    /// What is recorded after a position, oldest first: the pages of what the subscriptions tell, for those who
    /// ask again and again. In the page stands the position after which the next one begins. Null for what
    /// there is not, and for that whose history you may not read.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The global id of the initiative or the program to which they belong; of everything that you may read if left out."
        )]
        of: Option<ID>,
        #[graphql(desc = "The position after which the page begins; at the first event if left out.")]
        after: Option<Position>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
    ) -> Result<Option<EventPage>, Problem> {
        EventPage::after(Asking::of(ctx)?, of, after, first).await
    }
}
