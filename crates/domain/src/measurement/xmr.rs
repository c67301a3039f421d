//! The XmR chart of a series: groups with their limits, points with their type, signal, assurance.
//!
//! Follows the XmR chart of NHS England's "Making Data Count" as the R package NHSRplotthedots
//! 0.2.2 computes it; [`super::limits`] says how limits come about, [`super::rules`] which points
//! are special. A chart falls into groups, each begun by a *rebase*; the mean, the limits and every
//! rule start anew with each, and no moving range crosses the border.
//!
//! # The edges, each decided on purpose
//!
//! | case | what happens |
//! | --- | --- |
//! | no points | a chart without groups and without a signal |
//! | one point | a mean, no limits, common cause, no assurance |
//! | two points | limits from the one range there is |
//! | fewer than 12 points in a group | limits all the same, marked as trial limits (`short`) |
//! | equal values | limits on the mean; nothing is outside, near or special |
//! | nearly constant values | limits from all ranges, no shift: see [`super::limits`] |
//! | later points after a constant stretch that fixed the limits | limits without width judge nothing; shift and trend still do |
//! | ties | break a trend; on the mean they break a shift |
//! | gaps in time | not looked at: neighbors in the series are neighbors in the chart |
//! | two points of one day, or days not in order | refused: which is the neighbor of which cannot be told |
//! | a limit beyond what the metric can be (over 100 %, below zero) | stays; limits describe the process, not the scale |
//! | a rebase before the first point | begins the first group, which begins there anyway |
//! | a rebase after the last point | begins nothing, and is reported so |
//! | two rebases before the same point | begin one group |

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decimal::{DecimalError, check_decimal};
use super::kind::Direction;
use super::limits::{Limits, Side, Zone};
use super::rules::{Judgment, RuleSet, SpecialCause, judge};

/// Under so many points a group has *trial limits*.
pub const FULL_GROUP: usize = 12;

/// What a chart is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How long runs must be.
    pub rule_set: RuleSet,
    /// Whether wild ranges are screened out of the limits.
    pub screen: bool,
    /// Only the first so many points of each group set its limits; at least [`FULL_GROUP`].
    pub fix_after: Option<usize>,
    /// The days of rebases, in any order; each begins a group with the first point on or after it.
    pub rebase: Vec<NaiveDate>,
    /// Which way is better.
    pub direction: Direction,
    /// What the metric should reach.
    pub target: Option<Decimal>,
}

impl Default for Options {
    /// Rule set `mdc-7-7`, screened, no fixed limits, no rebase, increase, no target.
    fn default() -> Self {
        Self {
            rule_set: RuleSet::default(),
            screen: true,
            fix_after: None,
            rebase: Vec::new(),
            direction: Direction::Increase,
            target: None,
        }
    }
}

/// What a point means for the one who looks at the metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointType {
    /// Within what the process does by itself.
    CommonCause,
    /// Special, in the better direction.
    Improvement,
    /// Special, in the worse direction.
    Concern,
    /// Special and upward, where no direction is better.
    NeutralHigh,
    /// Special and downward, where no direction is better.
    NeutralLow,
}

impl PointType {
    /// Every type.
    pub const ALL: [Self; 5] =
        [Self::CommonCause, Self::Improvement, Self::Concern, Self::NeutralHigh, Self::NeutralLow];

    /// The name under which results state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::NeutralHigh => "neutral_high",
            Self::NeutralLow => "neutral_low",
        }
    }

    /// What a special cause that points to a side means where `direction` is better.
    pub fn of(towards: Side, direction: Direction) -> Self {
        match (direction, towards) {
            (_, Side::On) => Self::CommonCause,
            (Direction::Increase, Side::Above) | (Direction::Decrease, Side::Below) => Self::Improvement,
            (Direction::Increase, Side::Below) | (Direction::Decrease, Side::Above) => Self::Concern,
            (Direction::Neutral, Side::Above) => Self::NeutralHigh,
            (Direction::Neutral, Side::Below) => Self::NeutralLow,
        }
    }
}

/// Whether the process as it is will meet the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The target lies beyond the limits on the worse side: it is met every time.
    ConsistentPass,
    /// The target lies beyond the limits on the better side: it is missed every time.
    ConsistentFail,
    /// The target lies on or between the limits: it is met or missed by chance.
    Inconsistent,
}

impl Assurance {
    /// Every assurance.
    pub const ALL: [Self; 3] = [Self::ConsistentPass, Self::ConsistentFail, Self::Inconsistent];

    /// The name under which results state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConsistentPass => "consistent_pass",
            Self::ConsistentFail => "consistent_fail",
            Self::Inconsistent => "inconsistent",
        }
    }

    /// What limits say about a target; `None` without limits or a better direction.
    pub fn of(limits: &Limits, direction: Direction, target: Decimal) -> Option<Self> {
        let (lower, upper) = (limits.lower()?, limits.upper()?);
        let (passes, fails) = match direction {
            Direction::Increase => (target < lower, target > upper),
            Direction::Decrease => (target > upper, target < lower),
            Direction::Neutral => return None,
        };
        Some(if passes {
            Self::ConsistentPass
        } else if fails {
            Self::ConsistentFail
        } else {
            Self::Inconsistent
        })
    }
}

/// A stretch of the series with limits of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its number, from 0.
    pub group: usize,
    /// How many points it has.
    pub n: usize,
    /// Its mean, and how its limits came about.
    pub limits: Limits,
    /// The lower limit.
    pub lower: Option<Decimal>,
    /// The upper limit.
    pub upper: Option<Decimal>,
    /// The type of its last point.
    pub variation: PointType,
    /// What its limits say about the target.
    pub assurance: Option<Assurance>,
    /// Whether its limits are trial limits, being those of fewer than [`FULL_GROUP`] points.
    pub short: bool,
}

/// One point of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Its number, from 1.
    pub i: usize,
    /// Its day.
    pub date: NaiveDate,
    /// Its value.
    pub value: Decimal,
    /// The group to which it belongs.
    pub group: usize,
    /// On which side of its group's mean it lies.
    pub side: Side,
    /// How far from the mean it lies.
    pub zone: Zone,
    /// Why it is more than noise, if it is.
    pub special_cause: Option<SpecialCause>,
    /// What it means.
    pub point_type: PointType,
}

/// What became of a rebase that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rebase {
    /// Its day.
    pub date: NaiveDate,
    /// The day of the point with which its group begins; `None` if no point is on or after it.
    pub begins: Option<NaiveDate>,
}

/// The XmR chart of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// By which rules it was judged.
    pub rule_set: RuleSet,
    /// Its groups, in order.
    pub groups: Vec<Group>,
    /// Its points, in order.
    pub points: Vec<Point>,
    /// The rebases asked for, in order.
    pub rebases: Vec<Rebase>,
}

impl Chart {
    /// The signal: the type of the last point. `None` of a chart without points.
    pub fn signal(&self) -> Option<PointType> {
        self.groups.last().map(|group| group.variation)
    }

    /// What the last group's limits say about the target.
    pub fn assurance(&self) -> Option<Assurance> {
        self.groups.last()?.assurance
    }

    /// Whether the signal rests on trial limits.
    pub fn is_on_trial(&self) -> bool {
        self.groups.last().is_some_and(|group| group.short)
    }
}

/// Why there is no chart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// Two points of one day.
    #[error("two points have the day {date}; a series has one point a period")]
    Twice {
        /// The day.
        date: NaiveDate,
    },
    /// A point after one of a later day.
    #[error("the point of {date} comes after that of {earlier}; points are given in the order of their days")]
    NotInOrder {
        /// The day of the point.
        date: NaiveDate,
        /// The later day of the point before it.
        earlier: NaiveDate,
    },
    /// A value with too many digits.
    #[error("the value of {date}: {problem}")]
    Value {
        /// The day of the point.
        date: NaiveDate,
        /// What is wrong with it.
        problem: DecimalError,
    },
    /// Too few points to fix limits by.
    #[error("limits may be fixed after {FULL_GROUP} points or more, not after {fix_after}")]
    FixAfter {
        /// The number given.
        fix_after: usize,
    },
}

/// Computes the chart of points given in the order of their days, one a day at most.
pub fn chart(points: &[(NaiveDate, Decimal)], options: &Options) -> Result<Chart, ChartError> {
    check(points, options)?;
    let mut dates = options.rebase.clone();
    dates.sort_unstable();
    dates.dedup();
    let starts: Vec<usize> = dates.iter().map(|date| points.partition_point(|(day, _)| day < date)).collect();
    let rebases = dates
        .iter()
        .zip(&starts)
        .map(|(&date, &start)| Rebase { date, begins: points.get(start).map(|(day, _)| *day) })
        .collect();

    let mut chart = Chart {
        rule_set: options.rule_set,
        groups: Vec::new(),
        points: Vec::with_capacity(points.len()),
        rebases,
    };
    let mut rest = points;
    let mut first = 0;
    for start in starts.into_iter().chain([points.len()]) {
        let (group, after) = rest.split_at(start - first);
        chart.add_group(group, options);
        (rest, first) = (after, start);
    }
    Ok(chart)
}

fn check(points: &[(NaiveDate, Decimal)], options: &Options) -> Result<(), ChartError> {
    if let Some(fix_after) = options.fix_after.filter(|n| *n < FULL_GROUP) {
        return Err(ChartError::FixAfter { fix_after });
    }
    for pair in points.windows(2) {
        let (earlier, date) = (pair[0].0, pair[1].0);
        if date == earlier {
            return Err(ChartError::Twice { date });
        }
        if date < earlier {
            return Err(ChartError::NotInOrder { date, earlier });
        }
    }
    for (date, value) in points {
        check_decimal(*value).map_err(|problem| ChartError::Value { date: *date, problem })?;
    }
    Ok(())
}

impl Chart {
    /// Adds a group; without points there is none.
    fn add_group(&mut self, points: &[(NaiveDate, Decimal)], options: &Options) {
        let values: Vec<Decimal> = points.iter().map(|(_, value)| *value).collect();
        let fixed = options.fix_after.map_or(values.len(), |n| n.min(values.len()));
        let Some(limits) = Limits::of(&values[..fixed], options.screen) else { return };
        let group = self.groups.len();
        for ((date, value), judgment) in points.iter().zip(judge(&values, &limits, options.rule_set)) {
            let Judgment { side, zone, special } = judgment;
            self.points.push(Point {
                i: self.points.len() + 1,
                date: *date,
                value: *value,
                group,
                side,
                zone,
                special_cause: special.map(|(cause, _)| cause),
                point_type: special
                    .map_or(PointType::CommonCause, |(_, towards)| PointType::of(towards, options.direction)),
            });
        }
        self.groups.push(Group {
            group,
            n: values.len(),
            limits,
            lower: limits.lower(),
            upper: limits.upper(),
            variation: self.points.last().map_or(PointType::CommonCause, |last| last.point_type),
            assurance: options.target.and_then(|target| Assurance::of(&limits, options.direction, target)),
            short: values.len() < FULL_GROUP,
        });
    }
}

#[cfg(test)]
mod tests;
