//! The chart as JSON, in a shape that scripts may rely on: keys are only ever added at the end.

use std::io::{self, Write};

use chrono::NaiveDate;
use cxl_domain::measurement::limits::Zone;
use cxl_domain::measurement::rules::{RuleSet, SpecialCause};
use cxl_domain::measurement::xmr::{Assurance, Chart, Group, Point, PointType, Rebase};
use rust_decimal::Decimal;
use serde::Serialize;

/// Prints the chart as one line of JSON.
pub(super) fn write(chart: &Chart, out: &mut dyn Write) -> io::Result<()> {
    let document = ChartJson {
        rule_set: chart.rule_set,
        groups: chart.groups.iter().map(GroupJson::from).collect(),
        points: chart.points.iter().map(PointJson::from).collect(),
        rebases: &chart.rebases,
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct ChartJson<'a> {
    rule_set: RuleSet,
    groups: Vec<GroupJson>,
    points: Vec<PointJson>,
    rebases: &'a [Rebase],
}

#[derive(Serialize)]
struct GroupJson {
    group: usize,
    n: usize,
    mean: f64,
    lower: Option<f64>,
    upper: Option<f64>,
    variation: PointType,
    assurance: Option<Assurance>,
    short: bool,
    screened: usize,
    nearly_constant: bool,
}

impl From<&Group> for GroupJson {
    fn from(group: &Group) -> Self {
        Self {
            group: group.group,
            n: group.n,
            mean: number(group.limits.mean),
            lower: group.lower.map(number),
            upper: group.upper.map(number),
            variation: group.variation,
            assurance: group.assurance,
            short: group.short,
            screened: group.limits.screened,
            nearly_constant: group.limits.nearly_constant,
        }
    }
}

#[derive(Serialize)]
struct PointJson {
    i: usize,
    date: NaiveDate,
    value: f64,
    group: usize,
    side: i8,
    outside: bool,
    near: bool,
    special_cause: Option<SpecialCause>,
    point_type: PointType,
}

impl From<&Point> for PointJson {
    fn from(point: &Point) -> Self {
        Self {
            i: point.i,
            date: point.date,
            value: number(point.value),
            group: point.group,
            side: point.side.sign(),
            outside: point.zone == Zone::Outside,
            near: point.zone == Zone::Near,
            special_cause: point.special_cause,
            point_type: point.point_type,
        }
    }
}

/// The nearest number that JSON readers hold. By way of the digits, which rounds once.
fn number(exact: Decimal) -> f64 {
    exact.to_string().parse().expect("a decimal is written as a finite number")
}
