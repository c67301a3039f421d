//! What every command shares: the moment in which it is decided, and the two acts that mend facts.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::calendar::{FIRST_DAY, LAST_DAY};
use crate::event::{Annulled, Authority, Correction, Effective, Event, Fact};
use crate::history::{Entry, History};
use crate::id::{EventId, PersonId};
use crate::refusal::Refusal;
use crate::text::Text;
use crate::time::{AsOf, Instant, day_in, start_of_day};

/// The moment in which a command is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Who does the act.
    pub by: PersonId,
    /// The moment of recording.
    pub at: Instant,
    /// The program's zone.
    pub zone: Tz,
    /// Today in that zone.
    pub today: NaiveDate,
    /// For backfill, the day on which the source published the fact.
    pub published: Option<NaiveDate>,
}

impl Moment {
    /// The moment in which a person acts at an instant, in a program's zone.
    pub fn new(by: PersonId, at: DateTime<Utc>, zone: Tz) -> Self {
        Self { by, at: at.into(), zone, today: day_in(at, zone), published: None }
    }

    /// The same moment for a fact that its source published on a day.
    pub fn published_on(self, published: Option<NaiveDate>) -> Self {
        Self { published, ..self }
    }

    /// By what a fact recorded now would be ranked.
    pub fn ranked(&self) -> Instant {
        self.published.map_or(self.at, |day| start_of_day(day, self.zone))
    }

    /// Refuses a published day after today.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.published {
            Some(published) if published > self.today => {
                Err(Refusal::PublishedInFuture { published, today: self.today })
            }
            _ => Ok(()),
        }
    }

    /// Everything recorded, today.
    pub fn now(&self) -> AsOf {
        AsOf::head(self.today)
    }

    /// Everything recorded, on a day.
    pub fn on(&self, day: NaiveDate) -> AsOf {
        AsOf::head(day)
    }
}

/// Refuses a day outside the years that the ledger keeps.
pub fn in_range(field: &'static str, day: NaiveDate) -> Result<(), Refusal> {
    if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok(()) } else { Err(Refusal::DayOutOfRange { field, day }) }
}

/// Refuses a day after today.
pub fn not_in_future(field: &'static str, day: NaiveDate, moment: &Moment) -> Result<(), Refusal> {
    in_range(field, day)?;
    if day > moment.today { Err(Refusal::InFuture { field, day, today: moment.today }) } else { Ok(()) }
}

/// Refuses days that end before they begin.
pub fn in_order(field: &'static str, effective: Effective) -> Result<(), Refusal> {
    in_range(field, effective.from)?;
    match effective.until {
        Some(until) => {
            in_range(field, until)?;
            if until <= effective.from {
                return Err(Refusal::EndBeforeStart { field, from: effective.from, until });
            }
            Ok(())
        }
        None => Ok(()),
    }
}

/// Refuses the authority that is in the format and not yet in the product.
pub fn available(authority: Option<&Authority>) -> Result<(), Refusal> {
    match authority {
        Some(Authority::Decision(_)) => Err(Refusal::DecisionNotAvailable),
        _ => Ok(()),
    }
}

/// *Annul*: a fact was recorded in error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annul {
    /// The fact.
    pub event: EventId,
    /// Why.
    pub reason: Text,
}

/// *Correct*: a fact was recorded wrongly and is recorded anew in the same act.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correct<C> {
    /// The fact to replace.
    pub event: EventId,
    /// Why.
    pub reason: Text,
    /// The command that states it anew.
    pub with: Box<C>,
}

/// Looks a fact up that may still fall.
pub fn standing<F: Fact>(history: &History<F>, event: EventId, moment: &Moment) -> Result<Entry<F>, Refusal> {
    let entry = history.find(event).ok_or(Refusal::UnknownFact { event, noun: F::KIND })?;
    if entry.fact.annuls().is_some() {
        return Err(Refusal::AnnulmentStands);
    }
    if !entry.stands(&moment.now()) {
        return Err(Refusal::FallenAlready { event });
    }
    Ok(entry.clone())
}

/// The annulment of a fact and of what depends on it in the same stream.
pub fn annulments<F: Fact + From<Annulled>>(
    annul: &Annul,
    dependents: impl IntoIterator<Item = EventId>,
    moment: &Moment,
) -> Vec<Event<F>> {
    std::iter::once(annul.event)
        .chain(dependents)
        .map(|event| Event::new(moment.by, Annulled { event, reason: annul.reason.clone() }))
        .collect()
}

/// Turns the one fact that states something anew into the correction of an older one.
pub fn corrected<F: Fact>(
    mut stated: Vec<Event<F>>,
    replaced: &F,
    event: EventId,
    reason: Text,
) -> Result<Vec<Event<F>>, Refusal> {
    let expected = replaced.wire_name();
    stated.retain(|anew| anew.fact.wire_name() == expected);
    match stated.as_mut_slice() {
        [anew] => {
            anew.corrects = Some(Correction { event, reason });
            Ok(stated)
        }
        _ => Err(Refusal::OtherKindOfFact { expected, given: "another fact" }),
    }
}
