//! What is left to do of a vote once nobody is awaited any more: to close it and to state its outcome.

use super::votes::took_part;
use super::{Decision, DecisionFact, Elector, Electorate, Part, Status};
use crate::committee::DecisionRule;
use crate::history::Entry;
use crate::id::PersonId;
use crate::time::AsOf;

impl Decision {
    /// The fact since which an open vote only awaits its count or its outcome: the last part taken once
    /// everybody did who may vote, else the count.
    ///
    /// `None` while somebody may still vote, before anybody did, of an electorate that an import claims, and
    /// once the vote is over.
    pub fn voted_out(&self, as_of: &AsOf) -> Option<&Entry<DecisionFact>> {
        let (recorded, electorate) = self.electorate(as_of)?;
        if self.status(as_of).0 != Status::Open || recorded.stamp.is_backfilled() {
            return None;
        }
        let parts = self.participations(as_of);
        let everybody = electorate.awaited().all(|who| parts.iter().any(|part| part.voter == who.person));
        let last = parts.last().map(|part| part.entry).filter(|_| everybody);
        last.or_else(|| self.count(as_of).map(|(entry, _)| entry))
    }

    /// Whether so many took part that the voting can be closed.
    pub fn has_quorum(&self, as_of: &AsOf) -> bool {
        self.electorate(as_of).is_some_and(|(_, electorate)| {
            u32::from(electorate.quorum) <= took_part(electorate, &self.participations(as_of))
        })
    }

    /// Who decides, or breaks a tie, where the rule leaves that to the chair: nobody on a matter that is the
    /// chair's own.
    pub fn presiding(&self, as_of: &AsOf) -> Option<PersonId> {
        let (_, electorate) = self.electorate(as_of)?;
        let chair = electorate.elector(electorate.chair()?)?;
        let recused =
            |taken: &super::Participation<'_>| taken.voter == chair.person && taken.part == Part::Recused;
        let own_matter =
            (chair.own_matter && !electorate.owners_vote) || self.participations(as_of).iter().any(recused);
        (!own_matter).then_some(chair.person)
    }

    /// Whether the votes as counted carry one of the options, stated by who presides or by somebody else.
    pub fn is_carried(&self, by_chair: bool, as_of: &AsOf) -> bool {
        let (Some((_, electorate)), Some((_, tally))) = (self.electorate(as_of), self.count(as_of)) else {
            return false;
        };
        let options = self.options(as_of);
        options.iter().any(|option| tally.carries(&option.stated.key, electorate.rule, by_chair).is_ok())
    }
}

impl Electorate {
    /// Who is awaited before the voting can be closed with everybody heard: who may vote, but for a chair
    /// who decides and need not.
    fn awaited(&self) -> impl Iterator<Item = &Elector> {
        let decides = self.chair().filter(|_| self.rule == DecisionRule::ChairDecides);
        let may_vote = |who: &&Elector| self.owners_vote || !who.own_matter;
        self.electors.iter().filter(may_vote).filter(move |who| Some(who.person) != decides)
    }
}
