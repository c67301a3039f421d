//! Exceptions of people: what those hold who have left.

use std::collections::BTreeSet;

use cxl_domain::exception::{Exception, ExceptionKind as Kind};
use cxl_domain::person::Person;

use super::{ExceptionScope, Noticed, exception};
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
    let stuck = |holding: &Holding| match holding {
        // What others may judge too awaits them.
        Holding::Evidence(id) => inquiry
            .views
            .evidence(*id)
            .is_some_and(|held| !inquiry.is_judged_without(person.id, &held.state, scope.program)),
        _ => true,
    };
    // Steps that they announced stand among the exceptions that these are about.
    let held = inquiry.held_by(person.id, scope.program).into_iter().filter(overseen).filter(stuck);
    // Who sponsors a program and has roles in it is asked once.
    let about: BTreeSet<_> = held.filter_map(Holding::subject).collect();
    about.into_iter().map(|about| exception(Kind::HandOverDue, about, left, None, Some(person.id))).collect()
}

/// The steps about exceptions that somebody was to take who has left the organization, each where nothing else
/// about the same is to be handed over.
pub(super) fn announced_by_leavers(inquiry: &Inquiry<'_>, noticed: &[Noticed]) -> Vec<Exception> {
    let mut found: Vec<Exception> = Vec::new();
    for noticed in noticed {
        let Some(owner) = noticed.explanation.map(|explanation| explanation.owner) else { continue };
        let left = inquiry.views.person(owner).and_then(|held| held.state.left(&inquiry.as_of));
        let Some(left) = left else { continue };
        let due = exception(Kind::HandOverDue, noticed.exception.key.about, left, None, Some(owner));
        found.push(due);
    }
    let known: BTreeSet<_> = noticed.iter().map(|noticed| noticed.exception.key).collect();
    found.retain(|due| !known.contains(&due.key));
    found.sort_by_key(|due| due.key);
    found.dedup_by_key(|due| due.key);
    found
}
