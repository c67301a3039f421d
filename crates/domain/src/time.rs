//! The clocks of a question and of a fact.
//!
//! Every fact has the time at which it was recorded and, where it matters, the day from which it is
//! effective. A question about the past is asked at one [`AsOf`]: position, known time, effective
//! day. What is visible there, and in which rank, is decided here and nowhere else.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// Rank of an event in the ledger, from 0.
pub type Position = u64;

/// A moment as microseconds since 1970 in UTC, the precision in which the ledger records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// The latest moment: nothing is hidden by it.
    pub const MAX: Self = Self(i64::MAX);

    /// The moment as date and time in UTC; clamped at the limits of the calendar.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

/// The first instant of `day` in `zone`. Where a clock change skips midnight, or the whole day, the
/// first instant after the gap.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN);
    let at = zone
        .from_local_datetime(&midnight)
        .earliest()
        .or_else(|| GapInfo::new(&midnight, &zone).and_then(|gap| gap.end));
    Instant::from(at.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc)))
}

/// The last microsecond of `day` in `zone`.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> Instant {
    day.checked_add_days(Days::new(1)).map_or(Instant::MAX, |next| Instant(start_of_day(next, zone).0 - 1))
}

/// The calendar day of an instant in `zone`; at the limits of the calendar, the day in UTC.
pub fn day_in(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let utc = at.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    utc.checked_add_offset(offset).unwrap_or(utc).date()
}

/// When a fact entered the ledger and when the world knew it; fixed when the fact is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Half the size of a [`Position`]: every fact in memory has a stamp, so that as many as this can't
    /// number fit into no memory.
    position: u32,
    /// The day on which the source published it, for what was imported later than the world knew
    /// it.
    pub published: Option<NaiveDate>,
    /// recorded\*: the recorded time, never earlier than that of the event before.
    pub recorded: Instant,
    /// From when the fact counts in lenient mode: the start of its published day, else recorded\*;
    /// for what mends a backfilled fact, see [`Stamp::mending`].
    pub known: Instant,
}

impl Stamp {
    /// The stamp of a fact that the world knew when it was recorded.
    ///
    /// # Panics
    ///
    /// If the position is 2³² or more: there is no machine whose memory holds so many facts.
    pub fn new(position: Position, recorded: Instant) -> Self {
        let position = u32::try_from(position).expect("no memory holds the facts of 2^32 events");
        Self { position, published: None, recorded, known: recorded }
    }

    /// The same, of a fact that its source published on a day that began then.
    #[must_use]
    pub fn published_on(self, day: NaiveDate, start: Instant) -> Self {
        Self { published: Some(day), known: start, ..self }
    }

    /// Rank in the ledger.
    pub fn position(&self) -> Position {
        self.position.into()
    }

    /// By what visible facts are ranked before their position: the start of the published day,
    /// else recorded\*.
    pub fn ranked(&self) -> Instant {
        // Only a fact without a published day of its own takes its known time from what it mends.
        if self.is_backfilled() { self.known } else { self.recorded }
    }

    /// The rank among visible facts: greater wins.
    pub fn rank(&self) -> (Instant, Position) {
        (self.ranked(), self.position())
    }

    /// Whether the fact was imported later than the world knew it.
    pub fn is_backfilled(&self) -> bool {
        self.published.is_some()
    }

    /// The stamp of a fact that annuls or corrects one with the stamp `named`.
    ///
    /// Without a published day of its own it takes the known time of a backfilled fact, or of one
    /// that took it in the same way, so that what was never true is at no time shown. Its rank stays.
    pub fn mending(self, named: &Self) -> Self {
        let known_earlier = named.is_backfilled() || named.known < named.recorded;
        if self.is_backfilled() || !known_earlier { self } else { Self { known: named.known, ..self } }
    }
}

/// One moment to which a whole answer belongs: (P, K, E).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AsOf {
    /// P: the last position that may enter; `None` in an empty ledger.
    pub position: Option<Position>,
    /// K: what became known later does not enter.
    pub known: Instant,
    /// Whether K is held against the recorded time alone, backfill or not.
    pub strict: bool,
    /// E: the day for which the answer holds.
    pub effective: NaiveDate,
}

impl AsOf {
    /// Everything recorded, for `effective`.
    pub fn head(effective: NaiveDate) -> Self {
        Self { position: Some(Position::MAX), known: Instant::MAX, strict: false, effective }
    }

    /// The same knowledge, asked for another day.
    pub fn on(self, effective: NaiveDate) -> Self {
        Self { effective, ..self }
    }

    /// Whether a fact with this stamp counts.
    pub fn sees(&self, stamp: &Stamp) -> bool {
        let clock = if self.strict { stamp.recorded } else { stamp.known };
        self.position.is_some_and(|last| stamp.position() <= last) && clock <= self.known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_starts_at_local_midnight() {
        let hanoi = start_of_day(day("2024-03-01"), chrono_tz::Asia::Ho_Chi_Minh);
        assert_eq!(hanoi.to_utc().to_rfc3339(), "2024-02-29T17:00:00+00:00");
        assert_eq!(end_of_day(day("2024-02-29"), chrono_tz::Asia::Ho_Chi_Minh).0 + 1, hanoi.0);
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_starts_at_its_first_hour() {
        // Brazil moved the clock at midnight of this day.
        let start = start_of_day(day("2018-11-04"), chrono_tz::America::Sao_Paulo);
        assert_eq!(start.to_utc().to_rfc3339(), "2018-11-04T03:00:00+00:00");
    }

    #[test]
    fn a_day_that_a_zone_skipped_starts_where_the_next_one_does() {
        // Samoa moved to the other side of the date line and had no 30 December 2011.
        let apia = chrono_tz::Pacific::Apia;
        let start = start_of_day(day("2011-12-30"), apia);
        assert_eq!(start.to_utc().to_rfc3339(), "2011-12-30T10:00:00+00:00");
        assert_eq!(start, start_of_day(day("2011-12-31"), apia));
        assert_eq!(end_of_day(day("2011-12-29"), apia).0 + 1, start.0);
    }

    #[test]
    fn no_day_and_no_instant_is_beyond_the_clock() {
        for zone in [chrono_tz::Pacific::Apia, chrono_tz::Pacific::Niue, chrono_tz::UTC] {
            for instant in [Instant(i64::MIN), Instant::MAX] {
                let day = day_in(instant.to_utc(), zone);
                assert!(start_of_day(day, zone) <= end_of_day(day, zone));
            }
            start_of_day(NaiveDate::MIN, zone);
            end_of_day(NaiveDate::MAX, zone);
        }
    }

    #[test]
    fn strict_looks_at_the_recorded_time_and_lenient_at_the_known_time() {
        let stamp = Stamp::new(4, Instant(100)).published_on(day("2023-12-01"), Instant(10));
        let lenient = AsOf { known: Instant(50), ..AsOf::head(day("2024-01-01")) };
        assert!(lenient.sees(&stamp));
        assert!(!AsOf { strict: true, ..lenient }.sees(&stamp));
        assert!(!AsOf { position: Some(3), ..lenient }.sees(&stamp));
        assert!(!AsOf { position: None, ..lenient }.sees(&stamp));
    }
}
