//! Votes, counted, and whether they carry a choice.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::committee::{DecisionRule, Majority, Threshold, Tie};
use crate::refusal::Refusal;

/// How often an option was voted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The option.
    pub option: Code,
    /// How many voted for it.
    pub votes: u32,
}

/// The votes of a decision, counted. Who voted for what is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// The options that were voted for, in the order of their keys.
    pub options: Vec<Counted>,
    /// How many abstained.
    pub abstained: u32,
    /// How many recused themselves.
    pub recused: u32,
    /// How many votes could no longer be read when they were counted: votes cast for no option.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub unread: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Tally {
    /// Counts votes; `None` stands for one that can no longer be read.
    pub fn count(votes: impl IntoIterator<Item = Option<Code>>, abstained: u32, recused: u32) -> Self {
        let mut tally = Self { abstained, recused, ..Self::default() };
        for vote in votes {
            let Some(option) = vote else {
                tally.unread += 1;
                continue;
            };
            match tally.options.binary_search_by(|counted| counted.option.cmp(&option)) {
                Ok(index) => tally.options[index].votes += 1,
                Err(index) => tally.options.insert(index, Counted { option, votes: 1 }),
            }
        }
        tally
    }

    /// How many votes were cast.
    pub fn cast(&self) -> u32 {
        self.options.iter().map(|counted| counted.votes).fold(self.unread, u32::saturating_add)
    }

    /// How many took part: who voted or abstained. Who recused did not.
    pub fn took_part(&self) -> u32 {
        self.cast().saturating_add(self.abstained)
    }

    /// How many voted for an option.
    pub fn votes_for(&self, option: &Code) -> u32 {
        self.options.iter().find(|counted| counted.option == *option).map_or(0, |counted| counted.votes)
    }

    /// Refuses a choice that these votes do not carry under a rule. `by_chair` says whether it is the
    /// chair who states the outcome.
    pub fn carries(&self, choice: &Code, rule: DecisionRule, by_chair: bool) -> Result<(), Refusal> {
        match rule {
            DecisionRule::ChairDecides if by_chair => Ok(()),
            DecisionRule::ChairDecides => Err(Refusal::ChairDecides),
            DecisionRule::Majority(majority) => self.has_majority(choice, majority, by_chair),
            DecisionRule::Consensus => {
                let votes = self.votes_for(choice);
                let others = self.cast().saturating_sub(votes);
                if votes > 0 && others == 0 {
                    return Ok(());
                }
                Err(Refusal::NoConsensus { choice: choice.clone(), votes, others })
            }
        }
    }

    fn has_majority(&self, choice: &Code, majority: Majority, by_chair: bool) -> Result<(), Refusal> {
        let (mut votes, mut cast) = (self.votes_for(choice), self.cast());
        let most = self.options.iter().map(|counted| counted.votes).max().unwrap_or(0);
        let leading: Vec<_> = self
            .options
            .iter()
            .filter(|counted| counted.votes == most)
            .map(|counted| &counted.option)
            .collect();
        if leading.len() > 1 && leading.contains(&choice) {
            if majority.tie == Tie::Undecided || !by_chair {
                let leading = leading.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                return Err(match majority.tie {
                    Tie::ChairDecides => Refusal::TiedForChair { leading, votes },
                    Tie::Undecided => Refusal::Tied { leading, votes },
                });
            }
            (votes, cast) = (votes.saturating_add(1), cast.saturating_add(1));
        }
        if votes >= most && majority.threshold.is_met(votes, cast) {
            return Ok(());
        }
        let needed = in_words(majority.threshold);
        Err(Refusal::NotCarried { choice: choice.clone(), votes, cast, needed })
    }
}

fn in_words(threshold: Threshold) -> &'static str {
    match threshold {
        Threshold::MoreThanHalf => "more than half",
        Threshold::TwoThirds => "at least two thirds",
        Threshold::ThreeQuarters => "at least three quarters",
        Threshold::Unanimous => "all of them",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spec::code;

    fn tally(votes: &[(&str, u32)]) -> Tally {
        let cast = votes.iter().flat_map(|(option, votes)| (0..*votes).map(|_| Some(code(option))));
        Tally::count(cast, 0, 0)
    }

    fn majority(threshold: Threshold, tie: Tie) -> DecisionRule {
        DecisionRule::Majority(Majority { threshold, tie })
    }

    const SIMPLE: DecisionRule =
        DecisionRule::Majority(Majority { threshold: Threshold::MoreThanHalf, tie: Tie::Undecided });

    #[test]
    fn a_simple_majority_takes_more_than_half_of_the_votes_cast() {
        let votes = tally(&[("A", 3), ("B", 2)]);
        assert_eq!(votes.carries(&code("A"), SIMPLE, false), Ok(()));
        let refused = Refusal::NotCarried { choice: code("B"), votes: 2, cast: 5, needed: "more than half" };
        assert_eq!(votes.carries(&code("B"), SIMPLE, false), Err(refused));
        let plurality = tally(&[("A", 2), ("B", 1), ("C", 1)]);
        assert!(matches!(plurality.carries(&code("A"), SIMPLE, true), Err(Refusal::NotCarried { .. })));
    }

    #[test]
    fn a_tie_is_broken_by_the_chair_alone_and_only_where_the_rule_says_so() {
        let tied = tally(&[("A", 2), ("B", 2)]);
        let leading = || "A, B".to_owned();
        let chair = majority(Threshold::MoreThanHalf, Tie::ChairDecides);
        assert_eq!(tied.carries(&code("B"), chair, true), Ok(()));
        let refused = Refusal::TiedForChair { leading: leading(), votes: 2 };
        assert_eq!(tied.carries(&code("B"), chair, false), Err(refused));
        let refused = Refusal::Tied { leading: leading(), votes: 2 };
        assert_eq!(tied.carries(&code("B"), SIMPLE, true), Err(refused));
        let larger_share = majority(Threshold::TwoThirds, Tie::ChairDecides);
        assert!(matches!(tied.carries(&code("B"), larger_share, true), Err(Refusal::NotCarried { .. })));
    }

    #[test]
    fn consensus_is_every_vote_cast_for_the_same_option() {
        let rule = DecisionRule::Consensus;
        assert_eq!(tally(&[("A", 3)]).carries(&code("A"), rule, false), Ok(()));
        let refused = Refusal::NoConsensus { choice: code("A"), votes: 3, others: 1 };
        assert_eq!(tally(&[("A", 3), ("B", 1)]).carries(&code("A"), rule, false), Err(refused));
        assert!(Tally::count([], 4, 0).carries(&code("A"), rule, false).is_err());
        let unread = Tally::count([Some(code("A")), None], 0, 0);
        assert!(unread.carries(&code("A"), rule, false).is_err());
    }

    #[test]
    fn where_the_chair_decides_nobody_else_does() {
        let (rule, votes) = (DecisionRule::ChairDecides, tally(&[("A", 3)]));
        assert_eq!(votes.carries(&code("B"), rule, true), Ok(()));
        assert_eq!(votes.carries(&code("A"), rule, false), Err(Refusal::ChairDecides));
    }

    const OPTIONS: [&str; 4] = ["A", "B", "C", "D"];

    fn any_votes() -> impl Strategy<Value = Vec<Option<Code>>> {
        let vote = (0usize..=OPTIONS.len()).prop_map(|vote| OPTIONS.get(vote).map(|key| code(key)));
        prop::collection::vec(vote, 0..12)
    }

    proptest! {
        #[test]
        fn no_two_options_are_carried_by_the_same_votes(votes in any_votes()) {
            let tally = Tally::count(votes, 0, 0);
            let majorities = Threshold::ALL.map(|threshold| majority(threshold, Tie::ChairDecides));
            for rule in majorities.into_iter().chain([DecisionRule::Consensus]) {
                let carried = OPTIONS.map(code);
                let carried = carried.iter().filter(|option| tally.carries(option, rule, false).is_ok());
                prop_assert!(carried.count() <= 1);
            }
        }

        #[test]
        fn the_parts_of_a_tally_add_up_to_who_took_part(
            votes in any_votes(), abstained in 0u32..5, recused in 0u32..5,
        ) {
            let number = |wanted: Option<&Code>| votes.iter().filter(|vote| vote.as_ref() == wanted).count();
            let tally = Tally::count(votes.clone(), abstained, recused);
            let parts: u32 = tally.options.iter().map(|counted| counted.votes).sum();
            prop_assert_eq!(parts + tally.unread, tally.cast());
            prop_assert_eq!(tally.cast() as usize, votes.len());
            prop_assert_eq!(tally.cast() + abstained, tally.took_part());
            prop_assert_eq!(tally.unread as usize, number(None));
            for counted in &tally.options {
                prop_assert_eq!(counted.votes as usize, number(Some(&counted.option)));
                prop_assert_eq!(counted.votes, tally.votes_for(&counted.option));
            }
        }
    }
}
