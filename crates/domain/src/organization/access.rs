//! Roles and tokens: who may enter, granted and taken back.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::decide::{Facts, day};
use super::{
    Organization, OrganizationFact, RoleGranted, RoleWithdrawn, TokenIssued, TokenRevoked, TokenScope,
};
use crate::command::{Moment, in_order};
use crate::event::{Effective, Event, Sha256Hex};
use crate::id::{EventId, PersonId, ProgramId, TokenId};
use crate::refusal::Refusal;
use crate::role::Role;
use crate::text::Text;
use crate::time::AsOf;

/// How long a token works for which nobody says how long.
pub const USUAL_TOKEN: TimeDelta = TimeDelta::days(90);

/// How long a token works at most: what nobody renews within a year is not missed.
pub const LONGEST_TOKEN: TimeDelta = TimeDelta::days(366);

/// A granted role at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The fact that grants it. A corrected grant is the same grant: every fact of its chain of
    /// corrections names it in a withdrawal.
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
    /// Its id: the event that first issued it.
    pub id: TokenId,
    /// Whom it stands for.
    pub person: PersonId,
    /// SHA-256 of it.
    pub sha256: Sha256Hex,
    /// When it stops working.
    pub expires: Option<DateTime<Utc>>,
    /// What it opens of what its holder may do; without it, all of that.
    pub scope: Option<TokenScope>,
}

impl Organization {
    /// Every grant that stands, whatever days it holds for, oldest first.
    pub fn grants(&self, as_of: &AsOf) -> Vec<Grant> {
        let stated = self.statements();
        let withdrawn = |fact: &OrganizationFact| match fact {
            OrganizationFact::RoleWithdrawn(withdrawn) => Some(stated.first(withdrawn.grant)),
            _ => None,
        };
        let mut withdrawals: HashMap<EventId, NaiveDate> = HashMap::new();
        for (entry, grant) in self.history.picked(as_of, withdrawn) {
            let day = withdrawals.entry(grant).or_insert(NaiveDate::MAX);
            *day = entry.from().min(*day);
        }
        let granted = |fact: &OrganizationFact| match fact {
            OrganizationFact::RoleGranted(granted) => Some(granted.clone()),
            _ => None,
        };
        self.history
            .picked(as_of, granted)
            .map(|(entry, granted)| {
                let withdrawn = withdrawals.get(&stated.first(entry.event)).copied();
                let until = entry.effective.and_then(|effective| effective.until);
                Grant {
                    event: entry.event,
                    person: granted.person,
                    role: granted.role,
                    program: granted.program,
                    from: entry.from(),
                    until: withdrawn.into_iter().chain(until).min(),
                }
            })
            .collect()
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
        let stated = self.statements();
        let revoked = |fact: &OrganizationFact| match fact {
            OrganizationFact::TokenRevoked(revoked) => Some(stated.first(EventId(revoked.token.0))),
            _ => None,
        };
        let revoked: HashSet<EventId> = self.history.picked(as_of, revoked).map(|(_, token)| token).collect();
        self.history
            .picked(as_of, issued)
            .map(|(entry, issued)| Token {
                id: TokenId(stated.first(entry.event).0),
                person: issued.person,
                sha256: issued.sha256,
                expires: issued.expires,
                scope: issued.scope,
            })
            .filter(|token| !revoked.contains(&EventId(token.id.0)))
            .collect()
    }

    /// Where each correction leads back to: every request asks who may do what.
    fn statements(&self) -> Statements {
        let corrects = self.history.iter().filter_map(|entry| Some((entry.event, entry.corrects()?)));
        // In the order of the ledger, so that what is corrected is known already.
        let mut first = HashMap::new();
        for (event, corrected) in corrects {
            let stated = first.get(&corrected).copied().unwrap_or(corrected);
            first.insert(event, stated);
        }
        Statements(first)
    }

    /// The grant that a fact of its chain of corrections names.
    fn grant(&self, named: EventId, as_of: &AsOf) -> Option<Grant> {
        let id = self.first_statement(named);
        self.grants(as_of).into_iter().find(|held| self.first_statement(held.event) == id)
    }
}

/// Of each correction the event that first stated the fact.
struct Statements(HashMap<EventId, EventId>);

impl Statements {
    fn first(&self, event: EventId) -> EventId {
        self.0.get(&event).copied().unwrap_or(event)
    }
}

fn issued(fact: &OrganizationFact) -> Option<&TokenIssued> {
    match fact {
        OrganizationFact::TokenIssued(issued) => Some(issued),
        _ => None,
    }
}

pub(super) fn grant_role(
    state: &Organization,
    granted: RoleGranted,
    on: Option<NaiveDate>,
    until: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let effective = Effective { from: moment.day(on), until };
    in_order("role", effective)?;
    let held = state
        .roles_of(granted.person, &moment.on(effective.from))
        .into_iter()
        .any(|grant| grant.role == granted.role && grant.program == granted.program && grant.until == until);
    if held {
        return Err(Refusal::Unchanged { field: "role" });
    }
    Ok(vec![Event::new(moment.by, granted).within(effective)])
}

pub(super) fn withdraw_role(
    state: &Organization,
    grant: EventId,
    reason: Option<Text>,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = day(on, moment)?;
    let held = state
        .grant(grant, &moment.now())
        .ok_or_else(|| Refusal::Unknown { noun: "grant", reference: grant.to_string() })?;
    if held.until.is_some_and(|until| until <= on) {
        return Err(Refusal::EndedAlready { noun: "grant" });
    }
    if on < held.from {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: held.from });
    }
    keep_an_administrator(state, held.event, on.max(moment.today), moment)?;
    Ok(vec![Event::new(moment.by, RoleWithdrawn { grant: held.event, reason }).from(on)])
}

/// Whether a grant gives the whole organization an administrator on a day and for good.
pub(super) fn administers(granted: &RoleGranted, effective: Effective, on: NaiveDate) -> bool {
    let RoleGranted { person: _, role, program } = *granted;
    role == Role::Administrator && program.is_none() && effective.until.is_none() && effective.from <= on
}

/// Refuses to take a grant away without which nobody would administer the organization on a day.
pub(super) fn keep_an_administrator(
    state: &Organization,
    taken: EventId,
    on: NaiveDate,
    moment: &Moment,
) -> Result<(), Refusal> {
    let counts = |held: &Grant| {
        let granted = RoleGranted { person: held.person, role: held.role, program: held.program };
        administers(&granted, Effective { from: held.from, until: held.until }, on)
    };
    let administering: Vec<_> = state.grants(&moment.now()).into_iter().filter(counts).collect();
    match administering.as_slice() {
        [only] if only.event == taken => Err(Refusal::LastAdministrator),
        _ => Ok(()),
    }
}

/// Issues a token that expires.
#[expect(clippy::needless_pass_by_value, reason = "an act is given its fact")]
pub(super) fn issue_token(state: &Organization, token: TokenIssued, moment: &Moment) -> Facts {
    let now = moment.at.to_utc();
    if token.expires.is_some_and(|expires| now + LONGEST_TOKEN < expires) {
        let problem =
            format!("a token works for at most {} days: name an earlier time", LONGEST_TOKEN.num_days());
        return Err(Refusal::invalid("expires", problem));
    }
    let expires = token.expires.unwrap_or(now + USUAL_TOKEN);
    issue_lasting_token(state, TokenIssued { expires: Some(expires), ..token }, moment)
}

/// Issues a token that need not expire.
pub(super) fn issue_lasting_token(state: &Organization, token: TokenIssued, moment: &Moment) -> Facts {
    if token.expires.is_some_and(|expires| expires <= moment.at.to_utc()) {
        return Err(Refusal::invalid("expires", "it lies in the past; leave it out or name a later time"));
    }
    // A revoked token stays known, so that it can't come back.
    if state.history.picked(&moment.now(), issued).any(|(_, known)| known.sha256 == token.sha256) {
        return Err(Refusal::AlreadyRecorded { noun: "token" });
    }
    Ok(vec![Event::new(moment.by, token)])
}

pub(super) fn revoke_token(
    state: &Organization,
    token: TokenId,
    reason: Option<Text>,
    moment: &Moment,
) -> Facts {
    let id = state.first_statement(EventId(token.0));
    let mut issued = state.history.picked(&moment.now(), issued);
    if !issued.any(|(entry, _)| state.history.first_statement_of(entry) == id) {
        return Err(Refusal::Unknown { noun: "token", reference: token.to_string() });
    }
    if !state.tokens(&moment.now()).iter().any(|held| held.id.0 == id.0) {
        return Err(Refusal::EndedAlready { noun: "token" });
    }
    Ok(vec![Event::new(moment.by, TokenRevoked { token: TokenId(id.0), reason })])
}
