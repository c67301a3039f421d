//! Who took which part in the vote, and whether that is over, at a point in time.

use chrono::NaiveDate;

use super::{Decision, DecisionFact, MinutedVote, Tally};
use crate::history::Entry;
use crate::id::PersonId;
use crate::time::AsOf;

/// What somebody did in a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// They voted for an option.
    Voted,
    /// They took part without voting for an option.
    Abstained,
    /// They took no part, because the matter is their own.
    Recused,
}

/// Somebody's part in a vote.
#[derive(Debug, Clone, Copy)]
pub struct Participation<'a> {
    /// The fact that states it.
    pub entry: &'a Entry<DecisionFact>,
    /// Who.
    pub voter: PersonId,
    /// What they did.
    pub part: Part,
    /// Whether minutes say so; otherwise they did it in the ledger.
    pub minuted: bool,
}

impl Decision {
    /// Who took which part in the vote, in the order in which they did.
    pub fn participations(&self, as_of: &AsOf) -> Vec<Participation<'_>> {
        let took_part = |fact: &DecisionFact| match fact {
            DecisionFact::VoteCast(cast) => Some((cast.voter, Part::Voted, false)),
            DecisionFact::Abstained(abstained) => Some((abstained.voter, Part::Abstained, false)),
            DecisionFact::Recused(recused) => Some((recused.voter, Part::Recused, false)),
            DecisionFact::VoteMinuted(minuted) => {
                let part = match minuted.vote {
                    MinutedVote::For(_) => Part::Voted,
                    MinutedVote::Abstained => Part::Abstained,
                    MinutedVote::Recused => Part::Recused,
                };
                Some((minuted.voter, part, true))
            }
            _ => None,
        };
        let took_part = self.history.picked(as_of, took_part);
        took_part
            .map(|(entry, (voter, part, minuted))| Participation { entry, voter, part, minuted })
            .collect()
    }

    /// The votes as they were counted when the voting was closed, with the fact that says so.
    pub fn count(&self, as_of: &AsOf) -> Option<(&Entry<DecisionFact>, &Tally)> {
        self.history.current(as_of, |fact| match fact {
            DecisionFact::VotingClosed(closed) => Some(&closed.tally),
            _ => None,
        })
    }

    /// Whether the voting was ever closed, as known. An annulled count opens it no more: two counts that
    /// differ by one vote would tell that vote.
    pub fn was_counted(&self, as_of: &AsOf) -> bool {
        let closes = |entry: &Entry<DecisionFact>| matches!(entry.fact, DecisionFact::VotingClosed(_));
        self.history.iter().any(|entry| closes(entry) && as_of.sees(&entry.stamp))
    }

    /// Whether somebody's part in the vote stands that was taken in the ledger, or the votes were counted.
    /// From then on what is voted on stays as it is.
    pub fn voting_began(&self, as_of: &AsOf) -> bool {
        self.was_counted(as_of) || self.participations(as_of).iter().any(|taken| !taken.minuted)
    }

    /// Whether votes and dissent can be read at all, by whoever may: not before the vote is over. After an
    /// outcome that was annulled without votes ever being counted, it is still to come.
    pub fn is_vote_over(&self) -> bool {
        let ever = AsOf::head(NaiveDate::MAX);
        self.was_counted(&ever) || self.outcome(&ever).is_some()
    }

    /// Whose vote or dissent a fact tells or takes back, if it does either.
    pub fn voter_of(&self, fact: &DecisionFact) -> Option<PersonId> {
        match fact {
            DecisionFact::Annulled(annulled) => self.history.find(annulled.event)?.fact.sealed_for(),
            other => other.sealed_for(),
        }
    }

    /// The facts in which somebody disagrees, in person or as minutes say.
    pub fn dissents(&self, as_of: &AsOf) -> Vec<(&Entry<DecisionFact>, PersonId)> {
        let dissented = |fact: &DecisionFact| match fact {
            DecisionFact::Dissented(dissented) => Some(dissented.voter),
            DecisionFact::DissentMinuted(minuted) => Some(minuted.voter),
            _ => None,
        };
        self.history.picked(as_of, dissented).collect()
    }
}
