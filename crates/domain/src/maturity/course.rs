//! How paused days are left out of windows and validities, and days in sustain count half.
//!
//! A span of months that begins with day `t` (a validity, a place in a window) is first turned into
//! a number of days as if the initiative ran throughout, and then used up by the days after `t`: a
//! running day uses a day, a day in sustain half a day, a paused day none. The span ends on the first
//! day `d` by which it is used up. Thus
//!
//! - in sustain windows and validities are twice as long: a span that lies wholly in sustain has twice
//!   its days, one that lies in it in part has twice the rest that was left when sustain began;
//! - a pause that lies wholly before or after the span changes nothing, one inside lengthens it by
//!   its days, also by those that lie beyond the span's first end;
//! - a span that has not ended when a pause begins does not end during it, and never ends while the
//!   pause is open;
//! - a span that begins inside a pause uses up nothing until the initiative goes on;
//! - a span once ended never opens again, whatever day is asked about and whatever pause or sustain
//!   follows. This is why a level cannot rise by mere waiting, nor by moving to sustain after it fell.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::plus_months;

/// What an initiative does over a stretch of days, as far as windows and validities go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It runs: a day is a day.
    Running,
    /// It is in sustain: two days are one.
    InSustain,
    /// It is paused: its level is held.
    Paused,
}

/// The course of one initiative, as known: where it runs, is in sustain, or is paused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    /// Where it does not run, in order.
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: NaiveDate,
    /// The first day of another phase; [`OPEN`] if none is known.
    until: NaiveDate,
    phase: Phase,
}

/// Stands for the end of what is open.
const OPEN: NaiveDate = NaiveDate::MAX;

impl Course {
    /// The course that takes each phase on its day and keeps it until the next one. Before the first day
    /// it runs. Days may come in any order; of several on one day the last holds.
    pub fn new(changes: impl IntoIterator<Item = (NaiveDate, Phase)>) -> Self {
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(day, _)| *day);
        let mut spans: Vec<Span> = Vec::new();
        let mut latest: Option<(NaiveDate, Phase)> = None;
        for (day, phase) in changes {
            if latest.is_some_and(|(_, held)| held == phase) {
                continue;
            }
            if let Some((from, held)) = latest.replace((day, phase)) {
                push(&mut spans, Span { from, until: day, phase: held });
            }
        }
        if let Some((from, phase)) = latest {
            push(&mut spans, Span { from, until: OPEN, phase });
        }
        Self { spans }
    }

    /// The first day of the pause that holds `day`, `None` on a day that is not paused.
    pub fn held_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let holds = |span: &&Span| span.phase == Phase::Paused && span.from <= day && day < span.until;
        self.spans.iter().find(holds).map(|span| span.from)
    }

    /// The first day on which evidence that covers the days up to `to` no longer counts; `None` if
    /// an open pause holds it for ever. Of what always runs this is `to` plus the months of validity.
    pub fn valid_until(&self, to: NaiveDate, validity_months: u8) -> Option<NaiveDate> {
        self.stretched(to, plus_months(to, validity_months.into()))
    }

    /// The first day E on which `to` lies no longer in the window of `window_months` that ends with
    /// E; `None` if an open pause holds it there for ever. Of what always runs `to` lies in it as long
    /// as it is later than E minus the months.
    pub fn in_window_until(&self, to: NaiveDate, window_months: u8) -> Option<NaiveDate> {
        let later = plus_months(to, window_months.into());
        // Where the month there is too short for the day, counting back from its last day still
        // ends before `to`; the first day of the next month is the first that reaches it.
        let cut = later.day() < to.day();
        self.stretched(to, if cut { later.succ_opt().unwrap_or(later) } else { later })
    }

    /// The end of a span from `start` to `end` that days use up, each by what the initiative does.
    fn stretched(&self, start: NaiveDate, end: NaiveDate) -> Option<NaiveDate> {
        let mut left = HalfDays::between(start, end);
        // The last day that has used its part. The day `start` itself belongs to what was covered.
        let mut used = start;
        for span in self.spans.iter().filter(|span| span.until > start.succ_opt().unwrap_or(OPEN)) {
            let last_running = span.from.pred_opt().unwrap_or(span.from).max(start);
            let running = HalfDays::between(used, last_running);
            if left <= running {
                break;
            }
            left = left.less(running);
            used = last_running;
            let last = if span.until == OPEN { OPEN } else { span.until.pred_opt().unwrap_or(span.from) };
            match span.phase {
                Phase::Paused if last == OPEN => return None,
                Phase::Paused | Phase::Running => {}
                Phase::InSustain => {
                    let in_sustain = HalfDays((last - used).num_days());
                    if left <= in_sustain {
                        return used.checked_add_days(left.in_sustain());
                    }
                    left = left.less(in_sustain);
                }
            }
            used = last;
        }
        used.checked_add_days(left.running())
    }
}

/// Adds a span, unless the initiative runs in it.
fn push(spans: &mut Vec<Span>, span: Span) {
    if span.phase != Phase::Running && span.from < span.until {
        spans.push(span);
    }
}

/// A length of time in half days: what one day in sustain uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct HalfDays(i64);

impl HalfDays {
    /// What running days after `from` up to `to` use up.
    fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self(2 * (to - from).num_days())
    }

    fn less(self, used: Self) -> Self {
        Self(self.0 - used.0)
    }

    /// How many running days use it up.
    fn running(self) -> Days {
        Days::new(u64::try_from((self.0 + 1) / 2).unwrap_or(0))
    }

    /// How many days in sustain use it up.
    fn in_sustain(self) -> Days {
        Days::new(u64::try_from(self.0).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{FIRST_DAY, minus_months};
    use Phase::{InSustain, Paused, Running};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn paused(from: &str, until: &str) -> Course {
        Course::new([(day(from), Paused), (day(until), Running)])
    }

    fn in_sustain(from: &str, until: &str) -> Course {
        Course::new([(day(from), InSustain), (day(until), Running)])
    }

    #[test]
    fn without_pauses_validity_ends_the_months_after_the_last_day_covered() {
        let none = Course::default();
        assert_eq!(none.valid_until(day("2024-03-31"), 12), Some(day("2025-03-31")));
        assert_eq!(none.valid_until(day("2024-02-29"), 12), Some(day("2025-02-28")));
        assert_eq!(none.valid_until(day("2023-08-31"), 18), Some(day("2025-02-28")));
    }

    #[test]
    fn a_day_leaves_the_window_when_the_months_before_reach_it() {
        let none = Course::default();
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
        assert_eq!(Course::new([(day("2025-03-30"), Paused)]).valid_until(to, 12), None);
    }

    #[test]
    fn a_day_covered_inside_a_pause_uses_up_nothing_until_the_initiative_runs_again() {
        let pause = paused("2024-01-10", "2024-05-01");
        // 366 running days after 30 April.
        assert_eq!(pause.valid_until(day("2024-01-31"), 12), Some(day("2025-05-01")));
        assert_eq!(pause.held_since(day("2024-01-31")), Some(day("2024-01-10")));
        assert_eq!(pause.held_since(day("2024-05-01")), None);
    }

    #[test]
    fn in_sustain_windows_and_validities_are_doubled() {
        let to = day("2024-03-31");
        let throughout = Course::new([(day("2024-01-01"), InSustain)]);
        // 365 days become 730.
        assert_eq!(throughout.valid_until(to, 12), Some(day("2026-03-31")));
        assert_eq!(throughout.in_window_until(to, 12), Some(day("2026-03-31")));
        assert_eq!(throughout.held_since(to), None);
    }

    #[test]
    fn what_was_left_when_sustain_began_is_doubled_and_what_follows_it_is_not() {
        let to = day("2024-03-31");
        // 184 of 365 days are used by 1 October, the 181 left become 362.
        let open = Course::new([(day("2024-10-02"), InSustain)]);
        assert_eq!(open.valid_until(to, 12), Some(day("2025-09-28")));
        // 100 days in sustain use 50.
        assert_eq!(in_sustain("2024-10-02", "2025-01-10").valid_until(to, 12), Some(day("2025-05-20")));
        assert_eq!(in_sustain("2025-04-01", "2030-01-01").valid_until(to, 12), Some(day("2025-03-31")));
    }

    #[test]
    fn a_pause_in_sustain_holds_what_sustain_would_use_up() {
        let to = day("2024-03-31");
        let course = Course::new([
            (day("2024-01-01"), InSustain),
            (day("2024-07-01"), Paused),
            (day("2024-07-11"), InSustain),
        ]);
        assert_eq!(course.valid_until(to, 12), Some(day("2026-04-10")));
    }

    #[test]
    fn the_last_phase_of_a_day_holds_and_a_repeated_one_changes_nothing() {
        let course = Course::new([
            (day("2024-05-01"), Running),
            (day("2024-03-01"), Paused),
            (day("2024-04-01"), Paused),
            (day("2024-09-02"), Paused),
            (day("2024-09-02"), Running),
        ]);
        assert_eq!(course, paused("2024-03-01", "2024-05-01"));
    }

    prop_compose! {
        fn days_between(from: u64, to: u64)(offset in from..to) -> NaiveDate {
            FIRST_DAY + Days::new(offset)
        }
    }

    fn any_phase() -> impl Strategy<Value = Phase> {
        prop_oneof![Just(Running), Just(InSustain), Just(Paused)]
    }

    proptest! {
        #[test]
        fn spans_end_where_counting_day_by_day_ends_them(
            to in days_between(36_500, 37_000),
            months in 1_u8..=30,
            given in prop::collection::vec((36_000_u64..38_500, any_phase()), 0..6),
        ) {
            let changes: Vec<_> =
                given.iter().map(|&(offset, phase)| (FIRST_DAY + Days::new(offset), phase)).collect();
            let course = Course::new(changes.clone());
            let phase = |d: NaiveDate| {
                let latest = changes.iter().enumerate().filter(|(_, (from, _))| *from <= d);
                latest.max_by_key(|(index, (from, _))| (*from, *index)).map_or(Running, |(_, (_, phase))| *phase)
            };

            let allowed = 2 * (plus_months(to, months.into()) - to).num_days();
            let mut used = 0;
            let by_counting = to.iter_days().skip(1).take(6_000).find(|&d| {
                used += match phase(d) { Running => 2, InSustain => 1, Paused => 0 };
                used >= allowed
            });
            prop_assert_eq!(course.valid_until(to, months), by_counting);

            let leaves = Course::default().in_window_until(to, months).unwrap();
            let literal = to.iter_days().find(|&e| minus_months(e, months.into()) >= to);
            prop_assert_eq!(Some(leaves), literal);
        }

        #[test]
        fn every_day_of_a_pause_is_found_with_its_beginning(
            from in days_between(36_500, 37_000), length in 1_u64..400, offset in 0_u64..400,
        ) {
            let course = Course::new([(from, Paused), (from + Days::new(length), Running)]);
            let asked = from + Days::new(offset);
            prop_assert_eq!(course.held_since(asked), (offset < length).then_some(from));
        }
    }
}
