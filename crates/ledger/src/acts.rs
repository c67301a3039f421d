//! The acts that take authority, as decisions list them: what a command asks for, what a fact did, and
//! the command that does one.

use chrono::NaiveDate;
use cxl_domain::decision::AuthorizedAct;
use cxl_domain::event::Authority;
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{DecisionId, EventId, InitiativeId, MetricId};
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_domain::metric::{self, MetricFact};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;

use crate::command::Command;
use crate::views::Views;

/// The event that did an act under a decision's authority, if one stands at that point in time,
/// whatever day it holds from.
pub(crate) fn done(
    views: &Views,
    decision: DecisionId,
    act: &AuthorizedAct,
    as_of: &AsOf,
) -> Option<EventId> {
    if let Some(id) = act.initiative() {
        let held = views.initiative(id)?;
        return under(&held.state.history, decision, as_of, |entry| done_to_initiative(id, entry), act);
    }
    if let Some(id) = act.metric() {
        let held = views.metric(id)?;
        return under(&held.state.history, decision, as_of, |entry| done_to_metric(id, entry), act);
    }
    let AuthorizedAct::Charter { code } = act else { return None };
    let program = views.thing::<cxl_domain::decision::Decision>(decision)?;
    let program = cxl_domain::noun::Noun::program(&program.state, as_of)?;
    let id = views.initiative_by_code(program, code, as_of)?;
    let held = views.initiative(id)?;
    under(&held.state.history, decision, as_of, |entry| done_to_initiative(id, entry), act)
}

fn under<T: Clone>(
    history: &History<T>,
    decision: DecisionId,
    as_of: &AsOf,
    act_of: impl Fn(&Entry<T>) -> Option<AuthorizedAct>,
    listed: &AuthorizedAct,
) -> Option<EventId> {
    let authorized = |entry: &&Entry<T>| {
        entry.authority().is_some_and(|authority| **authority == Authority::Decision(decision))
    };
    history
        .standing(as_of)
        .filter(authorized)
        .find(|entry| act_of(entry).is_some_and(|act| listed.permits(&act)))
        .map(|entry| entry.event)
}

fn done_to_initiative(initiative: InitiativeId, entry: &Entry<InitiativeFact>) -> Option<AuthorizedAct> {
    let on = Some(entry.from());
    Some(match &entry.fact {
        InitiativeFact::Chartered(chartered) => AuthorizedAct::Charter { code: chartered.code.clone() },
        InitiativeFact::OwnerAssigned(assigned) => {
            AuthorizedAct::AssignOwner { initiative, owner: assigned.owner, on }
        }
        InitiativeFact::OwnerVacated(_) => AuthorizedAct::VacateOwner { initiative, on },
        InitiativeFact::Paused(_) => AuthorizedAct::Pause { initiative, on },
        InitiativeFact::Resumed(_) => AuthorizedAct::Resume { initiative, on },
        InitiativeFact::Stopped(_) => AuthorizedAct::Stop { initiative, on },
        _ => return None,
    })
}

fn done_to_metric(metric: MetricId, entry: &Entry<MetricFact>) -> Option<AuthorizedAct> {
    match &entry.fact {
        MetricFact::TargetSet(set) => Some(AuthorizedAct::SetTarget {
            metric,
            value: set.value,
            on: Some(entry.from()),
            until: entry.effective.and_then(|effective| effective.until),
        }),
        _ => None,
    }
}

/// The command that does an act under a decision's authority, with a reason. `None` for what somebody
/// does by hand, since it says more than the decision does.
#[expect(dead_code, reason = "carrying out comes next")]
pub(crate) fn command(
    decision: DecisionId,
    act: &AuthorizedAct,
    reason: Text,
    decided: NaiveDate,
) -> Option<Command> {
    use initiative::Command as OnInitiative;
    let authority = Some(Authority::Decision(decision));
    let on = Some(act.on().unwrap_or(decided));
    let command = match act.clone() {
        AuthorizedAct::Charter { .. } => return None,
        AuthorizedAct::AssignOwner { owner, .. } => OnInitiative::AssignOwner { owner, on, authority },
        AuthorizedAct::VacateOwner { .. } => {
            OnInitiative::VacateOwner { reason: Some(reason), on, authority }
        }
        AuthorizedAct::Pause { .. } => OnInitiative::Pause { reason, on, authority },
        AuthorizedAct::Resume { .. } => OnInitiative::Resume { reason: Some(reason), on, authority },
        AuthorizedAct::Stop { .. } => OnInitiative::Stop { reason, lesson: None, on, authority },
        AuthorizedAct::SetTarget { metric, value, until, .. } => {
            let set = metric::Command::SetTarget { value, reason: Some(reason), on, until, authority };
            return Some(Command::Metric(Some(metric), set));
        }
    };
    Some(Command::Initiative(act.initiative(), command))
}
