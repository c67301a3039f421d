//! What an act that mends something leaves behind: the facts that can't stand as they do any more.

use chrono::{DateTime, Utc};
use cxl_domain::authorization::Asked;
use cxl_domain::id::{DepartmentId, EvidenceId, InitiativeId, MetricId, OrganizationId, PersonId, ProgramId};
use cxl_domain::organization;
use cxl_domain::time::AsOf;

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
/// about, and the department that may have begun with the mended fact.
fn left_by(command: &Command, executed: &Executed) -> Vec<Thing> {
    let id = executed.id;
    let (about, mended) = match command {
        Command::Organization(organization::Command::Annul(annul)) => {
            (Thing::Organization(OrganizationId(id)), Some(annul.event))
        }
        Command::Organization(_) => (Thing::Organization(OrganizationId(id)), None),
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
    let first = |event| executed.views.organization().state.first_statement(event);
    let department = mended.map(|event| Thing::Department(DepartmentId(first(event).0)));
    std::iter::once(about).chain(department).collect()
}
