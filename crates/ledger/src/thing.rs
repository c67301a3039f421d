//! Anything that facts are about or refer to, and whether all of it was recorded in error.

use cxl_domain::committee::CommitteeFact;
use cxl_domain::decision::DecisionFact;
use cxl_domain::event::Fact;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::exception::Subject;
use cxl_domain::id::{
    CommitteeId, DecisionId, DepartmentId, EventId, EvidenceId, GoalId, InitiativeId, InsightId, JourneyId,
    MeetingId, MetricId, OrganizationId, PainPointId, PersonId, ProgramId, SpotId,
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
use cxl_domain::time::{AsOf, Instant, Position};
use uuid::Uuid;

use crate::facts;
use crate::views::Views;

/// Anything that facts are about or refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// The organization.
    Organization(OrganizationId),
    /// A department, whose facts are the organization's.
    Department(DepartmentId),
    /// A program.
    Program(ProgramId),
    /// A person.
    Person(PersonId),
    /// An initiative.
    Initiative(InitiativeId),
    /// A strategic goal, whose facts are those of its program.
    Goal(GoalId),
    /// A metric.
    Metric(MetricId),
    /// A reading of a metric, whose facts are the metric's, by the event that recorded it.
    Reading(MetricId, EventId),
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// A committee.
    Committee(CommitteeId),
    /// A meeting.
    Meeting(MeetingId),
    /// A decision.
    Decision(DecisionId),
    /// A journey.
    Journey(JourneyId),
    /// A stage, touchpoint or hand-off, whose facts are its journey's.
    Spot(SpotId),
    /// A pain point.
    PainPoint(PainPointId),
    /// An insight.
    Insight(InsightId),
}

/// The fact that all of a thing was recorded in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InError {
    /// The event; its body holds the reason.
    pub event: EventId,
    /// Its position.
    pub position: Position,
    /// Who took it back.
    pub by: PersonId,
    /// When that was recorded.
    pub recorded: Instant,
}

impl Thing {
    /// What it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Department(_) => "department",
            Self::Spot(_) => "spot on the map",
            Self::PainPoint(_) => "pain point",
            Self::Goal(_) => "goal",
            Self::Reading(..) => "reading",
            other => other.stream().0,
        }
    }

    /// The stream that holds its facts: kind and id. A department has none but the organization's, a
    /// goal none but its program's, a spot none but its journey's, a reading none but its metric's.
    pub(crate) fn stream(self) -> (&'static str, Uuid) {
        match self {
            Self::Organization(id) => (OrganizationFact::KIND, id.0),
            Self::Department(id) => (OrganizationFact::KIND, id.0),
            Self::Program(id) => (ProgramFact::KIND, id.0),
            Self::Goal(id) => (ProgramFact::KIND, id.0),
            Self::Person(id) => (PersonFact::KIND, id.0),
            Self::Initiative(id) => (InitiativeFact::KIND, id.0),
            Self::Metric(id) | Self::Reading(id, _) => (MetricFact::KIND, id.0),
            Self::Evidence(id) => (EvidenceFact::KIND, id.0),
            Self::Committee(id) => (CommitteeFact::KIND, id.0),
            Self::Meeting(id) => (MeetingFact::KIND, id.0),
            Self::Decision(id) => (DecisionFact::KIND, id.0),
            Self::Journey(id) => (JourneyFact::KIND, id.0),
            Self::Spot(id) => (JourneyFact::KIND, id.0),
            Self::PainPoint(id) => (PainPointFact::KIND, id.0),
            Self::Insight(id) => (InsightFact::KIND, id.0),
        }
    }
}

impl From<Subject> for Thing {
    /// The thing with a stream of its own that a subject is or belongs to.
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Program(id) => Self::Program(id),
            Subject::Committee(id) => Self::Committee(id),
            Subject::Meeting(id) | Subject::Action(id, _) => Self::Meeting(id),
            Subject::Initiative(id) | Subject::Improvement(id, _) | Subject::Practice(id, _) => {
                Self::Initiative(id)
            }
            Subject::Metric(id) => Self::Metric(id),
            Subject::Evidence(id) => Self::Evidence(id),
            Subject::Decision(id) => Self::Decision(id),
            Subject::Journey(id) => Self::Journey(id),
            Subject::PainPoint(id) => Self::PainPoint(id),
            Subject::Insight(id) => Self::Insight(id),
        }
    }
}

impl Views {
    /// The fact that all of a thing was recorded in error, as known; `None` for what was not, and for
    /// what there is not.
    pub fn recorded_in_error(&self, thing: Thing, as_of: &AsOf) -> Option<InError> {
        let (kind, id) = thing.stream();
        facts::taken_back(self, kind, id, as_of)
    }

    /// Whether anything about a thing is known.
    pub(crate) fn is_known(&self, thing: Thing, as_of: &AsOf) -> bool {
        let (kind, id) = thing.stream();
        facts::first(self, kind, id, as_of).is_some_and(|fact| fact.visible)
    }
}
