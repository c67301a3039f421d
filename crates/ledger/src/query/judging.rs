//! Who may judge evidence that awaits it: whoever leads the program or keeps its records, and stated nothing
//! of it themselves.

use cxl_domain::evidence::{Evidence, Judgment};
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::role::Role;

use super::Inquiry;

impl<'a> Inquiry<'a> {
    /// The evidence of a program that awaits a judgment which a person may give.
    pub(super) fn judged_by(
        &self,
        person: PersonId,
        program: ProgramId,
    ) -> impl Iterator<Item = &'a Evidence> + use<'a> {
        let (inquiry, steers) = (*self, self.steers(person, program));
        let awaiting = inquiry.views.evidence_of(program).map(|held| &held.state).filter(move |evidence| {
            let as_of = &inquiry.as_of;
            let here = evidence.provided(as_of).is_some_and(|(_, it)| it.program == program);
            here && evidence.judgment(as_of) == Judgment::Awaited && evidence.withdrawn(as_of).is_none()
        });
        awaiting.filter(move |evidence| steers && !evidence.is_stated_by(person))
    }

    /// Whether somebody who has not left may judge it, but for one.
    pub(super) fn is_judged_without(
        &self,
        person: PersonId,
        evidence: &Evidence,
        program: ProgramId,
    ) -> bool {
        let others = self.views.people().map(|held| &held.state).filter(|other| other.id != person);
        let mut staying =
            others.filter(|other| other.exists(&self.as_of) && other.left(&self.as_of).is_none());
        staying.any(|other| self.steers(other.id, program) && !evidence.is_stated_by(other.id))
    }

    /// Whether a person leads a program or keeps its records on E.
    pub(super) fn steers(&self, person: PersonId, program: ProgramId) -> bool {
        let roles = self.views.organization().state.roles_of(person, &self.as_of);
        roles.iter().any(|grant| {
            matches!(grant.role, Role::ProgramLead | Role::Secretary)
                && grant.program.is_none_or(|granted| granted == program)
        })
    }
}
