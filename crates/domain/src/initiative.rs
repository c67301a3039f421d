//! An initiative: chartered once, owned by one person at a time or vacant, never completed.
//!
//! What ends is an *improvement* inside it. This page holds the facts and the commands;
//! [`decide()`] holds the rules, [`Initiative`] what the facts say at a point in time.

mod benefit;
mod decide;
mod ecosystem;
mod follow_up;
pub mod health;
mod improvement;
mod life;
mod report;
mod state;

#[cfg(test)]
mod specs;

pub use benefit::{BenefitExpected, BenefitKind, Expectation};
pub use decide::decide;
pub use ecosystem::{ElementChanged, ElementKind, Helps, Placed};
pub use health::Health;
pub use improvement::{Improvement, ImprovementState};
pub use life::{Paused, Reopened, Resumed, Status, Stopped, Succeeds, Succession, Sustained};
pub use report::{DeclaredState, ProgressReported, Sentences};
pub use state::{Initiative, Report};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, Authority, RecordedInError, facts};
use crate::exception::ExceptionExplained;
use crate::id::{CommitteeId, EventId, ImprovementId, InitiativeId, MetricId, PersonId, ProgramId};
use crate::journey::Place;
use crate::maturity::profile::{
    self, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable, profile_fact,
};
use crate::text::Text;

facts! {
    /// What can be recorded about an initiative.
    pub enum InitiativeFact of "initiative" {
        /// It was chartered; effective from the day on which it begins.
        Chartered: Box = "initiative.chartered.v1",
        /// It got a name.
        Named = "initiative.named.v1",
        /// Its purpose was stated or restated.
        PurposeStated = "initiative.purpose-stated.v1",
        /// A person became its owner.
        OwnerAssigned = "initiative.owner-assigned.v1",
        /// It lost its owner and got no other.
        OwnerVacated: Box = "initiative.owner-vacated.v1",
        /// A metric was linked to it in a role.
        MetricLinked: Box = "initiative.metric-linked.v1",
        /// It was said where on a journey it works.
        Placed: Box = "initiative.placed.v1",
        /// It was said which element of the ecosystem it changes.
        ElementChanged: Box = "initiative.element-changed.v1",
        /// It was said whose goal it helps.
        Helps: Box = "initiative.helps.v1",
        /// It was said which benefit is expected of it over some days.
        BenefitExpected: Box = "initiative.benefit-expected.v1",
        /// An improvement began; the event's id is the improvement's.
        ImprovementStarted: Box = "initiative.improvement-started.v1",
        /// The date on which an improvement is due was moved.
        ImprovementDateMoved: Box = "initiative.improvement-date-moved.v1",
        /// An improvement was delivered.
        ImprovementDelivered = "initiative.improvement-delivered.v1",
        /// An improvement was given up.
        ImprovementAbandoned: Box = "initiative.improvement-abandoned.v1",
        /// The owner reported progress.
        ProgressReported = "initiative.progress-reported.v1",
        /// Another committee oversees it.
        OversightTransferred = "initiative.oversight-transferred.v1",
        /// Somebody explained an exception: its cause, the next step, who takes it by when.
        ExceptionExplained: Box = "initiative.exception-explained.v1",
        /// Somebody confirmed having read a progress report.
        ReportAcknowledged = "initiative.report-acknowledged.v1",
        /// It was paused, or its pause was prolonged.
        Paused = "initiative.paused.v1",
        /// It moved to sustain: it is watched on a slower rhythm.
        Sustained: Box = "initiative.sustained.v1",
        /// It runs again, after a pause or in place of sustain.
        Resumed: Box = "initiative.resumed.v1",
        /// It was stopped.
        Stopped: Box = "initiative.stopped.v1",
        /// It runs again after a stop.
        Reopened = "initiative.reopened.v1",
        /// It carries another initiative on, whose history goes on here.
        Succeeds = "initiative.succeeds.v1",
        /// A practice of the maturity model does not apply to it.
        PracticeNotApplicable: Box = "initiative.practice-not-applicable.v1",
        /// A practice applies to it again.
        PracticeApplicable: Box = "initiative.practice-applicable.v1",
        /// A practice or level is to be reached by a day.
        MaturityTargetSet: Box = "initiative.maturity-target-set.v1",
        /// A practice or level is no longer to be reached.
        MaturityTargetDropped: Box = "initiative.maturity-target-dropped.v1",
        /// A fact about it was recorded in error.
        Annulled: Box = "initiative.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "initiative.recorded-in-error.v1",
    }
}

profile_fact!(InitiativeFact);

/// See [`InitiativeFact::Chartered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Chartered {
    /// The program it belongs to.
    pub program: ProgramId,
    /// Its code, unique in the program.
    pub code: Code,
    /// The committee that oversees it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub committee: Option<CommitteeId>,
}

/// See [`InitiativeFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`InitiativeFact::PurposeStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PurposeStated {
    /// What it is for.
    pub purpose: Text,
}

/// See [`InitiativeFact::OwnerAssigned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerAssigned {
    /// The new owner.
    pub owner: PersonId,
}

/// See [`InitiativeFact::OwnerVacated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnerVacated {
    /// Why nobody follows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// The part that a metric plays in an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricRole {
    /// The one by which the initiative is judged.
    Primary,
    /// It moves earlier than the primary one and tells why.
    Process,
    /// It must not suffer while the primary one improves.
    Balancing,
}

/// See [`InitiativeFact::MetricLinked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricLinked {
    /// The metric.
    pub metric: MetricId,
    /// Its part.
    pub role: MetricRole,
}

/// See [`InitiativeFact::ImprovementStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementStarted {
    /// What is going to be fixed.
    pub title: Text,
    /// The metric that should move; without one, the initiative's primary metric.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metric: Option<MetricId>,
    /// The day on which it is due.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<NaiveDate>,
}

/// See [`InitiativeFact::ImprovementDateMoved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementDateMoved {
    /// The improvement.
    pub improvement: ImprovementId,
    /// The new day.
    pub due: NaiveDate,
    /// Why it moved.
    pub reason: Text,
}

/// See [`InitiativeFact::ImprovementDelivered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementDelivered {
    /// The improvement.
    pub improvement: ImprovementId,
}

/// See [`InitiativeFact::ImprovementAbandoned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementAbandoned {
    /// The improvement.
    pub improvement: ImprovementId,
    /// Why it was given up.
    pub reason: Text,
}

/// See [`InitiativeFact::OversightTransferred`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OversightTransferred {
    /// The committee that oversees it from then on.
    pub committee: CommitteeId,
}

/// See [`InitiativeFact::ReportAcknowledged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportAcknowledged {
    /// The event that holds the report.
    pub report: EventId,
}

/// An act on an initiative. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Charter it.
    Charter(Charter),
    /// Give it another name.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// State its purpose anew.
    RestatePurpose {
        /// What it is for.
        purpose: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Hand it to an owner.
    AssignOwner {
        /// The owner.
        owner: PersonId,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Leave it without an owner.
    VacateOwner {
        /// Why nobody follows.
        reason: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Link a metric in a role.
    LinkMetric {
        /// The metric.
        metric: MetricId,
        /// Its part.
        role: MetricRole,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say where on a journey it works.
    Place {
        /// Where.
        place: Place,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say which element of the ecosystem it changes.
    ChangeElement {
        /// Which, and where.
        changed: ElementChanged,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Say whose goal it helps.
    Help {
        /// Whose, and which.
        helps: Helps,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// State a benefit that is expected of it.
    ExpectBenefit {
        /// Which, and how much.
        expected: BenefitExpected,
        /// The first day on which it is expected.
        on: Option<NaiveDate>,
        /// The first day after.
        until: NaiveDate,
    },
    /// Start an improvement.
    StartImprovement {
        /// What is going to be fixed.
        title: Text,
        /// The metric that should move.
        metric: Option<MetricId>,
        /// When it is due.
        due: Option<NaiveDate>,
        /// The day it begins.
        on: Option<NaiveDate>,
    },
    /// Move the date on which an improvement is due.
    MoveImprovementDate {
        /// The improvement.
        improvement: ImprovementId,
        /// The new day.
        due: NaiveDate,
        /// Why.
        reason: Text,
    },
    /// Deliver an improvement.
    DeliverImprovement {
        /// The improvement.
        improvement: ImprovementId,
        /// When it was delivered.
        on: Option<NaiveDate>,
    },
    /// Give an improvement up.
    AbandonImprovement {
        /// The improvement.
        improvement: ImprovementId,
        /// Why.
        reason: Text,
        /// When.
        on: Option<NaiveDate>,
    },
    /// Report progress.
    ReportProgress {
        /// The report.
        report: ProgressReported,
    },
    /// Let another committee oversee it.
    TransferOversight {
        /// The committee.
        committee: CommitteeId,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Explain an exception.
    ExplainException {
        /// Its cause, and what is done about it.
        explained: ExceptionExplained,
    },
    /// Confirm having read a progress report.
    AcknowledgeReport {
        /// The event that holds the report.
        report: EventId,
    },
    /// Pause it; a pause is prolonged by what right only.
    Pause {
        /// Why.
        reason: Text,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Move it to sustain.
    Sustain {
        /// Why.
        reason: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Let it run again, after a pause or in place of sustain.
    Resume {
        /// What changed.
        reason: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Stop it.
    Stop {
        /// Why.
        reason: Text,
        /// What was learned.
        lesson: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Let it run again after a stop.
    Reopen {
        /// Why.
        reason: Text,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Let it carry another initiative on.
    Succeed {
        /// The other initiative, of the same program.
        predecessor: InitiativeId,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// Decide whether a practice applies to it, or how far it is to come by when.
    Profile(profile::Command),
    /// Record all of it in error.
    RecordInError {
        /// Why.
        reason: Text,
    },
    /// Annul a fact.
    Annul(Annul),
    /// Correct a fact.
    Correct(Correct<Command>),
}

/// What a charter says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Charter {
    /// The program.
    pub program: ProgramId,
    /// The code.
    pub code: Code,
    /// The name.
    pub name: Text,
    /// What it is for.
    pub purpose: Text,
    /// The first owner; without one it is vacant.
    pub owner: Option<PersonId>,
    /// The committee that oversees it.
    pub committee: Option<CommitteeId>,
    /// The day on which it begins.
    pub on: Option<NaiveDate>,
    /// By what right.
    pub authority: Option<Authority>,
}
