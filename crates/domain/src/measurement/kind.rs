//! What a metric may be: its kind and its better direction.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The kind of a metric: how its figures become a value, and between which bounds.
///
/// | kind | value | figures accepted |
/// | --- | --- | --- |
/// | `nps` | promoters minus detractors, −100 to 100 | value, bands, steps 0 to 10 |
/// | `csat`, `employee_engagement` | share of the two best steps, 0 to 1 | value, ratio, steps |
/// | `ces` | mean step, the lowest being 1 | value, steps |
/// | `proportion`, `retention`, `churn`, `avoidable_contact_rate` | share, 0 to 1 | value, ratio |
/// | `rate` | events to a unit of exposure, 0 or more | value, ratio |
/// | `count` | whole number, 0 or more | value |
/// | `mean` | mean, any number | value, ratio (total to number), steps |
/// | `money` | amount, any number | value |
///
/// A score on another scale (an engagement index of 1 to 5, say) is a `mean`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Net Promoter Score.
    Nps,
    /// Customer satisfaction: the share of the satisfied.
    Csat,
    /// Customer effort score.
    Ces,
    /// A share of a whole.
    Proportion,
    /// The share of customers who stayed.
    Retention,
    /// The share of customers who left.
    Churn,
    /// The share of contacts that a better experience would have made unnecessary.
    AvoidableContactRate,
    /// Events to a unit of exposure: complaints to a thousand passengers.
    Rate,
    /// A number of things.
    Count,
    /// A mean of measured values: minutes, grades.
    Mean,
    /// An amount of money.
    Money,
    /// The share of engaged employees.
    EmployeeEngagement,
}

/// The shapes in which the figures of a reading come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FiguresShape {
    /// The value itself.
    Value,
    /// Numerator and denominator.
    Ratio,
    /// Promoters, passives and detractors.
    Bands,
    /// Counts of answers to a step of a scale.
    Steps,
}

impl FiguresShape {
    /// The name under which the shape is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Ratio => "ratio",
            Self::Bands => "bands",
            Self::Steps => "steps",
        }
    }
}

impl fmt::Display for FiguresShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl MetricKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Nps,
        Self::Csat,
        Self::Ces,
        Self::Proportion,
        Self::Retention,
        Self::Churn,
        Self::AvoidableContactRate,
        Self::Rate,
        Self::Count,
        Self::Mean,
        Self::Money,
        Self::EmployeeEngagement,
    ];

    /// The name under which the kind is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Proportion => "proportion",
            Self::Retention => "retention",
            Self::Churn => "churn",
            Self::AvoidableContactRate => "avoidable_contact_rate",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Mean => "mean",
            Self::Money => "money",
            Self::EmployeeEngagement => "employee_engagement",
        }
    }

    /// The shapes of figures that a reading of this kind may have.
    pub fn accepts(self) -> &'static [FiguresShape] {
        use FiguresShape::{Bands, Ratio, Steps, Value};
        match self {
            Self::Nps => &[Value, Bands, Steps],
            Self::Csat | Self::EmployeeEngagement | Self::Mean => &[Value, Ratio, Steps],
            Self::Ces => &[Value, Steps],
            Self::Proportion | Self::Retention | Self::Churn | Self::AvoidableContactRate | Self::Rate => {
                &[Value, Ratio]
            }
            Self::Count | Self::Money => &[Value],
        }
    }

    /// Whether the value is a share of a whole, 0 to 1.
    pub fn is_share(self) -> bool {
        match self {
            Self::Csat
            | Self::Proportion
            | Self::Retention
            | Self::Churn
            | Self::AvoidableContactRate
            | Self::EmployeeEngagement => true,
            Self::Nps | Self::Ces | Self::Rate | Self::Count | Self::Mean | Self::Money => false,
        }
    }

    /// Between which values a metric of the kind moves, if there are such.
    pub fn bounds(self) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Nps => Some((-Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED)),
            kind if kind.is_share() => Some((Decimal::ZERO, Decimal::ONE)),
            _ => None,
        }
    }
}

impl fmt::Display for MetricKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MetricKind {
    type Err = UnknownName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        named(Self::ALL, Self::name, "kind of metric", typed)
    }
}

/// Which way a metric gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Neither: the metric gives context, a change is high or low, never good or bad.
    Neutral,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::Increase, Self::Decrease, Self::Neutral];

    /// The name under which the direction is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Neutral => "neutral",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Direction {
    type Err = UnknownName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        named(Self::ALL, Self::name, "direction", typed)
    }
}

/// A string that is none of the names of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{typed:?} is not a {what}; write one of {names}")]
pub struct UnknownName {
    /// What the list is of.
    pub what: &'static str,
    /// What was typed, at most 40 characters of it.
    pub typed: String,
    /// The names, with commas between.
    pub names: String,
}

/// The member of a closed list that has the typed name.
pub(crate) fn named<T: Copy, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
    what: &'static str,
    typed: &str,
) -> Result<T, UnknownName> {
    all.into_iter().find(|member| name(*member) == typed).ok_or_else(|| UnknownName {
        what,
        typed: typed.chars().take(40).collect(),
        names: all.map(name).join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_stored_under_the_name_that_is_typed() {
        for kind in MetricKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        for direction in Direction::ALL {
            assert_eq!(serde_json::to_string(&direction).unwrap(), format!("\"{direction}\""));
            assert_eq!(direction.name().parse(), Ok(direction));
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_names_that_exist() {
        let error = "up".parse::<Direction>().unwrap_err();
        assert_eq!(error.to_string(), "\"up\" is not a direction; write one of increase, decrease, neutral");
    }
}
