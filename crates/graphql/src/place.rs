//! Where on a journey something lies.

use std::sync::Arc;

use async_graphql::Object;
use cxl_domain::journey;

use crate::journey::Journey;
use crate::moment::Moment;
use crate::spot::Spot;

/// A place at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    moment: Arc<Moment>,
    place: journey::Place,
}

impl Place {
    pub(crate) fn of(moment: &Arc<Moment>, place: journey::Place) -> Self {
        Self { moment: moment.clone(), place }
    }
}

/// A place on a journey: one stage, touchpoint or hand-off, or the whole of it.
#[Object]
impl Place {
    /// The journey; null for one that you cannot read or that has not begun.
    async fn journey(&self) -> Option<Journey> {
        Journey::found(&self.moment, self.place.journey)
    }

    /// The stage, touchpoint or hand-off; null if the whole journey is meant.
    async fn spot(&self) -> Option<Spot> {
        Spot::seen(&self.moment, self.place.spot?)
    }
}
