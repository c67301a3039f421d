//! Specs of a noun: given its history, when a command comes, then these facts or this refusal.
//!
//! The event at position *n* has the id [`event`]`(n)` and is recorded on the *n*-th day of 2026;
//! commands come on [`TODAY`], from [`LEAD`], in UTC. A history is folded from what the log would
//! hold: written, its texts sealed, and read back.

use chrono::{Days, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use crate::calendar::{FiscalCalendar, Period};
use crate::code::Code;
use crate::command::Moment;
use crate::committee::{self, Committee, CommitteeFact};
use crate::decision::{self, Decision, DecisionFact};
use crate::event::{Event, Fact};
use crate::evidence::{self, Evidence, EvidenceFact};
use crate::history::Recorded;
use crate::id::{
    CommitteeId, DecisionId, DepartmentId, EventId, EvidenceId, ImprovementId, InitiativeId, InsightId,
    JourneyId, MeetingId, MetricId, OrganizationId, PainPointId, PersonId, ProgramId, SpotId, TokenId,
};
use crate::initiative::{self, Initiative, InitiativeFact};
use crate::insight::{self, Insight, InsightFact};
use crate::journey::{self, Journey, JourneyFact};
use crate::meeting::{self, Meeting, MeetingFact};
use crate::metric::{self, Metric, MetricFact};
use crate::organization::{self, Organization, OrganizationFact};
use crate::pain_point::{self, PainPoint, PainPointFact};
use crate::person::{self, Person, PersonFact};
use crate::program::{self, Program, ProgramFact};
use crate::refusal::Refusal;
use crate::text::{SEALED_MARK, TYPED_MARK, Text};
use crate::time::{AsOf, Instant, Stamp, end_of_day, start_of_day};

pub(crate) const ZONE: chrono_tz::Tz = chrono_tz::UTC;
pub(crate) const TODAY: &str = "2026-06-15";
/// Who acts unless a spec says otherwise.
pub(crate) const LEAD: PersonId = PersonId(Uuid::from_u128(0xa1));
pub(crate) const MINH: PersonId = PersonId(Uuid::from_u128(0xa2));
pub(crate) const HOA: PersonId = PersonId(Uuid::from_u128(0xa3));

/// A thing with a stream of its own.
pub(crate) trait Noun: Clone {
    type Fact: Fact + PartialEq;
    type Command: Clone + std::fmt::Debug;

    /// One of which nothing is recorded yet.
    fn blank() -> Self;
    fn evolve(&mut self, recorded: &Recorded<Self::Fact>);
    fn decide(&self, command: Self::Command, moment: &Moment) -> Result<Vec<Event<Self::Fact>>, Refusal>;
}

macro_rules! nouns {
    ($($noun:ident($id:expr): $fact:ty, $command:ty, $decide:expr;)*) => {$(
        impl Noun for $noun {
            type Fact = $fact;
            type Command = $command;

            fn blank() -> Self {
                Self::new($id)
            }

            fn evolve(&mut self, recorded: &Recorded<$fact>) {
                $noun::evolve(self, recorded);
            }

            fn decide(&self, command: $command, moment: &Moment) -> Result<Vec<Event<$fact>>, Refusal> {
                $decide(self, command, moment)
            }
        }
    )*};
}

nouns! {
    Initiative(InitiativeId(Uuid::from_u128(0xb1))): InitiativeFact, initiative::Command, initiative::decide;
    Metric(METRIC): MetricFact, metric::Command, |state, command, moment| {
        metric::decide(state, command, FiscalCalendar::default(), moment)
    };
    Evidence(EvidenceId(Uuid::from_u128(0xb3))): EvidenceFact, evidence::Command, evidence::decide;
    Person(HOA): PersonFact, person::Command, person::decide;
    Program(PROGRAM): ProgramFact, program::Command, program::decide;
    Committee(CommitteeId(Uuid::from_u128(0xc0))): CommitteeFact, committee::Command, committee::decide;
    Meeting(MeetingId(Uuid::from_u128(0xc1))): MeetingFact, meeting::Command, meeting::decide;
    Decision(DecisionId(Uuid::from_u128(0xc2))): DecisionFact, decision::Command, decision::decide;
    Journey(JourneyId(Uuid::from_u128(0xc3))): JourneyFact, journey::Command, journey::decide;
    PainPoint(PainPointId(Uuid::from_u128(0xc4))): PainPointFact, pain_point::Command, pain_point::decide;
    Insight(InsightId(Uuid::from_u128(0xc5))): InsightFact, insight::Command, insight::decide;
    Organization(OrganizationId(Uuid::from_u128(0xb6))): OrganizationFact, organization::Command,
        organization::decide;
}

pub(crate) const PROGRAM: ProgramId = ProgramId(Uuid::from_u128(0xb5));
pub(crate) const METRIC: MetricId = MetricId(Uuid::from_u128(0xb2));

/// A fact of the past, as a history is made of.
#[derive(Clone)]
pub(crate) struct Past<F> {
    pub(crate) event: Event<F>,
    pub(crate) published: Option<NaiveDate>,
}

impl<F> From<Event<F>> for Past<F> {
    fn from(event: Event<F>) -> Self {
        Self { event, published: None }
    }
}

impl<F> Past<F> {
    pub(crate) fn from(mut self, from: &str) -> Self {
        self.event = self.event.from(day(from));
        self
    }

    pub(crate) fn by(mut self, person: PersonId) -> Self {
        self.event.by = person;
        self
    }

    /// Recorded late: its source published it on this day.
    pub(crate) fn published(mut self, on: &str) -> Self {
        self.published = Some(day(on));
        self
    }

    pub(crate) fn correcting(mut self, corrected: EventId) -> Self {
        self.event.corrects = Some(crate::event::Correction { event: corrected, reason: text("wrong") });
        self
    }
}

/// A fact stated by [`LEAD`], without a day.
pub(crate) fn past<F>(fact: impl Into<F>) -> Past<F> {
    said(fact).into()
}

/// The event of a fact stated by [`LEAD`], without a day.
pub(crate) fn said<F>(fact: impl Into<F>) -> Event<F> {
    Event::new(LEAD, fact)
}

/// A noun with a history, and the moment in which the next command comes.
#[derive(Clone)]
pub(crate) struct Given<N: Noun> {
    pub(crate) state: N,
    pub(crate) moment: Moment,
    /// Everything recorded, as the log holds it: type name and body, texts sealed.
    pub(crate) log: Vec<(&'static str, Vec<u8>)>,
    /// The clocks of what is recorded.
    pub(crate) stamps: Vec<Stamp>,
}

pub(crate) fn given<N: Noun>(history: impl IntoIterator<Item = Past<N::Fact>>) -> Given<N> {
    let at = start_of_day(day(TODAY), ZONE).to_utc();
    let mut given =
        Given { state: N::blank(), moment: Moment::new(LEAD, at, ZONE), log: Vec::new(), stamps: Vec::new() };
    history.into_iter().for_each(|past| given.record(&past));
    given
}

impl<N: Noun> Given<N> {
    /// One more fact.
    #[expect(clippy::needless_pass_by_value, reason = "specs state the fact in place")]
    pub(crate) fn and(mut self, past: Past<N::Fact>) -> Self {
        self.record(&past);
        self
    }

    /// The command comes from this person.
    pub(crate) fn by(mut self, person: PersonId) -> Self {
        self.moment.by = person;
        self
    }

    /// The command is about what its source published on this day.
    pub(crate) fn published(mut self, on: &str) -> Self {
        self.moment = self.moment.published_on(Some(day(on)));
        self
    }

    pub(crate) fn record(&mut self, past: &Past<N::Fact>) {
        let position = u64::try_from(self.log.len()).unwrap();
        self.record_at(past, start_of_day(day("2026-01-01") + Days::new(position), ZONE));
    }

    pub(crate) fn record_at(&mut self, past: &Past<N::Fact>, recorded: Instant) {
        let position = u64::try_from(self.log.len()).unwrap();
        let stamp = Stamp::new(position, recorded);
        let backfilled = |day| stamp.published_on(day, start_of_day(day, ZONE));
        let stamp = past.published.map_or(stamp, backfilled);
        let (wire_name, body) = (past.event.fact.wire_name(), sealed(&past.event));
        self.state.evolve(&read_back(position, stamp, wire_name, &body));
        self.log.push((wire_name, body));
        self.stamps.push(stamp);
    }

    #[track_caller]
    pub(crate) fn when(self, command: N::Command) -> When<N> {
        let decided = self.state.decide(command, &self.moment);
        When { given: self, decided }
    }
}

/// An event as the fold gets it from the log.
pub(crate) fn read_back<F: Fact>(position: u64, stamp: Stamp, wire_name: &str, body: &[u8]) -> Recorded<F> {
    let event = Event::from_body(wire_name, body).expect("what was written reads back");
    Recorded { id: self::event(position.into()), stamp, event }
}

/// The stored form of an event, its typed texts replaced as the vault would.
pub(crate) fn sealed<F: Fact>(event: &Event<F>) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(&event.to_body().expect("typed facts are written")).unwrap();
    seal(&mut body);
    serde_json::to_vec(&body).unwrap()
}

fn seal(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key(TYPED_MARK) => {
            members.clear();
            members.insert(SEALED_MARK.into(), Value::Object(serde_json::Map::new()));
        }
        Value::Object(members) => members.values_mut().for_each(seal),
        Value::Array(items) => items.iter_mut().for_each(seal),
        _ => {}
    }
}

/// What became of a command.
pub(crate) struct When<N: Noun> {
    given: Given<N>,
    decided: Result<Vec<Event<N::Fact>>, Refusal>,
}

impl<N: Noun> When<N> {
    /// It records exactly these facts; what follows sees them recorded.
    #[track_caller]
    pub(crate) fn then(self, facts: impl IntoIterator<Item = Event<N::Fact>>) -> Given<N> {
        let expected: Vec<_> = facts.into_iter().collect();
        match &self.decided {
            Ok(decided) => assert_eq!(*decided, expected),
            Err(refusal) => panic!("refused: {refusal}"),
        }
        self.then_accepted()
    }

    /// It is not refused, whatever it records; what follows sees it recorded.
    #[track_caller]
    pub(crate) fn then_accepted(self) -> Given<N> {
        let Self { mut given, decided } = self;
        let published = given.moment.published;
        match decided {
            Ok(facts) => facts.into_iter().for_each(|event| given.record(&Past { event, published })),
            Err(refusal) => panic!("refused: {refusal}"),
        }
        given
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "specs state the refusal in place")]
    pub(crate) fn then_refused(self, expected: Refusal) {
        match self.decided {
            Ok(facts) => panic!("recorded {facts:?} instead of refusing: {expected}"),
            Err(refusal) => assert_eq!(refusal, expected),
        }
    }

    /// It records one fact, the same as the one before but for naming it as what it corrects.
    #[track_caller]
    pub(crate) fn then_restated(self, replaced: EventId) {
        let index = usize::try_from(replaced.0.as_u128()).unwrap();
        let (wire_name, body) = &self.given.log[index];
        let decided = self.decided.expect("a fact is corrected by the same fact");
        let [anew] = decided.as_slice() else { panic!("{decided:?}") };
        assert_eq!(anew.corrects.as_ref().map(|correction| correction.event), Some(replaced));
        let mut same = anew.clone();
        same.corrects = None;
        assert_eq!((same.fact.wire_name(), sealed(&same)), (*wire_name, body.clone()));
    }

    /// It is neither refused nor does it record anything.
    #[track_caller]
    pub(crate) fn then_nothing(self) {
        assert_eq!(self.decided, Ok(Vec::new()));
    }
}

/// The id of the event at a position.
pub(crate) fn event(position: u128) -> EventId {
    EventId(Uuid::from_u128(position))
}

/// The improvement that the event at a position started.
pub(crate) fn improvement(position: u128) -> ImprovementId {
    ImprovementId(event(position).0)
}

/// The department that the event at a position created.
pub(crate) fn department(position: u128) -> DepartmentId {
    DepartmentId(event(position).0)
}

/// The stage, touchpoint or hand-off that the event at a position added.
pub(crate) fn spot(position: u128) -> SpotId {
    SpotId(event(position).0)
}

/// The token that the event at a position issued.
pub(crate) fn token(position: u128) -> TokenId {
    TokenId(event(position).0)
}

#[track_caller]
pub(crate) fn day(written: &str) -> NaiveDate {
    written.parse().expect("a day as YYYY-MM-DD")
}

#[track_caller]
pub(crate) fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

#[track_caller]
pub(crate) fn code(written: &str) -> Code {
    Code::parse(written).unwrap()
}

#[track_caller]
pub(crate) fn text(typed: &str) -> Text {
    Text::typed(typed).unwrap()
}

/// Everything recorded, for a day.
pub(crate) fn on(effective: &str) -> AsOf {
    AsOf::head(day(effective))
}

/// What was known at the end of a day, for [`TODAY`].
pub(crate) fn known(at_the_end_of: &str) -> AsOf {
    AsOf { known: end_of_day(day(at_the_end_of), ZONE), ..on(TODAY) }
}

/// What the ledger had recorded at the end of a day, for [`TODAY`].
pub(crate) fn recorded(by_the_end_of: &str) -> AsOf {
    AsOf { strict: true, ..known(by_the_end_of) }
}
