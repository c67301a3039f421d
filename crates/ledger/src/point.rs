//! From a question about the past to one point in time.
//!
//! A question is resolved once, to (P, K, E); every answer echoes the point and every cursor pins
//! it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cxl_domain::calendar::check_day;
use cxl_domain::time::{AsOf, Instant, Position, day_in, end_of_day};

use crate::views::Views;

/// Up to when something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KnownAt {
    /// When the event at this position had just been recorded.
    Position(Position),
    /// At an instant.
    Instant(DateTime<Utc>),
    /// At the end of a day; today means now.
    Date(NaiveDate),
}

/// What is asked about the past. Nothing given means head, now, today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Question {
    /// Up to when something is known.
    pub known: Option<KnownAt>,
    /// Whether only what was recorded by then counts, backfill left out.
    pub strict: bool,
    /// The day for which the answer holds.
    pub effective_on: Option<NaiveDate>,
}

/// A question resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// Position, known time and effective day, as every query takes them.
    pub as_of: AsOf,
    /// The known time to show: that asked for; else now or, where the clock has fallen behind, the newest
    /// recorded time.
    pub known: Instant,
    /// Whether the answer can never change.
    pub settled: bool,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// The ledger is not that long.
    #[error("there is no position {position}; the last one is {}", last.map_or("none yet".to_owned(), |p| p.to_string()))]
    UnknownPosition {
        /// The position asked for.
        position: Position,
        /// The last one there is.
        last: Option<Position>,
    },
    /// What will be known can't be told.
    #[error("{asked} lies in the future; now it is {now}")]
    InFuture {
        /// The time asked for.
        asked: String,
        /// Now.
        now: String,
    },
    /// A day outside the years that the ledger keeps.
    #[error("{0}")]
    Day(String),
}

impl Question {
    /// Resolves the question in `zone`: that of the program for a field within one, else that of the
    /// organization.
    pub fn resolve(&self, views: &Views, zone: Tz, now: DateTime<Utc>) -> Result<Point, QuestionError> {
        let today = day_in(now, zone);
        let effective = match self.effective_on {
            Some(day) => check_day(day).map_err(|problem| QuestionError::Day(problem.to_string()))?,
            None => today,
        };
        let head = AsOf { position: views.head(), known: Instant::MAX, strict: self.strict, effective };
        let unsettled = |known: Instant, as_of: AsOf| {
            let settled = self.strict && views.last_recorded().is_some_and(|last| last > known);
            Ok(Point { as_of, known, settled })
        };
        let now_known = views.last_recorded().unwrap_or(Instant::from(now)).max(Instant::from(now));
        match self.known {
            None => Ok(Point { as_of: head, known: now_known, settled: false }),
            Some(KnownAt::Position(position)) => {
                let unknown = || QuestionError::UnknownPosition { position, last: views.head() };
                if views.head().is_none_or(|last| position > last) {
                    return Err(unknown());
                }
                let known = views.ticks.at(position).ok_or_else(unknown)?;
                let as_of = AsOf { position: Some(position), known, ..head };
                Ok(Point { as_of, known, settled: true })
            }
            Some(KnownAt::Instant(at)) => {
                if at > now {
                    return Err(QuestionError::InFuture { asked: at.to_rfc3339(), now: now.to_rfc3339() });
                }
                let known = Instant::from(at);
                unsettled(known, AsOf { known, ..head })
            }
            Some(KnownAt::Date(day)) => {
                check_day(day).map_err(|problem| QuestionError::Day(problem.to_string()))?;
                match day.cmp(&today) {
                    std::cmp::Ordering::Greater => {
                        Err(QuestionError::InFuture { asked: day.to_string(), now: today.to_string() })
                    }
                    std::cmp::Ordering::Equal => Ok(Point { as_of: head, known: now_known, settled: false }),
                    std::cmp::Ordering::Less => {
                        let known = end_of_day(day, zone);
                        unsettled(known, AsOf { known, ..head })
                    }
                }
            }
        }
    }
}
