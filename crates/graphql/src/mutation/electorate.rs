//! Who votes on a decision, and how votes decide, as an input.

use async_graphql::InputObject;
use cxl_domain::committee::{self, Majority};
use cxl_domain::decision::{self, Elector};

use super::reference::{DepartmentRef, Desk, PersonRef, Reference};
use super::rejection::{At, Rejection};
use crate::committee::{DecisionRuleKind, SeatRole, Threshold, Tie};

/// Who votes on a decision, and how votes decide.
#[derive(InputObject)]
#[graphql(name = "ElectorateInput")]
pub(crate) struct ElectorateInput {
    /// Who votes, each once.
    electors: Vec<ElectorInput>,
    /// Who decides.
    rule: DecisionRuleKind,
    /// Which share of the votes cast is enough, where the majority decides; more than half if left out.
    threshold: Option<Threshold>,
    /// What becomes of a tie, where the majority decides; the chair decides if left out.
    tie: Option<Tie>,
    /// Whether who owns what the decision is about votes all the same.
    #[graphql(default)]
    owners_vote: bool,
    /// How many must vote or abstain, at least 1.
    quorum: u16,
}

/// Somebody who votes.
#[derive(InputObject)]
#[graphql(name = "ElectorInput")]
pub(crate) struct ElectorInput {
    /// Who.
    person: PersonRef,
    /// For which department; where they are placed, if left out.
    department: Option<DepartmentRef>,
    /// As what: CHAIR or MEMBER; a member if left out.
    role: Option<SeatRole>,
}

impl ElectorateInput {
    pub(super) async fn find(self, desk: &Desk<'_>) -> Result<decision::Electorate, Rejection> {
        let mut electors = Vec::with_capacity(self.electors.len());
        for (index, elector) in self.electors.into_iter().enumerate() {
            electors.push(elector.find(desk).await.at(&index.to_string()).at("electors")?);
        }
        let rule = decision_rule(self.rule, self.threshold, self.tie)?;
        Ok(decision::Electorate { electors, rule, owners_vote: self.owners_vote, quorum: self.quorum })
    }
}

impl ElectorInput {
    async fn find(self, desk: &Desk<'_>) -> Result<Elector, Rejection> {
        Ok(Elector {
            person: self.person.find(desk).await.at("person")?,
            department: self.department.find(desk).await.at("department")?,
            role: self.role.unwrap_or(SeatRole::Member).into(),
            own_matter: false,
        })
    }
}

/// How votes decide; only a majority has a threshold and a tie.
pub(super) fn decision_rule(
    kind: DecisionRuleKind,
    threshold: Option<Threshold>,
    tie: Option<Tie>,
) -> Result<committee::DecisionRule, Rejection> {
    let idle = [(threshold.is_some(), "threshold"), (tie.is_some(), "tie")];
    let idle = idle.into_iter().find(|(given, _)| *given && kind != DecisionRuleKind::Majority);
    if let Some((_, field)) = idle {
        return Err(Rejection::misread("only a majority has one; leave it out")).at(field);
    }
    Ok(match kind {
        DecisionRuleKind::ChairDecides => committee::DecisionRule::ChairDecides,
        DecisionRuleKind::Consensus => committee::DecisionRule::Consensus,
        DecisionRuleKind::Majority => committee::DecisionRule::Majority(Majority {
            threshold: threshold.unwrap_or(Threshold::MoreThanHalf).into(),
            tie: tie.unwrap_or(Tie::ChairDecides).into(),
        }),
    })
}
