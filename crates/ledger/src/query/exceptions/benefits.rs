//! Exceptions of benefits: what two initiatives claim at once.

use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};

use super::{ExceptionScope, exception, owner, values};
use crate::query::Inquiry;

/// Initiatives that expect a benefit through a metric over days that another benefit claimed before: in
/// the balance it counts nothing on those days. Of several in a year the first stands for all.
pub(super) fn claimed_twice(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let mut found: Vec<Exception> = Vec::new();
    let benefits = inquiry.benefits(scope.program);
    for held in inquiry.going(scope) {
        let about = Subject::Initiative(held.state.id);
        for benefit in benefits.iter().filter(|benefit| benefit.initiative == held.state.id) {
            let Some((other, claimed)) = &benefit.claimed_by else { continue };
            let since = benefit.year.from();
            let person = owner(&held.state, &inquiry.as_of);
            let exception = exception(Kind::BenefitClaimedTwice, about, since, None, person);
            if found.iter().any(|known| known.key == exception.key) {
                continue;
            }
            let other = inquiry.views.initiative(*other).and_then(|held| held.state.code(&inquiry.as_of));
            let values = values([
                ("benefit", benefit.code.to_string()),
                ("initiative", other.map(ToString::to_string).unwrap_or_default()),
                ("claimed", claimed.to_string()),
            ]);
            found.push(Exception { values, ..exception });
        }
    }
    found
}
