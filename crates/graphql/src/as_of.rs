//! *As of*: how a question about the past is spelled, and the point to which it was resolved.

use async_graphql::{InputObject, OneofObject, SimpleObject};
use cxl_ledger::Question;
use cxl_ledger::point::{self, Point};

use crate::scalars::{Date, DateTime, Position};

/// A point in time to which the whole answer belongs: what was known by then (`known`), about one day
/// (`effectiveOn`). What is left out means: everything recorded, about today. `known` alone asks what was
/// known then about today; for the state of affairs as it was then, give both:
/// `{known: {date: "2024-06-30"}, effectiveOn: "2024-06-30"}`. `effectiveOn` alone asks what is known now
/// about that day. One document asks as of one point; two different ones are refused with AS_OF_CONFLICT.
#[derive(Debug, Clone, Copy, InputObject)]
#[graphql(name = "AsOf")]
pub(crate) struct AsOfInput {
    /// Up to when something is known; everything recorded if left out. It does not move the day for which
    /// the answer holds: that is `effectiveOn`.
    known: Option<KnownAt>,
    /// Count only what had been recorded by then, and leave out history that was imported later. By
    /// default a fact counts from the day on which its source published it.
    #[graphql(default)]
    strict: bool,
    /// The day for which the answer holds; today in the program's zone if left out, whatever `known`
    /// says.
    effective_on: Option<Date>,
}

/// Up to when something is known: exactly one of these.
#[derive(Debug, Clone, Copy, OneofObject)]
pub(crate) enum KnownAt {
    /// When the event at this position had just been recorded.
    Position(Position),
    /// At an instant, which must not lie in the future.
    Instant(DateTime),
    /// At the end of a day in the program's zone; today means now.
    Date(Date),
}

impl From<AsOfInput> for Question {
    fn from(input: AsOfInput) -> Self {
        let known = input.known.map(|known| match known {
            KnownAt::Position(position) => point::KnownAt::Position(position.0),
            KnownAt::Instant(instant) => point::KnownAt::Instant(instant.0),
            KnownAt::Date(day) => point::KnownAt::Date(day.0),
        });
        Self { known, strict: input.strict, effective_on: input.effective_on.map(|day| day.0) }
    }
}

/// The point in time to which an answer belongs.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PointInTime {
    /// The last position that could enter; null while the ledger is empty.
    position: Option<Position>,
    /// What became known later did not enter.
    known: DateTime,
    /// Whether only what had been recorded by then counted.
    strict: bool,
    /// The day for which the answer holds.
    effective_on: Date,
    /// Whether the answer can never change, whatever is recorded later.
    settled: bool,
}

impl From<&Point> for PointInTime {
    fn from(point: &Point) -> Self {
        Self {
            position: point.as_of.position.map(Position),
            known: point.known.into(),
            strict: point.as_of.strict,
            effective_on: Date(point.as_of.effective),
            settled: point.settled,
        }
    }
}
