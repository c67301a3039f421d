//! Exceptions of people: what those hold who have left.

use std::collections::BTreeSet;

use cxl_domain::exception::{Exception, ExceptionKind as Kind};
use cxl_domain::person::Person;

use super::{ExceptionScope, exception};
use crate::query::Inquiry;
use crate::query::holdings::Holding;

/// What somebody holds who has left the organization.
pub(super) fn hand_overs(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let leavers = inquiry.views.people().filter(|held| held.state.exists(as_of));
    leavers.flat_map(|held| of_leaver(inquiry, scope, &held.state)).collect()
}

fn of_leaver(inquiry: &Inquiry<'_>, scope: &ExceptionScope, person: &Person) -> Vec<Exception> {
    let Some(left) = person.left(&inquiry.as_of) else { return Vec::new() };
    let overseen =
        |holding: &Holding| scope.committee.is_none() || inquiry.overseer_of(*holding) == scope.committee;
    let held = inquiry.holdings_in(person.id, scope.program).into_iter().filter(overseen);
    // Who sponsors a program and has roles in it is asked once.
    let about: BTreeSet<_> = held.filter_map(Holding::subject).collect();
    about.into_iter().map(|about| exception(Kind::HandOverDue, about, left, None, Some(person.id))).collect()
}
