//! Who and what the story has brought up so far, by the names that the story uses.

use std::collections::HashMap;

use cxl_domain::id::{
    DepartmentId, EventId, EvidenceId, ImprovementId, InitiativeId, MetricId, PersonId, ProgramId, TokenId,
};
use cxl_ledger::RecordedEvent;
use uuid::Uuid;

/// Everything that was given a name. To ask for what the story has not brought up yet is a defect of
/// the story, and ends it.
#[derive(Debug, Default)]
pub(super) struct Cast(HashMap<String, Named>);

#[derive(Debug)]
struct Named {
    id: Uuid,
    events: Vec<EventId>,
}

impl Cast {
    /// Gives a name to a thing and to the events that were recorded about it just now.
    pub(super) fn enter(&mut self, name: String, id: Uuid, events: &[RecordedEvent]) {
        let events = events.iter().map(|event| event.id).collect();
        self.0.insert(name, Named { id, events });
    }

    /// Gives a name to an event alone.
    pub(super) fn enter_event(&mut self, name: String, event: EventId) {
        self.0.insert(name, Named { id: event.0, events: vec![event] });
    }

    pub(super) fn person(&self, code: &str) -> PersonId {
        PersonId(self.named(&format!("person {code}")).id)
    }

    pub(super) fn program(&self, code: &str) -> ProgramId {
        ProgramId(self.named(&format!("program {code}")).id)
    }

    pub(super) fn initiative(&self, code: &str) -> InitiativeId {
        InitiativeId(self.named(&format!("initiative {code}")).id)
    }

    pub(super) fn metric(&self, code: &str) -> MetricId {
        MetricId(self.named(&format!("metric {code}")).id)
    }

    pub(super) fn evidence(&self, name: &str) -> EvidenceId {
        EvidenceId(self.named(name).id)
    }

    /// A department is known by the event that created it.
    pub(super) fn department(&self, code: &str) -> DepartmentId {
        DepartmentId(self.event(&format!("department {code}")).0)
    }

    /// An improvement is known by the event that started it.
    pub(super) fn improvement(&self, name: &str) -> ImprovementId {
        ImprovementId(self.event(name).0)
    }

    /// A token is known by the event that issued it.
    pub(super) fn token(&self, name: &str) -> TokenId {
        TokenId(self.event(name).0)
    }

    /// The first event that an act recorded.
    pub(super) fn event(&self, name: &str) -> EventId {
        self.event_at(name, 0)
    }

    /// The `index`-th event that an act recorded.
    pub(super) fn event_at(&self, name: &str, index: usize) -> EventId {
        let events = &self.named(name).events;
        *events.get(index).unwrap_or_else(|| panic!("{name:?} recorded no event {index}"))
    }

    fn named(&self, name: &str) -> &Named {
        self.0.get(name).unwrap_or_else(|| panic!("the story speaks of {name:?} before it brings it up"))
    }
}
