//! The recorded events of one thing, as they stand in the log.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::decision::{Decision, DecisionFact};
use cxl_domain::event::{Authority, Correction, Effective, Fact};
use cxl_domain::id::{DecisionId, EventId, PersonId};
use cxl_domain::person::PersonFact;
use cxl_domain::time::{AsOf, Instant, Position};
use cxl_store::blocking;
use cxl_store::codec::{AnyEvent, DecodeError, decode};
use cxl_store::meta::{Agent, Claim, Meta};
use cxl_store::seal::{OpenError, sealed_pointers};
use cxl_store::{Recorded, StreamName};
use serde_json::Value;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::execute::ExecuteError;
use crate::facts;
use crate::ledger::Ledger;
use crate::rights::{reads_personal, reads_vote};
use crate::texts::{Page, TextValue};
use crate::views::Views;

/// One recorded event with everything beside it.
#[derive(Clone)]
pub struct HistoryEntry {
    /// Its id.
    pub id: EventId,
    /// Its position.
    pub position: Position,
    /// Its stream.
    pub stream: StreamName,
    /// Its revision.
    pub revision: u64,
    /// Its wire name.
    pub type_name: std::sync::Arc<str>,
    /// When it was recorded.
    pub recorded: DateTime<Utc>,
    /// Who did the act.
    pub by: PersonId,
    /// Who entered it, by which command, under which rule.
    pub meta: Meta,
    /// For which days it holds.
    pub effective: Option<Effective>,
    /// By what right.
    pub authority: Option<Authority>,
    /// What it corrects.
    pub corrects: Option<Correction>,
    /// What it annuls.
    pub annuls: Option<EventId>,
    /// The first event, as visible at the moment of the question, that annuls it, corrects it or takes
    /// back the whole of what it is about. With one, it has fallen.
    pub fallen_by: Option<EventId>,
    /// Whether its texts stay closed to who asks: it tells or takes back a vote that they may not read, or is about
    /// a person of whom they may read nothing but the code.
    pub is_closed: bool,
    /// The body as JSON, its texts opened as far as they can be: a text that can't is null.
    pub body: Value,
}

impl fmt::Debug for HistoryEntry {
    /// Never shows the body: its texts are opened.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, position, type_name, .. } = self;
        let mut entry = f.debug_struct("HistoryEntry");
        entry.field("id", id).field("position", position).field("type_name", type_name);
        entry.finish_non_exhaustive()
    }
}

impl HistoryEntry {
    /// What was claimed about it, if it was backfilled.
    pub fn claim(&self) -> Option<&Claim> {
        self.meta.claim.as_ref()
    }

    /// The day on which its source published it, if it was backfilled.
    pub fn published(&self) -> Option<NaiveDate> {
        self.claim().map(|claim| claim.published)
    }
}

/// A page of a history, oldest first.
#[derive(Debug, Clone)]
pub struct HistoryPage {
    /// The events.
    pub entries: Vec<HistoryEntry>,
    /// Whether the stream goes on after them.
    pub more: bool,
}

/// Which events of a stream somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// Of these types: wire names, with a version or, for every version, without one. Empty: of all.
    pub types: Vec<String>,
    /// Only those that this person did, or entered for somebody.
    pub person: Option<PersonId>,
    /// Only those recorded at or after this instant.
    pub since: Option<Instant>,
    /// Only those recorded at or before this instant.
    pub until: Option<Instant>,
}

impl HistoryFilter {
    fn takes(&self, recorded: &Recorded) -> Result<bool, DecodeError> {
        let of_type =
            |name: &String| *name == *recorded.type_name || *name == *unversioned(&recorded.type_name);
        if !self.types.is_empty() && !self.types.iter().any(of_type) {
            return Ok(false);
        }
        if self.person.is_none() && self.since.is_none() && self.until.is_none() {
            return Ok(true);
        }
        let (event, meta) = decode(recorded)?;
        let involved = |person| parts(event).0 == person || meta.actor.agent == Agent::Person(person);
        let recorded = Instant::from(meta.recorded);
        let in_time = self.since.is_none_or(|since| since <= recorded)
            && self.until.is_none_or(|until| recorded <= until);
        Ok(in_time && self.person.is_none_or(involved))
    }
}

/// A wire name without its version.
pub fn unversioned(wire_name: &str) -> &str {
    wire_name.rsplit_once(".v").map_or(wire_name, |(name, _)| name)
}

/// Which page of the history of a stream somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct HistoryAsked<'a> {
    /// The stream.
    pub stream: &'a StreamName,
    /// The first revision of the page.
    pub from: u64,
    /// How many events it has at most.
    pub limit: usize,
    /// Which events are meant.
    pub only: &'a HistoryFilter,
}

/// The fewest events that are read from the log at a time.
const READ_AT_A_TIME: usize = 256;

impl Ledger {
    /// The events of a stream from a revision on that are visible at (P, K) and asked for, as `asker` may
    /// read them: see [`reads_vote`] and [`reads_personal`]. Of votes and people that they may not read the texts
    /// stay closed, and who disagreed is left out whole.
    pub async fn history(
        &self,
        views: &Views,
        asked: HistoryAsked<'_>,
        as_of: &AsOf,
        asker: Option<PersonId>,
    ) -> Result<HistoryPage, ExecuteError> {
        let (found, more) = self.page(views, asked, as_of, asker).await?;
        Ok(HistoryPage { entries: self.opened(found).await?, more })
    }

    /// Opens the texts of events, with one way to the vault for all of them.
    pub(crate) async fn opened(&self, found: Vec<Found>) -> Result<Vec<HistoryEntry>, ExecuteError> {
        let vault = self.vault.clone();
        let opening = spawn_blocking(move || {
            let opened = found.iter().filter(|found| !found.is_closed).map(|found| &found.recorded);
            let opened = Page::open(opened, &*vault)?;
            Ok::<_, OpenError>((found, opened))
        });
        let (found, opened) = blocking::outcome(opening).await?;
        let mut texts: HashMap<Position, Vec<(String, Value)>> = HashMap::new();
        for ((position, pointer), text) in opened.texts {
            texts.entry(position).or_default().push((pointer, shown(text)));
        }
        let entry = |found: Found| {
            let texts = texts.remove(&found.recorded.position).unwrap_or_default();
            found.entry(texts)
        };
        found.into_iter().map(entry).collect()
    }

    /// The events of a page as they stand in the log, and whether there are more after them.
    async fn page(
        &self,
        views: &Views,
        HistoryAsked { stream, from, limit, only }: HistoryAsked<'_>,
        as_of: &AsOf,
        asker: Option<PersonId>,
    ) -> Result<(Vec<Found>, bool), ExecuteError> {
        let present = self.snapshot();
        let asking = Asking { views, present: &present, as_of, asker, now: self.now() };
        let mut found = Vec::new();
        let mut next = from;
        // One more than asked for tells whether there is a next page; more than that at a time, because most
        // of a page may lie outside what is known.
        let at_a_time = limit.saturating_add(1).max(READ_AT_A_TIME);
        loop {
            let page = self.store.read_stream(stream, next, at_a_time).await?;
            let read = page.len();
            for recorded in page {
                next = recorded.revision + 1;
                if as_of.position.is_none_or(|last| recorded.position > last) {
                    return Ok((found, false));
                }
                if !only.takes(&recorded).map_err(|error| ExecuteError::Internal(error.to_string()))? {
                    continue;
                }
                let Some(event) = asking.found(recorded) else { continue };
                if found.len() == limit {
                    return Ok((found, true));
                }
                found.push(event);
            }
            if read == 0 {
                return Ok((found, false));
            }
        }
    }
}

/// At which moment, and by whom, recorded events are asked for.
pub(crate) struct Asking<'a> {
    /// The moment that is asked about.
    pub(crate) views: &'a Views,
    /// The present one, by which rights are judged.
    pub(crate) present: &'a Views,
    pub(crate) as_of: &'a AsOf,
    pub(crate) asker: Option<PersonId>,
    pub(crate) now: DateTime<Utc>,
}

impl Asking<'_> {
    /// The event as far as the asker may see it; nothing where it is not visible, or tells who disagreed to
    /// somebody who may not read that.
    pub(crate) fn found(&self, recorded: Recorded) -> Option<Found> {
        let Self { views, as_of, .. } = *self;
        let (stream, event) = (&recorded.stream, EventId(recorded.id));
        let (kind, id) = (stream.kind().as_str(), stream.id());
        let fact = facts::fact(views, kind, id, event, as_of).filter(|fact| fact.visible)?;
        let votes = Votes {
            views: self.present,
            decision: decision_of(self.present, stream),
            asker: self.asker,
            now: self.now,
        };
        let reading = votes.reading(event);
        if reading == Reading::LeftOut {
            return None;
        }
        let is_closed = reading == Reading::Closed || !self.reads_texts_of(kind, id);
        let fallen_by = facts::felled_by(views, kind, id, &fact, as_of);
        Some(Found { recorded, fallen_by, is_closed })
    }

    /// Whether the asker may read the texts of a stream, if it is a person's.
    fn reads_texts_of(&self, kind: &str, id: Uuid) -> bool {
        kind != PersonFact::KIND || reads_personal(self.present, self.asker, PersonId(id), self.now)
    }
}

/// An event of a page before its texts are opened.
pub(crate) struct Found {
    recorded: Recorded,
    fallen_by: Option<EventId>,
    is_closed: bool,
}

impl Found {
    /// The entry, with these texts where they stand. Those of an event that stays closed are null.
    fn entry(self, texts: Vec<(String, Value)>) -> Result<HistoryEntry, ExecuteError> {
        let Self { recorded, fallen_by, is_closed } = self;
        let internal = |error: String| ExecuteError::Internal(error);
        let (event, meta) = decode(&recorded).map_err(|error| internal(error.to_string()))?;
        let mut body: Value =
            serde_json::from_slice(&recorded.body).map_err(|error| internal(error.to_string()))?;
        let texts = if is_closed {
            let sealed = sealed_pointers(&recorded.body, recorded.id);
            let sealed = sealed.map_err(|error| internal(error.to_string()))?;
            sealed.into_iter().map(|pointer| (pointer, Value::Null)).collect()
        } else {
            texts
        };
        for (pointer, text) in texts {
            if let Some(place) = body.pointer_mut(&pointer) {
                *place = text;
            }
        }
        let (by, effective, authority, corrects, annuls) = parts(event);
        Ok(HistoryEntry {
            id: EventId(recorded.id),
            position: recorded.position,
            stream: recorded.stream,
            revision: recorded.revision,
            type_name: recorded.type_name,
            recorded: meta.recorded,
            by,
            meta,
            effective,
            authority,
            corrects,
            annuls,
            fallen_by,
            is_closed,
            body,
        })
    }
}

/// A text as an entry shows it: null where it can't be opened.
fn shown(text: TextValue) -> Value {
    match text {
        TextValue::Clear(text) => Value::String(text.to_string()),
        TextValue::Unavailable | TextValue::Absent => Value::Null,
    }
}

/// What somebody may read of the votes in a stream.
struct Votes<'a> {
    views: &'a Views,
    decision: Option<&'a Decision>,
    asker: Option<PersonId>,
    now: DateTime<Utc>,
}

/// How much of a fact somebody may read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    Closed,
    LeftOut,
}

impl Votes<'_> {
    fn reading(&self, event: EventId) -> Reading {
        let fact = |event| self.decision.and_then(|decision| decision.history.find(event)).map(|it| &it.fact);
        let (Some(decision), Some(told)) = (self.decision, fact(event)) else { return Reading::Whole };
        match decision.voter_of(told) {
            Some(voter) if !reads_vote(self.views, self.asker, decision, voter, self.now) => {
                let about = told.annuls().and_then(fact).unwrap_or(told);
                let disagrees = matches!(about, DecisionFact::Dissented(_) | DecisionFact::DissentMinuted(_));
                if disagrees { Reading::LeftOut } else { Reading::Closed }
            }
            _ => Reading::Whole,
        }
    }
}

fn decision_of<'a>(views: &'a Views, stream: &StreamName) -> Option<&'a Decision> {
    let is_decision = stream.kind().as_str() == DecisionFact::KIND;
    let held = is_decision.then(|| views.thing::<Decision>(DecisionId(stream.id())));
    held.flatten().map(|held| &held.state)
}

type Parts = (PersonId, Option<Effective>, Option<Authority>, Option<Correction>, Option<EventId>);

fn parts(event: AnyEvent) -> Parts {
    fn of<F: Fact>(event: cxl_domain::event::Event<F>) -> Parts {
        let annuls = event.fact.annuls();
        (event.by, event.effective, event.authority, event.corrects, annuls)
    }
    match event {
        AnyEvent::Organization(event) => of(event),
        AnyEvent::Program(event) => of(event),
        AnyEvent::Person(event) => of(event),
        AnyEvent::Initiative(event) => of(event),
        AnyEvent::Metric(event) => of(event),
        AnyEvent::Evidence(event) => of(event),
        AnyEvent::Committee(event) => of(event),
        AnyEvent::Meeting(event) => of(event),
        AnyEvent::Decision(event) => of(event),
        AnyEvent::Journey(event) => of(event),
        AnyEvent::PainPoint(event) => of(event),
        AnyEvent::Insight(event) => of(event),
    }
}
