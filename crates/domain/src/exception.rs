//! Exceptions: what asks for attention, as neutral data.
//!
//! They are computed as of a day, never stored as such; what a meeting was shown is recorded with the
//! meeting, and what somebody says about one is a fact of the initiative that it is about, else of the
//! program. To add a kind is to add a variant here and the function that finds it in the ledger.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::history::{Entry, History};
use crate::id::{
    ActionId, CommitteeId, DecisionId, EventId, EvidenceId, ImprovementId, InitiativeId, InsightId,
    JourneyId, MeetingId, MetricId, PainPointId, PersonId, ProgramId,
};
use crate::maturity::PracticeId;
use crate::text::Text;
use crate::time::{AsOf, Position};

/// Something that asks for attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Which one it is.
    pub key: ExceptionKey,
    /// The day on which it becomes, or became, too late.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<NaiveDate>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<PersonId>,
    /// What a sentence about it needs beside these, by name: numbers, days, codes and stable names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub values: BTreeMap<String, String>,
}

/// What makes an exception the same one tomorrow: another day since when is another exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionKey {
    /// Its kind.
    pub kind: ExceptionKind,
    /// What it is about.
    pub about: Subject,
    /// Since when it asks for attention.
    pub since: NaiveDate,
    /// The explanation whose step is overdue, where that is what it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub explanation: Option<EventId>,
}

/// A kind of exception, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
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

impl ExceptionKind {
    /// Every kind, the gravest first.
    pub const ALL: &'static [Self] = &[
        Self::Unoverseen,
        Self::VacantOwner,
        Self::HandOverDue,
        Self::Concern,
        Self::DeclaredOtherwise,
        Self::LevelFell,
        Self::AccountabilityGap,
        Self::FlagRaised,
        Self::DecisionNotCarriedOut,
        Self::DecisionExpired,
        Self::DecisionAwaitsOutcome,
        Self::DecisionDueForLook,
        Self::DecisionUnconfirmed,
        Self::ReportOverdue,
        Self::ReadingOverdue,
        Self::ImprovementOverdue,
        Self::ImprovementUnmeasured,
        Self::EvidenceContradicted,
        Self::LevelFalling,
        Self::EvidenceLapsing,
        Self::BenefitClaimedTwice,
        Self::TargetMoved,
        Self::DateMoved,
        Self::ActionOverdue,
        Self::MeetingOverdue,
        Self::MinutesUnconfirmed,
        Self::ExplanationOverdue,
    ];
}

/// What an exception, or an entry of a to-do list, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A program.
    Program(ProgramId),
    /// A committee.
    Committee(CommitteeId),
    /// A meeting.
    Meeting(MeetingId),
    /// An action that a meeting agreed on.
    Action(MeetingId, ActionId),
    /// An initiative.
    Initiative(InitiativeId),
    /// An improvement inside an initiative.
    Improvement(InitiativeId, ImprovementId),
    /// A practice of an initiative.
    Practice(InitiativeId, PracticeId),
    /// A metric.
    Metric(MetricId),
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// A decision.
    Decision(DecisionId),
    /// A journey.
    Journey(JourneyId),
    /// A pain point.
    PainPoint(PainPointId),
    /// An insight.
    Insight(InsightId),
}

impl Subject {
    /// The initiative that it is or belongs to.
    pub fn initiative(self) -> Option<InitiativeId> {
        match self {
            Self::Initiative(id) | Self::Improvement(id, _) | Self::Practice(id, _) => Some(id),
            _ => None,
        }
    }
}

/// That somebody explained an exception: a fact of the initiative that it is about, else of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionExplained {
    /// The exception.
    pub exception: ExceptionKey,
    /// Why it came about.
    pub cause: Text,
    /// What is done about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_step: Option<Text>,
    /// Who takes that step.
    pub owner: PersonId,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<NaiveDate>,
}

/// An explanation at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The event that holds its sentences.
    pub event: EventId,
    /// Its position.
    pub position: Position,
    /// Who explained.
    pub by: PersonId,
    /// Who takes the next step.
    pub owner: PersonId,
    /// By when.
    pub due: Option<NaiveDate>,
}

impl Explanation {
    fn of<F>(entry: &Entry<F>, explained: &ExceptionExplained) -> Self {
        Self {
            event: entry.event,
            position: entry.stamp.position(),
            by: entry.by(),
            owner: explained.owner,
            due: explained.due,
        }
    }

    /// The explanation that an event gave, whether it is the last one or not. `explains` picks the facts
    /// that explain.
    pub fn given<F: Clone>(
        history: &History<F>,
        event: EventId,
        explains: impl Fn(&F) -> Option<&ExceptionExplained>,
    ) -> Option<Self> {
        let entry = history.find(event)?;
        Some(Self::of(entry, explains(&entry.fact)?))
    }

    /// The explanation of an exception that a history gives, as given last. `explains` picks the facts that
    /// explain.
    pub fn last<F: Clone>(
        history: &History<F>,
        exception: &ExceptionKey,
        as_of: &AsOf,
        explains: impl Fn(&F) -> Option<&ExceptionExplained>,
    ) -> Option<Self> {
        let of_it = |fact| explains(fact).filter(|explained| explained.exception == *exception);
        let (entry, explained) = history.current(as_of, of_it)?;
        Some(Self::of(entry, explained))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::spec::day;

    #[test]
    fn every_kind_stands_in_the_list_once_the_gravest_first() {
        assert!(ExceptionKind::ALL.is_sorted_by(|a, b| a < b));
        assert_eq!(ExceptionKind::ALL.last(), Some(&ExceptionKind::ExplanationOverdue));
    }

    #[test]
    fn an_exception_reads_back_from_what_a_meeting_records() {
        let about = Subject::Practice(InitiativeId(Uuid::from_u128(1)), PracticeId::R3);
        let key = ExceptionKey {
            kind: ExceptionKind::EvidenceLapsing,
            about,
            since: day("2026-05-01"),
            explanation: None,
        };
        let values = BTreeMap::from([("state".to_owned(), "routine".to_owned())]);
        let exception = Exception { key, due: Some(day("2026-07-01")), person: None, values };
        let stored = serde_json::to_string(&exception).unwrap();
        assert_eq!(
            stored,
            r#"{"key":{"kind":"evidence_lapsing","about":{"practice":["00000000-0000-0000-0000-000000000001","R3"]},"since":"2026-05-01"},"due":"2026-07-01","values":{"state":"routine"}}"#
        );
        assert_eq!(serde_json::from_str::<Exception>(&stored).unwrap(), exception);
    }
}
