//! The table `flags/1`: what is asked, how, and how often it cries wolf.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::measurement::kind::{UnknownName, named};

/// A version of the table. A table never changes; another threshold is another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum FlagTable {
    /// [`RULES`].
    #[default]
    #[serde(rename = "flags/1")]
    Flags1,
}

impl FlagTable {
    /// The name under which results and facts state it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flags1 => "flags/1",
        }
    }
}

/// A flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlagId {
    /// The score gets better while fewer of those asked answer, or fewer are asked.
    ResponseFalls,
    /// Values heap at or just beyond the target.
    HeapedAtTarget,
    /// The values vary less than sampling alone would make them.
    TooLittleVariation,
    /// The same figures come again and again.
    IdenticalRepeats,
    /// Definition, channel, segment or source changed within a comparison.
    ChangedWithin,
    /// A restatement changed a verdict.
    FlippedByRestatement,
    /// The metric improved while a balancing one became worse.
    Unbalanced,
    /// Who answers for the metric records its readings.
    EnteredByMeasured,
    /// Readings arrive only just before reviews.
    OnlyBeforeReviews,
    /// A target was set or moved after the result was known.
    TargetMoved,
    /// What a result is compared with was fixed after the result was known.
    BaselineChosenLate,
    /// People are judged or paid by it.
    JudgesPeople,
}

impl FlagId {
    /// Every flag.
    pub const ALL: [Self; 12] = [
        Self::ResponseFalls,
        Self::HeapedAtTarget,
        Self::TooLittleVariation,
        Self::IdenticalRepeats,
        Self::ChangedWithin,
        Self::FlippedByRestatement,
        Self::Unbalanced,
        Self::EnteredByMeasured,
        Self::OnlyBeforeReviews,
        Self::TargetMoved,
        Self::BaselineChosenLate,
        Self::JudgesPeople,
    ];

    /// The name under which it is stored and typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::ResponseFalls => "response_falls",
            Self::HeapedAtTarget => "heaped_at_target",
            Self::TooLittleVariation => "too_little_variation",
            Self::IdenticalRepeats => "identical_repeats",
            Self::ChangedWithin => "changed_within",
            Self::FlippedByRestatement => "flipped_by_restatement",
            Self::Unbalanced => "unbalanced",
            Self::EnteredByMeasured => "entered_by_measured",
            Self::OnlyBeforeReviews => "only_before_reviews",
            Self::TargetMoved => "target_moved",
            Self::BaselineChosenLate => "baseline_chosen_late",
            Self::JudgesPeople => "judges_people",
        }
    }

    /// Its row of the table.
    pub fn rule(self) -> &'static FlagRule {
        // The rows stand in the order of the flags.
        &RULES[self as usize]
    }
}

impl fmt::Display for FlagId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FlagId {
    type Err = UnknownName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        named(Self::ALL, Self::name, "flag", typed)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagRule {
    /// The flag.
    pub flag: FlagId,
    /// What it looks at.
    pub inputs: &'static str,
    /// What it computes of that.
    pub formula: &'static str,
    /// From what on it is raised.
    pub threshold: &'static str,
    /// The fewest figures it needs.
    pub minimum: &'static str,
    /// In how many of ten thousand stable series that nobody touched it is raised at most; `None` of a
    /// flag that states a fact and tests nothing.
    pub false_alarms: Option<u32>,
}

/// The table `flags/1`.
pub static RULES: [FlagRule; 12] = [
    FlagRule {
        flag: FlagId::ResponseFalls,
        inputs: "The last 24 readings of the headline series that say how many answered and were invited.",
        formula: "Kendall's S over all pairs of readings, of the value towards the better side, of answers / \
                  invited, and of invited; z = (S - 1) / sqrt(n (n - 1) (2n + 5) / 18).",
        threshold: "z of the value above 1.645, and z of the response rate or of the invited below -1.645.",
        minimum: "12 readings.",
        false_alarms: Some(100),
    },
    FlagRule {
        flag: FlagId::HeapedAtTarget,
        inputs: "The last 36 readings of the headline series and the target in force on the last day of each.",
        formula: "Of the readings within half a mean moving range of the target, how many lie on it or beyond \
                  it on the better side; the chance of so many or more, were each there with probability 0.65.",
        threshold: "A chance of at most 0.01.",
        minimum: "12 readings with a target.",
        false_alarms: Some(100),
    },
    FlagRule {
        flag: FlagId::TooLittleVariation,
        inputs: "The last 24 readings of the headline series whose sampling variance the figures tell.",
        formula: "Q = sum of w (x - m)^2 / s^2, where w is the number of answers or the exposure, m the mean \
                  weighted so, and s^2 the variance of one answer pooled over all readings; of sampling alone \
                  Q is chi-square distributed with n - 1 degrees of freedom.",
        threshold: "Q below the quantile at 0.005 (by Wilson and Hilferty).",
        minimum: "12 readings of 30 answers or 10 events each.",
        false_alarms: Some(100),
    },
    FlagRule {
        flag: FlagId::IdenticalRepeats,
        inputs: "The last 24 readings of the headline series.",
        formula: "Of neighbors that could be equal, how many are, in all their figures; the chance of so many \
                  or more, were each pair equal with probability q, where q (1 - q) = u / (pi r), u is the \
                  finest difference that the figures can show and r the mean of the moving ranges that are \
                  not zero. Or all figures are equal, and not at a bound of the metric.",
        threshold: "A chance of at most 0.005.",
        minimum: "12 readings, and u at most three quarters of r.",
        false_alarms: Some(100),
    },
    FlagRule {
        flag: FlagId::ChangedWithin,
        inputs: "The headline series on the day an improvement began and on the last that its comparison may reach, and the readings compared.",
        formula: "Whether definition, channel, segment or source differ, or the comparison rests on a bridge.",
        threshold: "Any difference.",
        minimum: "A delivered improvement.",
        false_alarms: None,
    },
    FlagRule {
        flag: FlagId::FlippedByRestatement,
        inputs: "Every publication of the readings that a verdict rests on.",
        formula: "The verdict with the figures as restated, against that with the figures before.",
        threshold: "Another verdict.",
        minimum: "A delivered improvement.",
        false_alarms: None,
    },
    FlagRule {
        flag: FlagId::Unbalanced,
        inputs: "The verdicts of an improvement on its metric and on the balancing metrics.",
        formula: "Improved on its metric, worse on a balancing one, over the same stretches.",
        threshold: "One balancing metric.",
        minimum: "A delivered improvement and a balancing metric.",
        false_alarms: Some(10),
    },
    FlagRule {
        flag: FlagId::EnteredByMeasured,
        inputs: "Who recorded the last 12 readings of the headline series, and who was accountable on the last \
                 day of each.",
        formula: "Whether they are the same person.",
        threshold: "One reading.",
        minimum: "One reading, and somebody accountable.",
        false_alarms: None,
    },
    FlagRule {
        flag: FlagId::OnlyBeforeReviews,
        inputs: "The day on which each of the last 12 readings was first published, else recorded, and the days \
                 of the program's meetings.",
        formula: "How many arrived in the seven days up to a review; the chance of so many or more, were each \
                  there with the share of days that lie so.",
        threshold: "A chance of at most 0.01.",
        minimum: "6 readings, and at least twice as many readings as reviews.",
        false_alarms: Some(100),
    },
    FlagRule {
        flag: FlagId::TargetMoved,
        inputs: "The target of each of the last 24 readings of the headline series, as known when the reading \
                 was first known and as known now.",
        formula: "Whether the two differ.",
        threshold: "One reading.",
        minimum: "One reading with a target.",
        false_alarms: None,
    },
    FlagRule {
        flag: FlagId::BaselineChosenLate,
        inputs: "When start, delivery, rebases and baseline readings of an improvement became known, and when \
                 its seventh reading after delivery did.",
        formula: "Whether any of the former is later than the latter.",
        threshold: "One of them.",
        minimum: "Seven readings after delivery.",
        false_alarms: None,
    },
    FlagRule {
        flag: FlagId::JudgesPeople,
        inputs: "The declared purposes, now and before.",
        formula: "Whether appraisal or pay is or was among them.",
        threshold: "One declaration.",
        minimum: "None.",
        false_alarms: None,
    },
];
