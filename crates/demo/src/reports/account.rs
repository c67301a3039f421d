//! What somebody who answers for an initiative says of a quarter, from what the ledger shows on that day.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use cxl_domain::calendar::{Period, Rhythm};
use cxl_domain::initiative::{DeclaredState, ImprovementState, Initiative, MetricRole};
use cxl_domain::measurement::kind::{Direction, MetricKind};
use cxl_ledger::query::{Inquiry, ReadingView};
use rust_decimal::Decimal;

use super::super::cast::Cast;
use super::super::initiatives::LINKS;
use super::super::initiatives::improvements::{IMPROVEMENTS, MOVES};
use super::super::metrics::{METRICS, Metered};
use super::super::story::day;
use super::words::{Language, Words};

/// Up to so many hundredths of a year before, a figure is close to it.
const CLOSE: i64 = 4;
/// Beyond so many it is so much worse that the initiative is off its track.
const MUCH_WORSE: i64 = 15;

/// What a report says.
pub(super) struct Account {
    pub(super) state: DeclaredState,
    pub(super) summary: String,
    /// What is in the way, if that is on record.
    pub(super) hurdle: Option<&'static str>,
}

/// What there is to say of a quarter.
pub(super) fn account(words: &'static Words, quarter: Period, cast: &Cast, inquiry: &Inquiry<'_>) -> Account {
    let held = inquiry.initiative(cast.initiative(words.code)).expect("who reports has an initiative");
    let language = words.language;
    let (work, figure) =
        (work(words, quarter, cast, inquiry, &held.state), figure(words, quarter, cast, inquiry));
    let vacant = held.state.owner(&inquiry.as_of).is_none();
    let state = match (&work, &figure) {
        _ if vacant => DeclaredState::OffTrack,
        (Some(Work { state: DeclaredState::OffTrack, .. }), _) => DeclaredState::OffTrack,
        // Something is being done about the figure.
        (Some(Work { state, .. }), Some(figure)) if figure.state == DeclaredState::OnTrack => *state,
        (Some(_), Some(_)) => DeclaredState::AtRisk,
        (Some(Work { state, .. }), None) => *state,
        (None, Some(figure)) => figure.state,
        (None, None) => DeclaredState::OnTrack,
    };
    let sentences = [
        work.as_ref().map(|work| work.said.clone()),
        figure.as_ref().map(|figure| figure.said.clone()),
        (work.is_none() && figure.is_none()).then(|| words.begun.to_owned()),
        vacant.then(|| language.vacant().to_owned()),
    ];
    let summary = sentences.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let hurdle = if vacant { Some(language.nobody()) } else { work.and_then(|work| work.hurdle) };
    Account { state, summary, hurdle }
}

/// What happened to an improvement in the quarter.
struct Work {
    state: DeclaredState,
    said: String,
    hurdle: Option<&'static str>,
}

/// Of several improvements the one that was started last.
fn work(
    words: &Words,
    quarter: Period,
    cast: &Cast,
    inquiry: &Inquiry<'_>,
    initiative: &Initiative,
) -> Option<Work> {
    let language = words.language;
    let begun = IMPROVEMENTS
        .iter()
        .filter(|(code, _, started, ..)| *code == words.code && day(started) <= quarter.to());
    let found = begun.filter_map(|(_, name, .., title)| {
        let improvements = initiative.improvements(&inquiry.as_of);
        let improvement = improvements.into_iter().find(|found| found.id == cast.improvement(name))?;
        let title = language.of(title);
        let within = |day: NaiveDate| quarter.from() <= day && day <= quarter.to();
        let moved = MOVES.iter().rfind(|(_, moved, on, ..)| moved == name && within(day(on)));
        let (state, said, hurdle) = match (improvement.state, moved, improvement.due) {
            (ImprovementState::Delivered(day), ..) if within(day) => {
                (DeclaredState::OnTrack, language.delivered(title, day), None)
            }
            (ImprovementState::Abandoned(day), ..) if within(day) => {
                (DeclaredState::OffTrack, language.abandoned(title, day), None)
            }
            (ImprovementState::Delivered(day) | ImprovementState::Abandoned(day), ..)
                if day < quarter.from() =>
            {
                return None;
            }
            (_, Some((.., due, _, reason)), _) => {
                (DeclaredState::AtRisk, language.put_off(title, day(due)), Some(language.of(reason)))
            }
            (_, None, due) => (DeclaredState::OnTrack, language.under_way(title, due), None),
        };
        Some((improvement.started, Work { state, said, hurdle }))
    });
    found.max_by_key(|(started, _)| *started).map(|(_, work)| work)
}

/// What the primary metric read at the end of the quarter, beside a year before.
struct Figure {
    state: DeclaredState,
    said: String,
}

fn figure(words: &Words, quarter: Period, cast: &Cast, inquiry: &Inquiry<'_>) -> Option<Figure> {
    let primary = |(code, _, role, _): &&(&str, &str, MetricRole, &str)| {
        *code == words.code && *role == MetricRole::Primary
    };
    let metered =
        METRICS.iter().find(|metric| LINKS.iter().find(primary).is_some_and(|link| link.1 == metric.code))?;
    let (id, language) = (cast.metric(metered.code), words.language);
    let (held, _) = inquiry.metric(id)?;
    let readings = inquiry.readings(id, &inquiry.series(&held.state, None)?);
    let last = readings.iter().rfind(|reading| reading.period.to() == quarter.to())?;
    let before = readings.iter().find(|reading| is_a_year_before(reading, last));
    let told = |reading: &ReadingView| told(reading.value, metered, language);
    let when = match metered.rhythm {
        Rhythm::Quarter => language.quarter(last.period.to()),
        _ => language.month(last.period.to()),
    };
    let name = language.of(metered.name);
    let (state, beside) = match before {
        None => (DeclaredState::OnTrack, language.nothing_before().to_owned()),
        Some(before) => {
            let shown = |reading: &ReadingView| reading.value.round_dp(decimals(metered.kind));
            let change = Change::of(shown(before), shown(last), metered.direction);
            (change.state, language.beside(change.word(language), &told(before)))
        }
    };
    Some(Figure { state, said: format!("{name}: {} {when}, {beside}.", told(last)) })
}

fn is_a_year_before(reading: &ReadingView, last: &ReadingView) -> bool {
    let (then, now) = (reading.period.to(), last.period.to());
    (then.year() + 1, then.month()) == (now.year(), now.month())
}

/// How a figure moved, and what that means for the initiative.
struct Change {
    order: Ordering,
    direction: Direction,
    state: DeclaredState,
}

impl Change {
    fn of(before: Decimal, now: Decimal, direction: Direction) -> Self {
        let hundredths = |part: i64| before.abs() * Decimal::new(part, 2);
        let loss = match direction {
            Direction::Increase => before - now,
            Direction::Decrease => now - before,
            Direction::Neutral => Decimal::ZERO,
        };
        let state = if loss > hundredths(MUCH_WORSE) {
            DeclaredState::OffTrack
        } else if loss > hundredths(CLOSE) {
            DeclaredState::AtRisk
        } else {
            DeclaredState::OnTrack
        };
        let is_close = (now - before).abs() <= hundredths(CLOSE);
        Self { order: if is_close { Ordering::Equal } else { now.cmp(&before) }, direction, state }
    }

    fn word(&self, language: Language) -> &'static str {
        match (self.order, self.direction) {
            (Ordering::Equal, _) => language.close(),
            (Ordering::Greater, Direction::Neutral) => language.more(),
            (Ordering::Less, Direction::Neutral) => language.less(),
            (Ordering::Greater, Direction::Increase) | (Ordering::Less, Direction::Decrease) => {
                language.better()
            }
            (Ordering::Less, Direction::Increase) | (Ordering::Greater, Direction::Decrease) => {
                language.worse()
            }
        }
    }
}

/// To how many decimals a value is told: a tenth of a percent is a thousandth.
fn decimals(kind: MetricKind) -> u32 {
    match kind {
        MetricKind::Csat
        | MetricKind::Proportion
        | MetricKind::Retention
        | MetricKind::Churn
        | MetricKind::AvoidableContactRate
        | MetricKind::EmployeeEngagement => 3,
        MetricKind::Nps | MetricKind::Ces | MetricKind::Rate | MetricKind::Mean => 1,
        MetricKind::Count | MetricKind::Money => 0,
    }
}

/// A value with its unit.
fn told(value: Decimal, metered: &Metered, language: Language) -> String {
    let decimals = decimals(metered.kind);
    match (decimals, metered.unit.and_then(|unit| language.unit(unit))) {
        (3, _) => format!("{}%", language.number(value * Decimal::ONE_HUNDRED, 1)),
        (_, Some(unit)) => format!("{} {unit}", language.number(value, decimals)),
        (_, None) => language.number(value, decimals),
    }
}
