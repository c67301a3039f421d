//! A stretch of days.

use async_graphql::{InputObject, SimpleObject};
use chrono::NaiveDate;
use cxl_domain::calendar;

use crate::mutation::rejection::Rejection;
use crate::mutation::typed::{Typed, Unread};
use crate::scalars::Date;

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub(crate) struct Period {
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
}

impl From<calendar::Period> for Period {
    fn from(period: calendar::Period) -> Self {
        Self { from: Date(period.from()), to: Date(period.to()) }
    }
}

/// A stretch of days, both ends included.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PeriodInput {
    /// The first day.
    from: Typed<NaiveDate>,
    /// The last day, on or after the first.
    to: Typed<NaiveDate>,
}

impl Unread for PeriodInput {
    type Read = calendar::Period;

    fn read(self) -> Result<calendar::Period, Rejection> {
        let (from, to) = (self.from.at("from")?, self.to.at("to")?);
        calendar::Period::new(from, to).map_err(Rejection::misread)
    }
}
