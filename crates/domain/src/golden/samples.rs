//! One body of every fact, with every field that it can have.

mod committee;
mod decision;
mod evidence;
mod initiative;
mod insight;
mod journey;
mod meeting;
mod metric;
mod organization;
mod pain_point;
mod person;
mod program;

use uuid::Uuid;

pub(super) use self::committee::committee;
pub(super) use self::decision::decision;
pub(super) use self::evidence::evidence;
pub(super) use self::initiative::initiative;
pub(super) use self::insight::insight;
pub(super) use self::journey::journey;
pub(super) use self::meeting::meeting;
pub(super) use self::metric::metric;
pub(super) use self::organization::organization;
pub(super) use self::pain_point::pain_point;
pub(super) use self::person::person;
pub(super) use self::program::program;

use crate::event::{Annulled, Authority, Correction, Document, Effective, Event, RecordedInError, Sha256Hex};
use crate::exception::{Exception, ExceptionExplained, ExceptionKey, ExceptionKind, Subject};
use crate::id::{
    DepartmentId, EventId, GoalId, ImprovementId, InitiativeId, JourneyId, MetricId, PersonId, ProgramId,
    SpotId,
};
use crate::maturity::profile::{
    MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable,
};
use crate::maturity::{Goal, PracticeId};
use crate::spec::{day, text};

const MINH: PersonId = PersonId(id(0xa1));
const HOA: PersonId = PersonId(id(0xa2));
const PROGRAM: ProgramId = ProgramId(id(0xb1));
const METRIC: MetricId = MetricId(id(0xb2));
const IMPROVEMENT: ImprovementId = ImprovementId(id(0xc1));
const GOAL: GoalId = GoalId(id(0xc4));
const DEPARTMENT: DepartmentId = DepartmentId(id(0xc2));
const JOURNEY: JourneyId = JourneyId(id(0xb5));
const SPOT: SpotId = SpotId(id(0xc4));
const HASH: Sha256Hex = Sha256Hex([0xab; 32]);

const fn id(number: u128) -> Uuid {
    // The version and variant bits of a derived id.
    Uuid::from_u128(0x0000_0000_0000_5000_8000_0000_0000_0000 | number)
}

fn from<F>(fact: impl Into<F>) -> Event<F> {
    Event::new(MINH, fact).from(day("2024-01-01"))
}

fn within<F>(fact: impl Into<F>) -> Event<F> {
    let (from, until) = (day("2024-01-01"), Some(day("2025-01-01")));
    Event::new(MINH, fact).within(Effective { from, until })
}

fn timeless<F>(fact: impl Into<F>) -> Event<F> {
    Event::new(MINH, fact)
}

fn correcting<F>(mut event: Event<F>) -> Event<F> {
    event.corrects = Some(Correction { event: EventId(id(0xd1)), reason: text("a slip of the pen") });
    event
}

fn document() -> Authority {
    Authority::Document(Document { sha256: HASH, title: Some(text("Minute 4")) })
}

fn annulled<F>() -> Event<F>
where
    Annulled: Into<F>,
{
    timeless(Annulled { event: EventId(id(0xd1)), reason: text("it never happened") })
}

fn in_error<F>() -> Event<F>
where
    RecordedInError: Into<F>,
{
    timeless(RecordedInError { reason: text("a duplicate") })
}

fn not_applicable<F: From<PracticeNotApplicable>>() -> Event<F> {
    let review_on = day("2025-01-01");
    within(PracticeNotApplicable { practice: PracticeId::O1, reason: text("no revenue"), review_on })
        .under(Some(document()))
}

fn applicable<F: From<PracticeApplicable>>() -> Event<F> {
    from(PracticeApplicable { practice: PracticeId::O1, reason: Some(text("a shop opened")) })
}

fn target_set<F: From<MaturityTargetSet>>(goal: Goal) -> Event<F> {
    let due = day("2026-01-01");
    from(MaturityTargetSet { goal, due, reason: Some(text("promised to the board")) }).under(Some(document()))
}

fn target_dropped<F: From<MaturityTargetDropped>>() -> Event<F> {
    from(MaturityTargetDropped { goal: Goal::Level(2), reason: text("another strategy") })
}

fn exception() -> Exception {
    let about = Subject::Improvement(InitiativeId(id(0xb3)), IMPROVEMENT);
    let key = ExceptionKey {
        kind: ExceptionKind::ImprovementOverdue,
        about,
        since: day("2024-01-01"),
        explanation: None,
    };
    let values = [("moves".to_owned(), "2".to_owned())].into();
    Exception { key, due: Some(day("2023-12-31")), person: Some(HOA), values }
}

fn explained() -> ExceptionExplained {
    ExceptionExplained {
        exception: exception().key,
        cause: text("The supplier left the market"),
        next_step: Some(text("Find another one")),
        owner: HOA,
        due: Some(day("2024-02-01")),
    }
}
