//! Rights as the ledger knows them at the present moment.

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::authorization::{
    Action, ActorRights, Asked, Grant, RULES, Resource, RuleId, Verdict, authorize, authorize_mending,
};
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::history::History;
use cxl_domain::id::{CommitteeId, EventId, MeetingId, PersonId, ProgramId, ServiceId};
use cxl_domain::meeting::Meeting;
use cxl_domain::noun::Noun;
use cxl_domain::organization::Token;
use cxl_domain::person::Person;
use cxl_domain::role::Role;
use cxl_domain::time::{AsOf, day_in};
use cxl_domain::{
    committee, decision, evidence, initiative, insight, journey, meeting, metric, organization, pain_point,
    program,
};
use cxl_store::meta::{Actor, Agent};

use crate::command::Command;
use crate::execute::{ExecuteError, Identified};
use crate::facts;
use crate::shelf;
use crate::views::{Held, Views};

/// The rights of a person now. Whatever a question asks about the past, rights are judged today. Whoever
/// has left, or was recorded in error, has none.
pub fn rights_of(views: &Views, person: PersonId, now: DateTime<Utc>) -> ActorRights {
    let zone = views.organization_zone(&AsOf::head(now.date_naive()));
    let as_of = AsOf::head(day_in(now, zone));
    let here = |held: &Held<Person>| held.state.exists(&as_of) && held.state.left(&as_of).is_none();
    let grants = if views.person(person).is_some_and(|held| here(held)) {
        views.organization().state.roles_of(person, &as_of)
    } else {
        Vec::new()
    };
    let granted = |grant: &organization::Grant| Grant { role: grant.role, program: grant.program };
    ActorRights::of(person, grants.iter().map(granted).collect())
}

/// The rights of whoever acts now: those of the person or service, as far as the token that was presented opens
/// them. One that works no more opens nothing.
pub fn rights_of_actor(views: &Views, actor: &Actor, now: DateTime<Utc>) -> ActorRights {
    let rights = rights_of(views, holder_of(actor.agent), now);
    if still_let_in(views, actor, now).is_err() {
        return ActorRights::of(rights.person, Vec::new());
    }
    let Some(presented) = actor.token else { return rights };
    match working_token(views, now, |token| token.id == presented) {
        Ok(Token { scope: Some(scope), .. }) => rights.within(scope),
        Ok(Token { scope: None, .. }) => rights,
        Err(_) => ActorRights::of(rights.person, Vec::new()),
    }
}

/// Under which id somebody has roles and tokens: a service has a stream like a person's.
fn holder_of(agent: Agent) -> PersonId {
    match agent {
        Agent::Person(person) => person,
        Agent::Service(service) => PersonId(service.0),
    }
}

/// Why a token opens nothing. Whoever presents it held it once, so it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// It is none of this ledger's.
    #[error("the token is not known to this ledger")]
    Unknown,
    /// It was revoked, or the fact that issued it was annulled.
    #[error("the token was revoked")]
    Revoked,
    /// The identity by which they entered stands for them no more.
    #[error("the identity by which you entered was unlinked: ask an administrator")]
    Unlinked,
    /// Its time is over.
    #[error("the token expired on {0}")]
    Expired(DateTime<Utc>),
    /// The person for whom it was issued does not count any more.
    #[error(
        "the person for whom the token was issued was recorded in error: an administrator issues another \
         one, for the person who is meant"
    )]
    PersonInError,
    /// The person for whom it was issued has left.
    #[error("the person for whom the token was issued left on {0}: if they came back, record their return")]
    PersonLeft(NaiveDate),
}

/// The actor that a token stands for: known, not revoked, not expired, of a registered person who has not
/// left.
pub fn actor_of_token(views: &Views, sha256: &Sha256Hex, now: DateTime<Utc>) -> Result<Actor, TokenRefusal> {
    if !views.knows_token(sha256) {
        return Err(TokenRefusal::Unknown);
    }
    let token = working_token(views, now, |token| token.sha256 == *sha256)?;
    still_here(views, token.person, now)?;
    Ok(Actor { agent: agent_of(views, token.person, now), token: Some(token.id), identity: None })
}

/// Whether whoever was let in earlier would be let in now, with the token or by the identity of then.
pub fn still_let_in(views: &Views, actor: &Actor, now: DateTime<Utc>) -> Result<(), TokenRefusal> {
    if let Some(id) = actor.token {
        working_token(views, now, |token| token.id == id)?;
    }
    if let Some(identity) = actor.identity {
        let stands_for = views.person_entering_by(identity, &AsOf::head(now.date_naive()));
        stands_for.ok_or(TokenRefusal::Unlinked)?;
    }
    still_here(views, holder_of(actor.agent), now)
}

/// The actor that an identity of a provider stands for, if they are registered and have not left.
pub fn actor_of_identity(
    views: &Views,
    identified: Identified,
    now: DateTime<Utc>,
) -> Result<Actor, TokenRefusal> {
    let Identified { person, identity } = identified;
    still_here(views, person, now)?;
    Ok(Actor { agent: agent_of(views, person, now), token: None, identity: Some(identity) })
}

fn working_token(
    views: &Views,
    now: DateTime<Utc>,
    is_meant: impl Fn(&Token) -> bool,
) -> Result<Token, TokenRefusal> {
    let tokens = views.organization().state.tokens(&AsOf::head(now.date_naive()));
    let token = tokens.into_iter().find(is_meant).ok_or(TokenRefusal::Revoked)?;
    match token.expires.filter(|expires| *expires <= now) {
        Some(expired) => Err(TokenRefusal::Expired(expired)),
        None => Ok(token),
    }
}

/// Whether a person is registered and has not left.
fn still_here(views: &Views, person: PersonId, now: DateTime<Utc>) -> Result<(), TokenRefusal> {
    let zone = views.organization_zone(&AsOf::head(now.date_naive()));
    let today = AsOf::head(day_in(now, zone));
    let holder = views.person(person).filter(|held| held.state.exists(&today));
    match holder.ok_or(TokenRefusal::PersonInError)?.state.left(&today) {
        Some(left) => Err(TokenRefusal::PersonLeft(left)),
        None => Ok(()),
    }
}

/// As what somebody acts: a service is registered like a person.
fn agent_of(views: &Views, person: PersonId, now: DateTime<Utc>) -> Agent {
    let head = AsOf::head(now.date_naive());
    match views.person(person) {
        Some(held) if held.state.is_service(&head) => Agent::Service(ServiceId(person.0)),
        _ => Agent::Person(person),
    }
}

/// Whether somebody may read a program, whole.
pub fn may_read(views: &Views, actor: &Actor, program: ProgramId, now: DateTime<Utc>) -> bool {
    may(views, actor, Action::ReadProgram, Some(program), now).allow
}

/// Whether somebody may do something, by which rule.
pub fn may(
    views: &Views,
    actor: &Actor,
    action: Action,
    program: Option<ProgramId>,
    now: DateTime<Utc>,
) -> Verdict {
    authorize(&rights_of_actor(views, actor, now), action, &Resource { program, ..Resource::default() })
}

/// Whether somebody may read how a person voted on a decision, and whether they disagree: their own at any
/// time, that of others once the vote is over, by a grant of just that.
pub fn reads_vote(
    views: &Views,
    asker: Option<PersonId>,
    decision: &Decision,
    voter: PersonId,
    now: DateTime<Utc>,
) -> bool {
    let Some(asker) = asker else { return false };
    let program = decision.program(&AsOf::head(chrono::NaiveDate::MAX));
    let resource = Resource { program, ..Resource::default() };
    let granted = || authorize(&rights_of(views, asker, now), Action::ReadVotes, &resource).allow;
    asker == voter || (decision.is_vote_over() && granted())
}

/// Whether somebody may read what a person is called, and what else lies sealed under that person's own key: their own
/// at any time, that of others by a grant. A person's code stands for them everywhere and is no secret; votes are
/// judged by [`reads_vote`].
pub fn reads_personal(views: &Views, asker: Option<PersonId>, person: PersonId, now: DateTime<Utc>) -> bool {
    let Some(asker) = asker else { return false };
    let granted =
        || authorize(&rights_of(views, asker, now), Action::ReadPersonal, &Resource::default()).allow;
    asker == person || granted()
}

/// Whether the actor may do what the command asks on `resource`, see [`resource_of`], and by which rule.
pub(crate) fn judge(
    views: &Views,
    rights: &ActorRights,
    command: &Command,
    resource: &Resource,
    now: DateTime<Utc>,
) -> Verdict {
    let resource = &electing(views, rights, command, resource, now);
    let verdict = judge_on(views, rights, command, resource);
    if !verdict.allow {
        return verdict;
    }
    if shuts_a_checker_out(views, command, now) && !administers(rights) {
        return Verdict { allow: false, rule: RuleId::DENIED };
    }
    // Some acts record several facts: to state one of them anew takes the right to that act.
    if let Some(Asked::Act(action)) = command.restates() {
        let anew = authorize(rights, action, resource);
        if !anew.allow {
            return anew;
        }
    }
    // What a correction takes to another program, or a meeting to another committee, must be allowed there,
    // too.
    match restated(views, command, resource, now) {
        Some(restated) => judge_on(views, rights, command, &restated),
        None => verdict,
    }
}

/// What is answered where [`judge`] does not allow a command.
pub(crate) fn denied(views: &Views, command: &Command, rule: RuleId, now: DateTime<Utc>) -> ExecuteError {
    let kind = command.kind();
    let (act, right) = match command.asks() {
        Asked::Act(action) => (action.as_str().to_owned(), Some(action)),
        Asked::MendWhole(action) => (format!("recording this {kind} in error"), Some(action)),
        Asked::Mend(event) => {
            let right = recorded(views, command, event).map_or(Action::ReadHistory, |(action, _)| action);
            (format!("annulling or correcting in this {kind}"), Some(right))
        }
        Asked::Founding => ("this act".to_owned(), None),
    };
    if rule == RuleId::DENIED && shuts_a_checker_out(views, command, now) {
        return ExecuteError::Forbidden { action: act, needs: vec![RuleId::ADMINISTRATORS_MEND], rule };
    }
    forbidden(act, right, rule)
}

/// What is answered to whoever has no right to an act: the rule that came closest, else all by which
/// somebody may do it.
pub(crate) fn forbidden(act: impl Into<String>, right: Option<Action>, rule: RuleId) -> ExecuteError {
    let allowing = RULES.iter().filter(|known| right.is_some_and(|right| known.actions.contains(&right)));
    let mut needs: Vec<RuleId> =
        allowing.filter(|known| rule == RuleId::DENIED || rule == known.id).map(|known| known.id).collect();
    if needs.is_empty() {
        needs.push(rule);
    }
    ExecuteError::Forbidden { action: act.into(), needs, rule }
}

/// What is acted on, with who chairs the decision and whether the actor is in its electorate.
fn electing(
    views: &Views,
    rights: &ActorRights,
    command: &Command,
    resource: &Resource,
    now: DateTime<Utc>,
) -> Resource {
    let Command::Decision(Some(id), _) = command else { return *resource };
    let today = AsOf::head(day_in(now, views.zone_of(resource.program, &AsOf::head(now.date_naive()))));
    let electorate = views.thing::<Decision>(*id).and_then(|held| held.state.electorate(&today));
    let Some((_, electorate)) = electorate else { return *resource };
    let elector = electorate.elector(rights.person).map(|elector| elector.person);
    Resource { chair: electorate.chair(), elector, ..*resource }
}

/// Whether the command could shut somebody out who keeps others in check: says that they left, or mends
/// what is recorded about them.
fn shuts_a_checker_out(views: &Views, command: &Command, now: DateTime<Utc>) -> bool {
    let Command::Person(Some(person), _) = command else { return false };
    let asked = command.asks();
    let shuts_out = matches!(asked, Asked::Mend(_) | Asked::MendWhole(_) | Asked::Act(Action::RecordLeaving));
    shuts_out && rights_of(views, *person, now).grants.iter().any(|grant| grant.role.checks_others())
}

fn administers(rights: &ActorRights) -> bool {
    rights.grants.iter().any(|grant| grant.role == Role::Administrator && grant.program.is_none())
}

/// What a correction states the thing to be about, where that is another program or committee.
fn restated(views: &Views, command: &Command, resource: &Resource, now: DateTime<Utc>) -> Option<Resource> {
    let mut restated = Resource { program: Some(restated_program(command)?), ..*resource };
    if let Command::Meeting(_, meeting::Command::Correct(correct)) = command
        && let meeting::Command::Convene(begin) = &*correct.with
    {
        (restated.chair, restated.secretary) = (None, None);
        seats(views, begin.committee, now, &mut restated);
    }
    (restated != *resource).then_some(restated)
}

/// The program in which a correction states the thing anew.
fn restated_program(command: &Command) -> Option<ProgramId> {
    match command {
        Command::Initiative(_, initiative::Command::Correct(correct)) => match &*correct.with {
            initiative::Command::Charter(charter) => Some(charter.program),
            _ => None,
        },
        Command::Metric(_, metric::Command::Correct(correct)) => match &*correct.with {
            metric::Command::Define(define) => Some(define.defined.program),
            _ => None,
        },
        Command::Evidence(_, evidence::Command::Correct(correct)) => match &*correct.with {
            evidence::Command::Provide(provided) => Some(provided.program),
            _ => None,
        },
        Command::Committee(_, committee::Command::Correct(correct)) => match &*correct.with {
            committee::Command::Establish(begin) => Some(begin.program),
            _ => None,
        },
        Command::Meeting(_, meeting::Command::Correct(correct)) => match &*correct.with {
            meeting::Command::Convene(begin) => Some(begin.program),
            _ => None,
        },
        Command::Decision(_, decision::Command::Correct(correct)) => {
            correct.with.opens().map(|open| open.program)
        }
        Command::Journey(_, journey::Command::Correct(correct)) => match &*correct.with {
            journey::Command::Map(begin) => Some(begin.program),
            _ => None,
        },
        Command::PainPoint(_, pain_point::Command::Correct(correct)) => match &*correct.with {
            pain_point::Command::Identify(begin) => Some(begin.program),
            _ => None,
        },
        Command::Insight(_, insight::Command::Correct(correct)) => match &*correct.with {
            insight::Command::Find(begin) => Some(begin.program),
            _ => None,
        },
        _ => None,
    }
}

fn judge_on(views: &Views, rights: &ActorRights, command: &Command, resource: &Resource) -> Verdict {
    let head = AsOf::head(chrono::NaiveDate::MAX);
    match command.asks() {
        Asked::Act(action) => authorize(rights, action, resource),
        Asked::MendWhole(action) => {
            let began = command.id().and_then(|id| facts::first(views, command.kind(), id, &head));
            authorize_mending(rights, action, began.map_or(rights.person, |fact| fact.by), resource)
        }
        Asked::Mend(event) => match recorded(views, command, event) {
            Some((action, by)) => authorize_mending(rights, action, by, resource),
            // There is no such fact, which the rules will say: to whoever may read.
            None => authorize(rights, Action::ReadHistory, resource),
        },
        Asked::Founding => Verdict { allow: false, rule: cxl_domain::authorization::RuleId::DENIED },
    }
}

/// What the command acts on, as far as rights go.
pub(crate) fn resource_of(views: &Views, command: &Command, now: DateTime<Utc>) -> Resource {
    let head = AsOf::head(chrono::NaiveDate::MAX);
    let mut resource = Resource::default();
    match command {
        Command::Organization(organization::Command::GrantRole { granted, .. }) => {
            resource.program = granted.program;
        }
        Command::Organization(organization::Command::WithdrawRole { grant, .. }) => {
            let grants = views.organization().state.grants(&head);
            resource.program = grants.iter().find(|held| held.event == *grant).and_then(|held| held.program);
        }
        Command::Organization(_)
        | Command::Person(..)
        | Command::Program(None, _)
        | Command::Program(_, program::Command::Create(_)) => {}
        Command::Program(Some(id), _) => resource.program = Some(*id),
        Command::Initiative(None, initiative::Command::Charter(charter)) => {
            resource.program = Some(charter.program);
        }
        Command::Initiative(id, _) => {
            let held = id.and_then(|id| views.initiative(id));
            resource.program = held.and_then(|held| held.state.program(&head));
            let zone = views.zone_of(resource.program, &head);
            let today = AsOf::head(day_in(now, zone));
            resource.owner = held.and_then(|held| held.state.owner(&today)).map(|(_, owner)| owner);
        }
        Command::Metric(None, metric::Command::Define(define)) => {
            resource.program = Some(define.defined.program);
        }
        Command::Metric(id, _) => {
            resource.program = id.and_then(|id| views.metric(id)).and_then(|held| held.state.program(&head));
        }
        Command::Committee(None, committee::Command::Establish(begin)) => {
            resource.program = Some(begin.program);
        }
        Command::Meeting(None, meeting::Command::Convene(begin)) => {
            resource.program = Some(begin.program);
            seats(views, begin.committee, now, &mut resource);
        }
        Command::Meeting(Some(id), act) => of_meeting(views, *id, act, now, &mut resource),
        Command::Decision(None, command) => resource.program = command.opens().map(|open| open.program),
        Command::Journey(None, journey::Command::Map(begin)) => resource.program = Some(begin.program),
        Command::PainPoint(None, pain_point::Command::Identify(begin)) => {
            resource.program = Some(begin.program);
        }
        Command::Insight(None, insight::Command::Find(begin)) => resource.program = Some(begin.program),
        Command::Committee(..)
        | Command::Meeting(None, _)
        | Command::Decision(..)
        | Command::Journey(..)
        | Command::PainPoint(..)
        | Command::Insight(..) => {
            let thing = command.id().and_then(|id| shelf::standing(views, command.kind(), id));
            resource.program = thing.and_then(|thing| thing.program);
        }
        Command::Evidence(None, evidence::Command::Provide(provided)) => {
            resource.program = Some(provided.program);
        }
        Command::Evidence(id, _) => {
            // Also of what was recorded in error: the rules will say so.
            let history = id.and_then(|id| views.evidence(id)).map(|held| &held.state.history);
            for entry in history.into_iter().flat_map(History::iter) {
                if let EvidenceFact::Provided(provided) = &entry.fact {
                    resource.program = Some(provided.program);
                    resource.provider = Some(entry.by());
                }
            }
        }
    }
    resource
}

/// Who chairs the committee today, and who is its secretary.
fn seats(views: &Views, committee: CommitteeId, now: DateTime<Utc>, resource: &mut Resource) {
    let zone = views.zone_of(resource.program, &AsOf::head(now.date_naive()));
    let today = AsOf::head(day_in(now, zone));
    if let Some(held) = views.thing::<Committee>(committee) {
        resource.chair = held.state.chair(&today);
        resource.secretary = held.state.secretary(&today);
    }
}

fn of_meeting(
    views: &Views,
    id: MeetingId,
    act: &meeting::Command,
    now: DateTime<Utc>,
    resource: &mut Resource,
) {
    let ever = AsOf::head(chrono::NaiveDate::MAX);
    let Some(held) = views.thing::<Meeting>(id) else { return };
    resource.program = held.state.program(&ever);
    if let Some(committee) = held.state.committee(&ever) {
        seats(views, committee, now, resource);
    }
    if let Some((_, held)) = held.state.held(&ever) {
        resource.chair = Some(held.chair);
    }
    if let meeting::Command::CompleteAction { action, .. } = act {
        resource.owner = held.state.action(*action, &ever).map(|action| action.owner);
    }
}

/// The act that recorded a fact, and who did it.
fn recorded(views: &Views, command: &Command, event: EventId) -> Option<(Action, PersonId)> {
    let head = AsOf::head(chrono::NaiveDate::MAX);
    let fact = facts::fact(views, command.kind(), command.id()?, event, &head)?;
    Some((Action::that_recorded(fact.wire_name)?, fact.by))
}
