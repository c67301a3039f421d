//! Exceptions: what asks for attention, with what somebody said about it.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cxl_domain::exception::{self, ExceptionKey};
use cxl_ledger::TextAt;
use cxl_ledger::query::Noticed;

use crate::enums::PracticeId;
use crate::error::Problem;
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::list::List;
use crate::meeting::Action;
use crate::moment::Moment;
use crate::node::Node;
use crate::person::Person;
use crate::scalars::Date;
use crate::subject;
use crate::texts::Text;

/// A kind of exception, the gravest first.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::exception::ExceptionKind")]
pub(crate) enum ExceptionKind {
    /// No committee oversees an initiative.
    Unoverseen,
    /// An initiative has no owner.
    VacantOwner,
    /// What somebody held who has left is not handed over.
    HandOverDue,
    /// The metric by which an initiative is judged moved in the worse direction by more than noise.
    Concern,
    /// The last report declares a better state than the record shows.
    DeclaredOtherwise,
    /// The level of an initiative fell within a year and did not come back.
    LevelFell,
    /// Nobody answers for a metric, or who does can't move it.
    AccountabilityGap,
    /// Figures deserve a second look and nobody has cleared them.
    FlagRaised,
    /// What was decided is not carried out.
    DecisionNotCarriedOut,
    /// The deadline of a decision passed without an outcome.
    DecisionExpired,
    /// Everybody who may vote has, or the votes are counted, and no outcome is stated.
    DecisionAwaitsOutcome,
    /// The day came on which a decision is to be looked at again.
    DecisionDueForLook,
    /// The chair has not confirmed a minuted decision.
    DecisionUnconfirmed,
    /// A progress report is overdue.
    ReportOverdue,
    /// A reading of a metric is overdue.
    ReadingOverdue,
    /// An improvement is due and neither delivered nor given up.
    ImprovementOverdue,
    /// An improvement was delivered, and its metric has no reading from after that.
    ImprovementUnmeasured,
    /// Evidence was accepted and counts, and the record speaks against it.
    EvidenceContradicted,
    /// The level of an initiative falls soon unless something is recorded.
    LevelFalling,
    /// The evidence of a practice lapses soon.
    EvidenceLapsing,
    /// A benefit is expected through a metric that another one claims over the same days.
    BenefitClaimedTwice,
    /// A target was moved in the last quarter.
    TargetMoved,
    /// The day on which an improvement or an action is due was moved in the last quarter.
    DateMoved,
    /// An agreed action is due and neither done nor dropped.
    ActionOverdue,
    /// A committee did not meet in a period of its rhythm.
    MeetingOverdue,
    /// The chair has not confirmed the minutes of a meeting.
    MinutesUnconfirmed,
    /// What an explanation announced is due, and the exception is still there.
    ExplanationOverdue,
}

/// An exception at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Exception {
    moment: Arc<Moment>,
    exception: exception::Exception,
    explanation: Option<exception::Explanation>,
}

/// A value that a sentence about an exception needs.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct ExceptionValue {
    /// What it is: `periods`, `metric`, `moves`, …
    name: String,
    /// A number, a day, a code or a stable name.
    value: String,
}

impl Exception {
    /// One that is there now, with its explanation.
    pub(crate) fn noticed(moment: &Arc<Moment>, noticed: Noticed) -> Self {
        let Noticed { exception, explanation } = noticed;
        Self { moment: moment.clone(), exception, explanation }
    }

    /// One that a meeting was shown.
    pub(crate) fn shown(moment: &Arc<Moment>, exception: exception::Exception) -> Self {
        Self { moment: moment.clone(), exception, explanation: None }
    }
}

/// Something that asks for attention. It is computed, neutral data: the sentence about it is the reader's.
#[Object]
impl Exception {
    /// What names it, to explain it: the same tomorrow as long as nothing changes.
    async fn key(&self) -> ID {
        spelled(&self.exception.key)
    }

    /// Its kind.
    async fn kind(&self) -> ExceptionKind {
        self.exception.key.kind.into()
    }

    /// What it is about, or the thing that this belongs to: the initiative of an improvement or a practice,
    /// the meeting of an action.
    async fn about(&self) -> Option<Node> {
        subject::node(&self.moment, self.exception.key.about)
    }

    /// The improvement that it is about.
    async fn improvement(&self) -> Option<Improvement> {
        subject::improvement(&self.moment, self.exception.key.about)
    }

    /// The practice that it is about.
    async fn practice(&self) -> Option<PracticeId> {
        subject::practice(self.exception.key.about)
    }

    /// The action that it is about.
    async fn action(&self) -> Option<Action> {
        subject::action(&self.moment, self.exception.key.about)
    }

    /// Since when it asks for attention.
    async fn since(&self) -> Date {
        Date(self.exception.key.since)
    }

    /// The day on which it becomes, or became, too late.
    async fn due(&self) -> Option<Date> {
        self.exception.due.map(Date)
    }

    /// Who answers for it.
    async fn person(&self) -> Option<Person> {
        self.exception.person.map(|person| Person::reference(&self.moment, person))
    }

    /// What a sentence about it needs beside these.
    async fn values(&self) -> List<ExceptionValue> {
        let values = self.exception.values.iter();
        values.map(|(name, value)| ExceptionValue { name: name.clone(), value: value.clone() }).collect()
    }

    /// What was said about it last; null while nobody has explained it, and in an agenda as it was shown.
    async fn explanation(&self) -> Option<Explanation> {
        self.explanation.map(|explanation| Explanation { moment: self.moment.clone(), explanation })
    }
}

/// An explanation at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Explanation {
    moment: Arc<Moment>,
    explanation: exception::Explanation,
}

impl Explanation {
    async fn text(&self, pointer: &'static str) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt { position: self.explanation.position, pointer }).await
    }
}

/// What somebody said about an exception.
#[Object]
impl Explanation {
    /// The event that recorded it.
    async fn event(&self) -> ID {
        self.explanation.event.global()
    }

    /// Who explained.
    async fn by(&self) -> Person {
        Person::reference(&self.moment, self.explanation.by)
    }

    /// Why it came about.
    async fn cause(&self) -> Result<Option<Text>, Problem> {
        self.text("/fact/cause").await
    }

    /// What is done about it.
    async fn next_step(&self) -> Result<Option<Text>, Problem> {
        self.text("/fact/next_step").await
    }

    /// Who takes that step.
    async fn owner(&self) -> Person {
        Person::reference(&self.moment, self.explanation.owner)
    }

    /// By when.
    async fn due(&self) -> Option<Date> {
        self.explanation.due.map(Date)
    }
}

/// The string that names an exception.
pub(crate) fn spelled(key: &ExceptionKey) -> ID {
    let json = serde_json::to_vec(key).expect("a key is plain values");
    URL_SAFE_NO_PAD.encode(json).into()
}

/// Reads the string that names an exception.
pub(crate) fn parse(text: &str) -> Option<ExceptionKey> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
