//! What can be asked of the ledger: one act on one thing, by somebody.

use std::fmt;

use cxl_domain::authorization::Asked;
use cxl_domain::code::Code;
use cxl_domain::committee::CommitteeFact;
use cxl_domain::decision::DecisionFact;
use cxl_domain::event::Fact;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::id::{
    CommandId, CommitteeId, DecisionId, EventId, EvidenceId, InitiativeId, InsightId, JourneyId, MeetingId,
    MetricId, OrganizationId, PainPointId, PersonId, ProgramId,
};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::InsightFact;
use cxl_domain::journey::JourneyFact;
use cxl_domain::meeting::MeetingFact;
use cxl_domain::metric::MetricFact;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPointFact;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::{
    committee, decision, evidence, initiative, insight, journey, meeting, metric, organization, pain_point,
    person, program,
};
use cxl_store::meta::{Actor, Claim};
use serde::Serialize;
use uuid::Uuid;

use crate::thing::Thing;

/// An act on one thing. Without an id the act creates the thing.
#[derive(Debug, Clone, Serialize)]
pub enum Command {
    /// On the organization, of which there is one.
    Organization(organization::Command),
    /// On a program.
    Program(Option<ProgramId>, program::Command),
    /// On a person.
    Person(Option<PersonId>, PersonCommand),
    /// On an initiative.
    Initiative(Option<InitiativeId>, initiative::Command),
    /// On a metric.
    Metric(Option<MetricId>, metric::Command),
    /// On a piece of evidence.
    Evidence(Option<EvidenceId>, evidence::Command),
    /// On a committee.
    Committee(Option<CommitteeId>, committee::Command),
    /// On a meeting.
    Meeting(Option<MeetingId>, meeting::Command),
    /// On a decision.
    Decision(Option<DecisionId>, decision::Command),
    /// On a journey.
    Journey(Option<JourneyId>, journey::Command),
    /// On a pain point.
    PainPoint(Option<PainPointId>, pain_point::Command),
    /// On an insight.
    Insight(Option<InsightId>, insight::Command),
}

/// An act on a person. The code is sealed in the log and hashed in the vault's index, so it comes
/// along in clear for as long as the command lives.
#[derive(Clone, Serialize)]
pub struct PersonCommand {
    /// The code that the act claims; it is no part of what is recorded in clear.
    #[serde(skip)]
    pub claims: Option<Code>,
    /// The act.
    pub act: person::Command,
}

impl fmt::Debug for PersonCommand {
    /// Never shows the code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims = self.claims.as_ref().map(|_| "a code");
        f.debug_struct("PersonCommand").field("claims", &claims).field("act", &self.act).finish()
    }
}

impl From<person::Command> for PersonCommand {
    fn from(act: person::Command) -> Self {
        Self { claims: None, act }
    }
}

/// A command with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who enters it.
    pub actor: Actor,
    /// Who did the act; without it, the actor.
    pub by: Option<PersonId>,
    /// The caller's name for this command, the same on every retry.
    pub command_id: CommandId,
    /// The revision that the caller saw; without it the ledger decides on the newest state.
    pub expected_revision: Option<u64>,
    /// What is claimed about a backfilled fact.
    pub claim: Option<Claim>,
    /// The event that led to it.
    pub cause: Option<EventId>,
    /// The act.
    pub command: Command,
}

impl Request {
    /// A person acts.
    pub fn new(actor: Actor, command_id: CommandId, command: Command) -> Self {
        Self { actor, by: None, command_id, expected_revision: None, claim: None, cause: None, command }
    }
}

impl Command {
    /// The kind of stream that the act is recorded in.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Organization(_) => OrganizationFact::KIND,
            Self::Program(..) => ProgramFact::KIND,
            Self::Person(..) => PersonFact::KIND,
            Self::Initiative(..) => InitiativeFact::KIND,
            Self::Metric(..) => MetricFact::KIND,
            Self::Evidence(..) => EvidenceFact::KIND,
            Self::Committee(..) => CommitteeFact::KIND,
            Self::Meeting(..) => MeetingFact::KIND,
            Self::Decision(..) => DecisionFact::KIND,
            Self::Journey(..) => JourneyFact::KIND,
            Self::PainPoint(..) => PainPointFact::KIND,
            Self::Insight(..) => InsightFact::KIND,
        }
    }

    /// The id of the thing, where it is not to be created. The organization is found by its kind.
    pub(crate) fn id(&self) -> Option<Uuid> {
        match self {
            Self::Organization(_) => Some(Uuid::nil()),
            Self::Program(id, _) => id.map(|id| id.0),
            Self::Person(id, _) => id.map(|id| id.0),
            Self::Initiative(id, _) => id.map(|id| id.0),
            Self::Metric(id, _) => id.map(|id| id.0),
            Self::Evidence(id, _) => id.map(|id| id.0),
            Self::Committee(id, _) => id.map(|id| id.0),
            Self::Meeting(id, _) => id.map(|id| id.0),
            Self::Decision(id, _) => id.map(|id| id.0),
            Self::Journey(id, _) => id.map(|id| id.0),
            Self::PainPoint(id, _) => id.map(|id| id.0),
            Self::Insight(id, _) => id.map(|id| id.0),
        }
    }

    /// What the act is about, where it is not to be created.
    pub fn about(&self) -> Option<Thing> {
        match self {
            Self::Organization(_) => None,
            Self::Program(id, _) => id.map(Thing::Program),
            Self::Person(id, _) => id.map(Thing::Person),
            Self::Initiative(id, _) => id.map(Thing::Initiative),
            Self::Metric(id, _) => id.map(Thing::Metric),
            Self::Evidence(id, _) => id.map(Thing::Evidence),
            Self::Committee(id, _) => id.map(Thing::Committee),
            Self::Meeting(id, _) => id.map(Thing::Meeting),
            Self::Decision(id, _) => id.map(Thing::Decision),
            Self::Journey(id, _) => id.map(Thing::Journey),
            Self::PainPoint(id, _) => id.map(Thing::PainPoint),
            Self::Insight(id, _) => id.map(Thing::Insight),
        }
    }

    /// What right the act asks for.
    pub(crate) fn asks(&self) -> Asked {
        match self {
            Self::Organization(command) => command.asks(),
            Self::Program(_, command) => command.asks(),
            Self::Person(_, command) => command.act.asks(),
            Self::Initiative(_, command) => command.asks(),
            Self::Metric(_, command) => command.asks(),
            Self::Evidence(_, command) => command.asks(),
            Self::Committee(_, command) => command.asks(),
            Self::Meeting(_, command) => command.asks(),
            Self::Decision(_, command) => command.asks(),
            Self::Journey(_, command) => command.asks(),
            Self::PainPoint(_, command) => command.asks(),
            Self::Insight(_, command) => command.asks(),
        }
    }

    /// What right the act asks for that a correction states anew.
    pub(crate) fn restates(&self) -> Option<Asked> {
        macro_rules! stated {
            ($command:expr, $noun:ident) => {
                match $command {
                    $noun::Command::Correct(correct) => Some(correct.with.asks()),
                    _ => None,
                }
            };
        }
        match self {
            Self::Organization(command) => stated!(command, organization),
            Self::Program(_, command) => stated!(command, program),
            Self::Person(_, command) => stated!(&command.act, person),
            Self::Initiative(_, command) => stated!(command, initiative),
            Self::Metric(_, command) => stated!(command, metric),
            Self::Evidence(_, command) => stated!(command, evidence),
            Self::Committee(_, command) => stated!(command, committee),
            Self::Meeting(_, command) => stated!(command, meeting),
            Self::Decision(_, command) => stated!(command, decision),
            Self::Journey(_, command) => stated!(command, journey),
            Self::PainPoint(_, command) => stated!(command, pain_point),
            Self::Insight(_, command) => stated!(command, insight),
        }
    }
}

/// Where the organization's stream lies before the ledger is founded and its id is known.
pub(crate) fn founding_stream(actor: &Actor, command: CommandId) -> OrganizationId {
    OrganizationId(cxl_domain::id::stream_id(actor.key(), OrganizationFact::KIND, command))
}
