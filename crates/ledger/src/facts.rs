//! Any recorded fact by its stream and event, whatever noun it is about.

use cxl_domain::committee::{Committee, CommitteeFact};
use cxl_domain::decision::{Decision, DecisionFact};
use cxl_domain::event::Fact;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::history::{Entry, History};
use cxl_domain::id::{EventId, EvidenceId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::{Insight, InsightFact};
use cxl_domain::journey::{Journey, JourneyFact};
use cxl_domain::meeting::{Meeting, MeetingFact};
use cxl_domain::metric::{Metric, MetricFact};
use cxl_domain::noun::Noun;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::{PainPoint, PainPointFact};
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_domain::time::{AsOf, Position};
use uuid::Uuid;

use crate::thing::InError;
use crate::views::Views;

/// What is known of a fact without what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactAt {
    /// Its wire name.
    pub(crate) wire_name: &'static str,
    /// Who did the act.
    pub(crate) by: PersonId,
    /// Where it stands.
    pub(crate) position: Position,
    /// Whether it is visible at the point in time asked about.
    pub(crate) visible: bool,
    /// Where the fact stands by which it fell there: the first one that annuls or corrects it.
    felled_at: Option<Position>,
}

impl FactAt {
    fn of<T>(entry: &Entry<T>, wire_name: &'static str, as_of: &AsOf) -> Self {
        Self {
            wire_name,
            by: entry.by(),
            position: entry.stamp.position(),
            visible: as_of.sees(&entry.stamp),
            felled_at: entry.felled_at(as_of),
        }
    }
}

/// The fact that an event of a stream recorded.
pub(crate) fn fact(views: &Views, kind: &str, id: Uuid, event: EventId, as_of: &AsOf) -> Option<FactAt> {
    Stream::of(views, kind, id)?.fact(as_of, |entry| entry == event)
}

/// The event by which a fact of a stream fell: the first that annuls it, corrects it or takes back the
/// whole of what it is about.
pub(crate) fn felled_by(views: &Views, kind: &str, id: Uuid, fact: &FactAt, as_of: &AsOf) -> Option<EventId> {
    let stream = Stream::of(views, kind, id)?;
    let whole = stream.taken_back(as_of).filter(|taken| fact.position < taken.position);
    match fact.felled_at.filter(|felled| whole.is_none_or(|whole| *felled < whole.position)) {
        Some(felled) => stream.event_at(felled),
        None => whole.map(|whole| whole.event),
    }
}

/// The fact that the whole of what a stream is about was recorded in error.
pub(crate) fn taken_back(views: &Views, kind: &str, id: Uuid, as_of: &AsOf) -> Option<InError> {
    Stream::of(views, kind, id)?.taken_back(as_of)
}

/// The fact with which a stream begins.
pub(crate) fn first(views: &Views, kind: &str, id: Uuid, as_of: &AsOf) -> Option<FactAt> {
    Stream::of(views, kind, id)?.fact(as_of, |_| true)
}

/// Where the facts of a stream stand that were recorded at a position or later, in no order.
pub(crate) fn positions_from(views: &Views, kind: &str, id: Uuid, from: Position) -> Vec<Position> {
    Stream::of(views, kind, id).map(|stream| stream.positions_from(from)).unwrap_or_default()
}

/// The facts of one stream.
enum Stream<'a> {
    Organization(&'a History<OrganizationFact>),
    Program(&'a History<ProgramFact>),
    Person(&'a History<PersonFact>),
    Initiative(&'a History<InitiativeFact>),
    Metric(&'a Metric),
    Evidence(&'a History<EvidenceFact>),
    Committee(&'a History<CommitteeFact>),
    Meeting(&'a History<MeetingFact>),
    Decision(&'a History<DecisionFact>),
    Journey(&'a History<JourneyFact>),
    PainPoint(&'a History<PainPointFact>),
    Insight(&'a History<InsightFact>),
}

impl<'a> Stream<'a> {
    fn of(views: &'a Views, kind: &str, id: Uuid) -> Option<Self> {
        Some(match kind {
            OrganizationFact::KIND => Self::Organization(&views.organization().state.history),
            ProgramFact::KIND => Self::Program(&views.program(ProgramId(id))?.state.history),
            PersonFact::KIND => Self::Person(&views.person(PersonId(id))?.state.history),
            InitiativeFact::KIND => Self::Initiative(&views.initiative(InitiativeId(id))?.state.history),
            MetricFact::KIND => Self::Metric(&views.metric(MetricId(id))?.state),
            EvidenceFact::KIND => Self::Evidence(&views.evidence(EvidenceId(id))?.state.history),
            CommitteeFact::KIND => Self::Committee(&views.thing::<Committee>(id.into())?.state.history),
            MeetingFact::KIND => Self::Meeting(&views.thing::<Meeting>(id.into())?.state.history),
            DecisionFact::KIND => Self::Decision(&views.thing::<Decision>(id.into())?.state.history),
            JourneyFact::KIND => Self::Journey(&views.thing::<Journey>(id.into())?.state.history),
            PainPointFact::KIND => Self::PainPoint(&views.thing::<PainPoint>(id.into())?.state.history),
            InsightFact::KIND => Self::Insight(&views.thing::<Insight>(id.into())?.state.history),
            _ => return None,
        })
    }

    /// The first visible fact that takes back the whole.
    fn taken_back(&self, as_of: &AsOf) -> Option<InError> {
        match self {
            Self::Organization(_) => None,
            Self::Program(history) => {
                first_of(history, as_of, |fact| matches!(fact, ProgramFact::RecordedInError(_)))
            }
            Self::Person(history) => {
                first_of(history, as_of, |fact| matches!(fact, PersonFact::RecordedInError(_)))
            }
            Self::Initiative(history) => {
                first_of(history, as_of, |fact| matches!(fact, InitiativeFact::RecordedInError(_)))
            }
            Self::Metric(metric) => {
                first_of(&metric.history, as_of, |fact| matches!(fact, MetricFact::RecordedInError(_)))
            }
            Self::Evidence(history) => {
                first_of(history, as_of, |fact| matches!(fact, EvidenceFact::RecordedInError(_)))
            }
            Self::Committee(history) => first_of(history, as_of, Committee::takes_back),
            Self::Meeting(history) => first_of(history, as_of, Meeting::takes_back),
            Self::Decision(history) => first_of(history, as_of, Decision::takes_back),
            Self::Journey(history) => first_of(history, as_of, Journey::takes_back),
            Self::PainPoint(history) => first_of(history, as_of, PainPoint::takes_back),
            Self::Insight(history) => first_of(history, as_of, Insight::takes_back),
        }
    }

    /// The event at a position.
    fn event_at(&self, position: Position) -> Option<EventId> {
        fn of<T: Clone>(history: &History<T>, position: Position) -> Option<EventId> {
            history.iter().find(|entry| entry.stamp.position() == position).map(|entry| entry.event)
        }
        match self {
            Self::Organization(history) => of(history, position),
            Self::Program(history) => of(history, position),
            Self::Person(history) => of(history, position),
            Self::Initiative(history) => of(history, position),
            Self::Metric(metric) => of(&metric.history, position)
                .or_else(|| metric.series.iter().find_map(|series| of(&series.publications, position))),
            Self::Evidence(history) => of(history, position),
            Self::Committee(history) => of(history, position),
            Self::Meeting(history) => of(history, position),
            Self::Decision(history) => of(history, position),
            Self::Journey(history) => of(history, position),
            Self::PainPoint(history) => of(history, position),
            Self::Insight(history) => of(history, position),
        }
    }

    /// Where the facts stand that were recorded at a position or later: the histories are in the order of the
    /// ledger, so nothing older is looked at.
    fn positions_from(&self, from: Position) -> Vec<Position> {
        fn of<T: Clone>(history: &History<T>, from: Position) -> impl Iterator<Item = Position> {
            let newest_first = history.iter().rev().map(|entry| entry.stamp.position());
            newest_first.take_while(move |position| *position >= from)
        }
        match self {
            Self::Organization(history) => of(history, from).collect(),
            Self::Program(history) => of(history, from).collect(),
            Self::Person(history) => of(history, from).collect(),
            Self::Initiative(history) => of(history, from).collect(),
            Self::Metric(metric) => {
                let readings = metric.series.iter().flat_map(|series| of(&series.publications, from));
                of(&metric.history, from).chain(readings).collect()
            }
            Self::Evidence(history) => of(history, from).collect(),
            Self::Committee(history) => of(history, from).collect(),
            Self::Meeting(history) => of(history, from).collect(),
            Self::Decision(history) => of(history, from).collect(),
            Self::Journey(history) => of(history, from).collect(),
            Self::PainPoint(history) => of(history, from).collect(),
            Self::Insight(history) => of(history, from).collect(),
        }
    }

    /// The first fact whose event is meant.
    fn fact(&self, as_of: &AsOf, is_meant: impl Fn(EventId) -> bool) -> Option<FactAt> {
        match self {
            Self::Organization(history) => pick(history, as_of, is_meant),
            Self::Program(history) => pick(history, as_of, is_meant),
            Self::Person(history) => pick(history, as_of, is_meant),
            Self::Initiative(history) => pick(history, as_of, is_meant),
            Self::Metric(metric) => pick(&metric.history, as_of, &is_meant).or_else(|| {
                let readings = metric.series.iter().flat_map(|series| series.publications.iter());
                let reading = readings.into_iter().find(|entry| is_meant(entry.event))?;
                Some(FactAt::of(reading, READING, as_of))
            }),
            Self::Evidence(history) => pick(history, as_of, is_meant),
            Self::Committee(history) => pick(history, as_of, is_meant),
            Self::Meeting(history) => pick(history, as_of, is_meant),
            Self::Decision(history) => pick(history, as_of, is_meant),
            Self::Journey(history) => pick(history, as_of, is_meant),
            Self::PainPoint(history) => pick(history, as_of, is_meant),
            Self::Insight(history) => pick(history, as_of, is_meant),
        }
    }
}

/// The wire name of a reading, which lies apart from a metric's other facts.
const READING: &str = "metric.reading-recorded.v1";

/// The first standing fact of a kind.
fn first_of<F: Fact>(history: &History<F>, as_of: &AsOf, is_meant: impl Fn(&F) -> bool) -> Option<InError> {
    let entry = history.standing(as_of).find(|entry| is_meant(&entry.fact))?;
    let (event, by, position) = (entry.event, entry.by(), entry.stamp.position());
    Some(InError { event, by, position, recorded: entry.stamp.recorded })
}

fn pick<F: Fact>(history: &History<F>, as_of: &AsOf, is_meant: impl Fn(EventId) -> bool) -> Option<FactAt> {
    let entry = history.iter().find(|entry| is_meant(entry.event))?;
    Some(FactAt::of(entry, entry.fact.wire_name(), as_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_goes_by_a_name_that_metrics_have() {
        assert!(MetricFact::WIRE_NAMES.contains(&READING));
    }
}
