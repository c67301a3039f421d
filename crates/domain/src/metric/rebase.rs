//! Rebases and bridges: decisions about which readings are judged together. A chart never begins anew by
//! itself, and two definitions are never laid side by side without a reason.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::{Facts, known_version};
use super::{Metric, MetricFact};
use crate::authority::{self, Act};
use crate::command::{Moment, in_range};
use crate::event::{Authority, Event};
use crate::history::Entry;
use crate::id::{EventId, PersonId};
use crate::measurement::series::SeriesKey;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::AsOf;

/// See [`MetricFact::RebaseProposed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RebaseProposed {
    /// The series.
    pub series: SeriesKey,
    /// The limits begin anew with the first reading whose period begins on or after this day.
    pub date: NaiveDate,
    /// Why the process is known to be another one since.
    pub reason: Text,
}

/// See [`MetricFact::RebaseApproved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RebaseApproved {
    /// The fact that proposed it.
    pub rebase: EventId,
    /// Who proposed it; somebody else than who approves.
    pub proposed_by: PersonId,
}

/// See [`MetricFact::Bridged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bridged {
    /// The earlier version.
    pub earlier: u32,
    /// The later version.
    pub later: u32,
    /// Why readings of the two may be compared.
    pub reason: Text,
}

/// A rebase at a point in time.
#[derive(Debug, Clone)]
pub struct Rebase<'a> {
    /// The fact that proposes it as it stands.
    pub proposal: &'a Entry<MetricFact>,
    /// What it says.
    pub proposed: &'a RebaseProposed,
    /// The fact that approved it.
    pub approval: Option<&'a Entry<MetricFact>>,
}

impl Metric {
    /// The rebases proposed for a series, approved or not, by their days.
    pub fn rebases(&self, series: &SeriesKey, as_of: &AsOf) -> Vec<Rebase<'_>> {
        let proposed = |fact| proposal(fact).filter(|proposed| proposed.series == *series);
        let mut rebases: Vec<_> = self
            .history
            .picked(as_of, proposed)
            .map(|(entry, proposed)| Rebase {
                proposal: entry,
                proposed,
                approval: self.approval_of(entry.event, as_of),
            })
            .collect();
        rebases.sort_by_key(|rebase| (rebase.proposed.date, rebase.proposal.stamp.rank()));
        rebases
    }

    /// The days of the approved rebases of a series, in order. A rebase that nobody approved changes
    /// nothing.
    pub fn rebase_days(&self, series: &SeriesKey, as_of: &AsOf) -> Vec<NaiveDate> {
        let approved = self.rebases(series, as_of).into_iter().filter(|rebase| rebase.approval.is_some());
        approved.map(|rebase| rebase.proposed.date).collect()
    }

    fn approval_of(&self, rebase: EventId, as_of: &AsOf) -> Option<&Entry<MetricFact>> {
        self.history.current(as_of, approves(rebase)).map(|(entry, ())| entry)
    }

    /// The bridges that stand, oldest first.
    pub fn bridges(&self, as_of: &AsOf) -> Vec<(&Entry<MetricFact>, &Bridged)> {
        self.history.picked(as_of, bridge).collect()
    }

    /// The definition versions that are bridged to one, directly or over others, itself included.
    pub fn bridged_versions(&self, version: u32, as_of: &AsOf) -> BTreeSet<u32> {
        let bridges = self.bridges(as_of);
        let mut joined = BTreeSet::from([version]);
        loop {
            let before = joined.len();
            for (_, Bridged { earlier, later, .. }) in &bridges {
                if joined.contains(earlier) || joined.contains(later) {
                    joined.extend([*earlier, *later]);
                }
            }
            if joined.len() == before {
                return joined;
            }
        }
    }
}

fn proposal(fact: &MetricFact) -> Option<&RebaseProposed> {
    match fact {
        MetricFact::RebaseProposed(proposed) => Some(proposed),
        _ => None,
    }
}

fn approves(rebase: EventId) -> impl Fn(&MetricFact) -> Option<()> {
    move |fact| match fact {
        MetricFact::RebaseApproved(approved) if approved.rebase == rebase => Some(()),
        _ => None,
    }
}

fn bridge(fact: &MetricFact) -> Option<&Bridged> {
    match fact {
        MetricFact::Bridged(bridged) => Some(bridged),
        _ => None,
    }
}

/// The standing approvals of a proposal: they fall when it does or says something else.
pub(super) fn approvals(state: &Metric, proposal: EventId, moment: &Moment) -> Vec<EventId> {
    state.history.picked(&moment.now(), approves(proposal)).map(|(entry, ())| entry.event).collect()
}

/// The standing bridges and rebases that rest on a definition version.
pub(super) fn resting_on(state: &Metric, version: u32, moment: &Moment) -> Vec<EventId> {
    let mut resting = Vec::new();
    for entry in state.history.standing(&moment.now()) {
        match &entry.fact {
            MetricFact::RebaseProposed(proposed) if proposed.series.definition == version => {
                resting.push(entry.event);
                resting.extend(approvals(state, entry.event, moment));
            }
            MetricFact::Bridged(bridged) if [bridged.earlier, bridged.later].contains(&version) => {
                resting.push(entry.event);
            }
            _ => {}
        }
    }
    resting
}

pub(super) fn propose_rebase(state: &Metric, proposed: RebaseProposed, moment: &Moment) -> Facts {
    in_range("date", proposed.date)?;
    known_version(state, proposed.series.definition, moment)?;
    let standing = state.rebases(&proposed.series, &moment.now());
    if standing.iter().any(|rebase| rebase.proposed.date == proposed.date) {
        return Err(Refusal::Unchanged { field: "date" });
    }
    Ok(vec![Event::new(moment.by, proposed)])
}

pub(super) fn approve_rebase(
    state: &Metric,
    rebase: EventId,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Rebase)?;
    let now = moment.now();
    let unknown = || Refusal::Unknown { noun: "rebase", reference: rebase.to_string() };
    let (entry, _) =
        state.history.picked(&now, proposal).find(|(entry, _)| entry.event == rebase).ok_or_else(unknown)?;
    // Whoever proposed it in any wording is no second pair of eyes.
    let first = state.history.first_statement(rebase);
    let mut proposals = state.history.iter().filter(|entry| proposal(&entry.fact).is_some());
    if proposals.any(|it| it.by() == moment.by && state.history.first_statement_of(it) == first) {
        return Err(Refusal::OwnProposal);
    }
    if state.approval_of(rebase, &now).is_some() {
        return Err(Refusal::ApprovedAlready);
    }
    let approved = RebaseApproved { rebase, proposed_by: entry.by() };
    Ok(vec![Event::new(moment.by, approved).under(authority)])
}

pub(super) fn bridge_versions(
    state: &Metric,
    bridged: Bridged,
    authority: Option<Authority>,
    moment: &Moment,
) -> Facts {
    authority::check(authority.as_ref(), Act::Bridge)?;
    let Bridged { earlier, later, reason } = bridged;
    let (earlier, later) = (earlier.min(later), earlier.max(later));
    if earlier == later {
        return Err(Refusal::BridgeToItself { version: later });
    }
    known_version(state, earlier, moment)?;
    known_version(state, later, moment)?;
    let standing = state.bridges(&moment.now());
    if standing.iter().any(|(_, held)| (held.earlier, held.later) == (earlier, later)) {
        return Err(Refusal::BridgedAlready { earlier, later });
    }
    Ok(vec![Event::new(moment.by, Bridged { earlier, later, reason }).under(authority)])
}
