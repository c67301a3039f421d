//! What the facts of a person say at a point in time.

use chrono::NaiveDate;

use super::PersonFact;
use crate::history::{Entry, History, Recorded};
use crate::id::{DepartmentId, EventId, IdentityId, PersonId};
use crate::time::AsOf;

/// A person with the whole history.
#[derive(Debug, Clone)]
pub struct Person {
    /// The pseudonym.
    pub id: PersonId,
    /// The facts.
    pub history: History<PersonFact>,
}

impl Person {
    /// A person of whom nothing is recorded yet.
    pub fn new(id: PersonId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<PersonFact>) {
        self.history.evolve(recorded);
    }

    /// Whether the person is registered and not recorded in error, as known.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.registration(as_of).is_some() && !self.in_error(as_of)
    }

    /// Whether the whole person was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, PersonFact::RecordedInError(_)))
    }

    /// The fact that holds the code.
    pub fn registration(&self, as_of: &AsOf) -> Option<&Entry<PersonFact>> {
        let registered = |fact: &PersonFact| matches!(fact, PersonFact::Registered(_)).then_some(());
        self.history.current(as_of, registered).map(|(entry, ())| entry)
    }

    /// The fact that holds the name on E; before the first name, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<PersonFact>> {
        let named = |fact: &PersonFact| matches!(fact, PersonFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, named).map(|(entry, ())| entry)
    }

    /// Since when the person has left the organization, if they have on E.
    pub fn left(&self, as_of: &AsOf) -> Option<NaiveDate> {
        let turned = |fact: &PersonFact| match fact {
            PersonFact::Left(_) => Some(true),
            PersonFact::Returned(_) => Some(false),
            _ => None,
        };
        self.history.latest(as_of, turned).and_then(|(entry, left)| left.then(|| entry.from()))
    }

    /// Whether this is no human but a service, as known.
    pub fn is_service(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, PersonFact::ServiceDeclared(_)))
    }

    /// The facts that link the identities which stand for the person, as known, oldest first.
    pub fn identities(&self, as_of: &AsOf) -> Vec<&Entry<PersonFact>> {
        let unlinked = |fact: &PersonFact| match fact {
            PersonFact::IdentityUnlinked(unlinked) => Some(unlinked.identity),
            _ => None,
        };
        let unlinked: Vec<IdentityId> = self.history.picked(as_of, unlinked).map(|(_, id)| id).collect();
        let linked = |entry: &&Entry<PersonFact>| matches!(entry.fact, PersonFact::IdentityLinked(_));
        let holds = |entry: &&Entry<PersonFact>| !unlinked.contains(&IdentityId(entry.event.0));
        self.history.standing(as_of).filter(linked).filter(holds).collect()
    }

    /// Whether an identity stands for the person, as known.
    pub fn enters_by(&self, identity: IdentityId, as_of: &AsOf) -> bool {
        self.identities(as_of).iter().any(|entry| entry.event == EventId(identity.0))
    }

    /// The department on E.
    pub fn department(&self, as_of: &AsOf) -> Option<DepartmentId> {
        self.history.holding(as_of, |fact| match fact {
            PersonFact::Placed(placed) => Some(placed.department),
            _ => None,
        })?
    }
}
