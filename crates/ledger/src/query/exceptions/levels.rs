//! Exceptions of levels: those that fell within a year, and those that fall soon.

use chrono::{Days, NaiveDate};
use cxl_domain::calendar::{Period, Rhythm};
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::initiative::Initiative;

use super::initiatives::WARNED_AHEAD;
use super::{ExceptionScope, exception, owner, values};
use crate::query::Inquiry;
use crate::views::Held;

/// At the ends of how many fiscal quarters a level is looked for that was higher.
const QUARTERS_BACK: usize = 4;

/// Initiatives that run and whose level is lower than at the end of one of the last four fiscal quarters.
pub(super) fn fallen(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let running = inquiry.going(scope).filter(|held| inquiry.runs(&held.state));
    running.filter_map(|held| fall_of(inquiry, held)).collect()
}

fn fall_of(inquiry: &Inquiry<'_>, held: &Held<Initiative>) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let (initiative, level) = (&held.state, inquiry.assessment(held).level);
    let calendar = inquiry.calendar(initiative.program(as_of), as_of.effective);
    let running = calendar.period_holding(Rhythm::Quarter, as_of.effective);
    let before =
        std::iter::successors(Some(running), |period| Some(calendar.previous(Rhythm::Quarter, *period)));
    let higher = |day: NaiveDate| {
        let then = inquiry.effective_on(day).assessment(held).level;
        (level < then).then_some((day, then))
    };
    let (day, before) = before.skip(1).take(QUARTERS_BACK).map(Period::to).find_map(higher)?;
    let since = fell_below(inquiry, held, day, level)?;
    let fell =
        exception(Kind::LevelFell, Subject::Initiative(initiative.id), since, None, owner(initiative, as_of));
    let levels = values([("before", before.to_string()), ("after", level.to_string())]);
    Some(Exception { values: levels, ..fell })
}

/// The day on which a level that was higher on a day before came down to what it is on E.
fn fell_below(
    inquiry: &Inquiry<'_>,
    held: &Held<Initiative>,
    mut day: NaiveDate,
    level: u8,
) -> Option<NaiveDate> {
    loop {
        let assessment = inquiry.effective_on(day).assessment(held);
        if assessment.level <= level {
            return Some(day);
        }
        day = assessment.falls_on.filter(|falls| day < *falls && *falls <= inquiry.as_of.effective)?;
    }
}

/// Initiatives whose level falls within the days of warning unless something is recorded.
pub(super) fn falling(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let mut found = Vec::new();
    for held in inquiry.going(scope).filter(|held| inquiry.runs(&held.state)) {
        let assessment = inquiry.assessment(held);
        let Some(falls) = assessment.falls_on else { continue };
        let since = falls.checked_sub_days(Days::new(WARNED_AHEAD)).unwrap_or(NaiveDate::MIN);
        if as_of.effective < since {
            continue;
        }
        let (about, person) = (Subject::Initiative(held.state.id), owner(&held.state, as_of));
        let soon = exception(Kind::LevelFalling, about, since, Some(falls), person);
        found.push(Exception { values: values([("level", assessment.level.to_string())]), ..soon });
    }
    found
}
