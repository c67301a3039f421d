//! The gist of recorded events: all that views are folded from, in a form that reads fast.
//!
//! It is made from stored bytes and holds less than they do: of a text nothing but that there is one, of
//! the metadata only what a fold needs. It is for keeping beside a log, never instead of it, and only the
//! very code that wrote it reads it back: fields stand in the order of their declaration, without names.
//! Whoever keeps it says which code that was.
//!
//! The form is that of `postcard`, one gist after the other, with what repeats said once: streams and
//! people by their rank among those seen so far, times as what passed since the one before.

mod fields;

use std::collections::HashMap;
use std::hash::Hash;

use chrono::{Datelike as _, NaiveDate};
use cxl_domain::event::{Authority, Correction, Effective, Event, Fact};
use cxl_domain::id::{ActorKey, CommandId, EventId, PersonId};
use cxl_domain::time::Instant;
use postcard::Deserializer;
use postcard::de_flavors::Slice;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codec::{AnyEvent, DecodeError, decode};
use crate::port::{Position, Recorded, Revision};
use crate::seal::sealed_keys;
use crate::stream::{NameError, StreamKind, StreamName};
use crate::vault::KeyId;
use fields::Fields;

/// What a fold needs to know of one recorded event.
#[derive(Debug, Clone, PartialEq)]
pub struct Gist {
    /// Rank in the ledger.
    pub position: Position,
    /// Its stream.
    pub stream: StreamName,
    /// Rank in its stream.
    pub revision: Revision,
    /// Its id.
    pub id: EventId,
    /// When it was recorded.
    pub recorded: Instant,
    /// The day on which an importer claims that it was published.
    pub published: Option<NaiveDate>,
    /// Who entered it.
    pub actor: ActorKey,
    /// By which command.
    pub command: CommandId,
    /// The keys under which its texts are sealed.
    pub keys: Vec<KeyId>,
    /// What it says, without its texts.
    pub event: AnyEvent,
}

impl Gist {
    /// Reads the gist out of a stored event, whatever its version.
    pub fn of(recorded: &Recorded) -> Result<Self, DecodeError> {
        let (event, meta) = decode(recorded)?;
        Ok(Self {
            position: recorded.position,
            stream: recorded.stream.clone(),
            revision: recorded.revision,
            id: EventId(recorded.id),
            recorded: Instant::from(meta.recorded),
            published: meta.claim.map(|claim| claim.published),
            actor: meta.actor.key(),
            command: meta.command,
            keys: sealed_keys(&recorded.body),
            event,
        })
    }
}

/// Why bytes do not read as gists, or a gist does not become bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GistError {
    /// The bytes end too soon, or say what no gist says.
    #[error("it has not its form: {0}")]
    Form(#[from] postcard::Error),
    /// A stream of a kind that there is not.
    #[error(transparent)]
    Stream(#[from] NameError),
    /// A fact, a stream or a person by a rank that nothing has.
    #[error("it speaks of {0} by a rank that there is not")]
    Rank(&'static str),
    /// A day that no calendar has.
    #[error("{0} days since the year 1 are no day")]
    Day(i32),
}

/// Writes the gists of neighboring events.
#[derive(Default)]
pub struct GistWriter {
    fields: Fields,
    streams: Seen<StreamName>,
    people: Seen<Uuid>,
    recorded: i64,
}

impl GistWriter {
    /// Adds the gist of the next event. After an error nothing more may be added.
    pub fn push(&mut self, gist: &Gist) -> Result<(), GistError> {
        match &gist.event {
            AnyEvent::Organization(event) => self.push_event(gist, event),
            AnyEvent::Program(event) => self.push_event(gist, event),
            AnyEvent::Person(event) => self.push_event(gist, event),
            AnyEvent::Initiative(event) => self.push_event(gist, event),
            AnyEvent::Metric(event) => self.push_event(gist, event),
            AnyEvent::Evidence(event) => self.push_event(gist, event),
            AnyEvent::Committee(event) => self.push_event(gist, event),
            AnyEvent::Meeting(event) => self.push_event(gist, event),
            AnyEvent::Decision(event) => self.push_event(gist, event),
            AnyEvent::Journey(event) => self.push_event(gist, event),
            AnyEvent::PainPoint(event) => self.push_event(gist, event),
            AnyEvent::Insight(event) => self.push_event(gist, event),
        }
    }

    /// The bytes of all of them.
    pub fn finish(self) -> Vec<u8> {
        self.fields.into_bytes()
    }

    fn push_event<F: Fact>(&mut self, gist: &Gist, event: &Event<F>) -> Result<(), GistError> {
        let name = event.fact.wire_name();
        let rank = F::WIRE_NAMES.iter().position(|known| *known == name);
        let rank = rank.and_then(|rank| u16::try_from(rank).ok()).ok_or(GistError::Rank("a fact"))?;
        let of_stream = |stream: &StreamName| (stream.kind().as_str().to_owned(), stream.id());
        let head = Head {
            stream: self.streams.mention(&gist.stream, of_stream),
            revision: gist.revision,
            id: gist.id.0,
            since: gist.recorded.0.wrapping_sub(self.recorded),
            published: gist.published.map(|day| day.num_days_from_ce()),
            actor: self.people.mention(&gist.actor, Uuid::clone),
            command: gist.command.0,
            keys: gist.keys.iter().map(|key| Uuid::from_bytes(*key.as_bytes())).collect(),
            by: self.people.mention(&event.by.0, Uuid::clone),
            effective: event.effective.map(Days::from),
            authority: event.authority.clone(),
            corrects: event.corrects.clone(),
            rank,
        };
        self.recorded = gist.recorded.0;
        head.serialize(&mut self.fields)?;
        Ok(event.fact.serialize_fields(&mut self.fields)?)
    }
}

/// Reads gists back, one after the other. An error ends it.
pub struct GistReader<'a> {
    bytes: Deserializer<'a, Slice<'a>>,
    next: Position,
    end: Position,
    streams: Vec<StreamName>,
    people: Vec<Uuid>,
    recorded: i64,
}

impl<'a> GistReader<'a> {
    /// The gists of `count` events from position `first` on.
    pub fn new(bytes: &'a [u8], first: Position, count: u64) -> Self {
        Self {
            bytes: Deserializer::from_bytes(bytes),
            next: first,
            end: first.saturating_add(count),
            streams: Vec::new(),
            people: Vec::new(),
            recorded: 0,
        }
    }

    /// Whether everything was read, to the last byte.
    pub fn is_at_end(self) -> bool {
        self.next == self.end && self.bytes.finalize().is_ok_and(<[u8]>::is_empty)
    }

    fn read(&mut self) -> Result<Gist, GistError> {
        let head = Head::deserialize(&mut self.bytes)?;
        let stream = met(&mut self.streams, head.stream, "a stream", |(kind, id)| {
            Ok(StreamName::new(StreamKind::new(&kind)?, id))
        })?;
        let actor = met(&mut self.people, head.actor, "a person", Ok)?;
        let by = met(&mut self.people, head.by, "a person", Ok)?;
        self.recorded = self.recorded.wrapping_add(head.since);
        let event = Event {
            by: PersonId(by),
            effective: head.effective.map(Effective::try_from).transpose()?,
            authority: head.authority,
            corrects: head.corrects,
            fact: head.rank,
        };
        Ok(Gist {
            position: self.next,
            event: self.read_event(stream.kind(), event)?,
            stream,
            revision: head.revision,
            id: EventId(head.id),
            recorded: Instant(self.recorded),
            published: head.published.map(day).transpose()?,
            actor,
            command: CommandId(head.command),
            keys: head.keys.into_iter().map(|key| KeyId::from_bytes(key.into_bytes())).collect(),
        })
    }

    fn read_event(&mut self, kind: &StreamKind, event: Event<u16>) -> Result<AnyEvent, GistError> {
        /// Reads the fields of the fact that a rank stands for.
        macro_rules! of_kind {
            ($($variant:ident($fact:ty),)*) => {
                match kind.as_str() {
                    $(<$fact>::KIND => self.read_fact(event).map(AnyEvent::$variant),)*
                    _ => Err(GistError::Rank("a kind of stream")),
                }
            };
        }
        of_kind! {
            Organization(cxl_domain::organization::OrganizationFact),
            Program(cxl_domain::program::ProgramFact),
            Person(cxl_domain::person::PersonFact),
            Initiative(cxl_domain::initiative::InitiativeFact),
            Metric(cxl_domain::metric::MetricFact),
            Evidence(cxl_domain::evidence::EvidenceFact),
            Committee(cxl_domain::committee::CommitteeFact),
            Meeting(cxl_domain::meeting::MeetingFact),
            Decision(cxl_domain::decision::DecisionFact),
            Journey(cxl_domain::journey::JourneyFact),
            PainPoint(cxl_domain::pain_point::PainPointFact),
            Insight(cxl_domain::insight::InsightFact),
        }
    }

    fn read_fact<F: Fact>(&mut self, event: Event<u16>) -> Result<Event<F>, GistError> {
        let Event { by, effective, authority, corrects, fact: rank } = event;
        let name = F::WIRE_NAMES.get(usize::from(rank)).ok_or(GistError::Rank("a fact"))?;
        let fact = F::deserialize_fields(name, &mut self.bytes).ok_or(GistError::Rank("a fact"))??;
        Ok(Event { by, effective, authority, corrects, fact })
    }
}

impl Iterator for GistReader<'_> {
    type Item = Result<Gist, GistError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.end {
            return None;
        }
        let read = self.read();
        match &read {
            Ok(_) => self.next += 1,
            // What follows can't be told apart.
            Err(_) => self.end = self.next,
        }
        Some(read)
    }
}

/// Everything of a gist but the fields of its fact.
#[derive(Serialize, Deserialize)]
struct Head {
    stream: Mention<(String, Uuid)>,
    revision: Revision,
    id: Uuid,
    /// Microseconds since the event before was recorded.
    since: i64,
    published: Option<i32>,
    actor: Mention<Uuid>,
    command: Uuid,
    keys: Vec<Uuid>,
    by: Mention<Uuid>,
    effective: Option<Days>,
    authority: Option<Authority>,
    corrects: Option<Correction>,
    /// Of the fact among those of its kind.
    rank: u16,
}

/// [`Effective`] as days since the year 1.
#[derive(Serialize, Deserialize)]
struct Days {
    from: i32,
    until: Option<i32>,
}

impl From<Effective> for Days {
    fn from(effective: Effective) -> Self {
        let until = effective.until.map(|day| day.num_days_from_ce());
        Self { from: effective.from.num_days_from_ce(), until }
    }
}

impl TryFrom<Days> for Effective {
    type Error = GistError;

    fn try_from(days: Days) -> Result<Self, GistError> {
        Ok(Self { from: day(days.from)?, until: days.until.map(day).transpose()? })
    }
}

fn day(days: i32) -> Result<NaiveDate, GistError> {
    NaiveDate::from_num_days_from_ce_opt(days).ok_or(GistError::Day(days))
}

/// Something that is said in full once and by its rank from then on.
#[derive(Serialize, Deserialize)]
enum Mention<T> {
    Again(u32),
    First(T),
}

/// What was mentioned so far, with its ranks.
struct Seen<K>(HashMap<K, u32>);

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash + Clone> Seen<K> {
    fn mention<T>(&mut self, key: &K, in_full: impl FnOnce(&K) -> T) -> Mention<T> {
        if let Some(rank) = self.0.get(key) {
            return Mention::Again(*rank);
        }
        // A rank that does not fit would be said in full again, which reads as well.
        if let Ok(rank) = u32::try_from(self.0.len()) {
            self.0.insert(key.clone(), rank);
        }
        Mention::First(in_full(key))
    }
}

/// What a mention means to whoever reads in the same order.
fn met<K: Clone, T>(
    seen: &mut Vec<K>,
    mention: Mention<T>,
    what: &'static str,
    take: impl FnOnce(T) -> Result<K, GistError>,
) -> Result<K, GistError> {
    match mention {
        Mention::Again(rank) => {
            let known = usize::try_from(rank).ok().and_then(|rank| seen.get(rank));
            known.cloned().ok_or(GistError::Rank(what))
        }
        Mention::First(value) => {
            let key = take(value)?;
            seen.push(key.clone());
            Ok(key)
        }
    }
}
