//! A command's way in: rights, references, rules, sealing, the log, and back with what was recorded.

mod attaching;
mod ballots;
mod bulk;
mod carry_out;
mod encode;
mod error;
mod flag;
mod founding;
mod hand_over;
mod identity;
mod left_behind;
mod person_code;
mod replay;
mod separation;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::authorization::{Action, Asked, Resource, RuleId, authorize};
use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::command::Moment;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::event::Event;
use cxl_domain::evidence::{self, Evidence};
use cxl_domain::id::{
    EventId, EvidenceId, InitiativeId, MetricId, OrganizationId, PersonId, ProgramId, stream_id,
};
use cxl_domain::initiative::Initiative;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::Metric;
use cxl_domain::organization::Organization;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::person::Person;
use cxl_domain::program::Program;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::{AsOf, Position};
use cxl_domain::{initiative, metric, organization, person, program};
use cxl_store::codec::AnyEvent;
use cxl_store::meta::{Agent, Fingerprint};
use cxl_store::{Append, AppendError, Appended, Expected, StreamKind, StreamName};
use uuid::Uuid;

pub use bulk::BulkItem;
pub use carry_out::{ActAnswer, ActCarriedOut, CarryingOut};
use encode::Keys;
pub use error::ExecuteError;
use error::append_error;
pub use founding::Founding;
pub use hand_over::{HandOver, HandOverPart, HandedOver};
pub use identity::Identified;
pub(crate) use identity::claimed_identity;

use crate::command::{Command, Request, founding_stream};
use crate::convention;
use crate::ledger::Ledger;
use crate::query::Contradiction;
use crate::query::{ExceptionScope, Inquiry};
use crate::references;
use crate::rights::{denied, forbidden, judge, resource_of, rights_of_actor};
use crate::shelf::{self, Shelved};
use crate::views::Views;

/// What a command recorded.
#[derive(Debug, Clone)]
pub struct Executed {
    /// The stream.
    pub stream: StreamName,
    /// The id of the thing: initiative, metric, …
    pub id: Uuid,
    /// Position of the last event; the head where nothing was to be recorded.
    pub position: Option<Position>,
    /// The stream's revision afterwards.
    pub revision: u64,
    /// The recorded events; none where the state of affairs was as the command asks already.
    pub events: Vec<RecordedEvent>,
    /// Whether this is the answer to an earlier call with the same command id.
    pub replayed: bool,
    /// After an annulment, a correction or a whole thing recorded in error: the facts about the thing, or
    /// that name it, which can't stand as they do, for somebody to annul or correct.
    pub contradictions: Vec<Contradiction>,
    /// A moment in which all of it is visible.
    pub views: Arc<Views>,
}

/// One recorded event, as an answer names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its id.
    pub id: EventId,
    /// Its position.
    pub position: Position,
    /// Its revision.
    pub revision: u64,
    /// Its wire name.
    pub type_name: Arc<str>,
    /// When it was recorded.
    pub recorded: DateTime<Utc>,
}

/// How often a command is decided anew when another node was quicker.
const ATTEMPTS: usize = 3;

/// A decided command: its facts and what is recorded beside them.
struct Decided {
    stream: StreamName,
    expected: Expected,
    revision: Option<u64>,
    facts: Vec<AnyEvent>,
    rule: RuleId,
    basis: u64,
}

impl Ledger {
    /// Carries a command out, or says why not. When it answers, what it recorded is durable and
    /// visible in the answer's views.
    ///
    /// The same command id of the same actor answers from what was recorded the first time.
    pub async fn execute(&self, request: Request) -> Result<Executed, ExecuteError> {
        if matches!(request.command.asks(), Asked::Founding) {
            return Err(forbidden("this act", None, RuleId::DENIED));
        }
        self.keys_judged().await;
        self.execute_under(request, None).await
    }

    /// The same for the operator who holds the ledger's files: no right is asked for, and the events
    /// say so.
    pub async fn execute_as_operator(&self, request: Request) -> Result<Executed, ExecuteError> {
        self.keys_judged().await;
        self.execute_under(request, Some(founding::OPERATOR_RULE)).await
    }

    async fn execute_under(
        &self,
        request: Request,
        operator: Option<RuleId>,
    ) -> Result<Executed, ExecuteError> {
        let stream = stream_of(&request, &self.snapshot())?;
        let fingerprint = Fingerprint::of(&request.command, request.by, request.claim.as_ref())
            .map_err(|error| ExecuteError::Internal(error.to_string()))?;
        // One code is claimed by one writer at a time, one stream written by one: what is refused
        // then is refused for what is recorded, not for a race.
        let _code = match references::code_lock(&request.command) {
            Some(code) => Some(self.codes.hold(&code).await),
            None => None,
        };
        let _stream = self.streams.hold(&stream).await;
        let mut conflict = None;
        for _ in 0..ATTEMPTS {
            if let Some(executed) = self.replayed(&stream, &request, &fingerprint).await? {
                return Ok(executed);
            }
            let views = self.snapshot();
            let now = self.now();
            if let Some(reason) = self.writing_refused(&views, now) {
                return Err(ExecuteError::ReadOnly { reason });
            }
            let decided = self.decide(&views, &stream, &request, operator, now).await?;
            if decided.facts.is_empty() {
                return Ok(unchanged(&decided, views));
            }
            let key = self.person_key(&views, &request).await?;
            let voters = self.voter_keys(&views, &stream, &decided.facts).await?;
            let keys = Keys { all: key.as_ref(), voters: &voters };
            let events = self.encode(&request, &decided, fingerprint, keys, now).await?;
            let append = Append { stream: decided.stream.clone(), expected: decided.expected, events };
            let summary = summarize(&append, now);
            let foresee = append.clone();
            let (appended, _foreseen) =
                tokio::join!(self.store.append(append), async { self.foreseen.note(foresee) });
            match appended {
                Ok(appended) if appended.replayed => {
                    self.await_position(appended.last_position()).await?;
                    if let Some(executed) = self.replayed(&stream, &request, &fingerprint).await? {
                        return Ok(executed);
                    }
                    return Err(ExecuteError::Internal("a repeated append is not in the views".into()));
                }
                Ok(appended) => {
                    let executed = self.recorded(decided.stream, summary, appended).await?;
                    return Ok(executed.with_contradictions(&request.command, now));
                }
                Err(AppendError::Conflict { actual, .. }) => {
                    if let Some(expected) = request.expected_revision {
                        return Err(ExecuteError::Conflict {
                            kind: request.command.kind(),
                            expected,
                            actual,
                        });
                    }
                    conflict = Some((decided.revision, actual));
                    self.await_others(actual, &stream).await?;
                }
                Err(error) => return Err(append_error(&error)),
            }
        }
        let (seen, actual) = conflict.unwrap_or_default();
        Err(ExecuteError::Conflict { kind: request.command.kind(), expected: seen.unwrap_or(0), actual })
    }

    /// Waits until the views hold what another writer appended to a stream.
    async fn await_others(&self, actual: Option<u64>, stream: &StreamName) -> Result<(), ExecuteError> {
        let Some(actual) = actual else { return Ok(()) };
        let page = self.store.read_stream(stream, actual, 1).await?;
        if let Some(recorded) = page.first() {
            self.await_position(recorded.position).await?;
        }
        Ok(())
    }

    async fn recorded(
        &self,
        stream: StreamName,
        mut events: Vec<RecordedEvent>,
        appended: Appended,
    ) -> Result<Executed, ExecuteError> {
        for (event, offset) in events.iter_mut().zip(0_u64..) {
            event.position = appended.first_position + offset;
            event.revision = appended.first_revision + offset;
        }
        let views = self.await_position(appended.last_position()).await?;
        Ok(Executed {
            id: stream.id(),
            stream,
            position: Some(appended.last_position()),
            revision: appended.last_revision(),
            events,
            replayed: false,
            contradictions: Vec::new(),
            views,
        })
    }

    /// Rights, references and rules, against one moment of the views.
    async fn decide(
        &self,
        views: &Views,
        stream: &StreamName,
        request: &Request,
        operator: Option<RuleId>,
        now: DateTime<Utc>,
    ) -> Result<Decided, ExecuteError> {
        let by = performer(views, request, now)?;
        let resource = resource_of(views, &request.command, now);
        let rule = match operator {
            Some(rule) => rule,
            None => Self::allowed(views, request, by, &resource, now)?,
        };
        let head = AsOf::head(now.date_naive());
        let program = resource.program.or(match &request.command {
            Command::Program(Some(id), _) => Some(*id),
            _ => None,
        });
        let zone = match &request.command {
            Command::Organization(organization::Command::Found(found)) => found.zone,
            Command::Program(None, program::Command::Create(create)) => create.zone,
            _ => views.zone_of(program, &head),
        };
        let published = request.claim.as_ref().map(|claim| claim.published);
        let moment = Moment::new(by, now, zone).published_on(published);
        let revision = revision_of(views, stream);
        if let Some(expected) = request.expected_revision.filter(|expected| revision != Some(*expected)) {
            return Err(ExecuteError::Conflict { kind: request.command.kind(), expected, actual: revision });
        }
        let command = self.completed(views, request, &moment).await?;
        let command = self.with_file(views, command).await?;
        references::check(views, &command, stream.id(), &moment)?;
        self.separate_duties(views, request).await?;
        let calendar = program
            .and_then(|id| views.program(id))
            .and_then(|held| held.state.calendar(&moment.now()))
            .unwrap_or_default();
        self.explains(views, &command, &moment)?;
        self.clears(views, &command, &moment)?;
        let command = convention::completed(views, &self.analyses, command, &moment);
        let facts = decide(views, stream.id(), command, calendar, &moment)?;
        Ok(Decided {
            stream: stream.clone(),
            expected: revision.map_or(Expected::NoStream, Expected::Exact),
            revision,
            facts,
            rule,
            basis: views.len,
        })
    }

    /// The rule that allows the act, and the two rights that backfilling and entering for others take.
    fn allowed(
        views: &Views,
        request: &Request,
        by: PersonId,
        resource: &Resource,
        now: DateTime<Utc>,
    ) -> Result<RuleId, ExecuteError> {
        let rights = rights_of_actor(views, &request.actor, now);
        let verdict = judge(views, &rights, &request.command, resource, now);
        if !verdict.allow {
            return Err(denied(views, &request.command, verdict.rule, now));
        }
        let also =
            [(request.claim.is_some(), Action::Backfill), (by != rights.person, Action::EnterForOthers)];
        for (_, action) in also.into_iter().filter(|(needed, _)| *needed) {
            let verdict = authorize(&rights, action, resource);
            if !verdict.allow {
                return Err(forbidden(action.as_str(), Some(action), verdict.rule));
            }
        }
        Ok(verdict.rule)
    }

    /// Refuses to explain an exception that there is not. What is imported as history, or corrected, may
    /// speak of one that is over.
    fn explains(&self, views: &Views, command: &Command, moment: &Moment) -> Result<(), Refusal> {
        let (program, explained) = match command {
            Command::Initiative(Some(id), initiative::Command::ExplainException { explained }) => {
                let held = views.initiative(*id);
                (held.and_then(|held| held.state.program(&moment.now())), explained)
            }
            Command::Program(Some(id), program::Command::ExplainException { explained }) => {
                (Some(*id), explained)
            }
            _ => return Ok(()),
        };
        let Some(program) = program.filter(|_| moment.published.is_none()) else { return Ok(()) };
        let inquiry = Inquiry { views, analyses: &self.analyses, as_of: moment.now() };
        let noticed = inquiry.exceptions(&ExceptionScope { program, committee: None });
        if noticed.iter().any(|noticed| noticed.exception.key == explained.exception) {
            return Ok(());
        }
        Err(Refusal::NoSuchException { since: explained.exception.since })
    }
}

/// Who does the act: a person, whoever enters it.
fn performer(views: &Views, request: &Request, now: DateTime<Utc>) -> Result<PersonId, Refusal> {
    let by = match (request.by, request.actor.agent) {
        (Some(by), _) | (None, Agent::Person(by)) => by,
        (None, Agent::Service(_)) => {
            return Err(Refusal::invalid("by", "a service names the person for whom it enters"));
        }
    };
    let head = AsOf::head(now.date_naive());
    if views.person(by).is_some_and(|held| held.state.is_service(&head)) {
        return Err(Refusal::invalid(
            "by",
            "a service does nothing itself: name the person for whom it enters",
        ));
    }
    Ok(by)
}

/// The stream that a command is recorded in: a new one has an id derived from actor and command.
fn stream_of(request: &Request, views: &Views) -> Result<StreamName, ExecuteError> {
    let kind = request.command.kind();
    let given = match &request.command {
        Command::Organization(_) if views.is_founded() => Some(views.organization().state.id.0),
        Command::Organization(_) => Some(founding_stream(&request.actor, request.command_id).0),
        other => other.id(),
    };
    let id = given.unwrap_or_else(|| stream_id(request.actor.key(), kind, request.command_id));
    let kind = StreamKind::new(kind).map_err(|error| ExecuteError::Internal(error.to_string()))?;
    Ok(StreamName::new(kind, id))
}

fn revision_of(views: &Views, stream: &StreamName) -> Option<u64> {
    let id = stream.id();
    match stream.kind().as_str() {
        "organization" => views.is_founded().then(|| views.organization().revision),
        "program" => views.program(ProgramId(id)).map(|held| held.revision),
        "person" => views.person(PersonId(id)).map(|held| held.revision),
        "initiative" => views.initiative(InitiativeId(id)).map(|held| held.revision),
        "metric" => views.metric(MetricId(id)).map(|held| held.revision),
        "evidence" => views.evidence(EvidenceId(id)).map(|held| held.revision),
        kind => shelf::standing(views, kind, id).map(|standing| standing.revision),
    }
}

/// The rules of the thing itself.
fn decide(
    views: &Views,
    id: Uuid,
    command: Command,
    calendar: FiscalCalendar,
    moment: &Moment,
) -> Result<Vec<AnyEvent>, Refusal> {
    Ok(match command {
        Command::Organization(command) => {
            let new = Organization::new(OrganizationId(id));
            let state = if views.is_founded() { &views.organization().state } else { &new };
            wrap(organization::decide(state, command, moment)?, AnyEvent::Organization)
        }
        Command::Program(_, command) => {
            let new = Program::new(ProgramId(id));
            let state = views.program(ProgramId(id)).map_or(&new, |held| &held.state);
            wrap(program::decide(state, command, moment)?, AnyEvent::Program)
        }
        Command::Person(_, command) => {
            let new = Person::new(PersonId(id));
            let state = views.person(PersonId(id)).map_or(&new, |held| &held.state);
            wrap(person::decide(state, command.act, moment)?, AnyEvent::Person)
        }
        Command::Initiative(_, command) => {
            let new = Initiative::new(InitiativeId(id));
            let state = views.initiative(InitiativeId(id)).map_or(&new, |held| &held.state);
            wrap(initiative::decide(state, command, moment)?, AnyEvent::Initiative)
        }
        Command::Metric(_, command) => {
            let new = Metric::new(MetricId(id));
            let state = views.metric(MetricId(id)).map_or(&new, |held| &held.state);
            wrap(metric::decide(state, command, calendar, moment)?, AnyEvent::Metric)
        }
        Command::Evidence(_, command) => {
            let new = Evidence::new(EvidenceId(id));
            let state = views.evidence(EvidenceId(id)).map_or(&new, |held| &held.state);
            wrap(evidence::decide(state, command, moment)?, AnyEvent::Evidence)
        }
        Command::Committee(_, command) => {
            wrap(of_thing::<Committee>(views, id, command, moment)?, AnyEvent::Committee)
        }
        Command::Meeting(_, command) => {
            wrap(of_thing::<Meeting>(views, id, command, moment)?, AnyEvent::Meeting)
        }
        Command::Decision(_, command) => {
            wrap(of_thing::<Decision>(views, id, command, moment)?, AnyEvent::Decision)
        }
        Command::Journey(_, command) => {
            wrap(of_thing::<Journey>(views, id, command, moment)?, AnyEvent::Journey)
        }
        Command::PainPoint(_, command) => {
            wrap(of_thing::<PainPoint>(views, id, command, moment)?, AnyEvent::PainPoint)
        }
        Command::Insight(_, command) => {
            wrap(of_thing::<Insight>(views, id, command, moment)?, AnyEvent::Insight)
        }
    })
}

fn of_thing<N: Shelved>(
    views: &Views,
    id: Uuid,
    command: N::Command,
    moment: &Moment,
) -> Result<Vec<Event<N::Fact>>, Refusal> {
    let id = N::Id::from(id);
    match views.thing::<N>(id) {
        Some(held) => held.state.decide(command, moment),
        None => N::new(id).decide(command, moment),
    }
}

fn wrap<T>(events: Vec<T>, of: impl Fn(T) -> AnyEvent) -> Vec<AnyEvent> {
    events.into_iter().map(of).collect()
}

fn summarize(append: &Append, recorded: DateTime<Utc>) -> Vec<RecordedEvent> {
    append
        .events
        .iter()
        .map(|event| RecordedEvent {
            id: EventId(event.id),
            position: 0,
            revision: 0,
            type_name: event.type_name.clone(),
            recorded,
        })
        .collect()
}

fn unchanged(decided: &Decided, views: Arc<Views>) -> Executed {
    Executed {
        id: decided.stream.id(),
        stream: decided.stream.clone(),
        position: views.head(),
        revision: decided.revision.unwrap_or(0),
        events: Vec::new(),
        replayed: false,
        contradictions: Vec::new(),
        views,
    }
}

/// The first day from which a person can be asked about in a person's own stream.
pub(crate) const EVER: NaiveDate = NaiveDate::MAX;
