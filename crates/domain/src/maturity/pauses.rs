//! How days on which an initiative is paused are left out of windows and validities.
//!
//! A pause runs from its first day up to, but without, the day on which the initiative runs again;
//! without such a day it is open and runs to whatever day is asked about. Every other day is a
//! *running* day.
//!
//! A span of months that begins with day `t` (a validity, a place in a window) is first turned into
//! a number of days as if there were no pause, and then used up by running days alone: it ends on
//! the first day `d` for which the running days after `t`, up to and including `d`, are that many.
//! Thus
//!
//! - a pause that lies wholly before or after the span changes nothing, one inside lengthens it by
//!   its days, also by those that lie beyond the span's first end;
//! - a span that has not ended when a pause begins does not end during it, and never ends while the
//!   pause is open;
//! - a span that begins inside a pause uses up nothing until the initiative runs again;
//! - pauses that overlap or touch are one, and one that ends on or before its first day is none;
//! - a span once ended never opens again, whatever day is asked about and whatever pause follows.
//!   This is why a level cannot rise by mere waiting.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::plus_months;

/// The pauses of one initiative, as known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses {
    /// In order, none touching the next.
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    from: NaiveDate,
    /// The first day that runs again; [`OPEN`] if none is known.
    until: NaiveDate,
}

/// Stands for the end of an open pause.
const OPEN: NaiveDate = NaiveDate::MAX;

impl Pauses {
    /// Pauses given as their first day and the day on which the initiative ran again, in any order;
    /// they may overlap.
    pub fn new(pauses: impl IntoIterator<Item = (NaiveDate, Option<NaiveDate>)>) -> Self {
        let mut given: Vec<Span> = pauses
            .into_iter()
            .map(|(from, until)| Span { from, until: until.unwrap_or(OPEN) })
            .filter(|span| span.from < span.until)
            .collect();
        given.sort_unstable();
        let mut spans: Vec<Span> = Vec::with_capacity(given.len());
        for span in given {
            match spans.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => spans.push(span),
            }
        }
        Self { spans }
    }

    /// The first day of the pause that holds `day`, `None` on a running day.
    pub fn holding_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.spans.iter().find(|span| span.from <= day && day < span.until).map(|span| span.from)
    }

    /// The first day on which evidence that covers the days up to `to` no longer counts; `None` if
    /// an open pause holds it for ever. Without pauses this is `to` plus the months of validity.
    pub fn valid_until(&self, to: NaiveDate, validity_months: u8) -> Option<NaiveDate> {
        self.stretched(to, plus_months(to, validity_months.into()))
    }

    /// The first day E on which `to` lies no longer in the window of `window_months` that ends with
    /// E; `None` if an open pause holds it there for ever. Without pauses `to` lies in it as long
    /// as it is later than E minus the months.
    pub fn in_window_until(&self, to: NaiveDate, window_months: u8) -> Option<NaiveDate> {
        let later = plus_months(to, window_months.into());
        // Where the month there is too short for the day, counting back from its last day still
        // ends before `to`; the first day of the next month is the first that reaches it.
        let cut = later.day() < to.day();
        self.stretched(to, if cut { later.succ_opt().unwrap_or(later) } else { later })
    }

    /// The end of a span from `start` to `end` after the paused days inside are left out.
    fn stretched(&self, start: NaiveDate, mut end: NaiveDate) -> Option<NaiveDate> {
        for pause in &self.spans {
            if pause.until <= start {
                continue;
            }
            // The day `start` itself belongs to what was covered, not to the span.
            let first = pause.from.max(start.succ_opt()?);
            if end < first {
                break;
            }
            if pause.until == OPEN {
                return None;
            }
            let paused = u64::try_from((pause.until - first).num_days()).unwrap_or(0);
            end = end.checked_add_days(Days::new(paused))?;
        }
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{FIRST_DAY, minus_months};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn paused(from: &str, until: &str) -> Pauses {
        Pauses::new([(day(from), Some(day(until)))])
    }

    #[test]
    fn without_pauses_validity_ends_the_months_after_the_last_day_covered() {
        let none = Pauses::default();
        assert_eq!(none.valid_until(day("2024-03-31"), 12), Some(day("2025-03-31")));
        assert_eq!(none.valid_until(day("2024-02-29"), 12), Some(day("2025-02-28")));
        assert_eq!(none.valid_until(day("2023-08-31"), 18), Some(day("2025-02-28")));
    }

    #[test]
    fn a_day_leaves_the_window_when_the_months_before_reach_it() {
        let none = Pauses::default();
        assert_eq!(none.in_window_until(day("2024-03-31"), 12), Some(day("2025-03-31")));
        // 30 June 2026 minus 30 months is 30 December 2023: 31 December is still inside.
        assert_eq!(none.in_window_until(day("2023-12-31"), 30), Some(day("2026-07-01")));
    }

    #[test]
    fn a_pause_inside_a_validity_lengthens_it_by_its_days() {
        let to = day("2024-03-31");
        assert_eq!(paused("2024-06-01", "2024-07-01").valid_until(to, 12), Some(day("2025-04-30")));
        assert_eq!(paused("2024-03-01", "2024-03-31").valid_until(to, 12), Some(day("2025-03-31")));
        assert_eq!(paused("2025-04-01", "2025-05-01").valid_until(to, 12), Some(day("2025-03-31")));
    }

    #[test]
    fn what_still_counts_when_a_pause_begins_counts_until_it_is_over() {
        let to = day("2024-03-31");
        // Without the pause 31 March would be the first day without.
        assert_eq!(paused("2025-03-31", "2025-06-01").valid_until(to, 12), Some(day("2025-06-01")));
        assert_eq!(paused("2025-03-30", "2025-06-01").valid_until(to, 12), Some(day("2025-06-02")));
        assert_eq!(Pauses::new([(day("2025-03-30"), None)]).valid_until(to, 12), None);
    }

    #[test]
    fn a_day_covered_inside_a_pause_uses_up_nothing_until_the_initiative_runs_again() {
        let pause = paused("2024-01-10", "2024-05-01");
        // 366 running days after 30 April.
        assert_eq!(pause.valid_until(day("2024-01-31"), 12), Some(day("2025-05-01")));
        assert_eq!(pause.holding_since(day("2024-01-31")), Some(day("2024-01-10")));
        assert_eq!(pause.holding_since(day("2024-05-01")), None);
    }

    #[test]
    fn pauses_that_touch_or_overlap_are_one_and_empty_ones_are_none() {
        let pauses = Pauses::new([
            (day("2024-05-01"), Some(day("2024-06-01"))),
            (day("2024-03-01"), Some(day("2024-04-10"))),
            (day("2024-04-01"), Some(day("2024-05-01"))),
            (day("2024-09-02"), Some(day("2024-09-02"))),
            (day("2024-09-02"), Some(day("2024-09-01"))),
        ]);
        assert_eq!(pauses, paused("2024-03-01", "2024-06-01"));
    }

    prop_compose! {
        fn days_between(from: u64, to: u64)(offset in from..to) -> NaiveDate {
            FIRST_DAY + Days::new(offset)
        }
    }

    proptest! {
        #[test]
        fn spans_end_where_counting_day_by_day_ends_them(
            to in days_between(36_500, 37_000),
            months in 1_u8..=30,
            given in prop::collection::vec((36_000_u64..38_500, prop::option::weighted(0.9, 0_u64..300)), 0..4),
        ) {
            let at = |offset: u64| FIRST_DAY + Days::new(offset);
            let pauses = Pauses::new(given.iter().map(|&(f, length)| (at(f), length.map(|l| at(f + l)))));
            let runs = |d: NaiveDate| pauses.holding_since(d).is_none();

            let allowed = (plus_months(to, months.into()) - to).num_days();
            let mut used = 0;
            let by_counting = to.iter_days().skip(1).take(3_000).find(|&d| {
                used += i64::from(runs(d));
                used == allowed
            });
            prop_assert_eq!(pauses.valid_until(to, months), by_counting);

            let leaves = Pauses::default().in_window_until(to, months).unwrap();
            let literal = to.iter_days().find(|&e| minus_months(e, months.into()) >= to);
            prop_assert_eq!(Some(leaves), literal);
        }

        #[test]
        fn every_day_of_a_pause_is_found_with_its_beginning(
            from in days_between(36_500, 37_000), length in 1_u64..400, offset in 0_u64..400,
        ) {
            let pauses = Pauses::new([(from, Some(from + Days::new(length)))]);
            let asked = from + Days::new(offset);
            prop_assert_eq!(pauses.holding_since(asked), (offset < length).then_some(from));
        }
    }
}
