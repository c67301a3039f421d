//! The acts that take authority, as decisions list them: what a command asks for, what a fact did, and
//! the command that does one.

use chrono::NaiveDate;
use cxl_domain::decision::{ActAuthorized, AuthorizedAct, Decision};
use cxl_domain::event::Authority;
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{DecisionId, EventId, InitiativeId, MetricId};
use cxl_domain::initiative::{self, InitiativeFact};
use cxl_domain::metric::{self, MetricFact};
use cxl_domain::noun::Noun;
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;

use crate::command::Command;
use crate::views::Views;

/// The facts that did an act under a decision's authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Doings {
    /// The one that stands.
    pub(crate) standing: Option<EventId>,
    /// How many fell: were annulled or corrected since.
    pub(crate) fallen: u32,
}

/// What was done of an act under a decision's authority, as known, whatever day it holds from.
pub(crate) fn doings(views: &Views, decision: DecisionId, listed: &ActAuthorized, as_of: &AsOf) -> Doings {
    let none = Doings::default;
    if let Some(id) = listed.act.initiative() {
        let held = views.initiative(id);
        return held.map_or_else(none, |held| {
            under(&held.state.history, decision, as_of, listed, |fact| done_to_initiative(id, fact))
        });
    }
    if let Some(id) = listed.act.metric() {
        let held = views.metric(id);
        return held.map_or_else(none, |held| {
            under(&held.state.history, decision, as_of, listed, |fact| done_to_metric(id, fact))
        });
    }
    let AuthorizedAct::Charter { code } = &listed.act else { return none() };
    let program = views.thing::<Decision>(decision).and_then(|held| held.state.program(as_of));
    let chartered = program.and_then(|program| views.initiative_by_code(program, code, as_of));
    let held = chartered.and_then(|id| views.initiative(id));
    held.map_or_else(none, |held| {
        let id = held.state.id;
        under(&held.state.history, decision, as_of, listed, |fact| done_to_initiative(id, fact))
    })
}

fn under<F: Clone>(
    history: &History<F>,
    decision: DecisionId,
    as_of: &AsOf,
    listed: &ActAuthorized,
    act_of: impl Fn(&F) -> Option<AuthorizedAct>,
) -> Doings {
    let mut doings = Doings::default();
    let authority = Authority::Decision(decision);
    for entry in history.iter().filter(|entry| as_of.sees(&entry.stamp)) {
        let authorized = entry.authority().is_some_and(|named| **named == authority);
        if !authorized || !act_of(&entry.fact).is_some_and(|act| listed.permits(&act, entry.from())) {
            continue;
        }
        if entry.fallen(as_of) {
            doings.fallen = doings.fallen.saturating_add(1);
        } else {
            doings.standing = doings.standing.or(Some(entry.event));
        }
    }
    doings
}

/// The act that a fact about an initiative did, if it is one that takes authority.
pub(crate) fn done_to_initiative(initiative: InitiativeId, fact: &InitiativeFact) -> Option<AuthorizedAct> {
    Some(match fact {
        InitiativeFact::Chartered(chartered) => AuthorizedAct::Charter { code: chartered.code.clone() },
        InitiativeFact::OwnerAssigned(assigned) => {
            AuthorizedAct::AssignOwner { initiative, owner: assigned.owner }
        }
        InitiativeFact::OwnerVacated(_) => AuthorizedAct::VacateOwner { initiative },
        InitiativeFact::OversightTransferred(transferred) => {
            AuthorizedAct::TransferOversight { initiative, committee: transferred.committee }
        }
        InitiativeFact::Paused(_) => AuthorizedAct::Pause { initiative },
        InitiativeFact::Sustained(_) => AuthorizedAct::Sustain { initiative },
        InitiativeFact::Resumed(_) => AuthorizedAct::Resume { initiative },
        InitiativeFact::Stopped(_) => AuthorizedAct::Stop { initiative },
        InitiativeFact::Reopened(_) => AuthorizedAct::Reopen { initiative },
        InitiativeFact::Succeeds(succeeds) => {
            AuthorizedAct::Succeed { initiative, predecessor: succeeds.predecessor }
        }
        _ => return None,
    })
}

/// The act that a fact about a metric did, if it is one that takes authority.
pub(crate) fn done_to_metric(metric: MetricId, fact: &MetricFact) -> Option<AuthorizedAct> {
    match fact {
        MetricFact::TargetSet(set) => Some(AuthorizedAct::SetTarget { metric, value: set.value }),
        MetricFact::RebaseApproved(_) => Some(AuthorizedAct::Rebase { metric }),
        MetricFact::Bridged(_) => Some(AuthorizedAct::Bridge { metric }),
        _ => None,
    }
}

/// The act for which a command on an initiative takes authority.
pub(crate) fn asked_of_initiative(
    id: Option<InitiativeId>,
    command: &initiative::Command,
) -> Option<AuthorizedAct> {
    use initiative::Command as C;
    if let C::Charter(charter) = command {
        return Some(AuthorizedAct::Charter { code: charter.code.clone() });
    }
    let initiative = id?;
    Some(match command {
        C::AssignOwner { owner, .. } => AuthorizedAct::AssignOwner { initiative, owner: *owner },
        C::VacateOwner { .. } => AuthorizedAct::VacateOwner { initiative },
        C::TransferOversight { committee, .. } => {
            AuthorizedAct::TransferOversight { initiative, committee: *committee }
        }
        C::Pause { .. } => AuthorizedAct::Pause { initiative },
        C::Sustain { .. } => AuthorizedAct::Sustain { initiative },
        C::Resume { .. } => AuthorizedAct::Resume { initiative },
        C::Stop { .. } => AuthorizedAct::Stop { initiative },
        C::Reopen { .. } => AuthorizedAct::Reopen { initiative },
        C::Succeed { predecessor, .. } => AuthorizedAct::Succeed { initiative, predecessor: *predecessor },
        _ => return None,
    })
}

/// The command that does an act under a decision's authority, with a reason. `None` for what somebody
/// does by hand, since it says more than the decision does.
pub(crate) fn command(
    decision: DecisionId,
    listed: &ActAuthorized,
    reason: Text,
    decided: NaiveDate,
) -> Option<Command> {
    use initiative::Command as C;
    let authority = Some(Authority::Decision(decision));
    let on = Some(listed.on.unwrap_or(decided));
    let command = match &listed.act {
        AuthorizedAct::Charter { .. } | AuthorizedAct::Rebase { .. } | AuthorizedAct::Bridge { .. } => {
            return None;
        }
        AuthorizedAct::AssignOwner { owner, .. } => C::AssignOwner { owner: *owner, on, authority },
        AuthorizedAct::VacateOwner { .. } => C::VacateOwner { reason: Some(reason), on, authority },
        AuthorizedAct::TransferOversight { committee, .. } => {
            C::TransferOversight { committee: *committee, on, authority }
        }
        AuthorizedAct::Pause { .. } => C::Pause { reason, on, authority },
        AuthorizedAct::Sustain { .. } => C::Sustain { reason: Some(reason), on, authority },
        AuthorizedAct::Resume { .. } => C::Resume { reason: Some(reason), on, authority },
        AuthorizedAct::Stop { .. } => C::Stop { reason, lesson: None, on, authority },
        AuthorizedAct::Reopen { .. } => C::Reopen { reason, on, authority },
        AuthorizedAct::Succeed { predecessor, .. } => C::Succeed { predecessor: *predecessor, on, authority },
        AuthorizedAct::SetTarget { metric, value } => {
            let (value, until) = (*value, None);
            let set = metric::Command::SetTarget { value, reason: Some(reason), on, until, authority };
            return Some(Command::Metric(Some(*metric), set));
        }
    };
    Some(Command::Initiative(listed.act.initiative(), command))
}

/// Whether a decision was decided so that it binds, as known, whatever day is effective.
pub(crate) fn is_decided(decision: &Decision, as_of: &AsOf) -> bool {
    let ever = as_of.on(NaiveDate::MAX);
    decision.exists(&ever) && decision.binding(&ever).is_some()
}

/// Whether an entry was done under a decision that binds, or under another authority.
pub(crate) fn is_entitled<T>(views: &Views, entry: &Entry<T>, as_of: &AsOf) -> bool {
    match entry.authority().map(|authority| &**authority) {
        Some(Authority::Decision(decision)) => {
            views.thing::<Decision>(*decision).is_some_and(|held| is_decided(&held.state, as_of))
        }
        authority => authority.is_some(),
    }
}
