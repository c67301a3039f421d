//! What each fact about a decision says.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{AuthorizedAct, Ballot, Electorate, Tally};
use crate::code::Code;
use crate::event::{Document, Sha256Hex};
use crate::id::{
    CommitteeId, DecisionId, DepartmentId, EventId, InitiativeId, InsightId, MeetingId, MetricId,
    PainPointId, PersonId, ProgramId,
};
use crate::measurement::decimal;
use crate::text::Text;

/// Where a decision is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Forum {
    /// In a committee.
    Committee(CommitteeId),
    /// In a department, on matters of its own.
    Department(DepartmentId),
}

/// What a decision decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A question with options.
    #[default]
    Ordinary,
    /// In which order pain points and initiatives come first: each option is an order.
    Ranking,
}

/// See [`DecisionFact::Opened`](super::DecisionFact::Opened).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The program.
    pub program: ProgramId,
    /// What people call it; unique in the program.
    pub code: Code,
    /// Where it is made.
    pub forum: Forum,
    /// What it decides.
    #[serde(default)]
    pub kind: Kind,
    /// The initiatives that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub about: Vec<InitiativeId>,
}

/// See [`DecisionFact::QuestionStated`](super::DecisionFact::QuestionStated).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionStated {
    /// The question.
    pub question: Text,
}

/// See [`DecisionFact::ElectorateRecorded`](super::DecisionFact::ElectorateRecorded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ElectorateRecorded {
    /// Who votes, and how votes decide.
    pub electorate: Electorate,
}

/// See [`DecisionFact::ElectorateAmended`](super::DecisionFact::ElectorateAmended).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ElectorateAmended {
    /// Who votes from now on, and how votes decide.
    pub electorate: Electorate,
    /// Why it changed.
    pub reason: Text,
}

/// Something that can be given priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ranked {
    /// A pain point.
    PainPoint(PainPointId),
    /// An initiative.
    Initiative(InitiativeId),
}

/// See [`DecisionFact::OptionStated`](super::DecisionFact::OptionStated).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptionStated {
    /// By what votes and outcome name it, unique in the decision.
    pub key: Code,
    /// What it is.
    pub text: Text,
    /// Of a ranking, the order that it stands for, the most urgent first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub ranking: Vec<Ranked>,
}

/// See [`DecisionFact::Proposed`](super::DecisionFact::Proposed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The option proposed.
    pub option: Code,
    /// Why this one.
    pub reasons: Text,
}

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ground {
    /// A pain point.
    PainPoint(PainPointId),
    /// A reading of a metric.
    Reading(ReadingGround),
    /// An insight.
    Insight(InsightId),
    /// A document outside the ledger.
    Document(Document),
}

/// A reading as a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingGround {
    /// The metric.
    pub metric: MetricId,
    /// The event that recorded the figures.
    pub reading: EventId,
}

/// See [`DecisionFact::GroundGiven`](super::DecisionFact::GroundGiven).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroundGiven {
    /// What the decision rests on.
    pub ground: Ground,
}

/// How hard a decision is to take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reversibility {
    /// It cannot be undone, or only at great cost.
    OneWay,
    /// It can be undone.
    TwoWay,
}

/// See [`DecisionFact::ReversibilityStated`](super::DecisionFact::ReversibilityStated).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReversibilityStated {
    /// How hard it is to take back.
    pub reversibility: Reversibility,
}

/// See [`DecisionFact::EffectExpected`](super::DecisionFact::EffectExpected).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EffectExpected {
    /// The metric that should move.
    pub metric: MetricId,
    /// By how much and in which direction its mean should change: negative for a fall. In the unit of
    /// the metric's values.
    #[serde(with = "decimal::stored")]
    #[cfg_attr(test, schemars(with = "crate::golden::DecimalText"))]
    pub change: Decimal,
    /// The day on which it should be reached.
    pub by: NaiveDate,
}

/// See [`DecisionFact::DeadlineSet`](super::DecisionFact::DeadlineSet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeadlineSet {
    /// The last day on which it can be decided; the day after it has expired.
    pub day: NaiveDate,
}

/// See [`DecisionFact::VoteCast`](super::DecisionFact::VoteCast).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoteCast {
    /// Who voted.
    pub voter: PersonId,
    /// For which option: sealed under the voter's own key.
    pub choice: Ballot,
}

/// See [`DecisionFact::Abstained`](super::DecisionFact::Abstained).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Abstained {
    /// Who took part without voting for an option.
    pub voter: PersonId,
}

/// See [`DecisionFact::Recused`](super::DecisionFact::Recused).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recused {
    /// Who took no part, because the matter is their own.
    pub voter: PersonId,
}

/// See [`DecisionFact::VotingClosed`](super::DecisionFact::VotingClosed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VotingClosed {
    /// The votes, counted.
    pub tally: Tally,
    /// Why now, where somebody who may vote has not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`DecisionFact::Dissented`](super::DecisionFact::Dissented).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dissented {
    /// Who disagrees.
    pub voter: PersonId,
    /// In which respect: sealed under their own key.
    pub dissent: Text,
}

/// How an outcome came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// By votes cast in the ledger, or by the chair where the rule says so.
    Live,
    /// It was minuted by the secretary.
    Minuted,
}

/// See [`DecisionFact::Decided`](super::DecisionFact::Decided).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The option chosen.
    pub choice: Code,
    /// Why this one.
    pub reasons: Text,
    /// How it came about.
    pub made: Made,
    /// The votes, counted; of a minuted outcome only where they are known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tally: Option<Tally>,
    /// The day by which it is to be carried out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub carry_out_by: Option<NaiveDate>,
}

/// See [`DecisionFact::Minuted`](super::DecisionFact::Minuted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Minuted {
    /// The meeting, where the ledger knows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub meeting: Option<MeetingId>,
    /// The number of the minute.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<Text>,
    /// SHA-256 of the signed document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<Sha256Hex>,
    /// Who was there, where that is known.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub present: Vec<PersonId>,
}

/// See [`DecisionFact::VoteMinuted`](super::DecisionFact::VoteMinuted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoteMinuted {
    /// Who voted, as the minutes say.
    pub voter: PersonId,
    /// What they did.
    pub vote: MinutedVote,
}

/// See [`DecisionFact::DissentMinuted`](super::DecisionFact::DissentMinuted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DissentMinuted {
    /// Who disagreed, as the minutes say.
    pub voter: PersonId,
    /// In which respect: sealed under their own key.
    pub dissent: Text,
}

/// What somebody did in a vote, as minutes say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MinutedVote {
    /// They voted for an option: sealed under their own key.
    For(Ballot),
    /// They took part without voting for an option.
    Abstained,
    /// They took no part, because the matter was their own.
    Recused,
}

/// See [`DecisionFact::MinutesConfirmed`](super::DecisionFact::MinutesConfirmed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MinutesConfirmed {
    /// The outcome that was minuted.
    pub outcome: EventId,
}

/// See [`DecisionFact::Deferred`](super::DecisionFact::Deferred).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deferred {
    /// The day on which it comes up again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: Text,
}

/// See [`DecisionFact::Withdrawn`](super::DecisionFact::Withdrawn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Why.
    pub reason: Text,
}

/// See [`DecisionFact::Supersedes`](super::DecisionFact::Supersedes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Supersedes {
    /// The earlier decision, which this one replaces as soon as it is decided.
    pub decision: DecisionId,
}

/// See [`DecisionFact::ActAuthorized`](super::DecisionFact::ActAuthorized).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActAuthorized {
    /// The act.
    pub act: AuthorizedAct,
    /// The day from which it holds; without one, it may hold from any, and is carried out from the day of
    /// the outcome.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on: Option<NaiveDate>,
    /// The reason with which it is recorded; without one, that of the outcome.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Text>,
}

/// See [`DecisionFact::CarriedOut`](super::DecisionFact::CarriedOut).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remark: Option<Text>,
}
