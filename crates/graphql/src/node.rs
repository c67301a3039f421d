//! Anything that has a global id.

use std::sync::Arc;

use async_graphql::{ID, Interface};
use cxl_domain::authorization::Action;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::id::{
    CommitteeId, DecisionId, DepartmentId, EvidenceId, GoalId, ImprovementId, InitiativeId, InsightId,
    JourneyId, MeetingId, MetricId, OrganizationId, PainPointId, PersonId, ProgramId, SpotId,
};
use cxl_domain::insight;
use cxl_domain::journey;
use cxl_domain::meeting;
use cxl_domain::pain_point;
use cxl_domain::time::AsOf;
use cxl_domain::{committee, decision};
use cxl_ledger::Views;
use cxl_ledger::shelf::Shelved;

use crate::committee::Committee;
use crate::decision::Decision;
use crate::evidence::Evidence;
use crate::goal::Goal;
use crate::ids::{Global as _, GlobalId, Kind};
use crate::improvement::Improvement;
use crate::initiative::Initiative;
use crate::insight::Insight;
use crate::journey::Journey;
use crate::meeting::Meeting;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::organization::{Department, Organization};
use crate::pain_point::PainPoint;
use crate::person::Person;
use crate::program::Program;
use crate::request::Asking;
use crate::spot::Spot;

/// Anything that has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id."))]
pub(crate) enum Node {
    /// The organization.
    Organization(Organization),
    /// A department.
    Department(Department),
    /// A program.
    Program(Program),
    /// A person.
    Person(Person),
    /// An initiative.
    Initiative(Initiative),
    /// An improvement.
    Improvement(Improvement),
    /// A strategic goal.
    Goal(Goal),
    /// A metric.
    Metric(Metric),
    /// A piece of evidence.
    Evidence(Evidence),
    /// A committee.
    Committee(Committee),
    /// A decision.
    Decision(Decision),
    /// A meeting.
    Meeting(Meeting),
    /// A journey.
    Journey(Journey),
    /// A stage, touchpoint or hand-off.
    Spot(Spot),
    /// A pain point.
    PainPoint(PainPoint),
    /// An insight.
    Insight(Insight),
}

impl Node {
    /// What an id names at that moment, recorded in error or not; nothing for what the asker cannot read.
    pub(crate) fn seen(moment: &Arc<Moment>, id: GlobalId) -> Option<Self> {
        let reads_organization = moment.asking.may(Action::ReadOrganization, None);
        match id.kind {
            Kind::Organization => {
                let same = moment.views.organization().state.id == OrganizationId(id.id);
                let organization = Organization::seen(moment).filter(|_| same && reads_organization);
                organization.map(Self::Organization)
            }
            Kind::Department => {
                let department = Department::seen(moment, DepartmentId(id.id));
                department.filter(|_| reads_organization).map(Self::Department)
            }
            Kind::Person => {
                let person = Person::found(moment, PersonId(id.id));
                person.filter(|_| reads_organization).map(Self::Person)
            }
            Kind::Program => Program::found(moment, ProgramId(id.id)).map(Self::Program),
            Kind::Initiative => Initiative::found(moment, InitiativeId(id.id)).map(Self::Initiative),
            Kind::Improvement => Improvement::seen(moment, ImprovementId(id.id)).map(Self::Improvement),
            Kind::Goal => Goal::seen(moment, GoalId(id.id)).map(Self::Goal),
            Kind::Metric => Metric::found(moment, MetricId(id.id)).map(Self::Metric),
            Kind::Evidence => Evidence::found(moment, EvidenceId(id.id)).map(Self::Evidence),
            Kind::Committee => Committee::found(moment, CommitteeId(id.id)).map(Self::Committee),
            Kind::Decision => Decision::found(moment, DecisionId(id.id)).map(Self::Decision),
            Kind::Meeting => Meeting::found(moment, MeetingId(id.id)).map(Self::Meeting),
            Kind::Journey => Journey::found(moment, JourneyId(id.id)).map(Self::Journey),
            Kind::Spot => Spot::seen(moment, SpotId(id.id)).map(Self::Spot),
            Kind::PainPoint => PainPoint::found(moment, PainPointId(id.id)).map(Self::PainPoint),
            Kind::Insight => Insight::found(moment, InsightId(id.id)).map(Self::Insight),
            Kind::Seat | Kind::Action | Kind::Token | Kind::Service | Kind::Event => None,
        }
    }
}

/// The program to which a thing belongs, as far as it is recorded: its zone is that of the question.
pub(crate) fn program_of(asking: &Asking, id: GlobalId) -> Option<ProgramId> {
    let (views, head) = (&asking.views, asking.head());
    let of_initiative = |id| views.initiative(id)?.state.program(&head);
    match id.kind {
        Kind::Program => Some(ProgramId(id.id)),
        Kind::Initiative => of_initiative(InitiativeId(id.id)),
        Kind::Improvement => of_initiative(views.initiative_of_improvement(ImprovementId(id.id))?),
        Kind::Goal => views.program_of_goal(GoalId(id.id)),
        Kind::Metric => views.metric(MetricId(id.id))?.state.program(&head),
        Kind::Evidence => program_of_evidence(views, EvidenceId(id.id)),
        Kind::Committee => program_of_thing::<committee::Committee>(views, id),
        Kind::Meeting => program_of_thing::<meeting::Meeting>(views, id),
        Kind::Decision => program_of_thing::<decision::Decision>(views, id),
        Kind::Journey => program_of_thing::<journey::Journey>(views, id),
        Kind::Spot => {
            let journey = views.journey_of(SpotId(id.id))?;
            program_of_thing::<journey::Journey>(views, journey.node())
        }
        Kind::PainPoint => program_of_thing::<pain_point::PainPoint>(views, id),
        Kind::Insight => program_of_thing::<insight::Insight>(views, id),
        Kind::Organization
        | Kind::Department
        | Kind::Person
        | Kind::Token
        | Kind::Seat
        | Kind::Action
        | Kind::Service
        | Kind::Event => None,
    }
}

fn program_of_thing<N: Shelved>(views: &Views, id: GlobalId) -> Option<ProgramId> {
    views.thing::<N>(id.id.into())?.state.program(&AsOf::head(chrono::NaiveDate::MAX))
}

/// The program to which evidence belongs, be it recorded in error or not.
pub(crate) fn program_of_evidence(views: &Views, id: EvidenceId) -> Option<ProgramId> {
    let history = &views.evidence(id)?.state.history;
    history.iter().rev().find_map(|entry| match &entry.fact {
        EvidenceFact::Provided(provided) => Some(provided.program),
        _ => None,
    })
}
