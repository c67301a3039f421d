//! Exceptions of decisions, as [`decision_exceptions`](Inquiry::decision_exceptions) finds them.

use cxl_domain::decision::{Decision, Forum};
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::id::{CommitteeId, PersonId};

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;
use crate::query::decision::DecisionConcern;

/// Decisions that somebody should look at; of a committee those that it decides itself.
pub(super) fn decisions(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let concerning = inquiry.decision_exceptions(scope.program).into_iter();
    let found = concerning.filter_map(|concerning| {
        let decision = &inquiry.decision(concerning.decision)?.state;
        let forum = committee_of(inquiry, decision);
        if scope.committee.is_some() && forum != scope.committee {
            return None;
        }
        let kind = match concerning.concern {
            DecisionConcern::AnotherLook => Kind::DecisionDueForLook,
            DecisionConcern::NotCarriedOut => Kind::DecisionNotCarriedOut,
            DecisionConcern::Expired => Kind::DecisionExpired,
            DecisionConcern::AwaitsOutcome => Kind::DecisionAwaitsOutcome,
            DecisionConcern::Unconfirmed => Kind::DecisionUnconfirmed,
        };
        let about = Subject::Decision(concerning.decision);
        let person = forum.and_then(|committee| answers(inquiry, committee, kind));
        let found = exception(kind, about, concerning.since, concerning.due, person);
        let counted = || values([("counted", decision.count(&inquiry.as_of).is_some().to_string())]);
        let values = if kind == Kind::DecisionAwaitsOutcome { counted() } else { found.values };
        Some(Exception { values, ..found })
    });
    found.collect()
}

/// The committee that decides.
pub(in crate::query) fn committee_of(inquiry: &Inquiry<'_>, decision: &Decision) -> Option<CommitteeId> {
    match decision.opened(&inquiry.as_of)?.1.forum {
        Forum::Committee(committee) => Some(committee),
        Forum::Department(_) => None,
    }
}

/// Who answers for it: the chair confirms, the secretary sees to all else.
fn answers(inquiry: &Inquiry<'_>, committee: CommitteeId, kind: Kind) -> Option<PersonId> {
    let committee = &inquiry.committee(committee)?.state;
    let chair = committee.chair(&inquiry.as_of);
    match kind {
        Kind::DecisionUnconfirmed => chair,
        _ => committee.secretary(&inquiry.as_of).or(chair),
    }
}
