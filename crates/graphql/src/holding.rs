//! What a person holds.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};
use cxl_domain::id::PersonId;
use cxl_ledger::query::{self, ExceptionScope};

use crate::exception::Exception;
use crate::ids::Global;
use crate::list::List;
use crate::meeting::Action;
use crate::moment::Moment;
use crate::node::Node;
use crate::person::RoleGrant;
use crate::subject;

/// What kind of thing a person holds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HoldingKind {
    /// They sponsor a program.
    Sponsorship,
    /// They own an initiative.
    Initiative,
    /// They are accountable for a metric.
    Metric,
    /// They own an action that is still to be done.
    Action,
    /// They are to take the next step about an exception, as its explanation announced.
    Step,
    /// Evidence awaits a judgment that they may give. It goes with the role by which they may.
    Evidence,
    /// They sit on a committee.
    Seat,
    /// They have a role, in a program or in the whole organization.
    Role,
    /// A token stands for them.
    Token,
}

/// Something that a person holds at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    moment: Arc<Moment>,
    holding: query::Holding,
}

/// What a person holds in the organization, and in the programs that the asker can read.
pub(crate) fn holdings(moment: &Arc<Moment>, person: PersonId) -> List<Holding> {
    let inquiry = moment.inquiry();
    let programs = moment.views.programs().filter(|held| held.state.exists(moment.as_of()));
    let readable = programs.map(|held| held.state.id).filter(|id| moment.asking.reads(*id));
    let held = readable.flat_map(|program| inquiry.holdings_in(person, program));
    let held = held.chain(inquiry.holdings_everywhere(person));
    held.map(|holding| Holding { moment: moment.clone(), holding }).collect()
}

/// Something that a person holds, and that somebody else must take over when they leave.
#[Object]
impl Holding {
    /// What kind of thing it is.
    async fn kind(&self) -> HoldingKind {
        match self.holding {
            query::Holding::Sponsorship(_) => HoldingKind::Sponsorship,
            query::Holding::Initiative(_) => HoldingKind::Initiative,
            query::Holding::Metric(_) => HoldingKind::Metric,
            query::Holding::Action(..) => HoldingKind::Action,
            query::Holding::Step(..) => HoldingKind::Step,
            query::Holding::Evidence(_) => HoldingKind::Evidence,
            query::Holding::Seat(..) => HoldingKind::Seat,
            query::Holding::Role(..) => HoldingKind::Role,
            query::Holding::Token(_) => HoldingKind::Token,
        }
    }

    /// The program, initiative, metric, meeting, evidence or committee, or what the exception is about; null where
    /// it is the whole organization.
    async fn about(&self) -> Option<Node> {
        subject::node(&self.moment, self.holding.subject()?)
    }

    /// The exception about which they are to take the next step, with its explanation.
    async fn exception(&self) -> Option<Exception> {
        let query::Holding::Step(program, key) = self.holding else { return None };
        let noticed = self.moment.inquiry().exceptions(&ExceptionScope { program, committee: None });
        let announced = noticed.into_iter().find(|noticed| noticed.exception.key == key)?;
        Some(Exception::noticed(&self.moment, announced))
    }

    /// The action.
    async fn action(&self) -> Option<Action> {
        subject::action(&self.moment, self.holding.subject()?)
    }

    /// The global id of the seat.
    async fn seat(&self) -> Option<ID> {
        match self.holding {
            query::Holding::Seat(_, seat) => Some(seat.global()),
            _ => None,
        }
    }

    /// The role that was granted.
    async fn role(&self) -> Option<RoleGrant> {
        let query::Holding::Role(grant, _) = self.holding else { return None };
        RoleGrant::of(&self.moment, grant)
    }

    /// The global id of the token.
    async fn token(&self) -> Option<ID> {
        match self.holding {
            query::Holding::Token(token) => Some(token.global()),
            _ => None,
        }
    }
}
