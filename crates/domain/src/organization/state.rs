//! What the facts of the organization say at a point in time.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::OrganizationFact;
use crate::code::Code;
use crate::event::Sha256Hex;
use crate::history::{Entry, History, Recorded};
use crate::id::{DepartmentId, EventId, OrganizationId, PersonId, ProgramId, TokenId};
use crate::role::Role;
use crate::time::AsOf;

/// The organization with its whole history.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its facts.
    pub history: History<OrganizationFact>,
}

/// A department at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its id: the event that first created it.
    pub id: DepartmentId,
    /// Its code.
    pub code: Code,
    /// The department above it.
    pub parent: Option<DepartmentId>,
    /// The event that holds its name on E, and that event's position.
    pub named_by: (EventId, u64),
    /// The first day on which it exists.
    pub created: NaiveDate,
    /// The first day on which it is closed.
    pub closed: Option<NaiveDate>,
}

/// A granted role at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The fact that granted it.
    pub event: EventId,
    /// Who has it.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// The program for which it holds; without one, the whole organization.
    pub program: Option<ProgramId>,
    /// The first day.
    pub from: NaiveDate,
    /// The first day without it.
    pub until: Option<NaiveDate>,
}

/// An API token at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whom it stands for.
    pub person: PersonId,
    /// SHA-256 of it.
    pub sha256: Sha256Hex,
    /// When it stops working.
    pub expires: Option<DateTime<Utc>>,
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
        self.history.standing(as_of).find_map(|entry| match &entry.fact {
            OrganizationFact::Founded(founded) => Some(founded.demo),
            _ => None,
        })
    }

    /// Whether everything in the ledger is made up.
    pub fn is_demo(&self, as_of: &AsOf) -> bool {
        self.founding(as_of).unwrap_or(false)
    }

    /// The fact that names it on E.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<OrganizationFact>> {
        self.history
            .latest(as_of, |fact| matches!(fact, OrganizationFact::Named(_)).then_some(()))
            .map(|(entry, ())| entry)
    }

    /// The zone on E; before the first one began, that one.
    pub fn zone(&self, as_of: &AsOf) -> Option<Tz> {
        let zone = |fact: &OrganizationFact| match fact {
            OrganizationFact::ZoneSet(set) => Some(set.zone),
            _ => None,
        };
        self.history.holding(as_of, zone).or_else(|| {
            self.history
                .standing(as_of)
                .filter(|entry| zone(&entry.fact).is_some())
                .min_by_key(|entry| (entry.from(), entry.stamp.rank()))
                .and_then(|entry| zone(&entry.fact))
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

    /// The beginning of a chain of corrections.
    pub fn first_statement(&self, event: EventId) -> EventId {
        let mut first = event;
        for _ in 0..self.history.len() {
            match self.history.find(first).and_then(|entry| entry.corrects) {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        first
    }

    /// The departments created on or before E, by code.
    pub fn departments(&self, as_of: &AsOf) -> Vec<Department> {
        let mut departments: Vec<Department> = self
            .history
            .standing(as_of)
            .filter(|entry| entry.from() <= as_of.effective)
            .filter_map(|entry| match &entry.fact {
                OrganizationFact::DepartmentCreated(created) => {
                    let id = DepartmentId(self.first_statement(entry.event).0);
                    let named = self.history.latest(as_of, |fact| match fact {
                        OrganizationFact::DepartmentNamed(named) if named.department == id => Some(()),
                        _ => None,
                    });
                    let naming = named.map_or(entry, |(naming, ())| naming);
                    Some(Department {
                        id,
                        code: created.code.clone(),
                        parent: created.parent,
                        named_by: (naming.event, naming.stamp.position),
                        created: entry.from(),
                        closed: self.closed(id, as_of),
                    })
                }
                _ => None,
            })
            .collect();
        departments.sort_by(|a, b| a.code.cmp(&b.code).then(a.named_by.1.cmp(&b.named_by.1)));
        departments
    }

    /// One department.
    pub fn department(&self, id: DepartmentId, as_of: &AsOf) -> Option<Department> {
        self.departments(as_of).into_iter().find(|department| department.id == id)
    }

    fn closed(&self, id: DepartmentId, as_of: &AsOf) -> Option<NaiveDate> {
        self.history
            .standing(as_of)
            .filter(|entry| match &entry.fact {
                OrganizationFact::DepartmentClosed(closed) => closed.department == id,
                _ => false,
            })
            .map(Entry::from)
            .min()
    }

    /// Every grant that stands, whatever days it holds for, oldest first.
    pub fn grants(&self, as_of: &AsOf) -> Vec<Grant> {
        self.history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                OrganizationFact::RoleGranted(granted) => {
                    let until = entry.effective.and_then(|effective| effective.until);
                    let withdrawn = self.withdrawn(entry.event, as_of);
                    Some(Grant {
                        event: entry.event,
                        person: granted.person,
                        role: granted.role,
                        program: granted.program,
                        from: entry.from(),
                        until: match (until, withdrawn) {
                            (Some(until), Some(withdrawn)) => Some(until.min(withdrawn)),
                            (until, withdrawn) => until.or(withdrawn),
                        },
                    })
                }
                _ => None,
            })
            .collect()
    }

    fn withdrawn(&self, grant: EventId, as_of: &AsOf) -> Option<NaiveDate> {
        self.history
            .standing(as_of)
            .filter(|entry| match &entry.fact {
                OrganizationFact::RoleWithdrawn(withdrawn) => withdrawn.grant == grant,
                _ => false,
            })
            .map(Entry::from)
            .min()
    }

    /// The roles that a person has on E.
    pub fn roles_of(&self, person: PersonId, as_of: &AsOf) -> Vec<Grant> {
        self.grants(as_of)
            .into_iter()
            .filter(|grant| grant.person == person)
            .filter(|grant| {
                grant.from <= as_of.effective && grant.until.is_none_or(|until| as_of.effective < until)
            })
            .collect()
    }

    /// The tokens that are not revoked, as known. Whether one has expired is for the caller's clock.
    pub fn tokens(&self, as_of: &AsOf) -> Vec<Token> {
        let revoked: Vec<TokenId> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                OrganizationFact::TokenRevoked(revoked) => Some(revoked.token),
                _ => None,
            })
            .collect();
        self.history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                OrganizationFact::TokenIssued(issued) => Some(Token {
                    id: TokenId(entry.event.0),
                    person: issued.person,
                    sha256: issued.sha256,
                    expires: issued.expires,
                }),
                _ => None,
            })
            .filter(|token| !revoked.contains(&token.id))
            .collect()
    }
}
