//! The chart for people: a sparkline, a table, and what it says in plain words.

use std::io::{self, Write};

use cxl_domain::measurement::kind::Direction;
use cxl_domain::measurement::limits::Side;
use cxl_domain::measurement::rules::SpecialCause;
use cxl_domain::measurement::xmr::{Assurance, Chart, Group, Options, Point, PointType};
use rust_decimal::Decimal;

/// The most points in the sparkline; a longer series shows its last ones.
const SPARKLINE: usize = 100;

/// Prints sparkline, points, groups and the sentence.
pub(super) fn write(chart: &Chart, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let (Some(first), Some(last)) = (chart.points.first(), chart.points.last()) else { return Ok(()) };
    let n = counted(chart.points.len());
    writeln!(out, "{n}, {} to {}, rules {}", first.date, last.date, chart.rule_set)?;
    writeln!(out, "\n{}\n", sparkline(&chart.points))?;
    write_points(chart, out)?;
    writeln!(out)?;
    for group in &chart.groups {
        writeln!(out, "{}", described(group, chart))?;
    }
    for rebase in chart.rebases.iter().filter(|rebase| rebase.begins.is_none()) {
        writeln!(out, "The rebase of {} begins nothing: no point lies on or after it.", rebase.date)?;
    }
    writeln!(out, "\n{}", sentence(chart, last, options))
}

fn write_points(chart: &Chart, out: &mut dyn Write) -> io::Result<()> {
    let values: Vec<String> = chart.points.iter().map(|point| point.value.to_string()).collect();
    let width = values.iter().map(String::len).max().unwrap_or(0).max("value".len());
    writeln!(out, "{:>6}  {:<10}  {:>width$}  {:<18}  type", "#", "date", "value", "special cause")?;
    let mut group = 0;
    for (point, value) in chart.points.iter().zip(values) {
        if point.group != group {
            group = point.group;
            writeln!(out, "{:>6}  rebase", "")?;
        }
        let cause = point.special_cause.map_or("", cause_name);
        let line = format!(
            "{:>6}  {:<10}  {value:>width$}  {cause:<18}  {}",
            point.i,
            point.date.to_string(),
            type_name(point.point_type)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn described(group: &Group, chart: &Chart) -> String {
    let name = if chart.groups.len() == 1 { "All".to_owned() } else { format!("Group {}", group.group) };
    let limits = match (group.lower, group.upper) {
        (Some(lower), Some(upper)) => format!("limits {} to {}", shown(lower), shown(upper)),
        _ => "no limits: they take two points".to_owned(),
    };
    let on_trial = group.short && group.lower.is_some();
    let trial = if on_trial { " (trial limits: fewer than 12 points)" } else { "" };
    let screened = match group.limits.screened {
        0 => String::new(),
        n => format!("; wild steps left out of the limits: {n}"),
    };
    let constant = if group.limits.nearly_constant {
        "; nearly constant, so no step was left out and no shift is looked for"
    } else {
        ""
    };
    format!(
        "{name}: {}, mean {}, {limits}{trial}{screened}{constant}.",
        counted(group.n),
        shown(group.limits.mean)
    )
}

/// What the chart says of the last point and of the target.
fn sentence(chart: &Chart, last: &Point, options: &Options) -> String {
    let limits = chart.groups.last().filter(|group| group.lower.is_some());
    let finding = match last.special_cause {
        _ if limits.is_none() => "cannot be judged: one point does not show how much it varies".to_owned(),
        None => "is common cause: no more than the process varies by itself".to_owned(),
        Some(cause) => format!("{}: it {}", meaning(last.point_type), because(cause, last)),
    };
    let trial = match limits {
        Some(group) if group.short => " The limits are trial limits, on fewer than 12 points.",
        _ => "",
    };
    let target = match (chart.assurance(), options.target) {
        (Some(assurance), Some(target)) => format!(" {}", prospect(assurance, target, options.direction)),
        _ => String::new(),
    };
    format!("The last point, {} on {}, {finding}.{trial}{target}", last.value, last.date)
}

fn meaning(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "is common cause",
        PointType::Improvement => "is an improvement",
        PointType::Concern => "is a concern",
        PointType::NeutralHigh => "is special on the high side",
        PointType::NeutralLow => "is special on the low side",
    }
}

fn because(cause: SpecialCause, point: &Point) -> String {
    let side = if point.side == Side::Below { "below" } else { "above" };
    match cause {
        SpecialCause::AstronomicalPoint => {
            let limit = if point.side == Side::Below { "lower" } else { "upper" };
            format!("lies {side} the {limit} limit")
        }
        SpecialCause::Trend => "ends a run of points that all go one way".to_owned(),
        SpecialCause::TwoInThree => format!("is one of two in three near the limit {side} the mean"),
        SpecialCause::Shift => format!("belongs to a run of points {side} the mean"),
    }
}

fn prospect(assurance: Assurance, target: Decimal, direction: Direction) -> String {
    let aim = if direction == Direction::Decrease { "at most" } else { "at least" };
    match assurance {
        Assurance::ConsistentPass => {
            format!("As it runs, it will meet the target of {aim} {target} every time.")
        }
        Assurance::ConsistentFail => {
            format!("As it runs, it will miss the target of {aim} {target} every time.")
        }
        Assurance::Inconsistent => {
            format!("As it runs, it will meet or miss the target of {aim} {target} by chance.")
        }
    }
}

fn cause_name(cause: SpecialCause) -> &'static str {
    match cause {
        SpecialCause::AstronomicalPoint => "astronomical point",
        SpecialCause::Trend => "trend",
        SpecialCause::TwoInThree => "two in three",
        SpecialCause::Shift => "shift",
    }
}

fn type_name(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "",
        PointType::Improvement => "improvement",
        PointType::Concern => "concern",
        PointType::NeutralHigh => "high",
        PointType::NeutralLow => "low",
    }
}

fn counted(points: usize) -> String {
    if points == 1 { "1 point".to_owned() } else { format!("{points} points") }
}

/// A computed number with as many digits as a reader can use: six significant ones.
fn shown(number: Decimal) -> String {
    number.round_sf(6).unwrap_or(number).normalize().to_string()
}

/// A bar for each of the last points, from the lowest to the highest of them.
fn sparkline(points: &[Point]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let points = &points[points.len().saturating_sub(SPARKLINE)..];
    let values = || points.iter().map(|point| point.value);
    let (Some(lowest), Some(highest)) = (values().min(), values().max()) else { return String::new() };
    let span = highest - lowest;
    values()
        .map(|value| {
            let share = (value - lowest).checked_div(span).unwrap_or(Decimal::new(5, 1));
            let step = (share * Decimal::from(BARS.len() - 1)).round();
            BARS[usize::try_from(step).unwrap_or(0).min(BARS.len() - 1)]
        })
        .collect()
}
