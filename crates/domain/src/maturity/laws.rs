//! What always holds for an assessment, over random evidence, courses and calendars.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::calendar::{FIRST_DAY, FiscalCalendar, Period, Rhythm, minus_months, plus_months};
use crate::id::{EventId, EvidenceId};
use EvidenceState::{Accepted, Provided, Refused, Withdrawn};
use PracticeId::{E4, R1, R2};

/// Two levels of three practices, so that few random pieces reach them.
static SMALL: Model = Model {
    id: ModelId::CxMaturity1,
    levels: &[Level { number: 1, name: "one" }, Level { number: 2, name: "two" }],
    practices: &[
        Practice {
            id: R1,
            name: "r1",
            level: 1,
            scope: PracticeScope::Either,
            grain: Rhythm::Quarter,
            n: 2,
            window_months: 12,
            validity_months: 12,
        },
        Practice {
            id: R2,
            name: "r2",
            level: 1,
            scope: PracticeScope::Either,
            grain: Rhythm::Year,
            n: 1,
            window_months: 15,
            validity_months: 15,
        },
        Practice {
            id: E4,
            name: "e4",
            level: 2,
            scope: PracticeScope::Either,
            grain: Rhythm::Year,
            n: 2,
            window_months: 30,
            validity_months: 18,
        },
    ],
};

/// Random days fall into these years.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
const SPAN: u64 = 3 * 365;

fn at(offset: u64) -> NaiveDate {
    FIRST + Days::new(offset)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..SPAN).prop_map(at)
}

fn any_item(practices: &'static [PracticeId], span: u64) -> impl Strategy<Value = Item> {
    let state =
        prop_oneof![8 => Just(Accepted), 1 => Just(Provided), 1 => Just(Refused), 1 => Just(Withdrawn)];
    let scope = prop_oneof![Just(EvidenceScope::Initiative), Just(EvidenceScope::Program)];
    (any::<u128>(), prop::sample::select(practices), 0..span, 0_u64..200, state, scope).prop_map(
        |(number, practice, from, length, state, scope)| Item {
            source: Source::Provided(EvidenceId(Uuid::from_u128(number))),
            practice,
            covers: Period::new(at(from), at(from + length)).unwrap(),
            state,
            scope,
        },
    )
}

fn any_items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(any_item(&[R1, R1, R2, E4], SPAN), 4..32)
}

fn any_course() -> impl Strategy<Value = Course> {
    let phase = prop_oneof![2 => Just(Phase::Running), 1 => Just(Phase::InSustain), 1 => Just(Phase::Paused)];
    prop::collection::vec((any_day(), phase), 0..5).prop_map(Course::new)
}

/// Practices that do not apply for a while.
fn any_exclusions() -> impl Strategy<Value = Vec<Exclusion>> {
    let exclusion =
        (prop::sample::select(vec![R1, R2, E4]), any_day(), prop::option::weighted(0.7, 0_u64..600));
    prop::collection::vec(exclusion, 0..3).prop_map(|given| {
        let excluded = |(practice, from, length): (PracticeId, NaiveDate, Option<u64>)| Exclusion {
            practice,
            from,
            until: length.map(|length| from + Days::new(length)),
            review_on: from,
            event: EventId(Uuid::nil()),
            position: 0,
        };
        given.into_iter().map(excluded).collect()
    })
}

/// Assesses by the small model.
fn small(
    items: &[Item],
    calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
    course: &Course,
    exclusions: &[Exclusion],
    on: NaiveDate,
) -> Assessment {
    assess(&SMALL, &Record { items, calendars, course, exclusions }, on)
}

fn calendar_year(_: NaiveDate) -> FiscalCalendar {
    FiscalCalendar::default()
}

/// A calendar that changes once.
fn calendars(change: NaiveDate, month: u8) -> impl Fn(NaiveDate) -> FiscalCalendar {
    move |asked| {
        if asked < change { FiscalCalendar::default() } else { FiscalCalendar::new(month).unwrap() }
    }
}

/// The rule for initiatives that always ran, word for word and day by day.
fn literal_level(
    model: &Model,
    items: &[Item],
    exclusions: &[Exclusion],
    calendar: FiscalCalendar,
    on: NaiveDate,
) -> u8 {
    let routine = |practice: &Practice| -> bool {
        let accepted = || {
            items.iter().filter(|item| {
                item.practice == practice.id && item.state == Accepted && practice.scope.takes(item.scope)
            })
        };
        let counts = accepted().any(|item| {
            item.covers.from() <= on && on < plus_months(item.covers.to(), practice.validity_months.into())
        });
        let mut periods: Vec<Period> = accepted()
            .map(|item| item.covers.to())
            .filter(|&to| minus_months(on, practice.window_months.into()) < to && to <= on)
            .map(|to| calendar.period_holding(practice.grain, to))
            .collect();
        periods.sort_unstable();
        periods.dedup();
        counts && periods.len() >= usize::from(practice.n)
    };
    let applies = |practice: &&Practice| {
        !exclusions.iter().any(|exclusion| exclusion.practice == practice.id && exclusion.covers(on))
    };
    let one_is_earned = |level: u8| {
        let mut applying = model.practices_of(level).filter(applies).peekable();
        applying.peek().is_some() && applying.all(routine)
    };
    let earned = |level: u8| (1..=level).all(one_is_earned);
    model.levels.iter().map(|level| level.number).filter(|&level| earned(level)).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn of_what_always_runs_the_level_is_what_the_rule_says_word_for_word(
        items in any_items(), exclusions in any_exclusions(), month in 1_u8..=12, from in 0_u64..365,
    ) {
        let calendar = FiscalCalendar::new(month).unwrap();
        for on in (from..1_800).step_by(11).map(at) {
            let assessed = small(&items, &|_| calendar, &Course::default(), &exclusions, on);
            let literal = literal_level(&SMALL, &items, &exclusions, calendar, on);
            prop_assert_eq!(assessed.level, literal, "on {}", on);
        }
    }

    #[test]
    fn the_day_of_the_fall_is_the_first_later_day_with_a_lower_level(
        items in any_items(), course in any_course(), exclusions in any_exclusions(), on in 500..SPAN,
        change in any_day(), month in 1_u8..=12,
    ) {
        let calendars = calendars(change, month);
        let today = small(&items, &calendars, &course, &exclusions, at(on));
        let later = |offset: u64| small(&items, &calendars, &course, &exclusions, at(offset));
        let found = (on + 1..on + 2_200).find(|&offset| later(offset).level < today.level).map(at);
        prop_assert_eq!(today.falls_on, found);
    }

    #[test]
    fn the_day_on_which_a_practice_lapses_is_the_first_later_day_with_a_lower_state(
        items in prop::collection::vec(any_item(&[R1], SPAN), 0..12), course in any_course(), on in 0..SPAN,
    ) {
        let state = |offset: u64| small(&items, &calendar_year, &course, &[], at(offset)).practices.remove(0);
        let today = state(on);
        let found = (on + 1..on + 2_200).find(|&offset| state(offset).state < today.state).map(at);
        prop_assert_eq!(today.lapses_on, found);
    }

    #[test]
    fn waiting_beyond_every_day_in_the_record_never_raises_a_level(
        items in any_items(), course in any_course(), exclusions in any_exclusions(),
        steps in prop::collection::vec(1_u64..200, 1..20),
    ) {
        // Pauses and sustain may still lie ahead: they hold a level and never raise one.
        let last = items.iter().map(|item| item.covers.to());
        let mut on = last.chain(exclusions.iter().map(|exclusion| exclusion.until.unwrap_or(exclusion.from))).max().unwrap_or(FIRST);
        let level = |on| small(&items, &calendar_year, &course, &exclusions, on).level;
        for step in steps {
            let later = on + Days::new(step);
            prop_assert!(level(later) <= level(on), "{} on {}, {} on {}", level(on), on, level(later), later);
            on = later;
        }
    }

    #[test]
    fn more_accepted_evidence_never_lowers_a_level(
        items in any_items(), more in any_item(&[R1, R2, E4], SPAN), course in any_course(),
        exclusions in any_exclusions(), on in any_day(),
    ) {
        let before = small(&items, &calendar_year, &course, &exclusions, on);
        let with: Vec<Item> = items.iter().copied().chain([Item { state: Accepted, ..more }]).collect();
        let after = small(&with, &calendar_year, &course, &exclusions, on);
        prop_assert!(after.level >= before.level);
        for (after, before) in after.practices.iter().zip(&before.practices) {
            prop_assert!(after.state >= before.state);
        }
    }

    #[test]
    fn the_order_of_the_evidence_does_not_matter_to_the_level(items in any_items(), on in any_day()) {
        let turned: Vec<Item> = items.iter().rev().copied().collect();
        let one = small(&items, &calendar_year, &Course::default(), &[], on);
        let other = small(&turned, &calendar_year, &Course::default(), &[], on);
        prop_assert_eq!((one.level, one.falls_on), (other.level, other.falls_on));
    }

    #[test]
    fn any_days_that_the_ledger_accepts_can_be_assessed(
        days in prop::collection::vec((0_u64..109_000, 0_u64..109_000, 0_usize..14), 0..30),
        turns in prop::collection::vec((0_u64..110_000, 0_usize..3), 0..6),
        on in 0_u64..110_000, month in 1_u8..=12,
    ) {
        let at = |offset: u64| FIRST_DAY + Days::new(offset);
        let items: Vec<Item> = days
            .iter()
            .map(|&(one, other, practice)| Item {
                source: Source::Provided(EvidenceId(Uuid::nil())),
                practice: PracticeId::ALL[practice],
                covers: Period::new(at(one.min(other)), at(one.max(other))).unwrap(),
                state: Accepted,
                scope: EvidenceScope::Program,
            })
            .collect();
        let phases = [Phase::Running, Phase::InSustain, Phase::Paused];
        let course = Course::new(turns.iter().map(|&(from, phase)| (at(from), phases[phase])));
        let calendar = FiscalCalendar::new(month).unwrap();
        for on in [at(on), NaiveDate::MIN, NaiveDate::MAX] {
            let record =
                Record { items: &items, calendars: &|_| calendar, course: &course, exclusions: &[] };
            let assessed = assess(Model::FOUNDING, &record, on);
            prop_assert!(assessed.level <= 4);
            prop_assert!(assessed.falls_on.is_none_or(|falls| falls > on && assessed.level > 0));
        }
    }
}
