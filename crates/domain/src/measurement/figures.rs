//! One reading: the figures of one period, how they are checked and which value they give.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decimal::{self, DecimalError, MAX_DECIMALS, MAX_WHOLE_DIGITS, check_decimal};
use super::kind::{FiguresShape, MetricKind};

/// What was counted or measured in one period. Aggregates only, never one customer's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Figures {
    /// The value itself, where nothing finer is known.
    Value(
        #[serde(with = "decimal::stored")]
        #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
        Decimal,
    ),
    /// A part and its whole: two counts for a share, events and exposure for a rate, a total and
    /// a number for a mean.
    Ratio {
        /// The part, the events or the total.
        #[serde(with = "decimal::stored")]
        #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
        numerator: Decimal,
        /// The whole, the exposure or the number.
        #[serde(with = "decimal::stored")]
        #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
        denominator: Decimal,
    },
    /// Answers to "would you recommend us", 0 to 10, by the bands of the Net Promoter Score.
    Bands {
        /// Answers of 9 and 10.
        promoters: u64,
        /// Answers of 7 and 8.
        passives: u64,
        /// Answers of 0 to 6.
        detractors: u64,
    },
    /// Counts of answers to each step of a scale, the lowest step first.
    Steps(Vec<u64>),
}

impl Figures {
    /// The shape in which the figures come.
    pub fn shape(&self) -> FiguresShape {
        match self {
            Self::Value(_) => FiguresShape::Value,
            Self::Ratio { .. } => FiguresShape::Ratio,
            Self::Bands { .. } => FiguresShape::Bands,
            Self::Steps(_) => FiguresShape::Steps,
        }
    }
}

/// Whether a source still expects to change a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadingStatus {
    /// The source says that it may change.
    Provisional,
    /// The source holds it to be settled.
    Final,
}

/// One period of a series, as one source stated it once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What was counted or measured.
    pub figures: Figures,
    /// How many answered or were measured, if that is known apart from the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// How many were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<u64>,
    /// The standard deviation among those who answered, in the unit of the value.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal::stored_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::golden::DecimalText>"))]
    pub standard_deviation: Option<Decimal>,
    /// Provisional or final.
    pub status: ReadingStatus,
}

impl Reading {
    /// Final figures with nothing beside them.
    pub fn of(figures: Figures) -> Self {
        Self { figures, n: None, invited: None, standard_deviation: None, status: ReadingStatus::Final }
    }

    /// How many answered: as stated, else as counted in the figures. `None` where neither tells.
    pub fn answers(&self, kind: MetricKind) -> Option<u64> {
        self.n.or_else(|| u64::try_from(counted(kind, &self.figures)?).ok())
    }
}

/// The most that a count may be: as many digits as a number has before its point, so that a count and
/// the decimal of a count have the same bound and their sums stay exact. More than anybody counts.
pub const MAX_COUNT: u64 = 10_u64.pow(MAX_WHOLE_DIGITS) - 1;

/// The fewest and the most steps of a scale.
pub const STEPS: std::ops::RangeInclusive<usize> = 2..=11;

/// Refuses a reading that contradicts itself or its metric's kind. What passes has a [`value`].
pub fn check(kind: MetricKind, reading: &Reading) -> Result<(), FiguresProblem> {
    let shape = reading.figures.shape();
    if !kind.accepts().contains(&shape) {
        return Err(FiguresProblem::Shape { kind, shape });
    }
    match &reading.figures {
        Figures::Value(value) => check_value(kind, *value)?,
        Figures::Ratio { numerator, denominator } => check_ratio(kind, *numerator, *denominator)?,
        Figures::Bands { promoters, passives, detractors } => {
            check_most("promoters", *promoters)?;
            check_most("passives", *passives)?;
            check_most("detractors", *detractors)?;
        }
        Figures::Steps(counts) => {
            check_steps(kind, counts.len())?;
            counts.iter().try_for_each(|count| check_most("a step", *count))?;
        }
    }
    check_answers(kind, reading)?;
    if let Some(deviation) = reading.standard_deviation {
        check_decimal(deviation)?;
        if deviation.is_sign_negative() && !deviation.is_zero() {
            return Err(FiguresProblem::NegativeDeviation { deviation });
        }
    }
    Ok(())
}

/// The value of a reading that passed [`check`]; [`MetricKind`] says which for each kind.
///
/// Quotients are rounded half to even to twelve decimals, so the same share from other counts is
/// the same value. Figures that would divide by zero, which `check` refuses, give zero.
pub fn value(kind: MetricKind, figures: &Figures) -> Decimal {
    match figures {
        Figures::Value(value) => *value,
        Figures::Ratio { numerator, denominator } => quotient(*numerator, *denominator),
        Figures::Bands { promoters, passives, detractors } => {
            net_promoter_score(whole([*promoters]), whole([*passives]), whole([*detractors]))
        }
        Figures::Steps(counts) => match kind {
            MetricKind::Nps => {
                let band = |steps: std::ops::Range<usize>| {
                    whole(counts.iter().copied().take(steps.end).skip(steps.start))
                };
                net_promoter_score(band(9..11), band(7..9), band(0..7))
            }
            kind if kind.is_share() => {
                quotient(whole(counts.iter().rev().take(2).copied()), whole(counts.iter().copied()))
            }
            _ => mean_step(counts),
        },
    }
}

/// Why figures are not a reading of their metric.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiguresProblem {
    /// The kind takes other figures.
    #[error("a metric of kind {kind} takes {}, not {shape}", names(kind.accepts()))]
    Shape {
        /// The metric's kind.
        kind: MetricKind,
        /// The shape given.
        shape: FiguresShape,
    },
    /// A number with too many digits.
    #[error(transparent)]
    Decimal(#[from] DecimalError),
    /// The value lies where the kind has none.
    #[error("a value of kind {kind} lies between {lowest} and {highest}, not at {value}")]
    OutOfBounds {
        /// The metric's kind.
        kind: MetricKind,
        /// The lowest value that the kind has.
        lowest: Decimal,
        /// The highest.
        highest: Decimal,
        /// The value given.
        value: Decimal,
    },
    /// A number below zero where nothing can be.
    #[error("{what} of a metric of kind {kind} is zero or more, not {number}")]
    Negative {
        /// The metric's kind.
        kind: MetricKind,
        /// Which number.
        what: &'static str,
        /// The number given.
        number: Decimal,
    },
    /// A fraction where things are counted.
    #[error("{what} of a metric of kind {kind} is a whole number, not {number}")]
    NotWhole {
        /// The metric's kind.
        kind: MetricKind,
        /// Which number.
        what: &'static str,
        /// The number given.
        number: Decimal,
    },
    /// A denominator of zero or less.
    #[error("the denominator is {denominator}; a period in which nothing was counted has no reading")]
    Denominator {
        /// The denominator given.
        denominator: Decimal,
    },
    /// A part larger than its whole.
    #[error("the numerator {numerator} is larger than the denominator {denominator}")]
    PartOverWhole {
        /// The part given.
        numerator: Decimal,
        /// The whole given.
        denominator: Decimal,
    },
    /// A scale with too few or too many steps.
    #[error("a scale of a metric of kind {kind} has {fewest} to {most} steps, this one has {steps}")]
    Steps {
        /// The metric's kind.
        kind: MetricKind,
        /// The fewest steps that the kind takes.
        fewest: usize,
        /// The most.
        most: usize,
        /// How many were given.
        steps: usize,
    },
    /// More than anybody counts.
    #[error("{what} counts at most {MAX_COUNT}, not {count}")]
    TooMany {
        /// Which number.
        what: &'static str,
        /// The number given.
        count: u128,
    },
    /// Nobody answered.
    #[error("nobody answered; a period without answers has no reading")]
    NoAnswers,
    /// Two statements of how many answered.
    #[error("the figures count {counted} answers, but n is {n}")]
    DoNotAddUp {
        /// How many the figures count.
        counted: u128,
        /// How many were stated.
        n: u64,
    },
    /// More answers than people asked.
    #[error("{answers} answered, but only {invited} were invited")]
    MoreThanInvited {
        /// How many answered.
        answers: u128,
        /// How many were asked.
        invited: u64,
    },
    /// A standard deviation below zero.
    #[error("a standard deviation is zero or more, not {deviation}")]
    NegativeDeviation {
        /// The number given.
        deviation: Decimal,
    },
}

fn names(shapes: &[FiguresShape]) -> String {
    let names: Vec<_> = shapes.iter().map(|shape| shape.name()).collect();
    names.join(" or ")
}

fn check_value(kind: MetricKind, value: Decimal) -> Result<(), FiguresProblem> {
    check_decimal(value)?;
    match kind.bounds() {
        Some((lowest, highest)) if value < lowest || value > highest => {
            Err(FiguresProblem::OutOfBounds { kind, lowest, highest, value })
        }
        None if kind == MetricKind::Count => check_count(kind, "the value", value),
        None if kind == MetricKind::Rate => check_not_negative(kind, "the value", value),
        _ => Ok(()),
    }
}

fn check_ratio(kind: MetricKind, numerator: Decimal, denominator: Decimal) -> Result<(), FiguresProblem> {
    check_decimal(numerator)?;
    check_decimal(denominator)?;
    if denominator <= Decimal::ZERO {
        return Err(FiguresProblem::Denominator { denominator });
    }
    if kind.is_share() {
        check_count(kind, "the numerator", numerator)?;
        check_count(kind, "the denominator", denominator)?;
        if numerator > denominator {
            return Err(FiguresProblem::PartOverWhole { numerator, denominator });
        }
    } else if kind == MetricKind::Mean {
        check_count(kind, "the denominator", denominator)?;
    } else {
        check_not_negative(kind, "the numerator", numerator)?;
    }
    // A tiny denominator can make a quotient that no chart could sum.
    check_decimal(quotient(numerator, denominator))?;
    Ok(())
}

fn check_steps(kind: MetricKind, steps: usize) -> Result<(), FiguresProblem> {
    let (fewest, most) = match kind {
        MetricKind::Nps => (11, 11),
        // The two best of two steps would always be everybody.
        kind if kind.is_share() => (3, *STEPS.end()),
        _ => (*STEPS.start(), *STEPS.end()),
    };
    if (fewest..=most).contains(&steps) {
        Ok(())
    } else {
        Err(FiguresProblem::Steps { kind, fewest, most, steps })
    }
}

fn check_answers(kind: MetricKind, reading: &Reading) -> Result<(), FiguresProblem> {
    let counted = counted(kind, &reading.figures);
    check_most("all answers together", counted.unwrap_or(0))?;
    check_most("n", reading.n.unwrap_or(0))?;
    check_most("invited", reading.invited.unwrap_or(0))?;
    if counted == Some(0) || reading.n == Some(0) {
        return Err(FiguresProblem::NoAnswers);
    }
    if let (Some(counted), Some(n)) = (counted, reading.n)
        && counted != u128::from(n)
    {
        return Err(FiguresProblem::DoNotAddUp { counted, n });
    }
    if let (Some(answers), Some(invited)) = (reading.n.map(u128::from).or(counted), reading.invited)
        && answers > u128::from(invited)
    {
        return Err(FiguresProblem::MoreThanInvited { answers, invited });
    }
    Ok(())
}

fn check_most(what: &'static str, count: impl Into<u128>) -> Result<(), FiguresProblem> {
    let count = count.into();
    if count > u128::from(MAX_COUNT) { Err(FiguresProblem::TooMany { what, count }) } else { Ok(()) }
}

fn check_count(kind: MetricKind, what: &'static str, number: Decimal) -> Result<(), FiguresProblem> {
    check_not_negative(kind, what, number)?;
    if number.fract().is_zero() { Ok(()) } else { Err(FiguresProblem::NotWhole { kind, what, number }) }
}

fn check_not_negative(kind: MetricKind, what: &'static str, number: Decimal) -> Result<(), FiguresProblem> {
    if number < Decimal::ZERO { Err(FiguresProblem::Negative { kind, what, number }) } else { Ok(()) }
}

/// How many answers the figures themselves count, if they count answers.
fn counted(kind: MetricKind, figures: &Figures) -> Option<u128> {
    let sum = |counts: &[u64]| Some(counts.iter().copied().map(u128::from).sum());
    match figures {
        Figures::Value(_) => None,
        Figures::Ratio { denominator, .. } => {
            (kind.is_share() || kind == MetricKind::Mean).then(|| u128::try_from(*denominator).ok())?
        }
        Figures::Bands { promoters, passives, detractors } => sum(&[*promoters, *passives, *detractors]),
        Figures::Steps(counts) => sum(counts),
    }
}

/// The sum of counts, which no realistic number of steps takes beyond what a decimal holds.
fn whole(counts: impl IntoIterator<Item = u64>) -> Decimal {
    counts.into_iter().map(Decimal::from).sum()
}

/// The quotient in the digits of a value; zero by zero, the largest decimal where it overflows.
fn quotient(part: Decimal, of: Decimal) -> Decimal {
    let beyond = if of.is_zero() { Decimal::ZERO } else { Decimal::MAX };
    part.checked_div(of).unwrap_or(beyond).round_dp(MAX_DECIMALS).normalize()
}

fn net_promoter_score(promoters: Decimal, passives: Decimal, detractors: Decimal) -> Decimal {
    quotient((promoters - detractors) * Decimal::ONE_HUNDRED, promoters + passives + detractors)
}

/// The mean of a scale whose lowest step counts 1.
fn mean_step(counts: &[u64]) -> Decimal {
    let total =
        counts.iter().zip(1_u64..).map(|(count, step)| Decimal::from(*count) * Decimal::from(step)).sum();
    quotient(total, whole(counts.iter().copied()))
}

#[cfg(test)]
mod tests;
