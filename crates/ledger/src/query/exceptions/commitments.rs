//! Exceptions of promises: targets and dates that were moved of late.

use std::collections::BTreeMap;

use chrono::Days;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::id::CommitteeId;
use cxl_domain::maturity::Goal;

use super::{ExceptionScope, exception, values};
use crate::query::Inquiry;
use crate::query::commitments::{Commitment, Moved, Terms};
use crate::query::holdings::Holding;

/// For how many days a moved promise asks for attention: about one meeting of a committee that meets
/// every quarter.
const LATELY: u64 = 92;

/// Targets and dates that were moved within a quarter up to E. Of several moves about the same thing on one
/// day the last stands for all.
pub(super) fn moved(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let zone = inquiry.views.zone_of(Some(scope.program), &inquiry.as_of);
    let mut found: Vec<Exception> = Vec::new();
    // The latest first.
    for moved in inquiry.moved_commitments(scope.program) {
        let since = inquiry.known_on(&moved.stamp, zone);
        let lately =
            since.checked_add_days(Days::new(LATELY)).is_none_or(|until| inquiry.as_of.effective <= until);
        if !lately || inquiry.as_of.effective < since || !overseen(inquiry, scope, &moved) {
            continue;
        }
        let (kind, about) = match moved.commitment {
            Commitment::Delivery(initiative, improvement) => {
                (Kind::DateMoved, Subject::Improvement(initiative, improvement))
            }
            Commitment::Action(meeting, action) => (Kind::DateMoved, Subject::Action(meeting, action)),
            Commitment::Target(metric) => (Kind::TargetMoved, Subject::Metric(metric)),
            Commitment::Maturity(Some(initiative), Goal::Practice(practice)) => {
                (Kind::TargetMoved, Subject::Practice(initiative, practice))
            }
            Commitment::Maturity(Some(initiative), Goal::Level(_)) => {
                (Kind::TargetMoved, Subject::Initiative(initiative))
            }
            Commitment::Maturity(None, _) => (Kind::TargetMoved, Subject::Program(scope.program)),
        };
        let exception = exception(kind, about, since, None, Some(moved.by));
        if found.iter().all(|known| known.key != exception.key) {
            found.push(Exception { values: terms(&moved), ..exception });
        }
    }
    found
}

fn terms(moved: &Moved) -> BTreeMap<String, String> {
    let spelled = |terms: Terms| match terms {
        Terms::Day(day) => day.to_string(),
        Terms::Value(value) => value.normalize().to_string(),
    };
    let mut told = values([("after", spelled(moved.after)), ("times", moved.nth.to_string())]);
    told.extend(moved.before.map(|before| ("before".to_owned(), spelled(before))));
    if let Commitment::Maturity(_, goal) = moved.commitment {
        told.extend(match goal {
            Goal::Level(level) => values([("level", level.to_string())]),
            Goal::Practice(practice) => values([("practice", practice.as_str().to_owned())]),
        });
    }
    told
}

fn overseen(inquiry: &Inquiry<'_>, scope: &ExceptionScope, moved: &Moved) -> bool {
    let overseer = || -> Option<CommitteeId> {
        match moved.commitment {
            Commitment::Target(metric) => inquiry.overseer_of(Holding::Metric(metric)),
            Commitment::Delivery(initiative, _) | Commitment::Maturity(Some(initiative), _) => {
                inquiry.overseer_of(Holding::Initiative(initiative))
            }
            Commitment::Action(meeting, action) => inquiry.overseer_of(Holding::Action(meeting, action)),
            Commitment::Maturity(None, _) => None,
        }
    };
    scope.committee.is_none() || overseer() == scope.committee
}
