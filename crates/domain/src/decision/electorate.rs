//! Who votes on a decision, and how votes decide: copied into the decision when it opens, so that what
//! changes elsewhere changes nothing here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::command::at_most;
use crate::committee::{DecisionRule, SeatRole};
use crate::id::{DepartmentId, PersonId};
use crate::refusal::Refusal;

/// Who votes on a decision, and how votes decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// Who votes.
    pub electors: Vec<Elector>,
    /// How votes decide.
    pub rule: DecisionRule,
    /// Whether who owns what the decision is about votes all the same. By default they recuse.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub owners_vote: bool,
    /// How many must take part.
    pub quorum: u16,
}

/// Somebody who votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Elector {
    /// Who.
    pub person: PersonId,
    /// For which department.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<DepartmentId>,
    /// As what: chair or member.
    pub role: SeatRole,
    /// Whether they own what the decision is about.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub own_matter: bool,
}

impl Electorate {
    /// The elector that a person is.
    pub fn elector(&self, person: PersonId) -> Option<&Elector> {
        self.electors.iter().find(|elector| elector.person == person)
    }

    /// Who chairs.
    pub fn chair(&self) -> Option<PersonId> {
        self.electors.iter().find(|elector| elector.role == SeatRole::Chair).map(|elector| elector.person)
    }

    /// The departments that are represented, each once.
    pub fn departments(&self) -> BTreeSet<DepartmentId> {
        self.electors.iter().filter_map(|elector| elector.department).collect()
    }

    /// Whether votes decide by the same rules, whoever votes.
    pub(super) fn decides_like(&self, other: &Self) -> bool {
        (self.rule, self.owners_vote, self.quorum) == (other.rule, other.owners_vote, other.quorum)
    }

    /// Refuses an electorate that could not decide: nobody in it, somebody twice, two chairs, a seat
    /// that does not vote, a quorum beyond those who may vote, a chair who decides and is not there.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let invalid = |problem: &str| Err(Refusal::invalid("electorate", problem));
        let people: BTreeSet<_> = self.electors.iter().map(|elector| elector.person).collect();
        let chairs = self.electors.iter().filter(|elector| elector.role == SeatRole::Chair).count();
        let voting = self.electors.iter().filter(|elector| self.owners_vote || !elector.own_matter).count();
        at_most("electors", self.electors.len())?;
        if people.len() != self.electors.len() {
            return invalid("each person is named once");
        }
        if self.electors.iter().any(|elector| !elector.role.votes()) {
            return invalid("a secretary does not vote by that role; name the chair and the members");
        }
        if chairs > 1 {
            return invalid("one person chairs");
        }
        if self.rule == DecisionRule::ChairDecides && chairs == 0 {
            return invalid("where the chair decides, somebody chairs");
        }
        if self.quorum == 0 || usize::from(self.quorum) > voting {
            return invalid("the quorum lies between 1 and the number of those who may vote");
        }
        Ok(())
    }
}
