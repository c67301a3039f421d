//! People and what they may do: that whoever is named is there, and that somebody is left to administer the
//! organization.

use chrono::NaiveDate;
use cxl_domain::authority::Act;
use cxl_domain::command::Correct;
use cxl_domain::history::Entry;
use cxl_domain::id::{EventId, PersonId};
use cxl_domain::organization::{self, Grant};
use cxl_domain::person::{self, Person};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;

use super::References;

impl References<'_> {
    pub(super) fn of_organization(
        &self,
        command: &organization::Command,
        corrected: Option<EventId>,
    ) -> Result<(), Refusal> {
        use organization::Command as C;
        let history = &self.views.organization().state.history;
        let day_of = |event| history.find(event)?.effective.map(|days| days.from);
        let day = |on: &Option<NaiveDate>| self.day(*on, corrected, day_of);
        match command {
            C::GrantRole { granted, .. } => {
                self.anybody(granted.person)?;
                if granted.role.checks_others() && granted.role != Role::Auditor {
                    self.person(granted.person)?;
                }
                granted.program.map_or(Ok(()), |program| self.program(program))
            }
            C::IssueToken { issued } | C::IssueLastingToken { issued } => self.anybody(issued.person),
            C::AdoptModel { on, authority, .. } => self.adopts(Act::AdoptModel, authority.as_ref(), day(on)),
            C::AdoptRuleSet { on, authority, .. } => {
                self.adopts(Act::AdoptRuleSet, authority.as_ref(), day(on))
            }
            C::WithdrawRole { grant, .. } => self.keep_an_administrator(|held| self.is_grant(held, *grant)),
            C::Annul(annul) => self.keep_an_administrator(|held| self.is_grant(held, annul.event)),
            C::Correct(correct) => {
                self.of_organization(&correct.with, Some(correct.event))?;
                if self.administers_still(correct) {
                    return Ok(());
                }
                self.keep_an_administrator(|held| self.is_grant(held, correct.event))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn of_person(&self, id: Option<PersonId>, command: &person::Command) -> Result<(), Refusal> {
        use person::Command as C;
        let department = match command {
            C::RecordInError { .. } | C::Leave { .. } => {
                return self.keep_an_administrator(|held| Some(held.person) == id);
            }
            C::Register(register) | C::RegisterService(register) => register.department,
            C::Place { department, .. } => *department,
            C::Annul(annul) => return self.keep_in_office(id, annul.event, None),
            C::Correct(correct) => {
                self.keep_in_office(id, correct.event, Some(&correct.with))?;
                return match &*correct.with {
                    // Whether it takes an administrator away is asked just now.
                    C::Leave { .. } => Ok(()),
                    with => self.of_person(id, with),
                };
            }
            _ => None,
        };
        department.map_or(Ok(()), |department| self.department(department))
    }

    /// Whether any fact of a grant's chain of corrections is the one named.
    fn is_grant(&self, held: &Grant, named: EventId) -> bool {
        let state = &self.views.organization().state;
        state.first_statement(held.event) == state.first_statement(named)
    }

    /// Whether a correction gives the organization an administrator, from today at the latest.
    fn administers_still(&self, correct: &Correct<organization::Command>) -> bool {
        let corrected = self.views.organization().state.history.find(correct.event);
        let first = corrected.map_or(self.moment.today, Entry::from);
        match &*correct.with {
            organization::Command::GrantRole { granted, on, until } => {
                granted.role == Role::Administrator
                    && granted.program.is_none()
                    && until.is_none()
                    && on.unwrap_or(first) <= self.moment.today
                    && self.person(granted.person).is_ok()
                    && !self.has_left(granted.person)
            }
            _ => false,
        }
    }

    /// Refuses to annul or correct a fact without which the last administrator would have left.
    fn keep_in_office(
        &self,
        id: Option<PersonId>,
        event: EventId,
        with: Option<&person::Command>,
    ) -> Result<(), Refusal> {
        let Some(held) = id.and_then(|id| self.views.person(id)) else { return Ok(()) };
        let first = held.state.history.find(event).map_or(self.moment.today, Entry::from);
        let by_today = |on: &Option<NaiveDate>| on.unwrap_or(first) <= self.moment.today;
        let without = Person { id: held.state.id, history: held.state.history.without(event) };
        let leaves = match with {
            Some(person::Command::Leave { on }) => by_today(on),
            Some(person::Command::Return { on }) => !by_today(on) && without.left(self.as_of).is_some(),
            _ => without.left(self.as_of).is_some(),
        };
        if leaves { self.keep_an_administrator(|held| Some(held.person) == id) } else { Ok(()) }
    }

    /// Refuses to take away whoever is left to administer the organization: a grant of somebody who
    /// was recorded in error, or has left, administers nothing.
    fn keep_an_administrator(&self, is_taken: impl Fn(&Grant) -> bool) -> Result<(), Refusal> {
        let today = self.as_of.effective;
        let administers = |held: &Grant| {
            held.role == Role::Administrator
                && held.program.is_none()
                && held.from <= today
                && held.until.is_none()
                && self.person(held.person).is_ok()
                && !self.has_left(held.person)
        };
        let administering: Vec<Grant> =
            self.views.organization().state.grants(self.as_of).into_iter().filter(administers).collect();
        if !administering.is_empty() && administering.iter().all(is_taken) {
            return Err(Refusal::LastAdministrator);
        }
        Ok(())
    }

    fn has_left(&self, person: PersonId) -> bool {
        self.views.person(person).is_some_and(|held| held.state.left(self.as_of).is_some())
    }
}
