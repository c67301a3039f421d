//! Exceptions of metrics: nobody who answers for one can move it.

use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::metric::Metric;

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;
use crate::query::holdings::Holding;

/// Accountability gaps; of a committee those of the metrics of what it oversees.
pub(super) fn accountability_gaps(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let overseen = |metric: &Metric| {
        scope.committee.is_none() || inquiry.overseer_of(Holding::Metric(metric.id)) == scope.committee
    };
    let as_of = &inquiry.as_of;
    let metrics = inquiry.views.metrics_of(scope.program).map(|held| &held.state).filter(|metric| {
        metric.exists(as_of) && metric.program(as_of) == Some(scope.program) && overseen(metric)
    });
    metrics.filter_map(|metric| gap_of(inquiry, scope, metric)).collect()
}

fn gap_of(inquiry: &Inquiry<'_>, scope: &ExceptionScope, metric: &Metric) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let gap = metric.accountability_gap(as_of)?;
    let stated = metric.control_statement(as_of).map(|(entry, _)| entry.from());
    let defined = || metric.definition(as_of).map(|(entry, _)| entry.from());
    let since = stated.or_else(defined).filter(|since| *since <= as_of.effective)?;
    let sponsor = || inquiry.views.program(scope.program)?.state.sponsor(as_of);
    let person = if gap.belongs_to_sponsor { sponsor() } else { gap.accountable };
    let reasons: Vec<_> = gap.reasons.iter().map(|reason| reason.name()).collect();
    let found = exception(Kind::AccountabilityGap, Subject::Metric(metric.id), since, None, person);
    Some(Exception { values: values([("reasons", reasons.join(" "))]), ..found })
}
