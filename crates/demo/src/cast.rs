//! Who and what the story has brought up so far, by the names that the story uses.

use std::collections::HashMap;

use cxl_domain::id::{
    ActionId, CommitteeId, DecisionId, DepartmentId, EventId, EvidenceId, GoalId, ImprovementId,
    InitiativeId, InsightId, JourneyId, MeetingId, MetricId, PainPointId, PersonId, ProgramId, SpotId,
    TokenId,
};
use cxl_domain::journey::Place;
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

    pub(super) fn committee(&self, code: &str) -> CommitteeId {
        CommitteeId(self.named(&format!("committee {code}")).id)
    }

    pub(super) fn meeting(&self, code: &str) -> MeetingId {
        MeetingId(self.named(&format!("meeting {code}")).id)
    }

    pub(super) fn decision(&self, code: &str) -> DecisionId {
        DecisionId(self.named(&format!("decision {code}")).id)
    }

    pub(super) fn journey(&self, code: &str) -> JourneyId {
        JourneyId(self.named(&format!("journey {code}")).id)
    }

    pub(super) fn pain_point(&self, code: &str) -> PainPointId {
        PainPointId(self.named(&format!("pain point {code}")).id)
    }

    pub(super) fn insight(&self, code: &str) -> InsightId {
        InsightId(self.named(&format!("insight {code}")).id)
    }

    /// A spot of a map is known by the event that added it.
    pub(super) fn spot(&self, journey: &str, spot: &str) -> SpotId {
        SpotId(self.event(&format!("{spot} of {journey}")).0)
    }

    /// A place on a journey: `JOURNEY SPOT`.
    pub(super) fn place(&self, written: &str) -> Place {
        let (journey, spot) = written.split_once(' ').expect("a place is a journey and a spot");
        Place { journey: self.journey(journey), spot: Some(self.spot(journey, spot)) }
    }

    /// An action is known by the event that agreed on it.
    pub(super) fn action(&self, name: &str) -> ActionId {
        ActionId(self.event(&format!("action {name}")).0)
    }

    /// A strategic goal is known by the event that set it.
    pub(super) fn goal(&self, code: &str) -> GoalId {
        GoalId(self.event(&format!("goal {code}")).0)
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

    /// The last event that an act recorded.
    pub(super) fn last_event(&self, name: &str) -> EventId {
        *self.named(name).events.last().unwrap_or_else(|| panic!("{name:?} recorded no event"))
    }

    fn named(&self, name: &str) -> &Named {
        self.0.get(name).unwrap_or_else(|| panic!("the story speaks of {name:?} before it brings it up"))
    }
}
