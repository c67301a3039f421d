//! A program: it has a start and no end, a sponsor, a time zone and a fiscal calendar.

mod decide;
mod goal;
mod state;

#[cfg(test)]
mod specs;

pub use decide::decide;
pub use goal::{Goal, GoalRetired, GoalSet};
pub use state::Program;

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::authority::Governance;
use crate::calendar::FiscalCalendar;
use crate::code::Code;
use crate::command::{Annul, Correct};
use crate::event::{Annulled, Authority, RecordedInError, facts};
use crate::exception::ExceptionExplained;
use crate::id::{GoalId, PersonId};
use crate::maturity::profile::{
    self, MaturityTargetDropped, MaturityTargetSet, PracticeApplicable, PracticeNotApplicable, profile_fact,
};
use crate::maturity::program::LevelRuleDecided;
use crate::measurement::decimal;
use crate::text::Text;

facts! {
    /// What can be recorded about a program.
    pub enum ProgramFact of "program" {
        /// It was created; effective from the day on which it begins.
        Created = "program.created.v1",
        /// It got a name.
        Named = "program.named.v1",
        /// A person became its sponsor.
        SponsorNamed = "program.sponsor-named.v1",
        /// Its days are those of a time zone.
        ZoneSet = "program.zone-set.v1",
        /// Its fiscal years begin with a month.
        CalendarSet = "program.calendar-set.v1",
        /// It was settled which acts need authority, and whether they are refused without.
        GovernanceSet = "program.governance-set.v1",
        /// A channel, segment, source, unit or scale got a label.
        CodeLabeled = "program.code-labeled.v1",
        /// A strategic goal was set.
        GoalSet = "program.goal-set.v1",
        /// A strategic goal was given up or reached: nothing is measured for it any more.
        GoalRetired = "program.goal-retired.v1",
        /// A practice of the maturity model does not apply to its initiatives.
        PracticeNotApplicable = "program.practice-not-applicable.v1",
        /// A practice applies to its initiatives again.
        PracticeApplicable = "program.practice-applicable.v1",
        /// A practice or level is to be reached by a day.
        MaturityTargetSet = "program.maturity-target-set.v1",
        /// A practice or level is no longer to be reached.
        MaturityTargetDropped = "program.maturity-target-dropped.v1",
        /// The rule was decided by which its level follows from those of its initiatives.
        LevelRuleDecided = "program.level-rule-decided.v1",
        /// It was said how far its business lives on personal contact.
        PersonalContactStated = "program.personal-contact-stated.v1",
        /// Somebody explained an exception that is no initiative's.
        ExceptionExplained = "program.exception-explained.v1",
        /// A fact about it was recorded in error.
        Annulled = "program.annulled.v1",
        /// All of it was recorded in error.
        RecordedInError = "program.recorded-in-error.v1",
    }
}

profile_fact!(ProgramFact);

/// See [`ProgramFact::Created`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Created {
    /// Its code, unique in the organization.
    pub code: Code,
}

/// See [`ProgramFact::Named`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: Text,
}

/// See [`ProgramFact::SponsorNamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SponsorNamed {
    /// The sponsor.
    pub sponsor: PersonId,
}

/// See [`ProgramFact::ZoneSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneSet {
    /// The IANA name.
    #[serde(with = "crate::zone")]
    #[cfg_attr(test, schemars(with = "crate::golden::ZoneName"))]
    pub zone: Tz,
}

/// See [`ProgramFact::CalendarSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarSet {
    /// The calendar.
    pub calendar: FiscalCalendar,
}

/// See [`ProgramFact::GovernanceSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GovernanceSet {
    /// Which acts need authority, and what becomes of one without.
    pub governance: Governance,
}

/// What a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Vocabulary {
    /// Where customers were reached.
    Channel,
    /// Which customers.
    Segment,
    /// Where figures come from.
    Source,
    /// What a metric counts in.
    Unit,
    /// The steps of an answer.
    Scale,
    /// Whose goals initiatives help: CMO, COO, CFO and so on.
    Executive,
}

/// See [`ProgramFact::CodeLabeled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeLabeled {
    /// What the code names.
    pub vocabulary: Vocabulary,
    /// The code.
    pub code: Code,
    /// How people call it.
    pub label: Text,
}

/// See [`ProgramFact::PersonalContactStated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonalContactStated {
    /// The share of the business that is done from person to person, 0 to 1.
    #[serde(with = "decimal::stored")]
    #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
    pub share: Decimal,
    /// How that is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Text>,
}

/// An act on a program. Days left out mean today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Command {
    /// Create it.
    Create(Create),
    /// Give it another name.
    Rename {
        /// The name.
        name: Text,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Name its sponsor.
    NameSponsor {
        /// The sponsor.
        sponsor: PersonId,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Set its time zone.
    SetZone {
        /// The zone.
        #[serde(serialize_with = "crate::zone::serialize")]
        zone: Tz,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Set its fiscal calendar.
    SetCalendar {
        /// The calendar.
        calendar: FiscalCalendar,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Settle which acts need authority, and whether they are refused without.
    SetGovernance {
        /// Which, and whether.
        governance: Governance,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Label a code.
    LabelCode {
        /// The label.
        labeled: CodeLabeled,
    },
    /// Set a strategic goal.
    SetGoal {
        /// The goal.
        goal: GoalSet,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Retire a strategic goal.
    RetireGoal {
        /// The goal.
        goal: GoalId,
        /// Why.
        reason: Option<Text>,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Decide whether a practice applies to its initiatives, or how far it is to come by when.
    Profile(profile::Command),
    /// Decide by which rule its level follows from those of its initiatives.
    DecideLevelRule {
        /// The rule, and why.
        decided: LevelRuleDecided,
        /// From which day.
        on: Option<NaiveDate>,
        /// By what right.
        authority: Option<Authority>,
    },
    /// State how far its business lives on personal contact.
    StatePersonalContact {
        /// The share, and how it is known.
        stated: PersonalContactStated,
        /// From which day.
        on: Option<NaiveDate>,
    },
    /// Explain an exception that is no initiative's.
    ExplainException {
        /// Which, and how it is explained.
        explained: ExceptionExplained,
    },
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

/// What the creation of a program says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Create {
    /// The code.
    pub code: Code,
    /// The name.
    pub name: Text,
    /// The sponsor.
    pub sponsor: PersonId,
    /// The time zone.
    #[serde(serialize_with = "crate::zone::serialize")]
    pub zone: Tz,
    /// The fiscal calendar.
    pub calendar: FiscalCalendar,
    /// The day on which it begins.
    pub on: Option<NaiveDate>,
}
