//! Exceptions of metrics: nobody who answers for one can move it, its figures deserve a second look, or they
//! have not come.

use chrono::NaiveDate;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::measurement::arrival::ArrivalState;
use cxl_domain::metric::Metric;

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;
use crate::query::flags::Flag;
use crate::query::holdings::Holding;

/// How many periods back missing readings are counted.
const PERIODS_BACK: usize = 24;

/// Accountability gaps; of a committee those of the metrics of what it oversees.
pub(super) fn accountability_gaps(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    metrics_in(inquiry, scope).filter_map(|metric| gap_of(inquiry, scope, metric)).collect()
}

/// The metrics of a program; of a committee those of what it oversees.
fn metrics_in<'a>(
    inquiry: &Inquiry<'a>,
    scope: &ExceptionScope,
) -> impl Iterator<Item = &'a Metric> + use<'a> {
    let (inquiry, scope) = (*inquiry, *scope);
    inquiry.views.metrics_of(scope.program).map(|held| &held.state).filter(move |metric| {
        let as_of = &inquiry.as_of;
        let overseen = || {
            scope.committee.is_none() || inquiry.overseer_of(Holding::Metric(metric.id)) == scope.committee
        };
        metric.exists(as_of) && metric.program(as_of) == Some(scope.program) && overseen()
    })
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

/// Integrity flags that are raised and not cleared; those of one metric, and those that look at one of its
/// improvements, stand together. What shows since when is the day on which the newest of the data behind
/// them became known.
pub(super) fn flags(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let mut found: Vec<Exception> = Vec::new();
    for metric in metrics_in(inquiry, scope) {
        let flags = inquiry.flags(metric.id);
        let open: Vec<&Flag> = flags.iter().filter(|flag| flag.is_open()).collect();
        for together in open.chunk_by(|one, other| one.improvement == other.improvement) {
            found.extend(raised(inquiry, metric, together));
        }
    }
    found
}

fn raised(inquiry: &Inquiry<'_>, metric: &Metric, flags: &[&Flag]) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let about = match flags.first()?.improvement {
        Some((initiative, improvement)) => Subject::Improvement(initiative, improvement),
        None => Subject::Metric(metric.id),
    };
    let since = flags.iter().filter_map(|flag| inquiry.shown_since(flag)).max();
    let since = since.map_or(as_of.effective, |since| since.min(as_of.effective));
    let named: Vec<_> = flags.iter().map(|flag| flag.flag.name()).collect();
    let code = metric.code(as_of)?.to_string();
    let found = exception(Kind::FlagRaised, about, since, None, metric.accountable(as_of));
    Some(Exception { values: values([("flags", named.join(" ")), ("metric", code)]), ..found })
}

/// Metrics whose readings of the last periods of their rhythm have not come although they were due. Of
/// several such periods in a row the first says since when.
pub(super) fn overdue_readings(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    metrics_in(inquiry, scope).filter_map(|metric| overdue(inquiry, metric)).collect()
}

fn overdue(inquiry: &Inquiry<'_>, metric: &Metric) -> Option<Exception> {
    let arrivals = inquiry.arrivals(metric.id);
    let missing = arrivals.iter().rev().skip_while(|arrival| arrival.state == ArrivalState::Awaited);
    let missing: Vec<_> =
        missing.take(PERIODS_BACK).take_while(|arrival| arrival.state == ArrivalState::Overdue).collect();
    let (first, last) = (missing.last()?, missing.first()?);
    let (since, due): (NaiveDate, _) = (first.overdue_since()?, first.due);
    let person = metric.accountable(&inquiry.as_of);
    let late = exception(Kind::ReadingOverdue, Subject::Metric(metric.id), since, due, person);
    let values = values([
        ("from", first.period.from().to_string()),
        ("to", last.period.to().to_string()),
        ("periods", missing.len().to_string()),
    ]);
    Some(Exception { values, ..late })
}
