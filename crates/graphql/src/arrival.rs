//! What is expected of a metric on its rhythm, and whether it came.

use async_graphql::{Enum, SimpleObject};
use cxl_domain::measurement::arrival;

use crate::period::Period;
use crate::scalars::Date;

/// Whether a reading came in time.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::arrival::ArrivalState")]
pub(crate) enum ArrivalState {
    /// It came on the day it was due or before, or nothing says when it was due.
    InTime,
    /// It came after the day it was due.
    Late,
    /// It has not come and is not due yet.
    Awaited,
    /// It has not come and was due before.
    Overdue,
}

/// One period of a metric's rhythm that is over, and whether a reading of it came.
#[derive(Debug, SimpleObject)]
pub(crate) struct Arrival {
    /// The period.
    period: Period,
    /// The last day on which a reading is in time; null where nothing says when it is due.
    due: Option<Date>,
    /// The day on which it first came; null if it has not.
    arrived: Option<Date>,
    /// What that means on the effective day.
    state: ArrivalState,
    /// The first day on which it was late, as long as it has not come.
    overdue_since: Option<Date>,
    /// Whether its source may still change it; null if it has not come.
    provisional: Option<bool>,
}

impl From<arrival::Arrival> for Arrival {
    fn from(arrival: arrival::Arrival) -> Self {
        Self {
            period: arrival.period.into(),
            due: arrival.due.map(Date),
            arrived: arrival.came.map(|came| Date(came.day)),
            state: arrival.state.into(),
            overdue_since: arrival.overdue_since().map(Date),
            provisional: arrival.came.map(|came| came.provisional),
        }
    }
}
