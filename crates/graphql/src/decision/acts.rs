//! The acts that a decision authorizes.

use std::sync::Arc;

use async_graphql::{ID, Object};
use cxl_domain::decision;
use cxl_ledger::TextAt;
use cxl_ledger::query::AuthorizedAt;

use super::AuthorityAct;
use crate::committee::Committee;
use crate::error::Problem;
use crate::ids::Global;
use crate::initiative::Initiative;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::{Code, Date, Decimal};
use crate::texts::Text;

/// An act that a decision lists, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizedAct {
    moment: Arc<Moment>,
    act: AuthorizedAt,
}

/// The acts that a decision lists.
pub(crate) fn listed_acts(moment: &Arc<Moment>, decision: &decision::Decision) -> List<AuthorizedAct> {
    let acts = moment.inquiry().authorized_acts(decision).into_iter();
    acts.map(|act| AuthorizedAct { moment: moment.clone(), act }).collect()
}

/// An act that a decision lists: what may be done under it once it is decided.
#[Object]
impl AuthorizedAct {
    /// The event that lists it.
    async fn event(&self) -> ID {
        self.act.listed.global()
    }

    /// What kind of act it is.
    async fn kind(&self) -> AuthorityAct {
        self.act.authorized.act.kind().into()
    }

    /// The initiative that it changes.
    async fn initiative(&self) -> Option<Initiative> {
        Initiative::found(&self.moment, self.act.authorized.act.initiative()?)
    }

    /// The metric that it changes.
    async fn metric(&self) -> Option<Metric> {
        Metric::found(&self.moment, self.act.authorized.act.metric()?)
    }

    /// Of a change of owner, the new one; null where it leaves the initiative vacant.
    async fn owner(&self) -> Option<Person> {
        match &self.act.authorized.act {
            decision::AuthorizedAct::AssignOwner { owner, .. } => {
                Some(Person::reference(&self.moment, *owner))
            }
            _ => None,
        }
    }

    /// Of a transfer of oversight, the committee that oversees from then on.
    async fn committee(&self) -> Option<Committee> {
        match &self.act.authorized.act {
            decision::AuthorizedAct::TransferOversight { committee, .. } => {
                Committee::found(&self.moment, *committee)
            }
            _ => None,
        }
    }

    /// Of a succession, the initiative that is carried on.
    async fn predecessor(&self) -> Option<Initiative> {
        match &self.act.authorized.act {
            decision::AuthorizedAct::Succeed { predecessor, .. } => {
                Initiative::found(&self.moment, *predecessor)
            }
            _ => None,
        }
    }

    /// Of a target, the value to reach.
    async fn value(&self) -> Option<Decimal> {
        match &self.act.authorized.act {
            decision::AuthorizedAct::SetTarget { value, .. } => Some(Decimal(*value)),
            _ => None,
        }
    }

    /// Of a charter, the code of the initiative.
    async fn code(&self) -> Option<Code> {
        match &self.act.authorized.act {
            decision::AuthorizedAct::Charter { code } => Some(Code(code.clone())),
            _ => None,
        }
    }

    /// The day from which it holds; null if it may hold from any.
    async fn on(&self) -> Option<Date> {
        self.act.authorized.on.map(Date)
    }

    /// The reason with which it is recorded; null if that is the one of the outcome.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt { position: self.act.position, pointer: "/fact/reason" }).await
    }

    /// The event that did it under the authority of this decision; null while none stands.
    async fn done(&self) -> Option<ID> {
        self.act.done.map(|event| event.global())
    }
}
