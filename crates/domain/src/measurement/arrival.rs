//! What is expected on a rhythm, when it is due, and whether it came: readings, and reports as well.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::calendar::{FiscalCalendar, Period, Rhythm};

/// On what rhythm something is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    /// How often.
    pub rhythm: Rhythm,
    /// Within how many days after the end of a period; without them nothing is ever overdue.
    pub due_within_days: Option<u16>,
    /// The first day: periods that begin earlier are not expected.
    pub since: NaiveDate,
    /// The day on which is asked: periods that are not over by then are not expected yet.
    pub on: NaiveDate,
}

/// One period and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The period.
    pub period: Period,
    /// The last day on which it is in time.
    pub due: Option<NaiveDate>,
    /// What came of it, if anything did.
    pub came: Option<Came>,
    /// What that means.
    pub state: ArrivalState,
}

impl Arrival {
    /// The first day on which it was late, as long as it has not come.
    pub fn overdue_since(&self) -> Option<NaiveDate> {
        self.due.filter(|_| self.state == ArrivalState::Overdue)?.succ_opt()
    }
}

/// Something that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// The day on which it first did.
    pub day: NaiveDate,
    /// Whether its source may still change it.
    pub provisional: bool,
}

impl Came {
    /// Two that cover one period: the day of the first, and provisional if either is.
    fn with(self, other: Self) -> Self {
        Self { day: self.day.min(other.day), provisional: self.provisional || other.provisional }
    }
}

/// Whether something came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalState {
    /// It came on the day it was due or before, or nothing says when it was due.
    InTime,
    /// It came after the day it was due.
    Late,
    /// It has not come and is not due yet.
    Awaited,
    /// It has not come and was due before.
    Overdue,
}

impl ArrivalState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::InTime, Self::Late, Self::Awaited, Self::Overdue];

    /// The name under which answers state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Awaited => "awaited",
            Self::Overdue => "overdue",
        }
    }
}

/// Every period that is over on the day asked about, in order, with what came of it. `calendar` answers the
/// fiscal calendar in force on a day; `came` is whatever came, in any order.
///
/// What came is one of a period if it covers all of its days: a reading of a quarter is one of each month.
pub fn arrivals(
    expected: &Expectation,
    calendar: &dyn Fn(NaiveDate) -> FiscalCalendar,
    came: &[(Period, Came)],
) -> Vec<Arrival> {
    let periods = periods_over(expected, calendar);
    let mut arrived: Vec<Option<Came>> = vec![None; periods.len()];
    for (covered, came) in came {
        let first = periods.partition_point(|period| period.from() < covered.from());
        let inside = periods[first..].iter().take_while(|period| period.to() <= covered.to()).count();
        for held in &mut arrived[first..first + inside] {
            *held = Some(held.map_or(*came, |held| held.with(*came)));
        }
    }
    periods.into_iter().zip(arrived).map(|(period, came)| arrival(expected, period, came)).collect()
}

fn periods_over(expected: &Expectation, calendar: &dyn Fn(NaiveDate) -> FiscalCalendar) -> Vec<Period> {
    let Expectation { rhythm, since, on, .. } = *expected;
    let holding = |day: NaiveDate| calendar(day).period_holding(rhythm, day);
    let next = |period: &Period| Some(holding(period.to().succ_opt()?));
    // A period in which another calendar comes into force is none of that calendar.
    let is_whole = |period: &Period| holding(period.to()) == *period;
    std::iter::successors(Some(holding(since)), next)
        .take_while(|period| period.to() < on)
        .filter(|period| since <= period.from() && is_whole(period))
        .collect()
}

fn arrival(expected: &Expectation, period: Period, came: Option<Came>) -> Arrival {
    let due = expected
        .due_within_days
        .map(|days| period.to().checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX));
    let state = match (came, due) {
        (Some(came), Some(due)) if due < came.day => ArrivalState::Late,
        (Some(_), _) => ArrivalState::InTime,
        (None, Some(due)) if due < expected.on => ArrivalState::Overdue,
        (None, _) => ArrivalState::Awaited,
    };
    Arrival { period, due, came, state }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{day, period};

    fn expected(on: &str) -> Expectation {
        let since = day("2024-01-10");
        Expectation { rhythm: Rhythm::Month, due_within_days: Some(10), since, on: day(on) }
    }

    fn states(expected: &Expectation, arrived: &[(Period, &str)]) -> Vec<(String, ArrivalState)> {
        let found = arrivals(expected, &|_| FiscalCalendar::default(), &came(arrived));
        found.iter().map(|it| (it.period.from().to_string(), it.state)).collect()
    }

    fn came(arrived: &[(Period, &str)]) -> Vec<(Period, Came)> {
        let final_on = |on| Came { day: day(on), provisional: false };
        arrived.iter().map(|(period, on)| (*period, final_on(on))).collect()
    }

    fn february() -> Period {
        period("2024-02-01", "2024-02-29")
    }

    #[test]
    fn a_period_is_expected_once_it_is_over_and_from_the_first_that_begins_after_the_beginning() {
        assert_eq!(states(&expected("2024-02-29"), &[]), []);
        let over = [("2024-02-01".to_owned(), ArrivalState::Awaited)];
        assert_eq!(states(&expected("2024-03-01"), &[]), over);
    }

    #[test]
    fn what_has_not_come_is_overdue_from_the_day_after_it_was_due() {
        let on = |day| states(&expected(day), &[])[0].1;
        assert_eq!([on("2024-03-10"), on("2024-03-11")], [ArrivalState::Awaited, ArrivalState::Overdue]);
        let since = |day| arrivals(&expected(day), &|_| FiscalCalendar::default(), &[])[0].overdue_since();
        assert_eq!([since("2024-03-10"), since("2024-03-11")], [None, Some(day("2024-03-11"))]);
        let undue = Expectation { due_within_days: None, ..expected("2030-01-01") };
        assert!(states(&undue, &[]).iter().all(|(_, state)| *state == ArrivalState::Awaited));
    }

    #[test]
    fn what_came_is_in_time_up_to_the_day_it_was_due_and_late_after_it() {
        let came = |on| states(&expected("2024-04-01"), &[(february(), on)])[0].1;
        assert_eq!([came("2024-03-10"), came("2024-03-11")], [ArrivalState::InTime, ArrivalState::Late]);
    }

    #[test]
    fn a_reading_of_a_longer_period_is_one_of_each_that_it_covers() {
        let quarter = period("2024-01-01", "2024-03-31");
        let found = states(&expected("2024-06-01"), &[(quarter, "2024-04-05")]);
        let states: Vec<_> = found.into_iter().map(|(_, state)| state).collect();
        assert_eq!(
            states,
            [ArrivalState::Late, ArrivalState::InTime, ArrivalState::Overdue, ArrivalState::Awaited]
        );
    }

    #[test]
    fn of_two_readings_of_one_period_the_first_counts_and_either_may_still_change() {
        let [mut first, second] =
            [(february(), "2024-03-12"), (february(), "2024-03-08")].map(|it| came(&[it])[0]);
        first.1.provisional = true;
        let found = arrivals(&expected("2024-04-01"), &|_| FiscalCalendar::default(), &[first, second]);
        assert_eq!(found[0].came, Some(Came { day: day("2024-03-08"), provisional: true }));
        assert_eq!(found[0].state, ArrivalState::InTime);
    }

    #[test]
    fn quarters_are_those_of_the_fiscal_calendar_in_force() {
        let quarterly = Expectation { rhythm: Rhythm::Quarter, ..expected("2025-01-01") };
        let calendar = |day: NaiveDate| {
            FiscalCalendar::new(if day < NaiveDate::from_ymd_opt(2024, 8, 1).unwrap() { 1 } else { 2 })
                .unwrap()
        };
        let found = arrivals(&quarterly, &calendar, &[]);
        let begins: Vec<_> = found.iter().map(|it| it.period.from().to_string()).collect();
        assert_eq!(begins, ["2024-04-01", "2024-08-01"]);
    }
}
