//! The recorded events of one thing: the trail, with everything that was recorded beside each fact.

use std::sync::Arc;

use async_graphql::{ID, InputObject, Object, SimpleObject, Value};
use chrono_tz::Tz;
use cxl_domain::authorization::Action;
use cxl_domain::committee::CommitteeFact;
use cxl_domain::decision::DecisionFact;
use cxl_domain::event::{Effective, Fact as _};
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::id::{EventId, ImprovementId, OrganizationId, PersonId, ProgramId, SpotId};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::InsightFact;
use cxl_domain::journey::JourneyFact;
use cxl_domain::meeting::MeetingFact;
use cxl_domain::metric::MetricFact;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPointFact;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::{end_of_day, start_of_day};
use cxl_ledger::{HistoryAsked, HistoryEntry, HistoryFilter, TextAt, unversioned};
use cxl_store::meta::{Agent, Claim};
use cxl_store::{StreamKind, StreamName};
use uuid::Uuid;

use crate::connection::{Connection, Listing};
use crate::error::Problem;
use crate::fact::Authority;
use crate::ids::{Global, GlobalId, Kind};
use crate::moment::Moment;
use crate::node::{Node, program_of};
use crate::person::Person;
use crate::scalars::{Code, Count, Date, DateTime, Json, Position};
use crate::texts::Text;

/// The most types that a filter names.
const MAX_TYPES: usize = 50;

/// Which events of a history are meant: those that fit all of what is given.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct EventFilter {
    /// Of one of these types, at most 50: "metric.target-set.v1", or without a version for all versions.
    types: Option<Vec<String>>,
    /// What this person did, or entered for somebody else; their global id.
    person: Option<ID>,
    /// Recorded on this day or later, in the time zone of the program, else of the organization.
    recorded_from: Option<Date>,
    /// Recorded on this day or earlier.
    recorded_to: Option<Date>,
}

impl EventFilter {
    fn read(self, kind: &str, zone: Tz) -> Result<HistoryFilter, Problem> {
        let Self { types, person, recorded_from, recorded_to } = self;
        if types.as_ref().is_some_and(|types| types.is_empty() || types.len() > MAX_TYPES) {
            return Err(Problem::bad_input(format!(
                "types names 1 to {MAX_TYPES} types; leave it out for all"
            )));
        }
        let types = types.unwrap_or_default();
        let known = |name: &str| wire_names(kind).iter().any(|known| unversioned(known) == unversioned(name));
        if let Some(unknown) = types.iter().find(|name| !known(name)) {
            let names: Vec<_> = wire_names(kind).iter().map(|name| unversioned(name)).collect();
            let message = format!("there is no event {unknown:?} here; types are {}", names.join(", "));
            return Err(Problem::bad_input(message));
        }
        if let (Some(from), Some(to)) = (recorded_from, recorded_to)
            && to.0 < from.0
        {
            return Err(Problem::bad_input(format!("recordedTo {} is before recordedFrom {}", to.0, from.0)));
        }
        Ok(HistoryFilter {
            types,
            person: person.map(|id| PersonId::parse(&id)).transpose()?,
            since: recorded_from.map(|day| start_of_day(day.0, zone)),
            until: recorded_to.map(|day| end_of_day(day.0, zone)),
        })
    }
}

/// The types of the events of a kind of stream.
fn wire_names(kind: &str) -> &'static [&'static str] {
    match kind {
        OrganizationFact::KIND => OrganizationFact::WIRE_NAMES,
        ProgramFact::KIND => ProgramFact::WIRE_NAMES,
        PersonFact::KIND => PersonFact::WIRE_NAMES,
        InitiativeFact::KIND => InitiativeFact::WIRE_NAMES,
        MetricFact::KIND => MetricFact::WIRE_NAMES,
        EvidenceFact::KIND => EvidenceFact::WIRE_NAMES,
        CommitteeFact::KIND => CommitteeFact::WIRE_NAMES,
        MeetingFact::KIND => MeetingFact::WIRE_NAMES,
        DecisionFact::KIND => DecisionFact::WIRE_NAMES,
        JourneyFact::KIND => JourneyFact::WIRE_NAMES,
        PainPointFact::KIND => PainPointFact::WIRE_NAMES,
        InsightFact::KIND => InsightFact::WIRE_NAMES,
        _ => &[],
    }
}

/// A page of the events of a thing that are visible at a moment, oldest first. Nothing for who may not
/// read them.
pub(crate) async fn history(
    moment: &Arc<Moment>,
    of: GlobalId,
    only: Option<EventFilter>,
    first: i32,
    after: Option<&str>,
) -> Result<Option<Connection<Event>>, Problem> {
    let Some(stream) = stream_of(moment, of)? else { return Ok(None) };
    let list: Listing<u64> = Listing::open(moment, "history", &(of, &only), first, after)?;
    let from = list.after().map_or(0, |revision| revision + 1);
    let moment = &list.moment;
    let zone = moment.views.zone_of(program_of(&moment.asking, of), moment.as_of());
    let only = only.map(|only| only.read(stream.kind().as_str(), zone)).transpose()?.unwrap_or_default();
    let asked = HistoryAsked { stream: &stream, from, limit: list.first(), only: &only };
    let (ledger, asker) = (&moment.asking.ledger, moment.asking.person());
    let page = ledger.history(&moment.views, asked, moment.as_of(), asker).await?;
    let events = page.entries.into_iter().map(|entry| Event::new(moment.clone(), entry)).collect();
    let page = list.page(events, list.after().is_some(), page.more, |event| event.entry.revision);
    Ok(Some(page.connection()))
}

/// The stream that holds a thing's events, if the asker may read its history.
fn stream_of(moment: &Arc<Moment>, of: GlobalId) -> Result<Option<StreamName>, Problem> {
    let views = &moment.views;
    let program = program_of(&moment.asking, of);
    let in_program = |kind| program.map(|_| (kind, of.id));
    let found = match of.kind {
        Kind::Organization => {
            let same = views.organization().state.id == OrganizationId(of.id) && views.is_founded();
            same.then_some((OrganizationFact::KIND, of.id))
        }
        Kind::Person => views.person(PersonId(of.id)).map(|_| (PersonFact::KIND, of.id)),
        Kind::Program => views.program(ProgramId(of.id)).map(|_| (ProgramFact::KIND, of.id)),
        Kind::Initiative => in_program(InitiativeFact::KIND),
        Kind::Improvement => {
            let initiative = views.initiative_of_improvement(ImprovementId(of.id));
            initiative.map(|initiative| (InitiativeFact::KIND, initiative.0))
        }
        Kind::Goal => program.map(|program| (ProgramFact::KIND, program.0)),
        Kind::Metric => in_program(MetricFact::KIND),
        Kind::Evidence => in_program(EvidenceFact::KIND),
        Kind::Committee => in_program(CommitteeFact::KIND),
        Kind::Meeting => in_program(MeetingFact::KIND),
        Kind::Decision => in_program(DecisionFact::KIND),
        Kind::Journey => in_program(JourneyFact::KIND),
        Kind::Spot => views.journey_of(SpotId(of.id)).map(|journey| (JourneyFact::KIND, journey.0)),
        Kind::PainPoint => in_program(PainPointFact::KIND),
        Kind::Insight => in_program(InsightFact::KIND),
        Kind::Department | Kind::Seat | Kind::Action | Kind::Token | Kind::Service | Kind::Event => {
            let message = "this has no history of its own; ask for that of what it belongs to";
            return Err(Problem::bad_input(format!("{}: {message}", of.kind.as_str())));
        }
    };
    let readable = found.filter(|_| moment.asking.may(Action::ReadHistory, program));
    readable.map(|(kind, id)| stream(kind, id)).transpose()
}

fn stream(kind: &str, id: Uuid) -> Result<StreamName, Problem> {
    Ok(StreamName::new(StreamKind::new(kind).map_err(Problem::internal)?, id))
}

/// A recorded event at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    moment: Arc<Moment>,
    entry: HistoryEntry,
}

impl Event {
    pub(crate) fn new(moment: Arc<Moment>, entry: HistoryEntry) -> Self {
        Self { moment, entry }
    }

    fn claim(&self) -> Option<&Claim> {
        self.entry.claim()
    }
}

/// A recorded event: one fact, with everything that was recorded beside it. Events are never changed;
/// what was recorded in error is annulled or corrected by a later one.
#[Object]
impl Event {
    /// The global id.
    async fn id(&self) -> ID {
        self.entry.id.global()
    }

    /// Its type, with its version: "initiative.owner-assigned.v1".
    #[graphql(name = "type")]
    async fn type_name(&self) -> &str {
        &self.entry.type_name
    }

    /// What it is about, as it stands at this moment: that in whose history it is. Null for what you cannot
    /// read.
    async fn about(&self) -> Option<Node> {
        let stream = &self.entry.stream;
        let kind = Kind::ALL.iter().find(|kind| kind.as_str() == stream.kind().as_str())?;
        Node::seen(&self.moment, GlobalId { kind: *kind, id: stream.id() })
    }

    /// Its rank in the ledger.
    async fn position(&self) -> Position {
        Position(self.entry.position)
    }

    /// Its rank among the events of the same thing, from 0.
    async fn revision(&self) -> Position {
        Position(self.entry.revision)
    }

    /// When the ledger recorded it.
    async fn recorded(&self) -> DateTime {
        DateTime(self.entry.recorded)
    }

    /// Who did the act.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.entry.by)
    }

    /// Who entered it.
    async fn actor(&self) -> Actor {
        let actor = &self.entry.meta.actor;
        let (person, service) = match actor.agent {
            Agent::Person(person) => (Some(Person::reference(&self.moment, person)), None),
            Agent::Service(service) => (None, Some(service.global())),
        };
        let identity = actor.identity.map(|identity| EventId(identity.0).global());
        Actor { person, service, token: actor.token.map(|token| token.global()), identity }
    }

    /// Whether somebody entered what another person did.
    async fn entered_for(&self) -> bool {
        self.entry.meta.actor.agent != Agent::Person(self.entry.by)
    }

    /// The command that recorded it: the UUID by which its caller named it.
    async fn command(&self) -> ID {
        self.entry.meta.command.to_string().into()
    }

    /// The event that led to it.
    async fn cause(&self) -> Option<ID> {
        self.entry.meta.cause.map(|event| event.global())
    }

    /// The rule that allowed it.
    async fn rule(&self) -> &str {
        &self.entry.meta.rule
    }

    /// How many events the ledger held when rights and rules across things were checked.
    async fn basis(&self) -> Count {
        Count(self.entry.meta.basis)
    }

    /// For which days the fact holds; null if it holds always.
    async fn effective(&self) -> Option<EffectiveDays> {
        self.entry.effective.map(Into::into)
    }

    /// By what right the act was done.
    async fn authority(&self) -> Option<Authority> {
        let authority = self.entry.authority.as_ref()?;
        Some(Authority::of(&self.moment, authority, self.entry.position))
    }

    /// The event that it corrects.
    async fn corrects(&self) -> Option<ID> {
        self.entry.corrects.as_ref().map(|correction| correction.event.global())
    }

    /// The event that it annuls.
    async fn annuls(&self) -> Option<ID> {
        self.entry.annuls.map(|event| event.global())
    }

    /// Why it corrects or annuls another event; null if it does neither, or is about a vote or a person that you
    /// may not read.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        if self.entry.is_closed {
            return Ok(None);
        }
        let pointer = match (&self.entry.corrects, self.entry.annuls) {
            (Some(_), _) => "/corrects/reason",
            (None, Some(_)) => "/fact/reason",
            (None, None) => return Ok(None),
        };
        self.moment.text(TextAt { position: self.entry.position, pointer }).await
    }

    /// What an importer claims about it, if it is imported history.
    #[graphql(name = "claim")]
    async fn claimed(&self) -> Option<ImportClaim> {
        self.claim().map(ImportClaim::from)
    }

    /// Whether it was annulled or corrected, or the whole of what it is about recorded in error, as known
    /// at the point in time asked about.
    async fn is_fallen(&self) -> bool {
        self.entry.fallen_by.is_some()
    }

    /// The first event that annuls it, corrects it or takes back the whole of what it is about; null as
    /// long as it stands.
    async fn fallen_by(&self) -> Option<ID> {
        self.entry.fallen_by.map(|event| event.global())
    }

    /// The body as it was recorded, its texts opened; a text whose key is not in the vault is null, and so are
    /// those of votes that you may not read, and of people if you may not read what they are called.
    async fn body(&self) -> Result<Json, Problem> {
        Value::from_json(self.entry.body.clone()).map(Json).map_err(Problem::internal)
    }
}

/// Who entered an event: a person or a service.
#[derive(Debug, SimpleObject)]
pub(crate) struct Actor {
    /// The person; null for a service.
    person: Option<Person>,
    /// The global id of the service; null for a person.
    service: Option<ID>,
    /// The global id of the token that was presented.
    token: Option<ID>,
    /// The event that linked the identity of the identity provider by which they entered.
    identity: Option<ID>,
}

/// For which days a fact holds.
#[derive(Debug, SimpleObject)]
pub(crate) struct EffectiveDays {
    /// The first day.
    from: Date,
    /// The first day on which it no longer holds; null if it names none.
    until: Option<Date>,
}

impl From<Effective> for EffectiveDays {
    fn from(effective: Effective) -> Self {
        Self { from: Date(effective.from), until: effective.until.map(Date) }
    }
}

/// What an importer claims about imported history.
#[derive(Debug, SimpleObject)]
pub(crate) struct ImportClaim {
    /// The day on which the source published the fact.
    published: Date,
    /// The code of the source document.
    source: Option<Code>,
    /// SHA-256 of the document, 64 hexadecimal digits.
    document: Option<String>,
    /// Which import brought it: the UUID by which it was named.
    batch: Option<ID>,
}

impl From<&Claim> for ImportClaim {
    fn from(claim: &Claim) -> Self {
        Self {
            published: Date(claim.published),
            source: claim.source.clone().map(Code),
            document: claim.document.map(|sha256| sha256.to_string()),
            batch: claim.batch.map(|batch| batch.to_string().into()),
        }
    }
}
