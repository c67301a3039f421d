//! What every command shares: the moment in which it is decided, and the two acts that mend facts.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::calendar::{FIRST_DAY, LAST_DAY};
use crate::event::{Annulled, Correction, Effective, Event, Fact};
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
    /// See [`Moment::day`].
    unless_named: NaiveDate,
}

impl Moment {
    /// The moment in which a person acts at an instant, in a program's zone.
    pub fn new(by: PersonId, at: DateTime<Utc>, zone: Tz) -> Self {
        let today = day_in(at, zone);
        Self { by, at: at.into(), zone, today, published: None, unless_named: today }
    }

    /// The same moment for a fact that its source published on a day.
    pub fn published_on(self, published: Option<NaiveDate>) -> Self {
        Self { published, ..self }
    }

    /// The same moment for stating a fact anew: days left out are those of the corrected fact.
    pub fn restating(self, effective: Option<Effective>) -> Self {
        Self { unless_named: effective.map_or(self.today, |effective| effective.from), ..self }
    }

    /// The day that a command means: the one it names, else today; in a correction the first day of
    /// the corrected fact.
    pub fn day(&self, named: Option<NaiveDate>) -> NaiveDate {
        named.unwrap_or(self.unless_named)
    }

    /// By what a fact recorded now would be ranked.
    pub fn ranked(&self) -> Instant {
        self.published.map_or(self.at, |day| start_of_day(day, self.zone))
    }

    /// Refuses a published day after today, or outside the years that the ledger keeps.
    pub fn check(&self) -> Result<(), Refusal> {
        let Some(published) = self.published else { return Ok(()) };
        if published > self.today {
            return Err(Refusal::PublishedInFuture { published, today: self.today });
        }
        in_range("published", published)
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

/// How many things one list of a command names at most: options of a decision, people at a meeting.
pub const MAX_LISTED: usize = 200;

/// Refuses lists that nobody reads.
pub fn at_most(field: &str, number: usize) -> Result<(), Refusal> {
    if number <= MAX_LISTED {
        return Ok(());
    }
    Err(Refusal::invalid(field, format!("at most {MAX_LISTED} of them, not {number}")))
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

/// Refuses what nobody could state yet: a day after today or, of imported history, a day after the one
/// on which its source published it. For what is told when it has come to pass; a beginning may be
/// announced.
pub fn came_to_pass(field: &'static str, day: NaiveDate, moment: &Moment) -> Result<(), Refusal> {
    not_in_future(field, day, moment)?;
    match moment.published {
        Some(published) if published < day => Err(Refusal::PublishedEarly { field, day, published }),
        _ => Ok(()),
    }
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

/// Refuses to begin a thing twice, any other act on one that never began, and every act on one that
/// was recorded in error as a whole.
pub fn in_turn(
    noun: &'static str,
    id: impl std::fmt::Display,
    begins: bool,
    exists: bool,
    in_error: bool,
) -> Result<(), Refusal> {
    match (begins, exists) {
        _ if in_error => Err(Refusal::WasRecordedInError { noun }),
        (true, true) => Err(Refusal::AlreadyRecorded { noun }),
        (false, false) => Err(Refusal::Unknown { noun, reference: id.to_string() }),
        (true, false) | (false, true) => Ok(()),
    }
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

/// Refuses to annul the only standing fact of a kind that a thing has at all times.
pub fn not_the_only_one<F: Fact>(
    history: &History<F>,
    entry: &Entry<F>,
    noun: &'static str,
    moment: &Moment,
) -> Result<(), Refusal> {
    let wire_name = entry.fact.wire_name();
    let others = history
        .standing(&moment.now())
        .any(|other| other.event != entry.event && other.fact.wire_name() == wire_name);
    if others { Ok(()) } else { Err(Refusal::OnlyOne { noun }) }
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

/// States a fact anew in the place of `replaced`.
///
/// `decide` decides the new statement as if the replaced fact had never been recorded: what a wrong
/// fact made impossible is possible in its correction. Of an act that records several facts, such as
/// a charter, the one of the replaced kind is taken.
pub fn restate<F: Fact, C>(
    replaced: &Entry<F>,
    correct: Correct<C>,
    moment: &Moment,
    decide: impl FnOnce(C, &Moment) -> Result<Vec<Event<F>>, Refusal>,
) -> Result<Vec<Event<F>>, Refusal> {
    let Correct { event, reason, with } = correct;
    let expected = replaced.fact.wire_name();
    let mut stated = match decide(*with, &moment.restating(replaced.effective)) {
        // Without the fact that began it, a thing is unknown to every act but the one that begins it;
        // with it, it can't begin.
        Err(Refusal::Unknown { noun, .. } | Refusal::AlreadyRecorded { noun }) if noun == F::KIND => {
            return Err(Refusal::OtherKindOfFact { expected, given: "another" });
        }
        decided => decided?,
    };
    let Some(given) = stated.first().map(|anew| anew.fact.wire_name()) else {
        return Err(Refusal::Unchanged { field: "fact" });
    };
    if stated.iter().any(|anew| anew.corrects.is_some()) {
        return Err(Refusal::invalid("with", "a correction states a fact, not another correction"));
    }
    stated.retain(|anew| anew.fact.wire_name() == expected);
    match stated.as_mut_slice() {
        [anew] => {
            anew.corrects = Some(Correction { event, reason });
            Ok(stated)
        }
        _ => Err(Refusal::OtherKindOfFact { expected, given }),
    }
}
