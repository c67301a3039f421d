//! Who owned an initiative when, with the gaps.

use std::sync::Arc;

use async_graphql::Object;
use chrono::NaiveDate;
use cxl_domain::history::Entry;
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::initiative::{Initiative, InitiativeFact};
use cxl_ledger::TextAt;

use crate::error::Problem;
use crate::fact::Fact;
use crate::list::List;
use crate::moment::Moment;
use crate::person::Person;
use crate::scalars::Date;
use crate::texts::Text;

/// A stretch of days with one owner or none.
#[derive(Debug, Clone)]
pub(crate) struct Ownership {
    moment: Arc<Moment>,
    program: Option<ProgramId>,
    entry: Option<Entry<InitiativeFact>>,
    owner: Option<PersonId>,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// Every stretch from the beginning on, whatever day is effective, by first day. Without any fact before
/// the first owner, the initiative is vacant from its beginning.
pub(crate) fn ownerships(moment: &Arc<Moment>, initiative: &Initiative) -> List<Ownership> {
    let as_of = moment.as_of();
    let program = initiative.program(as_of);
    let mut owners = initiative.owners(as_of);
    // Of several facts for one first day the last by rank holds.
    owners.reverse();
    owners.dedup_by_key(|(entry, _)| entry.from());
    owners.reverse();
    let begins = initiative.begins(as_of);
    let first = owners.first().map(|(entry, _)| entry.from());
    let gap = begins.filter(|begins| first.is_none_or(|first| *begins < first));
    let mut stretches: Vec<_> = gap.map(|begins| (begins, None, None)).into_iter().collect();
    stretches.extend(owners.into_iter().map(|(entry, owner)| (entry.from(), Some(entry.clone()), owner)));
    let ends: Vec<_> = stretches.iter().skip(1).map(|(from, ..)| Some(*from)).chain([None]).collect();
    let stretches = stretches.into_iter().zip(ends);
    stretches
        .map(|((from, entry, owner), until)| Ownership {
            moment: moment.clone(),
            program,
            entry,
            owner,
            from,
            until,
        })
        .collect()
}

/// A stretch of days during which an initiative had one owner, or none.
#[Object]
impl Ownership {
    /// The owner; null while it was vacant.
    async fn person(&self) -> Option<Person> {
        self.owner.map(|owner| Person::reference(&self.moment, owner))
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.from)
    }

    /// The first day of what followed; null for the last stretch.
    async fn until(&self) -> Option<Date> {
        self.until.map(Date)
    }

    /// The fact that says so, with its authority; null for a gap before the first owner.
    async fn fact(&self) -> Option<Fact> {
        self.entry.as_ref().map(|entry| Fact::with_authority(&self.moment, entry, self.program))
    }

    /// Why nobody followed, where that was said.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        match &self.entry {
            Some(entry) if self.owner.is_none() => {
                self.moment.text(TextAt::field(entry, "/fact/reason")).await
            }
            _ => Ok(None),
        }
    }
}
