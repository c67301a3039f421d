//! Who votes on a decision, and how votes decide.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use cxl_domain::committee::DecisionRuleSet;
use cxl_domain::decision::{self, DecisionFact};
use cxl_domain::history::Entry;
use cxl_ledger::TextAt;

use crate::committee::{DecisionRule, SeatRole};
use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::organization::Department;
use crate::person::Person;
use crate::texts::Text;

/// An electorate at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Electorate {
    moment: Arc<Moment>,
    entry: Entry<DecisionFact>,
    electorate: decision::Electorate,
}

impl Electorate {
    /// The one that was recorded last.
    pub(super) fn of(moment: &Arc<Moment>, decision: &decision::Decision) -> Option<Self> {
        let (entry, electorate) = decision.electorate(moment.as_of())?;
        Some(Self { moment: moment.clone(), entry: entry.clone(), electorate: electorate.clone() })
    }
}

/// Who votes on a decision, and how votes decide: as it was when the decision opened, or as it was amended
/// since.
#[Object]
impl Electorate {
    /// Who votes.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn electors(&self) -> List<Elector> {
        let of = |elector: &decision::Elector| Elector {
            person: Person::reference(&self.moment, elector.person),
            department: elector.department.and_then(|id| Department::seen(&self.moment, id)),
            role: elector.role.into(),
            own_matter: elector.own_matter,
        };
        self.electorate.electors.iter().map(of).collect()
    }

    /// How votes decide.
    async fn rule(&self) -> DecisionRule {
        let (rule, owners_vote) = (self.electorate.rule, self.electorate.owners_vote);
        (&DecisionRuleSet { rule, owners_vote }).into()
    }

    /// How many must vote or abstain.
    async fn quorum(&self) -> u16 {
        self.electorate.quorum
    }

    /// The fact that says so: that of the opening, or the last amendment.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }

    /// Why it was amended; null if it was not.
    async fn amended_because(&self) -> Result<Option<Text>, Problem> {
        match self.entry.fact {
            DecisionFact::ElectorateAmended(_) => {
                self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
            }
            _ => Ok(None),
        }
    }
}

/// Somebody who votes on a decision.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Elector {
    /// Who.
    person: Person,
    /// For which department.
    department: Option<Department>,
    /// As what.
    role: SeatRole,
    /// Whether they owned what the decision is about when that was recorded.
    own_matter: bool,
}
