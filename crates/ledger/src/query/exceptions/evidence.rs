//! Exceptions of evidence: what was accepted, counts, and is contradicted by the record itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cxl_domain::evidence::Scope;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::id::{EvidenceId, InitiativeId, PersonId};
use cxl_domain::maturity::derived::{Derived, Finding};

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;

/// A piece of evidence that counts although the record speaks against it.
struct SpokenAgainst {
    evidence: EvidenceId,
    /// The initiative for which alone it was provided.
    initiative: Option<InitiativeId>,
    since: NaiveDate,
    accepted_by: PersonId,
    against: Derived,
}

/// Practices whose evidence counts although the record speaks against it: of each initiative, and once of the
/// program for evidence that is provided for more than one. Who accepted the latest piece answers for it.
pub(super) fn contradicted(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let assessments: Vec<_> = inquiry.going(scope).map(|held| inquiry.assessment(held)).collect();
    let counting =
        assessments.iter().flat_map(|assessment| &assessment.practices).flat_map(|at| &at.counting);
    let counting: BTreeSet<_> = counting.filter_map(|item| item.source.evidence()).collect();
    let mut of_practices: BTreeMap<_, Vec<SpokenAgainst>> = BTreeMap::new();
    for piece in counting.into_iter().filter_map(|id| spoken_against(inquiry, id)) {
        of_practices.entry((piece.initiative, piece.against.practice)).or_default().push(piece);
    }
    of_practices.into_values().filter_map(told_together).collect()
}

fn spoken_against(inquiry: &Inquiry<'_>, id: EvidenceId) -> Option<SpokenAgainst> {
    let as_of = &inquiry.as_of;
    let against = inquiry.contradiction_of(id)?;
    let Finding::SpeaksAgainst(from) = against.finding else { return None };
    let evidence = &inquiry.views.evidence(id)?.state;
    let accepted = evidence.judged(as_of)?;
    let (_, provided) = evidence.provided(as_of)?;
    let initiative = match provided.scope {
        Scope::Initiative(id) => Some(id),
        Scope::Program(_) => None,
    };
    let known = inquiry.day_known(&accepted.stamp, Some(provided.program));
    let since = from.max(known).min(as_of.effective);
    Some(SpokenAgainst { evidence: id, initiative, since, accepted_by: accepted.by(), against })
}

/// The pieces of one practice as one exception, which stands since the first of them does.
fn told_together(mut pieces: Vec<SpokenAgainst>) -> Option<Exception> {
    pieces.sort_by_key(|piece| (piece.since, piece.evidence));
    let (first, last) = (pieces.first()?, pieces.last()?);
    let about = match first.initiative {
        Some(initiative) => Subject::Practice(initiative, first.against.practice),
        None => Subject::Evidence(first.evidence),
    };
    let found = exception(Kind::EvidenceContradicted, about, first.since, None, Some(last.accepted_by));
    let told = values([
        ("practice", last.against.practice.as_str().to_owned()),
        ("from", last.against.period.from().to_string()),
        ("to", last.against.period.to().to_string()),
        ("met", last.against.met().count().to_string()),
        ("needed", last.against.needed.to_string()),
        ("pieces", pieces.len().to_string()),
    ]);
    Some(Exception { values: told, ..found })
}
