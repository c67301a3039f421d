//! Codes that two people claim. The vault gives each code out once; but it takes one back from a person whose
//! registration was never recorded, and that of another node may be under way just then.

use std::collections::HashMap;

use cxl_domain::code::Code;
use cxl_domain::event::Fact as _;
use cxl_domain::history::Entry;
use cxl_domain::id::PersonId;
use cxl_domain::person::PersonFact;
use cxl_domain::time::AsOf;

use crate::execute::ExecuteError;
use crate::ledger::Ledger;
use crate::query::{Contradiction, ContradictionKind};
use crate::texts::{TextAt, TextValue};
use crate::thing::Thing;
use crate::views::Views;

/// A registration, and whether it is the one by which its person is known now.
struct Claim<'a> {
    person: PersonId,
    entry: &'a Entry<PersonFact>,
    stands: bool,
}

impl Ledger {
    /// The registrations under a code that another person claimed before, as known, by position. A code whose
    /// key is gone contradicts nothing that anybody could read.
    pub async fn person_codes_claimed_twice(
        &self,
        views: &Views,
        as_of: &AsOf,
    ) -> Result<Vec<Contradiction>, ExecuteError> {
        let mut claims = claims(views, as_of);
        claims.sort_unstable_by_key(|claim| claim.entry.stamp.position());
        let codes: Vec<_> = claims.iter().map(|claim| TextAt::field(claim.entry, "/fact/code")).collect();
        let codes = self.texts(&codes).await?;
        let mut first: HashMap<Code, PersonId> = HashMap::new();
        let mut found = Vec::new();
        for (claim, code) in claims.iter().zip(codes) {
            let TextValue::Clear(code) = code else { continue };
            let Ok(code) = Code::parse(&code) else { continue };
            let holder = *first.entry(code).or_insert(claim.person);
            if holder != claim.person && claim.stands {
                found.push(claim.contradicts(holder));
            }
        }
        Ok(found)
    }
}

/// Every registration that was ever recorded of anybody, as known.
fn claims<'a>(views: &'a Views, as_of: &AsOf) -> Vec<Claim<'a>> {
    let registers = |fact: &PersonFact| matches!(fact, PersonFact::Registered(_));
    let mut claims = Vec::new();
    for held in views.people() {
        let (person, exists) = (held.state.id, held.state.exists(as_of));
        let known = held.state.history.iter().filter(|entry| as_of.sees(&entry.stamp));
        let registered = known.filter(|entry| registers(&entry.fact));
        claims.extend(registered.map(|entry| Claim { person, entry, stands: exists && entry.stands(as_of) }));
    }
    claims
}

impl Claim<'_> {
    fn contradicts(&self, holder: PersonId) -> Contradiction {
        Contradiction {
            position: self.entry.stamp.position(),
            kind: ContradictionKind::CodeClaimedTwice,
            names: Some(Thing::Person(holder)),
            about: Thing::Person(self.person),
            event: self.entry.event,
            type_name: self.entry.fact.wire_name(),
            because: None,
            program: None,
        }
    }
}
