//! Exceptions of evidence: what was accepted, counts, and is contradicted by the record itself.

use std::collections::BTreeSet;

use cxl_domain::evidence::Evidence;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::maturity::derived::{Derived, Finding};

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;

/// Evidence that counts for an initiative although the record speaks against it, each piece once. Who
/// accepted it answers for it.
pub(super) fn contradicted(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let assessments: Vec<_> = inquiry.going(scope).map(|held| inquiry.assessment(held)).collect();
    let counting =
        assessments.iter().flat_map(|assessment| &assessment.practices).flat_map(|at| &at.counting);
    let counting: BTreeSet<_> = counting.filter_map(|item| item.source.evidence()).collect();
    let found = counting.into_iter().filter_map(|id| {
        let against = inquiry.contradiction_of(id)?;
        spoken_against(inquiry, &inquiry.views.evidence(id)?.state, &against)
    });
    found.collect()
}

fn spoken_against(inquiry: &Inquiry<'_>, evidence: &Evidence, against: &Derived) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let Finding::SpeaksAgainst(from) = against.finding else { return None };
    let accepted = evidence.judged(as_of)?;
    let program = evidence.provided(as_of)?.1.program;
    let since = from.max(inquiry.day_known(&accepted.stamp, Some(program))).min(as_of.effective);
    let about = Subject::Evidence(evidence.id);
    let found = exception(Kind::EvidenceContradicted, about, since, None, Some(accepted.by));
    let told = values([
        ("practice", against.practice.as_str().to_owned()),
        ("from", against.period.from().to_string()),
        ("to", against.period.to().to_string()),
        ("met", against.met().count().to_string()),
        ("needed", against.needed.to_string()),
    ]);
    Some(Exception { values: told, ..found })
}
