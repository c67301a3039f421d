//! What the facts of the organization say at a point in time.

use chrono_tz::Tz;

use super::OrganizationFact;
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, OrganizationId};
use crate::time::AsOf;

/// The organization with its whole history.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its facts.
    pub history: History<OrganizationFact>,
}

impl Organization {
    /// An organization of which nothing is recorded yet.
    pub fn new(id: OrganizationId) -> Self {
        Self { id, history: History::default() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<OrganizationFact>) {
        self.history.evolve(recorded);
    }

    /// Whether the ledger is founded, as known.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.founding(as_of).is_some()
    }

    fn founding(&self, as_of: &AsOf) -> Option<bool> {
        let founded = |fact: &OrganizationFact| match fact {
            OrganizationFact::Founded(founded) => Some(founded.demo),
            _ => None,
        };
        self.history.current(as_of, founded).map(|(_, demo)| demo)
    }

    /// Whether everything in the ledger is made up.
    pub fn is_demo(&self, as_of: &AsOf) -> bool {
        self.founding(as_of).unwrap_or(false)
    }

    /// The fact that names it on E; before the first name, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<OrganizationFact>> {
        let named = |fact: &OrganizationFact| matches!(fact, OrganizationFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, named).map(|(entry, ())| entry)
    }

    /// The zone on E; before the first one began, that one.
    pub fn zone(&self, as_of: &AsOf) -> Option<Tz> {
        let zone = |fact: &OrganizationFact| match fact {
            OrganizationFact::ZoneSet(set) => Some(set.zone),
            _ => None,
        };
        self.history.latest_or_first(as_of, zone).map(|(_, zone)| zone)
    }

    /// Every zone that it ever had, whatever became of it since.
    pub fn zones(&self) -> impl Iterator<Item = Tz> {
        self.history.iter().filter_map(|entry| match &entry.fact {
            OrganizationFact::ZoneSet(set) => Some(set.zone),
            _ => None,
        })
    }

    /// The maturity model in force on E.
    pub fn model(&self, as_of: &AsOf) -> Option<&str> {
        self.history.holding(as_of, |fact| match fact {
            OrganizationFact::ModelAdopted(adopted) => Some(adopted.model.as_str()),
            _ => None,
        })
    }

    /// The rule set of measurement in force on E.
    pub fn rule_set(&self, as_of: &AsOf) -> Option<&str> {
        self.history.holding(as_of, |fact| match fact {
            OrganizationFact::RuleSetAdopted(adopted) => Some(adopted.rule_set.as_str()),
            _ => None,
        })
    }

    /// The event that first stated what `event` states now. It is the id of what it began: of a
    /// department, a grant, a token.
    pub fn first_statement(&self, event: EventId) -> EventId {
        self.history.first_statement(event)
    }
}
