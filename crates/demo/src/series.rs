//! From a level that moves to figures that somebody could have read off a screen.

use chrono::{Datelike, NaiveDate};
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm, parse_day};
use cxl_domain::measurement::figures::{Figures, Reading, ReadingStatus};
use cxl_domain::measurement::series::SeriesKey;
use rust_decimal::{Decimal, MathematicalOps as _};

use super::dice::Dice;
use super::metrics::{Line, Metered, Shape};

/// The last day of the story.
pub(super) const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day");

/// How far the season has swung in each month, in percent: quiet after Tet, loud before it.
const SEASON: [i64; 12] = [80, -100, -60, -10, 0, 10, -10, -20, 0, 20, 40, 50];

/// The readings of one line of a metric.
pub(super) struct Drawn {
    pub(super) key: SeriesKey,
    pub(super) readings: Vec<(Period, Reading)>,
}

/// The figures of every line of a metric, period by period, up to the last whole one of the story.
/// Where there are several, the first is the whole and the others are its parts.
pub(super) fn draw(metric: &Metered) -> Vec<Drawn> {
    let mut lines: Vec<Drawn> = metric
        .lines
        .iter()
        .zip(0..)
        .map(|(line, place)| {
            let mut dice = Dice::named(&format!("{} {} {place}", metric.code, line.definition));
            let readings = periods(metric)
                .map(|period| (period, figures(metric, line, period.from(), &mut dice)))
                .collect();
            Drawn { key: key(line), readings }
        })
        .collect();
    if let Some((whole, parts)) = lines.split_first_mut().filter(|(_, parts)| !parts.is_empty()) {
        for (place, (_, reading)) in whole.readings.iter_mut().enumerate() {
            let parts: Vec<&Reading> = parts.iter().map(|part| &part.readings[place].1).collect();
            *reading = together(&parts);
        }
    }
    lines
}

/// What the readings of all parts say of the whole: bands and counts are added up, of measured values
/// the mean and the deviation are those of all values.
fn together(parts: &[&Reading]) -> Reading {
    let sum = |of: fn(&Reading) -> Option<u64>| parts.iter().map(|part| of(part)).sum::<Option<u64>>();
    let invited = sum(|part| part.invited);
    let figures = match sum(|part| part.n) {
        Some(n) => return measured_together(parts, n),
        None if parts.iter().all(|part| matches!(part.figures, Figures::Bands { .. })) => {
            let none = Figures::Bands { promoters: 0, passives: 0, detractors: 0 };
            parts.iter().fold(none, |whole, part| add_bands(whole, part))
        }
        None => Figures::Value(parts.iter().map(|part| mean_of(part)).sum()),
    };
    Reading { invited, ..Reading::of(figures) }
}

fn add_bands(whole: Figures, part: &Reading) -> Figures {
    match (whole, &part.figures) {
        (
            Figures::Bands { promoters, passives, detractors },
            Figures::Bands { promoters: p, passives: q, detractors: d },
        ) => Figures::Bands { promoters: promoters + p, passives: passives + q, detractors: detractors + d },
        (whole, _) => whole,
    }
}

fn measured_together(parts: &[&Reading], n: u64) -> Reading {
    let all = Decimal::from(n);
    let weight = |part: &Reading| Decimal::from(part.n.unwrap_or(0));
    let mean = parts.iter().map(|part| mean_of(part) * weight(part)).sum::<Decimal>() / all;
    let spread = |part: &Reading| {
        let (within, between) = (part.standard_deviation.unwrap_or_default(), mean_of(part) - mean);
        (within * within + between * between) * weight(part)
    };
    let variance = parts.iter().map(|part| spread(part)).sum::<Decimal>() / all;
    Reading {
        n: Some(n),
        standard_deviation: variance.sqrt().map(|deviation| deviation.round_dp(1)),
        ..Reading::of(Figures::Value(mean.round_dp(1)))
    }
}

fn mean_of(part: &Reading) -> Decimal {
    match part.figures {
        Figures::Value(value) => value,
        _ => Decimal::ZERO,
    }
}

fn key(line: &Line) -> SeriesKey {
    let code = |code: Option<&str>| code.map(|code| code.parse().expect("a line's codes are codes"));
    SeriesKey {
        definition: line.definition,
        channel: code(line.channel),
        segment: code(line.segment),
        source: code(line.source),
    }
}

fn periods(metric: &Metered) -> impl Iterator<Item = Period> {
    let rhythm: Rhythm = metric.rhythm;
    let calendar = FiscalCalendar::default();
    let first = calendar.period_holding(rhythm, parse_day(metric.from).expect("a metric begins on a day"));
    let end = metric.until.map_or(LAST_DAY, |until| parse_day(until).expect("a metric ends on a day"));
    std::iter::successors(Some(first), move |period| Some(calendar.next(rhythm, *period)))
        .take_while(move |period| period.to() < end)
}

fn figures(metric: &Metered, line: &Line, on: NaiveDate, dice: &mut Dice) -> Reading {
    let level = metric.level;
    let shifted: i64 =
        level.shifts.iter().filter(|(from, _)| *from <= on.to_string().as_str()).map(|(_, by)| by).sum();
    let season = level.season * SEASON[on.month0() as usize] / 100;
    let at = level.base + shifted + line.offset + season + dice.noise(level.noise);
    let of = |whole: i64, dice: &mut Dice| {
        let growing = whole * (1_000 + 4 * i64::from(on.year() - 2018)) / 1_000;
        (growing * line.share / 100 * (1_000 + dice.noise(30)) / 1_000).max(1)
    };
    match metric.shape {
        Shape::Bands { answers } => {
            let answers = of(answers, dice);
            let promoters = answers * (7_000 + at) / 20_000;
            let detractors = answers * (7_000 - at) / 20_000;
            let bands = Figures::Bands {
                promoters: count(promoters),
                passives: count(answers - promoters - detractors),
                detractors: count(detractors),
            };
            Reading { invited: Some(count(answers * 6)), ..Reading::of(bands) }
        }
        Shape::Steps { steps, answers } => {
            let answers = of(answers, dice);
            let counts = Figures::Steps(on_scale(steps, count(answers), count(at)));
            Reading { invited: Some(count(answers * 5)), ..Reading::of(counts) }
        }
        Shape::Share { whole } => {
            let whole = of(whole, dice);
            ratio(whole * at / 1_000_000, whole)
        }
        Shape::All { whole } => {
            let whole = of(whole, dice);
            ratio(whole, whole)
        }
        Shape::Events { exposure } => {
            let exposure = of(exposure, dice);
            ratio(exposure * at / 1_000, exposure)
        }
        Shape::Measured { values } => {
            let mean = Figures::Value(Decimal::new(at / 100, 1));
            let deviation = Some(Decimal::new(at / 250, 1));
            Reading { n: Some(count(of(values, dice))), standard_deviation: deviation, ..Reading::of(mean) }
        }
        Shape::Counted => Reading::of(Figures::Value(Decimal::from(at * line.share / 100))),
        Shape::Amount { to } => Reading::of(Figures::Value(Decimal::from(at / to * to))),
    }
}

fn ratio(numerator: i64, denominator: i64) -> Reading {
    Reading::of(Figures::Ratio {
        numerator: Decimal::from(numerator),
        denominator: Decimal::from(denominator),
    })
}

fn count(number: i64) -> u64 {
    u64::try_from(number).expect("what the story counts is there")
}

/// How answers fall on a scale of at most 11 steps when each is `up` millionths of the way up on average: as if each step
/// were climbed or not by a throw of its own. What rounding leaves over goes to the best step.
fn on_scale(steps: u32, answers: u64, up: u64) -> Vec<u64> {
    const WHOLE: u128 = 10_000;
    let (climbs, up) = (u128::from(steps - 1), u128::from(up) / 100);
    let mut ways = 1;
    let mut counts: Vec<u64> = (0..u128::from(steps))
        .map(|climbed| {
            let parts = u128::from(answers) * ways * power(up, climbed) * power(WHOLE - up, climbs - climbed);
            ways = ways * (climbs - climbed) / (climbed + 1);
            u64::try_from(parts / power(WHOLE, climbs)).expect("a part is not more than all answers")
        })
        .collect();
    let given: u64 = counts.iter().sum();
    if let Some(best) = counts.last_mut() {
        *best += answers - given;
    }
    counts
}

fn power(base: u128, exponent: u128) -> u128 {
    (0..exponent).fold(1, |power, _| power * base)
}

/// The same reading as the source stated it another time: so many thousandths of the figures, or the
/// same figures under another status.
pub(super) fn restated(reading: &Reading, thousandths: i64, status: ReadingStatus) -> Reading {
    let part = |number: Decimal| number * Decimal::from(thousandths) / Decimal::from(1_000);
    let figures = match &reading.figures {
        Figures::Ratio { numerator, denominator } => {
            Figures::Ratio { numerator: part(*numerator).trunc(), denominator: *denominator }
        }
        Figures::Value(value) => Figures::Value(part(*value).round_dp(1)),
        whole @ (Figures::Bands { .. } | Figures::Steps(_)) => whole.clone(),
    };
    Reading { figures, status, ..reading.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::metrics::METRICS;
    use super::*;

    #[test]
    fn answers_on_a_scale_are_all_there_and_lean_to_where_the_level_is() {
        let low = on_scale(7, 1_300, 300_000);
        let high = on_scale(7, 1_300, 800_000);
        assert_eq!((low.iter().sum::<u64>(), high.iter().sum::<u64>()), (1_300, 1_300));
        let mean =
            |counts: &[u64]| counts.iter().zip(1..).map(|(count, step)| count * step).sum::<u64>() / 1_300;
        assert_eq!((mean(&low), mean(&high)), (2, 5));
    }

    #[test]
    fn the_channels_of_a_count_and_of_answers_add_up_to_the_whole() {
        for code in ["CONTACTS", "NPS", "JP-NPS"] {
            let metric = METRICS.iter().find(|metric| metric.code == code).unwrap();
            let lines = draw(metric);
            let total = |line: &Drawn| match &line.readings[30].1.figures {
                Figures::Value(value) => *value,
                Figures::Bands { promoters, passives, detractors } => {
                    (promoters + passives + detractors).into()
                }
                other => panic!("{other:?}"),
            };
            let parts: Decimal = lines[1..].iter().map(total).sum();
            assert_eq!(total(&lines[0]), parts, "{code}");
        }
    }
}
