//! How far a target lies ahead, and how fast practices were won so far.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::assess::{Assessment, PracticeStanding, PracticeState};
use super::model::{Model, PracticeId};
use super::profile::Goal;
use crate::calendar::{minus_months, plus_months};

/// For how many months back what was won is counted.
pub const LOOK_BACK_MONTHS: u32 = 24;
/// Over fewer months than these no pace is told, neither looking back nor ahead.
pub const LEAST_MONTHS: u32 = 3;
/// An initiative that is younger tells nothing of what was won.
pub const LEAST_AGE_MONTHS: u32 = 12;

/// How an initiative stands towards a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// Whether the goal is reached on that day.
    pub reached: bool,
    /// The practices that apply and are still to become routine.
    pub to_go: Vec<PracticeId>,
    /// How many of them must become routine a year to reach the goal in time.
    pub needed: Result<Decimal, NoPace>,
    /// How many became routine a year, less those that ceased to be.
    pub achieved: Result<Decimal, NoPace>,
}

/// Why no pace is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPace {
    /// The day of the target has come or is too close for a rate a year.
    TooLate,
    /// The initiative is too young for a rate a year.
    TooYoung,
}

/// The day with which an initiative that began on `begins` is compared for what was won until `on`;
/// `None` while it is too young to tell.
pub fn looks_back_to(begins: NaiveDate, on: NaiveDate) -> Option<NaiveDate> {
    let old_enough = plus_months(begins, LEAST_AGE_MONTHS) <= on;
    old_enough.then(|| minus_months(on, LOOK_BACK_MONTHS).max(begins))
}

/// How an initiative assessed `now` on `on` stands towards a goal that is to be reached by `by`. `before`
/// is its assessment on the earlier day of [`looks_back_to`], if there is one.
///
/// A year is 365.25 days; rates have two decimals.
pub fn outlook(
    goal: Goal,
    by: NaiveDate,
    on: NaiveDate,
    now: &Assessment,
    before: Option<(NaiveDate, &Assessment)>,
) -> Outlook {
    let open = |at: &&PracticeStanding| at.not_applicable.is_none() && at.state < PracticeState::Routine;
    let to_go: Vec<_> =
        now.practices.iter().filter(|at| belongs(goal, now, at)).filter(open).map(|at| at.practice).collect();
    let reached = match goal {
        Goal::Level(level) => level <= now.level,
        Goal::Practice(_) => to_go.is_empty(),
    };
    let needed = if to_go.is_empty() || plus_months(on, LEAST_MONTHS) <= by {
        Ok(per_year(i64::try_from(to_go.len()).unwrap_or(i64::MAX), on, by))
    } else {
        Err(NoPace::TooLate)
    };
    let achieved = before.map_or(Err(NoPace::TooYoung), |(from, before)| {
        Ok(per_year(routine(goal, now) - routine(goal, before), from, on))
    });
    Outlook { reached, to_go, needed, achieved }
}

/// Whether the goal takes that practice.
fn belongs(goal: Goal, assessed: &Assessment, at: &PracticeStanding) -> bool {
    match goal {
        Goal::Practice(practice) => at.practice == practice,
        Goal::Level(level) => {
            Model::of(assessed.model).practice(at.practice).is_some_and(|row| row.level <= level)
        }
    }
}

/// How many practices of the goal are routine.
fn routine(goal: Goal, assessed: &Assessment) -> i64 {
    let practices = assessed.practices.iter().filter(|at| belongs(goal, assessed, at));
    let routine = practices.filter(|at| at.state == PracticeState::Routine).count();
    i64::try_from(routine).unwrap_or(i64::MAX)
}

fn per_year(practices: i64, from: NaiveDate, to: NaiveDate) -> Decimal {
    let days = (to - from).num_days().max(1);
    (Decimal::from(practices) * Decimal::new(36_525, 2) / Decimal::from(days)).round_dp(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maturity::{Course, Exclusion, Item, ModelId, PracticeId, Record, assess};
    use crate::measurement::decimal::dec;
    use PracticeId::{E1, R1, R2, R3, R4};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// An assessment in which these practices are routine and everything else is open.
    fn assessed(routine: &[PracticeId], level: u8) -> Assessment {
        let record = Record {
            items: &[],
            calendars: &|_| crate::calendar::FiscalCalendar::default(),
            course: &Course::default(),
            exclusions: &[],
        };
        let mut assessment = assess(Model::of(ModelId::CxMaturity1), &record, day("2025-01-01"));
        for at in assessment.practices.iter_mut().filter(|at| routine.contains(&at.practice)) {
            at.state = PracticeState::Routine;
        }
        assessment.level = level;
        assessment
    }

    #[test]
    fn the_pace_needed_is_what_is_to_go_over_the_years_that_are_left() {
        let now = assessed(&[R1, R2], 0);
        let before = assessed(&[R1], 0);
        let (on, by) = (day("2025-01-01"), day("2027-01-01"));
        let told = outlook(Goal::Level(1), by, on, &now, Some((day("2023-01-01"), &before)));
        assert_eq!((told.reached, told.to_go), (false, vec![R3, R4]));
        // Two practices in 730 days ahead, one in 731 days back.
        assert_eq!((told.needed, told.achieved), (Ok(dec("1.00")), Ok(dec("0.50"))));
    }

    #[test]
    fn what_lapsed_counts_against_what_was_won() {
        let (now, before) = (assessed(&[R1], 0), assessed(&[R1, R2, R3], 0));
        let told = outlook(
            Goal::Level(1),
            day("2027-01-01"),
            day("2025-01-01"),
            &now,
            Some((day("2024-01-01"), &before)),
        );
        assert_eq!(told.achieved, Ok(dec("-2.00")));
    }

    #[test]
    fn no_pace_is_told_of_the_young_nor_for_a_day_that_is_close() {
        let now = assessed(&[R1], 0);
        let told = outlook(Goal::Practice(E1), day("2025-03-01"), day("2025-01-01"), &now, None);
        assert_eq!((told.needed, told.achieved), (Err(NoPace::TooLate), Err(NoPace::TooYoung)));
        let begins = day("2024-03-01");
        assert_eq!(looks_back_to(begins, day("2025-02-28")), None);
        assert_eq!(looks_back_to(begins, day("2025-03-01")), Some(begins));
        assert_eq!(looks_back_to(begins, day("2027-03-01")), Some(day("2025-03-01")));
    }

    #[test]
    fn a_goal_that_is_reached_needs_nothing() {
        let now = assessed(&[R1, R2, R3, R4], 1);
        let told = outlook(Goal::Level(1), day("2024-06-01"), day("2025-01-01"), &now, None);
        assert_eq!((told.reached, told.to_go.len(), told.needed), (true, 0, Ok(dec("0"))));
    }

    #[test]
    fn what_does_not_apply_is_not_to_go() {
        let excluded = Exclusion {
            practice: R3,
            from: day("2024-01-01"),
            until: None,
            review_on: day("2026-01-01"),
            event: crate::id::EventId(uuid::Uuid::nil()),
            position: 0,
        };
        let items: [Item; 0] = [];
        let record = Record {
            items: &items,
            calendars: &|_| crate::calendar::FiscalCalendar::default(),
            course: &Course::default(),
            exclusions: &[excluded],
        };
        let now = assess(Model::FOUNDING, &record, day("2025-01-01"));
        let told = outlook(Goal::Level(1), day("2027-01-01"), day("2025-01-01"), &now, None);
        assert_eq!(told.to_go, [R1, R2, R4]);
    }
}
