//! How a committee comes to a decision.

use serde::{Deserialize, Serialize};

/// How many votes, and whose, make a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionRule {
    /// The chair decides, having heard the others.
    ChairDecides,
    /// So many of the votes cast; abstentions and recusals are not cast.
    Majority(Majority),
    /// Nobody votes against it.
    Consensus,
}

/// See [`DecisionRule::Majority`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Majority {
    /// How many are enough.
    pub threshold: Threshold,
    /// What becomes of a tie.
    pub tie: Tie,
}

/// Which share of the votes cast is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// More than half.
    MoreThanHalf,
    /// Two thirds or more.
    TwoThirds,
    /// Three quarters or more.
    ThreeQuarters,
    /// All of them.
    Unanimous,
}

impl Threshold {
    /// Every threshold, the lowest first.
    pub const ALL: [Self; 4] = [Self::MoreThanHalf, Self::TwoThirds, Self::ThreeQuarters, Self::Unanimous];

    /// Whether `votes` of `cast` votes are enough. Of no votes none are.
    pub const fn is_met(self, votes: u32, cast: u32) -> bool {
        let (votes, cast) = (votes as u64, cast as u64);
        cast > 0
            && match self {
                Self::MoreThanHalf => 2 * votes > cast,
                Self::TwoThirds => 3 * votes >= 2 * cast,
                Self::ThreeQuarters => 4 * votes >= 3 * cast,
                Self::Unanimous => votes == cast,
            }
    }
}

/// What becomes of a decision for which as many votes were cast as against it, or for two choices the
/// same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// The chair's vote counts twice.
    ChairDecides,
    /// Nothing is decided.
    Undecided,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_share_of_the_votes_cast() {
        let least = |threshold: Threshold, cast| (0..=cast).find(|votes| threshold.is_met(*votes, cast));
        let enough = |cast| Threshold::ALL.map(|threshold| least(threshold, cast));
        assert_eq!(enough(6), [Some(4), Some(4), Some(5), Some(6)]);
        assert_eq!(enough(5), [Some(3), Some(4), Some(4), Some(5)]);
        assert_eq!(enough(1), [Some(1); 4]);
        assert_eq!(enough(0), [None; 4]);
    }
}
