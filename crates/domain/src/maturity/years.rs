//! The table year on year: what was won, what lapsed, and how old the evidence is.

use chrono::NaiveDate;
use serde::Serialize;

use super::assess::{Assessment, EvidenceState, Item, PracticeState};
use super::model::PracticeId;
use crate::calendar::minus_months;

/// How an initiative stood on a day, compared with a year before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The day.
    pub on: NaiveDate,
    /// The level.
    pub level: u8,
    /// The practices that became routine since the year before.
    pub gained: Vec<PracticeId>,
    /// The practices that ceased to be routine since the year before.
    pub lapsed: Vec<PracticeId>,
    /// The practices that were routine on an earlier day of the table and were not, neither now nor a
    /// year before.
    pub still_lapsed: Vec<PracticeId>,
    /// How many days before it the last accepted evidence ended; `None` where there was none.
    pub days_since_evidence: Option<u64>,
}

/// The table year on year from assessments of the same knowledge on rising days, a year apart. The first
/// is compared with nothing.
pub fn year_on_year(assessed: &[(NaiveDate, &Assessment)], items: &[Item]) -> Vec<Year> {
    let is_routine = |assessment: &Assessment, index: usize| {
        assessment.practices.get(index).is_some_and(|at| at.state == PracticeState::Routine)
    };
    let year = |place: usize| {
        let (on, now) = assessed[place];
        let of_then = |earlier: usize, index| is_routine(assessed[earlier].1, index);
        let wanted = |is_wanted: &dyn Fn(usize) -> bool| {
            let practices = now.practices.iter().enumerate();
            practices.filter(|(index, _)| is_wanted(*index)).map(|(_, at)| at.practice).collect()
        };
        let before = |index| place > 0 && of_then(place - 1, index);
        let ever_before = |index| (0..place.saturating_sub(1)).any(|earlier| of_then(earlier, index));
        Year {
            on,
            level: now.level,
            gained: wanted(&|index| is_routine(now, index) && !before(index) && place > 0),
            lapsed: wanted(&|index| !is_routine(now, index) && before(index)),
            still_lapsed: wanted(&|index| !is_routine(now, index) && !before(index) && ever_before(index)),
            days_since_evidence: last_evidence(items, on).map(|last| days_between(last, on)),
        }
    };
    (0..assessed.len()).map(year).collect()
}

/// The last day, on or before `on`, that accepted evidence covers.
fn last_evidence(items: &[Item], on: NaiveDate) -> Option<NaiveDate> {
    let accepted = items.iter().filter(|item| item.state == EvidenceState::Accepted);
    accepted.filter(|item| item.covers.from() <= on).map(|item| item.covers.to().min(on)).max()
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from((to - from).num_days()).unwrap_or(0)
}

/// The days of the table year on year that ends with `on`: as many as `years` back, none before
/// `begins`, rising.
pub fn table_days(begins: NaiveDate, on: NaiveDate, years: u32) -> Vec<NaiveDate> {
    let mut days: Vec<_> = (0..=years)
        .map(|back| minus_months(on, back.saturating_mul(12)))
        .take_while(|day| *day >= begins)
        .collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::calendar::{FiscalCalendar, Period};
    use crate::id::EvidenceId;
    use crate::maturity::{Course, EvidenceScope, Model, Record, Source, assess};
    use PracticeId::{R2, R4};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn evidence(practice: PracticeId, on: &str) -> Item {
        Item {
            source: Source::Provided(EvidenceId(Uuid::nil())),
            practice,
            covers: Period::new(day(on), day(on)).unwrap(),
            state: EvidenceState::Accepted,
            scope: EvidenceScope::Initiative,
        }
    }

    #[test]
    fn each_year_tells_what_was_won_what_lapsed_and_what_is_lapsed_still() {
        // R2 lasts fifteen months, R4 twenty-four.
        let items = [evidence(R2, "2021-06-01"), evidence(R4, "2022-06-01")];
        let course = Course::default();
        let calendars = |_| FiscalCalendar::default();
        let record = Record { items: &items, calendars: &calendars, course: &course, exclusions: &[] };
        let days = table_days(day("2020-07-01"), day("2024-12-31"), 9);
        assert_eq!(days, ["2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31"].map(day));
        let assessed: Vec<_> = days.iter().map(|on| (*on, assess(Model::FOUNDING, &record, *on))).collect();
        let assessed: Vec<_> = assessed.iter().map(|(on, assessment)| (*on, assessment)).collect();
        let years = year_on_year(&assessed, &items);
        let told: Vec<_> = years
            .iter()
            .map(|year| (year.gained.clone(), year.lapsed.clone(), year.still_lapsed.clone()))
            .collect();
        assert_eq!(
            told,
            [
                (vec![], vec![], vec![]),
                (vec![R2], vec![], vec![]),
                (vec![R4], vec![R2], vec![]),
                (vec![], vec![], vec![R2]),
                (vec![], vec![R4], vec![R2]),
            ]
        );
        let ages: Vec<_> = years.iter().map(|year| year.days_since_evidence).collect();
        assert_eq!(ages, [None, Some(213), Some(213), Some(578), Some(944)]);
    }
}
