//! Days, periods, rhythms and the fiscal calendar.
//!
//! Days that come from outside lie between [`FIRST_DAY`] and [`LAST_DAY`]; everything computed from
//! them stays far inside what a date can hold, so no arithmetic here can fail on a valid day.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The first day that the ledger accepts from outside.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("1 January 1900 exists");

/// The last day that the ledger accepts from outside.
pub const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2200, 12, 31).expect("31 December 2200 exists");

/// Reads a day written as `YYYY-MM-DD`, between [`FIRST_DAY`] and [`LAST_DAY`].
pub fn parse_day(typed: &str) -> Result<NaiveDate, DayError> {
    let shape = typed.len() == 10
        && typed.bytes().enumerate().all(|(i, byte)| match i {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return Err(DayError::Shape { typed: typed.chars().take(40).collect() });
    }
    let day = typed.parse().map_err(|_| DayError::NoSuchDay { typed: typed.to_owned() })?;
    check_day(day)
}

/// Refuses a day before [`FIRST_DAY`] or after [`LAST_DAY`].
pub fn check_day(day: NaiveDate) -> Result<NaiveDate, DayError> {
    if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok(day) } else { Err(DayError::OutOfRange { day }) }
}

/// Why a string or a date is not a day that the ledger accepts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not four, two and two digits with hyphens between.
    #[error("{typed:?} is not a day; write it as YYYY-MM-DD")]
    Shape {
        /// What was typed, at most 40 characters of it.
        typed: String,
    },
    /// The right shape, and no such day in the calendar.
    #[error("there is no day {typed}")]
    NoSuchDay {
        /// What was typed.
        typed: String,
    },
    /// A day outside the years that the ledger keeps.
    #[error("{day} lies outside {FIRST_DAY} to {LAST_DAY}")]
    OutOfRange {
        /// The day.
        day: NaiveDate,
    },
}

/// The day `months` calendar months later. A day that the month there does not have becomes that
/// month's last: 31 January plus one month is 28 or 29 February.
pub fn plus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The day `months` calendar months earlier, with the same clamp: 31 May minus three months is the
/// last of February. A window of twelve months that ends with day E is
/// (`minus_months(E, 12)`, E], its first day excluded.
pub fn minus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// The days from `from` to `to`, both included; `from` is never after `to`.
///
/// Periods order by their first day, then by their last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "StoredPeriod", into = "StoredPeriod")]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    /// A period of days that the ledger accepts.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodError> {
        check_day(from)?;
        check_day(to)?;
        if to < from {
            return Err(PeriodError::EndBeforeStart { from, to });
        }
        Ok(Self { from, to })
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day; it belongs to the period.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// Whether `day` is one of the period's days.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether every day of `other` is one of the period's days.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..={}", self.from, self.to)
    }
}

/// The stored form of a [`Period`], before it is checked.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct StoredPeriod {
    from: NaiveDate,
    to: NaiveDate,
}

impl TryFrom<StoredPeriod> for Period {
    type Error = PeriodError;

    fn try_from(stored: StoredPeriod) -> Result<Self, Self::Error> {
        Self::new(stored.from, stored.to)
    }
}

impl From<Period> for StoredPeriod {
    fn from(period: Period) -> Self {
        Self { from: period.from, to: period.to }
    }
}

/// Why two days are not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The last day lies before the first.
    #[error("a period ends on or after the day it begins, this one begins on {from} and ends on {to}")]
    EndBeforeStart {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// One of the days is not accepted.
    #[error(transparent)]
    Day(#[from] DayError),
}

/// How often something is due: one reading a month, one report a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Every day.
    Day,
    /// Every week, from Monday to Sunday.
    Week,
    /// Every calendar month.
    Month,
    /// Every quarter of the fiscal year.
    Quarter,
    /// Every fiscal year.
    Year,
}

impl Rhythm {
    /// Every rhythm, the shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rhythm {
    type Err = UnknownRhythm;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|rhythm| rhythm.name() == typed)
            .ok_or_else(|| UnknownRhythm { typed: typed.to_owned() })
    }
}

/// A string that names no rhythm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{typed:?} is not a rhythm; the rhythms are day, week, month, quarter, year")]
pub struct UnknownRhythm {
    /// What was typed.
    pub typed: String,
}

/// A program's fiscal calendar: the month in which its year begins.
///
/// A fiscal year begins on the first day of that month, its quarters every three months from there.
/// Days, weeks and months are those of the common calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "StoredCalendar", into = "StoredCalendar")]
pub struct FiscalCalendar {
    first_month: u8,
}

impl Default for FiscalCalendar {
    /// The year that begins in January.
    fn default() -> Self {
        Self { first_month: 1 }
    }
}

impl FiscalCalendar {
    /// A calendar whose year begins in `first_month`, 1 for January to 12 for December.
    pub fn new(first_month: u8) -> Result<Self, FiscalCalendarError> {
        if (1..=12).contains(&first_month) {
            Ok(Self { first_month })
        } else {
            Err(FiscalCalendarError { first_month })
        }
    }

    /// The month in which the year begins, 1 to 12.
    pub fn first_month(self) -> u8 {
        self.first_month
    }

    /// The period of `rhythm` that holds `day`. For days at the edge of the accepted years it may
    /// reach up to a year beyond them.
    pub fn period_holding(self, rhythm: Rhythm, day: NaiveDate) -> Period {
        match rhythm {
            Rhythm::Day => Period { from: day, to: day },
            Rhythm::Week => {
                let from = day.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(day);
                Period { from, to: from.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX) }
            }
            Rhythm::Month => self.months_holding(1, day),
            Rhythm::Quarter => self.months_holding(3, day),
            Rhythm::Year => self.months_holding(12, day),
        }
    }

    /// The fiscal quarter that holds `day`.
    pub fn quarter_holding(self, day: NaiveDate) -> Period {
        self.period_holding(Rhythm::Quarter, day)
    }

    /// The fiscal year that holds `day`.
    pub fn year_holding(self, day: NaiveDate) -> Period {
        self.period_holding(Rhythm::Year, day)
    }

    /// Whether `period` is exactly one period of `rhythm`.
    pub fn aligns(self, rhythm: Rhythm, period: Period) -> bool {
        self.period_holding(rhythm, period.from) == period
    }

    /// The period of `rhythm` right after the one that holds the last day of `period`.
    pub fn next(self, rhythm: Rhythm, period: Period) -> Period {
        let last = self.period_holding(rhythm, period.to).to;
        self.period_holding(rhythm, last.succ_opt().unwrap_or(last))
    }

    /// The period of `rhythm` right before the one that holds the first day of `period`.
    pub fn previous(self, rhythm: Rhythm, period: Period) -> Period {
        let first = self.period_holding(rhythm, period.from).from;
        self.period_holding(rhythm, first.pred_opt().unwrap_or(first))
    }

    /// The period of `rhythm` that lies `n` periods after the one that holds `day`; `n` = 0 is that
    /// one itself, negative ones lie before it. `None` beyond what a date can hold.
    pub fn nth(self, rhythm: Rhythm, day: NaiveDate, n: i32) -> Option<Period> {
        let from = self.period_holding(rhythm, day).from;
        let steps = n.unsigned_abs();
        let moved = |unit: u32| {
            let months = Months::new(steps.checked_mul(unit)?);
            if n < 0 { from.checked_sub_months(months) } else { from.checked_add_months(months) }
        };
        let days = |unit: u64| {
            let days = Days::new(u64::from(steps) * unit);
            if n < 0 { from.checked_sub_days(days) } else { from.checked_add_days(days) }
        };
        let from = match rhythm {
            Rhythm::Day => days(1),
            Rhythm::Week => days(7),
            Rhythm::Month => moved(1),
            Rhythm::Quarter => moved(3),
            Rhythm::Year => moved(12),
        }?;
        Some(self.period_holding(rhythm, from))
    }

    /// The run of `length` months, counted from the first month of the fiscal year, that holds `day`.
    fn months_holding(self, length: u32, day: NaiveDate) -> Period {
        let since_first = (day.month0() + 12 - (u32::from(self.first_month) - 1)) % 12;
        let first_of_month = day.with_day(1).expect("every month has a first day");
        let from = minus_months(first_of_month, since_first % length);
        let to = plus_months(from, length).pred_opt().expect("a later day has a day before it");
        Period { from, to }
    }
}

/// The stored form of a [`FiscalCalendar`], before it is checked.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct StoredCalendar {
    first_month: u8,
}

impl TryFrom<StoredCalendar> for FiscalCalendar {
    type Error = FiscalCalendarError;

    fn try_from(stored: StoredCalendar) -> Result<Self, Self::Error> {
        Self::new(stored.first_month)
    }
}

impl From<FiscalCalendar> for StoredCalendar {
    fn from(calendar: FiscalCalendar) -> Self {
        Self { first_month: calendar.first_month }
    }
}

/// A number that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a fiscal year begins in a month from 1 to 12, not {first_month}")]
pub struct FiscalCalendarError {
    /// The number given.
    pub first_month: u8,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    fn fiscal(first_month: u8) -> FiscalCalendar {
        FiscalCalendar::new(first_month).unwrap()
    }

    #[test]
    fn a_day_is_written_in_one_way_only() {
        assert_eq!(day("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
        for typed in ["", "2024-2-29", "29/02/2024", "2024-02-29 ", "+2024-02-2", "20240229", "２０２４-02-1"]
        {
            assert!(matches!(parse_day(typed), Err(DayError::Shape { .. })), "{typed}");
        }
        assert_eq!(parse_day("2023-02-29"), Err(DayError::NoSuchDay { typed: "2023-02-29".into() }));
    }

    #[test]
    fn days_outside_the_accepted_years_are_refused() {
        assert!(parse_day("1900-01-01").is_ok());
        assert!(parse_day("2200-12-31").is_ok());
        assert!(matches!(parse_day("1899-12-31"), Err(DayError::OutOfRange { .. })));
        assert!(matches!(check_day(NaiveDate::MAX), Err(DayError::OutOfRange { .. })));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused_also_when_it_is_read_back() {
        let stored = r#"{"from":"2024-03-02","to":"2024-03-01"}"#;
        assert!(serde_json::from_str::<Period>(stored).is_err());
        let one_day = r#"{"from":"2024-03-01","to":"2024-03-01"}"#;
        let read: Period = serde_json::from_str(one_day).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), one_day);
        assert!(serde_json::from_str::<Period>(r#"{"from":"2024-03-01","to":"2024-03-01","x":1}"#).is_err());
    }

    #[test]
    fn months_are_clamped_to_the_end_of_the_month() {
        assert_eq!(plus_months(day("2024-01-31"), 1), day("2024-02-29"));
        assert_eq!(minus_months(day("2023-05-31"), 3), day("2023-02-28"));
        assert_eq!(minus_months(day("2024-02-29"), 12), day("2023-02-28"));
        assert_eq!(plus_months(day("2024-02-29"), u32::MAX), NaiveDate::MAX);
        assert_eq!(minus_months(day("2024-02-29"), u32::MAX), NaiveDate::MIN);
    }

    #[test]
    fn weeks_run_from_monday_to_sunday() {
        let week = fiscal(4).period_holding(Rhythm::Week, day("2024-03-03"));
        assert_eq!(week, period("2024-02-26", "2024-03-03"));
    }

    #[test]
    fn quarters_and_years_are_those_of_the_fiscal_calendar() {
        let april = fiscal(4);
        assert_eq!(april.year_holding(day("2024-03-31")), period("2023-04-01", "2024-03-31"));
        assert_eq!(april.quarter_holding(day("2024-03-31")), period("2024-01-01", "2024-03-31"));
        let february = fiscal(2);
        assert_eq!(february.quarter_holding(day("2024-01-15")), period("2023-11-01", "2024-01-31"));
        assert!(april.aligns(Rhythm::Year, period("2023-04-01", "2024-03-31")));
        assert!(!april.aligns(Rhythm::Year, period("2024-01-01", "2024-12-31")));
        assert!(!april.aligns(Rhythm::Month, period("2024-02-01", "2024-02-28")));
    }

    #[test]
    fn next_and_previous_step_over_the_period_that_holds_the_edge() {
        let calendar = FiscalCalendar::default();
        let january = period("2024-01-01", "2024-01-31");
        assert_eq!(calendar.next(Rhythm::Month, january), period("2024-02-01", "2024-02-29"));
        assert_eq!(calendar.previous(Rhythm::Month, january), period("2023-12-01", "2023-12-31"));
        let irregular = period("2024-01-20", "2024-02-10");
        assert_eq!(calendar.next(Rhythm::Month, irregular), period("2024-03-01", "2024-03-31"));
    }

    #[test]
    fn a_fiscal_calendar_begins_in_a_month() {
        assert!(FiscalCalendar::new(0).is_err());
        assert!(FiscalCalendar::new(13).is_err());
        assert!(serde_json::from_str::<FiscalCalendar>(r#"{"first_month":13}"#).is_err());
        assert_eq!(serde_json::to_string(&fiscal(4)).unwrap(), r#"{"first_month":4}"#);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0..=(LAST_DAY - FIRST_DAY).num_days()).prop_map(|n| FIRST_DAY + chrono::Duration::days(n))
    }

    proptest! {
        #[test]
        fn every_day_lies_in_one_period_and_its_neighbors_touch_it(
            at in any_day(),
            first_month in 1u8..=12,
            rhythm in prop::sample::select(Rhythm::ALL.to_vec()),
        ) {
            let calendar = fiscal(first_month);
            let here = calendar.period_holding(rhythm, at);
            prop_assert!(here.holds(at));
            prop_assert!(calendar.aligns(rhythm, here));
            let next = calendar.next(rhythm, here);
            prop_assert_eq!(here.to.succ_opt(), Some(next.from));
            prop_assert_eq!(calendar.previous(rhythm, next), here);
            prop_assert!(!here.overlaps(next));
            prop_assert_eq!(calendar.nth(rhythm, at, 1), Some(next));
            prop_assert_eq!(calendar.nth(rhythm, next.from, -1), Some(here));
        }

        #[test]
        fn no_step_panics(at in any_day(), n in any::<i32>(), rhythm in prop::sample::select(Rhythm::ALL.to_vec())) {
            let _ = fiscal(7).nth(rhythm, at, n);
        }
    }
}
