//! What an act that mends something leaves behind: the facts that can't stand as they do any more.

use chrono::{DateTime, Utc};
use cxl_domain::authorization::Asked;
use cxl_domain::id::{
    DepartmentId, EvidenceId, GoalId, InitiativeId, MetricId, OrganizationId, PersonId, ProgramId,
};
use cxl_domain::time::AsOf;
use cxl_domain::{organization, program};

use super::Executed;
use crate::command::Command;
use crate::query::contradictions_around;
use crate::thing::Thing;

impl Executed {
    /// The same answer, with what an act that mends something left behind.
    pub(super) fn with_contradictions(mut self, command: &Command, now: DateTime<Utc>) -> Self {
        if matches!(command.asks(), Asked::Mend(_) | Asked::MendWhole(_)) {
            let as_of = AsOf::head(now.date_naive());
            let around = left_by(command, &self);
            self.contradictions =
                around.into_iter().flat_map(|it| contradictions_around(&self.views, it, &as_of)).collect();
        }
        self
    }
}

/// The things around which an act that mends something may leave contradictions: the one that it is
/// about, and the department or goal that may have begun with the mended fact.
fn left_by(command: &Command, executed: &Executed) -> Vec<Thing> {
    let id = executed.id;
    let (about, begun) = match command {
        Command::Organization(organization::Command::Annul(annul)) => {
            let first = executed.views.organization().state.first_statement(annul.event);
            (Thing::Organization(OrganizationId(id)), Some(Thing::Department(DepartmentId(first.0))))
        }
        Command::Organization(_) => (Thing::Organization(OrganizationId(id)), None),
        Command::Program(_, program::Command::Annul(annul)) => {
            let held = executed.views.program(ProgramId(id));
            let first = held.map(|held| held.state.history.first_statement(annul.event));
            (Thing::Program(ProgramId(id)), first.map(|first| Thing::Goal(GoalId(first.0))))
        }
        Command::Program(..) => (Thing::Program(ProgramId(id)), None),
        Command::Person(..) => (Thing::Person(PersonId(id)), None),
        Command::Initiative(..) => (Thing::Initiative(InitiativeId(id)), None),
        Command::Metric(..) => (Thing::Metric(MetricId(id)), None),
        Command::Evidence(..) => (Thing::Evidence(EvidenceId(id)), None),
        Command::Committee(..) => (Thing::Committee(id.into()), None),
        Command::Meeting(..) => (Thing::Meeting(id.into()), None),
        Command::Decision(..) => (Thing::Decision(id.into()), None),
        Command::Journey(..) => (Thing::Journey(id.into()), None),
        Command::PainPoint(..) => (Thing::PainPoint(id.into()), None),
        Command::Insight(..) => (Thing::Insight(id.into()), None),
    };
    std::iter::once(about).chain(begun).collect()
}
