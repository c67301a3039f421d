//! What follows upon exceptions and reports: explanations, and who has read what.

use super::decide::Facts;
use super::{Initiative, InitiativeFact, ReportAcknowledged};
use crate::command::{Moment, in_range};
use crate::event::Event;
use crate::exception::{ExceptionExplained, ExceptionKey, Explanation};
use crate::history::Entry;
use crate::id::EventId;
use crate::refusal::Refusal;
use crate::time::AsOf;

impl Initiative {
    /// The explanation of an exception, as given last.
    pub fn explanation(&self, exception: &ExceptionKey, as_of: &AsOf) -> Option<Explanation> {
        Explanation::last(&self.history, exception, as_of, explains)
    }

    /// The explanation that an event gave, whether it is the last one or not.
    pub fn explanation_given(&self, event: EventId) -> Option<Explanation> {
        Explanation::given(&self.history, event, explains)
    }

    /// Who confirmed having read the report that an event holds, in the order in which they did. A
    /// corrected report is another one to read.
    pub fn acknowledgments(
        &self,
        report: EventId,
        as_of: &AsOf,
    ) -> impl Iterator<Item = &Entry<InitiativeFact>> {
        let of_it = move |fact: &InitiativeFact| match fact {
            InitiativeFact::ReportAcknowledged(read) => (read.report == report).then_some(()),
            _ => None,
        };
        self.history.picked(as_of, of_it).map(|(entry, ())| entry)
    }
}

fn explains(fact: &InitiativeFact) -> Option<&ExceptionExplained> {
    match fact {
        InitiativeFact::ExceptionExplained(explained) => Some(explained),
        _ => None,
    }
}

pub(super) fn explain(state: &Initiative, explained: ExceptionExplained, moment: &Moment) -> Facts {
    if explained.exception.about.initiative() != Some(state.id) {
        return Err(Refusal::invalid(
            "exception",
            "it is not about this initiative; name the one that it is about",
        ));
    }
    if let Some(due) = explained.due {
        in_range("due", due)?;
    }
    Ok(vec![Event::new(moment.by, explained)])
}

pub(super) fn acknowledge_report(state: &Initiative, report: EventId, moment: &Moment) -> Facts {
    let now = moment.now();
    let held = state.history.find(report).filter(|entry| entry.stands(&now));
    if !held.is_some_and(|entry| matches!(entry.fact, InitiativeFact::ProgressReported(_))) {
        return Err(Refusal::Unknown { noun: "report", reference: report.to_string() });
    }
    if state.acknowledgments(report, &now).any(|entry| entry.by() == moment.by) {
        return Err(Refusal::AlreadyRecorded { noun: "acknowledgment" });
    }
    Ok(vec![Event::new(moment.by, ReportAcknowledged { report })])
}

/// The standing facts by which somebody confirmed having read the report that `event` holds.
pub(super) fn acknowledgments_of(state: &Initiative, event: EventId, moment: &Moment) -> Vec<EventId> {
    state.acknowledgments(event, &moment.now()).map(|entry| entry.event).collect()
}
